"""Whose row it is: parties of a list found by number or name, and refused where that may be several."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from declaration.models import Signature
from tests.declaration.party_lists import (
    DECISION,
    address,
    open_declaration,
)
from tests.factories import make_municipality
from tests.osloregionen.listfiles import ListPage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "row",
    [
        {"Nummer": "3026"},
        {"Nummer": 3026.0},
        {"Nummer": "3026.0"},
        {"Part": "Aurskog-Høland"},
        {"Part": "AURSKOG - HØLAND"},
        {"Part": "aurskog høland kommune"},
        {"Part": "Aurskog-Hoeland"},
        {"Nummer": "3026", "Part": "Aurskog - Høland"},
    ],
)
def test_a_party_is_found_by_number_or_by_a_name_however_it_is_written(
    admin_pages: Client, row: dict[str, Any]
) -> None:
    page = ListPage(admin_pages, address(open_declaration()))

    page.upload_rows([*row, "Status"], [*row.values(), "invitert"])

    assert list(page.changes) == ["Aurskog-Høland (3026)"]


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ({"Part": "Oslo kommune"}, "Oslo (0301)"),
        ({"Part": "Oslo fylkeskommune"}, "Oslo fylkeskommune (03)"),
        ({"Part": "Oslo", "Type": "fylkeskommune"}, "Oslo fylkeskommune (03)"),
        ({"Nummer": 301.0, "Part": "Oslo"}, "Oslo (0301)"),
        ({"Nummer": 3.0}, "Oslo fylkeskommune (03)"),
    ],
)
def test_municipality_and_county_of_one_name_are_told_apart(
    admin_pages: Client, row: dict[str, Any], name: str
) -> None:
    page = ListPage(admin_pages, address(open_declaration()))

    page.upload_rows([*row, "Status"], [*row.values(), "invitert"])

    assert list(page.changes) == [name]


def test_a_name_that_fits_several_is_refused_with_their_numbers(admin_pages: Client) -> None:
    make_municipality(name="Våler", slug="valer-i-solor", number="3419", member=False)
    make_municipality(name="Moss", slug="moss-for-2020", member=False, dissolved_on=dt.date(2020, 1, 1))
    page = ListPage(admin_pages, address(open_declaration()))

    page.upload_rows(
        ["Part", "Status"], ["Oslo", "invitert"], ["våler kommune", "invitert"], ["Moss", "invitert"]
    )

    assert page.problems == [
        "Rad 2, Part: «Oslo» passer på flere: Oslo (0301) og Oslo fylkeskommune (03). Skriv nummeret.",
        "Rad 3, Part: «våler kommune» passer på flere: Våler (3018) og Våler (3419). Skriv nummeret.",
        "Rad 4, Part: «Moss» passer på flere: Moss (3002) og Moss (uten nummer). Skriv nummeret.",
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            {"Nummer": "3203"},
            "Rad 2, Nummer: nummer 3203 var ikke i bruk 2. juni 2022; Asker har nummer 3025 den dagen.",
        ),
        ({"Nummer": "9999"}, "Rad 2, Nummer: nummer 9999 var ikke i bruk 2. juni 2022."),
        ({"Nummer": "3025", "Part": "Moss"}, "Rad 2, Part: nummer 3025 er Asker, men raden heter «Moss»."),
        ({"Nummer": "Asker"}, "Rad 2, Nummer: «Asker» er ikke et nummer."),
        ({"Part": "Trondhjem"}, "Rad 2, Part: «Trondhjem» er ikke en kommune eller et fylke i portalen."),
        (
            {"Part": "Skedsmo"},
            "Rad 2, Part: Skedsmo fantes ikke 2. juni 2022, som er datoen erklæringen regnes etter.",
        ),
        (
            {"Part": "Oslo kommune", "Type": "fylkeskommune"},
            "Rad 2, Part: «Oslo kommune» er en kommune, ikke en fylkeskommune.",
        ),
        ({"Part": None, "Type": "kommune"}, "Rad 2, Part: raden har verken nummer eller navn."),
    ],
)
def test_a_party_that_is_not_found_is_told_with_the_reason(
    admin_pages: Client, row: dict[str, Any], told: str
) -> None:
    page = ListPage(admin_pages, address(open_declaration()))

    page.upload_rows([*row, "Status"], [*row.values(), "invitert"])

    assert page.problems == [told]


def test_a_party_that_stands_twice_is_refused_with_both_rows(admin_pages: Client) -> None:
    page = ListPage(admin_pages, address(open_declaration()))

    page.upload_rows(["Nummer", "Part", "Status"], ["3025", None, "invitert"], [None, "Asker", "invitert"])

    assert page.problems == ["Rad 3, Part: Asker (3025) står også i rad 2."]


def test_one_bad_row_keeps_all_the_others_out_and_every_fault_is_told(admin_pages: Client) -> None:
    declaration = open_declaration()
    page = ListPage(admin_pages, address(declaration)).upload_rows(
        ["Nummer", "Status", "Grunnlag", "Vedtaksdato"],
        ["3025", "tilsluttet", "politisk vedtak", DECISION],
        ["3024", "tilsluttet", "politisk vedtak", "31.02.2022"],
        ["3012", "tilsluttet", "politisk vedtak", None],
        ["9999", "ja", "håndslag", None],
    )

    assert page.problems == [
        "Rad 3, Vedtaksdato: «31.02.2022» er ikke en dato.",
        "Rad 4, Vedtaksdato: Nye tilslutninger må ha dato for vedtaket eller bekreftelsen.",
        f"Rad 5, Status: «ja» er ikke blant valgene: {', '.join(map(str, Signature.Status.labels))}.",
        "Rad 5, Grunnlag: «håndslag» er ikke blant valgene: politisk vedtak, ordførers bekreftelse.",
        "Rad 5, Nummer: nummer 9999 var ikke i bruk 2. juni 2022.",
    ]
    assert page.carried == ""
    assert not declaration.signatures.exists()
