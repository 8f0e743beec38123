"""The two pages that only a file leads to, in Chromium: what a list would change, and why it is refused."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import HEIGHT, complaints_of, inaccessible, reader, sideways
from tests.browser.serving import Portal
from tests.osloregionen.listfiles import csv_file

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEADINGS = ["Tittel", "Type", "Dato", "Lenke til program eller sakliste", "Omtale"]
LONG = "https://www.eksempel.no/innsyn/sak/2022/31/vedtak-om-ordforererklaeringen-for-klima-og-miljo-vedlegg"
GOOD = ["Prøvemøtet", "møte", "12.5.2022", LONG, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbau"]
BAD = ["Prøvemøtet" * 30, "fest" * 20, "31.02.2022", "", ""]


@pytest.mark.parametrize(
    ("row", "heading"),
    [(GOOD, "Det som blir endret av «liste.csv»"), (BAD, "Ikke lest inn")],
    ids=["good", "bad"],
)
@pytest.mark.parametrize(("theme", "width"), [("light", 360), ("dark", 360), ("light", 1280), ("dark", 1280)])
def test_what_a_file_would_do_is_told_on_a_page_that_fits_and_is_accessible(
    browser: Browser, served: Callable[[str], Portal], theme: str, width: int, row: list[str], heading: str
) -> None:
    portal = served("council")
    context = reader(browser, portal, theme, staff=True)
    page = context.new_page()
    complaints = complaints_of(page, [])
    page.set_viewport_size({"width": width, "height": HEIGHT})

    page.goto(f"{portal.address}/admin/members/meeting/liste/")
    field = page.get_by_label("Fil (Excel eller CSV)")
    field.set_input_files({"name": "liste.csv", "mimeType": "text/csv", "buffer": csv_file([HEADINGS, row])})
    field.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=heading).wait_for()

    assert sideways(page) == []
    assert inaccessible(page) == []
    assert complaints == []
    context.close()
