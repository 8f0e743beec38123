"""Charts of counts that grow over time: a line in steps for each, drawn by the same machinery as charts.py.

The days are numbered and their labels written here, so that no time zone or foreign month gets into them.
"""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.safestring import SafeString

from osloregionen.charts import COLOURS, NARROW, Chart, svg_of
from osloregionen.formatting import number_nb
from osloregionen.tables import Table

#: Beside a column of text.
_WIDE = 620
_HEIGHT = 260
#: Room beside the lines' ends for "Tilsluttet: 11 000".
_LABEL_WIDTH = 112
#: Labels nearer to each other than this are moved apart, in pixels.
_LABEL_HEIGHT = 18
_MONTHS_APART = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True)
class StepLine:
    """A count over time: its name, and on which days it became how much, the earliest first."""

    label: str
    points: tuple[tuple[dt.date, int], ...]
    dashed: bool = False


@dataclass(frozen=True)
class Mark:
    """A day to mark with an upright line and some words."""

    on: dt.date
    label: str


def step_chart(
    *,
    title: str,
    alt: str,
    source: str,
    table: Table,
    lines: Sequence[StepLine],
    starts: dt.date,
    until: dt.date,
    ends: dt.date,
    marks: Sequence[Mark] = (),
) -> Chart:
    """Return a chart of one or two counts: from zero on the first day, lines `until` what is known, an axis
    to where it `ends`.

    `alt` says what one sees, `table` holds the same figures; marks outside of the days are left out. The
    lines differ by dashes, not by colour alone. Cost: 0.1 s per new chart, half a second for a process's
    first; the same chart again costs nothing.
    """
    shown = tuple(mark for mark in marks if starts <= mark.on <= ends)
    days = (starts, until, max(ends, until))
    drawings = (_specification(tuple(lines), days, shown, wide=wide) for wide in (True, False))
    wide, narrow = (_svg(drawing, alt) for drawing in drawings)
    return Chart(title, alt, source, table, wide, narrow)


def _svg(specification: str, alt: str) -> SafeString:
    return svg_of(json.loads(specification), alt)


@lru_cache(maxsize=64)
def _specification(
    lines: tuple[StepLine, ...],
    days: tuple[dt.date, dt.date, dt.date],
    marks: tuple[Mark, ...],
    *,
    wide: bool,
) -> str:
    """Return the drawing as Vega-Lite, in JSON."""
    starts, until, ends = days
    most = max((count for line in lines for _day, count in line.points), default=0) or 1
    margin = max(1, round((ends - starts).days * 0.02))
    x = {
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [starts.toordinal(), ends.toordinal() + margin], "nice": False},
        "axis": _days_axis(starts, ends, most=6 if wide else 3),
    }
    y = {
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, most], "nice": True},
        "axis": {
            "tickMinStep": 1,
            "tickCount": 5,
            "format": ",d",
            "domain": False,
            "ticks": False,
            "labelPadding": 8,
        },
    }
    width = (_WIDE if wide else NARROW) - _LABEL_WIDTH - 46
    # Where the axis goes on beyond the lines, the words stand there if they fit; else beyond the axis.
    beyond = (ends - until) / (ends - starts) * width if ends > starts else 0
    beside = until if beyond >= _LABEL_WIDTH else ends
    ended = {line: line.points[-1][1] if line.points else 0 for line in lines}
    moved = _apart([ended[line] for line in lines], most)
    layers: list[dict[str, Any]] = [
        *(_mark(mark, starts, ends) for mark in marks),
        *(_line(line, starts, until) for line in lines),
        *(_label(line, ended[line], beside, down) for line, down in zip(lines, moved, strict=True)),
    ]
    for layer in layers:
        layer["encoding"] = {"x": {"field": "day", **x}, **layer["encoding"]}
        if "y" not in layer["encoding"]:
            layer["encoding"]["y"] = {"field": "count", **y}
    return json.dumps(
        {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "width": width,
            "height": _HEIGHT if wide else _HEIGHT - 40,
            "padding": {"left": 3, "top": 22 if marks else 8, "bottom": 3, "right": _LABEL_WIDTH},
            "autosize": {"type": "pad", "contains": "content"},
            "layer": layers,
        }
    )


def _line(line: StepLine, starts: dt.date, until: dt.date) -> dict[str, Any]:
    """Return the steps, from zero on the first day to what it is on the last."""
    points = [(starts, 0), *line.points]
    points.append((until, points[-1][1]))
    return {
        "data": {"values": [{"day": day.toordinal(), "count": count} for day, count in points]},
        "mark": {
            "type": "line",
            "interpolate": "step-after",
            "strokeWidth": 2 if line.dashed else 3,
            "color": COLOURS["ink"] if line.dashed else COLOURS["strong"],
            **({"strokeDash": [6, 4]} if line.dashed else {}),
        },
        "encoding": {"order": {"field": "day"}},
    }


def _label(line: StepLine, count: int, beside: dt.date, down: int) -> dict[str, Any]:
    return {
        "data": {
            "values": [
                {"day": beside.toordinal(), "count": count, "words": f"{line.label}: {number_nb(count)}"}
            ]
        },
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "dx": 8,
            "dy": down,
            "fontSize": 14,
            "clip": False,
            "color": COLOURS["ink"],
        },
        "encoding": {"text": {"field": "words", "type": "nominal"}},
    }


def _mark(mark: Mark, starts: dt.date, ends: dt.date) -> dict[str, Any]:
    """Return an upright line, with its words above the drawing, on the side where there is room."""
    late = (mark.on - starts) * 2 > (ends - starts)
    return {
        "data": {"values": [{"day": mark.on.toordinal(), "words": mark.label}]},
        "layer": [
            {"mark": {"type": "rule", "color": COLOURS["quiet"], "strokeDash": [2, 3]}, "encoding": {}},
            {
                "mark": {
                    "type": "text",
                    "align": "right" if late else "left",
                    "baseline": "bottom",
                    "dy": -5,
                    "color": COLOURS["quiet"],
                },
                "encoding": {"text": {"field": "words", "type": "nominal"}, "y": {"value": 0}},
            },
        ],
        "encoding": {"y": {"value": 0}, "y2": {"value": "height"}},
    }


def _apart(counts: list[int], most: int) -> list[int]:
    """Return how far down each line's label is moved, so that two lines that end together keep both."""
    if len(counts) < 2:
        return [0 for _count in counts]
    first, second = counts[:2]
    distance = abs(first - second) / most * _HEIGHT
    if distance >= _LABEL_HEIGHT:
        return [0, 0]
    half = round((_LABEL_HEIGHT - distance) / 2)
    return [-half, half] if first >= second else [half, -half]


def _days_axis(starts: dt.date, ends: dt.date, *, most: int) -> dict[str, Any]:
    """Return the axis of the days: months' first days, so many at most, or the first and the last day."""
    firsts = [
        dt.date(month // 12, month % 12 + 1, 1)
        for month in range(starts.year * 12 + starts.month - 1, ends.year * 12 + ends.month)
    ]
    firsts = [day for day in firsts if starts <= day <= ends]
    apart = next((step for step in _MONTHS_APART if len(firsts) / step <= most), _MONTHS_APART[-1])
    ticks = [day for day in firsts if (day.year * 12 + day.month - 1) % apart == 0]
    words = {day.toordinal(): format_date(day, "Y" if apart >= 12 else "M Y").lower() for day in ticks}
    if len(ticks) < 2:
        words = {day.toordinal(): format_date(day, "j. M Y").lower() for day in (starts, ends)}
    labels = json.dumps({str(day): label for day, label in words.items()}, ensure_ascii=False)
    return {
        "values": sorted(words),
        "labelExpr": f"({labels})[datum.value]",
        "grid": False,
        "labelFlush": False,
        "labelOverlap": True,
    }
