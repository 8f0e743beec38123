"""Made-up sectors and published tables, one of which holds what can't be right; and editions."""

import datetime as dt
from decimal import Decimal

from emissions.models import (
    Edition,
    Gas,
    ImportJob,
    PublishedComment,
    PublishedRow,
    PublishedShare,
    PublishedTable,
    Sector,
    Source,
    SourceGas,
)
from emissions.services import publish_edition
from members.models import MunicipalityNumber
from tests.worlds.statistics import edition_of, statistics_of
from tests.worlds.store import SOURCE, SOURCES, day, prose, store


def build_emissions(*, sectors: int, tables: int) -> None:
    """Make sectors (five at least) with sources and gases, published tables, and shares of the country's."""
    made = store(
        [
            Sector(
                name=f"Prøvesektor {n} – ærlig veitrafikk" if n % 3 == 0 else f"Prøvesektor {n}",
                other_name="Prøvesektor under annet navn" if n == sectors else "",
                slug=f"provesektor-{n}",
                order=n,
                since_edition=2022 if n == sectors else None,
            )
            for n in range(1, sectors + 1)
        ]
    )
    sources = store(
        [
            Source(
                sector=sector,
                name=f"Prøvekilde {n}",
                first_year=2009 if n else None,
                last_year=2020 if n == 2 else None,
                source=SOURCE,
            )
            for sector in made
            for n in range(3)
        ]
    )
    gases = Gas.values
    store(
        [
            SourceGas(emission_source=source, gas=gases[(n + step) % len(gases)])
            for n, source in enumerate(sources)
            for step in range(n % 3 + 1)
        ]
    )
    for number in range(tables):
        _table(number, made)
    store(
        [
            PublishedShare(
                order=n,
                text=f"av prøvelandets utslipp, {n}",
                percent=Decimal(n) * 7,
                year=2020,
                source=SOURCE,
            )
            for n in range(1, 4)
        ]
    )
    _editions(made, tables)
    _imports()


def _editions(sectors: list[Sector], count: int) -> None:
    """Make editions of all members and of one: in use, with and without the last sector, and undated."""
    numbers = dict(
        MunicipalityNumber.objects.filter(valid_to=None, municipality__memberships__left_on=None)
        .order_by("number")
        .values_list("number", "municipality__name")
    )
    names = {int(number): name for number, name in numbers.items()}

    def rows(numbers: list[int], years: range, sectors: list[Sector], step: int) -> list[tuple[object, ...]]:
        return [
            (
                number,
                year,
                sector.name,
                "Prøvekilde 0",
                "CO2",
                number % 89 * 10 + year % 7 + sector.order * step,
            )
            for number in numbers
            # The first member has no figures of the first year.
            for year in (years if number != min(names) else years[1:])
            for sector in sectors
        ]

    original = [sector for sector in sectors if sector.since_edition is None]
    nine = statistics_of(rows(list(names), range(2021, 2024), original, 3), names=names)
    publish_edition(edition=edition_of(nine, published_on=dt.date(2024, 11, 1)))
    number, name = list(numbers.items())[1]
    one = statistics_of(rows([int(number)], range(2021, 2025), sectors, 4), one=name)
    publish_edition(edition=edition_of(one, published_on=dt.date(2025, 3, 1), number=number))
    for place in range(count):
        ten = statistics_of(rows(list(names), range(2021, 2025), sectors, 5 + place), names=names)
        edition = edition_of(ten, published_on=dt.date(2025, 1, place) if place else None)
        if place:
            publish_edition(edition=edition)


def _imports() -> None:
    """Make the imports that the editions came by, and one that was refused."""
    ImportJob.objects.bulk_create(
        ImportJob(
            key=f"{edition.pk:032x}",
            status=ImportJob.Status.STORED,
            file_name=edition.file_name,
            size=1,
            sha256=edition.sha256,
            edition=edition,
        )
        for edition in Edition.objects.order_by("pk")
    )
    refused = {"status": ImportJob.Status.FAILED, "message": "Filen er ikke et regneark."}
    ImportJob.objects.create(key="f" * 32, file_name="prove.pdf", size=1, sha256="f" * 64, **refused)


def _table(number: int, sectors: list[Sector]) -> None:
    year = 2020 + number
    table = store(
        [
            PublishedTable(
                title=f"Prøvetabell: endring i utslipp {year - 1}–{year}",
                slug=f"provetabell-{year}",
                from_year=year - 1,
                to_year=year,
                published_on=day(year + 1, number) if number % 2 else None,
                published_note="" if number % 2 else f"{year + 1}",
                source=SOURCES[number % 2],
            )
        ]
    )[0]
    figures = [(Decimal(n - 7), (n - 7) * 12345) for n in range(len(sectors))]
    rows = [
        PublishedRow(table=table, order=n, sector=sector, label=sector.name, percent=percent, tonnes=tonnes)
        for n, (sector, (percent, tonnes)) in enumerate(zip(sectors, figures, strict=True))
    ]
    total = sum(tonnes for _percent, tonnes in figures)
    if number == 0:
        # A fall of more than everything, signs that disagree, a figure that nobody has, a wrong sum.
        rows[0].percent = Decimal("-171.9")
        rows[1].tonnes = 4321
        rows[2].percent = rows[2].tonnes = None
        rows[3].remark = prose(3, 1)
    rows.append(PublishedRow(table=table, order=99, label="Totalt", percent=Decimal(-4), tonnes=total))
    store(rows)
    store([PublishedComment(table=table, order=n, text=prose(n, 2)) for n in range(1, 4)])
