"""What has happened, the path to a target, and the target with its value; a key over the plot names them."""

from itertools import pairwise
from typing import Any

from osloregionen.drawing.look import COLOURS, SIZE, Stroke, fitting, said, text_width
from osloregionen.drawing.names import Place, key_places, label_room
from osloregionen.drawing.plans import PathPlan
from osloregionen.drawing.runs import LINE_HEIGHT, Layout, Point, layout, runs_of
from osloregionen.drawing.sheet import Sheet

ACTUAL = Stroke(COLOURS["strong"], width=3)
PATH = Stroke(COLOURS["ink"], (6, 4), 2)
#: An entry of the key: a piece of the line as long as this, and where the name begins.
_SAMPLE, _BEFORE_NAME = 28, 36
_DIAMOND = 110
#: How far a value is from the line that it would be struck through by, in pixels.
_OFF_LINE = 15


def specification(plan: PathPlan, *, wide: bool) -> dict[str, Any]:
    """Return the path as Vega-Lite."""
    year, value, label = plan.target
    number = said(value, plan.decimals)
    names = [plan.actual.label, plan.path.label, label]
    places = key_places(names, wide=wide, before=_BEFORE_NAME)
    target = ((year, value),)
    where = layout(
        [plan.actual.points, plan.path.points, target],
        plan.unit,
        wide=wide,
        right=label_room([number]) + 8,
        key=places[-1][1] + 1,
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
    _draw_target(sheet, where, (x, y), number, path, actual)
    if actual:
        _draw_last(sheet, where, plan, actual[-1][-1], path, y)
    sheet.words(
        [
            (
                where.edge + left + _BEFORE_NAME,
                where.key_row(row),
                fitting(name, where.room - left - _BEFORE_NAME),
            )
            for name, (left, row) in zip(names, places, strict=True)
        ]
    )
    return sheet.specification()


def _draw_target(
    sheet: Sheet,
    where: Layout,
    target: Point,
    text: str,
    path: list[list[Point]],
    actual: list[list[Point]],
) -> None:
    """Put the target's value on the sheet: after its mark, or off the line where the path goes on from it."""
    (x, y), plot = target, where.plot
    place = plot.py(y)
    if any(run[-1][0] > x for run in path):
        is_below = bool(actual) and actual[-1][-1][1] < y
        has_room = place + _OFF_LINE + LINE_HEIGHT / 2 <= plot.height
        place += _OFF_LINE if has_room and not is_below else -_OFF_LINE
    sheet.words([(plot.px(x) + 12, place, text)], bold=True)


def _draw_last(
    sheet: Sheet, where: Layout, plan: PathPlan, last: Point, path: list[list[Point]], target: float
) -> None:
    """Put the last known value on the sheet, on the side of the line that is away from the path."""
    value = next(value for _year, value in reversed(plan.actual.points) if value is not None)
    x, y = last
    lower = any(_height(run, x, y) > y for run in path)
    text = said(value, plan.decimals)
    plot, step = where.plot, 1 if lower else -1
    px, place = plot.px(x), where.clear(plot.py(y) + 13 * step, step=step)
    # Beyond the plot there is room for the target's value, which may need it itself.
    room = plot.width + (0 if abs(place - plot.py(target)) < LINE_HEIGHT else plot.right)
    width = text_width(text, SIZE)
    if px + width > room or (lower and px > width):
        sheet.words([(px - 2, place, text)], align="right", bold=True)
    else:
        sheet.words([(px + 6, place, text)], bold=True)


def _height(run: list[Point], x: float, otherwise: float) -> float:
    """Return how high a path is in a year, or what is said where it does not reach that year."""
    for (begins, low), (ends, high) in pairwise(run):
        if begins <= x <= ends:
            return low + (high - low) * (x - begins) / (ends - begins)
    return otherwise


def _samples(where: Layout, places: list[Place]) -> list[list[Point]]:
    """Return a piece of line before each name of the key."""
    plot = where.plot
    samples = []
    for left, row in places:
        y = plot.y_at(where.key_row(row))
        samples.append([(plot.x_at(where.edge + left + px), y) for px in (0, _SAMPLE)])
    return samples
