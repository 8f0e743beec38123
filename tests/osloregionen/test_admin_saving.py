"""Two people at the same record, what the history says, and putting things back."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from actionplan.models import Activity, SubPoint
from declaration.models import Commitment, Declaration
from members.models import Body, Meeting, Municipality, MunicipalityNumber, Population
from tests.factories import make_activity, make_body, make_meeting, make_municipality
from tests.osloregionen.adminform import AdminForm, change


@pytest.fixture
def colleague(db: None) -> Client:
    """The browser of a colleague: in the group of staff, no superuser."""
    user = get_user_model().objects.create_user("ola", password="x", is_staff=True, first_name="Ola")
    user.groups.add(Group.objects.get(name="Redaksjon"))
    client = Client()
    client.force_login(user)
    return client


def test_the_second_to_save_is_told_who_changed_what_and_keeps_what_was_typed(
    admin_pages: Client, colleague: Client
) -> None:
    meeting = make_meeting(place="Hamar")
    mine = AdminForm(admin_pages, change("meeting", meeting))
    AdminForm(colleague, change("meeting", meeting)).set(place="Moss").save()
    refused = mine.set(title="Det jeg skrev").save()
    assert "Ola endret dette" in refused
    assert "Sted: «Hamar» → «Moss»" in refused
    assert mine.data["title"] == ["Det jeg skrev"]
    assert Meeting.objects.get(pk=meeting.pk).place == "Moss"


def test_what_i_left_as_it_was_shows_what_the_colleague_saved(admin_pages: Client, colleague: Client) -> None:
    meeting = make_meeting(place="Hamar")
    mine = AdminForm(admin_pages, change("meeting", meeting))
    AdminForm(colleague, change("meeting", meeting)).set(place="Moss", on="03.02.2025").save()
    refused = mine.set(source="Min kilde").save()
    assert "viser nå det kollegaen lagret: «Dato» og «Sted»" in refused
    assert mine.save() == ""
    stored = Meeting.objects.get(pk=meeting.pk)
    assert (stored.place, str(stored.on), stored.source) == ("Moss", "2025-02-03", "Min kilde")


def test_where_both_wrote_mine_stays_and_says_what_the_colleague_wrote(
    admin_pages: Client, colleague: Client
) -> None:
    meeting = make_meeting(place="Hamar")
    mine = AdminForm(admin_pages, change("meeting", meeting))
    AdminForm(colleague, change("meeting", meeting)).set(place="Moss").save()
    refused = mine.set(place="Halden").save()
    assert "Ola har her registrert «Moss» mens du holdt på" in refused
    assert mine.data["place"] == ["Halden"]


def test_a_row_of_parts_that_i_left_as_it_was_shows_what_the_colleague_saved(
    admin_pages: Client, colleague: Client
) -> None:
    activity = make_activity(sub_points=("Første", "Andre"))
    mine = AdminForm(admin_pages, change("activity", activity))
    AdminForm(colleague, change("activity", activity)).row("sub_points", 0, text="Ola skrev").save()
    mine.row("sub_points", 1, text="Jeg skrev").save()
    assert mine.save() == ""
    texts = SubPoint.objects.filter(activity=activity).order_by("order").values_list("text", flat=True)
    assert list(texts) == ["Ola skrev", "Jeg skrev"]


def test_links_to_many_that_i_left_as_they_were_show_what_the_colleague_chose(
    admin_pages: Client, colleague: Client
) -> None:
    activity = make_activity()
    chosen = Commitment.objects.all()[:1]
    mine = AdminForm(admin_pages, change("activity", activity))
    AdminForm(colleague, change("activity", activity)).set(commitments=[one.pk for one in chosen]).save()
    assert "viser nå det kollegaen lagret" in mine.set(source="Min kilde").save()
    assert mine.save() == ""
    assert list(activity.commitments.all()) == list(chosen)


def test_a_refused_form_is_still_named_after_what_is_stored(admin_pages: Client) -> None:
    meeting = make_meeting(title="Det lagrede navnet")
    form = AdminForm(admin_pages, change("meeting", meeting))
    form.set(title="Et navn til", on="31.02.2025").save()
    [heading] = form.page.xpath("//div[@id='content']/h2")
    assert "Det lagrede navnet" in heading.text_content()


def test_lines_that_the_browser_ends_its_own_way_are_no_change(admin_pages: Client) -> None:
    meeting = make_meeting(source="En linje\nog en til")
    form = AdminForm(admin_pages, change("meeting", meeting))
    assert form.set(source="En linje\r\nog en til").save() == ""
    assert meeting.history.count() == 1
    form = AdminForm(admin_pages, change("meeting", meeting))
    form.set(source="En linje\r\nog en til", place="Moss").save()
    assert Meeting.objects.get(pk=meeting.pk).source == "En linje\nog en til"


def test_who_saves_what_a_colleague_deleted_is_told_by_whom_and_gets_the_text_back(
    admin_pages: Client, colleague: Client
) -> None:
    meeting = make_meeting(title="Møtet som forsvant")
    mine = AdminForm(admin_pages, change("meeting", meeting)).set(place="Det jeg skrev")
    colleague.post(f"/admin/members/meeting/{meeting.pk}/delete/", {"post": "yes"})
    answer = admin_pages.post(mine.address, mine.data, follow=True)
    assert answer.redirect_chain[-1][0] == f"/admin/members/meeting/{meeting.pk}/history/"
    page = answer.content.decode()
    assert "Ola slettet «Møtet som forsvant»" in page
    assert "Sted: «Det jeg skrev»" in page


def test_saving_once_more_after_the_refusal_is_a_decision(admin_pages: Client, colleague: Client) -> None:
    meeting = make_meeting(place="Hamar")
    mine = AdminForm(admin_pages, change("meeting", meeting))
    AdminForm(colleague, change("meeting", meeting)).set(place="Moss").save()
    mine.set(place="Halden").save()
    assert mine.save() == ""
    assert Meeting.objects.get(pk=meeting.pk).place == "Halden"


def test_a_refused_form_says_so_in_norwegian(admin_pages: Client) -> None:
    form = AdminForm(admin_pages, change("meeting", make_meeting()))
    form.set(title="").save()
    assert "Ikke lagret. Rett feilen nedenfor" in form.page.text_content()


def test_a_form_without_a_version_is_refused(admin_pages: Client) -> None:
    meeting = make_meeting()
    form = AdminForm(admin_pages, change("meeting", meeting))
    del form.data["row_version"]
    assert "Last siden på nytt" in form.set(place="Moss").save()


def test_a_row_of_parts_that_a_colleague_changed_is_refused(admin_pages: Client, colleague: Client) -> None:
    activity = make_activity(sub_points=("Første",))
    mine = AdminForm(admin_pages, change("activity", activity))
    AdminForm(colleague, change("activity", activity)).row("sub_points", 0, text="Ola skrev").save()
    assert "Ola endret dette" in mine.row("sub_points", 0, text="Jeg skrev").save()
    assert SubPoint.objects.get(activity=activity).text == "Ola skrev"
    assert mine.save() == ""
    assert SubPoint.objects.get(activity=activity).text == "Jeg skrev"


def test_a_row_of_parts_that_a_colleague_deleted_is_said_to_be_gone(
    admin_pages: Client, colleague: Client
) -> None:
    activity = make_activity(sub_points=("Første",))
    mine = AdminForm(admin_pages, change("activity", activity))
    AdminForm(colleague, change("activity", activity)).row("sub_points", 0, DELETE="on").save()
    refused = mine.row("sub_points", 0, text="Jeg skrev").save()
    assert "slettet en rad" in refused
    assert "«Jeg skrev»" in refused


def test_a_row_of_parts_that_a_colleague_changed_is_not_deleted_unseen(
    admin_pages: Client, colleague: Client
) -> None:
    activity = make_activity(sub_points=("Første",))
    mine = AdminForm(admin_pages, change("activity", activity))
    AdminForm(colleague, change("activity", activity)).row("sub_points", 0, text="Ola skrev").save()
    assert "Ola endret dette" in mine.row("sub_points", 0, DELETE="on").save()
    assert SubPoint.objects.filter(activity=activity).exists()


def test_saving_without_a_change_leaves_no_trace(admin_pages: Client) -> None:
    meeting = make_meeting()
    before = meeting.history.count()
    assert AdminForm(admin_pages, change("meeting", meeting)).save() == ""
    assert meeting.history.count() == before


def test_the_history_says_in_words_what_changed_and_who_did_it(
    admin_pages: Client, colleague: Client
) -> None:
    declaration = Declaration.objects.get(slug="ordforererklaeringen-2022")
    AdminForm(colleague, change("declaration", declaration)).set(status="apen").save()
    page = admin_pages.get(f"/admin/declaration/declaration/{declaration.pk}/history/").content.decode()
    assert "<strong>Status:</strong> «avsluttet» → «åpen»" in page
    assert "Ola" in page
    assert "Versjon" not in page


def test_the_history_says_of_a_related_row_whether_there_was_none_or_it_is_gone(admin_pages: Client) -> None:
    activity = make_activity(responsible=None)
    for name in ("Klimagruppen", "Styringsgruppen"):
        activity.responsible = make_body(name=name)
        activity.save()
    Body.objects.get(name="Klimagruppen").delete()
    page = admin_pages.get(f"/admin/actionplan/activity/{activity.pk}/history/").content.decode()
    assert "<strong>Ansvarlig:</strong> «ikke registrert» → «slettet siden»" in page
    assert "«slettet siden» → «Styringsgruppen»" in page
    assert "pk=" not in page


def test_the_history_of_a_record_shows_the_changes_of_its_parts(
    admin_pages: Client, colleague: Client
) -> None:
    activity = make_activity(sub_points=("Første",))
    AdminForm(colleague, change("activity", activity)).row("sub_points", 0, text="Annet").save()
    page = admin_pages.get(f"/admin/actionplan/activity/{activity.pk}/history/").content.decode()
    assert "Endringer i det som hører til" in page
    assert "«Første» → «Annet»" in page


def restore(client: Client, model: str, row: Any, **which: Any) -> str:
    """Put back the version of a row that `which` says, through the history page."""
    version = row.history.filter(**which).earliest("history_date")
    kind = f"/admin/{row._meta.app_label}/{model}/{row.pk}/history/{version.history_id}/"
    return AdminForm(client, kind).save()


def test_an_earlier_version_can_be_put_back(admin_pages: Client) -> None:
    meeting = make_meeting(place="Hamar")
    AdminForm(admin_pages, change("meeting", meeting)).set(place="Moss").save()
    assert restore(admin_pages, "meeting", meeting, place="Hamar") == ""
    meeting.refresh_from_db()
    assert meeting.place == "Hamar"
    assert meeting.version == 3
    assert "Gjenopprettet slik det var" in meeting.history.first().history_change_reason


def test_a_form_opened_before_an_earlier_version_was_put_back_is_refused(
    admin_pages: Client, colleague: Client
) -> None:
    meeting = make_meeting(place="Hamar")
    AdminForm(admin_pages, change("meeting", meeting)).set(place="Moss").save()
    old = AdminForm(colleague, change("meeting", meeting))
    restore(admin_pages, "meeting", meeting, place="Hamar")
    assert "redaktor" in old.set(place="Halden").save()


def test_who_puts_an_earlier_version_back_is_told_what_a_colleague_saved_meanwhile(
    admin_pages: Client, colleague: Client
) -> None:
    meeting = make_meeting(place="Hamar")
    first = meeting.history.get()
    AdminForm(admin_pages, change("meeting", meeting)).set(place="Moss").save()
    mine = AdminForm(admin_pages, f"/admin/members/meeting/{meeting.pk}/history/{first.history_id}/")
    AdminForm(colleague, change("meeting", meeting)).set(place="Halden").save()
    assert "Sted: «Moss» → «Halden»" in mine.save()
    assert Meeting.objects.get(pk=meeting.pk).place == "Halden"
    assert mine.save() == ""
    assert Meeting.objects.get(pk=meeting.pk).place == "Hamar"


def test_what_was_deleted_comes_back_with_its_parts(admin_pages: Client) -> None:
    town = make_municipality(name="Prøveby", number="9876")
    Population.objects.create(municipality=town, on="2024-01-01", count=12)
    pk = town.pk
    admin_pages.post(f"/admin/members/municipality/{pk}/delete/", {"post": "yes"})
    assert not Municipality.objects.filter(pk=pk).exists()
    town.pk = pk
    assert restore(admin_pages, "municipality", town, history_type="-") == ""
    back = Municipality.objects.get(pk=pk)
    assert back.numbers.get().number == "9876"
    assert back.populations.get().count == 12
    assert back.memberships.count() == 1


def test_a_deletion_stands_among_the_latest_changes_and_leads_to_its_history(admin_pages: Client) -> None:
    meeting = make_meeting(title="Møtet som forsvant")
    pk = meeting.pk
    admin_pages.post(f"/admin/members/meeting/{pk}/delete/", {"post": "yes"})
    page = admin_pages.get("/admin/").content.decode()
    assert "Møtet som forsvant" in page
    assert f'href="/admin/members/meeting/{pk}/history/"' in page
    assert admin_pages.get(f"/admin/members/meeting/{pk}/history/").status_code == 200


def test_a_change_of_what_one_may_not_see_has_no_link(admin_pages: Client, colleague: Client) -> None:
    user = get_user_model().objects.create_user("kari")
    AdminForm(admin_pages, f"/admin/auth/user/{user.pk}/change/").set(first_name="Kari").save()
    link = f'href="/admin/auth/user/{user.pk}/change/"'
    for address in ("/admin/", "/admin/admin/logentry/"):
        assert link in admin_pages.get(address).content.decode()
        page = colleague.get(address).content.decode()
        assert "kari" in page
        assert link not in page


def test_deleting_several_at_once_writes_history(admin_pages: Client) -> None:
    meetings = [make_meeting(), make_meeting()]
    admin_pages.post(
        "/admin/members/meeting/",
        {"action": "delete_selected", "_selected_action": [m.pk for m in meetings], "post": "yes"},
    )
    assert not Meeting.objects.filter(pk__in=[m.pk for m in meetings]).exists()
    gone = Meeting.history.filter(id__in=[m.pk for m in meetings], history_type="-")
    assert {row.history_user.username for row in gone} == {"redaktor"}


def test_what_others_depend_on_is_not_deleted_and_the_page_says_why(admin_pages: Client) -> None:
    activity = Activity.objects.first()
    assert activity is not None
    address = f"/admin/actionplan/focusarea/{activity.focus_area_id}/delete/"
    page = admin_pages.post(address, {"post": "yes"}).content.decode()
    assert "beskyttede" in page
    assert Activity.objects.filter(pk=activity.pk).exists()


def test_the_database_s_own_refusal_comes_back_in_the_form(admin_pages: Client) -> None:
    """Two numbers that change places: each row is right alone, only the database sees the order of saving."""
    declaration = Declaration.objects.create(title="Prøve", slug="prove-bytte", year=2030)
    for number in (1, 2):
        declaration.commitments.create(number=number, text=f"Punkt {number}")
    form = AdminForm(admin_pages, change("declaration", declaration))
    form.row("commitments", 0, number=2).row("commitments", 1, number=1)
    assert "allerede en forpliktelse med dette nummeret" in form.save()
    assert form.data["commitments-0-number"] == ["2"]


def test_one_number_can_end_and_the_next_begin_in_one_save(admin_pages: Client) -> None:
    town = make_municipality(number="9876")
    county = MunicipalityNumber.objects.get(municipality=town).county
    form = AdminForm(admin_pages, change("municipality", town))
    form.row("numbers", 0, valid_to="31.12.2029")
    form.add("numbers", number="9875", county=county.pk, valid_from="01.01.2030")
    assert form.save() == ""
    assert town.numbers.count() == 2


def test_every_member_of_the_group_may_edit_but_not_make_users(colleague: Client) -> None:
    page = colleague.get("/admin/").content.decode()
    assert "Aktiviteter" in page
    assert "/admin/auth/user/" not in page
    assert colleague.get("/admin/auth/user/").status_code == 403
