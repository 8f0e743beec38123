"""Finding a municipality by name or number from the front page."""

from typing import Any

import pytest

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
    ],
)
def test_one_match_leads_straight_to_its_page(client: Any, asked: str, address: str) -> None:
    response = client.get(FIND, {"navn": asked})
    assert response.status_code == 302
    assert response["Location"] == address


def test_several_matches_are_listed(client: Any) -> None:
    page = client.get(FIND, {"navn": "eiker"}).content.decode()
    assert "Flere kommuner passer til «eiker»" in page
    assert 'href="/medlemmer/ovre-eiker/"' in page
    assert "(nå del av Drammen)" in page


def test_a_misspelt_name_gets_suggestions(client: Any) -> None:
    page = client.get(FIND, {"navn": "Lilestrom"}).content.decode()
    assert "Mente du en av disse?" in page
    assert 'href="/medlemmer/lillestrom/"' in page


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
