"""Made-up Klimastatus reports: published ones on an edition that was replaced, and one in preparation."""

import datetime as dt
import hashlib
from dataclasses import replace

from django.utils import timezone

from emissions.climate.composing import composed
from emissions.current import publication_in_use
from emissions.models import ClimateReport, Edition, PublishedClimateReport
from emissions.views.climate import work_of
from tests.worlds.plans import blank_pdf
from tests.worlds.store import SOURCE, prose, store

#: Years that are published, and the one of which the region has no sum.
PUBLISHED = (2020, 2022, 2023)
_WITHOUT_SUM = 2022
DRAFT = 2024


def build_climate_reports(count: int) -> None:
    """Publish so many reports on the first edition of all members, and prepare one on the edition in use."""
    first = Edition.objects.filter(kind=Edition.Kind.ALL, publications__isnull=False).order_by("pk").first()
    standing = publication_in_use(Edition.Kind.ALL)
    if first is None or standing is None:
        return
    reports = store(
        [
            ClimateReport(
                year=year,
                edition=first if year in PUBLISHED else standing.edition,
                sectors=Edition.Sectors.NINE if year in PUBLISHED else standing.edition.sectors,
                summary=prose(year, 4),
                remark=prose(year, 1) if year == _WITHOUT_SUM else "",
                source=SOURCE,
            )
            # The draft first: of it the admin shows most.
            for year in (DRAFT, *PUBLISHED[-count:])
        ]
    )
    for report in reports:
        if report.year in PUBLISHED:
            _publish(report)


def _publish(report: ClimateReport) -> None:
    on = dt.date(report.year + 1, 12, 15)
    content = replace(composed(report, work_of(report.year), as_of=on), published_on=on)
    text, pdf = content.to_json(), blank_pdf()
    PublishedClimateReport.objects.create(
        report=report,
        year=report.year,
        edition=report.edition,
        published_on=on,
        content=text,
        content_sha256=content.sha256(),
        pdf=pdf,
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        pdf_pages=1,
        pdf_bytes=len(pdf),
        made_at=dt.datetime.combine(on, dt.time(9), timezone.get_current_timezone()),
        made_by="Prøve",
    )
