"""All that a Klimastatus shows, put together for its page and its PDF: words, tables, charts. No queries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from emissions.charts.place import Drawn, change_chart, subtitle_of, trend_chart
from emissions.climate import derived, telling
from emissions.climate.content import ClimateContent, RevisionContent, Work
from emissions.climate.revisions import (
    COUNTED,
    COUNTRY_SUM,
    MEMBER,
    MEMBER_SECTOR,
    SECTOR,
    TOTAL,
    Since,
)
from emissions.climate.shifts import member_shifts, sector_shifts
from emissions.climate.targets import TargetWords, method_of_targets, targets_since, targets_told
from emissions.tables.climate import RevisionTable, ShiftRow, ShiftTable
from emissions.tables.members import MemberTable
from emissions.tables.sectors import SectorTable
from emissions.tables.years import YearTable, gap_note, without_country
from osloregionen.charts import Chart
from osloregionen.exports import Export
from osloregionen.formatting import date_nb
from osloregionen.parts import Fact, Figure
from osloregionen.tables import Table


@dataclass(frozen=True)
class Shifts:
    """The largest falls and rises of one kind."""

    heading: str
    tables: list[Table]


@dataclass(frozen=True)
class Revised:
    """What an edition has otherwise than a report: what is said of it, its tables; `rows` has everything.

    `tables` are what the report is about, `members` and `others` the long ones: last on a page, and last of
    all in print.
    """

    told: list[str]
    tables: list[Table]
    members: Table | None
    others: list[Table]
    rows: Table | None


@dataclass(frozen=True)
class ClimatePage:
    """Everything that the page says. `since` is None where no other edition is in use.

    `targets` is None where nothing is known of them, and empty where none was registered.
    """

    title: str
    year: int
    status: str
    is_draft: bool
    headline: list[str]
    figures: list[Figure]
    summary: str
    edition: str
    since: Revised | None
    years: Table
    year_notes: list[str]
    targets: list[TargetWords] | None
    sectors: Table | None
    sector_notes: list[str]
    members: Table
    members_told: str
    shifts: list[Shifts]
    work: Work
    plan_told: list[str]
    as_of: str
    former: Revised | None
    edition_facts: list[Fact]
    file_sha256: str
    method: list[str]
    sources: list[str]


def page_of(content: ClimateContent, since: Since | None, url_of: Callable[[str], str]) -> ClimatePage:
    """Return what a report says, and what has become of its figures since; `url_of` gives a slug's page."""
    return ClimatePage(
        title=title_of(content),
        year=content.year,
        status=status_of(content),
        is_draft=content.published_on is None,
        headline=telling.headline(content),
        figures=telling.figures(content),
        summary=content.summary,
        edition=telling.edition_line(content),
        since=_since(content, since) if since is not None else None,
        years=year_table(content),
        year_notes=_year_notes(content),
        targets=targets_told(content),
        sectors=sector_table(content),
        sector_notes=telling.sectors_told(content),
        members=member_table(content, url_of),
        members_told=telling.members_told(content),
        shifts=shifts_of(content),
        work=content.work,
        plan_told=telling.plan_told(content),
        as_of=telling.as_of_told(content),
        former=_former(content),
        edition_facts=telling.edition_facts(content),
        file_sha256=content.edition.sha256,
        method=[*telling.method(content), *method_of_targets(content)],
        sources=telling.sources(content),
    )


def title_of(content: ClimateContent) -> str:
    """Return the report's title."""
    return _("Klimastatus %(year)s for Osloregionen") % {"year": content.year}


def status_of(content: ClimateContent) -> str:
    """Return whether and when the report was published."""
    if content.published_on is None:
        return _("Utkast, ikke publisert")
    return _("Publisert %(date)s") % {"date": date_nb(content.published_on)}


def charts_of(content: ClimateContent) -> Mapping[str, Callable[[], Chart | None]]:
    """Return the report's charts by name, drawn when they are called; None where there is nothing to draw."""
    region, lines = derived.region_of(content), derived.lines_of_sectors(content)
    subtitle = subtitle_of(region.basis, content.edition.published_on)
    drawn = Drawn(_("Osloregionen"), content.edition.source, subtitle)
    years = {"first": content.base_year, "last": content.year}
    return {
        "utvikling": partial(trend_chart, drawn, region),
        "endring": partial(change_chart, drawn, lines, **years),
    }


def year_table(content: ClimateContent) -> YearTable:
    """Return the region's years, the newest first."""
    return YearTable(
        derived.rows_of_years(content),
        base_year=content.base_year,
        caption=_("Osloregionens utslipp år for år"),
        prefix="ar-",
        exclude=("of_region",) if telling.has_country(content) else ("of_region", "of_country"),
    )


def _year_notes(content: ClimateContent) -> list[str]:
    without = "" if telling.has_country(content) else without_country()
    return [note for note in (gap_note(derived.lines_of_years(content)), without) if note]


def sector_table(content: ClimateContent) -> SectorTable | None:
    """Return the region's sectors in the report's year; None where the edition lacks the year."""
    rows = derived.rows_of_sectors(content)
    if not rows:
        return None
    return SectorTable(
        rows,
        base_year=content.base_year,
        caption=_("Osloregionens utslipp etter sektor i %(year)s") % {"year": content.year},
        prefix="sektorer-",
        exclude=("of_country",),
    )


def member_table(content: ClimateContent, url_of: Callable[[str], str]) -> MemberTable:
    """Return all members in the report's year, in the order of names."""
    return MemberTable(
        derived.rows_of_members(content, url_of),
        base_year=content.base_year,
        caption=_("Utslipp i medlemskommunene i %(year)s") % {"year": content.year},
        prefix="kommuner-",
    )


def shifts_of(content: ClimateContent) -> list[Shifts]:
    """Return the largest changes since the year before: of members, and of their sectors."""
    if content.before_year is None:
        return []
    totals, sectors = member_shifts(content), sector_shifts(content)
    years = {"before": content.before_year, "year": content.year}
    told = (
        (
            _("I hele kommuner"),
            "kommune",
            ("sector",),
            (_("Kommunene med størst nedgang fra %(before)s til %(year)s") % years, derived.falls(totals)),
            (_("Kommunene med størst oppgang fra %(before)s til %(year)s") % years, derived.rises(totals)),
        ),
        (
            _("I én sektor i én kommune"),
            "kommunesektor",
            (),
            (_("Sektorene med størst nedgang fra %(before)s til %(year)s") % years, derived.falls(sectors)),
            (_("Sektorene med størst oppgang fra %(before)s til %(year)s") % years, derived.rises(sectors)),
        ),
    )
    return [
        Shifts(heading, tables)
        for heading, name, exclude, *parts in told
        if (tables := _shift_tables(name, exclude, parts))
    ]


def _shift_tables(
    name: str, exclude: tuple[str, ...], parts: list[tuple[str, list[ShiftRow]]]
) -> list[Table]:
    return [
        ShiftTable(rows, caption=caption, prefix=f"{name}-{turn}-", exclude=exclude)
        for turn, (caption, rows) in zip(("ned", "opp"), parts, strict=True)
        if rows
    ]


def _since(content: ClimateContent, since: Since) -> Revised:
    words = telling.Versions(_("I rapporten"), _("I utgaven som gjelder nå"))
    told = [*telling.since_told(content, since), *targets_since(content, since)]
    return _revised(told, since.rows or (), content.year, words, prefix="na")


def _former(content: ClimateContent) -> Revised | None:
    told = telling.former_told(content)
    if content.former is None:
        return None
    words = telling.Versions(
        _("Klimastatus %(year)s") % {"year": content.former.year}, _("I denne rapporten")
    )
    return _revised([told], content.revised, content.former.year, words, prefix="forrige")


def _revised(
    told: list[str],
    rows: tuple[RevisionContent, ...],
    year: int,
    words: telling.Versions,
    *,
    prefix: str,
) -> Revised:
    """Return revised figures as tables: the region's and its sectors', then all others'.

    What is a number of members is a sentence, for the tables are of tonnes.
    """

    def table(kind: str, caption: str, of_year: bool | None, *, without: str = "") -> Table | None:
        """Return a kind's rows: of the report's year (True), of the others (False), of every year (None)."""
        chosen = [row for row in rows if row.kind == kind and of_year in (None, row.year == year)]
        if not chosen:
            return None
        name = f"{prefix}-{kind}-{'andre-' if of_year is False else ''}"
        return _revision_table(chosen, words, caption % {"year": year}, name, without=without)

    in_tonnes = [row for row in rows if row.kind != COUNTED]
    tables = [
        table(TOTAL, _("Osloregionen samlet"), None, without="what"),
        table(SECTOR, _("Sektorene i %(year)s"), True, without="year"),
    ]
    others = [
        table(MEMBER_SECTOR, _("Sektorer i kommuner, blant de største endringene"), None),
        table(MEMBER, _("Kommunene i andre år"), False),
        table(SECTOR, _("Sektorene i andre år"), False),
        table(COUNTRY_SUM, _("Summen av kommunene i landet"), None, without="what"),
    ]
    return Revised(
        told=[*told, *telling.counted_told(rows, words)],
        tables=[one for one in tables if one is not None],
        members=table(MEMBER, _("Kommunene i %(year)s"), True, without="year"),
        others=[one for one in others if one is not None],
        rows=_revision_table(in_tonnes, words, _("Alle tall som er annerledes"), f"{prefix}-alle-")
        if in_tonnes
        else None,
    )


def _revision_table(
    rows: list[RevisionContent], words: telling.Versions, caption: str, prefix: str, *, without: str = ""
) -> RevisionTable:
    """Return revised figures as a table; `without` a column where the caption has said it, of all alike."""
    return RevisionTable(
        [derived.revision_row(row) for row in rows],
        before=words.before,
        after=words.after,
        caption=caption,
        prefix=prefix,
        exclude=(without,) if without else (),
    )


def file_name_of(content: ClimateContent) -> str:
    """Return what names of files begin with: which report of whom, which edition, how many sectors."""
    day, basis = content.edition.published_on, derived.region_of(content).basis
    edition = f"{day:%Y-%m-%d}" if day else f"{content.edition.number}"
    return f"klimastatus-{content.year}-osloregionen-utgave-{edition}-{basis.value}-sektorer"


def exports_of(content: ClimateContent, page: ClimatePage, url: str) -> dict[str, Export]:
    """Return the report's tables as files, by their name in `?tabell=`."""
    tables: dict[str, Any] = {
        "kommuner": (page.members, _("Utslipp i medlemskommunene i %(year)s")),
        "ar": (page.years, _("Osloregionens utslipp år for år til og med %(year)s")),
        "sektorer": (page.sectors, _("Osloregionens utslipp etter sektor i %(year)s")),
        "endret": (
            page.since.rows if page.since is not None else None,
            _("Tall i Klimastatus %(year)s som er annerledes i utgaven som gjelder nå"),
        ),
        "endret-fra-forrige": (
            page.former.rows if page.former is not None else None,
            _("Tall fra forrige rapport som er annerledes i Klimastatus %(year)s"),
        ),
    }
    return {
        name: Export(
            table=table,
            name=f"{file_name_of(content)}-{name}",
            title=title % {"year": content.year},
            source=f"{content.edition.source} {page.edition}",
            url=url,
        )
        for name, (table, title) in tables.items()
        if table is not None
    }
