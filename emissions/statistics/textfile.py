"""Reads the statistics as CSV, and says what a file is that is neither that nor a workbook.

Runs in the child process: no Django here. The file is read as it streams; nothing of it is kept.
"""

import codecs
import contextlib
import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from emissions.statistics.columns import FIRST_ROWS, met

_CHUNK = 1024 * 1024
_HEAD = 64 * 1024
#: So many rows apart the position is looked up.
_OFTEN = 1000
_SEPARATORS = (";", ",", "\t")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_PAGES = (b"<!doctype", b"<!--", b"<html", b"<?xml", b"<head", b"<table", b"<meta", b"<script")
_EXCEL_NAMES = (".xlsx", ".xlsm", ".xls")


class TextError(Exception):
    """The file is not read as text: a code of the problems, and the row if it is one."""

    def __init__(self, code: str, row: int | None = None) -> None:
        self.code = code
        self.row = row
        super().__init__(code)


def is_package(source: Path) -> bool:
    """Say whether a file is a zip package, as workbooks are. Raises `TextError` where it is no text."""
    with source.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_ZIP):
        return True
    start = head[:1024].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if not head.strip():
        raise TextError("empty")
    if start.startswith(_PAGES):
        raise TextError("web_page")
    if start.startswith(b"%pdf"):
        raise TextError("pdf")
    if head.startswith(_OLE):
        raise TextError("password" if _is_locked(source) else "old_excel")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise TextError("utf16")
    if b"\0" in head:
        raise TextError("kind")
    if source.suffix.lower() in _EXCEL_NAMES:
        raise TextError("named_excel")
    return False


def _is_locked(source: Path) -> bool:
    """Say whether an OLE file is a workbook with a password: it has a stream of that name."""
    name = "EncryptedPackage".encode("utf-16-le")
    before = b""
    with source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if name in before + chunk:
                return True
            before = chunk[-len(name) :]
    return False


class TextFile:
    """A CSV file: UTF-8 with or without its mark, else Windows-1252; semicolons, commas or tabs.

    Opening it reads it once to find the encoding. Raises `TextError`.
    """

    def __init__(self, source: Path) -> None:
        self.source = source
        self._encoding = _encoding(source)
        with source.open("rb") as content, self._text(content) as file:
            head = file.read(_HEAD)
        self._separator = max(_SEPARATORS, key=lambda mark: _headings(head, mark))
        #: How many bytes have been read for the rows given so far.
        self.position = 0

    def rows(self) -> Iterator[list[str]]:
        """Give every row, as a spreadsheet counts them. Raises `TextError` where one can't be read."""
        number = 0
        with self.source.open("rb") as content, self._text(content) as file:
            try:
                # Strict: a quote that is never closed would else take the rest of the file into one cell.
                for row in csv.reader(file, delimiter=self._separator, strict=True):
                    number += 1
                    if number % _OFTEN == 0:
                        self.position = content.tell()
                    yield [] if number == 1 and _names_separator(row) else row
            except csv.Error as error:
                raise TextError("quote", number + 1) from error

    def _text(self, content: BinaryIO) -> io.TextIOWrapper:
        return io.TextIOWrapper(content, encoding=self._encoding, newline="")


def _encoding(source: Path) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with source.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise TextError("encoding")


def _headings(head: str, separator: str) -> int:
    """Return how many of the headings one of the first rows has if the file is divided so."""
    best = 0
    with contextlib.suppress(csv.Error):
        for row in islice(csv.reader(io.StringIO(head, newline=""), delimiter=separator), FIRST_ROWS):
            best = max(best, met(row))
    return best


def _names_separator(row: Sequence[str]) -> bool:
    """Say whether a row is Excel's own first line, which names the separator."""
    return row[:1] != [] and row[0].lower().startswith("sep=")
