"""What the tests of the figures share: editions of three members, told by tonnes of one sector."""

import datetime as dt
from collections.abc import Callable, Mapping

import pytest

from emissions.models import Edition
from tests.emissions.conftest import EVERY_NINE, Members
from tests.worlds.statistics import edition_of, statistics_of

#: Tonnes of the first sector by year, for each member; the other sectors have one tonne each.
Tonnes = Mapping[int, float]
Store = Callable[..., Edition]


@pytest.fixture
def store(three_members: Members) -> Store:
    """Return a function that stores an edition: each member has these tonnes of the first sector by year.

    `of` are the sectors' series, `lacking` numbers and years without any row, `own` the one it is of.
    """

    def make(
        tonnes: Tonnes,
        *,
        of: tuple[tuple[str, str, str], ...] = EVERY_NINE,
        lacking: tuple[tuple[int, int], ...] = (),
        own: str = "",
        published_on: str = "",
    ) -> Edition:
        rows = [
            (number, year, *series, value if series == of[0] else 1)
            for number in ([0] if own else three_members.numbers)
            for year, value in tonnes.items()
            for series in of
            if (number, year) not in lacking
        ]
        statistics = statistics_of(rows, names=three_members.names, one=own)
        on = dt.date.fromisoformat(published_on) if published_on else None
        return edition_of(statistics, published_on=on)

    return make
