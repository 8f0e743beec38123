"""The members as the content files give them, held against what is known about them."""

import datetime
from collections import Counter

import pytest
from django.db.models import Sum

from members.models import County, Membership, Municipality, MunicipalityNumber, Population, PublishedFigure
from members.models.municipality import in_force
from members.selectors import member_count_on, published_count_near

pytestmark = pytest.mark.django_db

BEFORE_2020 = datetime.date(2019, 2, 7)
BEFORE_2024 = datetime.date(2022, 6, 2)
AFTER_2024 = datetime.date(2024, 1, 1)


def whose(number: str, on: datetime.date) -> list[str]:
    """Return the names of those that have the number on the date: at most one."""
    rows = MunicipalityNumber.objects.filter(in_force(on), number=number).select_related("municipality")
    return [row.municipality.name for row in rows]


def number_of(slug: str, on: datetime.date) -> tuple[str, str]:
    """Return a municipality's number and county on a date."""
    row = MunicipalityNumber.objects.select_related("county").get(in_force(on), municipality__slug=slug)
    return row.number, row.county.name


def test_there_are_64_members() -> None:
    assert Municipality.objects.members_now().count() == 64


def test_every_number_means_one_municipality_on_each_date() -> None:
    for on in (BEFORE_2020, BEFORE_2024, AFTER_2024):
        numbers = Counter(MunicipalityNumber.objects.filter(in_force(on)).values_list("number", flat=True))
        assert max(numbers.values()) == 1


def test_every_member_has_a_number_in_2022_and_in_2024() -> None:
    for on in (BEFORE_2024, AFTER_2024):
        having = MunicipalityNumber.objects.filter(in_force(on)).values("municipality_id")
        assert not Municipality.objects.members_now().exclude(pk__in=having).exists()


def test_vaaler_is_vaaler_in_ostfold() -> None:
    assert number_of("valer", BEFORE_2020) == ("0137", "Østfold")
    assert number_of("valer", datetime.date(2023, 12, 31)) == ("3018", "Viken")
    assert number_of("valer", AFTER_2024) == ("3114", "Østfold")


def test_the_numbers_of_vaaler_in_innlandet_are_nobodys() -> None:
    # Våler in Innlandet, which is no member, had 0426 and has 3419.
    assert whose("3018", BEFORE_2024) == ["Våler"]
    assert whose("3018", AFTER_2024) == []
    assert whose("3114", BEFORE_2024) == []
    assert whose("3114", AFTER_2024) == ["Våler"]
    for number in ("0426", "3419"):
        assert not MunicipalityNumber.objects.filter(number=number).exists()


def test_nes_is_nes_in_akershus() -> None:
    assert number_of("nes", BEFORE_2020) == ("0236", "Akershus")
    assert number_of("nes", BEFORE_2024) == ("3034", "Viken")
    assert number_of("nes", AFTER_2024) == ("3228", "Akershus")
    assert whose("3034", BEFORE_2024) == ["Nes"]
    assert whose("3228", AFTER_2024) == ["Nes"]
    # Nes in Buskerud (now Nesbyen) had 0616.
    assert not MunicipalityNumber.objects.filter(number="0616").exists()


def test_a_number_that_goes_on_is_one_row() -> None:
    assert MunicipalityNumber.objects.filter(municipality__slug="oslo").count() == 1
    assert number_of("oslo", BEFORE_2020) == number_of("oslo", AFTER_2024) == ("0301", "Oslo")
    assert list(
        MunicipalityNumber.objects.filter(municipality__slug="hamar").values_list("number", flat=True)
    ) == ["0403", "3403"]


def test_lillestrom_shows_skedsmo_fet_and_sorum() -> None:
    lillestrom = Municipality.objects.get(slug="lillestrom")
    assert [before.name for before in lillestrom.predecessors.all()] == ["Fet", "Skedsmo", "Sørum"]


@pytest.mark.parametrize(
    ("slug", "names"),
    [
        ("asker", ["Hurum", "Røyken"]),
        ("aurskog-holand", ["Rømskog"]),
        ("drammen", ["Nedre Eiker", "Svelvik"]),
        ("holmestrand", ["Sande"]),
        ("indre-ostfold", ["Askim", "Eidsberg", "Hobøl", "Spydeberg", "Trøgstad"]),
        ("moss", ["Rygge"]),
        ("nordre-follo", ["Oppegård", "Ski"]),
    ],
)
def test_the_mergers_of_2020(slug: str, names: list[str]) -> None:
    taken_up = Municipality.objects.filter(merged_into__slug=slug)
    assert [one.name for one in taken_up] == names
    assert {one.dissolved_on for one in taken_up} == {datetime.date(2020, 1, 1)}
    assert not taken_up.filter(pk__in=Municipality.objects.members_now()).exists()


def test_a_name_that_went_on_keeps_its_row_and_its_old_number() -> None:
    assert number_of("asker", BEFORE_2020) == ("0220", "Akershus")
    assert number_of("asker", BEFORE_2024) == ("3025", "Viken")


@pytest.mark.parametrize(("year", "people"), [(2022, 2_243_932), (2024, 2_307_478)])
def test_the_members_population_sums_to_the_known_total(year: int, people: int) -> None:
    rows = Population.objects.filter(on=datetime.date(year, 1, 1))
    assert rows.count() == 64
    assert rows.aggregate(people=Sum("count"))["people"] == people
    assert set(rows.values_list("source", flat=True)) == {
        f"Statistisk sentralbyrå, folkemengde 1. januar {year}"
    }


def test_the_members_of_each_county_from_2024() -> None:
    numbers = MunicipalityNumber.objects.filter(
        in_force(AFTER_2024), municipality__in=Municipality.objects.members_now()
    )
    assert Counter(numbers.values_list("county__name", flat=True)) == {
        "Akershus": 21,
        "Innlandet": 16,
        "Østfold": 12,
        "Buskerud": 10,
        "Vestfold": 2,
        "Telemark": 2,
        "Oslo": 1,
    }


def test_each_number_stands_with_the_county_of_its_time() -> None:
    for row in MunicipalityNumber.objects.select_related("county"):
        assert row.number[:2] == row.county.number
    assert set(County.objects.filter(in_force(BEFORE_2024)).values_list("name", flat=True)) == {
        "Oslo",
        "Viken",
        "Innlandet",
        "Vestfold og Telemark",
    }


def test_no_joining_date_is_invented() -> None:
    assert Membership.objects.count() == 64
    assert not Membership.objects.filter(joined_on__isnull=False).exists()
    assert not Membership.objects.exclude(source__contains="2022").exists()


def test_organisation_numbers_that_are_not_known_are_empty() -> None:
    without = Municipality.objects.members_now().filter(org_number="")
    assert [one.name for one in without] == ["Nes", "Oslo", "Våler"]


def test_nothing_says_that_it_was_checked() -> None:
    for model in (Municipality, MunicipalityNumber, Membership, Population, County, PublishedFigure):
        assert not model._default_manager.filter(verified_on__isnull=False).exists()


def test_every_member_has_a_place_of_its_own_on_the_tile_map() -> None:
    places = Municipality.objects.members_now().values_list("tile_row", "tile_col")
    assert len(set(places)) == 64
    assert (None, None) not in set(places)


def test_a_spelling_that_differs_in_the_source_is_said() -> None:
    membership = Membership.objects.get(municipality__slug="skiptvet")
    assert "«Skiptvedt»" in membership.source


def test_the_published_figures_stand_with_source_and_time() -> None:
    figures = PublishedFigure.objects.filter(what="members").order_by("value")
    assert [(figure.value, figure.as_of, figure.as_of_note) for figure in figures] == [
        (64, None, "2022"),
        (65, datetime.date(2021, 1, 13), ""),
    ]
    people = PublishedFigure.objects.filter(what="population").order_by("value")
    assert [(figure.value, figure.wording) for figure in people] == [
        (2_200_000, "ca. 2,2 mill. innbyggere"),
        (2_300_000, "ca. 2,3 mill. innbyggere"),
    ]


def test_the_count_of_a_date_with_known_members_is_counted() -> None:
    count = member_count_on(BEFORE_2024)
    assert (count.known, count.count) == (True, 64)
    published = published_count_near(BEFORE_2024)
    assert published is not None
    assert published.value == 64


def test_the_count_of_a_date_before_the_sources_is_not_known() -> None:
    on = datetime.date(2021, 1, 13)
    count = member_count_on(on)
    assert (count.known, count.count) == (False, None)
    published = published_count_near(on)
    assert published is not None
    assert published.wording == "65 kommuner"
