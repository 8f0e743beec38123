"""The parties that staff have ticked: found again from what a page of the admin carries of each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from declaration.models import Declaration, Signature
from declaration.selectors import reference_date, status_of
from declaration.services import STEPS, Step, emptied, refusal_of
from declaration.status import parties, with_status
from members.models import County, Municipality
from members.models.municipality import in_force
from osloregionen.changes import in_words, short
from osloregionen.formatting import list_nb
from osloregionen.text import sort_key

#: A declaration, a municipality or county, and the version of the row that was shown (empty: there was none).
#: Municipalities and counties, as keys name them.
TOWN, COUNTY = "k", "f"
_TOKEN = re.compile(r"(\d{1,9})-([kf])(\d{1,9})(?:-v(\d{0,9}))?")


@dataclass(frozen=True)
class Chosen:
    """One party to one declaration, with its answer as it is stored now.

    `confirmed`: it stood on the page that was confirmed, with the row's version `seen` (None: no row).
    """

    declaration: Declaration
    municipality: Municipality | None
    county: County | None
    signature: Signature | None
    confirmed: bool = False
    seen: int | None = None

    @property
    def key(self) -> str:
        """What names the party in a form."""
        if self.municipality is not None:
            return f"{self.declaration.pk}-{TOWN}{self.municipality.pk}"
        return f"{self.declaration.pk}-{COUNTY}{self.county.pk if self.county is not None else 0}"

    @property
    def token(self) -> str:
        """The key with the version that a page shows, which comes back when it is confirmed."""
        return f"{self.key}-v{self.signature.version if self.signature is not None else ''}"

    @property
    def name(self) -> str:
        """The municipality's name, or the county's with "fylkeskommune"."""
        if self.municipality is not None:
            return self.municipality.name
        return f"{self.county.name} fylkeskommune" if self.county is not None else ""

    @property
    def order(self) -> tuple[Any, ...]:
        """Where it stands in a list: municipalities first, in Norwegian order."""
        return (self.municipality is None, sort_key(self.name), self.key)

    @property
    def status(self) -> str:
        """The status now, in words."""
        return status_of(self.signature).word.lower()

    def refusal(self, step: Step) -> str:
        """Say why a step can't be taken now; empty where it can. No queries."""
        return refusal_of(step, self.declaration, self.signature.status if self.signature else None)

    def told(self, step: Step) -> list[str]:
        """Say what is registered now in the fields that the step concerns: what it keeps and what it empties.

        No queries.
        """
        asked, gone = STEPS[step].asks, emptied(self.signature)
        kept = [name for name in asked if name not in gone and getattr(self.signature, name, None)]
        texts = (
            (_("Står nå"), kept),
            (_("Tømmes hvis du ikke skriver det på nytt"), [name for name in gone if name in asked]),
            (_("Tømmes"), [name for name in gone if name not in asked]),
        )
        return [f"{what}: {list_nb([self._value(name) for name in names])}" for what, names in texts if names]

    def _value(self, name: str) -> str:
        field = Signature._meta.get_field(name)
        value = short(in_words(field, getattr(self.signature, name)))
        return f"{capfirst(str(getattr(field, 'verbose_name', name)))} «{value}»"

    def named(self) -> dict[str, Any]:
        """Return the party as the services take it."""
        return {
            "declaration": self.declaration,
            "municipality": self.municipality,
            "county": self.county,
        }


def chosen_of(signatures: Iterable[Signature]) -> list[Chosen]:
    """Return the parties of answers, whose relations should be fetched. No queries then."""
    return [Chosen(row.declaration, row.municipality, row.county, row) for row in signatures]


def chosen_parties(tokens: Iterable[str]) -> list[Chosen]:
    """Return the parties that a form names, with or without an answer, in the order of their keys.

    The order is the same for everyone, so that two who take steps for the same parties wait for each other
    instead of for good. Raises `Http404` for what names no party. Four queries, however many they are.
    """
    matches = [(_TOKEN.fullmatch(token), token) for token in tokens]
    named: dict[tuple[int, str, int], str | None] = {}
    for match, token in matches:
        if match is None:
            raise Http404(token)
        named[int(match[1]), match[2], int(match[3])] = match[4]
    declarations = Declaration.objects.in_bulk({declaration for declaration, _kind, _pk in named})
    municipalities = Municipality.objects.in_bulk({pk for _declaration, kind, pk in named if kind == TOWN})
    counties = County.objects.in_bulk({pk for _declaration, kind, pk in named if kind == COUNTY})
    rows = Signature.objects.filter(declaration__in=declarations).order_by("pk")
    signatures = {(row.declaration_id, row.municipality_id, row.county_id): row for row in rows}
    found = []
    for (declaration, kind, pk), version in sorted(named.items(), key=lambda item: item[0]):
        town = municipalities.get(pk) if kind == TOWN else None
        county = counties.get(pk) if kind == COUNTY else None
        if declaration not in declarations or (town is None and county is None):
            raise Http404(f"{declaration}-{kind}{pk}")
        signature = signatures.get((declaration, town.pk if town else None, county.pk if county else None))
        seen = int(version) if version else None
        asked = declarations[declaration]
        found.append(Chosen(asked, town, county, signature, confirmed=version is not None, seen=seen))
    return found


def unanswered(declaration: Declaration, kind: str) -> list[Chosen]:
    """Return the municipalities (or counties) without an answer, by name. One query, or two.

    Municipalities are those that the status list is about, counties those that there were on the same day.
    """
    if kind == TOWN:
        towns = with_status(parties(declaration), declaration, "")
        found = [Chosen(declaration, town, None, None) for town in towns]
    else:
        answered = Signature.objects.filter(declaration=declaration, county__isnull=False)
        counties = County.objects.filter(in_force(reference_date(declaration)))
        counties = counties.exclude(pk__in=answered.values("county_id"))
        found = [Chosen(declaration, None, county, None) for county in counties]
    return sorted(found, key=lambda party: party.order)


def all_unanswered(value: str) -> list[Chosen]:
    """Return the parties that a ticked "all of this list" stands for; `value` as "k-3". Raises `Http404`."""
    match = re.fullmatch(rf"([{TOWN}{COUNTY}])-(\d{{1,9}})", value)
    declaration = Declaration.objects.filter(pk=int(match[2])).first() if match else None
    if match is None or declaration is None:
        raise Http404(value)
    return unanswered(declaration, match[1])
