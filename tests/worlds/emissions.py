"""Made-up sectors and published tables, one of which holds what can't be right; editions and targets."""

import datetime as dt
from collections.abc import Sequence
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
    Target,
)
from emissions.services import publish_edition
from members.models import Municipality, MunicipalityNumber
from tests.worlds.climate import build_climate_reports
from tests.worlds.statistics import edition_of, statistics_of
from tests.worlds.store import SOURCE, SOURCES, day, prose, store

#: The years of the editions: the statistics' first, those of a published table, a leap, and the latest.
#: A member lacks one of them.
YEARS = (2009, 2019, 2020, 2022, 2023, 2024)
_LACKED = 2022
_TARGET_YEAR = 2030
#: Source, gas and how much of a sector it is; of the sectors after the first ones the first stands for all.
_SERIES = (("Prøvekilde 0", "CO2", 1), ("Prøvekilde 0", "CH4", 0.25), ("Prøvekilde 1", "N2O", 0.125))
_DIVIDED = 2
#: A municipality of the country that is no member: with it the country is more than the region.
_OUTSIDE = {9901: "Prøvekommune utenfor Osloregionen"}


def build_emissions(*, sectors: int, tables: int) -> None:
    """Make sectors (five at least) with sources and gases, and all that there is of figures and reports."""
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
    _targets()
    build_climate_reports(tables)


def _editions(sectors: list[Sector], count: int) -> None:
    """Make editions of all members and of one: in use, with and without the last sector, and undated.

    The region has a sum of every year but one, of which a member has no figures. Of the sources of the first
    sectors another member lacks one. The oldest has the members alone, and so no sum of the country.
    """
    numbers = dict(
        MunicipalityNumber.objects.filter(valid_to=None, municipality__memberships__left_on=None)
        .order_by("number")
        .values_list("number", "municipality__name")
    )
    names = {int(number): name for number, name in numbers.items()}
    original = [sector for sector in sectors if sector.since_edition is None]
    nine = statistics_of(_figures(list(names), YEARS[:-1], original, 3), names=names)
    publish_edition(edition=edition_of(nine, published_on=dt.date(2024, 11, 1)))
    number, name = list(numbers.items())[1]
    one = statistics_of(_figures([int(number)], YEARS, sectors, 4, lacking=False), one=name)
    publish_edition(edition=edition_of(one, published_on=dt.date(2025, 3, 1), number=number))
    for place in range(count):
        figures = _figures(list(names), YEARS, sectors, 5 + place)
        figures += _figures(list(_OUTSIDE), YEARS, sectors, 5 + place, lacking=False)
        ten = statistics_of(figures, names=names | _OUTSIDE)
        edition = edition_of(ten, published_on=dt.date(2025, 1, place) if place else None)
        if place:
            publish_edition(edition=edition)


def _figures(
    numbers: list[int], years: Sequence[int], sectors: list[Sector], step: int, *, lacking: bool = True
) -> list[tuple[object, ...]]:
    """Return figures in tonnes that mostly fall, unlike for each; `step` tells one edition from another."""
    return [
        (number, year, sector.name, source, gas, _tonnes(number, year, sector.order, step) * part)
        for number in numbers
        for year in years
        if not (lacking and number == min(numbers) and year == _LACKED)
        for sector in sectors
        for source, gas, part in _SERIES[: 1 if sector.order > _DIVIDED else None]
        if not (lacking and number == max(numbers) and source == _SERIES[-1][0])
    ]


def _tonnes(number: int, year: int, order: int, step: int) -> float:
    # One in eight had nothing of the second sector in the first year: no per cent of that.
    if number % 8 == 2 and order == 2 and year == YEARS[0]:
        return 0
    size = number % 89 * 10 + order * step
    return size * (2060 - year + number % 7 * (year % 5 - 2)) / 8


def _targets() -> None:
    """Make targets of the region, the country and every other member, some from before the statistics."""
    whole: list[tuple[str, Municipality | None, int, int, str]] = [
        ("region", None, YEARS[0], _TARGET_YEAR, "52.5"),
        ("region", None, YEARS[0], 2050, "90"),
        ("land", None, 1990, _TARGET_YEAR, "55"),
    ]
    whole += [
        ("kommune", member, (YEARS[0], 1990, YEARS[1])[n % 3], _TARGET_YEAR, f"{30 + n}")
        for n, member in enumerate(Municipality.objects.members_now()[::2])
    ]
    store(
        [
            Target(
                area=area,
                municipality=member,
                base_year=base_year,
                target_year=target_year,
                reduction=Decimal(reduction),
                sectors=("ten", "nine")[n % 2],
                wording=prose(n, 1) if n % 3 else "",
                decided_on=day(2021, n) if n % 4 else None,
                source=SOURCE,
            )
            for n, (area, member, base_year, target_year, reduction) in enumerate(whole)
        ]
    )


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
