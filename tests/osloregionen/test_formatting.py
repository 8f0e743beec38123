"""Numbers, dates and lists as they are written in bokmål."""

import datetime as dt
from decimal import Decimal

import pytest

from osloregionen.formatting import (
    counted_nb,
    date_nb,
    date_or_note_nb,
    list_nb,
    moment_nb,
    number_nb,
    percent_nb,
    period_nb,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1315, "1\u00a0315"),
        (562289, "562\u00a0289"),
        (2243932, "2\u00a0243\u00a0932"),
        (7.5, "7,5"),
        (Decimal("1234.50"), "1\u00a0234,50"),
        (-120, "\u2212120"),
    ],
)
def test_a_number_has_hard_spaces_a_comma_and_a_true_minus(value: Decimal, text: str) -> None:
    assert number_nb(value) == text


def test_decimals_can_be_fixed() -> None:
    assert number_nb(7, 1) == "7,0"
    assert number_nb(Decimal("0.125"), 2) == "0,12"


def test_a_percentage_stands_apart_from_its_sign() -> None:
    assert percent_nb(-7) == "\u22127\u00a0%"


def test_a_date_has_no_leading_zero_and_does_not_break_after_the_day() -> None:
    assert date_nb(dt.date(2019, 2, 7)) == "7.\u00a0februar 2019"


def test_a_moment_is_told_in_norwegian_time() -> None:
    assert moment_nb(dt.datetime(2022, 6, 2, 7, 5, tzinfo=dt.UTC)) == "2.\u00a0juni 2022 kl.\u00a009.05"


def test_the_day_of_a_moment_is_the_norwegian_one() -> None:
    assert date_nb(dt.datetime(2021, 12, 31, 23, 30, tzinfo=dt.UTC)) == "1.\u00a0januar 2022"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (dt.date(2019, 2, 6), dt.date(2019, 2, 7), "6.–7.\u00a0februar 2019"),
        (dt.date(2022, 5, 30), dt.date(2022, 6, 2), "30.\u00a0mai–2.\u00a0juni 2022"),
        (dt.date(2021, 12, 31), dt.date(2022, 1, 1), "31.\u00a0desember 2021–1.\u00a0januar 2022"),
        (dt.date(2022, 6, 2), None, "2.\u00a0juni 2022"),
        (dt.date(2022, 6, 2), dt.date(2022, 6, 2), "2.\u00a0juni 2022"),
    ],
)
def test_a_period_says_month_and_year_once(first: dt.date, last: dt.date | None, text: str) -> None:
    assert period_nb(first, last) == text


def test_things_are_counted_in_words_where_there_are_none() -> None:
    assert counted_nb(0, "kommune", "kommuner") == "ingen kommuner"
    assert counted_nb(1, "kommune", "kommuner") == "1\u00a0kommune"
    assert counted_nb(64, "kommune", "kommuner") == "64\u00a0kommuner"


def test_a_list_ends_with_og() -> None:
    assert list_nb(["Skedsmo", "Fet", "Sørum"]) == "Skedsmo, Fet og Sørum"
    assert list_nb(["Asker"]) == "Asker"
    assert list_nb([]) == ""


@pytest.mark.parametrize(
    ("on", "note", "text"),
    [
        (dt.date(2020, 6, 1), "juni 2020", "1.\u00a0juni 2020"),
        (None, "juni 2020", "juni 2020"),
        (None, "", ""),
    ],
)
def test_an_unknown_date_is_told_as_its_source_does(on: dt.date | None, note: str, text: str) -> None:
    assert date_or_note_nb(on, note) == text
