"""What follows from a Klimastatus's content: the lines of its tables, worked out as everywhere else.

The content is put into the shape that `emissions.figures` reads of an edition, so that a report and a page
never count differently. No queries.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from emissions.climate.composing import basis_of_report
from emissions.climate.content import ClimateContent, RevisionContent
from emissions.climate.revisions import COUNTRY_SUM, SECTOR, TOTAL
from emissions.climate.shifts import Shift, largest_falls, largest_rises
from emissions.figures import (
    COUNTRY,
    REGION,
    SectorLine,
    Series,
    YearLine,
    change,
    per_head,
    ranks,
    sector_lines,
    share,
    year_lines,
)
from emissions.models import Edition, Sector
from emissions.tables import numbers
from emissions.tables.climate import RevisionRow, ShiftRow
from emissions.tables.columns import NONE
from emissions.tables.members import MemberRow
from emissions.tables.sectors import SectorRow, Total, sector_rows
from emissions.tables.years import YearRow, counted_nb, why_no_change, year_rows
from osloregionen.text import sort_key


def region_of(content: ClimateContent) -> Series:
    """Return the region's figures as of an edition."""
    sectors = tuple(Sector(pk=one.key, name=one.name, slug=one.slug) for one in content.sectors)
    of_sector = {
        (content.years[place].year, one.key): grams
        for one in content.sectors
        for place, grams in enumerate(one.grams)
        if grams is not None
    }
    return Series(
        place=REGION,
        edition=Edition(pk=content.edition.number, title=content.edition.title),
        basis=basis_of_report(content.sectors_basis),
        years=tuple(one.year for one in content.years),
        sectors=sectors,
        totals={one.year: one.grams for one in content.years},
        of_sector=of_sector,
        counted={one.year: one.counted for one in content.years},
        members=content.members,
    )


def _country_of(content: ClimateContent, region: Series) -> Series:
    return Series(
        place=COUNTRY,
        edition=region.edition,
        basis=region.basis,
        years=region.years,
        sectors=(),
        totals={one.year: one.country for one in content.years},
        of_sector={},
        counted={one.year: int(one.country is not None) for one in content.years},
        members=1,
    )


def lines_of_years(content: ClimateContent) -> list[YearLine]:
    """Return the region's years, the newest first."""
    region = region_of(content)
    people = {one.year: one.people for one in content.years if one.people is not None}
    return year_lines(region, country=_country_of(content, region), people=people)


def rows_of_years(content: ClimateContent) -> list[YearRow]:
    """Return the region's years as rows of a table, the newest first."""
    return year_rows(lines_of_years(content))


def lines_of_sectors(content: ClimateContent) -> list[SectorLine]:
    """Return the region's sectors in the report's year; none where the edition lacks the year."""
    region = region_of(content)
    return sector_lines(region, content.year) if content.year in region.years else []


def rows_of_sectors(content: ClimateContent) -> list[SectorRow]:
    """Return the region's sectors in the report's year as rows of a table, with the sum below."""
    region = region_of(content)
    if content.year not in region.years:
        return []
    before, all_ = region.before(content.year), content.members
    missing: dict[int | None, str] = {
        sector.key: counted_nb(sum(one.sectors[place] is not None for one in content.municipalities), all_)
        for place, sector in enumerate(content.sectors)
    }
    missing[None] = counted_nb(region.counted.get(content.year, 0), all_)
    lines = sector_lines(region, content.year)
    return sector_rows(
        lines,
        Total(
            grams=region.totals[content.year],
            before=region.totals.get(before) if before is not None else None,
            base=region.totals.get(content.base_year),
        ),
        urls={},
        country={},
        has_former=before is not None,
        is_base=content.year == content.base_year,
        missing=missing,
    )


def rows_of_members(content: ClimateContent, url_of: Callable[[str], str]) -> list[MemberRow]:
    """Return the members as rows of a table, in the order of names; `url_of` gives a slug's page."""
    region = content.of_year(content.year)
    by_grams = ranks({one.key: one.grams for one in content.municipalities})
    heads = {one.key: per_head(one.grams, one.people) for one in content.municipalities}
    by_head = ranks(heads)
    is_base, has_former = content.year == content.base_year, content.before_year is not None
    rows = []
    for one in content.municipalities:
        since, since_base = change(one.before, one.grams), change(one.base, one.grams)
        why = why_no_change(since, "change", has_former=has_former)
        why |= why_no_change(since_base, "base", has_former=not is_base)
        rows.append(
            MemberRow(
                name=one.name,
                sort_name=sort_key(one.name),
                url=url_of(one.slug),
                county=one.county,
                people=one.people,
                tonnes=numbers.tonnes(one.grams),
                change_percent=numbers.percent(since.percent),
                base_percent=None if is_base else numbers.percent(since_base.percent),
                per_head=numbers.per_head(heads[one.key]),
                of_region=numbers.percent(share(one.grams, region.grams if region else None)),
                rank=by_grams[one.key].place if one.key in by_grams else None,
                rank_per_head=by_head[one.key].place if one.key in by_head else None,
                why=why,
            )
        )
    return rows


def falls(shifts: list[Shift]) -> list[ShiftRow]:
    """Return the largest falls as rows of a table, the largest first."""
    return [_shift_row(one) for one in largest_falls(shifts)]


def rises(shifts: list[Shift]) -> list[ShiftRow]:
    """Return the largest rises as rows of a table, the largest first."""
    return [_shift_row(one) for one in largest_rises(shifts)]


def _shift_row(shift: Shift) -> ShiftRow:
    since = numbers.as_shown(shift.change, shift.after)
    return ShiftRow(
        name=shift.name,
        sector=shift.sector_name,
        change=numbers.tonnes(since.grams) or 0,
        change_percent=numbers.percent(since.percent),
        why={"change_percent": NONE} if since.percent is None else {},
    )


def revision_row(row: RevisionContent) -> RevisionRow:
    """Return a revised figure as a row of a table."""
    since = numbers.as_shown(change(row.before, row.after), row.after)
    wholes = {TOTAL: _("Osloregionen samlet"), COUNTRY_SUM: _("Summen av kommunene i landet")}
    why = {"change": NONE, "change_percent": NONE}
    if row.kind in (TOTAL, SECTOR, COUNTRY_SUM):
        # Some members have figures, perhaps all but one.
        why |= {side: _("ingen sum") for side in ("before", "after") if getattr(row, side) is None}
    return RevisionRow(
        what=wholes.get(row.kind, row.name),
        year=row.year,
        before=numbers.tonnes(row.before),
        after=numbers.tonnes(row.after),
        change=numbers.tonnes(since.grams),
        change_percent=numbers.percent(since.percent),
        why=why,
    )
