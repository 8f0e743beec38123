"""Workbooks that nobody means well with, written byte by byte: small files that want much."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.emissions.workbooks import DETAILS, VALUE

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADINGS = ("År", "Sektor", "Utslippskilde", "Klimagass", VALUE)
SHEET_END = "</sheetData></worksheet>"
_BLANKS = 1024 * 1024


class Part(NamedTuple):
    """A deflated part of a package, and what the package says of it."""

    deflated: bytes
    said: int
    checksum: int


def part(content: str) -> Part:
    """Return a part as any program would write it."""
    body = content.encode()
    return Part(_deflated(body) + _end(), len(body), zlib.crc32(body))


def blanks(megabytes: int, *, said: int | None = None, before: str = "", after: str = "") -> Part:
    """Return a part with so many megabytes of blanks within; `said` is the size it claims (None: the truth).

    A thousandth of that as a file: the same deflated blanks again and again. The checksum is that of as much
    as it claims to be, so that who believes the size finds nothing wrong.
    """
    some = b" " * _BLANKS
    deflated = _deflated(before.encode()) + _deflated(some) * megabytes + _deflated(after.encode()) + _end()
    if said is None:
        return Part(deflated, megabytes * _BLANKS + len((before + after).encode()), 0)
    return Part(deflated, said, zlib.crc32((before.encode() + some)[:said]))


def _deflated(content: bytes) -> bytes:
    """Return bytes deflated so that others may be put behind them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)


def _end() -> bytes:
    return zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS).flush()


def package(path: Path, parts: Mapping[str, Part], *, encrypted: bool = False) -> Path:
    """Write a zip package that says of its parts what they say of themselves."""
    body, directory = b"", b""
    for name, content in parts.items():
        about = struct.pack(
            "<HHHHHIIIHH",
            *(20, 1 if encrypted else 0, zipfile.ZIP_DEFLATED, 0, 0),
            *(content.checksum, len(content.deflated), content.said, len(name), 0),
        )
        directory += (
            b"PK\x01\x02\x14\0" + about + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name.encode()
        )
        body += b"PK\x03\x04" + about + name.encode() + content.deflated
    end = struct.pack("<HHHHIIH", 0, 0, len(parts), len(parts), len(directory), len(body), 0)
    path.write_bytes(body + directory + b"PK\x05\x06" + end)
    return path


def sheet(rows: str, *, before: str = "") -> str:
    """Return the XML of a sheet with the headings of one municipality, and rows written by hand."""
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{headings()}{rows}{SHEET_END}'


def headings() -> str:
    """Return the first row."""
    return row(1, *(text(heading) for heading in HEADINGS))


def row(number: int, *cells: str) -> str:
    """Return a row, its cells from the first column on."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def text(content: str) -> str:
    """Return a cell with text."""
    return f'<c t="inlineStr"><is><t>{content}</t></is></c>'


def value(content: str | float) -> str:
    """Return a cell with a number, or what stands where one should."""
    return f"<c><v>{content}</v></c>"


def figure(number: int, cell: str, *, year: str = "2024", source: str = "Busser") -> str:
    """Return a row of the statistics whose figure is written by hand."""
    return row(number, value(year), text("Veitrafikk"), text(source), text("CO2"), cell)


def workbook(path: Path, content: str | Part, **others: str | Part) -> Path:
    """Write a workbook with one sheet of that XML; `others` replace or add parts, by their names."""
    parts = {**workbook_parts(), SHEET: content, **others}
    return package(path, {name: one if isinstance(one, Part) else part(one) for name, one in parts.items()})


def workbook_parts() -> dict[str, str]:
    """Return the XML of a workbook's parts around its sheet."""
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": outline(DETAILS),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="b" '
        f'Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        STRINGS: f'<sst xmlns="{MAIN}"/>',
        SHEET: sheet(""),
    }


def outline(*names: str, state: str = "visible") -> str:
    """Return the XML that names the sheets; all are the same part."""
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{place}" state="{state}" r:id="b"/>'
        for place, name in enumerate(names, start=1)
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{_LINKS}"><sheets>{sheets}</sheets></workbook>'


#: A sheet with one figure, and the same before it ends.
GOOD = sheet(figure(2, value(1.5)))
OPEN = GOOD.removesuffix(SHEET_END)
