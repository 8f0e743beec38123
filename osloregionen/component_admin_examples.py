"""What the component page of the admin shows: its own partial templates, on made-up content."""

from collections.abc import Iterator
from types import SimpleNamespace as StandIn

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from osloregionen.component_samples import LONG, LONG_NAME, LONG_TEXT, NAME, NOTHING, ONE, SEVERAL
from osloregionen.components import Component, Example
from osloregionen.parts import Fact


def _practice(request: HttpRequest) -> Iterator[Example]:
    yield Example(_("På en vanlig side"), {"is_practice": False})
    yield Example(_("På en øvelses sider"), {"is_practice": True})


def _seen(request: HttpRequest) -> Iterator[Example]:
    yield Example(NOTHING, {"seen": []})
    yield Example(_("To rader, i felt som ikke vises"), {"seen": ["prove-1", "prove-2"]})


def _changes(request: HttpRequest) -> Iterator[Example]:
    title = StandIn(field="Prøvetittel", old="Et prøvemøte", new="To prøvemøter")
    long = StandIn(field=LONG_NAME, old="ikke registrert", new=LONG_TEXT)
    yield Example(NOTHING, {"changes": []})
    yield Example(ONE, {"changes": [title]})
    yield Example(SEVERAL, {"changes": [title, long]})


def _sums(request: HttpRequest) -> Iterator[Example]:
    rows = [("2009", "1 234 567,8", "–"), ("2024", "987 654,3", "1 012 345,6")]
    yield Example(ONE, {"ids": "en-", "whose": NAME, "rows": rows[:1]})
    yield Example(SEVERAL, {"ids": "flere-", "whose": LONG_NAME, "rows": rows})


def _report(request: HttpRequest) -> Iterator[Example]:
    facts = [Fact("Gjelder", NAME), Fact("Publisert")]
    same = StandIn(facts=facts, missing="", warnings=[], differs="Ingen prøvetall er endret.", tables=[])
    table = StandIn(
        heading="Prøvetabell",
        lead=LONG_TEXT,
        head=[("Prøvesektor", ""), ("Før, tonn", "num"), ("Nå, tonn", "num")],
        lines=[(LONG_NAME, [("1 234,5", "num"), ("–", "num")]), (NAME, [("12,0", "num"), ("0,0", "num")])],
    )
    full = StandIn(
        facts=[*facts, Fact(LONG_NAME, LONG_TEXT)],
        missing=f"{NAME} 1 og {NAME} 2",
        warnings=[LONG_TEXT, "En prøveadvarsel."],
        differs="To prøvetall er endret.",
        tables=[table, table],
    )
    yield Example(_("Ingenting å se etter, lagret fra før"), {"ids": "lagret-", "report": same, "already": 1})
    yield Example(_("Nye tall"), {"ids": "ny-", "report": same, "already": None})
    yield Example(LONG, {"ids": "lang-", "report": full, "already": None})


#: Here as on its page, whose style it has.
REPORT = '<div class="import">{% include "admin/emissions/_import_report.html" %}</div>'

ADMIN_COMPONENTS = (
    Component("admin/_practice.html", _("Øvelse"), _practice),
    Component("admin/_seen.html", _("Det som ble sett før noe slettes"), _seen),
    Component("simple_history/_changes.html", _("Endringer i historikken"), _changes),
    Component("admin/emissions/_edition_sums.html", _("Summene i en utgave"), _sums),
    Component("admin/emissions/_import_report.html", _("Rapporten fra en import"), _report, REPORT),
)
