"""The page of the region: what it emits, how that has changed, of which sectors, and where.

Where no edition of all municipalities is in use, it shows what the council has published itself.
"""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emissions import selectors, story
from emissions.charts.members import change_map
from emissions.current import newer_than_all, publications_in_use
from emissions.figures import COUNTRY, REGION, member_lines, people_of, series_of
from emissions.models import Edition
from emissions.views.chosen import Chosen, choose, chosen_year, edition_bar, refuse_year
from emissions.views.place import PlaceFigures, file_of, targets_without_edition, whole_address


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the region's emissions in an edition. About 25 queries, whatever it holds."""
    chosen = choose(request)
    if chosen is None:
        return _published_only(request)
    series = series_of(REGION, chosen.edition, chosen.basis)
    year = chosen_year(request, series.years)
    if year is None:
        return _published_only(request)
    lines = member_lines(chosen.edition, chosen.basis, year)
    figures = PlaceFigures(
        REGION,
        chosen,
        series,
        year,
        country=series_of(COUNTRY, chosen.edition, chosen.basis),
        people=people_of(None, edition=chosen.edition),
        lacking=[line.municipality.name for line in lines if line.grams is None],
    )
    urls = {sector.pk: chosen.address("sector", sector.slug) for sector in series.sectors}
    exports = partial(figures.exports, urls, whole_address(request, chosen))
    files = exports() if "format" in request.GET else {}
    if file := file_of(request, files, figures.charts(), of=figures.file_name):
        return file
    own = newer_than_all(publications_in_use())
    own_slugs = {edition.municipality.slug for edition in own if edition.municipality is not None}
    context = {
        **figures.context(urls),
        "bar": edition_bar(request, chosen, year=year, years=series.years),
        "key_figures": story.key_figures(REGION, figures.line, has_country=not figures.lacks_country),
        "tilemap": change_map(
            lines,
            first=series.base_year,
            last=year,
            url_of=lambda slug: municipality_url(chosen, slug, own_slugs),
        ),
        "own": own_editions(own),
        "members_url": chosen.address("members"),
        "crumb_here": _("Utslipp"),
    }
    return render(request, "emissions/overview.html", context)


def municipality_url(chosen: Chosen, slug: str, own: set[str]) -> str:
    """Return the address of a municipality's page; without the choices where its own edition is newer.

    That edition may have other years and sectors. No queries.
    """
    plain = reverse("emissions:municipality", args=[slug])
    return plain if slug in own else f"{plain}{chosen.query}"


def own_editions(editions: list[Edition]) -> list[dict[str, Any]]:
    """Return what is said of municipalities whose own edition counts. No queries."""
    said = _("%(name)s har en nyere utgave for seg, publisert %(date)s. Den er ikke med i tallene her.")
    return [
        {
            "sentence": said % {"name": edition.municipality.name, "date": story.published(edition)},
            "name": edition.municipality.name,
            "url": reverse("emissions:municipality", args=[edition.municipality.slug]),
        }
        for edition in editions
        if edition.municipality is not None
    ]


def _published_only(request: HttpRequest) -> HttpResponse:
    """Show what the council has published, and that the statistics are not there. Eleven queries at most."""
    refuse_year(request)
    if file := file_of(request, {}):
        return file
    shares = selectors.published_shares()
    published = selectors.published_tables()
    context = {
        "published": next((table for table in published if table.headline), None),
        "has_published": bool(published),
        "share_figures": selectors.share_figures(shares),
        "share_sources": selectors.distinct_sources(shares),
        "own": own_editions(newer_than_all(publications_in_use())),
        "targets": targets_without_edition(REGION),
        "methods": {"target": story.method_url("target")},
        "crumb_here": _("Utslipp"),
    }
    return render(request, "emissions/overview_published.html", context)
