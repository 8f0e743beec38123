"""Every kind of page in a portal with nothing and in one with much, long names and 150 activities.

On a phone in light and on a desktop in dark; in all ways what is not looked at in the council's content.
"""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import screenshots
from tests.browser.looking import LOOKS, look_at_all, report
from tests.browser.serving import Portal

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("world", ["empty", "filled"])
def test_every_page_fits_is_accessible_and_breaks_no_policy(
    browser: Browser, served: Callable[[str], Portal], world: str
) -> None:
    portal = served(world)
    faults = look_at_all(browser, portal, brief=(("light", 360), ("dark", 1280)))
    assert len(portal.pages) > 30
    assert not faults, report(faults)


def test_pictures_can_be_had_of_what_only_the_filled_world_has(
    browser: Browser, served: Callable[[str], Portal], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(screenshots, "portal", lambda world, *_: nullcontext(served(world)))
    monkeypatch.setattr(screenshots, "chromium", lambda _program: nullcontext(browser))
    assert screenshots.main(["--only", "klimastatus/2023", "--out", str(tmp_path)]) == 0
    taken = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.png")}
    assert taken == {f"filled/utslipp_klimastatus_2023-{width}-{theme}.png" for theme, width in LOOKS}
    assert screenshots.main(["--only", "finnes-ikke-her", "--out", str(tmp_path)]) == 1
