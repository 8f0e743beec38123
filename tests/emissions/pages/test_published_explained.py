"""Every sentence that explains a published line beside an edition, as the page has it: facts, no cause."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from emissions.models import Edition, PublishedTable, Sector
from emissions.services import publish_edition
from tests.emissions.climate.steps import page_of, table
from tests.emissions.conftest import EVERY_NINE, EVERY_TEN, Members
from tests.emissions.pages.conftest import Make
from tests.worlds.statistics import edition_of, statistics_of

pytestmark = pytest.mark.django_db

PAGE = "/utslipp/publisert/"
#: What the region emits of the nine sectors in 2019 and in 2020, in tonnes; a member lacks the last in 2020.
EMITTED = [(540, 510)] * 6 + [(600, 0), (0, 300), (540, 510)]
AGREES = "Prosenten stemmer med de publiserte tonnene, av utgavens utslipp i 2019."
LATER = "Prosenten stemmer ikke med de publiserte tonnene av utgavens utslipp i 2019, men av det i 2020."
NEITHER = "Den publiserte prosenten stemmer ikke med noen av dem."
SAME = "Tonnene er de samme i utgaven."
NO_TONNES = "Tonnene er ikke registrert."

#: The sector by its place, the per cent and the tonnes that were published; and what the page says.
LINES: list[tuple[int, str | None, int | None, str]] = [
    (0, "-5.6", -30, f"{AGREES} {SAME}"),
    (1, "-5.9", -30, f"{LATER} {SAME}"),
    (
        2,
        "-8",
        -36,
        (
            "De publiserte tonnene er −6,7 % av utgavens utslipp i 2019, og −7,1 % av det i 2020. "
            f"{NEITHER} I utgaven er endringen −30 tonn, 6 tonn fra det som ble publisert."
        ),
    ),
    (
        3,
        "-120",
        -612,
        (
            "Den publiserte prosenten kan ikke stemme: Et utslipp kan ikke gå ned med mer enn 100 %. "
            f"{LATER} I utgaven er endringen −30 tonn, 582 tonn fra det som ble publisert."
        ),
    ),
    (4, None, None, f"Prosenten er ikke registrert. {NO_TONNES}"),
    (5, "-5.6", None, f"Prosenten stemmer med endringen i utgaven, av utslippet i 2019. {NO_TONNES}"),
    (
        6,
        "-90",
        -600,
        (
            "De publiserte tonnene er −100,0 % av utgavens utslipp i 2019. Den publiserte prosenten stemmer "
            f"ikke med det. {SAME}"
        ),
    ),
    (7, "30", 300, f"Prosenten kan ikke regnes ut: Utslippet i 2019 er null i utgaven. {SAME}"),
    (8, "-5.6", -30, "Utgaven har ikke tall for alle medlemmene i 2020."),
    (9, "-5.6", -30, "Sektoren er ikke blant de ni som er med her."),
]
#: The same where no tonnes were published.
MORE: list[tuple[int, str | None, int | None, str]] = [
    (
        0,
        "-5.9",
        None,
        (
            "Prosenten stemmer ikke med endringen i utgaven av utslippet i 2019, men av det i 2020. "
            f"{NO_TONNES}"
        ),
    ),
    (
        1,
        "-9",
        None,
        (
            "I utgaven er endringen −5,6 % av utslippet i 2019, og −5,9 % av det i 2020. "
            f"{NEITHER} {NO_TONNES}"
        ),
    ),
    (
        6,
        "-90",
        None,
        (
            "I utgaven er endringen −100,0 % av utslippet i 2019. Den publiserte prosenten stemmer ikke med "
            f"det. {NO_TONNES}"
        ),
    ),
]


def _publish(title: str, lines: list[tuple[int, str | None, int | None, str]]) -> None:
    """Register a published table with these lines."""
    made = PublishedTable.objects.create(
        title=title, slug=title.lower(), from_year=2019, to_year=2020, source="Prøve"
    )
    for order, (place, percent, tonnes, _said) in enumerate(lines):
        sector = Sector.objects.get(name=EVERY_TEN[place][0])
        made.rows.create(
            order=order,
            sector=sector,
            label=sector.name,
            percent=None if percent is None else Decimal(percent),
            tonnes=tonnes,
        )


def _explained(page: Any, title: str) -> dict[str, str]:
    """Return what the page says of each line of a table, by the sector's name."""
    return {name: cells[-1] for name, cells in table(page, f"{title}: publisert, og i utgaven").items()}


def test_each_line_is_explained_by_what_the_figures_say(client: Any, three_members: Members) -> None:
    rows = [
        (number, year, *series, EMITTED[place][turn] / 3)
        for number in three_members.numbers
        for place, series in enumerate(EVERY_NINE)
        for turn, year in enumerate((2019, 2020))
        if (number, place, year) != (three_members.numbers[0], 8, 2020)
    ]
    statistics = statistics_of(rows, names=three_members.names)
    publish_edition(edition=edition_of(statistics, published_on=dt.date(2025, 11, 1)))
    _publish("Forste", LINES)
    _publish("Andre", MORE)

    page = page_of(client, PAGE)

    for title, lines in (("Forste", LINES), ("Andre", MORE)):
        told = _explained(page, title)
        assert told == {EVERY_TEN[place][0]: said for place, _percent, _tonnes, said in lines}


def test_it_is_not_said_why_the_figures_differ(client: Any, in_use: Make) -> None:
    in_use(years=(2019, 2020))
    text = " ".join(page_of(client, PAGE).text_content().replace("\xa0", " ").split())
    assert (
        "Tallene trenger ikke være like: Statistikken blir regnet på nytt i hver utgave, og hvilke kommuner "
        "de publiserte tallene gjelder, er ikke registrert."
    ) in text
    assert "Tallene kan derfor ikke sammenlignes direkte." in text
    for hint in ("nærmere", "er regnet av 2020", "så tallene skiller seg"):
        assert hint not in text


def test_an_edition_of_the_members_alone_has_no_share_beside_the_published(
    client: Any, make_edition: Callable[..., Edition]
) -> None:
    publish_edition(edition=make_edition(published_on="2025-11-01", of=EVERY_NINE, years=(2019, 2020)))
    page = page_of(client, PAGE)
    assert "Utgaven har ingen sum for landets kommuner, så andelen av landet" in page.text_content()
    assert not [one for one in page.iter("caption") if "andel av summen" in one.text_content()]


def test_both_years_that_an_edition_lacks_are_named(client: Any, in_use: Make) -> None:
    in_use(years=(2023, 2024))
    text = page_of(client, PAGE).text_content()
    assert "Utgaven har ikke tall for 2019 og 2020." in text
