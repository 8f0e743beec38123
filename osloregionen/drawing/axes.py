"""Axes in whole steps, where labels go, and the rectangle that they belong to. Imports nothing heavy."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from osloregionen.drawing.look import SIZE, text_width
from osloregionen.formatting import number_nb

#: How many steps an axis of values has at most.
_STEPS = 5
_NICE = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
#: Nearer to each other than this, in pixels, two years on the axis could be read as one number.
_YEARS_APART = 46
_MILLION = 1_000_000


@dataclass(frozen=True)
class ValueAxis:
    """An axis of values: from where to where, where its lines are, and in what it counts.

    `factor` is what values are multiplied with to stand on it: it counts in millions where they reach one.
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    decimals: int
    factor: float
    unit: str

    @property
    def label_width(self) -> float:
        """How much room its labels take, in pixels."""
        return max(text_width(number_nb(tick, self.decimals), SIZE) for tick in self.ticks)


def value_axis(values: Sequence[float], unit: str) -> ValueAxis:
    """Return an axis from zero (or what is lower) to the highest value, in steps that people count in."""
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    factor = 1.0
    if max(high, -low) >= _MILLION:
        factor = 1 / _MILLION
        unit = _("millioner %(unit)s") % {"unit": unit} if unit else _("millioner")
    low, high = low * factor, high * factor
    if low == high:
        high = 1.0
    step = _step((high - low) / _STEPS)
    first, last = math.floor(low / float(step) + 1e-9), math.ceil(high / float(step) - 1e-9)
    ticks = tuple(float(step * number) for number in range(first, last + 1))
    exponent = step.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return ValueAxis(ticks[0], ticks[-1], ticks, decimals, factor, unit)


def _step(least: float) -> Decimal:
    """Return the smallest of 1, 2, 2.5, 5, 10, 20 … that is not below `least`."""
    scale = Decimal(10) ** math.floor(math.log10(least))
    return next(
        (nice * scale for nice in _NICE if float(nice * scale) >= least * (1 - 1e-9)),
        _NICE[-1] * scale,
    )


def year_ticks(years: Sequence[int], px: Callable[[float], float]) -> list[int]:
    """Return which of the years to name, the last and the first always; `px` says where a year stands."""
    first, last = min(years), max(years)
    chosen = [last]
    for year in sorted(set(years), reverse=True):
        if px(chosen[-1]) - px(year) >= _YEARS_APART and px(year) - px(first) >= _YEARS_APART:
            chosen.append(year)
    return sorted({first, *chosen})


@dataclass(frozen=True)
class Plot:
    """The rectangle between the axes, in pixels and in values, and the room around it."""

    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]
    left: float
    top: float
    right: float
    bottom: float

    def px(self, x: float) -> float:
        """Return how far from the left edge a value stands."""
        return (x - self.x[0]) / (self.x[1] - self.x[0]) * self.width

    def py(self, y: float) -> float:
        """Return how far below the upper edge a value stands."""
        return (self.y[1] - y) / (self.y[1] - self.y[0]) * self.height

    def x_at(self, px: float) -> float:
        """Return the value so far from the left edge."""
        return self.x[0] + px / self.width * (self.x[1] - self.x[0])

    def y_at(self, py: float) -> float:
        """Return the value so far below the upper edge."""
        return self.y[1] - py / self.height * (self.y[1] - self.y[0])


def apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return the places moved so that none is nearer to another than `gap`, in the same order.

    As little as can be, all together, between `low` and `high`; what does not fit there goes beyond an end.
    """
    blocks: list[tuple[float, int]] = []
    order = sorted(range(len(wanted)), key=lambda number: wanted[number])
    for number in order:
        block = _inside(wanted[number], 1, gap, low, high)
        # What would overlap the block above becomes one with it, around the middle of all that it holds.
        while blocks and blocks[-1][0] + (blocks[-1][1] + block[1]) / 2 * gap > block[0]:
            middle, count = blocks.pop()
            both = count + block[1]
            block = _inside((middle * count + block[0] * block[1]) / both, both, gap, low, high)
        blocks.append(block)
    places = [middle + (place - (count - 1) / 2) * gap for middle, count in blocks for place in range(count)]
    found = [0.0] * len(wanted)
    for number, place in zip(order, places, strict=True):
        found[number] = place
    return found


def _inside(middle: float, count: int, gap: float, low: float, high: float) -> tuple[float, int]:
    """Return a block of so many labels, moved to where all of it lies inside."""
    half = (count - 1) / 2 * gap
    return max(low + half, min(high - half, middle)), count
