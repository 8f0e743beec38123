"""Our own words for what Django leaves in English: the compiled catalogues are those of the source."""

import gettext
import re
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.factories import make_meeting
from tests.osloregionen.adminform import AdminForm

CATALOGUES = Path(__file__).parents[2] / "osloregionen/locale/nb/LC_MESSAGES"
ENTRY = re.compile(
    r'^(?:msgctxt "(.+)"\n)?msgid "(.+)"\n(?:msgid_plural "(.+)"\n)?msgstr(?:\[0\])? "(.+)"$', re.M
)


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_the_compiled_catalogue_says_what_the_source_says(name: str) -> None:
    """After a change: msgfmt -o django.mo django.po."""
    entries = ENTRY.findall((CATALOGUES / f"{name}.po").read_text())
    with (CATALOGUES / f"{name}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert len(entries) > 10
    for entry in entries:
        context, text, plural, translation = (part.replace('\\"', '"') for part in entry)
        if plural:
            assert compiled.ngettext(text, plural, 1) == translation
        elif context:
            assert compiled.pgettext(context, text) == translation
        else:
            assert compiled.gettext(text) == translation


def test_messages_have_norwegian_quotes_and_field_names(admin_pages: Client) -> None:
    meeting = make_meeting(title="Et møte")
    address = f"/admin/members/meeting/{meeting.pk}/delete/"
    assert "«Et møte» ble slettet" in admin_pages.post(address, {"post": "yes"}, follow=True).content.decode()
    user = get_user_model().objects.create_user("ola")
    AdminForm(admin_pages, f"/admin/auth/user/{user.pk}/change/").set(is_staff="on").save()
    assert "Endret Administrasjonsstatus." in admin_pages.get("/admin/admin/logentry/").content.decode()


def test_rights_are_named_in_norwegian(admin_pages: Client) -> None:
    user = get_user_model().objects.create_user("kari")
    page = admin_pages.get(f"/admin/auth/user/{user.pk}/change/").content.decode()
    assert "utgave av statistikken | kan endre" in page
    assert not re.findall(r"Can \w+ [^<]*|historical", page)
