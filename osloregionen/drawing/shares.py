"""Parts of a whole: a bar for each within an outline of the whole, the largest first, with its per cent."""

from fractions import Fraction
from typing import Any

from osloregionen.drawing.axes import Plot
from osloregionen.drawing.look import COLOURS, NARROW, SIZE, WIDE, Stroke, fitting, said, text_width
from osloregionen.drawing.plans import SharesPlan, Value
from osloregionen.drawing.sheet import Sheet

#: From one bar to the next, and how thick it is, by whether the drawing is wide.
_STEP, _THICK = {True: 32, False: 46}, 18
_EDGE, _GAP = 3, 12
#: Names beside the bars take this much at most; longer ones stand above them, as on a phone.
_NAMES = 300


def specification(plan: SharesPlan, *, wide: bool) -> dict[str, Any]:
    """Return the parts as Vega-Lite."""
    whole = sum(_exact(part.value) for part in plan.parts)
    room = (WIDE if wide else NARROW) - 2 * _EDGE
    parts = sorted(
        ((fitting(part.label, room), _exact(part.value) * 100 / whole) for part in plan.parts),
        key=lambda part: part[1],
        reverse=True,
    )
    numbers = [said(share, plan.decimals, "%") for _label, share in parts]
    names = max(text_width(label, SIZE) for label, _share in parts)
    beside = wide and names <= _NAMES
    left = _EDGE + (names + _GAP if beside else 0)
    right = max(text_width(number, SIZE) for number in numbers) + _GAP + _EDGE
    step = _STEP[beside]
    plot = Plot(
        width=(WIDE if wide else NARROW) - left - right,
        height=step * len(parts),
        x=(0, 100),
        y=(0, step * len(parts)),
        left=left,
        top=_EDGE,
        right=right,
        bottom=_EDGE,
    )
    sheet = Sheet(plot, axes=False)
    # The middle of each bar, from above; where names stand above the bars, these lie in the lower part.
    middles = [step * (number + 1) - (step / 2 if beside else _THICK / 2 + 3) for number in range(len(parts))]
    edges = [(plot.y_at(middle + _THICK / 2), plot.y_at(middle - _THICK / 2)) for middle in middles]
    sheet.areas(
        [
            (COLOURS["strong"], [(0, low, high), (float(share), low, high)])
            for (_label, share), (low, high) in zip(parts, edges, strict=True)
        ]
    )
    sides = [
        side
        for low, high in edges
        for side in (
            ((0, low), (100, low)),
            ((100, low), (100, high)),
            ((100, high), (0, high)),
            ((0, high), (0, low)),
        )
    ]
    sheet.rules(sides, Stroke(COLOURS["quiet"], width=1))
    sheet.words(
        [(plot.width + _GAP, middle, number) for middle, number in zip(middles, numbers, strict=True)]
    )
    if beside:
        words = [(-_GAP, middle, label) for middle, (label, _share) in zip(middles, parts, strict=True)]
        sheet.words(words, align="right")
    else:
        above = _THICK / 2 + 10
        sheet.words(
            [(0, middle - above, label) for middle, (label, _share) in zip(middles, parts, strict=True)]
        )
    return sheet.specification()


def _exact(value: Value) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(str(value))
