"""Reads what staff upload: the rows of an Excel file (.xlsx) or of a CSV file.

    sheet = read_sheet("parter.xlsx", content, headings=["Nummer", "Part"])
    sheet.rows[0]        # SheetRow(number=1, cells=["Nummer", "Part"])

What a file is, its content says, not its name. Excel is read in a child process with limits
(`sheet_worker`): a plain new interpreter, since an upload is rare and a tenth of a second is little; the
fork server of the PDFs stays the PDFs' own. CSV is plain text and is read here.
"""

import codecs
import csv
import datetime as dt
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from osloregionen.formatting import number_nb
from osloregionen.sheet_worker import encoded
from osloregionen.text import search_key

_WORKER = Path(__file__).with_name("sheet_worker.py")
#: Headings stand in one of the first rows: a file may begin with a word about itself.
FIRST_ROWS = 10


@dataclass(frozen=True)
class SheetLimits:
    """What a file may be, and what reading it may use.

    5,000 rows hold every municipality in the country for thirteen years; what comes in by the hundred
    thousand (statistics) is no list that somebody fills in.
    """

    file_bytes: int = 5 * 1024 * 1024
    rows: int = 5_000
    columns: int = 100
    entries: int = 200
    unpacked_bytes: int = 64 * 1024 * 1024
    cpu_seconds: int = 10
    wall_seconds: int = 20
    data_bytes: int = 512 * 1024 * 1024


LIMITS = SheetLimits()


class SheetError(Exception):
    """The file is not read; the argument says why, in Norwegian, to whoever uploaded it."""


@dataclass(frozen=True)
class CellFault:
    """A cell that holds no value: a formula's error ("#N/A"), a span of time, a formula not reckoned ("")."""

    text: str


Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | CellFault


@dataclass(frozen=True)
class SheetRow:
    """A row with something in it; `number` is what the spreadsheet calls it."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True)
class Sheet:
    """A file that has been read."""

    file_name: str
    rows: list[SheetRow]


def read_sheet(
    file_name: str, content: bytes, *, headings: Collection[str], limits: SheetLimits = LIMITS
) -> Sheet:
    """Return the rows of a file. `headings` tell a semicolon's file from a comma's.

    Raises `SheetError` for what is no list, is too large or damaged. No queries; Excel costs a process of
    0.1 s.
    """
    if not content:
        raise SheetError(_("Filen er tom."))
    if len(content) > limits.file_bytes:
        raise SheetError(
            _("Filen er for stor: %(size)s MB. Den kan være høyst %(most)s MB.")
            % {
                "size": number_nb(len(content) / 1024 / 1024, 1),
                "most": number_nb(limits.file_bytes // (1024 * 1024)),
            }
        )
    if content.startswith(b"PK\x03\x04"):
        rows = list(_excel_rows(content, limits))
    else:
        _refuse_other_kinds(content)
        if file_name.lower().endswith((".xlsx", ".xlsm")):
            text = _("Filen heter som et Excel-ark, men er det ikke. Lagre den fra regnearket på nytt.")
            raise SheetError(text)
        rows = list(_csv_rows(_text(content), headings, limits))
    if not rows:
        raise SheetError(_("Filen har ingen rader."))
    return Sheet(file_name, rows)


# --- Other kinds of files ---------------------------------------------------------------------------


def _refuse_other_kinds(content: bytes) -> None:
    """Say what a file is where it is neither Excel nor CSV. Raises `SheetError`."""
    start = content[:1024].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith(b"%pdf"):
        raise SheetError(_("Filen er en PDF. Last opp et Excel-ark (.xlsx) eller en CSV-fil."))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetError(
            _(
                "Filen er i et eldre Excel-format (.xls), eller beskyttet med passord. "
                "Lagre den som «Excel-arbeidsbok (.xlsx)» uten passord."
            )
        )
    if start.startswith((b"<!doctype", b"<!--", b"<html", b"<?xml", b"<head", b"<table", b"<meta")):
        raise SheetError(_("Filen er en nettside (HTML eller XML), uansett hva den heter. Last ned på nytt."))
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise SheetError(_("Filen er tekst i UTF-16. Lagre den som «CSV UTF-8»."))
    if b"\0" in content:
        raise SheetError(_("Filen er verken et Excel-ark (.xlsx) eller en CSV-fil."))


# --- Excel ------------------------------------------------------------------------------------------


def _excel_rows(content: bytes, limits: SheetLimits) -> Iterator[SheetRow]:
    """Give the rows that the child process found. Raises `SheetError`."""
    with tempfile.TemporaryDirectory(prefix="portal-liste-") as folder:
        source, target = Path(folder, "liste.xlsx"), Path(folder, "rader.jsonl")
        source.write_bytes(content)
        # -I: neither the environment nor the folder one stands in may add to what is imported.
        command = [sys.executable, "-I", str(_WORKER), json.dumps(asdict(limits)), str(source), str(target)]
        try:
            # Our own interpreter and our own file; what was uploaded is only ever a file that it opens.
            done = subprocess.run(  # noqa: S603
                command, timeout=limits.wall_seconds, capture_output=True, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise SheetError(_too_heavy()) from error
        if done.returncode != 0 or not target.exists():
            raise SheetError(_too_heavy())
        ended = False
        with target.open(encoding="utf-8") as lines:
            for line in map(json.loads, lines):
                if isinstance(line, dict):
                    if failure := line.get("failure"):
                        raise SheetError(_failure(failure, limits))
                    ended = True
                    continue
                yield SheetRow(line[0], [decoded(cell) for cell in line[1]])
        if not ended:
            raise SheetError(_too_heavy())


def _too_heavy() -> str:
    return _("Filen lot seg ikke lese: den er skadet, eller krever for mye minne eller tid.")


def _failure(word: str, limits: SheetLimits) -> str:
    """Return in Norwegian why the child process refused a file."""
    match word:
        case "rows":
            return too_many_rows(limits)
        case "columns":
            return _("Filen har noe utenfor de første %(most)s kolonnene.") % {
                "most": number_nb(limits.columns)
            }
        case "unpacked" | "entries":
            return _("Filen er for stor når den pakkes ut.")
        case "password":
            return _("Filen er beskyttet med passord. Lagre den uten.")
        case "kind":
            return _("Filen er ikke et Excel-ark (.xlsx) med et synlig ark.")
        case _:
            return _("Filen er skadet, eller ikke laget av et regneark.")


def too_many_rows(limits: SheetLimits = LIMITS) -> str:
    """Return the sentence that a file has more rows than it may."""
    return _("Filen har for mange rader. Den kan ha høyst %(most)s. Del den i flere.") % {
        "most": number_nb(limits.rows)
    }


# --- CSV --------------------------------------------------------------------------------------------


def _text(content: bytes) -> str:
    """Return the text of a CSV file: UTF-8 with or without its mark, else Windows-1252."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise SheetError(
            _("Filen er verken tekst i UTF-8 eller i Windows-1252. Lagre den som «CSV UTF-8».")
        ) from error


def _csv_rows(text: str, headings: Collection[str], limits: SheetLimits) -> Iterator[SheetRow]:
    delimiter = max((";", ",", "\t"), key=lambda mark: _known(text, mark, headings))
    number = 0
    try:
        for number, cells in enumerate(_records(text, delimiter), start=1):
            filled = [cell for cell in cells if cell.strip()]
            if not filled or (number == 1 and text[:4].lower() == "sep="):
                continue
            if number > limits.rows:
                raise SheetError(too_many_rows(limits))
            if len(cells) > limits.columns and any(cells[limits.columns :]):
                raise SheetError(_failure("columns", limits))
            yield SheetRow(number, list(cells[: limits.columns]))
    except csv.Error as error:
        raise SheetError(
            _("Rad %(row)s lar seg ikke lese: et anførselstegn mangler, eller en celle er for lang.")
            % {"row": number_nb(number + 1)}
        ) from error


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    # Strict: a quote that is never closed would else take the rest of the file into one cell.
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _known(text: str, delimiter: str, headings: Collection[str]) -> int:
    """Return how many of the headings one of the first rows has if the file is divided so."""
    wanted = {search_key(heading) for heading in headings}
    best = 0
    try:
        for number, cells in enumerate(_records(text, delimiter)):
            if number == FIRST_ROWS:
                break
            best = max(best, len({search_key(cell) for cell in cells} & wanted))
    except csv.Error:
        pass
    return best


# --- Cells as JSON ----------------------------------------------------------------------------------


def decoded(value: Any) -> Cell:
    """Return a cell as `sheet_worker.encoded` and `carried` wrote it."""
    match value:
        case ["date", str(text)]:
            return dt.date.fromisoformat(text)
        case ["moment", str(text)]:
            return dt.datetime.fromisoformat(text)
        case ["time", str(text)]:
            return dt.time.fromisoformat(text)
        case ["error", str(text)]:
            return CellFault(text)
        case bool() | int() | float() | str():
            return value
    raise ValueError("not a cell")


def carried(sheet: Sheet) -> list[Any]:
    """Return a sheet's rows as JSON can hold them; `restored` undoes it."""
    return [
        [
            row.number,
            [["error", cell.text] if isinstance(cell, CellFault) else encoded(cell) for cell in row.cells],
        ]
        for row in sheet.rows
    ]


def restored(file_name: str, rows: list[Any]) -> Sheet:
    """Return the sheet that `carried` was made of."""
    return Sheet(file_name, [SheetRow(number, [decoded(cell) for cell in cells]) for number, cells in rows])
