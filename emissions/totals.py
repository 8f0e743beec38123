"""Sums of what was read, by sector and year: for each member, the region and the country. No queries."""

from collections import defaultdict
from dataclasses import dataclass

from emissions.statistics.file import ALL, StatisticsFile

#: A municipality (0 for the region and the country), a year and a sector.
Cell = tuple[int, int, int]


@dataclass(frozen=True)
class Totals:
    """Sums in grams. `members` by municipality, year and sector; `region` and `country` by year and sector.

    The region has a year only where every member has figures in it. `counts` says how many have, by year.
    """

    members: dict[Cell, int]
    region: dict[tuple[int, int], int]
    country: dict[tuple[int, int], int]
    counts: dict[int, int]


def totals_of(statistics: StatisticsFile, municipalities: dict[int, int], member_count: int) -> Totals:
    """Return the sums of a file, where `municipalities` says whom the numbers in it mean.

    Rows of other numbers are passed over. A file of one municipality has neither region nor country.
    """
    sector_of = [series.sector for series in statistics.series]
    by_place: dict[Cell, int] = defaultdict(int)
    columns = zip(
        statistics.numbers, statistics.years_of, statistics.series_of, statistics.grams, strict=True
    )
    for number, year, series, grams in columns:
        by_place[number, year, sector_of[series]] += grams
    members = {
        (municipalities[number], year, sector): grams
        for (number, year, sector), grams in by_place.items()
        if number in municipalities
    }
    present = defaultdict(set)
    for municipality, year, _sector in members:
        present[year].add(municipality)
    counts = {year: len(present[year]) for year in statistics.years}
    if statistics.kind != ALL:
        return Totals(members, {}, {}, counts)
    region: dict[tuple[int, int], int] = defaultdict(int)
    for (_municipality, year, sector), grams in members.items():
        if counts[year] == member_count:
            region[year, sector] += grams
    return Totals(members, dict(region), dict(statistics.country), counts)
