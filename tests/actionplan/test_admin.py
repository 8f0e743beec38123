"""Action plans, activities and strategic periods in the admin."""

from typing import Any

import pytest
from django.test import Client

from actionplan.models import Activity, StrategicPeriod
from members.models import Document
from tests.factories import make_activity, make_focus_area, make_period, make_plan, make_priority
from tests.osloregionen.adminform import AdminForm, change


def test_an_activity_is_filled_in_with_goals_and_sub_points(admin_pages: Client) -> None:
    activity = make_activity()
    form = AdminForm(admin_pages, change("activity", activity))
    form.set(partners="Prøveforeningen").add("goals", goal=13).add("sub_points", order=1, text="Kartlegge")
    assert form.save() == ""
    activity.refresh_from_db()
    assert activity.partners == "Prøveforeningen"
    assert activity.goals.get().goal == 13
    assert activity.sub_points.get().text == "Kartlegge"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"number": "2.x"}, "Nummeret skrives som «2.1»."),
        (
            {"starts_on": "01.06.2021", "ends_on": "01.05.2021"},
            "Aktiviteten kan ikke slutte før den starter.",
        ),
        ({"starts_on": "01.01.2034"}, "Aktiviteten starter etter 2029, som er handlingsprogrammets år."),
        ({"ends_on": "31.12.2028"}, "Aktiviteten slutter før 2029, som er handlingsprogrammets år."),
    ],
)
def test_an_activity_that_contradicts_itself_is_refused(
    fields: dict[str, Any], message: str, admin_pages: Client
) -> None:
    assert message in AdminForm(admin_pages, change("activity", make_activity())).set(**fields).save()


def test_a_number_stands_once_in_a_plan(admin_pages: Client) -> None:
    first = make_activity()
    second = make_activity(plan=first.plan, focus_area=first.focus_area)
    form = AdminForm(admin_pages, change("activity", second)).set(number=first.number)
    assert form.save() == "Handlingsprogrammet har allerede en aktivitet med dette nummeret."


def test_a_focus_area_of_another_period_is_refused(admin_pages: Client) -> None:
    form = AdminForm(admin_pages, change("activity", make_activity()))
    assert "annen strategisk periode" in form.set(focus_area=make_focus_area().pk).save()


def test_a_goal_stands_once_on_an_activity(admin_pages: Client) -> None:
    form = AdminForm(admin_pages, change("activity", make_activity(goals=(13,)))).add("goals", goal=13)
    assert form.save() == "Målet står allerede på aktiviteten."


def test_a_goal_outside_1_to_17_is_no_choice(admin_pages: Client) -> None:
    form = AdminForm(admin_pages, change("activity", make_activity())).add("goals", goal=18)
    assert "18" in form.save()


def test_a_document_words_an_activity_once(admin_pages: Client) -> None:
    form = AdminForm(admin_pages, change("activity", make_activity()))
    for order in (1, 2):
        form.add("wordings", order=order, document=Document.objects.earliest("pk").pk, text="Ordlyd")
    assert form.save() == "Ordlyden fra dette dokumentet er allerede registrert."


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"year": 1990}, "Året må ligge mellom 2004"),
        ({"adopted_on": "01.02.2019"}, "Bare et vedtatt handlingsprogram kan ha"),
        ({"status": "utkast", "case_reference": "12/34"}, "Bare et vedtatt handlingsprogram kan ha"),
        ({"year": 2099}, "Året ligger utenfor den strategiske perioden."),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(
    fields: dict[str, Any], message: str, admin_pages: Client
) -> None:
    # Of a past year: of others the steps write status and decision.
    plan = make_plan(year=2019, period=make_period(starts=1980, ends=2060))
    assert message in AdminForm(admin_pages, change("actionplan", plan)).set(**fields).save()


def test_a_period_does_not_end_before_it_begins(admin_pages: Client) -> None:
    form = AdminForm(admin_pages, change("strategicperiod", make_period())).set(ends=2020)
    assert form.save() == "Siste år kan ikke være før første år."


def test_a_goal_stands_once_on_a_new_period(admin_pages: Client) -> None:
    form = AdminForm(admin_pages, "/admin/actionplan/strategicperiod/add/")
    form.set(title="Prøve", starts=2040, ends=2043).add("goals", goal=13).add("goals", goal=13)
    assert form.save() == "Målet står allerede på perioden."
    assert not StrategicPeriod.objects.filter(starts=2040).exists()


def test_a_priority_has_sub_points_at_one_level_of_its_own_focus_area(admin_pages: Client) -> None:
    area = make_focus_area()
    top = make_priority(focus_area=area)
    form = AdminForm(admin_pages, change("focusarea", area))
    assert form.add("priorities", order=2, parent=top.pk, text="Under").save() == ""
    stranger = make_priority()
    form = AdminForm(admin_pages, change("focusarea", area))
    assert form.add("priorities", order=3, parent=stranger.pk, text="Under").save()


def test_activities_are_found_by_year_and_words_in_any_case(admin_pages: Client) -> None:
    page = admin_pages.get("/admin/actionplan/activity/", {"q": "2021 ØKONOMI"}).content.decode()
    wanted = [row for row in Activity.objects.filter(plan__year=2021) if "økonomi" in row.title.lower()]
    assert wanted
    for activity in wanted:
        assert f"/admin/actionplan/activity/{activity.pk}/change/" in page


def test_activities_without_a_status_are_listed_as_such(admin_pages: Client) -> None:
    done = make_activity(status="fullfort")
    page = admin_pages.get("/admin/actionplan/activity/", {"status__exact": ""}).content.decode()
    assert f"/admin/actionplan/activity/{done.pk}/change/" not in page
    assert "2.10" in page


def test_deleting_a_plan_takes_its_activities_and_putting_it_back_brings_them(admin_pages: Client) -> None:
    activity = make_activity(goals=(13,), sub_points=("Første", "Andre"))
    plan = activity.plan
    pk = plan.pk
    admin_pages.post(f"/admin/actionplan/actionplan/{pk}/delete/", {"post": "yes"})
    assert not Activity.objects.filter(pk=activity.pk).exists()
    row = type(plan).history.filter(id=pk).latest("history_date")
    address = f"/admin/actionplan/actionplan/{pk}/history/{row.history_id}/"
    assert AdminForm(admin_pages, address).save() == ""
    back = Activity.objects.get(pk=activity.pk)
    assert [point.text for point in back.sub_points.all()] == ["Første", "Andre"]
    assert back.goals.get().goal == 13
