"""Made-up content of the component page, marked as such: names, texts, statuses, a table, a filter."""

import datetime as dt
from typing import Any

import django_filters
import django_tables2
from django.utils.translation import gettext_lazy as _

from osloregionen.filters import FilterSet, FoldedSearchFilter
from osloregionen.parts import TONES, Status
from osloregionen.sdg import GOALS
from osloregionen.tables import (
    DETAIL,
    DateColumn,
    GoalsColumn,
    NameColumn,
    NumberColumn,
    PercentColumn,
    StatusColumn,
)
from osloregionen.tables import Table as BaseTable
from osloregionen.tilemap import Tile, TileMap

#: What the page calls the states that most parts have.
NOTHING, ONE, SEVERAL, LONG, MISSING = _("Tom"), _("Én"), _("Flere"), _("Lang tekst"), _("Ikke registrert")

ADDRESS = "https://www.example.org/"
SOURCE = f"Prøvekilde, side 3, {ADDRESS}"
LONG_SOURCE = f"Prøvekilde med en lang adresse: {ADDRESS}arkiv/saker/2021/vedlegg/et-langt-navn-på-en-fil.pdf"
DAY, NEXT_DAY = dt.date(2021, 1, 13), dt.date(2021, 1, 14)
NAME = "Prøvekommune"
LONG_NAME = "Prøvekommunesammenslåingsområdet Nordre Prøvedal og Søndre Prøvemark"
LONG_TEXT = (
    "En prøvetekst som går over flere linjer, fordi det finnes setninger i rådets dokumenter som gjør det, "
    "og som har et langt ord i seg: kommunesammenslåingsutredningsarbeidsgruppemedlemmer."
)

STATUSES = tuple(
    Status(word, sign, tone)
    for word, sign, tone in zip(
        (
            "prøvesignert",
            "prøvetilsluttet",
            "prøvebehandles",
            "prøveinvitert",
            "prøvesammenslått",
            "prøveavslått",
            "prøvetrukket",
            "ikke registrert",
        ),
        ("✓", "●", "…", "○", "◐", "×", "←", ""),
        TONES,
        strict=True,
    )
)

MARKDOWN = f"""# Prøveoverskrift

Et avsnitt med *vekt*, **mer vekt**, `kode` og [en lenke]({ADDRESS}).

## Underoverskrift

1. Første
2. Andre
   - Under andre

> {LONG_TEXT}

| Navn | Antall |
|---|---|
| {NAME} 1 | 12 |

<p>HTML vises som tekst.</p>
"""


class ExampleTable(BaseTable):
    """Each kind of column."""

    caption = _("Prøvetabell")
    name = NameColumn(verbose_name=_("Navn"), linkify=lambda record: ADDRESS)
    day = DateColumn(verbose_name=_("Dato"))
    count = NumberColumn(verbose_name=_("Antall"), unit=_("tonn"))
    share = PercentColumn(verbose_name=_("Andel"))
    status = StatusColumn(verbose_name=_("Status"))
    goals = GoalsColumn(verbose_name=_("Mål"))


class DetailDate(DateColumn):
    """A date that a phone shows when asked to."""

    css = f"{DateColumn.css} {DETAIL}"


class DetailedTable(BaseTable):
    """Columns of which a phone shows the rest when asked to."""

    caption = _("Prøvetabell med opplysninger som kan skjules")
    name = django_tables2.Column(verbose_name=_("Navn"))
    day = DetailDate(verbose_name=_("Dato"))
    count = NumberColumn(verbose_name=_("Antall"))
    status = StatusColumn(verbose_name=_("Status"))


class NarrowTable(BaseTable):
    """Few columns, and a caption that shows."""

    caption = _("Prøvetabell med synlig tittel")
    hide_caption = False
    name = django_tables2.Column(verbose_name=_("Navn"))
    count = NumberColumn(verbose_name=_("Antall"))


ROWS: list[dict[str, Any]] = [
    {"name": f"{NAME} 1", "day": DAY, "count": 562289, "share": -7, "status": STATUSES[0], "goals": [11, 13]},
    {"name": LONG_NAME, "day": DAY, "count": 0, "share": 0, "status": STATUSES[2], "goals": list(GOALS)},
    {"name": f"{NAME} 3", "day": None, "count": None, "share": None, "status": None, "goals": []},
]


class ExampleFilter(FilterSet):
    """Each kind of field."""

    navn = FoldedSearchFilter()
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=[(status.tone, status.word) for status in STATUSES]
    )
    fra = django_filters.NumberFilter(label=_("Innbyggere fra"))


def sample_map(count: int, *, statuses: bool = True, name: str = NAME, unplaced: int = 0) -> TileMap:
    """Return a map of as many squares, each with one status after the other, and some without a square."""
    tiles = [
        Tile(
            name=f"{name} {number + 1}",
            url="/",
            row=number // 8 + 1,
            col=number % 8 + 1,
            status=STATUSES[number % len(STATUSES)] if statuses else None,
        )
        for number in range(count)
    ]
    tiles += [Tile(name=f"{name} {count + number + 1}", url="/", row=0, col=0) for number in range(unplaced)]
    here = tiles[1].name if count > 1 else ""
    return TileMap.of(tiles, label="Prøvekart", statuses=STATUSES if statuses else (), here=here)
