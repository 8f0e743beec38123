"""What a comparison of two plans says of each focus area and its activities, in words for page and print."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.comparison import ActivityChange, AreaChange, Comparison, Kind
from actionplan.comparison_fields import Change, facts_of
from actionplan.snapshot import ActivityContent, PlanContent
from osloregionen.formatting import MISSING
from osloregionen.parts import Status
from osloregionen.word_changes import Mark, Piece, Pieces, shortened

#: What an activity of each kind is marked with, beside its word.
_MARKS = {
    Kind.NEW: ("+", "solid"),
    Kind.REMOVED: ("−", "crossed"),
    Kind.CHANGED: ("≠", "dotted"),
    Kind.CONTINUED: ("→", "framed"),
    Kind.SAME: ("=", "lined"),
}
#: What is no longer than this may stand beside others in print.
_SHORT_LINE = 60
#: What is told of an activity by activity; of the others there is a list.
TOLD = (Kind.NEW, Kind.REMOVED, Kind.CHANGED)


@dataclass(frozen=True)
class ChangedLine:
    """A line in pieces; `note` says what its pieces don't: that it moved."""

    pieces: Pieces
    note: str = ""

    @property
    def is_short(self) -> bool:
        """Whether it may stand beside others."""
        return sum(len(piece.text) for piece in self.pieces) <= _SHORT_LINE


@dataclass(frozen=True)
class ChangedField:
    """A field that changed: one text with marks, or a list of lines."""

    label: str
    text: ChangedLine | None
    lines: list[ChangedLine]

    @property
    def is_run(self) -> bool:
        """Whether the lines are so short that they may follow one another."""
        return all(line.is_short for line in self.lines)

    @property
    def is_short(self) -> bool:
        """Whether it is one value, so short that others may follow it."""
        return self.text is not None and self.text.is_short


def paragraphs(changes: Iterable[ChangedField]) -> list[list[ChangedField]]:
    """Return the fields as print sets them: short ones, such as days, in one paragraph."""
    groups = groupby(changes, key=lambda change: change.is_short)
    return [
        one for is_short, group in groups for one in ([list(group)] if is_short else [[c] for c in group])
    ]


@dataclass(frozen=True)
class Entry:
    """An activity: what changed of it, or all of it where it is new or removed.

    `alongside` are sentences on its number, and on how far it has come. `url` is its page, "" where that says
    something else.
    """

    number: str
    title: str
    anchor: str
    url: str
    status: Status
    alongside: list[str]
    changes: list[ChangedField]

    @property
    def paragraphs(self) -> list[list[ChangedField]]:
        """What changed, as print sets it."""
        return paragraphs(self.changes)


@dataclass(frozen=True)
class Section:
    """A focus area: what changed in it, and the activities that did not."""

    number: str
    title: str
    anchor: str
    lead: str
    alongside: list[str]
    status: Status | None
    changes: list[ChangedField]
    entries: list[Entry]
    unchanged: list[Entry]
    unchanged_label: str

    @property
    def paragraphs(self) -> list[list[ChangedField]]:
        """What changed of the area itself, as print sets it."""
        return paragraphs(self.changes)


@dataclass(frozen=True)
class OverviewRow:
    """An activity in the overview: its number in both, "–" where it is not there."""

    before: str
    after: str
    title: str
    anchor: str
    status: Status


def is_across(comparison: Comparison) -> bool:
    """Say whether the two are of different years."""
    return comparison.before.year != comparison.after.year


def kind_word(kind: Kind, *, across: bool) -> str:
    """Return what became of something, in a word or three; `across` years it is said otherwise."""
    words = {
        Kind.NEW: _("Ny"),
        Kind.REMOVED: _("Tatt ut"),
        Kind.CHANGED: _("Videreført med endringer") if across else _("Endret"),
        Kind.CONTINUED: _("Videreført uendret"),
        Kind.SAME: _("Uendret"),
    }
    return words[kind]


def _kind_mark(kind: Kind, *, across: bool) -> Status:
    sign, tone = _MARKS[kind]
    return Status(kind_word(kind, across=across), sign, tone)


def sections_of(comparison: Comparison, mark: str) -> Iterator[Section]:
    """Give what is said of each focus area. `mark` stands by the numbers of what is removed. No queries."""
    across = is_across(comparison)
    for place, area in enumerate(comparison.areas, start=1):
        here = area.after or area.before
        entries = [_entry(one, comparison, mark) for one in area.activities if one.kind in TOLD]
        unchanged = [_entry(one, comparison, mark) for one in area.activities if one.kind not in TOLD]
        is_pair = area.before is not None and area.after is not None
        number = str(here.order) if here is not None else ""
        yield Section(
            number=_of_before(number, mark) if area.kind is Kind.REMOVED else number,
            title=here.title if here is not None else _("Uten innsatsområde"),
            anchor=f"innsatsomrade-{place}",
            lead=_lead(area, entries),
            alongside=_alongside(area.alongside),
            status=_kind_mark(area.kind, across=across) if here is not None and not is_pair else None,
            changes=[field_of(change) for change in area.changes],
            entries=entries,
            unchanged=unchanged,
            unchanged_label=kind_word(Kind.CONTINUED if across else Kind.SAME, across=across),
        )


def _of_before(number: str, mark: str) -> str:
    """Return the number of something that is removed: the other plan may have another under the same."""
    return _("%(number)s (%(edition)s)") % {"number": number, "edition": mark}


def _alongside(changes: Iterable[Change]) -> list[str]:
    """Return "Ny nummerering: 2.3 → 1.3" for each."""
    told = []
    for change in changes:
        pieces = [piece for line in change.lines for piece in line.pieces]
        old, new = (
            " ".join(piece.text for piece in pieces if piece.mark is mark) or MISSING
            for mark in (Mark.REMOVED, Mark.ADDED)
        )
        told.append(f"{change.label}: {old} → {new}")
    return told


def _lead(area: AreaChange, entries: Sequence[Entry]) -> str:
    if area.before is None and area.after is not None:
        return _("Innsatsområdet er nytt.")
    if area.after is None and area.before is not None:
        return _("Innsatsområdet er tatt ut.")
    if not area.activities:
        return _("Ingen av programmene har aktiviteter her.")
    if not entries and area.kind not in TOLD:
        return _("Ingen endringer.")
    return ""


def _entry(change: ActivityChange, comparison: Comparison, mark: str) -> Entry:
    one = _standing(change)
    plan = comparison.after if change.after is not None else comparison.before
    only = change.kind in (Kind.NEW, Kind.REMOVED)
    return Entry(
        number=_of_before(one.number, mark) if change.kind is Kind.REMOVED else one.number,
        title=one.title,
        anchor=_anchor(change),
        url=_url(one, plan),
        status=_kind_mark(change.kind, across=is_across(comparison)),
        alongside=_alongside(change.alongside),
        changes=[_fact(*fact) for fact in facts_of(one)] if only else [field_of(f) for f in change.changes],
    )


def _standing(change: ActivityChange) -> ActivityContent:
    one = change.after or change.before
    assert one is not None  # noqa: S101 - an activity of neither plan is not told of
    return one


def _anchor(change: ActivityChange) -> str:
    """Return an anchor that is this change's alone: two may go on from one, and be numbered alike."""
    keys = [str(one.key) if one is not None else "x" for one in (change.before, change.after)]
    return f"aktivitet-{'-'.join(keys)}"


def _url(one: ActivityContent, plan: PlanContent) -> str:
    """Return the page of an activity of a plan as it is now; a version's may have changed since."""
    if plan.version is not None:
        return ""
    return reverse("actionplan:activity_detail", kwargs={"year": plan.year, "number": one.number})


def field_of(change: Change) -> ChangedField:
    """Return a change as it is told, with […] for what is far from any."""
    lines: list[ChangedLine] = []
    for is_same, group in groupby(change.lines, key=lambda line: line.mark is Mark.SAME):
        if is_same:
            lines.append(ChangedLine((Piece(Mark.SAME, "[…]"),)))
            continue
        lines += [
            ChangedLine(shortened(line.pieces), _("flyttet:") if line.mark is Mark.MOVED else "")
            for line in group
        ]
    if len(lines) == 1 and change.lines[0].mark is Mark.CHANGED:
        return ChangedField(change.label, lines[0], [])
    return ChangedField(change.label, None, lines)


def _fact(label: str, value: str | list[str]) -> ChangedField:
    """Return what is registered of an activity that only one of the two has: nothing of it is marked."""
    if isinstance(value, str):
        return ChangedField(label, ChangedLine((Piece(Mark.SAME, value),)), [])
    return ChangedField(label, None, [ChangedLine((Piece(Mark.SAME, line),)) for line in value])


def overview_of(comparison: Comparison) -> Iterator[OverviewRow]:
    """Give every activity of either plan in the order of the comparison. No queries."""
    across = is_across(comparison)
    for change in comparison.activities:
        yield OverviewRow(
            before=change.before.number if change.before is not None else "–",
            after=change.after.number if change.after is not None else "–",
            title=_standing(change).title,
            anchor=_anchor(change),
            status=_kind_mark(change.kind, across=across),
        )
