"""A table whose figures don't add up as they are shown says so, and one where they do says nothing."""

from decimal import Decimal
from typing import Any

import pytest

from emissions.charts.place import ShareTable, TrendTable
from emissions.figures import REGION, Basis, series_of
from emissions.models import Edition, Sector
from emissions.tables.members import MemberRow, MemberTable, SimilarTable
from emissions.tables.sectors import SectorRow, SectorTable, SourceFigureTable, SourceRow
from tests.emissions.conftest import EVERY_TEN
from tests.emissions.pages.conftest import Make
from tests.emissions.pages.test_region_page import file_of
from tests.reading import page_of

pytestmark = pytest.mark.django_db

SUM = "Tallene er avrundet, så summen kan avvike."
CHANGE = "Tallene er avrundet, så en endring kan avvike med 1 fra forskjellen mellom to av dem."


def trend_of(edition: Edition) -> TrendTable:
    """Return the table behind the region's trend."""
    return TrendTable(series_of(REGION, edition, Basis.TEN))


def test_the_table_behind_the_trend_says_that_it_is_rounded(client: Any, in_use: Make) -> None:
    # 108.36 tonnes of each sector in 2024 is shown as 108, and their sum as 1084.
    assert trend_of(in_use(times=0.301)).note == SUM
    # Under the chart's table, and under that of the sectors.
    assert page_of(client, "/utslipp/").count(SUM) == 2


def test_a_trend_that_adds_up_says_nothing(client: Any, in_use: Make) -> None:
    assert not trend_of(in_use()).note
    assert "avrundet" not in page_of(client, "/utslipp/")


@pytest.mark.parametrize("column", ["tonnes", "of_total", "change", "base_change"])
def test_every_column_above_a_sum_is_checked(column: str) -> None:
    def row(value: int, *, is_total: bool = False) -> SectorRow:
        figures = dict.fromkeys(("tonnes", "of_total", "change", "base_change"), 0) | {column: value}
        rest: dict[str, Any] = {"change_percent": None, "base_percent": None}
        return SectorRow(name="Prøve", url="", is_total=is_total, **rest, **figures)  # type: ignore[arg-type]

    def note(total: int) -> str:
        return SectorTable([row(1), row(2), row(total, is_total=True)], base_year=2009).note

    assert (note(3), note(4)) == ("", SUM)


@pytest.mark.parametrize(("shares", "said"), [(("33.3", "66.7"), ""), (("33.4", "66.7"), SUM)])
def test_shares_that_are_not_a_hundred_together_say_so(shares: tuple[str, ...], said: str) -> None:
    rows = [{"name": "Prøve", "tonnes": 1, "percent": Decimal(one)} for one in shares]
    assert ShareTable(rows).note == said


@pytest.mark.parametrize(("shares", "is_said"), [(("33.3", "66.7"), False), (("33.4", "66.7"), True)])
def test_so_do_the_members_shares_where_all_are_there(shares: tuple[str, ...], is_said: bool) -> None:
    nothing: dict[str, Any] = dict.fromkeys(
        ("people", "tonnes", "change_percent", "base_percent", "per_head", "rank", "rank_per_head")
    )
    rows = [
        MemberRow(name="Prøve", sort_name="prøve", url="", county="", of_region=Decimal(one), **nothing)
        for one in shares
    ]
    said = "Andelene er avrundet, så summen av dem kan avvike fra 100\u00a0%."
    assert MemberTable(rows, base_year=2009).note == (said if is_said else "")
    assert not SimilarTable(rows, base_year=2009).note


@pytest.mark.parametrize(
    ("sources", "total", "said"),
    [
        pytest.param([(5, {"CO2": 3, "CH4": 2}), (1, {"CO2": 1})], 6, "", id="all add up"),
        pytest.param([(6, {"CO2": 3, "CH4": 2}), (1, {"CO2": 1})], 7, SUM, id="gases of a source"),
        pytest.param([(5, {"CO2": 3, "CH4": 2}), (1, {"CO2": 1})], 7, SUM, id="sources of the sector"),
        pytest.param([(6, {"CO2": 3, "CH4": None}), (None, {"CO2": 1})], 7, "", id="one is not known"),
    ],
)
def test_sources_and_gases_that_do_not_add_up_say_so(
    sources: list[tuple[int | None, dict[str, int | None]]], total: int, said: str
) -> None:
    rows = [SourceRow("Prøve", tonnes, None, None, gases, 1, 1) for tonnes, gases in sources]
    assert SourceFigureTable(rows, total=total).note == said


def test_the_page_of_a_sector_says_that_it_is_rounded(client: Any, in_use: Make) -> None:
    # 0.4 tonnes of each of two gases are shown as 0, and their source as 1.
    sector, source, _gas = EVERY_TEN[0]
    in_use(of=(*EVERY_TEN, (sector, source, "N2O")), times=1 / 150)
    slug = Sector.objects.get(name=sector).slug
    page = page_of(client, f"/utslipp/provekommune-0/{slug}/")
    assert f"{source} 1 " in page
    assert SUM in page


def test_a_change_that_is_not_the_difference_of_what_is_shown_is_explained(client: Any, in_use: Make) -> None:
    # 6 tonnes in 2023 and 4.5 in 2024, shown as 5: the change of 1.5 tonnes is shown as 2.
    in_use(times=0.00125)
    page = page_of(client, "/utslipp/")
    assert "2024 5 −2" in page
    assert CHANGE in page


def test_so_is_a_revision(client: Any, in_use: Make) -> None:
    # 3 599.64 tonnes in 2024 and 3 600.36 are both shown as 3 600, and between them is shown 1.
    first, second = in_use(times=0.9999), in_use(times=1.0001, published_on="2025-11-02")
    page = page_of(client, f"/utslipp/utgaver/{first.pk}/{second.pk}/")
    assert "2024 3 600 3 600 +1" in page
    assert CHANGE in page


def test_a_revision_that_can_be_worked_out_says_nothing(client: Any, in_use: Make) -> None:
    first, second = in_use(), in_use(times=2, published_on="2025-11-02")
    assert "avrundet" not in page_of(client, f"/utslipp/utgaver/{first.pk}/{second.pk}/")


def test_a_change_from_what_is_shown_as_nought_has_no_percentage(client: Any, in_use: Make) -> None:
    # 0.3 tonnes of each sector in 2009 and 0.18 in 2024: both are shown as 0.
    in_use(times=0.0005)
    sector, total = (file_of(client, "/utslipp/", "sektorer")[place] for place in (0, -1))
    assert (sector["Utslipp (tonn CO₂-ekvivalenter)"], sector["Siden 2009 i prosent"]) == ("0", "")
    assert total["Siden 2009 i prosent"] == "-40,0"
    assert "– 0 –" in page_of(client, "/utslipp/")
