"""What the page of emissions says of the editions in use, and the region's sums in them."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from emissions.models import Edition
from emissions.services import publish_edition
from osloregionen.formatting import NBSP, number_nb
from osloregionen.gaps import all_gaps
from tests.emissions.conftest import EVERY_NINE, EVERY_TEN, NINE, TEN, Members, rows_of
from tests.factories import make_municipality
from tests.reading import page_of
from tests.worlds.statistics import edition_of, statistics_of

pytestmark = pytest.mark.django_db

Make = Callable[..., Edition]
PAGE = "/utslipp/"


def _file(client: Any, name: str = "regionen") -> list[dict[str, str]]:
    response = client.get(f"{PAGE}?format=csv&tabell={name}")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_without_an_edition_in_use_the_page_says_so(client: Any, make_edition: Make) -> None:
    make_edition(published_on="2025-11-01")
    assert "ikke registrert i portalen ennå" in page_of(client, PAGE)
    assert _file(client) == []


def test_the_edition_in_use_is_told_with_date_kind_and_sectors(client: Any, make_edition: Make) -> None:
    publish_edition(edition=make_edition(published_on="2025-11-01", of=EVERY_TEN))
    page = page_of(client, PAGE)
    assert "Klimagassutslipp i kommuner, alle kommuner, 2023–2024" in page
    assert "Publisert 1. november 2025 Gjelder alle kommuner Sektorer ti sektorer" in page
    assert "2024 2 700 3 000" in page
    assert "Summen av ni sektorer kan sammenlignes med eldre utgaver" in page


def test_an_edition_of_nine_sectors_has_no_sum_of_ten(client: Any, make_edition: Make) -> None:
    publish_edition(edition=make_edition(published_on="2025-11-01", of=EVERY_NINE))
    page = page_of(client, PAGE)
    assert "2024 2 700 –" in page
    assert "ikke med en sum av ti" in page


def test_a_year_that_not_all_members_have_has_no_sum(client: Any, three_members: Members) -> None:
    rows = [row for row in rows_of(three_members, of=EVERY_TEN) if (row[0], row[1]) != (9101, 2023)]
    edition = edition_of(statistics_of(rows, names=three_members.names))
    Edition.objects.update(published_on="2025-11-01")
    publish_edition(edition=edition)
    assert "2023 tall for 2 av 3 tall for 2 av 3" in page_of(client, PAGE)
    newest, oldest = _file(client)
    assert list(newest.values()) == ["2024", "2700", "3000", "3", "3"]
    assert list(oldest.values()) == ["2023", "", "", "2", "3"]


def test_a_sum_is_there_only_where_every_member_has_every_sector(client: Any, three_members: Members) -> None:
    lacking = {(9101, 2024, "Veitrafikk"), (9102, 2023, EVERY_TEN[9][0])}
    rows = [row for row in rows_of(three_members, of=EVERY_TEN) if row[:3] not in lacking]
    edition = edition_of(statistics_of(rows, names=three_members.names))
    Edition.objects.update(published_on="2025-11-01")
    publish_edition(edition=edition)
    page = page_of(client, PAGE)
    assert "2024 tall for 2 av 3 tall for 2 av 3" in page
    assert "2023 2 700 tall for 2 av 3" in page
    assert [list(row.values()) for row in _file(client)] == [
        ["2024", "", "", "2", "3"],
        ["2023", "2700", "", "3", "3"],
    ]


@pytest.mark.parametrize(("of", "ten"), [(NINE, "–"), (TEN, "tall for 0 av 3")])
def test_sectors_that_nobody_has_leave_no_sum(client: Any, make_edition: Make, of: Any, ten: str) -> None:
    publish_edition(edition=make_edition(published_on="2025-11-01", of=of))
    assert f"2024 tall for 0 av 3 {ten}" in page_of(client, PAGE)


def test_half_a_tonne_is_rounded_up(client: Any, make_edition: Make) -> None:
    publish_edition(edition=make_edition(published_on="2025-11-01", of=EVERY_NINE, more=0.1))
    assert list(_file(client)[0].values())[1] == "2703"


def test_a_newer_edition_of_a_municipality_is_told(client: Any, make_edition: Make) -> None:
    publish_edition(edition=make_edition(published_on="2025-11-01"))
    publish_edition(edition=make_edition(published_on="2025-11-05", one="Prøvekommune 1", numbers=[0]))
    publish_edition(edition=make_edition(published_on="2025-10-05", one="Prøvekommune 2", numbers=[0]))
    page = page_of(client, PAGE)
    assert "For Prøvekommune 1 gjelder en nyere utgave, publisert 5. november 2025" in page
    assert "For Prøvekommune 2" not in page


def test_an_edition_of_one_alone_says_that_the_region_has_none(client: Any, make_edition: Make) -> None:
    publish_edition(edition=make_edition(published_on="2025-11-05", one="Prøvekommune 1", numbers=[0]))
    page = page_of(client, PAGE)
    assert "Ingen utgave med alle kommuner er i bruk" in page
    assert "For Prøvekommune 1 er en egen utgave i bruk, publisert 5. november 2025" in page
    # There is none that it is newer than, and no sum that it is left out of.
    assert "nyere utgave" not in page
    assert "summene for regionen" not in page


@pytest.mark.parametrize(
    ("of", "told", "filed"),
    [
        (EVERY_NINE, "ni sektorer", ["Prøvekommune 1", "2024", "900", ""]),
        (EVERY_TEN, "ti sektorer", ["Prøvekommune 1", "2024", "900", "1000"]),
        # A sector that is missing is no zero.
        (EVERY_TEN[1:], "ti sektorer", ["Prøvekommune 1", "2024", "", ""]),
    ],
)
def test_the_sums_of_a_municipality_whose_own_edition_counts_are_shown(
    client: Any, make_edition: Make, of: Any, told: str, filed: list[str]
) -> None:
    own = make_edition(published_on="2025-11-05", one="Prøvekommune 1", numbers=[0], of=of)
    publish_edition(edition=own)
    page = page_of(client, PAGE)
    assert f"for 2023–2024 og {told}" in page
    shown = " ".join(number_nb(int(sum_)) if sum_ else "ikke registrert" for sum_ in filed[2:])
    shown = shown if told == "ti sektorer" else shown.removesuffix(" ikke registrert")
    assert f"2024 {shown} 2023 {shown}".replace(NBSP, " ") in page.replace(NBSP, " ")
    assert list(_file(client, "kommuner")[0].values()) == filed


def test_the_sums_of_a_municipality_are_not_shown_where_the_edition_of_all_counts(
    client: Any, make_edition: Make
) -> None:
    publish_edition(edition=make_edition(published_on="2025-11-05"))
    publish_edition(edition=make_edition(published_on="2025-11-05", one="Prøvekommune 1", numbers=[0]))
    assert "Prøvekommune 1" not in page_of(client, PAGE)
    assert _file(client, "kommuner") == []


def test_what_the_editions_lack_is_told_to_staff(make_edition: Make) -> None:
    def gaps() -> str:
        return " ".join(gap.text for gap in all_gaps() if gap.area == "Utslipp")

    assert "med alle kommuner, er i bruk" in gaps()
    undated, unused = make_edition(), make_edition(published_on="2025-11-01", more=1)
    assert f"Utgave {undated.pk} (" in gaps()
    assert f"Utgave {unused.pk} (" in gaps()
    publish_edition(edition=unused)
    # What was stored before it was passed over on purpose.
    assert "Utgave " not in gaps()
    make_municipality(name="Nykomling")
    assert "Utgaven i bruk har ingen tall for Nykomling." in gaps()


def test_the_page_takes_the_same_queries_whatever_the_edition_holds(
    make_edition: Make, count_queries: Callable[[str], int]
) -> None:
    publish_edition(edition=make_edition(published_on="2024-11-01", years=[2024]))
    first = make_edition(published_on="2024-11-02", one="Prøvekommune 0", numbers=[0])
    publish_edition(edition=first)
    few = count_queries(PAGE)
    publish_edition(edition=make_edition(published_on="2025-11-01", years=range(2010, 2025)))
    for place in range(3):
        one = make_edition(
            published_on="2025-11-02", one=f"Prøvekommune {place}", numbers=[0], more=place + 1
        )
        publish_edition(edition=one)
    assert count_queries(PAGE) == few
