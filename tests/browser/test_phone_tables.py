"""Long tables and lists on a phone: what matters most at once, and the rest when it is asked for."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.serving import Portal

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Served = Callable[[str], Portal]


def opened(browser: Browser, portal: Portal, address: str, width: int) -> Page:
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{portal.address.rstrip('/')}{address}")
    return page


def test_a_phone_reads_the_members_emissions_across_and_the_rest_when_asked(
    browser: Browser, served: Served
) -> None:
    page = opened(browser, served("filled"), "/utslipp/kommuner/", 360)
    rows = page.locator(".with-details tbody tr")
    assert rows.count() == 64
    cells = rows.first.locator("th, td")
    shown = [cell for cell in cells.all() if cell.is_visible()]
    assert len(shown) == 4
    # They stand beside each other, and all of them on the screen.
    assert len({box["y"] for cell in shown if (box := cell.bounding_box())}) == 1
    region = page.locator(".with-details .table-region")
    assert region.evaluate("region => region.scrollWidth - region.clientWidth") <= 0
    assert page.get_by_role("columnheader", name="Utslipp").is_visible()

    page.get_by_label("Vis alle tallene for hver kommune").focus()
    page.keyboard.press("Space")

    assert len([cell for cell in cells.all() if cell.is_visible()]) == 9
    page.context.close()


def test_a_phone_has_a_line_for_each_member_with_its_answer_to_the_latest_declaration(
    browser: Browser, served: Served
) -> None:
    page = opened(browser, served("council"), "/medlemmer/", 360)
    rows = page.locator(".with-details tbody tr")
    assert rows.count() == 64
    cells = rows.filter(has=page.get_by_role("link", name="Asker", exact=True)).locator("th, td")
    shown = [cell.inner_text() for cell in cells.all() if cell.is_visible()]
    assert shown[0] == "Asker"
    assert len(shown) == 3
    # No more than two lines, and nothing beyond the screen.
    assert all((box := row.bounding_box()) and box["height"] < 72 for row in rows.all())
    region = page.locator(".with-details .table-region")
    assert region.evaluate("region => region.scrollWidth - region.clientWidth") <= 0

    page.get_by_label("Vis nummer, fylke og alle erklæringene for hver kommune").check()

    assert len([cell for cell in cells.all() if cell.is_visible()]) == cells.count() > 5
    page.context.close()


def test_a_phone_tells_where_each_dataset_is_from_when_asked_and_paper_always(
    browser: Browser, served: Served
) -> None:
    page = opened(browser, served("council"), "/data/", 360)
    facts, box = page.locator(".data-facts").first, page.get_by_label("Vis kilde, lisens og dato")
    assert not facts.is_visible()
    box.focus()
    page.keyboard.press("Space")
    assert facts.is_visible()
    page.keyboard.press("Space")
    page.emulate_media(media="print")
    assert facts.is_visible()
    assert not box.is_visible()
    page.context.close()


def test_a_wide_screen_shows_all_and_nothing_to_tick(browser: Browser, served: Served) -> None:
    page = opened(browser, served("council"), "/data/", 1280)
    assert page.locator(".data-facts").first.is_visible()
    assert not page.get_by_label("Vis kilde, lisens og dato").is_visible()
    page.context.close()
