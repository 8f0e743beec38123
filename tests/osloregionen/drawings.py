"""Reading drawings: what stands where in an SVG."""

import re
from dataclasses import dataclass

from lxml import etree

from osloregionen.charts import Chart
from osloregionen.drawing.look import text_width

_MOVE = re.compile(r"translate\(([-\d.]+),\s*([-\d.]+)\)")


@dataclass(frozen=True)
class Text:
    """Words in a drawing, and the box that they fill, in pixels."""

    words: str
    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: "Text") -> bool:
        """Whether two texts overlap by more than a hair."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 1 and down > 1


def drawings(chart: Chart) -> tuple[str, str]:
    """Return both drawings of a chart."""
    return str(chart.svg), str(chart.narrow)


def width(drawing: str) -> float:
    """Return how wide a drawing is."""
    return float(etree.fromstring(drawing).get("width", ""))


def texts(drawing: str) -> list[Text]:
    """Return the words of a drawing in its order, each with where it stands."""
    return [_text(element) for element in etree.fromstring(drawing).iterfind(".//{*}text") if element.text]


def words(drawing: str) -> list[str]:
    """Return the words of a drawing in its order."""
    return [text.words for text in texts(drawing)]


def shapes(drawing: str) -> list[dict[str, str]]:
    """Return the lines, areas and points of a drawing, each with what it or its groups say of it."""
    found = []
    for element in etree.fromstring(drawing).iter("{*}path", "{*}circle", "{*}line"):
        said = {name: _said(element, name) for name in ("fill", "stroke", "stroke-width", "stroke-dasharray")}
        tag = etree.QName(element).localname
        found.append({"tag": tag, "d": element.get("d", ""), **{k: v for k, v in said.items() if v}})
    return found


def _said(element: etree._Element, name: str) -> str:
    """Return what an element says, or the nearest group around it for it."""
    return next((one.get(name, "") for one in (element, *element.iterancestors()) if name in one.attrib), "")


def _text(element: etree._Element) -> Text:
    across, down = float(element.get("x", "0")), float(element.get("y", "0"))
    for one in (element, *element.iterancestors()):
        if move := _MOVE.search(one.get("transform", "")):
            across, down = across + float(move[1]), down + float(move[2])
    size = float(_said(element, "font-size").removesuffix("px"))
    # The estimate is generous; what it would have meet by a few per cent does not.
    wide = text_width(element.text or "", size) * 0.94
    left = across - wide * {"": 0, "start": 0, "middle": 0.5, "end": 1}[_said(element, "text-anchor")]
    # From the line that letters stand on: what rises above it, and no more than that of what hangs below.
    return Text(element.text or "", left, left + wide, down - size * 0.72, down)
