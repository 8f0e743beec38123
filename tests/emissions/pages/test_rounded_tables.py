"""A table whose figures don't add up as they are shown says so, and one where they do says nothing."""

from typing import Any

import pytest

from emissions.charts.place import TrendTable
from emissions.figures import REGION, Basis, series_of
from emissions.models import Edition
from emissions.tables.sectors import SectorRow, SectorTable
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
