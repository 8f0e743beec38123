"""Content files: what a row of content is, and how CSV and TOML files are read.

Each app keeps its files in `<app>/content/` and turns them into `ContentRow`s in
`<app>/importers.py: read_content()`. `osloregionen.loading` puts the rows into the database.
The rules for people who edit the files stand in docs/content.md.
"""

import csv
import io
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from osloregionen.models import Record

_NORWEGIAN_DATE = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")
_TOML_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*([A-Za-z0-9_-]+)[ \t]*\]\]")


@dataclass(frozen=True)
class Ref:
    """Points at another content row by its model and key."""

    model: type[Record]
    key: str

    def __str__(self) -> str:
        return f"{self.model._meta.label} '{self.key}'"


@dataclass(frozen=True)
class ContentRow:
    """One row for the database, and where it stands in the files.

    `values` maps fields to values; a text is read as the field's type, an empty text means "not known",
    and a foreign key is a `Ref`. `natural` names the fields that identify a row staff may already have made.
    `create` is a service used instead of saving the model: it is called with `values` as keywords
    (references resolved to objects) and returns the saved object.
    """

    model: type[Record]
    key: str
    values: Mapping[str, Any]
    where: str
    many: Mapping[str, Sequence[Ref]] = field(default_factory=dict)
    natural: tuple[str, ...] = ()
    create: Callable[..., Record] | None = None

    @property
    def ref(self) -> Ref:
        """The reference that other rows use for this one."""
        return Ref(self.model, self.key)

    @property
    def file(self) -> str:
        """The name of the file alone, for short messages."""
        return Path(self.where.partition(",")[0]).name


class ContentError(Exception):
    """Content that can't be loaded. `problems` has one line each, naming file and row.

    `rows` holds what could be read in spite of it, so that its values can be checked in the same run.
    """

    def __init__(self, problems: Sequence[str], rows: Sequence[ContentRow] = ()) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)
        self.rows = list(rows)


@dataclass(frozen=True)
class Entry:
    """One row of a CSV file or one table of a TOML file, with the place it was read from."""

    where: str
    values: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        """Return the value of a column; optional ones that are absent are empty texts."""
        return self.values[name]

    def pick(self, *names: str) -> dict[str, Any]:
        """Return those columns as a dictionary: the `values` of a `ContentRow` that mirrors the file."""
        return {name: self.values[name] for name in names}


@dataclass(frozen=True)
class Columns:
    """The names that a CSV file or a TOML table must have and may have."""

    required: Sequence[str]
    optional: Sequence[str] = ()

    @property
    def all(self) -> list[str]:
        """Required names first."""
        return [*self.required, *self.optional]


class ContentFolder:
    """Reads an app's content files and gathers every problem instead of stopping at the first.

    Usage in `read_content()`: read files with `csv` and `toml`, note problems of your own with `problem`,
    and end with `return folder.checked(rows)`, which raises `ContentError` if anything was wrong.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[str] = []

    def problem(self, where: str, text: str) -> None:
        """Note that something at `where` is wrong."""
        self.problems.append(f"{where}: {text}")

    def checked(self, rows: Iterable[ContentRow]) -> list[ContentRow]:
        """Return the rows, or raise `ContentError` with every problem noted so far."""
        rows = list(rows)
        if self.problems:
            raise ContentError(self.problems, rows)
        return rows

    def csv(self, name: str, columns: Columns) -> list[Entry]:
        """Read a CSV file with a header; comma or semicolon, with or without a byte order mark.

        Rows are counted as a spreadsheet does: the header is row 1. Cells are stripped texts.
        A file with a wrong header gives no entries, since its cells can't be understood.
        """
        where, text = self._read(name)
        if text is None:
            return []
        header_line = text.partition("\n")[0]
        delimiter = ";" if header_line.count(";") > header_line.count(",") else ","
        try:
            table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
        except csv.Error as error:
            self.problem(where, f"not a valid CSV file: {error}")
            return []
        header = [cell.strip() for cell in table[0]] if table else []
        if not self._names_fit(f"{where}, row 1", "column", header, columns):
            return []
        entries = []
        for number, cells in enumerate(table[1:], start=2):
            cells = [cell.strip() for cell in cells]
            if not any(cells):
                continue
            if len(cells) != len(header):
                self.problem(
                    f"{where}, row {number}", f"has {len(cells)} cells, the header has {len(header)}"
                )
                continue
            values = dict.fromkeys(columns.all, "") | dict(zip(header, cells, strict=True))
            entries.append(Entry(f"{where}, row {number}", values))
        return entries

    def toml(self, name: str, tables: Mapping[str, Columns]) -> dict[str, list[Entry]]:
        """Read a TOML file of `[[name]]` tables; each table's entries in the file's order.

        Texts are stripped. Absent optional values are empty texts. `where` names the line of `[[name]]`.
        """
        where, text = self._read(name)
        entries: dict[str, list[Entry]] = {table: [] for table in tables}
        if text is None:
            return entries
        try:
            content = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.problem(where, f"not valid TOML: {error}")
            return entries
        lines = _table_lines(text)
        for table, found in content.items():
            if table not in tables:
                self.problem(where, f"unknown table '{table}'; known are {_listed(tables)}")
                continue
            if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
                self.problem(where, f"'{table}' must be written as [[{table}]]")
                continue
            places = lines.get(table, [])
            for index, one in enumerate(found):
                place = f"line {places[index]}" if len(places) == len(found) else f"{table} {index + 1}"
                if not self._names_fit(f"{where}, {place}", "name", list(one), tables[table]):
                    continue
                values = {
                    key: value.strip() if isinstance(value, str) else value for key, value in one.items()
                }
                entries[table].append(
                    Entry(f"{where}, {place}", dict.fromkeys(tables[table].all, "") | values)
                )
        return entries

    def has_one(self, name: str, tables: Mapping[str, list[Entry]], table: str) -> bool:
        """Say whether a TOML file has `[[table]]` exactly once, which is a problem where it has not."""
        if len(tables[table]) == 1:
            return True
        # An entry that could not be read is told of already, and is not missing.
        if not self.problems:
            self.problem(name, f"must have [[{table}]] exactly once")
        return False

    def list_of(self, entry: Entry, name: str) -> list[Any]:
        """Return an entry's list; an absent one is empty, and anything else than a list a problem."""
        found = entry[name] or []
        if not isinstance(found, list):
            self.problem(entry.where, f"'{name}' must be a list: [ … ]")
            return []
        return found

    def _read(self, name: str) -> tuple[str, str | None]:
        path = self.path / name
        where = str(path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path)
        try:
            return where, path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except OSError as error:
            self.problem(where, f"can't be read: {error.strerror}")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            self.problem(
                f"{where}, line {line}", "not UTF-8. In Excel, save it as «CSV UTF-8 (semikolondelt)»"
            )
        return where, None

    def _names_fit(self, where: str, kind: str, names: list[str], columns: Columns) -> bool:
        before = len(self.problems)
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.problem(where, f"{kind} '{name}' stands twice")
        for name in columns.required:
            if name not in names:
                self.problem(where, f"{kind} '{name}' is missing")
        for name in dict.fromkeys(names):
            if name not in columns.all:
                self.problem(where, f"unknown {kind} '{name}'; known are {_listed(columns.all)}")
        return len(self.problems) == before


def iso_date(text: str) -> str:
    """Return a date as 2020-12-31, also where Excel in Norwegian has made it 31.12.2020. Other texts stay."""
    match = _NORWEGIAN_DATE.match(text)
    return f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}" if match else text


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _table_lines(text: str) -> dict[str, list[int]]:
    """Return the line numbers of each `[[name]]`; tomllib doesn't tell where a table was read."""
    lines: dict[str, list[int]] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        match = _TOML_TABLE.match(line)
        if match:
            lines.setdefault(match[1], []).append(number)
    return lines
