"""Inhabitants, out as a file and in again through the admin."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from members.models import Municipality, Population
from tests.factories import make_municipality
from tests.osloregionen.listfiles import ListPage, csv_file, downloaded

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/members/population/liste/"
HEADINGS = ["Kommunenummer", "Kommune", "Dato", "Innbyggere", "Kilde"]
SOURCE = "SSB, tabell 07459, hentet 1. mars 2026"


def asker() -> Municipality:
    """Return a member with numbers of three periods."""
    return Municipality.objects.get(name="Asker")


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_what_is_taken_out_comes_in_again_without_a_difference(admin_pages: Client, file_format: str) -> None:
    # One that has no number on the date, and a row from before sources were demanded.
    Population.objects.create(
        municipality=Municipality.objects.get(name="Lillestrøm"), on=dt.date(2019, 1, 1), count=83_000
    )
    make_municipality(name="Våler", slug="valer-i-solor", number="3419", member=False)

    page = ListPage(admin_pages, ADDRESS).upload(downloaded(admin_pages, ADDRESS, file_format))

    assert (page.problems, page.changes) == ([], {})


def test_new_figures_are_stored_with_who_and_why(admin_pages: Client, staff: Any) -> None:
    page = ListPage(admin_pages, ADDRESS).upload(
        csv_file([HEADINGS, ["3203", "Asker", "1.1.2026", "100 234", SOURCE]]), "ssb.csv"
    )
    assert page.changes == {
        "Asker (3203), 1. januar 2026": [
            "Innbyggere: «ikke registrert» → «100 234»",
            f"Kilde: «ikke registrert» → «{SOURCE}»",
        ]
    }
    page.confirm()

    stored = Population.objects.get(municipality=asker(), on=dt.date(2026, 1, 1))
    assert (stored.count, stored.source) == (100_234, SOURCE)
    row = stored.history.get()
    assert (row.history_user, row.history_change_reason) == (staff, "Innlest fra ssb.csv")


def test_a_number_means_who_had_it_on_the_date(admin_pages: Client) -> None:
    page = ListPage(admin_pages, ADDRESS)

    page.upload_rows(HEADINGS, [3025.0, None, dt.date(2021, 1, 1), 94_000, SOURCE])
    assert list(page.changes) == ["Asker (3025), 1. januar 2021"]
    page.upload_rows(HEADINGS, [3025.0, None, dt.date(2026, 1, 1), 94_000, SOURCE])
    assert page.problems == [
        "Rad 2, Kommunenummer: nummer 3025 var ikke i bruk 1. januar 2026; Asker har nummer 3203 den dagen."
    ]


def test_a_corrected_figure_is_shown_old_and_new(admin_pages: Client) -> None:
    on = dt.date(2024, 1, 1)
    before = Population.objects.get(municipality=asker(), on=on).count
    page = ListPage(admin_pages, ADDRESS)

    page.upload_rows(HEADINGS, ["3203", "Asker", on, before + 1, "Rettet tall"])

    (changes,) = page.changes.values()
    assert changes[0].startswith("Innbyggere: «98 815» → «98 816»")
    page.confirm()
    assert Population.objects.get(municipality=asker(), on=on).history.count() == 2


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["3203", "Asker", "1.1.2026", "100", ""], "Rad 2, Kilde: mangler."),
        (["3203", "Asker", "1.1.2026", "", SOURCE], "Rad 2, Innbyggere: mangler."),
        (["3203", "Asker", "", "100", SOURCE], "Rad 2, Dato: mangler."),
        (["3203", "Asker", "1.1.2026", "1.234", SOURCE], "Rad 2, Innbyggere: «1.234» er ikke et helt tall."),
        (["3203", "Asker", "2026", "100", SOURCE], "Rad 2, Dato: «2026» er ikke en dato."),
        (["", "", "1.1.2026", "100", SOURCE], "Rad 2, Kommune: raden har verken nummer eller navn."),
        (
            ["03", "", "1.1.2026", "100", SOURCE],
            "Rad 2, Kommunenummer: nummer 0003 var ikke i bruk 1. januar 2026.",
        ),
        (
            ["", "Akershus fylke", "1.1.2026", "100", SOURCE],
            "Rad 2, Kommune: «Akershus fylke» er en fylkeskommune, ikke en kommune.",
        ),
    ],
)
def test_a_row_that_lacks_or_mistakes_something_is_refused(
    admin_pages: Client, row: list[str], told: str
) -> None:
    before = Population.objects.count()
    good = ["3203", "Asker", "1.1.2025", "100", SOURCE]

    page = ListPage(admin_pages, ADDRESS).upload(csv_file([HEADINGS, row, good]))

    assert page.problems == [told]
    assert Population.objects.count() == before


def test_a_municipality_twice_on_one_date_is_refused_with_both_rows(admin_pages: Client) -> None:
    rows = [["3203", "", "1.1.2026", "1", SOURCE], ["", "asker", "2026-01-01", "2", SOURCE]]

    page = ListPage(admin_pages, ADDRESS).upload(csv_file([HEADINGS, *rows]))

    assert page.problems == ["Rad 3, Kommune: Asker (3203), 1. januar 2026 står også i rad 2."]


def test_a_file_without_sources_is_refused_as_a_whole(admin_pages: Client) -> None:
    page = ListPage(admin_pages, ADDRESS).upload(
        csv_file([["Kommunenummer", "Dato", "Innbyggere"], ["3203", "1.1.2026", "1"]])
    )

    assert page.problems == ["Filen mangler overskriften «Kilde»."]
