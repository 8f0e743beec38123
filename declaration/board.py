"""The status board: what the page of a declaration's status says above its table.

Sentences first, then figures, the map, how the answers came in, and when anybody last checked them.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from declaration.models import Declaration, Signature
from declaration.progress import Progress, progress_of
from declaration.selectors import (
    NOT_REGISTERED,
    deadline_sentence,
    members_with_past,
    published_sentence,
    reference_date,
    standing_of,
    status_named,
    statuses_in_order,
)
from declaration.status import PartyRow
from members.charts import member_map
from members.models import Municipality
from members.selectors import MemberCount, member_count_on, published_count_near
from osloregionen.filters import NOT_REGISTERED as NOT_REGISTERED_CHOICE
from osloregionen.formatting import counted_nb, date_nb, date_or_note_nb, list_nb, number_nb
from osloregionen.parts import Fact, Figure, Status
from osloregionen.tilemap import TileMap

_STATUS = Signature.Status


@dataclass(frozen=True)
class CountRow:
    """How many parties have a status. None: there are no such parties, or nobody knows who they are."""

    status: Status
    url: str
    members: int | None
    others: int | None
    counties: int | None


@dataclass(frozen=True)
class Board:
    """The status of a declaration as sentences, figures, counts, tiles and progress.

    Empty sentences have nothing to say. `counts` has a row for each status, those that nobody has too.
    """

    headline: str
    notes: list[str]
    borders: str
    map_note: str
    figures: list[Figure]
    counts: list[CountRow]
    members_label: str
    tilemap: TileMap | None
    progress: Progress
    checked: list[Fact]


def board(
    declaration: Declaration,
    parties: Iterable[Municipality],
    answers: dict[int, Signature],
    counties: Sequence[PartyRow],
    today: dt.date,
) -> Board:
    """Return the status of all `status.parties`, with `statuses_of` and `county_rows` as they were read.

    Two queries; one more where the number of members is not known, and three where members of today did not
    exist on the declaration's date.
    """
    on = reference_date(declaration)
    count = member_count_on(on)
    of_members = _counted([party for party in parties if getattr(party, "member_on", False)], answers)
    of_others = _counted([party for party in parties if not getattr(party, "member_on", False)], answers)
    everyone = of_members + of_others
    by_county = Counter(row.signature.status for row in counties if row.signature)
    newer, tilemap = _map(declaration, parties, answers)
    return Board(
        headline=_headline(everyone, of_members, count, on),
        notes=[
            deadline_sentence(declaration, today),
            *_steps_back(everyone),
            *_counties(by_county),
            published_sentence(declaration),
            *_published_count(count, on),
        ],
        borders=_borders(on, today),
        map_note=_map_note(newer, on),
        figures=_figures(everyone),
        counts=_count_rows(
            of_members if count.known else everyone, of_others if count.known else Counter(), by_county
        ),
        members_label=_members_label(count),
        tilemap=tilemap,
        progress=progress_of(declaration, answers.values(), {one.pk: one.name for one in parties}, today),
        checked=_checked(declaration, [*answers.values(), *(row.signature for row in counties)]),
    )


def _counted(parties: Iterable[Municipality], answers: dict[int, Signature]) -> Counter[str]:
    """Count parties by status; an empty status is for those without an answer."""
    return Counter(answers[party.pk].status if party.pk in answers else "" for party in parties)


def _borders(on: dt.date, today: dt.date) -> str:
    if on >= today:
        return _("Kommunene slik de er i dag.")
    return _("Kommunene slik de var %(date)s.") % {"date": date_nb(on)}


# --- Sentences -------------------------------------------------------------------------------------


def _headline(counts: Counter[str], of_members: Counter[str], members: MemberCount, on: dt.date) -> str:
    if members.count is not None:
        signed, joined = of_members[_STATUS.SIGNED], of_members[_STATUS.JOINED]
        words = {
            "joined": number_nb(signed + joined),
            "signed": number_nb(signed),
            "all": counted_nb(members.count, _("medlemskommune"), _("medlemskommuner")),
        }
        if joined:
            return (
                _("%(joined)s av %(all)s er registrert som tilsluttet. %(signed)s av dem har signert.")
                % words
            )
        return _("%(signed)s av %(all)s er registrert med signatur.") % words
    signed, joined = counts[_STATUS.SIGNED], counts[_STATUS.JOINED]
    sentence = _("%(signed)s er registrert med signatur.") % {"signed": _municipalities(signed).capitalize()}
    if joined:
        sentence += " " + _("%(joined)s til er registrert som tilsluttet.") % {
            "joined": _municipalities(joined).capitalize()
        }
    return f"{sentence} {_('Medlemstall per %(date)s er ikke registrert.') % {'date': date_nb(on)}}"


def _municipalities(count: int) -> str:
    return counted_nb(count, _("kommune"), _("kommuner"))


def _steps_back(counts: Counter[str]) -> list[str]:
    said = []
    if declined := counts[_STATUS.DECLINED]:
        said.append(_("%(count)s har avslått.") % {"count": _municipalities(declined).capitalize()})
    if withdrawn := counts[_STATUS.WITHDRAWN]:
        said.append(
            _("%(count)s har trukket tilslutningen.") % {"count": _municipalities(withdrawn).capitalize()}
        )
    return said


def _counties(counts: Counter[str]) -> list[str]:
    """Say what is registered of counties, by status: one that treats the case has not answered."""
    if not counts:
        return []
    said = [
        f"{number_nb(counts[value])} {Signature.Status(value).label}"
        for value in statuses_in_order()
        if counts[value]
    ]
    counties = counted_nb(counts.total(), _("fylkeskommune"), _("fylkeskommuner"))
    words = {"count": counties, "statuses": list_nb(said)}
    return [_("I tillegg er %(count)s registrert: %(statuses)s.") % words]


def _published_count(count: MemberCount, on: dt.date) -> list[str]:
    """Return what stands beside a member count that is not known: the published one, with date and source."""
    published = None if count.known else published_count_near(on)
    if published is None:
        return []
    return [
        _("Publisert medlemstall er «%(wording)s» (%(when)s; kilde: %(source)s).")
        % {
            "wording": published.wording,
            "when": date_or_note_nb(published.as_of, published.as_of_note),
            "source": published.source.rstrip("."),
        }
    ]


# --- Figures and counts ----------------------------------------------------------------------------


def _figures(counts: Counter[str]) -> list[Figure]:
    """Return figures that add up to all parties, without those of steps that nobody stands on."""
    undecided = counts[_STATUS.INVITED] + counts[_STATUS.IN_TREATMENT]
    figures = [Figure(number_nb(counts[_STATUS.SIGNED]), _("signert"))]
    if joined := counts[_STATUS.JOINED]:
        figures.append(Figure(number_nb(joined), _("tilsluttet, ikke signert")))
    if undecided:
        figures.append(Figure(number_nb(undecided), _("invitert eller til behandling")))
    if stepped_back := counts[_STATUS.DECLINED] + counts[_STATUS.WITHDRAWN]:
        figures.append(Figure(number_nb(stepped_back), _("avslått eller trukket")))
    return [*figures, Figure(number_nb(counts[""]), _("ikke registrert"))]


def _count_rows(members: Counter[str], others: Counter[str], counties: Counter[str]) -> list[CountRow]:
    """Return a row for each status from most to least, "ikke registrert" last.

    Which counties were asked is not known, so none of them is "ikke registrert".
    """
    return [
        CountRow(
            status=status_named(value) if value else NOT_REGISTERED,
            url=f"?{urlencode({'status': value or NOT_REGISTERED_CHOICE})}#liste",
            members=members[value],
            others=others[value] if others else None,
            counties=counties[value] if counties and value else None,
        )
        for value in (*statuses_in_order(), "")
    ]


def _members_label(count: MemberCount) -> str:
    """Return what the counted municipalities are: members then, or those of the list."""
    if count.count is None:
        return _("Kommuner")
    return _("Medlemmer (%(count)s)") % {"count": number_nb(count.count)}


def _checked(declaration: Declaration, answers: Sequence[Signature | None]) -> list[Fact]:
    """Return when somebody last held the declaration and its answers against their sources."""
    never = _("ikke kontrollert")
    checked = [one.verified_on for one in answers if one is not None and one.verified_on is not None]
    said: str | None = never if answers else _("ingen svar å kontrollere")
    if checked:
        said = _("%(date)s (%(count)s av %(all)s kontrollert)") % {
            "date": date_nb(max(checked)),
            "count": number_nb(len(checked)),
            "all": number_nb(len(answers)),
        }
    own = declaration.verified_on
    return [
        Fact(_("Svarene sist kontrollert"), said),
        Fact(_("Erklæringen sist kontrollert"), date_nb(own) if own else never),
    ]


# --- The map ---------------------------------------------------------------------------------------


def _map(
    declaration: Declaration, parties: Iterable[Municipality], answers: dict[int, Signature]
) -> tuple[list[str], TileMap | None]:
    """Return the names of today's members that did not exist then, and the map of today's members.

    A square shows a municipality's own answer: Lillestrøm cannot claim what Skedsmo signed.
    """
    today = set(Municipality.objects.members_now().order_by().values_list("pk", flat=True))
    members = [party for party in parties if party.pk in today]
    # A party existed on the date; of the others one must know what became them.
    missing = today - {party.pk for party in members}
    newer = list(members_with_past().filter(pk__in=missing)) if missing else []
    standing = standing_of(declaration, newer, answers)
    return [member.name for member in newer], member_map([*members, *newer], standing=standing)


def _map_note(newer: list[str], on: dt.date) -> str:
    """Say which squares cannot have an answer, and where to find those that can."""
    if not newer:
        return ""
    return _(
        "%(names)s fantes ikke %(date)s. Kommunene de ble dannet av, står i tabellen, "
        "sammen med andre kommuner som senere er slått sammen."
    ) % {"names": list_nb(newer), "date": date_nb(on)}
