"""A municipality's page: its figures, its place among the members, and whose edition they are of."""

from typing import Any

import pytest

from members.models import Membership, Municipality, Population
from tests.emissions.conftest import EVERY_NINE, EVERY_TEN
from tests.emissions.pages.conftest import Make
from tests.emissions.pages.test_region_page import file_of
from tests.reading import page_of

pytestmark = pytest.mark.django_db

FIRST, THIRD = "/utslipp/provekommune-0/", "/utslipp/provekommune-2/"


def test_the_first_sentences_say_figure_change_year_and_edition(client: Any, in_use: Make) -> None:
    in_use()
    assert (
        "Utslippene i Prøvekommune 2 kommune var 1 800 tonn CO₂-ekvivalenter i 2024. Det er 25,0 % lavere "
        "enn i 2023 og 40,0 % lavere enn i 2009. Tallene er fra utgaven som ble publisert "
        "1. november 2025, og gjelder ti sektorer."
    ) in page_of(client, THIRD)


@pytest.mark.usefixtures("inhabitants")
def test_the_large_figures_have_share_and_rank(client: Any, in_use: Make) -> None:
    in_use()
    page = page_of(client, THIRD)
    assert "tonn per innbygger 0,30" in page
    assert "av Osloregionens utslipp 50,0 %" in page
    assert "av summen av kommunene i landet 30,0 %" in page
    assert "av 3 etter utslipp nr. 1" in page


@pytest.mark.usefixtures("inhabitants")
def test_equal_members_share_a_place(client: Any, in_use: Make) -> None:
    in_use()
    page = page_of(client, FIRST)
    assert "Nr. 3 av 3 når den med størst utslipp er nr. 1." in page
    assert "Nr. 1 av 3 (delt) når den med størst utslipp per innbygger er nr. 1." in page
    # The third lives among twice as many as it emits for.
    assert "Nr. 3 av 3 når den med størst utslipp per innbygger er nr. 1." in page_of(client, THIRD)


@pytest.mark.usefixtures("inhabitants")
def test_those_nearest_in_inhabitants_stand_beside_it(client: Any, in_use: Make) -> None:
    in_use()
    rows = file_of(client, FIRST, "like-store")
    assert [(row["Kommune"], row["Innbyggere"]) for row in rows] == [
        ("Prøvekommune 2", "6000"),
        ("Prøvekommune 1", "2000"),
        ("Prøvekommune 0", "1000"),
    ]
    assert [row["Tonn per innbygger"] for row in rows] == ["0,30", "0,60", "0,60"]


def test_without_its_inhabitants_nobody_is_like_it_but_its_county(client: Any, in_use: Make) -> None:
    in_use()
    page = page_of(client, FIRST)
    assert "omtrent like mange innbyggere" not in page
    assert "tonn per innbygger ikke registrert" in page
    assert [row["Kommune"] for row in file_of(client, FIRST, "fylket")] == [
        f"Prøvekommune {place}" for place in range(3)
    ]


def test_inhabitants_of_another_day_are_not_used(client: Any, in_use: Make) -> None:
    in_use()
    Population.objects.create(
        municipality=Municipality.objects.get(slug="provekommune-0"), on="2024-07-01", count=9, source="Prøve"
    )
    assert "tonn per innbygger ikke registrert" in page_of(client, FIRST)


def test_the_years_have_the_shares_of_region_and_country(client: Any, in_use: Make) -> None:
    in_use()
    newest = file_of(client, THIRD, "ar")[0]
    assert newest["Utslipp (tonn CO₂-ekvivalenter)"] == "1800"
    assert newest["Andel av Osloregionen"] == "50,0"
    assert newest["Andel av summen av kommunene i landet"] == "30,0"


def test_the_sectors_lead_to_their_sources(client: Any, in_use: Make) -> None:
    in_use()
    assert [row["Utslipp (tonn CO₂-ekvivalenter)"] for row in file_of(client, FIRST, "sektorer")] == [
        *["60"] * 10,
        "600",
    ]
    assert 'href="/utslipp/provekommune-0/veitrafikk/"' in client.get(FIRST).content.decode()


def test_a_member_without_a_figure_in_the_year_is_not_said_to_lack_a_sector(
    client: Any, in_use: Make
) -> None:
    in_use(lacking={(9101, 2024, one[0]) for one in EVERY_TEN})
    page = page_of(client, FIRST)
    assert "er ikke registrert: Utgaven har ingen tall for kommunen det året." in page
    assert "minst én sektor" not in page


def test_a_missing_sector_is_no_zero(client: Any, in_use: Make) -> None:
    in_use(lacking={(9101, 2024, "Veitrafikk")})
    page = page_of(client, FIRST)
    assert (
        "Utslippene i Prøvekommune 0 kommune i 2024 er ikke registrert: Utgaven mangler tall i minst" in page
    )
    assert "Veitrafikk ikke registrert" in page
    # The others' places are among those who have the figure.
    assert "Nr. 1 av 2 når den med størst utslipp er nr. 1." in page_of(client, THIRD)


@pytest.mark.parametrize(
    ("of", "told", "tonnes"),
    [(EVERY_NINE, "ni sektorer, sammenlignbart", "1 080"), (EVERY_TEN, "ti sektorer", "1 200")],
)
def test_its_own_edition_counts_where_it_is_newer(
    client: Any, in_use: Make, of: Any, told: str, tonnes: str
) -> None:
    in_use(published_on="2025-11-01", of=of)
    in_use(published_on="2025-11-05", of=of, one="Prøvekommune 0", times=2)
    page = page_of(client, FIRST)
    assert f"var {tonnes} tonn" in page
    assert f"publisert 5. november 2025, og gjelder {told}." in page
    # Shares and places are of the edition that all are in.
    assert "Andeler, plassering og lignende kommuner er derfor regnet av utgaven for alle kommuner" in page
    assert "av Osloregionens utslipp 16,7 %" in page
    assert "Andel av Osloregionen" not in file_of(client, FIRST, "ar")[0]


def test_the_edition_of_all_counts_where_it_is_as_new(client: Any, in_use: Make) -> None:
    in_use(published_on="2025-11-05")
    in_use(published_on="2025-11-05", one="Prøvekommune 0", times=2)
    assert "var 600 tonn" in page_of(client, FIRST)


def test_alone_its_own_edition_has_neither_shares_nor_places(client: Any, in_use: Make) -> None:
    in_use(one="Prøvekommune 0")
    page = page_of(client, FIRST)
    assert "var 600 tonn" in page
    assert "Andeler og plassering kan ikke vises" in page
    assert "av summen av kommunene i landet" not in page
    assert "Plass blant medlemmene" not in page
    assert "er ikke registrert i portalen" in page_of(client, THIRD)


def test_places_of_nine_sectors_are_not_given_to_sums_of_ten(client: Any, in_use: Make) -> None:
    in_use(published_on="2025-11-01", of=EVERY_NINE)
    in_use(published_on="2025-11-05", of=EVERY_TEN, one="Prøvekommune 0")
    assert "Velg ni sektorer for å se dem." in page_of(client, FIRST)
    assert "Nr. 3 av 3" in page_of(client, f"{FIRST}?sektorer=ni")


def test_an_older_edition_can_be_asked_for_and_says_that_it_is_another(client: Any, in_use: Make) -> None:
    former = in_use(published_on="2024-11-01", times=2)
    in_use(published_on="2025-11-01")
    page = page_of(client, f"{FIRST}?utgave={former.pk}")
    assert "var 1 200 tonn" in page
    assert "Dette er ikke utgaven som gjelder nå. Vis tallene fra den som gjelder." in page


def test_a_member_without_figures_has_a_page_that_says_so(client: Any) -> None:
    page = page_of(client, "/utslipp/asker/")
    assert "Utslippene i Asker kommune er ikke registrert i portalen." in page
    assert 'href="/medlemmer/asker/"' in client.get("/utslipp/asker/").content.decode()


def test_who_left_keeps_a_page_for_the_figures_of_its_time(client: Any, in_use: Make) -> None:
    in_use()
    Membership.objects.filter(municipality__slug="provekommune-0").update(left_on="2025-12-31")
    assert "var 600 tonn" in page_of(client, FIRST)


def test_names_of_files_say_whose_figures_of_which_edition_and_sectors(client: Any, in_use: Make) -> None:
    in_use()
    begins = "utslipp-provekommune-0-utgave-2025-11-01-ni-sektorer"
    for asked, name in (
        ("diagram=utvikling&format=csv", "utvikling-2009-2024"),
        ("diagram=andeler&format=csv", "andeler-2024"),
        ("diagram=endring&format=csv", "endring-2009-2024"),
        ("tabell=ar&format=csv", "ar-2009-2024"),
        ("tabell=sektorer&format=csv", "sektorer-2024"),
        ("tabell=fylket&format=csv", "fylket-2024"),
    ):
        answer = client.get(f"{FIRST}?sektorer=ni&{asked}")
        assert f'filename="{begins}-{name}-20' in answer["Content-Disposition"]
