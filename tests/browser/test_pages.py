"""Every kind of page in Chromium: on a phone, a tablet and a desktop, in light and dark."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = settings.BASE_DIR / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
WIDTHS = (360, 768, 1280)

PAGES = [
    "/",
    "/medlemmer/",
    "/medlemmer/finn/?navn=nes",
    "/medlemmer/finn/?navn=trondheim",
    "/medlemmer/lillestrom/",
    "/medlemmer/skedsmo/",
    "/erklaringer/",
    "/erklaringer/ordforererklaeringen-2019/",
    "/erklaringer/ordforererklaeringen-2022/",
    "/erklaringer/ordforererklaeringen-2019/status/",
    "/erklaringer/ordforererklaeringen-2022/status/",
    "/handlingsprogram/",
    "/handlingsprogram/2021/",
    "/handlingsprogram/2021/?status=tull",
    "/handlingsprogram/2021/aktiviteter/1.1/",
    "/handlingsprogram/2021/aktiviteter/2.10/",
    "/barekraftsmal/",
    "/barekraftsmal/13/",
    "/utslipp/",
    "/moter/",
    "/dokumenter/",
    "/om/",
    "/personvern/",
    "/tilgjengelighet/",
]


@pytest.fixture(scope="module", params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page in a browser whose reader prefers light or dark."""
    context = browser.new_context(color_scheme=request.param)
    yield context.new_page()
    context.close()


def _faults(page: Page) -> list[str]:
    """Return what axe finds on the page now shown, one line per kind of fault."""
    if not page.evaluate("() => 'axe' in window"):
        # Evaluated by the browser itself, so the page's own policy stays in force.
        page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found["violations"]]


@pytest.mark.parametrize("address", PAGES)
def test_the_page_fits_is_accessible_and_breaks_no_policy(page: Page, portal: str, address: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    faults: dict[str, object] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(portal + address)
        wide = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wide > 0:
            faults[f"{width} px: scrolls sideways"] = wide
        if found := _faults(page):
            faults[f"{width} px: axe"] = found
    if complaints:
        faults["console"] = complaints
    assert not faults


def test_axe_would_have_found_a_fault(page: Page, portal: str) -> None:
    page.goto(f"{portal}/om/")
    page.evaluate("() => document.querySelector('main').append(document.createElement('img'))")
    assert any(fault.startswith("image-alt") for fault in _faults(page))


def test_an_inline_style_would_have_been_refused(page: Page, portal: str) -> None:
    page.goto(f"{portal}/om/")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    assert any("Content Security Policy" in complaint for complaint in complaints)


def test_a_municipality_finds_its_own_status_with_the_keyboard_alone(page: Page, portal: str) -> None:
    page.goto(portal)
    page.get_by_label("Kommunens navn").focus()
    page.keyboard.type("Baerum")
    page.keyboard.press("Enter")
    page.wait_for_url("**/medlemmer/baerum/")
    assert page.get_by_role("heading", level=1).inner_text() == "Bærum"


def test_the_first_key_offers_to_skip_to_the_content(page: Page, portal: str) -> None:
    page.goto(portal)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.getAttribute('href')") == "#innhold"
