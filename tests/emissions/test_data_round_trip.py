"""The emissions as downloaded from the page of data: `import_emissions` reads them back, gram by gram."""

import csv
import datetime as dt
import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from emissions.models import Edition, Emission, SectorTotal
from emissions.services import publish_edition, return_to_former
from members.models import Municipality
from tests.emissions.conftest import TEN, Members
from tests.worlds.statistics import edition_of, statistics_of

pytestmark = pytest.mark.django_db

PUBLISHED = dt.date(2025, 11, 1)
Told = Callable[..., str]
#: From a gram to what no municipality has: every number of decimals, and what could be taken for thousands.
GRAMS = (0, 1, 10, 999_999, 1_234_000, 12_345_678_901, 123_456_789_012_345, 999_999_999_999_999)


@pytest.fixture
def edition(three_members: Members) -> Edition:
    """Put an edition of the members into use: all kinds of numbers, ten sectors, and a figure missing."""
    drawn = random.Random(7)
    grams = [*GRAMS, *(drawn.randrange(10 ** drawn.randrange(1, 15)) for _ in range(10))]
    places = [
        (number, year, *one) for number in three_members.numbers for year in (2023, 2024) for one in TEN
    ]
    rows = [(*place, value / 1_000_000) for place, value in zip(places, grams, strict=True)]
    # The first member has no figure of the first year's last sector: a row that is missing is no zero.
    statistics = statistics_of([row for row in rows if row[:4] != places[2][:4]], names=three_members.names)
    made = edition_of(statistics, published_on=PUBLISHED)
    made.refresh_from_db()
    publish_edition(edition=made)
    return made


def downloaded(client: Client, address: str) -> tuple[str, bytes]:
    """Return the name and the content of a file of the page of data."""
    answer: Any = client.get(address)
    assert answer.status_code == 200, address
    return answer["Content-Disposition"], b"".join(answer.streaming_content)


def fetched(client: Client, address: str, path: Path) -> Path:
    """Download a file of the page of data, and lay it on disk."""
    path.write_bytes(downloaded(client, address)[1])
    return path


def figures_of(edition: Edition, **only: Any) -> list[tuple[Any, ...]]:
    found = Emission.objects.filter(edition=edition, **only)
    return sorted(found.values_list("municipality__name", "year", "source", "gas", "grams"))


def sums_of(edition: Edition, **only: Any) -> list[tuple[Any, ...]]:
    found = SectorTotal.objects.filter(edition=edition, **only).order_by()
    return sorted(found.values_list("area", "municipality__name", "year", "sector", "grams"), key=repr)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_all_members_come_back_to_the_gram(
    client: Client, edition: Edition, told: Told, tmp_path: Path, file_format: str
) -> None:
    assert {grams for *_rest, grams in figures_of(edition)} >= set(GRAMS) - {GRAMS[2]}
    file = fetched(client, f"/data/utslipp.{file_format}", tmp_path / f"utslipp.{file_format}")
    told("import_emissions", file, published_on="2025-11-01", commit=True)
    again = Edition.objects.exclude(pk=edition.pk).get()
    assert again.kind == Edition.Kind.ALL
    assert figures_of(again) == figures_of(edition)
    # The file has the members alone, so the country's sum is not in it; it says so.
    for area in ("kommune", "region"):
        assert sums_of(again, area=area) == sums_of(edition, area=area) != []


def test_one_member_comes_back_to_the_gram_and_is_known_by_the_sheet_about_the_file(
    client: Client, edition: Edition, told: Told, tmp_path: Path
) -> None:
    one = Municipality.objects.get(name="Prøvekommune 1")
    file = fetched(client, f"/data/utslipp.xlsx?kommune={one.slug}", tmp_path / "en.xlsx")
    told("import_emissions", file, published_on="2025-11-01", commit=True)
    again = Edition.objects.exclude(pk=edition.pk).get()
    assert again.municipality == one
    assert figures_of(again) == figures_of(edition, municipality=one) != []


def test_one_member_as_csv_comes_back_where_its_number_is_given(
    client: Client, edition: Edition, told: Told, tmp_path: Path
) -> None:
    one = Municipality.objects.get(name="Prøvekommune 2")
    file = fetched(client, f"/data/utslipp.csv?kommune={one.slug}", tmp_path / "en.csv")
    told("import_emissions", file, "--municipality", "9103", published_on="2025-11-01", commit=True)
    again = Edition.objects.exclude(pk=edition.pk).get()
    assert figures_of(again) == figures_of(edition, municipality=one) != []


def test_a_single_figure_of_three_decimals_is_not_taken_for_thousands(
    client: Client, three_members: Members, told: Told, tmp_path: Path
) -> None:
    statistics = statistics_of([(9101, 2024, *TEN[0], 1.234)], names=three_members.names)
    publish_edition(edition=edition_of(statistics, published_on=PUBLISHED))
    file = fetched(client, "/data/utslipp.csv", tmp_path / "utslipp.csv")
    assert "Prøvekommune 0;2024;Veitrafikk;Personbiler;CO2;1,234000" in file.read_text(encoding="utf-8-sig")
    told("import_emissions", file, commit=True)
    assert [row.grams for row in Emission.objects.filter(edition=Edition.objects.first())] == [1_234_000]


def test_the_sheet_about_the_file_names_edition_source_and_what_is_left_out(
    client: Client, edition: Edition, tmp_path: Path
) -> None:
    with CalamineWorkbook.from_path(fetched(client, "/data/utslipp.xlsx", tmp_path / "alle.xlsx")) as book:
        assert book.sheet_names == ["Info", "Oversikt - detaljert"]
        about = dict(book.get_sheet_by_name("Info").to_python())
    assert about["Nedlastet fra:"] == "http://testserver/data/utslipp.xlsx"
    assert about["Utgave:"] == str(edition)
    assert about["Kilde:"] == edition.source
    assert about["Lisens:"] == "Ikke bekreftet. Oppgi alltid Miljødirektoratet som kilde."
    assert "landets sum kan ikke regnes ut" in about["Merk:"]


def test_json_has_the_same_figures_with_english_keys(client: Client, edition: Edition) -> None:
    said = json.loads(downloaded(client, "/data/utslipp.json")[1])
    assert (said["edition"], said["published_on"]) == (f"{edition.pk}", "2025-11-01")
    assert len(said["rows"]) == Emission.objects.filter(edition=edition).count()
    assert set(said["rows"][0]) == set(said["columns"])
    assert sum(round(row["tonnes"] * 1_000_000) for row in said["rows"]) == sum(
        grams for *_rest, grams in figures_of(edition)
    )


def test_the_sums_are_the_stored_ones_with_the_region_only_where_all_members_have_figures(
    client: Client, edition: Edition
) -> None:
    text = downloaded(client, "/data/utslipp-sektorsummer.csv")[1].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    stored = SectorTotal.objects.filter(edition=edition)
    assert len(rows) == stored.count()
    areas = [row["Område"] for row in rows]
    assert areas.count("Osloregionen") == 5
    assert areas.count("landet (summen av kommunene i statistikken)") == 6
    region = next(row for row in rows if row["Område"] == "Osloregionen" and row["Sektor"] == "Veitrafikk")
    sum_of = stored.get(area="region", year=region["År"], sector__name="Veitrafikk").grams
    whole, decimals = region["Utslipp (tonn CO₂-ekvivalenter)"].split(",")
    assert int(whole) * 1_000_000 + int(decimals) == sum_of


def test_every_edition_that_was_in_use_can_be_had_and_no_other(
    client: Client, edition: Edition, make_edition: Callable[..., Edition]
) -> None:
    newer, unseen = make_edition(published_on="2025-12-01", more=1), make_edition(more=2)
    publication = publish_edition(edition=newer)
    for one in (edition, newer):
        assert f"utgave-{one.pk}-" in downloaded(client, f"/data/utslipp.csv?utgave={one.pk}")[0]
    refused = client.get(f"/data/utslipp.csv?utgave={unseen.pk}")
    assert refused.status_code == 404
    assert f"Utgaver som har det: {newer.pk} og {edition.pk}." in refused.content.decode()
    return_to_former(publication=publication)
    assert (
        f"utslipp-osloregionens-kommuner-utgave-{edition.pk}-publisert-{edition.published_on}-"
        in downloaded(client, "/data/utslipp.csv")[0]
    )


def test_a_municipality_gets_its_own_edition_where_that_is_newer(
    client: Client, edition: Edition, make_edition: Callable[..., Edition]
) -> None:
    own = make_edition(published_on="2025-12-01", one="Prøvekommune 1", numbers=[9102], more=9)
    publish_edition(edition=own)
    one, other = (Municipality.objects.get(name=f"Prøvekommune {n}") for n in (1, 2))
    assert f"utgave-{own.pk}-" in downloaded(client, f"/data/utslipp.csv?kommune={one.slug}")[0]
    assert f"utgave-{edition.pk}-" in downloaded(client, f"/data/utslipp.csv?kommune={other.slug}")[0]
    missing = client.get(f"/data/utslipp.csv?kommune={other.slug}&utgave={own.pk}")
    assert missing.status_code == 404
    assert (
        "har ingen tall for Prøvekommune 2. Det betyr ikke at utslippene er null." in missing.content.decode()
    )


@pytest.mark.parametrize("key", ["0", "999999", "9" * 30, "tull", "٣", "-1"])
def test_an_edition_that_is_none_is_refused_in_words(client: Client, edition: Edition, key: str) -> None:
    answer = client.get("/data/utslipp.csv", {"utgave": key})
    assert answer.status_code == 404
    assert "av statistikken har vært i bruk" in answer.content.decode()


def test_without_an_edition_in_use_the_page_and_the_file_say_so(
    client: Client, three_members: Members
) -> None:
    assert (
        "Ingen utgave av statistikken med alle kommuner er tatt i bruk"
        in client.get("/data/").content.decode()
    )
    answer = client.get("/data/utslipp.xlsx")
    assert answer.status_code == 404
    assert "så utslippene er ikke registrert" in answer.content.decode()


def test_with_one_municipalitys_edition_alone_the_page_and_the_file_say_whose(
    client: Client, three_members: Members
) -> None:
    rows = [(0, 2024, *one, 5) for one in TEN]
    made = edition_of(statistics_of(rows, one="Prøvekommune 2"), published_on=PUBLISHED)
    publish_edition(edition=made)
    said = "er tatt i bruk, men Prøvekommune 2 har en egen. Velg kommune for å få tallene."
    assert said in client.get("/data/").content.decode()
    answer = client.get("/data/utslipp.csv")
    assert (answer.status_code, said in answer.content.decode()) == (404, True)
    assert downloaded(client, "/data/utslipp.csv?kommune=provekommune-2")[1]


def test_editions_of_one_day_are_not_said_to_be_from_it_to_it(client: Client, edition: Edition) -> None:
    page = client.get("/data/").content.decode().replace("\u00a0", " ")
    assert "Publisert 1. november 2025." in page
    assert "publisert fra 1. november 2025 til 1. november" not in page
