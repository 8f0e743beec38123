"""The path to a target, and how far along it a place has come."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emissions.figures import (
    REGION,
    Basis,
    PathPoint,
    Place,
    Series,
    basis_of_target,
    path_of,
    place_of,
    series_of,
    standing_of,
    targets_of,
)
from emissions.models import Edition, Target
from members.models import Municipality
from tests.emissions.figures.conftest import Store

_TONNE = 1_000_000


def _series(totals: dict[int, int | None], basis: Basis = Basis.NINE, place: Place = REGION) -> Series:
    """Return a series of such totals, in grams, that no database knows."""
    years = tuple(sorted(totals))
    return Series(place, Edition(first_year=years[0]), basis, years, (), totals, {}, {}, 1)


def _target(base: int = 2010, year: int = 2020, reduction: str = "50", **fields: object) -> Target:
    values = {"area": "region", "sectors": "nine", **fields}
    return Target(base_year=base, target_year=year, reduction=Decimal(reduction), **values)


def test_the_path_falls_evenly_from_the_base_year_to_the_target() -> None:
    points = path_of(_target(base=2010, year=2014, reduction="50"), _series({2010: 800}))
    assert points == [PathPoint(2010 + n, Fraction(800 - 100 * n)) for n in range(5)]


def test_without_the_base_years_figure_there_is_no_path() -> None:
    assert path_of(_target(base=1990), _series({2010: 800})) is None
    assert path_of(_target(base=2010), _series({2010: None, 2011: 800})) is None
    assert standing_of(_target(base=1990), _series({2010: 800})) is None


def test_a_target_is_not_held_against_other_sectors_or_another_place() -> None:
    assert path_of(_target(sectors="ten"), _series({2010: 800})) is None
    assert path_of(_target(sectors="ten"), _series({2010: 800}, Basis.TEN)) is not None
    assert path_of(_target(area="land"), _series({2010: 800})) is None
    asker = Municipality(pk=1)
    assert path_of(_target(area="kommune", municipality=Municipality(pk=2)), _asker(asker)) is None
    assert path_of(_target(area="kommune", municipality=asker), _asker(asker)) is not None


def _asker(municipality: Municipality) -> Series:
    return _series({2010: 800}, place=place_of(municipality))


def test_half_way_in_time_with_a_tenth_cut_is_above_the_path() -> None:
    standing = standing_of(_target(), _series({2010: 1000, 2014: None, 2015: 900, 2016: None}))
    assert standing is not None
    assert (standing.last_year, standing.last_grams, standing.base_grams) == (2015, 900, 1000)
    assert (standing.needed, standing.reached) == (50, 10)
    assert (standing.path_grams, standing.gap) == (750, 150)
    assert (standing.target_grams, standing.left) == (500, 400)


def test_a_rise_is_a_cut_below_nothing() -> None:
    standing = standing_of(_target(), _series({2010: 1000, 2015: 1100}))
    assert standing is not None
    assert standing.reached == -10


def test_after_the_target_year_the_path_is_level() -> None:
    standing = standing_of(_target(), _series({2010: 1000, 2025: 450}))
    assert standing is not None
    assert (standing.path_grams, standing.gap, standing.left) == (500, -50, -50)
    points = path_of(_target(), _series({2010: 1000, 2025: 450}))
    assert points is not None
    # To the newest year: what is over or under the path there can be read off it.
    assert points[-6:] == [PathPoint(year, Fraction(500)) for year in range(2020, 2026)]


@settings(max_examples=100, deadline=None, database=None)
@given(
    base=st.integers(0, 10**13),
    last=st.integers(0, 10**13),
    when=st.integers(2011, 2030),
    reduction=st.decimals("0.01", "100", places=2),
)
def test_gap_and_cut_follow_from_the_definition(base: int, last: int, when: int, reduction: Decimal) -> None:
    target = _target(base=2010, year=2025, reduction=str(reduction))
    standing = standing_of(target, _series({2010: base, when: last}))
    assert standing is not None
    goal = Fraction(base) - Fraction(base) * Fraction(reduction) / 100
    years = min(when, 2025) - 2010
    on_path = Fraction(base) + (goal - base) * years / 15
    assert (standing.target_grams, standing.path_grams) == (goal, on_path)
    assert (standing.gap, standing.left) == (last - on_path, last - goal)
    assert standing.reached == (None if base == 0 else 100 * (1 - Fraction(last, base)))
    if when <= 2025:
        points = path_of(target, _series({2010: base}))
        assert points is not None
        assert PathPoint(when, on_path) in points


@pytest.mark.django_db
def test_a_target_is_followed_in_an_edition(store: Store) -> None:
    edition = store({2009: 92, 2024: 42})
    Target.objects.create(
        area="region", base_year=2009, target_year=2039, reduction=100, sectors="nine", source="Prøve"
    )
    later = Target.objects.create(
        area="region", base_year=2009, target_year=2050, reduction=100, sectors="nine", source="Prøve"
    )
    Target.objects.create(
        area="land", base_year=2009, target_year=2030, reduction=55, sectors="nine", source="Prøve"
    )
    first, second = targets_of(REGION)
    assert second == later
    standing = standing_of(first, series_of(REGION, edition, basis_of_target(first)))
    assert standing is not None
    # Three members, each with a hundred tonnes that became fifty; half the time has gone.
    assert (standing.base_grams, standing.last_grams, standing.gap) == (300 * _TONNE, 150 * _TONNE, 0)
