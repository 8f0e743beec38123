"""A municipality's page and sheet tell its emissions, from the edition that counts for it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from emissions.models import Edition
from emissions.services import publish_edition
from members.models import Municipality, Population
from tests.emissions.climate.steps import page_of, words
from tests.emissions.conftest import EVERY_NINE, Members
from tests.factories import make_municipality
from tests.printed import text_of, ua_failures
from tests.worlds.statistics import edition_of, statistics_of

pytestmark = pytest.mark.django_db

Make = Callable[..., Edition]
ON = dt.date(2024, 11, 1)


def facts(client: Client, slug: str) -> str:
    """Return what a municipality's page says of its emissions."""
    page = page_of(client, f"/medlemmer/{slug}/")
    return words(page.xpath("//section[@aria-labelledby='utslipp']")[0])


def test_its_page_tells_the_newest_year_with_edition_sectors_and_source(
    client: Client, edition: Make
) -> None:
    edition(ON)
    one = Municipality.objects.get(name="Prøvekommune 0")
    Population.objects.create(municipality=one, on=dt.date(2023, 1, 1), count=1000, source="Prøvekilden")

    said = facts(client, one.slug)

    # Nine sectors of 1000 tonnes and more: 9000 + 36 · 37,25 − 14 · 45 · 3.
    assert "Klimagassutslipp i 2023" in said
    assert "Utslipp 8 451 tonn CO₂-ekvivalenter" in said
    assert "Siden 2022 −135 tonn (−1,6 %)" in said
    assert "Siden 2009 −1 890 tonn (−18,3 %)" in said
    assert "Per innbygger 8,45 tonn" in said
    assert "Andel av Osloregionen 16,5 %" in said
    assert "utgaven som ble publisert 1. november 2024, og gjelder ni sektorer, sammenlignbart." in said
    assert "Kilde: Miljødirektoratet" in said
    assert "Mer om utslippene i Prøvekommune 0" in said


def test_without_an_edition_in_use_it_is_not_registered(client: Client) -> None:
    assert "Utslippene er ikke registrert i portalen." in facts(client, "lillestrom")


def test_what_is_missing_says_so(client: Client, edition: Make) -> None:
    edition(ON, without={(0, 2023)})
    said = facts(client, Municipality.objects.get(name="Prøvekommune 0").slug)
    assert "Utslipp ikke registrert" in said
    assert "Per innbygger ikke registrert" in said


def test_nought_for_each_inhabitant_is_a_figure(client: Client, three_members: Members) -> None:
    name = three_members.names[three_members.numbers[0]]
    rows = [(0, 2023, *series, 0) for series in EVERY_NINE]
    publish_edition(edition=edition_of(statistics_of(rows, one=name), published_on=ON))
    one = Municipality.objects.get(name=name)
    Population.objects.create(municipality=one, on=dt.date(2023, 1, 1), count=1000, source="Prøvekilden")
    assert "Per innbygger 0,00 tonn" in facts(client, one.slug)


def test_its_own_edition_counts_where_that_is_newer(client: Client, edition: Make) -> None:
    edition(ON)
    own = edition_of(
        statistics_of([(0, 2024, "Veitrafikk", "Personbiler", "CO2", 5)], one="Prøvekommune 1"),
        published_on=dt.date(2025, 3, 1),
    )
    publish_edition(edition=own)
    said = facts(client, Municipality.objects.get(name="Prøvekommune 1").slug)
    assert "utgaven som ble publisert 1. mars 2025" in said
    assert "Prøvekommune 0" not in said


def test_one_that_is_no_member_is_led_nowhere(client: Client, edition: Make) -> None:
    edition(ON)
    town = make_municipality(name="Utenfor", member=False)
    said = facts(client, town.slug)
    assert "Utslippene er ikke registrert: Utgaven har ikke tall for kommunen" in said
    assert "Mer om utslippene" not in said
    assert "Statistikken er regnet om til dagens kommuner." in facts(client, "skedsmo")


@pytest.mark.once
def test_its_sheet_tells_the_same_on_one_page(client: Client, edition: Make) -> None:
    edition(ON)
    slug = Municipality.objects.get(name="Prøvekommune 0").slug
    body = client.get(f"/medlemmer/{slug}.pdf").content
    text = text_of(body).replace("\xa0", " ")
    assert ua_failures(body) == []
    assert "1 av 1" in text
    assert "Klimagassutslipp i 2023" in text
    assert "8 451 tonn CO₂-ekvivalenter" in text
    assert "publisert 1. november 2024" in text
