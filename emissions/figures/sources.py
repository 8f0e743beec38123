"""What a sector's figure is made of: emission sources and gases, summed by the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from emissions.figures.arithmetic import NO_CHANGE_KNOWN, Change, change
from emissions.figures.series import Place, year_before, years_of
from emissions.models import Edition, Emission, Sector, SectorTotal, Source
from osloregionen.text import sort_key


@dataclass(frozen=True)
class SourceLine:
    """A source's figure in a year, in grams, and by gas.

    Of a municipality: what it has rows of. Of the region only where every member has a row of the source,
    and of a gas where every member has that; else `counted` of `members` have the source, and
    `counted_by_gas` each gas that any has. A gas that is absent is missing, not zero. `since_before` is the
    change since the edition's year before.
    """

    source: Source
    sector: Sector
    grams: int | None
    by_gas: dict[str, int]
    counted: int
    counted_by_gas: dict[str, int]
    members: int
    since_before: Change


def source_lines(place: Place, edition: Edition, sector: Sector, year: int) -> list[SourceLine]:
    """Return a line for every source of a sector that the edition has figures of, by name.

    Of a municipality or the region: raises `ValueError` for the country, of which no sources are kept. Four
    queries; for the region the database reads every member's rows of the two years.
    """
    if place.kind == "land":
        raise ValueError("the country's sources are not kept")
    before = year_before(years_of(edition), year)
    # By the edition: where a source was moved to another sector since, it stays where the edition has it.
    in_edition = edition.series.filter(sector=sector)
    sources = Source.objects.filter(pk__in=in_edition.values("emission_source"))
    whole = 1 if place.municipality is not None else edition.member_count
    rows = _rows(place, edition, [year] if before is None else [before, year]).filter(
        source__in=in_edition.values("emission_source")
    )
    sums = _Sums(rows, whole)
    return [
        SourceLine(
            source=source,
            sector=sector,
            grams=sums.grams(source.pk, year),
            by_gas=sums.by_gas(source.pk, year),
            counted=sums.counted(source.pk, year),
            counted_by_gas=sums.counted_by_gas(source.pk, year),
            members=whole,
            since_before=NO_CHANGE_KNOWN
            if before is None
            else change(sums.grams(source.pk, before), sums.grams(source.pk, year)),
        )
        for source in sorted(sources, key=lambda source: sort_key(source.name))
    ]


def _rows(place: Place, edition: Edition, years: Iterable[int]) -> Any:
    rows = Emission.objects.filter(edition=edition, year__in=years)
    if place.municipality is not None:
        return rows.filter(municipality=place.municipality)
    if edition.kind != Edition.Kind.ALL:
        return rows.none()
    # Who is in the edition: with it the database goes through an index instead of all rows of all years.
    having = SectorTotal.objects.filter(edition=edition, municipality__isnull=False)
    return rows.filter(municipality__in=having.values("municipality").distinct())


class _Sums:
    """Sums by source, year and gas, and of how many members. Two queries."""

    def __init__(self, rows: Any, whole: int) -> None:
        self._whole = whole
        by_gas = rows.values("source", "year", "gas").annotate(having=Count("pk"), total=Sum("grams"))
        self._by_gas: list[tuple[int, int, str, int, int]] = [
            (row["source"], row["year"], row["gas"], row["having"], row["total"])
            for row in by_gas.order_by("source", "year", "gas")
        ]
        having = rows.values("source", "year").annotate(having=Count("municipality", distinct=True))
        self._having: dict[tuple[int, int], int] = {
            (row["source"], row["year"]): row["having"] for row in having.order_by()
        }

    def counted(self, source: int, year: int) -> int:
        """Return how many have any row of the source."""
        return self._having.get((source, year), 0)

    def counted_by_gas(self, source: int, year: int) -> dict[str, int]:
        """Return how many have each gas of the source that any has."""
        return {gas: having for key, when, gas, having, _sum in self._by_gas if (key, when) == (source, year)}

    def grams(self, source: int, year: int) -> int | None:
        """Return the sum over the gases; None where not all have the source."""
        if self.counted(source, year) != self._whole:
            return None
        return sum(total for key, when, _gas, _n, total in self._by_gas if (key, when) == (source, year))

    def by_gas(self, source: int, year: int) -> dict[str, int]:
        """Return the sums of the gases that all have."""
        return {
            gas: total
            for key, when, gas, having, total in self._by_gas
            if (key, when) == (source, year) and having == self._whole
        }
