"""Sums of what was read, by sector and year: for each member, the region and the country. No queries.

A missing row is not a zero: where a member has no row at all in a sector and a year, the region has no sum of
it. The downloads have a row, of 0 if need be, for what a municipality has nothing of.
"""

from collections import Counter, defaultdict
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from emissions.statistics.file import ALL, StatisticsFile

#: A municipality (0 for the region and the country), a year and a sector.
Cell = tuple[int, int, int]


@dataclass(frozen=True)
class Totals:
    """Sums in grams. `members` by municipality, year and sector; `region` and `country` by year and sector.

    The region has a sector in a year only where every member has figures of it. `met` are the sectors that a
    municipality has figures of, by municipality and year.
    """

    members: dict[Cell, int]
    region: dict[tuple[int, int], int]
    country: dict[tuple[int, int], int]
    met: dict[tuple[int, int], set[int]]

    def complete(self, year: int, sectors: AbstractSet[int]) -> int:
        """Return how many municipalities have figures of every one of the sectors in a year."""
        return sum(1 for (_municipality, when), met in self.met.items() if when == year and met >= sectors)


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
    met: dict[tuple[int, int], set[int]] = defaultdict(set)
    for municipality, year, sector in members:
        met[municipality, year].add(sector)
    if statistics.kind != ALL:
        return Totals(members, {}, {}, dict(met))
    having = Counter((year, sector) for _municipality, year, sector in members)
    region: dict[tuple[int, int], int] = defaultdict(int)
    for (_municipality, year, sector), grams in members.items():
        if having[year, sector] == member_count:
            region[year, sector] += grams
    return Totals(members, dict(region), dict(statistics.country), dict(met))
