"""Next year's plan is made of what continues of this year's, on its page in the admin."""

import datetime as dt
from collections.abc import Collection
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from lxml import html

from actionplan.models import ActionPlan, Activity, FocusArea, Priority
from declaration.models import Commitment
from tests.factories import (
    make_activities,
    make_activity,
    make_body,
    make_declaration,
    make_document,
    make_focus_area,
    make_period,
    make_plan,
    make_priority,
)

pytestmark = pytest.mark.django_db


class RolloverPage:
    """The page of one plan, opened. `press` sends what is ticked and reads what follows."""

    def __init__(self, client: Client, plan: ActionPlan) -> None:
        self.client = client
        self.address = f"/admin/actionplan/actionplan/{plan.pk}/neste-ar/"
        response = client.get(self.address)
        assert response.status_code == 200
        self._read(response)

    def _read(self, response: Any) -> None:
        self.page = html.fromstring(response.content.decode())
        self.text = " ".join(self.page.text_content().replace("\xa0", " ").split())
        self.offered = [int(value) for value in self.page.xpath("//input[@name='aktivitet']/@value")]
        self.ticked = [int(v) for v in self.page.xpath("//input[@name='aktivitet'][@checked]/@value")]
        self.refused = " ".join(
            text.text_content().strip() for text in self.page.xpath("//p[@class='errornote']")
        )
        self.messages = [
            " ".join(item.text_content().replace("\xa0", " ").split())
            for item in self.page.xpath("//ul[@class='messagelist']/li")
        ]

    def press(self, chosen: Collection[int] | None = None, **fields: Any) -> "RolloverPage":
        """Tick these instead of what is ticked, and press the button."""
        data = {"aktivitet": self.ticked if chosen is None else list(chosen), **fields}
        response = self.client.post(self.address, data)
        self.done = response.status_code == 302
        self._read(self.client.get(response["Location"]) if self.done else response)
        return self


def successors(plan: ActionPlan) -> list[Activity]:
    """Return next year's activities in their order."""
    rows = Activity.objects.filter(plan__year=plan.year + 1)
    return list(rows.order_by("focus_area__order", "order", "pk"))


def full_activity(plan: ActionPlan) -> Activity:
    """Return an activity with all that an activity can have."""
    activity = make_activity(
        plan=plan,
        goals=(9, 13),
        sub_points=("Først", "Så"),
        heading="Kompetanse",
        title="Kartlegge",
        description="Hva",
        role_and_form="Pådriver",
        responsible=make_body(),
        partners="Andre",
        starts_on=dt.date(plan.year, 1, 2),
        ends_on=dt.date(plan.year, 12, 1),
        date_note="hele året",
        status="utsatt",
        status_reason="Venter",
        progress=60,
        internal_note="Bare oss",
        source="Et dokument",
        verified_on=dt.date(plan.year, 1, 1),
    )
    activity.wordings.create(document=make_document(), text="Kartlegging")
    activity.commitments.add(Commitment.objects.create(declaration=make_declaration(), text="Redusere"))
    activity.priorities.add(make_priority(focus_area=activity.focus_area))
    return activity


def test_what_an_activity_is_comes_along_and_what_happened_to_it_does_not(admin_pages: Client) -> None:
    before = full_activity(make_plan())
    page = RolloverPage(admin_pages, before.plan).press()

    (after,) = successors(before.plan)
    for field in ("heading", "title", "description", "role_and_form", "responsible", "partners", "number"):
        assert getattr(after, field) == getattr(before, field), field
    assert after.continues == before
    assert [point.text for point in after.sub_points.all()] == ["Først", "Så"]
    assert [goal.goal for goal in after.goals.all()] == [9, 13]
    assert list(after.commitments.all()) == list(before.commitments.all())
    assert list(after.priorities.all()) == list(before.priorities.all())
    assert (after.starts_on, after.ends_on, after.date_note) == (None, None, "")
    assert (after.status, after.status_reason, after.progress) == ("", "", None)
    assert (after.internal_note, after.verified_on, after.wordings.count()) == ("", None, 0)
    plan = before.plan
    assert after.source == f"Videreført fra {plan.title}, aktivitet {before.number}."
    assert page.messages == [
        f"Prøveprogram {plan.year + 1} er opprettet som utkast. Videreført fra {plan.title}: 1 aktivitet."
    ]


def test_the_new_plan_is_a_draft_of_the_same_period(admin_pages: Client) -> None:
    activity = make_activity(plan=make_plan(status="vedtatt", adopted_on="2029-01-01", introduction="I år"))
    RolloverPage(admin_pages, activity.plan).press()

    plan = ActionPlan.objects.get(year=activity.plan.year + 1)
    assert (plan.status, plan.period, plan.introduction) == ("utkast", activity.plan.period, "")
    assert (plan.adopted_on, plan.adopted_by, plan.case_reference) == (None, None, "")


@pytest.mark.parametrize(
    ("title", "following"),
    [
        ("Program 2029 (strategi 2029–2032)", "Program 2030 (strategi 2029–2032)"),
        ("2029: strategien 2026 - 2029", "2030: strategien 2026 - 2029"),
        ("Program for 2029 til 2032", "Handlingsprogram 2030"),
        ("Program 2029, sak 20291", "Program 2030, sak 20291"),
    ],
)
def test_only_the_plans_own_year_changes_in_its_title(
    admin_pages: Client, title: str, following: str
) -> None:
    activity = make_activity(plan=make_plan(year=2029, title=title))
    RolloverPage(admin_pages, activity.plan).press()

    assert ActionPlan.objects.get(year=2030).title == following


def test_an_area_whose_numbers_are_used_up_is_refused_with_the_reason(admin_pages: Client) -> None:
    before = make_activity(plan=make_plan())
    last = f"{before.focus_area.order}.999"
    plan = make_plan(year=before.plan.year + 1, period=before.plan.period, status="utkast")
    make_activity(plan=plan, focus_area=before.focus_area, number=last, order=999)
    page = RolloverPage(admin_pages, before.plan).press([before.pk])

    assert not page.done
    assert f"har en aktivitet med nummer {last}, og høyere går det ikke." in page.refused
    assert [row.number for row in successors(before.plan)] == [last]


def test_each_new_row_has_a_history_with_who_and_why(admin_pages: Client, staff: Any) -> None:
    activity = full_activity(make_plan())
    RolloverPage(admin_pages, activity.plan).press()

    (after,) = successors(activity.plan)
    told = (staff, f"Videreført fra handlingsprogrammet for {activity.plan.year}")
    for row in (after.plan, after, after.goals.first(), after.sub_points.first()):
        (line,) = row.history.all()
        assert (line.history_user, line.history_change_reason) == told


def test_doing_it_again_creates_nothing_twice(admin_pages: Client) -> None:
    plan = make_plan()
    chosen = [full_activity(plan).pk, make_activity(plan=plan).pk]
    page = RolloverPage(admin_pages, plan).press(chosen)
    (once, other) = successors(plan)
    Activity.objects.filter(pk=once.pk).update(title="Endret siden", number="1.7")

    again = page.press(chosen)

    assert [row.pk for row in successors(plan)] == [once.pk, other.pk]
    assert (once.goals.count(), once.sub_points.count(), once.commitments.count()) == (2, 2, 1)
    assert again.messages == [
        f"Videreført fra {plan.title}: ingen aktiviteter.",
        "Sto der fra før, og er ikke endret: 1.7 og 1.2.",
    ]
    assert RolloverPage(admin_pages, plan).offered == []


def test_more_may_be_chosen_later(admin_pages: Client) -> None:
    plan = make_plan()
    first, second, third = (make_activity(plan=plan, title=title) for title in "ABC")
    RolloverPage(admin_pages, plan).press([first.pk, third.pk])
    page = RolloverPage(admin_pages, plan)
    assert (page.offered, page.ticked) == ([second.pk], [])
    assert "Kryss av for dem som skal legges til." in page.page.text_content()
    page.press([second.pk])

    assert [(row.number, row.title) for row in successors(plan)] == [("1.1", "A"), ("1.2", "C"), ("1.3", "B")]


def test_what_staff_have_put_into_next_years_plan_is_left_alone(admin_pages: Client) -> None:
    activity = make_activity(plan=make_plan(year=2029, period=make_period()))
    own = make_activity(
        plan=make_plan(year=2030, period=activity.plan.period), focus_area=activity.focus_area, number="1.4"
    )
    RolloverPage(admin_pages, activity.plan).press([activity.pk])

    assert [row.number for row in successors(activity.plan)] == ["1.4", "1.5"]
    assert successors(activity.plan)[0] == own


def test_what_is_done_or_cancelled_is_offered_but_not_ticked(admin_pages: Client) -> None:
    plan = make_plan()
    rows = {
        status: make_activity(plan=plan, status=status, status_reason="Derfor").pk
        for status in ("", "planlagt", "pagar", "fullfort", "utsatt", "avlyst")
    }
    page = RolloverPage(admin_pages, plan)

    assert page.offered == list(rows.values())
    assert page.ticked == [rows[status] for status in ("", "planlagt", "pagar", "utsatt")]
    assert "Ta bort krysset ved dem som ikke skal fortsette." in page.page.text_content()


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("vedtatt", "er vedtatt, så ingenting kan videreføres dit."),
        ("til_behandling", "ligger til behandling."),
    ],
)
def test_a_plan_that_is_adopted_or_being_treated_takes_nothing_in(
    admin_pages: Client, status: str, told: str
) -> None:
    activity = make_activity(plan=make_plan(year=2029, period=make_period()))
    page = RolloverPage(admin_pages, activity.plan)
    make_plan(year=2030, period=activity.plan.period, status=status)

    page.press()

    assert not page.done
    assert told in page.refused
    assert successors(activity.plan) == []
    assert told in RolloverPage(admin_pages, activity.plan).refused


def test_a_year_that_no_period_covers_is_refused(admin_pages: Client) -> None:
    activity = make_activity(plan=make_plan(year=2090, period=make_period(starts=2087, ends=2090)))
    page = RolloverPage(admin_pages, activity.plan)

    assert page.refused == (
        "Ingen strategisk periode dekker 2091. Legg inn de strategiske føringene for året først."
    )
    assert not page.press([activity.pk]).done
    assert not ActionPlan.objects.filter(year=2091).exists()


def test_nothing_chosen_or_another_plans_activity_is_refused(admin_pages: Client) -> None:
    plan = make_activity().plan
    stranger = make_activity(plan=make_plan(year=2060))
    page = RolloverPage(admin_pages, plan)

    assert page.press([]).refused == "Ingenting er lagret. Velg minst én aktivitet."
    assert "finnes ikke lenger i" in page.press([stranger.pk, *page.offered]).refused
    assert not ActionPlan.objects.filter(year=plan.year + 1).exists()


def new_period() -> tuple[Activity, Activity, FocusArea, FocusArea]:
    """Return two activities of a period's last year, and the areas of the next: one of the same title."""
    old, new = make_period(starts=2087, ends=2090), make_period(starts=2091, ends=2094)
    kept, gone = (make_focus_area(period=old, title=title) for title in ("Klima og miljø", "Fellesskap"))
    other, same = (make_focus_area(period=new, title=title) for title in ("Samarbeid", "klima og miljø"))
    plan = make_plan(year=2090, period=old)
    return make_activity(plan=plan, focus_area=kept), make_activity(plan=plan, focus_area=gone), other, same


def test_a_new_period_takes_activities_into_the_area_of_the_same_title(admin_pages: Client) -> None:
    activity, _other, _area, same = new_period()
    wish = make_priority(focus_area=activity.focus_area, text="Knutepunkter")
    activity.priorities.set([wish, make_priority(focus_area=activity.focus_area, text="Bare før")])
    make_priority(focus_area=same, text="knutepunkter")
    page = RolloverPage(admin_pages, activity.plan).press([activity.pk])

    (after,) = successors(activity.plan)
    assert (after.focus_area, after.number) == (same, "2.1")
    assert list(after.priorities.all()) == [Priority.objects.get(focus_area=same)]
    assert page.messages[1] == ("Koblinger til prioriteringer som den nye strategiske perioden ikke har: 1.")


def test_an_area_that_the_new_period_lacks_is_chosen_for_its_activities(admin_pages: Client) -> None:
    _activity, homeless, area, _same = new_period()
    page = RolloverPage(admin_pages, homeless.plan).press([homeless.pk])
    assert not page.done
    assert "Velg hvilket innsatsområde i" in page.refused
    assert "«Fellesskap»" in page.refused
    assert successors(homeless.plan) == []

    page.press([homeless.pk], **{f"omrade-{homeless.focus_area.pk}": area.pk})

    (after,) = successors(homeless.plan)
    assert (after.focus_area, after.number, after.continues) == (area, "1.1", homeless)


def test_a_body_that_has_ended_is_not_made_responsible(admin_pages: Client) -> None:
    plan = make_plan(year=2029, period=make_period())
    make_activity(plan=plan, responsible=make_body(valid_to=dt.date(2029, 12, 31)))
    make_activity(plan=plan, responsible=make_body(valid_to=dt.date(2030, 1, 1)))
    page = RolloverPage(admin_pages, plan).press()

    assert [row.responsible is None for row in successors(plan)] == [True, False]
    assert page.messages[1] == "Uten ansvarlig, fordi organet er nedlagt før året begynner: 1.1."


def test_texts_that_name_the_year_are_pointed_out(admin_pages: Client) -> None:
    plan = make_plan(year=2029, period=make_period())
    make_activity(plan=plan, title="Møtes")
    make_activity(plan=plan, title="Møtes", description="Fire ganger i 2029")
    page = RolloverPage(admin_pages, plan).press()

    assert page.messages[1:] == ["Nevner 2029 i teksten. Se over: 1.2."]


def test_the_page_is_reached_from_the_plans_form_and_from_the_list(admin_pages: Client) -> None:
    plan, other = make_activity().plan, make_activity().plan
    address = RolloverPage(admin_pages, plan).address
    form = admin_pages.get(f"/admin/actionplan/actionplan/{plan.pk}/change/").content.decode()
    assert address in form

    def act(*plans: ActionPlan) -> Any:
        data = {"action": "roll_over_action", "_selected_action": [one.pk for one in plans]}
        return admin_pages.post("/admin/actionplan/actionplan/", data)

    assert act(plan)["Location"] == address
    assert act(plan, other)["Location"] != address


def test_who_may_not_make_plans_is_refused(client: Client) -> None:
    reader = get_user_model().objects.create_user("leser", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__in=["view_actionplan", "add_activity"]))
    client.force_login(reader)
    plan = make_activity().plan

    assert client.get(f"/admin/actionplan/actionplan/{plan.pk}/neste-ar/").status_code == 403
    form = client.get(f"/admin/actionplan/actionplan/{plan.pk}/change/").content.decode()
    assert "neste-ar" not in form


def test_showing_and_making_cost_the_same_however_many_activities(
    admin_pages: Client, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for year, size in ((2090, 2), (2095, 30)):
        plan = make_plan(year=year, period=make_period(starts=year, ends=year + 1))
        make_activities(size, plan=plan, goal=13)
        with django_assert_max_num_queries(200) as captured:
            page = RolloverPage(admin_pages, plan)
            page.client.post(page.address, {"aktivitet": page.ticked})
        assert len(successors(plan)) == size
        counts.append(len(captured))
    assert counts[0] == counts[1]
