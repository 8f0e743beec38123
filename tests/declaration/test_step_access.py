"""Who may take the steps of the signing process, and what leads nowhere."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from declaration.models import Declaration, Signature
from tests.declaration.steppage import LIST, STEP, StepPage, next_steps, statuses
from tests.factories import make_municipality
from tests.osloregionen.adminform import change


def pages_of(signature: Signature) -> list[str]:
    return [
        STEP.format("tilslutt"),
        f"{LIST}{signature.pk}/steg/tilslutt/",
        f"/admin/declaration/declaration/{signature.declaration_id}/inviter/",
    ]


def test_who_may_only_look_gets_no_steps(client: Client, three: list[Signature]) -> None:
    user = get_user_model().objects.create_user("leser", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_signature", "view_declaration"]))
    client.force_login(user)
    assert next_steps(client, three[0]) == {}
    assert "step_tilslutt" not in client.get(LIST).content.decode()
    assert "Inviter parter" not in client.get(change("declaration", three[0].declaration)).content.decode()
    assert [client.get(page).status_code for page in pages_of(three[0])] == [403, 403, 403]
    sent = {"part": f"{three[0].declaration_id}-k{three[0].municipality_id}-v1", "bekreft": "1"}
    assert client.post(STEP.format("avsla"), sent).status_code == 403
    assert {statuses()[one.pk] for one in three} == {"invitert"}


def test_who_may_change_but_not_add_invites_nobody(client: Client, open_declaration: Declaration) -> None:
    user = get_user_model().objects.create_user("retter", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename="change_signature"))
    client.force_login(user)
    sent = {"part": f"{open_declaration.pk}-k{make_municipality().pk}-v", "bekreft": "1"}
    assert client.post(STEP.format("inviter"), sent).status_code == 403
    assert not open_declaration.signatures.exists()


def test_a_visitor_is_sent_to_the_login(client: Client, three: list[Signature]) -> None:
    for page in pages_of(three[0]):
        assert client.get(page)["Location"].startswith("/admin/login/")


def test_a_get_changes_nothing_whatever_it_asks_for(admin_pages: Client, three: list[Signature]) -> None:
    sent = {"part": f"{three[0].declaration_id}-k{three[0].municipality_id}-v1", "bekreft": "1"}
    for page in (STEP.format("avsla"), f"{LIST}{three[0].pk}/steg/avsla/"):
        assert admin_pages.get(page, sent).status_code == 200
    assert statuses()[three[0].pk] == "invitert"


def test_a_confirmation_without_its_token_is_refused(staff: Any, three: list[Signature]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    sent = {"part": f"{three[0].declaration_id}-k{three[0].municipality_id}-v1", "bekreft": "1"}
    assert client.post(STEP.format("avsla"), sent).status_code == 403
    assert statuses()[three[0].pk] == "invitert"


@pytest.mark.parametrize(
    "sent",
    [
        {"part": "tull"},
        {"part": "1-k999999999"},
        {"part": "999999999-k1"},
        {"part": "1-k1-v-1"},
        {"alle": "tull"},
        {"alle": "k-999999999"},
        {"part": "1-k\x00"},
    ],
)
@pytest.mark.parametrize("confirmed", [{}, {"bekreft": "1"}])
def test_what_names_no_party_leads_nowhere(
    admin_pages: Client, sent: dict[str, str], confirmed: dict[str, str]
) -> None:
    assert admin_pages.post(STEP.format("avsla"), sent | confirmed).status_code == 404


def test_a_step_that_there_is_none_of_leads_nowhere(admin_pages: Client, three: list[Signature]) -> None:
    for page in (STEP.format("tull"), f"{LIST}{three[0].pk}/steg/tull/", f"{LIST}999999/steg/avsla/"):
        assert admin_pages.get(page).status_code == 404


def test_with_nobody_chosen_the_page_says_how_to_choose(admin_pages: Client) -> None:
    page = StepPage(admin_pages, admin_pages.get(STEP.format("avsla")))
    assert "Ingen parter er valgt." in page.text
    assert page.button == ""
    assert "Ingen parter er valgt." in StepPage(admin_pages, page.confirm()).text
