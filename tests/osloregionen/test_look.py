"""The look: what stylesheets and the base template promise."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string

from osloregionen.sdg import GOALS, contrast
from osloregionen.tilemap import LARGEST_POSITION

TEMPLATES = Path(__file__).parents[2] / "templates"


def stylesheet(name: str, settings: Any) -> str:
    """Return one of our stylesheets."""
    return (settings.BASE_DIR / "static/css" / name).read_text()


@pytest.mark.parametrize("number", GOALS)
def test_goal_badges_have_the_goals_colours(number: int, settings: Any) -> None:
    goal = GOALS[number]

    assert f".goal-{number} {{\n  background: {goal.colour};\n  color: {goal.ink};\n}}" in stylesheet(
        "marks.css", settings
    )


@pytest.mark.parametrize("number", GOALS)
def test_goal_numbers_can_be_read_on_their_colour(number: int) -> None:
    assert contrast(GOALS[number].colour, GOALS[number].ink) >= 4.5


@pytest.mark.parametrize("position", range(1, LARGEST_POSITION + 1))
def test_the_tile_map_has_a_class_for_every_row_and_column(position: int, settings: Any) -> None:
    css = stylesheet("tilemap.css", settings)

    assert f".r{position} {{\n  grid-row: {position};\n}}" in css
    assert f".c{position} {{\n  grid-column: {position};\n}}" in css


def test_no_template_has_inline_style_or_script() -> None:
    for template in TEMPLATES.rglob("*.html"):
        text = template.read_text()
        # What is printed has its style with it; it never reaches a browser.
        if "pdf" in template.name or "pdf" in template.parent.name or "print" in template.name:
            continue
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", text), template


def test_every_page_has_language_skip_link_and_one_main_part() -> None:
    page = render_to_string("base.html")

    assert '<html lang="nb" data-color-scheme="auto">' in page
    assert 'href="#innhold"' in page
    assert page.count("<main") == 1


def test_the_navigation_marks_where_the_reader_is(client: Any, rf: Any) -> None:
    page = render_to_string("base.html", request=rf.get("/medlemmer/asker/"))

    assert '<a href="/medlemmer/" aria-current="true">' in page
    assert page.count("aria-current") == 1


@pytest.mark.slow
def test_static_files_can_be_collected_for_production(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    assert list(tmp_path.glob("css/portal.*.css"))
    assert list(tmp_path.glob("vendor/inter/InterVariable.*.woff2"))
