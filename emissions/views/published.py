"""The page of what the council has published itself, as published, beside what an edition says of it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emissions import selectors, story
from emissions.charts.place import years_of_file
from emissions.charts.published import change_chart, years_of_table
from emissions.figures import COUNTRY, REGION, Basis, Series, published_beside, series_of, share
from emissions.models import Edition, PublishedShare, PublishedTable
from emissions.selectors import Published
from emissions.tables import numbers
from emissions.tables.published import (
    BesideTable,
    ChangeTable,
    EditionShareRow,
    EditionShareTable,
    ShareTable,
    beside_rows,
)
from emissions.tables.years import without_country
from emissions.views.chosen import EditionBar, choose, edition_bar, edition_mark, file_name_of
from emissions.views.place import drawn_charts, file_of
from osloregionen.charts import Chart
from osloregionen.exports import Export
from osloregionen.parts import Crumb
from osloregionen.text import each_once


@dataclass(frozen=True)
class Beside:
    """The edition that published figures stand beside, over nine sectors as they were published."""

    edition: Edition
    region: Series
    country: Series

    @property
    def has_country(self) -> bool:
        """Whether the edition has figures of others than the members, to be a share of. No queries."""
        return bool(self.country.of_sector)

    @property
    def source(self) -> str:
        """What stands as the source below its figures. No queries."""
        return story.source_of(self.edition, Basis.NINE)


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """Show the published tables and shares, each beside the edition. Sixteen queries at most."""
    tables, shares = selectors.published_tables(), selectors.published_shares()
    beside, bar = _beside(request)
    exports = _exports(tables, shares, beside, request.build_absolute_uri(request.path))
    charts: dict[str, Callable[[], Chart | None]] = {
        entry.table.slug: partial(change_chart, entry) for entry in tables
    }
    if file := file_of(request, exports, charts, of=_chart_files_of(request, tables)):
        return file
    drawn = drawn_charts(charts)
    context = {
        "bar": bar,
        "published": [
            {
                "entry": entry,
                "table": ChangeTable(entry.lines, caption=entry.table.title, prefix=f"t{entry.table.pk}-"),
                "chart": drawn.get(entry.table.slug),
                "beside": _beside_table(entry, beside) if beside else None,
                "said": _said_beside(entry, beside) if beside else "",
                "absent": _absent(entry, beside) if beside else "",
                "beside_name": _beside_name(entry),
            }
            for entry in tables
        ],
        "beside": beside,
        "share_figures": selectors.share_figures(shares),
        "share_sources": selectors.distinct_sources(shares),
        "share_table": _share_table(shares, beside) if beside and shares and beside.has_country else None,
        "without_country": without_country() if beside and not beside.has_country else "",
        "share_years": sorted({share.year for share in shares}),
        "method": story.method_url("published"),
        "crumbs": [Crumb(_("Utslipp"), reverse("emissions:overview"))],
        "crumb_here": _("Publiserte tall"),
    }
    return render(request, "emissions/published.html", context)


def _beside(request: HttpRequest) -> tuple[Beside | None, EditionBar | None]:
    """Return the edition to stand beside, and what is said of it. Eight queries at most."""
    chosen = choose(request)
    if chosen is None:
        return None, None
    region = series_of(REGION, chosen.edition, Basis.NINE)
    country = series_of(COUNTRY, chosen.edition, Basis.NINE)
    return Beside(chosen.edition, region, country), edition_bar(request, chosen, only=Basis.NINE)


def _chart_files_of(request: HttpRequest, tables: Sequence[Published]) -> str:
    """Return what the name of the chart that is asked for begins with. No queries."""
    asked = request.GET.get("diagram")
    return next((_published(one.table) for one in tables if one.table.slug == asked), "")


def _published(table: PublishedTable) -> str:
    """Return what the names of a table's files begin with: whose figures, when published. No queries."""
    year = re.search(r"\d{4}", table.published_note)
    when = f"{table.published_on:%Y-%m-%d}" if table.published_on else year[0] if year else ""
    return f"osloregionen-publisert-{when}".removesuffix("-")


def _file_name(table: PublishedTable) -> str:
    """Return what a published table's files are called, the same as those of its chart. No queries."""
    return "-".join(part for part in (_published(table), table.slug, years_of_table(table)) if part)


def _beside_name(entry: Published) -> str:
    return f"{entry.table.slug}-og-utgaven"


def _beside_table(entry: Published, beside: Beside) -> BesideTable:
    lines = published_beside(entry.table, beside.edition, series=beside.region)
    caption = _("%(title)s: publisert, og i utgaven fra %(date)s") % {
        "title": entry.table.title,
        "date": story.published(beside.edition),
    }
    return BesideTable(beside_rows(lines), caption=caption, prefix=f"u{entry.table.pk}-")


def _said_beside(entry: Published, beside: Beside) -> str:
    """Say what the edition says of the total change; empty where none was published. No queries."""
    lines = published_beside(entry.table, beside.edition, series=beside.region)
    total = next((line for line in lines if line.row.sector_id is None), None)
    if total is None:
        return ""
    return story.beside_published(beside.edition, total, entry.table.from_year, entry.table.to_year)


def _absent(entry: Published, beside: Beside) -> str:
    """Say why the edition has nothing at all of a table's years; empty where it has something. No queries."""
    lines = published_beside(entry.table, beside.edition, series=beside.region)
    if any(line.edition_change.grams is not None for line in lines):
        return ""
    return " ".join(each_once(line.explanation for line in lines if line.row.sector_id is None))


def _share_table(shares: Sequence[PublishedShare], beside: Beside) -> EditionShareTable:
    """Return the region's shares of the edition in the years that shares were published of. No queries."""
    rows = [
        row
        for year in sorted({one.year for one in shares}, reverse=True)
        for row in _share_rows(year, beside)
    ]
    caption = _("Osloregionens andel av summen av kommunene i landet, ni sektorer")
    several = len({one.year for one in shares}) > 1
    return (
        EditionShareTable(rows, caption=caption, prefix="andeler-utgaven-", sequence=("label", "year", "..."))
        if several
        else EditionShareTable(rows, caption=caption, prefix="andeler-utgaven-")
    )


def _share_rows(year: int, beside: Beside) -> list[EditionShareRow]:
    region, country = beside.region, beside.country
    cells = [
        (_("Alle ni sektorene"), region.totals.get(year), country.totals.get(year), True),
        *(
            (
                sector.name,
                region.of_sector.get((year, sector.pk)),
                country.of_sector.get((year, sector.pk)),
                False,
            )
            for sector in region.sectors
        ),
    ]
    return [
        EditionShareRow(
            label=label,
            year=year,
            region=numbers.tonnes(part),
            country=numbers.tonnes(whole),
            percent=numbers.percent(share(part, whole)),
            is_total=is_total,
        )
        for label, part, whole, is_total in cells
    ]


def _years(shares: Sequence[PublishedShare]) -> str:
    """Return the years of shares as the end of a file's name, nothing where there are none. No queries."""
    years = sorted({share.year for share in shares})
    return f"-{years_of_file(years[0], years[-1])}" if years else ""


def _exports(
    tables: Sequence[Published], shares: Sequence[PublishedShare], beside: Beside | None, url: str
) -> dict[str, Export]:
    """Return the page's tables as files by their name in `?tabell=`; the newest table comes first."""
    exports = {
        entry.table.slug: Export(
            table=ChangeTable(entry.lines),
            name=_file_name(entry.table),
            title=entry.table.title,
            source=entry.table.source,
            url=url,
        )
        for entry in tables
    }
    exports["andeler"] = Export(
        table=ShareTable(shares),
        name=f"osloregionen-publisert-andeler-av-nasjonale-utslipp{_years(shares)}",
        title=_("Andeler av de nasjonale utslippene, slik de er publisert"),
        source="; ".join(selectors.distinct_sources(shares)),
        url=url,
    )
    if beside is not None:
        exports |= {
            _beside_name(entry): Export(
                table=_beside_table(entry, beside),
                name=f"{_file_name(entry.table)}-og-utgave-{edition_mark(beside.edition)}-ni-sektorer",
                title=str(_beside_table(entry, beside).caption),
                source=f"{entry.table.source}; {beside.source}",
                url=url,
            )
            for entry in tables
        }
        exports["andeler-i-utgaven"] = Export(
            table=_share_table(shares, beside),
            name=f"{file_name_of('osloregionen', beside.edition, Basis.NINE)}-andeler{_years(shares)}",
            title=_("Osloregionens andel av summen av kommunene i landet, ni sektorer"),
            source=beside.source,
            url=url,
        )
    return exports
