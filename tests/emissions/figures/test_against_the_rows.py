"""Every figure equals what the rows give in plain Python, whatever they are and wherever some lack."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emissions.figures import (
    COUNTRY,
    REGION,
    Basis,
    all_series,
    all_totals,
    basis_of,
    common_basis,
    edition_differences,
    member_lines,
    people_of,
    place_of,
    sector_lines,
    series_of,
    similar,
    source_lines,
    year_lines,
    years_of,
)
from emissions.models import Edition
from tests.emissions.conftest import Members
from tests.emissions.figures import plain
from tests.emissions.figures.made_up import (
    EXAMPLES,
    MEMBERS,
    NINE,
    SERIES,
    TEN,
    YEARS,
    MadeUp,
    made_up,
    municipalities,
    stored,
)

pytestmark = pytest.mark.django_db

BEFORE = {2009: None, 2011: 2009, 2012: 2011}


def _sectors(basis: Basis) -> tuple[str, ...]:
    return TEN if basis == Basis.TEN else NINE


def _change(before: int | None, after: int | None) -> tuple[int | None, Fraction | None]:
    return plain.difference(before, after), plain.percent(before, after)


def _pair(change: Any) -> tuple[int | None, Fraction | None]:
    return change.grams, change.percent


@EXAMPLES
@given(file=made_up())
def test_totals_are_the_sums_of_the_rows(three_members: Members, file: MadeUp) -> None:
    with stored(file) as [edition]:
        rows, basis, places = plain.rows_of(edition), basis_of(edition), municipalities()
        assert sorted(rows) == sorted(row for row in file.rows if row[0] in MEMBERS)
        sectors, every = _sectors(basis), all_series(edition, basis)
        assert {one.pk for one in places.values()} == set(every)
        totals = all_totals(edition, basis, YEARS)
        assert [one.municipality for one in totals] == [one.place.municipality for one in every.values()]
        assert [one.totals for one in totals] == [one.totals for one in every.values()]
        for number, one in places.items():
            series = series_of(place_of(one), edition, basis)
            assert series == every[one.pk]
            assert [sector.name for sector in series.sectors] == sorted(sectors, key=_order(series))
            assert series.totals == {year: plain.total(rows, number, year, sectors) for year in YEARS}
            assert series.counted == {year: int(series.totals[year] is not None) for year in YEARS}
            for year in YEARS:
                for sector in series.sectors:
                    found = plain.of_sector(rows, number, year, sector.name)
                    assert series.of_sector.get((year, sector.pk)) == found
        region = series_of(REGION, edition, basis)
        assert region.totals == {
            year: plain.whole(plain.of_region(rows, year, sector) for sector in sectors) for year in YEARS
        }
        assert (region.members, region.counted) == (
            3,
            {
                year: sum(plain.total(rows, number, year, sectors) is not None for number in MEMBERS)
                for year in YEARS
            },
        )
        country = series_of(COUNTRY, edition, basis)
        assert country.totals == {year: plain.of_country(file.rows, year, sectors, MEMBERS) for year in YEARS}


def _order(series: Any) -> Any:
    return [sector.name for sector in sorted(series.sectors, key=lambda one: (one.order, one.name))].index


@EXAMPLES
@given(file=made_up())
def test_what_is_said_of_a_year_follows_from_the_rows(three_members: Members, file: MadeUp) -> None:
    with stored(file) as [edition]:
        rows, basis = plain.rows_of(edition), basis_of(edition)
        sectors = _sectors(basis)
        region, country = (series_of(place, edition, basis) for place in (REGION, COUNTRY))
        number, one = next(iter(municipalities().items()))
        series = series_of(place_of(one), edition, basis)
        lines = year_lines(series, region=region, country=country, people=people_of(one))
        assert [line.year for line in lines] == sorted(YEARS, reverse=True)
        for line in lines:
            grams = {year: plain.total(rows, number, year, sectors) for year in (None, *YEARS) if year}
            before = grams.get(BEFORE[line.year])  # type: ignore[call-overload]
            base = grams[2009] if line.year > 2009 else None
            of_region = plain.whole(plain.of_region(rows, line.year, sector) for sector in sectors)
            assert (line.grams, line.before_year, line.base_year) == (
                grams[line.year],
                BEFORE[line.year],
                2009,
            )
            assert _pair(line.since_before) == _change(before, line.grams)
            assert _pair(line.since_base) == _change(base, line.grams)
            assert line.people == file.people.get((number, line.year))
            assert line.per_head == plain.each(line.grams, line.people)
            assert line.of_region == plain.part(line.grams, of_region)
            assert line.of_country == plain.part(
                line.grams, plain.of_country(file.rows, line.year, sectors, MEMBERS)
            )
        for line in sector_lines(series, 2012):
            values = {year: plain.of_sector(rows, number, year, line.sector.name) for year in YEARS}
            assert line.grams == values[2012]
            assert line.share == plain.part(values[2012], plain.total(rows, number, 2012, sectors))
            assert _pair(line.since_before) == _change(values[2011], values[2012])
            assert _pair(line.since_base) == _change(values[2009], values[2012])


@EXAMPLES
@given(file=made_up(), year=st.sampled_from(YEARS))
def test_members_side_by_side_and_their_ranks_follow_from_the_rows(
    three_members: Members, file: MadeUp, year: int
) -> None:
    with stored(file) as [edition]:
        rows, basis, places = plain.rows_of(edition), basis_of(edition), municipalities()
        sectors, numbers = _sectors(basis), {one.pk: number for number, one in places.items()}
        lines = member_lines(edition, basis, year)
        totals = all_totals(edition, basis, years_of(edition))
        # Read before, as the list of members has them, they give the same.
        assert member_lines(edition, basis, year, totals) == lines
        assert [line.municipality.name for line in lines] == sorted(one.name for one in places.values())
        grams = {number: plain.total(rows, number, year, sectors) for number in MEMBERS}
        heads = {number: plain.each(grams[number], file.people.get((number, year))) for number in MEMBERS}
        base = {number: plain.total(rows, number, 2009, sectors) for number in MEMBERS if year > 2009}
        before = {number: plain.total(rows, number, BEFORE[year] or 0, sectors) for number in MEMBERS}
        rises = {number: plain.percent(base.get(number), grams[number]) for number in MEMBERS}
        of_region = plain.whole(plain.of_region(rows, year, sector) for sector in sectors)
        of_country = plain.of_country(file.rows, year, sectors, MEMBERS)
        for line in lines:
            number = numbers[line.municipality.pk]
            assert (line.grams, line.people) == (grams[number], file.people.get((number, year)))
            assert line.per_head == heads[number]
            assert _pair(line.since_before) == _change(before[number], grams[number])
            assert _pair(line.since_base) == _change(base.get(number), grams[number])
            assert line.of_region == plain.part(grams[number], of_region)
            assert line.of_country == plain.part(grams[number], of_country)
            for rank, values in (
                (line.rank, grams),
                (line.rank_per_head, heads),
                (line.rank_since_base, rises),
            ):
                found = (rank.place, rank.of) if rank else None
                assert found == plain.place(values[number], values.values())
                same = [one for one in values.values() if one is not None and one == values[number]]
                assert rank is None or rank.shared == (len(same) > 1)
        _the_nearest_are_nearest(lines, {line.municipality.pk: line.people for line in lines})


def _the_nearest_are_nearest(lines: list[Any], people: dict[int, int | None]) -> None:
    for line in lines:
        here = line.people
        apart = {
            key: abs(count - here)
            for key, count in people.items()
            if count is not None and here is not None and key != line.municipality.pk
        }
        near = similar(line, lines).nearest
        assert [apart[one.municipality.pk] for one in near] == sorted(apart.values())[:4]


@EXAMPLES
@given(file=made_up(), year=st.sampled_from(YEARS))
def test_sources_and_gases_are_the_rows_and_sum_to_their_sector(
    three_members: Members, file: MadeUp, year: int
) -> None:
    with stored(file) as [edition]:
        rows = plain.rows_of(edition)
        number, one = next(iter(municipalities().items()))
        place = place_of(one)
        series = series_of(place, edition, Basis.NINE)
        sector = next(sector for sector in series.sectors if sector.name == SERIES[0][0])
        lines = source_lines(place, edition, sector, year)
        for line in lines:
            mine = [row for row in rows if row[2:4] == (sector.name, line.source.name)]
            own = {when: [row for row in mine if row[:2] == (number, when)] for when in YEARS}
            assert line.by_gas == {row[4]: row[5] for row in own[year]}
            assert line.grams == (sum(line.by_gas.values()) if line.by_gas else None)
            before = own.get(BEFORE[year] or 0)
            assert _pair(line.since_before) == _change(
                sum(row[5] for row in before) if before else None, line.grams
            )
        known = [line.grams for line in lines if line.grams is not None]
        assert (sum(known) if known else None) == series.of_sector.get((year, sector.pk))
        for line in source_lines(REGION, edition, sector, year):
            mine = [row for row in rows if row[1:4] == (year, sector.name, line.source.name)]
            having = {row[0] for row in mine}
            assert (line.counted, line.members) == (len(having), 3)
            assert line.grams == (sum(row[5] for row in mine) if len(having) == 3 else None)
            gases = {row[4] for row in mine}
            assert line.by_gas == {
                gas: sum(row[5] for row in mine if row[4] == gas)
                for gas in gases
                if len([row for row in mine if row[4] == gas]) == 3
            }


@EXAMPLES
@given(files=st.tuples(made_up(), made_up()))
def test_what_two_editions_say_is_told_year_by_year(
    three_members: Members, files: tuple[MadeUp, MadeUp]
) -> None:
    with stored(*files) as editions:
        basis = common_basis(*editions)
        both_ten = all(edition.sectors == Edition.Sectors.TEN for edition in editions)
        assert basis == (Basis.TEN if both_ten else Basis.NINE)
        rows = [plain.rows_of(edition) for edition in editions]
        number, one = next(iter(municipalities().items()))
        found = {
            (difference.year, difference.sector.name if difference.sector else ""): difference
            for difference in edition_differences(place_of(one), editions[0], editions[1], basis)
        }
        expected = {
            (year, ""): [plain.total(side, number, year, _sectors(basis)) for side in rows] for year in YEARS
        } | {
            (year, sector): [plain.of_sector(side, number, year, sector) for side in rows]
            for year in YEARS
            for sector in _sectors(basis)
        }
        assert {cell: [one.before, one.after] for cell, one in found.items()} == expected
        assert {cell: _pair(one.change) for cell, one in found.items()} == {
            cell: _change(*pair) for cell, pair in expected.items()
        }
        assert [year for year, sector in found if not sector] == sorted(YEARS, reverse=True)
