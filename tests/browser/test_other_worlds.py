"""Every kind of page in a portal with nothing and in one with much, long names and 150 activities.

On a phone in light and on a desktop in dark, but for what only the filled one has: that is looked at in all
ways, as the council's content is.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import look_at_all, report
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
