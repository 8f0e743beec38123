"""A place's figures as lines of a table: a year to a line, or a sector to a line. No queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from emissions.figures.arithmetic import NO_CHANGE_KNOWN, Change, change, per_head, share
from emissions.figures.series import Series
from emissions.models import Sector


@dataclass(frozen=True)
class YearLine:
    """A place's total in a year and what follows from it.

    `since_before` is the change since `before_year`, the edition's year before (2009 before 2011);
    `since_base` that since `base_year`, for later years only. `per_head` is tonnes per inhabitant on
    1 January of the year; `of_region` and `of_country` are per cent. None is what can't be told.
    """

    year: int
    grams: int | None
    counted: int
    members: int
    before_year: int | None
    since_before: Change
    base_year: int
    since_base: Change
    people: int | None
    per_head: Fraction | None
    of_region: Fraction | None
    of_country: Fraction | None


@dataclass(frozen=True)
class SectorLine:
    """A sector's figure in a year; `share` is per cent of the total over the series' sectors."""

    sector: Sector
    grams: int | None
    share: Fraction | None
    since_before: Change
    since_base: Change


def year_lines(
    series: Series,
    *,
    region: Series | None = None,
    country: Series | None = None,
    people: Mapping[int, int] | None = None,
) -> list[YearLine]:
    """Return a line for every year of the edition, the newest first.

    Shares are of `region` and `country`, over the same sectors; `people` is what `people_of` gives. What is
    not handed over leaves its figure None. Raises `ValueError` where the series are over different sectors.
    """
    for whole in (region, country):
        if whole is not None and whole.basis != series.basis:
            raise ValueError(f"shares of {whole.basis} by {series.basis}")
    return [_year_line(series, year, region, country, people or {}) for year in reversed(series.years)]


def _year_line(
    series: Series, year: int, region: Series | None, country: Series | None, people: Mapping[int, int]
) -> YearLine:
    grams, before = series.totals[year], series.before(year)
    return YearLine(
        year=year,
        grams=grams,
        counted=series.counted[year],
        members=series.members,
        before_year=before,
        since_before=_since(series, before, year, None),
        base_year=series.base_year,
        since_base=_since(series, series.base_year, year, None),
        people=people.get(year),
        per_head=per_head(grams, people.get(year)),
        of_region=share(grams, region.totals.get(year)) if region is not None else None,
        of_country=share(grams, country.totals.get(year)) if country is not None else None,
    )


def sector_lines(series: Series, year: int) -> list[SectorLine]:
    """Return a line for each sector of the series in a year, in the sectors' order."""
    return [
        SectorLine(
            sector=sector,
            grams=grams,
            share=share(grams, series.totals.get(year)),
            since_before=_since(series, series.before(year), year, sector.pk),
            since_base=_since(series, series.base_year, year, sector.pk),
        )
        for sector in series.sectors
        for grams in [series.of_sector.get((year, sector.pk))]
    ]


def _since(series: Series, earlier: int | None, year: int, sector: int | None) -> Change:
    """Return the change of the total or a sector since an earlier year; nothing where it is not earlier."""
    if earlier is None or earlier >= year:
        return NO_CHANGE_KNOWN
    if sector is None:
        return change(series.totals.get(earlier), series.totals.get(year))
    return change(series.of_sector.get((earlier, sector)), series.of_sector.get((year, sector)))
