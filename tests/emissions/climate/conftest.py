"""What the tests of the Klimastatus share: an edition with figures of its own, and a report on it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from emissions.models import ClimateReport, Edition
from emissions.services import publish_edition
from osloregionen.pdf import Pdf
from tests.emissions.climate.steps import Report
from tests.emissions.conftest import EVERY_NINE, EVERY_TEN, Members
from tests.worlds.statistics import edition_of, statistics_of

YEARS = (2009, 2022, 2023)


def rows(
    members: Members, *, years: tuple[int, ...], ten: bool, more: int, without: set[tuple[int, int]]
) -> Iterator[tuple[object, ...]]:
    """Give figures that differ by member, year and sector; `without` are the (place, year) that lack them."""
    for place, number in enumerate(members.numbers):
        for year in years:
            for order, series in enumerate(EVERY_TEN if ten else EVERY_NINE):
                if (place, year) in without:
                    continue
                tonnes = (place + 1) * 1000 + order * 37.25 - (year - 2009) * (order + place + 1) * 3 + more
                yield (number, year, *series, tonnes)


@pytest.fixture
def edition(three_members: Members) -> Callable[..., Edition]:
    """Return a function that stores an edition and puts it into use, `more` tonnes on each figure."""

    def make(
        published_on: Any,
        *,
        years: tuple[int, ...] = YEARS,
        ten: bool = False,
        more: int = 0,
        without: set[tuple[int, int]] | None = None,
        in_use: bool = True,
    ) -> Edition:
        figures = rows(three_members, years=years, ten=ten, more=more, without=without or set())
        made = edition_of(statistics_of(figures, names=three_members.names), published_on=published_on)
        if in_use:
            publish_edition(edition=made)
        return made

    return make


@pytest.fixture
def unprinted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Leave the printing out: bytes that follow from the document, which is kept in the list."""
    printed: list[str] = []

    def render(html: str, *_rest: Any, **_more: Any) -> Pdf:
        printed.append(html)
        return Pdf(b"%PDF-1.7 " + str(len(html)).encode(), pages=4)

    monkeypatch.setattr("osloregionen.pdf._render", render)
    monkeypatch.setattr(
        "emissions.climate.report.charts_of", lambda _content: {"utvikling": _none, "endring": _none}
    )
    return printed


def _none() -> None:
    """Draw nothing: what a chart shows has tests of its own."""


@pytest.fixture
def report(admin_pages: Any) -> Callable[..., Report]:
    """Return a function that prepares a report as staff do."""

    def make(edition: Edition, *, year: int = 2023, **fields: Any) -> Report:
        row = ClimateReport.objects.create(
            **{
                "year": year,
                "edition": edition,
                "sectors": edition.sectors,
                "summary": "Det går nedover.",
                **fields,
            }
        )
        return Report(admin_pages, row)

    return make
