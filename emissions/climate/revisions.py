"""Which figures of a report another edition has otherwise, and by how much.

Every edition recalculates the whole series. A published report keeps its figures, and says what has become
of them since; a new one says what has become of the former one's.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from emissions.climate.content import ClimateContent, RevisionContent
from emissions.current import publication_in_use
from emissions.figures import REGION, Basis, Series, all_series, series_of
from emissions.models import Edition

TOTAL, SECTOR, MEMBER = "region", "sektor", "kommune"


@dataclass(frozen=True)
class Since:
    """What the edition in use now says of a report's figures; `rows` are those it has otherwise.

    None where the two have no sectors in common to sum over: then they can't be compared.
    """

    edition: Edition
    rows: tuple[RevisionContent, ...] | None


def revised_since(content: ClimateContent) -> Since | None:
    """Return what the edition in use has otherwise than a report; None where it is the report's own, or none.

    One query, and eight where there is another edition.
    """
    standing = publication_in_use(Edition.Kind.ALL)
    if standing is None or standing.edition_id == content.edition.number:
        return None
    return Since(standing.edition, revised(content, standing.edition))


def revised(content: ClimateContent, edition: Edition) -> tuple[RevisionContent, ...] | None:
    """Return the figures of a report that an edition has otherwise, to the gram, the newest years first.

    All totals and sectors of the region, and of each member the years that the report shows. None where the
    report sums over ten sectors and the edition has nine. Eight queries, none where it is the report's own.
    """
    if edition.pk == content.edition.number:
        return ()
    wants_ten = content.sectors_basis == Edition.Sectors.TEN
    if wants_ten and edition.sectors != Edition.Sectors.TEN:
        return None
    basis = Basis.TEN if wants_ten else Basis.NINE
    region, members = series_of(REGION, edition, basis), all_series(edition, basis)
    rows = [*_totals(content, region), *_sectors(content, region), *_members(content, members)]
    return tuple(row for row in rows if row.before != row.after)


def _totals(content: ClimateContent, region: Series) -> Iterator[RevisionContent]:
    for one in reversed(content.years):
        yield RevisionContent(TOTAL, one.year, "", one.grams, region.totals.get(one.year))


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
