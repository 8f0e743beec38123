"""The page of one municipality's emissions, with its place among the members."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emissions import story
from emissions.current import publications_in_use
from emissions.figures import COUNTRY, REGION, Series, people_of, place_of, series_of
from emissions.models import Edition, SectorTotal
from emissions.views.among import Among
from emissions.views.chosen import Chosen, choose, chosen_year, edition_bar, file_name_of, refuse_year
from emissions.views.place import PlaceFigures, file_of, targets_without_edition, whole_address
from members.models import Municipality
from osloregionen.exports import Export
from osloregionen.parts import Crumb
from osloregionen.views import NotFoundError, found_or_said


@require_safe
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one municipality's emissions in an edition. About 35 queries, whatever the number of members."""
    one = member_named(slug)
    chosen = choose(request, one)
    if chosen is None:
        return _without_figures(request, one)
    place = place_of(one)
    series = series_of(place, chosen.edition, chosen.basis)
    year = chosen_year(request, series.years)
    if year is None:
        return _without_figures(request, one)
    in_use = publications_in_use()
    of_all = _edition_of_all(chosen, in_use.get((Edition.Kind.ALL, None)))
    region, country = _wholes(chosen, of_all)
    figures = PlaceFigures(place, chosen, series, year, region=region, country=country, people=people_of(one))
    among = Among(one, chosen, of_all, year)
    urls = {
        sector.pk: chosen.address("municipality_sector", one.slug, sector.slug) for sector in series.sectors
    }
    exports = partial(_exports, figures, urls, among, whole_address(request, chosen))
    files = exports() if "format" in request.GET else {}
    if file := file_of(request, files, figures.charts(), of=figures.file_name):
        return file
    context = {
        **figures.context(urls),
        "bar": edition_bar(request, chosen, year=year, years=series.years),
        "key_figures": story.key_figures(
            place,
            figures.line,
            among.line,
            # Without an edition of all there is nothing to be a share of, which `among` says.
            has_country=among.line is not None and not figures.lacks_country,
        ),
        "municipality": one,
        "among": among,
        "nearest_table": among.nearest_table(),
        "county_table": among.county_table(),
        "crumbs": crumbs(chosen),
        "crumb_here": one.name,
    }
    return render(request, "emissions/municipality.html", context)


def member_named(slug: str) -> Municipality:
    """Return a member, or a former one that an edition has figures of. One query for a member, else three.

    Raises `NotFoundError` in words.
    """
    found = Municipality.objects.members_now().filter(slug=slug).first() if "\x00" not in slug else None
    if found is not None:
        return found
    former = Municipality.objects.filter(slug=slug).select_related("merged_into").first()
    if former is None:
        return found_or_said(None, _("Portalen kjenner ingen kommune med adressen «%s».") % slug[:40])
    if former.merged_into is not None:
        said = _("%(name)s er slått sammen til %(into)s. Utslippene er regnet i dagens kommunegrenser.")
        raise NotFoundError(said % {"name": former.name, "into": former.merged_into.name})
    if SectorTotal.objects.filter(municipality=former).exists():
        return former
    raise NotFoundError(
        _("%(name)s er ikke medlem av Osloregionen i dag, og har ingen side med utslipp.")
        % {"name": former.name}
    )


def crumbs(chosen: Chosen | None) -> list[Crumb]:
    """Return the page above that of a municipality, with the choices it can have. No queries."""
    if chosen is None or chosen.edition.kind == Edition.Kind.ONE:
        return [Crumb(_("Utslipp"), reverse("emissions:overview"))]
    return [Crumb(_("Utslipp"), chosen.address("overview"))]


def _without_figures(request: HttpRequest, one: Municipality) -> HttpResponse:
    """Say that no edition has figures of the municipality, and which targets it has. One query."""
    refuse_year(request, one)
    if file := file_of(request, {}):
        return file
    context = {
        "municipality": one,
        "targets": targets_without_edition(place_of(one)),
        "methods": {"target": story.method_url("target")},
        "crumbs": crumbs(None),
        "crumb_here": one.name,
    }
    return render(request, "emissions/municipality_without.html", context)


def _edition_of_all(chosen: Chosen, publication: Any) -> Edition | None:
    """Return the edition of all that shares and ranks come from: the page's own, else the one in use."""
    if chosen.edition.kind == Edition.Kind.ALL:
        return chosen.edition
    return publication.edition if publication is not None else None


def _wholes(chosen: Chosen, of_all: Edition | None) -> tuple[Series | None, Series | None]:
    """Return the region's and the country's figures, where the page's own are of the same edition.

    A share of another edition's sum would be of figures that were calculated otherwise. Six queries.
    """
    if of_all is None or of_all.pk != chosen.edition.pk:
        return None, None
    return series_of(REGION, of_all, chosen.basis), series_of(COUNTRY, of_all, chosen.basis)


def _exports(figures: PlaceFigures, urls: dict[int, str], among: Among, url: str) -> dict[str, Export]:
    """Return the tables of the page as files."""
    exports = figures.exports(urls, url)
    for name, table, title in (
        ("like-store", among.nearest_table(), _("Kommuner med omtrent like mange innbyggere")),
        ("fylket", among.county_table(), _("Kommuner i samme fylke")),
    ):
        if table is not None and among.edition is not None and among.basis is not None:
            exports[name] = Export(
                table=table,
                name=f"{file_name_of(among.one.slug, among.edition, among.basis)}-{name}-{among.year}",
                title=title,
                source=story.source_of(among.edition, among.basis),
                url=url,
            )
    return exports
