"""Files of all kinds, as staff upload them: what is read, and what is refused with the reason."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
import xlsxwriter

from osloregionen.sheet_cells import CellError, as_text
from osloregionen.sheets import LIMITS, SheetError, SheetLimits, carried, read_sheet, restored
from tests.osloregionen.listfiles import csv_file, xlsx_file

HEADINGS = ["Tittel", "Dato", "Kilde"]
ROWS = [HEADINGS, ["Styremøte «åpent»", "12.5.2022", 'Si "hei"; ha det, du\nog du'], ["Ærlig", "", ""]]


def cells(content: bytes, limits: SheetLimits = LIMITS) -> list[list[Any]]:
    """Return what is read from a file."""
    return [row.cells for row in read_sheet("fil", content, headings=HEADINGS, limits=limits).rows]


def refused(content: bytes, limits: SheetLimits = LIMITS) -> str:
    """Return why a file is refused."""
    with pytest.raises(SheetError) as refusal:
        cells(content, limits)
    return str(refusal.value).replace("\xa0", " ")


# --- CSV ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_is_read_with_each_separator_in_each_encoding(delimiter: str, encoding: str) -> None:
    assert cells(csv_file(ROWS, delimiter=delimiter, encoding=encoding)) == ROWS


def test_a_comma_in_the_texts_does_not_make_it_a_comma_s_file() -> None:
    rows = [["Alt i denne listen, og mer til, er oppdiktet, alt", "", ""], HEADINGS, ["a,b,c,d,e", "1,5", ""]]

    assert cells(csv_file(rows)) == rows


def test_the_row_numbers_are_the_spreadsheet_s_own() -> None:
    content = b'sep=;\r\nTittel;Dato\r\n\r\n;\r\n"to\r\nlinjer";x\r\n'

    found = read_sheet("fil", content, headings=HEADINGS).rows

    assert [(row.number, row.cells) for row in found] == [(2, ["Tittel", "Dato"]), (5, ["to\r\nlinjer", "x"])]


@pytest.mark.parametrize("content", [b'Tittel;Dato\n"aldri lukket;x\n', b'Tittel;Dato\n"a"b;x\n'])
def test_a_quote_that_is_not_closed_is_refused_with_its_row(content: bytes) -> None:
    assert refused(content).startswith("Rad 2 lar seg ikke lese: et anførselstegn mangler")


def test_a_cell_without_end_is_refused() -> None:
    assert refused(b"Tittel;Dato\n" + b"x" * 200_000).startswith("Rad 2 lar seg ikke lese")


# --- Excel --------------------------------------------------------------------------------------------


def test_excel_s_own_kinds_of_cells_are_kept_apart() -> None:
    row = ["tekst", 3001, 2.5, True, dt.date(2022, 5, 12), dt.time(13, 0)]

    assert cells(xlsx_file([row])) == [["tekst", 3001.0, 2.5, True, dt.date(2022, 5, 12), dt.time(13, 0)]]


def test_empty_rows_above_do_not_move_the_row_numbers() -> None:
    found = read_sheet("fil", xlsx_file([["Tittel"], ["a"]], first_row=6), headings=HEADINGS).rows

    assert [row.number for row in found] == [7, 8]


def test_the_first_sheet_that_can_be_seen_is_read() -> None:
    assert cells(xlsx_file([["synlig"]], sheets_before=["Skjult"])) == [["synlig"]]


def test_coloured_cells_without_content_do_not_count() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet, red = book.add_worksheet(), book.add_format({"bg_color": "red"})
    sheet.write(0, 0, "Tittel")
    sheet.write_blank("XFD1048576", None, red)
    book.close()

    assert cells(target.getvalue())[0][0] == "Tittel"


def test_text_comes_as_it_was_written_signs_and_all() -> None:
    texts = ["_x0041_", "a_x000D_b", "to\nlinjer", "\x0bvt", "ø€😀", "'=1", "=1"]

    assert cells(xlsx_file([texts])) == [texts]


def test_a_formula_s_error_is_no_empty_cell() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write(0, 0, "Tittel")
    sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    book.close()

    (_row, second) = read_sheet("fil", target.getvalue(), headings=HEADINGS).rows
    assert second.cells[2].text == "#DIV/0!"  # type: ignore[union-attr]


@pytest.mark.parametrize("kept", [b"", b"<v></v>"])
def test_a_formula_that_nobody_has_reckoned_is_no_empty_cell(kept: bytes) -> None:
    """As programs write them; a spreadsheet's own formula may well give nothing."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Tittel", "Dato", "Kilde"])
    sheet.write_formula(1, 2, "=A1", None, "Møte")
    sheet.write(1, 0, "Møte")
    book.close()
    name = "xl/worksheets/sheet1.xml"
    part = zipfile.ZipFile(target).read(name)
    assert b"<v>M\xc3\xb8te</v>" in part

    changed = repacked(target.getvalue(), name, part.replace(b"<v>M\xc3\xb8te</v>", kept))
    (_row, second) = read_sheet("fil", changed, headings=HEADINGS).rows
    if kept:
        assert second.cells == ["Møte"] or second.cells[2] == ""
        return
    with pytest.raises(CellError, match="formel som ikke er regnet ut"):
        as_text(second.cells[2])


def repacked(content: bytes, name: str, part: bytes) -> bytes:
    """Return an Excel file with another content of a part."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for known in source.namelist():
            package.writestr(known, part if known == name else source.read(known))
    return target.getvalue()


# --- Refused ------------------------------------------------------------------------------------------


def with_part(name: str, content: bytes) -> bytes:
    """Return an Excel file with one more part, or another content of one that it has."""
    source, target = io.BytesIO(xlsx_file([HEADINGS])), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return target.getvalue()


def zipped(*names: str) -> bytes:
    """Return a zip file with empty parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in names:
            package.writestr(name, "")
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet_with(inside: str, *, before: str = "") -> bytes:
    """Return an Excel file whose sheet is written by hand."""
    xml = f'<?xml version="1.0"?>{before}<worksheet {NAMESPACE}><sheetData>{inside}</sheetData></worksheet>'
    return with_part(SHEET, xml.encode())


DEVIL = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Filen er tom."),
        (b"\n;;\n", "Filen har ingen rader."),
        (b"%PDF-1.7\n\0\xff", "Filen er en PDF. "),
        (
            b"\xef\xbb\xbf\n <!DOCTYPE html><html>",
            "Filen er en nettside (HTML eller XML), uansett hva den heter.",
        ),
        (b"<table><tr><td>Tittel", "Filen er en nettside"),
        (b"<!-- laget av -->\n<html>", "Filen er en nettside"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "Filen er i et eldre Excel-format (.xls), eller"),
        ("Tittel;Dato".encode("utf-16"), "Filen er tekst i UTF-16."),
        (b"Tittel\n\x81\x8d", "Filen er verken tekst i UTF-8 eller i Windows-1252."),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "Filen er verken et Excel-ark (.xlsx) eller en CSV-fil."),
        (zipped("word/document.xml"), "Filen er ikke et Excel-ark (.xlsx)"),
        (zipped(*(f"x{n}" for n in range(300))), "Filen er for stor når den pakkes ut."),
        (xlsx_file(ROWS)[:3000], "Filen er skadet"),
        (with_part("xl/workbook.xml", b"<workbook"), "Filen er skadet"),
        (with_part("xl/media/bilde.bin", b"0" * 70_000_000), "Filen er for stor når den pakkes ut."),
        (sheet_with('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "Filen har for mange rader."),
        (sheet_with('<row r="2"><c r="XFD2"><v>1</v></c></row>'), "Filen har noe utenfor de første 100 kol"),
        (sheet_with("", before=DEVIL), "Filen er skadet"),
        (sheet_with('<row r="1"><c r="A1"><v>1</v>'), "Filen er skadet"),
        (b"x" * (LIMITS.file_bytes + 1), "Filen er for stor: 5,0 MB. Den kan være høyst 5 MB."),
        (xlsx_file([["x"]] * (LIMITS.rows + 10_000)), "Filen har for mange rader. Den kan ha høyst 5 000."),
        (b"x;y\n" * (LIMITS.rows + 10_000), "Filen har for mange rader. Den kan ha høyst 5 000."),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_another_kind_of_file_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    assert refused(content).startswith(reason)


def test_a_text_that_calls_itself_excel_is_refused() -> None:
    with pytest.raises(SheetError, match="Filen heter som et Excel-ark, men er det ikke"):
        read_sheet("Liste.XLSX", b"Tittel;Dato\nx;y\n", headings=["Tittel"])


def test_a_text_repeated_until_memory_ends_is_refused() -> None:
    # A megabyte of XML that asks for a hundred times as much: the cells share one text.
    row = "".join('<c t="s"><v>0</v></c>' for _place in range(50))
    inside = "".join(f'<row r="{number}">{row}</row>' for number in range(1, 4001))
    strings = f"<sst {NAMESPACE}><si><t>{'x' * 30_000}</t></si></sst>".encode()
    content = io.BytesIO(sheet_with(inside))
    target = io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, strings if entry.filename == "xl/sharedStrings.xml" else old.read(entry))

    assert refused(target.getvalue()).startswith("Filen lot seg ikke lese")


def test_reading_ends_when_its_time_is_over() -> None:
    assert refused(xlsx_file(ROWS), SheetLimits(wall_seconds=0)).startswith("Filen lot seg ikke lese")


def test_reading_ends_when_its_memory_is_over() -> None:
    assert refused(xlsx_file(ROWS), SheetLimits(data_bytes=1_000_000)).startswith("Filen lot seg ikke lese")


def test_as_many_rows_as_a_list_may_have_are_read() -> None:
    assert len(cells(xlsx_file([["Tittel", n] for n in range(LIMITS.rows)]))) == LIMITS.rows


def test_what_a_form_carries_is_the_sheet_that_was_read() -> None:
    row = ["tekst", 3001, 2.5, True, dt.date(2022, 5, 12), dt.time(13, 0), None, ""]
    sheet = read_sheet("fil.xlsx", xlsx_file([row]), headings=HEADINGS)

    assert restored("fil.xlsx", carried(sheet)) == sheet
