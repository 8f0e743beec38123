"""The sectors of the statistics, and one sector of a place down to source and gas."""

from collections.abc import Callable
from typing import Any

import pytest

from emissions.models import PublishedRow, PublishedShare, PublishedTable, Sector, Source, SourceGas
from tests.emissions.conftest import EVERY_TEN, Members
from tests.emissions.pages.conftest import Make
from tests.emissions.pages.test_region_page import file_of
from tests.reading import page_of

pytestmark = pytest.mark.django_db

ROADS = EVERY_TEN[0][0]
#: A second source of the first sector, and a second gas of its first.
OF = (*EVERY_TEN, (ROADS, "Prøvekilde", "CO2"), (ROADS, EVERY_TEN[0][1], "N2O"))


@pytest.fixture
def slug(three_members: Members) -> str:
    """The address of the first sector."""
    return Sector.objects.get(name=ROADS).slug


def test_the_ten_sectors_are_listed_with_sources_and_gases(client: Any) -> None:
    page = page_of(client, "/utslipp/sektorer/")
    assert Sector.objects.count() == 10
    for name in Sector.objects.values_list("name", flat=True):
        assert name in page
    assert "Vedfyring: CH₄, N₂O (2009–2024)" in page
    assert "Også kalt «produkter med fluorgasser»." in page


def test_sources_and_gases_come_as_a_file(client: Any) -> None:
    assert len(file_of(client, "/utslipp/sektorer/", "sektorer")) == Source.objects.count()


@pytest.mark.usefixtures("empty_portal")
def test_without_sectors_that_is_said(client: Any) -> None:
    assert "Sektorene er ikke registrert." in page_of(client, "/utslipp/sektorer/")


def test_a_sector_says_its_figure_its_share_and_its_change(client: Any, in_use: Make, slug: str) -> None:
    in_use(of=OF)
    # Three series of the sector, one of each other: 1080 of 4320 tonnes.
    assert (
        f"Utslippene i sektoren {ROADS} i Osloregionen var 1 080 tonn CO₂-ekvivalenter i 2024. Det er 25,0 % "
        "av utslippene (ti sektorer). Utslippene er 25,0 % lavere enn i 2023 og 40,0 % lavere enn i 2009."
    ) in page_of(client, f"/utslipp/sektorer/{slug}/")


def test_the_sources_of_a_municipality_have_their_gases(client: Any, in_use: Make, slug: str) -> None:
    in_use(of=OF)
    address = f"/utslipp/provekommune-1/{slug}/"
    rows = {row["Utslippskilde"]: row for row in file_of(client, address, "kilder")}
    assert rows["Prøvekilde"]["Utslipp (tonn CO₂-ekvivalenter)"] == "120"
    assert rows["Prøvekilde"]["N₂O (tonn)"] == ""
    first = rows[EVERY_TEN[0][1]]
    assert (first["Utslipp (tonn CO₂-ekvivalenter)"], first["N₂O (tonn)"]) == ("240", "120")
    assert "En strek under en gass betyr at utgaven ikke har tall for gassen fra den kilden." in page_of(
        client, address
    )


def test_a_source_that_a_member_lacks_has_no_sum_of_the_region(
    client: Any, in_use: Make, slug: str, three_members: Members
) -> None:
    in_use(of=EVERY_TEN, lacking={(9102, 2024, ROADS)})
    page = page_of(client, f"/utslipp/sektorer/{slug}/")
    assert f"Osloregionen har ingen sum av sektoren {ROADS} for 2024, bare tall for 2 av 3 kommuner." in page
    assert f"{EVERY_TEN[0][1]} tall for 2 av 3" in page
    assert [row["Kommuner med tall"] for row in file_of(client, f"/utslipp/sektorer/{slug}/", "kilder")] == [
        "2"
    ]


def test_a_gas_that_a_member_lacks_says_how_many_have_it(client: Any, in_use: Make, slug: str) -> None:
    # The second member has the source, but not its second gas.
    in_use(of=EVERY_TEN, more={9101: [OF[-1]], 9103: [OF[-1]]})
    page = page_of(client, f"/utslipp/sektorer/{slug}/")
    assert f"{EVERY_TEN[0][1]} 600" in page
    assert "tall for 2 av 3" in page.partition("N₂O (tonn)")[2]
    rows = file_of(client, f"/utslipp/sektorer/{slug}/", "kilder")
    assert rows[0]["N₂O (tonn)"] == ""


def test_without_an_edition_of_all_a_sector_says_which_is_lacking(
    client: Any, in_use: Make, slug: str
) -> None:
    in_use(one="Prøvekommune 1")
    assert "Ingen utgave av den nasjonale statistikken med alle kommuner er i bruk." in page_of(
        client, f"/utslipp/sektorer/{slug}/"
    )
    assert "Ingen utgave av den nasjonale statistikken med tall for kommunen er i bruk." in page_of(
        client, f"/utslipp/provekommune-2/{slug}/"
    )


def test_the_years_of_a_sector_say_how_many_have_figures(client: Any, in_use: Make, slug: str) -> None:
    in_use(lacking={(9102, 2023, ROADS)})
    page = page_of(client, f"/utslipp/sektorer/{slug}/")
    assert "2024 360 ikke registrert" in page
    assert "2023 tall for 2 av 3" in page
    assert [
        row["Utslipp (tonn CO₂-ekvivalenter)"] for row in file_of(client, f"/utslipp/sektorer/{slug}/", "ar")
    ] == ["360", "", "600"]


def test_the_tenth_sector_is_outside_of_nine(client: Any, in_use: Make) -> None:
    in_use()
    tenth = Sector.objects.get(since_edition__isnull=False)
    address = f"/utslipp/sektorer/{tenth.slug}/"
    assert "var 360 tonn" in page_of(client, address)
    assert "Sektoren er ikke blant de sektorene siden viser. Vis alle ti sektorene" in page_of(
        client, f"{address}?sektorer=ni"
    )


def test_a_sector_without_an_edition_says_so(client: Any) -> None:
    for address in ("/utslipp/sektorer/veitrafikk/", "/utslipp/asker/veitrafikk/"):
        assert "Utslippene i sektoren er ikke registrert i portalen." in page_of(client, address)


def test_the_pages_make_no_more_queries_with_more_rows(count_queries: Callable[[str], int]) -> None:
    def cost_with(more: int) -> list[int]:
        table = PublishedTable.objects.get(slug__startswith="utslipp")
        taken = Sector.objects.count()
        for number in range(taken, taken + more):
            sector = Sector.objects.create(name=f"Prøve {number}", slug=f"prove-{number}", order=number)
            source = Source.objects.create(sector=sector, name="Kilde")
            SourceGas.objects.create(emission_source=source, gas="CO2")
            PublishedRow.objects.create(table=table, order=number, sector=sector, label=sector.name, tonnes=1)
            PublishedShare.objects.create(text="av noe", percent=1, year=2020, source="Prøve")
        pages = ("/utslipp/sektorer/", "/utslipp/publisert/")
        return [count_queries(f"{page}{query}") for page in pages for query in ("", "?format=csv")]

    assert cost_with(5) == cost_with(50)
