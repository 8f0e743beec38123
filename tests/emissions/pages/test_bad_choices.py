"""What an address cannot ask for is told in a page: years, editions, sectors, municipalities, files."""

from collections.abc import Callable
from typing import Any

import pytest

from members.models import Municipality
from tests.emissions.conftest import EVERY_NINE
from tests.emissions.pages.conftest import Make

pytestmark = pytest.mark.django_db

Refused = Callable[[str], tuple[int, str]]


@pytest.mark.parametrize("page", ["", "kommuner/", "provekommune-0/", "sektorer/veitrafikk/"])
@pytest.mark.parametrize("year", ["2010", "2999", "tull", "2024%00", "-1", "²"])
def test_a_year_that_there_is_not_names_those_there_are(
    refused: Refused, in_use: Make, page: str, year: str
) -> None:
    in_use(years=(2023, 2024))
    status, said = refused(f"/utslipp/{page}?ar={year}")
    assert status == 404
    assert "Utgaven har ikke tall for året" in said
    assert "Årene den har, er 2023 og 2024." in said


@pytest.mark.parametrize("page", ["", "kommuner/", "sektorer/veitrafikk/"])
@pytest.mark.parametrize("own", [False, True])
def test_a_year_cannot_be_asked_for_without_an_edition_of_all(
    refused: Refused, in_use: Make, page: str, own: bool
) -> None:
    if own:
        in_use(one="Prøvekommune 1")
    status, said = refused(f"/utslipp/{page}?ar=2010")
    assert status == 404
    assert "Portalen har ikke tall for året «2010»: Ingen utgave med alle kommuner er i bruk." in said
    assert refused(f"/utslipp/{page}?ar=")[0] == 200


@pytest.mark.parametrize("page", ["provekommune-0/", "provekommune-0/veitrafikk/"])
def test_a_year_cannot_be_asked_for_of_a_municipality_without_figures(
    refused: Refused, in_use: Make, page: str
) -> None:
    in_use(one="Prøvekommune 1")
    status, said = refused(f"/utslipp/{page}?ar=2024")
    assert status == 404
    assert (
        "Portalen har ikke tall for året «2024»: Ingen utgave med tall for Prøvekommune 0 er i bruk." in said
    )
    # Of the one that has an edition, its years are named.
    status, said = refused(f"/utslipp/{page.replace('-0', '-1')}?ar=2010")
    assert (status, "Årene den har, er 2009, 2023 og 2024." in said) == (404, True)


@pytest.mark.parametrize(
    "page",
    [
        "",
        "kommuner/",
        "sektorer/veitrafikk/",
        "publisert/",
        "provekommune-0/",
        "provekommune-0/veitrafikk/",
    ],
)
@pytest.mark.usefixtures("three_members")
def test_without_an_edition_neither_sectors_nor_editions_that_there_are_not_pass(
    refused: Refused, page: str
) -> None:
    status, said = refused(f"/utslipp/{page}?sektorer=elleve")
    assert (status, "«elleve» er ikke et valg for sektorer." in said) == (400, True)
    status, said = refused(f"/utslipp/{page}?utgave=1")
    assert (status, "som er eller har vært i bruk" in said) == (404, True)


@pytest.mark.parametrize("number", ["99", "0", "tull", "1%00", "²", "9" * 40])
def test_an_edition_that_there_is_not_is_told(refused: Refused, in_use: Make, number: str) -> None:
    in_use()
    status, said = refused(f"/utslipp/?utgave={number}")
    assert status == 404
    assert "som er eller har vært i bruk" in said


def test_an_edition_that_was_never_in_use_cannot_be_asked_for(refused: Refused, in_use: Make) -> None:
    stored = in_use(use=False)
    assert refused(f"/utslipp/?utgave={stored.pk}")[0] == 404


def test_an_edition_of_one_has_nothing_of_others(refused: Refused, in_use: Make) -> None:
    own = in_use(one="Prøvekommune 1")
    for page in ("", "provekommune-0/", "kommuner/"):
        status, said = refused(f"/utslipp/{page}?utgave={own.pk}")
        assert status == 404
        assert f"Utgave {own.pk} har bare tall for Prøvekommune 1." in said
    assert refused(f"/utslipp/provekommune-1/?utgave={own.pk}")[0] == 200


@pytest.mark.parametrize("with_edition", [True, False])
def test_sectors_that_there_are_not_are_told(refused: Refused, in_use: Make, with_edition: bool) -> None:
    if with_edition:
        in_use()
    status, said = refused("/utslipp/?sektorer=elleve")
    assert status == 400
    assert "«elleve» er ikke et valg for sektorer." in said


def test_ten_sectors_of_an_edition_with_nine_are_told(refused: Refused, in_use: Make) -> None:
    in_use(of=EVERY_NINE)
    status, said = refused("/utslipp/?sektorer=ti")
    assert status == 400
    assert "Utgaven har ni sektorer" in said


def test_a_municipality_that_there_is_not_is_told(refused: Refused) -> None:
    status, said = refused("/utslipp/atlantis/")
    assert status == 404
    assert "Portalen kjenner ingen kommune med adressen «atlantis»." in said


def test_one_that_became_part_of_another_leads_on(refused: Refused) -> None:
    former = Municipality.objects.exclude(merged_into=None).select_related("merged_into").first()
    assert former is not None
    assert former.merged_into is not None
    status, said = refused(f"/utslipp/{former.slug}/")
    assert status == 404
    assert f"{former.name} er slått sammen til {former.merged_into.name}." in said


def test_one_that_is_no_member_is_told(refused: Refused) -> None:
    Municipality.objects.create(name="Prøvekommune utenfor", slug="utenfor")
    status, said = refused("/utslipp/utenfor/")
    assert status == 404
    assert "er ikke medlem av Osloregionen i dag" in said


def test_a_sector_that_there_is_not_is_told(refused: Refused) -> None:
    for address in ("/utslipp/sektorer/romfart/", "/utslipp/asker/romfart/"):
        status, said = refused(address)
        assert status == 404
        assert "Statistikken har ingen sektor med adressen «romfart»." in said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("format=pdf", "Formatet «pdf» finnes ikke"),
        ("format=csv&tabell=tull", "Siden har ikke tabellen «tull»"),
        ("diagram=tull&format=svg", "Siden har ikke diagrammet «tull»"),
        ("diagram=utvikling&format=gif", "Formatet «gif» finnes ikke"),
    ],
)
@pytest.mark.parametrize("page", ["", "kommuner/", "provekommune-0/"])
def test_files_that_there_are_not_are_told(
    refused: Refused, in_use: Make, page: str, query: str, said: str
) -> None:
    in_use()
    status, text = refused(f"/utslipp/{page}?{query}")
    assert status == 400
    assert said in text


def test_nothing_but_reading_is_answered(client: Any) -> None:
    for page in ("", "kommuner/", "publisert/", "utgaver/", "metode/", "asker/"):
        assert client.post(f"/utslipp/{page}").status_code == 405
