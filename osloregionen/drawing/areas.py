"""Areas on top of each other, light and dark in turn, each with its name beside its end or in a list."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

from osloregionen.drawing.look import AREAS, COLOURS
from osloregionen.drawing.names import ROOM, draw_ends, draw_list, label_room, list_boxes, list_places
from osloregionen.drawing.plans import AreasPlan, Line, Value
from osloregionen.drawing.runs import Point, layout, runs_of

#: A year that stands alone is so many years wide, on either side.
_ALONE = 0.15
#: An area over the years: year, its lower and its upper edge.
Band = list[tuple[float, float, float]]
Edge = tuple[tuple[int, Value | None], ...]


def specification(plan: AreasPlan, *, wide: bool) -> dict[str, Any]:
    """Return the areas as Vega-Lite. Needs a year in which all values are known."""
    # From the top down, as one reads what stands beside them.
    names = [line.label for line in reversed(plan.lines)]
    numbers = [str(number) for number, _name in enumerate(names, start=1)]
    listed = label_room(names) > ROOM[wide]
    places = list_places(names, wide=wide) if listed else []
    edges = edges_of(plan.lines)
    where = layout(
        edges,
        plan.unit,
        wide=wide,
        right=label_room(numbers if listed else names),
        below=places[-1][1] + 1 if places else 0,
    )
    sheet = where.sheet()
    runs = [runs_of(edge, where.axis.factor) for edge in edges]
    bands = [
        [_band(below, above) for below, above in zip(lower, upper, strict=True)]
        for lower, upper in pairwise(runs)
    ]
    colours = [COLOURS[AREAS[number % len(AREAS)]] for number, _band in enumerate(bands)]
    boxes = zip(reversed(colours), list_boxes(where, places), strict=False)
    sheet.areas(
        [*((colour, band) for colour, one in zip(colours, bands, strict=True) for band in one), *boxes]
    )
    last = [one[-1][-1] for one in reversed(bands)]
    draw_ends(sheet, where, [(x, (low + high) / 2) for x, low, high in last], numbers if listed else names)
    if listed:
        draw_list(sheet, where, places, names)
    return sheet.specification()


def edges_of(lines: Sequence[Line]) -> list[Edge]:
    """Return the areas' edges from the bottom up, zero first: by year, None where a line is not known."""
    known = [dict(line.points) for line in lines]
    years = sorted(set().union(*known))
    heights = {year: _heights([values.get(year) for values in known]) for year in years}
    return [tuple((year, heights[year][number]) for year in years) for number in range(len(lines) + 1)]


def _heights(values: Sequence[Value | None]) -> list[Value | None]:
    """Return how high the stack is after each value, from zero; nothing of a stack that lacks one."""
    if any(value is None for value in values):
        return [None] * (len(values) + 1)
    return [0.0, *accumulate(float(value) for value in values if value is not None)]


def _band(lower: Sequence[Point], upper: Sequence[Point]) -> Band:
    band = [(x, low, high) for (x, low), (_x, high) in zip(lower, upper, strict=True)]
    if len(band) == 1:
        [(x, low, high)] = band
        band = [(x - _ALONE, low, high), (x + _ALONE, low, high)]
    return band
