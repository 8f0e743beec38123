"""`check_content` lists what is missing or doubtful."""

import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.urls import reverse

from members.models import Body, Document, Meeting, Membership, Municipality, Page
from osloregionen.gaps import all_gaps
from osloregionen.management.commands import check_content
from tests.factories import make_municipalities

pytestmark = pytest.mark.django_db


def check(**options: Any) -> str:
    """Run the command and return what it says."""
    out = StringIO()
    call_command("check_content", stdout=out, **options)
    return out.getvalue()


def test_it_lists_what_nobody_knows_about_the_members() -> None:
    said = check()
    assert "  – Organisasjonsnummer er ikke registrert: Nes, Oslo og Våler." in said
    assert "  – Innmeldingsdato er ikke registrert: 64\u00a0medlemskap." in said


def test_it_groups_by_subject() -> None:
    lines = check().splitlines()
    areas = [line for line in lines if not line.startswith("  – ")]
    assert len(areas) == len(set(areas))
    for area in ("Medlemmer", "Organer", "Møter", "Dokumenter", "Faste sider"):
        assert area in areas


def test_it_lists_doubtful_meetings() -> None:
    said = check()
    assert "Dato er ikke registrert: Klimaskole: klimavennlig skogbruk." in said
    assert "Datoen er usikker eller utledet (se merknaden):" in said


def test_it_says_that_nothing_was_checked_against_its_source() -> None:
    assert "Ikke kontrollert mot kilden: 49\u00a0møter." in check()


def test_a_gap_that_is_filled_leaves_the_list() -> None:
    Membership.objects.update(joined_on=datetime.date(2004, 12, 1))
    for slug, number in (("nes", "111111111"), ("oslo", "222222222"), ("valer", "333333333")):
        Municipality.objects.filter(slug=slug).update(org_number=number)
    said = check()
    assert "Innmeldingsdato er ikke registrert" not in said
    assert "Organisasjonsnummer er ikke registrert" not in said


def test_each_kind_of_gap_is_found() -> None:
    Municipality.objects.filter(slug="asker").update(
        website="", language_form="", tile_row=None, tile_col=None
    )
    Municipality.objects.get(slug="asker").numbers.all().delete()
    Municipality.objects.get(slug="asker").populations.all().delete()
    Page.objects.filter(place="om").delete()
    Body.objects.filter(slug="styret").update(source="")
    said = check()
    for line in (
        "Nettsted er ikke registrert: Asker.",
        "Målform er ikke registrert: Asker.",
        "Plass i rutekartet mangler: Asker.",
        "Kommunenummer i dag mangler: Asker.",
        "Folketall per 1.\u00a0januar 2024 mangler: Asker.",
        "Siden «Om Osloregionen» er ikke skrevet.",
        "Kilden er ikke registrert: Styret.",
    ):
        assert line in said


def test_a_gap_leads_to_where_it_is_mended(admin_pages: Any) -> None:
    gaps = {gap.text: gap.url for gap in all_gaps()}
    oslo_and_others = gaps["Organisasjonsnummer er ikke registrert: Nes, Oslo og Våler."]
    page = admin_pages.get(oslo_and_others)
    assert page.status_code == 200
    assert page.context["cl"].result_count == 3
    school = Meeting.objects.get(on=None)
    assert gaps[f"Dato er ikke registrert: {school.title}."] == reverse(
        "admin:members_meeting_change", args=[school.pk]
    )


def test_every_address_in_the_list_works(admin_pages: Any) -> None:
    for address in {gap.url for gap in all_gaps() if gap.url}:
        assert admin_pages.get(address).status_code == 200, address


@pytest.mark.usefixtures("empty_portal")
def test_an_empty_portal_has_no_pages_and_no_traceback() -> None:
    said = check()
    assert "Siden «Personvern» er ikke skrevet." in said


def test_it_ends_well_unless_told_to_fail() -> None:
    check()
    with pytest.raises(CommandError, match="punkter mangler eller er usikre"):
        check(fail=True)


def test_a_database_that_cannot_be_used_gives_a_message(monkeypatch: Any) -> None:
    def unreachable() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(check_content, "all_gaps", unreachable)
    with pytest.raises(CommandError, match="The database can't be used: connection refused"):
        check()


def test_more_rows_cost_no_more_queries(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(1000) as before:
        all_gaps()
    make_municipalities(100)
    Document.objects.bulk_create(
        Document(title=f"Dokument {n}", slug=f"dokument-{n}", kind="annet") for n in range(100)
    )
    Meeting.objects.bulk_create(
        Meeting(title=f"Møte {n}", kind="mote", date_note="ukjent") for n in range(100)
    )
    with django_assert_max_num_queries(len(before)):
        all_gaps()
