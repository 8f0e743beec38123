"""Charts: drawn to SVG on the server, with title, alt text, source and the table behind them.

    chart = line_chart(name="utvikling", title=…, alt=…, source=…, table=…, lines=[Line("Luftfart", points)])

The SVG is put into the page itself: it has no style attributes, so the CSP holds, WeasyPrint prints it as
it is, and charts.css gives its colours their dark counterparts (it selects by the values of COLOURS).
Every chart is drawn twice, for wide and for narrow screens, and is read without colour. How it is drawn is
the business of `osloregionen/drawing/`; its files to download are `osloregionen/chart_files.py`'s.

A drawing costs 0.1 s or so, and a process's first a second or two; it is kept by what it shows, in the
process and in Django's cache, so that another process need not draw it again. No chart makes a query.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from osloregionen.drawing import kept
from osloregionen.drawing.look import COLOURS, NARROW, WIDE
from osloregionen.drawing.plans import (
    MOST_LINES,
    MOST_PANELS,
    STYLES,
    AreasPlan,
    Bar,
    BarsPlan,
    Line,
    LinesPlan,
    Panel,
    PanelsPlan,
    Part,
    PathPlan,
    Plan,
    SharesPlan,
    Value,
    YearMark,
    slide_of,
)
from osloregionen.tables import Table

__all__ = [
    "COLOURS",
    "NARROW",
    "WIDE",
    "Bar",
    "Chart",
    "Line",
    "Panel",
    "Part",
    "Value",
    "YearMark",
    "area_chart",
    "bar_chart",
    "line_chart",
    "path_chart",
    "share_chart",
    "small_multiples",
    "svg_of",
]


@dataclass(frozen=True)
class Chart:
    """A chart with all that belongs to it; `templates/_chart.html` draws it. `narrow` is for phones.

    `name` is a slug, unique on its page; with one, the page offers the chart as files (its view answers with
    `chart_files.chart_response`). `note` is what a reader must know to read it, shown under it. `subtitle`
    stands under the title wherever the chart is shown, in its files too: what must be seen also on a slide.
    `years` are the years it shows, as its file's name has them («2009-2024»).
    """

    title: str
    alt: str
    source: str
    table: Table
    svg: SafeString
    narrow: SafeString
    name: str = ""
    note: str = ""
    subtitle: str = ""
    years: str = ""
    #: What its files are drawn of, where the page's drawing is too high for a slide.
    slide: PanelsPlan | None = None


def bar_chart(
    *,
    title: str,
    alt: str,
    source: str,
    table: Table,
    bars: Sequence[Bar],
    decimals: int | None = None,
    unit: str = "",
    name: str = "",
    note: str = "",
) -> Chart:
    """Return a chart of horizontal bars in the given order, each with its number. One or two series.

    `alt` says what one sees ("Veitrafikk er størst …"), `table` holds the same figures. What is not
    known has no bar: leave it out. `unit` ("%") stands after each number; `decimals` None keeps those that
    the values have (a Fraction needs a number of them).
    """
    told = tuple(Bar(str(bar.category), bar.value, str(bar.series)) for bar in bars)
    return _chart(BarsPlan(told, decimals, str(unit)), title, alt, source, table, name, note)


def line_chart(
    *,
    name: str,
    title: str,
    alt: str,
    source: str,
    table: Table,
    lines: Sequence[Line],
    unit: str = "",
    decimals: int = 0,
    marks: Sequence[YearMark] = (),
    note: str = "",
) -> Chart:
    """Return lines over the years, from zero upwards, twelve at most; None in a line breaks it.

    Each line has its name at its end, or a number that a list under the drawing explains; they differ by
    dashes too. A single line has its first and last value instead, with `decimals`. `unit` ("tonn
    CO₂-ekvivalenter") stands over the axis, which counts in millions where values reach one. Marks
    outside of the years are left out. Raises ValueError where no value is known, or there are too many lines.
    """
    told = _lines(lines)
    plan = LinesPlan(told, str(unit), decimals, tuple(YearMark(mark.year, str(mark.label)) for mark in marks))
    return _chart(plan, title, alt, source, table, name, note)


def area_chart(
    *,
    name: str,
    title: str,
    alt: str,
    source: str,
    table: Table,
    lines: Sequence[Line],
    unit: str = "",
    note: str = "",
) -> Chart:
    """Return lines stacked as areas, the first at the bottom; light and dark take turns, twelve at most.

    A year in which one of them is not known is left out of all: the stack would have the wrong height.
    Raises ValueError as `line_chart`, where no year has all values, and where one is below zero.
    """
    told = _lines(lines)
    if any(value is not None and value < 0 for line in told for _year, value in line.points):
        raise ValueError("what is below zero cannot be stacked")
    if not set.intersection(*({year for year, value in line.points if value is not None} for line in told)):
        raise ValueError("no year has the values of all of them")
    return _chart(AreasPlan(told, str(unit)), title, alt, source, table, name, note)


def share_chart(
    *,
    name: str,
    title: str,
    alt: str,
    source: str,
    table: Table,
    parts: Sequence[Part],
    decimals: int = 1,
    note: str = "",
) -> Chart:
    """Return parts of a whole as bars in per cent of their sum, the largest first.

    Raises ValueError where a part is below zero, or their sum is zero: it has no shares.
    """
    told = tuple(Part(str(part.label), part.value) for part in parts)
    if any(part.value < 0 for part in told) or not sum(part.value for part in told):
        raise ValueError("shares need parts that are not below zero, and a sum above it")
    return _chart(SharesPlan(told, decimals), title, alt, source, table, name, note)


def path_chart(
    *,
    name: str,
    title: str,
    alt: str,
    source: str,
    table: Table,
    actual: Line,
    path: Line,
    target: tuple[int, Value, str],
    unit: str = "",
    decimals: int = 0,
    note: str = "",
) -> Chart:
    """Return what has happened, dashed the path to a target, and the target: (year, value, what to call it).

    The target's value stands beside it, with `decimals`. Raises ValueError as `line_chart`.
    """
    drawn, planned = _lines([actual, path])
    year, value, label = target
    plan = PathPlan(drawn, planned, (year, value, str(label)), str(unit), decimals)
    return _chart(plan, title, alt, source, table, name, note)


def small_multiples(
    *,
    name: str,
    title: str,
    alt: str,
    source: str,
    table: Table,
    panels: Sequence[Panel],
    columns: int = 6,
    common: bool = False,
    unit: str = "",
    decimals: int = 0,
    note: str = "",
) -> Chart:
    """Return a small line from zero upwards for each panel, in the given order, eighty at most.

    `columns` is for wide screens (four to six); phones have two. With `common` all have one scale, else each
    has its own; the chart's note says which, and for which years. A panel without a known value says so.
    Where there are many, the files to download are drawn in the format of a slide. Raises ValueError where no
    panel has a value, or there are too many.
    """
    told = tuple(Panel(str(panel.label), tuple(panel.points), str(panel.remark)) for panel in panels)
    years = [year for panel in told for year, value in panel.points if value is not None]
    if not years or len(told) > MOST_PANELS:
        raise ValueError(f"a drawing has a known value, and {MOST_PANELS} panels at most")
    plan = PanelsPlan(told, columns, common, str(unit), decimals)
    scale = _("Alle rutene har samme skala") if common else _("Hver rute har sin egen skala")
    several = _("%(scale)s, fra null. Årene går fra %(first)s til %(last)s.")
    explained = (several if min(years) != max(years) else _("%(scale)s, fra null. Året er %(last)s.")) % {
        "scale": scale,
        "first": min(years),
        "last": max(years),
    }
    chart = _chart(plan, title, alt, source, table, name, f"{explained} {note}".strip())
    return replace(chart, slide=slide_of(plan))


def svg_of(specification: dict[str, Any], alt_text: str) -> SafeString:
    """Return a Vega-Lite specification as a drawing, in the portal's look. Kept by what it says."""
    return _picture(kept.drawn_specification(specification), alt_text)


def _chart(plan: Plan, title: str, alt: str, source: str, table: Table, name: str, note: str) -> Chart:
    drawn = kept.drawn(plan)
    wide, narrow = _picture(drawn.wide, alt), _picture(drawn.narrow, alt)
    return Chart(str(title), str(alt), str(source), table, wide, narrow, name, str(note))


def _picture(drawing: str, alt_text: str) -> SafeString:
    """Return a drawing as one picture with one description."""
    return format_html('<svg role="img" aria-label="{}" {}', alt_text, mark_safe(drawing))  # noqa: S308


def _lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines as plain values. Raises ValueError where they cannot be drawn."""
    told = tuple(replace(line, label=str(line.label), points=tuple(line.points)) for line in lines)
    if len(told) > MOST_LINES or not any(_known(line) for line in told):
        raise ValueError(f"a drawing has a known value, and {MOST_LINES} lines at most")
    if unknown := {line.style for line in told} - set(STYLES):
        raise ValueError(f"no such style of a line: {', '.join(unknown)}")
    return told


def _known(line: Line) -> bool:
    return any(value is not None for _year, value in line.points)
