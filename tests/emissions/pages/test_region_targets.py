"""What the region's page says of targets: the path to them, how far they are reached, and what is missing."""

import html
import re
from decimal import Decimal
from typing import Any

import pytest

from emissions.models import Target
from members.models import Municipality
from tests.emissions.conftest import EVERY_NINE
from tests.emissions.pages.conftest import Make
from tests.reading import page_of

pytestmark = pytest.mark.django_db

PAGE = "/utslipp/"


def test_a_target_stands_with_how_far_it_is_reached(client: Any, in_use: Make) -> None:
    in_use()
    words = {"sectors": "ten", "source": "Prøvevedtak", "wording": "Halvt så mye."}
    Target.objects.create(area="region", base_year=2009, target_year=2030, reduction=Decimal(50), **words)
    page = page_of(client, PAGE)
    assert "Målet er 50 % lavere utslipp i 2030 enn i 2009 (ti sektorer)." in page
    assert "I 2024 var utslippene 40,0 % lavere enn i 2009." in page
    # After 15 of 21 years an even path is at 3857 tonnes.
    assert "Det er 257 tonn under en jevn bane mot målet." in page
    assert "Fram til målet gjenstår 600 tonn." in page
    assert "Utslipp i Osloregionen og jevn bane til målet for 2030" in page
    of_nine = page_of(client, f"{PAGE}?sektorer=ni")
    assert "en jevn bane mot målet" not in of_nine
    assert "og jevn bane til målet for 2030" not in of_nine
    assert "Målet gjelder ti sektorer. Velg disse sektorene øverst på siden" in of_nine


def test_a_target_over_other_sectors_leads_to_its_path(client: Any, in_use: Make) -> None:
    in_use()
    _target(base_year=2009, sectors="nine")
    answer = client.get(f"{PAGE}?ar=2023").content.decode()
    link = re.search(r'<a href="([^"]+)" rel="nofollow">Vis tallene for disse sektorene</a>', answer)
    assert link is not None
    assert html.unescape(link[1]) == "?ar=2023&sektorer=ni#mal"
    there = client.get(f"{PAGE}?ar=2023&sektorer=ni").content.decode()
    assert 'id="mal"' in there
    assert "en jevn bane mot målet" in there
    assert "Vis tallene for disse sektorene" not in there


def test_a_path_has_nothing_before_its_base_year(client: Any, in_use: Make) -> None:
    in_use()
    _target(base_year=2023, sectors="ten")
    page = page_of(client, PAGE)
    table = page[page.index("Jevn bane til målet (") :]
    assert "2009 6 000 – " in table


@pytest.mark.parametrize(
    ("base", "sectors", "said"),
    [
        (2010, "ten", "Utgaven har ikke tall for 2010, som målet er regnet fra."),
        (1990, "nine", "Utgaven har ikke tall for 1990, som målet er regnet fra."),
        (
            2023,
            "ten",
            (
                "Osloregionen har ingen sum for 2023, som målet er regnet fra: Ikke alle kommunene har "
                "tall i alle sektorene det året."
            ),
        ),
    ],
)
def test_a_target_without_a_path_says_what_is_missing(
    client: Any, in_use: Make, base: int, sectors: str, said: str
) -> None:
    in_use(lacking={(9101, 2023, "Veitrafikk")})
    _target(base_year=base, sectors=sectors)
    page = page_of(client, PAGE)
    assert f"lavere utslipp i 2030 enn i {base}" in page
    assert f"{said} Jevn bane til målet, og hvor langt en er kommet, kan derfor ikke vises." in page
    assert "jevn bane mot målet" not in page


def test_a_target_over_ten_sectors_does_not_ask_for_what_an_edition_of_nine_lacks(
    client: Any, in_use: Make
) -> None:
    in_use(of=EVERY_NINE)
    _target(base_year=2009, sectors="ten")
    page = page_of(client, PAGE)
    assert "Målet gjelder ti sektorer, og utgaven har ni. Jevn bane til målet" in page
    assert "Velg disse sektorene" not in page


def test_a_municipality_that_lacks_a_sector_in_the_base_year_is_told(client: Any, in_use: Make) -> None:
    in_use(lacking={(9101, 2009, "Veitrafikk")})
    _target(base_year=2009, sectors="ten", of="provekommune-0")
    assert (
        "Utgaven har ikke tall i alle sektorene for Prøvekommune 0 i 2009, som målet er regnet fra."
    ) in page_of(client, "/utslipp/provekommune-0/")


def test_a_target_is_told_where_no_edition_is_in_use(client: Any, in_use: Make) -> None:
    in_use(use=False)
    _target(base_year=2009, sectors="ten")
    _target(base_year=2009, sectors="ten", of="provekommune-0")
    for address, said in (
        (PAGE, "Ingen utgave av statistikken med alle kommuner er i bruk. Jevn bane til målet"),
        (
            "/utslipp/provekommune-0/",
            "Ingen utgave av statistikken med tall for kommunen er i bruk. Jevn bane til målet",
        ),
    ):
        page = page_of(client, address)
        assert "Målet er 50 % lavere utslipp i 2030 enn i 2009 (ti sektorer)." in page
        assert said in page
    assert "Mål for utslippene" not in page_of(client, "/utslipp/provekommune-1/")


def _target(*, of: str = "", **fields: Any) -> None:
    whose = Municipality.objects.get(slug=of) if of else None
    Target.objects.create(
        area="kommune" if of else "region",
        municipality=whose,
        target_year=2030,
        reduction=Decimal(50),
        source="Prøvevedtak",
        **fields,
    )


def test_without_a_target_that_is_said(client: Any, in_use: Make) -> None:
    in_use()
    assert "Ingen mål er registrert." in page_of(client, PAGE)
