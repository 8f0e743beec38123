"""The same figures once more, worked out in plain Python from the single rows: what the portal's must equal.

Nothing here is shared with `emissions.figures`: rows in, loops, and the definitions of docs/utslippstall.md.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from fractions import Fraction

from emissions.models import Edition, Emission
from tests.emissions.figures.made_up import MEMBERS, Row


def rows_of(edition: Edition) -> list[Row]:
    """Return the rows that are stored of an edition, with each member by its number."""
    found = Emission.objects.filter(edition=edition, municipality__numbers__valid_to=None)
    return [
        (int(number), year, sector, source, gas, grams)
        for number, year, sector, source, gas, grams in found.values_list(
            "municipality__numbers__number", "year", "source__sector__name", "source__name", "gas", "grams"
        )
    ]


def of_sector(rows: Iterable[Row], number: int, year: int, sector: str) -> int | None:
    """Return what one municipality emitted of a sector in a year; None without a row of it."""
    values = [row[5] for row in rows if row[:3] == (number, year, sector)]
    return sum(values) if values else None


def total(rows: Iterable[Row], number: int, year: int, sectors: Iterable[str]) -> int | None:
    """Return what one municipality emitted of all the sectors; None where one has no row."""
    return whole(of_sector(rows, number, year, sector) for sector in sectors)


def of_region(rows: Iterable[Row], year: int, sector: str) -> int | None:
    """Return what all members emitted of a sector; None where one of them has no row."""
    return whole(of_sector(rows, number, year, sector) for number in MEMBERS)


def whole(values: Iterable[int | None]) -> int | None:
    """Return a sum; None where a part is missing."""
    summed = 0
    for value in values:
        if value is None:
            return None
        summed += value
    return summed


def of_country(
    rows: Iterable[Row], year: int, sectors: Iterable[str], members: Collection[int]
) -> int | None:
    """Return the sum of every row of a year in the sectors, whoever's it is.

    None where the members' rows come to the same in each of the sectors: then it is not the country's.
    """
    every: dict[str, int] = defaultdict(int)
    theirs: dict[str, int] = defaultdict(int)
    known = set(sectors)
    for row in rows:
        if row[1] == year and row[2] in known:
            every[row[2]] += row[5]
            if row[0] in members:
                theirs[row[2]] += row[5]
    return None if every == theirs else sum(every.values())


def percent(before: int | None, after: int | None) -> Fraction | None:
    """Return the change in per cent of the earlier one; None where there is nothing to take per cent of."""
    if before is None or after is None or before == 0:
        return None
    return (Fraction(after) / Fraction(before) - 1) * 100


def difference(before: int | None, after: int | None) -> int | None:
    """Return what the later one is more than the earlier; None where one is missing."""
    return None if before is None or after is None else after - before


def part(one: int | None, all_of_it: int | None) -> Fraction | None:
    """Return per cent of a whole; None where one is missing, or the whole is nothing."""
    if one is None or all_of_it is None or all_of_it == 0:
        return None
    return Fraction(one) / Fraction(all_of_it) * 100


def each(grams: int | None, people: int | None) -> Fraction | None:
    """Return tonnes for each inhabitant."""
    return None if grams is None or people is None else Fraction(grams) / 1_000_000 / people


def place(value: Fraction | int | None, others: Iterable[Fraction | int | None]) -> tuple[int, int] | None:
    """Return the place of a value among all that are known, by counting the larger ones; and how many."""
    if value is None:
        return None
    known = [other for other in others if other is not None]
    return 1 + sum(1 for other in known if other > value), len(known)
