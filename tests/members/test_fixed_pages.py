"""The pages whose text staff edit: about, privacy, accessibility."""

from typing import Any

import pytest

from members.models import Body, Page
from tests.factories import make_body

pytestmark = pytest.mark.django_db

ADDRESSES = {"om": "/om/", "personvern": "/personvern/", "tilgjengelighet": "/tilgjengelighet/"}


@pytest.mark.parametrize("place", ADDRESSES)
def test_the_page_shows_what_staff_wrote(client: Any, place: str) -> None:
    Page.objects.filter(place=place).delete()
    Page.objects.create(place=place, title="Ny tittel", lead="Kort sagt.", body="Et avsnitt.\n\n- Et punkt")
    page = client.get(ADDRESSES[place]).content.decode()
    assert "<h1>Ny tittel</h1>" in page
    assert "Kort sagt." in page
    assert "<li>Et punkt</li>" in page


@pytest.mark.parametrize("place", ADDRESSES)
def test_a_page_that_staff_deleted_says_that_the_text_is_missing(client: Any, place: str) -> None:
    Page.objects.filter(place=place).delete()
    response = client.get(ADDRESSES[place])
    assert response.status_code == 200
    assert "ikke registrert ennå" in response.content.decode()


def test_what_staff_write_never_becomes_markup_or_a_script(client: Any) -> None:
    Page.objects.filter(place="om").delete()
    Page.objects.create(place="om", title="<i>Om</i>", body="<script>x</script> [a](javascript:alert(1))")
    page = client.get("/om/").content.decode()
    assert "<script>x" not in page
    assert "<i>Om" not in page
    assert 'href="javascript' not in page


def test_the_about_page_lists_the_bodies_with_mandate_and_who_elects_them(client: Any) -> None:
    page = client.get("/om/").content.decode()
    for body in Body.objects.filter(valid_to=None):
        assert f"<dt>{body.name}</dt>" in page
    assert "Velges av: Representantskapet." in page
    assert "Opprettet av: Styret." in page


def test_a_body_that_has_ended_is_not_listed(client: Any) -> None:
    make_body(name="Gammelt utvalg", valid_to="2010-01-01")
    assert "Gammelt utvalg" not in client.get("/om/").content.decode()


def test_a_mandate_that_is_not_known_reads_so(client: Any) -> None:
    make_body(name="Nytt utvalg")
    page = client.get("/om/").content.decode()
    assert 'Mandat: <span class="missing">ikke registrert</span>' in page


@pytest.mark.parametrize("address", ADDRESSES.values())
def test_the_pages_work_in_an_empty_portal(client: Any, empty_portal: None, address: str) -> None:
    assert client.get(address).status_code == 200


def test_more_bodies_make_no_more_queries(client: Any, count_queries: Any) -> None:
    before = count_queries("/om/")
    parent = Body.objects.get(slug="styret")
    for _ in range(30):
        make_body(established_by=parent)
    assert count_queries("/om/") <= before
