"""Is a plan ready to be adopted? What stands in the way, and what may be accepted with a reason.

    readiness = ready(plan)         # or ready(plan, content) where the content is at hand
    readiness.blocking              # must be mended first
    readiness.warnings              # may be accepted, each by its code, with a reason

Body, date and case of the adoption are asked for by the service itself, beside this.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.frozen_texts import FrozenText, texts_of
from actionplan.models import ActionPlan
from actionplan.selectors import declarations_for
from actionplan.snapshot import ActivityContent, PlanContent, content_of
from osloregionen.formatting import counted_nb, list_nb, number_nb
from osloregionen.placeholders import placeholder_in, visible

#: Numbers and texts that one finding names; more are counted.
MOST_NAMED = 12


@dataclass(frozen=True)
class Finding:
    """Something about a plan that blocks its adoption, or a warning to accept.

    The `code` is another one when the finding says something else: whoever accepted that two activities
    lack a goal has not accepted that three do. `activities` are the keys of those it is about, where it is
    about some; `place` is what else is mended, a model's name and a key.
    """

    code: str
    text: str
    activities: tuple[int, ...] = ()
    place: tuple[str, int] | None = None


@dataclass(frozen=True)
class Readiness:
    """What stands between a plan and its adoption."""

    blocking: tuple[Finding, ...]
    warnings: tuple[Finding, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing blocks; there may be warnings to accept."""
        return not self.blocking


def ready(plan: ActionPlan, content: PlanContent | None = None) -> Readiness:
    """Return what stands between the plan, as it is now, and its adoption.

    The queries of `declarations_for`, and of `content_of` where no content is given.
    """
    content = content or content_of(plan)
    return Readiness(
        blocking=tuple(_blocking(plan, content)),
        warnings=(
            *_incomplete_activities(content),
            *_not_followed_up(plan, content),
            *_quoted_placeholders(plan, content),
        ),
    )


def _finding(
    kind: str,
    text: str,
    activities: Iterable[ActivityContent] = (),
    *,
    others: Iterable[int] = (),
    place: tuple[str, int] | None = None,
) -> Finding:
    """Return a finding about some activities, or about other rows; its text may leave some of them out."""
    keys = tuple(activity.key for activity in activities)
    said = f"{text} {keys} {tuple(others)}"
    return Finding(f"{kind}-{hashlib.sha256(said.encode()).hexdigest()[:12]}", text, keys, place)


def _blocking(plan: ActionPlan, content: PlanContent) -> Iterator[Finding]:
    if not visible(content.title):
        yield _finding("tittel", _("Handlingsprogrammet har ingen tittel."))
    if not content.activities:
        yield _finding("aktiviteter", _("Handlingsprogrammet har ingen aktiviteter."))
    untitled = [activity for activity in content.activities if not visible(activity.title)]
    if untitled:
        text = _("Uten tittel: aktivitet %(numbers)s.") % {"numbers": _numbers(untitled)}
        yield _finding("tittel", text, untitled)
    for one in texts_of(content, period=plan.period_id):
        if one.is_quoted:
            continue
        if found := placeholder_in(one.text):
            text = _("%(what)s: «%(found)s» er ikke ferdig skrevet.")
            yield _finding_in(one, text % {"what": one.what, "found": found})
        elif one.text and not visible(one.text) and not one.is_title:
            text = _("%(what)s: her står bare tegn som ikke vises. Skriv teksten, eller tøm feltet.")
            yield _finding_in(one, text % {"what": one.what})


def _quoted_placeholders(plan: ActionPlan, content: PlanContent) -> Iterator[Finding]:
    """Give what looks unwritten in what others have written: it may stand like that in the source."""
    for one in texts_of(content, period=plan.period_id):
        if one.is_quoted and (found := placeholder_in(one.text)):
            text = _("%(what)s: «%(found)s» ser ikke ferdig skrevet ut.")
            yield _finding_in(one, text % {"what": one.what, "found": found})


def _finding_in(one: FrozenText, text: str) -> Finding:
    activities = [one.activity] if one.activity is not None else []
    return _finding("plassholder", text, activities, place=one.place)


#: What an activity may lack: code, words, and how to see that it does.
_LACKS: list[tuple[str, Promise | str, Callable[[ActivityContent], bool]]] = [
    ("mal", gettext_lazy("bærekraftsmål"), lambda activity: not activity.goals),
    ("ansvarlig", gettext_lazy("ansvarlig"), lambda activity: not visible(activity.responsible)),
    ("rolle", gettext_lazy("rolle og arbeidsform"), lambda activity: not visible(activity.role_and_form)),
    (
        "tidspunkt",
        gettext_lazy("tidspunkt"),
        lambda activity: (
            activity.starts_on is None and activity.ends_on is None and not visible(activity.date_note)
        ),
    ),
]


def _incomplete_activities(content: PlanContent) -> Iterator[Finding]:
    every = len(content.activities)
    for kind, what, lacks in _LACKS:
        lacking = [activity for activity in content.activities if lacks(activity)]
        if not lacking:
            continue
        if len(lacking) == every > 1:
            text = _("Alle de %(all)s aktivitetene mangler %(what)s.") % {
                "all": number_nb(every),
                "what": what,
            }
        else:
            text = _("%(count)s av %(all)s mangler %(what)s: %(numbers)s.") % {
                "count": number_nb(len(lacking)),
                "all": counted_nb(every, _("aktivitet"), _("aktiviteter")),
                "what": what,
                "numbers": _numbers(lacking),
            }
        yield _finding(kind, text, lacking)


def _not_followed_up(plan: ActionPlan, content: PlanContent) -> Iterator[Finding]:
    """Give the commitments that no activity names, of those registered: a declaration may have more.

    Of the same declarations as the page of connections (`declarations_for`).
    """
    followed = {row.key for activity in content.activities for row in activity.commitments}
    for declaration in declarations_for(plan, named=followed):
        commitments = list(declaration.commitments.all())
        missed = [row for row in commitments if row.pk not in followed]
        if missed:
            values = {
                "missed": number_nb(len(missed)),
                "all": number_nb(len(commitments)),
                "declaration": declaration.title,
                "which": _named([f"«{str(row).rstrip('.')}»" for row in missed]),
            }
            if len(missed) == len(commitments) > 1:
                said = _(
                    "Ingen av de %(all)s registrerte forpliktelsene i %(declaration)s er koblet til noen "
                    "aktivitet: %(which)s."
                )
            elif len(commitments) == 1:
                said = _(
                    "Den registrerte forpliktelsen i %(declaration)s er ikke koblet til noen aktivitet: "
                    "%(which)s."
                )
            else:
                said = _(
                    "%(missed)s av %(all)s registrerte forpliktelser i %(declaration)s er ikke koblet til "
                    "noen aktivitet: %(which)s."
                )
            yield _finding("forpliktelser", said % values, others=[row.pk for row in missed])


def _numbers(activities: list[ActivityContent]) -> str:
    return _named([activity.number for activity in activities])


def _named(names: list[str]) -> str:
    """Return the names; beyond a dozen it counts the rest."""
    more = len(names) - MOST_NAMED
    if more < 2:
        return list_nb(names)
    return list_nb([*names[:MOST_NAMED], _("%(count)s til") % {"count": number_nb(more)}])
