"""The meetings in a reader's own calendar: another library than the one that wrote the file reads it back."""

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from ical.event import Event
from ical.timezone import IcsTimezoneInfo

from members.models import Meeting
from tests.calendars import calendar_of, events_of, lines_of
from tests.factories import make_body, make_meeting

pytestmark = pytest.mark.django_db

OSLO = ZoneInfo("Europe/Oslo")


def _only(client: Client, **fields: Any) -> Event:
    """Return the event of one new meeting."""
    meeting = make_meeting(**fields)
    return events_of(client, "/moter.ics")[f"mote-{meeting.pk}@osloregionen.no"]


def test_every_meeting_of_the_council_with_a_date_is_in_the_calendar(client: Client) -> None:
    dated = Meeting.objects.filter(on__isnull=False)
    events = events_of(client, "/moter.ics")
    assert {event.summary for event in events.values()} == {meeting.title for meeting in dated}
    assert len(events) == dated.count() < Meeting.objects.count()


def test_the_file_says_what_it_is_and_opens_in_a_calendar(client: Client) -> None:
    answer = client.get("/moter.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'inline; filename="osloregionen-moter.ics"'
    assert "X-WR-CALNAME:Møter i Osloregionen" in lines_of(client, "/moter.ics")
    # RFC 5545, 3.1: lines end so, and hold at most 75 octets.
    assert answer.content.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, answer.content.split(b"\r\n"))) <= 75


def test_a_meeting_with_hours_begins_and_ends_in_norwegian_time(client: Client, empty_portal: None) -> None:
    event = _only(client, on="2031-06-02", starts_at="09:00", ends_at="15:30", place="Oslo rådhus")
    assert event.dtstart == dt.datetime(2031, 6, 2, 9, tzinfo=OSLO)
    assert event.dtend == dt.datetime(2031, 6, 2, 15, 30, tzinfo=OSLO)
    assert event.location == "Oslo rådhus"
    assert "DTSTART;TZID=Europe/Oslo:20310602T090000" in lines_of(client, "/moter.ics")


def test_a_meeting_without_hours_takes_its_days(client: Client) -> None:
    one, two = _only(client, on="2031-06-02"), _only(client, on="2031-06-02", ends_on="2031-06-03")
    assert (one.dtstart, one.dtend) == (dt.date(2031, 6, 2), dt.date(2031, 6, 3))
    assert (two.dtstart, two.dtend) == (dt.date(2031, 6, 2), dt.date(2031, 6, 4))


def test_an_end_that_nobody_knows_is_not_invented(client: Client) -> None:
    event = _only(client, on="2031-06-02", starts_at="09:00")
    assert (event.dtstart, event.dtend) == (dt.datetime(2031, 6, 2, 9, tzinfo=OSLO), None)
    several = _only(client, on="2031-06-02", ends_on="2031-06-03", starts_at="09:00")
    assert (several.dtstart, several.dtend) == (dt.date(2031, 6, 2), dt.date(2031, 6, 4))
    assert several.description == "Fra klokken 09.00."


def test_a_meeting_over_several_days_ends_on_the_last(client: Client) -> None:
    event = _only(client, on="2031-06-02", ends_on="2031-06-03", starts_at="12:00", ends_at="11:00")
    assert event.dtend == dt.datetime(2031, 6, 3, 11, tzinfo=OSLO)


def test_an_end_before_the_start_is_left_out(client: Client) -> None:
    event = _only(client, on="2031-06-02", ends_on="2031-06-02", starts_at="12:00", ends_at="11:00")
    assert event.dtend is None


def test_a_meeting_without_a_date_is_not_in_the_calendar(client: Client, empty_portal: None) -> None:
    make_meeting(on=None, date_note="høsten 2031")
    assert events_of(client, "/moter.ics") == {}


def test_what_is_uncertain_about_a_date_is_told(client: Client) -> None:
    event = _only(client, on="2031-06-02", date_note="året står ikke i kilden", public_note="Åpent møte.")
    assert event.description == "Åpent møte.\nMerknad til datoen: året står ikke i kilden"


def test_a_meeting_that_is_moved_keeps_its_uid_and_counts_its_changes(client: Client) -> None:
    meeting = make_meeting(on="2031-06-02")
    uid = f"mote-{meeting.pk}@osloregionen.no"
    before = events_of(client, "/moter.ics")[uid]
    meeting.on = dt.date(2031, 6, 9)
    meeting.save()
    after = events_of(client, "/moter.ics")[uid]
    assert (before.sequence, after.sequence) == (0, 1)
    assert (before.dtstart, after.dtstart) == (dt.date(2031, 6, 2), dt.date(2031, 6, 9))
    assert after.dtstamp >= before.dtstamp
    assert after.last_modified == after.dtstamp


def test_a_body_that_is_renamed_changes_its_meetings_and_the_count_never_falls(client: Client) -> None:
    body = make_body(name="Prøveorganet")
    meeting = make_meeting(on="2031-06-02", body=body)
    uid = f"mote-{meeting.pk}@osloregionen.no"
    seen = [events_of(client, "/moter.ics")[uid]]
    body.name = "Organet som skiftet navn"
    body.save()
    seen.append(events_of(client, "/moter.ics")[uid])
    meeting.body = None
    meeting.save()
    body.delete()
    seen.append(events_of(client, "/moter.ics")[uid])
    assert [event.sequence for event in seen] == [0, 1, 2]
    assert [event.description for event in seen] == [
        "Organ: Prøveorganet",
        "Organ: Organet som skiftet navn",
        None,
    ]
    stamps = [event.dtstamp for event in seen]
    assert stamps == sorted(stamps) == [event.last_modified for event in seen]


def test_the_same_meetings_give_the_same_file(client: Client) -> None:
    first = client.get("/moter.ics")
    again = client.get("/moter.ics", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert client.get("/moter.ics?igjen").content == first.content


def test_a_body_has_a_calendar_of_its_own(client: Client) -> None:
    body = make_body(name="Prøveorganet", slug="proveorganet")
    own = make_meeting(body=body, title="Prøvemøtet")
    events = events_of(client, "/moter.ics?organ=proveorganet")
    assert list(events) == [f"mote-{own.pk}@osloregionen.no"]
    assert next(iter(events.values())).description == "Organ: Prøveorganet"
    assert "X-WR-CALNAME:Møter i Osloregionen: Prøveorganet" in lines_of(
        client, "/moter.ics?organ=proveorganet"
    )
    assert (
        'filename="osloregionen-moter-proveorganet.ics"'
        in client.get("/moter.ics?organ=proveorganet")["Content-Disposition"]
    )


@pytest.mark.parametrize("organ", ["tull", "%00", "%27%3B--", "x" * 500])
def test_an_unknown_body_is_answered_with_those_that_have_meetings(client: Client, organ: str) -> None:
    answer = client.get(f"/moter.ics?organ={organ}")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    page = answer.content.decode()
    assert "Portalen har ingen møtekalender for organet" in page
    assert "Styret (styret)" in page


def test_hostile_text_stays_text(client: Client, empty_portal: None) -> None:
    title = "Møte\r\nATTENDEE:mailto:x@example.org\nEND:VEVENT; og, så \\n\x1b\u2028"
    event = _only(client, title=title, public_note="BEGIN:VALARM\rACTION:DISPLAY" + "å" * 200)
    assert event.summary == "Møte\nATTENDEE:mailto:x@example.org\nEND:VEVENT; og, så \\n\u2028"
    assert event.description is not None
    assert event.description.startswith("BEGIN:VALARM\nACTION:DISPLAYå")
    starts = [
        line for line in lines_of(client, "/moter.ics") if re.match("ATTENDEE|ACTION|BEGIN:VALARM", line)
    ]
    assert starts == []


@pytest.mark.parametrize("year", [2004, 2022, 2026, 2040])
def test_the_file_knows_norwegian_time_to_the_hour(client: Client, empty_portal: None, year: int) -> None:
    [zone] = calendar_of(client, "/moter.ics").timezones
    ours = IcsTimezoneInfo.from_timezone(zone)
    for hour in range(0, 365 * 24, 12):
        # Hours on the clock; one that does not exist, or is there twice, may be either.
        moment = dt.datetime(year, 1, 1, 6, tzinfo=OSLO) + dt.timedelta(hours=hour)
        assert moment.replace(tzinfo=ours).utcoffset() == moment.utcoffset(), moment


def test_the_meetings_page_leads_to_the_calendar_of_what_it_shows(client: Client) -> None:
    page = client.get("/moter/").content.decode()
    assert 'href="webcal://testserver/moter.ics"' in page
    assert 'href="/moter.ics?organ=styret"' in page
    narrowed = client.get("/moter/?organ=styret").content.decode()
    assert 'href="webcal://testserver/moter.ics?organ=styret"' in narrowed
    assert 'href="/moter.ics"' in narrowed


def test_a_secure_page_subscribes_to_its_own_address(client: Client) -> None:
    page = client.get("/moter/", secure=True).content.decode()
    assert "<code>https://testserver/moter.ics</code>" in page


def test_the_calendar_asks_no_more_of_the_database_with_more_meetings(count_queries: Any) -> None:
    body = make_body(slug="proveorganet")
    make_meeting(body=body)
    addresses = ("/moter.ics", "/moter.ics?organ=proveorganet", "/moter/")
    few = [count_queries(address) for address in addresses]
    for _n in range(10):
        make_meeting(body=make_body())
        make_meeting(body=body)
    assert [count_queries(address) for address in addresses] == few
