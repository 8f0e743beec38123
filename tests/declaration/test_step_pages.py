"""What the page of a step says before it is confirmed: what is emptied, what stays, what is an exercise."""

import datetime as dt

import pytest
from django.test import Client

from declaration.models import Declaration, Signature
from declaration.services import take_up, withdraw
from tests.declaration.steppage import STEP, choose
from tests.factories import make_declaration, make_municipality, make_signature
from tests.osloregionen.adminform import AdminForm, change

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(db: None) -> Declaration:
    return make_declaration(title="Prøveerklæringen", opened_on=dt.date(2026, 1, 1))


@pytest.fixture
def practice(db: None) -> Declaration:
    return make_declaration(title="ØVELSE: Prøve", is_practice=True, opened_on=dt.date(2026, 1, 1))


def answer(declaration: Declaration, name: str, **fields: object) -> Signature:
    return make_signature(declaration=declaration, municipality=make_municipality(name=name), **fields)


def withdrawn(declaration: Declaration) -> Signature:
    """Return an answer that was signed and then withdrawn."""
    return answer(
        declaration,
        "Trukketby",
        status="trukket",
        basis="politisk_vedtak",
        decided_on=dt.date(2026, 2, 1),
        case_reference="21/123",
        signed_on=dt.date(2026, 3, 1),
        signatory_name="Kari Prøve",
        withdrawn_on=dt.date(2026, 4, 1),
    )


def test_what_an_answer_that_begins_anew_loses_is_named_before_it_is_confirmed(
    admin_pages: Client, asked: Declaration
) -> None:
    row = withdrawn(asked)
    page = choose(admin_pages, "tilslutt", row)
    [said] = page.changed
    assert "Tømmes hvis du ikke skriver det på nytt: Grunnlag «politisk vedtak»" in said
    assert "Saksnummer «21/123»" in said
    assert (
        "Tømmes: Signeringsdato «1. mars 2026», Signert av «Kari Prøve» og Trukket fra «1. april 2026»"
        in said
    )
    page.confirm(basis="politisk_vedtak", decided_on="01.05.2026")
    row.refresh_from_db()
    assert (row.status, row.case_reference, row.signatory_name) == ("tilsluttet", "", "")


def test_what_stays_where_the_form_is_left_empty_is_shown_with_its_value(
    admin_pages: Client, asked: Declaration
) -> None:
    row = answer(asked, "Saksby", status="til_behandling", case_reference="21/123")
    page = choose(admin_pages, "tilslutt", row)
    assert page.changed == ["Saksby til behandling → tilsluttet Står nå: Saksnummer «21/123»."]
    assert "Det du lar stå tomt, endres ikke" in page.text
    page.confirm(basis="politisk_vedtak", decided_on="01.05.2026")
    row.refresh_from_db()
    assert row.case_reference == "21/123"


def test_real_answers_and_those_of_an_exercise_are_not_taken_in_one_step(
    admin_pages: Client, asked: Declaration, practice: Declaration
) -> None:
    real, tried = answer(asked, "Ekteby"), answer(practice, "Øvby")
    data = {"action": "step_ta_opp", "_selected_action": [real.pk, tried.pk], "index": "0"}
    told = admin_pages.post("/admin/declaration/signature/", data, follow=True)
    assert "ikke begge. Ingenting er endret" in told.content.decode()
    tokens = [f"{row.declaration_id}-k{row.municipality_id}-v{row.version}" for row in (real, tried)]
    admin_pages.post(STEP.format("ta_opp"), {"part": tokens, "bekreft": "1"})
    assert set(Signature.objects.filter(pk__in=[real.pk, tried.pk]).values_list("status", flat=True)) == {
        "invitert"
    }


def test_the_page_of_a_step_is_marked_where_it_is_an_exercise(
    admin_pages: Client, asked: Declaration, practice: Declaration
) -> None:
    marked = choose(admin_pages, "ta_opp", answer(practice, "Øvby")).page
    assert marked.xpath("//p[@class='practice-mark']")
    assert not choose(admin_pages, "ta_opp", answer(asked, "Ekteby")).page.xpath(
        "//p[@class='practice-mark']"
    )


def test_the_message_of_a_deletion_says_that_it_was_an_exercise(
    admin_pages: Client, practice: Declaration
) -> None:
    row = answer(practice, "Øvby")
    address = f"/admin/declaration/signature/{row.pk}/delete/"
    told = admin_pages.post(address, {"post": "yes"}, follow=True).content.decode()
    assert "ØVELSE: Øvby" in told


def test_a_refused_form_offers_the_steps_from_the_stored_status(
    admin_pages: Client, asked: Declaration
) -> None:
    row = answer(asked, "Neiby", status="avslatt")
    form = AdminForm(admin_pages, change("signature", row))
    form.set(status="signert", reason="feil").save()
    assert "Neiby: avslått" in form.page.xpath("string(//div[@id='content']/h2)")
    steps = " ".join(form.page.xpath("//nav[@class='steps']//a/text()"))
    assert "Ta opp til behandling" in steps
    assert "trekkes" not in steps


def test_who_takes_the_same_step_second_is_not_told_to_do_it_again(
    admin_pages: Client, asked: Declaration
) -> None:
    row = answer(
        asked, "Sammeby", status="tilsluttet", basis="politisk_vedtak", decided_on=dt.date(2026, 2, 1)
    )
    page = choose(admin_pages, "trekk", row)
    withdraw(
        declaration=asked,
        municipality=row.municipality,
        seen=row.version,
        by=None,
        withdrawn_on=dt.date(2026, 3, 1),
    )
    told = " ".join(page.refused(withdrawn_on="02.03.2026").errors())
    assert "gjør det på nytt" not in told
    assert "Status er «trukket»" in told


def test_who_comes_second_with_a_step_that_can_still_be_taken_is_told_to_look_again(
    admin_pages: Client, asked: Declaration
) -> None:
    row = answer(asked, "Annenby")
    page = choose(admin_pages, "avsla", row)
    take_up(declaration=asked, municipality=row.municipality, seen=row.version, by=None)
    assert "gjør det på nytt hvis det skal gjelde" in " ".join(page.refused().errors())


@pytest.mark.parametrize(
    ("signing_on", "said"),
    [(dt.date(2099, 5, 6), "slik de er i dag"), (dt.date(2026, 3, 4), "slik de var 4. mars 2026")],
)
def test_the_page_that_invites_says_of_which_day_the_members_are(
    admin_pages: Client, signing_on: dt.date, said: str
) -> None:
    declaration = make_declaration(title="Prøve", signing_on=signing_on)
    page = admin_pages.get(f"/admin/declaration/declaration/{declaration.pk}/inviter/").content.decode()
    page = " ".join(page.split())
    assert f"medlemskommunene og fylkene {said}." in page
