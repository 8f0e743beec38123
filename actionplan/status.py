"""How a plan stood on a date: its activities, with what was told of them, and the outputs of the time.

Two times meet here. `on` is the day that is asked about; what counts is what was registered by its end, out
of the history, so that nothing that happens later changes the report of the day. Whoever wants what came in
later as well says by the end of which day (`known`): it is added, and marked.

A plan that the portal did not know on the day (its year was over before the portal, or it was not yet begun)
stands as it was first registered, and stays so: `PlanStatus.entered` says when. That is the end of the load
for what came from content files, else the end of the day on which the first activity was entered, for who
enters an old plan by hand needs more than a moment.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from actionplan.models import ActionPlan, Activity, FocusArea, Output, Update
from actionplan.standing import Standing, first_standings, is_overdue, standing
from actionplan.status_adoption import Adoption, adoption_at
from members.models import Body, Document, Municipality
from osloregionen.loading import CHANGE_REASON
from osloregionen.models import LoadedRow
from osloregionen.past import Past, end_of, rows_at

#: What has come to its end, and so can't be late.
CLOSED = (Activity.Status.DONE, Activity.Status.CANCELLED)


@dataclass(frozen=True)
class Message:
    """What was told for a day, in words or not. `afterwards`: it came in after the report's time."""

    on: dt.date
    text: str
    told: Standing
    afterwards: bool


@dataclass(frozen=True)
class ActivityStatus:
    """An activity on the day. `then` is how it stood by what was known on that day, where that is another.

    `reason_on` is the day for which its status was told. `page` is the year and number under which it has a
    page today, None where it has none. `afterwards`: it was entered after the report's time.
    """

    number: str
    title: str
    responsible: str
    ends_on: dt.date | None
    date_note: str
    now: Standing
    then: Standing | None
    reason_on: dt.date | None
    messages: list[Message]
    late: bool
    afterwards: bool
    page: tuple[int, str] | None

    @property
    def open(self) -> bool:
        """Whether it is neither done nor cancelled; also where nobody has told how it stands."""
        return self.now.status not in CLOSED

    @property
    def without_deadline(self) -> bool:
        """Whether it is open, and nothing says by when it is to be done."""
        return self.open and self.ends_on is None

    @property
    def with_deadline(self) -> bool:
        """Whether it is open, and can be late."""
        return self.open and self.ends_on is not None


@dataclass(frozen=True)
class OutputStatus:
    """An output on the day. `activity` is its number; `afterwards`: this came in after the report's time.

    `overdue`: it stands as planned, for a time that was over by the day.
    """

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
    overdue: bool
    afterwards: bool


@dataclass(frozen=True)
class AreaStatus:
    """A focus area and its activities, in the plan's order. `afterwards`: it came after the report's time."""

    order: int
    title: str
    activities: list[ActivityStatus]
    afterwards: bool


@dataclass(frozen=True)
class PlanStatus:
    """A plan on a day. `changed` is when any of this got the shape that it has here.

    `known` is the day to whose end later news are in it, None where none are. `entered` is when a plan that
    nobody had registered by the day was, None for the others. `settled`: nothing can be registered any more
    that belongs in it.
    """

    year: int
    title: str
    on: dt.date
    known: dt.date | None
    entered: dt.date | None
    settled: bool
    adoption: Adoption
    areas: list[AreaStatus]
    outputs: list[OutputStatus]
    changed: dt.datetime

    @property
    def activities(self) -> list[ActivityStatus]:
        """All activities, area by area."""
        return [activity for area in self.areas for activity in area.activities]


def status_at(plan: ActionPlan, on: dt.date, known: dt.date | None = None) -> PlanStatus:
    """Return how a plan stood at the end of a day, by what was registered by then.

    With `known` also by what was registered later, to the end of that day. 23 queries at most, whatever the
    number of activities; four more for a plan that nobody had registered by the day.
    """
    past_plan, moment = _registered(plan, end_of(on))
    knew = max(moment, end_of(known)) if known is not None else moment
    row = past_plan.row
    activities = rows_at(Activity, moment, Q(plan=plan.pk), known=knew)
    used = Q(id__in={past.row.focus_area_id for past in activities})
    areas = rows_at(FocusArea, moment, Q(period=row.period_id) | used, known=knew)
    board = _Board(activities, on, moment, knew, bodies=[row.adopted_by_id])
    by_area: dict[int, list[ActivityStatus]] = {}
    for past in sorted(activities, key=lambda past: (past.row.order, past.key)):
        by_area.setdefault(past.row.focus_area_id, []).append(board.activity(past))
    ordered = sorted(areas, key=lambda past: (past.row.order, past.key))
    where = Q(activity_id__in={past.key for past in activities}) | Q(activity_id=None, year=row.year)
    outputs, outputs_shaped = _outputs(where, on, moment, knew, activities, ordered)
    shaped = [past.shaped for past in (past_plan, *areas, *activities)] + [
        *board.told.shaped,
        *outputs_shaped,
    ]
    adoption = adoption_at(row, board.bodies.get(row.adopted_by_id, ""), on, moment, knew)
    if adoption.made_at is not None:
        shaped.append(adoption.made_at)
    return PlanStatus(
        year=row.year,
        title=row.title,
        on=on,
        known=known if knew > moment else None,
        entered=timezone.localdate(moment) if moment > end_of(on) else None,
        settled=knew < timezone.now(),
        adoption=adoption,
        areas=[
            AreaStatus(past.row.order, past.row.title, by_area.get(past.key, []), past.afterwards)
            for past in ordered
        ],
        outputs=outputs,
        changed=max(shaped),
    )


def _registered(plan: ActionPlan, moment: dt.datetime) -> tuple[Past, dt.datetime]:
    """Return a plan as it was at a moment, and the moment: a later one where nobody had registered it yet."""
    found = rows_at(ActionPlan, moment, Q(id=plan.pk))
    if found and not found[0].afterwards:
        return found[0], moment
    later = _next_registered(plan, moment)
    return _registered(plan, later) if later is not None else (Past(plan, None, False), moment)


def _next_registered(plan: ActionPlan, moment: dt.datetime) -> dt.datetime | None:
    """Return by when the first was there that was registered of a plan after a moment. Three queries at most.

    Activities tell it, and where there are none the plan itself; None where nothing was registered.
    """
    for model, where in ((Activity, Q(plan=plan.pk)), (ActionPlan, Q(id=plan.pk))):
        history: Any = model.history
        later = history.filter(where, history_date__gt=moment).exclude(history_type="-")
        row = later.order_by("history_date", "history_id").first()
        if row is None:
            continue
        if row.history_change_reason == CHANGE_REASON:
            # A load notes last, and all at once, what it has made; the next note is its own.
            noted = LoadedRow.objects.filter(loaded_at__gte=row.history_date).order_by("loaded_at", "pk")
            if loaded := noted.first():
                return loaded.loaded_at
        return end_of(timezone.localdate(row.history_date))
    return None


def _names(
    model: Any, name: str, moment: dt.datetime, knew: dt.datetime, keys: Iterable[int | None]
) -> dict[int | None, str]:
    """Return what rows were called. Two queries, none without rows."""
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return {}
    rows = rows_at(model, moment, Q(id__in=wanted), known=knew)
    return {past.key: getattr(past.row, name) for past in rows}


class _Board:
    """What is known of all activities together, from which each one's line is made. Five queries or so."""

    def __init__(
        self,
        activities: list[Past],
        on: dt.date,
        moment: dt.datetime,
        knew: dt.datetime,
        *,
        bodies: Iterable[int | None],
    ) -> None:
        keys = [past.key for past in activities]
        self.on = on
        self.told = _Told(keys, on, moment, knew)
        wanted = [*bodies, *(past.row.responsible_id for past in activities)]
        self.bodies = _names(Body, "name", moment, knew, wanted)
        pages = Activity.objects.filter(pk__in=keys).order_by().values_list("pk", "plan__year", "number")
        self.pages = {key: (year, number) for key, year, number in pages}

    def activity(self, past: Past) -> ActivityStatus:
        """Return an activity as it stood. No queries."""
        row, told = past.row, self.told
        now, said = told.standing(past), told.messages(past.key)
        then, said_then = told.standing(past, at_the_time=True), told.messages(past.key, at_the_time=True)
        return ActivityStatus(
            number=row.number,
            title=row.title,
            responsible=self.bodies.get(row.responsible_id, ""),
            ends_on=row.ends_on,
            date_note=row.date_note,
            now=now,
            then=then if (now, said) != (then, said_then) else None,
            reason_on=told.status_day(past.key),
            messages=said,
            late=row.ends_on is not None and row.ends_on < self.on and now.status not in CLOSED,
            afterwards=past.afterwards,
            page=self.pages.get(past.key),
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
        # Made in bulk, without history.
        stored = Update.objects.filter(activity__in=keys, on__lte=on, created_at__lte=knew)
        bulk = list(stored.exclude(pk__in=self._entered))
        now, then = _known(rows, knew, on), _known(rows, moment, on)
        self.shaped = [row.history_date for row in now]
        self._now, self._then = _by_activity([*now, *bulk]), _by_activity([*then, *bulk])

    def standing(self, past: Past, *, at_the_time: bool = False) -> Standing:
        """Return how an activity stood: as its history had it before anything was told, and what was told."""
        row = past.row
        first = self._first.get(past.key) or Standing(row.status, row.status_reason, row.progress)
        return standing(first, (self._then if at_the_time else self._now).get(past.key, ()))

    def status_day(self, key: int) -> dt.date | None:
        """Return the day for which an activity's status was told last; None where it was not."""
        return next((row.on for row in reversed(self._now.get(key, ())) if row.status), None)

    def messages(self, key: int, *, at_the_time: bool = False) -> list[Message]:
        """Return the last that was told in words, and what was told without any since."""
        found: list[Message] = []
        for row in reversed((self._then if at_the_time else self._now).get(key, ())):
            if row.text or not found:
                entered = self._entered.get(row.id)
                late = entered is not None and entered > self._moment
                told = Standing(row.status, row.status_reason, row.progress)
                found.append(Message(row.on, row.text, told, late))
            if row.text:
                break
        return found[::-1]


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
    where: Q,
    on: dt.date,
    moment: dt.datetime,
    knew: dt.datetime,
    activities: list[Past],
    areas: list[Past],
) -> tuple[list[OutputStatus], list[dt.datetime]]:
    """Return the outputs of the plan's activities, and those of its year without one; and their changes."""
    numbers = {past.key: past.row.number for past in activities}
    titles = {past.key: past.row.title for past in areas}
    found = [past for past in rows_at(Output, moment, where, known=knew) if not _unheard_of(past, on)]
    latest = {past.key: past.row for past in rows_at(Output, knew, Q(id__in={past.key for past in found}))}
    towns = _names(Municipality, "name", moment, knew, (past.row.municipality_id for past in found))
    documents = _names(Document, "title", moment, knew, (past.row.document_id for past in found))
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
                overdue=not late_news and is_overdue(row, on),
                afterwards=past.afterwards or late_news,
            )
        )
    return made, [past.shaped for past in found]


def _had_come(row: Any, on: dt.date) -> bool:
    """Say whether the day of an output had come, where it is known."""
    return row.on is not None and row.on <= on


def _unheard_of(past: Past, on: dt.date) -> bool:
    """Say whether nobody can have known of an output on the day: it came and was entered later, as done."""
    later = past.entered is not None and past.entered > end_of(on)
    return later and _comes_after(past.row, on) and past.row.status != Output.Status.PLANNED


def _comes_after(row: Any, on: dt.date) -> bool:
    """Say whether an output's time is after the day, as far as it is known."""
    return row.on > on if row.on is not None else row.year > on.year  # type: ignore[no-any-return]
