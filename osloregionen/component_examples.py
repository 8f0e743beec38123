"""What the component page shows: made-up content, marked as such, for every partial template and mark.

A partial that is missing here fails a test. What has its own class (facts, charts, tables …) is an example
of it. The apps' own partials stand in `component_app_examples`.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from osloregionen import exports, navigation
from osloregionen.calendars import calendar_link
from osloregionen.component_app_examples import APP_COMPONENTS
from osloregionen.component_charts import chart_examples
from osloregionen.component_samples import (
    ADDRESS,
    DAY,
    LONG,
    LONG_NAME,
    LONG_SOURCE,
    LONG_TEXT,
    MARKDOWN,
    MISSING,
    NAME,
    NEXT_DAY,
    NOTHING,
    ONE,
    ROWS,
    SEVERAL,
    SOURCE,
    STATUSES,
    DetailedTable,
    ExampleFilter,
    ExampleTable,
    NarrowTable,
    sample_map,
)
from osloregionen.components import Component, Example
from osloregionen.models import ContentVersion
from osloregionen.parts import Crumb, Fact, Figure, PdfLink
from osloregionen.sdg import GOALS
from osloregionen.word_changes import changed_words

# --- Tables ---------------------------------------------------------------------------------------


def _tables(request: HttpRequest) -> Iterator[Example]:
    yield Example(NOTHING, {"table": ExampleTable([], prefix="tom-").configure(request)})
    yield Example(ONE, {"table": ExampleTable(ROWS[:1], prefix="en-").configure(request)})
    several = ExampleTable(ROWS, prefix="flere-", order_by="name").configure(request)
    yield Example(_("Flere, sortert, med lang tekst og det som ikke er registrert"), {"table": several})
    paged = ExampleTable(ROWS, prefix="sider-").configure(request, per_page=1)
    yield Example(_("Over flere sider"), {"table": paged})
    yield Example(_("Smal, uten sortering"), {"table": NarrowTable(ROWS, prefix="smal-")})


DETAILS = '<div class="with-details">{% include "_details_box.html" %}{% include "_table.html" %}</div>'


def _details(request: HttpRequest) -> Iterator[Example]:
    some, long = DetailedTable(ROWS[:1], prefix="noe-"), DetailedTable(ROWS, prefix="alt-")
    yield Example(_("Kort tekst"), {"table": some, "box": "vis-noe", "label": _("Vis alt")})
    yield Example(LONG, {"table": long, "box": "vis-alt", "label": LONG_TEXT})


# --- Lists ----------------------------------------------------------------------------------------


def _filter(number: int, query: str) -> dict[str, Any]:
    chosen = ExampleFilter(QueryDict(query), queryset=ContentVersion.objects.none())
    # The page has several, and ids are unique.
    chosen.form.auto_id = f"valg-{number}-%s"
    return {"filter": chosen}


def _filters(request: HttpRequest) -> Iterator[Example]:
    yield Example(_("Uten valg"), _filter(1, ""))
    yield Example(_("Med valg"), _filter(2, "navn=nes&status=dotted"))
    yield Example(_("Et valg som ikke kan brukes"), _filter(3, "status=tull&fra=mange"))
    yield Example(_("Et valg som ikke finnes"), _filter(4, "pris=200"))


def _pages(request: HttpRequest) -> Iterator[Example]:
    paginator = Paginator(range(30), 10)
    for state, number in ((_("Første side"), 1), (_("Midt i"), 2), (_("Siste side"), 3)):
        yield Example(state, {"page": paginator.page(number)})


def _downloads(request: HttpRequest) -> Iterator[Example]:
    links = [(file_format, f"{ADDRESS}{name}") for name, file_format in exports.FORMATS.items()]
    yield Example(ONE, {"links": links[:1]})
    yield Example(SEVERAL, {"links": links})


def _find(request: HttpRequest) -> Iterator[Example]:
    yield Example(_("Uten navneliste"), {"find_id": "finn-1"})
    names = [f"{NAME} {number}" for number in range(1, 65)]
    yield Example(
        _("Med navneliste og det som ble søkt etter"),
        {"find_id": "finn-2", "find_names": names, "find_name": LONG_NAME},
    )


# --- Text and figures -----------------------------------------------------------------------------


def _facts(request: HttpRequest) -> Iterator[Example]:
    yield Example(NOTHING, {"facts": []})
    yield Example(ONE, {"facts": [Fact("Prøveopplysning", "prøveverdi")]})
    several = [
        Fact("Med kilde", "prøveverdi", SOURCE),
        Fact("Null er også kjent", 0),
        Fact("Mangler"),
        Fact(LONG_NAME, LONG_TEXT, LONG_SOURCE),
        Fact("Som lenke", format_html('<a href="{}">{}</a>', ADDRESS, "prøvelenke")),
    ]
    yield Example(_("Flere, med lang tekst og det som ikke er registrert"), {"facts": several})


def _figures(request: HttpRequest) -> Iterator[Example]:
    yield Example(NOTHING, {"figures": []})
    yield Example(ONE, {"figures": [Figure("31", "prøvesignert")]})
    several = [
        Figure("31", "prøvesignert"),
        Figure("2 350 418", "innbyggere"),
        Figure("0", "avslått"),
    ]
    yield Example(SEVERAL, {"figures": several})
    yield Example(LONG, {"figures": [Figure("−7,5 %", LONG_TEXT), Figure("over 50", LONG_NAME)]})


def _sources(request: HttpRequest) -> Iterator[Example]:
    for state, source in ((ONE, SOURCE), (LONG, LONG_SOURCE), (MISSING, "")):
        yield Example(state, {"source": source})


def _crumbs(request: HttpRequest) -> Iterator[Example]:
    yield Example(NOTHING)
    yield Example(ONE, {"crumb_here": "Prøveside"})
    above = [Crumb("Prøvemappe", "/"), Crumb("Handlingsprogram for Prøveregionen", "/")]
    yield Example(SEVERAL, {"crumbs": above, "crumb_here": "Aktivitet 2.10"})
    yield Example(LONG, {"crumbs": [Crumb(LONG_NAME, "/")] * 2, "crumb_here": LONG_TEXT})


def _navigation(request: HttpRequest) -> Iterator[Example]:
    for state, path in (
        (_("Ingen valgt"), "/"),
        (_("På siden"), "/medlemmer/"),
        (_("Under den"), "/utslipp/x/"),
    ):
        yield Example(state, {"entries": navigation.entries(path)})


def _footer(request: HttpRequest) -> Iterator[Example]:
    yield Example(_("Alltid slik"))


# --- The map --------------------------------------------------------------------------------------


def _maps(request: HttpRequest) -> Iterator[Example]:
    yield Example(NOTHING, {"tilemap": sample_map(0)})
    yield Example(_("Én, uten svar"), {"tilemap": sample_map(1, statuses=False)})
    yield Example(_("64 med hvert slags svar, den andre er «her»"), {"tilemap": sample_map(64)})
    yield Example(_("To uten plass i kartet"), {"tilemap": sample_map(9, unplaced=2)})
    yield Example(LONG, {"tilemap": sample_map(9, name="Prøvekommunesammenslåingen")})


# --- Files and calendars ---------------------------------------------------------------------


def _pdf_button(request: HttpRequest) -> Iterator[Example]:
    link = PdfLink("/handlingsprogram/2021.pdf", "Prøvehandlingsprogram 2021")
    yield Example(_("Før PDF-en er laget"), {"pdf": link})
    yield Example(
        _("Endret siden den ble laget"), {"pdf": replace(link, size="9 sider, 160 kB i forrige utgave")}
    )
    yield Example(_("Laget"), {"pdf": replace(link, size="9 sider, 160 kB")})
    yield Example(
        _("Ved siden av en annen knapp, med egen tekst"), {"pdf": replace(link, label=NAME, quiet=True)}
    )


def _calendars(request: HttpRequest) -> Iterator[Example]:
    everything = calendar_link(request, "/moter.ics", "alle prøvemøter")
    yield Example(_("Alene"), {"calendar": everything})
    yield Example(
        _("Med andre kalendere"),
        {"calendar": replace(everything, others=(("Prøveorganet", "/moter.ics?organ=prove"),))},
    )


# --- Marks, and how things are written ------------------------------------------------------------


def _statuses(request: HttpRequest) -> Iterator[Example]:
    for status in STATUSES:
        yield Example(status.tone, {"status": status})


def _goals(request: HttpRequest) -> Iterator[Example]:
    yield Example(NOTHING, {"goals": [], "form": "short"})
    yield Example(ONE, {"goals": [13], "form": "short"})
    yield Example(_("Alle, uten navn"), {"goals": list(GOALS), "form": "short"})
    yield Example(_("Alle, med navn"), {"goals": list(GOALS), "form": "full"})


def _goal(request: HttpRequest) -> Iterator[Example]:
    yield Example(_("Med navn"), {"goal": 13, "form": ""})
    yield Example(_("Uten navn"), {"goal": 7, "form": "short"})


def _values(request: HttpRequest) -> Iterator[Example]:
    moment = dt.datetime(2021, 1, 13, 9, 0, tzinfo=dt.UTC)
    known = {"text": "prøvetekst", "number": 562289.5, "percent": -7, "moment": moment, "source": SOURCE}
    yield Example(_("Kjent"), {**known, "day": DAY, "until": NEXT_DAY})
    yield Example(MISSING, {"until": None})


VALUES = (
    "{% load portal %}<ul><li>{{ text|or_missing }}</li><li>{{ number|number }}</li>"
    "<li>{{ number|tonnes }}</li><li>{{ percent|percent }}</li><li>{{ day|date_nb }}</li>"
    "<li>{{ moment|moment_nb }}</li><li>{{ day|period_nb:until }}</li><li>{{ source|source_links }}</li></ul>"
)


def _markdown(request: HttpRequest) -> Iterator[Example]:
    yield Example(NOTHING, {"text": ""})
    yield Example(_("Alt den kan"), {"text": MARKDOWN})


def _notes(request: HttpRequest) -> Iterator[Example]:
    yield Example(_("Merknad"), {"css": "note", "text": LONG_TEXT})
    yield Example(_("Advarsel"), {"css": "note note-warning", "text": LONG_TEXT})
    yield Example(_("Ingress"), {"css": "lead", "text": LONG_TEXT})
    yield Example(_("Dempet"), {"css": "muted", "text": LONG_TEXT})
    yield Example(_("Feil i et felt"), {"css": "ds-validation-message", "text": LONG_TEXT})


def _practice(request: HttpRequest) -> Iterator[Example]:
    yield Example(_("Over hver side"))


MARKED = "{% load portal %}<p>{{ pieces|marked_changes }}</p>"


def _marked(request: HttpRequest) -> Iterator[Example]:
    yield Example(_("Uendret"), {"pieces": changed_words(LONG_TEXT, LONG_TEXT)})
    yield Example(
        _("Ord tatt ut og kommet til"), {"pieces": changed_words("Et kort prøvemøte", "Et langt prøvemøte")}
    )
    yield Example(_("En ny tekst"), {"pieces": changed_words("", LONG_TEXT)})


COMPONENTS = (
    Component("status_badge", _("Status"), _statuses, "{% load portal %}{% status_badge status %}"),
    Component("goal_badge", _("Bærekraftsmål"), _goal, "{% load portal %}{% goal_badge goal form %}"),
    Component("goal_badges", _("Flere mål"), _goals, "{% load portal %}{% goal_badges goals form %}"),
    Component("number, date_nb …", _("Tall, datoer og kilder"), _values, VALUES),
    Component("markdown", _("Redaktørens tekst"), _markdown, "{% load portal %}{{ text|markdown }}"),
    Component("marked_changes", _("Ord som er endret"), _marked, MARKED),
    Component(".note, .lead …", _("Merknader"), _notes, '<p class="{{ css }}">{{ text }}</p>'),
    Component("_facts.html", _("Opplysninger"), _facts),
    Component("_figures.html", _("Nøkkeltall"), _figures),
    Component("_source.html", _("Kilde"), _sources),
    Component("_table.html", _("Tabell"), _tables),
    Component("_details_box.html", _("Det en telefon viser når noen ber om det"), _details, DETAILS),
    Component("_pagination.html", _("Blaing"), _pages),
    Component("_filters.html", _("Valg i en liste"), _filters),
    Component("_downloads.html", _("Nedlasting"), _downloads),
    Component("_pdf_button.html", _("PDF-knapp"), _pdf_button),
    Component("_calendar.html", _("Kalender"), _calendars),
    Component("_chart.html", _("Diagram"), chart_examples),
    Component("_tilemap.html", _("Rutekart"), _maps),
    Component("_find_municipality.html", _("Finn kommune"), _find),
    Component("_breadcrumbs.html", _("Brødsmuler"), _crumbs),
    Component("_navigation.html", _("Hovedmeny"), _navigation),
    Component("_footer.html", _("Bunntekst"), _footer),
    Component("_practice.html", _("Øvelse"), _practice),
    *APP_COMPONENTS,
)
