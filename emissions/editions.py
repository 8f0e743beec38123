"""What the page says of the national statistics: which editions are in use, and the region's sums in them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from emissions.current import newer_than_all, publications_in_use
from emissions.models import Edition, Sector, SectorTotal
from osloregionen.formatting import date_nb
from osloregionen.parts import Fact

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


@dataclass(frozen=True)
class OwnStatistics:
    """A municipality whose own edition counts: what the page says of it, and its sums."""

    edition: Edition
    name: str
    sentence: str
    comparable: str
    years: list[OwnYear]


@dataclass(frozen=True)
class StatisticsInUse:
    """The editions in use. `facts` and `years` are of the edition of all municipalities, if there is one.

    `own` are the municipalities with an edition of their own that is newer.
    """

    title: str
    facts: list[Fact]
    comparable: str
    years: list[RegionYear]
    own: list[OwnStatistics]
    source: str


def statistics_in_use() -> StatisticsInUse | None:
    """Return the editions in use, or None where no edition is. Six queries at most."""
    in_use = publications_in_use()
    if not in_use:
        return None
    of_all = in_use.get((Edition.Kind.ALL, None))
    own = _own(newer_than_all(in_use), is_alone=of_all is None)
    if of_all is None:
        return StatisticsInUse("", [], "", [], own, "")
    edition = of_all.edition
    return StatisticsInUse(
        title=edition.title,
        facts=_facts(edition),
        comparable=_comparable(edition),
        years=region_years(edition),
        own=own,
        source=edition.source,
    )


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


def _facts(edition: Edition) -> list[Fact]:
    return [
        Fact(_("Utgave"), edition.title),
        Fact(_("Publisert"), date_nb(edition.published_on) if edition.published_on else None),
        Fact(_("Gjelder"), edition.get_kind_display()),
        Fact(_("Sektorer"), edition.get_sectors_display()),
        Fact(_("Medlemmer da den ble lest inn"), edition.member_count),
    ]


def _comparable(edition: Edition) -> str:
    """Say what the sums may be compared with."""
    if edition.sectors == Edition.Sectors.TEN:
        return _(
            "Summen av ni sektorer kan sammenlignes med eldre utgaver, som ikke har den tiende sektoren. "
            "Summen av ti kan bare sammenlignes med andre utgaver som har ti."
        )
    return _(
        "Utgaven har ni sektorer. Summen kan sammenlignes med summen av de samme ni i andre utgaver, ikke "
        "med en sum av ti."
    )


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


def _own(editions: Sequence[Edition], *, is_alone: bool) -> list[OwnStatistics]:
    """Return what the page shows of municipalities. `is_alone`: no edition of all is in use. Two queries."""
    years = own_years(editions)
    return [
        OwnStatistics(
            edition=edition,
            name=_name(edition),
            sentence=_own_sentence(edition, is_alone=is_alone),
            comparable=_comparable(edition),
            years=years[edition.pk],
        )
        for edition in editions
    ]


def _own_sentence(edition: Edition, *, is_alone: bool) -> str:
    sentence = _(
        "For %(municipality)s gjelder en nyere utgave, publisert %(date)s, med tall for %(first)s–%(last)s "
        "og %(sectors)s. Den er ikke med i summene for regionen."
    )
    if is_alone:
        sentence = _(
            "For %(municipality)s er en egen utgave i bruk, publisert %(date)s, med tall for "
            "%(first)s–%(last)s og %(sectors)s."
        )
    return sentence % {
        "municipality": _name(edition),
        "date": date_nb(edition.published_on) if edition.published_on else "",
        "first": edition.first_year,
        "last": edition.last_year,
        "sectors": edition.get_sectors_display(),
    }


def _name(edition: Edition) -> str:
    return edition.municipality.name if edition.municipality else ""


def counted(row: RegionYear) -> str:
    """Say how many members have figures in a year: «tall for 63 av 64»."""
    return _("tall for %(counted)s av %(members)s") % {"counted": row.counted, "members": row.members}
