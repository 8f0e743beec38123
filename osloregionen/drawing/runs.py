"""Lines as unbroken runs, the years they cover, and the plot that they stand in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from osloregionen.drawing.axes import Plot, ValueAxis, value_axis, year_ticks
from osloregionen.drawing.look import COLOURS, NARROW, SMALL, WIDE, Stroke, fitting, text_width
from osloregionen.drawing.plans import Value, YearMark
from osloregionen.drawing.sheet import Sheet

#: A point that is known: year and value as it stands on the axis.
Point = tuple[float, float]
#: Lines of text nearer to each other than this overlap, in pixels.
LINE_HEIGHT = 18
#: From one row of a list to the next.
ROW_HEIGHT = 20
#: Room for the years under the plot, and for the unit over it.
_YEARS, _UNIT = 28, 20
#: Free over the plot, for half of the highest number.
_CLEAR = 8
#: Half of the height of a number.
_HALF = 8
_EDGE = 3
_MARK = Stroke(COLOURS["quiet"], (2, 3), 1)


def runs_of(points: Iterable[tuple[int, Value | None]], factor: float = 1.0) -> list[list[Point]]:
    """Return the unbroken runs of a line, each with its known points."""
    runs: list[list[Point]] = [[]]
    for year, value in points:
        if value is None:
            runs.append([])
        else:
            runs[-1].append((float(year), float(value) * factor))
    return [run for run in runs if run]


@dataclass(frozen=True)
class Layout:
    """Where the parts of a drawing over the years stand: the plot, its value axis, and rows of words.

    Over the plot are so many rows for `marks`, the unit, and so many for a `key`. `below` is where a list
    under it begins, `edge` where words at the left edge do: in pixels from the plot's left and upper edge.
    """

    plot: Plot
    axis: ValueAxis
    years: tuple[int, ...]
    marks: int
    key: int
    below: float
    edge: float

    def sheet(self) -> Sheet:
        """Return the sheet with its axes, and the unit over them."""
        plot = self.plot
        sheet = Sheet(plot, years=year_ticks(self.years, plot.px), values=self.axis)
        if self.axis.unit:
            unit = fitting(self.axis.unit, self.room, 13)
            sheet.words([(self.edge, self._over - 10, unit)], size=13, colour=COLOURS["quiet"])
        return sheet

    def clear(self, py: float, *, step: int) -> float:
        """Return where words can stand from here on, up (-1) or down (1), so that no line strikes them."""
        lines = [self.plot.py(tick) for tick in self.axis.ticks]
        while any(abs(py - line) < _HALF for line in lines):
            py += step
        return py

    @property
    def room(self) -> float:
        """How wide words from the left edge on can be, in pixels."""
        return self.plot.left + self.plot.width + self.plot.right - 2 * _EDGE

    @property
    def _over(self) -> float:
        """Where the rows of marks end, and the unit stands."""
        return -_CLEAR - self.marks * LINE_HEIGHT

    def mark_row(self, row: int) -> float:
        """Return where a row of marks stands, the lowest first."""
        return -_CLEAR - (row + 0.5) * LINE_HEIGHT

    def key_row(self, row: int) -> float:
        """Return where a row of the key stands, the highest first."""
        return self._over - (_UNIT if self.axis.unit else 0) - (self.key - row - 0.5) * ROW_HEIGHT


def layout(
    lines: Sequence[Sequence[tuple[int, Value | None]]],
    unit: str,
    *,
    wide: bool,
    right: float,
    marks: int = 0,
    key: int = 0,
    below: int = 0,
) -> Layout:
    """Return the layout for lines of points, with such room to the right and so many rows over and under."""
    years = tuple(sorted({year for points in lines for year, _value in points}))
    axis = value_axis(
        [float(value) for points in lines for _year, value in points if value is not None], unit
    )
    first, last = (years[0], years[-1]) if len(years) > 1 else (years[0] - 1, years[0] + 1)
    left = _EDGE + axis.label_width + 12
    plot = Plot(
        width=(WIDE if wide else NARROW) - left - right,
        height=300 if wide else 220,
        x=(first, last),
        y=(axis.low, axis.high),
        left=left,
        top=_CLEAR + marks * LINE_HEIGHT + (_UNIT if axis.unit else 0) + key * ROW_HEIGHT,
        right=right,
        bottom=_YEARS + (12 + below * ROW_HEIGHT if below else 0),
    )
    under = plot.height + _YEARS + 12 + ROW_HEIGHT / 2
    return Layout(plot, axis, years, marks, key, under, _EDGE - left)


def mark_rows(marks: Sequence[YearMark], span: tuple[int, int], width: float) -> list[tuple[YearMark, int]]:
    """Return the marks within the years, each with the row that its words stand in, over the plot."""
    shown = sorted((mark for mark in marks if span[0] <= mark.year <= span[1]), key=lambda mark: mark.year)
    ends: list[float] = []
    placed = []
    for mark in shown:
        begins, ended = _span(mark, span, width)
        row = next((number for number, end in enumerate(ends) if end < begins), len(ends))
        ends[row : row + 1] = [ended]
        placed.append((mark, row))
    return placed


def draw_marks(sheet: Sheet, where: Layout, placed: Sequence[tuple[YearMark, int]]) -> None:
    """Put upright lines on the sheet, each with its words over the plot, on the side where there is room."""
    plot = where.plot
    span = (where.years[0], where.years[-1])
    for mark, row in placed:
        up = where.mark_row(row)
        foot, head = (mark.year, plot.y_at(plot.height)), (mark.year, plot.y_at(up + LINE_HEIGHT / 2))
        sheet.rules([(foot, head)], _MARK)
        late = _is_late(mark, span)
        align = "right" if late else "left"
        sheet.words([(plot.px(mark.year), up, mark.label)], size=SMALL, colour=COLOURS["quiet"], align=align)


def _is_late(mark: YearMark, span: tuple[int, int]) -> bool:
    return (mark.year - span[0]) * 2 > span[1] - span[0]


def _span(mark: YearMark, span: tuple[int, int], width: float) -> tuple[float, float]:
    """Return from where to where the words of a mark go, in pixels."""
    at = (mark.year - span[0]) / max(span[1] - span[0], 1) * width
    words = text_width(mark.label, SMALL) + 12
    return (at - words, at) if _is_late(mark, span) else (at, at + words)
