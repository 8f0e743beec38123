"""The page of emissions: the published table as published, its flags, the shares, the chart, the sectors."""

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from emissions.models import PublishedRow, PublishedShare, PublishedTable, Sector, Source, SourceGas
from tests.factories import make_published_table
from tests.reading import page_of

pytestmark = pytest.mark.django_db

PAGE = "/utslipp/"


def file_of(client: Any, query: str = "") -> list[dict[str, str]]:
    """Return the rows of a CSV file of the page."""
    response = client.get(f"{PAGE}?format=csv{query}")
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_the_headline_says_the_total_change_with_its_years(client: Any) -> None:
    assert (
        "Utslippene gikk ned med 7 % fra 2019 til 2020, en nedgang på 562 289 tonn CO₂-ekvivalenter. "
        "Det er tallene rådet selv har publisert."
    ) in page_of(client, PAGE)


def test_the_table_stands_as_it_was_published(client: Any) -> None:
    page = page_of(client, PAGE)
    for line in (
        "Annen mobil forbrenning −3 % −27 366",
        "Industri, olje og gass −21 % −82 123",
        "Jordbruk 0 % 5 285",
        "Sjøfart −41 % −92 400",
        "Veitrafikk −5 % −171 962",
        "Totalt −7 % −562 289",
    ):
        assert line in page


def test_the_impossible_figure_is_flagged_in_words(client: Any) -> None:
    page = page_of(client, PAGE)
    assert "Luftfart −120 % (kan ikke stemme) −152 353" in page
    assert page.count("(kan ikke stemme)") == 1
    assert "et utslipp kan ikke gå ned med mer enn 100 %" in page


def test_a_figure_is_flagged_without_a_remark_of_staff(client: Any) -> None:
    PublishedRow.objects.filter(label="Luftfart").update(remark="")
    assert "Luftfart: −120 % kan ikke stemme." in page_of(client, PAGE)


def test_percent_and_tonnes_that_disagree_are_flagged(client: Any) -> None:
    PublishedRow.objects.filter(label="Jordbruk").update(percent=-4)
    assert "Jordbruk −4 % (prosent og tonn går hver sin vei) 5 285" in page_of(client, PAGE)


def test_the_sum_is_checked_and_the_rounding_told(client: Any) -> None:
    assert "Summen av sektorene avviker 1 tonn fra totalen som er publisert." in page_of(client, PAGE)


def test_a_sum_that_fits_says_so(client: Any) -> None:
    PublishedRow.objects.filter(label="Totalt").update(tonnes=-562290)
    assert "Summen av sektorene er lik totalen som er publisert." in page_of(client, PAGE)


def test_a_large_difference_is_not_called_rounding(client: Any) -> None:
    PublishedRow.objects.filter(label="Totalt").update(tonnes=-500000)
    page = page_of(client, PAGE)
    assert "avviker 62 290 tonn" in page
    assert "avrunding" not in page


def test_a_sum_with_a_missing_figure_is_not_checked(client: Any) -> None:
    PublishedRow.objects.filter(label="Sjøfart").update(tonnes=None)
    page = page_of(client, PAGE)
    assert "kan ikke kontrolleres" in page
    assert "Sjøfart −41 % ikke registrert" in page


def test_the_comments_stand_as_published(client: Any) -> None:
    assert "Pandemien er selvsagt en stor faktor" in page_of(client, PAGE)


def test_the_source_and_time_of_publishing_are_told(client: Any) -> None:
    page = page_of(client, PAGE)
    assert "Presentasjonen «Osloregionen interkommunalt politisk råd», fra 2022, uten dato." in page
    assert "Publisert: 2022; datoen er ikke oppgitt." in page


def test_the_shares_have_year_and_source(client: Any) -> None:
    page = page_of(client, PAGE)
    assert "av de nasjonale utslippene i 2020 22 %" in page
    assert "av de nasjonale utslippene i veitrafikken i 2020 50 %" in page


def test_the_chart_has_its_text_and_its_table_with_the_largest_fall_first(client: Any) -> None:
    page = client.get(PAGE).content.decode()
    assert "Størst nedgang: Veitrafikk (−171\u00a0962 tonn)" in page
    figure = page.split('<figure class="chart">')[1].split("</figure>")[0]
    body = figure.split("<tbody>")[1]
    assert re.findall(r'<th scope="row">([^<]+)', body)[:3] == ["Veitrafikk", "Luftfart", "Sjøfart"]
    assert "Totalt" not in body


def test_the_chart_labels_its_numbers_in_bokmal(client: Any) -> None:
    drawing = client.get(PAGE).content.decode().split('<div class="chart-wide">')[1]
    assert "−171\u00a0962" in drawing


def test_the_ten_sectors_are_listed_with_sources_and_gases(client: Any) -> None:
    page = page_of(client, PAGE)
    assert Sector.objects.count() == 10
    for name in Sector.objects.values_list("name", flat=True):
        assert name in page
    assert "Vedfyring: CH₄, N₂O (2009–2024)" in page
    assert "Også kalt «produkter med fluorgasser»." in page


def test_the_page_says_that_municipal_figures_are_not_registered(client: Any) -> None:
    assert "Kommunetallene i den nasjonale statistikken er ikke registrert" in page_of(client, PAGE)


def test_the_table_can_be_taken_as_a_file_with_its_flags(client: Any) -> None:
    rows = {row["Sektor"]: row for row in file_of(client)}
    assert rows["Luftfart"]["Endring i prosent"] == "-120"
    assert rows["Luftfart"]["Endring (tonn CO₂-ekvivalenter)"] == "-152353"
    assert rows["Luftfart"]["Kontroll"] == "kan ikke stemme"
    assert rows["Veitrafikk"]["Kontroll"] == ""
    assert len(rows) == 10


def test_shares_and_sectors_can_be_taken_as_files(client: Any) -> None:
    assert [row["Andel i prosent"] for row in file_of(client, "&tabell=andeler")] == ["22,0", "50,0"]
    assert len(file_of(client, "&tabell=sektorer")) == Source.objects.count()
    content = json.loads(client.get(f"{PAGE}?format=json&tabell=andeler").content)
    assert content["rows"][0]["percent"] == 22
    assert client.get(f"{PAGE}?format=xlsx").content[:2] == b"PK"


def test_unknown_tables_and_formats_are_refused_in_norwegian(client: Any) -> None:
    for query, message in (
        ("format=pdf", "Formatet «pdf» finnes ikke"),
        ("format=csv&tabell=x", "Siden har ikke tabellen «x»"),
    ):
        response = client.get(f"{PAGE}?{query}")
        assert response.status_code == 400
        assert message in response.content.decode()


@pytest.mark.usefixtures("empty_portal")
def test_the_page_works_in_an_empty_portal(client: Any) -> None:
    page = page_of(client, PAGE)
    assert "Ingen publiserte utslippstall er registrert." in page
    assert "Sektorene er ikke registrert." in page
    assert client.get(f"{PAGE}?format=csv").status_code == 200


@pytest.mark.usefixtures("empty_portal")
def test_a_table_without_tonnes_has_no_chart(client: Any) -> None:
    table = make_published_table()
    PublishedRow.objects.filter(table=table).update(tonnes=None)
    response = client.get(PAGE)
    assert response.status_code == 200
    assert '<figure class="chart">' not in response.content.decode()


def test_the_page_makes_no_more_queries_with_more_rows(
    client: Any, count_queries: Callable[[str], int]
) -> None:
    def cost_with(more: int) -> list[int]:
        table = PublishedTable.objects.get(slug__startswith="utslipp")
        taken = Sector.objects.count()
        for number in range(taken, taken + more):
            sector = Sector.objects.create(name=f"Prøve {number}", slug=f"prove-{number}", order=number)
            source = Source.objects.create(sector=sector, name="Kilde")
            SourceGas.objects.create(emission_source=source, gas="CO2")
            PublishedRow.objects.create(table=table, order=number, sector=sector, label=sector.name, tonnes=1)
            PublishedShare.objects.create(text="av noe", percent=1, year=2020, source="Prøve")
        return [
            count_queries(f"{PAGE}{query}") for query in ("", "?format=csv", "?format=csv&tabell=sektorer")
        ]

    assert cost_with(5) == cost_with(50)
