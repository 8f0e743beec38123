"""Is a plan ready to be adopted? What stands in the way, and what may be accepted with a reason.

    readiness = ready(plan)         # or ready(plan, content) where the content is at hand
    readiness.blocking              # must be mended first
    readiness.warnings              # may be accepted, each by its code, with a reason

Body, date and case of the adoption are asked for by the service itself, beside this.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.models import ActionPlan
from actionplan.selectors import declarations_for
from actionplan.snapshot import ActivityContent, PlanContent, content_of
from osloregionen.formatting import counted_nb, list_nb, number_nb

#: Numbers and texts that one finding names; more are counted.
MOST_NAMED = 12

#: Words that stand for text that somebody meant to write later. Only what can be nothing else: it blocks.
_PLACEHOLDERS = re.compile(
    r"""
      \bx{3,}\b | \btodo\b | \btbd\b | \blorem\s+ipsum\b | \?\?+ | _{3,} | \.{4,}
    | \[\s*(?:…|\.\.\.|x+|navn|dato|tekst|tittel|tall|sted|organ|(?:fyll|sett|skriv|legg)\b[^\]\n]*)\s*\]
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: Texts that say nothing when they are all there is.
_NOTHING_SAID = re.compile(
    r"[-–—.…?*]+|(?:tekst |tittel |beskrivelse )?(?:kommer|fylles ut)(?: senere| her)?"
    r"|tekst|tittel|overskrift|beskrivelse|ny aktivitet|uten tittel|test|n/?a|nn",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Finding:
    """Something about a plan that blocks its adoption, or a warning to accept.

    The `code` is another one when the finding says something else: whoever accepted that two activities
    lack a goal has not accepted that three do. `activities` are the keys of those it is about, where it is
    about some.
    """

    code: str
    text: str
    activities: tuple[int, ...] = ()


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
        blocking=tuple(_blocking(content)),
        warnings=(*_incomplete_activities(content), *_not_followed_up(plan, content)),
    )


def _finding(
    kind: str, text: str, activities: Iterable[ActivityContent] = (), *, others: Iterable[int] = ()
) -> Finding:
    """Return a finding about some activities, or about other rows; its text may leave some of them out."""
    keys = tuple(activity.key for activity in activities)
    said = f"{text} {keys} {tuple(others)}"
    return Finding(f"{kind}-{hashlib.sha256(said.encode()).hexdigest()[:12]}", text, keys)


def _blocking(content: PlanContent) -> Iterator[Finding]:
    if not content.title.strip():
        yield _finding("tittel", _("Handlingsprogrammet har ingen tittel."))
    if not content.activities:
        yield _finding("aktiviteter", _("Handlingsprogrammet har ingen aktiviteter."))
    untitled = [activity for activity in content.activities if not activity.title.strip()]
    if untitled:
        text = _("Uten tittel: aktivitet %(numbers)s.") % {"numbers": _numbers(untitled)}
        yield _finding("tittel", text, untitled)
    for field, text in _texts_of_plan(content):
        if found := placeholder_in(text):
            yield _finding("plassholder", _placeholder_text(_("Handlingsprogrammet"), field, found))
    for activity in content.activities:
        where = _("Aktivitet %(number)s") % {"number": activity.number}
        for field, text in _texts_of(activity):
            if found := placeholder_in(text):
                yield _finding("plassholder", _placeholder_text(where, field, found), [activity])


def placeholder_in(text: str) -> str:
    """Return what of a text stands there until somebody writes it, or nothing."""
    text = text.strip()
    found = _PLACEHOLDERS.search(text)
    if found is not None:
        return found.group()
    return text if _NOTHING_SAID.fullmatch(text.rstrip(".!")) or _NOTHING_SAID.fullmatch(text) else ""


def _placeholder_text(where: str, field: str, found: str) -> str:
    return _("%(where)s, %(field)s: «%(found)s» er ikke ferdig skrevet.") % {
        "where": where,
        "field": field,
        "found": found,
    }


def _texts_of_plan(content: PlanContent) -> Iterator[tuple[str, str]]:
    yield _("tittel"), content.title
    yield _("innledning"), content.introduction


def _texts_of(activity: ActivityContent) -> Iterator[tuple[str, str]]:
    yield _("tittel"), activity.title
    yield _("overskrift"), activity.heading
    yield _("beskrivelse"), activity.description
    yield _("rolle og arbeidsform"), activity.role_and_form
    yield _("samarbeidspartnere"), activity.partners
    yield _("merknad til tidspunktet"), activity.date_note
    yield _("begrunnelse for status"), activity.status_reason
    for point in activity.sub_points:
        yield _("underpunkt"), point


#: What an activity may lack: code, words, and how to see that it does.
_LACKS: list[tuple[str, Promise | str, Callable[[ActivityContent], bool]]] = [
    ("mal", gettext_lazy("bærekraftsmål"), lambda activity: not activity.goals),
    ("ansvarlig", gettext_lazy("ansvarlig"), lambda activity: not activity.responsible),
    ("rolle", gettext_lazy("rolle og arbeidsform"), lambda activity: not activity.role_and_form.strip()),
    (
        "tidspunkt",
        gettext_lazy("tidspunkt"),
        lambda activity: activity.starts_on is None and activity.ends_on is None and not activity.date_note,
    ),
]


def _incomplete_activities(content: PlanContent) -> Iterator[Finding]:
    for kind, what, lacks in _LACKS:
        lacking = [activity for activity in content.activities if lacks(activity)]
        if lacking:
            text = _("%(count)s av %(all)s mangler %(what)s: %(numbers)s.") % {
                "count": number_nb(len(lacking)),
                "all": counted_nb(len(content.activities), _("aktivitet"), _("aktiviteter")),
                "what": what,
                "numbers": _numbers(lacking),
            }
            yield _finding(kind, text, lacking)


def _not_followed_up(plan: ActionPlan, content: PlanContent) -> Iterator[Finding]:
    followed = {row.key for activity in content.activities for row in activity.commitments}
    for declaration in declarations_for(plan):
        commitments = list(declaration.commitments.all())
        missed = [row for row in commitments if row.pk not in followed]
        if missed:
            text = _("%(count)s i %(declaration)s følges ikke opp av noen aktivitet: %(which)s.") % {
                "count": _("%(missed)s av %(all)s")
                % {
                    "missed": number_nb(len(missed)),
                    "all": counted_nb(len(commitments), _("forpliktelse"), _("forpliktelser")),
                },
                "declaration": declaration.title,
                "which": _named([f"«{str(row).rstrip('.')}»" for row in missed]),
            }
            yield _finding("forpliktelser", text, others=[row.pk for row in missed])


def _numbers(activities: list[ActivityContent]) -> str:
    return _named([activity.number for activity in activities])


def _named(names: list[str]) -> str:
    """Return the names; beyond a dozen it counts the rest."""
    more = len(names) - MOST_NAMED
    if more < 2:
        return list_nb(names)
    return list_nb([*names[:MOST_NAMED], _("%(count)s til") % {"count": number_nb(more)}])
