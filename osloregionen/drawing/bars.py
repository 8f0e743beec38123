"""Bars with their numbers beyond their ends; names to the left, or above where it is narrow."""

from typing import Any

import altair as alt

from osloregionen.drawing.look import COLOURS, NARROW, SIZE, WIDE, said, text_width
from osloregionen.drawing.plans import BarsPlan

# Room for a number as long as "−1 171 962" beyond a bar's end, and the most that names beside the bars may
# take, in pixels.
_LABEL, _NAMES = 84, 300
_EDGE, _PADDING = 3, 8


def specification(plan: BarsPlan, *, wide: bool) -> dict[str, Any]:
    """Return the bars as Vega-Lite."""
    data = [
        {
            "category": bar.category,
            "series": bar.series,
            "value": float(bar.value),
            "label": said(bar.value, plan.decimals, plan.unit),
        }
        for bar in plan.bars
    ]
    categories = list(dict.fromkeys(bar.category for bar in plan.bars))
    series = list(dict.fromkeys(bar.series for bar in plan.bars))
    several = len(series) > 1
    colours = [COLOURS["pale"], COLOURS["strong"]] if several else [COLOURS["strong"]]
    names = min(_NAMES, max((text_width(name) for name in categories), default=0.0))
    room = (WIDE if wide else NARROW) - 2 * _EDGE
    plot = int(room - names - _PADDING) if wide else room
    y = alt.Y(
        "category:N",
        axis=alt.Axis(ticks=False, domain=False, labelPadding=_PADDING, labelLimit=_NAMES) if wide else None,
        scale=alt.Scale() if wide else alt.Scale(paddingInner=0.55, paddingOuter=0.55),
        sort=categories,
        title=None,
    )
    x = alt.X("value:Q", title=None, axis=None, scale=alt.Scale(domain=_domain(data, plot), nice=False))
    base = alt.Chart(alt.InlineData(values=data)).encode(y=y, x=x)
    if several:
        base = base.encode(yOffset=alt.YOffset("series:N", sort=series))
    drawn = base.mark_bar(stroke=COLOURS["strong"], strokeWidth=1).encode(
        color=alt.Color(
            "series:N",
            scale=alt.Scale(domain=list(series), range=colours),
            sort=series,
            legend=alt.Legend(direction="horizontal") if several else None,
        )
    )
    falls = base.transform_filter("datum.value < 0").mark_text(align="right", baseline="middle", dx=-5)
    rises = base.transform_filter("datum.value >= 0").mark_text(align="left", baseline="middle", dx=5)
    layers: list[Any] = [
        drawn,
        falls.encode(text=alt.Text("label:N")),
        rises.encode(text=alt.Text("label:N")),
    ]
    if not wide:
        above = alt.Chart(alt.InlineData(values=[{"category": name} for name in categories]))
        layers.append(
            above.mark_text(align="left", baseline="bottom", dy=-4, fontSize=SIZE, limit=room).encode(
                y=alt.Y("category:N", sort=categories, bandPosition=0),
                x=alt.value(0),
                text=alt.Text("category:N"),
            )
        )
    step = (22 if several else 30) if wide else (24 if several else 44)
    chart = alt.layer(*layers).properties(
        width=plot,
        height=alt.Step(step),
        padding={"left": _EDGE, "right": _EDGE, "top": 3, "bottom": 3},
    )
    described: dict[str, Any] = chart.to_dict(validate=False)
    return described


def _domain(data: list[dict[str, Any]], plot: int) -> list[float]:
    """Return the axis: from the lowest to the highest value and zero, with room for numbers at the ends."""
    values = [row["value"] for row in data]
    low, high = min(0, *values, 0), max(0, *values, 0)
    left = _LABEL if low < 0 else 0
    right = _LABEL if high > 0 else 0
    per_pixel = (high - low or 1) / max(plot - left - right, 1)
    return [low - left * per_pixel, high + right * per_pixel]
