"""The method of every figure: the guide of docs/ as a page, with a place for each to be linked to."""

import re
from typing import Any

import pytest
from django.conf import settings

from emissions.story import METHOD
from osloregionen.rendered import render_guide
from tests.reading import page_of

pytestmark = pytest.mark.django_db

PAGE = "/utslipp/metode/"


def test_it_is_the_guide_word_for_word(client: Any) -> None:
    text = (settings.BASE_DIR / "docs" / "utslippstall.md").read_text(encoding="utf-8")
    page = page_of(client, PAGE)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    assert len(headings) > 10
    for heading in headings:
        assert heading in page


def test_every_figure_has_its_place_on_it(client: Any) -> None:
    markup = client.get(PAGE).content.decode()
    ids = re.findall(r' id="([^"]+)"', markup)
    assert set(METHOD.values()) - set(ids) == set()
    assert len(ids) == len(set(ids))


def test_its_contents_lead_to_its_sections(client: Any) -> None:
    markup = client.get(PAGE).content.decode()
    assert '<a href="#per-innbygger">Per innbygger</a>' in markup
    assert '<h2 id="per-innbygger">' in markup


def test_what_it_links_to_is_there(client: Any) -> None:
    content = client.get(PAGE).content.decode().partition("<main")[2].partition("</main>")[0]
    for address in set(re.findall(r'href="(/[^"#]*)', content)):
        assert client.get(address).status_code == 200, address
    # A guide beside it in docs/ is no page.
    assert ".md" not in content


def test_a_guide_shows_its_html_as_text() -> None:
    guide = render_guide("# Tittel\n\n<b>fet</b>\n\n## Æ og å\n\ntekst")
    assert guide.title == "Tittel"
    assert guide.sections == (("ae-og-a", "Æ og å"),)
    assert "&lt;b&gt;fet" in guide.html
    assert '<h2 id="ae-og-a">Æ og å</h2>' in guide.html
