"""What the page says of the national statistics: which editions are in use, and the region's sums in them."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from emissions.current import newer_than_all, publications_in_use
from emissions.models import Edition, SectorTotal
from osloregionen.formatting import date_nb
from osloregionen.parts import Fact

_TONNE = 1_000_000


@dataclass(frozen=True)
class RegionYear:
    """The region's emissions in a year, in whole tonnes, over the nine sectors and over all ten.

    None where there is no sum: not every member has figures (`counted` of `members`), or no tenth sector.
    """

    year: int
    nine: int | None
    ten: int | None
    counted: int
    members: int


@dataclass(frozen=True)
class StatisticsInUse:
    """The editions in use. `facts` and `years` are of the edition of all municipalities, if there is one.

    `ones` says in a sentence each which municipalities have a newer edition of their own.
    """

    title: str
    facts: list[Fact]
    comparable: str
    years: list[RegionYear]
    ones: list[str]
    source: str


def statistics_in_use() -> StatisticsInUse | None:
    """Return the editions in use, or None where no edition is. Four queries at most."""
    in_use = publications_in_use()
    if not in_use:
        return None
    ones = [_one(edition) for edition in newer_than_all(in_use)]
    of_all = in_use.get((Edition.Kind.ALL, None))
    if of_all is None:
        return StatisticsInUse("", [], "", [], ones, "")
    edition = of_all.edition
    return StatisticsInUse(
        title=edition.title,
        facts=_facts(edition),
        comparable=_comparable(edition),
        years=region_years(edition),
        ones=ones,
        source=edition.source,
    )


def region_years(edition: Edition) -> list[RegionYear]:
    """Return the region's sums in an edition of all municipalities, the newest year first. Two queries."""
    totals = SectorTotal.objects.filter(edition=edition)
    by_year: dict[int, dict[bool, int]] = defaultdict(dict)
    region = totals.filter(area=SectorTotal.Area.REGION).values_list("year", "sector__since_edition", "grams")
    for year, since_edition, grams in region:
        sums = by_year[year]
        is_tenth = since_edition is not None
        sums[is_tenth] = sums.get(is_tenth, 0) + grams
    counts = (
        totals.filter(area=SectorTotal.Area.MUNICIPALITY)
        .values("year")
        .annotate(counted=Count("municipality", distinct=True))
        .order_by("-year")
    )
    return [_year(row["year"], row["counted"], by_year[row["year"]], edition) for row in counts]


def _year(year: int, counted: int, sums: dict[bool, int], edition: Edition) -> RegionYear:
    nine = sums.get(False)
    ten = (nine or 0) + sums[True] if True in sums else None
    return RegionYear(year, _tonnes(nine), _tonnes(ten), counted, edition.member_count)


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


def _one(edition: Edition) -> str:
    sentence = _(
        "For %(municipality)s gjelder en nyere utgave, publisert %(date)s, med tall for %(first)s–%(last)s "
        "og %(sectors)s. Den er ikke med i summene for regionen."
    )
    return sentence % {
        "municipality": edition.municipality,
        "date": date_nb(edition.published_on) if edition.published_on else "",
        "first": edition.first_year,
        "last": edition.last_year,
        "sectors": edition.get_sectors_display(),
    }


def counted(row: RegionYear) -> str:
    """Say how many members have figures in a year: «tall for 63 av 64»."""
    return _("tall for %(counted)s av %(members)s") % {"counted": row.counted, "members": row.members}
