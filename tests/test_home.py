"""The front page: what the council is, the three ways in, map and meetings."""

import re
import time
from typing import Any

import pytest

from actionplan.models import ActionPlan
from tests.factories import make_meeting, make_municipalities, make_plan

pytestmark = pytest.mark.django_db


def page_of(client: Any, address: str = "/") -> str:
    """Return a page, the front page unless told otherwise, with ordinary spaces."""
    response = client.get(address)
    assert response.status_code == 200
    text: str = response.content.decode().replace("\u00a0", " ")
    return text


def test_it_says_what_the_council_is_with_figure_date_and_source(client: Any) -> None:
    page = page_of(client)
    assert "<h1>64 kommuner samarbeider i Osloregionen</h1>" in page
    assert "med til sammen 2 307 478 innbyggere 1. januar 2024." in page
    assert "Statistisk sentralbyrå" in page


def test_a_municipality_can_be_found_by_name(client: Any) -> None:
    page = page_of(client)
    assert 'action="/medlemmer/finn/"' in page
    assert page.count("<option value=") == 64
    assert '<option value="Øvre Eiker">' in page


def test_the_action_plan_is_one_click_away_as_pdf(client: Any) -> None:
    page = page_of(client)
    assert 'href="/handlingsprogram/2021.pdf"' in page
    assert "14 aktiviteter. 10 av dem er knyttet til FNs bærekraftsmål." in page
    assert 'href="/handlingsprogram/2021/"' in page


def test_it_is_the_newest_plan_that_is_offered(client: Any) -> None:
    plan = make_plan()
    assert f'href="/handlingsprogram/{plan.year}.pdf"' in page_of(client)


def test_the_button_says_pages_and_size_once_the_pdf_has_been_made(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = ActionPlan.objects.get(year=2021)
    assert " sider, " not in page_of(client)
    client.get(f"/handlingsprogram/{plan.year}.pdf")
    # A page that waits for the PDF is kept for a minute.
    a_minute_from_now = time.time() + 61
    monkeypatch.setattr("django.core.cache.backends.locmem.time.time", lambda: a_minute_from_now)
    page = page_of(client)
    size = re.search(r"\d+ sider, \d+ kB", page)
    assert size is not None
    assert f"PDF, {size[0]}" in page_of(client, plan.get_absolute_url())


def test_the_emissions_stand_with_tonnes_and_source(client: Any) -> None:
    page = page_of(client)
    assert "7 %" in page
    assert "562 289 tonn" in page
    assert 'href="/utslipp/"' in page


def test_the_emissions_are_those_of_the_edition_in_use_where_there_is_one(client: Any, world: Any) -> None:
    world("small")
    region = page_of(client, "/utslipp/")
    told = re.search(r'<p class="lead">(Utslippene i Osloregionen var [^<]*)', region)
    assert told is not None
    front = page_of(client)
    assert told[1].strip() in front
    assert "Tallene er fra utgaven som ble publisert" in front


def test_the_map_says_what_it_shows_in_words(client: Any) -> None:
    page = page_of(client)
    assert page.count('class="tile ') == 64
    assert "4 av 64 medlemmer har en registrert signatur." in page
    assert "Ikke registrert (60)" in page
    assert "«ikke registrert» betyr ikke nei" in page


def test_without_meetings_to_come_the_latest_are_shown(client: Any) -> None:
    page = page_of(client)
    assert "Siste møter" in page
    assert "Ingen kommende møter er registrert." in page
    assert "8. desember 2025" in page


def test_meetings_to_come_are_shown_when_there_are_any(client: Any) -> None:
    make_meeting(title="Framtidsmøte", on="2099-01-02")
    page = page_of(client)
    assert "Neste møter" in page
    assert "Framtidsmøte" in page
    assert "Siste møter" not in page


def test_it_makes_no_more_queries_with_more_members_and_meetings(client: Any, count_queries: Any) -> None:
    before = count_queries("/")
    make_municipalities(30)
    for _ in range(30):
        make_meeting()
    assert count_queries("/") <= before


def test_it_works_in_an_empty_portal(client: Any, empty_portal: None) -> None:
    page = page_of(client)
    assert "<h1>Osloregionen</h1>" in page
    assert "Ingen handlingsprogrammer er registrert." in page
    assert "Ingen utslippstall er registrert." in page


def test_only_reading_is_allowed(client: Any) -> None:
    assert client.post("/").status_code == 405


def test_the_registered_signatures_stand_beside_what_sources_have_published(client: Any) -> None:
    page = page_of(client)
    assert "4 av 64 medlemmer har en registrert signatur. " in page
    assert "registrert signatur. Publiserte kilder oppgir 50–54 tilslutninger." in page
