"""The exact figures of the emissions: read from one edition, derived by one arithmetic, worded by nobody.

Each figure's method stands in docs/utslippstall.md, in Norwegian, for whoever cites it.
"""

from emissions.figures.arithmetic import Change, Rank, change, per_head, ranks, rounded, share, tonnes
from emissions.figures.basis import Basis, UnknownBasis, basis_of, basis_of_target, common_basis, sectors_of
from emissions.figures.differences import Difference, SameEdition, edition_differences
from emissions.figures.lines import SectorLine, YearLine, sector_lines, year_lines
from emissions.figures.members import MemberLine, MemberTotals, Similar, all_totals, member_lines, similar
from emissions.figures.paths import PathPoint, Standing, path_of, standing_of, targets_of
from emissions.figures.people import people_of
from emissions.figures.published import PublishedBeside, published_beside
from emissions.figures.published_editions import editions_ever_published, published_edition
from emissions.figures.series import (
    COUNTRY,
    REGION,
    Place,
    Series,
    all_series,
    base_year_of,
    has_members_only,
    members_of,
    place_of,
    series_of,
    years_of,
)
from emissions.figures.sources import SourceLine, source_lines

__all__ = [
    "COUNTRY",
    "REGION",
    "Basis",
    "Change",
    "Difference",
    "MemberLine",
    "MemberTotals",
    "PathPoint",
    "Place",
    "PublishedBeside",
    "Rank",
    "SameEdition",
    "SectorLine",
    "Series",
    "Similar",
    "SourceLine",
    "Standing",
    "UnknownBasis",
    "YearLine",
    "all_series",
    "all_totals",
    "base_year_of",
    "basis_of",
    "basis_of_target",
    "change",
    "common_basis",
    "edition_differences",
    "editions_ever_published",
    "has_members_only",
    "member_lines",
    "members_of",
    "path_of",
    "people_of",
    "per_head",
    "place_of",
    "published_beside",
    "published_edition",
    "ranks",
    "rounded",
    "sector_lines",
    "sectors_of",
    "series_of",
    "share",
    "similar",
    "source_lines",
    "standing_of",
    "targets_of",
    "tonnes",
    "year_lines",
    "years_of",
]
