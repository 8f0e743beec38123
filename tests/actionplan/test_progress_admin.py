"""Staff report how activities come along, correct what was told, and register outputs, in the admin."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from actionplan.models import Activity, Output, Update
from actionplan.services import report_progress
from tests.factories import make_activity, make_focus_area, make_plan
from tests.osloregionen.adminform import AdminForm, change

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity() -> Activity:
    return make_activity(plan=make_plan(year=2025), title="Prøveaktivitet")


def _page(activity: Activity) -> str:
    return f"/admin/actionplan/activity/{activity.pk}/framdrift/"


def _tell(activity: Activity, **told: Any) -> Update:
    activity.refresh_from_db()
    told = {"on": dt.date(2025, 3, 1), "status": "pagar", "progress": 40} | told
    return report_progress(activity=activity, by=None, seen=activity.version, **told)


def test_progress_is_reported_on_a_page_of_the_activity(
    admin_pages: Client, staff: Any, activity: Activity
) -> None:
    form = AdminForm(admin_pages, _page(activity))
    assert form.data["on"] == [timezone.localdate().strftime("%d.%m.%Y")]

    assert form.set(on="01.03.2025", status="pagar", progress=40, text="Kommet i gang").save() == ""

    activity.refresh_from_db()
    assert (activity.status, activity.progress) == ("pagar", 40)
    assert activity.history.first().history_user == staff
    told = admin_pages.get(form.response["Location"]).content.decode()
    assert "Framdriften er meldt. 1.1 Prøveaktivitet: pågår, 40\u00a0%." in told


def test_the_page_says_how_the_activity_stands_and_what_was_told(
    admin_pages: Client, activity: Activity
) -> None:
    update = _tell(activity, text="Kommet i gang")

    page = admin_pages.get(_page(activity)).content.decode()

    assert "<strong>pågår, 40\u00a0%</strong>" in page
    assert "som før (pågår)" in page
    assert "Kommet i gang" in page
    assert f'href="{change("update", update)}"' in page


def test_the_page_is_reached_from_the_form_and_from_each_line_of_the_list(
    admin_pages: Client, activity: Activity
) -> None:
    for address in (
        change("activity", activity),
        f"/admin/actionplan/activity/?plan__id__exact={activity.plan_id}",
    ):
        assert f'<a href="{_page(activity)}">Meld framdrift</a>' in admin_pages.get(address).content.decode()


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"progress": 120}, "Framdriften går fra 0 til 100 prosent."),
        ({"progress": "mye"}, "Oppgi et heltall."),
        ({"status": "utsatt"}, "En utsatt eller avlyst aktivitet må ha en begrunnelse."),
        ({"on": "31.02.2025", "text": "x"}, "Oppgi en gyldig dato."),
        ({"on": "01.01.2100", "text": "x"}, "Datoen ligger i framtiden."),
        ({"on": "01.01.2020", "text": "x"}, "Datoen ligger før 1.\u00a0januar 2024."),
        ({"on": "", "text": "x"}, "Feltet er påkrevet."),
        ({}, "En oppdatering må ha status, framdrift eller tekst."),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    admin_pages: Client, activity: Activity, told: dict[str, Any], message: str
) -> None:
    form = AdminForm(admin_pages, _page(activity)).set(source="Møtet", **told)

    assert message in form.save()

    assert form.data["source"] == ["Møtet"]
    assert not Update.objects.exists()
    assert Activity.objects.get(pk=activity.pk).version == activity.version


def test_who_comes_second_is_told_of_the_first_and_decides(admin_pages: Client, activity: Activity) -> None:
    form = AdminForm(admin_pages, _page(activity)).set(on="02.03.2025", status="avlyst", status_reason="x")
    _tell(activity)

    assert "«ikke registrert» → «pågår»" in form.save()
    assert Update.objects.count() == 1
    assert form.save() == ""
    assert Activity.objects.get(pk=activity.pk).status == "avlyst"


def test_the_activitys_form_does_not_change_how_it_stands(admin_pages: Client, activity: Activity) -> None:
    form = AdminForm(admin_pages, change("activity", activity))
    assert {"status", "progress", "status_reason"}.isdisjoint(form.data)

    form.set(title="Ny tittel", status="fullfort", progress=100).save()

    activity.refresh_from_db()
    assert (activity.title, activity.status, activity.progress) == ("Ny tittel", "", None)


def test_an_end_before_the_start_is_refused(admin_pages: Client, activity: Activity) -> None:
    form = AdminForm(admin_pages, change("activity", activity))

    assert form.set(starts_on="01.06.2025", ends_on="01.05.2025").save() == (
        "Aktiviteten kan ikke slutte før den starter."
    )
    assert Activity.objects.get(pk=activity.pk).ends_on is None


def test_an_activity_whose_reason_nobody_can_see_is_not_saved(
    admin_pages: Client, activity: Activity
) -> None:
    Activity.objects.filter(pk=activity.pk).update(status="avlyst", status_reason=" ")
    form = AdminForm(admin_pages, change("activity", activity))

    assert form.set(title="Ny tittel").save() == "En utsatt eller avlyst aktivitet må ha en begrunnelse."


def test_an_earlier_version_that_is_put_back_stands_as_its_updates_say(
    admin_pages: Client, activity: Activity
) -> None:
    _tell(activity)
    first = activity.history.earliest("history_date", "history_id")

    form = AdminForm(admin_pages, f"/admin/actionplan/activity/{activity.pk}/history/{first.history_id}/")
    assert form.save() == ""

    activity.refresh_from_db()
    assert (activity.status, activity.progress) == ("pagar", 40)


def test_an_update_is_corrected_with_a_reason(admin_pages: Client, activity: Activity) -> None:
    update = _tell(activity)
    form = AdminForm(admin_pages, change("update", update)).set(progress=30)

    assert form.save() == "Skriv hvorfor oppdateringen endres."
    assert form.set(reason="Feil tall").save() == ""

    activity.refresh_from_db()
    assert activity.progress == 30
    assert update.history.first().history_change_reason == "Feil tall"


def test_a_deleted_update_leaves_the_activity_as_it_was(admin_pages: Client, activity: Activity) -> None:
    update = _tell(activity)

    admin_pages.post(f"/admin/actionplan/update/{update.pk}/delete/", {"post": "yes"})

    activity.refresh_from_db()
    assert (activity.status, activity.progress) == ("", None)


def test_a_deleted_update_is_put_back_from_its_history(admin_pages: Client, activity: Activity) -> None:
    update = _tell(activity)
    key = update.pk
    admin_pages.post(f"/admin/actionplan/update/{key}/delete/", {"post": "yes"})
    row = Update.history.filter(id=key).latest("history_date", "history_id")

    form = AdminForm(admin_pages, f"/admin/actionplan/update/{key}/history/{row.history_id}/")
    assert form.save() == ""

    activity.refresh_from_db()
    assert (activity.status, Update.objects.get().pk) == ("pagar", key)


def test_nobody_without_the_right_reports(client: Client, django_user_model: Any, activity: Activity) -> None:
    client.force_login(django_user_model.objects.create_user("gjest", is_staff=True))

    assert client.get(_page(activity)).status_code == 403
    assert client.post(_page(activity), {"on": "01.03.2025", "status": "pagar", "seen": 1}).status_code == 403
    assert not Update.objects.exists()


def test_an_output_takes_its_focus_area_from_the_activity(admin_pages: Client, activity: Activity) -> None:
    link = f"/admin/actionplan/output/add/?activity={activity.pk}&year=2025"
    assert link.replace("&", "&amp;") in admin_pages.get(change("activity", activity)).content.decode()

    form = AdminForm(admin_pages, link).set(
        kind="webinar", title="Prøvewebinar", status="gjennomfort", on="01.03.2025"
    )
    assert form.save() == ""

    output = Output.objects.get(title="Prøvewebinar")
    assert (output.activity, output.focus_area, output.year) == (activity, activity.focus_area, 2025)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"on": "", "date_note": ""}, "Skriv datoen, eller det som er kjent om tidspunktet."),
        ({"on": "01.03.2024"}, "Datoen ligger i et annet år."),
        ({"year": 1999, "on": "01.03.1999"}, "Året må ligge mellom 2004"),
    ],
)
def test_an_output_without_a_time_or_with_two_is_refused(
    admin_pages: Client, fields: dict[str, Any], message: str
) -> None:
    form = AdminForm(admin_pages, "/admin/actionplan/output/add/").set(
        **{"kind": "rapport", "title": "Prøverapport", "year": 2025} | fields
    )

    assert message in form.save()
    assert not Output.objects.filter(title="Prøverapport").exists()


def test_an_output_of_another_focus_area_than_its_activitys_is_refused(
    admin_pages: Client, activity: Activity
) -> None:
    other = make_focus_area(period=activity.plan.period)
    form = AdminForm(admin_pages, f"/admin/actionplan/output/add/?activity={activity.pk}").set(
        kind="annet", title="Prøve", year=2025, date_note="2025", focus_area=other.pk
    )

    assert "Aktiviteten hører til et annet innsatsområde." in form.save()
