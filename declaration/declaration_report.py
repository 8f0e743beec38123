"""What a declaration says in print: every word, ready for templates/declaration/declaration_pdf.html."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from django.db.models import Max
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from declaration import gaps, status, story
from declaration.board import Board, board
from declaration.models import Declaration, Signature
from declaration.party_story import answer_text
from declaration.selectors import (
    deadline_sentence,
    published_sentence,
    round_status,
    signing_sentence,
    statuses_of,
    when_published,
)
from declaration.status import PartyRow
from osloregionen.documents import Sources, latest_change, printed_title, title_size
from osloregionen.formatting import counted_nb, date_nb, list_nb, number_nb
from osloregionen.parts import Fact
from osloregionen.text import sort_key

#: The order in which the answers that are no signatures are told.
_OTHERS = (
    Signature.Status.JOINED,
    Signature.Status.WITHDRAWN,
    Signature.Status.DECLINED,
    Signature.Status.IN_TREATMENT,
    Signature.Status.INVITED,
)

#: Lines of a table that are kept on one page; a longer one goes on over the next, with its headings.
_MOST_TOGETHER = 5


@dataclass(frozen=True)
class Line:
    """One party's answer as printed. `source` is its number in the list of sources, None without one."""

    name: str
    signatory: str
    title: str
    signed: str
    basis: str
    told: str
    county: str
    source: int | None


@dataclass(frozen=True)
class Group:
    """Those who signed in one county; "" for the county where it is not known."""

    heading: str
    anchor: str
    lines: list[Line]

    @property
    def is_short(self) -> bool:
        """Whether it stays on one page: four that signed are not two here and two there."""
        return len(self.lines) <= _MOST_TOGETHER


@dataclass(frozen=True)
class OtherAnswers:
    """The parties with one status that is not "signert"."""

    heading: str
    lines: list[Line]

    @property
    def tells(self) -> bool:
        """Whether more than the status is registered of any of them."""
        return any(line.told for line in self.lines)


@dataclass(frozen=True)
class CountRow:
    """A line of the counts: a status, and under each of the table's headings how many have it."""

    label: str
    counts: list[str]


@dataclass(frozen=True)
class PublishedRow:
    """How many there are as somebody published it."""

    wording: str
    when: str
    source: str


@dataclass(frozen=True)
class Unregistered:
    """The parties of one county without a registered answer."""

    county: str
    count: str
    names: str


@dataclass(frozen=True)
class DeclarationReport:
    """Everything the PDF says, in the words it says it."""

    title: str
    title_size: str
    status: str
    final: bool
    practice: bool
    lead: str
    headline: str
    cover_notes: list[str]
    notes: list[str]
    facts: list[Fact]
    declaration: Declaration
    story: story.Story
    borders: str
    count_heads: list[str]
    counts: list[CountRow]
    published: list[PublishedRow]
    groups: list[Group]
    shows_basis: bool
    others: list[OtherAnswers]
    unregistered_lead: str
    unregistered: list[Unregistered]
    missing: list[str]
    sources: list[str]
    as_of: str
    changed: dt.datetime
    address: str


def report_of(declaration: Declaration, address: str = "") -> DeclarationReport:
    """Return what the PDF of a declaration from `story.declaration_with_content` says.

    About ten queries, whatever the number of parties. Parties, counties and members are those of the
    declaration's own date: Skedsmo signed in 2019, not Lillestrøm.
    """
    today = timezone.localdate()
    answers = statuses_of(declaration)
    parties = list(status.parties(declaration))
    counties = status.county_rows(declaration)
    told = board(declaration, parties, answers, counties, today)
    municipalities = told_apart(status.party_rows(parties, answers))
    rows = municipalities + counties
    sources = Sources()
    groups = list(_groups(municipalities, counties, sources))
    others = list(_others(rows, sources))
    unanswered = [row for row in municipalities if row.signature is None]
    is_open = declaration.status == Declaration.Status.OPEN
    heads, counts = _counts(told)
    content = story.story_of(declaration, today)
    return DeclarationReport(
        title=printed_title(declaration.title, practice=declaration.is_practice),
        title_size=title_size(declaration.title),
        status=round_status(declaration),
        final=not is_open,
        practice=declaration.is_practice,
        lead=signing_sentence(declaration, today),
        headline=told.headline,
        # The cover has room for what it must say; the rest is said inside.
        cover_notes=[deadline_sentence(declaration, today), published_sentence(declaration)],
        notes=[note for note in told.notes if note],
        facts=[Fact(fact.label, strip_tags(str(fact.value or "")) or None) for fact in content.facts],
        declaration=declaration,
        story=content,
        borders=told.borders,
        count_heads=heads,
        counts=counts,
        published=[
            PublishedRow(row.wording, when_published(row), row.source)
            for row in declaration.published_counts.all()
        ],
        groups=groups,
        shows_basis=any(line.basis for group in groups for line in group.lines),
        others=others,
        unregistered_lead=_unregistered_lead(unanswered),
        unregistered=list(_unregistered(unanswered)),
        missing=_missing(declaration, rows),
        sources=list(sources.numbers),
        # What is open is a day's answer; what is closed stays as it is until somebody changes it.
        as_of=_("Slik det var registrert %(date)s") % {"date": date_nb(today)} if is_open else "",
        changed=_changed(declaration),
        address=address,
    )


_PARTS = ("main_points", "themes", "commitments", "milestones", "published_counts")


def _changed(declaration: Declaration) -> dt.datetime:
    """Return when anything that the document says was last saved. One query."""
    content = latest_change([declaration], *(getattr(declaration, name).all() for name in _PARTS))
    # The answers are read without their moments, which only this asks for.
    answers = declaration.signatures.aggregate(latest=Max("updated_at"))["latest"]
    return max(content, answers) if answers else content


def told_apart(rows: list[PartyRow]) -> list[PartyRow]:
    """Return the rows with the number behind a name that more than one of them has: there are two Våler."""
    names = Counter(row.name for row in rows)
    return [
        replace(row, name=f"{row.name} ({row.number})") if names[row.name] > 1 and row.number else row
        for row in rows
    ]


# --- Who -------------------------------------------------------------------------------------------


def _line(row: PartyRow, sources: Sources) -> Line:
    """Return a row of the status list as printed. Takes one with an answer."""
    answer = row.signature
    assert answer is not None  # noqa: S101 - rows without an answer are told by name only
    return Line(
        name=row.name,
        signatory=answer.signatory_name,
        title=answer.signatory_title,
        signed=date_nb(answer.signed_on) if answer.signed_on else "",
        basis=_basis(answer),
        told=capfirst(answer_text(answer)),
        county=row.county or "",
        source=sources.number(row.source),
    )


def _basis(answer: Signature) -> str:
    """Return "politisk vedtak 3. mai 2025, sak 25/123" with what is known of it."""
    words = [
        answer.get_basis_display(),
        date_nb(answer.decided_on) if answer.decided_on else "",
    ]
    said = " ".join(word for word in words if word)
    case = _("sak %(case)s") % {"case": answer.case_reference} if answer.case_reference else ""
    return ", ".join(part for part in (said, case) if part)


def _groups(municipalities: list[PartyRow], counties: list[PartyRow], sources: Sources) -> Iterator[Group]:
    """Give those who signed, county by county in Norwegian order, and the county councils last."""
    signed = [row for row in municipalities if _has(row, Signature.Status.SIGNED)]
    number = 0
    for number, (county, rows) in enumerate(_by_county(signed), start=1):
        heading = county or _("Fylke ikke registrert")
        yield Group(heading, f"fylke-{number}", [_line(row, sources) for row in rows])
    councils = [row for row in counties if _has(row, Signature.Status.SIGNED)]
    if councils:
        yield Group(_("Fylkeskommuner"), f"fylke-{number + 1}", [_line(row, sources) for row in councils])


def _others(rows: list[PartyRow], sources: Sources) -> Iterator[OtherAnswers]:
    for value in _OTHERS:
        found = [_line(row, sources) for row in rows if _has(row, value)]
        if found:
            heading = (
                _("Tilsluttet, ikke signert") if value == Signature.Status.JOINED else capfirst(value.label)
            )
            yield OtherAnswers(str(heading), found)


def _has(row: PartyRow, value: str) -> bool:
    return row.signature is not None and row.signature.status == value


def _by_county(rows: Iterable[PartyRow]) -> Iterator[tuple[str, list[PartyRow]]]:
    """Give the rows by county, in Norwegian order; those of no known county last."""

    def place(row: PartyRow) -> tuple[bool, str]:
        return (not row.county, sort_key(row.county or ""))

    for _place, found in groupby(sorted(rows, key=place), key=place):
        group = list(found)
        yield group[0].county or "", group


def _counts(told: Board) -> tuple[list[str], list[CountRow]]:
    """Return the board's counts and their headings, without kinds of parties that there are none of."""
    columns = [
        (told.members_label, [row.members for row in told.counts]),
        (_("Andre kommuner"), [row.others for row in told.counts]),
        (_("Fylkeskommuner"), [row.counties for row in told.counts]),
    ]
    columns = [column for column in columns if any(count is not None for count in column[1])]
    rows = [
        CountRow(
            capfirst(row.status.word),
            ["–" if counts[n] is None else number_nb(counts[n] or 0) for _head, counts in columns],
        )
        for n, row in enumerate(told.counts)
        if any(counts[n] for _head, counts in columns)
    ]
    return [head for head, _counted in columns], rows


# --- What is not registered ------------------------------------------------------------------------


def _unregistered_lead(unanswered: list[PartyRow]) -> str:
    if not unanswered:
        return _("Alle kommunene i oversikten har et registrert svar.")
    return _(
        "%(count)s har ikke noe registrert svar. Det betyr at portalen mangler opplysningen, "
        "ikke at kommunen har sagt nei."
    ) % {"count": counted_nb(len(unanswered), _("kommune"), _("kommuner"))}


def _unregistered(unanswered: list[PartyRow]) -> Iterator[Unregistered]:
    for county, rows in _by_county(unanswered):
        yield Unregistered(
            county=county or _("Fylke ikke registrert"),
            count=number_nb(len(rows)),
            names=list_nb([row.name for row in rows]),
        )


def _missing(declaration: Declaration, rows: list[PartyRow]) -> list[str]:
    """Return what else is not known, as sentences."""
    signed = [row.signature for row in rows if row.signature and _has(row, Signature.Status.SIGNED)]
    nameless = sum(not answer.signatory_name for answer in signed)
    missing = [capfirst(text) for text in gaps.gaps_of(declaration)]
    if nameless:
        missing.append(
            _("Navnet på den som signerte, mangler for %(count)s av %(all)s.")
            % {
                "count": number_nb(nameless),
                "all": counted_nb(len(signed), _("signatur"), _("signaturer")),
            }
        )
    return missing
