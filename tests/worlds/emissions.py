"""Made-up sectors and published tables, one of which holds what can't be right."""

from decimal import Decimal

from emissions.models import (
    Gas,
    PublishedComment,
    PublishedRow,
    PublishedShare,
    PublishedTable,
    Sector,
    Source,
    SourceGas,
)
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
