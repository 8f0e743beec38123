"""Small files that want much, or mean harm: refused in seconds, before they get it."""

import random
from pathlib import Path

import pytest

from emissions.statistics.reading import LIMITS, ReadLimits
from tests.emissions.hostile import (
    GOOD,
    MAIN,
    OPEN,
    SHEET,
    SHEET_END,
    STRINGS,
    blanks,
    figure,
    part,
    sheet,
    value,
    workbook,
    workbook_parts,
)
from tests.emissions.readings import BAERUM, DAMAGED, OSLO, read, refused
from tests.emissions.workbooks import DETAILS, INFO, figures, table_of_one, write_all, write_csv

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("in_time")]

TOO_MUCH = "The workbook unpacks to more than the"
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
FAR_OUT = "row 1048576: there is something in column number 16384, far from all figures: delete it."
DEVIL = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'


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
