"""What the component page shows of charts: each kind, on made-up figures, where it is hard to draw."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from osloregionen.charts import (
    Bar,
    Chart,
    Line,
    Panel,
    Part,
    YearMark,
    area_chart,
    bar_chart,
    line_chart,
    path_chart,
    share_chart,
    small_multiples,
)
from osloregionen.component_samples import LONG_NAME, SOURCE, NarrowTable
from osloregionen.components import Example
from osloregionen.step_charts import Mark, StepLine, step_chart

#: Years as the statistics have them: not every one, and none before 2009.
_YEARS = (2009, 2011, 2013, *range(2015, 2025))
_TONNES = "tonn prøveekvivalenter"


def chart_examples(request: HttpRequest) -> Iterator[Example]:
    """Yield each kind of chart. The first time in a process this takes a second or two."""
    states = {
        "prove-soyler-1": _("Søyler, én rekke"),
        "prove-soyler-2": _("Søyler, to rekker, med tall under null"),
        "prove-linjer-1": _("Én linje"),
        "prove-linjer-3": _("Tre linjer, en med et år som ikke er registrert"),
        "prove-linjer-10": _("Ti linjer, med merkede år og lange navn"),
        "prove-flater": _("Stablede flater"),
        "prove-andeler": _("Andeler"),
        "prove-mal": _("Vei mot et mål"),
        "prove-sma-64": _("Mange små, hver med sin skala, en uten tall"),
        "prove-sma-5": _("Noen små, med samme skala"),
    }
    for name, state in states.items():
        yield Example(state, {"chart": CHARTS[name]()})
    yield Example(_("Trinn over tid, uten filer"), {"chart": _steps()})


def _told(name: str, title: str) -> dict[str, Any]:
    """Return what every chart has besides its figures."""
    rows = [{"name": f"Prøvesektor {number}", "count": 1111 * number} for number in (1, 2)]
    return {
        "name": f"prove-{name}",
        "title": title,
        "alt": f"{title}, med oppdiktede tall.",
        "source": SOURCE,
        "table": NarrowTable(rows, prefix=f"diagram-{name}-"),
    }


def _points(start: int, *, fall: int = 2, unknown: int = 0) -> tuple[tuple[int, Fraction | None], ...]:
    """Return a value that falls by so many per cent a year, with bends; one may be unknown."""
    return tuple(
        (year, None if year == unknown else Fraction(start * (100 - fall * (year - 2009) + year % 3), 100))
        for year in _YEARS
    )


def _bars(series: int) -> Chart:
    if series == 1:
        bars = [Bar(f"Prøvesektor {number}", 10 ** (number + 2)) for number in range(1, 5)]
    else:
        bars = [
            Bar(f"Prøvesektor {number}", Decimal(sign * number * 1111), year)
            for number, sign in ((1, 1), (2, -1), (3, 1))
            for year in ("2019", "2020")
        ]
    return bar_chart(
        **_told(f"soyler-{series}", f"Prøvediagram med søyler, {series} i hver gruppe"), bars=bars
    )


def _steps() -> Chart:
    first, last = dt.date(2022, 1, 10), dt.date(2022, 6, 2)
    told = _told("trinn", "Prøvediagram med trinn")
    # Its view gives no files.
    del told["name"]
    return step_chart(
        **told,
        lines=[
            StepLine("Tilsluttet", ((dt.date(2022, 3, 1), 40), (dt.date(2022, 5, 1), 43)), dashed=True),
            StepLine("Signert", ((last, 31),)),
        ],
        starts=first,
        until=last,
        ends=last,
        marks=[Mark(dt.date(2022, 5, 12), "Svarfrist")],
    )


def _lines(count: int) -> Chart:
    lines = [
        Line(
            f"Prøvesektor {number}", _points(900000 // number, fall=number % 4, unknown=2015 * (number == 2))
        )
        for number in range(1, count + 1)
    ]
    if count > 3:
        lines[4] = Line("Prøvesektor med et langt navn", lines[4].points)
    marks = [YearMark(2019, "Prøveerklæringen"), YearMark(2020, "Nye prøvegrenser")] if count > 3 else []
    told = _told(f"linjer-{count}", f"Prøvediagram med linjer: {count}")
    return line_chart(**told, lines=lines, unit=_TONNES, marks=marks)


def _areas() -> Chart:
    lines = [
        Line(f"Prøvesektor {number}", _points(400000 // number, fall=number % 4)) for number in range(1, 11)
    ]
    note = "En merknad som sier hva man må vite for å lese diagrammet."
    return area_chart(**_told("flater", "Prøvediagram med flater"), lines=lines, unit=_TONNES, note=note)


def _shares() -> Chart:
    parts = [Part(f"Prøvesektor {number}", 1111 * number) for number in range(1, 6)]
    return share_chart(**_told("andeler", "Prøvediagram med andeler"), parts=[*parts, Part(LONG_NAME, 4321)])


def _path() -> Chart:
    start = Fraction(1_500_000)
    return path_chart(
        **_told("mal", "Prøvediagram med vei mot et mål"),
        actual=Line("Prøveutslipp", _points(int(start))),
        path=Line("Jevn vei mot målet", ((2009, start), (2030, start * 45 / 100))),
        target=(2030, start * 45 / 100, "Prøvemål for 2030: 55 % lavere"),
        unit=_TONNES,
    )


def _panels(count: int) -> Chart:
    unknown: tuple[tuple[int, Fraction | None], ...] = tuple((year, None) for year in _YEARS)
    panels = [
        Panel(
            f"Prøvedalen {number}",
            unknown if number == 6 else _points(1000 * number, fall=number % 4, unknown=2016 * (number == 3)),
            "" if number % 2 else "−12,3 % siden 2009",
        )
        for number in range(1, count + 1)
    ]
    told = _told(f"sma-{count}", f"Prøvediagram med små diagrammer: {count}")
    return small_multiples(
        **told, panels=panels, common=count < 10, columns=6 if count > 10 else 4, unit="tonn"
    )


#: The charts by their names in `?diagram=`, for the files that the page offers of them.
CHARTS: dict[str, Callable[[], Chart]] = {
    "prove-soyler-1": partial(_bars, 1),
    "prove-soyler-2": partial(_bars, 2),
    "prove-linjer-1": partial(_lines, 1),
    "prove-linjer-3": partial(_lines, 3),
    "prove-linjer-10": partial(_lines, 10),
    "prove-flater": _areas,
    "prove-andeler": _shares,
    "prove-mal": _path,
    "prove-sma-64": partial(_panels, 64),
    "prove-sma-5": partial(_panels, 5),
}
