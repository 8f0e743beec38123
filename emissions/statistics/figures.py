"""Reads the rows of the statistics: every row is checked, summed and, where it is a member's, kept.

Runs in the child process: no Django here. There are half a million rows in a year's file, so each row costs
two look-ups and a multiplication; whatever is met for the first time, or looks odd, is looked at by the
slower methods below, which remember the answer under the cells as they stand in the file.
"""

import datetime as dt
import math
import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from itertools import islice
from operator import itemgetter
from typing import Any

from emissions.statistics.columns import HEADINGS, Finding, Layout, compared, plain

#: A year is 37,000 rows: ten more fit in. Below lies what somebody has dropped there.
MOST_ROWS = 1_000_000
#: So many problems are told; then reading ends.
MOST_PROBLEMS = 20
#: Tonnes that no municipality has in a row: all the world's emissions are 50 thousand million.
_MOST_TONNES = 1e9
#: What a sector of the country can't come to in a year: those fifty thousand million tonnes, in grams. So no
#: sum is larger than a database's whole numbers.
_MOST_SUM = 5 * 10**16
_GRAMS = 1_000_000
#: Up to here a product of floats errs by less than a hundredth of a gram.
_SURE = 4e13
_NEARLY_HALF = 0.49
_CHUNK = 10_000
_MOST_MUNICIPALITIES = 1_000
_MOST_SERIES = 2_000
_MOST_SHOWN = 40
_TOLD_ONCE = ("number", "year", "sector", "source", "gas")
_LONGEST_SOURCE, _LONGEST_NAME = 100, 100
#: The years of the statistics before they came every year (2009 to 2015: every other).
_NEVER_PUBLISHED = (2010, 2012, 2014)
_EXACT = Context(prec=80)
_GAS = re.compile(r"[A-Za-z][A-Za-z0-9.-]{0,9}")
_DIGITS = re.compile(r"[0-9]{1,6}")
_NUMBER = re.compile(r"(-?)([0-9]{1,30})(?:([.,])([0-9]{1,30}))?(?:[eE]([+-]?[0-9]{1,2}))?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?:,[0-9]+)?")
_BLANKS = re.compile(r"[ \u00a0\u202f]")
#: As the statistics write them, whatever the case in the file.
KNOWN_GASES = ("CO2", "CH4", "N2O", "HFK", "SF6")
_GASES = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


class TooManyProblemsError(Exception):
    """So many problems have been found that the rest is not looked for."""


class _Spot:
    """A municipality in a year: where its rows stand, by series, and the country's sums of that year."""

    __slots__ = ("is_kept", "number", "rows", "sums", "year")

    def __init__(self, number: int, year: int, sums: dict[int, int], is_kept: bool, series: int) -> None:
        self.number = number
        self.year = year
        self.sums = sums
        self.is_kept = is_kept
        #: The row that each series of the file stands in here; 0: in none so far.
        self.rows = array("I", bytes(4 * series))


class Figures:
    """What the rows of one file come to. `take` reads them; the attributes are then `StatisticsFile`'s.

    `known` has members, sectors (by name as compared), first and last year.
    """

    def __init__(self, known: Mapping[str, Any], layout: Layout, *, is_text: bool) -> None:
        self.layout = layout
        self.is_text = is_text
        self.members = frozenset(known["members"])
        self.sector_names: Mapping[str, int] = known["sectors"]
        self.known_sectors = {compared(name): key for name, key in self.sector_names.items()}
        self.known_years = range(*known["years"])
        self.problems: list[Finding] = []
        self.warnings: list[Finding] = []
        self.row_count = 0
        self.numbers_met: dict[int, str] = {}
        self.series: list[tuple[int, str, str]] = []
        self.numbers, self.years_of, self.series_of = array("H"), array("H"), array("H")
        self.grams = array("q")
        self.sums: dict[int, dict[int, int]] = {}
        self._spots: dict[Any, _Spot] = {}
        self._spot_of: dict[tuple[int, int], _Spot] = {}
        self._series: dict[Any, tuple[int, int]] = {}
        self._series_of: dict[tuple[int, str, str], int] = {}
        self._gases = {gas.casefold(): gas for gas in KNOWN_GASES}
        self._room = 256
        self._marks = _DecimalMarks()
        self._told: set[tuple[str | int, ...]] = set()

    # --- All rows -------------------------------------------------------------------------------------

    def take(self, rows: Iterable[Sequence[Any]], on_rows: Callable[[int], None]) -> None:
        """Read the rows below the headings; `on_rows` hears now and then how many have been read.

        Raises `TooManyProblemsError`.
        """
        done = self.layout.row
        rows = iter(rows)
        while chunk := list(islice(rows, _CHUNK)):
            self._take(chunk, done + 1)
            done += len(chunk)
            if done > MOST_ROWS:
                self.problems = [("many_rows", done, "", {"most": MOST_ROWS})]
                raise TooManyProblemsError
            on_rows(done - self.layout.row)
        if self.is_text and (row := self._marks.unclear()):
            self._problem("value_unclear", row, "value", {})
        self._check_sums()

    def _check_sums(self) -> None:
        """Refuse sums that can't be, though each figure may."""
        for year, sums in sorted(self.sums.items()):
            for sector, grams in sums.items():
                if grams > _MOST_SUM:
                    name = next(name for name, key in self.sector_names.items() if key == sector)
                    values: dict[str, str | int] = {"year": str(year), "sector": name}
                    values["summed"] = grams // _GRAMS
                    self.problems.append(("sum_large", None, "", values))

    def _take(self, rows: Sequence[Sequence[Any]], first: int) -> None:
        places, width = self.layout.places, self.layout.width
        at = itemgetter(*(places[key] for key in ("number", "name", "year") if key in places))
        what = itemgetter(places["sector"], places["source"], places["gas"])
        value_at = places["value"]
        spots, series = self._spots, self._series
        counted = 0
        for number, row in enumerate(rows, start=first):
            if len(row) != width and not (row := self._squared(number, row)):
                continue
            spot, serie, value = spots.get(at(row)), series.get(what(row)), row[value_at]
            if spot is None or serie is None:
                if not any(row) or is_blank(row):
                    continue
                spot = spot or self._spot(number, row, at(row))
                serie = serie or self._serie(number, row, what(row))
            if value.__class__ is not float or not 0 <= value < _MOST_TONNES:
                value = self._tonnes(number, value)
            if spot is None or serie is None or value is None:
                continue
            scaled = value * _GRAMS
            grams = round(scaled)
            if scaled > _SURE or not -_NEARLY_HALF < scaled - grams < _NEARLY_HALF:
                grams = exact_grams(row[value_at])
            place, sector = serie
            if spot.rows[place]:
                self._problem("twice", number, "", {"first": spot.rows[place]})
            spot.rows[place] = number
            spot.sums[sector] += grams
            counted += 1
            if spot.is_kept:
                self.numbers.append(spot.number)
                self.years_of.append(spot.year)
                self.series_of.append(place)
                self.grams.append(grams)
        self.row_count += counted

    # --- What is met for the first time, or is odd ----------------------------------------------------

    def _spot(self, number: int, row: Sequence[Any], key: Any) -> _Spot | None:
        """Return the municipality and year of a row, or None where they are none."""
        municipality: int | None = 0
        if self.layout.is_of_all:
            municipality = self._municipality(number, row)
        year = self._year(number, row[self.layout.places["year"]])
        if municipality is None or year is None:
            return None
        spot = self._spot_of.get((municipality, year))
        if spot is None:
            sums = self.sums.setdefault(year, defaultdict(int))
            is_kept = not municipality or municipality in self.members
            spot = _Spot(municipality, year, sums, is_kept, self._room)
            self._spot_of[municipality, year] = spot
        self._spots[key] = spot
        return spot

    def _municipality(self, row: int, cells: Sequence[Any]) -> int | None:
        cell = cells[self.layout.places["number"]]
        number = whole(cell)
        if number is None or not 101 <= number <= 9999:
            self._problem("number", row, "number", {"text": shown(cell)})
            return None
        name = plain(shown(cells[self.layout.places["name"]], _LONGEST_NAME))
        known = self.numbers_met.get(number)
        if known is None and len(self.numbers_met) == _MOST_MUNICIPALITIES:
            self._problem("many_municipalities", row, "number", {"most": _MOST_MUNICIPALITIES})
            raise TooManyProblemsError
        if known and name and known != name:
            values = {"number": f"{number:04}", "one": known, "other": name}
            self._warn("two_names", row, "name", values)
        self.numbers_met[number] = known or name
        return number

    def _year(self, row: int, cell: Any) -> int | None:
        year = whole(cell)
        if year is None:
            self._problem("no_year", row, "year", {"text": shown(cell)})
            return None
        if year not in self.known_years:
            about = {"first": str(self.known_years[0]), "last": str(self.known_years[-1])}
            self._problem("year", row, "year", {"text": str(year), **about})
            return None
        if year in _NEVER_PUBLISHED:
            self._problem("odd_year", row, "year", {"year": str(year)})
            return None
        return year

    def _serie(self, number: int, row: Sequence[Any], key: Any) -> tuple[int, int] | None:
        """Return the place of a row's series, and its sector; or None where it has none."""
        cells = [row[self.layout.places[name]] for name in ("sector", "source", "gas")]
        sector_name, source, gas = (plain(cell) if isinstance(cell, str) else "" for cell in cells)
        sector = self.known_sectors.get(compared(sector_name))
        if sector is None:
            self._problem("sector", number, "sector", {"text": shown(cells[0])})
        if not source or len(source) > _LONGEST_SOURCE or not source.isprintable():
            self._problem("source", number, "source", {"text": shown(cells[1]), "most": _LONGEST_SOURCE})
            source = ""
        gas = gas.translate(_GASES)
        if not _GAS.fullmatch(gas):
            self._problem("gas", number, "gas", {"text": shown(cells[2])})
            gas = ""
        # Of an unknown one the file's first spelling holds.
        gas = self._gases.setdefault(gas.casefold(), gas)
        if sector is None or not source or not gas:
            return None
        place = self._series_of.get((sector, source, gas))
        if place is None:
            place = self._new_series(number, (sector, source, gas))
        self._series[key] = place, sector
        return place, sector

    def _new_series(self, row: int, series: tuple[int, str, str]) -> int:
        place = self._series_of[series] = len(self.series)
        self.series.append(series)
        if place == _MOST_SERIES:
            self._problem("many_series", row, "source", {"most": _MOST_SERIES})
            raise TooManyProblemsError
        if place == self._room:
            for spot in self._spot_of.values():
                spot.rows.extend(spot.rows)
                spot.rows[place:] = array("I", bytes(4 * place))
            self._room *= 2
        return place

    def _tonnes(self, row: int, cell: Any) -> float | None:
        """Return the figure of a cell that is no plain number, or None where it is none."""
        number, fault = self._number(row, cell)
        if fault := fault or _fault(number):
            self._problem(fault, row, "value", {"text": shown(cell)})
            return None
        return number

    def _number(self, row: int, cell: Any) -> tuple[float, str]:
        """Return the number of a cell, and what is wrong with it."""
        match cell:
            case str() if not cell.strip():
                return math.nan, "value_empty"
            case str() if self.is_text and (parts := _parts(cell)):
                return float(_decimal(parts)), "value_marks" if self._marks.differs(row, parts) else ""
            case int() | float() if not isinstance(cell, bool):
                return float(cell), ""
        return math.nan, "value_text"

    def _warn(self, code: str, row: int, key: str, values: Mapping[str, str | int]) -> None:
        if len(self.warnings) < MOST_PROBLEMS and not self._is_told(code, *values.values()):
            self.warnings.append((code, row, HEADINGS[key], values))

    def _is_told(self, *what: str | int) -> bool:
        before = len(self._told)
        self._told.add(what)
        return len(self._told) == before

    def _squared(self, number: int, row: Sequence[Any]) -> list[Any]:
        """Return a row of text with as many cells as the headings; none for one that says nothing."""
        width = self.layout.width
        if is_blank(row):
            return []
        if not is_blank(row[width:]):
            self._problem("cells", number, "", {"count": len(row), "most": width})
            return []
        return [*row[:width], *[""] * (width - len(row))]

    def _problem(self, code: str, row: int, key: str, values: Mapping[str, str | int]) -> None:
        """Keep a problem. A name that is unknown is told of once, not for each of its rows."""
        if key in _TOLD_ONCE and self._is_told(code, values.get("text", "")):
            return
        # The column's place is for `faults`, which looks at the cell itself.
        place = {"place": self.layout.places[key] + 1} if key else {}
        self.problems.append((code, row, HEADINGS.get(key, ""), {**values, **place}))
        if len(self.problems) >= MOST_PROBLEMS:
            raise TooManyProblemsError


class _DecimalMarks:
    """Holds the numbers of a text file to one decimal mark, and asks whether it can be a thousands' mark."""

    def __init__(self) -> None:
        self.mark = ""
        self.first_row = 0
        self.is_clear = False

    def differs(self, row: int, parts: Sequence[str]) -> bool:
        """Say whether a number has another mark than those before it."""
        _sign, whole_part, mark, fraction, power = parts
        if not mark:
            return False
        if not self.mark:
            self.mark, self.first_row = mark, row
        is_clear = power or len(fraction) != 3 or len(whole_part) > 3 or whole_part[0] == "0"
        self.is_clear = self.is_clear or bool(is_clear)
        return mark != self.mark

    def unclear(self) -> int:
        """Return the first row with a mark if all numbers could be thousands apart (1.234), else 0."""
        return 0 if self.is_clear else self.first_row


# --- Cells --------------------------------------------------------------------------------------------


def _fault(tonnes: float) -> str:
    """Return the code of what is wrong with a figure, or nothing."""
    if not math.isfinite(tonnes):
        return "value_text"
    if tonnes < 0:
        return "value_negative"
    return "value_large" if tonnes >= _MOST_TONNES else ""


def exact_grams(cell: float | str) -> int:
    """Return tonnes as whole grams, half to even, from the decimal number as it stands in the file."""
    tonnes = _decimal(_parts(cell) or ()) if isinstance(cell, str) else Decimal(repr(cell))
    return int(tonnes.scaleb(6, _EXACT).to_integral_value(ROUND_HALF_EVEN, _EXACT))


def _parts(text: str) -> Sequence[str] | None:
    """Return sign, whole part, decimal mark, fraction and power of ten of a number written as text."""
    text = text.strip().replace("−", "-")
    if _GROUPED.fullmatch(text):
        text = _BLANKS.sub("", text)
    found = _NUMBER.fullmatch(text)
    return found.groups("") if found else None


def _decimal(parts: Sequence[str]) -> Decimal:
    sign, whole_part, _mark, fraction, power = parts
    return Decimal(f"{sign}{whole_part}.{fraction or 0}e{power or 0}")


def whole(cell: Any) -> int | None:
    """Return a cell's whole number, written as a number or as digits; None where it is none."""
    if isinstance(cell, str):
        return int(cell) if _DIGITS.fullmatch(cell := cell.strip()) else None
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    return int(cell) if abs(cell) < _MOST_TONNES and cell == int(cell) else None


def is_blank(cells: Sequence[Any]) -> bool:
    """Say whether a row has nothing but blanks."""
    return not any(cell.strip() if isinstance(cell, str) else True for cell in cells)


def shown(cell: Any, most: int = _MOST_SHOWN) -> str:
    """Return a cell as a message can show it: on one line, and short."""
    match cell:
        case bool():
            text = str(cell).upper()
        case float() if abs(cell) < _MOST_TONNES and cell == int(cell):
            text = str(int(cell))
        case dt.date() | dt.time():
            text = cell.isoformat()
        case _:
            text = str(cell)
    text = "".join(sign if sign.isprintable() else " " for sign in text[: 2 * most])
    text = plain(text)
    return text if len(text) <= most else f"{text[: most - 1]}…"
