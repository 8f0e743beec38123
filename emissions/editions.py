"""The sums of an edition by year, as the admin shows them before and after it is put into use."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from emissions.models import Edition, Sector, SectorTotal

_TONNE = 1_000_000


@dataclass(frozen=True)
class RegionYear:
    """The region's emissions in a year, in whole tonnes, over the nine sectors and over all ten.

    None where there is no sum: not every member has figures of every one of the sectors. `counted` of
    `members` have them of the nine, `counted_ten` of all ten; None in an edition without the tenth.
    """

    year: int
    nine: int | None
    ten: int | None
    counted: int
    counted_ten: int | None
    members: int


@dataclass(frozen=True)
class OwnYear:
    """A municipality's emissions in a year, in whole tonnes, over the nine sectors and over all ten.

    None where it has no figures of one of these sectors.
    """

    name: str
    year: int
    nine: int | None
    ten: int | None


def region_years(edition: Edition) -> list[RegionYear]:
    """Return the region's sums in an edition of all municipalities, the newest year first. Three queries.

    A sum over sectors is there only where every member has figures of each of them: what is missing may be
    anything, also where nobody has it.
    """
    totals = SectorTotal.objects.filter(edition=edition)
    summed = Sector.objects.filter(Q(since_edition=None) | Q(pk__in=totals.values("sector")))
    later = [since is not None for since in summed.values_list("since_edition", flat=True)]
    nine, more = later.count(False), later.count(True)
    with_nine: dict[int, int] = defaultdict(int)
    with_ten: dict[int, int] = defaultdict(int)
    is_original = Q(sector__since_edition=None)
    met = totals.filter(area=SectorTotal.Area.MUNICIPALITY).values("year", "municipality")
    for row in met.annotate(of_nine=Count("sector", filter=is_original), of_all=Count("sector")).order_by():
        with_nine[row["year"]] += row["of_nine"] == nine
        with_ten[row["year"]] += row["of_all"] == nine + more
    grams: dict[tuple[int, bool], int] = defaultdict(int)
    region = totals.filter(area=SectorTotal.Area.REGION).values_list("year", "sector__since_edition", "grams")
    for year, since_edition, sector_grams in region:
        grams[year, since_edition is not None] += sector_grams
    whole = edition.member_count
    return [
        RegionYear(
            year=year,
            nine=_tonnes(grams[year, False]) if with_nine[year] == whole else None,
            ten=_tonnes(grams[year, False] + grams[year, True]) if more and with_ten[year] == whole else None,
            counted=with_nine[year],
            counted_ten=with_ten[year] if more else None,
            members=whole,
        )
        for year in sorted(with_nine, reverse=True)
    ]


def _tonnes(grams: int | None) -> int | None:
    """Return whole tonnes, a half upwards: whole numbers all the way, so that every sum is exact."""
    return None if grams is None else (grams + _TONNE // 2) // _TONNE


def own_years(editions: Sequence[Edition]) -> dict[int, list[OwnYear]]:
    """Return by edition the sums of its one municipality, the newest year first. Two queries, or none."""
    if not editions:
        return {}
    nine = Sector.objects.filter(since_edition=None).count()
    by_year: dict[tuple[int, int], dict[bool, list[int]]] = defaultdict(lambda: {False: [], True: []})
    totals = SectorTotal.objects.filter(edition__in=[edition.pk for edition in editions])
    for edition, year, since_edition, grams in totals.values_list(
        "edition_id", "year", "sector__since_edition", "grams"
    ):
        by_year[edition, year][since_edition is not None].append(grams)
    names = {edition.pk: _name(edition) for edition in editions}
    found: dict[int, list[OwnYear]] = {key: [] for key in names}
    for (edition, year), grams_of in sorted(by_year.items(), reverse=True):
        is_whole = len(grams_of[False]) == nine
        whole = sum(grams_of[False]) if is_whole else None
        with_tenth = sum(grams_of[False] + grams_of[True]) if is_whole and grams_of[True] else None
        found[edition].append(OwnYear(names[edition], year, _tonnes(whole), _tonnes(with_tenth)))
    return found


def _name(edition: Edition) -> str:
    return edition.municipality.name if edition.municipality else ""


def counted(row: RegionYear) -> str:
    """Say how many members have figures in a year: «tall for 63 av 64»."""
    return _("tall for %(counted)s av %(members)s") % {"counted": row.counted, "members": row.members}
