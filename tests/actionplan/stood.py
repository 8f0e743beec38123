"""A plan whose activities were told of through its year, and what is said of how it stood."""

import datetime as dt
from typing import Any

from django.utils import timezone

from actionplan.models import ActionPlan, Activity, Output, Update
from actionplan.services import report_progress
from actionplan.status import status_at
from actionplan.status_report import Line, StatusReport, report_of
from osloregionen.past import end_of
from tests.factories import make_activity, make_body, make_plan

YEAR = 2025
DAY = dt.date(YEAR, 6, 30)


def on(month: int, day: int = 1) -> dt.date:
    """Return a day of the plan's year."""
    return dt.date(YEAR, month, day)


def entered(row: Any, day: dt.date) -> Any:
    """Say of all that the history has of a row that it was written on a day; return the row."""
    row.history.update(history_date=end_of(day) - dt.timedelta(hours=1))
    return row


def activity_of(plan: ActionPlan, **fields: Any) -> Activity:
    """Make an activity that was entered in January."""
    made = make_activity(plan=plan, **fields)
    for row in (plan, made.focus_area, made):
        entered(row, on(1, 10))
    return made


def tell(activity: Activity, day: dt.date, *, written: dt.date | None = None, **told: Any) -> Update:
    """Tell of an activity for a day, written that day or on another one."""
    activity.refresh_from_db()
    before = set(activity.history.values_list("history_id", flat=True))
    update = report_progress(activity=activity, on=day, by=None, seen=activity.version, **told)
    # What is written today is written now: an hour before midnight may be before what was there already.
    written_on = written or day
    is_over = written_on < timezone.localdate()
    when = end_of(written_on) - dt.timedelta(hours=1) if is_over else timezone.now()
    update.history.update(history_date=when)
    activity.history.exclude(history_id__in=before).update(history_date=when)
    return update


def report(plan: ActionPlan, day: dt.date = DAY, known: dt.date | None = None) -> StatusReport:
    """Return the report of a day."""
    return report_of(status_at(plan, day, known))


def lines(told: StatusReport) -> dict[str, Line]:
    """Return the lines by title."""
    return {line.title: line for area in told.areas for line in area.lines}


def lively_plan() -> ActionPlan:
    """Make a plan with an activity of each kind, all of it entered by the days that it is about."""
    plan = make_plan(year=YEAR)
    body = entered(make_body(name="Prøvestyret"), on(1, 10))
    first = activity_of(plan, title="Ferdig")
    tell(first, on(3), status="fullfort", text="Rapporten er levert.")
    tell(activity_of(plan, title="I gang", ends_on=on(12, 31)), on(4), status="pagar", progress=40)
    late = activity_of(plan, title="Forsinket", ends_on=on(5, 31), responsible=body)
    tell(late, on(2), status="pagar", progress=20)
    tell(late, on(6, 2), status="utsatt", status_reason="Staten svarer ikke.")
    tell(
        activity_of(plan, title="Avlyst", ends_on=on(5, 31)),
        on(4),
        status="avlyst",
        status_reason="Uten penger.",
    )
    activity_of(plan, title="Ingen vet")
    output = Output.objects.create(
        kind="webinar", title="Prøvewebinar", year=YEAR, on=on(5, 5), status="planlagt", activity=first
    )
    entered(output, on(2))
    return plan
