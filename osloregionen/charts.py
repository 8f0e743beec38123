"""Charts: a specification drawn to SVG on the server, with title, alt text, source and the table behind it.

The SVG is put into the page itself: it has no style attributes, so the CSP holds, WeasyPrint prints it as
it is, and portal.css gives its colours their dark counterparts (it selects by the values of COLOURS).
"""

import json
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from osloregionen.formatting import MINUS, NBSP, number_nb
from osloregionen.tables import Table

if TYPE_CHECKING:
    import altair

#: Designsystemet's light colours; portal.css maps each to its token.
COLOURS = {"ink": "#292c30", "quiet": "#5b5d60", "line": "#bbbcbd", "strong": "#0062ba", "pale": "#99c0e3"}
FONT = "Inter, sans-serif"
WIDE, NARROW = 720, 328

#: D3's number locale in bokmål, for axes.
FORMAT_LOCALE: dict[str, Any] = {
    "decimal": ",",
    "thousands": NBSP,
    "grouping": [3],
    "currency": ["", f"{NBSP}kr"],
    "percent": f"{NBSP}%",
    "minus": MINUS,
    "nan": "ikke registrert",
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
    known has no bar: leave it out. Cost: 0.1 s per new chart, 1–2 s for a process's first.
    """
    wide = _bars(bars, decimals, width=WIDE, wrap=40)
    narrow = _bars(bars, decimals, width=NARROW, wrap=18)
    return draw(title=title, alt=alt, source=source, table=table, wide=wide, narrow=narrow)


def draw(
    *,
    title: str,
    alt: str,
    source: str,
    table: Table,
    wide: "altair.TopLevelMixin",
    narrow: "altair.TopLevelMixin",
) -> Chart:
    """Return the chart of two altair charts, the second for phones. Use COLOURS; CONFIG is added."""
    return Chart(title, alt, source, table, _svg(wide, alt), _svg(narrow, alt))


def _bars(bars: Sequence[Bar], decimals: int | None, *, width: int, wrap: int) -> "altair.TopLevelMixin":
    # Altair takes most of a second to import: only a process that draws pays for it.
    import altair as alt

    names = ["\n".join(textwrap.wrap(bar.category, wrap)) for bar in bars]
    data = [
        {
            "category": name,
            "series": bar.series,
            "value": float(bar.value),
            "label": number_nb(bar.value, decimals),
        }
        for name, bar in zip(names, bars, strict=True)
    ]
    categories = list(dict.fromkeys(names))
    series = list(dict.fromkeys(bar.series for bar in bars))
    several = len(series) > 1
    colours = [COLOURS["pale"], COLOURS["strong"]] if several else [COLOURS["strong"]]
    longest = max((len(line) for name in names for line in name.split("\n")), default=0)
    # Room for the names on the left and the numbers on the right; the rest is the bars'.
    plot = width - 8 * longest - 100
    base = alt.Chart(alt.InlineData(values=data)).encode(
        y=alt.Y(
            "category:N",
            axis=alt.Axis(ticks=False, domain=False, labelPadding=8),
            sort=categories,
            title=None,
        ),
        x=alt.X("value:Q", title=None, axis=None),
    )
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
    labels = base.mark_text(align="left", baseline="middle", dx=5).encode(text="label:N")
    # The drawing measures text in another font than the page's, which is up to a tenth wider.
    return alt.layer(drawn, labels).properties(
        width=plot,
        height=alt.Step(22 if several else 30),
        padding={"left": 5 + longest, "right": 12, "top": 5, "bottom": 5},
    )


def _svg(chart: "altair.TopLevelMixin", alt_text: str) -> SafeString:
    specification = chart.to_dict()
    specification["config"] = CONFIG
    drawing = _drawn(json.dumps(specification, sort_keys=True))
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
