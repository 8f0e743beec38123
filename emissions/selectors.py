"""What the pages of emissions read besides figures: published tables, shares, sectors, and who has a page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.db.models import Count
from django.utils.translation import gettext as _

from emissions import checks
from emissions.current import publication_in_use, publications_in_use
from emissions.models import (
    Edition,
    Publication,
    PublishedRow,
    PublishedShare,
    PublishedTable,
    Sector,
    SectorTotal,
    Source,
)
from members.models import Municipality
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
    slug: str
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
        slug=sector.slug,
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


def counted_by_sector(edition: Edition, year: int) -> dict[int, int]:
    """Return by sector's key how many members have a figure of it in a year. One query."""
    rows = SectorTotal.objects.filter(edition=edition, year=year, area=SectorTotal.Area.MUNICIPALITY)
    return dict(rows.values("sector").annotate(having=Count("pk")).order_by().values_list("sector", "having"))


def counted_by_year(edition: Edition, sector: Sector) -> dict[int, int]:
    """Return by year how many members have a figure of a sector. One query."""
    rows = SectorTotal.objects.filter(edition=edition, sector=sector, area=SectorTotal.Area.MUNICIPALITY)
    return dict(rows.values("year").annotate(having=Count("pk")).order_by().values_list("year", "having"))


def publications_of(editions: Iterable[Edition]) -> dict[int, list[Publication]]:
    """Return when each of the editions was in use, by its key, the first time first. One query."""
    found: dict[int, list[Publication]] = {edition.pk: [] for edition in editions}
    for publication in Publication.objects.filter(edition__in=list(found)).order_by("pk"):
        found[publication.edition_id].append(publication)
    return found


def municipality_addresses() -> Iterator[dict[str, str]]:
    """Give the address of every member's page of emissions. One query."""
    slugs = Municipality.objects.members_now().values_list("slug", flat=True)
    return ({"slug": slug} for slug in slugs)


def sector_addresses() -> Iterator[dict[str, str]]:
    """Give the address of every sector's page of the region. One query."""
    return ({"sector": slug} for slug in Sector.objects.values_list("slug", flat=True))


def municipality_sector_addresses() -> Iterator[dict[str, str]]:
    """Give the address of every member's page of every sector. Two queries."""
    sectors = list(Sector.objects.values_list("slug", flat=True))
    slugs = Municipality.objects.members_now().values_list("slug", flat=True)
    return ({"slug": slug, "sector": sector} for slug in slugs for sector in sectors)


def edition_pairs() -> Iterator[dict[str, int]]:
    """Give the addresses of comparisons: each edition in use beside those of its scope before it. One query.

    Of all municipalities alone: what an edition of one is compared with depends on whose it is.
    """
    used = Publication.objects.filter(edition__kind=Edition.Kind.ALL).order_by("pk")
    keys = list(dict.fromkeys(used.values_list("edition_id", flat=True)))
    return ({"first": first, "second": second} for first, second in pairwise(keys))


def names_with_edition(*names: str) -> list[str]:
    """Return the names of tables that a page has only where an edition of all is in use. One query."""
    return list(names) if publication_in_use(Edition.Kind.ALL) is not None else []


def names_with_any_edition(*names: str) -> list[str]:
    """Return the names of tables that a page has only where some edition is in use. One query."""
    return list(names) if publications_in_use() else []
