"""What the action plan says in print: every word and number, ready for templates/actionplan/plan_pdf.html."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from actionplan.models import ActionPlan, Activity, FocusArea, Priority, StrategicPeriod
from actionplan.story import activity_period, adoption_text
from members.models import Body, Document
from osloregionen.formatting import (
    MISSING,
    counted_nb,
    date_nb,
    list_nb,
    percent_nb,
)
from osloregionen.models import Record
from osloregionen.parts import Fact
from osloregionen.sdg import GOALS

_COUNTS = ("null", "én", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv")


@dataclass(frozen=True)
class GoalMark:
    """A goal as a numbered badge; `image` is its picture among the assets, `label` says it in full."""

    number: int
    name: str
    image: str
    label: str
    anchor: str


@dataclass(frozen=True)
class Wording:
    """A wording of an activity, and the documents that have it."""

    documents: list[str]
    text: str


@dataclass(frozen=True)
class ActivityEntry:
    """An activity as printed. `facts` are always shown, `notes` only hold what is known."""

    number: str
    title: str
    anchor: str
    description: str
    sub_points: list[str]
    goals: list[GoalMark]
    role_and_form: str
    facts: list[Fact]
    notes: list[Fact]
    wordings: list[Wording]


@dataclass(frozen=True)
class Group:
    """Activities under one heading of a chapter; the heading may be empty."""

    heading: str
    activities: list[ActivityEntry]


@dataclass(frozen=True)
class PriorityEntry:
    """A priority of the strategic guidelines, with the points below it."""

    text: str
    points: list[str]


@dataclass(frozen=True)
class Chapter:
    """A focus area: what the plan does there, and what the guidelines put first."""

    number: int
    title: str
    anchor: str
    lead: str
    groups: list[Group]
    priorities: list[PriorityEntry]

    @property
    def activities(self) -> list[ActivityEntry]:
        """The chapter's activities across its groups."""
        return [activity for group in self.groups for activity in group.activities]


@dataclass(frozen=True)
class GoalRow:
    """A line of the goal key: whether the period chose the goal, and which activities contribute."""

    mark: GoalMark
    chosen: bool
    activities: list[ActivityEntry]


@dataclass(frozen=True)
class SourceEntry:
    """A document the plan is drawn from."""

    title: str
    details: str
    url: str


@dataclass(frozen=True)
class PlanReport:
    """Everything the PDF says, in the words it says it."""

    title: str
    year: int
    final: bool
    status: str
    status_details: str
    scope: str
    basis: str
    basis_adopted: str
    years: str
    introduction: str
    vision: str
    changed: dt.datetime
    address: str
    goals: list[GoalRow]
    goals_missing: str
    chapters: list[Chapter]
    sources: list[SourceEntry]
    notes_on_sources: list[Fact]

    @property
    def contributes_to(self) -> list[GoalMark]:
        """The goals that some activity contributes to."""
        return [row.mark for row in self.goals if row.activities]

    @property
    def wordings(self) -> list[ActivityEntry]:
        """The activities whose wording in the sources is registered."""
        return [a for chapter in self.chapters for a in chapter.activities if a.wordings]


def report_of(plan: ActionPlan, address: str = "") -> PlanReport:
    """Return what the PDF of `plan` says. Eight queries, whatever the number of activities."""
    period = plan.period
    activities = list(
        Activity.objects.filter(plan=plan)
        .order_by("focus_area__order", "order", "pk")
        .with_parts()
        .select_related("continues__plan")
        .prefetch_related("wordings__document")
    )
    areas = list(period.focus_areas.prefetch_related("priorities"))
    chosen = list(period.goals.all())
    chapters = [_chapter(area, plan, [a for a in activities if a.focus_area_id == area.pk]) for area in areas]
    entries = [entry for chapter in chapters for entry in chapter.activities]
    documents = _documents(activities)
    used = sorted({goal.goal for goal in chosen} | {mark.number for a in entries for mark in a.goals})
    status, status_details = _status(plan)
    years = f"{period.starts}–{period.ends}"
    return PlanReport(
        title=plan.title,
        year=plan.year,
        final=plan.status == ActionPlan.Status.ADOPTED and plan.adopted_on is not None,
        status=status,
        status_details=status_details,
        scope=_scope(chapters),
        basis=_("Bygger på strategiske føringer %(years)s") % {"years": years},
        basis_adopted=_basis_adopted(period),
        years=years,
        introduction=plan.introduction,
        vision=period.vision,
        changed=_last_change([plan, period, *areas, *chosen, *activities, *documents]),
        address=address,
        goals=[
            GoalRow(
                mark=_mark(number),
                chosen=any(goal.goal == number for goal in chosen),
                activities=[a for a in entries if any(mark.number == number for mark in a.goals)],
            )
            for number in used
        ],
        goals_missing=list_nb([a.number for a in entries if not a.goals]),
        chapters=chapters,
        sources=[_source(document) for document in documents],
        notes_on_sources=[
            Fact(label, record.source)
            for label, record in ((plan.title, plan), (period.title, period))
            if record.source
        ],
    )


def _status(plan: ActionPlan) -> tuple[str, str]:
    """Return how far the plan has come, in words one cannot miss, and what that means."""
    if plan.status == ActionPlan.Status.ADOPTED and plan.adopted_on is not None:
        details = _adoption(plan.adopted_on, plan.adopted_by)
        if plan.case_reference:
            details = f"{details}. " + _("Saksnummer %(case)s") % {"case": plan.case_reference}
        return _("Vedtatt"), details
    details = _("Når og av hvem programmet ble vedtatt, står ikke i kildene portalen bygger på.")
    if plan.status:
        return f"{plan.get_status_display().capitalize()} – " + _("vedtak ikke registrert"), details
    return _("Vedtak ikke registrert"), details


def _adoption(on: dt.date | None, by: Body | None) -> str:
    """Return "Vedtatt 28. oktober 2020 av representantskapet" with what is known of it, or nothing."""
    adoption = adoption_text(on, by)
    return _("Vedtatt %(adoption)s") % {"adoption": adoption} if adoption else ""


def _basis_adopted(period: StrategicPeriod) -> str:
    """Return when and by whom the strategic guidelines were adopted, as a sentence, or nothing."""
    adoption = _adoption(period.adopted_on, period.adopted_by)
    if not adoption:
        return ""
    return _("De strategiske føringene ble %(adopted)s.") % {"adopted": adoption[:1].lower() + adoption[1:]}


def _scope(chapters: list[Chapter]) -> str:
    """Return "14 aktiviteter i to av fire innsatsområder"."""
    count = sum(len(chapter.activities) for chapter in chapters)
    if not count:
        return _("Ingen aktiviteter er registrert")
    active = sum(bool(chapter.activities) for chapter in chapters)
    activities = counted_nb(count, _("aktivitet"), _("aktiviteter"))
    if 1 < active == len(chapters):
        return _("%(activities)s i alle %(all)s innsatsområder") % {
            "activities": activities,
            "all": _count_word(active),
        }
    return _("%(activities)s i %(active)s av %(all)s innsatsområder") % {
        "activities": activities,
        "active": _("ett") if active == 1 else _count_word(active),
        "all": _count_word(len(chapters)),
    }


def _count_word(count: int) -> str:
    """Return a small count as a word; larger ones are written in figures, as bokmål asks for."""
    return _COUNTS[count] if count < len(_COUNTS) else str(count)


def _chapter(area: FocusArea, plan: ActionPlan, activities: list[Activity]) -> Chapter:
    """Return a focus area with its activities, grouped where neighbours share a heading."""
    groups = [
        Group(heading, [_entry(activity) for activity in members])
        for heading, members in groupby(activities, key=lambda activity: activity.heading)
    ]
    return Chapter(
        number=area.order,
        title=area.title,
        anchor=f"innsatsomrade-{area.order}",
        lead=_lead(plan, groups),
        groups=groups,
        priorities=_priorities(area.priorities.all()),
    )


def _lead(plan: ActionPlan, groups: list[Group]) -> str:
    """Return the chapter's first sentences: how much it holds, and what nobody has registered."""
    entries = [activity for group in groups for activity in group.activities]
    if not entries:
        # The sources show two areas' activities; they don't say that the plan has none in the others.
        return _(
            "Ingen aktiviteter er registrert for dette innsatsområdet i handlingsprogrammet for %(year)d."
        ) % {"year": plan.year}
    noun = _("aktivitet") if len(entries) == 1 else _("aktiviteter")
    lead = f"{_count_word(len(entries)).capitalize()} {noun}."
    unknown = [
        facts[0].label.lower()
        for facts in zip(*(entry.facts for entry in entries), strict=True)
        if not any(fact.value for fact in facts)
    ]
    if unknown:
        missing = _("%(what)s er ikke registrert.") % {"what": list_nb(unknown).capitalize()}
        lead = f"{lead} {missing}"
    return lead


def _entry(activity: Activity) -> ActivityEntry:
    """Return an activity as printed. No queries when its parts are fetched."""
    return ActivityEntry(
        number=activity.number,
        title=activity.title,
        anchor=f"aktivitet-{activity.number.replace('.', '-')}",
        description=activity.description,
        sub_points=[point.text for point in activity.sub_points.all()],
        goals=[_mark(goal.goal) for goal in activity.goals.all()],
        role_and_form=activity.role_and_form,
        facts=[
            Fact(_("Status"), _progress(activity)),
            Fact(_("Ansvarlig"), activity.responsible and activity.responsible.name),
            Fact(_("Tidsrom"), activity_period(activity)),
        ],
        notes=[fact for fact in _notes(activity) if fact.value],
        wordings=_wordings(activity),
    )


def _wordings(activity: Activity) -> list[Wording]:
    """Return the activity's wordings, each once, in order."""
    documents: dict[str, list[str]] = {}
    for wording in activity.wordings.all():
        documents.setdefault(wording.text, []).append(wording.document.title)
    return [Wording(titles, text) for text, titles in documents.items()]


def _progress(activity: Activity) -> str:
    """Return "pågår, 40 %", or nothing when neither is known."""
    progress = percent_nb(activity.progress) if activity.progress is not None else ""
    return ", ".join(part for part in (activity.get_status_display(), progress) if part)


def _notes(activity: Activity) -> Iterator[Fact]:
    yield Fact(_("Begrunnelse for status"), activity.status_reason)
    yield Fact(_("Samarbeidspartnere"), activity.partners)
    if activity.continues is not None:
        yield Fact(
            _("Fortsetter fra"),
            f"{activity.continues.plan.title}, {activity.continues.number} {activity.continues.title}",
        )


def _priorities(priorities: Iterable[Priority]) -> list[PriorityEntry]:
    """Return the priorities in order, each with the points below it."""
    rows = list(priorities)
    return [
        PriorityEntry(row.text, [point.text for point in rows if point.parent_id == row.pk])
        for row in rows
        if row.parent_id is None
    ]


def _mark(number: int) -> GoalMark:
    """Return the badge of a goal."""
    name = GOALS[number].name
    label = _("Bærekraftsmål %(number)d: %(name)s") % {"number": number, "name": name}
    return GoalMark(number, name, f"mal-{number}.svg", label, f"mal-{number}")


def _documents(activities: Iterable[Activity]) -> list[Document]:
    """Return the documents that the activities' wordings come from, each once."""
    return list({w.document_id: w.document for a in activities for w in a.wordings.all()}.values())


def _source(document: Document) -> SourceEntry:
    """Return a document as a line of the list of sources."""
    if document.date is not None:
        when = date_nb(document.date)
    else:
        when = document.date_note or _("dato %(missing)s") % {"missing": MISSING}
    details = ", ".join(part for part in (document.publisher, when) if part)
    return SourceEntry(document.title, details, document.url)


def _last_change(records: Iterable[Record]) -> dt.datetime:
    """Return when any of what the PDF shows was last saved."""
    moments = []
    for record in records:
        moments.append(record.updated_at)
        if isinstance(record, Activity):
            parts = (*record.sub_points.all(), *record.goals.all(), *record.wordings.all())
            moments.extend(part.updated_at for part in parts)
        if isinstance(record, FocusArea):
            moments.extend(priority.updated_at for priority in record.priorities.all())
    return max(moments)
