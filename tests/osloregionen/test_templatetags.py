"""The tags and filters of `{% load portal %}`."""

from typing import Any

import pytest
from django.template import Context, Template

from osloregionen.parts import Status
from osloregionen.sdg import GOALS
from osloregionen.word_changes import Mark, Piece, whole


def written(template: str, **context: Any) -> str:
    """Return a template's text as it reaches the page."""
    return Template("{% load portal %}" + template).render(Context(context))


MISSING = '<span class="missing">ikke registrert</span>'


@pytest.mark.parametrize(
    "template",
    [
        "{{ x|or_missing }}",
        "{{ x|number }}",
        "{{ x|tonnes }}",
        "{{ x|percent }}",
        "{{ x|date_nb }}",
        "{{ x|moment_nb }}",
        "{{ x|period_nb }}",
        "{{ x|source_links }}",
        "{% status_badge x %}",
    ],
)
def test_what_is_not_known_says_so_in_one_way(template: str) -> None:
    assert written(template, x=None) == MISSING


def test_an_empty_text_is_not_known_but_zero_and_no_are() -> None:
    assert written("{{ x|or_missing }}", x="") == MISSING
    assert written("{{ x|or_missing }}", x=0) == "0"
    assert written("{{ x|or_missing }}", x=False) == "False"


def test_tonnes_are_named() -> None:
    assert written("{{ x|tonnes }}", x=562289) == "562\u00a0289\u00a0tonn"


def test_a_source_links_its_addresses_and_shows_markup_as_text() -> None:
    html = written("{{ x|source_links }}", x="Se https://osloregionen.no/om/ <script>")

    assert '<a href="https://osloregionen.no/om/"' in html
    assert "&lt;script&gt;" in html


def test_markdown_begins_at_the_second_level() -> None:
    assert "<h2>Bakgrunn</h2>" in written("{{ x|markdown }}", x="# Bakgrunn")


@pytest.mark.parametrize(
    "dangerous",
    [
        "<script>alert(1)</script>",
        '<b onclick="x()">fet</b>',
        "[les](javascript:alert(1))",
        "![bilde](x.png)",
    ],
)
def test_markdown_lets_no_markup_or_script_through(dangerous: str) -> None:
    html = written("{{ x|markdown }}", x=dangerous)

    for trace in ("<script", "<b ", 'javascript:alert(1)"', "<img"):
        assert trace not in html


@pytest.mark.parametrize("number", GOALS)
def test_a_goal_is_named_in_text_beside_its_colour(number: int) -> None:
    for form in ("", '"short"'):
        html = written("{% goal_badge n " + form + " %}", n=number)

        assert f'class="goal goal-{number}"' in html
        assert GOALS[number].name in html.split("</span>", 1)[1]


def test_an_activity_without_goals_says_so() -> None:
    assert written("{% goal_badges x %}", x=[]) == MISSING


def test_a_status_is_said_with_a_word_and_a_sign() -> None:
    html = written("{% status_badge x %}", x=Status("signert", "✓", "solid"))

    assert "tone-solid" in html
    assert '<span class="status-sign" aria-hidden="true">✓</span> signert' in html


def test_a_status_has_one_of_the_known_tones() -> None:
    with pytest.raises(ValueError, match="'rosa' is not one of"):
        Status("signert", "✓", "rosa")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("4–5 møter", '<span class="kept">4–5</span> møter'),
        ("2. september", "2.\N{NBSP}september"),
        ("2 024 av 12 000, og 7 %", "2\N{NBSP}024 av 12\N{NBSP}000, og 7\N{NBSP}%"),
        ("1 < 2", "1 &lt; 2"),
    ],
)
def test_print_keeps_figures_and_days_on_one_line(typed: str, printed: str) -> None:
    assert Template("{% load print %}{{ x|kept }}").render(Context({"x": typed})) == printed


def test_print_keeps_figures_of_what_changed_on_one_line_too() -> None:
    def printed(*pieces: Piece) -> str:
        return Template("{% load print %}{{ x|printed_changes }}").render(Context({"x": pieces}))

    days = whole("31.\N{NBSP}desember 2022", "31.\N{NBSP}desember 2023")
    assert printed(*days).count("31.\N{NBSP}desember") == 2
    assert printed(Piece(Mark.SAME, "11 Bærekraftige byer")) == "11\N{NBSP}Bærekraftige byer"
    assert "11\N{NBSP}Bærekraftige" in printed(Piece(Mark.REMOVED, "11 Bærekraftige byer"))
    assert "11\N{NBSP}Bærekraftige" in printed(Piece(Mark.ADDED, "11 Bærekraftige byer"))
