"""The statistics as they are downloaded, of all municipalities and of one: read to the last row, exactly."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from emissions.models import Gas
from emissions.statistics.figures import KNOWN_GASES
from emissions.statistics.file import ALL, ONE, ROWS, UNPACKING, Series, load_statistics
from emissions.statistics.problems import StatisticsError
from emissions.statistics.reading import read_statistics
from tests.emissions.hostile import figure, sheet, value, workbook
from tests.emissions.readings import BAERUM, KNOWN, OSLO, OTHER, SECTORS, read, tonnes_of
from tests.emissions.workbooks import (
    DETAILS,
    INFO,
    TENTH,
    TENTH_SHORT,
    VALUE,
    VALUE_PLAIN,
    YEARS,
    figures,
    info,
    series,
    table_of_all,
    table_of_one,
    tonnes,
    write_all,
    write_csv,
    write_national,
    write_one,
    write_sheets,
)

pytestmark = pytest.mark.once

ROAD, SEA = SECTORS["Veitrafikk"], SECTORS["Sjøfart"]
BUSES = [("Veitrafikk", "Busser", "CO2"), ("Veitrafikk", "Busser", "CH4")]
PLACES = {OSLO: "Oslo", BAERUM: "Bærum", OTHER: "Stavanger"}


# --- Both downloads -----------------------------------------------------------------------------------


def test_a_workbook_of_all_municipalities_keeps_the_members_and_sums_the_country(tmp_path: Path) -> None:
    found = read(write_all(tmp_path / "alle.xlsx", figures(PLACES, of=BUSES)))

    assert (found.kind, found.dataset_name, found.sheet) == (ALL, "Alle kommuner", DETAILS)
    assert (found.row_count, found.years, found.sectors) == (12, [2023, 2024], [ROAD])
    assert found.numbers_met == {301: "Oslo", 1103: "Stavanger", 3201: "Bærum"}
    assert found.series == [Series(ROAD, "Busser", "CO2"), Series(ROAD, "Busser", "CH4")]
    assert tonnes_of(found) == [
        (number, year, "Busser", gas, tonnes(number, year, place))
        for number in (OSLO, BAERUM)
        for year in (2023, 2024)
        for place, gas in enumerate(("CO2", "CH4"))
    ]
    for year in (2023, 2024):
        expected = sum(round(tonnes(number, year, place) * 10) for number in PLACES for place in (0, 1))
        assert found.country[year, ROAD] == expected * 100_000
    assert found.warnings == []


def test_a_workbook_of_one_municipality_keeps_every_row_and_says_whose_it_is(tmp_path: Path) -> None:
    found = read(write_one(tmp_path / "en.xlsx", "Bærum", figures({BAERUM: "Bærum"}, years=YEARS)))

    assert (found.kind, found.dataset_name, found.numbers_met) == (ONE, "Bærum", {})
    assert found.row_count == len(found.grams) == 104 * 13
    assert set(found.numbers) == {0}
    assert (found.years, len(found.sectors), len(found.series)) == (list(YEARS), 10, 104)


def test_a_file_as_the_download_writes_it_cell_by_cell_is_read(tmp_path: Path) -> None:
    found = read(write_national(tmp_path / "alle.xlsx", {OSLO: "Oslo", OTHER: "Stavanger"}))

    assert (found.row_count, len(found.grams)) == (2 * 13 * 104, 13 * 104)


@pytest.mark.parametrize(
    ("separator", "mark", "encoding"),
    [
        (";", ",", "utf-8-sig"),
        (";", ".", "utf-8"),
        (",", ".", "utf-8"),
        (",", ",", "utf-8"),
        ("\t", ",", "utf-8"),
        (";", ",", "cp1252"),
    ],
)
def test_csv_says_the_same_as_the_workbook(tmp_path: Path, separator: str, mark: str, encoding: str) -> None:
    # Windows-1252 has no ₂: a file in it has the other heading.
    heading = VALUE_PLAIN if encoding == "cp1252" else VALUE
    rows = list(figures(PLACES, of=series()[:3]))
    table = table_of_all(rows, value=heading)

    found = read(write_csv(tmp_path / "a.csv", table, separator=separator, mark=mark, encoding=encoding))

    assert tonnes_of(found) == [
        (row.number, row.year, row.source, row.gas, row.tonnes) for row in rows if row.number != OTHER
    ]
    sector = SECTORS[series()[0][0]]
    assert found.country == {
        (year, sector): sum(round(row.tonnes * 10) for row in rows if row.year == year) * 100_000
        for year in (2023, 2024)
    }
    assert (found.kind, found.dataset_name, found.sheet) == (ALL, "", "")


def test_csv_of_one_municipality_does_not_say_whose_it_is(tmp_path: Path) -> None:
    found = read(write_csv(tmp_path / "en.csv", table_of_one(figures({OSLO: "Oslo"}))))

    assert (found.kind, found.dataset_name, found.row_count) == (ONE, "", 208)


def test_excel_s_own_line_about_the_separator_is_passed_over(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", table_of_one(figures({OSLO: "Oslo"}, of=BUSES)))
    path.write_bytes(b"sep=;\r\n" + path.read_bytes())

    assert read(path).row_count == 4


# --- Names, headings and sheets -----------------------------------------------------------------------


@pytest.mark.parametrize("heading", [VALUE_PLAIN, f" {VALUE.upper()}\n"])
def test_the_figures_are_found_under_each_spelling_of_their_heading(tmp_path: Path, heading: str) -> None:
    assert read(write_all(tmp_path / "a.xlsx", figures(PLACES, of=BUSES), value=heading)).row_count == 12


@pytest.mark.parametrize("name", [TENTH, TENTH_SHORT])
def test_the_tenth_sector_is_known_by_both_names(tmp_path: Path, name: str) -> None:
    found = read(write_one(tmp_path / "a.xlsx", "Oslo", figures({OSLO: "Oslo"}, tenth=name)))

    assert SECTORS[TENTH] in found.sectors


def test_columns_and_sheets_may_stand_in_any_order(tmp_path: Path) -> None:
    table = [list(reversed(row)) for row in table_of_all(figures(PLACES, of=BUSES))]
    path = write_sheets(
        tmp_path / "a.xlsx", {"Tillegg": [["År"]], DETAILS: table, INFO: info("Alle")}, hidden=["Tillegg"]
    )

    found = read(path)
    assert (found.row_count, found.dataset_name, found.numbers_met[OSLO]) == (12, "Alle", "Oslo")


def test_headings_may_stand_below_a_word_about_the_file_and_beside_others(tmp_path: Path) -> None:
    table = [
        ["Utslipp fra kommuner"],
        [],
        *(["", *row, "merknad"] for row in table_of_all(figures(PLACES, of=BUSES))),
    ]

    assert read(write_sheets(tmp_path / "a.xlsx", {f" {DETAILS.upper()}": table})).row_count == 12


def test_numbers_may_lack_their_zero_or_be_text(tmp_path: Path) -> None:
    rows = table_of_all(figures({OSLO: "Oslo"}, years=[2021, 2022, 2023], of=BUSES[:1]))
    for row, number in zip(rows[1:], (301, "0301", " 301\n"), strict=True):
        row[1] = number
    assert set(read(write_sheets(tmp_path / "a.xlsx", {DETAILS: rows})).numbers) == {OSLO}


def test_names_lose_their_line_breaks_and_blanks_and_are_then_the_same(tmp_path: Path) -> None:
    rows = table_of_all(
        figures({OSLO: "Oslo "}, of=[("Sjøfart ", "*Estimat sjøfart\n", "CO₂")], years=[2022])
    )
    rows += table_of_all(figures({OSLO: "Oslo"}, of=[("sjøfart", "*Estimat\xa0 sjøfart", "CO2")]))[1:]

    found = read(write_sheets(tmp_path / "a.xlsx", {DETAILS: rows}))

    assert found.series == [Series(SEA, "*Estimat sjøfart", "CO2")]
    assert (found.row_count, found.numbers_met) == (3, {OSLO: "Oslo"})


def test_unknown_sources_and_gases_are_new_series(tmp_path: Path) -> None:
    new = [("Veitrafikk", "Sparkesykler", "CO2"), ("Veitrafikk", "Busser", "NF3")]

    found = read(write_all(tmp_path / "a.xlsx", figures(PLACES, of=new)))

    assert found.series == [Series(ROAD, "Sparkesykler", "CO2"), Series(ROAD, "Busser", "NF3")]


def test_rows_without_content_do_not_count(tmp_path: Path) -> None:
    table = table_of_all(figures(PLACES, of=BUSES))
    table[5:5] = [[], ["", " "]]

    assert read(write_sheets(tmp_path / "a.xlsx", {DETAILS: [*table, [" "]]})).row_count == 12
    assert read(write_csv(tmp_path / "a.csv", [*table, ["", ""]])).row_count == 12


# --- Grams --------------------------------------------------------------------------------------------


GRAMS = {
    "0": 0,
    "0.1": 100_000,
    "1388245.6": 1_388_245_600_000,
    "0.0000005": 0,
    "0.0000015": 2,
    "0.0000025": 2,
    "0.00000250000000001": 3,
    "1234567.0000005": 1_234_567_000_000,
    "1234567.0000015": 1_234_567_000_002,
    "99999999.0000005": 99_999_999_000_000,
    "2.675e-6": 3,
    "1E3": 1_000_000_000,
    # As a product of floats, this one is nearest to the odd gram.
    "0.5085285": 508_528,
}


def test_grams_are_rounded_half_to_even_from_the_number_as_written(tmp_path: Path) -> None:
    expected = list(GRAMS.values())
    assert [round(Fraction(Decimal(written)) * 1_000_000) for written in GRAMS] == expected
    rows = [[2024, "Veitrafikk", f"Kilde {place}", "CO2", one] for place, one in enumerate(GRAMS)]
    cells = "".join(
        figure(number, value(one), source=f"Kilde {number}") for number, one in enumerate(GRAMS, start=2)
    )

    assert list(read(workbook(tmp_path / "a.xlsx", sheet(cells))).grams) == expected
    assert list(read(write_csv(tmp_path / "a.csv", [*table_of_one(()), *rows])).grams) == expected


def test_text_has_its_numbers_as_people_write_them(tmp_path: Path) -> None:
    written = ["1 234,5", "1\xa0234,5", "1234,50", " 1234,5 ", "\u22120"]
    rows = [[2024, "Veitrafikk", f"Kilde {place}", "CO2", one] for place, one in enumerate(written)]

    found = read(write_csv(tmp_path / "a.csv", [*table_of_one(()), *rows]))

    assert list(found.grams) == [1_234_500_000] * 4 + [0]


def test_a_gas_is_the_same_however_its_letters_are_written(tmp_path: Path) -> None:
    written = [("Busser", "co2"), ("Varebiler", "CO2"), ("Tankbiler", "Nf3"), ("Taxier", "NF3")]
    rows = [[2024, "Veitrafikk", source, gas, 1] for source, gas in written]

    found = read(write_csv(tmp_path / "a.csv", [*table_of_one(()), *rows]))

    assert [one.gas for one in found.series] == ["CO2", "CO2", "Nf3", "Nf3"]
    assert set(KNOWN_GASES) == set(Gas.values)


# --- Worth a look -------------------------------------------------------------------------------------


def test_two_names_for_one_number_are_told_of_once(tmp_path: Path) -> None:
    rows = [row._replace(name="Olso" if row.year == 2024 else row.name) for row in figures(PLACES, of=BUSES)]

    found = read(write_all(tmp_path / "a.xlsx", rows))

    assert found.warnings[0].norwegian() == (
        f"Arket «{DETAILS}», rad 4, kolonnen «Kommune»: kommune 0301 heter både «Oslo» og «Olso»."
    )
    assert len(found.warnings) == 3


def test_a_sheet_of_sums_that_differ_from_the_rows_is_told_of(tmp_path: Path) -> None:
    rows = list(figures({OSLO: "Oslo"}, of=BUSES, years=[2024]))
    total = sum(row.tonnes for row in rows)
    sums = [["År", "Sektor", VALUE], [2024, "Veitrafikk", total + 100], [2023, "Veitrafikk", 0]]
    path = write_sheets(tmp_path / "a.xlsx", {"Oversikt": sums, DETAILS: table_of_one(rows)})

    (warning,) = read(path).warnings

    assert warning.code == "overview"
    assert "Veitrafikk in 2024 comes to" in warning.english()


def test_a_sum_of_the_file_that_is_no_number_is_told_of(tmp_path: Path) -> None:
    rows = list(figures({OSLO: "Oslo"}, of=BUSES, years=[2024]))
    sums = [["År", "Sektor", VALUE], [2024, "Veitrafikk", "ca. 200"]]
    path = write_sheets(tmp_path / "a.xlsx", {"Oversikt": sums, DETAILS: table_of_one(rows)})

    (warning,) = read(path).warnings

    assert warning.english() == (
        f"Sheet “Oversikt”, row 2, column “{VALUE}”: “ca. 200” can't be a sum: "
        "the rows of Veitrafikk in 2024 are not compared with it."
    )


# --- Kept, and followed -------------------------------------------------------------------------------


def test_what_was_read_can_be_kept_in_a_folder_and_is_the_same(tmp_path: Path) -> None:
    rows = [row._replace(name="Olso" if row.year == 2023 else row.name) for row in figures(PLACES, of=BUSES)]
    found = read(write_all(tmp_path / "a.xlsx", rows))
    found.save(tmp_path)

    assert load_statistics(tmp_path) == found
    assert found.warnings


@pytest.mark.parametrize("keep", [0, 100, -1])
def test_what_is_no_longer_whole_is_not_taken_for_it(tmp_path: Path, keep: int) -> None:
    read(write_all(tmp_path / "a.xlsx", figures(PLACES, of=BUSES))).save(tmp_path)
    (kept,) = (path for path in tmp_path.iterdir() if path.suffix != ".xlsx")
    kept.write_bytes(kept.read_bytes()[:keep])

    with pytest.raises(StatisticsError, match="no longer whole"):
        load_statistics(tmp_path)


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_progress_follows_the_work_to_its_end(tmp_path: Path, name: str) -> None:
    told: list[tuple[str, float]] = []
    path, places = tmp_path / name, dict.fromkeys(range(1101, 1117), "Sted")
    if name.endswith("xlsx"):
        write_national(path, places)
    else:
        write_csv(path, table_of_all(figures(places, years=YEARS)))

    found = read_statistics(path, known=KNOWN, on_progress=lambda *what: told.append(what))

    assert found.row_count == 16 * 13 * 104

    rows = [share for phase, share in told if phase == ROWS]
    assert rows == sorted(rows)
    assert len(rows) > 2
    assert rows[-1] == 1
    assert told[0] == ((UNPACKING, 0) if name.endswith("xlsx") else (ROWS, rows[0]))


def test_whoever_follows_the_work_may_end_it(tmp_path: Path) -> None:
    def stop(_phase: str, _share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_statistics(write_all(tmp_path / "a.xlsx", figures(PLACES)), known=KNOWN, on_progress=stop)


# --- The real download --------------------------------------------------------------------------------

# The file we were given lies beside the project, where it is at all: nothing is skipped for want of it.
GIVEN = Path(__file__).parents[2].parent / "shared" / "data" / "klimagassutslipp_oslo.xlsx"

if GIVEN.exists():

    def test_the_real_file_of_oslo_comes_to_its_own_sums() -> None:
        found = read(GIVEN)

        assert (found.kind, found.dataset_name, found.row_count) == (ONE, "Oslo", 1346)
        assert (len(found.sectors), found.years, found.warnings) == (10, list(YEARS), [])
        totals = {year: sum(found.country[year, sector] for sector in found.sectors) for year in found.years}
        assert totals[2009] == 1_388_245_600_000
        assert totals[2020] == 1_099_914_200_000
        assert totals[2024] == 944_853_200_000
        with CalamineWorkbook.from_path(GIVEN) as book:
            _headings, *rows = book.get_sheet_by_name("Oversikt").to_python()
        sums = {
            (int(year), KNOWN.sectors[name]): round(Fraction(Decimal(repr(total))) * 1_000_000)
            for year, name, total in rows
        }
        assert {key: total for key, total in sums.items() if found.country[key] != total} == {}
