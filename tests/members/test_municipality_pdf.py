"""A municipality's sheet as PDF: one page that says how it stands, and only what is registered."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories import make_declaration, make_municipality, make_signature
from tests.printed import (
    heading_levels,
    leaves_a_level_out,
    letters_of,
    pages_of,
    table_heads,
    text_of,
    ua_failures,
)

pytestmark = pytest.mark.django_db

JOINED = {"status": "tilsluttet", "basis": "politisk_vedtak", "decided_on": "2025-02-01"}


def sheet_of(client: Client, slug: str) -> bytes:
    """Return a municipality's sheet."""
    answer = client.get(f"/medlemmer/{slug}.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return answer.content


@pytest.mark.parametrize("slug", ["lillestrom", "skedsmo", "asker", "oslo"])
def test_it_is_one_page_and_valid_pdf_ua(client: Client, slug: str) -> None:
    body = sheet_of(client, slug)

    assert len(pages_of(body)) == 1
    assert ua_failures(body) == []
    assert not leaves_a_level_out(heading_levels(body))
    assert all(columns == 4 and rows >= 3 for columns, rows in table_heads(body))


def test_it_says_what_the_municipality_signed_and_since_when(client: Client) -> None:
    text = text_of(sheet_of(client, "lillestrom"))

    assert "Status nå: Ordførererklæringen om klima og miljø 2022" in text
    assert "✓ Signert 2. juni 2022 av Jørgen Vik, ordfører. Signeringssted: Oslo rådhus." in text
    assert "Dette mangler Kommunen har svart, men dette er ikke registrert i portalen: grunnlaget" in text
    assert "Kilde: Rælingen kommunes nettsted" in text


def test_it_tells_of_the_municipalities_it_was_made_of(client: Client) -> None:
    text = text_of(sheet_of(client, "lillestrom"))

    before = text.split("Tidligere erklæringer")[1]
    assert "Lillestrøm fantes ikke 7. februar 2019." in before
    for name in ("Fet", "Skedsmo", "Sørum"):
        assert f"{name}: Ikke registrert" in before
    assert "Dannet av Fet, Skedsmo og Sørum 1. januar 2020" in before


def test_one_that_is_no_more_has_its_own_sheet(client: Client) -> None:
    text = text_of(sheet_of(client, "skedsmo"))

    assert "Skedsmo er ikke lenger egen kommune." in text
    assert "Slått sammen til Lillestrøm 1. januar 2020" in text
    assert "Kommunenummer 0231 til 31. desember 2019" in text


def test_number_county_and_inhabitants_have_date_and_source(client: Client) -> None:
    text = text_of(sheet_of(client, "lillestrom"))

    assert "Kommunenummer 3205 fra 1. januar 2024 1" in text
    assert "Fylke Akershus fra 1. januar 2024 1" in text
    assert "Innbyggere 94 201 1. januar 2024 2" in text
    assert "Statistisk sentralbyrå, folkemengde 1. januar 2024" in text
    assert "innmeldingsdato ikke registrert" in text


def test_whom_to_write_to_is_never_invented(client: Client) -> None:
    assert "Skriv til ikke registrert" in text_of(sheet_of(client, "asker"))

    make_declaration(contact="Prøvesekretariatet", contact_email="prove@example.org", year=2031)
    text = text_of(sheet_of(client, "asker"))

    assert "Skriv til Prøvesekretariatet, prove@example.org" in text


def test_it_says_what_is_missing_and_by_when(client: Client) -> None:
    declaration = make_declaration(title="Prøveerklæringen", year=2031, response_deadline="2099-06-01")
    town = make_municipality(name="Manglerprøve")
    make_signature(declaration=declaration, municipality=town, status="invitert")

    text = text_of(sheet_of(client, town.slug))

    assert "Status nå: Prøveerklæringen" in text
    assert "Kommunen er invitert, men svaret mangler." in text
    assert "1. juni 2099" in text


def test_it_says_on_which_day_it_was_so_and_where_it_is_kept(client: Client) -> None:
    text = text_of(sheet_of(client, "oslo"))

    assert re.search(r"Slik det var registrert i portalen \d+\. \w+ \d{4}\.", text)
    assert "http://testserver/medlemmer/oslo/" in text


def test_an_exercise_is_not_told_of(client: Client) -> None:
    practice = make_declaration(title="Øvelseserklæringen", is_practice=True, year=2040)
    town = make_municipality(name="Øvelsesprøve")
    make_signature(declaration=practice, municipality=town, **JOINED)

    assert "Øvelseserklæringen" not in text_of(sheet_of(client, town.slug))


def test_of_which_nothing_is_known_says_so(client: Client, empty_portal: None) -> None:
    town = make_municipality(name="Tomprøve", member=False)

    body = sheet_of(client, town.slug)
    text = text_of(body)

    assert "Ingen erklæringer er registrert." in text
    assert "Kommunenummer ikke registrert" in text
    assert "Innbyggere ikke registrert" in text
    assert "Portalen har ikke registrert at kommunen er medlem i dag." in text
    assert ua_failures(body) == []


def test_long_names_stay_on_the_page(client: Client) -> None:
    name = "Prøvekommunesammenslåingen i Søndre Ålesætra-Østlandsskogene og Ytre Ærfuglnesets omegn"
    town = make_municipality(name=name, website="https://example.org/")
    declaration = make_declaration(title=f"{name} {name}"[:200], year=2031, status="avsluttet")
    make_signature(
        declaration=declaration,
        municipality=town,
        status="signert",
        signed_on="2025-03-01",
        signatory_name=name,
        source=f"https://example.org/{'lang-adresse/' * 20}",
    )

    body = sheet_of(client, town.slug)

    assert letters_of(name) in letters_of(text_of(body))
    assert ua_failures(body) == []


@pytest.mark.parametrize("slug", ["finnes-ikke", "finn"])
def test_an_unknown_municipality_has_none(client: Client, slug: str) -> None:
    assert client.get(f"/medlemmer/{slug}.pdf").status_code == 404


def test_a_reader_who_has_it_is_told_that_it_has_not_changed(client: Client) -> None:
    first = client.get("/medlemmer/asker.pdf")
    again = client.get("/medlemmer/asker.pdf", headers={"If-None-Match": first["ETag"]})

    assert first["Content-Disposition"] == 'inline; filename="kommuneark-asker.pdf"'
    assert again.status_code == 304


def test_the_page_leads_to_it_with_its_size_once_it_has_been_made(client: Client) -> None:
    page = client.get("/medlemmer/asker/").content.decode()
    assert 'href="/medlemmer/asker.pdf"' in page
    assert "Kommuneark" in page
    assert not re.search(r"PDF, 1\xa0side", page)

    client.get("/medlemmer/asker.pdf")

    client.cookies["csrftoken"] = "x"  # goes past the kept page of a minute ago
    assert re.search(r"PDF, 1\xa0side, \d+\xa0kB", client.get("/medlemmer/asker/").content.decode())


def test_it_tells_what_was_signed_more_than_one_merger_ago(client: Client) -> None:
    signing, town = "2031-02-07", make_municipality(name="Sisteby")
    middle = make_municipality(name="Mellomby", number="9801", merged_into=town, dissolved_on="2033-01-01")
    middle.numbers.update(valid_from="2032-01-01")
    first = make_municipality(name="Førsteby", merged_into=middle, dissolved_on="2032-01-01")
    declaration = make_declaration(year=2031, status="avsluttet", signing_on=signing)
    make_signature(declaration=declaration, municipality=first, status="signert", signed_on=signing)

    text = text_of(sheet_of(client, town.slug))

    assert "Førsteby: ✓ Signert 7. februar 2031" in text
    assert "Mellomby" not in text.split("Status nå")[1].split("Tidligere erklæringer")[0]


def test_it_asks_no_more_of_the_database_for_more_predecessors(
    client: Client, count_queries: Callable[[str], int]
) -> None:
    make_declaration(year=2031, status="avsluttet")

    def with_predecessors(count: int) -> str:
        town = make_municipality()
        for _ in range(count):
            fields: dict[str, Any] = {"merged_into": town, "dissolved_on": "2040-01-01"}
            make_municipality(member=False, **fields)
        return f"/medlemmer/{town.slug}.pdf"

    assert count_queries(with_predecessors(1)) == count_queries(with_predecessors(8))
