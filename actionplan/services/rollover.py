"""Begins next year's plan with what continues of this year's.

What an activity is comes along: texts, responsible body, goals, sub-points, commitments, priorities, and the
link to the one it continues. What happened to it does not: dates, status, progress, wordings of sources and
internal notes are this year's, and the new one claims nothing.

An activity that next year's plan has already continued is left alone, so that doing it again, or two doing it
at once, makes nothing twice.
"""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from actionplan.models import (
    ActionPlan,
    Activity,
    ActivityGoal,
    FocusArea,
    Priority,
    StrategicPeriod,
    SubPoint,
)
from osloregionen.text import search_key
from osloregionen.writing import refuse_second, save

#: What comes along as it is; the rest is told in the module's head.
_COPIED = ("heading", "title", "description", "role_and_form", "partners")


#: The highest number that an activity can have within its area.
_LAST_NUMBER = 999


@dataclass(frozen=True)
class Candidate:
    """An activity that may continue. `successor` is who continues it already, `area` where it would go."""

    activity: Activity
    area: FocusArea | None
    successor: Activity | None


@dataclass(frozen=True)
class NextYear:
    """What next year's plan would be made of, or why it can't be (`refusal`, in Norwegian)."""

    year: int
    plan: ActionPlan | None = None
    period: StrategicPeriod | None = None
    refusal: str = ""
    candidates: list[Candidate] = field(default_factory=list)
    #: The areas of this year's plan that the period has no namesake of, where the period is another.
    unplaced: list[FocusArea] = field(default_factory=list)
    areas: list[FocusArea] = field(default_factory=list)


@dataclass(frozen=True)
class RolloverResult:
    """What was made. `already`: chosen, but continued before."""

    plan: ActionPlan
    is_new: bool
    made: list[Activity]
    already: list[Activity]
    #: New ones whose responsible body has ended by then, and who therefore have none.
    without_responsible: list[Activity] = field(default_factory=list)
    #: New ones whose texts name the year that they come from: they should be read again.
    naming_year: list[Activity] = field(default_factory=list)
    #: How many links to priorities the new period has no namesake for.
    priorities_left: int = 0


def next_year_of(plan: ActionPlan, areas: Mapping[int, int] | None = None) -> NextYear:
    """Return what a plan's next year would be made of. Eleven queries, whatever the number of activities.

    `areas` says where activities of an area go that the new period has no namesake of.
    """
    year = plan.year + 1
    target = ActionPlan.objects.select_related("period").filter(year=year).first()
    period = target.period if target is not None else _period_of(plan, year)
    if refusal := _refusal(target, period, year):
        return NextYear(year, target, period, refusal)
    assert period is not None  # noqa: S101 - else it was refused
    places = _Places(plan, period, areas or {})
    successors = {row.continues_id: row for row in target.activities.all()} if target is not None else {}
    rows = (
        Activity.objects.filter(plan=plan)
        .order_by("focus_area__order", "order", "pk")
        .with_parts()
        .prefetch_related("commitments", "priorities")
    )
    candidates = [Candidate(row, places.of(row.focus_area_id), successors.get(row.pk)) for row in rows]
    used = {candidate.activity.focus_area_id for candidate in candidates}
    return NextYear(
        year,
        target,
        period,
        candidates=candidates,
        unplaced=[area for area in places.unplaced if area.pk in used],
        areas=places.areas,
    )


def roll_over(
    *,
    plan: ActionPlan,
    activities: Collection[int],
    by: AbstractBaseUser | None,
    areas: Mapping[int, int] | None = None,
) -> RolloverResult:
    """Continue the activities with these keys in next year's plan, and make that plan where there is none.

    `areas` is for a new strategic period: from the key of this year's area to that of the new one, where no
    area there has the same title. Refuses an adopted plan and one that is being treated, a year that no
    period covers, and an activity that is not the plan's or has no area to go to; then nothing is changed.
    Locks both plans. About 30 queries, whatever the number of activities.
    """
    with transaction.atomic():
        # The one of this year first: whoever does the same waits here, and then sees what was made.
        source = ActionPlan.objects.select_for_update().filter(pk=plan.pk).order_by("pk").first()
        if source is None:
            raise ValidationError(_("Noen andre slettet handlingsprogrammet mens du holdt på."))
        list(ActionPlan.objects.select_for_update().filter(year=source.year + 1).order_by("pk"))
        coming = next_year_of(source, areas)
        chosen = _chosen(coming, source, activities)
        target = coming.plan or _new_plan(source, coming, by)
        new = [candidate for candidate in chosen if candidate.successor is None]
        try:
            with transaction.atomic():
                made, left = _Maker(source, target, by).make(new)
        except IntegrityError:
            # Somebody gave a new activity the same number on a form, which locks no plan.
            refuse_second()
        ended = [row for row, one in zip(made, new, strict=True) if _ended(one.activity, target.year)]
        already = [candidate.successor for candidate in chosen if candidate.successor is not None]
        naming = [row for row in made if _names(row, source.year)]
        return RolloverResult(target, coming.plan is None, made, already, ended, naming, left)


def _refusal(target: ActionPlan | None, period: StrategicPeriod | None, year: int) -> str:
    """Return why nothing can be continued in that year; empty where it can."""
    status = target.status if target is not None else ""
    if status == ActionPlan.Status.ADOPTED:
        text = _(
            "%(plan)s er vedtatt, så ingenting kan videreføres dit. Begynn på en ny versjon av det først."
        )
        return text % {"plan": target}
    if status == ActionPlan.Status.IN_TREATMENT:
        text = _("%(plan)s ligger til behandling. Send det tilbake til utkast først.")
        return text % {"plan": target}
    if period is None:
        text = _(
            "Ingen strategisk periode dekker %(year)s. Legg inn de strategiske føringene for året først."
        )
        return text % {"year": year}
    return ""


def _period_of(plan: ActionPlan, year: int) -> StrategicPeriod | None:
    """Return the period that covers a year: the plan's own where it does. One query or two."""
    if plan.period.starts <= year <= plan.period.ends:
        return plan.period
    return StrategicPeriod.objects.filter(starts__lte=year, ends__gte=year).first()


class _Places:
    """Which area of a period the activities of each area go to. Two queries, none for the same period."""

    def __init__(self, plan: ActionPlan, period: StrategicPeriod, given: Mapping[int, int]) -> None:
        self.areas = list(period.focus_areas.all())
        keys = {area.pk: area for area in self.areas}
        old = self.areas if period == plan.period else list(plan.period.focus_areas.all())
        titles: dict[str, FocusArea] = {search_key(area.title): area for area in reversed(self.areas)}
        self._of = {
            area.pk: keys.get(area.pk)
            or titles.get(search_key(area.title))
            or keys.get(given.get(area.pk, 0))
            for area in old
        }
        self.unplaced = [area for area in old if area.pk not in keys and search_key(area.title) not in titles]

    def of(self, area: int) -> FocusArea | None:
        """Return the area that activities of an area go to. No queries."""
        return self._of.get(area)


def _chosen(coming: NextYear, plan: ActionPlan, activities: Collection[int]) -> list[Candidate]:
    """Return the candidates of these keys. Raises `ValidationError` where one can't continue."""
    if coming.refusal:
        raise ValidationError(coming.refusal)
    wanted = set(activities)
    if not wanted:
        raise ValidationError(_("Velg minst én aktivitet."))
    chosen = [candidate for candidate in coming.candidates if candidate.activity.pk in wanted]
    if len(chosen) < len(wanted):
        text = _("En av aktivitetene finnes ikke lenger i %(plan)s. Se over, og velg på nytt.")
        raise ValidationError(text % {"plan": plan})
    lost = {one.activity.focus_area.title for one in chosen if one.area is None and one.successor is None}
    if lost:
        text = _("Velg hvilket innsatsområde i «%(period)s» aktivitetene under «%(areas)s» skal høre til.")
        raise ValidationError(text % {"period": coming.period, "areas": "», «".join(sorted(lost))})
    return chosen


def _new_plan(plan: ActionPlan, coming: NextYear, by: AbstractBaseUser | None) -> ActionPlan:
    """Make next year's draft. Raises `Conflict` where somebody made one at the same moment."""
    title = _next_title(plan.title, plan.year)
    if title == plan.title:
        title = _("Handlingsprogram %(year)s") % {"year": coming.year}
    made = ActionPlan(year=coming.year, title=title, period=coming.period, status=ActionPlan.Status.DRAFT)
    made.full_clean()
    try:
        with transaction.atomic():
            save(made, by=by, reason=_reason(plan))
    except IntegrityError:
        refuse_second(_("Noen andre opprettet %(plan)s mens du holdt på.") % {"plan": title})
    return made


def _next_title(title: str, year: int) -> str:
    """Return a plan's title with next year in the place of its own. Years from–to are not the plan's."""
    years = re.compile(rf"[0-9]{{4}}\s*(?:[-–—/]|til)\s*[0-9]{{2,4}}|(?<![0-9]){year}(?![0-9])")
    return years.sub(lambda found: str(year + 1) if found[0] == str(year) else found[0], title)


def _reason(plan: ActionPlan) -> str:
    return _("Videreført fra handlingsprogrammet for %(year)s") % {"year": plan.year}


def _ended(activity: Activity, year: int) -> bool:
    """Whether the responsible body has ended before the year begins."""
    body = activity.responsible
    return body is not None and body.valid_to is not None and body.valid_to < dt.date(year, 1, 1)


def _names(activity: Activity, year: int) -> bool:
    """Whether any text that came along names the year. No queries."""
    return any(str(year) in getattr(activity, name) for name in _COPIED)


@dataclass(frozen=True)
class _Maker:
    source: ActionPlan
    target: ActionPlan
    by: AbstractBaseUser | None

    def make(self, candidates: list[Candidate]) -> tuple[list[Activity], int]:
        """Make the new activities with their parts; return them, and the links to priorities left behind.

        All at once, with history. Every value is one that the database has already accepted of a plan, but
        for numbers and places, which are free while the plan is locked.
        """
        if not candidates:
            return [], 0
        rows = self._store(Activity, self._activities(candidates))
        old = [candidate.activity for candidate in candidates]
        self._store(
            SubPoint,
            [
                SubPoint(activity=row, order=place, text=point.text, source=row.source)
                for row, before in zip(rows, old, strict=True)
                for place, point in enumerate(before.sub_points.all(), start=1)
            ],
        )
        self._store(
            ActivityGoal,
            [
                ActivityGoal(activity=row, goal=goal.goal, source=row.source)
                for row, before in zip(rows, old, strict=True)
                for goal in before.goals.all()
            ],
        )
        self._link(Activity.commitments.through, "commitment", self._commitments(rows, old))
        kept, left = self._priorities(rows, old)
        self._link(Activity.priorities.through, "priority", kept)
        return rows, left

    def _activities(self, candidates: list[Candidate]) -> list[Activity]:
        """Return the new rows, each behind the last one of its area. One query."""
        taken: dict[int, int] = {}
        places: dict[int, int] = {}
        for row in Activity.objects.filter(plan=self.target):
            area, _dot, number = row.number.partition(".")
            taken[int(area)] = max(taken.get(int(area), 0), int(number))
            places[row.focus_area_id] = max(places.get(row.focus_area_id, 0), row.order)
        made = []
        for candidate in candidates:
            before, area_row = candidate.activity, candidate.area
            assert area_row is not None  # noqa: S101 - `_chosen` has refused it
            taken[area_row.order] = taken.get(area_row.order, 0) + 1
            if taken[area_row.order] > _LAST_NUMBER:
                text = _(
                    "«%(area)s» i %(plan)s har en aktivitet med nummer %(last)s, og høyere går det ikke. "
                    "Gi den et lavere nummer først."
                )
                last = f"{area_row.order}.{_LAST_NUMBER}"
                raise ValidationError(text % {"area": area_row.title, "plan": self.target, "last": last})
            places[area_row.pk] = places.get(area_row.pk, 0) + 1
            made.append(
                Activity(
                    plan=self.target,
                    focus_area=area_row,
                    number=f"{area_row.order}.{taken[area_row.order]}",
                    order=places[area_row.pk],
                    responsible=None if _ended(before, self.target.year) else before.responsible,
                    continues=before,
                    source=_("Videreført fra %(plan)s, aktivitet %(number)s.")
                    % {"plan": self.source, "number": before.number},
                    **{name: getattr(before, name) for name in _COPIED},
                )
            )
        return made

    def _commitments(self, rows: list[Activity], old: list[Activity]) -> list[tuple[int, int]]:
        return [
            (row.pk, one.pk)
            for row, before in zip(rows, old, strict=True)
            for one in before.commitments.all()
        ]

    def _priorities(self, rows: list[Activity], old: list[Activity]) -> tuple[list[tuple[int, int]], int]:
        """Return the links to priorities, in another period to those that say the same. One query."""
        linked = [
            (row, one) for row, before in zip(rows, old, strict=True) for one in before.priorities.all()
        ]
        own = Priority.objects.filter(focus_area__period=self.target.period_id)
        keys = {priority.pk for priority in own}
        alike = {(priority.focus_area_id, search_key(priority.text)): priority.pk for priority in own}
        found = [
            (row.pk, one.pk if one.pk in keys else alike.get((row.focus_area_id, search_key(one.text))))
            for row, one in linked
        ]
        kept = list(dict.fromkeys((row, key) for row, key in found if key is not None))
        return kept, sum(1 for _row, key in found if key is None)

    def _store(self, model: Any, rows: list[Any]) -> list[Any]:
        """Make all of them at once, with their history. Four queries, none for nothing."""
        if not rows:
            return []
        made: list[Any] = bulk_create_with_history(
            rows, model, default_user=self.by, default_change_reason=_reason(self.source)
        )
        return made

    def _link(self, through: Any, to: str, links: list[tuple[int, int]]) -> None:
        """Link activities with what they follow up. One query."""
        through.objects.bulk_create(through(**{"activity_id": row, f"{to}_id": key}) for row, key in links)
