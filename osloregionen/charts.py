"""Charts: a specification drawn to SVG on the server, with title, alt text, source and the table behind it.

The SVG is put into the page itself: it has no style attributes, so the CSP holds, WeasyPrint prints it as
it is, and charts.css gives its colours their dark counterparts (it selects by the values of COLOURS).
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from osloregionen.formatting import MINUS, MISSING, NBSP, number_nb
from osloregionen.tables import Table

if TYPE_CHECKING:
    import altair

#: Designsystemet's light colours; charts.css maps each to its token.
COLOURS = {"ink": "#292c30", "quiet": "#5b5d60", "line": "#bbbcbd", "strong": "#0062ba", "pale": "#99c0e3"}
FONT = "Inter, sans-serif"
WIDE, NARROW = 720, 322

# Room for a number as long as "−1 171 962" beyond a bar's end, and for a letter of a name, in pixels.
# Generous: the drawing measures text in another font than the page's, which is up to a tenth wider.
_LABEL = 84
_LETTER = 8

#: D3's number locale in bokmål, for axes.
FORMAT_LOCALE: dict[str, Any] = {
    "decimal": ",",
    "thousands": NBSP,
    "grouping": [3],
    "currency": ["", f"{NBSP}kr"],
    "percent": f"{NBSP}%",
    "minus": MINUS,
    "nan": MISSING,
}

CONFIG: dict[str, Any] = {
    "background": None,
    "font": FONT,
    "lineBreak": "\n",
    "view": {"stroke": None},
    "axis": {
        "labelColor": COLOURS["ink"],
        "titleColor": COLOURS["quiet"],
        "gridColor": COLOURS["line"],
        "domainColor": COLOURS["line"],
        "tickColor": COLOURS["line"],
        "labelFontSize": 14,
        "titleFontSize": 13,
        "titleFontWeight": 400,
        "labelLimit": 400,
    },
    "legend": {
        "labelColor": COLOURS["ink"],
        "labelFontSize": 14,
        "orient": "top",
        "title": None,
        "symbolType": "square",
        "offset": 4,
    },
    "text": {"color": COLOURS["ink"], "fontSize": 13},
}


@dataclass(frozen=True)
class Chart:
    """A chart with all that belongs to it; `templates/_chart.html` draws it. `narrow` is for phones."""

    title: str
    alt: str
    source: str
    table: Table
    svg: SafeString
    narrow: SafeString


@dataclass(frozen=True)
class Bar:
    """A bar: what it stands for, its length, and which series it belongs to ("2019", "2020")."""

    category: str
    value: int | float | Decimal
    series: str = ""


def bar_chart(
    *, title: str, alt: str, source: str, table: Table, bars: Sequence[Bar], decimals: int | None = None
) -> Chart:
    """Return a chart of horizontal bars in the given order, each with its number. One or two series.

    `alt` says what one sees ("Veitrafikk er størst …"), `table` holds the same figures. What is not
    known has no bar: leave it out. Cost: 0.1 s per new chart, 1–2 s for a process's first; the same chart
    again costs nothing.
    """
    wide, narrow = (
        json.loads(_bars_specification(tuple(bars), decimals, wide=wide)) for wide in (True, False)
    )
    return Chart(title, alt, source, table, svg_of(wide, alt), svg_of(narrow, alt))


@lru_cache(maxsize=64)
def _bars_specification(bars: tuple[Bar, ...], decimals: int | None, *, wide: bool) -> str:
    """Return the drawing as Vega-Lite, in JSON. Altair takes as long to say it as it takes to draw it."""
    return json.dumps(_bars(bars, decimals, wide=wide).to_dict())


def _bars(bars: Sequence[Bar], decimals: int | None, *, wide: bool) -> "altair.TopLevelMixin":
    """Return bars with their numbers beyond their ends; names to the left, or above where it is narrow."""
    # Altair takes most of a second to import: only a process that draws pays for it.
    import altair as alt

    data = [
        {
            "category": bar.category,
            "series": bar.series,
            "value": float(bar.value),
            "label": number_nb(bar.value, decimals),
        }
        for bar in bars
    ]
    categories = list(dict.fromkeys(bar.category for bar in bars))
    series = list(dict.fromkeys(bar.series for bar in bars))
    several = len(series) > 1
    colours = [COLOURS["pale"], COLOURS["strong"]] if several else [COLOURS["strong"]]
    longest = max((len(name) for name in categories), default=0)
    plot = int(WIDE - _LETTER * longest - 20) if wide else NARROW
    y = alt.Y(
        "category:N",
        axis=alt.Axis(ticks=False, domain=False, labelPadding=8) if wide else None,
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
    layers: list[Any] = [drawn, falls.encode(text="label:N"), rises.encode(text="label:N")]
    if not wide:
        names = alt.Chart(alt.InlineData(values=[{"category": name} for name in categories]))
        layers.append(
            names.mark_text(align="left", baseline="bottom", dy=-4, fontSize=14).encode(
                y=alt.Y("category:N", sort=categories, bandPosition=0), x=alt.value(0), text="category:N"
            )
        )
    step = (22 if several else 30) if wide else (24 if several else 44)
    return alt.layer(*layers).properties(
        width=plot,
        height=alt.Step(step),
        padding={"left": 3 + longest if wide else 3, "right": 3, "top": 3, "bottom": 3},
    )


def _domain(data: list[dict[str, Any]], plot: int) -> list[float]:
    """Return the axis: from the lowest to the highest value and zero, with room for numbers at the ends."""
    values = [row["value"] for row in data]
    low, high = min(0, *values, 0), max(0, *values, 0)
    left = _LABEL if low < 0 else 0
    right = _LABEL if high > 0 else 0
    per_pixel = (high - low or 1) / max(plot - left - right, 1)
    return [low - left * per_pixel, high + right * per_pixel]


def svg_of(specification: dict[str, Any], alt_text: str) -> SafeString:
    """Return a Vega-Lite specification as a drawing; CONFIG is added. Kept per process, by what it says."""
    drawing = _drawn(json.dumps({**specification, "config": CONFIG}, sort_keys=True))
    return format_html('<svg role="img" aria-label="{}" {}', alt_text, mark_safe(drawing))  # noqa: S308


@lru_cache(maxsize=128)
def _drawn(specification: str) -> str:
    """Return the SVG of a specification, from after its opening `<svg `."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(json.loads(specification), format_locale=FORMAT_LOCALE)
    # The drawing's own descriptions are in English; the page gives one alt text for the whole.
    svg = re.sub(r' (?:aria-[a-z]+|role|xmlns:xlink|version)="[^"]*"', "", svg)
    # Names of clip paths must differ between the charts of a page.
    prefix = sha256(specification.encode()).hexdigest()[:8]
    svg = re.sub(r'(id="|url\(#)', rf"\g<1>c{prefix}-", svg)
    return svg.removeprefix("<svg ")
