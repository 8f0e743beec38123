"""The editions that are or have been in use, and two of them beside each other."""

from collections.abc import Callable
from typing import Any

import pytest

from emissions.current import publication_in_use
from emissions.models import Edition
from emissions.services import return_to_former
from tests.emissions.conftest import EVERY_NINE, EVERY_TEN
from tests.emissions.pages.conftest import Make
from tests.emissions.pages.test_region_page import file_of
from tests.reading import page_of

pytestmark = pytest.mark.django_db

PAGE = "/utslipp/utgaver/"
Refused = Callable[[str], tuple[int, str]]


@pytest.fixture
def two(in_use: Make) -> tuple[Edition, Edition]:
    """Two editions of all that have been in use, the second with twice the figures and a year more."""
    former = in_use(published_on="2024-11-01", years=(2009, 2023), of=EVERY_NINE)
    return former, in_use(published_on="2025-11-01", times=2)


def test_without_editions_that_is_said(client: Any) -> None:
    assert "Ingen utgave er tatt i bruk ennå." in page_of(client, PAGE)


def test_each_says_when_it_was_published_and_whether_it_counts(client: Any, two: Any) -> None:
    rows = file_of(client, PAGE, "utgaver")
    assert [(row["Nummer"], row["Publisert"], row["Sektorer"]) for row in rows] == [
        (f"{two[1].pk}", "2025-11-01", "ti sektorer"),
        (f"{two[0].pk}", "2024-11-01", "ni sektorer"),
    ]
    assert [row["I bruk"].rpartition(", ")[2] for row in rows] == ["gjelder nå", "avløst av en senere"]
    assert rows[0]["Filens SHA-256"] == two[1].sha256
    assert f'href="/utslipp/?utgave={two[0].pk}"' in client.get(PAGE).content.decode()


def test_one_that_was_taken_out_says_for_how_long_it_was_in_use(client: Any, two: Any) -> None:
    publication = publication_in_use(Edition.Kind.ALL)
    assert publication is not None
    return_to_former(publication=publication)
    newest, former = file_of(client, PAGE, "utgaver")
    assert "gjelder nå" not in newest["I bruk"]
    assert former["I bruk"].endswith("gjelder nå")


def test_one_of_a_municipality_that_gives_way_says_so(client: Any, in_use: Make) -> None:
    in_use(one="Prøvekommune 1", published_on="2025-10-01", times=2)
    in_use()
    of_all, own = (row["I bruk"].partition(", ")[2] for row in file_of(client, PAGE, "utgaver"))
    assert (of_all, own) == ("gjelder nå", "i bruk, men utgaven for alle kommuner gjelder")


def test_one_that_was_never_in_use_is_not_listed(client: Any, in_use: Make) -> None:
    in_use(use=False)
    assert "Ingen utgave er tatt i bruk ennå." in page_of(client, PAGE)


def test_choosing_two_leads_to_their_comparison(client: Any, two: Any) -> None:
    response = client.get(f"{PAGE}?fra={two[0].pk}&til={two[1].pk}")
    assert response.status_code == 302
    assert response["Location"] == f"{PAGE}{two[0].pk}/{two[1].pk}/"


def test_a_comparison_says_how_the_newest_year_of_both_differs(client: Any, two: Any) -> None:
    page = page_of(client, f"{PAGE}{two[0].pk}/{two[1].pk}/")
    # 9 times 480 tonnes, and twice that.
    in_which = f"i utgave {two[1].pk} enn i utgave {two[0].pk}"
    assert f"Utslippene i Osloregionen i 2023 er 4 320 tonn høyere {in_which}." in page
    assert "2023 4 320 8 640 +4 320 +100,0 %" in page
    assert "2024 ikke registrert 6 480 ikke registrert ikke registrert" in page
    assert "Sektorene i 2023" in page
    assert "Veitrafikk 480 960 +480 +100,0 %" in page
    assert "ni sektorer, sammenlignbart" in page


def test_a_year_that_a_member_lacks_says_how_many_have_figures(client: Any, in_use: Make) -> None:
    first = in_use(lacking={(9102, 2023, EVERY_TEN[0][0])})
    second = in_use(published_on="2025-11-02")
    page = page_of(client, f"{PAGE}{first.pk}/{second.pk}/?ar=2023")
    assert "2023 tall for 2 av 3 4 800" in page
    assert f"{EVERY_TEN[0][0]} ingen sum 480" in page


def test_a_comparison_comes_as_a_file_of_all_years_and_sectors(client: Any, two: Any) -> None:
    rows = file_of(client, f"{PAGE}{two[1].pk}/{two[0].pk}/", "forskjeller")
    assert len(rows) == 3 * 10
    assert rows[10]["År"] == "2023"
    assert list(rows[10].values())[1:] == ["Sum", "8640", "4320", "-4320", "-50,0"]


def test_a_municipality_can_be_compared(client: Any, two: Any) -> None:
    page = page_of(client, f"{PAGE}{two[0].pk}/{two[1].pk}/?kommune=provekommune-0&ar=2009")
    assert "To utgaver av utslippene i Prøvekommune 0 kommune" in page
    assert "2009 900 1 800 +900 +100,0 %" in page
    assert "Sektorene i 2009" in page


def test_its_own_edition_is_compared_about_the_municipality(client: Any, in_use: Make) -> None:
    of_all, own = in_use(), in_use(one="Prøvekommune 1", published_on="2025-12-01", times=2)
    page = page_of(client, f"{PAGE}{of_all.pk}/{own.pk}/")
    assert "Utslippene i Prøvekommune 1 kommune i 2024 er 1 200 tonn høyere" in page
    assert "ti sektorer" in page


def test_the_same_figures_are_said_to_be_the_same(client: Any, in_use: Make) -> None:
    first = in_use(published_on="2024-11-01", years=(2009, 2023))
    second = in_use(published_on="2025-11-01")
    page = page_of(client, f"{PAGE}{first.pk}/{second.pk}/")
    said = f"Utgave {first.pk} og {second.pk} sier det samme om utslippene i Osloregionen i 2023."
    assert said in page


def test_editions_without_a_year_in_common_say_so(client: Any, in_use: Make) -> None:
    first, second = in_use(years=(2009,)), in_use(years=(2024,))
    page = page_of(client, f"{PAGE}{first.pk}/{second.pk}/")
    assert "De to utgavene har ingen år til felles med sum for Osloregionen." in page


def test_one_is_not_compared_with_itself(refused: Refused, two: Any) -> None:
    status, said = refused(f"{PAGE}{two[0].pk}/{two[0].pk}/")
    assert status == 400
    assert "En utgave kan ikke sammenlignes med seg selv." in said
    # There are others to choose from.
    assert '<select class="ds-input" name="fra"' in said


def test_those_of_two_municipalities_are_not_compared(refused: Refused, in_use: Make) -> None:
    first, second = (in_use(one=f"Prøvekommune {place}") for place in (0, 1))
    status, said = refused(f"{PAGE}{first.pk}/{second.pk}/")
    assert status == 400
    assert "Utgavene gjelder hver sin kommune, Prøvekommune 0 og Prøvekommune 1" in said


def test_sums_of_nine_and_ten_are_not_compared(refused: Refused, two: Any) -> None:
    status, said = refused(f"{PAGE}{two[0].pk}/{two[1].pk}/?sektorer=ti")
    assert status == 400
    assert "Ikke begge utgavene har ti sektorer" in said


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("?fra=&til=1", 400, "Velg to utgaver som skal sammenlignes."),
        ("?fra=99&til=x", 404, "Portalen har ingen utgave «99»"),
    ],
)
def test_a_choice_that_cannot_be_is_told(refused: Refused, query: str, status: int, said: str) -> None:
    answered, text = refused(f"{PAGE}{query}")
    assert answered == status
    assert said in text


def test_an_edition_that_there_is_not_is_told(refused: Refused, two: Any) -> None:
    for address in (f"{PAGE}{two[0].pk}/99999999999999999999/", f"{PAGE}98/{two[0].pk}/"):
        status, said = refused(address)
        assert status == 404
        assert "som er eller har vært i bruk" in said


def test_a_comparison_of_ten_sectors_is_offered_where_both_have_them(client: Any, in_use: Make) -> None:
    first = in_use(published_on="2024-11-01", times=2, of=EVERY_TEN)
    second = in_use(published_on="2025-11-01")
    address = f"{PAGE}{first.pk}/{second.pk}/"
    assert "2024 7 200 3 600 −3 600 −50,0 %" in page_of(client, address)
    assert "2024 6 480 3 240 −3 240 −50,0 %" in page_of(client, f"{address}?sektorer=ni")


def test_the_file_s_name_says_whose_figures_of_which_editions(client: Any, two: Any) -> None:
    answer = client.get(f"{PAGE}{two[0].pk}/{two[1].pk}/?tabell=forskjeller&format=csv")
    name = "utslipp-osloregionen-utgave-2024-11-01-og-2025-11-01-ni-sektorer-20"
    assert f'filename="{name}' in answer["Content-Disposition"]


def test_each_is_offered_with_what_tells_it_from_others_first(client: Any, two: Any) -> None:
    markup = client.get(PAGE).content.decode().replace("\u00a0", " ")
    assert f">Utgave {two[1].pk}, 1. november 2025: {two[1].title}</option>" in markup
