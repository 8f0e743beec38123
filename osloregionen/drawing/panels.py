"""Small charts side by side: a name, a remark, a line from zero upwards, all in the pixels of one sheet."""

from collections.abc import Sequence
from typing import Any

from osloregionen.drawing.axes import Plot
from osloregionen.drawing.look import COLOURS, NARROW, SLIDE, SMALL, WIDE, Stroke, fitting, said
from osloregionen.drawing.plans import Panel, PanelsPlan
from osloregionen.drawing.runs import Point, runs_of
from osloregionen.drawing.sheet import Sheet
from osloregionen.formatting import MISSING

#: To the right of each panel, also the last: a name may be a little wider than its panel.
_GAP, _EDGE = 14, 4
#: From a panel's upper edge: its name, its remark, where the highest value stands; then where zero stands,
#: and its end, by whether it is on a slide.
_NAME, _REMARK, _HIGH = 8, 24, 38
_ZERO, _STEP = {False: 88, True: 79}, {False: 112, True: 102}
_LINE = Stroke(COLOURS["strong"], width=2)
_FLOOR = Stroke(COLOURS["quiet"], width=1)
_NARROW_COLUMNS = 2


def specification(plan: PanelsPlan, *, wide: bool) -> dict[str, Any]:
    """Return the panels as Vega-Lite."""
    columns = min(plan.columns if wide else _NARROW_COLUMNS, len(plan.panels))
    full = SLIDE if plan.slide else WIDE
    width = (full if wide else NARROW) - 2 * _EDGE
    zero, step = _ZERO[plan.slide], _STEP[plan.slide]
    each = width / columns - _GAP
    height = step * -(-len(plan.panels) // columns)
    # Values of the axes are pixels from the left and the upper edge.
    plot = Plot(width, height, (0, width), (height, 0), _EDGE, _EDGE, _EDGE, _EDGE)
    sheet = Sheet(plot, axes=False)
    corners = [
        (number % columns * (each + _GAP), number // columns * step) for number in range(len(plan.panels))
    ]
    years = [year for panel in plan.panels for year, _value in panel.points]
    span = (min(years), max(years))
    top = max(_highest(panel) for panel in plan.panels)
    lines: list[list[Point]] = []
    last: list[list[Point]] = []
    for panel, (x, y) in zip(plan.panels, corners, strict=True):
        scale = (top if plan.common else _highest(panel)) or 1
        runs = [
            [(x + _at(year, span) * each, y + zero - value / scale * (zero - _HIGH)) for year, value in run]
            for run in runs_of(panel.points)
        ]
        lines += runs
        last += runs[-1:]
    sheet.rules([((x, y + zero), (x + each, y + zero)) for x, y in corners], _FLOOR)
    sheet.lines([(_LINE, line) for line in lines])
    # A year between two that are not known is no line, and is seen all the same.
    sheet.points([line[0] for line in lines if len(line) == 1], COLOURS["strong"])
    sheet.points([line[-1] for line in last], COLOURS["strong"])
    named = list(zip(plan.panels, corners, strict=True))
    sheet.words(
        [(x, y + _NAME, fitting(panel.label, each + _GAP - 2, 13)) for panel, (x, y) in named],
        size=13,
        bold=True,
    )
    sheet.words([(x, y + _REMARK, _remark(panel, plan)) for panel, (x, y) in named], size=SMALL)
    _draw_years(sheet, [(x, y + zero + 10) for x, y in corners], span, each)
    return sheet.specification()


def _draw_years(sheet: Sheet, places: Sequence[Point], span: tuple[int, int], each: float) -> None:
    """Put the first and the last year under each panel, at these places."""
    quiet = COLOURS["quiet"]
    sheet.words([(x, y, str(span[0])) for x, y in places], size=11, colour=quiet)
    if span[0] != span[1]:
        last = [(x + each, y, str(span[1])) for x, y in places]
        sheet.words(last, size=11, colour=quiet, align="right")


def _at(year: float, span: tuple[int, int]) -> float:
    """Return how far along a panel a year stands, from 0 to 1."""
    return (year - span[0]) / (span[1] - span[0]) if span[1] > span[0] else 0.5


def _highest(panel: Panel) -> float:
    return max((float(value) for _year, value in panel.points if value is not None), default=0.0)


def _remark(panel: Panel, plan: PanelsPlan) -> str:
    """Return what stands under a name: that nothing is known, what the panel says, or its last value."""
    known = [value for _year, value in panel.points if value is not None]
    if not known:
        return MISSING
    return panel.remark or said(known[-1], plan.decimals, plan.unit)
