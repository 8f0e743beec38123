"""A plan's activities, out as a file and in again through the admin."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from actionplan.models import ActionPlan, Activity
from tests.actionplan.activity_lists import HEAD, address, commitment, page_of, plan_with_area
from tests.factories import (
    make_activities,
    make_activity,
    make_body,
    make_plan,
    make_priority,
)
from tests.osloregionen.listfiles import downloaded

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_what_is_taken_out_comes_in_again_without_a_difference(admin_pages: Client, file_format: str) -> None:
    plan = plan_with_area()
    before = make_activity(plan=make_plan(year=2020, period=plan.period), title="I\nfjor")
    full = make_activity(
        plan=plan,
        goals=(13, 9),
        sub_points=("=Kartlegge\nog foreslå", "- Vedta", "En; to, tre"),
        title="Følge   opp",
        heading="Kompetanse",
        description="Linje\r\n\r\nlinje",
        role_and_form="@rolle",
        responsible=make_body(name="Prøveutvalget"),
        partners="Andre",
        starts_on=dt.date(2029, 1, 2),
        ends_on=dt.date(2029, 12, 31),
        date_note="hele året",
        status="utsatt",
        status_reason="Venter",
        progress=40,
        continues=before,
        internal_note="Bare oss",
        source="Et sted",
        verified_on=dt.date(2029, 1, 1),
    )
    full.commitments.set([commitment("Det  samme"), commitment("Det samme")])
    full.priorities.set([make_priority(), make_priority(focus_area=full.focus_area)])
    make_activity(plan=plan, number="2.10", order=1)
    for body in ("Tvillingutvalget", "tvillingutvalget"):
        make_activity(plan=plan, responsible=make_body(name=body))
    first = downloaded(admin_pages, address(plan), file_format)

    page = page_of(admin_pages, plan).upload(first)

    assert (page.problems, page.changes) == ([], {})
    assert "4 uendret" in page.text


def test_the_councils_own_plan_comes_in_again_without_a_difference(admin_pages: Client) -> None:
    plan = ActionPlan.objects.get(year=2021)

    page = page_of(admin_pages, plan).upload(downloaded(admin_pages, address(plan), "xlsx"))

    assert (page.problems, page.changes) == ([], {})
    assert f"{plan.activities.count()} uendret" in page.text


def test_a_whole_new_plan_comes_from_a_file(admin_pages: Client) -> None:
    plan = plan_with_area()
    before = make_activity(plan=make_plan(year=2020, period=plan.period), number="2.1", title="I fjor")
    body, wish = make_body(name="Prøveutvalget"), commitment("Redusere utslippene")
    priority = make_priority(focus_area=plan.period.focus_areas.get(order=1), text="Knutepunkter")
    head = [
        *HEAD,
        "Innsatsområde",
        "Underpunkter",
        "Bærekraftsmål",
        "Ansvarlig",
        "Starter",
        "Frist",
        "Følger opp forpliktelser",
        "Følger opp prioriteringer",
        "Fortsetter fra",
        "Rolle og arbeidsform",
    ]
    page = page_of(admin_pages, plan).upload_rows(
        head,
        [
            "1.1",
            "Kartlegge",
            "klima og miljø",
            "Først\nSå",
            "11; 9",
            "prøveutvalget",
            dt.date(2029, 3, 1),
            "31.12.2029",
            f"[{wish.pk}]",
            "knutepunkter",
            "2020: 2.1",
            "pådriver",
        ],
        ["2.1", "Møtes", "", "", 17, "", None, None, "redusere utslippene", "", "", ""],
    )
    assert page.problems == []
    assert "2 nye" in page.text
    assert not plan.activities.exists()
    page.confirm()

    first, second = plan.activities.order_by("number")
    assert (first.title, first.focus_area.title, first.order) == ("Kartlegge", "Klima og miljø", 1)
    assert [point.text for point in first.sub_points.all()] == ["Først", "Så"]
    assert [goal.goal for goal in first.goals.all()] == [9, 11]
    assert (first.responsible, first.continues, first.role_and_form) == (body, before, "pådriver")
    assert (first.starts_on, first.ends_on) == (dt.date(2029, 3, 1), dt.date(2029, 12, 31))
    assert (list(first.commitments.all()), list(first.priorities.all())) == ([wish], [priority])
    assert (second.focus_area.title, list(second.commitments.all())) == ("Fellesskap", [wish])
    assert (first.status, first.progress) == ("", None)
    assert first.history.get().history_change_reason == "Innlest fra liste.xlsx"
    assert first.history.get().history_user == get_user_model().objects.get()
    assert first.sub_points.first().history.get().history_change_reason == "Innlest fra liste.xlsx"


def test_a_file_made_by_hand_and_uploaded_twice_makes_nothing_twice(admin_pages: Client) -> None:
    plan = plan_with_area()
    rows = [HEAD, ["1.1", "Kartlegge"], ["1.2", "Møtes"]]
    page_of(admin_pages, plan).upload_rows(*rows).confirm()

    page = page_of(admin_pages, plan).upload_rows(*rows)

    assert (page.changes, plan.activities.count()) == ({}, 2)


def test_points_goals_and_links_are_changed_to_what_the_row_says(admin_pages: Client) -> None:
    plan = plan_with_area()
    activity = make_activity(plan=plan, goals=(9, 11), sub_points=("En", "To", "Tre"))
    old, new = commitment("Gammel"), commitment("Ny")
    activity.commitments.set([old])
    head = ["Nummer", "Underpunkter", "Bærekraftsmål", "Forpliktelser"]
    page = page_of(admin_pages, plan).upload_rows(head, [activity.number, "To\nFire", "11; 13", "Ny"])

    assert page.changes[str(activity)] == [
        "Underpunkter: «En | To | Tre» → «To | Fire»",
        "Bærekraftsmål: «9, 11» → «11, 13»",
        (
            "Følger opp forpliktelser: "
            f"«[{old.pk}] Prøveerklæringen: Gammel» → «[{new.pk}] Prøveerklæringen: Ny»"
        ),
    ]
    page.confirm()

    again = Activity.objects.get(pk=activity.pk)
    assert [point.text for point in again.sub_points.all()] == ["To", "Fire"]
    assert [goal.goal for goal in again.goals.all()] == [11, 13]
    assert list(again.commitments.all()) == [new]
    assert again.version == activity.version + 1


def test_an_empty_cell_empties_and_a_missing_column_leaves(admin_pages: Client) -> None:
    plan = plan_with_area()
    activity = make_activity(
        plan=plan, goals=(9,), sub_points=("En",), partners="Andre", responsible=make_body()
    )
    page = page_of(admin_pages, plan).upload_rows(
        ["Nummer", "Underpunkter", "Ansvarlig"], [activity.number, "", ""]
    )
    page.confirm()

    activity = Activity.objects.get(pk=activity.pk)
    assert (activity.sub_points.count(), activity.responsible) == (0, None)
    assert (activity.goals.count(), activity.partners) == (1, "Andre")


def test_numbers_are_moved_along_to_make_room_for_a_new_activity(admin_pages: Client) -> None:
    plan = plan_with_area()
    old = [make_activity(plan=plan, title=title) for title in ("A", "B", "C")]
    ids = [str(row.pk) for row in old]
    page = page_of(admin_pages, plan).upload_rows(
        ["Nr i portalen", *HEAD],
        [ids[0], "1.1", "A"],
        ["", "1.2", "Ny"],
        [ids[1], "1.3", "B"],
        [ids[2], "1.4", "C"],
    )
    assert page.problems == []
    page.confirm()

    ordered = plan.activities.order_by("focus_area__order", "order", "pk")
    assert [(row.number, row.title) for row in ordered] == [
        ("1.1", "A"),
        ("1.2", "Ny"),
        ("1.3", "B"),
        ("1.4", "C"),
    ]
    assert [row.pk for row in ordered if row.title != "Ny"] == [row.pk for row in old]


def test_two_activities_change_places(admin_pages: Client) -> None:
    plan = plan_with_area()
    one, two = make_activity(plan=plan), make_activity(plan=plan)
    page_of(admin_pages, plan).upload_rows(
        ["Nr i portalen", "Nummer"], [one.pk, two.number], [two.pk, one.number]
    ).confirm()

    numbers = {row.pk: (row.number, row.order) for row in plan.activities.all()}
    assert numbers == {one.pk: ("1.2", 2), two.pk: ("1.1", 1)}
    assert [row.number for row in Activity.history.filter(id=one.pk)] == ["1.2", "1.1"]


def test_the_lists_buttons_stand_on_the_plans_form(admin_pages: Client) -> None:
    plan = make_plan()
    page = admin_pages.get(f"/admin/actionplan/actionplan/{plan.pk}/change/").content.decode()

    assert address(plan) in page
    assert address(plan).removesuffix("/") + ".xlsx" in page


def test_taking_out_and_comparing_cost_the_same_however_many_activities(
    admin_pages: Client, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for size in (3, 30):
        plan = make_plan()
        make_activities(size, plan=plan, goal=13)
        with django_assert_max_num_queries(100) as captured:
            file = downloaded(admin_pages, address(plan), "csv")
            page_of(admin_pages, plan).upload(file)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_reading_new_activities_in_costs_the_same_however_many(
    admin_pages: Client, django_assert_max_num_queries: Any
) -> None:
    wish, counts = commitment("Redusere utslippene"), []
    for size in (3, 30):
        plan = plan_with_area()
        head = [*HEAD, "Underpunkter", "Bærekraftsmål", "Følger opp forpliktelser"]
        rows = [[f"1.{n}", "Ny", "Først\nSå", "9; 11", f"[{wish.pk}]"] for n in range(1, size + 1)]
        page = page_of(admin_pages, plan)
        with django_assert_max_num_queries(120) as captured:
            page.upload_rows(head, *rows).confirm()
        assert plan.activities.count() == size
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_of_many_new_activities_the_one_that_cannot_be_is_named(admin_pages: Client) -> None:
    plan = plan_with_area()
    page = page_of(admin_pages, plan).upload_rows(HEAD, ["1.1", "Fin"], ["1.2", "x" * 501], ["1.3", "Fin"])

    [problem] = page.problems
    assert problem.startswith("Rad 3, Tittel: ")
    assert not plan.activities.exists()
