"""What the status of a plan says, on its page and in print: every word and number of a `PlanStatus`."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actionplan.models import ActionPlan, Activity, Output
from actionplan.standing import Standing
from actionplan.status import ActivityStatus, AreaStatus, Message, OutputStatus, PlanStatus
from actionplan.status_adoption import Adoption
from actionplan.status_counts import (
    LATE,
    ORDER,
    CountRow,
    counts,
    figures,
    group_mark,
    group_of,
    group_words,
    sentence,
)
from actionplan.story import OutputLine, adoption_text, outcome_text, standing_text
from osloregionen.documents import title_size
from osloregionen.formatting import (
    MISSING,
    counted_nb,
    date_nb,
    date_or_note_nb,
    ranges_nb,
)
from osloregionen.parts import Figure, Status

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
    """The activities of a focus area that stand alike: how, in `words`.

    A column that would say the same of all of them is left out (`has_standing`, `has_deadline`, `has_why`),
    and `note` says it once.
    """

    mark: Status | None
    words: str
    heading: str
    note: str
    has_standing: bool
    has_deadline: bool
    has_why: bool
    lines: list[Line]


@dataclass(frozen=True)
class AreaReport:
    """A focus area: how it goes in a sentence, and its activities."""

    number: int
    title: str
    anchor: str
    lead: str
    note: str
    groups: list[Group]

    @property
    def lines(self) -> list[Line]:
        """The activities across the groups."""
        return [line for group in self.groups for line in group.lines]

    @property
    def silent(self) -> tuple[str, ...]:
        """The columns that would say the same of all of them: `lead` and `note` have said it."""
        lines = self.lines
        said = {
            "mark": any(line.mark for line in lines),
            "deadline": len({line.deadline for line in lines}) > 1
            or any(group.has_deadline for group in self.groups),
            "why": any(line.why for line in lines),
        }
        return tuple(name for name, is_said in said.items() if not is_said)


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
    adoption: str
    basis: str
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
    heads, rows = counts(status)
    return StatusReport(
        title=title,
        title_size=title_size(title),
        year=status.year,
        plan=status.title,
        day=day,
        status=_("Status %(day)s") % {"day": day},
        final=True,
        practice=False,
        headline=sentence(status.activities),
        adoption=_adoption(status),
        basis=_basis(status),
        figures=figures(status.activities),
        count_heads=heads,
        counts=rows,
        areas=areas,
        outputs=[_output(one) for one in status.outputs],
        outputs_lead=_outputs_lead(status),
        notes=list(_notes(status, all_late=all_late)),
        changed=status.changed,
        address=address,
    )


def _adoption(status: PlanStatus) -> str:
    """Return whether the plan itself was adopted on the day, by what was registered, as a sentence."""
    adoption = status.adoption
    if not adoption.status:
        return _("Om handlingsprogrammet er vedtatt, er ikke registrert.")
    if adoption.status != ActionPlan.Status.ADOPTED:
        label = ActionPlan.Status(adoption.status).label
        return _("Handlingsprogrammet er ikke registrert vedtatt. Status: %(status)s.") % {"status": label}
    if adoption.on is None:
        return _("Handlingsprogrammet er vedtatt. Når og av hvem er ikke registrert.")
    told = {"adoption": _decision(adoption)}
    if adoption.on > status.on:
        return _("Handlingsprogrammet var ikke vedtatt ennå. Det ble vedtatt %(adoption)s.") % told
    said = [_("Handlingsprogrammet er vedtatt %(adoption)s.") % told]
    if adoption.afterwards:
        said.append(_("Vedtaket ble registrert i ettertid."))
    if adoption.drafting:
        label = ActionPlan.Status(adoption.drafting).label
        said.append(_("En ny versjon er under arbeid. Status for den: %(status)s.") % {"status": label})
    if adoption.again is not None:
        said.append(_("Det ble vedtatt på nytt %(adoption)s.") % {"adoption": _decision(adoption.again)})
    return " ".join(said)


def _decision(adoption: Adoption) -> str:
    told = adoption_text(adoption.on, adoption.by)
    return told + (_(", sak %(case)s") % {"case": adoption.case} if adoption.case else "")


def _basis(status: PlanStatus) -> str:
    """Return what the report builds on: what was registered by when."""
    if status.entered is not None:
        told = _("Programmet ble lagt inn i portalen %(entered)s, og vises slik det da ble registrert.")
    else:
        told = _("Slik det var registrert i portalen %(day)s.")
    told %= {"entered": date_nb(status.entered or status.on), "day": date_nb(status.on)}
    if status.known is None:
        return told
    later = _("Det som er meldt senere, til og med %(known)s, er tatt med og merket «i ettertid».")
    return f"{told} {later}" % {"known": date_nb(status.known)}


def _area(area: AreaStatus, status: PlanStatus, *, mark_entered: bool) -> AreaReport:
    def place(activity: ActivityStatus) -> int:
        return ORDER.index(group_of(activity))

    ordered = sorted(area.activities, key=place)
    told = [(one, _line(one, area, status, mark_entered=mark_entered)) for one in ordered]
    silent = bool(told) and not any(line.why for _one, line in told)
    endless = all(one.without_deadline for one in area.activities if one.open)
    lead = sentence(area.activities) if told else _no_activities(status)
    if area.afterwards and mark_entered:
        lead += " " + _("Innsatsområdet ble lagt inn i ettertid.")
    return AreaReport(
        number=area.order,
        title=area.title,
        anchor=f"innsatsomrade-{area.order}",
        lead=lead,
        note=_("Ingenting er meldt.") if silent else "",
        groups=[
            _group(list(members), silent=silent, endless=endless)
            for _place, members in groupby(told, lambda one: place(one[0]))
        ],
    )


def _group(members: list[tuple[ActivityStatus, Line]], *, silent: bool, endless: bool) -> Group:
    """Return activities that stand alike.

    It is said already where nothing was told of any in the area (`silent`) or none has an end (`endless`).
    """
    group = group_of(members[0][0])
    lines = [line for _one, line in members]
    counted, words = counted_nb(len(lines), _("aktivitet"), _("aktiviteter")), capfirst(group_words(group))
    has_why = any(line.why for line in lines)
    has_deadline = any(one.ends_on is not None or one.date_note for one, _line in members)
    notes = [
        _("Uten frist.") if not (has_deadline or endless) and members[0][0].open else "",
        _("Ingenting er meldt.") if not has_why and not silent else "",
    ]
    return Group(
        mark=group_mark(group),
        words=words,
        heading=f"{words}: {counted}",
        note=" ".join(filter(None, notes)),
        has_standing=any(line.standing not in ("", line.group) for line in lines),
        has_deadline=has_deadline,
        has_why=has_why,
        lines=lines,
    )


def _no_activities(status: PlanStatus) -> str:
    return _(
        "Ingen aktiviteter er registrert for dette innsatsområdet i handlingsprogrammet for %(year)d."
    ) % {"year": status.year}


def _line(activity: ActivityStatus, area: AreaStatus, status: PlanStatus, *, mark_entered: bool) -> Line:
    group = group_of(activity)
    url = ""
    if activity.page is not None:
        year, number = activity.page
        url = reverse("actionplan:activity_detail", kwargs={"year": year, "number": number})
    return Line(
        number=activity.number,
        title=ranges_nb(activity.title),
        url=url,
        area=area.title,
        group=group_words(group),
        mark=group_mark(group),
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
    reason, messages = activity.now.status_reason, activity.messages
    if reason:
        yield _dated(activity.reason_on, reason)
    for message in messages:
        if message.text and message.text != reason:
            yield _dated(message.on, message.text)
        elif not message.text and not (reason and message.told.status_reason == reason):
            yield _dated(message.on, _toldwords(message.told))
    if not reason and group in _WANT_REASON and not any(message.text for message in messages):
        yield _("Begrunnelse: %(missing)s.") % {"missing": MISSING}
    if activity.then is not None:
        yield _came_later(activity.now, activity.then, messages, status)
    if activity.afterwards and mark_entered:
        yield _("Aktiviteten ble lagt inn i ettertid.")


def _dated(on: dt.date | None, text: str) -> str:
    return f"{date_nb(on)}: {text}" if on is not None else text


def _toldwords(told: Standing) -> str:
    """Return what was told of how it stands, as a sentence: "pågår, 40 %." """
    return f"{standing_text(told)}."


def _came_later(now: Standing, then: Standing, messages: list[Message], status: PlanStatus) -> str:
    """Return what was told or mended after the report's time, where it says more than what was told then."""
    is_news = any(message.afterwards for message in messages)
    came = _("Meldt i ettertid.") if is_news else _("Rettet i ettertid.")
    if now == then:
        return came
    values = {"day": date_nb(status.on), "then": standing_text(then) or MISSING}
    if status.entered is not None:
        return came + " " + _("Det som først ble registrert: %(then)s.") % values
    return came + " " + _("Det som var meldt %(day)s: %(then)s.") % values


def _output(output: OutputStatus) -> OutputLine:
    belongs = [
        _("Aktivitet %(number)s") % {"number": output.activity} if output.activity else "",
        "" if output.activity else output.area,
        output.municipality,
        output.document if output.document != output.title else "",
    ]
    status = str(Output.Status(output.status).label) if output.status else ""
    return OutputLine(
        when=date_or_note_nb(output.on, output.date_note),
        title=ranges_nb(output.title),
        kind=str(Output.Kind(output.kind).label),
        status=outcome_text(status, overdue=output.overdue),
        belongs=", ".join(part for part in belongs if part),
        remark=_("Lagt inn i ettertid.") if output.afterwards else "",
        url=output.url,
    )


def _outputs_lead(status: PlanStatus) -> str:
    if not status.outputs:
        return _("Ingen leveranser er registrert for handlingsprogrammet for %(year)d.") % {
            "year": status.year
        }
    return _("Leveranser fra aktivitetene, og andre leveranser i %(year)d.") % {"year": status.year}


def _notes(status: PlanStatus, *, all_late: bool) -> Iterator[str]:
    """Give what one must know to read the report."""
    values = {"day": date_nb(status.on), "entered": date_nb(status.entered or status.on)}
    if status.entered is not None:
        yield _("Tekster, frister og det som er meldt, er slik det ble registrert %(entered)s.") % values
    elif all_late:
        texts = _(
            "Aktivitetene ble lagt inn i portalen etter %(day)s, og står med tekstene og fristene de da fikk."
        )
        yield texts % values
    else:
        yield _("Tekster og frister er slik de sto i portalen ved utgangen av %(day)s.") % values
    if status.known is None:
        told = _(
            "Status og framdrift er det som var meldt for %(day)s eller tidligere dager. "
            "Det som meldes, rettes eller legges inn etterpå, endrer ikke rapporten."
        )
    else:
        told = _(
            "Status og framdrift er det som er meldt for %(day)s eller tidligere dager. "
            "Det som ble meldt eller rettet etterpå, er merket «i ettertid», med det som da var meldt."
        )
    yield told % values
    if not status.settled:
        yield _("Rapporten er ikke endelig før i morgen: det som registreres i dag, kommer med.")
    yield _("Forsinket: sluttdatoen er passert, og aktiviteten er verken fullført eller avlyst.")
    yield _("Uten frist: aktiviteten er verken fullført eller avlyst, og ingen sluttdato er registrert.")
