"""What a plan's activities hang together with: goals by focus area, commitments, strategic priorities.

    connections = connections_of(plan)      # all that the page shows
    goal_matrix(content)                    # the matrix alone, of any `PlanContent`
    goal_years(13)                          # one goal through the years

A gap is what nobody has registered an activity for. Where it is not registered (an activity of the area has
no goals, no activity of the plan names a commitment), there is nothing to say of gaps: it is not known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from actionplan.models import ActionPlan, Activity, FocusArea
from actionplan.selectors import declarations_for
from actionplan.snapshot import ActivityContent, AreaContent, PlanContent, content_of
from declaration.models import Declaration
from osloregionen.formatting import NBSP, list_nb
from osloregionen.sdg import GOALS, Goal


@dataclass(frozen=True)
class Cell:
    """A focus area's activities that contribute to a goal.

    Not `known`: some of the area's activities have no goals registered, so there may be more than these.
    """

    activities: tuple[ActivityContent, ...]
    known: bool = True


@dataclass(frozen=True)
class GoalRow:
    """A goal and its cell in each focus area, by the area's key.

    `chosen`: the period builds on it. None where nobody has registered which goals the period builds on.
    """

    goal: Goal
    chosen: bool | None
    cells: Mapping[int, Cell]

    @property
    def activities(self) -> tuple[ActivityContent, ...]:
        """The activities that contribute to the goal, in the plan's order."""
        return tuple(activity for cell in self.cells.values() for activity in cell.activities)


@dataclass(frozen=True)
class GoalMatrix:
    """Goals down, focus areas across: the goals that the period builds on, and those that activities name."""

    areas: tuple[AreaContent, ...]
    rows: tuple[GoalRow, ...]
    empty_areas: tuple[AreaContent, ...]
    without_goals: tuple[ActivityContent, ...]
    #: Any activity has goals.
    known: bool

    @property
    def gaps(self) -> tuple[Goal, ...]:
        """The goals that the period builds on and no activity is registered for."""
        return tuple(row.goal for row in self.rows if row.chosen and not row.activities)

    @property
    def chosen(self) -> int | None:
        """How many goals the period builds on; None where none are registered, which is no zero."""
        return sum(bool(row.chosen) for row in self.rows) or None


def goal_matrix(content: PlanContent) -> GoalMatrix:
    """Return the goals by focus area. No queries."""
    carried = {goal for activity in content.activities for goal in activity.goals}
    by_area = {
        area.key: tuple(activity for activity in content.activities if activity.area == area.key)
        for area in content.areas
    }
    # An area without activities has none for the goal: that is known.
    known = {key: all(activity.goals for activity in activities) for key, activities in by_area.items()}
    of_period = content.period.goals
    return GoalMatrix(
        areas=content.areas,
        rows=tuple(
            GoalRow(
                GOALS[number],
                number in of_period if of_period else None,
                {
                    key: Cell(tuple(a for a in activities if number in a.goals), known[key])
                    for key, activities in by_area.items()
                },
            )
            for number in sorted({*of_period, *carried})
        ),
        empty_areas=tuple(area for area in content.areas if not by_area[area.key]),
        without_goals=tuple(activity for activity in content.activities if not activity.goals),
        known=bool(carried),
    )


class Following(Enum):
    """How something is followed up by the activities of a plan."""

    ACTIVITIES = "activities"
    #: Only by those that name one of its points.
    THROUGH_POINTS = "through points"
    #: A point of something: that is what is counted.
    NO_OWN = "no own"
    NOTHING = "nothing"
    NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Line:
    """A commitment or a priority, and what follows it up. `parent` is what a point belongs to."""

    text: str
    activities: tuple[ActivityContent, ...]
    following: Following
    group: str
    number: int | None = None
    theme: str = ""
    parent: str = ""

    @property
    def is_gap(self) -> bool:
        """Nothing is registered that follows it up, where something is registered for others."""
        return self.following == Following.NOTHING


@dataclass(frozen=True)
class Group:
    """The commitments of a declaration, or the priorities of a focus area."""

    key: str
    title: str
    url: str
    lines: tuple[Line, ...]

    @property
    def counted(self) -> tuple[Line, ...]:
        """The lines that count: no points of others."""
        return tuple(line for line in self.lines if not line.parent)

    @property
    def followed(self) -> int:
        """How many are followed up, by themselves or through their points."""
        ways = (Following.ACTIVITIES, Following.THROUGH_POINTS)
        return sum(line.following in ways for line in self.counted)

    @property
    def gaps(self) -> int:
        """How many nothing follows up."""
        return sum(line.is_gap for line in self.counted)


@dataclass(frozen=True)
class Connections:
    """All that the page of connections shows. Not `known`: no activity of the plan names any."""

    content: PlanContent
    matrix: GoalMatrix
    commitments: tuple[Group, ...]
    commitments_known: bool
    priorities: tuple[Group, ...]
    priorities_known: bool


def connections_of(plan: ActionPlan) -> Connections:
    """Return what the plan's activities hang together with. Queries: `content_of`, and five."""
    content = content_of(plan)
    by_commitment = _by_key((activity, activity.commitments) for activity in content.activities)
    by_priority = _by_key((activity, activity.priorities) for activity in content.activities)
    return Connections(
        content=content,
        matrix=goal_matrix(content),
        commitments=tuple(
            _commitments(declaration, by_commitment)
            for declaration in declarations_for(plan, named=by_commitment)
        ),
        commitments_known=bool(by_commitment),
        priorities=tuple(_priorities(area, by_priority) for area in _areas(plan)),
        priorities_known=bool(by_priority),
    )


_ByKey = Mapping[int, tuple[ActivityContent, ...]]


def _by_key(named: Iterable[tuple[ActivityContent, Iterable[object]]]) -> _ByKey:
    found: dict[int, tuple[ActivityContent, ...]] = {}
    for activity, links in named:
        for link in links:
            key: int = link.key  # type: ignore[attr-defined]
            found[key] = (*found.get(key, ()), activity)
    return found


def _commitments(declaration: Declaration, by_key: _ByKey) -> Group:
    return Group(
        key=declaration.slug,
        title=declaration.title,
        url=declaration.get_absolute_url(),
        lines=tuple(
            Line(
                text=row.text,
                activities=by_key.get(row.pk, ()),
                following=_following(by_key, row.pk),
                group=declaration.title,
                number=row.number,
                theme=row.theme.title if row.theme is not None else "",
            )
            for row in declaration.commitments.all()
        ),
    )


def _areas(plan: ActionPlan) -> Iterable[FocusArea]:
    return plan.period.focus_areas.prefetch_related("priorities")


def _priorities(area: FocusArea, by_key: _ByKey) -> Group:
    lines = []
    every = list(area.priorities.all())
    for row in every:
        if row.parent_id is not None:
            continue
        points = [point for point in every if point.parent_id == row.pk]
        lines.append(
            Line(
                text=row.text,
                activities=by_key.get(row.pk, ()),
                following=_following(by_key, row.pk, [point.pk for point in points]),
                group=str(area),
            )
        )
        lines += [
            Line(
                text=point.text,
                activities=by_key.get(point.pk, ()),
                following=_of_point(by_key, point.pk),
                group=str(area),
                parent=row.text,
            )
            for point in points
        ]
    return Group(key=f"omrade-{area.order}", title=str(area), url="", lines=tuple(lines))


def _following(by_key: _ByKey, key: int, points: Iterable[int] = ()) -> Following:
    if not by_key:
        return Following.NOT_KNOWN
    if key in by_key:
        return Following.ACTIVITIES
    if any(point in by_key for point in points):
        return Following.THROUGH_POINTS
    return Following.NOTHING


def _of_point(by_key: _ByKey, key: int) -> Following:
    if not by_key:
        return Following.NOT_KNOWN
    return Following.ACTIVITIES if key in by_key else Following.NO_OWN


@dataclass(frozen=True)
class GoalYear:
    """What a plan does for a goal. `activities` is None where the plan has no goals registered at all.

    So is `chosen` where the plan's period has none.
    """

    plan: ActionPlan
    activities: int | None
    of_all: int
    continued: int | None
    areas: str
    chosen: bool | None

    def get_absolute_url(self) -> str:
        """Return the address of the plan's page."""
        return self.plan.get_absolute_url()


def goal_years(goal: int) -> list[GoalYear]:
    """Return what each plan does for the goal, the newest first. Three queries."""
    plans = (
        ActionPlan.objects.select_related("period")
        .prefetch_related("period__goals")
        .annotate(
            of_all=Count("activities", distinct=True),
            with_goals=Count("activities", filter=Q(activities__goals__isnull=False), distinct=True),
        )
        .order_by("-year")
    )
    rows = Activity.objects.filter(goals__goal=goal).order_by("plan", "focus_area__order", "order", "pk")
    carrying = list(rows.values_list("pk", "plan_id", "focus_area__title", "continues_id"))
    contributing = {key for key, *_rest in carrying}
    found = []
    for plan in plans:
        own = [(area, before) for _key, of, area, before in carrying if of == plan.pk]
        known = bool(plan.with_goals)
        of_period = {row.goal for row in plan.period.goals.all()}
        found.append(
            GoalYear(
                plan=plan,
                activities=len(own) if known else None,
                of_all=plan.of_all,
                continued=sum(before in contributing for _area, before in own) if known else None,
                areas=list_nb(list(dict.fromkeys(area for area, _before in own))),
                chosen=goal in of_period if of_period else None,
            )
        )
    return found


def goal_sentences(matrix: GoalMatrix) -> list[str]:
    """Return what the matrix shows, gaps first, in words. No queries."""
    told = []
    if not matrix.known:
        told.append(_("Hvilke bærekraftsmål aktivitetene bidrar til, er ikke registrert."))
    elif matrix.gaps:
        names = list_nb([f"{goal.number}{NBSP}{goal.name}" for goal in matrix.gaps])
        told.append(
            _("Mål som er valgt for perioden, men som ingen aktivitet er registrert på: %(names)s.")
            % {"names": names}
        )
    elif matrix.chosen:
        told.append(_("Alle målene som er valgt for perioden, har aktiviteter."))
    if matrix.chosen is None:
        told.append(_("Hvilke bærekraftsmål den strategiske perioden bygger på, er ikke registrert."))
    if matrix.empty_areas:
        names = list_nb([area.title for area in matrix.empty_areas])
        told.append(_("Innsatsområder uten aktiviteter i handlingsprogrammet: %(names)s.") % {"names": names})
    if matrix.known and matrix.without_goals:
        numbers = list_nb([activity.number for activity in matrix.without_goals])
        told.append(_("Aktiviteter uten registrerte bærekraftsmål: %(numbers)s.") % {"numbers": numbers})
    return told


def commitment_sentence(group: Group) -> str:
    """Return how many of a declaration's commitments are followed up; no number where none is known."""
    return _followed(
        group,
        none=_("Ingen forpliktelser er registrert i erklæringen."),
        unknown=_("Hvilke forpliktelser aktivitetene følger opp, er ikke registrert i handlingsprogrammet."),
        every=_("Alle forpliktelsene har aktiviteter som følger dem opp."),
        some=_("%(followed)s av %(all)s forpliktelser har aktiviteter som følger dem opp."),
    )


def priority_sentence(group: Group) -> str:
    """Return how many of a focus area's priorities are followed up; no number where none is known."""
    return _followed(
        group,
        none=_("Ingen prioriteringer er registrert i innsatsområdet."),
        unknown=_("Hvilke prioriteringer aktivitetene følger opp, er ikke registrert i handlingsprogrammet."),
        every=_("Alle prioriteringene har aktiviteter som følger dem opp."),
        some=_("%(followed)s av %(all)s prioriteringer har aktiviteter som følger dem opp."),
    )


def _followed(group: Group, *, none: str, unknown: str, every: str, some: str) -> str:
    if not group.counted:
        return none
    if group.counted[0].following == Following.NOT_KNOWN:
        return unknown
    if not group.gaps:
        return every
    return some % {"followed": group.followed or _("Ingen"), "all": len(group.counted)}
