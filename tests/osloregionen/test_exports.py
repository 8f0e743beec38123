"""Tables as files."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any

import django_tables2
import pytest
from python_calamine import CalamineWorkbook

from osloregionen import exports
from osloregionen.exports import Export, UnknownFormat
from osloregionen.parts import Status
from osloregionen.tables import DateColumn, GoalsColumn, NumberColumn, StatusColumn, Table


class AllKinds(Table):
    """A column of each kind."""

    caption = "Alt"
    name = django_tables2.Column(verbose_name="Navn")
    tonnes = NumberColumn(verbose_name="Utslipp", unit="tonn")
    on = DateColumn(verbose_name="Dato")
    status = StatusColumn(verbose_name="Status")
    goals = GoalsColumn(verbose_name="Mål")


ROW: dict[str, Any] = {
    "name": "Østre Toten; «by»",
    "tonnes": Decimal("-1234.5"),
    "on": dt.date(2022, 6, 2),
    "status": Status("signert", "✓", "solid"),
    "goals": [11, 13],
}
EMPTY: dict[str, Any] = {"name": "Gran", "tonnes": None, "on": None, "status": None, "goals": []}


def export(*rows: dict[str, Any]) -> Export:
    """Return what to export: the rows, with a title and a source."""
    return Export(AllKinds(list(rows)), "alt", "Alt", "Klimastatus 2020", "http://localhost/utslipp/")


def read_csv(content: bytes) -> list[list[str]]:
    """Return a CSV file's cells."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def read_xlsx(content: bytes, sheet: str = "Data") -> list[list[Any]]:
    """Return a sheet's cells."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()


def test_a_csv_file_opens_in_a_norwegian_spreadsheet() -> None:
    answer = exports.response(export(ROW), "csv")

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert read_csv(answer.content) == [
        ["Navn", "Utslipp (tonn)", "Dato", "Status", "Mål"],
        ["Østre Toten; «by»", "-1234,5", "2022-06-02", "signert", "11, 13"],
    ]


def test_what_is_not_known_is_an_empty_cell() -> None:
    assert read_csv(exports.response(export(EMPTY), "csv").content)[1] == ["Gran", "", "", "", ""]


def test_numbers_and_dates_keep_their_type_in_excel() -> None:
    head, row, empty = read_xlsx(exports.response(export(ROW, EMPTY), "xlsx").content)

    assert head[1] == "Utslipp (tonn)"
    assert row[1] == -1234.5
    assert row[2] == dt.date(2022, 6, 2)
    assert empty[1:] == ["", "", "", ""]


def test_an_excel_file_says_where_it_comes_from() -> None:
    about = dict(read_xlsx(exports.response(export(ROW), "xlsx").content, "Om dataene"))

    assert about["Kilde"] == "Klimastatus 2020"
    assert about["Adresse"] == "http://localhost/utslipp/"


def test_json_has_stable_keys_and_says_where_it_comes_from() -> None:
    content = json.loads(exports.response(export(ROW, EMPTY), "json").content)

    assert content["source"] == "Klimastatus 2020"
    assert content["columns"]["tonnes"] == "Utslipp (tonn)"
    assert dt.datetime.fromisoformat(content["retrieved"]).tzinfo is not None
    assert content["rows"] == [
        {
            "name": "Østre Toten; «by»",
            "tonnes": -1234.5,
            "on": "2022-06-02",
            "status": "signert",
            "goals": "11, 13",
        },
        {"name": "Gran", "tonnes": None, "on": None, "status": None, "goals": None},
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_becomes_a_formula(start: str) -> None:
    evil = Status(f"{start}HYPERLINK(1)", "", "solid")
    row = {**EMPTY, "status": evil, "name": f"{start}1"}
    answers = [
        read_csv(exports.response(export(row), "csv").content)[1],
        read_xlsx(exports.response(export(row), "xlsx").content)[1],
    ]

    for cells in answers:
        # Tab and carriage return are white space, which is cut before it can do harm.
        for text in (str(cells[0]), str(cells[3])):
            assert text.startswith("'") or not text.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_negative_number_is_not_mistaken_for_a_formula() -> None:
    assert read_csv(exports.response(export(ROW), "csv").content)[1][1] == "-1234,5"


def test_headings_have_plain_spaces() -> None:
    table = export(ROW).table
    next(table.columns.iterall()).column.verbose_name = "Innbyggere 1.\u00a0januar 2024"
    assert next(exports.rows(table))[0] == "Innbyggere 1. januar 2024"


def test_a_file_is_named_after_its_content_and_day() -> None:
    today = dt.date.today().isoformat()  # noqa: DTZ011 - the file has the day where it is read
    name = exports.response(export(ROW), "xlsx")["Content-Disposition"]

    assert name in {f'attachment; filename="alt-{day}.xlsx"' for day in (today, _tomorrow(today))}


def _tomorrow(day: str) -> str:
    """Return the day after: Oslo may be a day ahead of the machine."""
    return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UnknownFormat):
        exports.response(export(ROW), "exe")


def test_markup_does_not_reach_a_file() -> None:
    class Linked(Table):
        name = django_tables2.Column(linkify=lambda record: "/x/")

    content = exports.response(Export(Linked([{"name": "Tinn & Gran"}]), "x", "X"), "csv").content

    assert read_csv(content)[1] == ["Tinn & Gran"]
