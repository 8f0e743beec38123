"""The page of outputs: what has come out of the work, what is planned, and what the sources know of when."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from actionplan.models import Output
from tests.factories import (
    make_activity,
    make_document,
    make_focus_area,
    make_municipality,
    make_period,
    make_plan,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/handlingsprogram/leveranser/"


def _rows(client: Client, query: str = "") -> dict[str, dict[str, str]]:
    rows = client.get(f"{ADDRESS}?format=json&{query}").json()["rows"]
    return {row["title"]: row for row in rows}


def test_the_results_of_2020_belong_to_no_activity_and_are_dated_as_their_source(client: Client) -> None:
    found = _rows(client, "ar=2020")

    assert {title: (row["when"], row["status"]) for title, row in found.items()} == {
        "Møte med klima- og miljøministeren": ("2020-12-15", "gjennomført"),
        "«Osloregionens klimaskole» startet opp": ("høsten 2020", "gjennomført"),
        "Gode klimahistorier fra regionen – kampanje på Facebook": ("2020", None),
        "Klimastatus 2020": ("juni 2020", "gjennomført"),
        "Høringssvar til Klimakur 2030, med påfølgende kronikker": ("2020", "gjennomført"),
    }
    assert {row["activity"] for row in found.values()} == {None}


def test_the_plans_for_the_autumn_of_2021_are_planned_and_dated_as_their_source(client: Client) -> None:
    found = _rows(client, "ar=2021")

    assert {row["status"] for row in found.values()} == {"planlagt"}
    assert sorted({row["when"] for row in found.values()}) == [
        "2021-11-02",
        "2021-11-03",
        "høsten 2021",
        "november eller desember 2021",
        "oktober 2021",
    ]
    assert found["Klimaskole-arrangement om landbruk og skogbruk"]["activity"].startswith("2021: 2.5 ")


def test_every_output_of_the_council_has_its_source(client: Client) -> None:
    assert all(row["source"].startswith("Presentasjonen «") for row in _rows(client).values())


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("type=rapport&ar=2020", {"Klimastatus 2020"}),
        ("sok=KLIMASKOLE&ar=2020", {"«Osloregionens klimaskole» startet opp"}),
        ("status=ikke-registrert", {"Gode klimahistorier fra regionen – kampanje på Facebook"}),
        ("sok=finnes-ikke-her", set()),
    ],
)
def test_the_list_is_filtered(client: Client, query: str, titles: set[str]) -> None:
    assert set(_rows(client, query)) == titles


def test_the_page_shows_the_newest_year_first_and_what_an_output_belongs_to(client: Client) -> None:
    page = client.get(ADDRESS).content.decode()

    assert page.index("Neste møte i faggruppen for areal og transport") < page.index("Klimastatus 2020")
    assert 'href="/handlingsprogram/2021/aktiviteter/2.5/"' in page
    assert "16\u00a0leveranser." in page


def test_of_what_was_planned_for_a_time_that_is_over_it_says_that_nobody_knows(client: Client) -> None:
    activity = client.get("/handlingsprogram/2021/aktiviteter/2.5/").content.decode()

    assert client.get(ADDRESS).content.decode().count("utfallet er ikke registrert") == 11
    assert "planlagt, utfallet er ikke registrert" in activity


@pytest.mark.parametrize(
    "query", ["ar=tull", "type=tull", "innsatsomrade=0", "pris=2", "sort=tull", "page=99"]
)
def test_nonsense_in_the_address_is_told_of(client: Client, query: str) -> None:
    assert client.get(f"{ADDRESS}?{query}").status_code == 200


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"on": dt.timedelta(1)}, "Datoen ligger i framtiden."),
        ({"on": dt.timedelta(1), "status": "planlagt"}, ""),
        ({"on": dt.timedelta(0)}, ""),
        ({"year": 2099, "date_note": "høsten 2099"}, "Året ligger i framtiden."),
    ],
)
def test_what_has_not_come_yet_is_not_done(fields: dict[str, Any], refused: str) -> None:
    values = {"kind": "rapport", "title": "Prøve", "status": "gjennomfort", **fields}
    if "on" in values:
        values["on"] += timezone.localdate()
        values["year"] = values["on"].year
    try:
        Output(**values).full_clean()
    except ValidationError as error:
        (message,) = error.message_dict.pop("status")
        assert refused
        assert refused in message
    else:
        assert not refused


def test_focus_areas_of_the_same_title_are_told_apart_by_their_years(client: Client) -> None:
    for starts, title in ((2081, "Tvilling"), (2085, "Tvilling"), (2089, "Alene")):
        area = make_focus_area(title=title, period=make_period(starts=starts, ends=starts + 3))
        Output.objects.create(kind="rapport", title="Prøve", year=starts, date_note="i år", focus_area=area)
    make_focus_area(title="Alene")
    page = client.get(ADDRESS).content.decode()

    assert "1. Tvilling (2081–2084)</option>" in page
    assert "1. Tvilling (2085–2088)</option>" in page
    assert "1. Alene</option>" in page


def test_staff_are_told_of_planned_outputs_of_years_past(admin_pages: Client) -> None:
    page = admin_pages.get("/admin/").content.decode()

    assert "11\u00a0leveranser står som planlagt, enda året er over." in page
    assert admin_pages.get("/admin/actionplan/output/?status__exact=planlagt").status_code == 200


def test_an_empty_portal_has_an_empty_list(client: Client, empty_portal: None) -> None:
    assert "Ingen leveranser." in client.get(ADDRESS).content.decode()


def test_the_number_of_queries_is_the_same_for_any_number_of_outputs(
    count_queries: Callable[[str], int],
) -> None:
    def more(count: int) -> None:
        for number in range(count):
            plan = make_plan()
            Output.objects.create(
                kind="eksempel",
                title=f"Prøve {number}",
                year=plan.year,
                date_note="i år",
                activity=make_activity(plan=plan),
                focus_area=make_focus_area(period=plan.period),
                municipality=make_municipality(),
                document=make_document(),
            )

    more(2)
    few = count_queries(ADDRESS)
    more(8)

    assert count_queries(ADDRESS) == few
    assert count_queries(f"{ADDRESS}?format=csv") <= few
