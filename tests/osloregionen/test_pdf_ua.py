"""Every PDF that the page catalogue lists is a valid PDF/UA; nobody need name a new one here."""

import ast
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from osloregionen.catalogue import PUBLIC, STAFF
from osloregionen.pages import Entry, Kind, routes
from tests.printed import ua_failures
from tests.scenarios import SMALL

ROOT = Path(__file__).parents[2]
PDFS = tuple(entry for entry in (*PUBLIC, *STAFF) if entry.kind == Kind.PDF)
#: Bytes that were kept when something was adopted or published, for which the worlds have a stand-in. The
#: tests that hold what is kept to PDF/UA, by file and name.
KEPT = {
    "actionplan:version_pdf": (
        "tests/actionplan/test_adopted_pdf.py",
        "test_it_is_valid_pdf_a_2a_and_pdf_ua_in_one",
    ),
    "emissions:climate_published_pdf": (
        "tests/emissions/climate/test_reproduction.py",
        "test_the_kept_pdf_and_the_one_with_a_notice_are_valid_and_say_the_same",
    ),
}


def body_of(client: Client, entry: Entry) -> bytes:
    """Return the first PDF of this kind in the present world."""
    address = entry.address_here()
    assert address is not None, f"{entry.name}: the small world has none; let it have one (tests/worlds)"
    answer: Any = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), address
    body: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body


# A world for all, and each printed once: nothing here is about the database.
@pytest.mark.slow
@pytest.mark.once
@pytest.mark.django_db
def test_every_pdf_of_the_catalogue_is_valid_pdf_ua_and_one_that_is_not_would_be_noticed(
    admin_pages: Client, world: Callable[..., None]
) -> None:
    world("filled", **SMALL)
    failures = {entry.name: ua_failures(body_of(admin_pages, entry)) for entry in PDFS}
    # The worlds' stand-ins for what was kept are no PDF/UA, and the checker says so.
    assert {name: failed for name, failed in failures.items() if failed and name not in KEPT} == {}
    assert all(failures[name] for name in KEPT)
    assert len(PDFS) > 9


def unlisted(pdfs: Iterable[Entry]) -> set[str | None]:
    """Return the addresses that end as a PDF's do and are not among these."""
    return {name for name, route in routes() if route.endswith(".pdf")} - {entry.name for entry in pdfs}


def test_every_address_that_ends_as_a_pdf_is_listed_as_one() -> None:
    assert unlisted(PDFS) == set()
    assert unlisted(PDFS[1:]) == {PDFS[0].name}


def checks_pdf_ua(file: str, name: str) -> bool:
    """Say whether a file has a test of this name that asserts what the checker says of a PDF."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    found = [one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == name]
    asserted = [ast.unparse(one) for test in found for one in ast.walk(test) if isinstance(one, ast.Assert)]
    return any(one.startswith("assert ua_failures(") and one.endswith("== []") for one in asserted)


def test_what_was_kept_is_held_to_pdf_ua_by_a_test_of_its_own() -> None:
    assert [name for name, test in KEPT.items() if not checks_pdf_ua(*test)] == []
    assert KEPT.keys() <= {entry.name for entry in PDFS}
    file, _name = KEPT["actionplan:version_pdf"]
    assert not checks_pdf_ua(file, "test_its_structure_is_whole")
