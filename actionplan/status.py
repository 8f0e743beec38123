"""How a plan stood on a date: its activities, with what was told of them, and the outputs of the time.

Two times meet here. `on` is the day that is asked about; `known` the day by whose end one was to have known
it (None: all that is known now). Texts, deadlines and names are those of the day, out of the history,
whatever happened to them later. What was true of the work is what updates say of that day or earlier ones,
also those that came in later, which are marked.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from actionplan.models import ActionPlan, Activity, FocusArea, Output, Update
from actionplan.standing import Standing, first_standings, standing
from members.models import Body, Document, Municipality
from osloregionen.past import Past, end_of, rows_at

#: What has come to its end, and so can't be late.
CLOSED = (Activity.Status.DONE, Activity.Status.CANCELLED)


@dataclass(frozen=True)
class Message:
    """What was told for a day. `afterwards`: it came in after the day that is asked about."""

    on: dt.date
    text: str
    afterwards: bool


@dataclass(frozen=True)
class ActivityStatus:
    """An activity on the day. `then` is how it stood by what was known on that day, where that is another.

    `exists`: it has a page today, under `number`. `afterwards`: it was entered after the day.
    """

    number: str
    title: str
    responsible: str
    ends_on: dt.date | None
    date_note: str
    now: Standing
    then: Standing | None
    message: Message | None
    late: bool
    afterwards: bool
    exists: bool

    @property
    def open(self) -> bool:
        """Whether it is neither done nor cancelled; also where nobody has told how it stands."""
        return self.now.status not in CLOSED

    @property
    def without_deadline(self) -> bool:
        """Whether it is open, and nothing says by when it is to be done."""
        return self.open and self.ends_on is None


@dataclass(frozen=True)
class OutputStatus:
    """An output on the day. `activity` is its number; `afterwards`: this came in after the day."""

    kind: str
    title: str
    status: str
    on: dt.date | None
    date_note: str
    activity: str
    area: str
    municipality: str
    url: str
    document: str
    afterwards: bool


@dataclass(frozen=True)
class AreaStatus:
    """A focus area and its activities, in the plan's order."""

    order: int
    title: str
    activities: list[ActivityStatus]


@dataclass(frozen=True)
class PlanStatus:
    """A plan on a day. `changed` is when any of this got the shape that it has here."""

    year: int
    title: str
    on: dt.date
    known: dt.date | None
    areas: list[AreaStatus]
    outputs: list[OutputStatus]
    changed: dt.datetime

    @property
    def activities(self) -> list[ActivityStatus]:
        """All activities, area by area."""
        return [activity for area in self.areas for activity in area.activities]


def status_at(plan: ActionPlan, on: dt.date, known: dt.date | None = None) -> PlanStatus:
    """Return how a plan stood at the end of a day, by what was known at the end of `known`.

    Twenty queries at most, whatever the number of activities.
    """
    moment = end_of(on)
    knew = end_of(known) if known is not None else timezone.now()
    activities = rows_at(Activity, moment, Q(plan=plan.pk), known=knew)
    used = Q(id__in={past.row.focus_area_id for past in activities})
    areas = rows_at(FocusArea, moment, Q(period=plan.period_id) | used, known=knew)
    plans = rows_at(ActionPlan, moment, Q(id=plan.pk))
    board = _Board(activities, on, moment, knew)
    by_area: dict[int, list[ActivityStatus]] = {}
    for past in sorted(activities, key=lambda past: (past.row.order, past.key)):
        by_area.setdefault(past.row.focus_area_id, []).append(board.activity(past))
    ordered = sorted(areas, key=lambda past: (past.row.order, past.key))
    outputs, outputs_shaped = _outputs(plan, on, moment, knew, activities, ordered)
    shaped = [past.shaped for past in (*plans, *areas, *activities)] + [*board.told.shaped, *outputs_shaped]
    return PlanStatus(
        year=plan.year,
        title=plans[0].row.title if plans else plan.title,
        on=on,
        known=known,
        areas=[AreaStatus(past.row.order, past.row.title, by_area.get(past.key, [])) for past in ordered],
        outputs=outputs,
        changed=max(shaped, default=plan.updated_at),
    )


def _names(model: Any, name: str, moment: dt.datetime, keys: Iterable[int | None]) -> dict[int | None, str]:
    """Return what rows were called. Two queries, none without rows."""
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return {}
    return {past.key: getattr(past.row, name) for past in rows_at(model, moment, Q(id__in=wanted))}


class _Board:
    """What is known of all activities together, from which each one's line is made. Five queries or so."""

    def __init__(self, activities: list[Past], on: dt.date, moment: dt.datetime, knew: dt.datetime) -> None:
        keys = [past.key for past in activities]
        self.on = on
        self.told = _Told(keys, on, moment, knew)
        self.bodies = _names(Body, "name", moment, (past.row.responsible_id for past in activities))
        self.existing = set(Activity.objects.filter(pk__in=keys).values_list("pk", flat=True))

    def activity(self, past: Past) -> ActivityStatus:
        """Return an activity as it stood. No queries."""
        row, told = past.row, self.told
        now, said = told.standing(past), told.message(past.key)
        then, said_then = told.standing(past, at_the_time=True), told.message(past.key, at_the_time=True)
        return ActivityStatus(
            number=row.number,
            title=row.title,
            responsible=self.bodies.get(row.responsible_id, ""),
            ends_on=row.ends_on,
            date_note=row.date_note,
            now=now,
            then=then if (now, said) != (then, said_then) else None,
            message=said,
            late=row.ends_on is not None and row.ends_on < self.on and now.status not in CLOSED,
            afterwards=past.afterwards,
            exists=past.key in self.existing,
        )


class _Told:
    """What was told for days up to `on`: as one knows it now, and as one did then. Three queries."""

    def __init__(self, keys: list[int], on: dt.date, moment: dt.datetime, knew: dt.datetime) -> None:
        history: Any = Update.history
        rows = list(history.filter(activity_id__in=keys).order_by("history_date", "history_id"))
        self._moment = moment
        self._entered: dict[int, dt.datetime] = {}
        first: dict[int, dt.datetime] = {}
        for row in rows:
            self._entered.setdefault(row.id, row.history_date)
            first.setdefault(row.activity_id, row.history_date)
        self._first = first_standings(first, first, until=moment) if first else {}
        # Made in bulk: nobody knows when.
        bulk = list(Update.objects.filter(activity__in=keys, on__lte=on).exclude(pk__in=self._entered))
        now, then = _known(rows, knew, on), _known(rows, moment, on)
        self.shaped = [row.history_date for row in now]
        self._now, self._then = _by_activity([*now, *bulk]), _by_activity([*then, *bulk])

    def standing(self, past: Past, *, at_the_time: bool = False) -> Standing:
        """Return how an activity stood: as its history had it before anything was told, and what was told."""
        row = past.row
        first = self._first.get(past.key) or Standing(row.status, row.status_reason, row.progress)
        return standing(first, (self._then if at_the_time else self._now).get(past.key, ()))

    def message(self, key: int, *, at_the_time: bool = False) -> Message | None:
        """Return the last that was told in words or with a status; None where nothing was."""
        for row in reversed((self._then if at_the_time else self._now).get(key, ())):
            if row.text or row.status:
                entered = self._entered.get(row.id)
                return Message(row.on, row.text, entered is not None and entered > self._moment)
        return None


def _known(rows: list[Any], until: dt.datetime, on: dt.date) -> list[Any]:
    """Return the updates for days up to `on` that one knew of at `until`, as they were then."""
    # What went with its whole activity gives no reason, and was true; what was taken back gives one.
    telling = (row for row in rows if row.history_type != "-" or row.history_change_reason)
    latest = {row.id: row for row in telling if row.history_date <= until}
    return [row for row in latest.values() if row.on <= on and row.history_type != "-"]


def _by_activity(rows: list[Any]) -> dict[int, list[Any]]:
    """Return updates by the activity that they are about, in the order of their days."""
    found: dict[int, list[Any]] = {}
    for row in sorted(rows, key=lambda row: (row.on, row.id)):
        found.setdefault(row.activity_id, []).append(row)
    return found


def _outputs(
    plan: ActionPlan,
    on: dt.date,
    moment: dt.datetime,
    knew: dt.datetime,
    activities: list[Past],
    areas: list[Past],
) -> tuple[list[OutputStatus], list[dt.datetime]]:
    """Return the outputs of the plan's activities, and those of its year without one; and their changes."""
    numbers = {past.key: past.row.number for past in activities}
    titles = {past.key: past.row.title for past in areas}
    where = Q(activity_id__in=set(numbers)) | Q(activity_id=None, year=plan.year)
    found = [past for past in rows_at(Output, moment, where, known=knew) if not _unheard_of(past, on)]
    latest = {past.key: past.row for past in rows_at(Output, knew, Q(id__in={past.key for past in found}))}
    towns = _names(Municipality, "name", moment, (past.row.municipality_id for past in found))
    documents = _names(Document, "title", moment, (past.row.document_id for past in found))
    made = []
    for past in sorted(found, key=lambda past: (past.row.on is None, past.row.on or on, past.key)):
        row, since = past.row, latest.get(past.key)
        # It had been done by then, though nobody had written it yet.
        done = since is not None and since.status == Output.Status.DONE and _had_come(since, on)
        late_news = done and row.status != Output.Status.DONE
        made.append(
            OutputStatus(
                kind=row.kind,
                title=row.title,
                status=since.status if late_news and since is not None else row.status,
                on=since.on if late_news and since is not None else row.on,
                date_note=row.date_note,
                activity=numbers.get(row.activity_id, ""),
                area=titles.get(row.focus_area_id, ""),
                municipality=towns.get(row.municipality_id, ""),
                url=row.url,
                document=documents.get(row.document_id, ""),
                afterwards=past.afterwards or late_news,
            )
        )
    return made, [past.shaped for past in found]


def _had_come(row: Any, on: dt.date) -> bool:
    """Say whether the day of an output had come, where it is known."""
    return row.on is not None and row.on <= on


def _unheard_of(past: Past, on: dt.date) -> bool:
    """Say whether nobody can have known of an output on the day: it came and was entered later, as done."""
    return past.afterwards and past.row.on is not None and past.row.on > on and past.row.status != "planlagt"
