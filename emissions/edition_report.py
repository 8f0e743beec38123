"""What an edition would bring, before it is stored: what was read, what differs from the current one, jumps.

The report is plain values, so that it can lie in JSON until somebody has read it. `edition_report_text`
says it in English, for the command; the admin in Norwegian.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import groupby, pairwise
from typing import Any

from emissions.differences import Differences, Figures, differences, to_compare_with
from emissions.matching import Matched
from emissions.models import Edition, Sector, SectorTotal
from emissions.services import members_sha256, stored_already, stored_for_another
from emissions.sources import sources_of
from emissions.statistics.problems import Problem
from emissions.totals import Cell
from osloregionen.formatting import list_nb, number_nb

#: A sector's figure for a member jumps where it doubles or halves from one year of the statistics to the
#: next, and the change is this many tonnes: small figures double easily. Of Oslo's 120 steps in
#: the edition for 2024 one is a jump, that of industry from 2013 to 2015. The admin says it in words:
#: «dobles eller halveres».
JUMP_FACTOR = 2
JUMP_TONNES = 1000
#: How many of what may be thousands are told one by one; all are counted.
MOST_TOLD = 20
_TONNE = 1_000_000


@dataclass(frozen=True)
class ChangedFigure:
    """A figure that is another in the edition in use. Grams."""

    member: str
    year: int
    sector: str
    source: str
    gas: str
    before: int
    after: int


@dataclass(frozen=True)
class ChangedCell:
    """The differences of a sector in a year: how many changed, came and went, and the sum of all in grams.

    `is_tenth`: the sector is none of the nine that all editions have.
    """

    year: int
    sector: str
    changed: int
    added: int
    gone: int
    grams: int
    is_tenth: bool = False


@dataclass(frozen=True)
class Jump:
    """A member's figure for a sector that doubles or halves. Grams."""

    member: str
    sector: str
    from_year: int
    to_year: int
    before: int
    after: int


@dataclass(frozen=True)
class YearTotal:
    """The sum of a year over the nine sectors and over all, for the region or the one municipality. Grams.

    None where it can't be told: not all have figures of every one of these sectors, or there is no tenth.
    `members` is how many have them of the nine.
    """

    year: int
    members: int
    nine: int | None
    ten: int | None


@dataclass(frozen=True)
class EditionReport:
    """What an edition would bring. `current` and `already` name a publication and an edition by number."""

    kind: str
    municipality: str
    file_name: str
    sha256: str
    published_on: str
    sheet: str
    row_count: int
    figure_count: int
    years: list[int]
    sectors: list[str]
    is_ten: bool
    numbers_on: str
    municipalities_met: int
    members: int
    missing: list[str]
    totals: list[YearTotal]
    warnings: list[Problem]
    already: int | None
    current: int | None
    current_edition: int | None
    current_title: str
    same: int
    changed: int
    added: int
    gone: int
    cells: list[ChangedCell]
    largest: list[ChangedFigure]
    jump_count: int
    jumps: list[Jump]

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "EditionReport":
        """Return the report that `to_json` gave. Raises `TypeError` or `KeyError` for anything else."""
        parts: dict[str, Any] = {
            "totals": YearTotal,
            "warnings": Problem,
            "cells": ChangedCell,
            "largest": ChangedFigure,
            "jumps": Jump,
        }
        rows = {name: [kind(**row) for row in values[name]] for name, kind in parts.items()}
        return cls(**{each.name: rows.get(each.name, values[each.name]) for each in fields(cls)})


def edition_report(
    matched: Matched,
    *,
    file_name: str,
    sha256: str,
    published_on: str = "",
    of_all: Figures | None = None,
) -> EditionReport:
    """Return what the file would bring. Some ten queries; half a second for an edition of all.

    `of_all` is what `differences.current_of_all` gave, if it was fetched while the file was read.
    """
    statistics, only = matched.statistics, matched.only
    sectors = {sector.pk: sector for sector in Sector.objects.all()}
    sources = sources_of(statistics.series)
    figures = to_compare_with(matched, of_all)
    sector_of = {pk: source.sector_id for pk, source in sources.known.items()}
    found = differences(matched, figures, sources.keys, sector_of, told=MOST_TOLD)
    jumps = sorted(_jumps(matched, sectors), key=lambda jump: -abs(jump.after - jump.before))
    already = stored_already(sha256, members_sha256(matched))
    edition = figures.publication.edition if figures else None
    others = stored_for_another(sha256, only.pk) if only else None
    return EditionReport(
        kind=statistics.kind,
        municipality=only.name if only else "",
        file_name=file_name,
        sha256=sha256,
        published_on=published_on,
        sheet=statistics.sheet,
        row_count=statistics.row_count,
        figure_count=matched.figure_count,
        years=sorted(statistics.years),
        sectors=[sector.name for pk, sector in sectors.items() if pk in statistics.sectors],
        is_ten=any(sectors[pk].since_edition for pk in statistics.sectors),
        numbers_on=matched.numbers_on.isoformat(),
        municipalities_met=len(statistics.numbers_met) or 1,
        members=len(matched.members),
        missing=[f"{member.number} {member.name}".strip() for member in matched.missing],
        totals=list(_year_totals(matched, sectors)),
        warnings=[
            *_others(others),
            *_alone(matched),
            *_years_gone(matched, edition),
            *_outside_differs(matched, edition),
            *matched.warnings,
            *_lacking(matched, sectors),
            *sources.warnings(sectors),
            *statistics.warnings,
        ],
        already=already.pk if already else None,
        current=figures.publication.pk if figures else None,
        current_edition=edition.pk if edition else None,
        current_title=str(edition) if edition else "",
        same=found.same,
        changed=found.changed,
        added=found.added,
        gone=found.gone,
        cells=_cells(found, sectors),
        largest=_largest(matched, found, sectors),
        jump_count=len(jumps),
        jumps=jumps[:MOST_TOLD],
    )


def _others(edition: Edition | None) -> list[Problem]:
    if edition is None:
        return []
    return [
        Problem(
            "stored-for-another",
            values={"edition": str(edition.pk), "municipality": str(edition.municipality)},
        )
    ]


def _alone(matched: Matched) -> Iterator[Problem]:
    """Give that a file of all has the members only: its sum is not the country's."""
    if matched.only is None and set(matched.statistics.numbers_met) <= set(matched.municipalities):
        yield Problem("members-only")


def _years_gone(matched: Matched, edition: Edition | None) -> Iterator[Problem]:
    """Give the years of the edition in use that the file lacks. A query."""
    if edition is None:
        return
    known = SectorTotal.objects.filter(edition=edition)
    if matched.only is not None:
        known = known.filter(municipality=matched.only.pk)
    met = set(known.values_list("year", flat=True).distinct())
    if gone := [str(year) for year in sorted(met - set(matched.statistics.years))]:
        values = {"years": ", ".join(gone), "years_nb": list_nb(gone), "edition": str(edition.pk)}
        yield Problem("years-gone", values=values)


def _outside_differs(matched: Matched, edition: Edition | None) -> Iterator[Problem]:
    """Give that municipalities which are no members have other sums than in the edition in use. A query.

    Their own figures are not kept, so the differences told are the members' alone; the country's sum, which
    shares are of, is all that shows them. Nothing is given where either has the members alone.
    """
    if edition is None or matched.only is not None:
        return
    known = SectorTotal.objects.filter(edition=edition).exclude(area=SectorTotal.Area.REGION)
    rows = known.values_list("municipality", "year", "sector", "grams")
    then = {(whose or 0, year, sector): grams for whose, year, sector, grams in rows}
    now = {(0, *cell): grams for cell, grams in matched.totals.country.items()} | matched.totals.members
    before, after = _outside(then, now), _outside(now, then)
    other = [year for year in sorted(before) if _tenths(before[year]) != _tenths(after[year])]
    if not other or not any(before.values()) or not any(after.values()):
        return
    year = max(other, key=lambda one: abs(after[one] - before[one]))
    values = {"years": ", ".join(map(str, other)), "years_nb": list_nb(list(map(str, other)))}
    for name, sums in (("before", before), ("after", after)):
        tonnes = sums[year] / _TONNE
        values |= {name: f"{tonnes:,.1f}", f"{name}_nb": number_nb(tonnes, 1)}
    yield Problem("outside-differs", values={**values, "year": str(year)})


def _outside(sums: dict[Cell, int], other: dict[Cell, int]) -> dict[int, int]:
    """Return the country's sums by year less those of the members; 0 is the country.

    Over the years and sectors that both have, and the members that both know: who came between is outside.
    """
    known = {whose for whose, _year, _sector in other}
    found: dict[int, int] = defaultdict(int)
    for (whose, year, sector), grams in sums.items():
        if whose in known and (0, year, sector) in sums and (0, year, sector) in other:
            found[year] += -grams if whose else grams
    return found


def _tenths(grams: int) -> int:
    # As it is told.
    return round(grams / (_TONNE / 10))


def _cells(found: Differences, sectors: dict[int, Sector]) -> list[ChangedCell]:
    """Return the differences by sector and year, the largest first."""
    cells = [
        ChangedCell(
            year, sectors[sector].name, changed, added, gone, grams, bool(sectors[sector].since_edition)
        )
        for (year, sector), (changed, added, gone, grams) in found.cells.items()
    ]
    return sorted(cells, key=lambda cell: (-abs(cell.grams), cell.year, cell.sector))


def _largest(matched: Matched, found: Differences, sectors: dict[int, Sector]) -> list[ChangedFigure]:
    names, series = matched.names, matched.statistics.series
    return [
        ChangedFigure(
            member=names[one.municipality],
            year=one.year,
            sector=sectors[series[one.series].sector].name,
            source=series[one.series].source,
            gas=series[one.series].gas,
            before=one.before,
            after=one.after,
        )
        for one in found.largest
    ]


def _jumps(matched: Matched, sectors: dict[int, Sector]) -> Iterator[Jump]:
    """Give what doubles or halves between two years of the file that both have a figure."""
    members, names = matched.totals.members, matched.names
    years = sorted(matched.statistics.years)
    for municipality, sector in sorted({(cell[0], cell[2]) for cell in members}):
        known = [
            (year, members[municipality, year, sector])
            for year in years
            if (municipality, year, sector) in members
        ]
        for (from_year, before), (to_year, after) in pairwise(known):
            small, large = sorted((before, after))
            if large - small >= JUMP_TONNES * _TONNE and large >= small * JUMP_FACTOR:
                yield Jump(names[municipality], sectors[sector].name, from_year, to_year, before, after)


def _lacking(matched: Matched, sectors: dict[int, Sector]) -> list[Problem]:
    """Name the sums that can't be told, and why: whose figures are missing, of which years and sectors.

    Members that the file has nothing of are named elsewhere.
    """
    statistics, met = matched.statistics, matched.totals.met
    years = sorted(statistics.years)
    wanted = [pk for pk, sector in sectors.items() if not sector.since_edition or pk in statistics.sectors]
    found = set(matched.municipalities.values())
    present = [member for member in matched.members if member.pk in found]
    # By whom (nothing: nobody has it) and sector, nothing for all sectors; the years of each.
    cells: list[tuple[str, str, int]] = []
    for year in years:
        having = [member for member in present if (member.pk, year) in met]
        cells += [(member.name, "", year) for member in present if member not in having]
        for pk in wanted:
            without = [member.name for member in having if pk not in met[member.pk, year]]
            is_nobodys = matched.only is None and without and len(without) == len(having)
            cells += [(name, sectors[pk].name, year) for name in ([""] if is_nobodys else without)]
    by_years: dict[tuple[str, tuple[int, ...]], list[str]] = {}
    for (name, sector), some in groupby(sorted(cells), key=lambda cell: cell[:2]):
        by_years.setdefault((name, tuple(year for _name, _sector, year in some)), []).append(sector)
    told = [_lack(name, of, of_years) for (name, of_years), of in by_years.items()]
    more = [Problem("more-lacking", values={"count": len(told) - MOST_TOLD})]
    return told[:MOST_TOLD] + (more if len(told) > MOST_TOLD else [])


def _lack(name: str, sectors: list[str], years: Sequence[int]) -> Problem:
    written = [str(year) for year in years]
    values: dict[str, str | int] = {
        "member": name,
        "years": ", ".join(written),
        "years_nb": list_nb(written),
        "sectors": ", ".join(sectors),
        "sectors_nb": list_nb(sectors),
    }
    if not name:
        return Problem("sector-missing", values=values)
    return Problem("members-sector-missing" if any(sectors) else "members-year-missing", values=values)


def _year_totals(matched: Matched, sectors: dict[int, Sector]) -> Iterator[YearTotal]:
    """Give the sums by year: the region's, or the one municipality's."""
    totals, only = matched.totals, matched.only
    summed = totals.region
    if only is not None:
        summed = {(year, sector): grams for (_pk, year, sector), grams in totals.members.items()}
    original = {pk for pk, sector in sectors.items() if not sector.since_edition}
    every, whole = original | set(matched.statistics.sectors), len(matched.members)
    for year in sorted(matched.statistics.years):
        by_sector = {sector: grams for (when, sector), grams in summed.items() if when == year}
        counted = totals.complete(year, original)
        nine = sum(grams for sector, grams in by_sector.items() if sector in original)
        has_ten = every > original and totals.complete(year, every) == whole
        yield YearTotal(
            year=year,
            members=counted,
            nine=nine if counted == whole else None,
            ten=sum(by_sector.values()) if has_ten else None,
        )
