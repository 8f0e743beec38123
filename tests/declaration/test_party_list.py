"""The list of a declaration's parties: out as a file, filled in, and in again through the admin."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from declaration.lists import PartyList
from declaration.models import Declaration, Signature
from declaration.services import accede
from members.models import County, Municipality, MunicipalityNumber
from members.models.municipality import in_force
from osloregionen.sheets import read_sheet
from tests.factories import make_declaration, make_municipality, make_signature
from tests.osloregionen.listfiles import ListPage, csv_file, downloaded, xlsx_file

pytestmark = pytest.mark.django_db

SIGNING = dt.date(2022, 6, 2)
DECISION = dt.date(2022, 5, 10)
HEADINGS = [
    "Nummer",
    "Part",
    "Type",
    "Status",
    "Grunnlag",
    "Vedtaksdato",
    "Signeringsdato",
    "Signert av",
    "Kilde",
]


def open_declaration(**fields: Any) -> Declaration:
    """Return a declaration that is open, in the borders of 2022."""
    dates = {"year": 2022, "opened_on": dt.date(2022, 2, 11), "signing_on": SIGNING}
    return make_declaration(**{**dates, **fields})


def address(declaration: Declaration) -> str:
    """Return the list's page in the admin."""
    return f"/admin/declaration/declaration/{declaration.pk}/liste/"


def answer_of(declaration: Declaration, name: str) -> Signature:
    """Return what a municipality is registered with."""
    return Signature.objects.get(declaration=declaration, municipality__name=name)


def rows_of(content: bytes) -> list[dict[str, Any]]:
    """Return a downloaded list's lines by their headings."""
    headings = [str(column.heading) for column in PartyList.columns]
    head, *lines = read_sheet("liste", content, headings=headings).rows
    assert head.cells == headings
    return [dict(zip(headings, line.cells, strict=False)) for line in lines]


# --- Out ----------------------------------------------------------------------------------------------


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


# --- What goes out comes in again without a difference -----------------------------------------------


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


# --- In -----------------------------------------------------------------------------------------------


def test_nothing_is_stored_before_somebody_says_so(admin_pages: Client) -> None:
    declaration = open_declaration()
    page = ListPage(admin_pages, address(declaration)).upload_rows(
        ["Nummer", "Status", "Grunnlag", "Vedtaksdato", "Kilde"],
        ["3025", "tilsluttet", "politisk vedtak", DECISION, "Brev"],
    )

    assert page.changes == {
        "Asker (3025)": [
            "Status: «ikke registrert» → «tilsluttet»",
            "Grunnlag: «ikke registrert» → «politisk vedtak»",
            "Vedtaksdato: «ikke registrert» → «10. mai 2022»",
            "Kilde: «ikke registrert» → «Brev»",
        ]
    }
    assert "1 ny, ingen endret og ingen uendret" in page.text.lower()
    assert not declaration.signatures.exists()
    assert not Signature.history.filter(declaration=declaration).exists()


def test_what_is_confirmed_is_stored_with_who_and_why(admin_pages: Client, staff: Any) -> None:
    declaration = open_declaration()
    page = ListPage(admin_pages, address(declaration))
    content = csv_file(
        [
            ["Nummer", "Status", "Grunnlag", "Vedtaksdato"],
            [3025, "tilsluttet", "politisk vedtak", "10.5.2022"],
        ]
    )

    page.upload(content, "svar i mai.csv").confirm()

    assert page.messages == ["Innlest fra svar i mai.csv: 1 ny, ingen endret og ingen uendret."]
    signature = answer_of(declaration, "Asker")
    assert (signature.status, signature.basis, signature.decided_on) == (
        "tilsluttet",
        "politisk_vedtak",
        DECISION,
    )
    row = signature.history.get()
    assert (row.history_user, row.history_change_reason) == (staff, "Innlest fra svar i mai.csv")
    logged = LogEntry.objects.get()
    assert (logged.user, logged.get_edited_object()) == (staff, declaration)
    assert logged.get_change_message().replace("\xa0", " ") == page.messages[0]


def test_who_joined_and_signed_takes_both_steps(admin_pages: Client) -> None:
    declaration = open_declaration()
    page = ListPage(admin_pages, address(declaration)).upload_rows(
        [*HEADINGS, "Plass ved signeringen"],
        ["3025", "Asker", None, "signert", "politisk vedtak", DECISION, SIGNING, "Kari Prøvesen", "Liste", 2],
    )
    page.confirm()

    signature = answer_of(declaration, "Asker")
    assert (signature.status, signature.signed_on, signature.signatory_name) == (
        "signert",
        SIGNING,
        "Kari Prøvesen",
    )
    assert (signature.signing_order, signature.source) == (2, "Liste")
    assert [row.status for row in signature.history.order_by("version")] == [
        "tilsluttet",
        "signert",
        "signert",
    ]


@pytest.mark.parametrize(
    ("before", "after", "facts"),
    [
        (None, "invitert", {}),
        (None, "til behandling", {"Saksnummer": "22/1"}),
        ("invitert", "til behandling", {}),
        ("til_behandling", "tilsluttet", {"Grunnlag": "politisk vedtak", "Vedtaksdato": DECISION}),
        ("invitert", "avslått", {"Vedtaksdato": DECISION}),
        ("tilsluttet", "signert", {"Signeringsdato": SIGNING}),
        ("tilsluttet", "trukket", {"Trukket fra": SIGNING}),
        ("avslatt", "til behandling", {}),
    ],
)
def test_another_status_on_an_open_declaration_is_a_step(
    admin_pages: Client, before: str | None, after: str, facts: dict[str, Any]
) -> None:
    declaration = open_declaration()
    asker = Municipality.objects.get(name="Asker")
    if before is not None:
        joined = {"basis": "politisk_vedtak", "decided_on": DECISION} if before == "tilsluttet" else {}
        make_signature(declaration=declaration, municipality=asker, status=before, **joined)
    page = ListPage(admin_pages, address(declaration))

    page.upload_rows(["Nummer", "Status", *facts], ["3025", after, *facts.values()])
    assert page.problems == []
    page.confirm()

    assert answer_of(declaration, "Asker").get_status_display() == after


@pytest.mark.parametrize(
    ("before", "row", "told"),
    [
        ("signert", {"Status": "tilsluttet"}, "Status er «signert»"),
        ("invitert", {"Status": "trukket", "Trukket fra": SIGNING}, "Status er «invitert»"),
        (None, {"Status": "trukket", "Trukket fra": SIGNING}, "ikke registrert"),
        (None, {"Status": "tilsluttet", "Vedtaksdato": DECISION}, "Rad 2, Grunnlag: "),
        (None, {"Status": "tilsluttet", "Grunnlag": "politisk vedtak"}, "Rad 2, Vedtaksdato: "),
        (None, {"Status": "invitert", "Signeringsdato": SIGNING}, "Rad 2, Signeringsdato: "),
        (None, {"Status": "invitert", "Plass ved signeringen": 99_999}, "Rad 2, Plass ved signeringen: "),
        (None, {"Status": "invitert", "Saksnummer": "x" * 101}, "Rad 2, Saksnummer: "),
        (None, {"Kilde": "Brev"}, "Rad 2, Status: mangler"),
        ("invitert", {"Status": None, "Kilde": "Brev"}, "Rad 2, Status: kan ikke tømmes"),
    ],
)
def test_what_the_process_does_not_allow_is_refused_with_its_place(
    admin_pages: Client, before: str | None, row: dict[str, Any], told: str
) -> None:
    declaration = open_declaration()
    if before is not None:
        facts: dict[str, Any] = {}
        if before == "signert":
            facts = {"basis": "politisk_vedtak", "decided_on": DECISION, "signed_on": SIGNING}
        asker = Municipality.objects.get(name="Asker")
        make_signature(declaration=declaration, municipality=asker, status=before, **facts)
    page = ListPage(admin_pages, address(declaration))

    page.upload_rows(["Nummer", *row], ["3025", *row.values()])

    assert len(page.problems) == 1
    assert told in page.problems[0]
    assert page.carried == ""


@pytest.mark.parametrize(
    ("signed", "told"),
    [
        (dt.date(2022, 1, 1), "Signeringsdato"),
        (dt.date(2099, 1, 1), "Signeringsdato"),
        (dt.date(2022, 5, 9), "Signeringsdato"),
    ],
)
def test_a_signing_before_the_opening_before_the_decision_or_in_the_future_is_refused(
    admin_pages: Client, signed: dt.date, told: str
) -> None:
    declaration = open_declaration()
    page = ListPage(admin_pages, address(declaration)).upload_rows(
        ["Nummer", "Status", "Grunnlag", "Vedtaksdato", "Signeringsdato"],
        ["3025", "signert", "politisk vedtak", DECISION, signed],
    )

    assert page.problems
    assert all(problem.startswith(f"Rad 2, {told}: ") for problem in page.problems)


def test_nobody_answers_a_draft_by_a_list(admin_pages: Client) -> None:
    draft = open_declaration(status="utkast")
    page = ListPage(admin_pages, address(draft)).upload_rows(["Nummer", "Status"], ["3025", "invitert"])

    assert page.problems == ["Rad 2: Erklæringen er et utkast og er ikke åpnet for svar."]


def test_the_history_of_a_closed_declaration_may_lack_basis_and_date(admin_pages: Client) -> None:
    closed = open_declaration(status="avsluttet")
    page = ListPage(admin_pages, address(closed))
    page.upload_rows(["Nummer", "Status", "Signeringsdato"], ["3025", "signert", SIGNING]).confirm()

    assert answer_of(closed, "Asker").basis == ""


def test_filling_in_and_emptying_facts_is_a_correction(admin_pages: Client) -> None:
    declaration = open_declaration()
    asker = Municipality.objects.get(name="Asker")
    facts = {"basis": "politisk_vedtak", "decided_on": DECISION, "case_reference": "22/1", "evidence": "Brev"}
    signature = make_signature(declaration=declaration, municipality=asker, status="tilsluttet", **facts)
    page = ListPage(admin_pages, address(declaration))

    page.upload_rows(["Part", "Saksnummer", "Kilde"], ["asker kommune", None, "Protokoll"])

    assert page.changes == {
        "Asker (3025)": ["Saksnummer: «22/1» → «ikke registrert»", "Kilde: «ikke registrert» → «Protokoll»"]
    }
    page.confirm()
    signature.refresh_from_db()
    assert (signature.case_reference, signature.source, signature.evidence) == ("", "Protokoll", "Brev")
    assert signature.history.count() == 2


def test_an_answer_that_is_taken_up_again_begins_anew_and_ends_as_the_row_says(admin_pages: Client) -> None:
    declaration = open_declaration()
    asker = Municipality.objects.get(name="Asker")
    facts = {"decided_on": dt.date(2022, 3, 1), "case_reference": "22/1", "evidence": "Nei-vedtaket"}
    make_signature(declaration=declaration, municipality=asker, status="avslatt", **facts)
    page = ListPage(admin_pages, address(declaration)).upload_rows(
        ["Nummer", "Status", "Grunnlag", "Vedtaksdato", "Saksnummer"],
        ["3025", "tilsluttet", "politisk vedtak", DECISION, None],
    )
    page.confirm()

    signature = answer_of(declaration, "Asker")
    assert (signature.status, signature.decided_on, signature.case_reference) == ("tilsluttet", DECISION, "")
    # The file says nothing of the evidence, so it stays.
    assert signature.evidence == "Nei-vedtaket"


def test_a_long_file_name_is_cut_where_the_history_ends(admin_pages: Client) -> None:
    declaration = open_declaration()
    page = ListPage(admin_pages, address(declaration))
    page.upload(xlsx_file([["Nummer", "Status"], ["3025", "invitert"]]), f"{'lang ' * 40}.xlsx").confirm()

    reason = answer_of(declaration, "Asker").history.get().history_change_reason
    assert len(reason) == 100
    assert reason.startswith("Innlest fra ")


# --- Whose row it is ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        {"Nummer": "3026"},
        {"Nummer": 3026.0},
        {"Nummer": "3026.0"},
        {"Part": "Aurskog-Høland"},
        {"Part": "AURSKOG - HØLAND"},
        {"Part": "aurskog høland kommune"},
        {"Part": "Aurskog-Hoeland"},
        {"Nummer": "3026", "Part": "Aurskog - Høland"},
    ],
)
def test_a_party_is_found_by_number_or_by_a_name_however_it_is_written(
    admin_pages: Client, row: dict[str, Any]
) -> None:
    page = ListPage(admin_pages, address(open_declaration()))

    page.upload_rows([*row, "Status"], [*row.values(), "invitert"])

    assert list(page.changes) == ["Aurskog-Høland (3026)"]


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ({"Part": "Oslo kommune"}, "Oslo (0301)"),
        ({"Part": "Oslo fylkeskommune"}, "Oslo fylkeskommune (03)"),
        ({"Part": "Oslo", "Type": "fylkeskommune"}, "Oslo fylkeskommune (03)"),
        ({"Nummer": 301.0, "Part": "Oslo"}, "Oslo (0301)"),
        ({"Nummer": 3.0}, "Oslo fylkeskommune (03)"),
    ],
)
def test_municipality_and_county_of_one_name_are_told_apart(
    admin_pages: Client, row: dict[str, Any], name: str
) -> None:
    page = ListPage(admin_pages, address(open_declaration()))

    page.upload_rows([*row, "Status"], [*row.values(), "invitert"])

    assert list(page.changes) == [name]


def test_a_name_that_fits_several_is_refused_with_their_numbers(admin_pages: Client) -> None:
    make_municipality(name="Våler", slug="valer-i-solor", number="3419", member=False)
    make_municipality(name="Moss", slug="moss-for-2020", member=False, dissolved_on=dt.date(2020, 1, 1))
    page = ListPage(admin_pages, address(open_declaration()))

    page.upload_rows(
        ["Part", "Status"], ["Oslo", "invitert"], ["våler kommune", "invitert"], ["Moss", "invitert"]
    )

    assert page.problems == [
        "Rad 2, Part: «Oslo» passer på flere: Oslo (0301) og Oslo fylkeskommune (03). Skriv nummeret.",
        "Rad 3, Part: «våler kommune» passer på flere: Våler (3018) og Våler (3419). Skriv nummeret.",
        "Rad 4, Part: «Moss» passer på flere: Moss (3002) og Moss (uten nummer). Skriv nummeret.",
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            {"Nummer": "3203"},
            "Rad 2, Nummer: nummer 3203 var ikke i bruk 2. juni 2022; Asker har nummer 3025 den dagen.",
        ),
        ({"Nummer": "9999"}, "Rad 2, Nummer: nummer 9999 var ikke i bruk 2. juni 2022."),
        ({"Nummer": "3025", "Part": "Moss"}, "Rad 2, Part: nummer 3025 er Asker, men raden heter «Moss»."),
        ({"Nummer": "Asker"}, "Rad 2, Nummer: «Asker» er ikke et nummer."),
        ({"Part": "Trondhjem"}, "Rad 2, Part: «Trondhjem» er ikke en kommune eller et fylke i portalen."),
        (
            {"Part": "Skedsmo"},
            "Rad 2, Part: Skedsmo fantes ikke 2. juni 2022, som er datoen erklæringen regnes etter.",
        ),
        (
            {"Part": "Oslo kommune", "Type": "fylkeskommune"},
            "Rad 2, Part: «Oslo kommune» er en kommune, ikke en fylkeskommune.",
        ),
        ({"Part": None, "Type": "kommune"}, "Rad 2, Part: raden har verken nummer eller navn."),
    ],
)
def test_a_party_that_is_not_found_is_told_with_the_reason(
    admin_pages: Client, row: dict[str, Any], told: str
) -> None:
    page = ListPage(admin_pages, address(open_declaration()))

    page.upload_rows([*row, "Status"], [*row.values(), "invitert"])

    assert page.problems == [told]


def test_a_party_that_stands_twice_is_refused_with_both_rows(admin_pages: Client) -> None:
    page = ListPage(admin_pages, address(open_declaration()))

    page.upload_rows(["Nummer", "Part", "Status"], ["3025", None, "invitert"], [None, "Asker", "invitert"])

    assert page.problems == ["Rad 3: Asker (3025) står også i rad 2."]


def test_one_bad_row_keeps_all_the_others_out_and_every_fault_is_told(admin_pages: Client) -> None:
    declaration = open_declaration()
    page = ListPage(admin_pages, address(declaration)).upload_rows(
        ["Nummer", "Status", "Grunnlag", "Vedtaksdato"],
        ["3025", "tilsluttet", "politisk vedtak", DECISION],
        ["3024", "tilsluttet", "politisk vedtak", "31.02.2022"],
        ["3012", "tilsluttet", "politisk vedtak", None],
        ["9999", "ja", "håndslag", None],
    )

    assert page.problems == [
        "Rad 3, Vedtaksdato: «31.02.2022» er ikke en dato.",
        "Rad 4, Vedtaksdato: Nye tilslutninger må ha dato for vedtaket eller bekreftelsen.",
        f"Rad 5, Status: «ja» er ikke blant valgene: {', '.join(map(str, Signature.Status.labels))}.",
        "Rad 5, Grunnlag: «håndslag» er ikke blant valgene: politisk vedtak, ordførers bekreftelse.",
        "Rad 5, Nummer: nummer 9999 var ikke i bruk 2. juni 2022.",
    ]
    assert page.carried == ""
    assert not declaration.signatures.exists()


# --- Between the preview and the confirmation ---------------------------------------------------------


def test_a_change_that_came_in_between_is_shown_and_nothing_is_stored(admin_pages: Client) -> None:
    declaration = open_declaration()
    page = ListPage(admin_pages, address(declaration)).upload_rows(
        ["Nummer", "Status"], ["3025", "invitert"], ["3024", "invitert"]
    )
    asker = Municipality.objects.get(name="Asker")
    accede(
        declaration=declaration,
        municipality=asker,
        seen=None,
        by=None,
        basis="politisk_vedtak",
        decided_on=DECISION,
        reason="Vedtak mottatt",
    )

    page.confirm()

    assert not page.written
    # Asker has gone further meanwhile, and is not asked anew.
    assert page.problems == [
        "Rad 2: Status er «tilsluttet». «Inviter» kan bare gjøres når status er «ikke registrert»."
    ]
    assert declaration.signatures.get().status == "tilsluttet"


def test_another_difference_than_the_one_that_was_seen_must_be_confirmed_anew(admin_pages: Client) -> None:
    declaration = open_declaration()
    asker = Municipality.objects.get(name="Asker")
    signature = make_signature(declaration=declaration, municipality=asker, source="Brev 1")
    page = ListPage(admin_pages, address(declaration)).upload_rows(["Nummer", "Kilde"], ["3025", "Brev 2"])
    signature.source = "Brev 3"
    signature.save()

    page.confirm()

    assert not page.written
    assert "Noen andre lagret noe" in page.text
    assert page.changes == {"Asker (3025)": ["Kilde: «Brev 3» → «Brev 2»"]}
    signature.refresh_from_db()
    assert signature.source == "Brev 3"
    assert page.confirm().written
    signature.refresh_from_db()
    assert signature.source == "Brev 2"


def test_a_colleague_s_work_on_other_parties_is_in_nobody_s_way(admin_pages: Client) -> None:
    declaration = open_declaration()
    page = ListPage(admin_pages, address(declaration)).upload_rows(["Nummer", "Status"], ["3025", "invitert"])
    make_signature(declaration=declaration, municipality=Municipality.objects.get(name="Moss"))

    assert page.confirm().written


def test_confirming_twice_stores_once(admin_pages: Client) -> None:
    declaration = open_declaration()
    page = ListPage(admin_pages, address(declaration)).upload_rows(["Nummer", "Status"], ["3025", "invitert"])
    carried = page.carried
    page.confirm()
    page.carried = carried

    assert not page.confirm().written
    assert "Det er ingenting å lagre" in page.text
    assert declaration.signatures.get().history.count() == 1


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
