"""Finding a municipality by name or number from the front page."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from members.models import Municipality
from tests.factories import make_county, make_municipality
from tests.reading import page_of
from tests.scenarios import SMALL

pytestmark = pytest.mark.django_db

FIND = "/medlemmer/finn/"


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("aurskog", "/medlemmer/aurskog-holand/"),
        ("nordre follo", "/medlemmer/nordre-follo/"),
        ("Baerum", "/medlemmer/baerum/"),
        ("BÆRUM KOMMUNE", "/medlemmer/baerum/"),
        ("AAS", "/medlemmer/as/"),
        ("ås", "/medlemmer/as/"),
        ("  Øvre   eiker ", "/medlemmer/ovre-eiker/"),
        ("nord odal", "/medlemmer/nord-odal/"),
        ("Skedsmo", "/medlemmer/skedsmo/"),
        ("3205", "/medlemmer/lillestrom/"),
        ("0231", "/medlemmer/skedsmo/"),
        ("301", "/medlemmer/oslo/"),
        ("3018", "/medlemmer/valer/"),
        ("høland", "/medlemmer/aurskog-holand/"),
        ("Aurskog - Høland", "/medlemmer/aurskog-holand/"),
        ("høland aurskog", "/medlemmer/aurskog-holand/"),
        ("nordrefollo", "/medlemmer/nordre-follo/"),
        ("follo", "/medlemmer/nordre-follo/"),
        ("INDRE OSTFOLD", "/medlemmer/indre-ostfold/"),
        ("indre oestfold", "/medlemmer/indre-ostfold/"),
        ("Lillestrøm kommune", "/medlemmer/lillestrom/"),
        ("kommune Lillestrøm", "/medlemmer/lillestrom/"),
        ("Lillestrøm (3205)", "/medlemmer/lillestrom/"),
        ("kommunenummer 3205", "/medlemmer/lillestrom/"),
        ("3030", "/medlemmer/lillestrom/"),
        ("våler 3114", "/medlemmer/valer/"),
        ("Vaaler", "/medlemmer/valer/"),
        ("Nes", "/medlemmer/nes/"),
        (" -nes- ", "/medlemmer/nes/"),
    ],
)
def test_one_match_leads_straight_to_its_page(client: Any, asked: str, address: str) -> None:
    response = client.get(FIND, {"navn": asked})
    assert response.status_code == 302
    assert response["Location"] == address


def test_several_matches_are_listed(client: Any) -> None:
    page = page_of(client, f"{FIND}?navn=eiker")
    assert "Flere kommuner passer til «eiker»" in page
    assert "Øvre Eiker (3314, Buskerud)" in page
    assert "Nedre Eiker (0625, Buskerud, til 31. desember 2019, nå del av Drammen)" in page


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Lilestrom", "lillestrom"),
        ("Lilestrøm", "lillestrom"),
        ("hoyland", "aurskog-holand"),
        ("Aurskog-Høyland", "aurskog-holand"),
        ("Barum", "baerum"),
        ("Nordre Folo", "nordre-follo"),
        ("Lillestrøms", "lillestrom"),
        ("strøm", "lillestrom"),
        ("Skedsmå", "skedsmo"),
    ],
)
def test_a_misspelt_name_gets_suggestions(client: Any, asked: str, meant: str) -> None:
    page = client.get(FIND, {"navn": asked}).content.decode()
    assert "Mente du denne?" in page or "Mente du en av disse?" in page
    assert f'href="/medlemmer/{meant}/"' in page
    assert "Portalen har bare medlemmene og kommunene de er slått sammen av." in page


def test_the_likest_name_is_suggested_first(client: Any) -> None:
    page = page_of(client, f"{FIND}?navn=nordre+folo").split("Mente du en av disse?")[1]
    assert 0 < page.index("Nordre Follo") < page.index("Nord-Odal")


@pytest.mark.parametrize("asked", ["Os", "Hol", "Lierne", "Nesbyen", "Bergen", "1103", "1103 Asker"])
def test_a_municipality_that_is_no_member_never_leads_to_another_one(client: Any, asked: str) -> None:
    assert client.get(FIND, {"navn": asked}).status_code == 200


def test_a_number_that_does_not_fit_the_name_leads_nowhere(client: Any) -> None:
    assert client.get(FIND, {"navn": "Asker 3205"}).status_code == 200


# --- Namesakes


@pytest.fixture
def other_vaaler(db: None) -> Municipality:
    """A second municipality named Våler, as there is one in Innlandet."""
    county = make_county(name="Prøvefylket")
    return make_municipality(name="Våler", slug="valer-prove", number="9901", county=county)


def test_namesakes_are_told_apart_by_number_and_county(client: Any, other_vaaler: Municipality) -> None:
    page = page_of(client, f"{FIND}?navn=våler")
    assert "Flere kommuner passer til «våler»" in page
    assert "Våler (3114, Østfold)" in page
    assert "Våler (9901, Prøvefylket)" in page


@pytest.mark.parametrize(
    "asked", ["Våler i Østfold", "våler (Østfold)", "Våler, Ostfold fylke", "valer østfold"]
)
def test_a_namesake_is_found_by_its_county(client: Any, other_vaaler: Municipality, asked: str) -> None:
    assert client.get(FIND, {"navn": asked})["Location"] == "/medlemmer/valer/"
    assert client.get(FIND, {"navn": "Våler i Rogaland"}).status_code == 200


def test_the_field_offers_namesakes_with_their_numbers(client: Any, other_vaaler: Municipality) -> None:
    offered = re.findall(r'<option value="([^"]*)"', client.get("/").content.decode())
    assert {"Våler (3114)", "Våler (9901)", "Asker"} < set(offered)
    assert "Våler" not in offered
    assert client.get(FIND, {"navn": "Våler (9901)"})["Location"] == "/medlemmer/valer-prove/"


def test_a_municipality_and_its_predecessor_of_the_same_name_are_told_apart_by_their_time(
    client: Any,
) -> None:
    asker = Municipality.objects.get(slug="asker")
    make_municipality(
        name="Asker", slug="asker-gamle", member=False, merged_into=asker, dissolved_on=dt.date(2020, 1, 1)
    )
    page = page_of(client, f"{FIND}?navn=asker")
    new, old = page.index("Asker (3203, Akershus)"), page.index("Asker (nummer ikke registrert, til 31.")
    assert new < old
    assert "til 31. desember 2019, nå del av Asker)" in page


def test_one_that_has_ended_is_told_by_its_last_number(client: Any) -> None:
    county = make_county(name="Prøvefylket")
    nes = Municipality.objects.get(slug="nes")
    old = make_municipality(
        name="Nes",
        slug="nes-gamle",
        member=False,
        number="9902",
        county=county,
        merged_into=nes,
        dissolved_on=dt.date(2020, 1, 1),
    )
    old.numbers.update(valid_to=dt.date(2010, 12, 31))
    old.numbers.create(
        number="9903", county=county, valid_from=dt.date(2011, 1, 1), valid_to=dt.date(2019, 12, 31)
    )
    page = page_of(client, f"{FIND}?navn=nes")
    assert "Nes (9903, Prøvefylket, til 31. desember 2019, nå del av Nes)" in page


def test_a_number_that_two_have_had_gives_the_choice(client: Any, other_vaaler: Municipality) -> None:
    row = other_vaaler.numbers.get()
    row.number, row.valid_to = "3205", dt.date(1960, 12, 31)
    row.save()
    page = page_of(client, f"{FIND}?navn=3205")
    assert "Lillestrøm (3205, Akershus)" in page
    assert "Våler (3205, Prøvefylket)" in page


def test_searching_makes_as_many_queries_in_a_large_portal(
    world: Callable[..., None], count_queries: Callable[[str], int]
) -> None:
    searches = ("?navn=prøvekommune", "?navn=prvekommunevaler")
    world("filled", **SMALL)
    few = [count_queries(FIND + query) for query in searches]
    world("filled")
    assert [count_queries(FIND + query) for query in searches] == few


def test_an_unknown_name_is_explained_without_claiming_too_much(client: Any) -> None:
    response = client.get(FIND, {"navn": "Bergen<script>"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "ingen kommune som passer til «Bergen&lt;script&gt;»" in page
    assert "Kommunen kan altså finnes uten å være medlem." in page


@pytest.mark.parametrize("query", ["", "?navn=", "?navn=%20%20", "?annet=1"])
def test_nothing_asked_for_leads_to_the_list(client: Any, query: str) -> None:
    response = client.get(FIND + query)
    assert response.status_code == 302
    assert response["Location"] == "/medlemmer/"


@pytest.mark.parametrize("asked", ["–", "???", "%", "0" * 500, "kommune", "\x00", "٣٢٠٥"])
def test_nonsense_never_breaks_the_search(client: Any, asked: str) -> None:
    assert client.get(FIND, {"navn": asked}).status_code in (200, 302)


def test_the_form_offers_the_names_and_keeps_what_was_asked(client: Any) -> None:
    page = client.get(FIND, {"navn": "eiker"}).content.decode()
    assert page.count("<option value=") == 64
    assert 'value="eiker"' in page


def test_finding_works_in_an_empty_portal(client: Any, empty_portal: None) -> None:
    assert client.get(FIND, {"navn": "Asker"}).status_code == 200
