"""What drawings look like: colours, type, widths, and how wide a text is. Imports nothing heavy."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from osloregionen.drawing.plans import Line, Value
from osloregionen.formatting import MINUS, MISSING, NBSP, number_nb

#: Designsystemet's light colours; charts.css maps each to its token. From "strong" on they come in pairs of
#: one dark and one pale: what lies beside each other takes turns, and so differs on grey paper too.
COLOURS = {
    "ink": "#292c30",
    "quiet": "#5b5d60",
    "line": "#bbbcbd",
    "strong": "#0062ba",
    "pale": "#99c0e3",
    "green": "#0d7a5f",
    "pale-green": "#96c5b9",
    "purple": "#5b3fa0",
    "pale-purple": "#c1b6db",
    "brown": "#80540f",
    "pale-brown": "#eeb04c",
    "red": "#b81a1a",
    "pale-red": "#e8adad",
}
FONT = "Inter, sans-serif"
WIDE, NARROW = 720, 322
#: A drawing for a slide, which has room for more beside each other.
SLIDE = 1392

#: Sizes of type, in pixels: names and numbers, and what is said beside them.
SIZE, SMALL = 14, 12

#: Areas from the bottom up, each beside one of the other kind.
AREAS = (
    "strong",
    "pale-brown",
    "green",
    "pale-purple",
    "red",
    "pale",
    "brown",
    "pale-green",
    "purple",
    "pale-red",
    "quiet",
    "line",
)

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
        "labelFontSize": SIZE,
        "titleFontSize": 13,
        "titleFontWeight": 400,
        "labelLimit": 400,
    },
    "legend": {
        "labelColor": COLOURS["ink"],
        "labelFontSize": SIZE,
        "orient": "top",
        "title": None,
        "symbolType": "square",
        "offset": 4,
    },
    "text": {"color": COLOURS["ink"], "fontSize": 13},
}


@dataclass(frozen=True)
class Stroke:
    """How a line is drawn: its colour, its dashes (none: unbroken), its width in pixels."""

    colour: str
    dash: tuple[int, ...] = ()
    width: float = 2.5


_STYLED = {
    "strong": Stroke(COLOURS["strong"], width=3),
    "dashed": Stroke(COLOURS["ink"], (6, 4), 2),
    "quiet": Stroke(COLOURS["quiet"], width=1.25),
}
_DASHES: tuple[tuple[int, ...], ...] = ((), (8, 4), (2, 3), (10, 3, 2, 3))
_LINE_COLOURS = ("strong", "brown", "green", "purple", "red", "ink")


def strokes(lines: tuple[Line, ...]) -> list[Stroke]:
    """Return how each line looks: twelve of them have no two alike, in colour and dashes."""
    taken = any(line.style == "strong" for line in lines)
    return [
        _STYLED.get(line.style)
        # Six colours and four dashes, both taken on at each step, meet again after twelve.
        or Stroke(COLOURS[_LINE_COLOURS[number % len(_LINE_COLOURS)]], _DASHES[number % len(_DASHES)])
        for number, line in enumerate(lines, start=int(taken))
    ]


# Widths of Inter's letters in parts of the type's size, the bold ones, which are a little wider.
_WIDTHS = {
    **dict.fromkeys("ijlI", 0.27),
    **dict.fromkeys("., :;'|!·\u00a0", 0.32),
    **dict.fromkeys("frt()/", 0.39),
    **dict.fromkeys("1₂-–", 0.48),
    **dict.fromkeys("sckvxyzaåeFJLE", 0.59),
    **dict.fromkeys("0234689−ABKPRSTYZÅ", 0.7),
    **dict.fromkeys("CDGHNOQUVXØ", 0.77),
    **dict.fromkeys("mwæMÆ%W@…", 1.02),
}
_LETTER = 0.64


def text_width(text: str, size: float = SIZE) -> float:
    """Return about how wide a text is in pixels; never less than it is in Inter."""
    return sum(_WIDTHS.get(letter, _LETTER) for letter in text) * size


def fitting(text: str, room: float, size: float = SIZE) -> str:
    """Return a text, shortened to what has room; the table behind a chart has it whole."""
    if text_width(text, size) <= room:
        return text
    lengths = range(len(text), 0, -1)
    kept = next((end for end in lengths if text_width(text[:end] + "…", size) <= room), 1)
    return text[:kept].rstrip() + "…"


def rounded(value: Value, decimals: int) -> Decimal:
    """Return a value with so many decimals, half away from zero, from its exact value.

    >>> rounded(Fraction(5, 2), 0), rounded(-2.5, 0)
    (Decimal('3'), Decimal('-3'))
    """
    exact = value if isinstance(value, Fraction) else Fraction(str(value))
    scaled = abs(exact) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if exact < 0 else whole).scaleb(-decimals)


def said(value: Value, decimals: int | None = 0, unit: str = "") -> str:
    """Return a value as it is read, with its unit: "−12,5 %". None keeps the value's own decimals."""
    if decimals is None:
        if isinstance(value, Fraction):
            raise ValueError("a fraction needs a number of decimals")
        number = number_nb(value)
    else:
        number = number_nb(rounded(value, decimals))
    return f"{number}{NBSP}{unit}" if unit else number
