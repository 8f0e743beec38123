"""A plan's dated activities as a calendar file."""

from collections.abc import Callable, Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from actionplan.models import ActionPlan, Activity
from actionplan.story import activity_period
from osloregionen.calendars import Happening, calendar_file


def dated_activities(plan: ActionPlan) -> QuerySet[Activity]:
    """Return the plan's activities that have a first or a last day, in the plan's order. One query."""
    dated = Q(starts_on__isnull=False) | Q(ends_on__isnull=False)
    rows = plan.activities.filter(dated).select_related("plan", "focus_area", "responsible")
    return rows.order_by("focus_area__order", "order", "pk")


def plan_calendar(plan: ActionPlan, *, absolute: Callable[[str], str]) -> bytes:
    """Return the plan's dated activities as a calendar file. One query.

    `absolute` makes an absolute address of a path. What is planned stands in nobody's way: the events leave
    their days free.
    """
    return calendar_file(
        plan.title,
        _happenings(dated_activities(plan), absolute),
        address=absolute(plan.get_absolute_url()),
    )


def _happenings(activities: Iterable[Activity], absolute: Callable[[str], str]) -> Iterable[Happening]:
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
            # The plan's status is part of the event's.
            version=activity.version + activity.plan.version - 1,
            changed=max(activity.updated_at, activity.plan.updated_at),
        )


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
