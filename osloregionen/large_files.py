"""Files of tens of thousands of rows: as `exports` writes them, but row by row, past the worker's memory.

    export = LargeExport(name="utslipp", headings={"year": "År", …}, rows=rows, made_of=("edition", 3))
    return response(request, export, "xlsx")

The file lies on disk by what it is made of (`kept_files.made`): who asks again gets the same one, whoever
asks meanwhile waits, and the server sends it without reading it. A small part of the whole is not kept so.
"""

import csv
import datetime as dt
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

import xlsxwriter
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from osloregionen import kept, kept_files
from osloregionen.exports import FORMATS, Cell, UnknownFormat, csv_cell, json_value
from osloregionen.release import release

_WIDTH = 18
#: Rows of a JSON file that are written at once.
_CHUNK = 1000


@dataclass(frozen=True)
class LargeExport:
    """What a large file holds.

    `headings` names the columns, by their keys in JSON. `rows` gives the rows as plain values, each time it
    is called. `made_of` are all values that the content follows from besides the rows, and what names these:
    where it is the same, the file is. `about` stands on a sheet of its own in Excel, named `about_sheet`;
    `sheet` is the other one's name. `about_first` puts it first.
    """

    name: str
    title: str
    source: str
    headings: Mapping[str, str]
    rows: Callable[[], Iterable[Sequence[Cell]]]
    made_of: tuple[object, ...]
    about: tuple[tuple[str, str], ...] = ()
    sheet: str = ""
    about_sheet: str = ""
    about_first: bool = False
    url: str = ""
    #: False for a part of the whole, of which there are many.
    is_kept: bool = True
    #: What JSON says of the data besides title, source and address.
    more: Mapping[str, str | None] = field(default_factory=dict)

    def at(self, url: str) -> "LargeExport":
        """Return the same with the address that it is fetched from; the sheet about the data names it too."""
        return replace(self, url=url, about=((_("Nedlastet fra:"), url), *self.about))


def response(request: HttpRequest, export: LargeExport, format_name: str) -> HttpResponseBase:
    """Return the file to download, or 304 to who has it. Raises `UnknownFormat`.

    Queries: those of the rows, where the file is not there already.
    """
    file_format, write = FORMATS.get(format_name), _WRITERS.get(format_name)
    if file_format is None or write is None:
        raise UnknownFormat(format_name)
    key = _key(export, format_name)
    if known := kept.unchanged(request, etag=f'"{key}"', last_modified=""):
        return known

    def make(file: BinaryIO) -> None:
        write(export, file)

    answer = FileResponse(
        kept_files.made(key, make) if export.is_kept else kept_files.unnamed(make),
        as_attachment=True,
        filename=f"{export.name}-{timezone.localdate():%Y-%m-%d}.{file_format.name}",
        content_type=file_format.content_type,
    )
    answer["ETag"] = f'"{key}"'
    answer["Cache-Control"] = "no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _key(export: LargeExport, format_name: str) -> str:
    """Return the name of the file: the same where code, words and content are the same."""
    parts = (
        release(),
        format_name,
        export.title,
        export.source,
        export.url,
        export.sheet,
        tuple(export.headings.items()),
        export.about,
        tuple(export.more.items()),
        export.made_of,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _write_csv(export: LargeExport, file: BinaryIO) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([csv_cell(heading) for heading in export.headings.values()])
    writer.writerows([csv_cell(cell) for cell in row] for row in export.rows())
    text.flush()
    # The file is the caller's, and stays open.
    text.detach()


def _write_json(export: LargeExport, file: BinaryIO) -> None:
    """Write what `exports` writes, a row at a time."""
    about = {
        "title": export.title,
        "source": export.source or None,
        "url": export.url or None,
        **export.more,
        "columns": dict(export.headings),
    }
    keys = tuple(export.headings)
    file.write(json.dumps(about, ensure_ascii=False, indent=1).removesuffix("\n}").encode())
    file.write(b',\n "rows": [')
    comma, lines = "", []
    for row in export.rows():
        line = json.dumps(dict(zip(keys, row, strict=True)), ensure_ascii=False, default=json_value)
        lines.append(f"{comma}\n  {line}")
        comma = ","
        if len(lines) == _CHUNK:
            file.write("".join(lines).encode())
            lines.clear()
    file.write("".join(lines).encode())
    file.write(b"\n ]\n}\n")


def _write_xlsx(export: LargeExport, file: BinaryIO) -> None:
    # Row by row through files of its own: a whole sheet in memory takes hundreds of megabytes.
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    if export.about_first:
        _write_about(book, export, head)
    sheet = book.add_worksheet(export.sheet or _("Data"))
    sheet.set_column(0, len(export.headings) - 1, _WIDTH)
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(export.headings.values()):
        sheet.write_string(0, column, heading, head)
    for number, row in enumerate(export.rows(), start=1):
        for column, cell in enumerate(row):
            _write_cell(sheet, number, column, cell)
    if not export.about_first:
        _write_about(book, export, head)
    book.close()


def _write_cell(sheet: Any, row: int, column: int, cell: Cell) -> None:
    # A text cell is never run as a formula, and a name stays as the statistics have it.
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, dt.date):
        sheet.write_string(row, column, cell.isoformat())
    elif cell is not None:
        sheet.write_number(row, column, cell)


def _write_about(book: Any, export: LargeExport, head: Any) -> None:
    about = book.add_worksheet(export.about_sheet or _("Om dataene"))
    about.set_column(0, 0, _WIDTH)
    about.set_column(1, 1, 90)
    for number, (label, value) in enumerate(export.about):
        about.write_string(number, 0, label, head)
        about.write_string(number, 1, value)


_WRITERS: dict[str, Callable[[LargeExport, BinaryIO], None]] = {
    "csv": _write_csv,
    "xlsx": _write_xlsx,
    "json": _write_json,
}
