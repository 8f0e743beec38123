"""What the component document shows: the partial templates of printed documents, on made-up content."""

from collections.abc import Iterator
from types import SimpleNamespace as StandIn

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from osloregionen.component_app_examples import edition_examples, point_examples
from osloregionen.component_charts import CHARTS
from osloregionen.component_samples import (
    LONG,
    LONG_NAME,
    LONG_SOURCE,
    LONG_TEXT,
    MISSING,
    NAME,
    NOTHING,
    ONE,
    SOURCE,
)
from osloregionen.components import Component, Example
from osloregionen.rendered import missing_html
from osloregionen.word_changes import changed_words

_DRAWN = "prove-soyler-2"


def assets() -> dict[str, bytes]:
    """Return the drawing that the document shows. A second the first time in a process. No queries."""
    return {f"{_DRAWN}.svg": CHARTS[_DRAWN]().svg.encode()}


def _line(before: str, after: str, note: str = "") -> StandIn:
    return StandIn(pieces=changed_words(before, after), note=note)


def _field(label: str, text: StandIn | None = None, *lines: StandIn, is_run: bool = False) -> StandIn:
    return StandIn(label=label, text=text, lines=lines, is_run=is_run)


def _changes(request: HttpRequest) -> Iterator[Example]:
    words = _field("Prøvetittel", _line("Et prøvemøte", "To prøvemøter"))
    day = _field("Prøvefrist", _line("1. juni 2021", "2. juni 2021"))
    run = _field("Prøvemål", None, _line("", "11"), _line("13", ""), is_run=True)
    long = _field(LONG_NAME, None, _line("", LONG_TEXT), _line(NAME, NAME, "flyttet:"))
    yield Example(NOTHING, {"paragraphs": []})
    yield Example(ONE, {"paragraphs": [[words]]})
    yield Example(_("To korte i ett avsnitt"), {"paragraphs": [[words, day]]})
    yield Example(_("Korte linjer etter hverandre"), {"paragraphs": [[run]]})
    yield Example(LONG, {"paragraphs": [[words], [long]]})


def _tables(request: HttpRequest) -> Iterator[Example]:
    heads = [StandIn(text="Prøvesektor", css=""), StandIn(text="tonn", css="num")]
    known = StandIn(name=NAME, cells=[("1 234", "num")], is_total=False)
    rows = [
        known,
        StandIn(name=LONG_NAME, cells=[(missing_html(), "num")], is_total=False),
        StandIn(name="Sum", cells=[("1 234", "num")], is_total=True),
    ]
    one = StandIn(caption="Prøvetabell", heads=heads, rows=[known], note="")
    full = StandIn(caption=LONG_TEXT, heads=heads, rows=rows, note=LONG_TEXT)
    yield Example(ONE, {"table": one})
    yield Example(_("Med sum, merknad, lang tekst og det som ikke er registrert"), {"table": full})


def _charts(request: HttpRequest) -> Iterator[Example]:
    drawn = {"image": f"{_DRAWN}.svg", "alt": "Søyler, med oppdiktede tall."}
    plain = StandIn(**drawn, title="Prøvediagram", subtitle="", note="", source=SOURCE)
    long = StandIn(**drawn, title=LONG_TEXT, subtitle=LONG_NAME, note=LONG_TEXT, source=LONG_SOURCE)
    yield Example(ONE, {"chart": plain})
    yield Example(LONG, {"chart": long})
    yield Example(MISSING, {"chart": StandIn(**vars(plain) | {"source": ""})})


def _practice(request: HttpRequest) -> Iterator[Example]:
    yield Example(_("Øverst i et dokument"))


PRINT_COMPONENTS = (
    Component("pdf/_practice.html", _("Øvelse"), _practice),
    Component("pdf/_points.html", _("Punkter i en erklæring"), point_examples),
    Component("pdf/_edition.html", _("En kommune og en erklæring"), edition_examples),
    Component("pdf/_changes.html", _("Endringer i et handlingsprogram"), _changes),
    Component("pdf/_climate_table.html", _("Tabell med tall"), _tables),
    Component("pdf/_climate_chart.html", _("Diagram"), _charts),
)
