"""The Klimastatus as PDF.

published_pdf(content, address)        # as it is published: made once, and kept with the report
revised_document(row, content, since)  # the same, beginning with what has come since: figures, a remark
draft_document(report, content)        # for the staff who prepare it
"""

import datetime as dt
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from emissions.climate import telling
from emissions.climate.content import ClimateContent
from emissions.climate.page import ClimatePage, Revised, charts_of, file_name_of, page_of
from emissions.climate.revisions import Since
from emissions.models import ClimateReport, PublishedClimateReport
from osloregionen.documents import Content, Document, title_size
from osloregionen.pdf import Pdf, archival_pdf
from osloregionen.tables import Table


@dataclass(frozen=True)
class Head:
    """A heading of a printed table; `css` is "num" over numbers."""

    text: str
    css: str


@dataclass(frozen=True)
class Row:
    """A row of a printed table: what it is about, and its cells with their classes."""

    name: str
    cells: list[tuple[str, str]]
    is_total: bool


@dataclass(frozen=True)
class Printed:
    """A table on paper. `note` stands under it."""

    caption: str
    heads: list[Head]
    rows: list[Row]
    note: str


@dataclass(frozen=True)
class PrintedChart:
    """A chart on paper: the name under which its drawing is handed over."""

    image: str
    title: str
    subtitle: str
    alt: str
    source: str
    note: str


@dataclass(frozen=True)
class PrintedRevisions:
    """What is said of revised figures, on paper. `others` is left out of what is said of the former one."""

    told: list[str]
    tables: list[Printed]
    members: Printed | None
    others: list[Printed]


@dataclass(frozen=True)
class ClimatePrint:
    """Everything that the PDF says. `page` holds the words, the rest is laid out for paper."""

    title: str
    title_size: str
    status: str
    #: What the foot of each page says of it.
    state: str
    final: bool
    practice: bool
    changed: dt.datetime
    address: str
    sha256: str
    page: ClimatePage
    #: The remark written after publishing, and what marks the key figures where anything has come since.
    remark: str
    mark: str
    since: PrintedRevisions | None
    former: PrintedRevisions | None
    years: Printed
    sectors: Printed | None
    members: Printed
    shifts: list[tuple[str, list[Printed]]]
    development: PrintedChart | None
    change: PrintedChart | None


def published_pdf(content: ClimateContent, address: str = "") -> Pdf:
    """Return a report as the PDF to keep: PDF/A-2a and PDF/UA-1, the same bytes for the same content.

    Takes the absolute `address` of the report's page. Raises `PdfError`. A few seconds; no queries.
    """
    html, pictures = _printed(content, address)
    return archival_pdf(html, assets=pictures)


def revised_document(row: PublishedClimateReport, content: ClimateContent, since: Since | None) -> Document:
    """Return a published report that begins with what has come since: its remark, revised figures.

    Takes a row with `report` fetched. No queries.
    """
    remark = row.report.remark

    def make(address: str) -> Content:
        return _printed(content, address, since=since, remark=remark)

    # Not what the stored one is called: who has both can tell which is which.
    name = f"{file_name_of(content)}-med-tillegg"
    return Document(name=name, url=pdf_url(row.year), page=row, make=make, one_of_many=True)


def has_addition(row: PublishedClimateReport, since: Since | None) -> bool:
    """Say whether anything has come since a report was published. Takes one with `report`. No queries."""
    return bool(row.report.remark) or (since is not None and bool(since.rows))


def draft_document(report: ClimateReport, content: ClimateContent) -> Document:
    """Return a report that is not published, for staff. No queries."""

    def make(address: str) -> Content:
        return _printed(content, address)

    return Document(
        name=f"{file_name_of(content)}-utkast",
        url=pdf_url(report.year),
        page=report,
        make=make,
        one_of_many=True,
    )


def pdf_url(year: int) -> str:
    """Return the address of a report's PDF. No queries."""
    return reverse("emissions:climate_pdf", kwargs={"year": year})


def _printed(
    content: ClimateContent, address: str, *, since: Since | None = None, remark: str = ""
) -> Content:
    page = page_of(content, since, lambda _slug: "")
    pictures: dict[str, bytes] = {}
    drawn: dict[str, PrintedChart | None] = {}
    for name, draw in charts_of(content).items():
        chart = draw()
        drawn[name] = None
        if chart is not None:
            image = f"{name}.svg"
            pictures[image] = chart.svg.encode()
            drawn[name] = PrintedChart(
                image, chart.title, chart.subtitle, chart.alt, chart.source, chart.note
            )
    title, mark = page.title, telling.mark(content, since, remark)
    report = ClimatePrint(
        title=title,
        title_size=title_size(title),
        status=page.status,
        state=_("%(status)s, med tillegg") % {"status": page.status} if mark else page.status,
        final=not page.is_draft,
        practice=False,
        changed=_moment(content.published_on or content.as_of),
        address=address,
        sha256=content.sha256() if content.published_on is not None else "",
        page=page,
        remark=remark,
        mark=mark,
        since=_revisions(page.since) if since is not None and since.rows else None,
        former=_former(page.former),
        years=printed_table(page.years),
        sectors=printed_table(page.sectors) if page.sectors is not None else None,
        members=printed_table(page.members, leave_out=("county", "rank_per_head")),
        shifts=[(one.heading, [printed_table(table) for table in one.tables]) for one in page.shifts],
        development=drawn["utvikling"],
        change=drawn["endring"],
    )
    return render_to_string("emissions/climate_report_pdf.html", {"report": report}), pictures


def _moment(day: dt.date) -> dt.datetime:
    """Return the first moment of a day: the same content is the same document."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _revisions(revised: Revised | None) -> PrintedRevisions | None:
    if revised is None:
        return None
    return PrintedRevisions(
        told=revised.told,
        tables=[printed_table(table) for table in revised.tables],
        members=printed_table(revised.members) if revised.members is not None else None,
        others=[printed_table(table) for table in revised.others],
    )


def _former(revised: Revised | None) -> PrintedRevisions | None:
    """Return what is said of the former report, without the long tables that the page has."""
    printed = _revisions(revised)
    if printed is None or not printed.others:
        return printed
    text = _("Flere tall er annerledes. Alle står på rapportens nettside, og i filen der.")
    return replace(printed, told=[*printed.told, text], others=[])


def printed_table(table: Table, *, leave_out: tuple[str, ...] = ()) -> Printed:
    """Return a table for paper: its cells as they are read, names without links. No queries."""
    columns = [column for column in table.columns if column.name not in leave_out]
    first, rest = columns[0], columns[1:]
    return Printed(
        caption=str(table.caption),
        heads=[Head(str(column.header), getattr(column.column, "css", "")) for column in columns],
        rows=[
            Row(
                name=str(getattr(row.record, first.name)),
                cells=[
                    (_cell(row.get_cell(column.name)), getattr(column.column, "css", "")) for column in rest
                ],
                is_total=getattr(row.record, "is_total", False),
            )
            for row in table.rows
        ],
        note=str(table.note),
    )


def _cell(content: object) -> str:
    return content if isinstance(content, SafeString) else str(content)
