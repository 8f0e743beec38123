"""What runs inside the limited child process that reads an Excel file. Imports no Django and nothing of ours.

    python -I sheet_worker.py LIMITS SOURCE TARGET

The parent (`osloregionen.sheets`) starts it on a file that anybody may have made. It limits itself before
it reads a byte, looks at what the file would unpack to and where its cells lie, and only then lets
calamine read: one cell in the last corner of a sheet is a file of 4 kB that wants 3 GB of memory. TARGET
gets a line of JSON for each row, or `{"failure": …}` with a word of `FAILURES`.
"""

import datetime as dt
import json
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

#: Why a file was refused; the parent says it in Norwegian.
FAILURES = ("damaged", "kind", "entries", "unpacked", "rows", "columns", "doctype", "password")
_CHUNK = 64 * 1024
_LARGEST_ANSWER = 64 * 1024 * 1024
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_WORKBOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"


class RefusedError(Exception):
    """The file is not read; the argument is one of FAILURES."""


def main(limits: dict[str, int], source: str, target: str) -> None:
    """Read the first visible sheet of `source` into `target`; see the module's head."""
    limit(limits)
    with Path(target).open("w", encoding="utf-8") as answer:
        try:
            for line in read(source, limits):
                answer.write(json.dumps(line, ensure_ascii=False) + "\n")
        except RefusedError as refusal:
            answer.write(json.dumps({"failure": str(refusal)}) + "\n")
        answer.write(json.dumps({"end": True}) + "\n")


def limit(limits: dict[str, int]) -> None:
    """Limit this process for good."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_seconds"], limits["cpu_seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (limits["data_bytes"], limits["data_bytes"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_ANSWER, _LARGEST_ANSWER))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(source: str, limits: dict[str, int]) -> Iterator[list[Any]]:
    """Give [row number, cells] for each row with content. Raises `RefusedError`."""
    place, errors = _checked(source, limits)
    # Known to be native code that aborts where memory ends; the parent takes that for a refusal.
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_path(source) as workbook:
            for number, cells in enumerate(workbook.get_sheet_by_index(place).iter_rows(), start=1):
                row = [encoded(value) for value in cells]
                for column in errors.get(number, ()):
                    row += [""] * (column - len(row))
                    # calamine reads a formula's error as an empty cell, which would take a fact away.
                    row[column - 1] = ["error", errors[number][column]]
                if any(value != "" for value in row):
                    yield [number, row]
    except PasswordError as error:
        raise RefusedError("password") from error
    except CalamineError as error:
        raise RefusedError("damaged") from error


def encoded(value: Any) -> Any:
    """Return a cell as JSON has it: text, numbers and true as they are, dates and times with their kind."""
    if isinstance(value, dt.datetime):
        return ["moment", value.isoformat()]
    if isinstance(value, dt.date):
        return ["date", value.isoformat()]
    if isinstance(value, dt.time):
        return ["time", value.isoformat()]
    if isinstance(value, dt.timedelta):
        return ["error", str(value)]
    return value


def _checked(source: str, limits: dict[str, int]) -> tuple[int, dict[int, dict[int, str]]]:
    """Return which sheet to read and the cells with a formula's error, by row and column.

    Raises `RefusedError` for a file that would unpack to, or spread over, more than it may.
    """
    try:
        with zipfile.ZipFile(source) as package:
            _check_size(package, limits)
            place, part = _first_visible_sheet(package)
            with package.open(part) as sheet:
                return place, Scan(limits).of(sheet)
    except KeyError as error:
        raise RefusedError("kind") from error
    except (zipfile.BadZipFile, ElementTree.ParseError, expat.ExpatError, EOFError, OSError) as error:
        raise RefusedError("damaged") from error
    # Encrypted entries, compression of an unknown kind, and numbers that make no sense.
    except (RuntimeError, NotImplementedError, ValueError, zlib.error) as error:
        raise RefusedError("damaged") from error


def _check_size(package: zipfile.ZipFile, limits: dict[str, int]) -> None:
    """Unpack everything to nowhere and count: what a package says of itself may be untrue."""
    entries = package.infolist()
    if len(entries) > limits["entries"]:
        raise RefusedError("entries")
    unpacked = 0
    for entry in entries:
        with package.open(entry) as content:
            while chunk := content.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > limits["unpacked_bytes"]:
                    raise RefusedError("unpacked")


def _first_visible_sheet(package: zipfile.ZipFile) -> tuple[int, str]:
    """Return the place of the first visible worksheet among all, and the name of its part."""
    links = {
        link.get("Id"): link.get("Target", "")
        for link in _elements(package.read(_LINKS), "Relationship")
        if link.get("Type", "").endswith("/worksheet")
    }
    sheets = _elements(package.read(_WORKBOOK), "sheet")
    for place, sheet in enumerate(sheets):
        link = next((value for name, value in sheet.items() if name.endswith("}id")), None)
        if sheet.get("state", "visible") == "visible" and link in links:
            target = links[link]
            return place, target[1:] if target.startswith("/") else f"xl/{target}"
    raise RefusedError("kind")


def _elements(document: bytes, name: str) -> list[ElementTree.Element]:
    if b"<!DOCTYPE" in document:
        raise RefusedError("doctype")
    # Small, and without a document type there is nothing to expand.
    root = ElementTree.fromstring(document)  # noqa: S314
    return [element for element in root.iter() if element.tag.rpartition("}")[2] == name]


class Scan:
    """Walks through a sheet's XML without keeping it: where its filled cells lie, and which are errors.

    A formula that nobody has reckoned (a program wrote it, no spreadsheet has saved it) counts as an error
    without text: calamine reads it as empty.
    """

    def __init__(self, limits: dict[str, int]) -> None:
        self.limits = limits
        self.row = self.column = 0
        self.is_error = self.has_formula = self.has_value = False
        self.text: list[str] | None = None
        self.errors: dict[int, dict[int, str]] = {}

    def of(self, sheet: Any) -> dict[int, dict[int, str]]:
        """Return the cells with a formula's error. Raises `RefusedError` at the first cell too far out."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ParseFile(sheet)
        return self.errors

    def _doctype(self, *_about: Any) -> None:
        raise RefusedError("doctype")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self.row = int(attributes.get("r", self.row + 1))
                self.column = 0
            case "c":
                self.column += 1
                self.is_error = attributes.get("t") == "e"
                self.has_formula = self.has_value = False
                if reference := _REFERENCE.fullmatch(attributes.get("r", "")):
                    self.column, self.row = _column_number(reference[1]), int(reference[2])
            # Cells that are only coloured hold none of these, and calamine passes them over.
            case "f":
                self._check_place()
                self.has_formula = True
            case "v" | "is":
                self._check_place()
                self.has_value = True
                self.text = [] if self.is_error else None

    def _check_place(self) -> None:
        if self.row > self.limits["rows"]:
            raise RefusedError("rows")
        if self.column > self.limits["columns"]:
            raise RefusedError("columns")

    def _characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def _end(self, name: str) -> None:
        if self.text is not None and name.rpartition(":")[2] == "v":
            self.errors.setdefault(self.row, {})[self.column] = "".join(self.text)[:20]
            self.text = None
        if name.rpartition(":")[2] == "c" and self.has_formula and not self.has_value:
            self.errors.setdefault(self.row, {})[self.column] = ""


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2], sys.argv[3])
