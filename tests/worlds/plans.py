"""Made-up strategic periods and action plans, with everything an activity can say, and with nothing."""

import datetime as dt
import hashlib
import io
from dataclasses import replace
from functools import cache

import pikepdf

from actionplan.models import (
    ActionPlan,
    Activity,
    ActivityGoal,
    ActivityWording,
    FocusArea,
    Output,
    PeriodGoal,
    PlanVersion,
    Priority,
    StrategicPeriod,
    SubPoint,
    Treatment,
    Update,
)
from actionplan.snapshot import content_of
from declaration.models import Commitment
from members.models import Body, Document
from osloregionen.sdg import GOALS
from tests.worlds.members import Council
from tests.worlds.store import SOURCE, SOURCES, day, link, prose, store

LATEST = 2026
#: Activities are spread on so many of the four focus areas; the last is empty in every plan.
_USED_AREAS = 3
_AREAS = (
    "Prøveareal, transport, mobilitet og logistikk",
    "Prøveklima og miljø",
    "Prøvekonkurransekraft og samferdselsinvesteringsprioriteringer",
    "Prøvefellesskap uten aktiviteter",
)
_ADOPTIONS = ("vedtatt", "utkast", "til_behandling", "", "forslag")
#: Of the plan before the latest a new version is being drafted, beside the one that was adopted.
_REDRAFTED = LATEST - 1


def build_plans(council: Council, *, plans: int, activities: int, points: int) -> list[ActionPlan]:
    """Make so many yearly plans, the last for 2026, of so many activities each, in two strategic periods.

    `points` says how many priorities the periods have, and how many an activity follows.
    """
    years = list(range(LATEST - plans + 1, LATEST + 1))
    turn = years[len(years) // 2] if years else LATEST
    periods = [
        _period(min([turn - 4, *years]), turn - 1, council, points, adopted=False),
        _period(turn, max(turn + 3, LATEST), council, points, adopted=True),
    ]
    made = []
    before: list[Activity] = []
    for year in years:
        period = periods[year >= turn]
        plan = _plan(year, period, council.bodies)
        store([_treatment(plan, council.bodies[-1])])
        before = _activities(plan, activities, council, points, before)
        store([update for n, row in enumerate(before) for update in _updates(row, n)])
        store([_output(plan, n, council, before) for n in range(len(before) // 2)])
        if year == _REDRAFTED:
            _version(plan, council.bodies[0])
        made.append(plan)
    return made


def _period(starts: int, ends: int, council: Council, points: int, *, adopted: bool) -> StrategicPeriod:
    period = store(
        [
            StrategicPeriod(
                title=f"Prøveføringer {starts}–{ends}",
                slug=f"proveforinger-{starts}",
                starts=starts,
                ends=ends,
                vision=prose(starts, 1) if adopted else "",
                vision_note=prose(starts) if adopted else "",
                roles=f"- {prose(1, 1)}\n- {prose(2, 1)}" if adopted else "",
                adopted_on=dt.date(starts - 1, 10, 28) if adopted else None,
                adopted_by=council.bodies[0] if adopted else None,
                source=SOURCE,
            )
        ]
    )[0]
    store([PeriodGoal(period=period, goal=goal) for goal in (3, 9, 11, 13)])
    areas = store([FocusArea(period=period, order=n, title=title) for n, title in enumerate(_AREAS, start=1)])
    tops = store(
        [
            Priority(focus_area=area, order=n, text=prose(n, 1 + n % 2))
            for area in areas[:_USED_AREAS]
            for n in range(1, 2 + points // 4)
        ]
    )
    store(
        [
            Priority(focus_area=top.focus_area, parent=top, order=n, text=prose(n, 1))
            for top in tops[::2]
            for n in range(1, 1 + points // 4)
        ]
    )
    return period


def _plan(year: int, period: StrategicPeriod, bodies: list[Body]) -> ActionPlan:
    status = _ADOPTIONS[LATEST - year] if LATEST - year < len(_ADOPTIONS) else "vedtatt"
    adopted = status == "vedtatt"
    return store(
        [
            ActionPlan(
                year=year,
                title=f"Prøvehandlingsprogram {year}",
                period=period,
                introduction=prose(year, 6) if year % 2 == 0 else "",
                status=status,
                adopted_on=dt.date(year - 1, 12, 4) if adopted else None,
                adopted_by=bodies[0] if adopted else None,
                case_reference=f"{year - 1}/0042" if adopted else "",
                source=SOURCE,
            )
        ]
    )[0]


def _version(plan: ActionPlan, body: Body) -> None:
    """Adopt a plan as it is now but for its introduction: what the page shows was changed since."""
    adopted = replace(content_of(plan), introduction="Slik sto innledningen da prøveprogrammet ble vedtatt.")
    text = adopted.adopted(
        status="vedtatt",
        adopted_on=dt.date(plan.year - 1, 12, 4),
        adopted_by=body.name,
        case_reference=f"{plan.year - 1}/0042",
        version=1,
        warnings=("Alle aktivitetene mangler noe i denne prøven.",),
        accepted_because=prose(plan.year, 1),
    )
    pdf = blank_pdf()
    PlanVersion.objects.create(
        plan=plan,
        number=1,
        title=text.title,
        adopted_on=text.adopted_on,
        adopted_by=text.adopted_by,
        case_reference=text.case_reference,
        warnings=list(text.warnings),
        accepted_because=text.accepted_because,
        content=text.to_json(),
        content_sha256=text.sha256(),
        pdf=pdf,
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        pdf_pages=1,
        pdf_bytes=len(pdf),
        made_at=text.changed,
        made_by="Prøve",
    )


@cache
def blank_pdf() -> bytes:
    """Return a file that is a PDF, and no more: printing a plan takes seconds."""
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(made, static_id=True)
    return made.getvalue()


def _treatment(plan: ActionPlan, body: Body) -> Treatment:
    """Return a body's treatment of a plan on its way."""
    said = prose(plan.year, 1) if plan.year % 2 else ""
    return Treatment(plan=plan, body=body, on=dt.date(plan.year - 1, 11, 5), outcome=said, source=SOURCE)


def _activities(
    plan: ActionPlan, count: int, council: Council, points: int, before: list[Activity]
) -> list[Activity]:
    areas = list(plan.period.focus_areas.order_by("order"))
    rows = store([_activity(plan, n, areas, council.bodies, before) for n in range(count)])
    store(
        [
            ActivityGoal(activity=row, goal=goal)
            for n, row in enumerate(rows)
            # One in five has none; the others up to four, so that every goal is used by ten activities.
            for goal in sorted({(n * 5 + step * 3) % len(GOALS) + 1 for step in range(n % 5)})
        ]
    )
    store(
        [
            SubPoint(activity=row, order=place, text=prose(n + place, 1 + place % 2))
            for n, row in enumerate(rows)
            for place in range(1, n % 4 + 1)
        ]
    )
    store(list(_wordings(rows, council.documents)))
    mine = Priority.objects.filter(focus_area__period=plan.period)
    follow = {
        "commitment": Commitment.objects.order_by("pk").values_list("pk", flat=True),
        "priority": mine.order_by("pk").values_list("pk", flat=True),
    }
    for kind, keys in follow.items():
        known = list(keys)
        through = Activity.commitments.through if kind == "commitment" else Activity.priorities.through
        pairs = {
            (row.pk, known[(n + step) % len(known)])
            for n, row in enumerate(rows)
            for step in range(1 + points // 6)
            if known and n % 3 != 1
        }
        link(through, "activity", kind, sorted(pairs))
    return rows


def _wordings(rows: list[Activity], documents: list[Document]) -> list[ActivityWording]:
    if len(documents) < 2:
        return []
    # Of three one has none, one has one, one has two: sometimes in the same words.
    return [
        ActivityWording(
            activity=row,
            order=place + 1,
            document=documents[place],
            text=prose(n if n % 2 else n + place, 2),
        )
        for n, row in enumerate(rows)
        for place in range(n % 3)
    ]


def _activity(
    plan: ActionPlan, n: int, areas: list[FocusArea], bodies: list[Body], before: list[Activity]
) -> Activity:
    area, order = areas[n % _USED_AREAS], n // _USED_AREAS + 1
    status = ("", *Activity.Status.values)[n % 6]
    starts_on = day(plan.year, n) if n % 4 in (1, 2) else None
    ends_on = dt.date(plan.year, 12, 31) if n % 4 in (2, 3) else None
    return Activity(
        plan=plan,
        focus_area=area,
        number=f"{area.order}.{order}",
        order=order,
        # The first ones of an area stand without a heading.
        heading="" if order <= 2 else f"Prøveoverskrift {(order - 1) // 10 + 1}",
        title=f"Prøveaktivitet {plan.year}/{n + 1}" + (f": {prose(n, 2)}" if n % 5 == 4 else ""),
        description=f"{prose(n, 3)}\n\n{prose(n + 3, 2)}" if n % 3 else "",
        role_and_form=prose(n, 2) if n % 2 == 0 else "",
        responsible=bodies[n % len(bodies)] if n % 3 != 1 else None,
        partners="Prøvefylkeskommunen, Åpen Prøveforening og Prøvenæringen" if n % 3 == 2 else "",
        starts_on=starts_on,
        ends_on=ends_on,
        date_note="hvert halvår" if n % 7 == 3 else "",
        status=status,
        status_reason=prose(n, 1) if status in ("utsatt", "avlyst") or n % 9 == 1 else "",
        progress=n * 7 % 101 if n % 3 == 0 else None,
        continues=before[n] if n % 3 == 0 and n < len(before) else None,
        internal_note="INTERNT prøvenotat" if n % 2 else "",
        source=SOURCES[n % 3],
        verified_on=day(2025, n) if n % 4 == 0 else None,
    )


def _updates(activity: Activity, n: int) -> list[Update]:
    """Return what was told of an activity: of every second nothing, of the others how it came to stand."""
    if n % 2 == 0:
        return []
    told = [Update(activity=activity, on=dt.date(activity.plan.year, 1 + n % 4, 5), text=prose(n, 1 + n % 3))]
    if activity.status:
        told.append(
            Update(
                activity=activity,
                on=dt.date(activity.plan.year, 5 + n % 5, 17),
                status=activity.status,
                status_reason=activity.status_reason,
                progress=activity.progress,
                text=prose(n + 1, 1) if n % 3 else "",
                source=SOURCES[n % 3],
            )
        )
    return told


def _output(plan: ActionPlan, n: int, council: Council, activities: list[Activity]) -> Output:
    """Return an output of a plan's year, of every kind and status, two of three of them of an activity."""
    activity = activities[n] if n % 3 else None
    document = council.documents[n % len(council.documents)] if council.documents and n % 4 == 0 else None
    return Output(
        kind=Output.Kind.values[n % len(Output.Kind.values)],
        title=f"Prøveleveranse {plan.year}/{n + 1}",
        description=prose(n, 2) if n % 5 == 2 else "",
        status=("", *Output.Status.values)[n % 4],
        year=plan.year,
        on=day(plan.year, n) if n % 2 else None,
        date_note="" if n % 2 else f"våren {plan.year}",
        activity=activity,
        focus_area=activity.focus_area if activity else None,
        document=document,
        url="https://example.org/prove" if n % 7 == 1 else "",
        source=SOURCES[n % 3],
    )
