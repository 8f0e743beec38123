"""Looks at a workbook's package before anything unpacks it: is it a workbook, and what would it come to?

Runs in the child process: no Django here. What a package says of its sizes is believed here, and held to
later: calamine unpacks no more than that, and the child's processor time follows from it (`worker`).
"""

import codecs
import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from emissions.statistics.columns import compared

#: Sixteen sheets, a theme and some links are 40 parts.
_MOST_PARTS = 300
#: A sheet of all municipalities is 210 MB of XML; the years to come are in this.
MOST_UNPACKED = 400 * 1024 * 1024
#: Sheets become a tenth of themselves when they are packed. What becomes a fortieth is no sheet of figures,
#: unless it is so small that it doesn't matter: to take as long as the country's, a file must be as large.
_MOST_TIMES, _SMALL = 40, 10 * 1024 * 1024
#: What says which sheets there are is read whole, here.
_MOST_OUTLINE = 1024 * 1024
_FIRST_LOOK, _HEAD = 1024, 64 * 1024
_WORKBOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_IS_XML = re.compile(r".*\.(xml|rels)", re.IGNORECASE)
_PROLOG = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_ROOT = re.compile(rb"<[A-Za-z_]")
_STORED_OR_DEFLATED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


class PackageError(Exception):
    """The package is not read: a code of the problems, and what its sentence needs."""

    def __init__(self, code: str, **values: str | int) -> None:
        self.code = code
        self.values = values
        super().__init__(code)


class SheetPart(NamedTuple):
    """A sheet of the workbook; where its part lies in the file (`begin`, `length`), and its size unpacked."""

    name: str
    is_visible: bool
    part: str
    begin: int
    length: int
    unpacked: int


class Package(NamedTuple):
    """A workbook that may be opened: its sheets, and what all its parts come to, unpacked."""

    sheets: Sequence[SheetPart]
    unpacked: int

    def sheet(self, name: str) -> SheetPart | None:
        """Return the sheet of that name, if there is one. Raises `PackageError` if there are two."""
        found = [sheet for sheet in self.sheets if compared(sheet.name) == compared(name)]
        if len(found) > 1:
            raise PackageError("sheet_twice", name=name)
        return found[0] if found else None


def read_package(source: str) -> Package:
    """Return what the package says of itself. Raises `PackageError`."""
    try:
        with zipfile.ZipFile(source) as package:
            _check(package, Path(source).stat().st_size)
            return Package(_sheets(package), sum(entry.file_size for entry in package.infolist()))
    except KeyError as error:
        raise PackageError("kind") from error
    except (zipfile.BadZipFile, ElementTree.ParseError, EOFError, OSError) as error:
        raise PackageError("damaged") from error
    # Compression of an unknown kind, and numbers that make no sense.
    except (RuntimeError, NotImplementedError, ValueError, zlib.error) as error:
        raise PackageError("damaged") from error


def _check(package: zipfile.ZipFile, size: int) -> None:
    entries = package.infolist()
    if len(entries) > _MOST_PARTS:
        raise PackageError("parts", most=_MOST_PARTS)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise PackageError("password")
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise PackageError("damaged")
    for entry in entries:
        if entry.compress_type not in _STORED_OR_DEFLATED or entry.header_offset + entry.compress_size > size:
            raise PackageError("damaged")
    _check_sizes(entries, size)
    if _WORKBOOK not in package.namelist():
        raise PackageError("kind")
    for entry in entries:
        if _IS_XML.fullmatch(entry.filename):
            _check_head(package, entry)


def _check_sizes(entries: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Refuse what unpacks to more than sheets do: all together, and each part by itself.

    What doesn't become smaller must not make room for what becomes a thousandth.
    """
    allowed = [(sum(entry.file_size for entry in entries), min(MOST_UNPACKED, _most(size)))]
    allowed += [(entry.file_size, _most(entry.compress_size)) for entry in entries]
    for unpacked, most in allowed:
        if unpacked > most:
            raise PackageError("unpacked", most=most // (1024 * 1024))


def _most(packed: int) -> int:
    return max(_SMALL, _MOST_TIMES * packed)


def _check_head(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Refuse a document type: it can only stand before the first element."""
    with package.open(entry) as part:
        rest = _after_prolog(head := part.read(_FIRST_LOOK))
        if head and not _ROOT.match(rest):
            rest = _after_prolog(head + part.read(_HEAD))
    if rest.startswith(b"<!DOCTYPE"):
        raise PackageError("doctype", part=entry.filename)
    if head and not _ROOT.match(rest):
        raise PackageError("damaged")


def _after_prolog(head: bytes) -> bytes:
    head = head.removeprefix(codecs.BOM_UTF8)
    found = _PROLOG.match(head)
    return head[found.end() :] if found else head


def _sheets(package: zipfile.ZipFile) -> list[SheetPart]:
    """Return the worksheets in the workbook's order."""
    links = {
        link.get("Id"): link.get("Target", "")
        for link in _elements(package, _LINKS, "Relationship")
        if link.get("Type", "").endswith("/worksheet")
    }
    sheets = []
    for sheet in _elements(package, _WORKBOOK, "sheet"):
        link = next((value for name, value in sheet.items() if name.endswith("}id")), None)
        if link not in links:
            continue
        target = links[link]
        part = package.getinfo(target[1:] if target.startswith("/") else f"xl/{target}")
        sheets.append(
            SheetPart(
                sheet.get("name", ""),
                sheet.get("state", "visible") == "visible",
                part.filename,
                part.header_offset,
                part.compress_size,
                part.file_size,
            )
        )
    if not sheets:
        raise PackageError("kind")
    return sheets


def _elements(package: zipfile.ZipFile, part: str, name: str) -> list[ElementTree.Element]:
    entry = package.getinfo(part)
    if entry.file_size > _MOST_OUTLINE:
        raise PackageError("damaged")
    with package.open(entry) as content:
        # Never read(): that would unpack all there is, whatever the package says.
        document = content.read(entry.file_size)
    # Small, and without a document type there is nothing to expand.
    root = ElementTree.fromstring(document)  # noqa: S314
    return [element for element in root.iter() if element.tag.rpartition("}")[2] == name]
