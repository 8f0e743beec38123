"""One bad row, and nothing of the file is taken: what is wrong is said with its sheet, row and column."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from emissions.statistics.problems import StatisticsError
from tests.emissions.hostile import figure, row, sheet, text, value, workbook
from tests.emissions.readings import OSLO, read, refused
from tests.emissions.workbooks import (
    DETAILS,
    VALUE,
    Table,
    figures,
    table_of_all,
    table_of_one,
    write_all,
    write_csv,
    write_sheets,
)

pytestmark = pytest.mark.once

BUSES = [("Veitrafikk", "Busser", gas) for gas in ("CO2", "CH4", "N2O")]


def table() -> Table:
    """Return headings, and three rows of Oslo in 2024."""
    return table_of_all(figures({OSLO: "Oslo"}, of=BUSES, years=[2024]))


def with_cells(cells: Sequence[tuple[str, Any, str]]) -> Table:
    """Return a table with one cell in each row changed to what can't be."""
    rows = table_of_all(figures({OSLO: "Oslo"}, years=[2024]))[: len(cells) + 1]
    for changed, (column, cell, _reason) in zip(rows[1:], cells, strict=True):
        changed[rows[0].index(column)] = cell
    return rows


CELLS = [
    (VALUE, "", "the figure is missing"),
    (VALUE, " \n", "the figure is missing"),
    (VALUE, "ikke oppgitt", "“ikke oppgitt” is not a number"),
    (VALUE, "12 %", "“12 %” is not a number"),
    (VALUE, -0.1, "-0.1 tonnes are less than nothing"),
    (VALUE, 1e12, "1000000000000.0 tonnes are more than a municipality can emit"),
    ("År", 2024.5, "“2024.5” is not a year"),
    ("År", "", "“” is not a year"),
    ("År", "2024 (foreløpig)", "“2024 (foreløpig)” is not a year"),
    ("År", 2008, "there can be no figures for the year 2008, only for 2009 to 2025"),
    ("År", 2026, "there can be no figures for the year 2026, only for 2009 to 2025"),
    ("Sektor", "Skog", "the sector “Skog” is unknown"),
    ("Sektor", "", "the sector “” is unknown"),
    ("Utslippskilde", " \n", "“” is not the name of a source (text of 1 to 100 characters)"),
    ("Utslippskilde", "x" * 101, f"“{'x' * 39}…” is not the name of a source (text of 1 to 100 characters)"),
    ("Klimagass", "CO2 og CH4", "“CO2 og CH4” is not the name of a gas"),
    ("Kommunenummer", 0, "“0” is not the number of a municipality"),
    ("Kommunenummer", "Oslo", "“Oslo” is not the number of a municipality"),
    ("Kommunenummer", 301.5, "“301.5” is not the number of a municipality"),
    ("Kommunenummer", 99999, "“99999” is not the number of a municipality"),
]
#: Text has neither.
CELLS_OF_EXCEL = [
    (VALUE, True, "“TRUE” is not a number"),
    (VALUE, "12.5", "“12.5” is not a number"),
    ("Utslippskilde", 7, "“7” is not the name of a source (text of 1 to 100 characters)"),
]


@pytest.mark.parametrize("cells", [CELLS, CELLS_OF_EXCEL])
def test_a_cell_that_can_not_be_is_told_with_its_place(
    tmp_path: Path, cells: list[tuple[str, Any, str]]
) -> None:
    path = write_sheets(tmp_path / "a.xlsx", {DETAILS: with_cells(cells)})

    assert refused(path) == [
        f"Sheet “{DETAILS}”, row {row}, column “{column}”: {reason}."
        for row, (column, _cell, reason) in enumerate(cells, start=2)
    ]


def test_csv_is_read_as_strictly(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", with_cells(CELLS), mark=".")

    assert refused(path) == [
        f"Row {row}, column “{column}”: {reason}."
        for row, (column, _cell, reason) in enumerate(CELLS, start=2)
    ]


def test_a_year_that_the_statistics_passed_over_is_refused(tmp_path: Path) -> None:
    rows = table_of_all(figures({OSLO: "Oslo"}, of=BUSES[:1], years=[2014]))

    (problem,) = refused(write_csv(tmp_path / "a.csv", rows))
    assert problem.startswith("Row 2, column “År”: there are no figures for the year 2014: ")


def test_what_no_spreadsheet_would_store_as_a_number_is_refused(tmp_path: Path) -> None:
    written = ["NaN", "nan", "inf", "-inf", "1e999", "abc", "1_000"]
    rows = "".join(
        figure(number, value(one), year=str(2014 + number)) for number, one in enumerate(written, start=2)
    )

    problems = refused(workbook(tmp_path / "a.xlsx", sheet(rows)))

    assert len(problems) == len(written)
    for number, problem in enumerate(problems, start=2):
        assert problem.startswith(f"Sheet “{DETAILS}”, row {number}, column “{VALUE}”: “")
        assert problem.endswith("” is not a number.")


def test_a_formula_without_a_number_is_refused(tmp_path: Path) -> None:
    cells = {
        '<c t="e"><v>#N/A</v></c>': "the cell holds a formula's error: #N/A.",
        '<c t="str"><f>A1</f><v>12</v></c>': "“12” is not a number.",
        "<c><f>1+1</f></c>": "the cell holds a formula that nobody has reckoned: open the file in a "
        "spreadsheet and save it.",
        text("#REF!"): "“#REF!” is not a number.",
    }
    rows = "".join(
        figure(number, cell, source=f"Kilde {number}") for number, cell in enumerate(cells, start=2)
    )

    assert refused(workbook(tmp_path / "a.xlsx", sheet(rows))) == [
        f"Sheet “{DETAILS}”, row {number}, column “{VALUE}”: {reason}"
        for number, reason in enumerate(cells.values(), start=2)
    ]


def test_a_formula_that_has_been_reckoned_is_its_number(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", sheet(figure(2, "<c><f>1+1</f><v>2</v></c>")))

    assert list(read(path).grams) == [2_000_000]


def test_a_formula_s_error_among_the_names_is_told_as_such(tmp_path: Path) -> None:
    cells = (value(2024), '<c t="e"><v>#REF!</v></c>', text("Busser"), text("CO2"), value(1))

    assert refused(workbook(tmp_path / "a.xlsx", sheet(row(2, *cells)))) == [
        f"Sheet “{DETAILS}”, row 2, column “Sektor”: the cell holds a formula's error: #REF!."
    ]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_row_that_stands_twice_is_told_with_both(tmp_path: Path, kind: str) -> None:
    rows = [*table(), table()[2]]
    rows[4] = [*rows[4][:5], f" {rows[4][5]}\n", *rows[4][6:]]
    if kind == "xlsx":
        (problem,) = refused(write_sheets(tmp_path / "a.xlsx", {DETAILS: rows}))
    else:
        (problem,) = refused(write_csv(tmp_path / "a.csv", rows))

    assert "ow 5: the same municipality, year, sector, source and gas stand in row 3 too." in problem


def test_a_row_of_no_member_is_read_as_strictly(tmp_path: Path) -> None:
    rows = [*figures({OSLO: "Oslo"}, of=BUSES), *figures({1103: "Stavanger"}, of=BUSES)]
    rows[-1] = rows[-1]._replace(tonnes=-1.0)

    (problem,) = refused(write_all(tmp_path / "a.xlsx", rows))
    assert problem == f"Sheet “{DETAILS}”, row 13, column “{VALUE}”: -1 tonnes are less than nothing."


def test_the_first_twenty_problems_are_told_and_that_there_are_more(tmp_path: Path) -> None:
    rows = [row._replace(tonnes=-1.0) for row in figures({OSLO: "Oslo"})]

    with pytest.raises(StatisticsError) as refusal:
        read(write_all(tmp_path / "a.xlsx", rows))
    assert [problem.row for problem in refusal.value.problems] == list(range(2, 22))
    assert refusal.value.more


def test_an_unknown_sector_is_told_once_and_not_for_each_row(tmp_path: Path) -> None:
    forest = [("Skog", "Hogst", "CO2"), ("Skog", "Drenering", "CO2"), ("Myr", "Torv", "CO2")]

    problems = refused(write_all(tmp_path / "a.xlsx", figures({OSLO: "Oslo"}, of=forest)))

    assert [problem.rpartition(": ")[2] for problem in problems] == [
        "the sector “Skog” is unknown.",
        "the sector “Myr” is unknown.",
    ]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (
            {"Utslippskilde": "Kilde {place}"},
            "row 2002, column “Utslippskilde”: there are more than 2000 combinations of source and gas",
        ),
        (
            {"Kommunenummer": "{place}", "Kommune": "Sted {place}"},
            "row 1002, column “Kommunenummer”: there are more than 1000 municipalities",
        ),
    ],
)
def test_what_has_more_names_than_the_statistics_is_told_as_something_else(
    tmp_path: Path, changed: dict[str, str], reason: str
) -> None:
    headings, *rows = table_of_all(figures({OSLO: "Oslo"}, of=BUSES[:1], years=[2024]))
    many = [list(rows[0]) for _place in range(2001)]
    for place, cells in enumerate(many, start=1001):
        for column, written in changed.items():
            cells[headings.index(column)] = written.format(place=place)

    assert refused(write_csv(tmp_path / "a.csv", [headings, *many])) == [
        f"R{reason[1:]}: this is not the statistics."
    ]


@pytest.mark.parametrize(("rows", "is_refused"), [(50, False), (51, True)])
def test_figures_that_come_to_more_than_the_world_emits_are_refused(
    tmp_path: Path, rows: int, is_refused: bool
) -> None:
    written = [[2024, "Veitrafikk", f"Kilde {place}", "CO2", 990_000_000] for place in range(rows)]
    path = write_csv(tmp_path / "a.csv", [*table_of_one(()), *written])

    if is_refused:
        assert refused(path) == [
            "Veitrafikk in 2024 comes to 50490000000 tonnes in all: more than the whole world emits."
        ]
    else:
        assert read(path).row_count == rows


# --- Only in text -------------------------------------------------------------------------------------


def csv_of(tmp_path: Path, *figures_written: str) -> Path:
    """Return a CSV file of one municipality whose figures are written so."""
    sources = ("Busser", "Varebiler", "Personbiler")
    rows = [
        [2024, "Veitrafikk", source, "CO2", written]
        for source, written in zip(sources, figures_written, strict=False)
    ]
    return write_csv(tmp_path / "a.csv", [*table_of_one(()), *rows])


def test_two_decimal_marks_in_one_file_are_refused(tmp_path: Path) -> None:
    assert refused(csv_of(tmp_path, "1,5", "2", "1.25")) == [
        f"Row 4, column “{VALUE}”: “1.25” has another decimal mark than the numbers before it."
    ]


@pytest.mark.parametrize(("one", "other"), [("1.234", "12.345"), ("1,234", "999,000")])
def test_numbers_that_may_all_have_thousands_apart_are_refused(tmp_path: Path, one: str, other: str) -> None:
    (problem,) = refused(csv_of(tmp_path, "7", one, other))

    assert problem.startswith(f"Row 3, column “{VALUE}”: from this row on, the numbers can be read in two")


def test_one_number_that_can_have_no_thousands_settles_it(tmp_path: Path) -> None:
    assert list(read(csv_of(tmp_path, "1.234", "0.5")).grams) == [1_234_000, 500_000]


def test_what_is_no_number_in_text_is_refused(tmp_path: Path) -> None:
    written = ["1.234.567", "1,234.5", "12 34", "--1", "٣", "0x10", "1e", "."]
    rows = [[2024, "Veitrafikk", f"Kilde {place}", "CO2", one] for place, one in enumerate(written)]

    assert refused(write_csv(tmp_path / "a.csv", [*table_of_one(()), *rows])) == [
        f"Row {number}, column “{VALUE}”: “{one}” is not a number."
        for number, one in enumerate(written, start=2)
    ]


def test_a_decimal_comma_that_is_taken_for_a_separator_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"År,Sektor,Utslippskilde,Klimagass,{VALUE}\n2024,Veitrafikk,Busser,CO2,12,5\n", "utf-8")

    assert refused(path) == [
        "Row 2: the row has 6 cells, the headings 5: is a comma in a number taken for a separator?"
    ]


def test_a_row_of_text_that_breaks_off_is_refused(tmp_path: Path) -> None:
    path = csv_of(tmp_path, "1,5", "2,5")
    path.write_bytes(path.read_bytes().rpartition(b";")[0])

    assert refused(path) == [f"Row 3, column “{VALUE}”: the figure is missing."]


@pytest.mark.parametrize("written", ['"aldri lukket', '"a"b', "x" * 200_000])
def test_a_row_of_text_that_can_not_be_read_is_refused(tmp_path: Path, written: str) -> None:
    path = csv_of(tmp_path, "1,5")
    path.write_bytes(path.read_bytes() + b"2024;Veitrafikk;" + written.encode() + b";CO2;1\n")

    assert refused(path) == [
        "Row 3: the row can't be read: a quotation mark is missing, or a cell is too long."
    ]
