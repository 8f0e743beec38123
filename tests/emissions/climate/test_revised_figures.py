"""Whatever figure of its edition a report shows: where the edition in use has it otherwise, it says so."""

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from django.test import Client

from emissions.models import Edition
from emissions.services import publish_edition
from members.models import Membership, Municipality
from tests.emissions.climate.steps import Report, page_of, table, words
from tests.emissions.conftest import EVERY_NINE, Members
from tests.factories import make_municipality
from tests.worlds.statistics import edition_of, statistics_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unprinted")]

Prepare = Callable[..., Report]
#: A number, a year and a sector's place; and how many tonnes more there are of it.
Cell = tuple[int, int, int]
More = dict[Cell, float]
YEARS = (2009, 2019, 2022, 2023)
OUTSIDE = 1103
FIRST, SECOND, THIRD = Members().numbers
NAMES = Members().names | {OUTSIDE: "Stavanger"}
#: Sectors, by their place: of the first two, each member has one of the largest changes (see `tonnes`).
ROAD, HEAT, LAST = 0, 1, 8
SECTOR = [one[0] for one in EVERY_NINE]


def tonnes(number: int, year: int, sector: int) -> float:
    """Return what an edition says before anything is changed: nothing moves but the first two sectors."""
    moved = 100 * (year - 2009) if sector in (ROAD, HEAT) and number != THIRD else 0
    return 10_000 + number + 10 * sector - moved


def rows(more: More, lacking: set[Cell], years: tuple[int, ...]) -> Iterator[tuple[object, ...]]:
    """Give every figure of three members and of one that is none."""
    for cell in product(NAMES, years, range(len(EVERY_NINE))):
        if cell not in lacking:
            yield (*cell[:2], *EVERY_NINE[cell[2]], tonnes(*cell) + more.get(cell, 0))


@pytest.fixture
def make(three_members: Members) -> Callable[..., Edition]:
    """Return a function that puts an edition into use in which these figures are otherwise."""

    def store(
        published_on: str,
        more: More | None = None,
        *,
        lacking: set[Cell] | None = None,
        years: tuple[int, ...] = YEARS,
    ) -> Edition:
        statistics = statistics_of(rows(more or {}, lacking or set(), years), names=NAMES)
        edition = edition_of(statistics, published_on=dt.date.fromisoformat(published_on))
        publish_edition(edition=edition)
        return edition

    return store


@pytest.fixture
def published(make: Callable[..., Edition], report: Prepare) -> Report:
    """A report of 2023 that is published."""
    prepared = report(make("2024-11-01"))
    prepared.publish()
    return prepared


def revised(report: Report) -> dict[tuple[str, int], int]:
    """Return what the file says is otherwise: whose figure of which year, and by how many tonnes."""
    return {(row["what"], row["year"]): row["change"] for row in file_of(report, "endret")}


REGION, COUNTRY = "Osloregionen samlet", "Summen av kommunene i landet"
A, B = NAMES[FIRST], NAMES[SECOND]


@pytest.mark.parametrize(
    ("more", "found"),
    [
        pytest.param({(OUTSIDE, 2023, LAST): 7}, {(COUNTRY, 2023): 7}, id="the country's sum"),
        pytest.param(
            {(OUTSIDE, 2019, LAST): 7}, {(COUNTRY, 2019): 7}, id="the country's sum of another year"
        ),
        pytest.param(
            {(FIRST, 2023, LAST): 5},
            {(REGION, 2023): 5, (COUNTRY, 2023): 5, (SECTOR[LAST], 2023): 5, (A, 2023): 5},
            id="a member's sector that is not named, in all that is summed of it",
        ),
        pytest.param(
            {(FIRST, 2019, LAST): 5},
            {(REGION, 2019): 5, (COUNTRY, 2019): 5, (SECTOR[LAST], 2019): 5},
            id="a year of which the members' figures are not shown",
        ),
        pytest.param(
            {(FIRST, 2009, LAST): 5, (SECOND, 2009, LAST): -5},
            {(A, 2009): 5, (B, 2009): -5},
            id="members in the base year",
        ),
        pytest.param(
            {(FIRST, 2022, LAST): 5, (SECOND, 2022, LAST): -5},
            {(A, 2022): 5, (B, 2022): -5},
            id="members in the year before",
        ),
        pytest.param(
            {(THIRD, 2019, LAST): 5, (THIRD, 2019, LAST - 1): -5},
            {(SECTOR[LAST], 2019): 5, (SECTOR[LAST - 1], 2019): -5},
            id="sectors of a year that the chart has",
        ),
        pytest.param(
            {
                (FIRST, 2023, ROAD): 5,
                (FIRST, 2023, HEAT): -5,
                (SECOND, 2023, ROAD): -5,
                (SECOND, 2023, HEAT): 5,
            },
            {
                (f"{A}: {SECTOR[ROAD]}", 2023): 5,
                (f"{A}: {SECTOR[HEAT]}", 2023): -5,
                (f"{B}: {SECTOR[ROAD]}", 2023): -5,
                (f"{B}: {SECTOR[HEAT]}", 2023): 5,
            },
            id="members' sectors among the largest changes, which no sum tells",
        ),
        pytest.param(
            {
                (FIRST, 2022, ROAD): 5,
                (FIRST, 2022, HEAT): -5,
                (SECOND, 2022, ROAD): -5,
                (SECOND, 2022, HEAT): 5,
            },
            {
                (f"{A}: {SECTOR[ROAD]}", 2022): 5,
                (f"{A}: {SECTOR[HEAT]}", 2022): -5,
                (f"{B}: {SECTOR[ROAD]}", 2022): -5,
                (f"{B}: {SECTOR[HEAT]}", 2022): 5,
            },
            id="the year that these changes are since",
        ),
    ],
)
def test_a_shown_figure_that_is_otherwise_is_found_with_by_how_much(
    make: Callable[..., Edition],
    published: Report,
    more: More,
    found: dict[tuple[str, int], int],
) -> None:
    make("2025-11-01", more)

    assert revised(published) == found
    page = words(page_of(Client(), published.url))
    assert f"Der er {len(found)} tall som rapporten viser eller bygger på, annerledes." in page
    for (what, _year), by in found.items():
        assert what in page
        assert f"{'+' if by > 0 else '−'}{abs(by)}" in page


def test_what_the_report_does_not_show_is_not_told(make: Callable[..., Edition], published: Report) -> None:
    # Between members and sectors in a year of which only sums are shown.
    cells = {(FIRST, 2019, 5): 5, (FIRST, 2019, 6): -5, (SECOND, 2019, 5): -5, (SECOND, 2019, 6): 5}
    make("2025-11-01", cells)
    assert "Den har de samme tallene." in words(page_of(Client(), published.url))


def test_page_and_print_have_every_figure_that_is_otherwise(
    make: Callable[..., Edition], published: Report, unprinted: list[str]
) -> None:
    make("2025-11-01", {(FIRST, 2023, ROAD): 5, (OUTSIDE, 2009, LAST): 7, (SECOND, 2009, LAST): 3})
    visitor = Client()

    page = page_of(visitor, published.url)
    visitor.get("/utslipp/klimastatus/2023.pdf")

    printed = " ".join(unprinted[-1].replace("\xa0", " ").split())
    every = revised(published)
    assert len(every) == 9
    for caption in (REGION, "Sektorene i 2023", "Kommunene i 2023", "Kommunene i andre år"):
        assert table(page, caption)
        assert f"<caption>{caption}</caption>" in printed
    assert table(page, "Kommunene i andre år")[B][0] == "2009"
    assert table(page, "Sektorene i andre år")[SECTOR[LAST]][0] == "2009"
    assert table(page, "Sektorer i kommuner, blant de største endringene")[f"{A}: {SECTOR[ROAD]}"][3] == "+5"
    assert table(page, COUNTRY)["2009"][2] == "+10"
    assert "De andre tallene som er annerledes, står bakerst." in printed
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for what in {what for what, _year in every} - {REGION, COUNTRY}:
        assert f'<th scope="row">{what}</th>' in printed
    said = "Summen av kommunene i landet i 2023, som regionens andel er regnet av, var "
    assert said in words(page)
    assert said in printed


@pytest.mark.parametrize(
    ("alone_before", "said"),
    [
        (
            True,
            "Rapporten har ingen sum av kommunene i landet i 2023, og derfor ingen andel av den. Nå er den ",
        ),
        (False, "i rapporten. Utgaven som gjelder nå, har ingen slik sum."),
    ],
)
def test_a_sum_of_the_country_that_has_come_or_gone_is_told(
    make: Callable[..., Edition], report: Prepare, *, alone_before: bool, said: str
) -> None:
    members_alone = set(product({OUTSIDE}, YEARS, range(len(EVERY_NINE))))
    prepared = report(make("2024-11-01", lacking=members_alone if alone_before else None))
    prepared.publish()
    make("2025-11-01", lacking=None if alone_before else members_alone)
    page = page_of(Client(), prepared.url)
    assert said in words(page)
    line = table(page, COUNTRY)["2023"]
    assert line[0 if alone_before else 1] == "ingen sum"
    assert line[2:] == ["–", "–"]


def test_more_members_with_figures_are_told_where_there_is_no_sum_all_the_same(
    make: Callable[..., Edition], report: Prepare
) -> None:
    def of(*numbers: int) -> set[Cell]:
        return {(number, 2019, ROAD) for number in numbers}

    prepared = report(make("2024-11-01", lacking=of(FIRST, SECOND)))
    prepared.publish()
    make("2025-11-01", lacking=of(FIRST))
    said = words(page_of(Client(), prepared.url))
    assert "Kommuner med tall i alle sektorene i 2019. I rapporten: 1. I utgaven som gjelder nå: 2." in said


def test_where_a_sum_has_come_it_is_told_and_not_how_many_there_are(
    make: Callable[..., Edition], report: Prepare
) -> None:
    prepared = report(make("2024-11-01", lacking={(FIRST, 2019, ROAD)}))
    prepared.publish()
    make("2025-11-01")
    page = page_of(Client(), prepared.url)
    # The other two members had figures: there was no sum, which is not that nothing is registered.
    assert table(page, REGION)["2019"][0] == "ingen sum"
    assert "Kommuner med tall i alle sektorene i 2019." not in words(page)


def test_a_sector_that_more_members_have_is_told_too(make: Callable[..., Edition], report: Prepare) -> None:
    prepared = report(make("2024-11-01", lacking={(FIRST, 2023, LAST), (SECOND, 2023, LAST)}))
    prepared.publish()
    make("2025-11-01", lacking={(FIRST, 2023, LAST)})
    said = words(page_of(Client(), prepared.url))
    assert (
        f"Kommuner med tall for {SECTOR[LAST]} i 2023. I rapporten: 1. I utgaven som gjelder nå: 2." in said
    )
    assert ("Prøvekommune 1", 2023) in revised(prepared)


def test_a_region_of_other_members_is_told(make: Callable[..., Edition], published: Report) -> None:
    Membership.objects.filter(municipality__name=NAMES[THIRD]).delete()
    make_municipality(name="Prøvekommune ny")
    make("2025-11-01")
    said = words(page_of(Client(), published.url))
    assert "er også Prøvekommune ny med i Osloregionen." in said
    assert Municipality.objects.members_now().count() == 3


def test_what_the_former_report_showed_is_compared_alike(
    make: Callable[..., Edition], published: Report, report: Prepare, unprinted: list[str]
) -> None:
    newer = make("2025-11-01", {(OUTSIDE, 2023, LAST): 7, (THIRD, 2009, LAST): 3}, years=(*YEARS, 2024))
    following = report(newer, year=2024)
    following.publish()

    page = page_of(Client(), following.url)

    assert table(page, COUNTRY)["2023"][2] == "+7"
    assert table(page, "Kommunene i andre år")[NAMES[THIRD]][3] == "+3"
    rows = file_of(following, "endret-fra-forrige")
    assert {(row["what"], row["year"]) for row in rows} == {
        (COUNTRY, 2023),
        (COUNTRY, 2009),
        (REGION, 2009),
        (SECTOR[LAST], 2009),
        (NAMES[THIRD], 2009),
    }
    # The report itself is not to end in pages of another's figures.
    assert "Flere tall er annerledes. Alle står på rapportens nettside, og i filen der." in unprinted[-1]
    assert "Kommunene i andre år" not in unprinted[-1]


def file_of(report: Report, name: str) -> Any:
    """Return the rows of a file of the report's page."""
    return Client().get(report.url, {"format": "json", "tabell": name}).json()["rows"]
