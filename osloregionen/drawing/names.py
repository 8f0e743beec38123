"""The names of lines and areas: beside their ends, or as numbers there and a list under the plot."""

from collections.abc import Sequence

from osloregionen.drawing.axes import apart
from osloregionen.drawing.look import COLOURS, NARROW, SIZE, WIDE, Stroke, fitting, text_width
from osloregionen.drawing.runs import LINE_HEIGHT, ROW_HEIGHT, Layout, Point
from osloregionen.drawing.sheet import Sheet

#: How much of the width names beside the lines may take, in pixels, by whether the drawing is wide; where
#: they need more they go into a list.
ROOM = {True: 320, False: 110}
#: An entry of the list: a number, a piece of the line from here to there, the name, what is free after it.
_SAMPLE, _BEFORE_NAME, _BETWEEN = (22, 52), 60, 18
#: How far beyond the plot the names stand; between lie thin lines to those that had to move.
_BESIDE = 24
_LEADER = Stroke(COLOURS["quiet"], width=0.75)

#: Where an entry of a list stands: pixels from the left edge, and its row.
Place = tuple[float, int]


def label_room(labels: Sequence[str]) -> float:
    """Return the room that words beside the plot need, in pixels."""
    return max((text_width(label, SIZE) for label in labels), default=0.0) + _BESIDE + 3


def draw_ends(sheet: Sheet, where: Layout, ends: Sequence[Point], words: Sequence[str]) -> None:
    """Put words beside where lines end, moved apart, with a thin line to what stands elsewhere."""
    plot = where.plot
    wanted = [plot.py(y) for _x, y in ends]
    # The lowest stays clear of the last year under the plot.
    places = apart(wanted, LINE_HEIGHT, 2, plot.height - 5)
    leaders = [
        ((plot.x_at(plot.px(x) + 4), y), (plot.x_at(plot.width + _BESIDE - 3), plot.y_at(place)))
        for (x, y), place, at in zip(ends, places, wanted, strict=True)
        if abs(place - at) > 4 or plot.px(x) < plot.width - 1
    ]
    sheet.rules(leaders, _LEADER)
    sheet.words([(plot.width + _BESIDE, place, text) for place, text in zip(places, words, strict=True)])


def list_places(names: Sequence[str], *, wide: bool) -> list[Place]:
    """Return where the entries of a list stand, in as many columns as there is room for, row by row."""
    each = _BEFORE_NAME + max(text_width(name, SIZE) for name in names) + _BETWEEN
    columns = max(1, int((_room(wide=wide) + _BETWEEN) // each))
    return [(number % columns * each, number // columns) for number in range(len(names))]


def key_places(names: Sequence[str], *, wide: bool, before: float) -> list[Place]:
    """Return where the few entries of a key stand, in full rows; each name has so much `before` it."""
    places: list[Place] = []
    left, row = 0.0, 0
    for name in names:
        width = before + text_width(name, SIZE)
        if left and left + width > _room(wide=wide):
            left, row = 0.0, row + 1
        places.append((left, row))
        left += width + _BETWEEN
    return places


def _room(*, wide: bool) -> float:
    return (WIDE if wide else NARROW) - 6


def list_samples(
    where: Layout, places: Sequence[Place], looks: Sequence[Stroke]
) -> list[tuple[Stroke, list[Point]]]:
    """Return a piece of each line, to stand before its name in the list."""
    plot = where.plot
    samples = []
    for (left, row), stroke in zip(places, looks, strict=True):
        y = plot.y_at(where.below + row * ROW_HEIGHT)
        begins, ends = (plot.x_at(where.edge + left + px) for px in _SAMPLE)
        samples.append((stroke, [(begins, y), (ends, y)]))
    return samples


def list_boxes(where: Layout, places: Sequence[Place]) -> list[list[tuple[float, float, float]]]:
    """Return a box for each area, to stand before its name in the list: (x, lower, upper edge), twice."""
    plot = where.plot
    boxes = []
    for left, row in places:
        down = where.below + row * ROW_HEIGHT
        lower, upper = plot.y_at(down + 6), plot.y_at(down - 6)
        boxes.append([(plot.x_at(where.edge + left + px), lower, upper) for px in _SAMPLE])
    return boxes


def draw_list(sheet: Sheet, where: Layout, places: Sequence[Place], names: Sequence[str]) -> None:
    """Put the numbers and the names of the list on the sheet."""
    words = []
    for number, ((left, row), name) in enumerate(zip(places, names, strict=True), start=1):
        down, begins = where.below + row * ROW_HEIGHT, where.edge + left
        fitted = fitting(name, where.room - left - _BEFORE_NAME)
        words += [(begins, down, str(number)), (begins + _BEFORE_NAME, down, fitted)]
    sheet.words(words)
