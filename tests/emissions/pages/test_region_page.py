"""The region's page: what a reader sees first, the tables with what they say is missing, and the map."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from lxml import html

from emissions.models import Edition, Emission, PublishedTable
from emissions.services import publish_edition
from members.models import Municipality, Population
from tests.emissions.conftest import EVERY_NINE, EVERY_TEN
from tests.emissions.pages.conftest import Make
from tests.reading import page_of

pytestmark = pytest.mark.django_db

PAGE = "/utslipp/"


def file_of(client: Any, address: str, table: str) -> list[dict[str, str]]:
    """Return the rows of a table of a page as its CSV file has them."""
    response = client.get(f"{address}{'&' if '?' in address else '?'}format=csv&tabell={table}")
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_the_first_sentences_say_figure_change_year_and_edition(client: Any, in_use: Make) -> None:
    in_use()
    assert (
        "Utslippene i Osloregionen var 3 600 tonn CO₂-ekvivalenter i 2024. Det er 25,0 % lavere enn i 2023 "
        "og 40,0 % lavere enn i 2009. Tallene er fra utgaven som ble publisert 1. november 2025, og "
        "gjelder ti sektorer."
    ) in page_of(client, PAGE)


@pytest.mark.usefixtures("inhabitants")
def test_the_large_figures_say_change_share_and_emissions_of_an_inhabitant(client: Any, in_use: Make) -> None:
    in_use()
    page = page_of(client, PAGE)
    assert "siden 2023 −1 200 tonn −25,0 %" in page
    assert "siden 2009 −2 400 tonn −40,0 %" in page
    assert "tonn per innbygger 0,40" in page
    # Of the sum of the municipalities, of which one is no member.
    assert "av summen av kommunene i landet 60,0 %" in page


def test_an_edition_of_the_members_alone_leaves_the_country_out_and_says_so(
    client: Any, make_edition: Callable[..., Edition]
) -> None:
    publish_edition(edition=make_edition(published_on="2025-11-01", of=EVERY_TEN))
    said = "Utgaven har ingen sum for landets kommuner, så andelen av landet er ikke regnet ut."
    for address, tonnes in ((PAGE, "3 000 tonn"), ("/utslipp/provekommune-0/", "1 000 tonn")):
        page = page_of(client, address)
        assert tonnes in page
        assert page.count(said) == 1
        assert "av summen av kommunene i landet" not in page
        assert "i landets kommuner" not in page.replace(said, "")
        assert "Landet er summen av" not in page
        for table in ("ar", "sektorer"):
            assert not [name for name in file_of(client, address, table)[0] if "landet" in name]
    # What is a share of the region is there all the same.
    assert file_of(client, "/utslipp/provekommune-0/", "ar")[0]["Andel av Osloregionen"] == "33,3"


def test_a_year_without_a_sum_lacks_the_country_no_less(
    client: Any, make_edition: Callable[..., Edition]
) -> None:
    # Of the nine sectors it has two, so that no year has a sum.
    publish_edition(edition=make_edition(published_on="2025-11-01"))
    page = page_of(client, PAGE)
    assert "tall for 0 av 3" in page
    assert "av summen av kommunene i landet" not in page


def test_of_an_edition_with_others_the_country_is_there(client: Any, in_use: Make) -> None:
    in_use()
    page = page_of(client, PAGE)
    assert "Utgaven har ingen sum for landets kommuner" not in page
    assert "Landet er summen av kommunene i statistikken" in page


def test_where_all_members_inhabitants_are_known_the_regions_emissions_are_told_for_each(
    client: Any, in_use: Make
) -> None:
    edition = in_use(times=7.3)
    lived: dict[int, int] = defaultdict(int)
    for place, member in enumerate(Municipality.objects.members_now().order_by("name")):
        for year in (2009, 2023, 2024):
            # Of one member only what others have: of 2009 a day that does not count.
            day = "02" if (year, place) == (2009, 2) else "01"
            count = 1001 + 977 * place + 13 * (year - 2009)
            Population.objects.create(municipality=member, on=f"{year}-01-{day}", count=count, source="Prøve")
            lived[year] += count
    emitted: dict[int, int] = defaultdict(int)
    for year, grams in Emission.objects.filter(edition=edition).values_list("year", "grams"):
        emitted[year] += grams
    heads = {
        year: f"{(Decimal(emitted[year]) / 1_000_000 / lived[year]).quantize(Decimal('0.01'), ROUND_HALF_UP)}"
        for year in (2023, 2024)
    }
    told = {year: text.replace(".", ",") for year, text in heads.items()}
    assert told[2023] != told[2024]

    rows = {row["År"]: row for row in file_of(client, PAGE, "ar")}
    page = page_of(client, PAGE)

    assert {year: row["Tonn per innbygger"] for year, row in rows.items()} == {
        "2009": "",
        "2023": told[2023],
        "2024": told[2024],
    }
    assert [rows[year]["Innbyggere"] for year in ("2009", "2023", "2024")] == [
        "",
        str(lived[2023]),
        str(lived[2024]),
    ]
    assert f"tonn per innbygger {told[2024]}" in page
    assert f" {told[2024]} 60,0 % 2023 " in page
    assert f"tonn per innbygger {told[2023]}" in page_of(client, f"{PAGE}?ar=2023")
    assert (
        "Regionens utslipp per innbygger finnes bare for år der alle medlemmene har registrert folketall "
        "1. januar."
    ) in page


def test_a_year_in_which_a_members_inhabitants_are_not_known_has_nothing_for_each(
    client: Any, in_use: Make
) -> None:
    in_use()
    assert "tonn per innbygger ikke registrert" in page_of(client, PAGE)


def test_the_sectors_of_the_figures_are_seen_and_can_be_changed(client: Any, in_use: Make) -> None:
    in_use()
    of_ten, of_nine = page_of(client, PAGE), page_of(client, f"{PAGE}?sektorer=ni")
    assert "3 600" in of_ten
    assert "Utslippene i Osloregionen var 3 240 tonn" in of_nine
    assert "gjelder ni sektorer, sammenlignbart." in of_nine
    markup = client.get(PAGE).content.decode()
    assert '<a href="/utslipp/?sektorer=ni" rel="nofollow">ni sektorer, sammenlignbart</a>' in markup
    assert '<strong aria-current="true">ti sektorer</strong>' in markup


def test_an_edition_of_nine_sectors_offers_no_ten(client: Any, in_use: Make) -> None:
    in_use(of=EVERY_NINE)
    assert "og gjelder ni sektorer, sammenlignbart." in page_of(client, PAGE)
    assert "sektorer=ti" not in client.get(PAGE).content.decode()


def test_another_year_can_be_chosen(client: Any, in_use: Make) -> None:
    in_use()
    page = page_of(client, f"{PAGE}?ar=2023")
    assert "Utslippene i Osloregionen var 4 800 tonn CO₂-ekvivalenter i 2023." in page
    assert "Sektorene i 2023" in page


def test_the_first_year_has_no_change(client: Any, in_use: Make) -> None:
    in_use()
    page = page_of(client, f"{PAGE}?ar=2009")
    assert "Utslippene i Osloregionen var 6 000 tonn CO₂-ekvivalenter i 2009. Tallene er" in page
    assert "2009 6 000 – – – –" in page


def test_the_years_stand_in_a_table_and_a_file(client: Any, in_use: Make) -> None:
    in_use()
    assert "2024 3 600 −1 200 −25,0 % −2 400 −40,0 % ikke registrert 60,0 %" in page_of(client, PAGE)
    newest, *_rest = rows = file_of(client, PAGE, "ar")
    assert [row["År"] for row in rows] == ["2024", "2023", "2009"]
    assert newest["Utslipp (tonn CO₂-ekvivalenter)"] == "3600"
    assert newest["Siden 2009 i prosent"] == "-40,0"
    assert newest["Tonn per innbygger"] == ""
    assert (newest["Kommuner med tall i alle sektorene"], newest["Kommuner"]) == ("3", "3")


def test_a_year_that_is_not_compared_with_the_one_before_it_is_told(client: Any, in_use: Make) -> None:
    in_use()
    assert "Utgaven har ikke tall for alle år: 2023 er sammenlignet med 2009." in page_of(client, PAGE)


def test_the_sectors_add_up_to_the_total_and_lead_to_their_sources(client: Any, in_use: Make) -> None:
    in_use()
    rows = file_of(client, PAGE, "sektorer")
    *sectors, total = [int(row["Utslipp (tonn CO₂-ekvivalenter)"]) for row in rows]
    assert sectors == [360] * 10
    assert sum(sectors) == total == 3600
    assert [row["Andel av totalen"] for row in rows] == ["10,0"] * 10 + ["100,0"]
    assert '<a href="/utslipp/sektorer/veitrafikk/">Veitrafikk</a>' in client.get(PAGE).content.decode()
    assert "avrundet" not in page_of(client, PAGE)


def test_sectors_that_are_rounded_apart_from_their_sum_say_so(client: Any, in_use: Make) -> None:
    # 108.36 tonnes of each sector is shown as 108, and their sum as 1084.
    in_use(times=0.301)
    assert "Tallene er avrundet, så summen kan avvike." in page_of(client, PAGE)


def test_half_a_tonne_is_rounded_up(client: Any, in_use: Make) -> None:
    # 3.6 tonnes by a sector and half a tonne in all.
    in_use(times=0.0125, of=EVERY_NINE)
    assert file_of(client, PAGE, "ar")[0]["Utslipp (tonn CO₂-ekvivalenter)"] == "41"


def test_without_all_members_a_year_has_no_sum(client: Any, in_use: Make) -> None:
    in_use(lacking={(9101, 2024, one[0]) for one in EVERY_TEN})
    page = page_of(client, PAGE)
    assert (
        "Osloregionen har ingen sum for 2024: 2 av 3 kommuner har tall i alle sektorene det året. "
        "Det mangler tall for Prøvekommune 0."
    ) in page
    assert "tonn CO₂-ekvivalenter i 2024 tall for 2 av 3" in page
    assert "2024 tall for 2 av 3 ikke registrert" in page
    assert "Veitrafikk tall for 2 av 3" in page
    assert file_of(client, PAGE, "ar")[0]["Utslipp (tonn CO₂-ekvivalenter)"] == ""


def test_a_sum_is_there_only_where_every_member_has_every_sector(client: Any, in_use: Make) -> None:
    in_use(lacking={(9101, 2024, "Veitrafikk"), (9102, 2023, EVERY_TEN[9][0])})
    page = page_of(client, PAGE)
    assert "2024 tall for 2 av 3" in page
    assert "2023 tall for 2 av 3" in page
    # The other sectors of the year have theirs.
    assert "Sjøfart 360" in page
    assert "2023 4 320" in page_of(client, f"{PAGE}?sektorer=ni")
    assert "Endringen siden 2023 er ikke kjent" not in page_of(client, f"{PAGE}?ar=2023")


def test_what_changed_since_a_year_without_sum_is_told_as_not_known(client: Any, in_use: Make) -> None:
    in_use(lacking={(9101, 2023, "Veitrafikk")})
    page = page_of(client, PAGE)
    assert "Det er 40,0 % lavere enn i 2009. Endringen siden 2023 er ikke kjent" in page
    assert "siden 2023 ikke registrert" in page


@pytest.mark.parametrize("of", [EVERY_TEN[:2], EVERY_TEN[-1:]], ids=["two sectors", "the tenth"])
def test_sectors_that_nobody_has_leave_no_sum(client: Any, in_use: Make, of: Any) -> None:
    in_use(of=of)
    assert "tall for 0 av 3" in page_of(client, f"{PAGE}?sektorer=ni")


def test_a_change_since_nought_has_no_per_cent(client: Any, in_use: Make) -> None:
    in_use(times=0)
    page = page_of(client, PAGE)
    assert "2024 0 0 – 0 –" in page
    # Of nought in all, no sector has a share; nothing of it is missing.
    assert "Veitrafikk 0 – 0 – 0 –" in page
    # Behind the bars of change too.
    assert "Veitrafikk 0 –" in page.partition("Endring etter sektor")[2]
    assert "Utslippene i Osloregionen var 0 tonn CO₂-ekvivalenter i 2024. Tallene er" in page


def test_the_map_tells_each_members_change_in_words_and_signs(client: Any, in_use: Make) -> None:
    for col, name in enumerate(("Prøvekommune 0", "Prøvekommune 1", "Prøvekommune 2"), start=1):
        Municipality.objects.filter(tile_row=1, tile_col=col).update(tile_row=None, tile_col=None)
        Municipality.objects.filter(name=name).update(tile_row=1, tile_col=col)
    in_use(lacking={(9103, 2024, "Veitrafikk")})
    markup = client.get(PAGE).content.decode().replace("\u00a0", " ")
    tiles = re.findall(r'<a class="tile ([\w-]+)" href="([^"]+)" title="([^"]+)"', markup)
    assert tiles == [
        ("tone-solid", "/utslipp/provekommune-0/", "Prøvekommune 0: −40,0 %"),
        ("tone-solid", "/utslipp/provekommune-1/", "Prøvekommune 1: −40,0 %"),
        ("tone-empty", "/utslipp/provekommune-2/", "Prøvekommune 2: ikke registrert"),
    ]
    legend = page_of(client, PAGE)
    assert "Ned 30 % eller mer (2)" in legend
    assert "Opp 15 % eller mer (0)" in legend
    assert "Ikke registrert (1)" in legend


def test_the_charts_say_what_they_show_and_come_as_files(client: Any, in_use: Make) -> None:
    in_use()
    page = page_of(client, PAGE)
    assert "Utslipp i Osloregionen fra 2009 til 2024, etter sektor" in page
    assert "Endring i Osloregionen fra 2009 til 2024, etter sektor" in page
    assert "Hver sektors andel av utslippene i Osloregionen i 2024" in page
    said = "Ti sektorer. Utgaven av statistikken ble publisert 1. november 2025."
    figures = html.fromstring(client.get(PAGE).content).xpath("//figure[@class='chart']")
    for figure in figures:
        [caption] = figure.xpath("./figcaption")
        assert said in caption.text_content().replace("\u00a0", " ")
        # The source does not say it again.
        assert "Utgaven" not in figure.xpath("string(./p[@class='source'])")
    assert len(figures) == 3
    markup = client.get(PAGE).content.decode().replace("\u00a0", " ")
    assert "Samlet: 6 000 tonn i 2009 og 3 600 tonn i 2024." in markup
    response = client.get(f"{PAGE}?diagram=utvikling&format=csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["Sum (tonn)"] for row in rows] == ["6000", "4800", "3600"]
    assert rows[0]["Veitrafikk (tonn)"] == "600"


def test_a_newer_edition_of_a_municipality_is_told_and_left_out(client: Any, in_use: Make) -> None:
    in_use(published_on="2025-11-01")
    in_use(published_on="2025-11-05", one="Prøvekommune 1", times=2)
    in_use(published_on="2025-10-05", one="Prøvekommune 2", times=3)
    page = page_of(client, PAGE)
    assert "Prøvekommune 1 har en nyere utgave for seg, publisert 5. november 2025." in page
    assert "Prøvekommune 2 har" not in page
    assert "var 3 600 tonn" in page


def test_an_edition_of_one_alone_says_that_the_region_has_none(client: Any, in_use: Make) -> None:
    in_use(one="Prøvekommune 1")
    page = page_of(client, PAGE)
    assert "Ingen utgave med alle kommuner er i bruk, så tallene for regionen er ikke registrert." in page
    assert '<a href="/utslipp/provekommune-1/">Prøvekommune 1</a>' in client.get(PAGE).content.decode()
    assert "nyere utgave" not in page


def test_an_edition_that_is_not_in_use_is_not_shown(client: Any, in_use: Make) -> None:
    in_use(use=False)
    assert "er ikke registrert i portalen ennå" in page_of(client, PAGE)


def test_every_figure_leads_to_its_method(client: Any, in_use: Make) -> None:
    in_use()
    markup = client.get(PAGE).content.decode()
    for anchor in ("utslipp", "endring", "per-innbygger", "andel", "ni-og-ti-sektorer"):
        assert f'href="/utslipp/metode/#{anchor}"' in markup


def test_two_editions_of_the_region_say_who_it_is_made_of(client: Any, in_use: Make) -> None:
    first, second = in_use(published_on="2024-11-01"), in_use(published_on="2025-11-01", times=2)
    address, said = f"/utslipp/utgaver/{first.pk}/{second.pk}/", "de som var medlemmer da den ble lest inn."
    assert said in page_of(client, address)
    assert said not in page_of(client, f"{address}?kommune=provekommune-0")


# --- Where no edition is in use: the council's content ------------------------------------------------


def test_what_has_been_published_stands_where_no_edition_is_in_use(client: Any) -> None:
    page = page_of(client, PAGE)
    assert (
        "Utslippene gikk ned med 7 % fra 2019 til 2020, en nedgang på 562 289 tonn CO₂-ekvivalenter. "
        "Det er tallene rådet selv har publisert."
    ) in page
    assert "av de nasjonale utslippene i 2020 22 %" in page
    assert 'href="/utslipp/publisert/"' in client.get(PAGE).content.decode()


def test_what_is_not_registered_is_named(client: Any) -> None:
    page = page_of(client, PAGE)
    assert "Kommunetallene i den nasjonale statistikken er ikke registrert i portalen ennå." in page
    assert "utslipp per innbygger" in page


def test_there_is_nothing_to_take_as_a_file_where_no_edition_is_in_use(
    refused: Callable[[str], tuple[int, str]],
) -> None:
    status, said = refused(f"{PAGE}?format=csv")
    assert status == 400
    assert "Siden har ingen tabeller å laste ned" in said


@pytest.mark.usefixtures("empty_portal")
def test_the_page_works_in_an_empty_portal(client: Any) -> None:
    page = page_of(client, PAGE)
    assert "Ingen publiserte utslippstall er registrert." in page
    assert "Andelen av de nasjonale utslippene er ikke registrert." in page


def test_a_published_table_without_a_total_is_led_to(client: Any) -> None:
    PublishedTable.objects.get().rows.filter(sector=None).delete()
    assert "Rådet har publisert tall for enkelte sektorer." in page_of(client, PAGE)
