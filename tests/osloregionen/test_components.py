"""The component page: where it is allowed it shows every part that pages are made of, elsewhere it is not."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.test.signals import template_rendered

from osloregionen import documents
from osloregionen.component_admin_examples import ADMIN_COMPONENTS
from osloregionen.component_examples import COMPONENTS
from osloregionen.component_print_examples import PRINT_COMPONENTS
from osloregionen.components import Component, Example, draw
from osloregionen.pdf import PdfError
from osloregionen.templatetags import portal
from tests.printed import heading_levels, leaves_a_level_out, text_of, ua_failures

pytestmark = pytest.mark.django_db

TEMPLATES = settings.BASE_DIR / "templates"
#: All of them, whichever page they stand on.
EVERYWHERE = (*COMPONENTS, *ADMIN_COMPONENTS, *PRINT_COMPONENTS)
#: Where each kind stands.
PAGES = {"/komponenter/": COMPONENTS, "/komponenter/admin/": ADMIN_COMPONENTS}
#: Tags that give values for a template to draw.
NOT_DRAWN = {"with_query", "portal_sections", "footer_links"}
#: Tags that draw a partial template, which is shown under its own name.
DRAWN_BY_PARTIAL = {"main_navigation", "download_links", "chart_links"}


def partials(folder: Path) -> set[str]:
    """Return the partial templates: what starts with "_" and is no page or document of its own."""
    found = set()
    for path in folder.rglob("_*.html"):
        name = path.relative_to(folder)
        whole_page = re.search(r"<!DOCTYPE|{% extends ", path.read_text(encoding="utf-8"))
        if not whole_page:
            found.add(name.as_posix())
    return found


def shown() -> set[str]:
    """Return the names of what the pages and the PDF show."""
    return {component.name for component in EVERYWHERE}


def test_every_partial_template_is_shown() -> None:
    assert partials(TEMPLATES) - shown() == set(), "give it examples in osloregionen/component_examples.py"


def test_a_partial_that_nobody_shows_would_be_noticed(tmp_path: Path) -> None:
    (tmp_path / "members").mkdir()
    (tmp_path / "members/_new.html").write_text("<p>{{ ny }}</p>", encoding="utf-8")
    (tmp_path / "_page.html").write_text('{% extends "base.html" %}', encoding="utf-8")
    assert partials(tmp_path) - shown() == {"members/_new.html"}


def drawn_templates(component: Component) -> set[str]:
    """Return the names of the templates that were really drawn for a component's examples."""
    names: set[str] = set()

    def hear(template: Any, **_: Any) -> None:
        names.add(template.name)

    template_rendered.connect(hear)
    try:
        draw(component, RequestFactory().get("/komponenter/"))
    finally:
        template_rendered.disconnect(hear)
    return names


@pytest.mark.parametrize("name", sorted(partials(TEMPLATES)))
def test_every_partial_template_is_really_drawn(name: str) -> None:
    [component] = [component for component in EVERYWHERE if component.name == name]
    assert name in drawn_templates(component)


def test_a_partial_that_is_named_and_not_drawn_would_be_noticed() -> None:
    component = Component("_source.html", "Kilde", lambda request: [Example("x")], source="<p>x</p>")
    assert "_source.html" not in drawn_templates(component)


def test_nothing_is_shown_that_is_gone() -> None:
    assert {name for name in shown() if name.endswith(".html")} == partials(TEMPLATES)


def test_every_tag_and_filter_is_shown() -> None:
    sources = " ".join(component.source for component in EVERYWHERE)
    names = {*portal.register.tags, *portal.register.filters} - NOT_DRAWN - DRAWN_BY_PARTIAL
    assert {name for name in names if not re.search(rf"\b{name}\b", sources)} == set()


@pytest.mark.parametrize("component", EVERYWHERE, ids=lambda component: component.name)
def test_each_state_of_a_part_looks_its_own_way(component: Component) -> None:
    request = RequestFactory().get("/komponenter/")
    drawn = [html for _, html in draw(component, request).examples]
    assert len(drawn) == len(set(drawn))


@pytest.mark.parametrize("address", PAGES)
def test_the_page_shows_each_part_in_each_state(client: Client, address: str) -> None:
    text = client.get(address).content.decode()
    states = [
        state for one in PAGES[address] for state, _ in draw(one, RequestFactory().get(address)).examples
    ]
    assert len(states) > 10
    assert text.count('class="component-example"') == len(states)
    for component in PAGES[address]:
        assert f"<code>{component.name}</code>" in text


def test_the_document_shows_each_part_in_each_state_and_is_valid_pdf_ua(client: Client) -> None:
    answer = client.get("/komponenter/trykk.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    text = text_of(answer.content)
    for component in PRINT_COMPONENTS:
        assert component.name in text
        for state, _ in draw(component, RequestFactory().get("/")).examples:
            assert str(state).capitalize() in text
    assert ua_failures(answer.content) == []
    assert not leaves_a_level_out(heading_levels(answer.content))


def test_a_document_that_cannot_be_made_is_told_of(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise PdfError("prøve")

    monkeypatch.setattr(documents, "render_pdf", fail)
    answer = client.get("/komponenter/trykk.pdf")
    assert answer.status_code == 503
    assert 'href="/komponenter/"' in answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_search_engines_are_told_to_leave_it(client: Client, address: str) -> None:
    assert '<meta name="robots" content="noindex">' in client.get(address).content.decode()
    assert "komponenter" not in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_it_needs_no_content(client: Client, empty_portal: None, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", [*PAGES, "/komponenter/trykk.pdf"])
def test_without_the_setting_there_is_no_such_page(client: Client, settings: Any, address: str) -> None:
    settings.COMPONENTS = False
    assert client.get(address).status_code == 404


def test_an_example_uses_the_template_it_is_named_after() -> None:
    component = Component("_source.html", "Kilde", lambda request: [Example("x", {"source": "Prøve"})])
    request = RequestFactory().get("/")
    [(_, html)] = draw(component, request).examples
    assert html == get_template("_source.html").render({"source": "Prøve"}, request)
