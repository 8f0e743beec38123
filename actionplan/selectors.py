"""Reads of the actionplan app: plans, activities, goals, strategic guidelines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from actionplan.models import (
    ActionPlan,
    Activity,
    ActivityGoal,
    FocusArea,
    Output,
    PlanVersion,
    Priority,
    StrategicPeriod,
)
from actionplan.standing import is_overdue
from declaration.models import Commitment, Declaration
from declaration.years import in_force
from osloregionen.parts import Status
from osloregionen.sdg import GOALS, Goal

_STATUS_MARKS = {
    Activity.Status.DONE: ("✓", "solid"),
    Activity.Status.UNDER_WAY: ("●", "dotted"),
    Activity.Status.PLANNED: ("○", "striped"),
    Activity.Status.POSTPONED: ("…", "striped"),
    Activity.Status.CANCELLED: ("✕", "crossed"),
}


def activity_status(activity: Activity) -> Status | None:
    """Return the activity's status as word, sign and tone; None where it is not registered."""
    return status_mark(activity.status)


def status_mark(value: str) -> Status | None:
    """Return an activity's status as word, sign and tone; None for the empty one."""
    return _status(value, get_language()) if value else None


@cache
def _status(value: str, _language: str | None) -> Status:
    # Five of them, asked for with each activity; the words follow the language.
    status = Activity.Status(value)
    sign, tone = _STATUS_MARKS[status]
    return Status(str(status.label), sign, tone)


def plans() -> QuerySet[ActionPlan]:
    """Return all plans, the newest first, with their number of activities. One query."""
    counted = ActionPlan.objects.annotate(activity_count=Count("activities", distinct=True))
    # A query that groups loses the model's own order.
    return counted.select_related("period", "adopted_by").order_by("-year")


def latest_plan() -> ActionPlan | None:
    """Return the newest plan, or None in an empty portal. One query."""
    return plans().first()


def activity_counts(plan: ActionPlan) -> tuple[int, int]:
    """Return how many activities a plan has, and how many of them carry a goal. One query."""
    with_goals = Count("pk", filter=Q(goals__isnull=False), distinct=True)
    counts = plan.activities.aggregate(all=Count("pk", distinct=True), with_goals=with_goals)
    return counts["all"], counts["with_goals"]


@dataclass(frozen=True)
class AreaCount:
    """A focus area of a plan and how many activities the plan has there, possibly none."""

    area: FocusArea
    activities: int


def areas_of(plan: ActionPlan) -> list[AreaCount]:
    """Return every focus area of the plan's period with the plan's number of activities. Two queries."""
    counts = dict(plan.activities.order_by().values_list("focus_area").annotate(count=Count("pk")))
    return [AreaCount(area, counts.get(area.pk, 0)) for area in plan.period.focus_areas.all()]


def goals_of(plan: ActionPlan) -> list[int]:
    """Return the goals that any of the plan's activities carry, in order. One query."""
    carried = ActivityGoal.objects.filter(activity__plan=plan).order_by("goal")
    return list(carried.values_list("goal", flat=True).distinct())


def periods() -> QuerySet[StrategicPeriod]:
    """Return the strategic periods, the newest first, with goals, areas and priorities. Five queries."""
    top = Priority.objects.filter(parent=None).prefetch_related("children")
    return StrategicPeriod.objects.select_related("adopted_by").prefetch_related(
        "goals", Prefetch("focus_areas__priorities", queryset=top)
    )


def activity_in_full(*, year: int, number: str) -> Activity | None:
    """Return one activity with what its page shows of itself, or None. Ten queries."""
    return (
        Activity.objects.with_parts()
        .select_related("plan__period")
        .prefetch_related(
            "wordings__document",
            "commitments__declaration",
            "priorities__focus_area",
            "plan__period__goals",
            "updates",
            Prefetch("outputs", queryset=Output.objects.select_related("municipality", "document")),
        )
        .filter(plan__year=year, number=number)
        .first()
    )


def neighbours(activity: Activity) -> tuple[Activity | None, Activity | None]:
    """Return the activities before and after this one in its plan. One query."""
    row = list(
        Activity.objects.filter(plan_id=activity.plan_id)
        .select_related("plan")
        .only("number", "title", "plan__year")
        .order_by("focus_area__order", "order", "pk")
    )
    place = next(index for index, other in enumerate(row) if other.pk == activity.pk)
    before = row[place - 1] if place > 0 else None
    after = row[place + 1] if place + 1 < len(row) else None
    return before, after


@dataclass(frozen=True)
class GoalUse:
    """How much a goal is used: activities in all plans, and the periods that build on it."""

    goal: Goal
    activity_count: int
    periods: list[str]


def goal_uses() -> list[GoalUse]:
    """Return all 17 goals with their use. Three queries."""
    counted = dict(
        Activity.objects.filter(goals__isnull=False)
        .order_by()
        .values_list("goals__goal")
        .annotate(count=Count("pk", distinct=True))
    )
    building: dict[int, list[str]] = {}
    for period in StrategicPeriod.objects.prefetch_related("goals"):
        for row in period.goals.all():
            building.setdefault(row.goal, []).append(period.title)
    return [GoalUse(goal, counted.get(number, 0), building.get(number, [])) for number, goal in GOALS.items()]


@dataclass(frozen=True)
class PeriodUse:
    """Whether a strategic period builds on a goal; None where none of its goals are registered."""

    title: str
    builds: bool | None


def periods_for(goal: int) -> list[PeriodUse]:
    """Return the strategic periods and whether they build on the goal, the newest first. One query."""
    rows = StrategicPeriod.objects.annotate(
        any_goals=Count("goals"), builds=Count("goals", filter=Q(goals__goal=goal))
    ).order_by("-starts", "pk")  # A query that counts forgets the model's own order.
    return [PeriodUse(row.title, bool(row.builds) if row.any_goals else None) for row in rows]


#: «Stoppe klimaendringene».
_CLIMATE_GOAL = 13


@dataclass(frozen=True)
class ClimateWork:
    """What there is on climate in a year: its plan, those of its activities, and what came out of the work.

    `examples` are outputs of the kind, the rest are `outputs`; neither has what was cancelled, nor examples
    that are only planned. `overdue` are the keys of those that stand as planned though their time is over.
    """

    plan: ActionPlan | None
    activity_count: int
    activities: list[Activity]
    outputs: list[Output]
    examples: list[Output]
    overdue: frozenset[int]


def climate_work(year: int) -> ClimateWork:
    """Return the year's plan and work on climate. Four queries.

    An activity is on climate where it carries goal 13, or follows up a commitment of the mayors' declaration.
    """
    plan = ActionPlan.objects.select_related("adopted_by").filter(year=year).first()
    in_plan = Activity.objects.filter(plan__year=year)
    on_climate = in_plan.filter(Q(goals__goal=_CLIMATE_GOAL) | Q(commitments__isnull=False))
    chosen = Activity.objects.filter(pk__in=on_climate.order_by().values("pk"))
    ordered = chosen.order_by("focus_area__order", "order", "pk")
    outputs = Output.objects.filter(year=year).exclude(status=Output.Status.CANCELLED)
    found = list(outputs.select_related("municipality", "document"))
    return ClimateWork(
        plan=plan,
        activity_count=in_plan.count(),
        activities=list(ordered.select_related("responsible")),
        outputs=[one for one in found if one.kind != Output.Kind.EXAMPLE],
        examples=[
            one for one in found if one.kind == Output.Kind.EXAMPLE and one.status != Output.Status.PLANNED
        ],
        overdue=frozenset(one.pk for one in found if is_overdue(one, timezone.localdate())),
    )


def with_goal(goal: int) -> QuerySet[Activity]:
    """Return the activities that contribute to the goal, across years. Queries as `with_parts`."""
    return Activity.objects.with_parts().filter(pk__in=Activity.objects.filter(goals__goal=goal).values("pk"))


def declarations_for(plan: ActionPlan, *, named: Iterable[int] = ()) -> list[Declaration]:
    """Return the declarations that the plan is held against, the newest first, with their commitments.

    Those in force in the plan's year: published, not of a later year, and not renewed by then. Where none of
    those has commitments registered, also the newest one up to that year that has. Beside them those of which
    activities have named commitments (`named`, by key). Three queries.
    """
    commitments = Commitment.objects.select_related("theme")
    found = list(
        Declaration.objects.published()
        .select_related("renewed_by")
        .prefetch_related(Prefetch("commitments", queryset=commitments))
        .order_by("-year", "title")
    )
    chosen = set(Commitment.objects.filter(pk__in=list(named)).values_list("declaration_id", flat=True))
    current = [one for one in found if in_force(one, plan.year)]
    chosen.update(one.pk for one in current)
    if not any(one.commitments.all() for one in current):
        registered = (one.pk for one in found if one.year <= plan.year and one.commitments.all())
        chosen.update(islice(registered, 1))
    return [one for one in found if one.pk in chosen]


def plan_addresses() -> Iterator[dict[str, int]]:
    """Give the address of every plan, the newest first. One query."""
    years = ActionPlan.objects.order_by("-year").values_list("year", flat=True)
    return ({"year": year} for year in years)


def redraft_addresses() -> Iterator[dict[str, int]]:
    """Give the address of every plan of which a new version is being drafted. One query."""
    plans = ActionPlan.objects.exclude(status=ActionPlan.Status.ADOPTED).filter(versions__isnull=False)
    return ({"year": year} for year in plans.order_by("-year").values_list("year", flat=True).distinct())


def version_addresses() -> Iterator[dict[str, int]]:
    """Give the address of every adopted version, the newest first. One query."""
    rows = PlanVersion.objects.order_by("-plan__year", "-number").values_list("plan__year", "number")
    return ({"year": year, "number": number} for year, number in rows)


def plan_keys() -> Iterator[dict[str, int]]:
    """Give the address that every plan has in the admin, the newest first. One query."""
    return ({"object_id": key} for key in ActionPlan.objects.order_by("-year").values_list("pk", flat=True))


def activity_keys() -> Iterator[dict[str, int]]:
    """Give the address that every activity has in the admin. One query."""
    return ({"object_id": key} for key in Activity.objects.order_by("pk").values_list("pk", flat=True))


def activity_addresses() -> Iterator[dict[str, int | str]]:
    """Give the address of every activity, the newest plan first. One query."""
    rows = Activity.objects.order_by("-plan__year", "focus_area__order", "order", "pk")
    return ({"year": year, "number": number} for year, number in rows.values_list("plan__year", "number"))
