"""Saves an activity together with what belongs to it: sub-points, goals, and what it follows up.

Plain facts only: status and progress are the business of `progress`. For lists and the rollover, which write
many of them; one at a time they are edited on the admin's forms.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from simple_history.utils import bulk_create_with_history

from actionplan.models import Activity, ActivityGoal, SubPoint
from osloregionen.models import Record
from osloregionen.writing import save

#: What an activity refers to, which costs a query each to look up.
_REFERENCES = {"plan", "focus_area", "responsible", "continues"}


@dataclass(frozen=True)
class Parts:
    """What belongs to an activity. None leaves it as it is; keys are those of commitments and priorities."""

    sub_points: Sequence[str] | None = None
    goals: Iterable[int] | None = None
    commitments: Iterable[int] | None = None
    priorities: Iterable[int] | None = None


def save_activity(
    activity: Activity,
    *,
    values: dict[str, Any],
    parts: Parts,
    by: AbstractBaseUser | None,
    reason: str,
    parts_source: str = "",
) -> None:
    """Set the fields, check and save, then its parts. Within a transaction, the plan locked.

    Saves the activity itself also where only parts differ, so that its version and its history tell of it.
    What it refers to is there. `parts_source` becomes the source of parts that are new. Raises
    `ValidationError`, and `IntegrityError` for what a constraint refuses. About ten queries, some more for
    each goal or sub-point that changes.
    """
    for name, value in values.items():
        setattr(activity, name, value)
    # Constraints and references are the database's to hold: looking here would double each row's queries.
    activity.full_clean(exclude=_REFERENCES, validate_constraints=False)
    save(activity, by=by, reason=reason)
    writer = _PartWriter(activity, by, reason, parts_source)
    if parts.sub_points is not None:
        writer.set_sub_points(parts.sub_points)
    if parts.goals is not None:
        writer.set_goals(set(parts.goals))
    if parts.commitments is not None:
        activity.commitments.set(parts.commitments)
    if parts.priorities is not None:
        activity.priorities.set(parts.priorities)


def add_activities(
    rows: Sequence[tuple[Activity, Parts]], *, by: AbstractBaseUser | None, reason: str
) -> None:
    """Store new activities with their parts, all at once. Within a transaction, the plan locked.

    What they refer to is there, and fetched. Raises `ValidationError`, and `IntegrityError` for what a
    constraint refuses; which row it is, nobody is told. About fifteen queries, whatever their number.
    """
    for activity, _parts in rows:
        activity.full_clean(exclude=_REFERENCES, validate_constraints=False)
    _add_all(Activity, [activity for activity, _parts in rows], by, reason)
    points = [
        SubPoint(activity=activity, order=place, text=text)
        for activity, parts in rows
        for place, text in enumerate(parts.sub_points or (), start=1)
    ]
    goals = [
        ActivityGoal(activity=activity, goal=goal)
        for activity, parts in rows
        for goal in sorted(set(parts.goals or ()))
    ]
    _add_all(SubPoint, points, by, reason)
    _add_all(ActivityGoal, goals, by, reason)
    for through, name, kept in (
        (Activity.commitments.through, "commitment_id", [parts.commitments for _row, parts in rows]),
        (Activity.priorities.through, "priority_id", [parts.priorities for _row, parts in rows]),
    ):
        links: Any = through
        links.objects.bulk_create(
            links(**{"activity_id": activity.pk, name: key})
            for (activity, _parts), keys in zip(rows, kept, strict=True)
            for key in dict.fromkeys(keys or ())
        )


def _add_all(model: type[Record], rows: list[Any], by: AbstractBaseUser | None, reason: str) -> None:
    """Make rows at once, with their history. Four queries, none for nothing."""
    if rows:
        bulk_create_with_history(rows, model, default_user=by, default_change_reason=reason or None)


@dataclass(frozen=True)
class _PartWriter:
    activity: Activity
    by: AbstractBaseUser | None
    reason: str
    source: str

    def set_sub_points(self, texts: Sequence[str]) -> None:
        """Have the points say so, in that order: rows are reused by their place, so their history goes on."""
        stored = list(self.activity.sub_points.all())
        for place, (point, text) in enumerate(zip(stored, texts, strict=False), start=1):
            if (point.order, point.text) != (place, text):
                point.order, point.text = place, text
                point.full_clean()
                save(point, by=self.by, reason=self.reason)
        for point in stored[len(texts) :]:
            self._remove(point)
        new = enumerate(texts[len(stored) :], start=len(stored) + 1)
        added = [SubPoint(activity=self.activity, order=n, text=text, source=self.source) for n, text in new]
        _add_all(SubPoint, added, self.by, self.reason)

    def set_goals(self, goals: set[int]) -> None:
        """Have the activity carry these goals and no others."""
        stored = list(self.activity.goals.all())
        for row in stored:
            if row.goal not in goals:
                self._remove(row)
        missing = sorted(goals - {row.goal for row in stored})
        added = [ActivityGoal(activity=self.activity, goal=goal, source=self.source) for goal in missing]
        _add_all(ActivityGoal, added, self.by, self.reason)

    def _remove(self, row: Record) -> None:
        marked: Any = row
        marked._history_user, marked._change_reason = self.by, self.reason
        row.delete()
