"""Deleting in the admin: nobody deletes what a colleague did after the page that asks was shown."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from lxml import html

from declaration.models import Declaration, Signature
from declaration.services import accede, invite
from members.models import Meeting
from tests.factories import make_declaration, make_meeting, make_municipality
from tests.osloregionen.adminform import AdminForm, change

pytestmark = pytest.mark.django_db
LIST = "/admin/members/meeting/"


@pytest.fixture
def colleague(db: None) -> Client:
    """The browser of a colleague."""
    user = get_user_model().objects.create_user("ola", password="x", is_staff=True, first_name="Ola")
    user.groups.add(Group.objects.get(name="Redaksjon"))
    client = Client()
    client.force_login(user)
    return client


def _asked(answer: Any) -> dict[str, list[Any]]:
    """Return what the page that asks sends when it is confirmed."""
    page = html.fromstring(answer.content.decode())
    data: dict[str, list[Any]] = {}
    for name, value in next(form for form in page.forms if "post" in form.fields).form_values():
        data.setdefault(name, []).append(value)
    return data


def _delete(row: Any) -> str:
    return change(row._meta.model_name, row).replace("change/", "delete/")


def test_what_was_shown_is_deleted(admin_pages: Client) -> None:
    meeting = make_meeting()
    admin_pages.post(_delete(meeting), _asked(admin_pages.get(_delete(meeting))))

    assert not Meeting.objects.filter(pk=meeting.pk).exists()


def test_what_a_colleague_did_meanwhile_is_told_and_nothing_is_deleted(
    empty_portal: None, staff: Any, admin_pages: Client
) -> None:
    party = {"declaration": make_declaration(), "municipality": make_municipality(), "by": staff}
    answer = invite(**party, seen=None)
    asked = _asked(admin_pages.get(_delete(answer)))
    accede(**party, seen=answer.version, basis="politisk_vedtak", decided_on="2022-05-10", reason="Brev")

    again = admin_pages.post(_delete(answer), asked, follow=True)
    said = again.content.decode()
    assert "«invitert» → «tilsluttet»" in said
    assert "Brev" in said
    assert "Ingenting er slettet" in said
    assert Signature.objects.get(pk=answer.pk).status == "tilsluttet"
    assert admin_pages.post(_delete(answer), _asked(again)).status_code == 302
    assert not Signature.objects.filter(pk=answer.pk).exists()


def test_a_part_that_a_colleague_added_meanwhile_is_not_deleted_along(
    admin_pages: Client, colleague: Client
) -> None:
    declaration = make_declaration()
    asked = _asked(admin_pages.get(_delete(declaration)))
    AdminForm(colleague, change("declaration", declaration)).add(
        "main_points", order=1, text="Nytt punkt"
    ).save()

    said = admin_pages.post(_delete(declaration), asked, follow=True).content.decode()
    assert "Ola registrerte dette" in said
    assert "Nytt punkt" in said
    assert Declaration.objects.filter(pk=declaration.pk).exists()


def test_of_several_none_is_deleted_where_a_colleague_changed_one(
    admin_pages: Client, colleague: Client
) -> None:
    meetings = [make_meeting(), make_meeting(place="Hamar")]
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in meetings]}
    asked = _asked(admin_pages.post(LIST, chosen))
    AdminForm(colleague, change("meeting", meetings[1])).set(place="Moss").save()

    again = admin_pages.post(LIST, asked)
    assert "Sted: «Hamar» → «Moss»" in again.content.decode()
    assert Meeting.objects.filter(pk__in=[row.pk for row in meetings]).count() == 2
    admin_pages.post(LIST, _asked(again))
    assert not Meeting.objects.filter(pk__in=[row.pk for row in meetings]).exists()
