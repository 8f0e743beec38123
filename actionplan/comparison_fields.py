"""What is compared of a plan, its focus areas and its activities, and how.

Status, progress and sources are compared within a year only: another year has its own. A new number, and how
far an activity has come, are told alongside: they are no changes of what the plan says. A new field of
`snapshot` fails a test until it stands here, or there as one that is not compared.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity
from actionplan.snapshot import ActivityContent, AreaContent, LinkContent, PeriodContent, PlanContent
from osloregionen.formatting import date_nb, percent_nb
from osloregionen.sdg import GOALS
from osloregionen.word_changes import Effort, Line, Mark, Piece, changed_lines, changed_words, tidy, whole

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Change:
    """What changed in one field: lines with what is removed and added marked."""

    field: str
    label: str
    lines: tuple[Line, ...]


_Lines = tuple[Line, ...]


def _in_words(before: str, after: str, effort: Effort) -> _Lines:
    """A text: its words are marked."""
    if tidy(before) == tidy(after):
        return ()
    return (Line(Mark.CHANGED, changed_words(before, after, effort)),)


def _as_a_whole(before: str, after: str, effort: Effort) -> _Lines:
    """A short value: the whole of it is another."""
    return () if tidy(before) == tidy(after) else (Line(Mark.CHANGED, whole(before, after)),)


def _in_order(before: Sequence[str], after: Sequence[str], effort: Effort) -> _Lines:
    """A list whose order says something: all of it is told where any of it differs."""
    lines = tuple(changed_lines(before, after, effort))
    return lines if any(line.mark is not Mark.SAME for line in lines) else ()


def _by_key(before: Sequence[LinkContent], after: Sequence[LinkContent], effort: Effort) -> _Lines:
    """Things outside the plan, in no order: only what differs is told.

    What another period has in the same words is another row, but to a reader no change.
    """
    old, new = {one.key: one for one in before}, {one.key: one for one in after}
    gone, come = (
        {tidy(_link(one)) for key, one in these.items() if key not in others}
        for these, others in ((old, new), (new, old))
    )
    told: list[Line] = []
    for key in dict.fromkeys([*old, *new]):
        if (key in old) is not (key in new) and tidy(_link(old.get(key) or new[key])) in gone & come:
            continue
        if key not in new:
            told.append(Line(Mark.REMOVED, (Piece(Mark.REMOVED, _link(old[key])),)))
        elif key not in old:
            told.append(Line(Mark.ADDED, (Piece(Mark.ADDED, _link(new[key])),)))
        else:
            told.extend(_in_words(_link(old[key]), _link(new[key]), effort))
    return tuple(told)


def _another(before: Sequence[LinkContent], after: Sequence[LinkContent], effort: Effort) -> _Lines:
    """Something outside the plan, whose own words are not the plan's: told where it is another."""
    same = [one.key for one in before] == [one.key for one in after]
    return () if same else _by_key(before, after, effort)


def _link(one: LinkContent) -> str:
    return f"{one.group}: {one.text}" if one.group else one.text


@dataclass(frozen=True)
class Field:
    """Something that is compared: how it is read, and how two of it are set against each other."""

    name: str
    label: "_StrPromise"
    read: Callable[[Any], Any]
    differ: Callable[[Any, Any, Effort], _Lines]
    #: What another year has of its own.
    within_year: bool = False


@dataclass(frozen=True)
class Setting:
    """What a comparison is made of, and how much of it there may be."""

    same_year: bool
    effort: Effort

    def changes(self, fields: Sequence[Field], before: Any, after: Any) -> Iterator[Change]:
        """Give what differs of two plans, periods, areas or activities."""
        for field in fields:
            if self.same_year or not field.within_year:
                yield from self.change(field, field.read(before), field.read(after))

    def change(self, field: Field, before: Any, after: Any) -> Iterator[Change]:
        """Give the change of one field, if there is one."""
        lines = field.differ(before, after, self.effort)
        if lines:
            yield Change(field.name, str(field.label), lines)


def _goals(numbers: Sequence[int]) -> tuple[LinkContent, ...]:
    return tuple(LinkContent(number, f"{number} {GOALS[number].name}") for number in numbers)


def _day(value: Any) -> str:
    return date_nb(value) if value is not None else ""


def _priorities(area: AreaContent) -> list[str]:
    return [text for row in area.priorities for text in (row.text, *(f"– {point}" for point in row.points))]


def _adoption(period: PeriodContent) -> str:
    return " ".join(part for part in (_day(period.adopted_on), period.adopted_by) if part)


def _sources(plan: PlanContent) -> list[str]:
    return [
        ", ".join(
            part for part in (one.title, one.publisher, _day(one.date) or one.date_note, one.url) if part
        )
        for one in plan.sources
    ]


def _continued(activity: ActivityContent) -> tuple[LinkContent, ...]:
    key = activity.continues
    return (LinkContent(key, activity.continues_text),) if key is not None else ()


def _status(activity: ActivityContent) -> str:
    return str(Activity.Status(activity.status).label) if activity.status else ""


PLAN = (
    Field("title", _("Tittel"), lambda one: one.title, _in_words),
    Field("introduction", _("Innledning"), lambda one: one.introduction, _in_words),
    Field("sources", _("Kilder"), _sources, _in_order, within_year=True),
    Field("source", _("Om kilden"), lambda one: one.source, _in_words, within_year=True),
)
PERIOD = (
    Field("period_title", _("Bygger på"), lambda one: one.title, _as_a_whole),
    Field(
        "period_years",
        _("De strategiske føringene gjelder"),
        lambda one: f"{one.starts}–{one.ends}",
        _as_a_whole,
    ),
    Field("period_adoption", _("Vedtak av de strategiske føringene"), _adoption, _as_a_whole),
    Field("vision", _("Visjon"), lambda one: one.vision, _in_words),
    Field("period_goals", _("Bærekraftsmål valgt for perioden"), lambda one: _goals(one.goals), _by_key),
    Field("period_source", _("Om kilden til føringene"), lambda one: one.source, _in_words, within_year=True),
)
AREA_NUMBER = (Field("order", _("Ny nummerering"), lambda one: str(one.order), _as_a_whole),)
AREAS = (
    Field("title", _("Navn"), lambda one: one.title, _in_words),
    Field("priorities", _("Prioriteringer i de strategiske føringene"), _priorities, _in_order),
)
AREA = Field("area", _("Innsatsområde"), lambda title: title, _as_a_whole)
ACTIVITY = (
    Field("heading", _("Overskrift"), lambda one: one.heading, _in_words),
    Field("title", _("Tittel"), lambda one: one.title, _in_words),
    Field("description", _("Beskrivelse"), lambda one: one.description, _in_words),
    Field("sub_points", _("Underpunkter"), lambda one: one.sub_points, _in_order),
    Field("goals", _("Bærekraftsmål"), lambda one: _goals(one.goals), _by_key),
    Field("role_and_form", _("Rolle og arbeidsform"), lambda one: one.role_and_form, _in_words),
    Field("responsible", _("Ansvarlig"), lambda one: one.responsible, _as_a_whole),
    Field("partners", _("Samarbeidspartnere"), lambda one: one.partners, _in_words),
    Field("starts_on", _("Starter"), lambda one: _day(one.starts_on), _as_a_whole),
    Field("ends_on", _("Slutter"), lambda one: _day(one.ends_on), _as_a_whole),
    Field("date_note", _("Om tidspunktet"), lambda one: one.date_note, _in_words),
    Field("commitments", _("Forpliktelser som følges opp"), lambda one: one.commitments, _by_key),
    Field("priorities", _("Prioriteringer som følges opp"), lambda one: one.priorities, _by_key),
    Field("continues", _("Fortsetter fra"), _continued, _another, within_year=True),
    Field(
        "wordings",
        _("Ordlyd i kildene"),
        lambda one: [f"{wording.document}: {wording.text}" for wording in one.wordings],
        _in_order,
        within_year=True,
    ),
)
ALONGSIDE = (
    Field("number", _("Ny nummerering"), lambda one: one.number, _as_a_whole),
    Field("status", _("Status"), _status, _as_a_whole, within_year=True),
    Field(
        "status_reason",
        _("Begrunnelse for status"),
        lambda one: one.status_reason,
        _as_a_whole,
        within_year=True,
    ),
    Field(
        "progress",
        _("Framdrift"),
        lambda one: "" if one.progress is None else percent_nb(one.progress),
        _as_a_whole,
        within_year=True,
    ),
)


def facts_of(activity: ActivityContent) -> list[tuple[str, str | list[str]]]:
    """Return what is registered of an activity besides number, heading, title and wordings.

    For one that is new or removed: each with its label, as a text or as lines.
    """
    left_out = {"number", "heading", "title", "wordings"}
    told: list[tuple[str, str | list[str]]] = []
    for field in (*ACTIVITY, *ALONGSIDE):
        value = field.read(activity)
        if field.name in left_out or not value:
            continue
        if not isinstance(value, str):
            value = [_link(one) if isinstance(one, LinkContent) else one for one in value]
        told.append((str(field.label), value))
    return told
