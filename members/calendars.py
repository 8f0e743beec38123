"""The meetings as a calendar file."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from members.models import Meeting
from osloregionen.calendars import Happening, calendar_file
from osloregionen.revisions import Revision, revisions


def meeting_calendar(meetings: Iterable[Meeting], *, title: str, address: str) -> bytes:
    """Return the meetings that have a date as a calendar file. Two queries where the bodies are fetched.

    `address` is the absolute address of the meetings' page.
    """
    dated = [meeting for meeting in meetings if meeting.on is not None]
    found = revisions(dated, named=("body",))
    return calendar_file(
        title, (_happening(meeting, address, found[meeting.pk]) for meeting in dated), address=address
    )


def _happening(meeting: Meeting, address: str, revision: Revision) -> Happening:
    assert meeting.on is not None  # noqa: S101 - the caller leaves out those without a date
    return Happening(
        uid=f"mote-{meeting.pk}",
        title=meeting.title,
        first=meeting.on,
        last=meeting.ends_on,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        description=_description(meeting),
        category=meeting.get_kind_display(),
        url=meeting.agenda_url or address,
        revision=revision,
    )


def _description(meeting: Meeting) -> str:
    body = meeting.body.name if meeting.body is not None else meeting.organiser
    told = [
        meeting.public_note,
        _("Organ: %(name)s") % {"name": body} if body else "",
        # Several days and no end: the calendar has whole days.
        _("Fra klokken %(time)s.") % {"time": f"{meeting.starts_at:%H.%M}"}
        if meeting.starts_at is not None and meeting.ends_at is None
        else "",
        _("Merknad til datoen: %(note)s") % {"note": meeting.date_note} if meeting.date_note else "",
        _("Program: %(address)s") % {"address": meeting.agenda_url} if meeting.agenda_url else "",
    ]
    return "\n".join(line for line in told if line)
