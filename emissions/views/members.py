"""All members beside each other: a table to sort, the map, and a small line for each."""

from collections.abc import Sequence
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emissions import story
from emissions.charts.members import (
    DevelopmentTable,
    development_rows,
    members_chart,
)
from emissions.charts.place import years_of_file
from emissions.current import newer_than_all, publications_in_use
from emissions.figures import MemberLine, MemberTotals, all_totals, base_year_of, member_lines, years_of
from emissions.tables.members import MemberTable, member_rows
from emissions.views.chosen import Chosen, choose, chosen_year, edition_bar, refuse_year
from emissions.views.overview import municipality_url, own_editions
from emissions.views.place import drawn_charts, file_of, whole_address
from osloregionen.exports import Export
from osloregionen.parts import Crumb

#: Whose figures the files of the page have, in their names.
_FILES = "osloregionens-kommuner"


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """Show every member's emissions in a year. Ten queries, whatever the number of members."""
    chosen = choose(request)
    years = years_of(chosen.edition) if chosen is not None else ()
    year = chosen_year(request, years) if chosen is not None else None
    if chosen is None or year is None:
        return _without_figures(request)
    own = newer_than_all(publications_in_use())
    slugs = {edition.municipality.slug for edition in own if edition.municipality is not None}
    totals = all_totals(chosen.edition, chosen.basis, years)
    lines = member_lines(chosen.edition, chosen.basis, year, totals)
    base = base_year_of(chosen.edition, years)
    table = _table(request, chosen, lines, slugs, base=base, is_first=year == years[0], is_base=year <= base)
    charts = {"utvikling": partial(members_chart, chosen.drawn(_("hver medlemskommune")), totals)}
    wants_table = "format" in request.GET
    exports = _exports(chosen, table, totals, year, whole_address(request, chosen)) if wants_table else {}
    if file := file_of(request, exports, charts, of=chosen.file_name(_FILES)):
        return file
    context = {
        "bar": edition_bar(request, chosen, year=year, years=years),
        "lead": _lead(lines, year, base),
        "edition_sentence": story.edition_sentence(
            chosen.edition, chosen.basis, is_current=chosen.is_current
        ),
        "table": table,
        "charts": drawn_charts(charts),
        "source": chosen.source,
        "year": year,
        "base_year": base,
        "own": own_editions(own),
        "methods": {name.replace("-", "_"): story.method_url(name) for name in story.METHOD},
        "crumbs": [Crumb(_("Utslipp"), chosen.address("overview"))],
        "crumb_here": _("Kommunene"),
    }
    return render(request, "emissions/members.html", context)


def _without_figures(request: HttpRequest) -> HttpResponse:
    refuse_year(request)
    if file := file_of(request, {}):
        return file
    context = {
        "own": own_editions(newer_than_all(publications_in_use())),
        "crumbs": [Crumb(_("Utslipp"), reverse("emissions:overview"))],
        "crumb_here": _("Kommunene"),
    }
    return render(request, "emissions/members.html", context)


def _table(
    request: HttpRequest,
    chosen: Chosen,
    lines: Sequence[MemberLine],
    own: set[str],
    *,
    base: int,
    is_first: bool,
    is_base: bool,
) -> MemberTable:
    rows = member_rows(
        lines,
        url_of=lambda slug: municipality_url(chosen, slug, own),
        has_former=not is_first,
        is_base=is_base,
    )
    table = MemberTable(rows, base_year=base, caption=_("Utslipp i medlemskommunene"))
    table.configure(request)
    return table


def _lead(lines: Sequence[MemberLine], year: int, base: int) -> str:
    """Say how many of the members have gone down since the base year. No queries."""
    known = [line.since_base.grams for line in lines if line.since_base.grams is not None]
    if not known or year == base:
        return _("Utslippene i hver av medlemskommunene i %(year)s.") % {"year": year}
    said = _("%(fallen)s av %(known)s kommuner hadde lavere utslipp i %(year)s enn i %(base)s.")
    if len(known) < len(lines):
        said = _(
            "%(fallen)s av %(known)s kommuner med tall begge år hadde lavere utslipp i %(year)s enn i "
            "%(base)s."
        )
    return said % {
        "fallen": sum(1 for grams in known if grams < 0),
        "known": len(known),
        "year": year,
        "base": base,
    }


def _exports(
    chosen: Chosen, table: MemberTable, totals: Sequence[MemberTotals], year: int, url: str
) -> dict[str, Export]:
    years = totals[0].years if totals else (year,)
    return {
        "kommuner": Export(
            table=table,
            name=f"{chosen.file_name(_FILES)}-{year}",
            title=_("Utslipp i medlemskommunene i %(year)s, tonn CO₂-ekvivalenter") % {"year": year},
            source=chosen.source,
            url=url,
        ),
        "ar": Export(
            table=DevelopmentTable(development_rows(totals), years),
            name=f"{chosen.file_name(_FILES)}-ar-{years_of_file(years[0], years[-1])}",
            title=_("Utslipp i medlemskommunene etter år, tonn CO₂-ekvivalenter"),
            source=chosen.source,
            url=url,
        ),
    }
