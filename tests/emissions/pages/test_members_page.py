"""The page of all members: the table that sorts, its files, and the small line for each."""

from collections.abc import Callable
from typing import Any

import pytest
from lxml import html

from tests.emissions.pages.conftest import Make
from tests.emissions.pages.test_region_page import file_of
from tests.reading import page_of

pytestmark = pytest.mark.django_db

PAGE = "/utslipp/kommuner/"


def _names(client: Any, query: str = "") -> list[str]:
    page = html.fromstring(client.get(f"{PAGE}{query}").content.decode())
    first_table = page.xpath("//section[@aria-labelledby='tabell']//tbody/tr/th")
    return [head.text_content() for head in first_table]


def test_it_says_how_many_have_gone_down(client: Any, in_use: Make) -> None:
    edition = in_use()
    assert "3 av 3 kommuner hadde lavere utslipp i 2024 enn i 2009." in page_of(client, PAGE)
    in_use(lacking={(9103, 2024, "Veitrafikk")}, published_on="2025-12-01")
    said = "2 av 2 kommuner med tall begge år hadde lavere utslipp i 2024 enn i 2009."
    assert said in page_of(client, PAGE)
    assert said not in page_of(client, f"{PAGE}?utgave={edition.pk}")


@pytest.mark.usefixtures("inhabitants")
def test_every_member_has_a_line(client: Any, in_use: Make) -> None:
    in_use()
    rows = file_of(client, PAGE, "kommuner")
    assert [list(row.values())[2:] for row in rows] == [
        ["1000", "600", "16,7", "-25,0", "-40,0", "0,60", "3", "1"],
        ["2000", "1200", "33,3", "-25,0", "-40,0", "0,60", "2", "1"],
        ["6000", "1800", "50,0", "-25,0", "-40,0", "0,30", "1", "3"],
    ]


def test_the_table_sorts_and_keeps_what_is_missing_last(client: Any, in_use: Make) -> None:
    in_use(lacking={(9101, 2024, "Veitrafikk")})
    assert _names(client) == ["Prøvekommune 0", "Prøvekommune 1", "Prøvekommune 2"]
    assert _names(client, "?sort=-tonnes") == ["Prøvekommune 2", "Prøvekommune 1", "Prøvekommune 0"]
    assert _names(client, "?sort=tonnes") == ["Prøvekommune 1", "Prøvekommune 2", "Prøvekommune 0"]


def test_a_phone_has_the_rest_behind_a_box(client: Any, in_use: Make) -> None:
    in_use()
    page = html.fromstring(client.get(PAGE).content.decode())
    first = page.xpath("//section[@aria-labelledby='tabell']//tbody/tr[1]/td")
    shown = [cell.get("data-label") for cell in first if "detail" not in cell.get("class")]
    assert shown == ["Utslipp (tonn CO₂-ekvivalenter)", "Siden 2009 i prosent", "Tonn per innbygger"]
    assert page.xpath("//input[@type='checkbox']/@id") == page.xpath("//label[@for='alle-tall']/@for")


def test_a_member_leads_to_its_page_with_what_was_chosen(client: Any, in_use: Make) -> None:
    in_use()
    in_use(one="Prøvekommune 1", published_on="2025-12-01")
    markup = client.get(f"{PAGE}?sektorer=ni&ar=2023").content.decode()
    assert 'href="/utslipp/provekommune-0/?sektorer=ni&amp;ar=2023"' in markup
    # Another edition may have neither those sectors nor that year.
    assert 'href="/utslipp/provekommune-1/"' in markup


def test_the_development_of_each_comes_as_a_file(client: Any, in_use: Make) -> None:
    in_use()
    assert file_of(client, PAGE, "ar")[1] == {
        "Kommune": "Prøvekommune 1",
        "2009": "2000",
        "2023": "1600",
        "2024": "1200",
    }
    said = "Utslipp i hver medlemskommune fra 2009 til 2024 Ti sektorer. Utgaven"
    assert said in page_of(client, PAGE)


def test_without_an_edition_it_says_so(client: Any) -> None:
    assert "Utslippene i kommunene er ikke registrert i portalen." in page_of(client, PAGE)


def test_with_editions_of_one_alone_it_leads_to_them(client: Any, in_use: Make) -> None:
    in_use(one="Prøvekommune 1")
    page = page_of(client, PAGE)
    assert "Ingen utgave av den nasjonale statistikken med alle kommuner er i bruk." in page
    assert "Disse kommunene har en utgave for seg: Prøvekommune 1" in page


def test_the_page_takes_the_same_queries_whatever_the_edition_holds(
    in_use: Make, count_queries: Callable[[str], int]
) -> None:
    in_use(published_on="2024-11-01", years=[2024])
    in_use(published_on="2024-11-02", one="Prøvekommune 0")
    few = [count_queries(page) for page in (PAGE, "/utslipp/", "/utslipp/utgaver/")]
    in_use(published_on="2025-11-01")
    for place in range(3):
        in_use(published_on="2025-11-02", one=f"Prøvekommune {place}", times=place + 2)
    assert [count_queries(page) for page in (PAGE, "/utslipp/", "/utslipp/utgaver/")] == few
