"""What the benchmark's rows are about: no page is forgotten, and what stands beside a list is the same."""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

import lxml.html
import pytest
from django.urls import resolve

from osloregionen.catalogue import PUBLIC
from osloregionen.pages import Entry, Kind
from tests.benchmark import cli, plain_urls, rows

pytestmark = pytest.mark.django_db

#: Pages with tables that are no lists, and why: the others have a row.
NO_LISTS = {
    "declaration:declaration_list": "a line for each declaration",
    "declaration:declaration_detail": "what one declaration says; who signed it is another page's list",
    "actionplan:connections": "a small table for each focus area and declaration",
    "emissions:overview": "charts, and tables of ten sectors and the years",
    "emissions:municipality": "charts, and tables of ten sectors and the years",
    "emissions:municipality_sector": "a sector's sources and gases",
    "emissions:sectors": "ten sectors",
    "emissions:sector": "a sector's sources and gases",
    "emissions:published": "tables of ten sectors, as the council published them",
    "emissions:editions": "a line for each edition",
    "emissions:edition_comparison": "ten sectors, and what differs",
    "emissions:climate_report": "a report, chapter by chapter",
}
#: Pages without a `serve-` row, and the row of the page that is made as they are.
LIKE = {
    "members:meeting_list": "members",
    "members:document_list": "members",
    "members:page_privacy": "about",
    "members:page_accessibility": "about",
    "declaration:declaration_list": "declaration",
    "actionplan:plan_list": "declaration",
    "actionplan:output_list": "members",
    "actionplan:goal_list": "about",
    "actionplan:goal_detail": "plan",
    "emissions:climate_list": "emissions-editions",
    "emissions:municipality_sector": "emissions-sector",
}
PAGES = tuple(entry for entry in PUBLIC if entry.kind == Kind.PAGE and "COMPONENTS" not in entry.needs)


def cells_of(html: bytes) -> list[list[str]]:
    """Return the text of each cell of the page's longest table."""
    tables = lxml.html.fromstring(html).iter("table")
    found = [[[" ".join(c.text_content().split()) for c in r] for r in t.iter("tr")] for t in tables]
    return [line for line in max(found, key=len) if line]


# A world for all of them: building one costs more than asking.
def test_a_plain_page_has_the_rows_of_the_list_it_stands_beside(
    world: Callable[..., None], client: Any, settings: Any
) -> None:
    settings.ROOT_URLCONF = "tests.benchmark.plain_urls"
    world("small")
    addresses = rows._addresses()
    # Documents are no table.
    names = set(plain_urls.ROWS) - {"documents"}
    for name in names:
        page, plain = client.get(addresses[name]), client.get(f"/plain/{name}/")
        assert (page.status_code, plain.status_code) == (200, 200), name
        listed, looped = sorted(cells_of(page.content)[1:]), sorted(cells_of(plain.content))
        assert [len(line) for line in listed] == [len(line) for line in looped], name
        pairs = list(zip(chain(*listed), chain(*looped), strict=True))
        # Some sources are shortened in the one and whole in the other.
        alike = sum(one == other for one, other in pairs)
        assert alike > 0.8 * len(pairs), (name, [pair for pair in pairs if pair[0] != pair[1]])
    assert len(names) > 7
    documents = [client.get(addresses["documents"]), client.get("/plain/documents/")]
    assert [page.content.count(b"<article") for page in documents] == [8, 8]
    assert client.get("/plain/tull/").status_code == 404
    assert set(plain_urls.ROWS) == listed_names()


def listed_names() -> set[str]:
    """Return the names of the rows about lists, without what they all begin with."""
    return {one.name.removeprefix("list-") for one in cli.chosen(["list"])}


def served_names() -> set[str]:
    """Return the names of the addresses that have a `serve-` row of a kept page."""
    return {name for name in rows._addresses() if any(row.name == f"serve-{name}-hot" for row in rows.ROWS)}


def measured(names: Iterable[str]) -> set[str]:
    """Return the catalogue's names of the pages that rows of these names are about."""
    addresses = rows._addresses()
    return {resolve(addresses[name].partition("?")[0]).view_name for name in names}


def lists_without_a_row(entries: Iterable[Entry], names: Iterable[str]) -> set[str]:
    """Return the pages that give tables as files and have neither a row nor a reason to have none."""
    with_tables = {entry.name for entry in entries if entry.tables or entry.named_tables}
    return with_tables - NO_LISTS.keys() - measured(names)


def pages_without_a_row(entries: Iterable[Entry], names: Iterable[str]) -> set[str]:
    """Return the pages that have no `serve-` row and are not said to be like one that has."""
    names = set(names)
    like = {page for page, name in LIKE.items() if name in names}
    return {entry.name for entry in entries} - like - measured(names)


def test_every_page_has_its_rows_and_one_without_would_be_noticed(world: Callable[..., None]) -> None:
    world("small")
    lists, served = listed_names(), served_names()
    another = Entry("members:another", "Another list", tables=("",))
    assert lists_without_a_row(PAGES, lists) == set()
    assert lists_without_a_row((*PAGES, another), lists) == {"members:another"}
    assert lists_without_a_row(PAGES, lists - {"plan-status"}) == {"actionplan:plan_status"}
    assert pages_without_a_row(PAGES, served) == set()
    assert pages_without_a_row((*PAGES, another), served) == {"members:another"}
    assert pages_without_a_row(PAGES, served - {"emissions-sector"}) == {
        "emissions:sector",
        "emissions:municipality_sector",
    }
    # Nor does a list hide behind a reason, or a reason outlive its page.
    assert {entry.name for entry in PAGES if "" in entry.tables and entry.name in NO_LISTS} == set()
    assert NO_LISTS.keys() <= {entry.name for entry in PAGES} - measured(lists)
    assert LIKE.keys() <= {entry.name for entry in PAGES} - measured(served)
    # And whatever is named is measured.
    others = {
        name for name in rows._addresses() if any(row.name.startswith(f"serve-{name}") for row in rows.ROWS)
    }
    assert set(rows._addresses()) == lists | others


def test_every_kept_page_has_the_goal_of_kept_pages() -> None:
    # A PDF is sent, not made: what it is held to is `serve-pdf-file`.
    kept = [row for row in rows.ROWS if "-hot" in row.name and row.name != "serve-pdf-hot"]
    assert len(kept) > 25
    assert {row.goal for row in kept} == {rows.HOT_GOAL}
