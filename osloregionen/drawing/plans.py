"""What a drawing is made of: plain values that never change, so that a drawing can be kept by them."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

Value = int | float | Decimal | Fraction

#: The most lines or areas that one drawing tells apart, and the most panels that anyone can look through.
MOST_LINES, MOST_PANELS = 12, 80
#: How a line may look where it is not told apart from its neighbours by its place among them.
STYLES = ("", "strong", "dashed", "quiet")


@dataclass(frozen=True)
class Bar:
    """A bar: what it stands for, its length, and which series it belongs to ("2019", "2020")."""

    category: str
    value: Value
    series: str = ""


@dataclass(frozen=True)
class Line:
    """A value over the years: what it is called, and (year, value) with the earliest first.

    None breaks the line: the value is not known. A year without a point breaks nothing (the statistics have
    no 2010). `style`: "strong", "dashed", "quiet", or "" for a look of its own among the others.
    """

    label: str
    points: tuple[tuple[int, Value | None], ...]
    style: str = ""


@dataclass(frozen=True)
class YearMark:
    """A year to mark with an upright line and some words."""

    year: int
    label: str


@dataclass(frozen=True)
class Part:
    """A part of a whole."""

    label: str
    value: Value


@dataclass(frozen=True)
class Panel:
    """A small chart among many: whose it is, its values by year, and what to say under its name.

    Without a `remark` that is the last known value; without any, "ikke registrert".
    """

    label: str
    points: tuple[tuple[int, Value | None], ...]
    remark: str = ""


@dataclass(frozen=True)
class BarsPlan:
    """Horizontal bars in the given order, of one or two series, each with its number."""

    bars: tuple[Bar, ...]
    decimals: int | None
    unit: str


@dataclass(frozen=True)
class LinesPlan:
    """Lines over the years."""

    lines: tuple[Line, ...]
    unit: str
    decimals: int
    marks: tuple[YearMark, ...]


@dataclass(frozen=True)
class AreasPlan:
    """Areas over the years, one on top of the other, the first at the bottom."""

    lines: tuple[Line, ...]
    unit: str


@dataclass(frozen=True)
class SharesPlan:
    """Parts of a whole as bars, the largest first."""

    parts: tuple[Part, ...]
    decimals: int


@dataclass(frozen=True)
class PathPlan:
    """What has happened, the path to a target, and the target."""

    actual: Line
    path: Line
    target: tuple[int, Value, str]
    unit: str
    decimals: int


@dataclass(frozen=True)
class PanelsPlan:
    """Many small charts, side by side. `slide`: as wide as a slide, and with lower panels."""

    panels: tuple[Panel, ...]
    columns: int
    common: bool
    unit: str
    decimals: int
    slide: bool = False


Plan = BarsPlan | LinesPlan | AreasPlan | SharesPlan | PathPlan | PanelsPlan

#: Rows of panels that a slide has room for, and the most panels beside each other on it that can be read.
_SLIDE_ROWS, _SLIDE_COLUMNS = 6, 11


def slide_of(plan: PanelsPlan) -> PanelsPlan | None:
    """Return the panels arranged for a slide; None where they fit one as they stand on the page."""
    count = len(plan.panels)
    # Four rows are not as high as they are wide, with title and source.
    if count <= 4 * plan.columns:
        return None
    return replace(plan, columns=min(_SLIDE_COLUMNS, -(-count // _SLIDE_ROWS)), slide=True)
