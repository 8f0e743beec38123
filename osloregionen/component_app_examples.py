"""What the component page shows of the apps' own partial templates.

Where a partial takes rows of the database, a stand-in has the same names.
"""

from collections.abc import Iterator
from types import SimpleNamespace as StandIn
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from osloregionen.component_samples import (
    ADDRESS,
    DAY,
    LONG_NAME,
    LONG_SOURCE,
    LONG_TEXT,
    MISSING,
    NAME,
    NEXT_DAY,
    NOTHING,
    ONE,
    SEVERAL,
    SOURCE,
    STATUSES,
    sample_map,
)
from osloregionen.components import Component, Example
from osloregionen.parts import Fact, Status
from osloregionen.word_changes import changed_words


def point_examples(request: HttpRequest) -> Iterator[Example]:
    """Yield a declaration's points, which are the same on pages and in print."""
    plain = StandIn(label="", text="Et prøvepunkt.", remark="")
    full = StandIn(label="1", text=LONG_TEXT, remark="prøvemerknad")
    yield Example(NOTHING, {"points": []})
    yield Example(ONE, {"points": [plain]})
    yield Example(_("Flere, med nummer, lang tekst og merknad"), {"points": [full, plain, full]})


#: A line of a list, here as on its page.
ANSWER = '<dl class="facts">{% include "members/_answer.html" %}</dl>'

ANSWERED = "2. juni 2022 av Prøve Prøvesen, ordfører. Signeringssted: Prøvebyen."


def _answer(status: Status, text: str = "", **known: Any) -> StandIn:
    return StandIn(**{"name": NAME, "url": "", "status": status, "text": text, "source": "", **known})


def _answers(request: HttpRequest) -> Iterator[Example]:
    signed = _answer(STATUSES[0], ANSWERED, name=LONG_NAME, url=ADDRESS, source=SOURCE)
    yield Example(MISSING, {"answer": _answer(Status("ikke registrert"))})
    yield Example(_("Signert, av en annen kommune"), {"answer": signed})
    yield Example(_("Avslått"), {"answer": _answer(STATUSES[3], "2. juni 2022.", source=LONG_SOURCE)})
    for status in STATUSES[1:3]:
        yield Example(status.word.capitalize(), {"answer": _answer(status)})


def edition_examples(request: HttpRequest) -> Iterator[Example]:
    """Yield what a municipality answered, which is the same on pages and in print."""
    answers = [_answer(STATUSES[0], ANSWERED), _answer(STATUSES[2], name=LONG_NAME, url=ADDRESS)]
    facts = [Fact("Dette mangler", LONG_TEXT), Fact("Skriv til")]
    yield Example(_("Kunne ikke svare"), {"edition": StandIn(note=LONG_TEXT, answers=[], facts=[])})
    yield Example(_("Svar og fakta"), {"edition": StandIn(note="", answers=answers, facts=facts)})


def _published() -> list[StandIn]:
    return [
        StandIn(wording="64 prøvekommuner", as_of=DAY, as_of_note="", source=SOURCE),
        StandIn(
            wording="rundt 2,3 millioner",
            as_of=None,
            as_of_note="udatert",
            source=LONG_SOURCE,
        ),
    ]


def _published_figures(request: HttpRequest) -> Iterator[Example]:
    yield Example(NOTHING, {"published": []})
    yield Example(SEVERAL, {"published": _published()})


def _map_and_search(request: HttpRequest) -> Iterator[Example]:
    latest = StandIn(label="Prøveerklæringen", key="proveerklaeringen")
    yield Example(NOTHING, {"find_id": "finn-3"})
    full = {"latest": latest, "tilemap": sample_map(24), "published": _published(), "find_id": "finn-4"}
    yield Example(_("Med erklæring, kart og tall"), full)


def _meetings(request: HttpRequest) -> Iterator[Example]:
    plain = StandIn(on=None, ends_on=None, agenda_url="", title="Prøvemøte uten dato", place="")
    full = StandIn(on=DAY, ends_on=NEXT_DAY, agenda_url=ADDRESS, title=LONG_TEXT, place="Prøvebyen")
    yield Example(NOTHING, {"meetings": []})
    yield Example(_("Uten dato"), {"meetings": [plain]})
    yield Example(SEVERAL, {"meetings": [full, plain]})


def _municipalities(request: HttpRequest) -> Iterator[Example]:
    def choice(name: str, distinction: str) -> StandIn:
        return StandIn(municipality=StandIn(name=name, get_absolute_url=ADDRESS), distinction=distinction)

    yield Example(NOTHING, {"choices": []})
    yield Example(ONE, {"choices": [choice(NAME, "0301, Prøvefylket")]})
    namesakes = [choice(LONG_NAME, "0301, Prøvefylket"), choice(LONG_NAME, "0102, til 31. desember 2019")]
    yield Example(_("Flere med samme navn"), {"choices": namesakes})


def _outputs(request: HttpRequest) -> Iterator[Example]:
    said = {"when": "våren 2021", "status": "", "belongs": "", "remark": ""}
    plain = StandIn(title="Prøverapport", url="", kind="rapport", **said)
    full = StandIn(
        title=LONG_TEXT,
        url=ADDRESS,
        kind="webinar",
        when="13. januar 2021",
        status="gjennomført",
        belongs=f"Aktivitet 2.10, {LONG_NAME}",
        remark="Lagt inn etter 13. januar 2021.",
    )
    yield Example(NOTHING, {"outputs": []})
    yield Example(ONE, {"outputs": [plain]})
    yield Example(SEVERAL, {"outputs": [full, plain]})


def _changes(request: HttpRequest) -> Iterator[Example]:
    words = StandIn(label="Prøvetittel", text=StandIn(pieces=changed_words("Et prøvemøte", "To prøvemøter")))
    lines = [
        StandIn(pieces=changed_words("", LONG_TEXT), note=""),
        StandIn(pieces=changed_words(NAME, NAME), note="flyttet:"),
    ]
    yield Example(NOTHING, {"changes": []})
    yield Example(ONE, {"changes": [words]})
    yield Example(SEVERAL, {"changes": [words, StandIn(label=LONG_NAME, text=None, lines=lines)]})


def _statistics(request: HttpRequest) -> Iterator[Example]:
    def choices(*labels: str) -> list[StandIn]:
        return [StandIn(label=label, url=ADDRESS, is_here=not n) for n, label in enumerate(labels)]

    said = {"title": NAME, "number": 3, "published": "13. januar 2021", "url": ADDRESS, "method": ADDRESS}
    nine = StandIn(**said, is_current=True, to_current="", sectors=choices("ni prøvesektorer"), years=[])
    ten = StandIn(
        **said | {"title": LONG_NAME},
        is_current=False,
        to_current=ADDRESS,
        sectors=choices("ti prøvesektorer", "ni prøvesektorer"),
        years=choices(*map(str, range(2024, 2008, -1))),
    )
    yield Example(_("Den som gjelder, uten valg"), {"bar": nine})
    yield Example(_("En annen enn den som gjelder, med valg"), {"bar": ten})


def _key_figures(request: HttpRequest) -> Iterator[Example]:
    def figure(value: str | None, label: str, note: str = "") -> StandIn:
        return StandIn(value=value, label=label, note=note, method=ADDRESS)

    known = figure("1 234 567", "prøvetonn i 2021")
    yield Example(ONE, {"key_figures": [known]})
    yield Example(MISSING, {"key_figures": [figure(None, "prøvetonn i 2021")]})
    several = [known, figure("−4,9 %", "siden 2020", "−61 214 tonn"), figure("tall for 63 av 64", LONG_NAME)]
    yield Example(SEVERAL, {"key_figures": several})


def _targets(request: HttpRequest) -> Iterator[Example]:
    def told(*sentences: str, wording: str = "", note: str = "", source: str = SOURCE) -> StandIn:
        return StandIn(
            sentences=sentences, wording=wording, note=note, source=source, url=ADDRESS if note else ""
        )

    method = {"methods": {"target": ADDRESS}}
    plain = told("Prøvemålet er 50 % lavere utslipp i 2030 enn i 2009.")
    full = told(LONG_TEXT, LONG_TEXT, wording=LONG_TEXT, note=LONG_TEXT, source=LONG_SOURCE)
    yield Example(NOTHING, {"targets": [], "targets_id": "mal-ingen"})
    yield Example(
        ONE, {**method, "targets": [(plain, None)], "targets_id": "mal-ett", "targets_as_of": LONG_TEXT}
    )
    yield Example(SEVERAL, {**method, "targets": [(full, None), (plain, None)], "targets_id": "mal-flere"})


def _more_emissions(request: HttpRequest) -> Iterator[Example]:
    yield Example(ONE)


APP_COMPONENTS = (
    Component("members/_answer.html", _("Svar på en erklæring"), _answers, ANSWER),
    Component("members/_edition.html", _("En kommune og en erklæring"), edition_examples),
    Component("members/_meetings.html", _("Møter"), _meetings),
    Component("members/_municipality_links.html", _("Kommuner som passer"), _municipalities),
    Component("members/_published_figures.html", _("Publiserte tall"), _published_figures),
    Component("members/_map_and_search.html", _("Kart og søk"), _map_and_search),
    Component("declaration/_points.html", _("Punkter i en erklæring"), point_examples),
    Component("actionplan/_changes.html", _("Endringer i et handlingsprogram"), _changes),
    Component("actionplan/_outputs.html", _("Leveranser"), _outputs),
    Component("emissions/_edition.html", _("Utgaven av statistikken"), _statistics),
    Component("emissions/_key_figures.html", _("Tall som fører til metoden"), _key_figures),
    Component("emissions/_more.html", _("Flere sider om utslipp"), _more_emissions),
    Component("emissions/_targets.html", _("Mål for utslippene"), _targets),
)
