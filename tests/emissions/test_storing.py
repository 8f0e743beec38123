"""What is stored of a file: every figure of the members, the sums, new sources, and the file itself."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from emissions.models import Edition, EditionFile, Emission, SectorTotal, Source, SourceGas
from emissions.services import AlreadyStored
from members.models import Membership
from tests.emissions.conftest import NINE, TEN, Members, rows_of
from tests.factories import make_municipality
from tests.worlds.statistics import edition_of, statistics_of

pytestmark = pytest.mark.django_db

Make = Callable[..., Edition]
TONNE = 1_000_000


def _sums(edition: Edition, area: str) -> dict[tuple[int, str], int]:
    rows = edition.totals.filter(area=area).values_list("year", "sector__name", "grams")
    return {(year, sector): grams for year, sector, grams in rows}


def test_every_figure_of_a_member_is_kept(make_edition: Make) -> None:
    edition = make_edition(of=TEN)
    found = Emission.objects.filter(edition=edition, municipality__name="Prøvekommune 1")
    assert set(found.values_list("year", "source__name", "gas", "grams")) == {
        (year, source, gas, 100 * TONNE) for year in (2023, 2024) for _sector, source, gas in TEN
    }
    assert Emission.objects.count() == edition.figure_count == 18


def test_the_country_is_summed_over_all_municipalities_whose_rows_are_not_kept(
    three_members: Members,
) -> None:
    rows = rows_of(three_members, numbers=(*three_members.numbers, 1103, 1106), years=[2024])
    names = three_members.names | {1103: "Stavanger", 1106: "Haugesund"}
    edition = edition_of(statistics_of(rows, names=names))
    assert _sums(edition, "land") == {(2024, "Veitrafikk"): 500 * TONNE, (2024, "Oppvarming"): 500 * TONNE}
    assert _sums(edition, "region") == {(2024, "Veitrafikk"): 300 * TONNE, (2024, "Oppvarming"): 300 * TONNE}
    assert (edition.row_count, edition.figure_count) == (10, 6)


def test_the_regions_sum_is_there_only_for_years_that_all_members_have(three_members: Members) -> None:
    rows = [row for row in rows_of(three_members) if (row[0], row[1]) != (9101, 2023)]
    edition = edition_of(statistics_of(rows, names=three_members.names))
    assert {year for year, _sector in _sums(edition, "region")} == {2024}
    assert edition.member_count == 3


def test_a_member_without_a_sector_takes_the_regions_sum_of_that_sector_away(three_members: Members) -> None:
    rows = [row for row in rows_of(three_members) if row[:3] != (9101, 2024, "Oppvarming")]
    edition = edition_of(statistics_of(rows, names=three_members.names))
    assert set(_sums(edition, "region")) == {(2023, "Veitrafikk"), (2023, "Oppvarming"), (2024, "Veitrafikk")}
    # A missing row is not a zero.
    first = edition.totals.filter(municipality__name="Prøvekommune 0", sector__name="Oppvarming")
    assert set(first.values_list("year", flat=True)) == {2023}


def test_an_edition_of_one_has_neither_region_nor_country(make_edition: Make) -> None:
    edition = make_edition(one="Prøvekommune 1", numbers=[0])
    assert set(SectorTotal.objects.values_list("area", "municipality__name")) == {
        ("kommune", "Prøvekommune 1")
    }
    assert (edition.kind, edition.municipality.name) == ("one", "Prøvekommune 1")  # type: ignore[union-attr]


@pytest.mark.parametrize(("of", "sectors"), [(NINE, "nine"), (TEN, "ten")])
def test_an_edition_says_whether_it_has_the_tenth_sector(make_edition: Make, of: Any, sectors: str) -> None:
    assert make_edition(of=of).sectors == sectors


def test_the_file_itself_is_kept(three_members: Members) -> None:
    statistics = statistics_of(rows_of(three_members), names=three_members.names)
    edition = edition_of(statistics, content=b"\x00PK og mye annet\\N\n", file_name="alle.xlsx")
    kept = EditionFile.objects.get(edition=edition)
    assert (bytes(kept.content), kept.size) == (b"\x00PK og mye annet\\N\n", 19)
    assert "«alle.xlsx»" in edition.source


def test_the_same_file_is_recognised(make_edition: Make) -> None:
    first = make_edition()
    with pytest.raises(AlreadyStored) as same:
        make_edition(published_on="2025-11-01")
    assert same.value.edition == first
    assert Edition.objects.count() == 1


def test_the_same_file_may_be_read_anew_for_a_new_member(three_members: Members) -> None:
    rows = rows_of(three_members, numbers=(*three_members.numbers, 9777))
    statistics = statistics_of(rows, names=three_members.names | {9777: "Ny prøvekommune"})
    first = edition_of(statistics)
    Membership.objects.create(
        municipality=make_municipality(name="Ny prøvekommune", number="9777", member=False)
    )
    second = edition_of(statistics)
    assert (first.sha256, first.member_count) == (second.sha256, 3)
    assert second.member_count == 4


def test_new_sources_and_gases_become_rows_with_their_source(three_members: Members) -> None:
    new = (("Avfall og avløp", "Helt ny kilde", "CO2"), ("Veitrafikk", "Personbiler", "NF3"))
    edition = edition_of(statistics_of(rows_of(three_members, of=(*NINE, *new)), names=three_members.names))
    source = Source.objects.get(name="Helt ny kilde")
    assert (source.sector.name, source.first_year, source.source) == ("Avfall og avløp", 2023, edition.source)
    assert list(source.gases.values_list("gas", flat=True)) == ["CO2"]
    assert SourceGas.objects.get(gas="NF3").emission_source.name == "Personbiler"
    assert Emission.objects.filter(source=source).count() == 6


def test_a_date_that_is_to_come_is_refused_and_nothing_stored(make_edition: Make) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(ValidationError, match="fram i tid"):
        make_edition(published_on=tomorrow.isoformat())
    assert not Edition.objects.exists()


def test_what_goes_wrong_on_the_way_leaves_nothing(
    make_edition: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any) -> None:
        raise RuntimeError("just before the end")

    monkeypatch.setattr("emissions.services.storing.write_file", fail)
    with pytest.raises(RuntimeError):
        make_edition(of=(*NINE, ("Avfall og avløp", "Helt ny kilde", "CO2")))
    assert not Edition.objects.exists()
    assert not Emission.objects.exists()
    assert not Source.objects.filter(name="Helt ny kilde").exists()


def test_the_queries_do_not_grow_with_the_figures(
    three_members: Members, django_assert_max_num_queries: Any
) -> None:
    def queries(years: range) -> int:
        statistics = statistics_of(rows_of(three_members, years=years), names=three_members.names)
        with django_assert_max_num_queries(25) as captured:
            edition_of(statistics)
        return len(captured)

    assert queries(range(2020, 2025)) == queries(range(2024, 2025))
