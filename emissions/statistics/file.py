"""Miljødirektoratet's statistics for municipalities, as they were read from a file.

    statistics = read_statistics(path, known=known)       # Excel or CSV, all municipalities or one
    statistics.series[statistics.series_of[0]], statistics.grams[0]
    statistics.save(folder); load_statistics(folder)      # so that what was read need not be read again

No models and no queries here: `Known` carries what the database knows.
"""

import json
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from emissions.statistics.answer import ROWS, UNPACKING
from emissions.statistics.problems import Problem, StatisticsError

__all__ = ["ROWS", "UNPACKING", "Known", "Progress", "Series", "StatisticsFile", "load_statistics"]

#: `kind`: every municipality in the country, or one.
ALL, ONE = "all", "one"
#: What `on_progress` is told: the part of the work (`UNPACKING`, `ROWS`), and how much of it is done, 0 to 1.
Progress = Callable[[str, float], None]
#: Number, year, place of the series, and grams: how the columns lie side by side.
_TYPES = "HHHq"
_SAVED = "statistics"


@dataclass(frozen=True)
class Known:
    """What the database knows, and a file is held against.

    `members` are the numbers of the members as integers (301 for 0301), on the borders of the edition;
    `sectors` both names of each sector, to its key; `years` those that there can be figures for.
    """

    members: frozenset[int]
    sectors: Mapping[str, int]
    years: range


@dataclass(frozen=True)
class Series:
    """What figures are given for: a source of a sector, and a gas. Names without surrounding blanks."""

    sector: int
    source: str
    gas: str


@dataclass
class StatisticsFile:
    """A file that has been read, checked to the last row.

    `numbers`, `years_of`, `series_of` and `grams` are columns side by side: a row for each figure of a
    member, in the file's order. `series_of` is a place in `series`. In a file of one municipality all rows
    count, and their number is 0. Grams are whole, rounded half to even from the tonnes as written.
    `country` sums all rows of the file by year and sector, `numbers_met` names every municipality in it.
    """

    kind: str
    #: "Datasett" of the sheet `Info`; empty where there is none.
    dataset_name: str
    sheet: str
    row_count: int
    years: list[int]
    #: Keys of the sectors met.
    sectors: list[int]
    numbers_met: dict[int, str]
    series: list[Series]
    numbers: "array[int]" = field(repr=False)
    years_of: "array[int]" = field(repr=False)
    series_of: "array[int]" = field(repr=False)
    grams: "array[int]" = field(repr=False)
    country: dict[tuple[int, int], int] = field(repr=False)
    warnings: list[Problem]

    def save(self, folder: Path) -> None:
        """Write all of it into a folder that exists; `load_statistics` undoes it."""
        columns = [self.numbers, self.years_of, self.series_of, self.grams]
        about = {
            "kind": self.kind,
            "dataset_name": self.dataset_name,
            "sheet": self.sheet,
            "row_count": self.row_count,
            "years": self.years,
            "sectors": self.sectors,
            "numbers_met": list(self.numbers_met.items()),
            "series": [[one.sector, one.source, one.gas] for one in self.series],
            "country": [[year, sector, grams] for (year, sector), grams in self.country.items()],
            "warnings": [list(asdict(warning).values()) for warning in self.warnings],
        }
        with (folder / _SAVED).open("wb") as file:
            line = {"end": about, "sizes": [len(column) * column.itemsize for column in columns]}
            file.write(json.dumps(line).encode() + b"\n")
            for column in columns:
                file.write(column)


def load_statistics(folder: Path) -> StatisticsFile:
    """Return what `save` wrote. Raises `StatisticsError` where it is not there, or not whole."""
    try:
        line, _newline, columns = (folder / _SAVED).read_bytes().partition(b"\n")
        about = json.loads(line)
        return restored(about["end"], about["sizes"], columns)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StatisticsError([Problem("not_kept")]) from error


def restored(about: Mapping[str, Any], sizes: Sequence[int], content: bytes) -> StatisticsFile:
    """Return what the child process read, or `save` wrote. Raises ValueError where a part is missing.

    `content` has the columns one after the other, `sizes` how many bytes each has.
    """
    columns, begin = [], 0
    for kind, size in zip(_TYPES, sizes, strict=True):
        column = array(kind)
        column.frombytes(content[begin : begin + size])
        columns.append(column)
        begin += size
    if begin != len(content) or len({len(column) for column in columns}) != 1:
        raise ValueError("the columns are not whole")
    numbers, years_of, series_of, grams = columns
    return StatisticsFile(
        kind=about["kind"],
        dataset_name=about["dataset_name"],
        sheet=about["sheet"],
        row_count=about["row_count"],
        years=about["years"],
        sectors=about["sectors"],
        numbers_met=dict(about["numbers_met"]),
        series=[Series(*one) for one in about["series"]],
        numbers=numbers,
        years_of=years_of,
        series_of=series_of,
        grams=grams,
        country={(year, sector): grams for year, sector, grams in about["country"]},
        warnings=[Problem(*warning) for warning in about["warnings"]],
    )
