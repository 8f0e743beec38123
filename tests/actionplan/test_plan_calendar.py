"""What is dated of a plan, in a reader's own calendar."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from ical.event import Event

from actionplan.models import ActionPlan, Activity, Output
from tests.calendars import events_of, lines_of
from tests.factories import make_activity, make_body, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> ActionPlan:
    return make_plan(year=2031, title="Prøveprogram 2031", status="vedtatt")


def _address(plan: ActionPlan) -> str:
    return f"/handlingsprogram/{plan.year}.ics"


def _only(client: Client, plan: ActionPlan, **fields: Any) -> Event:
    activity = make_activity(plan=plan, **fields)
    return events_of(client, _address(plan))[f"aktivitet-{activity.pk}@osloregionen.no"]


def test_an_activity_takes_its_days_and_leaves_them_free(client: Client, plan: ActionPlan) -> None:
    body = make_body(name="Prøvegruppen")
    event = _only(
        client,
        plan,
        title="Prøve",
        starts_on="2031-03-01",
        ends_on="2031-05-31",
        responsible=body,
        status="pagar",
    )
    assert (event.dtstart, event.dtend) == (dt.date(2031, 3, 1), dt.date(2031, 6, 1))
    assert event.summary == "1.1 Prøve"
    assert event.description is not None
    assert event.description.replace("\u00a0", " ").splitlines() == [
        "Prøveprogram 2031",
        "Tidsrom: 1. mars–31. mai 2031",
        "Ansvarlig: Prøvegruppen",
        "Status: pågår",
    ]
    assert event.url is not None
    assert str(event.url) == "http://testserver/handlingsprogram/2031/aktiviteter/1.1/"
    assert event.transparency == "TRANSPARENT"


def test_a_first_day_or_a_last_day_alone_says_which_it_is(client: Client, plan: ActionPlan) -> None:
    first = _only(client, plan, title="Prøve", starts_on="2031-03-01")
    last = _only(client, plan, title="Prøve", ends_on="2031-05-31")
    assert (first.summary, first.dtstart) == ("Starter: 1.1 Prøve", dt.date(2031, 3, 1))
    assert (last.summary, last.dtstart) == ("Frist: 1.2 Prøve", dt.date(2031, 5, 31))


def test_what_has_no_date_is_not_in_the_calendar(client: Client, plan: ActionPlan) -> None:
    make_activity(plan=plan, date_note="hele året")
    make_activity(starts_on="2031-01-01", plan=make_plan(year=2032))
    assert events_of(client, _address(plan)) == {}


def test_a_cancelled_activity_is_cancelled_and_a_drafts_are_tentative(
    client: Client, plan: ActionPlan
) -> None:
    cancelled = _only(client, plan, ends_on="2031-05-31", status="avlyst", status_reason="Prøvegrunn")
    assert (cancelled.status, "Prøvegrunn" in str(cancelled.description)) == ("CANCELLED", True)
    assert _only(client, plan, ends_on="2031-05-31").status is None
    assert _only(client, make_plan(year=2032, status="utkast"), ends_on="2032-05-31").status == "TENTATIVE"


def test_every_change_of_what_an_event_says_is_counted(client: Client, plan: ActionPlan) -> None:
    body = make_body(name="Prøvegruppen")
    only = _only(client, plan, ends_on="2031-05-31", responsible=body)
    activity = Activity.objects.get(plan=plan)
    seen = [only]

    def look() -> Event:
        seen.append(events_of(client, _address(plan))[str(only.uid)])
        return seen[-1]

    activity.ends_on = dt.date(2031, 6, 30)
    activity.save()
    assert look().dtstart == dt.date(2031, 6, 30)
    body.name = "Gruppen som skiftet navn"
    body.save()
    assert "Gruppen som skiftet navn" in str(look().description)
    activity.focus_area.title = "Et område"
    activity.focus_area.save()
    assert look().categories == ["Et område"]
    plan.title = "Nytt navn"
    plan.save()
    assert "Nytt navn" in str(look().description)
    assert [event.sequence for event in seen] == [0, 1, 2, 3, 4]
    stamps = [event.dtstamp for event in seen]
    assert stamps == sorted(stamps) == [event.last_modified for event in seen]


def test_the_count_never_falls_whatever_an_activity_is_moved_to(client: Client, plan: ActionPlan) -> None:
    body = make_body(name="Prøvegruppen")
    for record in (plan, plan, body, body, body):
        record.save()
    only = _only(client, plan, ends_on="2031-05-31", responsible=body)
    assert only.sequence == 5
    activity = Activity.objects.get(plan=plan)
    # To another body, while the former is deleted; to another plan; to another number.
    activity.responsible = make_body(name="Nytt organ")
    activity.save()
    body.delete()
    assert events_of(client, _address(plan))[str(only.uid)].sequence == 6
    other = make_plan(year=2032, period=plan.period)
    activity.plan, activity.number = other, "1.7"
    activity.save()
    moved = events_of(client, _address(other))[str(only.uid)]
    assert (moved.sequence, moved.summary) == (7, f"Frist: 1.7 {activity.title}")
    assert moved.dtstamp >= only.dtstamp


def test_what_comes_out_of_the_work_is_in_the_calendar_on_its_day(client: Client, plan: ActionPlan) -> None:
    activity = make_activity(plan=plan, title="Holde webinarer")
    own = Output.objects.create(
        kind="webinar",
        title="Webinar om jord",
        year=2031,
        on="2031-04-02",
        activity=activity,
        focus_area=activity.focus_area,
        status="planlagt",
    )
    # Of the year, and of no activity; without a day; of another plan's activity.
    loose = Output.objects.create(
        kind="rapport", title="Rapport", year=2031, on="2031-05-02", status="avlyst"
    )
    Output.objects.create(kind="annet", title="Noe", year=2031, date_note="høsten 2031")
    other = make_activity(plan=make_plan(year=2032, period=plan.period))
    Output.objects.create(kind="annet", title="Annet", year=2031, on="2031-06-02", activity=other)
    events = events_of(client, _address(plan))
    assert list(events) == [f"leveranse-{one.pk}@osloregionen.no" for one in (own, loose)]
    event, cancelled = events.values()
    assert (event.summary, event.dtstart) == ("Webinar om jord", dt.date(2031, 4, 2))
    assert event.description == "Leveranse: webinar\nAktivitet: 1.1 Holde webinarer\nStatus: planlagt"
    assert cancelled.status == "CANCELLED"
    activity.title = "Holde to webinarer"
    activity.save()
    assert [one.sequence for one in events_of(client, _address(plan)).values()] == [1, 0]


def test_an_internal_note_is_never_sent(client: Client, plan: ActionPlan) -> None:
    make_activity(plan=plan, ends_on="2031-05-31", internal_note="bare for oss")
    assert "bare for oss" not in "".join(lines_of(client, _address(plan)))


def test_the_plans_page_leads_to_its_calendar_where_there_is_something_in_it(
    client: Client, plan: ActionPlan
) -> None:
    make_activity(plan=plan)
    assert ".ics" not in client.get(plan.get_absolute_url()).content.decode()
    Output.objects.create(kind="rapport", title="Rapport", year=2031, on="2031-05-02")
    page = client.get(plan.get_absolute_url()).content.decode()
    assert 'href="webcal://testserver/handlingsprogram/2031.ics"' in page


def test_the_councils_plan_has_the_days_that_its_sources_name(client: Client) -> None:
    events = events_of(client, "/handlingsprogram/2021.ics")
    assert {event.dtstart for event in events.values()} == {dt.date(2021, 11, 2), dt.date(2021, 11, 3)}
    assert "X-WR-CALNAME:Handlingsprogram 2021" in lines_of(client, "/handlingsprogram/2021.ics")


@pytest.mark.parametrize("ending", [".ics", ".pdf", "/"])
def test_an_unknown_year_is_answered_in_words(client: Client, ending: str) -> None:
    answer = client.get(f"/handlingsprogram/1999{ending}")
    assert answer.status_code == 404
    assert "Handlingsprogrammet for 1999 finnes ikke i portalen." in answer.content.decode()


def test_the_calendar_asks_no_more_of_the_database_with_more_activities(
    count_queries: Any, plan: ActionPlan
) -> None:
    def fill() -> None:
        activity = make_activity(plan=plan, ends_on="2031-05-31", responsible=make_body())
        Output.objects.create(kind="rapport", title="Rapport", year=2031, on="2031-05-02", activity=activity)

    fill()
    few = count_queries(_address(plan))
    for _n in range(10):
        fill()
    assert count_queries(_address(plan)) == few
