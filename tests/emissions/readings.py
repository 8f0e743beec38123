"""Reads files of statistics as the tests' database would know them, and says what they were refused for."""

from pathlib import Path

import pytest

from emissions.statistics.file import Known, StatisticsFile
from emissions.statistics.problems import StatisticsError
from emissions.statistics.reading import LIMITS, ReadLimits, read_statistics
from tests.emissions.workbooks import TENTH, TENTH_SHORT, series

#: Oslo and Bærum are members here, whatever else a file holds.
OSLO, BAERUM, OTHER = 301, 3201, 1103
SECTORS = {name: place for place, name in enumerate(dict.fromkeys(one[0] for one in series()), start=11)}
KNOWN = Known(
    members=frozenset({OSLO, BAERUM, 3203}),
    sectors=SECTORS | {TENTH_SHORT: SECTORS[TENTH]},
    years=range(2009, 2026),
)
#: What is said of a workbook that breaks off, or says what is not so.
DAMAGED = "The workbook is damaged, or was not downloaded to the end: download it again."


def read(path: Path) -> StatisticsFile:
    """Return what is read from a file."""
    return read_statistics(path, known=KNOWN)


def tonnes_of(statistics: StatisticsFile) -> list[tuple[int, int, str, str, float]]:
    """Return the rows that were kept: number, year, source, gas and tonnes."""
    return [
        (number, year, statistics.series[place].source, statistics.series[place].gas, grams / 1_000_000)
        for number, year, place, grams in zip(
            statistics.numbers, statistics.years_of, statistics.series_of, statistics.grams, strict=True
        )
    ]


def refused(path: Path, limits: ReadLimits = LIMITS) -> list[str]:
    """Return why a file is refused, in English."""
    with pytest.raises(StatisticsError) as refusal:
        read_statistics(path, known=KNOWN, limits=limits)
    for problem in refusal.value.problems:
        # Each can be said to staff too, with nothing left to fill in.
        assert "%(" not in problem.norwegian()
    return [problem.english() for problem in refusal.value.problems]
