"""How an activity stands: what was registered at first, with what has been told of it since.

The services carry it to the activity; the status page and the report read it as at a date.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from actionplan.models import ActionPlan, Activity, Output

#: What a finished activity has come to, also where nobody wrote it.
DONE_PROGRESS = 100


@dataclass(frozen=True)
class Standing:
    """Status with its reason, and progress. What nobody has told is empty."""

    status: str = ""
    status_reason: str = ""
    progress: int | None = None


class Telling(Protocol):
    """An update, as it is stored or as it once was."""

    id: Any
    on: dt.date
    status: str
    status_reason: str
    progress: int | None


def standing(first: Standing, told: Iterable[Telling]) -> Standing:
    """Return how things stand when all that was told is put in the order of the days it was about.

    An update that leaves status or progress empty changes nothing of it. No queries.
    """
    now = first
    for one in sorted(told, key=lambda one: (one.on, one.id)):
        if one.status:
            now = replace(now, status=one.status, status_reason=one.status_reason)
        if one.progress is not None:
            now = replace(now, progress=one.progress)
    if now.status == Activity.Status.DONE:
        return replace(now, progress=DONE_PROGRESS)
    return now


def first_standings(
    activities: Iterable[int], first_told: dict[int, dt.datetime], until: dt.datetime | None = None
) -> dict[int, Standing]:
    """Return how activities stood before anything was told of them, by key. One query for all of them.

    That is the last of their history before the moment that `first_told` has for them (and not after
    `until`), else the first of it. Activities without history are left out.
    """
    history: Any = Activity.history
    rows = history.filter(id__in=list(activities)).order_by("history_date", "history_id")
    found: dict[int, Standing] = {}
    for key, when, status, reason, progress in rows.values_list(
        "id", "history_date", "status", "status_reason", "progress"
    ):
        told = first_told.get(key)
        is_later = (told is not None and when >= told) or (until is not None and when > until)
        if key not in found or not is_later:
            found[key] = Standing(status, reason, progress)
    return found


def is_overdue(output: Any, on: dt.date) -> bool:
    """Say whether an output, as it is or once was, stands as planned though its time was over by a day."""
    over = output.on < on if output.on is not None else output.year < on.year
    return bool(over and output.status == Output.Status.PLANNED)


def earliest_day(plan: ActionPlan) -> dt.date:
    """Return the first day that anything can be told of: a plan is drafted in the year before its own."""
    return dt.date(plan.year - 1, 1, 1)
