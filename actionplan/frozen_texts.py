"""Every text of a plan's content, with where it stands and where it is mended: what adoption freezes.

A field that `snapshot` gets later fails a test until it is given here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from actionplan.snapshot import ActivityContent, AreaContent, PlanContent


@dataclass(frozen=True)
class FrozenText:
    """A text, and `what` it is: "Aktivitet 1.1, tittel".

    `is_quoted`: somebody else's words, which may be so. `is_title`: that it is empty is told elsewhere.
    `place` is what is mended: a model's name and a key; None for the plan itself, or its `activity`.
    """

    what: str
    text: str
    activity: ActivityContent | None = None
    place: tuple[str, int] | None = None
    is_quoted: bool = False
    is_title: bool = False


def texts_of(content: PlanContent, *, period: int) -> Iterator[FrozenText]:
    """Give the texts of a plan's content in its order; `period` is the key of its period. No queries."""
    plan = _("Handlingsprogrammet")
    yield FrozenText(_said(plan, _("tittel")), content.title, is_title=True)
    yield FrozenText(_said(plan, _("innledning")), content.introduction)
    yield FrozenText(_said(plan, _("kilde")), content.source)
    yield FrozenText(_said(plan, _("vedtatt av")), content.adopted_by)
    yield FrozenText(_said(plan, _("saksnummer")), content.case_reference)
    yield from _of_treatments(content)
    yield from _of_period(content, ("strategicperiod", period))
    for area in content.areas:
        yield from _of_area(area)
    for activity in content.activities:
        yield from _of_activity(activity)
    for source in content.sources:
        what = _("Kilden «%(title)s»") % {"title": source.title}
        for field, text in (
            (_("tittel"), source.title),
            (_("utgiver"), source.publisher),
            (_("dato"), source.date_note),
            (_("lenke"), source.url),
        ):
            yield FrozenText(_said(what, field), text, is_quoted=True)


def _said(what: str, field: str) -> str:
    return _("%(what)s, %(field)s") % {"what": what, "field": field}


def _of_treatments(content: PlanContent) -> Iterator[FrozenText]:
    for row in content.treatments:
        what = _("Behandlingen i %(body)s") % {"body": row.body[:1].lower() + row.body[1:]}
        yield FrozenText(_said(what, _("organ")), row.body)
        yield FrozenText(_said(what, _("saksnummer")), row.case_reference)
        yield FrozenText(_said(what, _("utfall")), row.outcome)


def _of_period(content: PlanContent, place: tuple[str, int]) -> Iterator[FrozenText]:
    period = content.period
    what = _("De strategiske føringene")
    for field, text in (
        (_("tittel"), period.title),
        (_("visjon"), period.vision),
        (_("vedtatt av"), period.adopted_by),
        (_("kilde"), period.source),
    ):
        yield FrozenText(_said(what, field), text, place=place)


def _of_area(area: AreaContent) -> Iterator[FrozenText]:
    what, place = _("Innsatsområde %(number)d") % {"number": area.order}, ("focusarea", area.key)
    yield FrozenText(_said(what, _("tittel")), area.title, place=place)
    for priority in area.priorities:
        for text in (priority.text, *priority.points):
            yield FrozenText(_said(what, _("prioritering")), text, place=place)


def _of_activity(activity: ActivityContent) -> Iterator[FrozenText]:
    what = _("Aktivitet %(number)s") % {"number": activity.number}
    yield FrozenText(_said(what, _("tittel")), activity.title, activity, is_title=True)
    for field, text in (
        (_("overskrift"), activity.heading),
        (_("beskrivelse"), activity.description),
        (_("rolle og arbeidsform"), activity.role_and_form),
        (_("ansvarlig"), activity.responsible),
        (_("samarbeidspartnere"), activity.partners),
        (_("merknad til tidspunktet"), activity.date_note),
        (_("begrunnelse for status"), activity.status_reason),
        *((_("underpunkt"), point) for point in activity.sub_points),
    ):
        yield FrozenText(_said(what, field), text, activity)
    for field, text in (
        *((_("forpliktelse"), text) for row in activity.commitments for text in (row.group, row.text)),
        *((_("prioritering"), text) for row in activity.priorities for text in (row.group, row.text)),
        (_("fortsetter fra"), activity.continues_text),
        *((_("ordlyd i kilden"), text) for row in activity.wordings for text in (row.document, row.text)),
    ):
        yield FrozenText(_said(what, field), text, activity, is_quoted=True)
