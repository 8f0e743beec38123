"""What a comparison of two plans says, on its page and in print: every word, ready for the templates."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.comparison import ActivityChange, AreaChange, Comparison, Kind
from actionplan.comparison_fields import Change, facts_of
from actionplan.models import ActionPlan
from actionplan.plan_report import status_text
from actionplan.snapshot import ActivityContent, PlanContent
from osloregionen.documents import title_size
from osloregionen.formatting import NBSP, list_nb
from osloregionen.parts import Figure, Status
from osloregionen.word_changes import Mark, Piece, Pieces, shortened

#: What an activity of each kind is marked with, beside its word.
_MARKS = {
    Kind.NEW: ("+", "solid"),
    Kind.REMOVED: ("−", "crossed"),
    Kind.CHANGED: ("≠", "dotted"),
    Kind.CONTINUED: ("→", "framed"),
    Kind.SAME: ("=", "lined"),
}
_TOLD = (Kind.NEW, Kind.REMOVED, Kind.CHANGED)


@dataclass(frozen=True)
class Side:
    """One of the two that are compared. `name` is short, `title` the plan's own with the version."""

    label: str
    code: str
    name: str
    title: str
    column: str
    status: str
    final: bool
    sha256: str


@dataclass(frozen=True)
class ChangedLine:
    """A line in pieces; `note` says what its pieces don't: that it moved."""

    pieces: Pieces
    note: str = ""


@dataclass(frozen=True)
class ChangedField:
    """A field that changed: one text with marks, or a list of lines."""

    label: str
    text: ChangedLine | None
    lines: list[ChangedLine]


@dataclass(frozen=True)
class Entry:
    """An activity: what changed of it, or all of it where it is new or removed.

    `url` is its page, "" where that says something else.
    """

    number: str
    title: str
    anchor: str
    url: str
    status: Status
    changes: list[ChangedField]


@dataclass(frozen=True)
class Section:
    """A focus area: what changed in it, and the activities that did not."""

    number: int | None
    title: str
    anchor: str
    lead: str
    status: Status | None
    changes: list[ChangedField]
    entries: list[Entry]
    unchanged: list[Entry]
    unchanged_label: str


@dataclass(frozen=True)
class OverviewRow:
    """An activity in the overview: its number in both, "–" where it is not there."""

    before: str
    after: str
    title: str
    anchor: str
    status: Status


@dataclass(frozen=True)
class ComparisonReport:
    """Everything the comparison says, in the words it says it."""

    title: str
    title_size: str
    practice: bool
    status: str
    final: bool
    before: Side
    after: Side
    headline: str
    figures: list[Figure]
    notes: list[str]
    plan: list[ChangedField]
    sections: list[Section]
    overview: list[OverviewRow]
    changed: dt.datetime
    address: str

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both that are compared."""
        return self.before, self.after


def report_of(comparison: Comparison, codes: tuple[str, str], address: str = "") -> ComparisonReport:
    """Return what is said of a comparison of the editions with these codes. No queries.

    `address` is the absolute one of its page.
    """
    before = _side(comparison.before, codes[0], _("Fra"))
    after = _side(comparison.after, codes[1], _("Til"))
    sections = list(_sections(comparison))
    title = _("Endringer i handlingsprogrammet fra %(before)s til %(after)s") % {
        "before": before.name,
        "after": after.name,
    }
    return ComparisonReport(
        title=title,
        title_size=title_size(title),
        practice=False,
        status=_status(before, after),
        final=before.final and after.final,
        before=before,
        after=after,
        headline=_headline(comparison),
        figures=_figures(comparison),
        notes=list(_notes(comparison)),
        plan=[_field(change) for change in comparison.plan],
        sections=sections,
        overview=list(_overview(comparison)),
        changed=max(comparison.before.changed, comparison.after.changed),
        address=address,
    )


# --- What is compared -----------------------------------------------------------------------------


def _side(content: PlanContent, code: str, label: str) -> Side:
    status, details = status_text(content)
    state = _state(content)
    final = content.status == ActionPlan.Status.ADOPTED and content.adopted_on is not None
    return Side(
        label=label,
        code=code,
        name=f"{content.year} ({state})",
        title=f"{content.title}, {state}",
        column=_("Nr. i %(code)s") % {"code": code},
        # What is adopted says so in its details.
        status=f"{details}." if final else ". ".join(part for part in (status, details) if part),
        final=final,
        sha256=content.sha256(),
    )


def _state(content: PlanContent) -> str:
    """Return which edition of its year a content is, in a word or three."""
    if content.version is not None:
        return _("versjon %(number)s").replace(" ", NBSP) % {"number": content.version}
    if content.status == ActionPlan.Status.ADOPTED:
        return _("slik det er nå")
    if content.status:
        return str(ActionPlan.Status(content.status).label)
    return _("vedtak ikke registrert")


def _status(before: Side, after: Side) -> str:
    """Return what nobody may miss: whether both are adopted."""
    if before.final and after.final:
        return _("Begge er vedtatt")
    open_ones = [side.name for side in (before, after) if not side.final]
    return _("Ikke registrert vedtatt: %(names)s") % {"names": list_nb(open_ones)}


def _notes(comparison: Comparison) -> Iterator[str]:
    """Give what a reader must know to read the comparison rightly."""
    yield _(
        "Ord som er tatt ut, er strøket over og står i [− …]. "
        "Ord som er kommet til, er understreket og står i [+ …]. "
        "[…] står for tekst som ikke er endret."
    )
    if comparison.before.year == comparison.after.year:
        yield _("En aktivitet som er slettet og lagt inn på nytt, står både som tatt ut og som ny.")
        return
    yield _(
        "En aktivitet er videreført når det er registrert at den fortsetter en aktivitet i det andre "
        "programmet. Ellers er den ny, også der ordene ligner."
    )
    yield _("Status, framdrift og kilder er ikke sammenlignet mellom to år.")
    if comparison.before.year > comparison.after.year:
        yield _("Sammenligningen går fra et nyere til et eldre program.")


# --- How much -------------------------------------------------------------------------------------


def _headline(comparison: Comparison) -> str:
    """Return "2 nye aktiviteter, 1 tatt ut, 3 endret og 8 uendret."."""
    counts, across = comparison.counts, comparison.before.year != comparison.after.year
    if comparison.finds_nothing:
        if not comparison.activities:
            return _("Ingen av dem har aktiviteter, og det er ingen forskjeller.")
        same = _("Alle aktivitetene er videreført uendret.") if across else _("Innholdet er det samme.")
        return _("Det er ingen forskjeller. %(same)s") % {"same": same}
    new = ngettext("%(count)s ny aktivitet", "%(count)s nye aktiviteter", counts[Kind.NEW])
    parts = [
        (Kind.NEW, new % {"count": counts[Kind.NEW] or _("ingen")}),
        (Kind.REMOVED, _("%(count)s tatt ut") % {"count": counts[Kind.REMOVED]}),
        (Kind.CHANGED, f"{counts[Kind.CHANGED]} {_word(Kind.CHANGED, across=across).lower()}"),
        (Kind.CONTINUED, f"{counts[Kind.CONTINUED]} {_word(Kind.CONTINUED, across=across).lower()}"),
        (Kind.SAME, f"{counts[Kind.SAME]} {_word(Kind.SAME, across=across).lower()}"),
    ]
    said = [text for kind, text in parts if counts[kind] or kind is Kind.NEW]
    around = _("Også det som står utenfor aktivitetene, er endret.") if _around(comparison) else ""
    return f"{capfirst(list_nb(said))}. {around}".strip()


def _around(comparison: Comparison) -> bool:
    """Say whether anything but activities changed."""
    return bool(comparison.plan) or any(
        area.kind in _TOLD for area in comparison.areas if area.before is not None or area.after is not None
    )


def _figures(comparison: Comparison) -> list[Figure]:
    counts, across = comparison.counts, comparison.before.year != comparison.after.year
    unchanged = Kind.CONTINUED if across else Kind.SAME
    return [Figure(str(counts[kind]), _word(kind, across=across).lower()) for kind in (*_TOLD, unchanged)]


def _word(kind: Kind, *, across: bool) -> str:
    words = {
        Kind.NEW: _("Ny"),
        Kind.REMOVED: _("Tatt ut"),
        Kind.CHANGED: _("Videreført med endringer") if across else _("Endret"),
        Kind.CONTINUED: _("Videreført uendret"),
        Kind.SAME: _("Uendret"),
    }
    return words[kind]


def _mark(kind: Kind, *, across: bool) -> Status:
    sign, tone = _MARKS[kind]
    return Status(_word(kind, across=across), sign, tone)


# --- What -----------------------------------------------------------------------------------------


def _sections(comparison: Comparison) -> Iterator[Section]:
    across = comparison.before.year != comparison.after.year
    for place, area in enumerate(comparison.areas, start=1):
        here = area.after or area.before
        entries = [_entry(one, comparison) for one in area.activities if one.kind in _TOLD]
        unchanged = [_entry(one, comparison) for one in area.activities if one.kind not in _TOLD]
        is_pair = area.before is not None and area.after is not None
        yield Section(
            number=here.order if here is not None else None,
            title=here.title if here is not None else _("Uten innsatsområde"),
            anchor=f"innsatsomrade-{place}",
            lead=_lead(area, entries),
            status=_mark(area.kind, across=across) if here is not None and not is_pair else None,
            changes=[_field(change) for change in area.changes],
            entries=entries,
            unchanged=unchanged,
            unchanged_label=_word(Kind.CONTINUED if across else Kind.SAME, across=across),
        )


def _lead(area: AreaChange, entries: Sequence[Entry]) -> str:
    if area.before is None and area.after is not None:
        return _("Innsatsområdet er nytt.")
    if area.after is None and area.before is not None:
        return _("Innsatsområdet er tatt ut.")
    if not area.activities:
        return _("Ingen av dem har aktiviteter her.")
    if not entries and area.kind not in _TOLD:
        return _("Ingen endringer.")
    return ""


def _entry(change: ActivityChange, comparison: Comparison) -> Entry:
    one = _standing(change)
    plan = comparison.after if change.after is not None else comparison.before
    only = change.kind in (Kind.NEW, Kind.REMOVED)
    return Entry(
        number=one.number,
        title=one.title,
        anchor=_anchor(change),
        url=_url(one, plan),
        status=_mark(change.kind, across=comparison.before.year != comparison.after.year),
        changes=[_fact(*fact) for fact in facts_of(one)] if only else [_field(f) for f in change.changes],
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


def _field(change: Change) -> ChangedField:
    lines = [
        ChangedLine(shortened(line.pieces), _("flyttet:") if line.mark is Mark.MOVED else "")
        for line in change.lines
    ]
    if len(lines) == 1 and change.lines[0].mark is Mark.CHANGED:
        return ChangedField(change.label, lines[0], [])
    return ChangedField(change.label, None, lines)


def _fact(label: str, value: str | list[str]) -> ChangedField:
    """Return what is registered of an activity that only one of the two has: nothing of it is marked."""
    if isinstance(value, str):
        return ChangedField(label, ChangedLine((Piece(Mark.SAME, value),)), [])
    return ChangedField(label, None, [ChangedLine((Piece(Mark.SAME, line),)) for line in value])


def _overview(comparison: Comparison) -> Iterator[OverviewRow]:
    across = comparison.before.year != comparison.after.year
    for change in comparison.activities:
        yield OverviewRow(
            before=change.before.number if change.before is not None else "–",
            after=change.after.number if change.after is not None else "–",
            title=_standing(change).title,
            anchor=_anchor(change),
            status=_mark(change.kind, across=across),
        )
