"""The list of a declaration's parties as a file: what it holds, and that it comes in again as it went out."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from declaration.models import Declaration
from members.models import County, Municipality, MunicipalityNumber
from members.models.municipality import in_force
from tests.declaration.party_lists import (
    DECISION,
    SIGNING,
    address,
    open_declaration,
    rows_of,
)
from tests.factories import make_municipality, make_signature
from tests.osloregionen.listfiles import ListPage, csv_file, downloaded

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_the_list_has_every_party_in_the_borders_of_the_declaration(
    admin_pages: Client, file_format: str
) -> None:
    lines = rows_of(downloaded(admin_pages, address(open_declaration()), file_format))

    assert len(lines) == 64
    oslo = next(line for line in lines if line["Part"] == "Oslo")
    assert (oslo["Nummer"], oslo["Type"], oslo["Fylke"], oslo["Status"]) == ("0301", "kommune", "Oslo", "")
    assert [line["Nummer"] for line in lines if line["Part"] in ("Nes", "Våler")] == ["3034", "3018"]


def test_the_list_of_an_older_declaration_has_the_municipalities_of_its_time(admin_pages: Client) -> None:
    lines = rows_of(downloaded(admin_pages, address(Declaration.objects.get(year=2019)), "csv"))

    names = {line["Part"]: line for line in lines}
    assert names["Skedsmo"]["Nummer"] == "0231"
    assert "Lillestrøm" not in names
    assert names["Hedmark fylkeskommune"]["Type"] == "fylkeskommune"
    assert names["Hedmark fylkeskommune"]["Status"] == "signert"


def test_the_list_shows_what_is_registered(admin_pages: Client) -> None:
    declaration = open_declaration()
    asker = Municipality.objects.get(name="Asker")
    make_signature(
        declaration=declaration,
        municipality=asker,
        status="signert",
        basis="politisk_vedtak",
        decided_on=DECISION,
        case_reference="22/31",
        signed_on=SIGNING,
        signatory_name="Kari Prøvesen",
        signing_order=3,
    )
    lines = rows_of(downloaded(admin_pages, address(declaration), "xlsx"))

    line = next(line for line in lines if line["Part"] == "Asker")
    assert (line["Status"], line["Grunnlag"], line["Vedtaksdato"]) == ("signert", "politisk vedtak", DECISION)
    assert (line["Saksnummer"], line["Signert av"], line["Plass ved signeringen"]) == (
        "22/31",
        "Kari Prøvesen",
        3.0,
    )


def test_the_file_of_an_exercise_says_so(admin_pages: Client) -> None:
    practice = open_declaration(is_practice=True)
    response = admin_pages.get(f"{address(practice).removesuffix('/')}.csv")

    assert response["Content-Disposition"].startswith('attachment; filename="ovelse-parter-')
    head, *lines = response.content.decode("utf-8-sig").splitlines()
    assert head.startswith("ØVELSE;Nummer;")
    assert all(line.startswith("oppdiktet;") for line in lines)
    assert "ØVELSE" in str(ListPage(admin_pages, address(practice)).upload(response.content).text)


# On SQLite, which takes long lists in parts and so asks the more of the two.
@pytest.mark.once
def test_taking_the_list_out_asks_no_more_of_many_parties(
    admin_pages: Client, world: Callable[..., None], count_queries: Callable[[str], int]
) -> None:
    counts = []
    for members in (8, 64):
        world("filled", members=members, plans=2, activities=18)
        declaration = Declaration.objects.get(status="apen")
        counts.append(count_queries(f"{address(declaration).removesuffix('/')}.xlsx"))
    assert counts[0] == counts[1]
    assert counts[0] <= 10


def queries_of_upload(client: Client, declaration: Declaration, content: bytes) -> int:
    """Return how many queries it takes to show what a file would change."""
    with CaptureQueriesContext(connection) as queries:
        page = ListPage(client, address(declaration)).upload(content)
    assert page.problems == []
    return len(queries)


def test_rows_without_a_change_cost_nothing_and_the_others_35_queries_each(
    admin_pages: Client, world: Callable[..., None]
) -> None:
    same = []
    for members in (8, 64):
        world("filled", members=members, plans=2, activities=18)
        declaration = Declaration.objects.get(status="apen")
        same.append(
            queries_of_upload(admin_pages, declaration, downloaded(admin_pages, address(declaration), "csv"))
        )
    new = open_declaration()
    numbers = list(MunicipalityNumber.objects.filter(valid_to=None).values_list("number", flat=True)[:12])
    steps = [
        queries_of_upload(
            admin_pages, new, csv_file([["Nummer", "Status"], *([n, "invitert"] for n in some)])
        )
        for some in (numbers[:4], numbers)
    ]

    assert same[0] == same[1]
    assert (steps[1] - steps[0]) / 8 <= 36


AWKWARD = [
    "=1+1",
    "+47 22",
    "-",
    "@her",
    "'=1",
    "'hei",
    "to\nlinjer",
    "to\r\nlinjer",
    "  rom  ",
    "3001.0",
    "0301",
]
AWKWARD += ["12.5.2022", "a;b,c", 'si «"hei"»', "\ttab", "_x0041_", "ø€😀", "a\x0bb"]


def awkward_declaration() -> Declaration:
    """Return a declaration whose answers hold all that spreadsheets like to change, and every status."""
    declaration = open_declaration(status="avsluttet")
    towns = iter(Municipality.objects.members_on(SIGNING).order_by("sort_name"))
    for place, text in enumerate(AWKWARD):
        make_signature(
            declaration=declaration,
            municipality=next(towns),
            status="signert",
            signed_on=SIGNING,
            signatory_name=text[:200],
            case_reference=text,
            evidence=text,
            source=text,
            signing_order=place or None,
        )
    for status in ("invitert", "til_behandling", "avslatt"):
        make_signature(declaration=declaration, municipality=next(towns), status=status)
    joined = {"basis": "ordforers_bekreftelse", "decided_on": DECISION}
    make_signature(declaration=declaration, municipality=next(towns), status="tilsluttet", **joined)
    gone = {"withdrawn_on": SIGNING, "signed_on": DECISION}
    make_signature(declaration=declaration, municipality=next(towns), status="trukket", **gone)
    for county in County.objects.filter(in_force(SIGNING)).order_by("pk")[:3]:
        make_signature(declaration=declaration, county=county, status="tilsluttet")
    # It never had a number; its name is its own.
    make_signature(declaration=declaration, municipality=make_municipality(name="Uten Nummer"))
    return declaration


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_what_is_taken_out_comes_in_again_without_a_difference(admin_pages: Client, file_format: str) -> None:
    declaration = awkward_declaration()
    first = downloaded(admin_pages, address(declaration), file_format)

    page = ListPage(admin_pages, address(declaration)).upload(first, f"parter.{file_format}")

    assert page.problems == []
    assert page.changes == {}
    assert "Det er ingenting å lagre" in page.text


@pytest.mark.parametrize("year", [2019, 2022])
@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_the_councils_own_declarations_come_in_again_without_a_difference(
    admin_pages: Client, file_format: str, year: int
) -> None:
    declaration = Declaration.objects.get(year=year)
    page = ListPage(admin_pages, address(declaration))

    page.upload(downloaded(admin_pages, address(declaration), file_format))

    assert (page.problems, page.changes) == ([], {})


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_a_list_read_into_an_empty_declaration_gives_the_same_file(
    admin_pages: Client, file_format: str
) -> None:
    source = awkward_declaration()
    first = downloaded(admin_pages, address(source), file_format)
    copy = open_declaration(status="avsluttet", title=source.title)

    page = ListPage(admin_pages, address(copy)).upload(first, f"parter.{file_format}")
    assert page.problems == []

    assert page.confirm().written
    assert content_of(downloaded(admin_pages, address(copy), file_format)) == content_of(first)


def content_of(content: bytes) -> Any:
    """Return a file's bytes but for the moments in it: in Excel, the parts that hold the list itself."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        strings = package.read("xl/sharedStrings.xml").split(b"<t")
        # The explaining sheet comes last and tells when the list was fetched.
        told = [text for text in strings if b">Hentet<" not in text and not text.startswith(b">20")]
        return told, package.read("xl/worksheets/sheet1.xml"), package.read("xl/styles.xml")


def test_the_file_of_an_exercise_is_not_read_into_the_real_thing(admin_pages: Client) -> None:
    practice, real = open_declaration(is_practice=True), open_declaration()
    make_signature(declaration=practice, municipality=Municipality.objects.get(name="Asker"))
    for file_format in ("csv", "xlsx"):
        content = downloaded(admin_pages, address(practice), file_format)

        page = ListPage(admin_pages, address(real)).upload(content)
        assert page.problems[0].startswith("Filen er fra en øvelse.")

        page = ListPage(admin_pages, address(practice)).upload(content)
        assert (page.problems, page.changes) == ([], {})


def test_a_row_copied_from_an_exercise_is_refused(admin_pages: Client) -> None:
    page = ListPage(admin_pages, address(open_declaration()))

    page.upload_rows(["Nummer", "Status", "Saksnummer"], ["3025", "invitert", "ØVELSE 2030/1"])

    assert page.problems == ["Rad 2, Saksnummer: «ØVELSE 2030/1» er fra en øvelse."]


def test_the_status_table_of_an_exercise_is_not_read_in_as_real(admin_pages: Client) -> None:
    table = csv_file([["ØVELSE", "Part", "Status"], ["oppdiktet", "Asker", "signert"]])

    page = ListPage(admin_pages, address(open_declaration())).upload(table)

    assert page.problems[0].startswith("Filen er fra en øvelse.")
