"""The pages of the emissions, for the catalogue."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import F

from emissions import selectors
from emissions.current import publications_in_use
from emissions.models import ClimateReport, Edition, EditionFile, ImportJob, PublishedClimateReport
from osloregionen.pages import Arguments, Audience, Entry, Kind

_MUNICIPALITY, _SECTOR = "asker", "veitrafikk"


def _states() -> Iterator[str]:
    """Give the choices that the present editions offer: nine sectors, their first year, each edition."""
    for publication in publications_in_use().values():
        edition = publication.edition
        if edition.kind == Edition.Kind.ALL:
            yield "sektorer=ni"
            yield f"ar={edition.first_year}"
            yield f"utgave={edition.pk}"


def _comparisons() -> Iterator[str]:
    """Give what two editions can be compared about besides the region's sums, which pages lead to."""
    yield "sektorer=ni"
    yield from (f"kommune={member['slug']}" for member in islice(selectors.municipality_addresses(), 3))


def _place_tables() -> list[str]:
    return selectors.names_with_edition("ar", "sektorer")


def _municipality_tables() -> list[str]:
    return selectors.names_with_edition("ar", "sektorer", "like-store", "fylket")


def _member_tables() -> list[str]:
    return selectors.names_with_edition("kommuner", "ar")


def _sector_tables() -> list[str]:
    return selectors.names_with_edition("kilder", "ar")


def _edition_tables() -> list[str]:
    return selectors.names_with_any_edition("utgaver")


def _published_tables() -> list[str]:
    names = selectors.published_table_names()
    beside = [f"{name}-og-utgaven" for name in names]
    return [*names, *selectors.names_with_edition(*beside, "andeler-i-utgaven")]


def _climate_reports() -> Iterator[Arguments]:
    years = PublishedClimateReport.objects.order_by("-year").values_list("year", flat=True)
    return ({"year": year} for year in years)


def _climate_tables() -> list[str]:
    """Return the tables of the newest published report, what has changed since among them."""
    edition = PublishedClimateReport.objects.order_by("-year").values_list("edition", flat=True).first()
    if edition is None:
        return []
    standing = publications_in_use().get((Edition.Kind.ALL, None))
    changed = ["endret"] if standing is not None and standing.edition_id != edition else []
    return ["kommuner", "ar", "sektorer", *changed]


def _every_climate_report() -> Iterator[Arguments]:
    """Give the page of each report's step, first those that are not published yet. One query."""
    reports = ClimateReport.objects.order_by(F("published").asc(nulls_first=True), "pk")
    return ({"object_id": key} for key in reports.values_list("pk", flat=True))


PAGES = (
    Entry(
        "emissions:overview",
        "The region's emissions: total, sectors, shares and the map by change; else what has been published",
        named_tables=_place_tables,
        own_states=_states,
    ),
    Entry(
        "emissions:members",
        "All members' emissions beside each other, with the map and a small line for each",
        named_tables=_member_tables,
        own_states=_states,
    ),
    Entry(
        "emissions:published",
        "What the council has published on the region's emissions, beside the edition of the statistics",
        tables=("andeler",),
        named_tables=_published_tables,
        own_asked=_states,
    ),
    Entry(
        "emissions:sectors",
        "Sectors, sources and gases of the national statistics",
        tables=("sektorer",),
        asked=("diagram=utvikling&format=svg",),
    ),
    Entry(
        "emissions:sector",
        "A sector of the region, by source and gas",
        example={"sector": _SECTOR},
        needs="a sector",
        every=selectors.sector_addresses,
        named_tables=_sector_tables,
    ),
    Entry(
        "emissions:editions",
        "The editions of the statistics that are or have been in use",
        named_tables=_edition_tables,
        asked=("diagram=utvikling&format=svg",),
    ),
    Entry(
        "emissions:edition_comparison",
        "What two editions of the statistics say of the same years",
        example={"first": 1, "second": 2},
        needs="two editions that are or have been in use",
        every=selectors.edition_pairs,
        named_tables=lambda: ("forskjeller",),
        asked=("diagram=utvikling&format=svg",),
        own_asked=_comparisons,
    ),
    Entry("emissions:climate_list", "The yearly Klimastatus reports that are published"),
    Entry(
        "emissions:climate_report",
        "A Klimastatus as it was published, with what has become of its figures since",
        example={"year": 2023},
        needs="a published report",
        every=_climate_reports,
        named_tables=_climate_tables,
    ),
    Entry(
        "emissions:climate_pdf",
        "A Klimastatus as PDF, beginning with what has become of its figures since",
        example={"year": 2023},
        kind=Kind.PDF,
        asked=("utgave=forrige",),
        needs="a published report",
        every=_climate_reports,
    ),
    Entry(
        "emissions:climate_published_pdf",
        "A Klimastatus as PDF, the very bytes that were published",
        example={"year": 2023},
        kind=Kind.PDF,
        needs="a published report",
        every=_climate_reports,
        in_sitemap=False,
    ),
    Entry("emissions:method", "How every figure of the emissions is calculated"),
    Entry(
        "emissions:municipality",
        "A municipality's emissions, and its place among the members",
        example={"slug": _MUNICIPALITY},
        needs="a member",
        every=selectors.municipality_addresses,
        named_tables=_municipality_tables,
    ),
    Entry(
        "emissions:municipality_sector",
        "A sector of a municipality, by source and gas",
        example={"slug": _MUNICIPALITY, "sector": _SECTOR},
        needs="a member and a sector",
        every=selectors.municipality_sector_addresses,
        named_tables=_sector_tables,
        own_asked=_states,
        # Members times sectors: they are found from the municipalities' pages.
        in_sitemap=False,
    ),
)


def _every_publishing() -> Iterator[Arguments]:
    """Give each edition: first those not in use, and of them those whose date is asked for. Two queries."""
    in_use = _in_use()
    dated = Edition.objects.order_by(F("published_on").asc(nulls_first=True), "pk")
    ordered = sorted(dated.values_list("pk", flat=True), key=lambda key: key in in_use)
    return ({"object_id": key} for key in ordered)


def _every_withdrawal() -> Iterator[Arguments]:
    """Give each edition, first those in use, which can be taken out of it. Two queries."""
    in_use = _in_use()
    ordered = sorted(
        Edition.objects.order_by("pk").values_list("pk", flat=True), key=lambda key: key not in in_use
    )
    return ({"object_id": key} for key in ordered)


def _in_use() -> set[int]:
    return {publication.edition_id for publication in publications_in_use().values()}


def _every_file() -> Iterator[Arguments]:
    keys = EditionFile.objects.order_by("edition").values_list("edition_id", flat=True)
    return ({"object_id": key} for key in keys)


def _every_import() -> Iterator[Arguments]:
    return ({"object_id": key} for key in ImportJob.objects.order_by("pk").values_list("pk", flat=True))


STAFF_PAGES = (
    Entry(
        "admin:emissions_climatereport_publish",
        "What is published when a Klimastatus is",
        audience=Audience.STAFF,
        needs="a Klimastatus",
        every=_every_climate_report,
        in_sitemap=False,
    ),
    Entry(
        "admin:emissions_importjob_progress",
        "How far an import of statistics is, for its page's script",
        kind=Kind.FILE,
        audience=Audience.STAFF,
        needs="an import",
        every=_every_import,
        in_sitemap=False,
    ),
    Entry(
        "admin:emissions_edition_publish",
        "What changes when an edition is put into use",
        audience=Audience.STAFF,
        needs="an edition",
        every=_every_publishing,
        in_sitemap=False,
    ),
    Entry(
        "admin:emissions_edition_withdraw",
        "What changes when an edition is taken out of use",
        audience=Audience.STAFF,
        needs="an edition",
        every=_every_withdrawal,
        in_sitemap=False,
    ),
    Entry(
        "admin:emissions_edition_file",
        "The file that an edition was read from",
        kind=Kind.FILE,
        audience=Audience.STAFF,
        needs="an edition",
        every=_every_file,
        in_sitemap=False,
    ),
)
