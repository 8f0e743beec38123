"""What the action plan says in print: every word and number, ready for templates/actionplan/plan_pdf.html.

All of it comes from a `PlanContent`: nothing here asks the database, so that a frozen plan prints as it was.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.models import ActionPlan
from actionplan.plan_sections import (
    Adoption,
    Colophon,
    GoalMark,
    Matrix,
    activity_anchor,
    adoption_of,
    colophon_of,
    goal_mark,
    is_adopted,
    matrix_of,
    unkept_text,
)
from actionplan.snapshot import ActivityContent, AreaContent, PeriodContent, PlanContent, SourceContent
from actionplan.standing import Standing
from actionplan.story import activity_period, adoption_text, standing_text
from osloregionen.documents import title_size
from osloregionen.formatting import MISSING, counted_nb, date_nb, list_nb, ranges_nb
from osloregionen.parts import Fact

_COUNTS = ("null", "én", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv")
#: What there is room for on the cover in the largest type.
_LONGEST_WORD = 24
#: About how many characters an activity has room for on a line, and how many lines on half of a page.
_LINE, _HALF_PAGE = 80, 18
_GOALS, _ROLE = gettext_lazy("Bærekraftsmål"), gettext_lazy("Rolle og arbeidsform")
_STATUS, _RESPONSIBLE, _PERIOD = gettext_lazy("Status"), gettext_lazy("Ansvarlig"), gettext_lazy("Tidsrom")


@dataclass(frozen=True)
class Wording:
    """A wording of an activity, and the documents that have it."""

    documents: list[str]
    text: str


@dataclass(frozen=True)
class ActivityEntry:
    """An activity as printed. `notes` only hold what is known.

    The rest is shown also where it is not registered, unless its focus area says once that it is so of all of
    them: `facts` are without those, `shows_goals` and `shows_role` say it of goals and of role.
    """

    number: str
    title: str
    anchor: str
    description: str
    sub_points: list[str]
    goals: list[GoalMark]
    shows_goals: bool
    role_and_form: str
    shows_role: bool
    facts: list[Fact]
    notes: list[Fact]
    wordings: list[Wording]

    @property
    def is_long(self) -> bool:
        """Whether it takes more than half of a page, or about: whole, it would leave that much empty."""
        told = [self.title, *self.description.splitlines(), *self.sub_points, self.role_and_form]
        told += [" ".join(mark.label for mark in self.goals), *(str(note.value) for note in self.notes)]
        told.append(" ".join(f"{fact.label}: {fact.value}" for fact in self.facts))
        return sum(ceil(len(text) / _LINE) for text in told) > _HALF_PAGE


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
class SourceEntry:
    """A document the plan is drawn from."""

    title: str
    details: str
    url: str


@dataclass(frozen=True)
class PlanReport:
    """Everything the PDF says, in the words it says it.

    `final` is a version that was adopted in the portal. The status stands on the cover in two parts, the
    first of them large, and at the foot of each page as `state`; `dated` says of when the content is.
    """

    title: str
    title_size: str
    year: int
    final: bool
    status: str
    status_word: str
    status_rest: str
    status_details: str
    state: str
    dated: str
    scope: str
    basis: str
    basis_adopted: str
    years: str
    introduction: str
    vision: str
    changed: dt.datetime
    address: str
    matrix: Matrix
    adoption: Adoption
    colophon: Colophon
    chapters: list[Chapter]
    sources: list[SourceEntry]

    @property
    def wordings(self) -> list[ActivityEntry]:
        """The activities whose wording in the sources is registered."""
        return [a for chapter in self.chapters for a in chapter.activities if a.wordings]


def report_of(content: PlanContent, address: str = "", *, after: int | None = None) -> PlanReport:
    """Return what the PDF of a plan says, with the absolute `address` of its page. No queries.

    `after` as in `status_text`.
    """
    period = content.period
    chapters = [_chapter(area, content) for area in content.areas]
    status, status_details = status_text(content, after)
    word = status.partition(" – ")[0]
    if len(word) > _LONGEST_WORD:
        word = ""
    years = f"{period.starts}–{period.ends}"
    return PlanReport(
        title=content.title,
        title_size=title_size(content.title),
        year=content.year,
        final=content.version is not None,
        status=status,
        status_word=word,
        status_rest=status.removeprefix(word).strip(),
        status_details=status_details,
        state=_state(content, status),
        dated=_dated(content),
        scope=_scope(chapters),
        basis=_("Bygger på strategiske føringer %(years)s") % {"years": years},
        basis_adopted=_basis_adopted(period),
        years=years,
        introduction=content.introduction,
        vision=period.vision,
        changed=content.changed,
        address=address,
        matrix=matrix_of(content),
        adoption=adoption_of(content, status_details),
        colophon=colophon_of(content, status),
        chapters=chapters,
        sources=[_source(source) for source in content.sources],
    )


def status_text(plan: PlanContent, after: int | None = None) -> tuple[str, str]:
    """Return how far a plan has come, in words one cannot miss, and what that means. No queries.

    `after` is the adopted version that a draft is to replace. Only a version is "Vedtatt" and no more: what
    was adopted without one may have been changed since, and nobody can tell.
    """
    if is_adopted(plan):
        details = [_adoption(plan.adopted_on, plan.adopted_by)]
        if plan.case_reference:
            details.append(_("Saksnummer %(case)s") % {"case": plan.case_reference})
        if plan.version is not None:
            details.append(_("Versjon %(version)d") % {"version": plan.version})
            return _("Vedtatt"), f"{'. '.join(details)}."
        details.append(_("Dette er innholdet slik det står nå, ikke en versjon som ble lagret ved vedtaket"))
        return unkept_text(plan.adopted_on), f"{'. '.join(details)}."
    if after is not None:
        return (
            _("Utkast til versjon %(version)d – ikke vedtatt") % {"version": after + 1},
            _("Sist vedtatt er versjon %(version)d. Innholdet her kan bli endret før det vedtas.")
            % {"version": after},
        )
    if plan.status == ActionPlan.Status.ADOPTED:
        return (
            _("Vedtatt – vedtak ikke registrert"),
            _("Når og av hvem programmet ble vedtatt, er ikke registrert."),
        )
    if not plan.status:
        return (
            _("Vedtak ikke registrert"),
            _("Om programmet er vedtatt, og i så fall når og av hvem, er ikke registrert."),
        )
    status = ActionPlan.Status(plan.status).label.capitalize()
    if plan.status == ActionPlan.Status.IN_TREATMENT:
        status = _("Utkast til behandling")
    return (
        _("%(status)s – vedtak ikke registrert") % {"status": status},
        _("Programmet er ikke registrert vedtatt. Innholdet kan bli endret før det vedtas."),
    )


def _state(content: PlanContent, status: str) -> str:
    """Return what stands at the foot of each page: one line of it."""
    if content.version is not None and content.adopted_on is not None:
        return _("Versjon %(version)d, vedtatt %(date)s") % {
            "version": content.version,
            "date": date_nb(content.adopted_on),
        }
    return _("Vedtatt, ikke lagret ved vedtaket") if is_adopted(content) else status


def _dated(content: PlanContent) -> str:
    """Return of when the content is: of what is adopted the moment from which it never changes."""
    if content.version is not None:
        return _("Lagret i portalen %(date)s") % {"date": date_nb(content.changed)}
    return _("Innholdet sist endret %(date)s") % {"date": date_nb(content.changed)}


def _adoption(on: dt.date | None, by: str) -> str:
    """Return "Vedtatt 28. oktober 2020 av representantskapet" with what is known of it, or nothing."""
    adoption = adoption_text(on, by)
    return _("Vedtatt %(adoption)s") % {"adoption": adoption} if adoption else ""


def _basis_adopted(period: PeriodContent) -> str:
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
    if active == len(chapters) == 2:
        return _("%(activities)s i begge innsatsområdene") % {"activities": activities}
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


#: What of an activity the focus area says once where none of its activities has it: words, and how to see it.
_SAID_ONCE: list[tuple[Promise | str, Callable[[ActivityContent], object]]] = [
    (_GOALS, lambda activity: activity.goals),
    (_ROLE, lambda activity: activity.role_and_form),
    (_STATUS, lambda activity: _standing(activity)),
    (_RESPONSIBLE, lambda activity: activity.responsible),
    (_PERIOD, lambda activity: activity_period(activity)),
]


def _chapter(area: AreaContent, plan: PlanContent) -> Chapter:
    """Return a focus area with its activities, grouped where neighbours share a heading."""
    activities = [activity for activity in plan.activities if activity.area == area.key]
    lacking = [str(word) for word, has in _SAID_ONCE if not any(has(activity) for activity in activities)]
    groups = [
        Group(ranges_nb(heading), [_entry(activity, lacking) for activity in members])
        for heading, members in groupby(activities, key=lambda activity: activity.heading)
    ]
    return Chapter(
        number=area.order,
        title=area.title,
        anchor=f"innsatsomrade-{area.order}",
        lead=_lead(plan.year, len(activities), lacking),
        groups=groups,
        priorities=[
            PriorityEntry(ranges_nb(row.text), [ranges_nb(point) for point in row.points])
            for row in area.priorities
        ],
    )


def _lead(year: int, count: int, lacking: list[str]) -> str:
    """Return the chapter's first sentences: how much it holds, and what nobody has registered."""
    if not count:
        # The sources show two areas' activities; they don't say that the plan has none in the others.
        return _(
            "Ingen aktiviteter er registrert for dette innsatsområdet i handlingsprogrammet for %(year)d."
        ) % {"year": year}
    noun = _("aktivitet") if count == 1 else _("aktiviteter")
    lead = f"{_count_word(count).capitalize()} {noun}."
    if lacking:
        what = list_nb([word.lower() for word in lacking]).capitalize()
        missing = _("%(what)s er ikke registrert.") % {"what": what}
        lead = f"{lead} {missing}"
    return lead


def _entry(activity: ActivityContent, lacking: list[str]) -> ActivityEntry:
    """Return an activity as printed; `lacking` is what the focus area says of all of them."""
    facts = [
        Fact(str(_STATUS), _standing(activity)),
        Fact(str(_RESPONSIBLE), activity.responsible),
        Fact(str(_PERIOD), activity_period(activity)),
    ]
    return ActivityEntry(
        number=activity.number,
        title=ranges_nb(activity.title),
        anchor=activity_anchor(activity.number),
        description=ranges_nb(activity.description),
        sub_points=[ranges_nb(point) for point in activity.sub_points],
        goals=[goal_mark(goal) for goal in activity.goals],
        shows_goals=str(_GOALS) not in lacking,
        role_and_form=ranges_nb(activity.role_and_form),
        shows_role=str(_ROLE) not in lacking,
        facts=[fact for fact in facts if fact.label not in lacking],
        notes=[fact for fact in _notes(activity) if fact.value],
        wordings=_wordings(activity),
    )


def _wordings(activity: ActivityContent) -> list[Wording]:
    """Return the activity's wordings, each once, in order."""
    documents: dict[str, list[str]] = {}
    for wording in activity.wordings:
        documents.setdefault(wording.text, []).append(wording.document)
    return [Wording(titles, text) for text, titles in documents.items()]


def _standing(activity: ActivityContent) -> str:
    """Return how it stands in the words of the status report, or nothing when neither is known."""
    return standing_text(Standing(activity.status, activity.status_reason, activity.progress))


def _notes(activity: ActivityContent) -> Iterator[Fact]:
    yield Fact(_("Begrunnelse for status"), activity.status_reason)
    yield Fact(_("Samarbeidspartnere"), activity.partners)
    yield Fact(_("Fortsetter fra"), ranges_nb(activity.continues_text))


def _source(document: SourceContent) -> SourceEntry:
    """Return a document as a line of the list of sources."""
    if document.date is not None:
        when = date_nb(document.date)
    else:
        when = document.date_note or _("dato %(missing)s") % {"missing": MISSING}
    details = ", ".join(part for part in (document.publisher, when) if part)
    return SourceEntry(document.title, details, document.url)
