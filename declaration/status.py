"""The status list of a declaration: who its parties are, what each answered, and the sentences about it.

The parties are counted in the borders of the declaration's own date (`selectors.reference_date`): the
2019 edition was signed by Skedsmo, Fet and Sørum, which only later became Lillestrøm.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from declaration.models import Declaration, Signature
from declaration.selectors import (
    members_with_past,
    published_sentence,
    reference_date,
    standing_of,
    status_of,
    status_rank,
)
from members.charts import member_map
from members.models import Membership, Municipality, MunicipalityNumber
from members.models.municipality import MunicipalityQuerySet, in_force
from members.selectors import MemberCount, member_count_on
from osloregionen.formatting import counted_nb, date_nb, date_or_note_nb, list_nb, number_nb
from osloregionen.parts import Figure, Status
from osloregionen.text import sort_key
from osloregionen.tilemap import TileMap


@dataclass(frozen=True)
class PartyRow:
    """A line of the status list. None is not known; without a `signature` only the party itself is."""

    name: str
    sort_name: str
    url: str
    status: Status
    rank: int
    signature: Signature | None
    county: str | None = None
    number: str | None = None
    merged_into: str = ""

    @property
    def basis(self) -> str | None:
        """What the answer rests on."""
        return self.signature.get_basis_display() or None if self.signature else None

    @property
    def decided_on(self) -> dt.date | None:
        """When the decision or the confirmation is dated."""
        return self.signature.decided_on if self.signature else None

    @property
    def signed_on(self) -> dt.date | None:
        """When it was signed."""
        return self.signature.signed_on if self.signature else None

    @property
    def signatory(self) -> str | None:
        """Who signed, with the title held then."""
        if self.signature is None:
            return None
        parts = (self.signature.signatory_name, self.signature.signatory_title)
        return ", ".join(part for part in parts if part) or None

    @property
    def source(self) -> str | None:
        """Where the answer is known from."""
        if self.signature is None:
            return None
        return self.signature.source or self.signature.evidence or None


def parties(declaration: Declaration) -> MunicipalityQuerySet:
    """Return the municipalities that the status list is about, as they were on the declaration's date.

    Members then, those that have since become part of a member, and whoever has an answer. Each row has
    `number_on`, `county_on` and `county_number_on`. Lazy; one query when it is read.
    """
    on = reference_date(declaration)
    mine = MunicipalityNumber.objects.filter(municipality=OuterRef("pk"))
    then = mine.filter(in_force(on))
    memberships = Membership.objects.filter(municipality=OuterRef("pk"))
    # The membership went on in the municipality that took this one up, unless that one joined later.
    inherited = Membership.objects.filter(
        Q(joined_on=None) | Q(joined_on__lte=OuterRef("dissolved_on")),
        Q(left_on=None) | Q(left_on__gt=on),
        municipality=OuterRef("merged_into"),
    )
    existed = (Q(dissolved_on=None) | Q(dissolved_on__gt=on)) & (Exists(then) | ~Exists(mine))
    member = Q(pk__in=Membership.objects.covering(on).values("municipality_id"))
    successor_is_member = ~Exists(memberships) & Exists(inherited)
    answered = Exists(Signature.objects.filter(declaration=declaration, municipality=OuterRef("pk")))
    found: MunicipalityQuerySet = (
        Municipality.objects.filter((existed & (member | successor_is_member)) | answered)
        .select_related("merged_into")
        .annotate(
            number_on=Subquery(then.values("number")[:1]),
            county_on=Subquery(then.values("county__name")[:1]),
            county_number_on=Subquery(then.values("county__number")[:1]),
        )
        .order_by("sort_name", "number_on", "pk")
    )
    return found


def with_status(
    municipalities: MunicipalityQuerySet, declaration: Declaration, status: str
) -> MunicipalityQuerySet:
    """Return those whose answer has the status; an empty status asks for those without an answer. Lazy."""
    answers = Signature.objects.filter(declaration=declaration, municipality=OuterRef("pk"))
    if not status:
        return municipalities.exclude(Exists(answers))
    return municipalities.filter(Exists(answers.filter(status=status)))


def party_rows(municipalities: Iterable[Municipality], answers: dict[int, Signature]) -> list[PartyRow]:
    """Return the lines of the list for rows of `parties`, with answers from `statuses_of`. No queries."""
    return [
        PartyRow(
            name=municipality.name,
            sort_name=municipality.sort_name,
            url=municipality.get_absolute_url(),
            signature=(signature := answers.get(municipality.pk)),
            status=status_of(signature),
            rank=status_rank(signature),
            county=getattr(municipality, "county_on", None),
            number=getattr(municipality, "number_on", None),
            merged_into=municipality.merged_into.name if municipality.merged_into else "",
        )
        for municipality in municipalities
    ]


def county_rows(declaration: Declaration) -> list[PartyRow]:
    """Return the lines of counties with an answer; which counties were asked is not known. One query."""
    signatures = declaration.signatures.filter(county__isnull=False).select_related("county")
    rows = [_county_row(signature) for signature in signatures]
    return sorted(rows, key=lambda row: row.sort_name)


def named_rows(declaration: Declaration) -> list[PartyRow]:
    """Return a line for each answer with a named signatory, counties too, in Norwegian order. One query."""
    signatures = (
        declaration.signatures.signed().exclude(signatory_name="").select_related("county", "municipality")
    )
    rows = [
        _county_row(signature)
        if signature.municipality is None
        else PartyRow(
            name=signature.municipality.name,
            sort_name=signature.municipality.sort_name,
            url=signature.municipality.get_absolute_url(),
            status=status_of(signature),
            rank=status_rank(signature),
            signature=signature,
        )
        for signature in signatures
    ]
    return sorted(rows, key=lambda row: row.sort_name)


def _county_row(signature: Signature) -> PartyRow:
    name = signature.party_name
    return PartyRow(
        name=name,
        sort_name=sort_key(name),
        url="",
        status=status_of(signature),
        rank=status_rank(signature),
        signature=signature,
    )


def counties_on(declaration: Declaration) -> list[tuple[str, str]]:
    """Return number and name of the parties' counties on the declaration's date, by name. One query."""
    # mypy does not know the annotations of `parties`.
    counties: Any = parties(declaration).order_by().values_list("county_number_on", "county_on")  # type: ignore[misc]
    return sorted({county for county in counties if county[0]}, key=lambda county: sort_key(county[1]))


# --- The board: what the status page says above its table ------------------------------------------


@dataclass(frozen=True)
class Board:
    """The status of a declaration as sentences, figures and tiles. Empty sentences have nothing to say."""

    headline: str
    notes: list[str]
    borders: str
    map_note: str
    figures: list[Figure]
    tilemap: TileMap | None


def board(
    declaration: Declaration,
    answers: dict[int, Signature],
    counties: list[PartyRow],
    today: dt.date,
    everyone: Iterable[Municipality] | None = None,
) -> Board:
    """Return the status of all parties; `answers` as from `statuses_of`, `counties` as from `county_rows`.

    `everyone` are the rows of `parties`, where they have been read. Queries don't grow with any of them.
    """
    on = reference_date(declaration)
    if everyone is None:
        party_ids = set(parties(declaration).values_list("pk", flat=True))
    else:
        party_ids = {party.pk for party in everyone}
    counts = Counter(signature.status for signature in answers.values())
    count = member_count_on(on)
    # A square shows a municipality's own answer: Lillestrøm cannot claim what Skedsmo signed.
    members = list(members_with_past())
    return Board(
        headline=_headline(counts, _answers_of_members(answers, on), count, on),
        notes=[
            published_sentence(declaration),
            *_notes(declaration, counts, len(counties), today),
            *_published_count(count, on),
        ],
        borders=_("Kommunene slik de var %(date)s.") % {"date": date_nb(on)},
        map_note=_map_note([member.name for member in members if member.pk not in party_ids], on),
        figures=_figures(counts, len(party_ids - answers.keys())),
        tilemap=member_map(members, standing=standing_of(declaration, members, answers)),
    )


def _answers_of_members(answers: dict[int, Signature], on: dt.date) -> Counter[str]:
    """Count the answers of those that were members on the date, for "x av y medlemmer"."""
    members = Municipality.objects.members_on(on).filter(pk__in=answers).values_list("pk", flat=True)
    return Counter(answers[pk].status for pk in members)


def _headline(counts: Counter[str], of_members: Counter[str], members: MemberCount, on: dt.date) -> str:
    if members.count is not None:
        signed, joined = of_members[Signature.Status.SIGNED], of_members[Signature.Status.JOINED]
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
    signed, joined = counts[Signature.Status.SIGNED], counts[Signature.Status.JOINED]
    sentence = _("%(signed)s er registrert med signatur.") % {
        "signed": counted_nb(signed, _("kommune"), _("kommuner")).capitalize()
    }
    if joined:
        sentence += " " + _("%(joined)s til er registrert som tilsluttet.") % {
            "joined": counted_nb(joined, _("kommune"), _("kommuner")).capitalize()
        }
    return f"{sentence} {_('Medlemstall per %(date)s er ikke registrert.') % {'date': date_nb(on)}}"


def _notes(declaration: Declaration, counts: Counter[str], counties: int, today: dt.date) -> list[str]:
    notes = []
    if declined := counts[Signature.Status.DECLINED]:
        notes.append(
            _("%(count)s har avslått.")
            % {"count": counted_nb(declined, _("kommune"), _("kommuner")).capitalize()}
        )
    if counties:
        notes.append(
            _("I tillegg er det registrert svar fra %(count)s.")
            % {"count": counted_nb(counties, _("fylkeskommune"), _("fylkeskommuner"))}
        )
    if declaration.response_deadline is not None:
        notes.append(_deadline(declaration.response_deadline, today))
    return notes


def _published_count(count: MemberCount, on: dt.date) -> list[str]:
    """Return what stands beside a member count that is not known: the published one, with date and source."""
    if count.known or count.published is None:
        return []
    return [
        _("Publisert medlemstall er «%(wording)s» (%(when)s; kilde: %(source)s).")
        % {
            "wording": count.published.wording,
            "when": date_or_note_nb(count.published.as_of, count.published.as_of_note),
            "source": count.published.source.rstrip("."),
        }
    ]


def _map_note(new_since: list[str], on: dt.date) -> str:
    """Say which squares cannot have an answer, and where to find those that can."""
    if not new_since:
        return ""
    return _(
        "%(names)s fantes ikke %(date)s. Kommunene de ble dannet av, står i tabellen, "
        "sammen med andre kommuner som senere er slått sammen."
    ) % {"names": list_nb(new_since), "date": date_nb(on)}


def _deadline(deadline: dt.date, today: dt.date) -> str:
    left = (deadline - today).days
    if left < 0:
        return _("Svarfristen var %(date)s.") % {"date": date_nb(deadline)}
    if left == 0:
        return _("Svarfristen er i dag, %(date)s.") % {"date": date_nb(deadline)}
    return _("Svarfristen er %(date)s, om %(days)s.") % {
        "date": date_nb(deadline),
        "days": counted_nb(left, _("dag"), _("dager")),
    }


def _figures(counts: Counter[str], unanswered: int) -> list[Figure]:
    """Return at most four figures. A step nobody stands on is left out: 0 would claim more than we know."""
    undecided = counts[Signature.Status.INVITED] + counts[Signature.Status.IN_TREATMENT]
    figures = [Figure(number_nb(counts[Signature.Status.SIGNED]), _("signert, med kilde"))]
    if joined := counts[Signature.Status.JOINED]:
        figures.append(Figure(number_nb(joined), _("tilsluttet, ikke signert")))
    if undecided:
        figures.append(Figure(number_nb(undecided), _("invitert eller til behandling")))
    return [*figures, Figure(number_nb(unanswered), _("ikke registrert"))]


def registered_sentence(declaration: Declaration) -> str:
    """Return how many answers are registered, by kind of party: "2 signaturer er registrert …". One query."""
    signed = declaration.signatures.signed().values_list("municipality_id", "county_id")
    counties = sum(county is not None for _municipality, county in signed)
    municipalities = sum(municipality is not None for municipality, _county in signed)
    parts = []
    if municipalities:
        parts.append(counted_nb(municipalities, _("kommune"), _("kommuner")))
    if counties:
        parts.append(counted_nb(counties, _("fylkeskommune"), _("fylkeskommuner")))
    if not parts:
        return _("Ingen signaturer er registrert med kilde.")
    return _("%(parties)s er registrert med signatur og kilde.") % {"parties": list_nb(parts)}
