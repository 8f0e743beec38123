"""What a plan's activities hang together with: the matrix of goals, what follows up what, and the gaps."""

from collections.abc import Callable

import pytest
from django.test import Client
from lxml import html

from actionplan.models import ActionPlan, Activity, PeriodGoal, Priority
from actionplan.plan_sections import matrix_of
from actionplan.snapshot import content_of
from declaration.models import Commitment
from tests.factories import (
    make_activity,
    make_declaration,
    make_focus_area,
    make_period,
    make_plan,
    make_priority,
)
from tests.reading import page_of, rows_of

pytestmark = pytest.mark.django_db

COUNCIL = "/handlingsprogram/2021/sammenhenger/"


def _address(plan: ActionPlan) -> str:
    return f"{plan.get_absolute_url()}sammenhenger/"


def _goals(client: Client, address: str) -> dict[str, dict[str, object]]:
    return {row["goal"].split()[0]: row for row in rows_of(client, f"{address}?tabell=mal")}


def _followed(client: Client, address: str, table: str) -> dict[str, str | None]:
    return {row["text"]: row["activities"] for row in rows_of(client, f"{address}?tabell={table}")}


@pytest.fixture
def plan() -> ActionPlan:
    """A plan of two focus areas in a period that builds on the goals 3 and 13."""
    period = make_period(starts=2031, ends=2034)
    for goal in (3, 13):
        PeriodGoal.objects.create(period=period, goal=goal)
    for _area in range(2):
        make_focus_area(period=period)
    return make_plan(year=2031, period=period)


def _areas(plan: ActionPlan) -> list[object]:
    return list(plan.period.focus_areas.all())


def test_the_councils_plan_shows_which_goals_no_activity_is_registered_for(client: Client) -> None:
    page = page_of(client, COUNCIL)
    assert "som ingen aktivitet er registrert på: 9 Industri, innovasjon og infrastruktur." in page
    assert "uten aktiviteter i handlingsprogrammet: Konkurransekraft og attraktivitet og Fellesskap" in page
    assert "Aktiviteter uten registrerte bærekraftsmål: 1.1, 1.2, 1.3 og 1.4." in page


def test_a_goal_has_the_numbers_of_its_activities_in_each_focus_area(client: Client) -> None:
    goals = _goals(client, COUNCIL)
    assert list(goals) == ["7", "9", "11", "12", "13", "14", "15", "17"]
    assert goals["13"]["area_2"] == "2.2, 2.3, 2.4, 2.10"
    assert (goals["13"]["total"], goals["9"]["total"]) == (4, 0)
    assert (goals["13"]["chosen"], goals["7"]["chosen"]) == ("ja", "nei")


def test_a_gap_is_told_from_what_nobody_has_registered(client: Client, plan: ActionPlan) -> None:
    first, second = _areas(plan)
    make_activity(plan=plan, focus_area=first, goals=(13,))
    make_activity(plan=plan, focus_area=second)
    goals = _goals(client, _address(plan))
    assert (goals["3"]["area_1"], goals["3"]["area_2"]) == ("ingen", None)
    assert "ikke registrert" in page_of(client, _address(plan))


def test_a_focus_area_without_activities_has_none_for_any_goal(client: Client, plan: ActionPlan) -> None:
    make_activity(plan=plan, focus_area=_areas(plan)[0], goals=(3, 13))
    assert {row["area_2"] for row in _goals(client, _address(plan)).values()} == {"ingen"}
    assert "Alle målene som er valgt for perioden, har aktiviteter." in page_of(client, _address(plan))


def test_a_plan_without_any_goals_claims_no_gaps(client: Client, plan: ActionPlan) -> None:
    for area in _areas(plan):
        make_activity(plan=plan, focus_area=area)
    page = page_of(client, _address(plan))
    assert "Hvilke bærekraftsmål aktivitetene bidrar til, er ikke registrert." in page
    assert "ingen aktivitet er registrert på:" not in page
    assert {row["total"] for row in _goals(client, _address(plan)).values()} == {None}


def test_a_period_without_registered_goals_is_no_no(client: Client) -> None:
    activity = make_activity(goals=(9,))
    plan = activity.plan
    page = page_of(client, _address(plan))
    unknown = "Hvilke bærekraftsmål den strategiske perioden bygger på, er ikke registrert."
    assert unknown in page
    assert "mål valgt for perioden har aktiviteter ikke registrert" in page
    assert "0 av 0" not in page.partition(unknown)[0]
    assert _goals(client, _address(plan))["9"]["chosen"] is None
    matrix = matrix_of(content_of(plan))
    assert [row.chosen for row in matrix.rows] == [None]
    assert matrix.notes == ["Hvilke bærekraftsmål de strategiske føringene bygger på, er ikke registrert."]
    assert "Utenfor målene" not in page_of(client, activity.get_absolute_url())


def test_a_goal_that_no_period_builds_on_is_said_of_those_with_registered_goals(
    client: Client, plan: ActionPlan
) -> None:
    page = page_of(client, "/barekraftsmal/5/")
    assert f"ikke blant dem som «{plan.period.title}» og «" in page
    PeriodGoal.objects.filter(period=plan.period).delete()
    page = page_of(client, "/barekraftsmal/5/")
    assert f"Hvilke bærekraftsmål «{plan.period.title}» bygger på, er ikke registrert." in page
    assert f"«{plan.period.title}» og «" not in page


def test_the_matrix_is_a_table_whose_cells_have_headings_both_ways(client: Client) -> None:
    page = html.fromstring(client.get(COUNCIL).content)
    table = page.xpath('//div[@class="matrix"]//table')[0]
    assert table.xpath("string(caption)") == "Aktivitetene etter bærekraftsmål og innsatsområde"
    assert len(table.xpath('thead/tr/th[@scope="col"]')) == 7
    assert table.xpath('count(tbody/tr) = count(tbody/tr/th[@scope="row"])')
    [link] = table.xpath('tbody/tr[th//a[@href="/barekraftsmal/14/"]]//td//a')
    assert link.get("href") == "/handlingsprogram/2021/aktiviteter/2.10/"
    assert link.text_content().startswith("2.10 Løpende fremme regionens felles interesser")


def test_a_gap_is_a_word_and_not_only_a_pattern(client: Client) -> None:
    page = html.fromstring(client.get(COUNCIL).content)
    assert {gap.text_content() for gap in page.xpath('//*[@class="gap"]')} == {
        "ingen",
        "0",
        "ingen aktivitet",
    }


def test_a_commitment_shows_the_activities_that_follow_it_up_and_one_without_says_so(
    client: Client, plan: ActionPlan
) -> None:
    declaration = make_declaration(year=2031, title="Prøveerklæringen")
    followed, gap = (
        Commitment.objects.create(declaration=declaration, number=n, text=f"Prøvepunkt {n}") for n in (1, 2)
    )
    make_activity(plan=plan, title="Prøve på oppfølging").commitments.add(followed)
    page = page_of(client, _address(plan))
    assert "1 av 2 forpliktelser har aktiviteter som følger dem opp." in page
    assert "1. Prøvepunkt 1 1.1 Prøve på oppfølging 2. Prøvepunkt 2 ingen aktivitet" in page
    rows = _followed(client, _address(plan), "forpliktelser")
    assert (rows[followed.text], rows[gap.text]) == ("1.1", "ingen aktivitet")


def test_where_no_activity_names_a_commitment_nothing_is_claimed(client: Client) -> None:
    page = page_of(client, COUNCIL)
    assert "Hvilke forpliktelser aktivitetene følger opp, er ikke registrert i handlingsprogrammet." in page
    assert set(_followed(client, COUNCIL, "forpliktelser").values()) == {None}


def test_a_plan_is_held_against_the_declaration_in_force_in_its_year(client: Client) -> None:
    old = make_declaration(year=2030, title="Gammel prøveerklæring")
    make_declaration(year=2033, title="Ny prøveerklæring", renews=old)
    make_declaration(year=2033, title="Prøveutkast", status="utkast")
    before, after = (_address(make_plan(year=year)) for year in (2032, 2033))
    assert "Gammel prøveerklæring" in page_of(client, before)
    assert "Ny prøveerklæring" not in page_of(client, before)
    assert "Gammel prøveerklæring" not in page_of(client, after)
    assert "Ny prøveerklæring" in page_of(client, after)
    assert "Prøveutkast" not in page_of(client, after)


def test_a_declaration_that_is_renewed_stays_where_an_activity_follows_it_up(client: Client) -> None:
    old = make_declaration(year=2030, title="Gammel prøveerklæring")
    make_declaration(year=2031, title="Ny prøveerklæring", renews=old)
    kept = Commitment.objects.create(declaration=old, text="Et gammelt løfte")
    activity = make_activity(plan=make_plan(year=2032))
    activity.commitments.add(kept)
    assert "Et gammelt løfte 1.1" in page_of(client, _address(activity.plan))


def test_the_councils_priorities_are_followed_up_also_through_their_points(client: Client) -> None:
    rows = _followed(client, COUNCIL, "prioriteringer")
    whole = next(text for text in rows if text.startswith("Gjennomføre en revisjon av Osloregionens areal"))
    assert rows[whole] == "gjennom underpunktene"
    assert rows["Foreta jevnlig kartlegginger av klimastatus i Osloregionen"] == "2.4"
    assert rows["Ta vare på natur- og artsmangfold i regionen"] == "ingen aktivitet"
    assert "3 av 6 prioriteringer har aktiviteter som følger dem opp." in page_of(client, COUNCIL)


def test_a_point_without_an_activity_of_its_own_is_no_gap(client: Client, plan: ActionPlan) -> None:
    area = _areas(plan)[0]
    whole = make_priority(focus_area=area, text="En prøveprioritering")
    point = Priority.objects.create(focus_area=area, parent=whole, order=1, text="Et prøveunderpunkt")
    make_activity(plan=plan).priorities.add(whole)
    rows = _followed(client, _address(plan), "prioriteringer")
    assert (rows[whole.text], rows[point.text]) == ("1.1", "ingen egen aktivitet")
    assert "Alle prioriteringene har aktiviteter som følger dem opp." in page_of(client, _address(plan))


def test_a_plan_with_nothing_in_it_has_a_page(client: Client, empty_portal: None) -> None:
    page = page_of(client, _address(make_plan(year=2030)))
    for words in (
        "Ingen bærekraftsmål er registrert.",
        "Ingen ordførererklæring fra 2030 eller før er registrert.",
        "Ingen innsatsområder er registrert.",
    ):
        assert words in page


@pytest.mark.parametrize("year", ["1999", "99999999999999999999"])
def test_an_unknown_year_is_answered_in_words(client: Client, year: str) -> None:
    answer = client.get(f"/handlingsprogram/{year}/sammenhenger/")
    assert answer.status_code == 404
    assert f"Handlingsprogrammet for {year[:10]} finnes ikke i portalen." in answer.content.decode()


def test_a_table_that_does_not_exist_is_answered_in_words(client: Client) -> None:
    answer = client.get(f"{COUNCIL}?tabell=tull&format=csv")
    assert answer.status_code == 400
    assert "Siden har ikke tabellen «tull»." in answer.content.decode()


def test_the_plans_page_leads_to_its_connections(client: Client) -> None:
    assert f'href="{COUNCIL}"' in client.get("/handlingsprogram/2021/").content.decode()


def test_hostile_titles_stay_text(client: Client, plan: ActionPlan) -> None:
    activity = make_activity(plan=plan, title='<script>alert("x")</script>', goals=(13,))
    activity.priorities.add(make_priority(focus_area=activity.focus_area, text="<b>prøve</b>"))
    page = client.get(_address(plan)).content.decode()
    assert "<script>alert" not in page
    assert "<b>prøve" not in page


def test_a_goals_page_tells_what_each_plan_does_for_it(client: Client) -> None:
    old = make_activity(plan=make_plan(year=2030), goals=(13,))
    new = make_plan(year=2031, period=old.plan.period)
    make_activity(plan=new, goals=(13,), continues=old)
    make_activity(plan=new, goals=(13, 3))
    last = make_activity(plan=make_plan(year=2032))
    PeriodGoal.objects.create(period=last.plan.period, goal=3)
    page = page_of(client, "/barekraftsmal/13/")
    area = old.focus_area.title
    assert "2032 ikke registrert 1 ikke registrert – nei" in page
    assert f"2031 2 2 1 {area} ikke registrert 2030 1 1 0 {area} ikke registrert" in page
    assert f"Hvilke bærekraftsmål «{old.plan.period.title}» bygger på, er ikke registrert." in page
    assert "2021 4 14 0 Klima og miljø ja" in page


def test_the_page_asks_no_more_of_the_database_with_more_of_everything(
    count_queries: Callable[[str], int], plan: ActionPlan
) -> None:
    def more(count: int) -> None:
        declaration = make_declaration(year=2031)
        for n in range(count):
            activity = make_activity(plan=plan, goals=(3, 13))
            activity.commitments.add(Commitment.objects.create(declaration=declaration, text=f"Prøve {n}"))
            activity.priorities.add(make_priority(focus_area=activity.focus_area))

    more(2)
    few = count_queries(_address(plan)), count_queries("/barekraftsmal/13/")
    more(10)
    assert Activity.objects.filter(plan=plan).count() == 12
    assert (count_queries(_address(plan)), count_queries("/barekraftsmal/13/")) == few
    assert few[0] <= 20
