"""An activity's page shows it through the years: what it continues, what continues it, how each stands."""

from typing import Any

import pytest
from django.test import Client
from lxml import html

from actionplan.models import Activity
from tests.factories import make_activity, make_focus_area, make_period, make_plan

pytestmark = pytest.mark.django_db


def chain(years: int, first: int = 2060) -> list[Activity]:
    """Return an activity of each year, each continuing the one before."""
    period = make_period(starts=first, ends=first + years)
    area, before, made = make_focus_area(period=period), None, []
    for year in range(first, first + years):
        plan = make_plan(year=year, period=period)
        before = make_activity(plan=plan, focus_area=area, title=f"Kartlegge {year}", continues=before)
        made.append(before)
    return made


def years_on(client: Client, activity: Activity) -> list[list[str]]:
    """Return the rows that the activity's page shows of its years."""
    page = html.fromstring(client.get(activity.get_absolute_url()).content.decode())
    table = page.xpath("//h2[normalize-space()='Gjennom årene']/following-sibling::div[1]//tbody/tr")
    return [
        [" ".join(c.text_content().replace("\xa0", " ").split()) for c in row.xpath("./th|./td")]
        for row in table
    ]


def test_the_whole_chain_stands_there_with_the_status_of_each_year(client: Client) -> None:
    first, second, third = chain(3)
    Activity.objects.filter(pk=first.pk).update(status="fullfort", progress=100)
    Activity.objects.filter(pk=second.pk).update(status="pagar", progress=0)

    for activity in (first, second, third):
        assert [[cell.strip("✓●○ ") for cell in row] for row in years_on(client, activity)] == [
            ["2060", "1.1 Kartlegge 2060", "fullført", "100 %"],
            ["2061", "1.1 Kartlegge 2061", "pågår", "0 %"],
            ["2062", "1.1 Kartlegge 2062", "ikke registrert", "ikke registrert"],
        ]


def test_the_other_years_are_links_and_this_one_is_marked(client: Client) -> None:
    first, second, _third = chain(3)
    page = html.fromstring(client.get(second.get_absolute_url()).content.decode())

    assert page.xpath("//td//a/@href | //th//a/@href")[0] == first.get_absolute_url()
    (here,) = page.xpath("//*[@aria-current='page'][contains(., 'Kartlegge')]")
    assert here.text_content() == "1.1 Kartlegge 2061"


def test_an_activity_that_became_two_leads_to_both(client: Client) -> None:
    first, second = chain(2)
    twin = make_activity(plan=second.plan, focus_area=second.focus_area, title="Tvilling", continues=first)

    assert [row[1] for row in years_on(client, first)] == [
        "1.1 Kartlegge 2060",
        "1.1 Kartlegge 2061",
        "1.2 Tvilling",
    ]
    assert "1.1 Kartlegge 2061" not in [row[1] for row in years_on(client, twin)]


def test_an_activity_of_one_year_has_no_such_table(client: Client) -> None:
    activity = make_activity()

    assert "Gjennom årene" not in client.get(activity.get_absolute_url()).content.decode()


def test_a_circle_ends(client: Client) -> None:
    first, second = chain(2)
    Activity.objects.filter(pk=first.pk).update(continues=second)

    assert len(years_on(client, first)) == 2


def test_a_long_chain_costs_no_more_queries_than_a_short_one(count_queries: Any) -> None:
    short, long = chain(2, first=2060)[0], chain(20, first=2070)[10]

    assert count_queries(short.get_absolute_url()) == count_queries(long.get_absolute_url())
