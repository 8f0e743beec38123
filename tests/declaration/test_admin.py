"""Declarations and signatures in the admin."""

import datetime
from typing import Any

import pytest
from django.test import Client

from declaration.models import Declaration, Signature
from members.models import County
from tests.factories import make_declaration, make_municipality, make_signature
from tests.osloregionen.adminform import AdminForm, change

ADD = "/admin/declaration/signature/add/"


def test_a_signature_is_registered_with_who_and_why(admin_pages: Client, staff: Any) -> None:
    declaration, town = make_declaration(), make_municipality()
    form = AdminForm(admin_pages, ADD).set(
        declaration=declaration.pk,
        municipality=town.pk,
        status="tilsluttet",
        basis="politisk_vedtak",
        decided_on="3.5.2022",
        reason="Vedtak mottatt",
    )
    assert form.save() == ""
    row = Signature.objects.get(declaration=declaration).history.get()
    assert row.history_user == staff
    assert row.history_change_reason == "Vedtak mottatt"


def test_a_change_without_a_reason_is_refused(admin_pages: Client) -> None:
    signature = make_signature()
    form = AdminForm(admin_pages, change("signature", signature))
    assert form.set(status="til_behandling").save() == "Skriv hvorfor opplysningene endres."
    signature.refresh_from_db()
    assert signature.status == "invitert"


def test_a_change_with_a_reason_is_kept_with_it(admin_pages: Client, staff: Any) -> None:
    signature = make_signature()
    form = AdminForm(admin_pages, change("signature", signature))
    assert form.set(status="til_behandling", reason="Sak lagt fram").save() == ""
    row = signature.history.first()
    assert (row.status, row.history_change_reason) == ("til_behandling", "Sak lagt fram")
    assert row.history_user == staff


def test_saving_a_signature_unchanged_needs_no_reason(admin_pages: Client) -> None:
    signature = make_signature()
    assert AdminForm(admin_pages, change("signature", signature)).save() == ""
    assert signature.history.count() == 1


def test_a_colleague_s_change_of_a_signature_is_not_overwritten(admin_pages: Client) -> None:
    signature = make_signature()
    first = AdminForm(admin_pages, change("signature", signature))
    second = AdminForm(admin_pages, change("signature", signature))
    assert first.set(status="til_behandling", reason="Sak").save() == ""
    assert "endret dette" in second.set(status="avslatt", reason="Nei").save()


def test_an_earlier_answer_can_be_put_back(admin_pages: Client) -> None:
    signature = make_signature()
    AdminForm(admin_pages, change("signature", signature)).set(status="avslatt", reason="Feil").save()
    first = signature.history.earliest("history_date")
    address = f"/admin/declaration/signature/{signature.pk}/history/{first.history_id}/"
    assert AdminForm(admin_pages, address).save() == ""
    signature.refresh_from_db()
    assert signature.status == "invitert"
    assert "Gjenopprettet" in signature.history.first().history_change_reason


def test_a_deleted_answer_can_be_put_back(admin_pages: Client) -> None:
    signature = make_signature()
    pk = signature.pk
    admin_pages.post(f"/admin/declaration/signature/{pk}/delete/", {"post": "yes"})
    row = Signature.history.filter(id=pk).latest("history_date")
    assert AdminForm(admin_pages, f"/admin/declaration/signature/{pk}/history/{row.history_id}/").save() == ""
    assert Signature.objects.get(pk=pk).status == "invitert"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"county": "first"}, "Velg enten en kommune eller en fylkeskommune."),
        ({"municipality": ""}, "Velg enten en kommune eller en fylkeskommune."),
        ({"status": "signert"}, "Den som har signert, skal ha signeringsdato"),
        ({"status": "avslatt", "signed_on": "02.06.2022"}, "Den som har signert, skal ha signeringsdato"),
        ({"signatory_name": "Kari"}, "Bare den som har signert"),
        ({"basis": "politisk_vedtak"}, "Den som ikke har svart"),
        ({"status": "tilsluttet"}, "Nye tilslutninger må ha et grunnlag."),
        ({"status": "signert", "signed_on": "fram"}, "Signeringsdatoen kan ikke ligge fram i tid."),
        ({"status": ""}, "Feltet er påkrevet."),
    ],
)
def test_an_answer_that_contradicts_itself_is_refused(
    fields: dict[str, Any], message: str, admin_pages: Client
) -> None:
    if fields.get("county"):
        fields = {**fields, "county": County.objects.earliest("pk").pk}
    if fields.get("signed_on") == "fram":
        fields = {**fields, "signed_on": datetime.date.today() + datetime.timedelta(days=9)}  # noqa: DTZ011
    form = AdminForm(admin_pages, change("signature", make_signature()))
    assert message in form.set(**fields, reason="Prøve").save()


@pytest.mark.parametrize(
    ("party", "message"),
    [
        ("municipality", "Kommunen er allerede registrert for denne erklæringen."),
        ("county", "Fylkeskommunen er allerede registrert for denne erklæringen."),
    ],
)
def test_a_party_answers_a_declaration_once(party: str, message: str, admin_pages: Client) -> None:
    row = County.objects.earliest("pk") if party == "county" else make_municipality()
    first = make_signature(**{party: row})
    form = AdminForm(admin_pages, ADD).set(declaration=first.declaration_id, status="invitert")
    assert form.set(**{party: row.pk}).save() == message


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"year": 1999}, "Året må ligge mellom 2000 og 2100."),
        ({"opened_on": "02.06.2022", "response_deadline": "01.06.2022"}, "Svarfristen kan ikke være før"),
        ({"renews": "itself"}, "En erklæring kan ikke fornye seg selv."),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(
    fields: dict[str, Any], message: str, admin_pages: Client
) -> None:
    declaration = make_declaration()
    if "renews" in fields:
        fields = {"renews": declaration.pk}
    assert message in AdminForm(admin_pages, change("declaration", declaration)).set(**fields).save()


@pytest.mark.parametrize(
    ("opened_on", "message"), [("2.2.2026", ""), ("3.2.2026", "1 registrert svar er datert før denne dagen.")]
)
def test_a_declaration_does_not_open_after_its_answers(
    admin_pages: Client, opened_on: str, message: str
) -> None:
    declaration = make_declaration()
    decided = {"basis": "politisk_vedtak", "decided_on": "2026-02-02"}
    make_signature(declaration=declaration, status="tilsluttet", **decided)
    make_signature(declaration=declaration)
    form = AdminForm(admin_pages, change("declaration", declaration))
    assert form.set(opened_on=opened_on).save() == message


@pytest.mark.parametrize(
    ("prefix", "rows", "message"),
    [
        (
            "commitments",
            [{"number": 1, "order": 1, "text": "En"}, {"number": 1, "order": 2, "text": "To"}],
            "Erklæringen har allerede en forpliktelse med dette nummeret.",
        ),
        (
            "milestones",
            [{"order": 1, "title": "Styret", "ends_on": "01.06.2022"}],
            "Siste dag kan ikke være før første dag",
        ),
        ("published_counts", [{"wording": "over 50"}], "Et publisert antall må ha en kilde."),
    ],
)
def test_a_part_of_a_declaration_that_contradicts_itself_is_refused(
    prefix: str, rows: list[dict[str, Any]], message: str, admin_pages: Client
) -> None:
    form = AdminForm(admin_pages, change("declaration", make_declaration()))
    for fields in rows:
        form.add(prefix, **fields)
    assert message in form.save()


def test_a_commitment_offers_the_themes_of_its_own_declaration(admin_pages: Client) -> None:
    declaration = Declaration.objects.get(slug="ordforererklaeringen-2022")
    make_declaration().themes.create(order=1, title="Tema fra en annen erklæring")
    page = admin_pages.get(change("declaration", declaration)).content.decode()
    assert "Tema fra en annen erklæring" not in page
