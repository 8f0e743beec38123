"""Which figures of a report another edition has otherwise, and by how much.

Every edition recalculates the whole series. A published report keeps its figures, and says what has become
of them since; a new one says what has become of the former one's.

All that a report shows of its edition follows from these: the region's total, each of its sectors and the
country's sum in every year; each member's total in the report's year, the one before and the base year; its
sectors where they are among the largest changes; how many members have figures where there is no sum. What
is worked out of them (changes, shares, per inhabitant, places) is otherwise where they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from emissions.climate.content import ClimateContent, RevisionContent
from emissions.climate.shifts import shown_sector_shifts
from emissions.current import publication_in_use
from emissions.figures import COUNTRY, REGION, Basis, Series, all_series, series_of
from emissions.models import Edition

#: What a figure is of. Of `COUNTED` it is a number of members; of all else, grams.
TOTAL, SECTOR, MEMBER = "region", "sektor", "kommune"
COUNTRY_SUM, MEMBER_SECTOR, COUNTED = "land", "kommunesektor", "antall"


@dataclass(frozen=True)
class Since:
    """What the edition in use now says of a report's figures; `rows` are those it has otherwise.

    None where the two have no sectors in common to sum over: then they can't be compared. `joined` and `left`
    name the members that one of the two regions alone is made of: then the sums are not of the same.
    """

    edition: Edition
    rows: tuple[RevisionContent, ...] | None
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def revised_since(content: ClimateContent) -> Since | None:
    """Return what the edition in use has otherwise than a report; None where it is the report's own, or none.

    One query, ten where there is another edition.
    """
    standing = publication_in_use(Edition.Kind.ALL)
    if standing is None or standing.edition_id == content.edition.number:
        return None
    basis = _basis_of_both(content, standing.edition)
    if basis is None:
        return Since(standing.edition, None)
    members = all_series(standing.edition, basis)
    known = {one.key for one in content.municipalities}
    return Since(
        standing.edition,
        _revised(content, standing.edition, basis, members),
        joined=tuple(one.place.name for key, one in members.items() if key not in known),
        left=tuple(one.name for one in content.municipalities if one.key not in members),
    )


def revised(content: ClimateContent, edition: Edition) -> tuple[RevisionContent, ...] | None:
    """Return the figures of a report that an edition has otherwise, to the gram, the newest years first.

    None where the report sums over ten sectors and the edition has nine. Nine queries, none where it is the
    report's own.
    """
    if edition.pk == content.edition.number:
        return ()
    basis = _basis_of_both(content, edition)
    if basis is None:
        return None
    return _revised(content, edition, basis, all_series(edition, basis))


def _basis_of_both(content: ClimateContent, edition: Edition) -> Basis | None:
    wants_ten = content.sectors_basis == Edition.Sectors.TEN
    if wants_ten and edition.sectors != Edition.Sectors.TEN:
        return None
    return Basis.TEN if wants_ten else Basis.NINE


def _revised(
    content: ClimateContent, edition: Edition, basis: Basis, members: dict[int, Series]
) -> tuple[RevisionContent, ...]:
    region, country = series_of(REGION, edition, basis), series_of(COUNTRY, edition, basis)
    rows = [
        *_totals(content, region),
        *_country(content, country),
        *_sectors(content, region),
        *_members(content, members),
        *_member_sectors(content, members),
        *_counted(content, region, members),
    ]
    return tuple(row for row in rows if row.before != row.after)


def _totals(content: ClimateContent, region: Series) -> Iterator[RevisionContent]:
    for one in reversed(content.years):
        yield RevisionContent(TOTAL, one.year, "", one.grams, region.totals.get(one.year))


def _country(content: ClimateContent, country: Series) -> Iterator[RevisionContent]:
    """Give the country's sums where the report has the region's, which it shows as a share of them."""
    for one in reversed(content.years):
        if one.grams is not None:
            yield RevisionContent(COUNTRY_SUM, one.year, "", one.country, country.totals.get(one.year))


def _sectors(content: ClimateContent, region: Series) -> Iterator[RevisionContent]:
    for place, one in reversed(list(enumerate(content.years))):
        for sector in content.sectors:
            after = region.of_sector.get((one.year, sector.key))
            yield RevisionContent(SECTOR, one.year, sector.name, sector.grams[place], after)


def _members(content: ClimateContent, members: dict[int, Series]) -> Iterator[RevisionContent]:
    """Give the years of each member that the report shows: its own, the one before and the base year."""
    shown: dict[int, str] = {content.base_year: "base"}
    if content.before_year is not None:
        shown[content.before_year] = "before"
    shown[content.year] = "grams"
    for year in sorted(shown, reverse=True):
        for member in content.municipalities:
            series = members.get(member.key)
            after = series.totals.get(year) if series is not None else None
            yield RevisionContent(MEMBER, year, member.name, getattr(member, shown[year]), after)


def _member_sectors(content: ClimateContent, members: dict[int, Series]) -> Iterator[RevisionContent]:
    """Give the sectors of members that are among the largest changes, in the two years they are between."""
    for year in (content.year, content.before_year):
        for shift in shown_sector_shifts(content):
            series = members.get(shift.member)
            cell = (year or 0, shift.sector or 0)
            yield RevisionContent(
                MEMBER_SECTOR,
                cell[0],
                f"{shift.name}: {shift.sector_name}",
                shift.after if year == content.year else shift.before,
                series.of_sector.get(cell) if series is not None else None,
            )


def _counted(
    content: ClimateContent, region: Series, members: dict[int, Series]
) -> Iterator[RevisionContent]:
    """Give how many members have figures, where neither has a sum: else the sum has come or gone."""
    for one in reversed(content.years):
        if one.grams is None and region.totals.get(one.year) is None:
            yield RevisionContent(COUNTED, one.year, "", one.counted, region.counted.get(one.year, 0))
    for place, sector in enumerate(content.sectors):
        cell = (content.year, sector.key)
        if not content.years or sector.grams[-1] is not None or cell in region.of_sector:
            continue
        before = sum(one.sectors[place] is not None for one in content.municipalities)
        after = sum(cell in one.of_sector for one in members.values())
        yield RevisionContent(COUNTED, content.year, sector.name, before, after)
