"""Rows as they were at a moment, from their history: whole lists at once, in a fixed number of queries.

    for past in rows_at(Activity, moment, Q(plan=plan.pk)):
        past.row.title, past.row.responsible_id, past.entered

The rows are those of the history tables: they have the fields of the model, and each foreign key's number;
what stands in other tables is asked for with a call of its own. Nothing here knows a model.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from osloregionen.models import Record


@dataclass(frozen=True)
class Past:
    """A row as it was. `entered` is when it was first registered, None where the history doesn't know it.

    `afterwards`: it was first registered after the moment that was asked about, and is shown as it was then.
    """

    row: Any
    entered: dt.datetime | None
    afterwards: bool

    @property
    def key(self) -> int:
        """The number of the row itself."""
        return self.row.id  # type: ignore[no-any-return]

    @property
    def shaped(self) -> dt.datetime:
        """When the row got the shape that it has here."""
        moment: dt.datetime = getattr(self.row, "history_date", None) or self.row.updated_at
        return moment


def end_of(day: dt.date) -> dt.datetime:
    """Return the last moment of a day in Norway."""
    start_of_next = dt.datetime.combine(
        day + dt.timedelta(days=1), dt.time(), timezone.get_current_timezone()
    )
    return start_of_next - dt.timedelta(microseconds=1)


def rows_at(
    model: type[Record], moment: dt.datetime, where: Q, *, known: dt.datetime | None = None
) -> list[Past]:
    """Return the rows for which `where` held at `moment`, those deleted since among them. Two queries.

    What was registered after the moment, but not after `known` (None: not after now), is there as it was
    first registered, where it was still there at `known`. Rows without history, which were made in bulk,
    are there as they are.
    """
    known = known or timezone.now()
    history: Any = model.history.model
    of_row = history.objects.filter(id=OuterRef("id"))
    newest_first = of_row.order_by("-history_date", "-history_id")
    first = of_row.order_by("history_date", "history_id")
    found = history.objects.annotate(
        past_chosen=Coalesce(
            Subquery(newest_first.filter(history_date__lte=moment).values("history_id")[:1]),
            Subquery(first.values("history_id")[:1]),
        ),
        past_entered=Subquery(first.values("history_date")[:1]),
        past_known=Subquery(newest_first.filter(history_date__lte=known).values("history_type")[:1]),
    ).filter(where, history_id=F("past_chosen"))
    rows = []
    for row in found:
        afterwards = row.past_entered > moment
        # Nothing at all was known of what was registered after `known`.
        there = row.past_known not in (None, "-") if afterwards else row.history_type != "-"
        if there:
            rows.append(Past(row, row.past_entered, afterwards))
    objects: Any = model._base_manager
    untold = objects.filter(where).exclude(Exists(history.objects.filter(id=OuterRef("pk"))))
    return rows + [Past(row, None, False) for row in untold]
