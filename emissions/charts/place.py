"""Charts of one place: how its emissions went, what changed, what they are made of, the path to a target."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emissions.figures import Basis, PathPoint, SectorLine, Series
from emissions.models import Sector, Target
from emissions.tables import numbers
from emissions.tables.columns import NONE, FigureColumn, PercentFigure
from emissions.tables.years import counted_nb
from osloregionen.charts import Bar, Chart, Line, Part, area_chart, bar_chart, path_chart, share_chart
from osloregionen.drawing.plans import MOST_LINES
from osloregionen.formatting import date_nb, list_nb
from osloregionen.tables import Table, YearColumn

_UNIT = gettext_lazy("tonn CO₂-ekvivalenter")
#: So many are named in an alt text; the table has the rest.
_NAMED = 3
#: The whole that shares are of, in per cent.
_WHOLE = 100


@dataclass(frozen=True)
class Drawn:
    """What all charts of a page say: whose figures («Osloregionen»), their source, and `subtitle_of`."""

    whose: str
    source: str
    subtitle: str

    def marked(self, chart: Chart, first: int, last: int) -> Chart:
        """Return a chart with the subtitle, and with its years for its file's name."""
        return replace(chart, subtitle=self.subtitle, years=years_of_file(first, last))


def subtitle_of(basis: Basis, published_on: dt.date | None) -> str:
    """Return what must be seen of figures wherever they are shown: over which sectors, of which edition."""
    label = str(basis.label)
    words = {"basis": f"{label[:1].upper()}{label[1:]}"}
    if published_on is None:
        return _("%(basis)s. Når utgaven av statistikken ble publisert, er ikke registrert.") % words
    said = _("%(basis)s. Utgaven av statistikken ble publisert %(date)s.")
    return said % {**words, "date": date_nb(published_on)}


def years_of_file(first: int, last: int) -> str:
    """Return years as a file's name has them: «2009-2024», or the one year."""
    return f"{first}" if first == last else f"{first}-{last}"


class TrendTable(Table):
    """The figures behind the trend: a line for each year, a column for each sector and the sum."""

    caption = gettext_lazy("Utslipp etter år og sektor")
    # Sectors beside each other are read across, on a phone too.
    stack_from = None
    year = YearColumn(verbose_name=gettext_lazy("År"), orderable=False)

    def __init__(self, series: Series, **kwargs: Any) -> None:
        names = {sector.pk: sector.slug.replace("-", "_") for sector in series.sectors}
        rows: list[dict[str, Any]] = [
            {
                "year": year,
                "total": numbers.tonnes(series.totals.get(year)),
                "why": _why(series, year, names.values()),
                **{
                    f"s{sector.pk}": numbers.tonnes(series.of_sector.get((year, sector.pk)))
                    for sector in series.sectors
                },
            }
            for year in series.years
        ]
        columns = [
            (names[sector.pk], _tonnes_column(f"s{sector.pk}", sector.name)) for sector in series.sectors
        ]
        columns.append(("total", _tonnes_column("total", _("Sum"))))
        super().__init__(rows, extra_columns=columns, **kwargs)
        shown = [f"s{sector.pk}" for sector in series.sectors]
        self.note = numbers.shown_note(([row[name] for name in shown], row["total"]) for row in rows)


def _why(series: Series, year: int, sectors: Iterable[str]) -> dict[str, str]:
    """Return what stands in place of the region's sums in a year that not all members have, by column."""
    if series.members == 1:
        return {}
    counted = counted_nb(series.counted[year], series.members)
    return {"total": counted} | dict.fromkeys(sectors, _("ingen sum"))


def _tonnes_column(accessor: str, name: str) -> FigureColumn:
    return FigureColumn(accessor=accessor, verbose_name=name, unit=_("tonn"), orderable=False)


class _SectorFigureTable(Table):
    name = tables.Column(verbose_name=gettext_lazy("Sektor"), orderable=False)


class ChangeTable(_SectorFigureTable):
    """The figures behind the bars of change."""

    tonnes = FigureColumn(verbose_name=gettext_lazy("Endring"), unit=_UNIT, signed=True, orderable=False)
    percent = PercentFigure(verbose_name=gettext_lazy("Endring i prosent"), signed=True, orderable=False)


class ShareTable(_SectorFigureTable):
    """The figures behind the shares."""

    tonnes = FigureColumn(verbose_name=gettext_lazy("Utslipp"), unit=_UNIT, orderable=False)
    percent = PercentFigure(verbose_name=gettext_lazy("Andel"), orderable=False)

    def __init__(self, rows: Sequence[Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(rows, **kwargs)
        # Of the whole, which stands in the title and not in a row: the shares are a hundred together.
        self.note = numbers.shown_note([([row["percent"] for row in rows], _WHOLE)])


class PathTable(Table):
    """The figures behind a path to a target."""

    year = YearColumn(verbose_name=gettext_lazy("År"), orderable=False)
    actual = FigureColumn(verbose_name=gettext_lazy("Utslipp"), unit=_UNIT, orderable=False)
    path = FigureColumn(verbose_name=gettext_lazy("Jevn bane til målet"), unit=_UNIT, orderable=False)


def trend_chart(drawn: Drawn, series: Series) -> Chart | None:
    """Return the sectors stacked over the years; None where no year has all, or they can't be stacked."""
    known = [year for year in series.years if series.totals.get(year) is not None]
    values = series.of_sector.values()
    if not known or not 0 < len(series.sectors) <= MOST_LINES or any(value < 0 for value in values):
        return None
    first, last = known[0], known[-1]
    # The largest at the bottom, where its own change is seen best.
    sectors = sorted(series.sectors, key=lambda one: -series.of_sector.get((last, one.pk), 0))
    several = _("Utslipp i %(whose)s fra %(first)s til %(last)s, etter sektor")
    title = several if first != last else _("Utslipp i %(whose)s i %(last)s, etter sektor")
    chart = area_chart(
        name="utvikling",
        title=title % {"whose": drawn.whose, "first": first, "last": last},
        alt=_trend_alt(series, sectors, first, last),
        source=drawn.source,
        table=TrendTable(series, prefix="utvikling-diagram-"),
        lines=[
            Line(
                sector.name,
                tuple((year, _in_tonnes(series.of_sector.get((year, sector.pk)))) for year in series.years),
            )
            for sector in sectors
        ],
        unit=str(_UNIT),
        note=_left_out(series),
    )
    return drawn.marked(chart, first, last)


def _trend_alt(series: Series, sectors: Sequence[Sector], first: int, last: int) -> str:
    """Say the totals of the first and the last year, and the largest sectors of the last, if any is more."""
    words = {
        "first": first,
        "last": last,
        "first_total": numbers.tonnes_nb(series.totals[first] or 0),
        "last_total": numbers.tonnes_nb(series.totals[last] or 0),
    }
    if first == last:
        said = [_("Felter stablet oppå hverandre, ett per sektor. Samlet: %(last_total)s i %(last)s.")]
    else:
        said = [
            _("Flater stablet oppå hverandre, én per sektor."),
            _("Samlet: %(first_total)s i %(first)s og %(last_total)s i %(last)s."),
        ]
    grams = {sector.name: series.of_sector[last, sector.pk] for sector in sectors}
    told = [f"{name} ({numbers.tonnes_nb(value)})" for name, value in grams.items() if numbers.tonnes(value)]
    if told:
        largest = list_nb(told[:_NAMED])
        several = _("Størst i %(last)s: %(largest)s.")
        said.append(several if len(told) > 1 else _("Bare én sektor har utslipp i %(last)s: %(largest)s."))
        words["largest"] = largest
    return " ".join(said) % words


def _left_out(series: Series) -> str:
    """Say which years have no sum and so no height; empty where all have one."""
    without = [str(year) for year in series.years if series.totals.get(year) is None]
    if not without:
        return ""
    return _("Uten sum, og derfor ikke tegnet: %(years)s.") % {"years": list_nb(without)}


def change_chart(drawn: Drawn, lines: Sequence[SectorLine], *, first: int, last: int) -> Chart | None:
    """Return the change of each sector in tonnes, largest fall first; None where none is known."""
    known = sorted(
        (line for line in lines if line.since_base.grams is not None),
        key=lambda line: line.since_base.grams or 0,
    )
    if not known:
        return None
    rows = [
        {
            "name": line.sector.name,
            "tonnes": numbers.tonnes(line.since_base.grams),
            "percent": numbers.percent(since.percent),
            # In per cent of nought there is no figure, and it is not missing.
            "why": {"percent": NONE} if since.percent is None else {},
        }
        for line in known
        for since in [numbers.as_shown(line.since_base, line.grams)]
    ]
    chart = bar_chart(
        name="endring",
        title=_("Endring i %(whose)s fra %(first)s til %(last)s, etter sektor, tonn CO₂-ekvivalenter")
        % {"whose": drawn.whose, "first": first, "last": last},
        alt=_change_alt(known),
        source=drawn.source,
        table=ChangeTable(rows, caption=_("Endring etter sektor"), prefix="endring-diagram-"),
        bars=[Bar(line.sector.name, numbers.tonnes(line.since_base.grams) or 0) for line in known],
    )
    return drawn.marked(chart, first, last)


def _change_alt(lines: Sequence[SectorLine]) -> str:
    # As they are drawn: less than half a tonne has no bar.
    falls = [line for line in lines if (numbers.tonnes(line.since_base.grams) or 0) < 0]
    rises = [line for line in reversed(lines) if (numbers.tonnes(line.since_base.grams) or 0) > 0]
    said = [_("Liggende søyler, én per sektor.")]
    fallen = _("Nedgang: %(named)s.") if len(falls) <= _NAMED else _("Størst nedgang: %(named)s.")
    risen = _("Oppgang: %(named)s.") if len(rises) <= _NAMED else _("Størst oppgang: %(named)s.")
    for words, some in ((fallen, falls), (risen, rises)):
        named = [
            f"{line.sector.name} ({numbers.tonnes_nb(line.since_base.grams or 0, signed=True)})"
            for line in some[:_NAMED]
        ]
        if named:
            said.append(words % {"named": list_nb(named)})
    if not falls and not rises:
        said.append(_("Ingen av sektorene er endret, regnet i hele tonn."))
    return " ".join(said)


def sector_share_chart(drawn: Drawn, lines: Sequence[SectorLine], *, year: int) -> Chart | None:
    """Return each sector's share of the total; None where the total is not known, or has no shares."""
    known = sorted((line for line in lines if line.share is not None), key=lambda line: -(line.grams or 0))
    if not known or len(known) != len(lines) or any((line.grams or 0) < 0 for line in known):
        return None
    named = [f"{line.sector.name} ({numbers.share_nb(line.share)})" for line in known if line.share][:_NAMED]
    rows = [
        {
            "name": line.sector.name,
            "tonnes": numbers.tonnes(line.grams),
            "percent": numbers.percent(line.share),
        }
        for line in known
    ]
    chart = share_chart(
        name="andeler",
        title=_("Hver sektors andel av utslippene i %(whose)s i %(year)s, i prosent")
        % {"whose": drawn.whose, "year": year},
        alt=_("Liggende søyler, én per sektor. Størst: %(named)s.") % {"named": list_nb(named)},
        source=drawn.source,
        table=ShareTable(rows, caption=_("Andeler etter sektor"), prefix="andeler-diagram-"),
        parts=[Part(line.sector.name, line.grams or 0) for line in known],
    )
    return drawn.marked(chart, year, year)


def target_chart(
    drawn: Drawn, target: Target, series: Series, path: Sequence[PathPoint], *, name: str
) -> Chart | None:
    """Return the emissions beside the even path to a target; None where none of them is known."""
    actual = tuple((year, _in_tonnes(series.totals.get(year))) for year in series.years)
    if not path or all(value is None for _year, value in actual):
        return None
    planned = {point.year: point.grams for point in path}
    rows = [
        {
            "year": year,
            "actual": numbers.tonnes(series.totals.get(year)),
            "path": numbers.tonnes(planned.get(year)),
            # The path has no beginning before the base year.
            "why": {"path": NONE},
        }
        for year in sorted({*series.years, *planned})
    ]
    # The line is level after the target year: where it ends is the target, whenever that was.
    goal = path[-1]
    known = [(year, grams) for year, grams in series.totals.items() if grams is not None]
    several = _(
        "En linje for utslippene, som er %(now)s i %(last)s, og en stiplet linje fra %(base)s ned til målet "
        "på %(goal)s i %(target)s."
    )
    one = _(
        "Et punkt for utslippene, som er %(now)s i %(last)s, og en stiplet linje fra %(base)s ned til målet "
        "på %(goal)s i %(target)s."
    )
    alt = several if len(known) > 1 else one
    chart = path_chart(
        name=name,
        title=_("Utslipp i %(whose)s og jevn bane til målet for %(year)s")
        % {"whose": drawn.whose, "year": target.target_year},
        alt=alt
        % {
            "now": numbers.tonnes_nb(known[-1][1]),
            "last": known[-1][0],
            "base": target.base_year,
            "goal": numbers.tonnes_nb(goal.grams),
            "target": target.target_year,
        },
        source=drawn.source,
        table=PathTable(rows, caption=_("Utslipp og jevn bane til målet"), prefix=f"{name}-diagram-"),
        actual=Line(_("Utslipp"), actual),
        path=Line(_("Jevn bane til målet"), tuple((one.year, _in_tonnes(one.grams)) for one in path)),
        target=(
            target.target_year,
            _in_tonnes(goal.grams) or 0,
            _("Mål for %(year)s") % {"year": target.target_year},
        ),
        unit=str(_UNIT),
    )
    return drawn.marked(chart, min(series.years[0], path[0].year), goal.year)


def _in_tonnes(grams: int | Fraction | None) -> int | None:
    return numbers.tonnes(grams)
