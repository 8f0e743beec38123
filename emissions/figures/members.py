"""All members of an edition side by side in a year: totals, changes, shares, ranks, and who is like whom."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Sum

from emissions.figures.arithmetic import NO_CHANGE_KNOWN, Change, Rank, change, per_head, ranks, share
from emissions.figures.basis import Basis, sectors_of
from emissions.figures.people import people_by_member
from emissions.figures.series import base_year_of, members_of, year_before, years_of
from emissions.models import Edition, SectorTotal
from members.models import Municipality, MunicipalityNumber
from members.models.municipality import in_force

_NEAREST = 4


@dataclass(frozen=True)
class MemberLine:
    """A member's total in a year and what follows from it; None is what can't be told.

    `county` is the one it lay in when the edition's numbers were in force, "" where that is not known.
    `people` lived there on 1 January of the year. Ranks are among the members that have the figure, the
    largest 1: of `rank_since_base` the largest rise in per cent, so that the largest fall comes last.
    """

    municipality: Municipality
    county: str
    people: int | None
    grams: int | None
    since_before: Change
    since_base: Change
    per_head: Fraction | None
    of_region: Fraction | None
    of_country: Fraction | None
    rank: Rank | None
    rank_per_head: Rank | None
    rank_since_base: Rank | None


@dataclass(frozen=True)
class MemberTotals:
    """A member's totals in grams by year, the oldest first: all the edition's years, None without one."""

    municipality: Municipality
    totals: Mapping[int, int | None]

    @property
    def years(self) -> tuple[int, ...]:
        """All years of the edition, the oldest first."""
        return tuple(self.totals)


@dataclass(frozen=True)
class Similar:
    """Members like one: `nearest` in inhabitants, the nearest first, and those of its county by name."""

    nearest: list[MemberLine]
    county: list[MemberLine]


def member_lines(
    edition: Edition, basis: Basis, year: int, totals: Sequence[MemberTotals] = ()
) -> list[MemberLine]:
    """Return a line for every member of an edition of all, in the order of names. Seven queries.

    The region's and the country's totals, which shares are of, are the same edition's. Four queries with the
    `totals` that `all_totals` gave of the same edition, basis and all its years.
    """
    years = totals[0].years if totals else years_of(edition)
    before, base = year_before(years, year), base_year_of(edition, years)
    needed = {year, base, before if before is not None else year}
    sectors = [sector.pk for sector in sectors_of(edition, basis)]
    if totals:
        known = {(one.municipality.pk, of): grams for one in totals for of, grams in one.totals.items()}
        municipalities = [one.municipality for one in totals]
    else:
        known = dict[tuple[int, int], int | None](_member_sums(edition, sectors, year__in=needed))
        municipalities = list(members_of(edition))
    region, country = _whole_sums(edition, sectors, needed)
    counties, people = _counties(edition), people_by_member(members_of(edition), year)

    def since(key: int, earlier: int | None) -> Change:
        if earlier is None or earlier >= year:
            return NO_CHANGE_KNOWN
        return change(known.get((key, earlier)), known.get((key, year)))

    grams = {one.pk: known.get((one.pk, year)) for one in municipalities}
    heads = {key: per_head(value, people.get(key)) for key, value in grams.items()}
    changes = {key: since(key, base) for key in grams}
    by_grams, by_head = ranks(grams), ranks(heads)
    by_change = ranks({key: one.percent for key, one in changes.items()})
    return [
        MemberLine(
            municipality=one,
            county=counties.get(one.pk, ""),
            people=people.get(one.pk),
            grams=grams[one.pk],
            since_before=since(one.pk, before),
            since_base=changes[one.pk],
            per_head=heads[one.pk],
            of_region=share(grams[one.pk], region.get(year)),
            of_country=share(grams[one.pk], country.get(year)),
            rank=by_grams.get(one.pk),
            rank_per_head=by_head.get(one.pk),
            rank_since_base=by_change.get(one.pk),
        )
        for one in municipalities
    ]


def all_totals(edition: Edition, basis: Basis, years: Sequence[int]) -> list[MemberTotals]:
    """Return the totals of every member in the edition's years, in the order of names. Three queries.

    As `all_series` without its sectors, which are eight thousand rows that a list of totals has no use for.
    """
    sums = _member_sums(edition, [sector.pk for sector in sectors_of(edition, basis)])
    return [
        MemberTotals(one, {year: sums.get((one.pk, year)) for year in years}) for one in members_of(edition)
    ]


def similar(line: MemberLine, lines: Sequence[MemberLine]) -> Similar:
    """Return the four members nearest in inhabitants that year, and the others of its county. No queries.

    Of two equally near the one whose name comes first; nobody is near one whose inhabitants are not known.
    """
    others = [one for one in lines if one.municipality.pk != line.municipality.pk]
    here = line.people
    near = [] if here is None else [(abs(one.people - here), one) for one in others if one.people is not None]
    return Similar(
        nearest=[one for _distance, one in sorted(near, key=lambda pair: pair[0])[:_NEAREST]],
        county=[one for one in others if line.county and one.county == line.county],
    )


def _whole_sums(
    edition: Edition, sectors: Sequence[int], years: set[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """Return the region's and the country's totals in grams by year, over sectors by key. One query.

    A total is there only where every sector has its row; the region's rows only where every member has. The
    country's is left out of years that the file had the members only of, see `series_of`.
    """
    rows = SectorTotal.objects.filter(edition=edition, year__in=years, sector__in=sectors)
    areas: dict[tuple[str, int], dict[int, int]] = defaultdict(dict)
    for row in rows.values("area", "year", "sector").annotate(total=Sum("grams")).order_by():
        areas[row["area"], row["year"]][row["sector"]] = row["total"]
    area = SectorTotal.Area
    whole = {cell: sum(sums.values()) for cell, sums in areas.items() if len(sums) == len(sectors)}
    others = {year for year in years if areas[area.COUNTRY, year] != areas[area.MUNICIPALITY, year]}
    return (
        {year: total for (of, year), total in whole.items() if of == area.REGION},
        {year: total for (of, year), total in whole.items() if of == area.COUNTRY and year in others},
    )


def _member_sums(edition: Edition, keys: Sequence[int], **which: Any) -> dict[tuple[int, int], int]:
    """Return totals in grams by member and year, where every one of the sectors has its row. One query."""
    rows = SectorTotal.objects.filter(edition=edition, sector__in=keys, municipality__isnull=False, **which)
    met = rows.values_list("municipality", "year").annotate(met=Count("sector"), total=Sum("grams"))
    return {
        (municipality, year): total
        for municipality, year, count, total in met.order_by()
        if count == len(keys)
    }


def _counties(edition: Edition) -> dict[int, str]:
    """Return the county's name by municipality, as when the edition's numbers were in force. One query."""
    numbers = MunicipalityNumber.objects.filter(in_force(edition.numbers_on))
    # Two numbers on one day are a mistake in the register; the newest then.
    dated = numbers.order_by(F("valid_from").asc(nulls_first=True), "pk").values_list(
        "municipality", "county__name"
    )
    return dict(dated)
