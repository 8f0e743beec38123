"""How a cell of an uploaded list is read: forgiving of spreadsheets, never guessing."""

import datetime as dt
from typing import Any

import pytest

from osloregionen.sheet_cells import CellError, Choice, Clock, Code, Day, Kind, Numbers, Text, Texts, Whole
from osloregionen.sheets import CellFault

MAY = dt.date(2022, 5, 12)
# Spreadsheets know no time zones.
MIDNIGHT, ONE_O_CLOCK = dt.datetime(2022, 5, 12), dt.datetime(2022, 5, 12, 13, 0)  # noqa: DTZ001
ANSWERS = Choice((("signert", "signert"), ("avslatt", "avslått")))


@pytest.mark.parametrize(
    "cell",
    [
        MAY,
        MIDNIGHT,
        "2022-05-12",
        "12.5.2022",
        "12.05.2022",
        " 12. 5. 2022 ",
        "12. mai 2022",
        "12.\xa0mai 2022",
        "2022-05-12T00:00:00",
        "2022-05-12 00:00",
    ],
)
def test_a_date_is_read_however_a_spreadsheet_stores_it(cell: Any) -> None:
    assert Day().parse(cell) == MAY


@pytest.mark.parametrize(
    "cell",
    [
        "31.02.2022",
        "12.5.22",
        "5/12/2022",
        "mai 2022",
        44693.0,
        ONE_O_CLOCK,
        "12.05.0022",
        "12.13.2022",
        True,
        "١٢.٥.٢٠٢٢",
    ],
)
def test_what_is_no_date_or_could_be_two_is_refused(cell: Any) -> None:
    with pytest.raises(CellError, match="er ikke en dato"):
        Day().parse(cell)


@pytest.mark.parametrize("cell", ["0301", "301", 301.0, 301, "301.0", "301,0", " 0301 ", "'0301"])
def test_a_number_that_names_something_gets_its_zeros_back(cell: Any) -> None:
    assert Code(width=4).parse(cell) == "0301"


@pytest.mark.parametrize("cell", ["30 24", "3024.5", 3024.5, "-301", "nr. 301", "³"])
def test_what_is_no_number_is_not_made_one(cell: Any) -> None:
    with pytest.raises(CellError, match="er ikke et nummer"):
        Code(width=4).parse(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1234", 1234), ("1 234", 1234), ("1\xa0234\xa0567", 1234567), (1234.0, 1234), ("1234.0", 1234), (0, 0)],
)
def test_a_whole_number_is_read_with_its_thousands_apart(cell: Any, value: int) -> None:
    assert Whole().parse(cell) == value


@pytest.mark.parametrize("cell", ["1.234", "1,234", "12 34", 12.5, -1, "-1", True, "1e3", "9" * 400, 1e300])
def test_a_number_that_could_be_read_in_two_ways_is_refused(cell: Any) -> None:
    with pytest.raises(CellError, match=r"er (ikke et helt tall|for stort)"):
        Whole().parse(cell)


@pytest.mark.parametrize("cell", [dt.time(13, 0), "13:00", "13.00", "kl. 13", "13:00:00", "13"])
def test_a_time_is_read_as_people_write_it(cell: Any) -> None:
    assert Clock().parse(cell) == dt.time(13, 0)


@pytest.mark.parametrize("cell", ["25:00", "klokka ett", 0.5, "13:60", "1300"])
def test_what_is_no_time_is_refused(cell: Any) -> None:
    with pytest.raises(CellError, match="er ikke et klokkeslett"):
        Clock().parse(cell)


@pytest.mark.parametrize(
    "cell", ["9; 11; 13", "13, 9, 11", "9 11 13", "9, 11 og 13", "9;11;13;9", "9\n11\n13"]
)
def test_several_numbers_are_read_however_they_are_divided(cell: str) -> None:
    assert Numbers(1, 17).parse(cell) == (9, 11, 13)


@pytest.mark.parametrize("cell", [13, 13.0, "13"])
def test_one_of_several_numbers_may_be_a_number(cell: Any) -> None:
    assert Numbers(1, 17).parse(cell) == (13,)


@pytest.mark.parametrize("cell", ["9,11", 9.11, 9.1, "9.11", True])
def test_two_numbers_that_may_be_one_with_decimals_are_refused(cell: Any) -> None:
    with pytest.raises(CellError, match="kan leses på flere måter"):
        Numbers(1, 17).parse(cell)


@pytest.mark.parametrize("cell", ["0", "9; 18", "mål 9", "9–11", "-9", "²", "9" * 400])
def test_several_numbers_are_within_their_bounds(cell: str) -> None:
    with pytest.raises(CellError, match="er ikke tall fra 1 til 17"):
        Numbers(1, 17).parse(cell)


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        ("Kartlegge", ("Kartlegge",)),
        ("Kartlegge\r\n\r\nForeslå\n", ("Kartlegge", "Foreslå")),
        ("Kartlegge\n  og foreslå\nVedta", ("Kartlegge\nog foreslå", "Vedta")),
        ("'- Kartlegge\n- Foreslå", ("- Kartlegge", "- Foreslå")),
    ],
)
def test_several_texts_stand_on_a_line_each(cell: str, texts: tuple[str, ...]) -> None:
    assert Texts().parse(cell) == texts


@pytest.mark.parametrize("cell", ["avslått", "AVSLÅTT", " Avslaatt "])
def test_a_choice_is_read_however_it_is_spelled(cell: str) -> None:
    assert ANSWERS.parse(cell) == "avslatt"


def test_a_word_that_is_no_choice_is_told_with_the_choices() -> None:
    with pytest.raises(CellError, match="«nei» er ikke blant valgene: signert, avslått"):
        ANSWERS.parse("nei")


@pytest.mark.parametrize(
    ("cell", "text"), [(2022.0, "2022"), (12.5, "12,5"), (True, "ja"), ("a\r\nb\r", "a\nb")]
)
def test_text_is_what_a_person_would_have_written(cell: Any, text: str) -> None:
    assert Text().parse(cell) == text


@pytest.mark.parametrize("cell", [CellFault("#N/A"), MAY, "a\0b"])
def test_an_error_a_date_and_a_null_are_no_text(cell: Any) -> None:
    with pytest.raises(CellError):
        Text().parse(cell)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+47",
        "-",
        "@a",
        "'=1",
        "''=1",
        "'hei",
        "hei",
        "'",
        "=",
        "'''@",
        "a\nb",
        "_x0041_",
        "3001.0",
        "0301",
    ],
)
def test_text_that_looks_like_a_formula_comes_back_as_it_was(text: str) -> None:
    written = Text().write(text)

    assert written is not None
    assert not written.startswith(("=", "+", "-", "@"))
    assert Text().parse(written) == text


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Day(), MAY),
        (Clock(), dt.time(9, 5)),
        (Clock(), dt.time(9, 5, 30)),
        (Whole(), 7),
        (ANSWERS, "avslatt"),
    ],
)
def test_what_is_written_is_read_as_the_same(kind: Kind, value: Any) -> None:
    assert kind.parse(kind.write(value)) == value
    assert kind.write(kind.empty) is None
