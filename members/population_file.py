"""Reads SSB's table 07459 (inhabitants on 1 January) as Statistikkbanken writes it: JSON-stat2 or CSV.

    file = read_population_file(Path("07459_20260301-101500.csv"))
    file.figures[0]      # Figure(number="0301", is_restated=False, year=2026, count=…, where="row 3, …")

Asks no database. What is wrong with a file is said in plain English, all of it at once, with its row or cell.
Figures by sex and age are summed where all are there, and refused where they are not. What staff do with it:
docs/content.md.
"""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from members import population_json
from members.population_figures import TABLE, PopulationFile, PopulationFileError, Reading
from members.population_parts import AGE, SEX, Dimension, names_of
from osloregionen.text import search_key

#: The whole country by year is 40,000 figures, in half a megabyte; by sex and age SSB gives 800,000 at once.
MOST_BYTES = 20_000_000
MOST_CELLS = 1_000_000
#: Headings stand in one of the first rows: above them is the table's title.
_FIRST_ROWS = 10
#: What the portal's names for columns are in the files: codes, Norwegian, English.
_NAMES = {
    "region": {"region"},
    "year": {"tid", "ar", "year"},
    "contents": {"contentscode", "statistikkvariabel", "contents"},
    "sex": SEX,
    "age": AGE,
}
_PEOPLE = {"personer", "personer1", "persons", "folkemengde", "befolkning", "population"}
_YEAR = re.compile(r"(?<![0-9])([0-9]{4})(?![0-9])")


def read_population_file(path: Path) -> PopulationFile:
    """Return the figures of a file. Raises `PopulationFileError`. No queries."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise PopulationFileError(
                [f"{path.name}: {size:,} bytes; a file of table {TABLE} has {MOST_BYTES:,} at most"]
            )
        content = path.read_bytes()
    except OSError as error:
        raise PopulationFileError([f"{path.name}: cannot be read: {error.strerror}"]) from error
    text = _text(path.name, content)
    reader = _JsonFile(path.name, text) if text.lstrip().startswith("{") else _CsvFile(path.name, text)
    return reader.read()


def _text(name: str, content: bytes) -> str:
    """Return the file's text: UTF-8 with or without its mark, else Windows-1252. Raises the error."""
    start = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head")):
        raise PopulationFileError([f"{name}: a web page, whatever it is called: download the table again"])
    if start.startswith(b"%pdf"):
        raise PopulationFileError([f"{name}: a PDF: choose CSV or JSON-stat2 in Statistikkbanken"])
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise PopulationFileError([f"{name}: an Excel file: choose CSV or JSON-stat2 in Statistikkbanken"])
    if b"\0" in content:
        raise PopulationFileError([f"{name}: neither CSV nor JSON: it holds bytes that no text has"])
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PopulationFileError([f"{name}: text neither in UTF-8 nor in Windows-1252"])


class _JsonFile(Reading):
    """A file in JSON-stat2."""

    def read(self) -> PopulationFile:
        """Return what the file says. Raises `PopulationFileError`."""
        try:
            data = population_json.read(self.text, most_cells=MOST_CELLS)
        except population_json.JsonStatError as error:
            raise PopulationFileError([f"{self.name}: {error}"]) from error
        self.check_table([data.label, f"{data.table}:" if data.table else "", self.name])
        self.file.updated = data.updated
        places: dict[str, int] = {}
        others: list[int] = []
        for place, dimension in enumerate(data.dimensions):
            what = _meaning(dimension.name) or data.roles.get(dimension.name, "")
            if what in ("region", "year", "contents") and what not in places:
                places[what] = place
            else:
                others.append(place)
        for what, name in (("region", "Region"), ("year", "Tid")):
            if what not in places:
                self.fail(f"has no dimension {name}")
        if "contents" in places:
            contents = data.dimensions[places["contents"]]
            self._check_contents(contents)
        self.choose_parts([data.dimensions[place] for place in others])
        region, year = places["region"], places["year"]
        for codes, value in data.cells():
            where = f"Region {codes[region]}, Tid {codes[year]}"
            self.count(codes[region], codes[year], tuple(codes[place] for place in others), value, where)
        return self.finished()

    def _check_contents(self, contents: Dimension) -> None:
        names = [code for code, label in contents.labels.items() if not _is_people(code, label)]
        if names or len(contents.labels) != 1:
            told = ", ".join(contents.labels.values())[:200]
            self.fail(f"holds {told}; wanted is one figure, the persons (Personer1)")


class _CsvFile(Reading):
    """A CSV file: a row for each figure, or (as Statistikkbanken shows it) the years side by side."""

    def read(self) -> PopulationFile:
        """Return what the file says. Raises `PopulationFileError`."""
        delimiter, header_number = self._header()
        rows = list(self._rows(delimiter, header_number))
        above = [cell for _number, row in self._first_rows(delimiter)[:header_number] for cell in row]
        self.check_table([*above, self.name])
        heading = [cell.strip() for cell in rows.pop(0)[1]]
        columns: dict[str, int] = {}
        values: list[int] = []
        for place, name in enumerate(heading):
            what = _meaning(name)
            if what in columns:
                self.refuse(f"the column {name!r} is there twice", f"row {header_number}")
            if what:
                columns[what] = place
            elif name or any(len(row) > place and row[place].strip() for _number, row in rows):
                values.append(place)
        years = self._years(heading, columns, values, header_number)
        if len(rows) * max(1, len(values)) > MOST_CELLS:
            self.fail(f"more than {MOST_CELLS:,} figures")
        self._take_in(rows, heading, columns, years)
        return self.finished()

    def _take_in(
        self,
        rows: list[tuple[int, list[str]]],
        heading: list[str],
        columns: dict[str, int],
        years: dict[int, str],
    ) -> None:
        """Count the figures of all rows."""
        parts = [columns[what] for what in ("sex", "age") if what in columns]
        whole = []
        for number, row in rows:
            if len(row) != len(heading):
                self.refuse(f"{len(row)} cells, but {len(heading)} headings", f"row {number}")
            elif "contents" in columns and not _is_people(row[columns["contents"]]):
                told = row[columns["contents"]][:40]
                self.refuse(f"{told!r} is not the number of persons", f"row {number}")
            elif not row[columns["region"]].strip():
                self.refuse("the region is empty", f"row {number}")
            else:
                whole.append((number, [cell.strip() for cell in row]))
        self.choose_parts(
            [Dimension(heading[place], {row[place]: row[place] for _number, row in whole}) for place in parts]
        )
        for number, row in whole:
            codes = tuple(row[place] for place in parts)
            for place, year in years.items():
                where = f"row {number}, {heading[place]}" if "year" not in columns else f"row {number}"
                told = year or row[columns["year"]]
                self.count(row[columns["region"]], told, codes, row[place], where)

    def _years(
        self, heading: list[str], columns: dict[str, int], values: list[int], number: int
    ) -> dict[int, str]:
        """Return the columns with figures, each with its year; "" where the row says the year."""
        if "year" in columns:
            if len(values) != 1:
                names = ", ".join(repr(heading[place][:40]) for place in values) or "none"
                self.fail(f"one column of figures is wanted beside the year; found: {names}", f"row {number}")
            return {values[0]: ""} if values else {}
        years = {}
        for place in values:
            found = _YEAR.findall(heading[place])
            rest = search_key(_YEAR.sub("", heading[place]))
            if len(found) == 1 and (not rest or _is_people(rest)):
                years[place] = found[0]
            else:
                self.refuse(
                    f"the column {heading[place][:60]!r} is neither persons of a year nor one of region, "
                    "sex, age and contents: put only the years side by side",
                    f"row {number}",
                )
        self.check()
        if not years:
            self.fail("there is no column of figures", f"row {number}")
        return years

    def _header(self) -> tuple[str, int]:
        """Return what divides the cells, and the number of the row with the headings."""
        for delimiter in (";", "\t", ","):
            for number, row in self._first_rows(delimiter):
                if len(row) > 1 and "region" in {_meaning(cell) for cell in row}:
                    return delimiter, number
        return self.fail("no row among the first ten has the heading 'region'")

    def _first_rows(self, delimiter: str) -> list[tuple[int, list[str]]]:
        rows = csv.reader(io.StringIO(self.text, newline=""), delimiter=delimiter)
        found = []
        try:
            for number, row in enumerate(rows, start=1):
                found.append((number, row))
                if number == _FIRST_ROWS:
                    break
        except csv.Error:
            pass
        return found

    def _rows(self, delimiter: str, first: int) -> Iterator[tuple[int, list[str]]]:
        """Give number and cells of each row from the headings on; empty ones are passed over."""
        number = 0
        try:
            rows = csv.reader(io.StringIO(self.text, newline=""), delimiter=delimiter, strict=True)
            for number, row in enumerate(rows, start=1):
                if number >= first and any(cell.strip() for cell in row):
                    yield number, row
        except csv.Error as error:
            self.fail(f"cannot be read: {error}", f"row {number + 1}")


def _meaning(heading: str) -> str:
    """Return what a column or dimension is, or nothing for one that is none of ours."""
    folded = search_key(heading)
    return next((what for what, names in _NAMES.items() if folded in names), "")


def _is_people(*labels: str) -> bool:
    """Say whether one of the labels is what SSB calls the number of inhabitants."""
    return any(search_key(name) in _PEOPLE for label in labels for name in names_of(label))
