"""The members beside each other: the tile map by change, and a small line for each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emissions.charts.place import Drawn
from emissions.figures import Change, MemberLine, MemberTotals
from emissions.tables import numbers
from emissions.tables.columns import FigureColumn
from osloregionen.charts import Chart, Panel, small_multiples
from osloregionen.drawing.plans import MOST_PANELS
from osloregionen.formatting import MISSING, counted_nb, number_nb
from osloregionen.parts import Status
from osloregionen.tables import Table
from osloregionen.tilemap import Tile, TileMap, square


@dataclass(frozen=True)
class _Step:
    """A group of the map: changes in per cent from `lowest` (included) up to the next step's."""

    lowest: int | None
    words: Any
    sign: str
    tone: str


#: From the largest fall to the largest rise. Each tone is another pattern, and each has another sign.
_STEPS = (
    _Step(None, gettext_lazy("ned 30 % eller mer"), "▼", "solid"),
    _Step(-30, gettext_lazy("ned mellom 15 og 30 %"), "↓", "dotted"),
    _Step(-15, gettext_lazy("ned mindre enn 15 %"), "↘", "striped"),
    _Step(0, gettext_lazy("uendret, eller opp mindre enn 15 %"), "↗", "lined"),
    _Step(15, gettext_lazy("opp 15 % eller mer"), "▲", "crossed"),
)
_NOT_KNOWN = Status(MISSING)
#: Known, and no percentage is: where there was nothing, any rise is without end.
_FROM_NOTHING = gettext_lazy("fra 0, uten prosent")


def change_map(
    lines: Iterable[MemberLine], *, first: int, last: int, url_of: Callable[[str], str], here: str = ""
) -> TileMap | None:
    """Return the map of the members by their change since the base year; None where none has a place on it.

    Each tile says its change; the groups are told apart by pattern and sign. No queries.
    """
    tiles = []
    for line in lines:
        one = line.municipality
        row, col = square(one.tile_row, one.tile_col)
        status = change_status(line.since_base)
        tiles.append(Tile(name=one.name, url=url_of(one.slug), row=row, col=col, status=status))
    if not any(tile.is_placed for tile in tiles):
        return None
    label = _("Medlemskommunene i et rutekart, etter endring i utslipp fra %(first)s til %(last)s")
    order = [Status(str(step.words), step.sign, step.tone) for step in _STEPS]
    return TileMap.of(tiles, label=label % {"first": first, "last": last}, statuses=order, here=here)


def change_status(since: Change) -> Status:
    """Return a change as the map shows it: the step it lies in, by the figure as it is
    shown: two that read the same are in the same step. No queries."""
    if since.percent is None:
        return _NOT_KNOWN if since.grams is None else Status(str(_FROM_NOTHING), "–", "framed")
    step = _step_of(numbers.percent(since.percent) or Decimal())
    return Status(numbers.change_nb(since.percent), step.sign, step.tone, group=str(step.words))


def _step_of(percent: Decimal) -> _Step:
    # A fall of exactly 30 per cent is «30 % eller mer», one of exactly 15 lies between 15 and 30.
    found = _STEPS[0]
    for step in _STEPS[1:]:
        is_in = percent > step.lowest if step.lowest and step.lowest < 0 else percent >= (step.lowest or 0)
        if is_in:
            found = step
    return found


class DevelopmentTable(Table):
    """The figures behind the small lines: a member to a line, a year to a column."""

    # Years beside each other are read across, on a phone too.
    stack_from = None
    name = tables.Column(verbose_name=gettext_lazy("Kommune"), orderable=False)

    def __init__(self, rows: Sequence[Mapping[str, Any]], years: Iterable[int], **kwargs: Any) -> None:
        columns = [
            (
                f"year_{year}",
                FigureColumn(verbose_name=str(year), orderable=False),
            )
            for year in years
        ]
        super().__init__(list(rows), extra_columns=columns, **kwargs)


def development_rows(members: Iterable[MemberTotals]) -> list[dict[str, Any]]:
    """Return members with their whole tonnes by year, as rows of `DevelopmentTable`. No queries."""
    return [
        {
            "name": one.municipality.name,
            **{f"year_{year}": numbers.tonnes(one.totals.get(year)) for year in one.years},
        }
        for one in members
    ]


def members_chart(drawn: Drawn, members: Sequence[MemberTotals]) -> Chart | None:
    """Return a small line for each member; None where no figure is known, or there are too many members."""
    totals = [grams for one in members for grams in one.totals.values()]
    if not any(grams is not None for grams in totals) or len(members) > MOST_PANELS:
        return None
    years, rows = members[0].years, development_rows(members)
    several = _("Utslipp i %(whose)s fra %(first)s til %(last)s")
    title = several if len(years) > 1 else _("Utslipp i %(whose)s i %(last)s")
    chart = small_multiples(
        name="utvikling",
        title=title % {"whose": drawn.whose, "first": years[0], "last": years[-1]},
        alt=_members_alt(members, years[0], years[-1]),
        source=drawn.source,
        table=DevelopmentTable(
            rows,
            years,
            caption=_("Utslipp i kommunene etter år, tonn"),
            prefix="utvikling-diagram-",
        ),
        panels=[Panel(row["name"], tuple((year, row[f"year_{year}"]) for year in years)) for row in rows],
        unit=_("tonn"),
    )
    return drawn.marked(chart, years[0], years[-1])


def _members_alt(members: Sequence[MemberTotals], first: int, last: int) -> str:
    """Say how many members have gone down, of those with figures of both years."""
    if first == last:
        return _("Små diagrammer, ett per kommune, hvert med ett punkt for %(year)s.") % {"year": last}
    said = _("Små linjediagrammer, ett per kommune.")
    pairs = [(one.totals.get(first), one.totals.get(last)) for one in members]
    known = [(before, after) for before, after in pairs if before is not None and after is not None]
    if not known:
        return said
    fallen = sum(1 for before, after in known if after < before)
    words = {
        "fallen": number_nb(fallen) if fallen else _("Ingen"),
        "known": counted_nb(len(known), _("kommune"), _("kommuner")),
        "first": first,
        "last": last,
    }
    return f"{said} " + _("%(fallen)s av %(known)s har lavere utslipp i %(last)s enn i %(first)s.") % words
