"""Whose figures count: an edition's members, an edition of one, inhabitants; and which editions there are."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from emissions.figures import (
    COUNTRY,
    REGION,
    Basis,
    MemberTotals,
    SameEdition,
    all_series,
    all_totals,
    edition_differences,
    editions_ever_published,
    member_lines,
    members_of,
    people_of,
    place_of,
    published_edition,
    series_of,
    similar,
    source_lines,
    year_lines,
    years_of,
)
from emissions.models import Edition, Sector, Source
from emissions.services import publish_edition, return_to_former
from members.models import Membership, Municipality, Population
from tests.emissions.conftest import EVERY_TEN
from tests.emissions.figures.conftest import Store
from tests.factories import make_municipalities, make_municipality

pytestmark = pytest.mark.django_db


def _member(place: int) -> Municipality:
    return Municipality.objects.get(name=f"Prøvekommune {place}")


def _lived(municipality: Municipality, on: str, count: int) -> None:
    Population.objects.create(municipality=municipality, on=on, count=count)


# --- The region -----------------------------------------------------------------------------------


def test_a_member_without_figures_is_counted_and_leaves_the_region_without_a_sum(store: Store) -> None:
    edition = store({2023: 10, 2024: 12}, lacking=((9101, 2023), (9101, 2024), (9102, 2023)))
    region = series_of(REGION, edition, Basis.NINE)
    assert (region.counted, region.members) == ({2023: 1, 2024: 2}, 3)
    assert region.totals == {2023: None, 2024: None}
    assert [one.name for one in members_of(edition)] == [f"Prøvekommune {place}" for place in range(3)]
    assert member_lines(edition, Basis.NINE, 2024)[0].rank is None


def test_who_becomes_a_member_later_is_not_in_an_edition_and_who_leaves_stays(store: Store) -> None:
    edition = store({2024: 10})
    before = series_of(REGION, edition, Basis.NINE)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    Membership.objects.create(
        municipality=make_municipality(name="Nykommer", member=False), joined_on=tomorrow
    )
    Membership.objects.filter(municipality=_member(0)).update(left_on=tomorrow)
    assert [line.municipality.name for line in member_lines(edition, Basis.NINE, 2024)] == [
        f"Prøvekommune {place}" for place in range(3)
    ]
    assert series_of(REGION, edition, Basis.NINE) == before


def test_ten_sectors_of_an_edition_with_nine_have_no_total(store: Store) -> None:
    edition = store({2024: 10}, of=EVERY_TEN)
    nine, ten = (series_of(REGION, edition, basis).totals[2024] for basis in (Basis.NINE, Basis.TEN))
    assert (nine, ten) == (54_000_000, 57_000_000)
    of_nine = store({2024: 11})
    region = series_of(REGION, of_nine, Basis.NINE)
    with pytest.raises(ValueError, match="shares"):
        year_lines(region, country=series_of(COUNTRY, edition, Basis.TEN))


def test_an_edition_of_one_knows_its_municipality_alone(store: Store) -> None:
    edition = store({2009: 100, 2024: 10}, own="Prøvekommune 1")
    own = series_of(place_of(_member(1)), edition, Basis.NINE)
    assert own.totals == {2009: 108_000_000, 2024: 18_000_000}
    for place in (REGION, COUNTRY, place_of(_member(0))):
        series = series_of(place, edition, Basis.NINE)
        assert (series.years, set(series.totals.values())) == ((2009, 2024), {None})
        assert set(series.counted.values()) == {0}
    assert set(all_series(edition, Basis.NINE)) == {_member(1).pk}


def test_without_2009_changes_are_counted_from_the_editions_first_year(store: Store) -> None:
    [line, first] = year_lines(series_of(REGION, store({2011: 100, 2012: 46}), Basis.NINE))
    assert (line.base_year, line.since_base.percent) == (2011, -50)
    assert (first.since_base.percent, first.before_year) == (None, None)


# --- Inhabitants ----------------------------------------------------------------------------------


def test_only_inhabitants_of_1_january_count(three_members: Any) -> None:
    one = _member(0)
    _lived(one, "2024-01-01", 5000)
    _lived(one, "2023-12-31", 4900)
    _lived(one, "2022-07-01", 4800)
    _lived(one, "2021-01-02", 4700)
    assert people_of(one) == {2024: 5000}


def test_the_region_has_inhabitants_of_years_that_every_member_has(store: Store) -> None:
    for place, count in enumerate((5000, 6000, 7000)):
        _lived(_member(place), "2024-01-01", count)
        if place:
            _lived(_member(place), "2023-01-01", count)
    _lived(make_municipality(member=False), "2023-01-01", 1)
    assert people_of(None) == {2024: 18_000}


def test_an_editions_inhabitants_are_those_of_its_own_members(store: Store) -> None:
    edition = store({2024: 10})
    for place in range(3):
        _lived(_member(place), "2024-01-01", 1000)
    make_municipality()
    assert people_of(None) == {}
    assert people_of(None, edition=edition) == {2024: 3000}
    [line] = year_lines(series_of(REGION, edition, Basis.NINE), people=people_of(None, edition=edition))
    assert line.per_head == pytest.approx(54 / 3000)


def test_nobody_is_near_whose_inhabitants_are_not_known(store: Store) -> None:
    edition = store({2024: 10})
    _lived(_member(1), "2024-01-01", 1000)
    _lived(_member(2), "2024-01-01", 9000)
    lines = member_lines(edition, Basis.NINE, 2024)
    assert similar(lines[0], lines).nearest == []
    assert [line.municipality for line in similar(lines[1], lines).nearest] == [_member(2)]
    # All three lie in the same county.
    assert [line.municipality for line in similar(lines[0], lines).county] == [_member(1), _member(2)]


# --- Editions -------------------------------------------------------------------------------------


def test_only_editions_that_were_in_use_are_shown_the_latest_use_first(store: Store) -> None:
    first = store({2024: 10}, published_on="2025-01-01")
    second = store({2024: 11}, published_on="2025-02-01")
    never = store({2024: 12}, published_on="2025-03-01")
    publish_edition(edition=first)
    return_to_former(publication=publish_edition(edition=second))
    assert editions_ever_published() == [second, first]
    assert published_edition(second.pk) == second
    for pk in (never.pk, 10**6, 10**30):
        with pytest.raises(Edition.DoesNotExist):
            published_edition(pk)
    publish_edition(edition=second)
    # Twice in use is still one edition.
    assert editions_ever_published() == [second, first]


def test_an_edition_is_not_compared_with_itself(store: Store) -> None:
    edition = store({2024: 10})
    with pytest.raises(SameEdition):
        edition_differences(REGION, edition, edition, Basis.NINE)


def test_a_year_that_only_one_edition_has_is_told(store: Store) -> None:
    before, after = store({2023: 46}), store({2023: 42, 2024: 10})
    [newer, older] = [
        one for one in edition_differences(REGION, before, after, Basis.NINE) if one.sector is None
    ]
    assert (newer.year, newer.before, newer.after) == (2024, None, 54_000_000)
    assert (newer.change.grams, newer.change.percent) == (None, None)
    assert (older.change.grams, older.change.percent) == (-12_000_000, pytest.approx(-100 * 12 / 162))


def test_the_countrys_sources_are_not_asked_for(store: Store) -> None:
    edition, sector = store({2024: 10}), Sector.objects.earliest("pk")
    with pytest.raises(ValueError, match="not kept"):
        source_lines(COUNTRY, edition, sector, 2024)


def test_a_source_that_was_moved_stays_in_the_sector_that_the_edition_has_it_in(store: Store) -> None:
    edition, (first, second) = store({2024: 10}), Sector.objects.order_by("order")[:2]
    lines = source_lines(REGION, edition, first, 2024)
    # As the forms refuse to: a later edition's file may still have it elsewhere.
    Source.objects.filter(pk=lines[0].source.pk).update(sector=second)
    assert [line.grams for line in source_lines(REGION, edition, first, 2024)] == [lines[0].grams]
    assert len(source_lines(REGION, edition, second, 2024)) == 1


# --- Cost -----------------------------------------------------------------------------------------


def _totals(edition: Edition) -> list[MemberTotals]:
    return all_totals(edition, Basis.TEN, years_of(edition))


@pytest.mark.parametrize(
    ("asks", "most"),
    [
        (lambda edition: series_of(REGION, edition, Basis.TEN), 3),
        (lambda edition: series_of(COUNTRY, edition, Basis.TEN), 2),
        (lambda edition: series_of(place_of(_member(0)), edition, Basis.TEN), 4),
        (lambda edition: all_series(edition, Basis.TEN), 4),
        (lambda edition: all_totals(edition, Basis.TEN, (2023, 2024)), 3),
        (lambda edition: member_lines(edition, Basis.TEN, 2024), 7),
        (lambda edition: member_lines(edition, Basis.TEN, 2024, _totals(edition)), 4 + 4),
        (lambda edition: source_lines(REGION, edition, Sector.objects.earliest("pk"), 2024), 5),
        (lambda _edition: people_of(None), 2),
    ],
    ids=[
        "region",
        "country",
        "one",
        "all",
        "totals",
        "members",
        "members with their totals",
        "sources",
        "people",
    ],
)
def test_the_queries_are_few_and_do_not_grow(
    asks: Any, most: int, store: Store, django_assert_max_num_queries: Any
) -> None:
    few = store({2024: 10}, of=EVERY_TEN)
    with django_assert_max_num_queries(most) as first:
        asks(few)
    make_municipalities(3)
    many = store({year: year for year in range(2009, 2025)}, of=EVERY_TEN)
    with django_assert_max_num_queries(most) as second:
        asks(many)
    assert len(first) == len(second)
