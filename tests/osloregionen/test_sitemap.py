"""What search engines are told: the public pages, all of them and nothing else."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from lxml import etree

from members.models import Municipality
from osloregionen import sitemaps
from osloregionen.catalogue import CATALOGUE, PUBLIC
from osloregionen.pages import Kind
from tests.factories import make_declaration
from tests.osloregionen.test_catalogue import NOT_THE_COUNCILS

pytestmark = pytest.mark.django_db


def told(client: Client) -> list[str]:
    """Return the paths in the sitemap."""
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml"
    places = etree.fromstring(answer.content).findall("{*}url/{*}loc")
    return [(place.text or "").removeprefix("http://testserver") for place in places]


def untold(found: list[str]) -> list[str]:
    """Return the entries that are to be told, and of which the example is not among what is."""
    wanted = [entry for entry in PUBLIC if entry.in_sitemap and entry.name not in NOT_THE_COUNCILS]
    return [entry.name for entry in wanted if entry.address() not in found]


def test_every_public_page_and_pdf_is_told_once(client: Client) -> None:
    found = told(client)
    assert len(found) == len(set(found))
    assert untold(found) == []
    municipalities = {f"/medlemmer/{slug}/" for slug in Municipality.objects.values_list("slug", flat=True)}
    assert municipalities <= set(found)


def test_a_page_that_is_not_told_would_be_noticed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = [entry for entry in PUBLIC if entry.name not in ("data", "members:municipality_pdf")]
    monkeypatch.setattr(sitemaps, "PUBLIC", fewer)
    assert untold(told(client)) == ["members:municipality_pdf", "data"]


def test_what_is_told_can_be_fetched(client: Client) -> None:
    pages = [address for address in told(client) if not address.endswith(".pdf")]
    assert {client.get(address).status_code for address in pages} == {200}


HIDDEN = ("/admin/", "/filer/", "/finn/", "format=", "sitemap")


def told_of(found: list[str], parts: tuple[str, ...]) -> set[str]:
    """Return which of these parts of addresses occur in what is told."""
    return {part for part in parts for address in found if part in address}


def test_drafts_files_and_the_admin_are_not_told(client: Client) -> None:
    draft = make_declaration(status="utkast")
    assert told_of(told(client), (draft.slug, *HIDDEN)) == set()
    assert [entry.name for entry in PUBLIC if entry.kind == Kind.FILE and entry.in_sitemap] == []


def test_what_is_told_and_should_not_be_would_be_noticed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("admin:index", "members:municipality_find", "sitemap")
    wrong = [replace(entry, in_sitemap=True) for entry in CATALOGUE if entry.name in names]
    monkeypatch.setattr(sitemaps, "PUBLIC", wrong)
    assert told_of(told(client), HIDDEN) == {"/admin/", "/finn/", "sitemap"}


def test_an_empty_portal_tells_its_fixed_pages(client: Client, empty_portal: None) -> None:
    assert "/medlemmer/" in told(client)
    assert not [
        address for address in told(client) if address.startswith("/medlemmer/") and len(address) > 11
    ]


def test_robots_are_shown_the_list_and_kept_out_of_the_admin(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /admin/" in lines
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


@pytest.mark.once
def test_the_list_costs_no_more_in_a_larger_portal(
    world: Callable[..., None], count_queries: Callable[[str], int]
) -> None:
    world("large", parties=20)
    small = count_queries("/sitemap.xml")
    world("large", parties=1000)
    assert count_queries("/sitemap.xml") == small
