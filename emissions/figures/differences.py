"""Two editions of the statistics held against each other: what each says of a place, year by year."""

from collections.abc import Iterator
from dataclasses import dataclass

from emissions.figures.arithmetic import Change, change
from emissions.figures.basis import Basis
from emissions.figures.series import Place, Series, series_of
from emissions.models import Edition, Sector

#: How many have figures, of how many members; None where that is not why there is no figure.
Counted = tuple[int, int] | None


class SameEdition(ValueError):  # noqa: N818 - what was asked for, not a fault of ours
    """Asked to compare an edition with itself."""


@dataclass(frozen=True)
class Difference:
    """What two editions say of a year and a sector, in grams; `sector` None is the total of the basis.

    None in `before` or `after` is what that edition lacks. The change is from the one to the other, in per
    cent of the first edition's figure: a revision, not a change over time. `counted` says of each edition how
    many of its members have figures in the year, where it has the year and no sum for the region.
    """

    year: int
    sector: Sector | None
    before: int | None
    after: int | None
    change: Change
    counted: tuple[Counted, Counted] = (None, None)


def edition_differences(place: Place, before: Edition, after: Edition, basis: Basis) -> list[Difference]:
    """Return the total and each sector of every year that either edition has, the newest year first.

    What is the same is there too. Raises `SameEdition`. Over ten sectors, an edition of nine has no totals:
    `common_basis` finds what both have. Six queries.
    """
    if before.pk == after.pk:
        raise SameEdition(f"edition {before.pk}")
    first, second = series_of(place, before, basis), series_of(place, after, basis)
    years = sorted({*first.years, *second.years}, reverse=True)
    return [one for year in years for one in _of_year(first, second, year)]


def _of_year(first: Series, second: Series, year: int) -> Iterator[Difference]:
    sums = first.totals.get(year), second.totals.get(year)
    yield Difference(year, None, *sums, change(*sums), _counted(first, second, year, sums))
    # The two may know different later sectors.
    sectors = {sector.pk: sector for sector in (*first.sectors, *second.sectors)}
    for sector in sorted(sectors.values(), key=lambda one: (one.order, one.name)):
        cell = (year, sector.pk)
        pair = first.of_sector.get(cell), second.of_sector.get(cell)
        yield Difference(year, sector, *pair, change(*pair), _counted(first, second, year, pair))


def _counted(
    first: Series, second: Series, year: int, pair: tuple[int | None, int | None]
) -> tuple[Counted, Counted]:
    one, other = (
        (series.counted.get(year, 0), series.members)
        if grams is None and series.members > 1 and year in series.years
        else None
        for series, grams in zip((first, second), pair, strict=True)
    )
    return one, other
