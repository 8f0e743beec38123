"""A comparison of two plans finds each kind of change, and nothing where there is nothing."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionplan.comparison import ActivityChange, Comparison, Kind, compare
from actionplan.snapshot import (
    ActivityContent,
    AreaContent,
    LinkContent,
    PeriodContent,
    PlanContent,
    PriorityContent,
    SourceContent,
    WordingContent,
)
from osloregionen.word_changes import Mark

pytestmark = pytest.mark.once

CLIMATE = AreaContent(2, 2, "Klima og miljø", (PriorityContent(5, "Kutte utslipp", ("i transport",)),))
ROADS = AreaContent(1, 1, "Areal og transport", ())
WORK = ActivityContent(
    key=10,
    area=2,
    number="2.1",
    heading="Kompetanse",
    title="Holde to webinarer om klimabudsjett",
    description="For alle kommuner i regionen.",
    role_and_form="Pådriver",
    responsible="Faggruppe for klima og miljø",
    partners="KS",
    starts_on=dt.date(2021, 1, 1),
    ends_on=dt.date(2021, 12, 31),
    date_note="",
    status="",
    status_reason="",
    progress=None,
    sub_points=("Lage program", "Invitere"),
    goals=(11, 13),
    commitments=(LinkContent(1, "Vi skal kutte utslipp.", "Ordførererklæringen"),),
    priorities=(LinkContent(5, "Kutte utslipp"),),
    continues=None,
    continues_text="",
    wordings=(),
)
SCHOOL = replace(WORK, key=11, number="2.2", title="Klimaskole", sub_points=(), goals=())
PLAN = PlanContent(
    year=2021,
    title="Handlingsprogram 2021",
    introduction="Programmet sier hva vi skal gjøre.",
    status="utkast",
    adopted_on=None,
    adopted_by="",
    case_reference="",
    source="",
    period=PeriodContent("Strategiske føringer", 2021, 2024, "Vi er i front.", None, "", (11, 13), ""),
    areas=(ROADS, CLIMATE),
    activities=(WORK, SCHOOL),
    sources=(),
    treatments=(),
    changed=dt.datetime(2021, 1, 1, tzinfo=dt.UTC),
)
#: The year after, in which both activities go on under other keys.
NEXT = replace(
    PLAN,
    year=2022,
    title="Handlingsprogram 2022",
    activities=(replace(WORK, key=20, continues=10), replace(SCHOOL, key=21, continues=11)),
)


def with_work(plan: PlanContent = PLAN, **values: Any) -> PlanContent:
    """Return the plan with its first activity changed."""
    first, *others = plan.activities
    return replace(plan, activities=(replace(first, **values), *others))


def in_signs(comparison: Comparison) -> dict[str, list[str]]:
    """Return every change of the plan, its areas and activities: by field, each line in signs."""
    signs = {Mark.SAME: "{}", Mark.REMOVED: "[−{}]", Mark.ADDED: "[+{}]"}
    changes = [
        *comparison.plan,
        *(change for area in comparison.areas for change in area.changes),
        *(change for activity in comparison.activities for change in activity.changes),
    ]
    return {
        change.field: [
            f"{line.mark}: " + "".join(signs[piece.mark].format(piece.text) for piece in line.pieces)
            for line in change.lines
        ]
        for change in changes
    }


def kinds(comparison: Comparison) -> dict[str, Kind]:
    """Return what became of each activity, by its number in the later plan."""
    return {(one.after or one.before).number: one.kind for one in comparison.activities}  # type: ignore[union-attr]


# --- Each kind of change --------------------------------------------------------------------------


def test_an_activity_that_only_the_later_has_is_new() -> None:
    assert kinds(compare(replace(PLAN, activities=(WORK,)), PLAN)) == {"2.1": Kind.SAME, "2.2": Kind.NEW}


def test_an_activity_that_only_the_earlier_has_is_removed() -> None:
    assert kinds(compare(PLAN, replace(PLAN, activities=(WORK,)))) == {"2.1": Kind.SAME, "2.2": Kind.REMOVED}


def test_words_that_changed_are_marked() -> None:
    comparison = compare(PLAN, with_work(title="Holde tre webinarer om klimabudsjett"))
    assert kinds(comparison) == {"2.1": Kind.CHANGED, "2.2": Kind.SAME}
    assert in_signs(comparison) == {"title": ["changed: Holde[− to][+ tre] webinarer om klimabudsjett"]}


def test_another_years_activity_goes_on_as_it_was() -> None:
    comparison = compare(PLAN, NEXT)
    assert kinds(comparison) == {"2.1": Kind.CONTINUED, "2.2": Kind.CONTINUED}
    assert comparison.finds_nothing


def test_another_years_activity_goes_on_with_changes() -> None:
    comparison = compare(PLAN, with_work(NEXT, responsible="Styret"))
    assert kinds(comparison) == {"2.1": Kind.CHANGED, "2.2": Kind.CONTINUED}
    assert in_signs(comparison) == {"responsible": ["changed: [−Faggruppe for klima og miljø][+Styret]"]}


def test_an_activity_with_the_same_words_that_continues_nothing_is_new() -> None:
    later = replace(NEXT, activities=(replace(WORK, key=20),))
    assert Counter(one.kind for one in compare(PLAN, later).activities) == {Kind.NEW: 1, Kind.REMOVED: 2}


def test_what_is_continued_through_a_year_between_is_continued() -> None:
    later = replace(NEXT, year=2023, activities=(replace(WORK, key=30, continues=20),))
    assert kinds(compare(PLAN, later, {20: 10})) == {"2.1": Kind.CONTINUED, "2.2": Kind.REMOVED}
    assert compare(PLAN, later).counts == {Kind.NEW: 1, Kind.REMOVED: 2}


def test_an_activity_that_two_go_on_from_is_in_both() -> None:
    both = (replace(WORK, key=20, continues=10), replace(WORK, key=21, number="2.3", continues=10))
    comparison = compare(replace(PLAN, activities=(WORK,)), replace(NEXT, activities=both))
    assert kinds(comparison) == {"2.1": Kind.CONTINUED, "2.3": Kind.CHANGED}


def test_a_circle_of_activities_does_not_hang() -> None:
    later = replace(NEXT, activities=(replace(WORK, key=20, continues=21),))
    assert kinds(compare(replace(PLAN, activities=()), later, {21: 22, 22: 20})) == {"2.1": Kind.NEW}


def test_a_moved_number_is_told() -> None:
    assert in_signs(compare(PLAN, with_work(number="2.7"))) == {"number": ["changed: [−2.1][+2.7]"]}


def test_an_activity_that_moved_to_another_area_is_told_there() -> None:
    comparison = compare(PLAN, with_work(area=1))
    assert in_signs(comparison) == {"area": ["changed: [−Klima og miljø][+Areal og transport]"]}
    assert [len(area.activities) for area in comparison.areas] == [1, 1]


def test_goals_commitments_and_priorities_are_told_one_by_one() -> None:
    changed = with_work(
        goals=(13, 14),
        commitments=(LinkContent(1, "Vi skal halvere utslipp.", "Ordførererklæringen"),),
        priorities=(),
    )
    assert in_signs(compare(PLAN, changed)) == {
        "goals": ["removed: [−11 Bærekraftige byer og lokalsamfunn]", "added: [+14 Livet i havet]"],
        "commitments": ["changed: Ordførererklæringen: Vi skal[− kutte][+ halvere] utslipp."],
        "priorities": ["removed: [−Kutte utslipp]"],
    }


def test_sub_points_are_told_with_those_that_stay() -> None:
    changed = with_work(sub_points=("Invitere", "Lage program", "Evaluere"))
    told = in_signs(compare(PLAN, changed))["sub_points"]
    assert sorted(line.split(":")[0] for line in told) == ["added", "moved", "same"]
    assert told[-1] == "added: [+Evaluere]"


def test_dates_are_told_whole() -> None:
    assert in_signs(compare(PLAN, with_work(ends_on=dt.date(2021, 6, 30), starts_on=None))) == {
        "starts_on": ["changed: [−1. januar 2021]"],
        "ends_on": ["changed: [−31. desember 2021][+30. juni 2021]"],
    }


def test_the_introduction_is_compared() -> None:
    changed = replace(PLAN, introduction="Programmet sier hva vi skal gjøre sammen.")
    assert in_signs(compare(PLAN, changed)) == {
        "introduction": ["changed: Programmet sier hva vi skal gjøre[+ sammen]."]
    }


def test_an_area_that_changed_its_name_moves_no_activity() -> None:
    renamed = replace(PLAN, areas=(ROADS, replace(CLIMATE, title="Klima og natur")))
    assert in_signs(compare(PLAN, renamed)) == {"title": ["changed: Klima og[− miljø][+ natur]"]}


def test_areas_of_a_new_period_are_the_same_by_name() -> None:
    areas = (replace(CLIMATE, key=52, order=1), AreaContent(53, 2, "Fellesskap", ()))
    later = replace(NEXT, areas=areas, activities=tuple(replace(a, area=52) for a in NEXT.activities))
    comparison = compare(PLAN, later)
    assert [area.kind for area in comparison.areas] == [Kind.CHANGED, Kind.NEW, Kind.REMOVED]
    assert in_signs(comparison) == {"order": ["changed: [−2][+1]"]}


def test_an_activity_in_no_area_of_the_plan_is_not_lost() -> None:
    lost = with_work(area=99)
    assert len(compare(PLAN, lost).activities) == len(compare(lost, lost).activities) == 2


def test_the_period_is_compared() -> None:
    changed = replace(PLAN, period=replace(PLAN.period, goals=(13,), vision="Vi er i front sammen."))
    assert set(in_signs(compare(PLAN, changed))) == {"period_goals", "vision"}


def test_another_year_has_its_own_status_and_sources() -> None:
    values = {"status": "pagar", "progress": 40, "wordings": (WordingContent("Referat", "Webinarer"),)}
    assert set(in_signs(compare(PLAN, with_work(**values)))) == {"status", "progress", "wordings"}
    assert compare(PLAN, with_work(NEXT, **values)).finds_nothing


def test_a_title_that_names_its_year_is_not_another() -> None:
    assert compare(PLAN, NEXT).plan == ()
    renamed = replace(NEXT, title="Utkast til handlingsprogram 2022")
    assert [change.field for change in compare(PLAN, renamed).plan] == ["title"]


# --- Nothing of a plan is left out ----------------------------------------------------------------

OTHER: Mapping[type, Any] = {
    PlanContent: {
        "title": "Program",
        "introduction": "Ny",
        "source": "Ny kilde",
        "period": replace(PLAN.period, title="Andre føringer"),
        "areas": (ROADS,),
        "activities": (WORK,),
        "sources": (SourceContent("Referat", "", None, "", ""),),
    },
    PeriodContent: {
        "title": "Nye",
        "starts": 2020,
        "ends": 2025,
        "vision": "Ny",
        "adopted_on": dt.date(2020, 1, 1),
        "adopted_by": "Styret",
        "goals": (1,),
        "source": "Ny",
    },
    AreaContent: {"order": 7, "title": "Klimaet", "priorities": (PriorityContent(5, "Kutte", ()),)},
    ActivityContent: {
        "area": 1,
        "number": "2.9",
        "heading": "Annet",
        "title": "Webinarer",
        "description": "Ny",
        "role_and_form": "Deltaker",
        "responsible": "Styret",
        "partners": "",
        "starts_on": None,
        "ends_on": dt.date(2022, 1, 1),
        "date_note": "høsten",
        "status": "pagar",
        "status_reason": "Utsatt",
        "progress": 0,
        "sub_points": ("Invitere", "Lage program"),
        "goals": (13,),
        "commitments": (),
        "priorities": (LinkContent(6, "Annen"),),
        "continues_text": "Handlingsprogram 2020, 2.1 Webinar",
        "wordings": (WordingContent("Referat", "Webinarer"),),
    },
}
#: What is told of both plans instead, what names a row, and what says when and how.
NOT_COMPARED: Mapping[type, set[str]] = {
    PlanContent: {
        "year",
        "status",
        "adopted_on",
        "adopted_by",
        "case_reference",
        "treatments",
        "changed",
        "version",
        "warnings",
        "accepted_because",
        "schema",
    },
    PeriodContent: set(),
    AreaContent: {"key"},
    ActivityContent: {"key", "continues"},
}


@pytest.mark.parametrize("kind", OTHER)
def test_what_a_content_can_say_is_compared_or_named_here(kind: type) -> None:
    told = "say in actionplan/comparison_fields.py how it is compared, or here why not"
    assert {one.name for one in fields(kind)} == OTHER[kind].keys() | NOT_COMPARED[kind], told


@pytest.mark.parametrize("name", OTHER[ActivityContent])
def test_every_field_of_an_activity_is_compared(name: str) -> None:
    changed = with_work(**{name: OTHER[ActivityContent][name]})
    assert list(in_signs(compare(PLAN, changed))) == [name.replace("continues_text", "continues")]


@pytest.mark.parametrize("name", OTHER[AreaContent])
def test_every_field_of_an_area_is_compared(name: str) -> None:
    area = replace(CLIMATE, **{name: OTHER[AreaContent][name]})
    assert list(in_signs(compare(PLAN, replace(PLAN, areas=(ROADS, area))))) == [name]


@pytest.mark.parametrize("name", OTHER[PeriodContent])
def test_every_field_of_the_period_is_compared(name: str) -> None:
    period = replace(PLAN.period, **{name: OTHER[PeriodContent][name]})
    assert not compare(PLAN, replace(PLAN, period=period)).finds_nothing


@pytest.mark.parametrize("name", OTHER[PlanContent])
def test_every_field_of_the_plan_is_compared(name: str) -> None:
    assert not compare(PLAN, replace(PLAN, **{name: OTHER[PlanContent][name]})).finds_nothing


# --- Any two plans --------------------------------------------------------------------------------

activity_values = st.fixed_dictionaries(
    {name: st.sampled_from([getattr(WORK, name), other]) for name, other in OTHER[ActivityContent].items()}
)


@st.composite
def plans(draw: Any, year: int = 2021) -> PlanContent:
    """Invent a plan: some of ten activities, in some of three areas, each field one of two values."""
    keys = draw(st.lists(st.integers(1, 10), unique=True, max_size=6))
    shift = (year - 2021) * 100
    activities = tuple(
        ActivityContent(
            key=key + shift,
            continues=draw(st.sampled_from([None, key + shift - 100, key + shift - 200, key + shift])),
            **draw(activity_values),
        )
        for key in keys
    )
    areas = tuple(draw(st.lists(st.sampled_from([ROADS, CLIMATE]), unique=True)))
    introduction = draw(st.sampled_from(["", "En innledning.", "En ny innledning."]))
    return replace(PLAN, year=year, activities=activities, areas=areas, introduction=introduction)


years = st.sampled_from([2021, 2022])
LINKS = {key + shift: key + shift - 100 for key in range(1, 11) for shift in (0, 100)}


@given(years.flatmap(lambda year: plans(year)))
@settings(deadline=None, max_examples=50)
def test_a_plan_and_itself_differ_in_nothing(plan: PlanContent) -> None:
    comparison = compare(plan, plan, LINKS)
    assert comparison.finds_nothing
    assert [one.after for one in comparison.activities if one.kind is Kind.SAME] == [
        one.before for one in comparison.activities
    ]
    assert len(comparison.activities) == len(plan.activities)


def mirrored(change: ActivityChange) -> tuple[Any, ...]:
    """Return a change as the opposite comparison should tell it; which lines moved may be told otherwise."""
    turned = {Kind.NEW: Kind.REMOVED, Kind.REMOVED: Kind.NEW}.get(change.kind, change.kind)
    key = tuple(one.key if one is not None else None for one in (change.after, change.before))
    return key, turned, tuple(one.field for one in change.changes)


def as_told(change: ActivityChange) -> tuple[Any, ...]:
    """Return a change as `mirrored` does, the way it is."""
    key = tuple(one.key if one is not None else None for one in (change.before, change.after))
    return key, change.kind, tuple(one.field for one in change.changes)


@given(years.flatmap(lambda year: plans(year)), years.flatmap(lambda year: plans(year)))
@settings(deadline=None, max_examples=80)
def test_the_comparison_back_is_the_same_mirrored(first: PlanContent, second: PlanContent) -> None:
    there, back = compare(first, second, LINKS), compare(second, first, LINKS)
    assert Counter(map(mirrored, there.activities)) == Counter(map(as_told, back.activities))
    assert [change.field for change in there.plan] == [change.field for change in back.plan]
    assert there.finds_nothing == back.finds_nothing


@given(years.flatmap(lambda year: plans(year)), years.flatmap(lambda year: plans(year)))
@settings(deadline=None, max_examples=50)
def test_no_activity_of_either_plan_is_left_out(first: PlanContent, second: PlanContent) -> None:
    comparison = compare(first, second, LINKS)
    assert {one.before for one in comparison.activities if one.before} == set(first.activities)
    assert {one.after for one in comparison.activities if one.after} == set(second.activities)


def test_long_texts_in_every_activity_share_one_effort() -> None:
    text = " ".join(f"ord{n % 700}" for n in range(3000))
    before = tuple(replace(WORK, key=n, description=text) for n in range(40))
    after = tuple(replace(one, description=text[:9000] + " nytt " + text[7000:]) for one in before)
    comparison = compare(replace(PLAN, activities=before), replace(PLAN, activities=after))
    assert comparison.counts == {Kind.CHANGED: 40}
