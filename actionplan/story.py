"""What pages and PDF say alike about plans and activities."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from actionplan.models import Activity, Output, Update
from actionplan.selectors import PeriodUse, status_mark
from actionplan.snapshot import ActivityContent
from actionplan.standing import Standing, is_overdue
from members.models import Body
from osloregionen.formatting import date_nb, date_or_note_nb, list_nb, percent_nb, period_nb
from osloregionen.parts import Status


def adoption_text(on: dt.date | None, by: Body | str | None) -> str:
    """Return "28. oktober 2020 av representantskapet" with what is known of it; empty without a date."""
    if on is None:
        return ""
    if not by:
        return date_nb(on)
    name = str(by)
    return _("%(date)s av %(body)s") % {"date": date_nb(on), "body": name[:1].lower() + name[1:]}


def activity_period(activity: Activity | ActivityContent) -> str:
    """Return when an activity runs, as far as that is known; empty where nothing is. No queries."""
    if activity.starts_on is not None and activity.ends_on is not None:
        dates = period_nb(activity.starts_on, activity.ends_on)
    elif activity.starts_on is not None:
        dates = _("fra %(date)s") % {"date": date_nb(activity.starts_on)}
    elif activity.ends_on is not None:
        dates = _("til %(date)s") % {"date": date_nb(activity.ends_on)}
    else:
        dates = ""
    return " – ".join(part for part in (dates, activity.date_note) if part)


def standing_text(standing: Standing) -> str:
    """Return "pågår, 40 %"; empty where nothing is registered. Of what is done the status says it all.

    Without a status it is "framdrift 40 %": a percentage alone is no status.
    """
    word = str(Activity.Status(standing.status).label) if standing.status else ""
    is_done = standing.status == Activity.Status.DONE
    percent = percent_nb(standing.progress) if standing.progress is not None and not is_done else ""
    if percent and not word:
        return _("framdrift %(percent)s") % {"percent": percent}
    return ", ".join(part for part in (word, percent) if part)


def period_sentences(uses: Iterable[PeriodUse]) -> list[str]:
    """Return which strategic periods build on a goal, which do not, and of which nobody knows. No queries."""
    names: dict[bool | None, list[str]] = {}
    for use in uses:
        names.setdefault(use.builds, []).append(f"«{use.title}»")
    if not names:
        return [_("Hvilke bærekraftsmål de strategiske føringene bygger på, er ikke registrert.")]
    told = [_("Målet er ett av dem som %(title)s bygger på.") % {"title": one} for one in names.get(True, ())]
    if not told and False in names:
        text = _(
            "Målet er ikke blant dem som %(titles)s bygger på, men aktiviteter kan likevel bidra til det."
        )
        told.append(text % {"titles": list_nb(names[False])})
    if None in names:
        text = _("Hvilke bærekraftsmål %(titles)s bygger på, er ikke registrert.")
        told.append(text % {"titles": list_nb(names[None])})
    return told


@dataclass(frozen=True)
class UpdateLine:
    """What was told of an activity for a day. `mark` and `progress` are empty where they are as before."""

    when: str
    mark: Status | None
    progress: str
    texts: list[str]


def update_lines(updates: Iterable[Update]) -> list[UpdateLine]:
    """Return updates as they are read, in the order they come. No queries when they are fetched."""
    return [
        UpdateLine(
            when=date_nb(update.on),
            mark=status_mark(update.status),
            progress=percent_nb(update.progress) if update.progress is not None else "",
            texts=[text for text in (update.status_reason, update.text) if text],
        )
        for update in updates
    ]


@dataclass(frozen=True)
class OutputLine:
    """An output as it is told of below its activity or its plan; empty is what is not known or not so."""

    when: str
    title: str
    kind: str
    status: str
    belongs: str
    remark: str
    url: str


def outcome_text(status: str, *, overdue: bool) -> str:
    """Return an output's status in words, and that nobody has said what came of it where its time is over."""
    return _("%(status)s, utfallet er ikke registrert") % {"status": status} if overdue else status


def output_lines(outputs: Iterable[Output]) -> list[OutputLine]:
    """Return the outputs of one activity. No queries when municipality and document are fetched."""
    return [
        OutputLine(
            when=date_or_note_nb(output.on, output.date_note),
            title=output.title,
            kind=str(output.get_kind_display()),
            status=outcome_text(
                str(output.get_status_display()) if output.status else "",
                overdue=is_overdue(output, timezone.localdate()),
            ),
            belongs=str(output.municipality or ""),
            remark=output.description,
            url=output.url or (output.document.get_absolute_url() if output.document else ""),
        )
        for output in outputs
    ]
