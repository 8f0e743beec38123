"""What an address asks for: which edition, over which sectors, which year. The same on all pages.

    ?utgave=3      an edition that is or has been in use; without it the one that counts
    ?sektorer=ni   nine sectors or all of the edition's ("ti"); without it all
    ?ar=2019       a year; without it the last

What can't be is told in a page: 404 for an edition or a year that is not there, 400 for sectors.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from emissions import story
from emissions.charts.place import Drawn, subtitle_of
from emissions.current import current_edition_for
from emissions.figures import Basis, UnknownBasis, basis_of, published_edition
from emissions.models import Edition
from members.models import Municipality
from osloregionen.formatting import list_nb
from osloregionen.views import NotFoundError

#: What links from one page to another take along.
KEPT = ("utgave", "sektorer", "ar")
#: The largest number that a database's key can be.
_LARGEST_KEY = 2**31 - 1


@dataclass(frozen=True)
class Choice:
    """A link of a switch: its words, its address, and whether it is what is shown."""

    label: str
    url: str
    is_here: bool


@dataclass(frozen=True)
class Chosen:
    """The edition and the sectors of a page. `current` is the edition that counts, if another is shown."""

    edition: Edition
    basis: Basis
    current: Edition | None
    query: str

    @property
    def is_current(self) -> bool:
        """Whether the edition is the one that counts. No queries."""
        return self.current is not None and self.current.pk == self.edition.pk

    @property
    def source(self) -> str:
        """What stands as the source below figures. No queries."""
        return story.source_of(self.edition, self.basis)

    def file_name(self, of: str) -> str:
        """Return what the name of a file with the figures of `of` (a slug) begins with. No queries."""
        return file_name_of(of, self.edition, self.basis)

    def with_sectors(self, basis: Basis) -> str:
        """Return the same page's query with other sectors. No queries to the database."""
        query = QueryDict(self.query.removeprefix("?"), mutable=True)
        query["sektorer"] = basis.value
        return f"?{query.urlencode()}"

    def drawn(self, whose: str) -> Drawn:
        """Return what the charts of these figures say. No queries."""
        return Drawn(whose, self.edition.source, subtitle_of(self.basis, self.edition.published_on))

    def address(self, name: str, *arguments: str) -> str:
        """Return the address of another page of the emissions, with the same choices. No queries."""
        return f"{reverse(f'emissions:{name}', args=arguments)}{self.query}"


def file_name_of(of: str, edition: Edition, basis: Basis) -> str:
    """Return what a file's name begins with: whose figures (a slug), which edition, how many sectors.

    A CSV file has the figures alone, so its name says what they are. No queries.
    """
    return f"utslipp-{of}-utgave-{edition_mark(edition)}-{basis.value}-sektorer"


def edition_mark(edition: Edition) -> str:
    """Return how a file's name tells an edition: the day it was published, else its number. No queries."""
    return f"{edition.published_on:%Y-%m-%d}" if edition.published_on else f"{edition.pk}"


@dataclass(frozen=True)
class EditionBar:
    """What stands on every page of figures: the edition, its date, the sectors, and the ways to others."""

    title: str
    number: int
    published: str
    basis: str
    is_current: bool
    url: str
    to_current: str
    sectors: list[Choice]
    years: list[Choice]
    method: str


def choose(request: HttpRequest, municipality: Municipality | None = None) -> Chosen | None:
    """Return what the address chooses for a municipality or the region (None); None where no edition is used.

    Two queries for the region, three for a municipality. Raises `NotFoundError` and `BadRequest`.
    """
    current = current_edition_for(municipality)
    asked = request.GET.get("utgave", "")
    edition = _asked_for(asked, municipality) if asked else current
    if edition is None:
        _refuse_unknown_basis(request.GET.get("sektorer", ""))
        return None
    basis = chosen_basis(request, edition)
    return Chosen(edition, basis, current, kept_query(request))


def edition_of(number: str) -> Edition:
    """Return an edition that is or has been in use, by its number. One query. Raises `NotFoundError`."""
    missing = _("Portalen har ingen utgave «%(number)s» som er eller har vært i bruk.") % {
        "number": number[:40]
    }
    if not (number.isascii() and number.isdecimal()) or int(number[:12]) > _LARGEST_KEY:
        raise NotFoundError(missing)
    try:
        return published_edition(int(number))
    except Edition.DoesNotExist as error:
        raise NotFoundError(missing) from error


def _asked_for(number: str, municipality: Municipality | None) -> Edition:
    edition = edition_of(number)
    if edition.municipality is not None and edition.municipality != municipality:
        said = _("Utgave %(number)s har bare tall for %(name)s.")
        raise NotFoundError(said % {"number": edition.pk, "name": edition.municipality.name})
    return edition


def chosen_basis(request: HttpRequest, edition: Edition) -> Basis:
    """Return the sectors that the address asks for. Raises `BadRequest` in words. No queries."""
    try:
        return basis_of(edition, request.GET.get("sektorer", ""))
    except UnknownBasis as error:
        raise BadRequest(str(error)) from error


def _refuse_unknown_basis(asked: str) -> None:
    if asked and asked not in Basis.values:
        said = _("«%(asked)s» er ikke et valg for sektorer. Velg «ni» eller «ti».")
        raise BadRequest(said % {"asked": asked[:40]})


def chosen_year(request: HttpRequest, years: Iterable[int], *, first: int | None = None) -> int | None:
    """Return the year that the address asks for, else `first`, else the last; None where there is none.

    Raises `NotFoundError` with the years that there are. No queries.
    """
    known = sorted(years)
    asked = request.GET.get("ar", "")
    if not asked:
        return first or (known[-1] if known else None)
    if asked in {str(year) for year in known}:
        return int(asked)
    said = _("Utgaven har ikke tall for året «%(asked)s».") % {"asked": asked[:40]}
    if known:
        said += " " + _("Årene den har, er %(years)s.") % {"years": list_nb([str(year) for year in known])}
    raise NotFoundError(said)


def refuse_year(request: HttpRequest, municipality: Municipality | None = None) -> None:
    """Refuse a year that is asked of a page for which no edition is in use. Raises `NotFoundError` in words.

    No queries.
    """
    asked = request.GET.get("ar", "")
    if not asked:
        return
    said = _("Portalen har ikke tall for året «%(asked)s»: Ingen utgave med alle kommuner er i bruk.")
    if municipality is not None:
        said = _("Portalen har ikke tall for året «%(asked)s»: Ingen utgave med tall for %(name)s er i bruk.")
    raise NotFoundError(said % {"asked": asked[:40], "name": municipality.name if municipality else ""})


def kept_query(request: HttpRequest) -> str:
    """Return the choices of the address as a query, to link on with: "?sektorer=ni", or nothing."""
    return _query(request, {})


def _query(request: HttpRequest, changes: Mapping[str, str]) -> str:
    chosen = QueryDict(mutable=True)
    for name in KEPT:
        if value := changes.get(name, request.GET.get(name, "")):
            chosen[name] = value
    return f"?{chosen.urlencode()}" if chosen else ""


def edition_bar(
    request: HttpRequest,
    chosen: Chosen,
    *,
    year: int | None = None,
    years: Iterable[int] = (),
    only: Basis | None = None,
) -> EditionBar:
    """Return what the page says of its edition, with links to the other sectors, years and editions.

    `only` is for a page whose figures are over these sectors whatever is asked for. No queries.
    """
    basis = only or chosen.basis

    def choice(label: str, name: str, value: str, *, is_here: bool) -> Choice:
        return Choice(label, f"{request.path}{_query(request, {name: value})}", is_here)

    has_choice = only is None and chosen.edition.sectors == Edition.Sectors.TEN
    return EditionBar(
        title=chosen.edition.title,
        number=chosen.edition.pk,
        published=story.published(chosen.edition),
        basis=str(basis.label),
        is_current=chosen.is_current,
        url=reverse("emissions:editions"),
        to_current=f"{request.path}{_query(request, {'utgave': ''})}" if chosen.current else "",
        sectors=[
            choice(str(one.label), "sektorer", str(one.value), is_here=one == basis)
            for one in (list(Basis) if has_choice else [basis])
        ],
        years=[choice(str(one), "ar", str(one), is_here=one == year) for one in sorted(years, reverse=True)],
        method=story.method_url("basis"),
    )
