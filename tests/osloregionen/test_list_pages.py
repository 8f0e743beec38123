"""The admin's pages for lists: who may use them, what they never do, and what travels between two of them."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core import signing
from django.test import Client

from declaration.models import Declaration, Signature
from members.lists import MeetingList
from members.models import Meeting
from osloregionen import admin_import
from osloregionen.admin_import import CARRIED_SECONDS
from osloregionen.sheets import LIMITS
from tests.factories import make_declaration, make_meeting
from tests.osloregionen.listfiles import ListPage, csv_file, downloaded, xlsx_file

pytestmark = pytest.mark.django_db

MEETINGS = "/admin/members/meeting/liste/"
POPULATIONS = "/admin/members/population/liste/"
NEW = [["Tittel", "Type", "Dato"], ["Prøvemøtet", "møte", "12.5.2022"]]


def colleague(*permissions: str, group: str = "") -> Client:
    """Return the browser of a member of staff with some permissions, or in a group."""
    user = get_user_model().objects.create_user("kari", is_staff=True)
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    if group:
        user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def parties() -> str:
    """Return the page of a declaration's parties."""
    return f"/admin/declaration/declaration/{Declaration.objects.get(year=2022).pk}/liste/"


# --- Who ----------------------------------------------------------------------------------------------


def test_the_editors_group_takes_lists_out_and_brings_them_in() -> None:
    editor = colleague(group="Redaksjon")
    for address in (MEETINGS, POPULATIONS, parties()):
        content = downloaded(editor, address, "xlsx")
        page = ListPage(editor, address).upload(content, "liste.xlsx")
        assert (page.problems, page.changes) == ([], {})
    assert ListPage(editor, MEETINGS).upload(csv_file(NEW)).confirm().written


def test_who_may_only_look_gets_the_file_and_no_more() -> None:
    reader = colleague("members.view_meeting")

    assert reader.get("/admin/members/meeting/liste.csv").status_code == 200
    assert reader.get(MEETINGS).status_code == 403
    assert reader.post(MEETINGS, {"rows": "x"}).status_code == 403
    page = reader.get("/admin/members/meeting/").content.decode()
    assert "Last opp liste" not in page


def test_who_may_edit_declarations_alone_does_not_get_at_the_answers() -> None:
    editor = colleague("declaration.view_declaration", "declaration.change_declaration")

    assert editor.get(parties()).status_code == 403
    assert editor.get(f"{parties().removesuffix('/')}.xlsx").status_code == 403
    form = f"/admin/declaration/declaration/{Declaration.objects.get(year=2022).pk}/change/"
    assert "Last ned liste" not in editor.get(form).content.decode()


@pytest.mark.parametrize("address", [MEETINGS, POPULATIONS, "/admin/members/meeting/liste.xlsx"])
def test_a_visitor_is_asked_to_log_in(client: Client, address: str) -> None:
    for response in (client.get(address), client.post(address)):
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")


def test_the_buttons_lead_to_the_lists(admin_pages: Client) -> None:
    declaration = Declaration.objects.get(year=2022)
    for page, address in [
        ("/admin/members/meeting/", MEETINGS),
        ("/admin/members/population/", POPULATIONS),
        ("/admin/members/municipality/", POPULATIONS),
        (f"/admin/declaration/declaration/{declaration.pk}/change/", parties()),
        ("/admin/declaration/declaration/", parties()),
    ]:
        text = admin_pages.get(page).content.decode()
        assert f'href="{address}"' in text, page
        assert f'href="{address.removesuffix("/")}.xlsx"' in text, page


@pytest.mark.parametrize(
    "address",
    [
        "/admin/members/meeting/liste.pdf",
        "/admin/declaration/declaration/0/liste/",
        "/admin/members/body/liste/",
    ],
)
def test_what_is_no_list_is_not_found(admin_pages: Client, address: str) -> None:
    # Where the admin has a form at such an address it says that there is no such row, and goes home.
    assert admin_pages.get(address).status_code in (302, 404)


# --- What they never do -------------------------------------------------------------------------------


def test_looking_writes_nothing(admin_pages: Client) -> None:
    page = ListPage(admin_pages, MEETINGS).upload(csv_file(NEW))
    meetings, history = Meeting.objects.count(), Meeting.history.count()

    for address in (MEETINGS, f"{MEETINGS}?rows={page.carried}", "/admin/members/meeting/liste.xlsx"):
        assert admin_pages.get(address).status_code == 200

    assert (Meeting.objects.count(), Meeting.history.count()) == (meetings, history)


def test_a_form_from_elsewhere_is_refused(admin_pages: Client, staff: Any) -> None:
    page = ListPage(admin_pages, MEETINGS).upload(csv_file(NEW))
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(staff)

    assert strict.post(MEETINGS, {"rows": page.carried}).status_code == 403
    assert not Meeting.objects.filter(title="Prøvemøtet").exists()


# --- What travels between two pages -------------------------------------------------------------------


def test_rows_that_somebody_changed_on_the_way_are_refused(admin_pages: Client) -> None:
    page = ListPage(admin_pages, MEETINGS).upload(csv_file(NEW))
    page.carried = page.carried[:-1] + ("a" if page.carried[-1] != "a" else "b")

    assert page.confirm().problems == [
        "Forhåndsvisningen er for gammel, eller endret. Last opp filen på nytt."
    ]
    assert not Meeting.objects.filter(title="Prøvemøtet").exists()


def test_rows_of_another_list_are_refused(admin_pages: Client) -> None:
    first, second = make_declaration(year=2022, signing_on=dt.date(2022, 6, 2)), make_declaration(year=2022)
    one, other = (
        ListPage(admin_pages, f"/admin/declaration/declaration/{declaration.pk}/liste/")
        for declaration in (first, second)
    )
    other.carried = one.upload_rows(["Nummer", "Status"], ["3025", "invitert"]).carried

    assert other.confirm().problems[0].startswith("Forhåndsvisningen er for gammel")
    assert not Signature.objects.filter(declaration__in=[first, second]).exists()


def test_a_preview_of_yesterday_is_too_old(admin_pages: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = ListPage(admin_pages, MEETINGS).upload(csv_file(NEW))
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + CARRIED_SECONDS + 1)
    monkeypatch.setattr(admin_import, "CARRIED_SECONDS", CARRIED_SECONDS)

    try:
        response = admin_pages.post(MEETINGS, {"rows": page.carried})
    finally:
        monkeypatch.undo()

    assert "Forhåndsvisningen er for gammel" in response.content.decode()


def test_more_text_than_a_form_can_carry_is_refused(
    admin_pages: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin_import, "CARRIED_CHARACTERS", 100)

    page = ListPage(admin_pages, MEETINGS).upload(csv_file(NEW))

    assert page.problems == ["Filen har for mye tekst til å leses inn på én gang. Del den i flere."]


# --- Files that are refused ---------------------------------------------------------------------------


def test_no_file_at_all_is_told(admin_pages: Client) -> None:
    response = admin_pages.post(MEETINGS, {})

    assert "Velg en fil." in response.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("liste.xlsx", b"%PDF-1.7", "Filen er en PDF."),
        ("liste.xlsx", b"<!DOCTYPE html><title>Logg inn</title>", "Filen er en nettside (HTML eller XML)"),
        ("liste.xls", b"\xd0\xcf\x11\xe0", "Filen er i et eldre Excel-format (.xls)"),
        ("liste.csv", b"Navn;Adresse\nKari;Oslo\n", "Filen mangler overskriften «Tittel»."),
        ("liste.csv", b"Tittel;Dato;tittel\na;;b\n", "Rad 1: kolonnen «Tittel» står to ganger."),
        ("liste.csv", b"Tittel;Dato\n", "Filen har ingen rader under overskriftene."),
        ("liste.csv", b"x" * (LIMITS.file_bytes + 1), "Filen er for stor"),
        ("liste.xlsx", xlsx_file([["Tittel"]] * 15_000), "Filen har for mange rader."),
    ],
    ids=["pdf", "html", "xls", "headings", "heading-twice", "no-rows", "large", "10,000-too-many"],
)
def test_a_file_that_is_no_list_is_refused_on_the_page(
    admin_pages: Client, name: str, content: bytes, reason: str
) -> None:
    page = ListPage(admin_pages, MEETINGS).upload(content, name)

    assert len(page.problems) == 1
    assert page.problems[0].startswith(reason)
    assert page.carried == ""


def test_so_many_faults_are_told_and_the_rest_counted(admin_pages: Client) -> None:
    rows = [["Tittel", "Dato"], *(["Møte", "31.02.2022"] for _n in range(150))]

    page = ListPage(admin_pages, MEETINGS).upload(csv_file(rows))

    assert len(page.problems) == 100
    assert "feil til er ikke vist" in page.text


def test_more_changes_than_others_can_wait_for_are_refused(
    admin_pages: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MeetingList, "most_changes", 2)
    rows = [["Tittel", "Type", "Dato"], *([f"Møte {n}", "møte", "12.5.2022"] for n in range(3))]

    page = ListPage(admin_pages, MEETINGS).upload(csv_file(rows))

    assert page.problems == ["Filen endrer 3 rader. Høyst 2 kan endres på én gang. Del den i flere."]


def test_headings_below_a_title_and_columns_of_one_s_own_are_no_hindrance(admin_pages: Client) -> None:
    rows = [["Møter våren 2022", "", ""], ["", "", ""], ["TITTEL", "dato ", "Type", "Eget notat"]]
    page = ListPage(admin_pages, MEETINGS).upload(
        csv_file([*rows, ["Prøvemøtet", "12.5.2022", "møte", "husk kake"]])
    )

    assert list(page.changes) == ["Prøvemøtet"]
    assert "Disse kolonnene leses ikke: «Eget notat»." in page.text


def test_a_name_of_a_file_is_only_a_name(admin_pages: Client) -> None:
    page = ListPage(admin_pages, MEETINGS).upload(csv_file(NEW), "<script>alert(1)</script>.csv")

    assert "<script>alert" not in page.response.content.decode()
    assert "script>.csv" in page.text


def test_a_text_too_long_for_a_cell_of_excel_is_told_before_it_is_lost(admin_pages: Client) -> None:
    make_meeting(title="Langt møte", public_note="x" * 40_000)

    response = admin_pages.get("/admin/members/meeting/liste.xlsx", follow=True)

    assert "Last ned listen som CSV" in response.content.decode()
    assert admin_pages.get("/admin/members/meeting/liste.csv").status_code == 200


def test_nothing_that_was_uploaded_is_left_behind(
    admin_pages: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    ListPage(admin_pages, MEETINGS).upload(xlsx_file(NEW), "liste.xlsx")

    assert list(tmp_path.iterdir()) == []
