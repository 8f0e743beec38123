"""The sheet that is signed by hand at the ceremony: for staff only, and as it is at this moment."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from declaration.models import Declaration, Signature
from tests.factories import make_county, make_declaration, make_municipality, make_signature
from tests.printed import folded, letters_of, pages_of, table_heads, text_of, ua_failures

pytestmark = pytest.mark.django_db

JOINED = {"status": "tilsluttet", "basis": "politisk_vedtak", "decided_on": "2025-02-01"}
SIGNED = JOINED | {"status": "signert", "signed_on": "2025-03-01"}


def address_of(declaration: Declaration) -> str:
    """Return the address of the declaration's sheet."""
    return f"/admin/declaration/declaration/{declaration.pk}/signeringsark.pdf"


@pytest.fixture
def declaration() -> Declaration:
    """An open declaration without a date for the signing."""
    return make_declaration(title="Prøveerklæringen 2030", slug="prove-2030")


def join(declaration: Declaration, name: str, **fields: Any) -> Signature:
    """Let a new municipality join."""
    return make_signature(
        declaration=declaration, municipality=make_municipality(name=name), **(JOINED | fields)
    )


def sheet_of(client: Client, declaration: Declaration) -> bytes:
    """Return the sheet."""
    answer = client.get(address_of(declaration))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return answer.content


def numbered(text: str, names: list[str]) -> list[str]:
    """Return the names with the number before each, in the order of the sheet."""
    return re.findall(rf"\d+ (?:{'|'.join(map(re.escape, names))})", text)


def test_who_joined_has_a_line_by_place_and_then_by_name(
    admin_pages: Client, declaration: Declaration
) -> None:
    for name, order in (("Åsprøve", None), ("Beprøve", None), ("Sisteprøve", 20), ("Førsteprøve", 3)):
        join(declaration, name, signing_order=order)
    county = make_county(name="Mprøve")
    make_signature(declaration=declaration, county=county, **JOINED)

    text = text_of(sheet_of(admin_pages, declaration))

    names = ["Åsprøve", "Beprøve", "Sisteprøve", "Førsteprøve", "Mprøve fylkeskommune"]
    assert numbered(text, names) == [
        "1 Førsteprøve",
        "2 Sisteprøve",
        "3 Beprøve",
        "4 Mprøve fylkeskommune",
        "5 Åsprøve",
    ]
    assert "5 parter har sluttet seg til." in text


def test_who_has_signed_has_name_title_and_date_and_is_not_asked_again(
    admin_pages: Client, declaration: Declaration
) -> None:
    join(
        declaration, "Signertprøve", **SIGNED | {"signatory_name": "Prøve Person", "signatory_title": "leder"}
    )

    text = text_of(sheet_of(admin_pages, declaration))

    assert "1 Signertprøve Prøve Person leder Har signert 1. mars 2025" in text


def test_who_has_not_joined_has_no_line_and_is_counted(
    empty_portal: None, admin_pages: Client, declaration: Declaration
) -> None:
    join(declaration, "Medprøve")
    for name, status in (
        ("Bedtprøve", "invitert"),
        ("Neiprøve", "avslatt"),
        ("Tenkerprøve", "til_behandling"),
    ):
        make_signature(declaration=declaration, municipality=make_municipality(name=name), status=status)
    make_municipality(name="Stilleprøve")
    make_signature(declaration=declaration, county=make_county(), status="invitert")

    text = text_of(sheet_of(admin_pages, declaration))

    assert (
        "4 av 5 kommuner har ikke sluttet seg til: invitert 1, til behandling 1, avslått 1 og "
        "uten registrert svar 1." in text
    )
    assert "1 fylkeskommune med registrert svar har heller ikke sluttet seg til." in text
    assert not re.search("Bedtprøve|Neiprøve|Tenkerprøve|Stilleprøve", text)


def test_it_says_when_it_was_printed(admin_pages: Client, declaration: Declaration) -> None:
    assert re.search(
        r"Skrevet ut \d+\. \w+ \d{4} kl\. \d\d\.\d\d, slik det da var registrert\.",
        text_of(sheet_of(admin_pages, declaration)),
    )


def test_a_sheet_that_nobody_has_joined_says_so(admin_pages: Client, declaration: Declaration) -> None:
    body = sheet_of(admin_pages, declaration)

    assert "Ingen parter har sluttet seg til ennå." in text_of(body)
    assert table_heads(body) == []


def test_it_is_made_anew_each_time_and_kept_by_nobody(admin_pages: Client, declaration: Declaration) -> None:
    first = admin_pages.get(address_of(declaration))
    join(declaration, "Nyprøve")
    second = admin_pages.get(address_of(declaration))

    assert all("no-store" in answer["Cache-Control"] for answer in (first, second))
    assert "ETag" not in second
    assert "1 Nyprøve" in text_of(second.content)


def test_a_visitor_is_sent_to_log_in(client: Client, declaration: Declaration) -> None:
    answer = client.get(address_of(declaration))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")


@pytest.mark.parametrize(("permission", "status"), [("view_municipality", 403), ("view_declaration", 200)])
def test_staff_need_to_be_allowed_to_see_declarations(
    client: Client, declaration: Declaration, permission: str, status: int
) -> None:
    person = get_user_model().objects.create_user("prøveperson", is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename=permission))
    client.force_login(person)

    assert client.get(address_of(declaration)).status_code == status


def test_an_unknown_declaration_has_none(admin_pages: Client) -> None:
    assert admin_pages.get("/admin/declaration/declaration/999999/signeringsark.pdf").status_code == 404


def test_the_declarations_form_leads_to_it(admin_pages: Client, declaration: Declaration) -> None:
    form = admin_pages.get(f"/admin/declaration/declaration/{declaration.pk}/change/").content.decode()

    assert f'href="{address_of(declaration)}"' in form
    assert "Signeringsark (PDF)" in form


def test_an_exercise_says_so_on_every_page(admin_pages: Client) -> None:
    declaration = make_declaration(is_practice=True)
    for n in range(14):
        join(declaration, f"Øvelsesprøve {n}")

    pages = pages_of(sheet_of(admin_pages, declaration))

    assert len(pages) > 1
    assert all("ØVELSE" in page for page in pages)


def test_it_is_valid_with_the_head_repeated_and_the_pages_numbered(
    admin_pages: Client, declaration: Declaration
) -> None:
    for n in range(24):
        join(declaration, f"Prøvekommunesammenslåingen {n} i Søndre Ålesætra-Østlandsskogene")

    body = sheet_of(admin_pages, declaration)

    assert ua_failures(body) == []
    pages = pages_of(body)
    # Where it goes on to another page it is a table of its own there, with its head.
    heads = table_heads(body)
    assert {columns for columns, _rows in heads} == {5}
    assert (len(heads), sum(rows for _columns, rows in heads)) == (len(pages), 24)
    assert len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert "Nr. Part Navn og tittel Underskrift Dato" in text
        assert f"{number} av {len(pages)}" in text


def test_namesakes_have_their_number(admin_pages: Client, declaration: Declaration) -> None:
    for number in ("9991", "9992"):
        town = make_municipality(name="Navneprøve", slug=f"navneprove-{number}", number=number)
        make_signature(declaration=declaration, municipality=town, **JOINED)

    text = folded(text_of(sheet_of(admin_pages, declaration)))

    assert letters_of("1 Navneprøve (9991)") in letters_of(text)
    assert letters_of("2 Navneprøve (9992)") in letters_of(text)


def test_it_asks_no_more_of_the_database_for_more_parties(
    admin_pages: Client, declaration: Declaration, count_queries: Callable[[str], int]
) -> None:
    join(declaration, "Prøve 0")
    few = count_queries(address_of(declaration))
    for n in range(1, 20):
        join(declaration, f"Prøve {n}")

    assert count_queries(address_of(declaration)) == few


# The limits are those of making a PDF.
@pytest.mark.once
@pytest.mark.slow
def test_a_thousand_parties_stay_within_the_limits(
    admin_pages: Client, world: Callable[..., None], staff: Any
) -> None:
    world("large")
    declaration = Declaration.objects.get()

    text = text_of(sheet_of(admin_pages, declaration))

    joined = Signature.objects.filter(declaration=declaration).joined().count()
    assert f"{joined} parter har sluttet seg til." in text
