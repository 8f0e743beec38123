"""The admin's front page, its language, and that it keeps to the policy against inline code."""

import re

import pytest
from django.test import Client
from lxml import html

from actionplan.models import ActionPlan, Activity
from osloregionen.gaps import all_gaps
from tests.factories import make_meeting, make_signature
from tests.osloregionen.adminform import AdminForm, change
from tests.osloregionen.guides import names_in, shown

# What Django's own bokmål leaves in English.
ENGLISH = re.compile(
    r"Start typing|Filter navigation|Skip to main|Breadcrumbs|Toggle theme|Show counts|Hide counts"
    r"|Add another|Select all objects|Recent actions|Site administration|Error:|Welcome|Save and"
    r"|Please correct"
)


def test_the_front_page_lists_what_is_missing_by_subject(admin_pages: Client) -> None:
    page = admin_pages.get("/admin/").content.decode()
    gaps = all_gaps()
    assert gaps
    assert f"Mangler eller er usikkert: {len(gaps)}" in page
    for gap in gaps:
        assert not gap.url or f'href="{gap.url}"'.replace("&", "&amp;") in page


def test_what_is_missing_leads_to_pages_that_exist(admin_pages: Client) -> None:
    for url in sorted({gap.url for gap in all_gaps() if gap.url}):
        assert admin_pages.get(url).status_code == 200, url


def test_the_lists_stand_in_the_order_of_use(admin_pages: Client) -> None:
    page = admin_pages.get("/admin/").content.decode()
    places = [page.index(f">{name}</a>") for name in ("Kommuner", "Møter", "Signaturer", "Aktiviteter")]
    assert places == sorted(places)


def test_the_front_page_says_who_changed_what_last(admin_pages: Client) -> None:
    meeting = make_meeting(title="Møte om buss")
    AdminForm(admin_pages, change("meeting", meeting)).set(place="Moss").save()
    page = admin_pages.get("/admin/").content.decode()
    assert "Endret:" in page
    assert "Møte om buss" in page
    assert "redaktor" in page


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/members/municipality/",
        "/admin/members/municipality/add/",
        "/admin/declaration/signature/add/",
        "/admin/admin/logentry/",
        "/admin/auth/user/add/",
        "/admin/password_change/",
    ],
)
def test_a_page_of_the_admin_is_in_norwegian_and_has_nothing_inline(
    address: str, admin_pages: Client
) -> None:
    response = admin_pages.get(address)
    page = response.content.decode()
    assert '<html lang="nb"' in page
    assert not ENGLISH.findall(page)
    assert not re.findall(r"\sstyle=|\son[a-z]+=|<style|<script>", page)
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


def test_the_calendar_speaks_norwegian(admin_pages: Client) -> None:
    words = admin_pages.get("/admin/jsi18n/").content.decode()
    assert "mandag" in words
    assert "%d.%m.%Y" in words


def test_without_login_the_admin_asks_for_one_in_norwegian(client: Client, db: None) -> None:
    page = client.get("/admin/", follow=True).content.decode()
    assert "Osloregionen – redaksjon" in page
    assert "Logg inn" in page


def test_every_name_in_the_guide_for_staff_stands_in_the_admin(admin_pages: Client) -> None:
    activity = Activity.objects.filter(sub_points__isnull=False).first()
    assert activity is not None
    form = change("activity", activity)
    signature = make_signature()
    meeting = make_meeting()
    AdminForm(admin_pages, change("meeting", meeting)).set(place="Moss").save()
    version = meeting.history.first()
    addresses = [
        "/admin/",
        "/admin/actionplan/activity/",
        "/admin/members/meeting/add/",
        "/admin/declaration/signature/",
        "/admin/declaration/signature/add/",
        change("signature", signature),
        change("declaration", signature.declaration),
        form,
        form.replace("change", "history"),
        f"/admin/members/meeting/{meeting.pk}/history/{version.history_id}/",
    ]
    seen = " ".join(shown(admin_pages, address) for address in addresses)
    names = names_in("redaktor.md")
    assert len(names) > 20
    assert [name for name in names if name.lower() not in seen] == []


def test_a_form_leads_to_its_page_on_the_web_site(admin_pages: Client) -> None:
    plan = ActionPlan.objects.get(year=2021)
    page = html.fromstring(admin_pages.get(change("actionplan", plan)).content.decode())
    [link] = page.xpath("//a[@class='viewsitelink']/@href")
    assert admin_pages.get(link).headers["Location"].endswith("/handlingsprogram/2021/")
