"""The page of emissions: what the council has published, and what the national statistics will hold."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emissions import selectors
from emissions.charts.published import change_chart
from emissions.editions import StatisticsInUse, statistics_in_use
from emissions.models import PublishedShare
from emissions.tables.overview import ChangeTable, OwnTable, RegionTable, ShareTable, SourceTable, own_table
from osloregionen.exports import Export
from osloregionen.views import export_response


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the published tables with their flags, the shares, the editions in use, and the sectors.

    Thirteen queries at most.
    """
    published = selectors.published_tables()
    shares = selectors.published_shares()
    sectors = selectors.sectors()
    statistics = statistics_in_use()
    url = request.build_absolute_uri(request.path)
    if file := export_response(request, **_exports(published, shares, sectors, statistics, url)):
        return file
    context = {
        "published": [
            {
                "entry": entry,
                "table": ChangeTable(entry.lines, caption=entry.table.title, prefix=f"t{entry.table.pk}-"),
                "chart": change_chart(entry),
            }
            for entry in published
        ],
        "share_figures": selectors.share_figures(shares),
        "share_sources": selectors.distinct_sources(shares),
        "statistics": statistics,
        "region_table": RegionTable(statistics.years) if statistics and statistics.years else None,
        "own": [{"one": one, "table": own_table(one)} for one in (statistics.own if statistics else [])],
        "sectors": sectors,
        "sector_sources": selectors.distinct_sources(line for sector in sectors for line in sector.sources),
        "crumb_here": _("Utslipp"),
    }
    return render(request, "emissions/overview.html", context)


def _exports(
    published: list[selectors.Published],
    shares: list[PublishedShare],
    sectors: list[selectors.SectorBlock],
    statistics: StatisticsInUse | None,
    url: str,
) -> dict[str, Export]:
    """Return the page's tables as files by their name in `?tabell=`; the newest table comes first."""
    exports = {
        entry.table.slug: Export(
            table=ChangeTable(entry.lines),
            name=entry.table.slug,
            title=entry.table.title,
            source=entry.table.source,
            url=url,
        )
        for entry in published
    }
    exports["andeler"] = Export(
        table=ShareTable(shares),
        name="andeler-av-nasjonale-utslipp",
        title=_("Andeler av de nasjonale utslippene, slik de er publisert"),
        source="; ".join(selectors.distinct_sources(shares)),
        url=url,
    )
    exports["regionen"] = Export(
        table=RegionTable(statistics.years if statistics else []),
        name="utslipp-i-osloregionen",
        title=_("Utslipp i Osloregionen etter år, tonn CO₂-ekvivalenter"),
        source=statistics.source if statistics else "",
        url=url,
    )
    own = statistics.own if statistics else []
    exports["kommuner"] = Export(
        table=OwnTable([year for one in own for year in one.years]),
        name="utslipp-i-kommuner-med-egen-utgave",
        title=_("Utslipp i kommuner med en egen utgave, etter år, tonn CO₂-ekvivalenter"),
        source="; ".join(one.edition.source for one in own),
        url=url,
    )
    lines = [line for sector in sectors for line in sector.sources]
    exports["sektorer"] = Export(
        table=SourceTable(lines),
        name="sektorer-og-utslippskilder",
        title=_("Sektorer, utslippskilder og klimagasser i den nasjonale statistikken"),
        source="; ".join(selectors.distinct_sources(lines)),
        url=url,
    )
    return exports
