"""Every kind of page in a portal with nothing and in one with much, long names and 150 activities.

On a phone in light and on a desktop in dark; in all ways what is not looked at in the council's content.
"""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import screenshots
from tests.browser.looking import (
    AXE,
    LOOKS,
    complaints_of,
    faults_of,
    look_at_all,
    reader,
    report,
    show,
)
from tests.browser.serving import Portal
from tests.seen import Seen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BRIEF = (("light", 360), ("dark", 1280))


@pytest.mark.parametrize("world", ["empty", "filled"])
def test_every_page_fits_is_accessible_and_breaks_no_policy(
    browser: Browser, served: Callable[[str], Portal], world: str
) -> None:
    portal = served(world)
    faults = look_at_all(browser, portal, brief=BRIEF)
    assert len(portal.pages) > 30
    assert not faults, report(faults)


def _tick_some(page: Page, action: str) -> None:
    """Choose what is to be done with the first few of a list."""
    rows = page.locator("input[name=_selected_action]")
    for number in range(4):
        rows.nth(number).check()
    page.select_option("select[name=action]", action)
    page.click("button[name=index]")


def _delete(page: Page) -> None:
    _tick_some(page, "delete_selected")
    page.wait_for_selector("input[name=post]", state="attached")


def _take_step(page: Page) -> None:
    _tick_some(page, "step_tilslutt")
    page.wait_for_selector("input[name=bekreft]")


def _invite(page: Page) -> None:
    page.locator("input[name=part]").first.check()
    page.click("#invite_form [type=submit]")
    page.wait_for_selector("input[name=bekreft]")


def _adopt_without_a_word(page: Page) -> None:
    page.click("input[name=bekreft]")
    page.wait_for_selector(".errorlist")


def _add_without_a_word(page: Page) -> None:
    page.click("input[name=_save]")
    page.wait_for_selector(".errornote")


@pytest.mark.parametrize(
    ("where", "send"),
    [
        ("/admin/members/meeting/", _delete),
        ("/admin/declaration/signature/", _take_step),
        ("/inviter/", _invite),
        ("/steg/vedta/", _adopt_without_a_word),
        ("/admin/members/meeting/add/", _add_without_a_word),
    ],
)
def test_what_a_form_is_answered_with_fits_and_is_accessible_too(
    browser: Browser, served: Callable[[str], Portal], where: str, send: Callable[[Page], None]
) -> None:
    """No address leads there: a page that asks once more, and one that refuses."""
    portal = served("filled")
    # Of steps that of the record that can take them, which is looked at fully.
    asked = [seen for seen in portal.pages if seen.address.endswith(where) and not seen.briefly]
    context = reader(browser, portal, "light", staff=True)
    context.add_init_script(path=AXE)
    page = context.new_page()
    complaints = complaints_of(page, [])
    show(page, portal, asked[0] if asked else Seen(where, where), 1280)
    send(page)
    faults = faults_of(page, BRIEF, staff=True)
    context.close()
    assert not faults, report(faults)
    assert complaints == []


def test_pictures_can_be_had_of_what_only_the_filled_world_has(
    browser: Browser, served: Callable[[str], Portal], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(screenshots, "portal", lambda world, *_: nullcontext(served(world)))
    monkeypatch.setattr(screenshots, "chromium", lambda _program: nullcontext(browser))
    assert screenshots.main(["--only", "klimastatus/2023", "--out", str(tmp_path)]) == 0
    taken = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.png")}
    assert taken == {f"filled/utslipp_klimastatus_2023-{width}-{theme}.png" for theme, width in LOOKS}
    assert screenshots.main(["--only", "finnes-ikke-her", "--out", str(tmp_path)]) == 1
