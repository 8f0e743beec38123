"""Every address of the page catalogue keeps what is promised of all: status, audience, format, queries."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

import osloregionen.urls
from members.models import Body, Municipality
from osloregionen import content_version, pdf
from osloregionen.catalogue import ERRORS, PUBLIC, STAFF
from osloregionen.pages import Audience, Entry, Kind
from tests.osloregionen.autocompletes import searched_fields
from tests.scenarios import SMALL

pytestmark = pytest.mark.django_db

CONTENT_TYPES = {Kind.PAGE: "text/html; charset=utf-8", Kind.PDF: "application/pdf"}
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}
#: What is uploaded lies beside the database, and no world has it: members/test_document_files.py makes some.
IN_NO_WORLD = {"members:document_file"}
#: The council's content has nothing adopted in the portal, no two plans and no editions: a filled portal has.
NOT_THE_COUNCILS = {
    "emissions:climate_pdf",
    "emissions:climate_published_pdf",
    "emissions:climate_report",
    "emissions:edition_comparison",
    *IN_NO_WORLD,
    "actionplan:version_pdf",
    "actionplan:comparison_pdf",
    "actionplan:plan_draft_pdf",
}
#: What leads on, but for some questions helps on a page of its own; with one of those.
STAYS = {"members:municipality_find": "navn=prove"}
#: What the admin answers to something else than a plain GET.
NOT_FETCHED = {"admin:logout", "admin:view_on_site"}
#: What one and the same address answers for every field that is searched as one types.
SEARCHED = "admin:autocomplete"
#: The log is only read, the fixed pages stay, adoption has steps; what it or an import made stays.
REFUSED = {
    "admin:admin_logentry_add",
    "admin:members_page_delete",
    "admin:actionplan_treatment_add",
    "admin:actionplan_planversion_add",
    "admin:actionplan_planversion_delete",
    "admin:actionplan_update_add",
    "admin:emissions_edition_add",
    "admin:emissions_publishedclimatereport_add",
    "admin:emissions_publishedclimatereport_delete",
    "admin:emissions_edition_delete",
    "admin:emissions_importjob_delete",
}


def asks_in_a_loop(request: HttpRequest) -> HttpResponse:
    """Answer with a query for every member: what the rail must notice."""
    for slug in Municipality.objects.values_list("slug", flat=True):
        Municipality.objects.get(slug=slug)
    return HttpResponse("<p>ferdig</p>")


def counts_users(request: HttpRequest) -> HttpResponse:
    """Answer with what no trigger watches: a kept page would go on saying it."""
    return HttpResponse(f"<p>{get_user_model().objects.count()}</p>")


urlpatterns = [
    path("prove/lokke/", asks_in_a_loop, name="prove_lokke"),
    path("prove/brukere/", counts_users, name="prove_brukere"),
    *osloregionen.urls.urlpatterns,
]


def test_an_example_is_one_of_all_addresses_of_its_kind() -> None:
    for entry in PUBLIC:
        if entry.every is not None and entry.kind != Kind.FILE and entry.name not in NOT_THE_COUNCILS:
            every = list(entry.every())
            assert entry.example in every, entry.name
            assert all(more in every for more in entry.also), entry.name


@pytest.mark.parametrize("entry", PUBLIC, ids=lambda entry: entry.name)
def test_a_visitor_gets_every_public_page_in_all_its_states(client: Client, entry: Entry) -> None:
    if entry.name in NOT_THE_COUNCILS:
        assert client.get(entry.address(), follow=True).status_code == 404
        return
    for address in entry.addresses_to_see():
        answer = client.get(address)
        if entry.kind == Kind.REDIRECT:
            assert answer.status_code == 302 or entry.name in STAYS, f"{address} is more than a redirect"
            answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        if entry.kind in CONTENT_TYPES:
            assert answer["Content-Type"] == CONTENT_TYPES[entry.kind]


@pytest.mark.usefixtures("_unprinted")
def test_what_the_council_has_not_is_given_in_a_filled_portal(
    client: Client, world: Callable[..., None]
) -> None:
    world("filled", **SMALL)
    for entry in PUBLIC:
        if entry.name in NOT_THE_COUNCILS - IN_NO_WORLD:
            address = entry.address_here()
            assert address is not None, entry.name
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert answer["Content-Type"] == CONTENT_TYPES.get(entry.kind, answer["Content-Type"]), address


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: str(error.status))
def test_pages_for_errors_answer_with_their_status(client: Client, error: Any) -> None:
    answer = client.get(error.address)
    assert answer.status_code == error.status
    assert answer["Content-Type"] == CONTENT_TYPES[Kind.PAGE]


@pytest.mark.parametrize("entry", [entry for entry in PUBLIC if entry.tables], ids=lambda entry: entry.name)
def test_a_table_comes_as_a_file_of_each_kind(client: Client, entry: Entry) -> None:
    for table in entry.tables_here():
        for name, content_type in FORMATS.items():
            answer = client.get(entry.address(), {"format": name, **({"tabell": table} if table else {})})
            assert (answer.status_code, answer["Content-Type"]) == (200, content_type), (table, name)
            assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("entry", [entry for entry in PUBLIC if entry.tables], ids=lambda entry: entry.name)
def test_a_file_in_every_state_is_given_or_refused_in_words(client: Client, entry: Entry) -> None:
    for state in entry.states:
        for name, content_type in FORMATS.items():
            answer = client.get(f"{entry.address()}?{state}&format={name}")
            refused = "tull" in state
            expected = (400, CONTENT_TYPES[Kind.PAGE]) if refused else (200, content_type)
            assert (answer.status_code, answer["Content-Type"]) == expected, (state, name)


def _tables_offered(client: Client, addresses: list[str]) -> set[str]:
    """Return the names of the tables that these pages offer as files, "" for the one without a name.

    A chart's own table is the chart's file.
    """
    pages = [client.get(address).content.decode() for address in addresses]
    links = [
        unescape(link) for page in pages for link in re.findall(r'href="([^"]*[?&;]format=csv[^"]*)"', page)
    ]
    asked = [dict(parse_qsl(urlsplit(link).query)) for link in links]
    return {query.get("tabell", "") for query in asked if "diagram" not in query}


def _tables_mistold(client: Client, entry: Entry, *, council: bool) -> bool:
    """Tell whether a page offers tables that its entry does not name, or none though it names some."""
    every = [] if entry.every is None else list(map(entry.address, islice(entry.every(), 5000)))
    here = entry.addresses_to_see() if council else every or [entry.address()]
    offered = _tables_offered(client, list(dict.fromkeys([*here[:3], *here[-1:]])))
    return not offered <= set(entry.tables_here()) or (not offered and bool(entry.tables))


@pytest.mark.parametrize("name", ["council", "filled"])
def test_a_page_that_gives_files_says_which_in_the_catalogue(
    client: Client, world: Callable[..., None], name: str
) -> None:
    if name != "council":
        world(name, **SMALL)
    pages = [entry for entry in PUBLIC if entry.kind == Kind.PAGE]
    mistold = [entry.name for entry in pages if _tables_mistold(client, entry, council=name == "council")]
    assert mistold == [], "say in the entry, with `tables`, which tables the page gives as files"


@pytest.mark.parametrize(
    ("name", "tables", "noticed"),
    [
        ("actionplan:output_list", ("",), False),
        ("actionplan:output_list", (), True),
        ("actionplan:output_list", ("alder",), True),
        ("members:page_about", (), False),
        ("members:page_about", ("",), True),
    ],
)
def test_a_page_that_says_too_few_tables_or_any_where_there_are_none_would_be_noticed(
    client: Client, name: str, tables: tuple[str, ...], *, noticed: bool
) -> None:
    [entry] = [replace(entry, tables=tables) for entry in PUBLIC if entry.name == name]
    assert _tables_mistold(client, entry, council=True) is noticed


#: Those whose changes make a kept page an old one, and the version itself.
NOTICED = {*content_version.content_tables(), content_version.TABLE}


def _tables_read(entry: Entry, client: Client) -> set[str]:
    """Return the tables that an answer is made of, if it is one that is kept until they change."""
    with CaptureQueriesContext(connection) as queries:
        answer: Any = client.get(entry.address())
        b"".join(answer.streaming_content) if answer.streaming else answer.content
    if hasattr(answer.wsgi_request, "provisional_seconds") or "no-store" in answer.get("Cache-Control", ""):
        return set()
    asked = " ".join(query["sql"] for query in queries)
    return set(re.findall(r'(?:FROM|JOIN) "?([a-z_]+)', asked)) & set(connection.introspection.table_names())


@pytest.mark.usefixtures("_unprinted")
def test_what_is_kept_is_made_of_tables_whose_changes_are_noticed(client: Client) -> None:
    unnoticed = {entry.name: _tables_read(entry, client) - NOTICED for entry in PUBLIC}
    told = "a kept page would not change with these: mark its view never_cache, or call kept.provisional"
    assert {name: tables for name, tables in unnoticed.items() if tables} == {}, told


@pytest.mark.urls(__name__)
def test_a_page_made_of_a_table_that_nobody_watches_would_be_noticed(client: Client) -> None:
    assert _tables_read(Entry("prove_brukere", "Reads the users"), client) - NOTICED == {"auth_user"}


def _fetched(entries: tuple[Entry, ...]) -> list[tuple[Entry, str]]:
    """Return what has an address here, with one of its own for each field that is searched as one types."""
    here = [(entry, entry.address_here()) for entry in entries if entry.name not in NOT_FETCHED]
    found = [(entry, address) for entry, address in here if address is not None and entry.name != SEARCHED]
    searched = [entry for entry in entries if entry.name == SEARCHED]
    return found + [
        (replace(entry, name=f"{SEARCHED} {field}"), address)
        for entry in searched
        for field, address in searched_fields()
    ]


def _answered_to_a_visitor(client: Client, entries: tuple[Entry, ...]) -> dict[str, int]:
    """Return by name what is for staff and answers a visitor with more than the way to log in."""
    staff = [(entry, address) for entry, address in _fetched(entries) if entry.audience == Audience.STAFF]
    answers = {entry.name: client.get(address) for entry, address in staff}
    return {
        name: answer.status_code
        for name, answer in answers.items()
        if answer.status_code != 302 or not answer["Location"].startswith("/admin/login/")
    }


def test_a_visitor_sees_nothing_that_is_for_staff(client: Client) -> None:
    assert _answered_to_a_visitor(client, STAFF) == {}


def test_a_page_for_staff_that_a_visitor_sees_would_be_noticed(client: Client) -> None:
    made_up = [replace(entry, audience=Audience.STAFF) for entry in PUBLIC]
    seen = [entry for entry in made_up if entry.name in ("members:page_about", "members:municipality_find")]
    # Shown, and led somewhere else than to log in.
    expected = {"members:page_about": 200, "members:municipality_find": 302}
    assert _answered_to_a_visitor(client, (*seen, *STAFF[:1])) == expected


@pytest.mark.parametrize("address", ["logout/", "autocomplete/", "r/1/1/"])
def test_a_visitor_gets_nothing_from_the_admins_helpers(client: Client, address: str) -> None:
    for answer in (client.get(f"/admin/{address}"), client.post(f"/admin/{address}")):
        assert answer.status_code in (302, 405)
        assert answer.status_code == 405 or "/admin/" in answer["Location"]


def test_fields_that_are_searched_are_among_what_is_fetched() -> None:
    fetched = {entry.name for entry, _ in _fetched(STAFF)}
    assert SEARCHED not in fetched
    assert {f"{SEARCHED} {field}" for field, _ in searched_fields()} <= fetched


def test_staff_get_every_page_of_the_admin(admin_pages: Client, world: Callable[..., None]) -> None:
    world("filled", **SMALL)
    answers = {
        entry.name: admin_pages.get(address).status_code
        for entry, address in _fetched(STAFF)
        if entry.audience == Audience.STAFF
    }
    assert len(answers) > 150
    assert {name for name, status in answers.items() if status != 200} == REFUSED
    assert {answers[name] for name in REFUSED} == {403}


def _counts(count_queries: Callable[[str], int], entries: tuple[Entry, ...]) -> dict[str, int]:
    """Return the queries of every address in the present world; of each table as a file too."""
    counts = {}
    for entry, address in _fetched(entries):
        if (entry.kind == Kind.REDIRECT and entry.name not in STAYS) or entry.name in REFUSED:
            continue
        asked = f"?{STAYS[entry.name]}" if entry.name in STAYS else ""
        counts[entry.name] = count_queries(f"{address}{asked}")
        for table in entry.tables_here():
            counts[f"{entry.name} as a file {table}"] = count_queries(
                f"{address}?format=csv" + (f"&tabell={table}" if table else "")
            )
    return counts


@pytest.fixture
def _unprinted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the printing of PDFs out where queries are counted: it is a child's work, without a database."""
    monkeypatch.setattr(pdf, "_render", lambda html, *_rest: pdf.Pdf(html.encode()[:9], pages=1))


def _growth(small: dict[str, int], large: dict[str, int]) -> dict[str, str]:
    both = small.keys() & large.keys()
    return {name: f"{small[name]} to {large[name]}" for name in both if large[name] > small[name]}


@pytest.mark.once
@pytest.mark.usefixtures("_unprinted")
def test_no_public_page_or_file_asks_more_of_a_larger_portal(
    world: Callable[..., None], count_queries: Callable[[str], int]
) -> None:
    world("filled", **SMALL)
    small = _counts(count_queries, PUBLIC)
    world("filled")
    # Nothing is left out but what only leads on.
    own = {entry.name for entry in PUBLIC if entry.kind != Kind.REDIRECT or entry.name in STAYS}
    assert own - {*small} == IN_NO_WORLD
    assert _growth(small, _counts(count_queries, PUBLIC)) == {}


@pytest.fixture
def _every_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a field that is searched answer with all at once: its 20 are full in a small portal too."""
    monkeypatch.setattr(AutocompleteJsonView, "paginate_by", 5000)


# On SQLite, which takes long lists in parts and so asks the more of the two.
@pytest.mark.once
@pytest.mark.usefixtures("_every_choice")
def test_no_page_of_the_admin_asks_more_of_a_larger_portal(
    admin_pages: Client, world: Callable[..., None], count_queries: Callable[[str], int]
) -> None:
    staff = tuple(entry for entry in STAFF if entry.audience == Audience.STAFF)
    world("filled", **SMALL)
    small = _counts(count_queries, staff)
    world("filled")
    assert len(small) > 150
    assert _growth(small, _counts(count_queries, staff)) == {}


@pytest.mark.urls(__name__)
def test_a_page_that_asks_for_each_row_would_be_noticed(
    world: Callable[..., None], count_queries: Callable[[str], int]
) -> None:
    loop = (Entry("prove_lokke", "A query in a loop"),)
    counts = []
    for sizes in (SMALL, SMALL | {"members": 12}):
        world("filled", **sizes)
        counts.append(_counts(count_queries, loop))
    assert list(_growth(*counts)) == ["prove_lokke"]


def test_a_field_that_asks_for_each_choice_would_be_noticed(
    admin_pages: Client, count_queries: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    searched = tuple(entry for entry in STAFF if entry.name == SEARCHED)
    few = _counts(count_queries, searched)
    Body.objects.create(name="Prøveutvalget", slug="proveutvalget", kind=Body.Kind.POLITICAL)
    assert _growth(few, _counts(count_queries, searched)) == {}

    monkeypatch.setattr(Body, "__str__", lambda body: str(Body.objects.get(pk=body.pk).name))
    assert {*_growth(few, _counts(count_queries, searched))} == {
        f"{SEARCHED} {field}"
        for field in ("members.meeting.body", "actionplan.activity.responsible", "actionplan.treatment.body")
    }
