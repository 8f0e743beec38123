"""Whom a file is about: numbers of a date, and names that are not one municipality's alone."""

import datetime as dt
from typing import Any

import pytest

from emissions.matching import SHARED_NAMES, known, match
from emissions.statistics.problems import StatisticsError
from members.models import MunicipalityNumber
from tests.emissions.conftest import Members, rows_of
from tests.factories import make_municipality
from tests.worlds.statistics import statistics_of

pytestmark = pytest.mark.django_db


def _refused(code: str, statistics: Any, **given: Any) -> str:
    with pytest.raises(StatisticsError) as error:
        match(statistics, **given)
    [problem] = error.value.problems
    assert problem.code == code
    return problem.english()


def _of_all(members: Members, numbers: tuple[int, ...]) -> Any:
    names = dict(zip(numbers, members.names.values(), strict=False))
    return statistics_of(rows_of(members, numbers=numbers, years=(2021, 2022)), names=names)


def test_numbers_of_every_date_are_known_while_reading(three_members: Members) -> None:
    assert known().members == {*three_members.numbers, *three_members.former}


def test_todays_numbers_mean_todays_members(three_members: Members) -> None:
    matched = match(_of_all(three_members, three_members.numbers))
    assert set(matched.municipalities) == set(three_members.numbers)
    assert (matched.missing, matched.warnings) == ([], [])


def test_an_older_edition_is_read_by_the_numbers_of_its_date(three_members: Members) -> None:
    matched = match(_of_all(three_members, three_members.former), published_on=dt.date(2023, 11, 1))
    assert set(matched.municipalities) == set(three_members.former)
    assert matched.numbers_on == dt.date(2023, 11, 1)
    assert matched.warnings == []


def test_without_a_date_the_numbers_that_find_most_members_hold(three_members: Members) -> None:
    matched = match(_of_all(three_members, three_members.former))
    assert set(matched.municipalities) == set(three_members.former)
    assert matched.numbers_on == dt.date(2023, 12, 31)


def test_where_another_dates_numbers_find_more_they_hold_and_it_is_told(three_members: Members) -> None:
    matched = match(_of_all(three_members, three_members.former), published_on=dt.date(2024, 2, 1))
    assert set(matched.municipalities) == set(three_members.former)
    [warning] = matched.warnings
    assert "in force" not in warning.english()
    assert "2024-02-01" in warning.english()
    assert "2023-12-31" in warning.english()


def test_figures_of_a_year_that_was_not_over_are_told(three_members: Members) -> None:
    statistics = _of_all(three_members, three_members.numbers)
    warning = match(statistics, published_on=dt.date(2022, 11, 1)).warnings[-1]
    assert "The file has figures for 2022, and is said to be published on 2022-11-01" in warning.english()
    assert "publisert 1.\xa0november 2022: er datoen riktig" in warning.norwegian()


def test_a_number_of_another_date_is_told_and_counts_for_the_country_only(three_members: Members) -> None:
    numbers = (*three_members.numbers[:2], three_members.former[2])
    matched = match(_of_all(three_members, numbers))
    assert set(matched.municipalities) == set(numbers[:2])
    assert [member.name for member in matched.missing] == ["Prøvekommune 2"]
    assert [warning.code for warning in matched.warnings] == ["number-of-another-day"]
    assert matched.figure_count == 8


def test_a_member_that_the_file_has_at_a_number_of_nobodys_is_told(three_members: Members) -> None:
    statistics = _of_all(three_members, (*three_members.numbers[:2], 9999))
    statistics.numbers_met[9999] = "Prøvekommune 2"
    [warning] = match(statistics).warnings
    assert warning.norwegian() == (
        "Prøvekommune 2 har ingen tall, men filen har «Prøvekommune 2» med nummer 9999, som ikke er "
        "registrert for kommunen."
    )
    statistics.numbers_met[9999] = "Stavanger"
    assert match(statistics).warnings == []


def test_another_name_in_the_file_is_told(three_members: Members) -> None:
    statistics = _of_all(three_members, three_members.numbers)
    statistics.numbers_met[9101] = "Et helt annet navn"
    statistics.numbers_met[9102] = "Prøvekommune 1 (Prøvefylke) – Iskkuskommuvdna"
    [warning] = match(statistics).warnings
    assert "9101 is Prøvekommune 0 here, and “Et helt annet navn” in the file" in warning.english()


def test_where_most_names_are_others_the_file_is_refused(three_members: Members) -> None:
    statistics = _of_all(three_members, three_members.numbers)
    statistics.numbers_met.update({9101: "Kommunenavn", 9102: "Et annet"})
    assert "Have the columns moved?" in _refused("names-differ", statistics)


def test_a_file_without_any_member_is_refused(three_members: Members) -> None:
    assert "of the 3 members" in _refused("no-member", _of_all(three_members, (1101, 1103, 1106)))


def test_a_number_is_not_given_for_a_file_of_all(three_members: Members) -> None:
    _refused("number-for-all", _of_all(three_members, three_members.numbers), number="9101")


@pytest.mark.parametrize("name", ["Prøvekommune 1", "PRØVEKOMMUNE 1", "Prøvekommune 1 kommune"])
def test_a_file_of_one_is_known_by_its_name(three_members: Members, name: str) -> None:
    matched = match(statistics_of(rows_of(three_members, numbers=[0]), one=name))
    assert matched.only is not None
    assert (matched.only.name, matched.only.number) == ("Prøvekommune 1", "9102")


@pytest.mark.parametrize("name", ["Våler", "Herøy", "Nes", "Våler (Østfold)", "våler kommune"])
def test_a_name_of_several_municipalities_in_norway_needs_the_number(
    three_members: Members, name: str
) -> None:
    make_municipality(name=name.split()[0].capitalize(), slug="en-til", number="9777")
    statistics = statistics_of(rows_of(three_members, numbers=[0]), one=name)
    assert "--municipality NUMBER" in _refused("shared-name", statistics)
    matched = match(statistics, number="9777")
    assert matched.only is not None
    assert matched.only.number == "9777"


def test_våler_and_nes_are_among_the_names_that_several_have() -> None:
    assert {"valer", "heroy", "nes"} <= SHARED_NAMES


def test_two_members_of_one_name_need_the_number(three_members: Members) -> None:
    make_municipality(name="Prøvekommune 1", slug="en-til", number="9778")
    statistics = statistics_of(rows_of(three_members, numbers=[0]), one="Prøvekommune 1")
    _refused("shared-name", statistics)
    assert match(statistics, number="9102").only is not None


@pytest.mark.parametrize(
    ("one", "number", "code"),
    [
        ("Stavanger", "", "not-a-member-name"),
        ("Prøvekommune 1", "9103", "another-name"),
        ("Prøvekommune 1", "1103", "not-a-members-number"),
        ("Prøvekommune 1", "Oslo", "not-a-number"),
    ],
)
def test_a_file_of_one_that_is_no_members_is_refused(
    three_members: Members, one: str, number: str, code: str
) -> None:
    _refused(code, statistics_of(rows_of(three_members, numbers=[0]), one=one), number=number)


def test_a_csv_file_that_names_nobody_needs_the_number(three_members: Members) -> None:
    statistics = statistics_of(rows_of(three_members, numbers=[0]), one="Prøvekommune 1")
    statistics.dataset_name = ""
    _refused("no-name", statistics)
    assert match(statistics, number="9102").only is not None


def test_a_former_number_means_who_had_it(three_members: Members) -> None:
    statistics = statistics_of(rows_of(three_members, numbers=[0]), one="Prøvekommune 1")
    matched = match(statistics, number="8102", published_on=dt.date(2023, 11, 1))
    assert matched.only is not None
    assert matched.only.name == "Prøvekommune 1"


def test_a_number_that_two_had_needs_the_date(three_members: Members) -> None:
    later = make_municipality(name="Prøvekommune 9")
    county = MunicipalityNumber.objects.first().county  # type: ignore[union-attr]
    MunicipalityNumber.objects.create(
        municipality=later, number="8102", county=county, valid_from="2025-01-01", valid_to="2025-06-01"
    )
    statistics = statistics_of(rows_of(three_members, numbers=[0]), one="Prøvekommune 1")
    _refused("number-of-several", statistics, number="8102")
    matched = match(statistics, number="8102", published_on=dt.date(2023, 11, 1))
    assert matched.only is not None


def test_matching_takes_two_queries(three_members: Members, django_assert_num_queries: Any) -> None:
    statistics = _of_all(three_members, three_members.numbers)
    with django_assert_num_queries(2):
        match(statistics)
