"""The page of data: every dataset with source, licence, date and files; none holds what is made up."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from lxml import html
from python_calamine import CalamineWorkbook

from declaration.models import Declaration
from members.models import County, Municipality, Population
from osloregionen.data_views import DATASETS, every_file
from tests.factories import make_declaration, make_municipality, make_signature
from tests.scenarios import SMALL

pytestmark = pytest.mark.django_db

FORMATS = ("csv", "xlsx", "json")
ANSWERS = "/data/erklaringssvar.csv"


def page(client: Client, address: str = "/data/") -> Any:
    """Return the page as a document."""
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def facts_of(document: Any, name: str) -> dict[str, str]:
    """Return what the page says of a dataset, by heading."""
    section = document.xpath(f"//section[@aria-labelledby='{name}']")[0]
    return {
        line.xpath("string(dt)").strip(): " ".join(line.xpath("string(dd)").replace("\xa0", " ").split())
        for line in section.xpath(".//dl/div")
    }


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def everything(client: Client) -> str:
    """Return the page, the catalogue and all files as one text, without the moment they were fetched."""
    addresses = ["/data/", "/data/katalog.ttl", *(f"/data/{a['name']}.json" for a in _whole())]
    answers: list[Any] = [client.get(address) for address in addresses]
    said = " ".join(
        (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        for answer in answers
    )
    return re.sub(r'"retrieved": "[^"]*"', "", said)


def _whole() -> list[Any]:
    return [arguments for arguments in every_file() if dict(arguments)["file_format"] == "json"]


def test_each_dataset_has_description_source_licence_date_and_three_files(client: Client) -> None:
    document = page(client)
    sections = document.xpath("//section[@aria-labelledby]")
    assert [section.get("aria-labelledby") for section in sections] == list(DATASETS)
    for section in sections:
        name = section.get("aria-labelledby")
        assert section.xpath("string(h3[@id])").strip()
        assert section.xpath("string(p)").strip()
        assert list(facts_of(document, name)) == ["Kilde", "Lisens", "Gjelder", "Sist endret"]
        links = [link.get("href") for link in section.xpath(".//p[@class='downloads']/a")]
        whole = [f"/data/{name}.{file_format}" for file_format in FORMATS]
        # The council's content has no edition of the statistics.
        assert links == ([] if DATASETS[name].by_edition else whole), name


def test_licences_are_told_as_far_as_they_are_known(client: Client) -> None:
    document = page(client)
    assert facts_of(document, "folketall")["Lisens"] == "Norsk lisens for offentlige data (NLOD) 2.0"
    assert facts_of(document, "utslipp")["Lisens"] == (
        "Ikke bekreftet. Oppgi alltid Miljødirektoratet som kilde."
    )
    assert facts_of(document, "moter")["Lisens"] == "Ikke registrert. Oppgi alltid kilden."
    Population.objects.update(source="Noen sa det")
    assert facts_of(page(client), "folketall")["Lisens"] == "Ikke registrert. Oppgi alltid kilden."


def test_the_last_change_is_that_of_a_row_that_was_saved_or_removed(client: Client) -> None:
    def told() -> str:
        return facts_of(page(client), "folketall")["Sist endret"]

    row = Population.objects.all()[0]
    Population.objects.update(updated_at="2020-05-03T10:00:00Z")
    assert told() == "3. mai 2020 kl. 12.00"
    row.delete()
    gone = Population.history.filter(history_type="-")
    gone.update(history_date="2020-06-01T10:00:00Z")
    assert told() == "1. juni 2020 kl. 12.00"


def test_every_dataset_comes_in_each_format_with_the_same_rows(client: Client) -> None:
    for name in (arguments["name"] for arguments in _whole()):
        as_csv = rows_of(client, f"/data/{name}.csv")
        as_json = json.loads(client.get(f"/data/{name}.json").content)
        assert len(as_json["rows"]) == len(as_csv), name
        assert as_json["title"] == DATASETS[name].title
        assert as_json["url"] == f"http://testserver/data/{name}.json"
        # Excel for some: all are written by the same hand.
        if name in ("medlemmer", "erklaringssvar", "utslippskilder"):
            book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"/data/{name}.xlsx").content))
            assert len(book.get_sheet_by_index(0).to_python()) == len(as_csv) + 1


def test_a_municipality_is_chosen_on_the_page_and_its_files_hold_its_rows(client: Client) -> None:
    document = page(client, "/data/?kommune=lillestrom")
    assert document.xpath("//option[@selected]/text()") == ["Lillestrøm"]
    links = {link.get("href") for link in document.xpath("//p[@class='downloads']/a")}
    assert "/data/folketall.csv?kommune=lillestrom" in links
    assert "/data/moter.csv" in links
    assert {row["Kommune"] for row in rows_of(client, "/data/folketall.csv?kommune=lillestrom")} == {
        "Lillestrøm"
    }
    assert [row["Kommune"] for row in rows_of(client, "/data/medlemmer.csv?kommune=lillestrom")] == [
        "Lillestrøm"
    ]
    # What it was made of comes along: the declaration of 2019 was signed by these.
    answers = rows_of(client, "/data/erklaringssvar.csv?kommune=lillestrom")
    assert {row["Kommune eller fylkeskommune"] for row in answers} == {
        "Lillestrøm",
        "Skedsmo",
        "Fet",
        "Sørum",
    }


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/data/tull.csv", 404, "Portalen har ikke datasettet «tull»"),
        ("/data/medlemmer.pdf", 404, "finnes som csv, xlsx og json, ikke som «pdf»"),
        ("/data/medlemmer.csv?kommune=tull", 404, "ingen kommune med adressen «tull»"),
        ("/data/?kommune=%00", 404, "ingen kommune med adressen"),
        ("/data/?kommune=" + "a" * 5000, 404, "ingen kommune med adressen «" + "a" * 40 + "»"),
        ("/data/moter.csv?kommune=asker", 400, "Datasettet «Møter» er ikke delt opp etter kommune."),
        ("/data/moter.csv?utgave=1", 400, "Datasettet «Møter» har ikke utgaver å velge mellom."),
        ("/data/utslipp.csv?utgave=1", 404, "Ingen utgave «1» av statistikken har vært i bruk."),
        ("/data/katalog.csv", 404, "Portalen har ikke datasettet «katalog»"),
    ],
)
def test_what_is_not_there_is_told_in_norwegian(client: Client, address: str, status: int, told: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert told in answer.content.decode()


def test_a_format_may_be_written_in_capitals(client: Client) -> None:
    assert client.get("/data/medlemmer.CSV")["Content-Type"] == "text/csv; charset=utf-8"


def test_the_practice_round_and_drafts_change_nothing_that_is_given_away(client: Client) -> None:
    before = everything(client)
    call_command("load_practice_round", verbosity=0, stdout=io.StringIO())
    draft = make_declaration(title="Utkast som ingen har sett", status="utkast")
    make_signature(declaration=draft, municipality=Municipality.objects.get(slug="asker"))
    assert Declaration.objects.exclude(pk__in=Declaration.objects.published()).count() == 2
    assert everything(client) == before
    assert "ØVELSE" not in before


def test_internal_notes_are_in_no_file(client: Client, world: Callable[..., None]) -> None:
    from actionplan.models import Activity

    world("filled", **SMALL)
    Activity.objects.update(internal_note="Bare for sekretariatet")
    assert "Bare for sekretariatet" not in everything(client)


def test_text_that_a_spreadsheet_would_run_is_guarded(client: Client) -> None:
    make_municipality(name="=1+1", slug="farlig")
    assert "'=1+1" in [row["Kommune"] for row in rows_of(client, "/data/medlemmer.csv")]


def test_the_guide_names_every_dataset_and_what_it_is_divided_by() -> None:
    guide = (settings.BASE_DIR / "docs/data.md").read_text(encoding="utf-8")
    named = dict(re.findall(r"^\| `([a-z-]+)` \|[^|]*\|([^|]*)\|$", guide, re.MULTILINE))
    parts = {
        name: ", ".join(
            word for word, has in (("kommune", one.by_municipality), ("utgave", one.by_edition)) if has
        )
        for name, one in DATASETS.items()
    }
    assert {name: divided.strip() for name, divided in named.items()} == parts


def test_every_page_leads_to_the_data(client: Client) -> None:
    footer = page(client, "/om/").xpath("//footer//a[@href='/data/']")
    assert [link.text for link in footer] == ["Data"]


def test_answers_to_more_declarations_take_no_more_queries(
    client: Client, count_queries: Callable[[str], int]
) -> None:
    few = count_queries(ANSWERS)
    asker, county = Municipality.objects.get(slug="asker"), County.objects.get(name="Akershus", valid_to=None)
    for year in range(2012, 2032, 4):
        # Each is read by the borders of its own date.
        declaration = make_declaration(year=year, signing_on=f"{year}-05-01")
        make_signature(declaration=declaration, municipality=asker)
        make_signature(declaration=declaration, county=county)
    assert count_queries(ANSWERS) == few
    assert len(rows_of(client, ANSWERS)) > 5 * 64


def test_answers_are_those_of_each_declarations_own_list(client: Client) -> None:
    old = make_declaration(year=2018, status="avsluttet", signing_on="2018-05-01")
    skedsmo = Municipality.objects.get(slug="skedsmo")
    make_signature(declaration=old, municipality=skedsmo, status="signert", signed_on="2018-05-01")
    everyone = [row for row in rows_of(client, ANSWERS) if row["Type"] == "kommune"]
    for declaration in Declaration.objects.published():
        lines = rows_of(client, f"{declaration.get_absolute_url()}status/?format=csv")
        same = lines[0].keys() & everyone[0].keys() - {"Kommune"}
        assert len(same) > 8
        answers = [row for row in everyone if row["Erklæring"] == declaration.title]
        assert [{key: row[key] for key in same} for row in answers] == [
            {key: row[key] for key in same} for row in lines
        ]


@pytest.mark.once
def test_no_file_asks_more_of_a_larger_portal(
    world: Callable[..., None], count_queries: Callable[[str], int], settings: Any, tmp_path: Path
) -> None:
    # A large file that another test has had made would ask less.
    settings.DATA_DIR = tmp_path

    def counted(file_format: str) -> dict[str, int]:
        addresses = ["/data/", "/data/katalog.ttl", *(f"/data/{name}.{file_format}" for name in DATASETS)]
        return {address: count_queries(address) for address in addresses}

    world("filled", **SMALL)
    small = counted("csv")
    world("filled")
    large = counted("csv")
    assert {name: (small[name], large[name]) for name in small if large[name] > small[name]} == {}
    assert max(large.values()) < 120
    assert max(count for name, count in large.items() if name.endswith(".csv")) < 25
