"""Whom a file of statistics is about: the members behind the numbers in it, or the one municipality.

A number means one municipality on a date, and editions have the numbers of their day: those of Viken until
2023. A name is nobody's alone unless it is known to be.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from emissions.models import Sector, Source, SourceGas
from emissions.statistics.file import ALL, Known, StatisticsFile
from emissions.statistics.problems import Problem, StatisticsError
from emissions.totals import Totals, totals_of
from members.models import Membership, MunicipalityNumber
from osloregionen.formatting import date_nb
from osloregionen.text import search_key

#: The first year of the statistics.
FIRST_YEAR = 2009
#: Names that two municipalities have, or had until 2020. NRK counts six pairs before the mergers and names
#: the two that were left, Herøy and Våler (September 2019: «To par kommuner deler fortsatt navn etter
#: kommunereformen»); the other four are not checked against a source. One too many only asks for a number.
SHARED_NAMES = frozenset(map(search_key, ("Bø", "Herøy", "Nes", "Os", "Sande", "Våler")))
_MOST_NAMED = 10


@dataclass(frozen=True)
class Member:
    """A member with the number that it has on the date of the file's numbers; "" where it has none."""

    pk: int
    slug: str
    name: str
    number: str


@dataclass(frozen=True)
class _Period:
    pk: int
    slug: str
    name: str
    number: str
    valid_from: dt.date | None
    valid_to: dt.date | None

    def holds_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or self.valid_to >= day
        )


@dataclass
class Matched:
    """A file that was read, and whom it is about.

    `municipalities` gives the key of each member by its number in the file (0 in a file of one
    municipality); `members` are all members of today, or the one. `asked_on` is the date that decided
    unless `numbers_on` finds more.
    """

    statistics: StatisticsFile
    municipalities: dict[int, int]
    numbers_on: dt.date
    members: list[Member]
    warnings: list[Problem]

    @property
    def only(self) -> Member | None:
        """The municipality of a file of one; None for a file of all."""
        return self.members[0] if self.statistics.kind != ALL else None

    @property
    def missing(self) -> list[Member]:
        """The members that the file has nothing of."""
        found = set(self.municipalities.values())
        return [member for member in self.members if member.pk not in found]

    @property
    def names(self) -> dict[int, str]:
        """The members' names by their keys."""
        return {member.pk: member.name for member in self.members}

    @cached_property
    def figure_count(self) -> int:
        """How many rows are a member's."""
        return sum(1 for number in self.statistics.numbers if number in self.municipalities)

    @cached_property
    def totals(self) -> Totals:
        """The sums by sector and year."""
        return totals_of(self.statistics, self.municipalities, len(self.members))


def known() -> Known:
    """Return what the database knows that a file is held against. Three queries."""
    sectors: dict[str, int] = {}
    for pk, name, other_name in Sector.objects.values_list("pk", "name", "other_name"):
        sectors |= {name: pk} | ({other_name: pk} if other_name else {})
    return Known(
        members=frozenset(int(period.number) for period in _periods() if period.number),
        sectors=sectors,
        # A year that is not over has no figures, whatever day they are said to be published.
        years=range(FIRST_YEAR, timezone.localdate().year),
    )


def match(statistics: StatisticsFile, *, published_on: dt.date | None = None, number: str = "") -> Matched:
    """Find whom a file is about. Raises `StatisticsError` where that cannot be told. Two queries.

    `number` is the municipality's in a file of one, where its name does not say it. The numbers of
    `published_on` hold; without it, or where another date's find more members, those that find most.
    """
    periods = list(_periods())
    _refuse_odd_names(statistics)
    if statistics.kind == ALL:
        if number:
            raise StatisticsError([Problem("number-for-all")])
        matched = _match_all(statistics, periods, published_on)
    else:
        on = published_on or timezone.localdate()
        period = _by_number(statistics, periods, on, number) if number else _by_name(statistics, periods)
        matched = Matched(statistics, {0: period.pk}, on, [_member(period.pk, periods, on)], [])
    if published_on is not None and published_on.year <= (last := max(statistics.years)):
        # No year's figures are there before it is over.
        matched.warnings.append(_of_days("published-early", {"year": f"{last}"}, on=published_on))
    return matched


def _refuse_odd_names(statistics: StatisticsFile) -> None:
    """Refuse names that the database has no room for, or that hold what is no letter, sign or blank."""
    longest = {
        "source": Source._meta.get_field("name").max_length or 0,
        "gas": SourceGas._meta.get_field("gas").max_length or 0,
    }
    odd = {
        name
        for series in statistics.series
        for name, room in ((series.source, longest["source"]), (series.gas, longest["gas"]))
        if len(name) > room or not name.isprintable() or "\\" in name
    }
    if odd:
        raise StatisticsError(
            [Problem("odd-name", values={"name": name[:40]}) for name in sorted(odd)[:_MOST_NAMED]]
        )


def _periods() -> Iterator[_Period]:
    """Give the numbers that today's members have and have had, the newest first; "" for who has none."""
    current = Membership.objects.filter(left_on=None).order_by("municipality__sort_name")
    members = {
        pk: (pk, slug, name)
        for pk, slug, name in current.values_list(
            "municipality_id", "municipality__slug", "municipality__name"
        )
    }
    numbers = MunicipalityNumber.objects.filter(municipality__in=members).order_by("-valid_from", "-pk")
    without = dict(members)
    for pk, number, valid_from, valid_to in numbers.values_list(
        "municipality_id", "number", "valid_from", "valid_to"
    ):
        without.pop(pk, None)
        yield _Period(*members[pk], number, valid_from, valid_to)
    for member in without.values():
        yield _Period(*member, "", None, None)


def _member(pk: int, periods: list[_Period], on: dt.date) -> Member:
    own = [period for period in periods if period.pk == pk]
    number = next((period.number for period in own if period.holds_on(on)), "")
    return Member(pk, own[0].slug, own[0].name, number)


def _match_all(statistics: StatisticsFile, periods: list[_Period], published_on: dt.date | None) -> Matched:
    asked = published_on or timezone.localdate()
    met = statistics.numbers_met

    def found_on(day: dt.date) -> dict[int, int]:
        holding = (period for period in periods if period.number and period.holds_on(day))
        return {int(period.number): period.pk for period in holding if int(period.number) in met}

    found = {day: found_on(day) for day in {asked, *_days(periods)}}
    on = max(found, key=lambda day: (len(found[day]), day == asked, day))
    names = {period.pk: period.name for period in periods}
    members = [_member(pk, periods, on) for pk in _in_order(periods)]
    if not found[on]:
        raise StatisticsError([Problem("no-member", values={"members": len(names)})])
    warnings = list(_other_names(found[on], met, names))
    if published_on is not None and len(found[on]) > len(found[asked]):
        counts = {"fewer": len(found[asked]), "more": len(found[on])}
        warnings.append(_of_days("numbers-of-another-day", counts, asked=asked, on=on))
    for period in periods:
        if period.number and (number := int(period.number)) in met and number not in found[on]:
            said = {"number": period.number, "theirs": met[number], "ours": period.name}
            warnings.append(_of_days("number-of-another-day", said, on=on))
    own = {int(period.number) for period in periods if period.number}
    warnings += _at_other_numbers(members, set(found[on].values()), {n: met[n] for n in met if n not in own})
    return Matched(statistics, found[on], on, members, warnings)


def _at_other_numbers(
    members: list[Member], found: Set[int], strangers: Mapping[int, str]
) -> Iterator[Problem]:
    """Give the members that were not found, but whose name the file has at a number of no member's.

    Names that several municipalities have say nothing.
    """
    for member in members:
        if member.pk in found or SHARED_NAMES & {*_forms(member.name)}:
            continue
        for number, theirs in strangers.items():
            if _same_name(theirs, member.name):
                values = {"name": member.name, "theirs": theirs, "number": f"{number:04}"}
                yield Problem("name-at-another-number", values=values)


def _of_days(code: str, values: Mapping[str, str | int], **days: dt.date) -> Problem:
    """Return a problem that names days, as each of the two languages writes them."""
    written = {name: day.isoformat() for name, day in days.items()}
    written |= {f"{name}_nb": date_nb(day) for name, day in days.items()}
    return Problem(code, values={**values, **written})


def _in_order(periods: list[_Period]) -> list[int]:
    """Return the members' keys by number: as the file has them, and as staff look for them."""
    latest = {period.pk: period.number for period in reversed(periods)}
    return sorted(latest, key=lambda pk: (latest[pk], pk))


def _days(periods: list[_Period]) -> Iterator[dt.date]:
    """Give the first day of each period, and the last before the first: between them nothing changes."""
    for period in periods:
        if period.valid_from is not None:
            yield period.valid_from
        if period.valid_to is not None:
            yield period.valid_to


def _other_names(found: dict[int, int], met: dict[int, str], names: dict[int, str]) -> Iterator[Problem]:
    """Give the members whose name in the file is another. Raises `StatisticsError` where most are."""
    others = [number for number, pk in found.items() if not _same_name(met[number], names[pk])]
    said: list[dict[str, str | int]] = [
        {"number": f"{number:04}", "theirs": met[number], "ours": names[found[number]]} for number in others
    ]
    if len(others) > len(found) / 2:
        values = {**said[0], "count": len(others), "members": len(found)}
        raise StatisticsError([Problem("names-differ", values=values)])
    for values in said:
        yield Problem("other-name", values=values)


def _same_name(theirs: str, ours: str) -> bool:
    """Whether two names are one: without «(Østfold)», and in any language of «Hamarøy - Hábmer»."""
    return bool(set(_forms(theirs)) & set(_forms(ours)))


def _forms(name: str) -> list[str]:
    plain = re.sub(r"\([^)]*\)", "", name)
    return [search_key(form).removesuffix(" kommune") for form in re.split(r"\s[-–/]\s", plain)]


def _by_name(statistics: StatisticsFile, periods: list[_Period]) -> _Period:
    name = statistics.dataset_name
    if not name:
        raise StatisticsError([Problem("no-name")])
    if SHARED_NAMES & {*_forms(name)}:
        raise StatisticsError([Problem("shared-name", values={"name": name})])
    fitting = {period.pk: period for period in periods if _same_name(name, period.name)}
    if len(fitting) != 1:
        code = "shared-name" if fitting else "not-a-member-name"
        raise StatisticsError([Problem(code, values={"name": name})])
    return next(iter(fitting.values()))


def _by_number(statistics: StatisticsFile, periods: list[_Period], on: dt.date, number: str) -> _Period:
    if not re.fullmatch(r"[0-9]{3,4}", number.strip()):
        raise StatisticsError([Problem("not-a-number", values={"number": number[:20]})])
    number = number.strip().zfill(4)
    having = [period for period in periods if period.number == number]
    # On the date one has it; else whoever had it, if that was one.
    fitting = {period.pk: period for period in having if period.holds_on(on)} or {
        period.pk: period for period in having
    }
    if not fitting:
        raise StatisticsError([Problem("not-a-members-number", values={"number": number})])
    if len(fitting) > 1:
        names = ", ".join(period.name for period in fitting.values())
        raise StatisticsError([Problem("number-of-several", values={"number": number, "names": names})])
    [period] = fitting.values()
    name = statistics.dataset_name
    if name and not _same_name(name, period.name):
        values = {"name": name, "number": number, "ours": period.name}
        raise StatisticsError([Problem("another-name", values=values)])
    return period
