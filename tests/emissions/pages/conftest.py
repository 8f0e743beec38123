"""Three members, and one that is no member, in editions of which every figure can be worked out by head.

A member's tonnes in a sector are 100 times its place, 60 per cent of that in 2024 and 80 in 2023; who is no
member has 400. So the region has 600 of each sector in 2009, and the country 1000.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import pytest

from emissions.models import Edition
from emissions.services import publish_edition
from members.models import Municipality, Population
from osloregionen.drawing import kept
from tests.emissions.conftest import EVERY_TEN, Members
from tests.worlds.statistics import edition_of, statistics_of

OTHER = {1103: "Stavanger"}
PART_OF_2009 = {2009: 1.0, 2019: 0.9, 2020: 0.85, 2023: 0.8, 2024: 0.6}
Make = Callable[..., Edition]


@pytest.fixture
def drawn() -> None:
    """Have the charts drawn, which the other tests of pages do without."""


@pytest.fixture(autouse=True)
def _undrawn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no chart: what it is made of, its words and its table are there all the same."""
    if "drawn" in request.fixturenames:
        return
    nothing = kept.Drawn(wide="></svg>", narrow="></svg>")
    monkeypatch.setattr("osloregionen.charts.kept.drawn", lambda plan: nothing)


@pytest.fixture
def in_use(three_members: Members) -> Make:
    """Return a function that stores an edition of all, or of `one` by its name, and puts it into use."""

    def make(
        *,
        published_on: str = "2025-11-01",
        of: Sequence[tuple[str, str, str]] = EVERY_TEN,
        years: Collection[int] = (2009, 2023, 2024),
        lacking: Collection[tuple[int, int, str]] = (),
        one: str = "",
        times: float = 1,
        more: Mapping[int, Sequence[tuple[str, str, str]]] | None = None,
        use: bool = True,
    ) -> Edition:
        names = three_members.names | OTHER
        places = {number: place for place, number in enumerate(three_members.numbers, start=1)} | {1103: 4}
        chosen = [number for number, name in names.items() if name == one] if one else list(names)
        rows: list[tuple[object, ...]] = [
            (0 if one else number, year, *series, 100 * places[number] * PART_OF_2009[year] * times)
            for number in chosen
            for year in years
            for series in (*of, *(more or {}).get(number, ()))
            if (number, year, series[0]) not in lacking
        ]
        edition = edition_of(
            statistics_of(rows, names=names, one=one), published_on=dt.date.fromisoformat(published_on)
        )
        if use:
            publish_edition(edition=edition)
        return edition

    return make


@pytest.fixture
def inhabitants(three_members: Members) -> None:
    """Let 1000, 2000 and 6000 live in the members on 1 January 2024."""
    members = Municipality.objects.filter(name__in=three_members.names.values()).order_by("name")
    for member, count in zip(members, (1000, 2000, 6000), strict=True):
        Population.objects.create(municipality=member, on="2024-01-01", count=count, source="Prøve")


@pytest.fixture
def refused(client: Any) -> Callable[[str], tuple[int, str]]:
    """Return a function that asks for what can't be, and gives status and text of the answer."""

    def ask(address: str) -> tuple[int, str]:
        response = client.get(address)
        return response.status_code, response.content.decode().replace("\u00a0", " ")

    return ask
