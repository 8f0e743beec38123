"""Which municipality or county a line of a list means: by its number on a date, or by a name of its own.

Made for files, where a wrong guess is written by the hundred: it forgives spelling (case, hyphens, "kommune"
behind the name), and refuses what may mean several.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from members.models import Body, County, Municipality, MunicipalityNumber
from osloregionen.formatting import date_nb, list_nb
from osloregionen.portal_list import RowError
from osloregionen.text import search_key

MUNICIPALITY, COUNTY = "kommune", "fylkeskommune"
#: Words behind a name that say what kind of party it is.
_KINDS = {"kommune": MUNICIPALITY, "herad": MUNICIPALITY, "fylkeskommune": COUNTY, "fylke": COUNTY}
#: Candidates that one message names.
_MOST_NAMED = 8


@dataclass(frozen=True)
class Party:
    """A municipality or a county, as a list knows it."""

    kind: str
    pk: int
    name: str
    folded: str
    dissolved_on: dt.date | None = None
    merged_into: str = ""

    @property
    def full_name(self) -> str:
        """The name as pages write it: "Halden", "Oslo fylkeskommune"."""
        return self.name if self.kind == MUNICIPALITY else f"{self.name} fylkeskommune"


@dataclass(frozen=True)
class Number:
    """A number of a party in a period; both ends belong to it."""

    number: str
    party: Party
    valid_from: dt.date | None
    valid_to: dt.date | None

    def holds_on(self, day: dt.date) -> bool:
        """Whether it is in force on the day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or self.valid_to >= day
        )


class Bodies:
    """All bodies by name, read once. One query; lookups make none."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[Body]] = defaultdict(list)
        self.names: dict[int, str] = {}
        for body in Body.objects.order_by("order", "name", "pk"):
            self._by_name[search_key(body.name)].append(body)
            self.names[body.pk] = body.name

    def find(self, name: str, column: str) -> Body:
        """Return the one body of the name, however it is spelled. Raises `RowError` for the column."""
        fitting = self._by_name.get(search_key(name), [])
        if len(fitting) == 1:
            return fitting[0]
        text = _("flere organer heter «%(name)s»") if fitting else _("«%(name)s» er ikke et organ i portalen")
        raise RowError(text % {"name": name}, column)


class Register:
    """All municipalities and counties with their numbers, read once. Three queries; lookups make none."""

    def __init__(self) -> None:
        self.parties: dict[tuple[str, int], Party] = {}
        self._by_name: dict[str, list[Party]] = defaultdict(list)
        self._numbers: dict[tuple[str, int], list[Number]] = defaultdict(list)
        self._by_number: dict[tuple[str, str], list[Number]] = defaultdict(list)
        municipalities = Municipality.objects.order_by("pk").values_list(
            "pk", "name", "dissolved_on", "merged_into__name"
        )
        for pk, name, dissolved_on, merged_into in municipalities:
            self._add(Party(MUNICIPALITY, pk, name, _without_kind(name)[0], dissolved_on, merged_into or ""))
        numbers = MunicipalityNumber.objects.order_by("pk").values_list(
            "municipality_id", "number", "valid_from", "valid_to"
        )
        for pk, number, valid_from, valid_to in numbers:
            self._add_number(Number(number, self.parties[MUNICIPALITY, pk], valid_from, valid_to))
        counties = County.objects.order_by("pk").values_list("pk", "name", "number", "valid_from", "valid_to")
        for pk, name, number, valid_from, valid_to in counties:
            party = Party(COUNTY, pk, name, _without_kind(name)[0])
            self._add(party)
            self._add_number(Number(number, party, valid_from, valid_to))

    def _add(self, party: Party) -> None:
        self.parties[party.kind, party.pk] = party
        self._by_name[party.folded].append(party)

    def _add_number(self, number: Number) -> None:
        self._numbers[number.party.kind, number.party.pk].append(number)
        self._by_number[number.party.kind, number.number].append(number)

    def number_on(self, party: Party, on: dt.date) -> str:
        """Return the party's number on a date, or nothing."""
        return next((one.number for one in self._numbers[party.kind, party.pk] if one.holds_on(on)), "")

    def number_for(self, party: Party, on: dt.date) -> str:
        """Return the number that a list of that date shows: that of the date, else the party's latest.

        The latest only where nobody else had it on the date: `find` must take it for the same party.
        """
        number = self.number_on(party, on)
        if number:
            return number
        others = [
            one.number
            for one in self._latest_first(party)
            if not any(same.holds_on(on) for same in self._by_number[party.kind, one.number])
        ]
        return others[0] if others else ""

    def existed(self, party: Party, on: dt.date) -> bool:
        """Whether the party was there on the date: it had a number, or never had one and had not ended."""
        if party.dissolved_on is not None and party.dissolved_on <= on:
            return False
        return not self._numbers[party.kind, party.pk] or bool(self.number_on(party, on))

    def find(self, number: str, name: str, kind: str, on: dt.date) -> Party:
        """Return the one party that number and name mean on the date. Raises `RowError`."""
        folded, named_kind = _without_kind(name)
        kind = kind or named_kind
        if named_kind and named_kind != kind:
            raise RowError(
                _("«%(name)s» er en %(is)s, ikke en %(not)s") % {"name": name, "is": named_kind, "not": kind},
                "name",
            )
        if number:
            party = self._by_number_on(number, folded, kind, on)
            if folded and party.folded != folded:
                raise RowError(
                    _("nummer %(number)s er %(party)s, men raden heter «%(name)s»")
                    % {"number": number, "party": party.full_name, "name": name},
                    "name",
                )
            return party
        if not folded:
            raise RowError(_("raden har verken nummer eller navn"), "name")
        return self._by_name_alone(name, folded, kind, on)

    def _by_number_on(self, number: str, folded: str, kind: str, on: dt.date) -> Party:
        kind = kind or (COUNTY if len(number) <= 2 else MUNICIPALITY)
        number = number.zfill(2 if kind == COUNTY else 4)
        known = self._by_number[kind, number]
        for one in known:
            if one.holds_on(on):
                return one.party
        # A party that had none then is listed with its latest; the name must say that it is meant.
        without = {one.party for one in known if not self.number_on(one.party, on)}
        meant = [party for party in without if party.folded == folded]
        if len(meant) == 1:
            return meant[0]
        hints = [
            _("%(party)s har nummer %(number)s den dagen")
            % {"party": party.full_name, "number": self.number_on(party, on)}
            for party in dict.fromkeys(one.party for one in known)
            if self.number_on(party, on)
        ]
        text = _("nummer %(number)s var ikke i bruk %(date)s") % {"number": number, "date": date_nb(on)}
        raise RowError("; ".join([text, *hints]), "number")

    def _by_name_alone(self, name: str, folded: str, kind: str, on: dt.date) -> Party:
        fitting = [party for party in self._by_name[folded] if not kind or party.kind == kind]
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            raise RowError(
                _("«%(name)s» er ikke en kommune eller et fylke i portalen") % {"name": name}, "name"
            )
        named = [f"{party.full_name} ({self._described(party, on)})" for party in fitting[:_MOST_NAMED]]
        raise RowError(
            _("«%(name)s» passer på flere: %(candidates)s. Skriv nummeret")
            % {"name": name, "candidates": list_nb(named)},
            "name",
        )

    def _described(self, party: Party, on: dt.date) -> str:
        """Return a candidate's number on the date, or its latest with the years it held."""
        if number := self.number_on(party, on):
            return number
        latest = next(iter(self._latest_first(party)), None)
        if latest is None:
            return _("uten nummer")
        if latest.valid_to is not None and latest.valid_to < on:
            return _("%(number)s til %(date)s") % {"number": latest.number, "date": date_nb(latest.valid_to)}
        since = date_nb(latest.valid_from) if latest.valid_from is not None else _("ukjent dato")
        return _("%(number)s fra %(date)s") % {"number": latest.number, "date": since}

    def _latest_first(self, party: Party) -> list[Number]:
        return sorted(
            self._numbers[party.kind, party.pk],
            key=lambda one: one.valid_to or dt.date.max,
            reverse=True,
        )


def _without_kind(name: str) -> tuple[str, str]:
    """Return a name folded, without the word that says its kind, and that kind."""
    folded = search_key(name)
    for word, kind in _KINDS.items():
        if folded.endswith(f" {word}"):
            return folded.removesuffix(f" {word}"), kind
    return folded, ""
