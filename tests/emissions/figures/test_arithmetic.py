"""The arithmetic itself: per cent of the earlier year, what is missing, ranks, and rounding."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emissions.figures import Change, Rank, change, per_head, ranks, rounded, share, tonnes
from tests.emissions.figures import plain

pytestmark = pytest.mark.once

HUNDRED = settings(max_examples=100, deadline=None, database=None)
KNOWN_OR_NOT = st.none() | st.sampled_from([0, 1, 2]) | st.integers(0, 10**15)


def test_a_fall_from_200_to_150_is_a_quarter_of_the_earlier_year() -> None:
    assert change(200, 150) == Change(-50, Fraction(-25))


def test_a_rise_from_nothing_has_no_per_cent() -> None:
    assert change(0, 150) == Change(150, None)
    assert change(0, 0) == Change(0, None)


@pytest.mark.parametrize(("before", "after"), [(None, 1), (1, None), (None, None)])
def test_a_change_from_or_to_what_is_missing_is_missing(before: int | None, after: int | None) -> None:
    assert change(before, after) == Change(None, None)


def test_a_part_of_nothing_or_of_what_is_missing_has_no_share() -> None:
    assert (share(1, 0), share(1, None), share(None, 1)) == (None, None, None)
    assert share(1, 3) == Fraction(100, 3)


def test_per_inhabitant_is_in_tonnes_and_wants_inhabitants() -> None:
    assert per_head(3_000_000, 2) == Fraction(3, 2)
    assert (per_head(1, 0), per_head(1, None), per_head(None, 1)) == (None, None, None)


def test_equal_ones_share_a_place_and_the_next_is_skipped() -> None:
    found = ranks({"a": 5, "b": 9, "c": 5, "d": 1, "e": None})
    assert found == {
        "b": Rank(1, 4, shared=False),
        "a": Rank(2, 4, shared=True),
        "c": Rank(2, 4, shared=True),
        "d": Rank(4, 4, shared=False),
    }


@HUNDRED
@given(values=st.dictionaries(st.integers(), KNOWN_OR_NOT))
def test_a_place_is_how_many_are_larger_and_one(values: dict[int, int | None]) -> None:
    found = {key: (rank.place, rank.of) for key, rank in ranks(values).items()}
    expected = {key: plain.place(value, values.values()) for key, value in values.items()}
    assert found == {key: place for key, place in expected.items() if place is not None}


@HUNDRED
@given(before=KNOWN_OR_NOT, after=KNOWN_OR_NOT)
def test_changes_and_shares_are_exact(before: int | None, after: int | None) -> None:
    found = change(before, after)
    assert (found.grams, found.percent) == (plain.difference(before, after), plain.percent(before, after))
    assert share(before, after) == plain.part(before, after)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (Fraction(1, 4), 1, "0.3"),
        (Fraction(-1, 4), 1, "-0.3"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(-1, 30), 1, "0.0"),
        (7, 1, "7.0"),
    ],
)
def test_a_half_is_rounded_away_from_zero(value: Fraction | int, decimals: int, shown: str) -> None:
    assert str(rounded(value, decimals)) == shown


@HUNDRED
@given(value=st.fractions(-(10**12), 10**12, max_denominator=10**6), decimals=st.integers(0, 3))
def test_rounding_is_as_decimal_rounds_halves_up(value: Fraction, decimals: int) -> None:
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        expected = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    assert rounded(value, decimals) == expected


def test_half_a_tonne_is_a_tonne() -> None:
    assert (tonnes(499_999), tonnes(500_000), tonnes(-500_000)) == (0, 1, -1)
