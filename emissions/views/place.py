"""What the pages of the region and of a municipality have in common: a place, a year, an edition."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from emissions import story
from emissions.charts.place import (
    change_chart,
    sector_share_chart,
    target_chart,
    trend_chart,
    years_of_file,
)
from emissions.figures import (
    Place,
    SectorLine,
    Series,
    YearLine,
    path_of,
    sector_lines,
    standing_of,
    targets_of,
    year_lines,
)
from emissions.models import Target
from emissions.selectors import counted_by_sector
from emissions.tables.sectors import SectorRow, SectorTable, Total, sector_rows
from emissions.tables.years import YearTable, counted_nb, gap_note, without_country, year_rows
from emissions.target_story import sectors_to_choose, target_sentences, why_no_path, without_path
from emissions.views.chosen import Chosen
from osloregionen.chart_files import chart_response
from osloregionen.charts import Chart
from osloregionen.exports import Export
from osloregionen.text import norwegian_slug
from osloregionen.views import export_response

Charts = Mapping[str, Callable[[], Chart | None]]


@dataclass(frozen=True)
class TargetTold:
    """A target in sentences. `chart` is its chart's name; empty where no path can be drawn.

    `url` is where a path is shown, if it is under other sectors than the page's.
    """

    sentences: list[str]
    wording: str
    source: str
    note: str
    chart: str
    url: str = ""


class PlaceFigures:
    """The figures of a place in an edition, as its page shows them: tables, charts, files, sentences.

    `region` and `country` are what shares are of; of an edition that has none of them, leave them out. The
    country is left out here where the file had the members alone: `lacks_country`. `lacking` are the names
    of the region's members that lack figures of the year.
    """

    def __init__(
        self,
        place: Place,
        chosen: Chosen,
        series: Series,
        year: int,
        *,
        region: Series | None = None,
        country: Series | None = None,
        people: Mapping[int, int] | None = None,
        lacking: Sequence[str] = (),
    ) -> None:
        self.place, self.chosen, self.series, self.year = place, chosen, series, year
        self.region, self.lacking = region, lacking
        self.country = country if country is not None and country.of_sector else None
        self.lacks_country = country is not None and self.country is None
        self.lines: list[YearLine] = year_lines(series, region=region, country=self.country, people=people)
        self.line = next(line for line in self.lines if line.year == year)
        self.sectors: list[SectorLine] = sector_lines(series, year)
        self.targets: list[Target] = targets_of(place)
        self.drawn = chosen.drawn(story.whose(place))

    @property
    def is_municipality(self) -> bool:
        """Whether the place is a municipality. No queries."""
        return self.place.municipality is not None

    @property
    def file_name(self) -> str:
        """What the names of the page's files begin with. No queries."""
        return self.chosen.file_name(norwegian_slug(self.place.name))

    def year_table(self) -> YearTable:
        """Return the years, newest first. No queries."""
        return YearTable(
            year_rows(self.lines),
            base_year=self.series.base_year,
            caption=_("Utslipp i %(whose)s etter år") % {"whose": self.drawn.whose},
            exclude=self._absent_columns(),
            prefix="ar-",
        )

    def _absent_columns(self) -> tuple[str, ...]:
        """Return the columns that the place has nothing for: shares of another edition are left out too."""
        absent = ["counted", "members"] if self.is_municipality else []
        absent += ["of_region"] if self.region is None else []
        return (*absent, "of_country") if self.country is None else tuple(absent)

    def sector_table(self, urls: Mapping[int, str]) -> SectorTable:
        """Return the sectors of the year with their sum; `urls` lead to each. One query at most."""
        return SectorTable(
            self._sector_rows(urls),
            base_year=self.series.base_year,
            caption=_("Utslipp i %(whose)s i %(year)s etter sektor")
            % {"whose": self.drawn.whose, "year": self.year},
            prefix="sektorer-",
            exclude=() if self.country is not None else ("of_country",),
        )

    def _sector_rows(self, urls: Mapping[int, str]) -> list[SectorRow]:
        series, year, before = self.series, self.year, self.series.before(self.year)
        base = series.base_year
        country = self.country.of_sector if self.country is not None else {}
        total = Total(
            grams=series.totals.get(year),
            before=None if before is None else series.totals.get(before),
            base=series.totals.get(base),
            of_country=None if self.country is None else self.country.totals.get(year),
        )
        return sector_rows(
            self.sectors,
            total,
            urls=urls,
            country={key: grams for (when, key), grams in country.items() if when == year},
            has_former=before is not None,
            is_base=year <= base,
            missing=self._missing_sectors(),
        )

    def _missing_sectors(self) -> dict[int | None, str]:
        """Return how many members have a sector that the region has no sum of. One query, or none."""
        lacking = [line.sector.pk for line in self.sectors if line.grams is None]
        if self.is_municipality or not lacking:
            return {} if self.is_municipality else {None: self._counted(self.line.counted)}
        counted = counted_by_sector(self.series.edition, self.year)
        return {None: self._counted(self.line.counted)} | {
            key: self._counted(counted.get(key, 0)) for key in lacking
        }

    def _counted(self, counted: int) -> str:
        return counted_nb(counted, self.series.members)

    def charts(self) -> Charts:
        """Return the charts of the page by name, each drawn when it is asked for. No queries."""
        trends: dict[str, Callable[[], Chart | None]] = {
            "utvikling": partial(trend_chart, self.drawn, self.series),
            "andeler": partial(sector_share_chart, self.drawn, self.sectors, year=self.year),
        }
        if self.year > self.series.base_year:
            trends["endring"] = partial(
                change_chart, self.drawn, self.sectors, first=self.series.base_year, last=self.year
            )
        for target in self.targets:
            if path := path_of(target, self.series):
                name = _chart_name(target)
                trends[name] = partial(target_chart, self.drawn, target, self.series, path, name=name)
        return trends

    def targets_told(self) -> list[TargetTold]:
        """Return the targets in words, with how far the place has come. No queries."""
        return [self._told(target) for target in self.targets]

    def _told(self, target: Target) -> TargetTold:
        standing = standing_of(target, self.series)
        sectors = sectors_to_choose(target, self.series)
        return TargetTold(
            sentences=target_sentences(target, standing),
            wording=target.wording,
            source=target.source,
            note=why_no_path(target, self.series),
            chart="" if standing is None else _chart_name(target),
            url=f"{self.chosen.with_sectors(sectors)}#mal" if sectors else "",
        )

    @property
    def notes(self) -> list[str]:
        """What to say of figures that are not there. No queries."""
        said = []
        if self.lacks_country:
            said.append(without_country())
        if not self.is_municipality and any(
            line.per_head is None and line.grams is not None for line in self.lines
        ):
            said.append(
                _(
                    "Regionens utslipp per innbygger finnes bare for år der alle medlemmene har registrert "
                    "folketall 1. januar."
                )
            )
        return said

    def context(self, urls: Mapping[int, str]) -> dict[str, Any]:
        """Return what the template shows of the figures. One query at most."""
        drawn = drawn_charts(self.charts())
        targets = self.targets_told()
        return {
            "figures": self,
            "lead": story.lead(
                self.place,
                self.line,
                lacking=self.lacking,
                has_any_sector=any(line.grams is not None for line in self.sectors),
            ),
            "edition_sentence": story.edition_sentence(
                self.chosen.edition, self.chosen.basis, is_current=self.chosen.is_current
            ),
            "whose": self.drawn.whose,
            "year": self.year,
            "base_year": self.series.base_year,
            "year_table": self.year_table(),
            "gap_note": gap_note(self.lines),
            "notes": self.notes,
            "sector_table": self.sector_table(urls),
            "source": self.chosen.source,
            "charts": drawn,
            "targets": [(told, drawn.get(told.chart)) for told in targets],
            "methods": {name.replace("-", "_"): story.method_url(name) for name in story.METHOD},
        }

    def exports(self, urls: Mapping[int, str], url: str) -> dict[str, Export]:
        """Return the tables of the page as files by their name in `?tabell=`. One query at most."""
        return {
            "ar": Export(
                table=self.year_table(),
                name=f"{self.file_name}-ar-{years_of_file(self.series.years[0], self.series.years[-1])}",
                title=_("Utslipp i %(whose)s etter år, tonn CO₂-ekvivalenter") % {"whose": self.drawn.whose},
                source=self.chosen.source,
                url=url,
            ),
            "sektorer": Export(
                table=self.sector_table(urls),
                name=f"{self.file_name}-sektorer-{self.year}",
                title=_("Utslipp i %(whose)s i %(year)s etter sektor, tonn CO₂-ekvivalenter")
                % {"whose": self.drawn.whose, "year": self.year},
                source=self.chosen.source,
                url=url,
            ),
        }


def targets_without_edition(place: Place) -> list[tuple[TargetTold, None]]:
    """Return a place's targets in words without an edition in use; a note says what is missing. One query."""
    said = _("Ingen utgave av statistikken med alle kommuner er i bruk.")
    if place.municipality is not None:
        said = _("Ingen utgave av statistikken med tall for kommunen er i bruk.")
    note = f"{said} {without_path()}"
    return [
        (TargetTold(target_sentences(target, None), target.wording, target.source, note, ""), None)
        for target in targets_of(place)
    ]


def _chart_name(target: Target) -> str:
    return f"bane-{target.pk}"


def drawn_charts(charts: Charts) -> dict[str, Chart]:
    """Return the charts that have something to show, drawn. No queries."""
    drawn = {name: make() for name, make in charts.items()}
    return {name: chart for name, chart in drawn.items() if chart is not None}


def file_of(
    request: HttpRequest, exports: Mapping[str, Export], charts: Charts | None = None, *, of: str = ""
) -> HttpResponse | None:
    """Return the file that the address asks for, a chart or a table; None where it asks for the page.

    `of` begins the name of a chart's file. Raises `BadRequest` in words.
    """
    if "diagram" in request.GET:
        return chart_response(request, charts or {}, of=of)
    if "format" in request.GET and not exports:
        raise BadRequest(_("Siden har ingen tabeller å laste ned, for tallene er ikke registrert."))
    return export_response(request, **exports)


def whole_address(request: HttpRequest, chosen: Chosen | None) -> str:
    """Return the page's address with its choices, as files name it. No queries."""
    return request.build_absolute_uri(f"{request.path}{chosen.query if chosen else ''}")
