"""What the page of emissions reads: published tables and shares, the national statistics' sectors."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from emissions import checks
from emissions.models import PublishedRow, PublishedShare, PublishedTable, Sector, Source
from osloregionen.formatting import counted_nb, date_or_note_nb, list_nb, number_nb, percent_nb
from osloregionen.parts import Figure
from osloregionen.text import each_once


@dataclass(frozen=True)
class Line:
    """A line of a published table. `flag` says in words what can't be right, and is empty otherwise."""

    label: str
    percent: Decimal | None
    tonnes: int | None
    flag: str
    remark: str
    is_total: bool


@dataclass(frozen=True)
class Published:
    """A published table with what is said about it."""

    table: PublishedTable
    headline: str
    when: str
    lines: list[Line]
    remarks: list[str]
    sum_sentence: str
    comments: list[str]


def published_tables() -> list[Published]:
    """Return the published tables, newest first, each with the findings of `checks`. Three queries."""
    tables = PublishedTable.objects.prefetch_related("rows", "comments")
    return [_published(table) for table in tables]


def _published(table: PublishedTable) -> Published:
    rows = list(table.rows.all())
    lines = [_line(row) for row in rows]
    return Published(
        table=table,
        headline=_headline(table, rows),
        when=date_or_note_nb(table.published_on, table.published_note),
        lines=lines,
        remarks=[
            _("%(label)s: %(remark)s") % {"label": line.label, "remark": line.remark}
            for line in lines
            if line.remark
        ],
        sum_sentence=_sum_sentence(rows),
        comments=[comment.text for comment in table.comments.all()],
    )


def _line(row: PublishedRow) -> Line:
    findings = [finding.text.removeprefix(f"{row.label}: ") for finding in checks.row_findings(row)]
    flags = []
    if checks.is_impossible_fall(row.percent):
        flags.append(_("kan ikke stemme"))
    if checks.signs_disagree(row.percent, row.tonnes):
        flags.append(_("prosent og tonn går hver sin vei"))
    return Line(
        label=row.label,
        percent=row.percent,
        tonnes=row.tonnes,
        flag=list_nb(flags),
        remark=row.remark.strip() or " ".join(findings),
        is_total=row.sector_id is None,
    )


def _headline(table: PublishedTable, rows: list[PublishedRow]) -> str:
    """Say the total change in words; empty where no total was published."""
    total = next((row for row in rows if row.sector_id is None), None)
    if total is None or total.percent is None:
        return ""
    words = {
        "percent": percent_nb(abs(total.percent).normalize()),
        "from": table.from_year,
        "to": table.to_year,
    }
    if total.percent == 0:
        sentence = _("Utslippene var de samme i %(from)s og %(to)s") % words
    elif total.percent < 0:
        sentence = _("Utslippene gikk ned med %(percent)s fra %(from)s til %(to)s") % words
    else:
        sentence = _("Utslippene gikk opp med %(percent)s fra %(from)s til %(to)s") % words
    if total.tonnes is None:
        return f"{sentence}."
    change = _("en nedgang på %(tonnes)s tonn CO₂-ekvivalenter")
    if total.tonnes > 0:
        change = _("en økning på %(tonnes)s tonn CO₂-ekvivalenter")
    return f"{sentence}, {change % {'tonnes': number_nb(abs(total.tonnes))}}."


def _sum_sentence(rows: list[PublishedRow]) -> str:
    difference = checks.sum_difference(rows)
    if difference is None:
        return _("Summen av sektorene kan ikke kontrolleres, for ikke alle tallene er registrert.")
    if difference == 0:
        return _("Summen av sektorene er lik totalen som er publisert.")
    sentence = _("Summen av sektorene avviker %(tonnes)s fra totalen som er publisert.") % {
        "tonnes": counted_nb(abs(difference), _("tonn"), _("tonn"))
    }
    if abs(difference) <= checks.ROUNDING:
        sentence += " " + _("Så lite kan skyldes avrunding.")
    return sentence


@dataclass(frozen=True)
class SourceLine:
    """An emission source of the national statistics with its gases. `years` None: not registered."""

    sector: str
    name: str
    gases: str
    first_year: int | None
    last_year: int | None
    source: str


def published_shares() -> list[PublishedShare]:
    """Return the published shares of the national emissions, newest first. One query."""
    return list(PublishedShare.objects.all())


def share_figures(shares: list[PublishedShare]) -> list[Figure]:
    """Return the shares as large figures with their year. No queries."""
    return [
        Figure(
            value=percent_nb(share.percent.normalize()),
            label=_("%(text)s i %(year)s") % {"text": share.text, "year": share.year},
        )
        for share in shares
    ]


def distinct_sources(rows: Iterable[PublishedShare | SourceLine]) -> list[str]:
    """Return the sources of rows, each once. No queries."""
    return each_once(row.source for row in rows)


@dataclass(frozen=True)
class SectorBlock:
    """A sector with its sources; `note` tells its other name and which edition brought it."""

    name: str
    note: str
    sources: list[SourceLine]
    count: str


def sectors() -> list[SectorBlock]:
    """Return the sectors of the national statistics with sources and gases, in their order. Three queries."""
    found = Sector.objects.prefetch_related("sources__gases")
    return [_sector(sector) for sector in found]


def _sector(sector: Sector) -> SectorBlock:
    lines = [_source(sector, source) for source in sector.sources.all()]
    notes = []
    if sector.since_edition is not None:
        notes.append(_("Med fra utgaven for %(year)s.") % {"year": sector.since_edition})
    if sector.other_name:
        notes.append(_("Også kalt «%(name)s».") % {"name": sector.other_name})
    return SectorBlock(
        name=sector.name,
        note=" ".join(notes),
        sources=lines,
        count=counted_nb(len(lines), _("utslippskilde"), _("utslippskilder")),
    )


def _source(sector: Sector, source: Source) -> SourceLine:
    return SourceLine(
        sector=sector.name,
        name=source.name,
        gases=", ".join(str(gas.get_gas_display()) for gas in source.gases.all()),
        first_year=source.first_year,
        last_year=source.last_year,
        source=source.source,
    )


def published_table_names() -> list[str]:
    """Return the names that the published tables have in addresses of files. One query."""
    return list(PublishedTable.objects.values_list("slug", flat=True))
