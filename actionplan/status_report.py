"""What the status of a plan says, on its page and in print: every word and number of a `PlanStatus`."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actionplan.models import Activity, Output
from actionplan.selectors import status_mark
from actionplan.standing import Standing
from actionplan.status import ActivityStatus, AreaStatus, Message, OutputStatus, PlanStatus
from actionplan.story import OutputLine, standing_text
from osloregionen.documents import title_size
from osloregionen.formatting import (
    MISSING,
    counted_nb,
    date_nb,
    date_or_note_nb,
    list_nb,
    number_nb,
)
from osloregionen.parts import Figure, Status

LATE = "forsinket"
#: In which order they are told of. An open one past its deadline is late, whatever else it is.
_ORDER = (
    Activity.Status.DONE,
    Activity.Status.UNDER_WAY,
    LATE,
    Activity.Status.POSTPONED,
    Activity.Status.PLANNED,
    Activity.Status.CANCELLED,
    "",
)
#: What one asks of these is why; where nobody has said it, the report says so.
_WANT_REASON = (LATE, Activity.Status.POSTPONED, Activity.Status.CANCELLED)


@dataclass(frozen=True)
class Line:
    """An activity as it is told of. `url` is that of its page, empty where it has none any more."""

    number: str
    title: str
    url: str
    area: str
    group: str
    mark: Status | None
    standing: str
    deadline: str
    responsible: str
    why: list[str]


@dataclass(frozen=True)
class Group:
    """The activities of a focus area that stand alike."""

    mark: Status | None
    heading: str
    lines: list[Line]


@dataclass(frozen=True)
class AreaReport:
    """A focus area: how it goes in a sentence, and its activities."""

    number: int
    title: str
    anchor: str
    lead: str
    groups: list[Group]

    @property
    def lines(self) -> list[Line]:
        """The activities across the groups."""
        return [line for group in self.groups for line in group.lines]


@dataclass(frozen=True)
class CountRow:
    """A line of the counts: how activities stand, and how many do so under each heading."""

    label: str
    counts: list[int]


@dataclass(frozen=True)
class StatusReport:
    """Everything that the page and the PDF say."""

    title: str
    title_size: str
    year: int
    plan: str
    day: str
    status: str
    final: bool
    practice: bool
    headline: str
    known: str
    figures: list[Figure]
    count_heads: list[str]
    counts: list[CountRow]
    areas: list[AreaReport]
    outputs: list[OutputLine]
    outputs_lead: str
    notes: list[str]
    changed: dt.datetime
    address: str


def report_of(status: PlanStatus, address: str = "") -> StatusReport:
    """Return what is said of a plan's status. No queries."""
    day = date_nb(status.on)
    title = _("Status for %(plan)s") % {"plan": status.title}
    all_late = bool(status.activities) and all(one.afterwards for one in status.activities)
    areas = [_area(area, status, mark_entered=not all_late) for area in status.areas]
    heads, counts = _counts(status)
    return StatusReport(
        title=title,
        title_size=title_size(title),
        year=status.year,
        plan=status.title,
        day=day,
        status=_("Status %(day)s") % {"day": day},
        final=True,
        practice=False,
        headline=_sentence(status.activities),
        known=_("Slik det var registrert ved utgangen av %(day)s.") % {"day": date_nb(status.known)}
        if status.known is not None
        else "",
        figures=_figures(status.activities),
        count_heads=heads,
        counts=counts,
        areas=areas,
        outputs=[_output(one, day) for one in status.outputs],
        outputs_lead=_outputs_lead(status),
        notes=list(_notes(status, day, all_late=all_late)),
        changed=status.changed,
        address=address,
    )


def group_of(activity: ActivityStatus) -> str:
    """Return under which heading an activity is told of: its status, or that it is late."""
    return LATE if activity.late else activity.now.status


def _words(group: str) -> str:
    """Return what a group is called: "fullført", "forsinket", "status ikke registrert"."""
    if group == LATE:
        return _("forsinket")
    return str(Activity.Status(group).label) if group else _("status ikke registrert")


def _mark(group: str) -> Status | None:
    return Status(_words(LATE), "!", "framed") if group == LATE else status_mark(group)


def _sentence(activities: list[ActivityStatus]) -> str:
    """Return "14 aktiviteter: 2 fullført, 3 forsinket og 9 uten registrert status. 5 er uten frist."."""
    if not activities:
        return _("Ingen aktiviteter er registrert.")
    counted = counted_nb(len(activities), _("aktivitet"), _("aktiviteter"))
    parts = []
    for group in _ORDER:
        count = sum(group_of(one) == group for one in activities)
        if count and group:
            parts.append(f"{count} {_words(group)}")
        elif count:
            parts.append(_("%(count)s uten registrert status") % {"count": count})
    without = sum(one.without_deadline for one in activities)
    told = f"{counted}: {list_nb(parts)}."
    if not without:
        return told
    all_of_them = without == len(activities) and without > 1
    return f"{told} " + _("%(count)s er uten frist.") % {"count": _("Alle") if all_of_them else without}


def _counts(status: PlanStatus) -> tuple[list[str], list[CountRow]]:
    """Return the headings of the counts, the focus areas and the whole plan, and a line for each standing."""
    heads = [f"{area.order} {area.title}" for area in status.areas]
    counted = [_counted(area.activities) for area in status.areas]
    if len(heads) > 1:
        heads.append(_("Hele programmet"))
        counted.append(_counted(status.activities))
    labels = [
        _("Aktiviteter"),
        *(str(capfirst(_words(group))) for group in _ORDER),
        _("Uten frist"),
    ]
    return heads, [CountRow(label, list(row)) for label, *row in zip(labels, *counted, strict=True)]


def _figures(activities: list[ActivityStatus]) -> list[Figure]:
    """Return the numbers that one looks for first."""
    total, done, under_way, late, *_others, unknown, without = _counted(activities)
    return [
        Figure(number_nb(count), label)
        for count, label in (
            (total, _("aktiviteter")),
            (done, _("fullført")),
            (under_way, _("pågår")),
            (late, _("forsinket")),
            (without, _("uten frist")),
            (unknown, _("status ikke registrert")),
        )
    ]


def _counted(activities: list[ActivityStatus]) -> list[int]:
    groups = [group_of(one) for one in activities]
    without = sum(one.without_deadline for one in activities)
    return [len(groups), *(groups.count(group) for group in _ORDER), without]


def _area(area: AreaStatus, status: PlanStatus, *, mark_entered: bool) -> AreaReport:
    def place(activity: ActivityStatus) -> int:
        return _ORDER.index(group_of(activity))

    groups = []
    for _place, found in groupby(sorted(area.activities, key=place), key=place):
        members = list(found)
        group = group_of(members[0])
        counted = counted_nb(len(members), _("aktivitet"), _("aktiviteter"))
        lines = [_line(one, area, status, mark_entered=mark_entered) for one in members]
        groups.append(Group(_mark(group), f"{capfirst(_words(group))}: {counted}", lines))
    lead = _sentence(area.activities) if area.activities else _no_activities(status)
    return AreaReport(area.order, area.title, f"innsatsomrade-{area.order}", lead, groups)


def _no_activities(status: PlanStatus) -> str:
    return _(
        "Ingen aktiviteter er registrert for dette innsatsområdet i handlingsprogrammet for %(year)d."
    ) % {"year": status.year}


def _line(activity: ActivityStatus, area: AreaStatus, status: PlanStatus, *, mark_entered: bool) -> Line:
    group = group_of(activity)
    url = ""
    if activity.exists:
        place = {"year": status.year, "number": activity.number}
        url = reverse("actionplan:activity_detail", kwargs=place)
    return Line(
        number=activity.number,
        title=activity.title,
        url=url,
        area=area.title,
        group=_words(group),
        mark=_mark(group),
        standing=standing_text(activity.now),
        deadline=_deadline(activity),
        responsible=activity.responsible,
        why=list(_why(activity, group, status, mark_entered=mark_entered)),
    )


def _deadline(activity: ActivityStatus) -> str:
    """Return by when it was to be done; "–" of what came to its end without a deadline."""
    if activity.ends_on is not None:
        return date_nb(activity.ends_on)
    without = _("uten frist") if activity.open else ""
    return f"{without} ({activity.date_note})".strip() if activity.date_note else without or "–"


def _why(activity: ActivityStatus, group: str, status: PlanStatus, *, mark_entered: bool) -> Iterator[str]:
    """Give what is known of why it stands as it does, a sentence or two each, and what came in later."""
    message = activity.message
    if activity.now.status_reason:
        yield activity.now.status_reason
    if message is not None and message.text and message.text != activity.now.status_reason:
        yield f"{date_nb(message.on)}: {message.text}"
    elif not activity.now.status_reason and group in _WANT_REASON:
        yield _("Begrunnelse: %(missing)s.") % {"missing": MISSING}
    day = date_nb(status.on)
    if activity.then is not None:
        yield from _came_later(activity.now, activity.then, message, day)
    if activity.afterwards and mark_entered:
        yield _("Aktiviteten ble lagt inn i portalen etter %(day)s.") % {"day": day}


def _came_later(now: Standing, then: Standing, message: Message | None, day: str) -> Iterator[str]:
    """Give what was told or mended after the day, where it says more than what was told then."""
    is_news = message is not None and message.afterwards
    came = _("Meldt i ettertid.") if is_news else _("Rettet i ettertid.")
    if now != then:
        told = standing_text(then) or MISSING
        yield came + " " + _("Det som var meldt %(day)s: %(then)s.") % {"day": day, "then": told}
    elif message is not None and message.text:
        yield came


def _output(output: OutputStatus, day: str) -> OutputLine:
    belongs = [
        _("Aktivitet %(number)s") % {"number": output.activity} if output.activity else "",
        "" if output.activity else output.area,
        output.municipality,
        output.document if output.document != output.title else "",
    ]
    return OutputLine(
        when=date_or_note_nb(output.on, output.date_note),
        title=output.title,
        kind=str(Output.Kind(output.kind).label),
        status=str(Output.Status(output.status).label) if output.status else "",
        belongs=", ".join(part for part in belongs if part),
        remark=_("Lagt inn etter %(day)s.") % {"day": day} if output.afterwards else "",
        url=output.url,
    )


def _outputs_lead(status: PlanStatus) -> str:
    if not status.outputs:
        return _("Ingen leveranser er registrert for handlingsprogrammet for %(year)d.") % {
            "year": status.year
        }
    return _("Leveranser fra aktivitetene, og andre leveranser i %(year)d.") % {"year": status.year}


def _notes(status: PlanStatus, day: str, *, all_late: bool) -> Iterator[str]:
    """Give what one must know to read the report."""
    if all_late:
        texts = _(
            "Aktivitetene ble lagt inn i portalen etter %(day)s, og står med tekstene og fristene de da fikk."
        )
    else:
        texts = _("Tekster og frister er slik de sto i portalen ved utgangen av %(day)s.")
    yield texts % {"day": day}
    yield _(
        "Status og framdrift er det som er meldt for %(day)s eller tidligere dager. Det som ble meldt eller "
        "rettet etterpå, er merket «i ettertid», med det som da var meldt."
    ) % {"day": day}
    yield _("Forsinket: sluttdatoen er passert, og aktiviteten er verken fullført eller avlyst.")
    yield _("Uten frist: aktiviteten er verken fullført eller avlyst, og ingen sluttdato er registrert.")
