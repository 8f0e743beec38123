"""The list of a declaration's parties on a phone: a line for each, and the rest when it is asked for."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.browser.serving import Portal

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STATUS = "erklaringer/ordforererklaeringen-2022/status/"
#: As tall as a line of text with room for a finger.
ONE_LINE = 45


def test_a_phone_gives_each_party_one_line_and_the_rest_when_asked_without_scripts(
    browser: Browser, served: Callable[[str], Portal]
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{served('council').address.rstrip('/')}/{STATUS}")
    rows = page.locator("#liste ~ .table-region tbody tr").all()
    boxes = [row.bounding_box() for row in rows]
    assert len(boxes) == 64
    assert [box for box in boxes if box is None or box["height"] > ONE_LINE] == []
    signed = page.get_by_role("row").filter(has_text="Lillestrøm")
    assert signed.inner_text().split() == ["Lillestrøm", "✓", "Signert"]

    page.get_by_label("Vis fylke, grunnlag").focus()
    page.keyboard.press("Space")

    assert "Jørgen Vik" in signed.inner_text()
    context.close()


def test_a_wide_screen_and_paper_show_all_and_nothing_to_tick(
    browser: Browser, served: Callable[[str], Portal]
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{served('council').address.rstrip('/')}/{STATUS}")
    signed = page.locator("#liste ~ .table-region tbody tr").filter(has_text="Lillestrøm")
    for width, medium in ((1280, "screen"), (360, "print")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(media=medium)
        assert "Jørgen Vik" in signed.inner_text()
        assert not page.get_by_label("Vis fylke, grunnlag").is_visible()
    page.close()
