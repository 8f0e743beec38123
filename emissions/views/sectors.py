"""The sectors of the statistics, and one sector of a place down to its sources and gases."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emissions import selectors, story
from emissions.charts.place import years_of_file
from emissions.charts.sector import SectorTrendTable, sector_trend_chart
from emissions.figures import (
    REGION,
    Place,
    Series,
    SourceLine,
    place_of,
    sector_lines,
    series_of,
    source_lines,
)
from emissions.models import Edition, Sector
from emissions.tables.numbers import tonnes
from emissions.tables.sectors import SourceFigureTable, SourceTable, source_rows
from emissions.tables.years import counted_nb
from emissions.views.chosen import Chosen, choose, chosen_year, edition_bar, refuse_year
from emissions.views.municipality import crumbs, member_named
from emissions.views.place import drawn_charts, file_of, whole_address
from osloregionen.exports import Export
from osloregionen.parts import Crumb
from osloregionen.views import found_or_said


@require_safe
def sectors(request: HttpRequest) -> HttpResponse:
    """Show the sectors of the statistics with their sources and gases. Four queries."""
    found = selectors.sectors()
    lines = [line for sector in found for line in sector.sources]
    sources = selectors.distinct_sources(lines)
    export = Export(
        table=SourceTable(lines),
        name="sektorer-og-utslippskilder",
        title=_("Sektorer, utslippskilder og klimagasser i den nasjonale statistikken"),
        source="; ".join(sources),
        url=request.build_absolute_uri(request.path),
    )
    if file := file_of(request, {"sektorer": export}):
        return file
    context = {
        "sectors": found,
        "sector_sources": sources,
        "method": story.method_url("basis"),
        "crumbs": [Crumb(_("Utslipp"), reverse("emissions:overview"))],
        "crumb_here": _("Sektorer"),
    }
    return render(request, "emissions/sectors.html", context)


@require_safe
def sector(request: HttpRequest, sector: str) -> HttpResponse:
    """Show a sector of the region: its sources and gases in a year. Fourteen queries at most."""
    above = [Crumb(_("Utslipp"), reverse("emissions:overview"))]
    return _sector_page(request, REGION, _sector_named(sector), choose(request), above)


@require_safe
def municipality_sector(request: HttpRequest, slug: str, sector: str) -> HttpResponse:
    """Show a sector of a municipality: its sources and gases in a year. Sixteen queries at most."""
    one = member_named(slug)
    chosen = choose(request, one)
    above = [*crumbs(chosen), Crumb(one.name, _page_of(one.slug, chosen))]
    return _sector_page(request, place_of(one), _sector_named(sector), chosen, above)


def _page_of(slug: str, chosen: Chosen | None) -> str:
    return chosen.address("municipality", slug) if chosen else reverse("emissions:municipality", args=[slug])


def _sector_named(slug: str) -> Sector:
    found = Sector.objects.filter(slug=slug).first()
    return found_or_said(found, _("Statistikken har ingen sektor med adressen «%s».") % slug[:60])


def _sector_page(
    request: HttpRequest, place: Place, sector: Sector, chosen: Chosen | None, above: list[Crumb]
) -> HttpResponse:
    context = {
        "sector": sector,
        "whose": story.whose(place),
        "is_municipality": place.municipality is not None,
        "crumbs": above,
        "crumb_here": sector.name,
    }
    series = series_of(place, chosen.edition, chosen.basis) if chosen is not None else None
    year = chosen_year(request, series.years) if series is not None else None
    if chosen is None or series is None or year is None:
        refuse_year(request, place.municipality)
        if file := file_of(request, {}):
            return file
        return render(request, "emissions/sector.html", context)
    if sector.pk not in {one.pk for one in series.sectors}:
        return _outside(request, chosen, context)
    lines = source_lines(place, chosen.edition, sector, year)
    figures = _SectorFigures(place, sector, chosen, series, year, lines)
    charts = {"utvikling": partial(sector_trend_chart, figures.drawn, series, sector, figures.counted)}
    if file := file_of(
        request, figures.exports(whole_address(request, chosen)), charts, of=figures.file_name
    ):
        return file
    context |= figures.context() | {
        "bar": edition_bar(request, chosen, year=year, years=series.years),
        "charts": drawn_charts(charts),
    }
    return render(request, "emissions/sector.html", context)


def _outside(request: HttpRequest, chosen: Chosen, context: dict[str, object]) -> HttpResponse:
    """Say that the sectors in use do not have this one: it is the tenth, and nine are asked for."""
    if file := file_of(request, {}):
        return file
    has_ten = chosen.edition.sectors == Edition.Sectors.TEN
    bar = edition_bar(request, chosen)
    ten = next((one.url for one in bar.sectors if not one.is_here), "") if has_ten else ""
    context |= {"bar": bar, "is_outside": True, "ten_url": ten}
    return render(request, "emissions/sector.html", context)


class _SectorFigures:
    """A sector of a place in a year as its page shows it. One query for the region, else none."""

    def __init__(
        self,
        place: Place,
        sector: Sector,
        chosen: Chosen,
        series: Series,
        year: int,
        lines: list[SourceLine],
    ) -> None:
        self.place, self.sector, self.chosen, self.year = place, sector, chosen, year
        self.series, self.lines = series, lines
        self.line = next(line for line in sector_lines(series, year) if line.sector.pk == sector.pk)
        self.drawn = chosen.drawn(story.whose(place))
        # A municipality has the figure or has it not.
        self.counted = selectors.counted_by_year(chosen.edition, sector) if series.members > 1 else {}

    def table(self) -> SourceFigureTable:
        """Return the sources with their gases."""
        return SourceFigureTable(
            source_rows(self.lines, has_former=self.series.before(self.year) is not None),
            total=tonnes(self.line.grams),
            caption=_("%(sector)s i %(whose)s i %(year)s etter utslippskilde og klimagass")
            % {"sector": self.sector.name, "whose": self.drawn.whose, "year": self.year},
            prefix="kilder-",
            exclude=("counted", "members") if self.place.municipality is not None else (),
        )

    def trend_table(self) -> SectorTrendTable:
        """Return the sector year by year, newest first."""
        return SectorTrendTable(
            self.series,
            self.sector,
            self.counted,
            caption=_("%(sector)s i %(whose)s etter år")
            % {"sector": self.sector.name, "whose": self.drawn.whose},
            prefix="ar-",
        )

    @property
    def file_name(self) -> str:
        """What the names of the page's files begin with."""
        of = self.place.municipality.slug if self.place.municipality else "osloregionen"
        return f"{self.chosen.file_name(of)}-{self.sector.slug}"

    def exports(self, url: str) -> dict[str, Export]:
        """Return the tables of the page as files."""
        return {
            "kilder": Export(
                table=self.table(),
                name=f"{self.file_name}-{self.year}",
                title=str(self.table().caption),
                source=self.chosen.source,
                url=url,
            ),
            "ar": Export(
                table=self.trend_table(),
                name=f"{self.file_name}-ar-{years_of_file(self.series.years[0], self.series.years[-1])}",
                title=str(self.trend_table().caption),
                source=self.chosen.source,
                url=url,
            ),
        }

    def context(self) -> dict[str, object]:
        """Return what the template shows of the figures."""
        return {
            "lead": story.sector_lead(
                self.place,
                self.line,
                self.series,
                self.year,
                counted_nb(self.counted.get(self.year, 0), self.series.members),
            ),
            "edition_sentence": story.edition_sentence(
                self.chosen.edition, self.chosen.basis, is_current=self.chosen.is_current
            ),
            "year": self.year,
            "table": self.table(),
            "trend_table": self.trend_table(),
            "source": self.chosen.source,
            "methods": {name.replace("-", "_"): story.method_url(name) for name in story.METHOD},
        }
