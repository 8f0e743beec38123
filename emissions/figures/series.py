"""A place's figures in an edition, year by year and sector by sector: what all other figures are made of."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from emissions.figures.basis import Basis, sectors_of, whole_of
from emissions.models import Edition, Sector, SectorTotal
from members.models import Membership, Municipality

_AREA = SectorTotal.Area
_FIRST_OF_STATISTICS = 2009


@dataclass(frozen=True)
class Place:
    """What a figure is about. `municipality` is there for a municipality only."""

    kind: Literal["kommune", "region", "land"]
    municipality: Municipality | None = None

    @property
    def name(self) -> str:
        """The name as a page has it. The country's says what its figures are a sum of. No queries."""
        if self.municipality is not None:
            return self.municipality.name
        return "Osloregionen" if self.kind == "region" else _("summen av kommunene i statistikken")


REGION, COUNTRY = Place("region"), Place("land")


def place_of(municipality: Municipality) -> Place:
    """Return the place that a municipality is. No queries."""
    return Place("kommune", municipality)


@dataclass(frozen=True)
class Series:
    """A place's figures in an edition, in grams, over the sectors of a basis.

    `years` are all years of the edition, the oldest first; `sectors` those of the basis in their order.
    `totals` has every year: None where a sector is missing, for the region where a member lacks one.
    `of_sector` has what there is, by year and the sector's key: what is absent is missing, not zero.
    `counted` of `members` have every sector of the basis in a year; for a municipality or the country 1 or 0
    of 1.
    """

    place: Place
    edition: Edition
    basis: Basis
    years: tuple[int, ...]
    sectors: tuple[Sector, ...]
    totals: Mapping[int, int | None]
    of_sector: Mapping[tuple[int, int], int]
    counted: Mapping[int, int]
    members: int

    @property
    def base_year(self) -> int:
        """The year that changes are counted from: 2009, or the edition's first where it lacks that."""
        return base_year_of(self.edition, self.years)

    @property
    def last_year(self) -> int | None:
        """The newest year that has a total; None where none has."""
        return max((year for year, grams in self.totals.items() if grams is not None), default=None)

    def before(self, year: int) -> int | None:
        """Return the edition's year before one: 2009 before 2011. None for its first, and for none of its."""
        return year_before(self.years, year)


def base_year_of(edition: Edition, years: tuple[int, ...]) -> int:
    """Return the year that changes are counted from, see `Series.base_year`. No queries."""
    return _FIRST_OF_STATISTICS if _FIRST_OF_STATISTICS in years else edition.first_year


def year_before(years: tuple[int, ...], year: int) -> int | None:
    """Return the nearest earlier of an edition's years; None for its first and for one it lacks."""
    return max((one for one in years if one < year), default=None) if year in years else None


def members_of(edition: Edition) -> QuerySet[Municipality]:
    """Return the members that an edition's region is made of, by name: a query that is one part of another.

    Those with figures in it, and those who were members when it was read and had none. Who came later is not
    among them, nor who was registered later: the edition's sums know nothing of them.
    """
    day = timezone.localdate(edition.created_at)
    having = SectorTotal.objects.filter(edition=edition, municipality__isnull=False).values("municipality")
    known = Q(pk__in=having)
    if edition.kind == Edition.Kind.ALL:
        registered = Membership.objects.covering(day).filter(created_at__lte=edition.created_at)
        known |= Q(pk__in=registered.values("municipality"))
    return Municipality.objects.filter(known)


def years_of(edition: Edition) -> tuple[int, ...]:
    """Return an edition's years, the oldest first. One query."""
    return tuple(whole_of(edition).values_list("year", flat=True).distinct().order_by("year"))


def series_of(place: Place, edition: Edition, basis: Basis) -> Series:
    """Return a place's figures in an edition; all None for a place that the edition knows nothing of.

    The country's is None in a year that the file had the members only of. Three queries at most.
    """
    sectors = sectors_of(edition, basis)
    if place.municipality is not None:
        own = SectorTotal.objects.filter(edition=edition, municipality=place.municipality)
        rows = _by_year_and_sector(own.values_list("year", "sector", "grams"))
        return _Found(edition, basis, years_of(edition), sectors).of_one(place, rows)
    if place == COUNTRY:
        years, rows = _country_rows(edition, sectors)
        return _Found(edition, basis, years, sectors).of_one(place, rows)
    whole = SectorTotal.objects.filter(edition=edition, municipality=None)
    areas = list(whole.values_list("area", "year", "sector", "grams"))
    years = tuple(sorted({year for _area, year, _sector, _grams in areas})) or years_of(edition)
    rows = _by_year_and_sector(row[1:] for row in areas if row[0] == place.kind)
    return _Found(edition, basis, years, sectors).region(rows, _counted(edition, sectors))


def _country_rows(
    edition: Edition, sectors: Iterable[Sector]
) -> tuple[tuple[int, ...], dict[tuple[int, int], int]]:
    """Return an edition's years, and the country's figures by year and sector. One query.

    Years of the members alone have no figures: where the country's sums are the members' own in each of the
    sectors, the file had nobody else, and they are not the country's.
    """
    keys = {sector.pk for sector in sectors}
    by_area = SectorTotal.objects.filter(edition=edition).exclude(area=_AREA.REGION)
    rows = by_area.values("area", "year", "sector").annotate(summed=Sum("grams")).order_by()
    found: dict[tuple[str, int], dict[int, int]] = defaultdict(dict)
    years = set()
    for row in rows:
        years.add(row["year"])
        if row["sector"] in keys:
            found[row["area"], row["year"]][row["sector"]] = row["summed"]
    country = {
        (year, sector): grams
        for (area, year), sums in found.items()
        if area == _AREA.COUNTRY and sums != found.get((_AREA.MUNICIPALITY, year))
        for sector, grams in sums.items()
    }
    return tuple(sorted(years)), country


def has_members_only(edition: Edition) -> bool:
    """Whether an edition of all is of a file that had the members alone, in every year. Two queries."""
    return edition.kind == Edition.Kind.ALL and not _country_rows(edition, Sector.objects.all())[1]


def _by_year_and_sector(rows: Iterable[tuple[int, int, int]]) -> dict[tuple[int, int], int]:
    return {(year, sector): grams for year, sector, grams in rows}


def all_series(edition: Edition, basis: Basis) -> dict[int, Series]:
    """Return the figures of every member of an edition by its key, in the order of names. Four queries."""
    found = _Found(edition, basis, years_of(edition), sectors_of(edition, basis))
    rows: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    own = SectorTotal.objects.filter(edition=edition, municipality__isnull=False)
    for municipality, year, sector, grams in own.values_list("municipality", "year", "sector", "grams"):
        rows[municipality][year, sector] = grams
    return {one.pk: found.of_one(place_of(one), rows.get(one.pk, {})) for one in members_of(edition)}


def _counted(edition: Edition, sectors: Iterable[Sector]) -> dict[int, int]:
    """Return by year how many members have figures of every one of the sectors. One query.

    An edition of one municipality counts nobody: it knows of no other.
    """
    if edition.kind != Edition.Kind.ALL:
        return {}
    keys = [sector.pk for sector in sectors]
    rows = SectorTotal.objects.filter(edition=edition, municipality__isnull=False, sector__in=keys)
    met = rows.values("year", "municipality").annotate(sectors_met=Count("sector")).order_by()
    return Counter(row["year"] for row in met if row["sectors_met"] == len(keys))


@dataclass(frozen=True)
class _Found:
    """What the series of an edition have in common, and how each is put together. No queries."""

    edition: Edition
    basis: Basis
    years: tuple[int, ...]
    sectors: tuple[Sector, ...]
    keys: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", frozenset(sector.pk for sector in self.sectors))

    def of_one(self, place: Place, rows: Mapping[tuple[int, int], int]) -> Series:
        """Return the series of a municipality or the country."""
        totals = self._totals(rows)
        return self._series(
            place, rows, totals, {year: int(totals[year] is not None) for year in self.years}, 1
        )

    def region(self, rows: Mapping[tuple[int, int], int], counted: Mapping[int, int]) -> Series:
        """Return the region's series: its rows are there only where every member has one."""
        by_year = {year: counted.get(year, 0) for year in self.years}
        return self._series(REGION, rows, self._totals(rows), by_year, self.edition.member_count)

    def _totals(self, rows: Mapping[tuple[int, int], int]) -> dict[int, int | None]:
        """Return the sum over the sectors by year; None where one of them is missing, and of no sectors."""
        grams: dict[int, list[int]] = defaultdict(list)
        for (year, sector), value in rows.items():
            if sector in self.keys:
                grams[year].append(value)
        whole = len(self.keys)
        return {
            year: sum(grams[year]) if whole and len(grams[year]) == whole else None for year in self.years
        }

    def _series(
        self,
        place: Place,
        rows: Mapping[tuple[int, int], int],
        totals: Mapping[int, int | None],
        counted: Mapping[int, int],
        members: int,
    ) -> Series:
        of_sector = {cell: grams for cell, grams in rows.items() if cell[1] in self.keys}
        return Series(
            place, self.edition, self.basis, self.years, self.sectors, totals, of_sector, counted, members
        )
