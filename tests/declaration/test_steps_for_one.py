"""The steps of the signing process as staff take them for one, from the form of a signature."""

from typing import Any

import pytest
from django.test import Client

from declaration.admin import SignatureForm
from declaration.models import Signature
from declaration.services import correct
from tests.declaration.steppage import StepPage, next_steps, statuses
from tests.factories import make_declaration, make_signature
from tests.osloregionen.adminform import AdminForm, change


@pytest.mark.parametrize(
    ("status", "steps"),
    [
        ("invitert", ["Ta opp til behandling", "Registrer tilslutning", "Registrer avslag"]),
        ("til_behandling", ["Registrer tilslutning", "Registrer avslag"]),
        ("tilsluttet", ["Registrer signering", "Registrer at tilslutningen trekkes"]),
        ("avslatt", ["Ta opp til behandling", "Registrer tilslutning"]),
    ],
)
def test_a_signature_s_form_offers_the_steps_that_can_be_taken(
    admin_pages: Client, status: str, steps: list[str]
) -> None:
    signature = make_signature(status=status)
    assert list(next_steps(admin_pages, signature)) == steps


def test_a_draft_offers_none(admin_pages: Client) -> None:
    assert next_steps(admin_pages, make_signature(declaration=make_declaration(status="utkast"))) == {}


def test_a_step_for_one_leads_back_to_its_form(admin_pages: Client, three: list[Signature]) -> None:
    address = next_steps(admin_pages, three[0])["Registrer tilslutning"]
    page = StepPage(admin_pages, admin_pages.get(address))
    assert page.button == "Registrer tilslutning for 1 part"
    assert statuses()[three[0].pk] == "invitert"
    answer = page.confirm(basis="ordforers_bekreftelse", decided_on="1.2.2026", case_reference="26/3")
    assert answer["Location"] == change("signature", three[0])
    stored = Signature.objects.get(pk=three[0].pk)
    assert (stored.status, stored.case_reference) == ("tilsluttet", "26/3")


def test_the_form_itself_passes_the_version_on_to_the_service(
    admin_pages: Client, staff: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    signature = make_signature()
    mine = AdminForm(admin_pages, change("signature", signature))
    correct(signature=signature, seen=1, by=staff, reason="Brev", case_reference="26/1")
    # As where the colleague saves right after the form has been checked.
    monkeypatch.setattr(SignatureForm, "check_version", lambda form: None)
    refused = mine.set(status="avslatt", reason="Nei i møtet").save()
    assert "redaktor endret dette" in refused
    assert "Saksnummer: «ikke registrert» → «26/1»" in refused
    assert Signature.objects.get(pk=signature.pk).status == "invitert"
