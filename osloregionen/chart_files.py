"""A page's charts as files: `?diagram=<name>&format=svg|png|csv`.

- SVG is the wide drawing on white with title, source and date, in one file; its typeface is named.
- PNG is the same, 1920 pixels wide, for slides. Many small charts are arranged otherwise than on the page: 64
  of them fit a slide of 1920 x 1080.
- CSV is the table behind the chart, as `osloregionen.exports` writes tables.

    if file := chart_response(request, {"utvikling": partial(trend_chart, series)}):
        return file
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from osloregionen import exports
from osloregionen.charts import COLOURS, WIDE, Chart
from osloregionen.drawing import engine, kept
from osloregionen.drawing.look import FONT, SLIDE, text_width
from osloregionen.formatting import date_nb
from osloregionen.views import found_or_said

#: How wide a PNG is, in pixels: a slide's width.
PNG_WIDTH = 1920
#: What the address of a chart's file says besides the page's own.
PARAMETERS = ("diagram", "format")
#: Round the drawing, so that the file is 768 wide, of which 1920 is two and a half times.
_MARGIN = 24
_DRAWING = re.compile(r'<svg [^>]*?width="(?P<width>[\d.]+)"[^>]*>(?P<inside>.*)</svg>', re.DOTALL)
_HEIGHT = re.compile(r'<svg [^>]*?height="([\d.]+)"')


@dataclass(frozen=True)
class _Sheet:
    """How wide a file's drawing is, and its sizes of type, in pixels."""

    drawing: int
    title: int
    subtitle: int
    text: int

    @property
    def width(self) -> int:
        return self.drawing + 2 * _MARGIN


#: A PNG of the wider one is enlarged less, so its words are larger.
_PAGE, _SLIDE = _Sheet(WIDE, 20, 14, 12), _Sheet(SLIDE, 28, 18, 14)


@dataclass(frozen=True)
class ChartFormat:
    """A kind of file that a chart is offered as: its name in addresses, and its name for readers."""

    name: str
    label: Any


FORMATS = (
    ChartFormat("svg", "SVG"),
    ChartFormat("png", gettext_lazy("PNG for lysbilder")),
    ChartFormat("csv", "CSV"),
)
_TYPES = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png"}


def chart_response(
    request: HttpRequest, charts: Mapping[str, Callable[[], Chart | None]], *, of: str = ""
) -> HttpResponse | None:
    """Return the file of a chart that the address asks for, or None where it asks for none.

    `charts` says how each chart of the page is made, by its name; only the one that is asked for is. `of`
    begins the file's name: whose figures, of which edition («utslipp-oslo-utgave-2025-12-18»); the chart's
    name and years follow. Call it before `export_response`, which has `format` too. Raises BadRequest with a
    Norwegian message where the page has no such chart or there is no such format, NotFoundError where the
    chart has no figures (None). Queries: those of the chart. A PNG costs 0.3 s.
    """
    name = request.GET.get("diagram")
    if name is None:
        return None
    if name not in charts:
        raise BadRequest(_("Siden har ikke diagrammet «%(name)s».") % {"name": name[:40]})
    wanted = request.GET.get("format", "").lower()
    known = [file_format.name for file_format in FORMATS]
    if wanted not in known:
        raise BadRequest(
            _("Formatet «%(name)s» finnes ikke. Diagrammer kan lastes ned som %(known)s.")
            % {"name": wanted[:40], "known": ", ".join(known)}
        )
    chart = found_or_said(charts[name](), _("Diagrammet har ingen tall å vise."))
    address = page_address(request)
    file_name = "-".join(part for part in (of, name, chart.years) if part)
    if wanted == "csv":
        table = exports.Export(
            chart.table, name=file_name, title=chart.title, source=chart.source, url=address
        )
        return exports.response(table, "csv")
    drawing = svg_file(chart, address)
    scale = PNG_WIDTH / _sheet_of(chart).width
    body = engine.png(drawing, scale=scale) if wanted == "png" else drawing.encode()
    answer = HttpResponse(body, content_type=_TYPES[wanted])
    day = f"{timezone.localdate():%Y-%m-%d}"
    answer["Content-Disposition"] = f'attachment; filename="{file_name}-{day}.{wanted}"'
    # A search engine's readers want the page, which says more.
    answer["X-Robots-Tag"] = "noindex"
    return answer


def page_address(request: HttpRequest) -> str:
    """Return the address of the page that the chart stands on, with the choices made there."""
    query = request.GET.copy()
    for name in PARAMETERS:
        query.pop(name, None)
    path = f"{request.path}?{query.urlencode()}" if query else request.path
    return request.build_absolute_uri(path)


def svg_file(chart: Chart, address: str = "") -> str:
    """Return the chart as an SVG file of its own: title, subtitle, drawing, note, source, and the day.

    768 wide; 1440 where the chart has an arrangement for slides. `address` is the page's. The same chart
    on the same day gives the same file.
    """
    sheet = _sheet_of(chart)
    drawing = f"<svg {kept.drawn_wide(chart.slide)}" if chart.slide else chart.svg
    found, height = _DRAWING.match(drawing), _HEIGHT.match(drawing)
    assert found is not None  # noqa: S101 - charts.py made it
    assert height is not None  # noqa: S101 - likewise
    scale = sheet.drawing / float(found["width"])
    under = [chart.note, _("Kilde: %(source)s") % {"source": chart.source}, _fetched(address)]
    title, top = _block([chart.title], _MARGIN - 2, sheet, sheet.title, COLOURS["ink"], weight=600)
    subtitle, top = _block([chart.subtitle], top, sheet, sheet.subtitle, COLOURS["ink"])
    top += 10
    small, whole = _block(under, top + float(height[1]) * scale + 14, sheet, sheet.text, COLOURS["quiet"])
    whole += _MARGIN - 5
    # A picture with a name, in Norwegian, as large as what is in it.
    head = 'xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" lang="nb"'
    size = f'width="{sheet.width}" height="{whole:.0f}" viewBox="0 0 {sheet.width} {whole:.0f}"'
    described = f"{chart.subtitle} {chart.alt}".strip()
    return "".join(
        (
            f"<svg {head} {size}>",
            f'<title id="title">{escape(chart.title)}</title><desc id="desc">{escape(described)}</desc>',
            '<rect width="100%" height="100%" fill="#ffffff"/>',
            title,
            subtitle,
            f'<g transform="translate({_MARGIN},{top:.0f}) scale({scale:.4f})">{found["inside"]}</g>',
            small,
            "</svg>\n",
        )
    )


def _sheet_of(chart: Chart) -> _Sheet:
    return _SLIDE if chart.slide else _PAGE


def _fetched(address: str) -> str:
    """Return where and when the file was fetched; what has no address says the day alone."""
    day = date_nb(timezone.localdate())
    if not address:
        return _("Hentet %(day)s.") % {"day": day}
    return _("Hentet %(day)s fra %(address)s") % {"day": day, "address": address}


def _lines(texts: Iterable[str], size: int, room: int) -> list[str]:
    """Return texts broken into lines that are no wider than there is room; a longer word is cut."""
    lines: list[str] = []
    for text in texts:
        line = ""
        for word in _words(text, size, room):
            if line and text_width(f"{line} {word}", size) > room:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        lines += [line] if line else []
    return lines


def _words(text: str, size: int, room: int) -> Iterable[str]:
    """Yield the words of a text, those wider than a line in pieces."""
    # Not at a non-breaking space: "22. november", "562 289".
    for word in re.split(r"[ \t\r\n]+", text):
        rest = word
        while text_width(rest, size) > room:
            end = next(end for end in range(len(rest), 0, -1) if text_width(rest[:end], size) <= room)
            yield rest[:end]
            rest = rest[end:]
        yield rest


def _block(
    texts: Iterable[str], top: float, sheet: _Sheet, size: int, colour: str, *, weight: int = 400
) -> tuple[str, float]:
    """Return texts in lines as SVG, from so far down on, and where they end; nothing of empty texts."""
    lines, step = _lines(texts, size, sheet.drawing), round(size * 1.35)
    if not lines:
        return "", top
    spans = "".join(
        f'<tspan x="{_MARGIN}" y="{top + number * step + size:.0f}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    look = f'font-family="{FONT}" font-size="{size}" font-weight="{weight}" fill="{colour}"'
    return f"<text {look}>{spans}</text>", top + len(lines) * step
