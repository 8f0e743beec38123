"""A comparison leaves out nothing that a plan can say, whatever the two plans are."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionplan.comparison import ActivityChange, Kind, compare
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
from tests.actionplan.comparing import CLIMATE, PLAN, ROADS, WORK, alongside, in_signs, with_work

pytestmark = pytest.mark.once

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
        "continues": 5,
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
    # What it continues is known by its key; `earlier` says which plan's activity this one is.
    ActivityContent: {"key", "continues_text", "earlier"},
}


@pytest.mark.parametrize("kind", OTHER)
def test_what_a_content_can_say_is_compared_or_named_here(kind: type) -> None:
    told = "say in actionplan/comparison_fields.py how it is compared, or here why not"
    assert {one.name for one in fields(kind)} == OTHER[kind].keys() | NOT_COMPARED[kind], told


@pytest.mark.parametrize("name", OTHER[ActivityContent])
def test_every_field_of_an_activity_is_compared(name: str) -> None:
    comparison = compare(PLAN, with_work(**{name: OTHER[ActivityContent][name]}))
    assert [*in_signs(comparison), *alongside(comparison)] == [name]


@pytest.mark.parametrize("name", OTHER[AreaContent])
def test_every_field_of_an_area_is_compared(name: str) -> None:
    area = replace(CLIMATE, **{name: OTHER[AreaContent][name]})
    comparison = compare(PLAN, replace(PLAN, areas=(ROADS, area)))
    assert [*in_signs(comparison), *alongside(comparison)] == [name]


@pytest.mark.parametrize("name", OTHER[PeriodContent])
def test_every_field_of_the_period_is_compared(name: str) -> None:
    period = replace(PLAN.period, **{name: OTHER[PeriodContent][name]})
    assert not compare(PLAN, replace(PLAN, period=period)).finds_nothing


@pytest.mark.parametrize("name", OTHER[PlanContent])
def test_every_field_of_the_plan_is_compared(name: str) -> None:
    assert not compare(PLAN, replace(PLAN, **{name: OTHER[PlanContent][name]})).finds_nothing


# --- Any two plans --------------------------------------------------------------------------------

activity_values = st.fixed_dictionaries(
    {
        name: st.sampled_from([getattr(WORK, name), other])
        for name, other in OTHER[ActivityContent].items()
        if name != "continues"
    }
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
            continues_text="",
            earlier=draw(st.sampled_from([(), (key + shift - 200, key + shift - 100)])),
            **draw(activity_values),
        )
        for key in keys
    )
    areas = tuple(draw(st.lists(st.sampled_from([ROADS, CLIMATE]), unique=True)))
    introduction = draw(st.sampled_from(["", "En innledning.", "En ny innledning."]))
    return replace(PLAN, year=year, activities=activities, areas=areas, introduction=introduction)


years = st.sampled_from([2021, 2022])


@given(years.flatmap(lambda year: plans(year)))
@settings(deadline=None, max_examples=50)
def test_a_plan_and_itself_differ_in_nothing(plan: PlanContent) -> None:
    comparison = compare(plan, plan)
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
    there, back = compare(first, second), compare(second, first)
    assert Counter(map(mirrored, there.activities)) == Counter(map(as_told, back.activities))
    assert [change.field for change in there.plan] == [change.field for change in back.plan]
    assert there.finds_nothing == back.finds_nothing


@given(years.flatmap(lambda year: plans(year)), years.flatmap(lambda year: plans(year)))
@settings(deadline=None, max_examples=50)
def test_no_activity_of_either_plan_is_left_out(first: PlanContent, second: PlanContent) -> None:
    comparison = compare(first, second)
    assert {one.before for one in comparison.activities if one.before} == set(first.activities)
    assert {one.after for one in comparison.activities if one.after} == set(second.activities)


def test_long_texts_in_every_activity_share_one_effort() -> None:
    text = " ".join(f"ord{n % 700}" for n in range(3000))
    before = tuple(replace(WORK, key=n, description=text) for n in range(40))
    after = tuple(replace(one, description=text[:9000] + " nytt " + text[7000:]) for one in before)
    comparison = compare(replace(PLAN, activities=before), replace(PLAN, activities=after))
    assert comparison.counts == {Kind.CHANGED: 40}
