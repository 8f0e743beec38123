"""Made-up figures for hypothesis: what a file has, stored as an edition, with rows missing here and there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from emissions.models import Edition
from members.models import Municipality, Population
from tests.emissions.conftest import EVERY_TEN
from tests.worlds.statistics import edition_of, statistics_of

#: Each example stores an edition: a few of them say what hundreds would.
EXAMPLES = settings(
    max_examples=20,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
#: The statistics' first years, with the gap between them.
YEARS = (2009, 2011, 2012)
#: Three members by their numbers, and one that is none.
NAMES = {9101: "Prøvekommune 0", 9102: "Prøvekommune 1", 9103: "Prøvekommune 2", 1103: "Stavanger"}
MEMBERS = tuple(NAMES)[:3]
#: A series of every sector, and two more of the first: another gas, and another source.
SERIES = (
    *EVERY_TEN,
    (EVERY_TEN[0][0], EVERY_TEN[0][1], "CH4"),
    (EVERY_TEN[0][0], "Prøvekilde", "CO2"),
)
NINE = tuple(dict.fromkeys(sector for sector, _source, _gas in SERIES))[:9]
TEN = tuple(dict.fromkeys(sector for sector, _source, _gas in SERIES))
_TONNE = 1_000_000

#: A row as a file has it: number, year, sector, source, gas, grams.
Row = tuple[int, int, str, str, str, int]


@dataclass(frozen=True)
class MadeUp:
    """A file's rows, and inhabitants on 1 January by number and year."""

    rows: tuple[Row, ...]
    people: dict[tuple[int, int], int] = field(default_factory=dict)


@st.composite
def made_up(draw: st.DrawFn, *, sectors: tuple[str, ...] | None = None) -> MadeUp:
    """Draw the figures of nine or ten sectors; equal ones, zeros and missing ones are common."""
    counting = sectors or draw(st.sampled_from([NINE, TEN]))
    cells = [
        (number, year, *series)
        for number in NAMES
        for year in YEARS
        for series in SERIES
        if series[0] in counting
    ]
    grams = draw(
        st.lists(
            st.sampled_from([0, 1, 499_999, 500_000, 7 * _TONNE]) | st.integers(0, 10**12),
            min_size=len(cells),
            max_size=len(cells),
        )
    )
    of_cell = dict(zip(cells, grams, strict=True))
    if draw(st.booleans()):
        # Two members alike share their places.
        of_cell = {
            cell: of_cell[(MEMBERS[0], *cell[1:]) if cell[0] == MEMBERS[1] else cell] for cell in cells
        }
    # Whole sectors of a member, and a source or a gas alone; what the file must have is left.
    without = draw(st.sets(st.sampled_from([cell[:3] for cell in cells if cell[0] in MEMBERS]), max_size=2))
    alone = draw(st.sets(st.sampled_from([cell for cell in cells if cell[0] in MEMBERS]), max_size=2))
    heads = st.none() | st.integers(1, 900_000)
    lived = {(number, year): draw(heads) for number in MEMBERS for year in YEARS[1:]}
    return MadeUp(
        tuple(
            (*cell, value) for cell, value in of_cell.items() if cell[:3] not in without and cell not in alone
        ),
        {key: count for key, count in lived.items() if count is not None},
    )


@contextmanager
def stored(*files: MadeUp) -> Iterator[list[Edition]]:
    """Store the files as editions, and the first one's inhabitants; afterwards nothing of it is there."""
    with transaction.atomic():
        editions = [
            edition_of(
                statistics_of([(*row[:5], row[5] / _TONNE) for row in file.rows], names=NAMES),
                content=f"{place} {file.rows}".encode(),
            )
            for place, file in enumerate(files)
        ]
        numbers = municipalities()
        Population.objects.bulk_create(
            Population(municipality=numbers[number], on=f"{year}-01-01", count=count)
            for (number, year), count in files[0].people.items()
        )
        yield editions
        transaction.set_rollback(True)


def municipalities() -> dict[int, Municipality]:
    """Return the three members by their numbers."""
    found = Municipality.objects.filter(numbers__number__in=[f"{number}" for number in MEMBERS])
    return {int(one.numbers.get(valid_to=None).number): one for one in found}
