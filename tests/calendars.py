"""Reads calendar files as another program does: by a library that had no part in writing them."""

from typing import Any

from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event


def calendar_of(client: Any, address: str) -> Calendar:
    """Return the one calendar that an address answers with."""
    [calendar] = IcsCalendarStream.from_ics(_text(client, address)).calendars
    return calendar


def events_of(client: Any, address: str) -> dict[str, Event]:
    """Return the events of a calendar file by their UIDs, which are all different."""
    events = calendar_of(client, address).events
    found = {event.uid: event for event in events}
    assert len(found) == len(events)
    return found


def lines_of(client: Any, address: str) -> list[str]:
    """Return the lines of a calendar file, unfolded."""
    return _text(client, address).replace("\r\n ", "").split("\r\n")


def _text(client: Any, address: str) -> str:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8"), address
    text: str = answer.content.decode()
    return text
