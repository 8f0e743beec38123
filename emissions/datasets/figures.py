"""The figures of an edition as files, whole or of one municipality; `import_emissions` reads them back.

The columns, the sheets and the numbers are those that `emissions.statistics` reads: tonnes as exact decimal
numbers, so that each comes back as the same whole grams. A file of one municipality has no columns that name
it, as the statistics' own; its sheet `Info` does.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emissions.current import current_edition_for, newer_than_all, publications_in_use
from emissions.figures import editions_ever_published, published_edition
from emissions.models import Edition, Emission, Sector, SectorTotal, Source
from emissions.statistics.columns import HEADINGS
from emissions.statistics.workbook import DETAILS, INFO
from members.datasets import municipality_of
from members.models import Municipality, MunicipalityNumber
from members.models.municipality import in_force
from osloregionen.datasets import Choice, Licence, not_there
from osloregionen.exports import Cell
from osloregionen.formatting import list_nb
from osloregionen.large_files import LargeExport
from osloregionen.views import NotFoundError

_COUNTY = "Fylke"
#: The source must be named, whatever the terms; which these are has not been checked with its publisher.
STATISTICS_LICENCE = Licence(gettext_lazy("Ikke bekreftet. Oppgi alltid Miljødirektoratet som kilde."))
#: So many rows are fetched at a time.
_CHUNK = 5000
#: Six decimals are whole grams. All of them, always: 1,234 alone might be a thousand and more.
_GRAM = -6


@dataclass(frozen=True)
class Scope:
    """The figures that are asked for: an edition, and the municipality; None is all of the edition's."""

    edition: Edition
    municipality: Municipality | None

    @property
    def is_of_one(self) -> bool:
        """Whether the figures are one municipality's."""
        return self.municipality is not None

    @property
    def rows(self) -> Q:
        """The condition on figures and sums."""
        found = Q(edition=self.edition)
        return found & Q(municipality=self.municipality) if self.municipality is not None else found


def scope_of(choice: Choice) -> Scope:
    """Return what is asked for. Raises `NotFoundError`. Five queries at most.

    Without an edition it is the one in use; of a municipality the one that counts for it. An edition must
    have been in use once: others nobody has seen.
    """
    municipality = municipality_of(choice)
    edition = _edition_asked(choice.edition) if choice.edition else current_edition_for(municipality)
    if edition is None:
        raise _none_in_use()
    if municipality is not None and not _has_figures(edition, municipality):
        raise not_there(
            _("%(edition)s har ingen tall for %(name)s. Det betyr ikke at utslippene er null."),
            edition=_("Utgave %(number)s") % {"number": edition.pk},
            name=municipality.name,
        )
    return Scope(edition, municipality if municipality is not None else edition.municipality)


def _none_in_use() -> NotFoundError:
    """Return what to say where no edition of all municipalities is in use: whose own ones are. One query."""
    own = newer_than_all(publications_in_use())
    names = [edition.municipality.name for edition in own if edition.municipality is not None]
    none = _("Ingen utgave av statistikken med alle kommuner er tatt i bruk")
    if not names:
        return NotFoundError(_("%(none)s, så utslippene er ikke registrert.") % {"none": none})
    said = _("%(none)s, men %(names)s har en egen. Velg kommune for å få tallene.")
    return NotFoundError(said % {"none": none, "names": list_nb(names)})


def _edition_asked(key: str) -> Edition:
    if key.isascii() and key.isdecimal() and len(key) < 10:
        try:
            return published_edition(int(key))
        except Edition.DoesNotExist:
            pass
    known = [f"{edition.pk}" for edition in editions_ever_published()]
    raise not_there(
        _("Ingen utgave «%(key)s» av statistikken har vært i bruk. Utgaver som har det: %(known)s."),
        key=key,
        known=list_nb(known) or _("ingen"),
    )


def _has_figures(edition: Edition, municipality: Municipality) -> bool:
    return SectorTotal.objects.filter(edition=edition, municipality=municipality).exists()


# --- The figures --------------------------------------------------------------------------------------


def emissions_file(choice: Choice) -> LargeExport:
    """Return all figures of a choice. Eight queries at most, and one for the rows, however many."""
    scope = scope_of(choice)
    edition = scope.edition
    sources = {
        pk: (sector, name) for pk, sector, name in Source.objects.values_list("pk", "sector__name", "name")
    }
    places = {} if scope.is_of_one else _places(edition)

    def rows() -> Iterator[list[Cell]]:
        # In the order of the index; what is the same in row after row is looked up, not fetched.
        figures = Emission.objects.filter(scope.rows).order_by("municipality", "year", "source", "gas")
        values = figures.values_list("municipality_id", "year", "source_id", "gas", "grams")
        for municipality, year, source, gas, grams in values.iterator(chunk_size=_CHUNK):
            place = [] if scope.is_of_one else places[municipality]
            yield [*place, year, *sources[source], gas, Decimal(grams).scaleb(_GRAM)]

    of_place = {} if scope.is_of_one else _PLACE_HEADINGS
    of_figure = {key: HEADINGS[key] for key in ("year", "sector", "source", "gas")}
    return LargeExport(
        name=_name("utslipp", scope),
        title=_title(_("Klimagassutslipp etter utslippskilde og gass"), scope),
        source=edition.source,
        headings={**of_place, **of_figure, "tonnes": HEADINGS["value"]},
        rows=rows,
        made_of=(*_identity(scope), sources, places),
        about=_about(scope),
        sheet=DETAILS,
        about_sheet=INFO,
        about_first=True,
        is_kept=not scope.is_of_one,
        more=_more(scope),
    )


_PLACE_HEADINGS = {
    "county": _COUNTY,
    "municipality_number": HEADINGS["number"],
    "municipality": HEADINGS["name"],
}


def _places(edition: Edition) -> dict[int, list[Cell]]:
    """Return county, number and name of each municipality of an edition, as of the date of its numbers."""
    mine = SectorTotal.objects.filter(edition=edition, area=SectorTotal.Area.MUNICIPALITY)
    municipalities = Municipality.objects.filter(pk__in=mine.values("municipality"))
    places: dict[int, list[Cell]] = {
        pk: [None, None, name] for pk, name in municipalities.values_list("pk", "name")
    }
    numbers = MunicipalityNumber.objects.filter(in_force(edition.numbers_on), municipality__in=places)
    for pk, number, county in numbers.values_list("municipality_id", "number", "county__name"):
        places[pk][:2] = county, number
    return places


def _identity(scope: Scope) -> tuple[object, ...]:
    """Return what the figures follow from; a number alone may mean another edition in a restored database."""
    edition, municipality = scope.edition, scope.municipality
    return edition.pk, edition.sha256, edition.members_sha256, municipality and municipality.pk


def _name(dataset: str, scope: Scope) -> str:
    """Return what a file is called: whose figures, which edition, when that was published. No queries."""
    of = scope.municipality.slug if scope.municipality is not None else "osloregionens-kommuner"
    day = scope.edition.published_on
    published = f"-publisert-{day:%Y-%m-%d}" if day else ""
    return f"{dataset}-{of}-utgave-{scope.edition.pk}{published}"


def _title(title: str, scope: Scope) -> str:
    whose = scope.municipality.name if scope.municipality is not None else _("medlemmene i Osloregionen")
    return f"{title}: {whose}. {scope.edition}"


def _more(scope: Scope) -> dict[str, str | None]:
    published_on = scope.edition.published_on
    return {
        "edition": f"{scope.edition.pk}",
        "publisher": scope.edition.publisher,
        "published_on": published_on.isoformat() if published_on else None,
        "municipality": scope.municipality.name if scope.municipality is not None else None,
    }


def _about(scope: Scope) -> tuple[tuple[str, str], ...]:
    """Return what the sheet about the file says. Its "Datasett" names one municipality to the importer."""
    edition, municipality = scope.edition, scope.municipality
    whose = municipality.name if municipality is not None else _("Medlemmene i Osloregionen")
    lines = [
        (_("Datasett:"), whose),
        (_("Utgiver:"), edition.publisher),
        (_("Utgave:"), str(edition)),
        (_("Kilde:"), edition.source),
        (_("Lisens:"), str(STATISTICS_LICENCE.words)),
    ]
    if municipality is None:
        lines.append(
            (
                _("Merk:"),
                _("Filen har bare medlemmene i Osloregionen, så landets sum kan ikke regnes ut av den."),
            )
        )
    return tuple(lines)


# --- The sums -----------------------------------------------------------------------------------------


def totals_file(choice: Choice) -> LargeExport:
    """Return the sums by sector of a choice. Eight queries at most, and one for the rows."""
    scope = scope_of(choice)
    edition = scope.edition
    sectors = dict(Sector.objects.values_list("pk", "name"))
    places = _places(edition)
    words = _area_words()

    def rows() -> Iterator[list[Cell]]:
        sums = SectorTotal.objects.filter(scope.rows).order_by(
            "area", "municipality", "year", "sector__order"
        )
        values = sums.values_list("area", "municipality_id", "year", "sector_id", "grams")
        for area, municipality, year, sector, grams in values.iterator(chunk_size=_CHUNK):
            place = places[municipality] if municipality else [None, None, None]
            yield [words(area), *place, year, sectors[sector], Decimal(grams).scaleb(_GRAM)]

    return LargeExport(
        name=_name("utslipp-sektorsummer", scope),
        title=_title(_("Klimagassutslipp etter sektor"), scope),
        source=edition.source,
        headings={
            "area": _("Område"),
            **_PLACE_HEADINGS,
            "year": HEADINGS["year"],
            "sector": HEADINGS["sector"],
            "tonnes": HEADINGS["value"],
        },
        rows=rows,
        made_of=(*_identity(scope), sectors, places),
        about=_about(scope)[:5],
        is_kept=not scope.is_of_one,
        more=_more(scope),
    )


def _area_words() -> Callable[[str], str]:
    """Return how an area is named: the country is the sum of its municipalities, and says so."""
    words = {
        SectorTotal.Area.MUNICIPALITY: _("kommune"),
        SectorTotal.Area.REGION: _("Osloregionen"),
        SectorTotal.Area.COUNTRY: _("landet (summen av kommunene i statistikken)"),
    }
    return lambda area: words[SectorTotal.Area(area)]
