"""All that a Klimastatus shows, put together for its page and its PDF: words, tables, charts. No queries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from emissions.charts.place import Drawn, change_chart, trend_chart
from emissions.climate import derived, telling
from emissions.climate.content import ClimateContent, RevisionContent, Work
from emissions.climate.revisions import MEMBER, SECTOR, TOTAL, Since
from emissions.tables.climate import RevisionTable, ShiftRow, ShiftTable
from emissions.tables.members import MemberTable
from emissions.tables.sectors import SectorTable
from emissions.tables.years import YearTable, gap_note
from osloregionen.charts import Chart
from osloregionen.exports import Export
from osloregionen.formatting import date_nb, list_nb
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

    `members` is the long one: last on a page, and last of all in print.
    """

    told: list[str]
    tables: list[Table]
    members: Table | None
    rows: Table | None


@dataclass(frozen=True)
class ClimatePage:
    """Everything that the page says. `since` is None where no other edition is in use."""

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
        method=telling.method(content),
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
    drawn = Drawn(_("Osloregionen"), f"{content.edition.source} {telling.edition_line(content)}")
    region, lines = derived.region_of(content), derived.lines_of_sectors(content)
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
        exclude=("of_region",),
    )


def _year_notes(content: ClimateContent) -> list[str]:
    return [note for note in [gap_note(derived.lines_of_years(content))] if note]


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
    totals, sectors = derived.member_shifts(content), derived.sector_shifts(content)
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
    return _revised(
        telling.since_told(content, since),
        since.rows or (),
        content.year,
        before=_("I rapporten"),
        after=_("I utgaven som gjelder nå"),
        prefix="na",
    )


def _former(content: ClimateContent) -> Revised | None:
    told = telling.former_told(content)
    if content.former is None:
        return None
    return _revised(
        [told],
        content.revised,
        content.former.year,
        before=_("Klimastatus %(year)s") % {"year": content.former.year},
        after=_("I denne rapporten"),
        prefix="forrige",
    )


def _revised(
    told: list[str], rows: tuple[RevisionContent, ...], year: int, *, before: str, after: str, prefix: str
) -> Revised:
    """Return revised figures as tables: the region's years, then sectors and members in the report's year."""

    def table(chosen: list[RevisionContent], caption: str, name: str) -> RevisionTable:
        shown = [derived.revision_row(row) for row in chosen]
        # The caption has said it, of all rows alike.
        exclude = {TOTAL: ("what",), SECTOR: ("year",), MEMBER: ("year",)}.get(name, ())
        return RevisionTable(
            shown, before=before, after=after, caption=caption, prefix=f"{prefix}-{name}-", exclude=exclude
        )

    groups = {
        kind: (caption, [row for row in rows if row.kind == kind and (kind == TOTAL or row.year == year)])
        for kind, caption in (
            (TOTAL, _("Osloregionen samlet")),
            (SECTOR, _("Sektorene i %(year)s") % {"year": year}),
            (MEMBER, _("Kommunene i %(year)s") % {"year": year}),
        )
    }
    tables: dict[str, Table] = {
        kind: table(chosen, caption, kind) for kind, (caption, chosen) in groups.items() if chosen
    }
    others = sorted({row.year for row in rows if row.kind != TOTAL and row.year != year}, reverse=True)
    if others:
        text = _("Også tall for sektorer og kommuner i %(years)s er endret. Filene har alle.")
        told = [*told, text % {"years": list_nb([str(one) for one in others])}]
    return Revised(
        told=told,
        tables=[one for kind, one in tables.items() if kind != MEMBER],
        members=tables.get(MEMBER),
        rows=table(list(rows), _("Alle tall som er annerledes"), "alle") if rows else None,
    )


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
            name=f"klimastatus-{content.year}-{name}",
            title=title % {"year": content.year},
            source=f"{content.edition.source} {page.edition}",
            url=url,
        )
        for name, (table, title) in tables.items()
        if table is not None
    }
