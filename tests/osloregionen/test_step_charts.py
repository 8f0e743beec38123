"""Counts that grow over time: what the drawing says and how it is read without colour."""

import datetime as dt
from typing import Any

from lxml import html

from osloregionen.charts import Chart
from osloregionen.component_samples import ROWS, ExampleTable
from osloregionen.step_charts import Mark, StepLine, step_chart
from tests.osloregionen.drawings import texts

STARTS, UNTIL = dt.date(2022, 1, 10), dt.date(2022, 6, 2)


def chart(*lines: StepLine, ends: dt.date = UNTIL, marks: tuple[Mark, ...] = ()) -> Chart:
    return step_chart(
        title="Prøve",
        alt="Det man ser",
        source="prøvekilde",
        table=ExampleTable(ROWS),
        lines=lines,
        starts=STARTS,
        until=UNTIL,
        ends=ends,
        marks=marks,
    )


def line(label: str, count: int, *, dashed: bool = False) -> StepLine:
    return StepLine(label, ((dt.date(2022, 3, 1), count),), dashed=dashed)


def words(drawing: Any) -> list[str]:
    return [str(text) for text in html.fromstring(drawing).xpath("//text()") if text.strip()]


def places(drawing: Any) -> dict[str, float]:
    """Return how far down each text stands."""
    return {text.words: text.bottom for text in texts(str(drawing))}


def test_each_line_says_its_name_and_where_it_ended() -> None:
    for drawing in (
        chart(line("Tilsluttet", 43), line("Signert", 31)).svg,
        chart(line("Signert", 31)).narrow,
    ):
        assert "Signert: 31" in words(drawing)


def test_two_lines_that_end_together_keep_both_names() -> None:
    drawn = places(chart(line("Tilsluttet", 43), line("Signert", 43)).svg)
    assert drawn["Signert: 43"] - drawn["Tilsluttet: 43"] >= 15


def test_lines_are_told_apart_without_colour() -> None:
    drawing = str(chart(line("Tilsluttet", 43, dashed=True), line("Signert", 31)).svg)
    assert drawing.count("stroke-dasharray") == 1


def test_months_are_in_norwegian_whatever_the_clock_s_zone() -> None:
    said = words(chart(line("Signert", 3)).svg)
    assert said[:5] == ["feb 2022", "mar 2022", "apr 2022", "mai 2022", "jun 2022"]


def test_a_marked_day_stands_in_the_drawing_and_one_outside_is_left_out() -> None:
    near, far = Mark(dt.date(2022, 5, 12), "Svarfrist"), Mark(dt.date(2099, 1, 1), "Langt fram")
    said = words(chart(line("Signert", 3), marks=(near, far)).svg)
    assert "Svarfrist" in said
    assert "Langt fram" not in said


def test_the_policy_against_inline_styles_holds() -> None:
    drawing = str(chart(line("Signert", 3), ends=dt.date(2022, 9, 1)).svg)
    assert "style=" not in drawing
    assert 'aria-label="Det man ser"' in drawing
