"""A sheet to draw on: a plot with its axes, and layers of lines, areas, points and words, as an Altair chart.

Everything stands where Python has put it, in the values of the axes: the drawing is exactly as wide as it is
said to be, whatever typeface the engine measures with. Imports Altair.
"""

from collections.abc import Sequence
from typing import Any

import altair as alt
from altair.utils.schemapi import disable_debug_mode

from osloregionen.drawing.axes import Plot, ValueAxis
from osloregionen.drawing.look import COLOURS, SIZE, Stroke

# Channels are objects here, not Altair's short strings, each of which it looks up among a thousand classes.
# Checking every part of a specification against Vega-Lite's schema takes far longer than drawing it. The
# tests check each kind of drawing whole.
disable_debug_mode()

Row = dict[str, Any]
#: Where something is drawn: (x, y) in the values of the axes.
Place = tuple[float, float]


class Sheet:
    """A plot with axes, and what is put on it, the first at the back."""

    def __init__(
        self, plot: Plot, *, years: Sequence[int] = (), values: ValueAxis | None = None, axes: bool = True
    ) -> None:
        self.plot = plot
        self._layers: list[alt.Chart] = []
        # By name, put in at the end: Altair copies a chart, with all its rows, at every step.
        self._rows: dict[str, list[Row]] = {}
        year_axis = alt.Axis(
            values=list(years), format="d", grid=False, labelFlush=False, labelOverlap=False, labelPadding=4
        )
        value_axis = (
            alt.Axis(
                values=list(values.ticks),
                format=f",.{values.decimals}f",
                domain=False,
                ticks=False,
                labelPadding=8,
            )
            if values
            else None
        )
        self._x = alt.X(
            "x:Q",
            title=None,
            axis=year_axis if axes else None,
            scale=alt.Scale(domain=list(plot.x), nice=False, zero=False),
        )
        self._y = alt.Y(
            "y:Q",
            title=None,
            stack=None,
            axis=value_axis if axes else None,
            scale=alt.Scale(domain=list(plot.y), nice=False, zero=False),
        )

    def lines(self, runs: Sequence[tuple[Stroke, Sequence[Place]]]) -> None:
        """Put unbroken lines on the sheet, each through its places."""
        looks = list(dict.fromkeys(stroke for stroke, _places in runs))
        rows = [
            {"x": x, "y": y, "run": number, "look": looks.index(stroke)}
            for number, (stroke, places) in enumerate(runs)
            for x, y in places
        ]
        domain = list(range(len(looks)))
        self._add(
            rows,
            {"type": "line", "clip": False, "strokeCap": "butt", "strokeJoin": "round"},
            detail=alt.Detail("run:N"),
            color=_literal(alt.Color, domain, [look.colour for look in looks]),
            # A dash without a gap is an unbroken line.
            strokeDash=_literal(alt.StrokeDash, domain, [list(look.dash) or [1, 0] for look in looks]),
            strokeWidth=_literal(alt.StrokeWidth, domain, [look.width for look in looks]),
        )

    def areas(self, runs: Sequence[tuple[str, Sequence[tuple[float, float, float]]]]) -> None:
        """Put areas on the sheet, each of a colour, through (x, lower y, upper y), with an outline."""
        colours = list(dict.fromkeys(colour for colour, _places in runs))
        rows = [
            {"x": x, "y": upper, "y2": lower, "run": number, "look": colours.index(colour)}
            for number, (colour, places) in enumerate(runs)
            for x, lower, upper in places
        ]
        self._add(
            rows,
            {"type": "area", "clip": False, "stroke": COLOURS["quiet"], "strokeWidth": 1},
            y2=alt.Y2("y2:Q"),
            detail=alt.Detail("run:N"),
            color=_literal(alt.Color, list(range(len(colours))), colours),
        )

    def points(self, places: Sequence[Place], colour: str, *, shape: str = "circle", size: int = 26) -> None:
        """Put filled points on the sheet."""
        mark = {"type": "point", "filled": True, "opacity": 1, "color": colour, "shape": shape, "size": size}
        self._add([{"x": x, "y": y} for x, y in places], {**mark, "clip": False})

    def rules(self, ends: Sequence[tuple[Place, Place]], stroke: Stroke) -> None:
        """Put straight lines on the sheet."""
        rows = [{"x": x, "y": y, "x2": x2, "y2": y2} for (x, y), (x2, y2) in ends]
        mark: Row = {"type": "rule", "color": stroke.colour, "strokeWidth": stroke.width, "clip": False}
        if stroke.dash:
            mark["strokeDash"] = list(stroke.dash)
        self._add(rows, mark, x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"))

    def words(
        self,
        texts: Sequence[tuple[float, float, str]],
        *,
        align: str = "left",
        baseline: str = "middle",
        size: int = SIZE,
        colour: str = COLOURS["ink"],
        bold: bool = False,
    ) -> None:
        """Put words on the sheet, so many pixels from the plot's left and upper edge."""
        rows = [{"x": self.plot.x_at(px), "y": self.plot.y_at(py), "words": words} for px, py, words in texts]
        mark = {"type": "text", "align": align, "baseline": baseline, "fontSize": size, "color": colour}
        self._add(rows, {**mark, "fontWeight": 600 if bold else 400, "clip": False}, text=alt.Text("words:N"))

    def _add(self, rows: list[Row], mark: Row, **channels: Any) -> None:
        if not rows:
            return
        name = f"layer-{len(self._rows)}"
        self._rows[name] = rows
        layer = alt.Chart(alt.NamedData(name=name), mark=alt.MarkDef(**mark))
        self._layers.append(layer.encode(x=self._x, y=self._y, **channels))

    def specification(self) -> dict[str, Any]:
        """Return the sheet as Vega-Lite."""
        plot = self.plot
        drawn = alt.LayerChart(
            layer=self._layers,
            width=plot.width,
            height=plot.height,
            padding={"left": plot.left, "top": plot.top, "right": plot.right, "bottom": plot.bottom},
            # Nothing is moved or made smaller to fit: there is room for all of it.
            autosize=alt.AutoSizeParams(type="none"),
        )
        return {**drawn.to_dict(validate=False), "datasets": self._rows}


def _literal(channel: Any, domain: list[int], values: list[Any]) -> Any:
    """Return a channel that gives each look its own value; nothing explains it but the words on the sheet."""
    return channel("look:N", scale=alt.Scale(type="ordinal", domain=domain, range=values), legend=None)
