"""Writes a list as the file that staff fill in and bring back: Excel, or CSV with semicolons.

What it writes, `importing` reads back without a difference. In Excel cells of text are text (a spreadsheet
would make a date of case number 22/4 and 301 of 0301), choices are offered, and a second sheet says what
each column is for. The same content gives the same bytes but for the moment it was fetched.
"""

import csv
import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_range_abs

from osloregionen.portal_list import PRACTICE, Column, PortalList
from osloregionen.sheet_cells import Day, Whole
from osloregionen.sheets import LIMITS
from osloregionen.text import norwegian_slug

_MARK_WIDTH = 12
#: What a cell of Excel has room for.
_CELL_LENGTH = 32_767


class TooLongError(Exception):
    """A text is longer than a cell of Excel; the argument says so in Norwegian."""


@dataclass(frozen=True)
class ListFormat:
    """A kind of file that lists come in."""

    name: str
    label: str
    content_type: str
    write: Callable[[PortalList, dt.datetime], bytes]


def list_response(portal_list: PortalList, format_name: str) -> HttpResponse:
    """Return the list as a file to download. Raises `KeyError` for an unknown format, `TooLongError`.

    Queries: those of the list's `lines`.
    """
    file_format = LIST_FORMATS[format_name]
    now = timezone.localtime()
    answer = HttpResponse(file_format.write(portal_list, now), content_type=file_format.content_type)
    mark = f"{norwegian_slug(PRACTICE)}-" if portal_list.is_practice else ""
    name = f"{mark}{portal_list.name}-{now:%Y-%m-%d}.{file_format.name}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Robots-Tag"] = "noindex"
    return answer


def as_csv(portal_list: PortalList, _now: dt.datetime) -> bytes:
    """Return the list as CSV: UTF-8 with its mark, semicolons, ISO dates."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    mark = [PRACTICE] if portal_list.is_practice else []
    writer.writerow([*mark, *(column.heading for column in portal_list.columns)])
    for line in portal_list.lines():
        values = (column.kind.write(line.get(column.key)) for column in portal_list.columns)
        writer.writerow([*(_made_up() for _mark in mark), *("" if v is None else str(v) for v in values)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(portal_list: PortalList, now: dt.datetime) -> bytes:
    """Return the list as an Excel file. Raises `TooLongError`."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": portal_list.title, "created": now.replace(tzinfo=None, microsecond=0)})
    sheet = book.add_worksheet(_("Liste"))
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    formats = {
        "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"}),
        "number": book.add_format({"num_format": "0", "valign": "top"}),
    }
    # Every row of an exercise says so, as in the files of the pages (`exports.Export.mark`).
    first = 1 if portal_list.is_practice else 0
    if portal_list.is_practice:
        sheet.set_column(0, 0, _MARK_WIDTH, formats["text"])
        sheet.write_string(0, 0, PRACTICE, head)
    for place, column in enumerate(portal_list.columns, start=first):
        cell_format = formats[_format_name(column.kind)]
        sheet.set_column(place, place, column.width, cell_format)
        sheet.write_string(0, place, str(column.heading), head)
        if choices := column.kind.choices:
            # A warning only: the portal itself says what it can't read.
            offered = {"validate": "list", "source": list(choices), "error_type": "warning"}
            sheet.data_validation(1, place, LIMITS.rows - 1, place, offered)
    for number, line in enumerate(portal_list.lines(), start=1):
        if portal_list.is_practice:
            sheet.write_string(number, 0, _made_up(), formats["text"])
        for place, column in enumerate(portal_list.columns, start=first):
            value = column.kind.write(line.get(column.key))
            if value is not None and _write(sheet, number, place, value, formats) != 0:
                raise TooLongError(
                    _("Teksten i rad %(row)s, %(column)s, er for lang for Excel. Last ned listen som CSV.")
                    % {"row": number + 1, "column": column.heading}
                )
    sheet.freeze_panes(1, 0)
    _explain(book.add_worksheet(_("Forklaring")), portal_list, now, head, formats["text"])
    _offer(book, sheet, portal_list, first, head, formats["text"])
    book.close()
    return target.getvalue()


def _made_up() -> str:
    """Return what each row of an exercise is marked with."""
    return _("oppdiktet")


def _format_name(kind: Any) -> str:
    return "date" if isinstance(kind, Day) else "number" if isinstance(kind, Whole) else "text"


def _write(sheet: Any, row: int, place: int, value: Any, formats: dict[str, Any]) -> int:
    """Write a cell; return 0 where that went well."""
    if isinstance(value, dt.date):
        return int(sheet.write_datetime(row, place, value, formats["date"]))
    if isinstance(value, int):
        return int(sheet.write_number(row, place, value, formats["number"]))
    return int(sheet.write_string(row, place, value, formats["text"]))


def _offer(book: Any, sheet: Any, portal_list: PortalList, first: int, head: Any, text: Any) -> None:
    """Write what columns with many choices may hold on a sheet of its own, and offer it in their cells."""
    offered = {key: values for key, values in portal_list.offered().items() if values}
    if not offered:
        return
    name = _("Oppslag")
    lookup = book.add_worksheet(name)
    places = {column.key: place for place, column in enumerate(portal_list.columns, start=first)}
    for number, (key, values) in enumerate(offered.items()):
        column = portal_list.columns[places[key] - first]
        lookup.set_column(number, number, 60, text)
        lookup.write_string(0, number, str(column.heading), head)
        for row, value in enumerate(values, start=1):
            lookup.write_string(row, number, value[:_CELL_LENGTH], text)
        if column.kind.holds_one:
            cells = xl_range_abs(1, number, len(values), number)
            choice = {"validate": "list", "source": f"='{name}'!{cells}", "error_type": "warning"}
            sheet.data_validation(1, places[key], LIMITS.rows - 1, places[key], choice)
    lookup.freeze_panes(1, 0)


def _explain(sheet: Any, portal_list: PortalList, now: dt.datetime, head: Any, text: Any) -> None:
    """Fill the sheet that says what the list is and what its columns are for."""
    sheet.set_column(0, 0, 22, text)
    sheet.set_column(1, 1, 90, text)
    rows = [(_("Innhold"), portal_list.title), (_("Hentet"), f"{now:%Y-%m-%d %H:%M}")]
    if portal_list.is_practice:
        rows.insert(0, (PRACTICE, _("Alt i denne listen er oppdiktet.")))
    rows += [(str(column.heading), explained(column)) for column in portal_list.columns]
    for number, (label, value) in enumerate(rows):
        sheet.write_string(number, 0, label, head)
        sheet.write_string(number, 1, value)


def explained(column: Column) -> str:
    """Return what a column is for, in a sentence or two."""
    parts = [column.help] if column.help else []
    if column.kind.choices:
        parts.append(_("Velg mellom: %(choices)s.") % {"choices": ", ".join(column.kind.choices)})
    if not column.is_read:
        parts.append(_("Leses ikke inn igjen."))
    elif column.demanded:
        parts.append(_("Må fylles ut for det som er nytt eller endret."))
    return " ".join(str(part) for part in parts)


LIST_FORMATS = {
    file_format.name: file_format
    for file_format in (
        ListFormat(
            "xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx
        ),
        ListFormat("csv", "CSV", "text/csv; charset=utf-8", as_csv),
    )
}
