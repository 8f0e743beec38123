"""Statistics as if they had been read from a file, a few rows of them, and editions stored from these."""

import datetime as dt
import tempfile
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from emissions.matching import match
from emissions.models import Edition, Sector
from emissions.services import store_edition
from emissions.statistics.file import ALL, ONE, Series, StatisticsFile

_GRAMS = 1_000_000


class Row(NamedTuple):
    """A figure: a number (0 in a file of one municipality), a year, a sector by name, and so on."""

    number: int
    year: int
    sector: str
    source: str
    gas: str
    tonnes: float


def statistics_of(
    rows: Iterable[Sequence[object]], *, names: Mapping[int, str] | None = None, one: str = ""
) -> StatisticsFile:
    """Return statistics of such rows. `names` are the file's by number; `one` is the name of its only one.

    Rows of all numbers are kept: whoever reads a file keeps those that may be a member's.
    """
    figures = [Row(*row) for row in rows]  # type: ignore[arg-type]
    sectors = dict(Sector.objects.values_list("name", "pk"))
    of = [Series(sectors[row.sector], row.source, row.gas) for row in figures]
    places = {series: place for place, series in enumerate(dict.fromkeys(of))}
    country: dict[tuple[int, int], int] = defaultdict(int)
    for row in figures:
        country[row.year, sectors[row.sector]] += round(row.tonnes * _GRAMS)
    return StatisticsFile(
        kind=ONE if one else ALL,
        dataset_name=one or "Alle kommuner",
        sheet="Oversikt - detaljert",
        row_count=len(figures),
        years=sorted({row.year for row in figures}),
        sectors=sorted({sectors[row.sector] for row in figures}),
        numbers_met={} if one else {row.number: (names or {})[row.number] for row in figures},
        series=list(places),
        numbers=array("i", [0 if one else row.number for row in figures]),
        years_of=array("i", [row.year for row in figures]),
        series_of=array("i", [places[series] for series in of]),
        grams=array("q", [round(row.tonnes * _GRAMS) for row in figures]),
        country=dict(country),
        warnings=[],
    )


def edition_of(
    statistics: StatisticsFile,
    *,
    published_on: dt.date | None = None,
    number: str = "",
    content: bytes | None = None,
    file_name: str = "prove.xlsx",
) -> Edition:
    """Store statistics as an edition, with a file that says what is in them unless `content` is given."""
    matched = match(statistics, published_on=published_on, number=number)
    with tempfile.TemporaryDirectory() as folder:
        original = Path(folder) / file_name
        original.write_bytes(content if content is not None else repr(_all_of(statistics)).encode())
        return store_edition(matched, original=original, file_name=file_name, published_on=published_on)


def _all_of(statistics: StatisticsFile) -> list[object]:
    columns = (statistics.numbers, statistics.years_of, statistics.series_of, statistics.grams)
    return [statistics.kind, statistics.dataset_name, [s.source for s in statistics.series], *columns]
