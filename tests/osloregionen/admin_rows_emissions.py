"""Makes many rows of the emissions' models in the admin, each with related rows of its own."""

import itertools
from typing import Any

from emissions.models import (
    ClimateReport,
    Edition,
    ImportJob,
    PublishedClimateReport,
    PublishedTable,
    Sector,
    Source,
    Target,
)
from tests.osloregionen.rows_of_many import FROZEN, bulk, municipalities, users


def tables(count: int) -> list[PublishedTable]:
    """Make published tables."""
    return bulk(
        PublishedTable,
        count,
        lambda n: {
            "title": f"Tabell {n}",
            "slug": f"tabell-{n}",
            "from_year": 2030,
            "to_year": 2031,
            "source": "Prøve",
        },
    )


def sectors(count: int) -> list[Sector]:
    """Make sectors."""
    return bulk(Sector, count, lambda n: {"name": f"Sektor {n}", "slug": f"sektor-{n}", "order": 1})


def sources(count: int) -> list[Source]:
    """Make sources, each of a sector of its own."""
    of = iter(sectors(count))
    return bulk(Source, count, lambda n: {"sector": next(of), "name": f"Kilde {n}"})


def editions(count: int) -> list[Edition]:
    """Make editions of the statistics, each of a municipality of its own."""
    of = iter(municipalities(count))
    return bulk(
        Edition,
        count,
        lambda n: {
            "title": f"Utgave {n}",
            "publisher": "Prøve",
            "source": "Prøve",
            "kind": "one",
            "municipality": next(of),
            "file_name": "prove.xlsx",
            "sha256": f"{n:064x}",
            "members_sha256": "a" * 64,
            "numbers_on": "2030-01-01",
            "row_count": 1,
            "figure_count": 1,
            "member_count": 1,
            "first_year": 2009,
            "last_year": 2029,
            "sectors": "nine",
        },
    )


def climate_reports(count: int) -> list[ClimateReport]:
    """Make reports: one for each year that has none, 92 of them at most."""
    edition = Edition.objects.first() or editions(1)[0]
    years = itertools.count(2009 + ClimateReport.objects.count())
    count = min(count, 2100 - 2009 + 1 - ClimateReport.objects.count())
    return bulk(ClimateReport, count, lambda _n: {"year": next(years), "edition": edition, "sectors": "nine"})


def published_reports(count: int) -> list[PublishedClimateReport]:
    """Make reports that are published, as many as there are years for."""
    whole: dict[str, Any] = {"published_on": "2030-01-01", **FROZEN}
    made = climate_reports(count)
    reports = iter(made)

    def fields(_n: int) -> dict[str, Any]:
        report = next(reports)
        return {"report": report, "year": report.year, "edition": report.edition, **whole}

    return bulk(PublishedClimateReport, len(made), fields)


def imports(count: int) -> list[ImportJob]:
    """Make imports that are stored, each by a user of its own."""
    of, by = iter(editions(count)), iter(users(count))
    return bulk(
        ImportJob,
        count,
        lambda n: {
            "key": f"{n:032x}",
            "file_name": f"fil-{n}.xlsx",
            "size": 1,
            "sha256": "b" * 64,
            "status": "stored",
            "edition": next(of),
            "began_by": next(by),
        },
    )


def targets(count: int) -> list[Target]:
    """Make targets, each of a municipality of its own."""
    of = iter(municipalities(count))
    return bulk(
        Target,
        count,
        lambda n: {
            "area": "kommune",
            "municipality": next(of),
            "base_year": 2009,
            "target_year": 2030,
            "reduction": 50,
            "sectors": "nine",
            "source": "Prøve",
        },
    )
