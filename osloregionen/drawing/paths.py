"""What has happened, the path to a target, and the target with its value; a key over the plot names them."""

from typing import Any

from osloregionen.drawing.look import COLOURS, Stroke, said
from osloregionen.drawing.names import Place, label_room, list_places
from osloregionen.drawing.plans import PathPlan
from osloregionen.drawing.runs import Layout, Point, layout, runs_of

ACTUAL = Stroke(COLOURS["strong"], width=3)
PATH = Stroke(COLOURS["ink"], (6, 4), 2)
#: An entry of the key: a piece of the line as long as this, and where the name begins.
_SAMPLE, _BEFORE_NAME = 28, 36
_DIAMOND = 110


def specification(plan: PathPlan, *, wide: bool) -> dict[str, Any]:
    """Return the path as Vega-Lite."""
    year, value, label = plan.target
    number = said(value, plan.decimals)
    names = [plan.actual.label, plan.path.label, label]
    places = list_places(names, wide=wide, before=_BEFORE_NAME)
    target = ((year, value),)
    where = layout(
        [plan.actual.points, plan.path.points, target],
        plan.unit,
        wide=wide,
        right=label_room([number]) + 8,
        above=places[-1][1] + 1,
    )
    sheet = where.sheet()
    actual = runs_of(plan.actual.points, where.axis.factor)
    path = runs_of(plan.path.points, where.axis.factor)
    [[(x, y)]] = runs_of(target, where.axis.factor)
    samples = _samples(where, places)
    lines = [(PATH, run) for run in path] + [(ACTUAL, run) for run in actual]
    sheet.lines([*lines, (ACTUAL, samples[0]), (PATH, samples[1])])
    sheet.points([point for run in actual for point in run], ACTUAL.colour)
    (begins, height), (ends, _height) = samples[2]
    sheet.points([(x, y), ((begins + ends) / 2, height)], COLOURS["ink"], shape="diamond", size=_DIAMOND)
    sheet.words([(where.plot.px(x) + 12, where.plot.py(y), number)], bold=True)
    sheet.words(
        [
            (where.edge + left + _BEFORE_NAME, _down(where, row), name)
            for name, (left, row) in zip(names, places, strict=True)
        ]
    )
    return sheet.specification()


def _down(where: Layout, row: int) -> float:
    """Return where a row of the key stands; the rows over a plot are counted from below."""
    return where.row_above(where.above - 1 - row)


def _samples(where: Layout, places: list[Place]) -> list[list[Point]]:
    """Return a piece of line before each name of the key."""
    plot = where.plot
    samples = []
    for left, row in places:
        y = plot.y_at(_down(where, row))
        samples.append([(plot.x_at(where.edge + left + px), y) for px in (0, _SAMPLE)])
    return samples
