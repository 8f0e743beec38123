"""The status list of a declaration: who its parties are and what each answered. What is said of all of them
stands in board.py.

The parties are counted in the borders of the declaration's own date (`selectors.reference_date`): the
2019 edition was signed by Skedsmo, Fet and Sørum, which only later became Lillestrøm.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, Subquery, Value, prefetch_related_objects
from django.utils.translation import gettext as _

from declaration.models import Declaration, Signature
from declaration.selectors import reference_date, status_of, status_rank
from members.models import Membership, Municipality, MunicipalityNumber
from members.models.municipality import MunicipalityQuerySet, in_force
from osloregionen.formatting import counted_nb, list_nb
from osloregionen.parts import Status
from osloregionen.text import sort_key


@dataclass(frozen=True)
class PartyRow:
    """A line of the status list. None is not known; without a `signature` only the party itself is."""

    name: str
    sort_name: str
    municipality: Municipality | None
    status: Status
    rank: int
    signature: Signature | None
    county: str | None = None
    number: str | None = None
    merged_into: str = ""

    @property
    def url(self) -> str:
        """The address of the party's page; a county has none. Found when it is shown: a list may be long."""
        return self.municipality.get_absolute_url() if self.municipality is not None else ""

    def may_have(self, fact: str) -> bool:
        """Whether the answer can have a fact: who is asked has no basis, who only joined no signature."""
        if self.signature is None:
            return False
        status = self.signature.status
        if fact in ("basis", "decided_on"):
            return status not in (Signature.Status.INVITED, Signature.Status.IN_TREATMENT)
        if fact in ("signed_on", "signatory"):
            return status == Signature.Status.SIGNED or self.signature.signed_on is not None
        return True

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
    def withdrawn_on(self) -> dt.date | None:
        """When it was withdrawn."""
        return self.signature.withdrawn_on if self.signature else None

    @property
    def case_reference(self) -> str | None:
        """The number that the party's own archive gave the case."""
        return self.signature.case_reference or None if self.signature else None

    @property
    def verified_on(self) -> dt.date | None:
        """When somebody last held the answer against its source."""
        return self.signature.verified_on if self.signature else None

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
    `number_on`, `county_on`, `county_number_on` and `member_on`. Lazy; one query when it is read.
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
    member = Exists(Membership.objects.covering(on).filter(municipality=OuterRef("pk")))
    successor_is_member = ~Exists(memberships) & Exists(inherited)
    answered = Exists(Signature.objects.filter(declaration=declaration, municipality=OuterRef("pk")))
    found: MunicipalityQuerySet = (
        Municipality.objects.filter((existed & (member | successor_is_member)) | answered)
        .select_related("merged_into")
        .annotate(
            number_on=Subquery(then.values("number")[:1]),
            county_on=Subquery(then.values("county__name")[:1]),
            county_number_on=Subquery(then.values("county__number")[:1]),
            member_on=member,
        )
        # Moments are dear to read, and nobody asks for these.
        .defer("created_at", "updated_at", "merged_into__created_at", "merged_into__updated_at")
        .order_by("sort_name", "number_on", "pk")
    )
    return found


def parties_by_declaration(declarations: Iterable[Declaration]) -> dict[int, list[Municipality]]:
    """Return the rows of `parties` of several declarations, by declaration. Two queries, however many.

    It is one question asked of several dates: the database answers them together.
    """
    asked = [
        parties(one)
        .annotate(declaration_key=Value(one.pk, output_field=BigIntegerField()))
        # Neither an order nor another table's columns can be asked of a part of a whole.
        .select_related(None)
        .order_by()
        for one in declarations
    ]
    found: dict[int, list[Municipality]] = {}
    if asked:
        together: Any = asked[0].union(*asked[1:], all=True)
        rows = list(together.order_by("declaration_key", "sort_name", "number_on", "pk"))
        prefetch_related_objects(rows, "merged_into")
        for row in rows:
            found.setdefault(row.declaration_key, []).append(row)
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
            municipality=municipality,
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
    return county_lines(declaration.signatures.filter(county__isnull=False).select_related("county"))


def county_lines(signatures: Iterable[Signature]) -> list[PartyRow]:
    """Return the lines of counties with these answers, in Norwegian order. No queries beside theirs."""
    return sorted((_county_row(signature) for signature in signatures), key=lambda row: row.sort_name)


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
            municipality=signature.municipality,
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
        municipality=None,
        status=status_of(signature),
        rank=status_rank(signature),
        signature=signature,
    )


def counties_of(parties: Iterable[Municipality]) -> list[tuple[str, str]]:
    """Return number and name of the counties that rows of `parties` lie in, by name. No queries."""
    known = {
        (number, name)
        for party in parties
        for number, name in [(getattr(party, "county_number_on", None), getattr(party, "county_on", None))]
        if number and name
    }
    return sorted(known, key=lambda county: sort_key(county[1]))


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
        return _("Ingen signaturer er registrert.")
    return _("%(parties)s er registrert med signatur.") % {"parties": list_nb(parts)}
