"""The strategic guidelines and the action plan for 2021, as `load_content` makes them from our own files."""

import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from actionplan.importers import CONTENT, read_content
from actionplan.models import ActionPlan, Activity, FocusArea, Priority, StrategicPeriod, SubPoint
from osloregionen.content import ContentError
from tests.factories import make_activity, make_plan

pytestmark = pytest.mark.django_db

SEPTEMBER = "faggruppesamling-2021-09-02"
PROPOSAL = "forslag-til-aktiviteter-2021"


@pytest.fixture
def plan() -> ActionPlan:
    return ActionPlan.objects.get(year=2021)


@pytest.fixture
def period() -> StrategicPeriod:
    return StrategicPeriod.objects.get(slug="strategiske-foringer-2021-2024")


def _activity(number: str) -> Activity:
    return Activity.objects.get(plan__year=2021, number=number)


def _gaps() -> str:
    out = StringIO()
    call_command("check_content", stdout=out)
    return out.getvalue()


def test_the_guidelines_were_adopted_by_representantskapet(period: StrategicPeriod) -> None:
    assert period.adopted_on == datetime.date(2020, 10, 28)
    assert period.adopted_by is not None
    assert period.adopted_by.slug == "representantskapet"
    assert [goal.goal for goal in period.goals.all()] == [9, 11, 12, 13, 17]
    assert len(period.roles.splitlines()) == 7


def test_a_slip_in_the_document_is_mended_and_told(period: StrategicPeriod) -> None:
    assert "Vi ønsker å være en bidragsyter" in period.vision_note
    assert "«Vi, og ønsker å være en bidragsyter»" in period.source


def test_the_four_focus_areas_are_spelled_correctly(period: StrategicPeriod) -> None:
    assert [str(area) for area in period.focus_areas.all()] == [
        "1. Areal, transport, mobilitet og logistikk",
        "2. Klima og miljø",
        "3. Konkurransekraft og attraktivitet",
        "4. Fellesskap og samarbeid",
    ]
    assert "Konkurranseskraft" in period.focus_areas.get(order=3).source
    assert "Felleskap" in period.focus_areas.get(order=4).source


def test_there_are_19_priorities_and_the_first_has_five_sub_points(period: StrategicPeriod) -> None:
    tops = Priority.objects.filter(focus_area__period=period, parent=None)
    assert [tops.filter(focus_area__order=order).count() for order in (1, 2, 3, 4)] == [3, 6, 7, 3]
    below = Priority.objects.filter(parent__isnull=False).select_related("parent")
    assert [one.order for one in below] == [1, 2, 3, 4, 5]
    first = tops.get(focus_area__order=1, order=1)
    assert {one.parent for one in below} == {first}
    assert first.text.startswith("Gjennomføre en revisjon av Osloregionens areal- og transportstrategi")


def test_priorities_stand_in_the_documents_order(period: StrategicPeriod) -> None:
    climate = Priority.objects.filter(focus_area__order=2, parent=None)
    assert [one.text.split()[0] for one in climate] == [
        "Oppdatere",
        "Foreta",
        "Skape",
        "Fremme",
        "Arbeide",
        "Ta",
    ]


def test_the_plan_has_14_activities_ten_four_and_none_in_two_areas(plan: ActionPlan) -> None:
    counts = [plan.activities.filter(focus_area__order=order).count() for order in (1, 2, 3, 4)]
    assert counts == [4, 10, 0, 0]
    assert [one.number for one in plan.activities.all()] == [
        *(f"1.{n}" for n in range(1, 5)),
        *(f"2.{n}" for n in range(1, 11)),
    ]


def test_the_nine_sub_points_are_ordered(plan: ActionPlan) -> None:
    points = [
        [point.text for point in activity.sub_points.all()]
        for activity in plan.activities.filter(focus_area__order=1)
    ]
    assert [len(of_one) for of_one in points] == [4, 1, 1, 3]
    assert [text.split()[0] for text in points[0]] == [
        "Flerkjernet",
        "Forutsetninger",
        "Effektive",
        "Langsiktig",
    ]
    assert points[3][0] == "Arrangere 4 – 6 møter i faggruppen for areal og transport"
    assert SubPoint.objects.filter(activity__plan=plan).count() == 9


@pytest.mark.parametrize(
    ("number", "goals"),
    [
        ("1.1", []),
        ("1.4", []),
        ("2.1", [17]),
        ("2.2", [11, 12, 13, 17]),
        ("2.3", [11, 12, 13, 17]),
        ("2.4", [11, 13, 17]),
        ("2.5", [11, 17]),
        ("2.6", [17]),
        ("2.7", [11, 12, 17]),
        ("2.8", [11, 12, 17]),
        ("2.9", [7, 11, 12, 17]),
        ("2.10", [7, 11, 12, 13, 14, 15, 17]),
    ],
)
def test_each_activity_has_the_goals_of_the_proposal(number: str, goals: list[int]) -> None:
    assert [goal.goal for goal in _activity(number).goals.all()] == goals


def test_the_first_three_climate_activities_have_no_heading(plan: ActionPlan) -> None:
    headings = [one.heading for one in plan.activities.filter(focus_area__order=2)]
    assert headings == [
        *[""] * 3,
        *["Kompetanseutvikling og erfaringsdeling"] * 3,
        *["Sirkulærøkonomi og innovasjon"] * 3,
        "Påvirkningsarbeid",
    ]


def test_climate_activities_keep_the_words_of_both_documents(plan: ActionPlan) -> None:
    for activity in plan.activities.filter(focus_area__order=2):
        assert [one.document.slug for one in activity.wordings.all()] == [SEPTEMBER, PROPOSAL]
    words = {one.document.slug: one.text for one in _activity("2.7").wordings.all()}
    assert words == {
        SEPTEMBER: "Følge opp bebudet nasjonal plan for sirkulærøkonomi",
        PROPOSAL: "Følge opp regjeringens bebudede nasjonale strategi for sirkulærøkonomi",
    }


def test_transport_activities_have_one_document_only(plan: ActionPlan) -> None:
    for activity in plan.activities.filter(focus_area__order=1):
        assert [one.document.slug for one in activity.wordings.all()] == [SEPTEMBER]


def test_a_title_follows_the_leading_document(plan: ActionPlan) -> None:
    unlike = []
    for activity in plan.activities.all():
        leading = activity.wordings.all()[0].text
        if activity.title != leading:
            unlike.append((activity.number, activity.title, leading))
    # A colon before sub-points, and a misspelled name: nothing else.
    assert [number for number, _title, _leading in unlike] == ["1.1", "2.6"]
    assert unlike[0][1] + ":" == unlike[0][2]
    assert unlike[1][1] == unlike[1][2].replace("bl.a C40", "bl.a. C40").replace("Convenant", "Covenant")
    assert "«Convenant of Mayors»" in _activity("2.6").source


def test_hyphens_of_the_slides_lines_are_joined_again() -> None:
    assert _activity("2.4").role_and_form.endswith("fra medlemskommunene")
    assert "Leverandørutviklingsprogrammet" in _activity("2.9").role_and_form
    assert "Kongsvinger-regionen" in _activity("2.8").role_and_form


def test_what_the_documents_do_not_say_is_empty(plan: ActionPlan) -> None:
    assert (plan.status, plan.adopted_on, plan.adopted_by, plan.case_reference) == ("", None, None, "")
    for activity in plan.activities.all():
        assert (activity.status, activity.progress, activity.responsible) == ("", None, None)
        assert (activity.starts_on, activity.ends_on, activity.date_note) == (None, None, "")
        assert not activity.commitments.exists()


@pytest.mark.parametrize(
    ("number", "beginnings"),
    [
        ("1.1", ["Flerkjernet", "Skape forutsetninger", "Effektive", "Langsiktig"]),
        ("1.2", []),
        ("1.3", ["Fremme Osloregionens interesser innen innsatsområdet"]),
        ("1.4", ["Tilrettelegge for faglige og politiske nettverk"]),
        ("2.2", []),
        ("2.4", ["Foreta jevnlig kartlegginger av klimastatus"]),
        ("2.8", ["Fremme gjenbruk og sirkulærøkonomi"]),
        ("2.9", ["Arbeide for å fremme grønn innovasjon"]),
        ("2.10", ["Fremme regionens felles interesser"]),
    ],
)
def test_an_activity_follows_the_priorities_whose_words_it_shares(number: str, beginnings: list[str]) -> None:
    priorities = list(_activity(number).priorities.all())
    assert len(priorities) == len(beginnings)
    for priority, beginning in zip(priorities, beginnings, strict=True):
        assert priority.text.startswith(beginning)


def test_an_edit_by_staff_survives_a_second_load() -> None:
    activity = _activity("2.4")
    activity.status = "pagar"
    activity.save()
    call_command("load_content", verbosity=0)
    assert _activity("2.4").status == "pagar"


def test_a_sub_point_that_staff_deleted_stays_deleted() -> None:
    _activity("1.4").sub_points.get(order=2).delete()
    call_command("load_content", verbosity=0)
    assert [point.order for point in _activity("1.4").sub_points.all()] == [1, 3]


def test_the_list_of_gaps_says_what_the_plan_lacks() -> None:
    gaps = _gaps()
    assert "Handlingsprogram 2021: status og vedtak er ikke registrert." in gaps
    assert "ingen aktiviteter under «Konkurransekraft og attraktivitet» og «Fellesskap og samarbeid»." in gaps
    assert "Alle de 14 aktivitetene mangler status." in gaps
    assert "Alle de 14 aktivitetene mangler ansvarlig." in gaps
    assert "Alle de 14 aktivitetene mangler tidspunkt." in gaps
    assert "4 av 14 aktiviteter mangler bærekraftsmål." in gaps
    assert "kildene formulerer aktivitet 2.6, 2.7, 2.8 og 2.10 ulikt." in gaps


def test_an_adopted_plan_without_a_case_number_is_a_gap(plan: ActionPlan) -> None:
    plan.status = "vedtatt"
    plan.adopted_on = datetime.date(2020, 12, 1)
    plan.save()
    gaps = _gaps()
    assert "Handlingsprogram 2021: vedtaket mangler organ og saksnummer." in gaps
    assert "status og vedtak er ikke registrert" not in gaps


def test_a_focus_area_that_gets_an_activity_is_no_longer_a_gap(plan: ActionPlan) -> None:
    make_activity(plan=plan, focus_area=FocusArea.objects.get(period=plan.period, order=3))
    assert "ingen aktiviteter under «Fellesskap og samarbeid»." in _gaps()


def test_the_list_of_gaps_asks_no_more_of_the_database_with_more_plans(
    django_assert_max_num_queries: object,
) -> None:
    from actionplan.gaps import content_gaps

    for _ in range(5):
        make_activity(plan=make_plan(), goals=(11,))
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        content_gaps()


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("plan-2021.toml", "[[plan]]", "[[plans]]", "unknown table 'plans'"),
        ("plan-2021.toml", "goals = [17]", "goals = 17", "'goals' must be a list"),
        (
            "plan-2021.toml",
            'document = "faggruppesamling-2021-09-02"',
            'file = "faggruppesamling-2021-09-02"',
            "each wording must have 'document' and 'text'",
        ),
        ("period-2021-2024.toml", 'area = "klima-miljo"\n', "", "name 'area' is missing"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    tmp_path: Path, name: str, old: str, new: str, problem: str
) -> None:
    for file in CONTENT.iterdir():
        text = file.read_text(encoding="utf-8")
        (tmp_path / file.name).write_text(text.replace(old, new, 1) if file.name == name else text)
    with pytest.raises(ContentError) as refused:
        read_content(tmp_path)
    assert any(name in line and problem in line for line in refused.value.problems), refused.value.problems
