"""A table as a file: CSV, Excel or JSON, with where it comes from and when it was fetched.

What a cell means is the table's business (`as_values()`): numbers stay numbers and dates dates.

- CSV is made for Norwegian spreadsheets: UTF-8 with a byte order mark, semicolons, decimal comma.
- Excel types its cells, freezes the header, and has a second sheet about the data.
- JSON is made for programs: an object with "title", "source", "retrieved", "url", "columns" (key: heading)
  and "rows". Keys are the table's column names, which are English and stable; dates are ISO 8601;
  unknown is null.
"""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_tables2 import Table

from osloregionen.formatting import MISSING, NBSP
from osloregionen.text import norwegian_slug

# A spreadsheet takes a cell that begins so for a formula; https://owasp.org/www-community/attacks/CSV_Injection
# One that begins so after apostrophes gets one more too, so that `unguarded` takes off what was put on.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")

Cell = str | int | float | Decimal | bool | dt.date | dt.datetime | None


class UnknownFormat(ValueError):  # noqa: N818 - reads as what it is
    """The reader asked for a format that is not one of FORMATS."""


@dataclass(frozen=True)
class Export:
    """What a file holds: the table, and what to say about it.

    `name` becomes the file's name ("medlemmer" → medlemmer-2026-11-20.csv). `source` says where the
    figures come from, `url` is the page they were taken from. `mark` ("ØVELSE") is for what is made up: it
    begins the file's name, and is the first column, so that no row can be taken for a real one.
    """

    table: Table
    name: str
    title: str
    source: str = ""
    url: str = ""
    mark: str = ""

    @property
    def file_name(self) -> str:
        """The file's name without date and ending."""
        return f"{norwegian_slug(self.mark)}-{self.name}" if self.mark else self.name


@dataclass(frozen=True)
class Format:
    """A kind of file: its name in addresses, its name for readers, and how it is written."""

    name: str
    label: str
    content_type: str
    write: Callable[[Export, dt.datetime], bytes]


def response(export: Export, format_name: str) -> HttpResponse:
    """Return the table as a file to download. Raises UnknownFormat. Queries: those of the table's data."""
    file_format = FORMATS.get(format_name.lower())
    if file_format is None:
        raise UnknownFormat(format_name)
    now = timezone.localtime()
    answer = HttpResponse(file_format.write(export, now), content_type=file_format.content_type)
    answer["Content-Disposition"] = (
        f'attachment; filename="{export.file_name}-{now:%Y-%m-%d}.{file_format.name}"'
    )
    # A file with a filter is not a page to find by a search engine.
    answer["X-Robots-Tag"] = "noindex"
    return answer


def rows(table: Table) -> Iterator[list[Cell]]:
    """Yield the table's rows, headings first, as plain values: no markup, lists joined, unknown as None."""
    for number, row in enumerate(table.as_values()):
        plain = [_plain(value) for value in row]
        # A heading is looked up by its words, typed with plain spaces: «Innbyggere 1. januar 2024».
        yield plain if number else [one.replace(NBSP, " ") if isinstance(one, str) else one for one in plain]


def _marked_rows(export: Export) -> Iterator[list[Cell]]:
    """Yield the rows, each with the mark before it where there is one."""
    for number, row in enumerate(rows(export.table)):
        first: list[Cell] = [_("oppdiktet") if number else export.mark] if export.mark else []
        yield first + row


def guarded(text: str) -> str:
    """Return `text` so that no spreadsheet runs it as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return what `guarded` was given: without the apostrophe that keeps a text from being a formula."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _plain(value: Any) -> Cell:
    if value is None or value == "":
        return None
    if isinstance(value, bool | int | float | Decimal | dt.date):
        return value
    if isinstance(value, list | tuple | set):
        return ", ".join(str(part) for part in value)
    text = strip_tags(value) if isinstance(value, SafeString) else str(value)
    return text.strip() or None


def _as_csv(export: Export, _now: dt.datetime) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in _marked_rows(export):
        writer.writerow([csv_cell(value) for value in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def csv_cell(value: Cell) -> str:
    """Return a value as a cell of a CSV file."""
    match value:
        case None:
            return ""
        case bool():
            return _("ja") if value else _("nei")
        case float() | Decimal():
            return str(value).replace(".", ",")
        case dt.datetime():
            return value.isoformat(timespec="minutes")
        case dt.date():
            return value.isoformat()
        case str():
            return guarded(value)
        case _:
            return str(value)


def _as_xlsx(export: Export, now: dt.datetime) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
    }
    sheet = book.add_worksheet(_("Data"))
    widths: list[int] = []
    for number, row in enumerate(_marked_rows(export)):
        for column, value in enumerate(row):
            _write_cell(sheet, number, column, value, formats)
            while len(widths) <= column:
                widths.append(10)
            widths[column] = max(widths[column], min(len(str(value or "")) + 2, 60))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    about = book.add_worksheet(_("Om dataene"))
    about.set_column(0, 0, 14)
    about.set_column(1, 1, 90)
    for number, (label, value) in enumerate(_about(export, now).items()):
        about.write_string(number, 0, label, formats["head"])
        about.write_string(number, 1, guarded(value))
    book.close()
    return target.getvalue()


def _write_cell(sheet: Any, row: int, column: int, value: Cell, formats: dict[str, Any]) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float() | Decimal():
            sheet.write_number(row, column, value)
        case dt.datetime():
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            sheet.write_datetime(row, column, local.replace(tzinfo=None), formats["moment"])
        case dt.date():
            sheet.write_datetime(row, column, value, formats["date"])
        case str():
            sheet.write_string(row, column, guarded(value), *([formats["head"]] if row == 0 else []))


def _as_json(export: Export, now: dt.datetime) -> bytes:
    lines = _marked_rows(export)
    headings = [str(heading or "") for heading in next(lines)]
    keys = ["mark"] if export.mark else []
    keys += [
        column.name for column in export.table.columns.iterall() if not column.column.exclude_from_export
    ]
    content = {
        "title": export.title,
        "source": export.source or None,
        "retrieved": now.isoformat(timespec="seconds"),
        "url": export.url or None,
        "columns": dict(zip(keys, headings, strict=True)),
        "rows": [dict(zip(keys, line, strict=True)) for line in lines],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=json_value).encode()


def json_value(value: object) -> object:
    """Return what JSON has no kind for as what it has: dates as text, exact numbers as numbers."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"No JSON for {type(value).__name__}")


def _about(export: Export, now: dt.datetime) -> dict[str, str]:
    return {
        _("Innhold"): export.title,
        _("Kilde"): export.source or MISSING,
        _("Hentet"): f"{now:%Y-%m-%d %H:%M}",
        _("Adresse"): export.url,
    }


FORMATS = {
    file_format.name: file_format
    for file_format in (
        Format("csv", "CSV", "text/csv; charset=utf-8", _as_csv),
        Format(
            "xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _as_xlsx
        ),
        Format("json", "JSON", "application/json; charset=utf-8", _as_json),
    )
}
