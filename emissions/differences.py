"""The figures of a file held against those of the edition in use, one by one.

Eighty-six thousand on either side: each figure is found again by one number that says whose it is, of which
year, and of what.
"""

import heapq
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count

from django.db import connection

from emissions.current import newer, publication_in_use
from emissions.matching import Matched
from emissions.models import Edition, Publication

#: Room for a year, and for the place of a source and gas.
_YEAR, _PLACE = 12, 20
_FETCHED_AT_ONCE = 20_000


@dataclass
class Figures:
    """The figures of an edition in use, in grams, by one number each: municipality, year and place.

    `places` numbers sources and gases as they are met.
    """

    publication: Publication
    grams: dict[int, int] = field(default_factory=dict)
    places: dict[tuple[int, str], int] = field(default_factory=lambda: defaultdict(count().__next__))


@dataclass(frozen=True)
class Difference:
    """A figure that is another than in the edition in use; its source by the place among the series."""

    municipality: int
    year: int
    series: int
    before: int
    after: int


@dataclass
class Differences:
    """How a file differs from the edition in use: counts, the largest ones, and sums by year and sector.

    `cells` holds for a year and a sector how many figures changed, came and went, and by how many grams the
    sum differs.
    """

    same: int = 0
    changed: int = 0
    added: int = 0
    gone: int = 0
    largest: list[Difference] = field(default_factory=list)
    cells: dict[tuple[int, int], list[int]] = field(default_factory=dict)


def figures_in_use(publication: Publication | None, municipality: int | None = None) -> Figures | None:
    """Return the figures of a publication's edition, of one municipality or of all. One query."""
    if publication is None:
        return None
    figures = Figures(publication)
    places, grams = figures.places, figures.grams
    # Past the models: as rows of Django's they take three times as long.
    statement = (
        "SELECT municipality_id, year, source_id, gas, grams FROM emissions_emission WHERE edition_id = %s"
    )
    values = [publication.edition_id]
    if municipality is not None:
        statement += " AND municipality_id = %s"
        values.append(municipality)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        while rows := cursor.fetchmany(_FETCHED_AT_ONCE):
            for whose, year, source, gas, value in rows:
                grams[(whose << _YEAR | year) << _PLACE | places[source, gas]] = value
    return figures


def current_of_all() -> Figures | None:
    """Return the figures of the edition of all municipalities in use. Two queries.

    They may be fetched while a file is read, and handed to `edition_report`.
    """
    return figures_in_use(publication_in_use(Edition.Kind.ALL))


def to_compare_with(matched: Matched, of_all: Figures | None) -> Figures | None:
    """Return the figures that the file would take the place of: `of_all` for a file of all, if given."""
    only = matched.only
    if only is None:
        return of_all if of_all is not None else current_of_all()
    publication = newer(publication_in_use(Edition.Kind.ALL), publication_in_use(Edition.Kind.ONE, only.pk))
    return figures_in_use(publication, only.pk)


def differences(
    matched: Matched, figures: Figures | None, keys: list[int | None], sector_of: dict[int, int], *, told: int
) -> Differences:
    """Return how the file differs from the figures. No queries.

    `keys` are the sources of the file's series, `sector_of` gives a source's sector; `told` is how many of
    the largest differences are kept.
    """
    found = Differences()
    if figures is None:
        return found
    statistics, before = matched.statistics, dict(figures.grams)
    places = [
        figures.places[key, series.gas] if key is not None else -1
        for key, series in zip(keys, statistics.series, strict=True)
    ]
    sectors = [series.sector for series in statistics.series]
    whose = matched.municipalities
    cells: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    changes: list[tuple[int, Difference]] = []
    columns = zip(
        statistics.numbers, statistics.years_of, statistics.series_of, statistics.grams, strict=True
    )
    for number, year, series, after in columns:
        municipality = whose.get(number)
        if municipality is None:
            continue
        place = places[series]
        earlier = before.pop((municipality << _YEAR | year) << _PLACE | place, None) if place >= 0 else None
        if earlier == after:
            found.same += 1
            continue
        cell = cells[year, sectors[series]]
        if earlier is None:
            cell[1] += 1
            cell[3] += after
            continue
        cell[0] += 1
        cell[3] += after - earlier
        changes.append((abs(after - earlier), Difference(municipality, year, series, earlier, after)))
    source_of = {place: source for (source, _gas), place in figures.places.items()}
    for key, earlier in before.items():
        year = key >> _PLACE & (1 << _YEAR) - 1
        cell = cells[year, sector_of[source_of[key & (1 << _PLACE) - 1]]]
        cell[2] += 1
        cell[3] -= earlier
    found.cells = dict(cells)
    found.changed, found.added, found.gone = (sum(cell[n] for cell in cells.values()) for n in range(3))
    found.largest = [one for _size, one in heapq.nlargest(told, changes, key=lambda pair: pair[0])]
    return found
