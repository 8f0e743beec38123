"""The list of a declaration's parties, filled in and brought in again through the admin."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from declaration.models import Declaration, Signature
from declaration.services import accede
from members.models import Municipality
from tests.declaration.party_lists import (
    DECISION,
    HEADINGS,
    SIGNING,
    address,
    answer_of,
    open_declaration,
)
from tests.factories import make_signature
from tests.osloregionen.listfiles import ListPage, csv_file, xlsx_file

pytestmark = pytest.mark.django_db


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
        ("signert", {"Status": "tilsluttet"}, "Rad 2, Status: Status er «signert»"),
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

    assert page.problems == ["Rad 2, Status: Erklæringen er et utkast og er ikke åpnet for svar."]


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
        "Rad 2, Status: Status er «tilsluttet». «Inviter» kan bare gjøres når status er «ikke registrert»."
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


def test_what_is_refused_only_at_the_confirmation_keeps_all_rows_out(admin_pages: Client) -> None:
    declaration = open_declaration()
    page = ListPage(admin_pages, address(declaration)).upload_rows(
        ["Nummer", "Status", "Grunnlag", "Vedtaksdato"],
        ["3024", "invitert", None, None],
        ["3025", "tilsluttet", "politisk vedtak", DECISION],
    )
    Declaration.objects.filter(pk=declaration.pk).update(opened_on=DECISION + dt.timedelta(days=1))

    page.confirm()

    assert [problem.split(":")[0] for problem in page.problems] == ["Rad 3, Vedtaksdato"]
    assert not Signature.objects.filter(declaration=declaration).exists()


def test_confirming_twice_stores_once(admin_pages: Client) -> None:
    declaration = open_declaration()
    page = ListPage(admin_pages, address(declaration)).upload_rows(["Nummer", "Status"], ["3025", "invitert"])
    carried = page.carried
    page.confirm()
    page.carried = carried

    assert not page.confirm().written
    assert "Det er ingenting å lagre" in page.text
    assert declaration.signatures.get().history.count() == 1
