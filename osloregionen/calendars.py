"""Calendar files (iCalendar, RFC 5545): what an app's `calendars.py` makes of its dated records.

    calendar_file("Møter i Osloregionen", [Happening(uid="mote-12", …), …], address="https://…/moter/")
    calendar_response(body, "osloregionen-moter")

A record keeps its UID for good, and each change of what the event says counts SEQUENCE up: a calendar that
subscribes moves the event instead of adding another one. The same records give the same bytes, whenever they
are asked for.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from osloregionen.parts import CalendarLink
from osloregionen.revisions import Revision

ZONE = "Europe/Oslo"
#: What tells our events from other people's. It stays, whatever the portal's address is.
_OURS = "osloregionen.no"
_HOUR = dt.timedelta(hours=1)
#: How often a calendar that subscribes is asked to look again.
_LOOK_AGAIN = dt.timedelta(hours=12)
# What RFC 5545 has no way to write, and a text that was pasted may hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Happening:
    """Something with a date. `first` and `last` are days; without `starts_at` it takes all of them.

    `uid` is the record's own ("mote-12"); `revision` counts its changes, and those of all rows of which the
    event shows anything: a name, a status (osloregionen/revisions.py).
    `status` is "", "TENTATIVE" or "CANCELLED"; not `busy`: others may be invited at the same time.
    """

    uid: str
    title: str
    first: dt.date
    revision: Revision
    last: dt.date | None = None
    starts_at: dt.time | None = None
    ends_at: dt.time | None = None
    place: str = ""
    description: str = ""
    category: str = ""
    url: str = ""
    status: str = ""
    busy: bool = True


def calendar_file(title: str, happenings: Iterable[Happening], *, address: str) -> bytes:
    """Return a calendar file. `address` is the page that it belongs to. The queries of `happenings`."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Osloregionen//Portal//NO")
    calendar.add("calscale", "GREGORIAN")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, _plain(title))
    calendar.add("url", address)
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("refresh-interval", _LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    calendar.add_component(_zone())
    for happening in happenings:
        calendar.add_component(_event(happening))
    body: bytes = calendar.to_ical()
    return body


def calendar_response(body: bytes, name: str) -> HttpResponse:
    """Return the file as an answer that a phone opens in its calendar, and others save as `name`.ics."""
    headers = {
        "Content-Disposition": f'inline; filename="{name}.ics"',
        # Pages are to be found by search engines, not their files.
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def calendar_link(
    request: HttpRequest, url: str, title: str, others: Iterable[tuple[str, str]] = ()
) -> CalendarLink:
    """Return what `_calendar.html` takes; `others` are names and addresses of narrower calendars."""
    address = request.build_absolute_uri(url)
    return CalendarLink(title, url, address, f"webcal:{address.partition(':')[2]}", tuple(others))


def _zone() -> Timezone:
    """Return Norway's time by rule, as it has been since 1996: lists of dates come to an end."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    summer, winter = TimezoneDaylight(), TimezoneStandard()
    for part, name, month, starts, before, after in (
        (summer, "CEST", 3, dt.datetime(1996, 3, 31, 2), _HOUR, 2 * _HOUR),  # noqa: DTZ001 - local time
        (winter, "CET", 10, dt.datetime(1996, 10, 27, 3), 2 * _HOUR, _HOUR),  # noqa: DTZ001 - local time
    ):
        part.add("dtstart", starts)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone


def _event(happening: Happening) -> Event:
    event = Event()
    event.add("uid", f"{happening.uid}@{_OURS}")
    # Without a METHOD this is when the event was last revised (RFC 5545, 3.8.7.2).
    event.add("dtstamp", happening.revision.changed.astimezone(dt.UTC))
    event.add("last-modified", happening.revision.changed.astimezone(dt.UTC))
    event.add("sequence", happening.revision.number)
    starts, ends = _span(happening)
    event.add("dtstart", starts)
    if ends is not None:
        event.add("dtend", ends)
    event.add("summary", _plain(happening.title))
    for name, text in (
        ("location", happening.place),
        ("description", happening.description),
        ("status", happening.status),
    ):
        if text:
            event.add(name, _plain(text))
    if happening.category:
        event.add("categories", [_plain(happening.category)])
    if happening.url:
        event.add("url", happening.url)
    event.add("transp", "OPAQUE" if happening.busy else "TRANSPARENT")
    return event


def _span(happening: Happening) -> tuple[dt.date, dt.date | None]:
    """Return start and end; no end where it is not known. An end before its start is as good as none."""
    last = happening.last or happening.first
    several = last > happening.first
    if happening.starts_at is None or (several and happening.ends_at is None):
        # A whole day ends with the next one (RFC 5545, 3.6.1).
        return happening.first, max(last, happening.first) + dt.timedelta(days=1)
    zone = ZoneInfo(ZONE)
    starts = dt.datetime.combine(happening.first, happening.starts_at, zone)
    if happening.ends_at is None:
        return starts, None
    ends = dt.datetime.combine(last, happening.ends_at, zone)
    return starts, ends if ends > starts else None


def _plain(text: str) -> str:
    """Return the text with plain line breaks, and without what a calendar file cannot hold."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
