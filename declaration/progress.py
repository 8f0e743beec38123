"""How a declaration's answers came in: who had joined and who had signed, from day to day.

Joined counts by the date of the decision, signed by the date of the signing; who withdrew counts until then.
An answer without its date is said to be without, and stands on no line.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from declaration.models import Declaration, Signature
from osloregionen.formatting import counted_nb, date_nb, list_nb, number_nb
from osloregionen.text import sort_key

_STATUS = Signature.Status
_EVER_JOINED = {_STATUS.JOINED, _STATUS.SIGNED, _STATUS.WITHDRAWN}

#: More names than this are counted, not listed.
MOST_NAMED = 12
#: A table of more days than this is one of months.
MOST_DAYS = 31


@dataclass(frozen=True)
class Day:
    """What was new on a day (or in a month) and how many there were at its end, less those that withdrew."""

    on: dt.date
    when: str
    joined_new: int
    joined: int
    signed_new: int
    signed: int


@dataclass(frozen=True)
class Progress:
    """A declaration's progress. `days` is every day with a change, `periods` the same for a table.

    `notes` say in sentences what is known, and what has no date.
    """

    days: list[Day]
    periods: list[Day]
    starts: dt.date | None
    ends: dt.date | None
    notes: list[str]

    @property
    def can_be_drawn(self) -> bool:
        """Whether there are at least two days to draw a line between."""
        return len(self.days) > 1


def progress_of(
    declaration: Declaration, answers: Iterable[Signature], names: dict[int, str], today: dt.date
) -> Progress:
    """Return the progress of the municipalities' answers; `names` by municipality id. No queries."""
    answers = list(answers)
    changes: dict[dt.date, list[int]] = defaultdict(lambda: [0, 0])
    for answer in answers:
        for place, began in enumerate(_dates(answer)):
            if began is None:
                continue
            changes[began][place] += 1
            if answer.withdrawn_on is not None:
                changes[answer.withdrawn_on][place] -= 1
    days = _counted((on, date_nb(on), changes[on]) for on in sorted(changes))
    ends = days[-1].on if days else None
    if days and declaration.status == Declaration.Status.OPEN:
        ends = max(days[-1].on, today)
    return Progress(
        days=days,
        periods=days if len(days) <= MOST_DAYS else _by_month(days),
        starts=min(days[0].on, declaration.opened_on or days[0].on) if days else None,
        ends=ends,
        notes=[note for note in (_one_day(days), _undated(answers, names)) if note],
    )


def _dates(answer: Signature) -> tuple[dt.date | None, dt.date | None]:
    """Return when the answer became an accession and a signature, as far as it was and is dated."""
    if answer.status not in _EVER_JOINED:
        return None, None
    return answer.decided_on, answer.signed_on


def _counted(changes: Iterable[tuple[dt.date, str, list[int]]]) -> list[Day]:
    days, joined, signed = [], 0, 0
    for on, when, (joined_new, signed_new) in changes:
        joined, signed = joined + joined_new, signed + signed_new
        days.append(Day(on, when, joined_new, joined, signed_new, signed))
    return days


def _by_month(days: Sequence[Day]) -> list[Day]:
    months: dict[dt.date, list[int]] = defaultdict(lambda: [0, 0])
    for day in days:
        month = months[day.on.replace(day=1)]
        month[0] += day.joined_new
        month[1] += day.signed_new
    return _counted((on, format_date(on, "F Y"), new) for on, new in months.items())


def _one_day(days: Sequence[Day]) -> str:
    """Say when it was, where all dates are one day and there is no line to draw."""
    if len(days) != 1:
        return ""
    day = days[0]
    parts = []
    if day.joined:
        parts.append(_tilslutninger(day.joined))
    if day.signed:
        parts.append(counted_nb(day.signed, _("signatur"), _("signaturer")))
    if not parts:
        return ""
    return _("%(what)s er datert %(date)s. Andre datoer er ikke registrert.") % {
        "date": date_nb(day.on),
        "what": list_nb(parts),
    }


def _tilslutninger(count: int) -> str:
    return counted_nb(count, _("tilslutning"), _("tilslutninger"))


def _undated(answers: Sequence[Signature], names: dict[int, str]) -> str:
    """Name those that have joined without a registered date of the decision."""
    undated = [
        answer
        for answer in answers
        if answer.status in (_STATUS.JOINED, _STATUS.SIGNED) and answer.decided_on is None
    ]
    if not undated:
        return ""
    words = {"count": _tilslutninger(len(undated)).capitalize()}
    sentence = _("%(count)s er uten registrert vedtaksdato, og kan ikke plasseres i tid") % words
    named = [names.get(answer.municipality_id or 0, "") for answer in undated]
    if len(named) <= MOST_NAMED and all(named):
        return f"{sentence}: {list_nb(sorted(named, key=sort_key))}."
    return f"{sentence}."


def alt_text(progress: Progress) -> str:
    """Return what one sees in the chart, in sentences. Needs days to draw."""
    last = progress.days[-1]
    return _(
        "Trappelinjer fra %(from)s til %(to)s. Til sammen %(joined)s med vedtaksdato og %(signed)s "
        "med signeringsdato til slutt."
    ) % {
        "from": date_nb(progress.starts or last.on),
        "to": date_nb(progress.ends or last.on),
        "joined": _tilslutninger(last.joined),
        "signed": number_nb(last.signed),
    }
