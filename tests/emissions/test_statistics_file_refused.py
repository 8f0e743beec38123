"""Files that are no statistics, or mean harm: refused in seconds, with the reason, whatever their name."""

import io
import random
import resource
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from emissions.statistics.reading import LIMITS, ReadLimits
from tests.emissions.hostile import (
    MAIN,
    SHEET,
    SHEET_END,
    STRINGS,
    blanks,
    figure,
    outline,
    package,
    part,
    sheet,
    value,
    workbook,
    workbook_parts,
)
from tests.emissions.readings import BAERUM, OSLO, read, refused
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

pytestmark = pytest.mark.once

GOOD = sheet(figure(2, value(1.5)))
OPEN = GOOD.removesuffix(SHEET_END)
TOO_MUCH = "The workbook unpacks to more than the"
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
FAR_OUT = "row 1048576: there is something in column number 16384, far from all figures: delete it."
DEVIL = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
WEB_PAGE = "The file is a web page (HTML or XML), whatever its name: download it again."
NAMED_EXCEL = "The file is named as a workbook, but is plain text: name it .csv if it is CSV."
DAMAGED = "The workbook is damaged, or was not downloaded to the end: download it again."
#: What a hostile file may cost of the processor, reading and finding out why together.
MOST_SECONDS = 5


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    """Hold every file here to the time it may cost; of the processor, as this machine may be busy."""

    def spent() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + children.ru_utime + children.ru_stime

    before = spent()
    yield
    assert spent() - before < MOST_SECONDS


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


# --- Small files that want much -----------------------------------------------------------------------


def test_one_cell_in_the_last_row_and_column_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", sheet(figure(2, value(1.5)) + FAR))

    assert path.stat().st_size < 4096
    assert refused(path) == [f"Sheet “{DETAILS}”, {FAR_OUT}"]


@pytest.mark.parametrize("name", [INFO, "Oversikt"])
def test_a_cell_far_out_in_a_sheet_beside_is_named_too(tmp_path: Path, name: str) -> None:
    parts = beside(name) | {"xl/worksheets/sheet2.xml": sheet(FAR)}

    assert refused(workbook(tmp_path / "a.xlsx", GOOD, **parts)) == [f"Sheet “{name}”, {FAR_OUT}"]


def beside(name: str) -> dict[str, str]:
    """Return what names another sheet, whose part is sheet2.xml."""
    outer = workbook_parts()
    return {
        "xl/workbook.xml": outer["xl/workbook.xml"].replace(
            "<sheets>", f'<sheets><sheet name="{name}" sheetId="9" r:id="c"/>'
        ),
        "xl/_rels/workbook.xml.rels": outer["xl/_rels/workbook.xml.rels"].replace(
            "</Relationships>",
            '<Relationship Id="c" Type="x/worksheet" Target="worksheets/sheet2.xml"/></Relationships>',
        ),
    }


def test_a_cell_in_the_last_row_alone_is_named(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="A1048576"><v>2024</v></c></row>'

    assert refused(workbook(tmp_path / "a.xlsx", sheet(figure(2, value(1.5)) + far))) == [
        f"Sheet “{DETAILS}”, row 1048576: there is something so far down, below row 1000000: delete it."
    ]


def test_lines_without_end_are_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", table_of_one(figures({OSLO: "Oslo"})))
    path.write_bytes(path.read_bytes() + b"\n" * 1_000_000)

    assert refused(path) == ["Row 1000001: there is something so far down, below row 1000000: delete it."]


def test_one_cell_alone_in_the_last_corner_is_no_heading(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", f'<worksheet xmlns="{MAIN}"><sheetData>{FAR}{SHEET_END}')

    assert refused(path) == [
        f"Sheet “{DETAILS}”: none of the headings of the statistics stands in the first 10 rows."
    ]


def test_gigabytes_of_blanks_are_refused_unread(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", blanks(3000, before=OPEN, after=SHEET_END))

    assert path.stat().st_size < 4_000_000
    most = 40 * path.stat().st_size // (1024 * 1024)
    assert refused(path) == [f"{TOO_MUCH} {most} MB that its size allows: it is not the statistics."]


def test_a_small_file_of_empty_cells_without_end_is_refused_unread(tmp_path: Path) -> None:
    cells = "<row>" + "<c/>" * 8 + "</row>"
    path = workbook(tmp_path / "a.xlsx", OPEN + cells * 300_000 + SHEET_END)

    assert path.stat().st_size < 100_000
    assert refused(path) == [f"{TOO_MUCH} 10 MB that its size allows: it is not the statistics."]


def test_what_does_not_become_smaller_makes_no_room_for_what_becomes_a_thousandth(tmp_path: Path) -> None:
    picture = part(random.Random(1).randbytes(400_000).decode("latin-1"))
    sheet_of_blanks = blanks(11, before=OPEN, after=SHEET_END)
    path = workbook(tmp_path / "a.xlsx", sheet_of_blanks, **{"xl/media/a.bin": picture})

    assert 40 * path.stat().st_size > picture.said + sheet_of_blanks.said
    assert refused(path) == [f"{TOO_MUCH} 10 MB that its size allows: it is not the statistics."]


@pytest.mark.parametrize(
    "name", [SHEET, STRINGS, "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"]
)
def test_a_part_that_lies_about_its_size_is_found_out(tmp_path: Path, name: str) -> None:
    bomb = blanks(4000, said=2000, before=OPEN, after=SHEET_END)
    path = workbook(tmp_path / "a.xlsx", GOOD, **{name: bomb})

    assert refused(path) == [DAMAGED]


def test_a_text_repeated_until_memory_ends_is_refused(tmp_path: Path) -> None:
    cells = '<c t="s"><v>0</v></c>' * 50
    rows = "".join(f'<row r="{number}">{cells}</row>' for number in range(2, 200))
    strings = f"<sst><si><t>{'x' * 30_000}</t></si></sst>"

    path = workbook(tmp_path / "a.xlsx", sheet(rows), **{STRINGS: strings})
    assert refused(path, ReadLimits(data_bytes=64 * 1024 * 1024)) == [
        "Reading the file takes more memory than it may: it is damaged, or not the statistics."
    ]


def test_more_parts_than_a_workbook_has_are_refused(tmp_path: Path) -> None:
    others = {f"xl/media/{number}.bin": "x" for number in range(400)}

    assert refused(workbook(tmp_path / "a.xlsx", GOOD, **others)) == [
        "The workbook has more than 300 parts: it is not the statistics."
    ]


@pytest.mark.parametrize(
    ("name", "before"),
    [
        (SHEET, ""),
        (STRINGS, "<?xml version='1.0'?>\n<!-- <a> -->\n"),
        ("xl/workbook.xml", " " * 5000),
        ("xl/_rels/workbook.xml.rels", ""),
    ],
)
def test_a_document_type_is_refused_wherever_it_stands(tmp_path: Path, name: str, before: str) -> None:
    parts = workbook_parts()
    parts[name] = before + DEVIL + parts[name]

    assert refused(workbook(tmp_path / "a.xlsx", GOOD, **parts)) == [
        f"Part “{name}” of the workbook declares a document type: the file was not made by a spreadsheet."
    ]


# --- Limits -------------------------------------------------------------------------------------------


def test_reading_ends_when_its_time_is_over(tmp_path: Path) -> None:
    path = write_all(tmp_path / "a.xlsx", figures({OSLO: "Oslo"}))

    assert refused(path, ReadLimits(wall_seconds=0)) == [
        "Reading the file takes longer than it may: it is damaged, or not the statistics."
    ]


def test_reading_goes_on_after_what_was_refused(tmp_path: Path) -> None:
    refused(workbook(tmp_path / "a.xlsx", sheet(FAR)))

    assert read(write_all(tmp_path / "b.xlsx", figures({BAERUM: "Bærum"}))).row_count == 208
    assert LIMITS.data_bytes < 600 * 1024 * 1024
