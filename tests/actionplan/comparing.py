"""Two small plans to compare, and their differences in signs."""

import datetime as dt
from dataclasses import replace
from typing import Any

from actionplan.comparison import Comparison, Kind
from actionplan.comparison_fields import Change
from actionplan.snapshot import (
    ActivityContent,
    AreaContent,
    LinkContent,
    PeriodContent,
    PlanContent,
    PriorityContent,
)
from osloregionen.word_changes import Mark

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
    parts = [*comparison.areas, *comparison.activities]
    return _in_signs([*comparison.plan, *(change for part in parts for change in part.changes)])


def alongside(comparison: Comparison) -> dict[str, list[str]]:
    """Return what is told beside the changes: by field, in signs."""
    parts = [*comparison.areas, *comparison.activities]
    return _in_signs([change for part in parts for change in part.alongside])


def _in_signs(changes: list[Change]) -> dict[str, list[str]]:
    signs = {Mark.SAME: "{}", Mark.REMOVED: "[−{}]", Mark.ADDED: "[+{}]"}
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
