"""The action plan's pages as a reader meets them, on the council's own plan for 2021."""

from typing import Any

import pytest
from django.test import Client

from actionplan.models import ActionPlan, Activity
from actionplan.plan_report import report_of
from actionplan.snapshot import content_of
from tests.factories import make_activities, make_activity, make_plan
from tests.reading import rows_of

pytestmark = pytest.mark.django_db

PLAN = "/handlingsprogram/2021/"


def _text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


def test_the_front_of_the_plans_shows_the_plan_and_what_it_builds_on(client: Client) -> None:
    page = _text(client, "/handlingsprogram/")
    assert 'href="/handlingsprogram/2021/"' in page
    assert 'href="/handlingsprogram/2021.pdf"' in page
    assert "Osloregionen skal være en bærekraftig og internasjonalt konkurransedyktig region." in page
    assert "28. oktober 2020 av representantskapet" in page
    assert "Flerkjernet utvikling i Osloregionen med hensyn til arealpolitikk og transportsystem" in page


def test_the_plan_says_plainly_what_is_not_registered(client: Client) -> None:
    page = _text(client, PLAN)
    assert "Vedtaket er ikke registrert." in page
    assert "14 aktiviteter i 2 av 4 innsatsområder" in page
    for area in ("Konkurransekraft og attraktivitet", "Fellesskap og samarbeid"):
        assert f"{area}: ingen aktiviteter er registrert i handlingsprogrammet for 2021" in page


def test_the_plan_lists_its_fourteen_activities_in_order(client: Client) -> None:
    numbers = [row["number"] for row in rows_of(client, PLAN)]
    assert numbers == [f"1.{n}" for n in range(1, 5)] + [f"2.{n}" for n in range(1, 11)]


def test_the_activities_can_be_filtered_by_focus_area(client: Client) -> None:
    area = ActionPlan.objects.get(year=2021).period.focus_areas.get(order=1)
    rows = rows_of(client, f"{PLAN}?innsatsomrade={area.pk}")
    assert [row["number"] for row in rows] == ["1.1", "1.2", "1.3", "1.4"]


def test_the_activities_can_be_filtered_by_goal(client: Client) -> None:
    rows = rows_of(client, f"{PLAN}?mal=7")
    assert [row["number"] for row in rows] == ["2.9", "2.10"]
    assert all("7" in row["goals"].split(", ") for row in rows)


def test_the_activities_can_be_filtered_by_status_also_when_it_is_not_registered(client: Client) -> None:
    Activity.objects.filter(plan__year=2021, number="2.1").update(status="fullfort")
    assert [row["number"] for row in rows_of(client, f"{PLAN}?status=fullfort")] == ["2.1"]
    assert len(rows_of(client, f"{PLAN}?status=ikke-registrert")) == 13


def test_a_filter_value_that_does_not_exist_is_explained_and_does_not_break_the_page(client: Client) -> None:
    page = _text(client, f"{PLAN}?status=tull&innsatsomrade=999999&mal=99")
    assert "ds-validation-message" in page


@pytest.mark.parametrize(
    "address",
    [
        "/handlingsprogram/1999/",
        "/handlingsprogram/99999999999999999999/",
        "/handlingsprogram/1999.pdf",
        "/handlingsprogram/2021/aktiviteter/9.9/",
        "/handlingsprogram/2021/aktiviteter/tull/",
        "/barekraftsmal/0/",
        "/barekraftsmal/18/",
    ],
)
def test_an_unknown_year_activity_or_goal_is_not_found(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "<h1>" in response.content.decode()


def test_an_activity_shows_both_wordings_its_goals_and_what_is_missing(client: Client) -> None:
    page = _text(client, f"{PLAN}aktiviteter/2.7/")
    assert "Følge opp bebudet nasjonal plan for sirkulærøkonomi" in page
    assert "Følge opp regjeringens bebudede nasjonale strategi for sirkulærøkonomi" in page
    assert "Igangsette prosess for evt. høringsuttalelse når strategien er fremlagt" in page
    assert 'href="/barekraftsmal/12/"' in page
    assert "ikke registrert" in page


def test_an_activity_names_its_goals_outside_the_period(client: Client) -> None:
    page = _text(client, f"{PLAN}aktiviteter/2.10/")
    assert "Utenfor målene som den strategiske perioden bygger på: 7, 14, 15." in page


def test_an_activity_shows_its_sub_points_in_order(client: Client) -> None:
    page = _text(client, f"{PLAN}aktiviteter/1.4/")
    first = page.index("Arrangere 4 – 6 møter")
    assert (
        first
        < page.index("Gjennomføre webinarer/seminarer")
        < page.index("Samarbeid med ulike organisasjoner")
    )


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "note", "words"),
    [
        ("2031-01-01", "2031-03-31", "", "1.\u00a0januar–31.\u00a0mars 2031"),
        ("2031-01-01", None, "hele året", "fra 1.\u00a0januar 2031 – hele året"),
        (None, "2031-03-31", "", "til 31.\u00a0mars 2031"),
        (None, None, "i løpet av våren", "i løpet av våren"),
    ],
)
def test_page_and_pdf_say_alike_when_an_activity_runs(
    client: Client, starts_on: str | None, ends_on: str | None, note: str, words: str
) -> None:
    activity = make_activity(starts_on=starts_on, ends_on=ends_on, date_note=note)
    assert f"<dd>{words}</dd>" in client.get(activity.get_absolute_url()).content.decode()
    [chapter] = report_of(content_of(ActionPlan.objects.get(pk=activity.plan_id))).chapters
    assert words in [fact.value for fact in chapter.activities[0].facts]


@pytest.mark.parametrize(
    ("status", "progress", "words"),
    [
        ("pagar", 40, "pågår, 40\u00a0%"),
        ("", 40, "framdrift 40\u00a0%"),
        ("", 0, "framdrift 0\u00a0%"),
        ("fullfort", 100, "fullført"),
    ],
)
def test_the_pdf_says_how_an_activity_stands_and_a_percentage_alone_is_no_status(
    status: str, progress: int, words: str
) -> None:
    activity = make_activity(status=status, progress=progress)
    [chapter] = report_of(content_of(ActionPlan.objects.get(pk=activity.plan_id))).chapters
    facts = {fact.label: fact.value for fact in chapter.activities[0].facts}
    assert facts["Status"] == words


def test_an_activity_leads_to_the_one_before_and_the_one_after(client: Client) -> None:
    page = _text(client, f"{PLAN}aktiviteter/2.1/")
    assert 'rel="prev" href="/handlingsprogram/2021/aktiviteter/1.4/"' in page
    assert 'rel="next" href="/handlingsprogram/2021/aktiviteter/2.2/"' in page


def test_an_internal_note_is_never_shown(client: Client) -> None:
    Activity.objects.filter(plan__year=2021, number="2.1").update(internal_note="bare for oss")
    for address in (PLAN, f"{PLAN}aktiviteter/2.1/", "/barekraftsmal/17/", f"{PLAN}?format=json"):
        assert "bare for oss" not in client.get(address).content.decode()


def test_an_activity_shows_what_it_continues_and_what_continues_it(client: Client) -> None:
    old = make_activity(plan=make_plan(year=2030))
    new = make_activity(plan=make_plan(year=2031), continues=old)
    assert f'href="{new.get_absolute_url()}"' in _text(client, old.get_absolute_url())
    assert f'href="{old.get_absolute_url()}"' in _text(client, new.get_absolute_url())


def test_a_goal_gathers_activities_across_years(client: Client) -> None:
    make_activity(plan=make_plan(year=2030), goals=(13,), title="Noe senere")
    rows = rows_of(client, "/barekraftsmal/13/")
    assert [row["year"] for row in rows] == [2030] + [2021] * (len(rows) - 1)
    assert [row["number"] for row in rows[1:]] == ["2.2", "2.3", "2.4", "2.10"]
    assert [row["year"] for row in rows_of(client, "/barekraftsmal/13/?ar=2030")] == [2030]


def test_the_goals_page_says_how_many_activities_contribute_to_each(client: Client) -> None:
    page = _text(client, "/barekraftsmal/")
    assert page.count("ingen registrerte aktiviteter") == 17 - 7
    assert 'href="/barekraftsmal/9/"' in page


def test_the_pages_work_in_an_empty_portal(client: Client, empty_portal: None) -> None:
    assert "Ingen handlingsprogrammer er registrert." in _text(client, "/handlingsprogram/")
    assert "ingen registrerte aktiviteter" in _text(client, "/barekraftsmal/")
    assert "Ingen aktiviteter" in _text(client, "/barekraftsmal/13/")


def test_lists_of_activities_ask_no_more_of_the_database_with_640_rows(count_queries: Any) -> None:
    plan = make_plan()
    addresses = [
        f"{address}{ending}"
        for address in (plan.get_absolute_url(), "/barekraftsmal/1/")
        for ending in ("", "?format=csv", "?format=xlsx", "?format=json")
    ]
    make_activities(64, plan=plan, goal=1)
    few = [count_queries(address) for address in addresses]
    make_activities(576, plan=plan, goal=1)
    assert [count_queries(address) for address in addresses] == few
