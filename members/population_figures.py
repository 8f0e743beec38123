"""The figures of SSB's table 07459 while a file of it is read: faults are collected, parts are summed.

What the kinds of files share; `population_file` reads them. Asks no database.
"""

import datetime as dt
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NoReturn

from django.utils import timezone

from members.population_parts import Dimension, PartsError, accepted

TABLE = "07459"
#: Faults that one report tells of.
MOST_PROBLEMS = 50
_MOST_PEOPLE = 10_000_000
#: That of the first census.
_FIRST_YEAR = 1769
#: SSB's signs for a figure that does not exist, is not known, or is not told.
_MISSING = {"", ".", "..", "...", ":", "-"}
_REGION = re.compile(r"(K-)?([0-9]{4})(?![0-9])")
_TABLES = (re.compile(r"(?<![0-9])([0-9]{5}):"), re.compile(r"(?<![0-9])([0-9]{5})(?=_[0-9]{8}|\.)"))


class PopulationFileError(Exception):
    """The file is not read. `problems` say why, a line each, with row or cell."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Figure:
    """The inhabitants of a municipality on 1 January of a year; `count` None: SSB has no figure.

    `is_restated`: in the borders of today ("K-3203"), which are not always those of the year.
    """

    number: str
    is_restated: bool
    year: int
    count: int | None
    where: str


@dataclass
class PopulationFile:
    """What a file says: `updated` is the day SSB last changed the table, where the file tells it."""

    name: str
    figures: list[Figure]
    updated: dt.date | None = None
    #: Regions that are no municipalities: the country, counties, city districts.
    other_regions: set[str] = field(default_factory=set)


@dataclass
class _Sum:
    """A figure while its parts are counted; `seen` has a bit for each part."""

    where: str
    total: int = 0
    seen: int = 0
    is_missing: bool = False


class Reading:
    """A file that is being read."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        self.problems: list[str] = []
        self.file = PopulationFile(name, [])
        self._sums: dict[tuple[str, str], _Sum] = {}
        self._parts: list[dict[str, int]] = []

    def refuse(self, text: str, where: str = "") -> None:
        """Note a fault; too many of them end the reading."""
        self.problems.append(f"{self.name}, {where}: {text}" if where else f"{self.name}: {text}")
        if len(self.problems) >= MOST_PROBLEMS:
            raise PopulationFileError([*self.problems, f"{self.name}: and perhaps more"])

    def fail(self, text: str, where: str = "") -> NoReturn:
        """End the reading with a fault."""
        self.refuse(text, where)
        raise PopulationFileError(self.problems)

    def check(self) -> None:
        """End the reading where there is a fault."""
        if self.problems:
            raise PopulationFileError(self.problems)

    def check_table(self, texts: Iterable[str]) -> None:
        """Refuse another table than ours, and a file that nowhere says which it is."""
        found = {number for text in texts for pattern in _TABLES for number in pattern.findall(text)}
        if found and TABLE not in found:
            self.fail(f"table {', '.join(sorted(found))}, not {TABLE}")
        if not found:
            self.fail(
                f"nothing says that this is table {TABLE}: download it with its title, "
                f"or keep the name that Statistikkbanken gave the file ({TABLE}_20260301-101500.csv); "
                f"what comes from SSB's API without a title may be named {TABLE}.csv"
            )

    def choose_parts(self, dimensions: list[Dimension]) -> None:
        """Choose which sexes and ages are added up. Ends where they are not everybody."""
        for dimension in dimensions:
            try:
                wanted = accepted(dimension)
            except PartsError as error:
                self.refuse(str(error))
                continue
            self._parts.append({code: place for place, code in enumerate(wanted)})
        self.check()

    def count(self, region: str, year: str, parts: tuple[str, ...], value: Any, where: str) -> None:
        """Take in one figure of the file, which may be a part of one of ours."""
        match = _REGION.match(region)
        if match is None:
            self.file.other_regions.add(region)
            return
        place = 0
        for codes, code in zip(self._parts, parts, strict=True):
            if code not in codes:
                return
            place = place * len(codes) + codes[code]
        key = (match[0], year)
        found = self._sums.setdefault(key, _Sum(where))
        if found.seen >> place & 1:
            self.refuse(f"{match[0]} in {year} is there already, at {found.where}", where)
            return
        found.seen |= 1 << place
        number = self._number(value, where)
        if number is None:
            found.is_missing = True
        else:
            found.total += number

    def _number(self, value: Any, where: str) -> int | None:
        """Return a number of people, or None where the file has none."""
        if isinstance(value, str):
            value = re.sub(r"\s", "", value)
            if value in _MISSING:
                return None
            if value.isascii() and value.isdigit() and len(value) < 12:
                value = int(value)
        if value is None:
            return None
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST_PEOPLE:
            self.refuse(f"{str(value)[:40]!r} is no number of inhabitants", where)
            return None
        return value

    def finished(self) -> PopulationFile:
        """Return the file, once all of it is counted. Raises `PopulationFileError`."""
        wanted = (1 << math.prod(len(codes) for codes in self._parts)) - 1
        for (region, year), found in self._sums.items():
            match = _REGION.match(region)
            number = self._year(year, found.where)
            if found.seen != wanted:
                there, all_parts = found.seen.bit_count(), wanted.bit_count()
                text = f"only {there} of {all_parts} figures by sex and age are there for {region} in {year}"
                self.refuse(text, found.where)
            if match is not None and number is not None:
                count = None if found.is_missing else found.total
                self.file.figures.append(Figure(match[2], match[1] is not None, number, count, found.where))
        if not self._sums:
            self.refuse(
                "no region has a municipality's number: choose codes, or codes with text, for the regions"
            )
        self.check()
        return self.file

    def _year(self, text: str, where: str) -> int | None:
        if not re.fullmatch(r"[0-9]{4}", text):
            self.refuse(f"{text[:40]!r} is not a year", where)
        elif not _FIRST_YEAR <= int(text) <= timezone.localdate().year:
            self.refuse(f"{text} is before the first census or in the future", where)
        else:
            return int(text)
        return None
