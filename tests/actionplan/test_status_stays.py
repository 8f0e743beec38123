"""The report of an earlier day stays as it is, whatever is changed, added, back-dated or deleted later."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone
from lxml import html

from actionplan.models import ActionPlan, Activity, FocusArea, Output, Update
from actionplan.progress_reports import status_document
from actionplan.services import correct_update, remove_update
from osloregionen.models import LoadedRow
from osloregionen.past import end_of
from tests.actionplan.stood import DAY, YEAR, activity_of, entered, lines, lively_plan, on, report, tell
from tests.factories import make_body, make_focus_area, make_period, make_plan

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def _status_told(plan: ActionPlan) -> None:
    tell(plan.activities.get(title="I gang"), on(8), status="fullfort", text="Ferdig før tiden.")


def _back_dated(plan: ActionPlan) -> None:
    tell(plan.activities.all()[0], on(4, 2), written=TODAY, status="pagar", progress=70, text="Glemt da.")


def _corrected_and_taken_back(plan: ActionPlan) -> None:
    first, *_others, last = Update.objects.filter(activity__plan=plan).order_by("pk")
    correct_update(update=first, seen=first.version, by=None, reason="Feil", text="Noe annet.")
    remove_update(update=last, seen=last.version, by=None, reason="Gjaldt en annen")


def _new(plan: ActionPlan) -> None:
    area = make_focus_area(period=plan.period, title="Et nytt område")
    make_body(name="Et nytt organ")
    new = Activity.objects.create(plan=plan, focus_area=area, number="9.1", order=1, title="Ny siden")
    Output.objects.create(kind="annet", title="Ny leveranse", year=plan.year, on=dt.date(plan.year, 2, 1))
    Output.objects.create(kind="annet", title="En til", year=plan.year, date_note="vår", activity=new)


def _renamed(plan: ActionPlan) -> None:
    for row in (*plan.activities.all(), *FocusArea.objects.filter(period=plan.period), plan):
        row.title = f"Omdøpt {row.pk}"
        row.save()
    for activity in plan.activities.exclude(responsible=None):
        activity.responsible.name = "Omdøpt organ"
        activity.responsible.save()


def _other_dates(plan: ActionPlan) -> None:
    for row in plan.activities.all():
        row.starts_on, row.ends_on, row.date_note = None, dt.date(plan.year, 12, 1), "hele året"
        row.save()


def _moved(plan: ActionPlan) -> None:
    first, *others = plan.activities.all()
    first.plan, first.number = make_plan(year=plan.year + 1, period=plan.period), "8.8"
    first.save()
    for place, row in enumerate(others):
        row.number, row.order, row.focus_area = f"7.{90 - place}", 99 - place, others[0].focus_area
        row.save()


def _other_outputs(plan: ActionPlan) -> None:
    for row in Output.objects.filter(year=plan.year):
        row.title, row.status = "Et annet navn", "avlyst"
        row.save()


def _plan_itself(plan: ActionPlan) -> None:
    plan.period = make_period(title="En annen periode", starts=plan.year, ends=plan.year)
    plan.title, plan.status, plan.adopted_on = "Et annet navn", "vedtatt", dt.date(plan.year, 1, 3)
    plan.save()
    make_focus_area(period=plan.period, title="Den andre periodens")


def _deleted(plan: ActionPlan) -> None:
    plan.activities.all().delete()
    Output.objects.all().delete()
    for area in FocusArea.objects.filter(period__plans=None, outputs=None, activities=None):
        area.delete()


#: In this order: each comes on top of those before it.
LATER: list[Callable[[ActionPlan], None]] = [
    _status_told,
    _back_dated,
    _corrected_and_taken_back,
    _new,
    _renamed,
    _other_dates,
    _moved,
    _other_outputs,
    _plan_itself,
    _deleted,
]


def _shown(client: Client, plan: ActionPlan, day: dt.date, known: dt.date | None) -> list[str]:
    """Return what the page and the PDF say of a day."""
    asked = f"?dato={day}" + (f"&registrert={known}" if known else "")
    page = html.fromstring(client.get(f"/handlingsprogram/{plan.year}/status/{asked}").content.decode())
    return [page.xpath("//main")[0].text_content(), status_document(plan, day, known).make("")[0]]


def test_the_report_of_an_earlier_day_is_the_same_after_later_changes(client: Client) -> None:
    plan, asked = lively_plan(), [(DAY, None), (DAY, on(7, 1)), (on(4), None)]
    before = [_shown(client, plan, *days) for days in asked]
    today = report(plan, TODAY)

    for change in LATER:
        change(plan)

        after = [_shown(client, plan, *days) for days in asked]
        assert after == before, change.__name__
        # The change is one: today's report tells of it.
        today, earlier = report(plan, TODAY), today
        assert today != earlier, change.__name__


def test_the_report_of_a_day_before_the_portal_is_the_same_after_later_changes(client: Client) -> None:
    plan, day = ActionPlan.objects.get(year=2021), dt.date(2021, 9, 30)
    make_plan(year=2022, period=plan.period).delete()
    before = _shown(client, plan, day, None)

    for change in (
        _back_dated_2021,
        _new,
        _renamed,
        _other_dates,
        _moved,
        _other_outputs,
        _plan_itself,
        _deleted,
    ):
        change(plan)

        assert _shown(client, plan, day, None) == before, change.__name__


def _back_dated_2021(plan: ActionPlan) -> None:
    tell(plan.activities.all()[0], dt.date(2021, 9, 1), written=TODAY, status="pagar", text="Skrevet nå.")


def test_a_plan_of_before_the_portal_stands_as_it_was_first_loaded_and_says_so(client: Client) -> None:
    plan, day = ActionPlan.objects.get(year=2021), dt.date(2021, 9, 30)
    _back_dated_2021(plan)
    _new(plan)

    first, later = report(plan, day), report(plan, day, TODAY)

    assert first.basis.startswith("Programmet ble lagt inn i portalen ")
    # Rows that staff deleted and made anew become those of the files.
    LoadedRow.objects.update(object_id=F("object_id") + 10_000)
    assert report(plan, day) == first
    assert len(lines(first)) == 14
    assert all(line.why == [] for line in lines(first).values())
    told = [line.why for line in lines(later).values() if line.why]
    assert told == [
        [
            "1.\u00a0september 2021: Skrevet nå.",
            "Meldt i ettertid. Det som først ble registrert: ikke registrert.",
        ],
        ["Aktiviteten ble lagt inn i ettertid."],
    ]
    assert "Innsatsområdet ble lagt inn i ettertid." in later.areas[-1].lead


def test_a_plan_that_staff_entered_later_stands_as_it_did_when_the_first_day_was_over() -> None:
    plan = make_plan(year=YEAR)
    for day, title in ((10, "Den første"), (10, "Samme dag"), (11, "Dagen etter")):
        activity = activity_of(plan, title=title)
        for row in (plan, activity.focus_area, activity):
            entered(row, dt.date(YEAR + 1, 2, day))
        entered(activity.focus_area, dt.date(YEAR + 1, 2, 1))
    Activity.history.filter(title="Den første").update(history_date=end_of(dt.date(YEAR + 1, 2, 9)))
    entered(plan, dt.date(YEAR + 1, 2, 1))

    told = report(plan)

    assert list(lines(told)) == ["Den første"]
    assert "9.\u00a0februar 2026" in told.basis
    assert set(lines(report(plan, known=dt.date(YEAR + 1, 2, 10)))) == {"Den første", "Samme dag"}
    # On the day itself a plan without activities was registered, and that is what was true.
    assert lines(report(plan, dt.date(YEAR + 1, 2, 8))) == {}


def test_a_plan_deleted_and_put_back_has_a_status_for_every_day(client: Client) -> None:
    plan = lively_plan()
    key = plan.pk
    row = plan.history.latest()
    Activity.objects.filter(plan=plan).delete()
    plan.delete()
    ActionPlan.history.filter(id=key, history_type="-").update(history_date=end_of(on(6)))
    row.instance.save()

    assert len(lines(report(row.instance, on(5)))) == 5
    assert report(row.instance, DAY).basis.startswith("Programmet ble lagt inn i portalen ")


def test_until_the_day_is_over_the_report_says_that_more_may_come() -> None:
    plan = lively_plan()

    assert any("ikke endelig" in note for note in report(plan, TODAY).notes)
    assert not any("ikke endelig" in note for note in report(plan).notes)
