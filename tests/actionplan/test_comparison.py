"""A comparison of two plans finds each kind of change, and nothing where there is nothing."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest

from actionplan.comparison import Kind, compare
from actionplan.snapshot import AreaContent, LinkContent, WordingContent
from tests.actionplan.comparing import (
    CLIMATE,
    NEXT,
    PLAN,
    ROADS,
    WORK,
    alongside,
    in_signs,
    kinds,
    with_work,
)

pytestmark = pytest.mark.once

# --- Each kind of change --------------------------------------------------------------------------


def test_an_activity_that_only_the_later_has_is_new() -> None:
    assert kinds(compare(replace(PLAN, activities=(WORK,)), PLAN)) == {"2.1": Kind.SAME, "2.2": Kind.NEW}


def test_an_activity_that_only_the_earlier_has_is_removed() -> None:
    assert kinds(compare(PLAN, replace(PLAN, activities=(WORK,)))) == {"2.1": Kind.SAME, "2.2": Kind.REMOVED}


def test_words_that_changed_are_marked() -> None:
    comparison = compare(PLAN, with_work(title="Holde tre webinarer om klimabudsjett"))
    assert kinds(comparison) == {"2.1": Kind.CHANGED, "2.2": Kind.SAME}
    assert in_signs(comparison) == {"title": ["changed: Holde[− to][+ tre] webinarer om klimabudsjett"]}


def test_a_range_in_another_typography_is_the_same_text() -> None:
    before, after = (with_work(title=f"Holde {span} webinarer") for span in ("4 - 6", "4–6"))
    assert compare(before, after).finds_nothing
    told = in_signs(compare(before, with_work(title="Holde 5-6 webinarer")))
    assert told == {"title": ["changed: Holde[− 4][+ 5]–6 webinarer"]}


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


def test_what_is_continued_through_years_between_is_continued() -> None:
    later = replace(NEXT, year=2024, activities=(replace(WORK, key=30, continues=20, earlier=(15, 10)),))
    assert kinds(compare(PLAN, later)) == {"2.1": Kind.CONTINUED, "2.2": Kind.REMOVED}
    assert kinds(compare(later, PLAN)) == {"2.1": Kind.CONTINUED, "2.2": Kind.NEW}
    unknown = replace(later, activities=(replace(WORK, key=30, continues=20),))
    assert compare(PLAN, unknown).counts == {Kind.NEW: 1, Kind.REMOVED: 2}


def test_an_activity_that_two_go_on_from_is_in_both() -> None:
    both = (replace(WORK, key=20, continues=10), replace(WORK, key=21, number="2.3", continues=10))
    comparison = compare(replace(PLAN, activities=(WORK,)), replace(NEXT, activities=both))
    assert kinds(comparison) == {"2.1": Kind.CONTINUED, "2.3": Kind.CONTINUED}


def test_a_new_number_is_told_and_is_no_change() -> None:
    for later, kind in ((PLAN, Kind.SAME), (NEXT, Kind.CONTINUED)):
        comparison = compare(PLAN, with_work(later, number="2.7"))
        assert kinds(comparison) == {"2.7": kind, "2.2": kind}
        assert alongside(comparison) == {"number": ["changed: [−2.1][+2.7]"]}
        assert (comparison.says_the_same, comparison.finds_nothing) == (True, False)


def test_how_far_an_activity_has_come_is_told_and_is_no_change() -> None:
    values = {"status": "utsatt", "status_reason": "Venter på midler.", "progress": 40}
    comparison = compare(PLAN, with_work(**values))
    assert kinds(comparison) == {"2.1": Kind.SAME, "2.2": Kind.SAME}
    assert alongside(comparison) == {
        "status": ["changed: [+utsatt]"],
        "status_reason": ["changed: [+Venter på midler.]"],
        "progress": ["changed: [+40 %]"],
    }
    assert (comparison.says_the_same, comparison.finds_nothing) == (True, False)
    assert compare(PLAN, with_work(NEXT, **values)).finds_nothing


def test_what_an_activity_continues_is_told_where_it_is_another_one() -> None:
    first = with_work(continues=5, continues_text="Handlingsprogram 2020, 2.3 Webinar")
    assert compare(
        first, with_work(continues=5, continues_text="Handlingsprogram 2020, 1.1 Webinar")
    ).finds_nothing
    assert set(in_signs(compare(first, with_work(continues=6, continues_text="Annet")))) == {"continues"}


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


def test_a_priority_in_the_same_words_of_another_period_is_no_change() -> None:
    renewed = with_work(priorities=(LinkContent(50, "Kutte utslipp"), LinkContent(51, "Dele kunnskap")))
    assert in_signs(compare(PLAN, renewed)) == {"priorities": ["added: [+Dele kunnskap]"]}
    assert compare(PLAN, with_work(priorities=(LinkContent(50, "Kutte utslipp"),))).finds_nothing


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
    assert [area.kind for area in comparison.areas] == [Kind.CONTINUED, Kind.NEW, Kind.REMOVED]
    assert alongside(comparison) == {"order": ["changed: [−2][+1]"]}


def test_an_activity_in_no_area_of_the_plan_is_not_lost() -> None:
    lost = with_work(area=99)
    assert len(compare(PLAN, lost).activities) == len(compare(lost, lost).activities) == 2


def test_the_period_is_compared() -> None:
    changed = replace(PLAN, period=replace(PLAN.period, goals=(13,), vision="Vi er i front sammen."))
    assert set(in_signs(compare(PLAN, changed))) == {"period_goals", "vision"}


def test_another_year_has_its_own_sources() -> None:
    wordings = (WordingContent("Referat", "Webinarer"),)
    assert set(in_signs(compare(PLAN, with_work(wordings=wordings)))) == {"wordings"}
    assert compare(PLAN, with_work(NEXT, wordings=wordings)).finds_nothing


def test_a_title_that_names_its_year_is_not_another() -> None:
    assert compare(PLAN, NEXT).plan == ()
    renamed = replace(NEXT, title="Utkast til handlingsprogram 2022")
    assert [change.field for change in compare(PLAN, renamed).plan] == ["title"]
