"""The chart of one sector of a place."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emissions.charts.place import Drawn
from emissions.figures import Series, change
from emissions.models import Sector
from emissions.tables import numbers
from emissions.tables.columns import FigureColumn, since_former
from emissions.tables.years import TONNES, counted_nb, why_no_change
from osloregionen.charts import Chart, Line, line_chart
from osloregionen.formatting import number_nb
from osloregionen.tables import Table, YearColumn


class SectorTrendTable(Table):
    """A sector year by year, the newest first; `counted` says by year how many members have figures."""

    year = YearColumn(verbose_name=gettext_lazy("År"), orderable=False)
    tonnes = FigureColumn(verbose_name=gettext_lazy("Utslipp"), unit=TONNES, orderable=False)
    change, change_percent = since_former()

    def __init__(self, series: Series, sector: Sector, counted: Mapping[int, int], **kwargs: Any) -> None:
        rows = [_Row(series, sector.pk, year, counted.get(year, 0)) for year in reversed(series.years)]
        super().__init__(rows, **kwargs)


class _Row:
    """A year of a sector, as it is shown."""

    def __init__(self, series: Series, sector: int, year: int, counted: int) -> None:
        before, grams = series.before(year), series.of_sector.get((year, sector))
        earlier = None if before is None else series.of_sector.get((before, sector))
        since = numbers.as_shown(change(earlier, grams), grams)
        self.year = year
        self.tonnes = numbers.tonnes(grams)
        self.change = numbers.tonnes(since.grams)
        self.change_percent = numbers.percent(since.percent)
        self.why = why_no_change(since, "change", has_former=before is not None)
        if grams is None and series.members > 1:
            self.why["tonnes"] = counted_nb(counted, series.members)


def sector_trend_chart(
    drawn: Drawn, series: Series, sector: Sector, counted: Mapping[int, int]
) -> Chart | None:
    """Return the sector's emissions over the years; None where none is known. No queries."""
    points = tuple((year, numbers.tonnes(series.of_sector.get((year, sector.pk)))) for year in series.years)
    known = [(year, value) for year, value in points if value is not None]
    if not known:
        return None
    (first, before), (last, after) = known[0], known[-1]
    several = _("%(sector)s i %(whose)s fra %(first)s til %(last)s, tonn CO₂-ekvivalenter")
    title = several if first != last else _("%(sector)s i %(whose)s i %(last)s, tonn CO₂-ekvivalenter")
    if first == last:
        alt = _("Ett punkt: %(after)s tonn i %(last)s.")
    elif not any(value for _year, value in known):
        alt = _("En linje som ligger på 0 tonn fra %(first)s til %(last)s.")
    else:
        alt = _("En linje fra %(before)s tonn i %(first)s til %(after)s tonn i %(last)s.")
    chart = line_chart(
        name="utvikling",
        title=title % {"sector": sector.name, "whose": drawn.whose, "first": first, "last": last},
        alt=alt
        % {
            "before": number_nb(before),
            "first": first,
            "after": number_nb(after),
            "last": last,
        },
        source=drawn.source,
        table=SectorTrendTable(
            series, sector, counted, caption=_("Utslipp etter år"), prefix="utvikling-diagram-"
        ),
        lines=[Line(sector.name, points)],
        unit=str(TONNES),
    )
    return drawn.marked(chart, first, last)
