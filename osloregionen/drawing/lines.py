"""Lines over the years, each with its name at its end, or a number there and its name in a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from osloregionen.drawing.look import SIZE, Stroke, said, strokes, text_width
from osloregionen.drawing.names import ROOM, draw_ends, draw_list, label_room, list_places, list_samples
from osloregionen.drawing.plans import Line, LinesPlan
from osloregionen.drawing.runs import Layout, Point, draw_marks, layout, mark_rows, runs_of
from osloregionen.drawing.sheet import Sheet

#: As many lines as show each year with a point; more would be a swarm.
_WITH_POINTS = 3


@dataclass(frozen=True)
class _Drawn:
    """A line with what is known of it, and how it looks."""

    label: str
    runs: list[list[Point]]
    stroke: Stroke

    @property
    def end(self) -> Point:
        return self.runs[-1][-1]


def specification(plan: LinesPlan, *, wide: bool) -> dict[str, Any]:
    """Return the lines as Vega-Lite."""
    lines = [line for line in plan.lines if any(value is not None for _year, value in line.points)]
    names = [line.label for line in lines]
    single = len(lines) == 1
    last = said(next(value for _year, value in reversed(lines[0].points) if value is not None), plan.decimals)
    beside = label_room([last] if single else names)
    listed = not single and beside > ROOM[wide]
    right = label_room(["00"]) if listed else beside
    points = [line.points for line in plan.lines]
    rows = list_places(names, wide=wide) if listed else []
    draft = layout(points, plan.unit, wide=wide, right=right)
    placed = mark_rows(plan.marks, (draft.years[0], draft.years[-1]), draft.plot.width)
    where = layout(
        points,
        plan.unit,
        wide=wide,
        right=right,
        # A single line's first value may stand over the plot.
        marks=max((row + 1 for _mark, row in placed), default=int(single)),
        below=rows[-1][1] + 1 if rows else 0,
    )
    sheet = where.sheet()
    draw_marks(sheet, where, placed)
    looks = strokes(plan.lines)
    drawn = [
        _Drawn(line.label, runs_of(line.points, where.axis.factor), looks[plan.lines.index(line)])
        for line in lines
    ]
    if listed:
        # The list reads as the numbers do, from the top down.
        drawn.sort(key=lambda line: -line.end[1])
    samples = list_samples(where, rows, [line.stroke for line in drawn]) if listed else []
    _draw_lines(sheet, drawn, samples)
    if single:
        _draw_values(sheet, where, lines[0], drawn[0], plan.decimals)
    else:
        ends = [line.end for line in drawn]
        words = [str(number + 1) for number in range(len(drawn))] if listed else names
        draw_ends(sheet, where, ends, words)
        if listed:
            draw_list(sheet, where, rows, [line.label for line in drawn])
    return sheet.specification()


def _draw_lines(sheet: Sheet, lines: Sequence[_Drawn], samples: Sequence[tuple[Stroke, list[Point]]]) -> None:
    """Put the lines on the sheet, and a point where a year stands alone."""
    sheet.lines([*((line.stroke, run) for line in lines for run in line.runs), *samples])
    for line in lines:
        each = len(lines) <= _WITH_POINTS
        places = [point for run in line.runs for point in run if each or len(run) == 1]
        sheet.points(places, line.stroke.colour)


def _draw_values(sheet: Sheet, where: Layout, line: Line, drawn: _Drawn, decimals: int) -> None:
    """Put a single line's last value beside its end, and its first over or under its beginning."""
    known = [value for _year, value in line.points if value is not None]
    plot = where.plot
    x, y = drawn.end
    sheet.words([(plot.px(x) + 8, plot.py(y), said(known[-1], decimals))], bold=True)
    points = [(plot.px(year), plot.py(value)) for run in drawn.runs for year, value in run]
    if len(points) > 1:
        number = said(known[0], decimals)
        (left, first), (right, second) = points[:2]
        reach = left + 4 + text_width(number, SIZE)
        # How high the line is where the number ends.
        ended = first + (second - first) * min(1.0, (reach - left) / (right - left))
        beside = [ended, *(py for px, py in points if px <= reach)]
        # On the side that the line turns away from, unless the plot ends there.
        over, under = where.clear(min(beside) - 13, step=-1), where.clear(max(beside) + 13, step=1)
        place = under if second < first and under < plot.height else over
        sheet.words([(left + 4, place, number)])
