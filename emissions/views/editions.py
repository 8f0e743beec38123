"""The editions that are or have been in use, and two of them beside each other."""

from collections.abc import Sequence

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emissions import selectors, story
from emissions.current import counting, publications_in_use
from emissions.figures import (
    REGION,
    Basis,
    Difference,
    Place,
    UnknownBasis,
    common_basis,
    edition_differences,
    editions_ever_published,
    place_of,
)
from emissions.models import Edition
from emissions.tables.editions import DifferenceTable, EditionTable, difference_rows, edition_row
from emissions.views.chosen import Choice, chosen_year, edition_mark, edition_of
from emissions.views.municipality import member_named
from emissions.views.place import file_of
from members.models import Municipality
from osloregionen.exports import Export
from osloregionen.parts import Crumb
from osloregionen.text import norwegian_slug


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """Show the editions, and let one choose two to compare (`?fra=1&til=2` leads there). Three queries.

    404 for an edition that there is not.
    """
    if "fra" in request.GET or "til" in request.GET:
        asked = [request.GET.get(name, "") for name in ("fra", "til")]
        if not all(asked):
            return _editions_page(request, _("Velg to utgaver som skal sammenlignes."))
        first, second = (edition_of(number) for number in asked)
        return HttpResponseRedirect(reverse("emissions:edition_comparison", args=[first.pk, second.pk]))
    return _editions_page(request)


def _editions_page(request: HttpRequest, problem: str = "") -> HttpResponse:
    """Show the editions; with a problem to tell, the answer is 400. Three queries."""
    found = editions_ever_published()
    used = selectors.publications_of(found)
    in_use = publications_in_use()
    standing, shown = {one.edition_id for one in in_use.values()}, counting(in_use)
    rows = [
        edition_row(one, used[one.pk], is_in_use=one.pk in standing, counts=one.pk in shown) for one in found
    ]
    table = EditionTable(rows)
    export = Export(
        table=table,
        name="utslipp-utgaver",
        title=str(table.caption),
        source=_("Portalens egen oversikt over utgavene den har lest inn."),
        url=request.build_absolute_uri(request.path),
    )
    if file := file_of(request, {"utgaver": export} if found else {}):
        return file
    context = {
        "problem": problem,
        "editions": found,
        "table": table,
        "can_compare": len(found) > 1,
        "offered": (found[1], found[0]) if len(found) > 1 else None,
        "method": story.method_url("editions"),
        "crumbs": [Crumb(_("Utslipp"), reverse("emissions:overview"))],
        "crumb_here": _("Utgaver"),
    }
    return render(request, "emissions/editions.html", context, status=400 if problem else 200)


@require_safe
def edition_comparison(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """Show what two editions say of the same years. Twelve queries at most.

    404 for an edition that there is not; 400, with the editions to choose from, for one beside itself or for
    two of different municipalities.
    """
    before, after = edition_of(str(first)), edition_of(str(second))
    if before.pk == after.pk:
        problem = _("En utgave kan ikke sammenlignes med seg selv. Velg to forskjellige utgaver.")
        return _editions_page(request, problem)
    if problem := _of_two_municipalities(before, after):
        return _editions_page(request, problem)
    place = _place(before, after, request.GET.get("kommune", ""))
    basis = _basis(before, after, request.GET.get("sektorer", ""))
    differences = edition_differences(place, before, after, basis)
    years = sorted({one.year for one in differences})
    both = _newest_of_both(differences)
    year = chosen_year(request, years, first=both.year if both else None)
    names = {"first": _named(before), "second": _named(after)}
    whose = {"whose": story.whose(place)}
    everything = DifferenceTable(difference_rows(differences), **names)
    title = _("To utgaver av utslippene i %(whose)s, tonn CO₂-ekvivalenter") % whose
    export = Export(
        table=everything,
        name=_file_name(place, before, after, basis),
        title=f"{title} ({basis.label})",
        source=f"{before.source} {after.source}",
        url=request.build_absolute_uri(request.path),
    )
    if file := file_of(request, {"forskjeller": export}):
        return file
    context = {
        "before": before,
        "after": after,
        "named": names,
        "basis": basis.label,
        "sectors": _sectors(request, before, after, basis),
        "lead": _lead(place, both, before, after),
        **whose,
        "is_region": place == REGION,
        "year": year,
        "years": [Choice(str(one), _address(request, ar=str(one)), one == year) for one in reversed(years)],
        "totals": DifferenceTable(
            difference_rows(one for one in differences if one.sector is None),
            caption=_("Summen i hver utgave, år for år"),
            prefix="summer-",
            exclude=("sector",),
            **names,
        ),
        "of_year": DifferenceTable(
            difference_rows(one for one in differences if one.year == year and one.sector is not None),
            caption=_("Sektorene i hver utgave i %(year)s") % {"year": year},
            prefix="sektorer-",
            exclude=("year",),
            **names,
        ),
        "swap": f"{reverse('emissions:edition_comparison', args=[after.pk, before.pk])}{_query(request)}",
        "method": story.method_url("editions"),
        "crumbs": [
            Crumb(_("Utslipp"), reverse("emissions:overview")),
            Crumb(_("Utgaver"), reverse("emissions:editions")),
        ],
        "crumb_here": _("Sammenligning"),
    }
    return render(request, "emissions/edition_comparison.html", context)


def _file_name(place: Place, before: Edition, after: Edition, basis: Basis) -> str:
    """Return what the file is called: whose figures, of which editions, over which sectors. No queries."""
    first, second = edition_mark(before), edition_mark(after)
    if first == second:
        first, second = f"{before.pk}", f"{after.pk}"
    return f"utslipp-{norwegian_slug(place.name)}-utgave-{first}-og-{second}-{basis.value}-sektorer"


def _of_two_municipalities(before: Edition, after: Edition) -> str:
    """Say that two editions are of a municipality each; empty where they can be compared. No queries."""
    one, other = before.municipality, after.municipality
    if one is None or other is None or one == other:
        return ""
    said = _("Utgavene gjelder hver sin kommune, %(one)s og %(other)s, og kan ikke sammenlignes.")
    return said % {"one": one.name, "other": other.name}


def _place(before: Edition, after: Edition, slug: str) -> Place:
    """Return what two editions are compared about: the region, or the municipality that either is of."""
    asked: Municipality | None = member_named(slug) if slug else None
    owner = before.municipality or after.municipality
    if asked is not None and owner is not None and asked != owner:
        said = _("Den ene utgaven har bare tall for %(name)s.")
        raise BadRequest(said % {"name": owner.name})
    municipality = asked or owner
    return place_of(municipality) if municipality is not None else REGION


def _basis(before: Edition, after: Edition, asked: str) -> Basis:
    try:
        return common_basis(before, after, asked)
    except UnknownBasis as error:
        raise BadRequest(str(error)) from error


def _named(edition: Edition) -> str:
    return _("Utgave %(number)s, %(date)s") % {"number": edition.pk, "date": story.published(edition)}


def _newest_of_both(differences: Sequence[Difference]) -> Difference | None:
    """Return the newest year that both editions have a sum of."""
    both = (one for one in differences if one.sector is None)
    return next((one for one in both if one.before is not None and one.after is not None), None)


def _lead(place: Place, newest: Difference | None, before: Edition, after: Edition) -> str:
    """Say how the newest year that both have differs. No queries."""
    if newest is None:
        said = _("De to utgavene har ingen år til felles med sum for %(whose)s.")
        return said % {"whose": story.whose(place)}
    return story.revision(place, newest, before, after)


def _sectors(request: HttpRequest, before: Edition, after: Edition, basis: Basis) -> list[Choice]:
    ten = all(one.sectors == Edition.Sectors.TEN for one in (before, after))
    return [
        Choice(str(one.label), _address(request, sektorer=str(one.value)), one == basis)
        for one in (list(Basis) if ten else [Basis.NINE])
    ]


def _address(request: HttpRequest, **changes: str) -> str:
    return f"{request.path}{_query(request, **changes)}"


def _query(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name in set(query) - {"kommune", "sektorer", "ar"}:
        del query[name]
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}" if query else ""
