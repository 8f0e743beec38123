"""A plan's content as plain values: what is printed, frozen at adoption, and compared.

    content = content_of(plan)           # from the database, as the plan is now
    text = content.to_json()             # the same text for the same content, always
    content = PlanContent.from_json(text)

Names, not rows: a body that is renamed later, or an activity that is edited, changes nothing here. Dates are
`datetime.date`, unknown values None or "". `SCHEMA` counts up with any change of shape, and `from_json` goes
on reading every earlier one.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from actionplan.models import ActionPlan, Activity, Treatment
from osloregionen.documents import latest_change
from osloregionen.snapshots import Snapshot

SCHEMA = 1


@dataclass(frozen=True)
class LinkContent:
    """Something outside the plan that an activity names. `key` finds it again, `text` is what it said."""

    key: int
    text: str
    group: str = ""


@dataclass(frozen=True)
class WordingContent:
    """How a document words an activity."""

    document: str
    text: str


@dataclass(frozen=True)
class ActivityContent:
    """An activity. `key` is its row's; `continues` is that of the activity it continues, with its number.

    `earlier` are the keys of those that that one in turn continues, the nearest first: what a plan is
    compared with may lie years back. Not in the text where it is empty: plans that were frozen without it
    read as they were, with the same SHA-256.
    """

    key: int
    area: int
    number: str
    heading: str
    title: str
    description: str
    role_and_form: str
    responsible: str
    partners: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    date_note: str
    status: str
    status_reason: str
    progress: int | None
    sub_points: tuple[str, ...]
    goals: tuple[int, ...]
    commitments: tuple[LinkContent, ...]
    priorities: tuple[LinkContent, ...]
    continues: int | None
    continues_text: str
    wordings: tuple[WordingContent, ...]
    earlier: tuple[int, ...] = ()


@dataclass(frozen=True)
class PriorityContent:
    """A priority of the strategic guidelines and the points below it."""

    key: int
    text: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class AreaContent:
    """A focus area of the period, with its priorities; `key` is its row's."""

    key: int
    order: int
    title: str
    priorities: tuple[PriorityContent, ...]


@dataclass(frozen=True)
class SourceContent:
    """A document that wordings come from."""

    title: str
    publisher: str
    date: dt.date | None
    date_note: str
    url: str


@dataclass(frozen=True)
class TreatmentContent:
    """A body's treatment of the plan before its adoption.

    `before` is the number of the earlier version that it led to, None for the content's own round. Not in the
    text where it is None, as `ActivityContent.earlier`.
    """

    body: str
    on: dt.date
    case_reference: str
    outcome: str
    before: int | None = None


@dataclass(frozen=True)
class PeriodContent:
    """The strategic period that the plan builds on."""

    title: str
    starts: int
    ends: int
    vision: str
    adopted_on: dt.date | None
    adopted_by: str
    goals: tuple[int, ...]
    source: str


@dataclass(frozen=True)
class PlanContent(Snapshot):
    """All that is printed of a plan. `version` is None for what is not adopted in the portal."""

    year: int
    title: str
    introduction: str
    status: str
    adopted_on: dt.date | None
    adopted_by: str
    case_reference: str
    source: str
    period: PeriodContent
    areas: tuple[AreaContent, ...]
    activities: tuple[ActivityContent, ...]
    sources: tuple[SourceContent, ...]
    treatments: tuple[TreatmentContent, ...]
    #: When any of it was last saved, of a version when it was frozen; the date of the PDF, and not compared.
    changed: dt.datetime
    version: int | None = None
    warnings: tuple[str, ...] = ()
    accepted_because: str = ""
    schema: int = field(default=SCHEMA, kw_only=True)

    def plain(self) -> dict[str, Any]:
        """Return the values that `to_json` writes: some are left out where they are empty."""
        values = super().plain()
        for activity in values["activities"]:
            if not activity["earlier"]:
                del activity["earlier"]
        for treatment in values["treatments"]:
            if treatment["before"] is None:
                del treatment["before"]
        return values

    def adopted(self, **values: Any) -> Self:
        """Return the content as adopted: with status, body, date, case and number of the version."""
        return replace(self, **values)


def content_of(plan: ActionPlan) -> PlanContent:
    """Return the plan's content as it is now. Twelve queries, and one where it was treated."""
    period = plan.period
    activities = list(
        Activity.objects.filter(plan=plan)
        .order_by("focus_area__order", "order", "pk")
        .with_parts()
        .select_related("continues__plan")
        .prefetch_related("wordings__document", "commitments__declaration", "priorities")
    )
    areas = list(period.focus_areas.prefetch_related("priorities"))
    chosen = list(period.goals.all())
    treatments = list(plan.treatments.select_related("body"))
    documents = {w.document_id: w.document for a in activities for w in a.wordings.all()}.values()
    parts = [
        part
        for activity in activities
        for part in (*activity.sub_points.all(), *activity.goals.all(), *activity.wordings.all())
    ]
    priorities = [priority for area in areas for priority in area.priorities.all()]
    continued = dict(
        Activity.objects.filter(continues__isnull=False).order_by().values_list("pk", "continues_id")
    )
    return PlanContent(
        year=plan.year,
        title=plan.title,
        introduction=plan.introduction,
        status=plan.status,
        adopted_on=plan.adopted_on,
        adopted_by=plan.adopted_by.name if plan.adopted_by is not None else "",
        case_reference=plan.case_reference,
        source=plan.source,
        period=PeriodContent(
            title=period.title,
            starts=period.starts,
            ends=period.ends,
            vision=period.vision,
            adopted_on=period.adopted_on,
            adopted_by=period.adopted_by.name if period.adopted_by is not None else "",
            goals=tuple(goal.goal for goal in chosen),
            source=period.source,
        ),
        areas=tuple(
            AreaContent(
                key=area.pk,
                order=area.order,
                title=area.title,
                priorities=tuple(
                    PriorityContent(
                        row.pk,
                        row.text,
                        tuple(point.text for point in area.priorities.all() if point.parent_id == row.pk),
                    )
                    for row in area.priorities.all()
                    if row.parent_id is None
                ),
            )
            for area in areas
        ),
        activities=tuple(_activity(activity, continued) for activity in activities),
        sources=tuple(SourceContent(d.title, d.publisher, d.date, d.date_note, d.url) for d in documents),
        treatments=tuple(_treatments(plan, treatments)),
        changed=latest_change(
            [plan, period], areas, chosen, treatments, activities, documents, parts, priorities
        ),
    )


def _treatments(plan: ActionPlan, rows: list[Treatment]) -> Iterator[TreatmentContent]:
    """Give a plan's treatments, each with the earlier version it led to. One query where there are any.

    A treatment is registered while the plan is in treatment, and so belongs to the version made next.
    """
    versions = list(plan.versions.order_by("number").values_list("number", "made_at")) if rows else []
    # What is adopted is the last version itself, and no later round has begun.
    own = versions[-1][0] if versions and plan.status == ActionPlan.Status.ADOPTED else None
    for row in rows:
        before = next((number for number, made_at in versions if made_at >= row.created_at), None)
        yield TreatmentContent(
            row.body.name, row.on, row.case_reference, row.outcome, before if before != own else None
        )


def _activity(activity: Activity, continued: Mapping[int, int | None]) -> ActivityContent:
    """Return one activity; `continued` says which each continues. No queries when its parts are fetched."""
    continues = activity.continues
    return ActivityContent(
        key=activity.pk,
        area=activity.focus_area_id,
        number=activity.number,
        heading=activity.heading,
        title=activity.title,
        description=activity.description,
        role_and_form=activity.role_and_form,
        responsible=activity.responsible.name if activity.responsible is not None else "",
        partners=activity.partners,
        starts_on=activity.starts_on,
        ends_on=activity.ends_on,
        date_note=activity.date_note,
        status=activity.status,
        status_reason=activity.status_reason,
        progress=activity.progress,
        sub_points=tuple(point.text for point in activity.sub_points.all()),
        goals=tuple(goal.goal for goal in activity.goals.all()),
        commitments=tuple(
            LinkContent(row.pk, row.text, row.declaration.title) for row in activity.commitments.all()
        ),
        priorities=tuple(LinkContent(row.pk, row.text) for row in activity.priorities.all()),
        continues=activity.continues_id,
        continues_text=f"{continues.plan.title}, {continues.number} {continues.title}" if continues else "",
        wordings=tuple(WordingContent(row.document.title, row.text) for row in activity.wordings.all()),
        earlier=tuple(_earlier(activity.pk, continued))[1:],
    )


def _earlier(key: int, continued: Mapping[int, int | None]) -> Iterator[int]:
    """Give the keys of what an activity continues, one after the other; a circle is gone through once."""
    seen = {key}
    step = continued.get(key)
    while step is not None and step not in seen:
        yield step
        seen.add(step)
        step = continued.get(step)
