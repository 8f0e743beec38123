"""The page of published figures: the table as published, its flags, the shares, an edition beside them."""

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from emissions.models import PublishedRow
from tests.emissions.pages.conftest import Make
from tests.factories import make_published_table
from tests.reading import page_of

pytestmark = pytest.mark.django_db

PAGE = "/utslipp/publisert/"


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


@pytest.mark.usefixtures("drawn")
def test_the_chart_labels_its_numbers_in_bokmal(client: Any) -> None:
    drawing = client.get(PAGE).content.decode().split('<div class="chart-wide">')[1]
    assert "−171\u00a0962" in drawing


def test_the_table_can_be_taken_as_a_file_with_its_flags(client: Any) -> None:
    rows = {row["Sektor"]: row for row in file_of(client)}
    assert rows["Luftfart"]["Endring i prosent"] == "-120"
    assert rows["Luftfart"]["Endring (tonn CO₂-ekvivalenter)"] == "-152353"
    assert rows["Luftfart"]["Kontroll"] == "kan ikke stemme"
    assert rows["Veitrafikk"]["Kontroll"] == ""
    assert len(rows) == 10


def test_the_shares_can_be_taken_as_files(client: Any) -> None:
    assert [row["Andel i prosent"] for row in file_of(client, "&tabell=andeler")] == ["22,0", "50,0"]
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
    assert "Andelen av de nasjonale utslippene er ikke registrert." in page
    assert client.get(f"{PAGE}?format=csv").status_code == 200


@pytest.mark.usefixtures("empty_portal")
def test_a_table_without_tonnes_has_no_chart(client: Any) -> None:
    table = make_published_table()
    PublishedRow.objects.filter(table=table).update(tonnes=None)
    response = client.get(PAGE)
    assert response.status_code == 200
    assert '<figure class="chart">' not in response.content.decode()


# --- Beside an edition ----------------------------------------------------------------------------------


def test_without_an_edition_nothing_stands_beside(client: Any) -> None:
    page = page_of(client, PAGE)
    assert "De samme årene i utgaven" not in page
    assert "så det står ingen tall ved siden av de publiserte" in page


def test_the_same_years_of_the_edition_stand_beside_with_what_explains_them(
    client: Any, in_use: Make
) -> None:
    in_use(years=(2019, 2020))
    page = page_of(client, PAGE)
    assert "publisert 1. november 2025" in page
    assert "Totalt −562 289 −270 −7 % −5,6 %" in page
    assert "Veitrafikk −171 962 −30 −5 % −5,6 %" in page
    # What was published stays as it was.
    assert "Luftfart −120 % (kan ikke stemme) −152 353" in page
    rows = {row["Sektor"]: row for row in file_of(client, f"&tabell={_beside_name(client)}")}
    assert rows["Totalt"]["I utgaven (tonn)"] == "-270"
    assert rows["Totalt"]["I utgaven, i prosent av det siste året"] == "-5,9"
    assert "kan ikke stemme" in rows["Luftfart"]["Forklaring"]
    assert "270 tonn" in rows["Totalt"]["Forklaring"]


def test_the_headline_says_in_the_same_breath_what_the_edition_says(client: Any, in_use: Make) -> None:
    in_use(years=(2019, 2020))
    assert (
        "en nedgang på 562 289 tonn CO₂-ekvivalenter. Det er tallene rådet selv har publisert. I utgaven som "
        "ble publisert 1. november 2025, er de gått ned med 5,6 %, 270 tonn, fra 2019 til 2020 (ni sektorer)."
    ) in page_of(client, PAGE)


def _beside_name(client: Any) -> str:
    found = re.search(r"tabell=([\w-]+-og-utgaven)", client.get(PAGE).content.decode())
    assert found is not None
    return found[1]


def test_it_is_over_nine_sectors_whatever_the_edition_has(client: Any, in_use: Make) -> None:
    in_use(years=(2019, 2020))
    page = page_of(client, PAGE)
    assert "Sektorer ni sektorer, sammenlignbart Hva er forskjellen?" in page
    assert "sektorer=ti" not in client.get(PAGE).content.decode()


def test_years_that_the_edition_lacks_are_told(client: Any, in_use: Make) -> None:
    in_use(years=(2023, 2024))
    page = page_of(client, PAGE)
    assert "rådet selv har publisert. Utgaven har ikke tall for 2019 og 2020." in page
    assert "De samme årene i utgaven Utgaven har ikke tall for 2019 og 2020." in page
    assert "I utgaven i prosent" not in page


def test_the_editions_shares_stand_beside_the_published_and_say_of_what(client: Any, in_use: Make) -> None:
    in_use(years=(2019, 2020))
    page = page_of(client, PAGE)
    assert "andelen av summen av kommunene i statistikken" in page
    assert "Alle ni sektorene 4 590 7 650 60,0 %" in page
    assert "Veitrafikk 510 850 60,0 %" in page
    assert file_of(client, "&tabell=andeler-i-utgaven")[0] == {
        "Sektor": "Alle ni sektorene",
        "År": "2020",
        "Osloregionen (tonn)": "4590",
        "Summen av kommunene i landet (tonn)": "7650",
        "Andel": "60,0",
    }


def test_more_tables_beside_the_edition_take_no_more_queries(
    client: Any, in_use: Make, count_queries: Callable[[str], int]
) -> None:
    in_use(years=(2019, 2020))
    few = count_queries(PAGE)
    for _number in range(3):
        make_published_table()
    assert count_queries(PAGE) == few


def test_names_of_files_say_whose_figures_when_published_and_which_edition(client: Any, in_use: Make) -> None:
    in_use(years=(2009, 2019, 2020))
    slug = "utslippsendring-2019-2020"
    for asked, name in (
        (f"diagram={slug}&format=csv", f"osloregionen-publisert-2022-{slug}"),
        (f"tabell={slug}&format=csv", f"osloregionen-publisert-2022-{slug}"),
        (
            f"tabell={slug}-og-utgaven&format=csv",
            f"osloregionen-publisert-2022-{slug}-og-utgave-2025-11-01-ni-sektorer",
        ),
        ("tabell=andeler&format=csv", "osloregionen-publisert-andeler-av-nasjonale-utslipp-2020"),
        (
            "tabell=andeler-i-utgaven&format=csv",
            "utslipp-osloregionen-utgave-2025-11-01-ni-sektorer-andeler-2020",
        ),
    ):
        answer = client.get(f"{PAGE}?{asked}")
        day = f"{timezone.localdate():%Y-%m-%d}"
        assert answer["Content-Disposition"] == f'attachment; filename="{name}-{day}.csv"'


def test_the_chart_says_that_the_figures_are_the_council_s_own(client: Any) -> None:
    figure = client.get(PAGE).content.decode().split('<figure class="chart">')[1]
    assert "Slik rådet har publisert tallene. Publisert: 2022; datoen er ikke oppgitt." in figure
