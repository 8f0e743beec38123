"""From the front page to a municipality's own status, by keyboard alone, in at most two clicks."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.looking import HEIGHT, reader
from tests.browser.serving import Portal

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_CLICKS = 2
#: So many steps with Tab lead from the top of any page past all its links.
MOST_TABS = 250
WIDTHS = pytest.mark.parametrize("width", [360, 1280])

#: Of a box to tick Designsystemet shows the focus round box and words, which are its field.
SEES_FOCUS = """() => {
    const here = document.activeElement;
    const style = getComputedStyle(here.matches('[type=checkbox]') && here.closest('.ds-field') || here);
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    return outlined || style.boxShadow !== 'none';
}"""


class Walk:
    """A reader at the keyboard who counts the clicks."""

    def __init__(self, page: Page, portal: Portal, width: int) -> None:
        self.page, self.clicks = page, 0
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.goto(portal.address)

    def tab_to(self, wanted: Locator) -> None:
        """Press Tab until the focus is there, and see it at each stop."""
        target = wanted.element_handle()
        for _press in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(SEES_FOCUS), self.page.evaluate("document.activeElement.outerHTML")
            if self.page.evaluate("element => element === document.activeElement", target):
                return
        raise AssertionError("Tab does not lead there")

    def write(self, text: str) -> None:
        """Tab to the field and write in it."""
        self.tab_to(self.page.get_by_label("Kommunens navn"))
        self.page.keyboard.type(text)

    def enter(self) -> None:
        """Press Enter, which is the click of who has no mouse, and wait for the next page."""
        self.clicks += 1
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def has_found(self, name: str) -> None:
        """See that this is the municipality, its status in sight, after few enough clicks."""
        assert self.page.get_by_role("heading", level=1).inner_text() == name
        heading = self.page.get_by_role("heading", name="Status nå").bounding_box()
        assert heading is not None
        assert heading["y"] + heading["height"] < HEIGHT
        assert self.clicks <= MOST_CLICKS


@pytest.fixture
def council(served: Callable[[str], Portal]) -> Portal:
    """The portal with the council's content."""
    return served("council")


@pytest.fixture
def page(browser: Browser, council: Portal) -> Iterator[Page]:
    """A visitor's page."""
    context = reader(browser, council, "light")
    yield context.new_page()
    context.close()


@WIDTHS
@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("aurskog", "Aurskog-Høland"),
        ("nordre follo", "Nordre Follo"),
        ("Baerum", "Bærum"),
        (" INDRE-OSTFOLD kommune ", "Indre Østfold"),
        ("3205", "Lillestrøm"),
        ("Skedsmo", "Skedsmo"),
    ],
)
def test_a_name_leads_there_with_one_click(
    page: Page, council: Portal, width: int, asked: str, name: str
) -> None:
    walk = Walk(page, council, width)
    walk.write(asked)
    walk.enter()
    walk.has_found(name)
    assert walk.clicks == 1


@WIDTHS
@pytest.mark.parametrize(("asked", "name"), [("Lilestrøm", "Lillestrøm"), ("eiker", "Øvre Eiker")])
def test_a_choice_or_a_suggestion_takes_one_more(
    page: Page, council: Portal, width: int, asked: str, name: str
) -> None:
    walk = Walk(page, council, width)
    walk.write(asked)
    walk.enter()
    walk.tab_to(page.get_by_role("main").get_by_role("link", name=name, exact=True))
    walk.enter()
    walk.has_found(name)


@WIDTHS
def test_the_map_leads_there(page: Page, council: Portal, width: int) -> None:
    walk = Walk(page, council, width)
    walk.tab_to(page.locator(".tiles a[href='/medlemmer/asker/']"))
    walk.enter()
    walk.has_found("Asker")


@WIDTHS
def test_the_list_leads_there(page: Page, council: Portal, width: int) -> None:
    walk = Walk(page, council, width)
    walk.tab_to(page.get_by_role("link", name="Alle medlemmer"))
    walk.enter()
    walk.tab_to(page.locator("tbody a[href='/medlemmer/asker/']"))
    walk.enter()
    walk.has_found("Asker")


def test_it_works_without_javascript(browser: Browser, council: Portal) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(council.address)
    page.get_by_label("Kommunens navn").focus()
    page.keyboard.type("aurskog")
    page.keyboard.press("Enter")
    page.wait_for_url("**/medlemmer/aurskog-holand/")
    context.close()


def test_a_focus_that_does_not_show_would_have_been_noticed(page: Page, council: Portal) -> None:
    walk = Walk(page, council, 1280)
    page.evaluate(
        "() => document.styleSheets[0].insertRule("
        "'*:focus { outline: none !important; box-shadow: none !important }')"
    )
    with pytest.raises(AssertionError):
        walk.tab_to(page.get_by_label("Kommunens navn"))
