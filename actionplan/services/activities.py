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
    `parts_source` becomes the source of parts that are new. Raises `ValidationError`, and `IntegrityError`
    for what a constraint refuses. About 20 queries, some more for each goal or sub-point that changes.
    """
    for name, value in values.items():
        setattr(activity, name, value)
    # The constraints are the database's to hold: checking them here would double the queries of each row.
    activity.full_clean(validate_constraints=False)
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
        self._add(
            SubPoint,
            [SubPoint(activity=self.activity, order=n, text=text, source=self.source) for n, text in new],
        )

    def set_goals(self, goals: set[int]) -> None:
        """Have the activity carry these goals and no others."""
        stored = list(self.activity.goals.all())
        for row in stored:
            if row.goal not in goals:
                self._remove(row)
        missing = sorted(goals - {row.goal for row in stored})
        self._add(
            ActivityGoal,
            [ActivityGoal(activity=self.activity, goal=goal, source=self.source) for goal in missing],
        )

    def _add(self, model: type[Record], rows: list[Any]) -> None:
        """Make all of them at once, with their history. Four queries."""
        if rows:
            bulk_create_with_history(
                rows, model, default_user=self.by, default_change_reason=self.reason or None
            )

    def _remove(self, row: Record) -> None:
        marked: Any = row
        marked._history_user, marked._change_reason = self.by, self.reason
        row.delete()
