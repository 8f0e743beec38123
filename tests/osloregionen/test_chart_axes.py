"""Axes, places and numbers of drawings: what charts are made of, without drawing one."""

import random
from fractions import Fraction
from itertools import pairwise

import pytest

from osloregionen.drawing.axes import Plot, apart, value_axis, year_ticks
from osloregionen.drawing.look import fitting, rounded, said, text_width

PLOT = Plot(width=400, height=200, x=(2009, 2024), y=(-50, 150), left=40, top=10, right=90, bottom=30)


@pytest.mark.parametrize(
    ("values", "ticks", "decimals"),
    [
        ([3, 97], (0, 20, 40, 60, 80, 100), 0),
        ([0.4, 1.2], (0, 0.25, 0.5, 0.75, 1.0, 1.25), 2),
        ([-30, 12], (-30, -20, -10, 0, 10, 20), 0),
        ([-7, -3], (-8, -6, -4, -2, 0), 0),
        ([0], (0, 0.2, 0.4, 0.6, 0.8, 1.0), 1),
        ([], (0, 0.2, 0.4, 0.6, 0.8, 1.0), 1),
        ([0.003], (0, 0.001, 0.002, 0.003), 3),
    ],
)
def test_an_axis_goes_from_zero_past_all_values_in_round_steps(
    values: list[float], ticks: tuple[float, ...], decimals: int
) -> None:
    axis = value_axis(values, "tonn")
    assert axis.ticks == pytest.approx(ticks)
    assert (axis.low, axis.high, axis.decimals) == (axis.ticks[0], axis.ticks[-1], decimals)


def test_whatever_the_values_an_axis_holds_them_in_seven_lines_at_most() -> None:
    chance = random.Random(7)
    for _time in range(300):
        values = [chance.uniform(-1, 1) * 10 ** chance.randint(-3, 8) for _value in range(4)]
        axis = value_axis(values, "tonn")
        assert 2 <= len(axis.ticks) <= 7
        hair = (axis.high - axis.low) * 1e-6
        assert axis.low - hair <= min(values) * axis.factor
        assert axis.high + hair >= max(values) * axis.factor


def test_an_axis_counts_in_millions_from_one_million_on() -> None:
    assert value_axis([999_999], "tonn").unit == "tonn"
    axis = value_axis([1_000_000], "tonn")
    assert (axis.unit, axis.factor, axis.high) == ("millioner tonn", 1e-6, 1)


def test_years_that_would_run_together_are_left_out_but_for_the_first_and_the_last() -> None:
    years = [2009, 2011, 2013, *range(2015, 2025)]
    assert year_ticks(years, PLOT.px) == [2009, 2011, 2013, 2016, 2018, 2020, 2022, 2024]
    assert year_ticks([2024], PLOT.px) == [2024]


def test_a_plot_turns_values_into_pixels_and_back() -> None:
    assert (PLOT.px(2009), PLOT.px(2024), PLOT.py(150), PLOT.py(-50)) == (0, 400, 0, 200)
    assert PLOT.x_at(PLOT.px(2017)) == pytest.approx(2017)
    assert PLOT.y_at(PLOT.py(33)) == pytest.approx(33)


def test_names_are_moved_apart_no_further_than_they_must_and_stay_in_order() -> None:
    assert apart([50, 10, 100], 18, 0, 200) == [50, 10, 100]
    assert apart([50, 50], 18, 0, 200) == [41, 59]
    assert apart([0, 1, 2], 18, 0, 200) == [0, 18, 36]
    assert apart([199, 200, 100], 18, 0, 200) == [182, 200, 100]
    assert apart([], 18, 0, 200) == []


def test_names_anywhere_are_moved_apart() -> None:
    chance = random.Random(3)
    for _time in range(200):
        wanted = [chance.uniform(0, 300) for _name in range(chance.randint(1, 12))]
        places = apart(wanted, 18, 2, 295)
        ordered = [place for _wanted, place in sorted(zip(wanted, places, strict=True))]
        assert all(two - one > 17.99 for one, two in pairwise(ordered))
        assert min(places) >= 1.99
        assert max(places) <= 295.01


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "−3"),
        (Fraction(-1, 3), 1, "−0,3"),
        (Fraction(-1, 300), 1, "0,0"),
        (0.125, 2, "0,13"),
        (1234567, 0, "1\u00a0234\u00a0567"),
        (7.25, None, "7,25"),
    ],
)
def test_a_number_is_rounded_half_away_from_zero_and_written_in_norwegian(
    value: float | Fraction, decimals: int | None, written: str
) -> None:
    assert said(value, decimals) == written


def test_a_fraction_without_a_number_of_decimals_is_refused() -> None:
    with pytest.raises(ValueError, match="decimals"):
        said(Fraction(1, 3), None)


def test_rounding_uses_what_a_decimal_says_not_what_a_float_is() -> None:
    # As a binary number 1.005 is a little less than that.
    assert str(rounded(1.005, 2)) == "1.01"


def test_a_text_that_has_room_is_whole_and_another_is_shortened() -> None:
    assert fitting("Asker", 100) == "Asker"
    short = fitting("Prøvekommunesammenslåingsområdet", 100)
    assert short.endswith("…")
    assert text_width(short) <= 100


def test_words_are_never_said_to_be_narrower_than_inter_s() -> None:
    from fontTools.ttLib import TTFont

    from osloregionen.drawing.engine import FONTS, _unpacked

    faces = [TTFont(next(_unpacked().glob(f"{name.removesuffix('.woff2')}*"))) for name in FONTS]
    told = "Aurskog-Høland Bærum Østre Toten Våler 1 234 567,89 % −12 CO₂-ekvivalenter Industri, olje og gass"
    for face in faces:
        widths, names, em = face["hmtx"], face.getBestCmap(), face["head"].unitsPerEm
        for word in told.split():
            assert text_width(word, 100) >= sum(widths[names[ord(letter)]][0] for letter in word) / em * 100
