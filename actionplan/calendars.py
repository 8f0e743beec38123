"""What is dated of a plan as a calendar file: its activities, and what comes out of them."""

from collections.abc import Callable, Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.models import ActionPlan, Activity, Output
from actionplan.story import activity_period
from osloregionen.calendars import Happening, calendar_file
from osloregionen.revisions import revisions


def dated_activities(plan: ActionPlan) -> QuerySet[Activity]:
    """Return the plan's activities that have a first or a last day, in the plan's order. One query."""
    dated = Q(starts_on__isnull=False) | Q(ends_on__isnull=False)
    rows = plan.activities.filter(dated).select_related("plan", "focus_area", "responsible")
    return rows.order_by("focus_area__order", "order", "pk")


def dated_outputs(plan: ActionPlan) -> QuerySet[Output]:
    """Return the outputs with a day: of the plan's activities, and of its year without one. One query."""
    own = Q(activity__plan=plan) | Q(activity=None, year=plan.year)
    return (
        Output.objects.filter(own, on__isnull=False)
        .select_related("activity", "municipality", "document")
        .order_by("on", "pk")
    )


def has_dates(plan: ActionPlan) -> bool:
    """Say whether the plan's calendar has anything in it. Two queries at most."""
    return dated_activities(plan).exists() or dated_outputs(plan).exists()


def plan_calendar(plan: ActionPlan, *, absolute: Callable[[str], str]) -> bytes:
    """Return what is dated of the plan as a calendar file. Ten queries at most, however many events.

    `absolute` makes an absolute address of a path. What is planned stands in nobody's way: the events leave
    their days free.
    """
    activities, outputs = list(dated_activities(plan)), list(dated_outputs(plan))
    return calendar_file(
        plan.title,
        [*_of_activities(activities, absolute), *_of_outputs(outputs, absolute)],
        address=absolute(plan.get_absolute_url()),
    )


def _of_activities(activities: list[Activity], absolute: Callable[[str], str]) -> Iterable[Happening]:
    # The names of all three stand in the event, and the plan's status and year.
    found = revisions(activities, named=("plan", "focus_area", "responsible"))
    for activity in activities:
        first = activity.starts_on or activity.ends_on
        if first is None:
            continue
        yield Happening(
            uid=f"aktivitet-{activity.pk}",
            title=_title(activity),
            first=first,
            last=activity.ends_on,
            description=_description(activity),
            category=activity.focus_area.title,
            url=absolute(activity.get_absolute_url()),
            status=_status(activity),
            busy=False,
            revision=found[activity.pk],
        )


def _of_outputs(outputs: list[Output], absolute: Callable[[str], str]) -> Iterable[Happening]:
    found = revisions(outputs, named=("activity", "municipality", "document"))
    for output in outputs:
        if output.on is None:
            continue
        document = output.document.get_absolute_url() if output.document is not None else ""
        yield Happening(
            uid=f"leveranse-{output.pk}",
            title=output.title,
            first=output.on,
            description=_about(output),
            category=output.get_kind_display(),
            url=output.url or absolute(document or reverse("actionplan:output_list")),
            status="CANCELLED" if output.status == Output.Status.CANCELLED else "",
            busy=False,
            revision=found[output.pk],
        )


def _about(output: Output) -> str:
    """Return what is known of an output. The plan's name is the calendar's."""
    told = [
        _("Leveranse: %(kind)s") % {"kind": output.get_kind_display()},
        _("Aktivitet: %(activity)s") % {"activity": output.activity} if output.activity else "",
        _("Kommune: %(name)s") % {"name": output.municipality.name} if output.municipality else "",
        _("Status: %(status)s") % {"status": output.get_status_display()} if output.status else "",
        output.description,
    ]
    return "\n".join(line for line in told if line)


def _title(activity: Activity) -> str:
    """Return the activity with its number; of one that has a first or a last day only, which that is."""
    if activity.ends_on is None:
        return _("Starter: %(activity)s") % {"activity": activity}
    if activity.starts_on is None:
        return _("Frist: %(activity)s") % {"activity": activity}
    return str(activity)


def _status(activity: Activity) -> str:
    if activity.status == Activity.Status.CANCELLED:
        return "CANCELLED"
    # A plan of which nobody knows whether it was adopted claims neither.
    drafts = (ActionPlan.Status.PROPOSAL, ActionPlan.Status.DRAFT, ActionPlan.Status.IN_TREATMENT)
    return "TENTATIVE" if activity.plan.status in drafts else ""


def _description(activity: Activity) -> str:
    told = [
        activity.plan.title,
        _("Tidsrom: %(period)s") % {"period": activity_period(activity)},
        _("Ansvarlig: %(name)s") % {"name": activity.responsible.name} if activity.responsible else "",
        _("Status: %(status)s") % {"status": activity.get_status_display()} if activity.status else "",
        activity.status_reason,
    ]
    return "\n".join(line for line in told if line)
