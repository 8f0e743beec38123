"""Files that are no statistics: refused in seconds, with the reason, whatever their name."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from emissions.statistics.reading import ReadLimits
from tests.emissions.hostile import (
    GOOD,
    OPEN,
    SHEET,
    STRINGS,
    outline,
    package,
    part,
    workbook,
)
from tests.emissions.readings import DAMAGED, OSLO, refused
from tests.emissions.workbooks import (
    DETAILS,
    INFO,
    VALUE,
    figures,
    info,
    table_of_all,
    table_of_one,
    write_all,
    write_csv,
    write_sheets,
)

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("in_time")]

WEB_PAGE = "The file is a web page (HTML or XML), whatever its name: download it again."
NAMED_EXCEL = "The file is named as a workbook, but is plain text: name it .csv if it is CSV."


def of_bytes(path: Path, content: bytes) -> Path:
    """Write a file, and return its path."""
    path.write_bytes(content)
    return path


# --- Other kinds of files -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty."),
        (b" \n \n", "The file is empty."),
        (
            b"\xef\xbb\xbf\n<!DOCTYPE html><html><body>Logg inn",
            WEB_PAGE,
        ),
        (
            b"<table><tr><td>Sektor",
            WEB_PAGE,
        ),
        (b"%PDF-1.7\n", "The file is a PDF."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096,
            "The file is in an older Excel format (.xls): save it as .xlsx.",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000_000 + "EncryptedPackage".encode("utf-16-le"),
            "The workbook is protected with a password: save it without.",
        ),
        ("År;Sektor".encode("utf-16"), "The file is text in UTF-16: save it as UTF-8."),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "The file is neither a workbook (.xlsx) nor CSV."),
        (b"PK\x05\x06" + b"\0" * 18, "The file is neither a workbook (.xlsx) nor CSV."),
        (
            "År;Sektor\n".encode(),
            NAMED_EXCEL,
        ),
    ],
)
def test_what_is_only_named_as_a_workbook_is_refused_for_what_it_is(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    assert refused(of_bytes(tmp_path / "statistikk.xlsx", content)) == [reason]


def test_text_in_an_encoding_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    assert refused(of_bytes(tmp_path / "a.csv", b"\xc5r;Sektor\n\x81\x8d")) == [
        "The file is text neither in UTF-8 nor in Windows-1252."
    ]


def test_another_list_is_refused_for_its_headings(tmp_path: Path) -> None:
    assert refused(of_bytes(tmp_path / "a.csv", b"Navn;Adresse\nOslo;Vika\n")) == [
        "None of the headings of the statistics stands in the first 10 rows."
    ]


def test_a_file_that_is_gone_or_too_large_is_told_of(tmp_path: Path) -> None:
    assert refused(tmp_path / "borte.xlsx") == ["The file can't be opened."]
    path = write_all(tmp_path / "a.xlsx", figures({OSLO: "Oslo"}))
    assert refused(path, ReadLimits(file_bytes=1000)) == [
        "The file is larger than 0 MB: it can't be the statistics for municipalities."
    ]


def test_a_package_of_something_else_is_refused(tmp_path: Path) -> None:
    inner = workbook(tmp_path / "inner.xlsx", GOOD).read_bytes()
    with zipfile.ZipFile(tmp_path / "outer.xlsx", "w") as outer:
        outer.writestr("klimagassutslipp.xlsx", inner)
    document = package(tmp_path / "brev.xlsx", {"word/document.xml": part("<a/>")})

    for path in (tmp_path / "outer.xlsx", document):
        assert refused(path) == ["The file is neither a workbook (.xlsx) nor CSV."]


def test_a_workbook_with_a_password_in_its_package_is_refused(tmp_path: Path) -> None:
    locked = package(tmp_path / "a.xlsx", {SHEET: part(GOOD)}, encrypted=True)

    assert refused(locked) == ["The workbook is protected with a password: save it without."]


# --- Damaged ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_workbook_that_was_not_downloaded_to_the_end_is_refused(tmp_path: Path, share: float) -> None:
    content = write_all(tmp_path / "a.xlsx", figures({OSLO: "Oslo"})).read_bytes()

    assert refused(of_bytes(tmp_path / "a.xlsx", content[: int(len(content) * share)])) == [DAMAGED]


def test_a_byte_that_was_changed_on_the_way_is_noticed(tmp_path: Path) -> None:
    path = write_all(tmp_path / "a.xlsx", figures({OSLO: "Oslo"}))
    with zipfile.ZipFile(path) as book:
        entry = book.getinfo("xl/worksheets/sheet2.xml")
    content = bytearray(path.read_bytes())
    content[entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2] ^= 0xFF

    assert refused(of_bytes(path, bytes(content)))


@pytest.mark.parametrize(
    "parts",
    [
        {SHEET: OPEN},
        {SHEET: OPEN + "<row"},
        {SHEET: ""},
        {SHEET: "tekst"},
        {"xl/workbook.xml": "<workbook"},
        {"xl/_rels/workbook.xml.rels": "<Relationships/>"},
        {STRINGS: "<sst><si>"},
    ],
)
def test_a_workbook_whose_parts_break_off_is_refused(tmp_path: Path, parts: dict[str, str]) -> None:
    (problem,) = refused(workbook(tmp_path / "a.xlsx", GOOD, **parts))

    assert problem in (DAMAGED, "The file is neither a workbook (.xlsx) nor CSV.")


# --- Sheets and columns -------------------------------------------------------------------------------


def test_a_renamed_sheet_is_missed_by_its_name(tmp_path: Path) -> None:
    path = write_sheets(tmp_path / "a.xlsx", {INFO: info("Oslo"), "Ark1": table_of_one(())})

    assert refused(path) == [f"There is no sheet “{DETAILS}”; the sheets are: Info, Ark1."]


def test_a_hidden_sheet_is_not_read_behind_anybody_s_back(tmp_path: Path) -> None:
    sheets = {INFO: info("Oslo"), DETAILS: table_of_one(figures({OSLO: "Oslo"}))}

    assert refused(write_sheets(tmp_path / "a.xlsx", sheets, hidden=[DETAILS])) == [
        f"Sheet “{DETAILS}”: the sheet is hidden: nobody has seen what would be imported."
    ]


def test_a_sheet_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    names = {"xl/workbook.xml": outline(DETAILS, f" {DETAILS.upper()}")}

    assert refused(workbook(tmp_path / "a.xlsx", GOOD, **names)) == [f"There are two sheets “{DETAILS}”."]


def test_a_chart_of_the_sheet_s_name_is_no_sheet(tmp_path: Path) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet("Tall").write_row(0, 0, [1, 2, 3])
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=Tall!$A$1:$C$1"})
        book.add_chartsheet(DETAILS).set_chart(chart)

    assert refused(of_bytes(tmp_path / "a.xlsx", target.getvalue())) == [
        f"There is no sheet “{DETAILS}”; the sheets are: Tall."
    ]


@pytest.mark.parametrize("column", [heading for heading in table_of_all(())[0] if heading != "Fylke"])
def test_a_missing_column_is_named_with_those_that_are_there(tmp_path: Path, column: str) -> None:
    table = table_of_all(figures({OSLO: "Oslo"}))
    place = table[0].index(column)
    table = [[*row[:place], *row[place + 1 :]] for row in table]

    (problem,) = refused(write_sheets(tmp_path / "a.xlsx", {DETAILS: table}))
    told = f"ow 1, column “{column}”: the column is missing; the headings are: {', '.join(table[0])}."
    assert problem == f"Sheet “{DETAILS}”, r{told}"
    assert refused(write_csv(tmp_path / "a.csv", table)) == [f"R{told}"]


def test_figures_in_another_unit_are_another_column(tmp_path: Path) -> None:
    table = table_of_one((), value="Utslipp (kg CO₂-ekvivalenter)")

    (problem,) = refused(write_sheets(tmp_path / "a.xlsx", {DETAILS: table}))
    assert f"column “{VALUE}”: the column is missing" in problem


def test_two_columns_of_figures_are_refused(tmp_path: Path) -> None:
    table = [[*row, 1.5] for row in table_of_one(figures({OSLO: "Oslo"}))]
    table[0][-1] = VALUE.replace("₂", "2")

    assert refused(write_sheets(tmp_path / "a.xlsx", {DETAILS: table})) == [
        f"Sheet “{DETAILS}”, row 1, column “{VALUE}”: the column is there twice."
    ]


def test_headings_alone_are_no_statistics(tmp_path: Path) -> None:
    assert refused(write_sheets(tmp_path / "a.xlsx", {DETAILS: table_of_one(())})) == [
        f"Sheet “{DETAILS}”: there are no figures below the headings."
    ]
