"""The status report as PDF: what it says of a day, to eyes and to screen readers."""

import datetime as dt
import re
from collections import Counter
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, override_settings

from actionplan.standing import Standing
from actionplan.status import ActivityStatus, AreaStatus, Message, OutputStatus, PlanStatus
from actionplan.status_adoption import Adoption
from actionplan.status_report import StatusReport, report_of
from osloregionen.pdf import Pdf, cached_pdf
from tests.printed import (
    elements_of,
    heading_levels,
    leaves_a_level_out,
    letters_of,
    pages_of,
    table_heads,
    text_of,
    ua_failures,
)

pytestmark = pytest.mark.once
DAY = dt.date(2025, 6, 30)
ADDRESS = "https://portal.example.org/handlingsprogram/2025/status/?dato=2025-06-30"
LONG = "Samferdselsinvesteringsprioriteringer"
HOSTILE = '<b>fet</b> <link rel="attachment" href="file:///etc/passwd"> & «slutt»'


def _activity(number: str, **fields: Any) -> ActivityStatus:
    known = {
        "number": number,
        "title": f"Prøveaktivitet {number}",
        "responsible": "",
        "ends_on": None,
        "date_note": "",
        "now": Standing(),
        "then": None,
        "reason_on": None,
        "messages": [],
        "late": False,
        "afterwards": False,
        "page": (2025, number),
    }
    return ActivityStatus(**known | fields)


def _status(areas: list[AreaStatus], outputs: list[OutputStatus]) -> PlanStatus:
    changed = dt.datetime(2025, 6, 20, 12, tzinfo=dt.UTC)
    adoption = Adoption("vedtatt", dt.date(2024, 10, 30), "Representantskapet", "12/24")
    return PlanStatus(
        year=2025,
        title="Prøveprogram 2025",
        on=DAY,
        known=dt.date(2025, 8, 1),
        entered=None,
        settled=True,
        adoption=adoption,
        areas=areas,
        outputs=outputs,
        changed=changed,
    )


def _printed(report: StatusReport) -> bytes:
    uncached = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    with override_settings(CACHES=uncached):
        return cached_pdf(render_to_string("actionplan/plan_status_pdf.html", {"report": report})).body


@pytest.fixture(scope="module")
def report() -> StatusReport:
    """A report with an activity of each kind, one of them hostile."""
    reached, passed = dt.date(2025, 12, 31), dt.date(2025, 5, 31)
    told = [Message(dt.date(2025, 6, 1), "Tre møter er holdt.", Standing(), False)]
    first = [
        _activity("1.1", now=Standing("fullfort", "", 100), messages=told),
        _activity("1.2", now=Standing("pagar", "", 40), ends_on=reached, then=Standing(), messages=told),
        _activity("1.3", now=Standing("utsatt", HOSTILE, 20), ends_on=passed, late=True),
        _activity("1.4", now=Standing("avlyst", f"Uten penger. {LONG} gikk foran."), ends_on=reached),
        _activity("1.5", title=HOSTILE, responsible="Prøvestyret"),
    ]
    many = [_activity(f"2.{number}", now=Standing("planlagt")) for number in range(1, 31)]
    outputs = [
        OutputStatus("webinar", "Prøvewebinar", "gjennomfort", DAY, "", "1.1", "", "", "", "", False, False),
        OutputStatus("mote", "Prøvemøte", "planlagt", passed, "", "", "", "", "", "", True, False),
        OutputStatus("rapport", "Prøverapport", "", None, "våren 2025", "", "", "", "", "", False, True),
    ]
    areas = [
        AreaStatus(1, "Prøveområdet", first, False),
        AreaStatus(2, "Det lange", many, False),
        AreaStatus(3, "Tomt", [], False),
    ]
    return report_of(_status(areas, outputs), ADDRESS)


@pytest.fixture(scope="module")
def pdf(report: StatusReport) -> bytes:
    """The report, made once for the module."""
    return _printed(report)


def test_it_is_valid_pdf_ua(pdf: bytes) -> None:
    assert ua_failures(pdf) == []


def test_a_report_of_nothing_is_valid_too() -> None:
    empty = _printed(report_of(_status([], []), ADDRESS))

    assert ua_failures(empty) == []
    assert "Ingen aktiviteter er registrert." in text_of(empty)


def test_no_level_of_headings_is_left_out(pdf: bytes) -> None:
    assert not leaves_a_level_out(heading_levels(pdf))


def test_each_table_names_its_columns_and_rows(pdf: bytes) -> None:
    heads = table_heads(pdf)

    assert len(heads) >= 8
    assert all(columns and rows for columns, rows in heads)


def test_the_cover_says_of_which_day_and_how_it_goes(pdf: bytes) -> None:
    cover = pages_of(pdf)[0]

    assert "Status 30. juni 2025" in cover
    assert "35 aktiviteter: 1 fullført, 1 pågår, 1 forsinket, 30 planlagt, 1 avlyst og 1 uten" in cover
    assert "Handlingsprogrammet er vedtatt 30. oktober 2024 av representantskapet, sak 12/24." in cover
    assert ADDRESS in cover


def test_it_tells_what_is_done_under_way_late_and_without_deadline_and_why(pdf: bytes) -> None:
    text = letters_of(text_of(pdf))

    for said in (
        "Fullført: 1 aktivitet",
        "Pågår: 1 aktivitet",
        "Forsinket: 1 aktivitet",
        "Planlagt: 30 aktiviteter",
        "utsatt, 20 %",
        "31. mai 2025",
        "uten frist",
        "1. juni 2025: Tre møter er holdt.",
        "Uten penger.",
        "Det som var meldt 30. juni 2025: ikke registrert.",
        "våren 2025",
        "Lagt inn i ettertid.",
        "planlagt, utfallet er ikke registrert",
        "Alle er uten frist. Ingenting er meldt.",
    ):
        assert letters_of(said) in text, said


def test_a_word_longer_than_its_column_is_divided(pdf: bytes) -> None:
    assert LONG not in text_of(pdf)
    assert LONG in letters_of(text_of(pdf))


def test_a_late_one_has_a_sign_as_well_as_a_word(pdf: bytes) -> None:
    assert "! Forsinket" in text_of(pdf)


def test_a_table_that_goes_on_says_on_top_how_its_activities_stand(pdf: bytes) -> None:
    goes_on = [page for page in pages_of(pdf) if "2.30" in page and "2.1 " not in page]

    assert ["2 Det lange · Planlagt" in page for page in goes_on] == [True]


def test_html_in_a_text_is_text_and_nothing_is_attached(pdf: bytes) -> None:
    text = letters_of(text_of(pdf))

    assert text.count(letters_of(HOSTILE)) == 2
    assert b"/EmbeddedFile" not in pdf
    assert "root:" not in text


def test_a_screen_reader_meets_every_activity_as_a_row(pdf: bytes) -> None:
    rows = [tag for tag, _alt, above in elements_of(pdf) if tag == "/TR" and "/Table" in above]

    assert len(rows) >= 35 + 9 + 3


def test_no_row_is_alone_beneath_a_head() -> None:
    areas = [
        AreaStatus(order, "Prøveområdet", [_activity(f"{order}.{n}") for n in range(1, order + 9)], False)
        for order in range(1, 13)
    ]

    pages = pages_of(_printed(report_of(_status(areas, []), ADDRESS)))

    parts = [Counter(re.findall(r"Prøveaktivitet (\d+)\.", page)) for page in pages]
    assert sum(part.total() for part in parts) == sum(range(9, 21))
    assert all(1 not in part.values() for part in parts)


@pytest.mark.django_db
def test_the_same_status_is_the_same_file_and_known_by_its_etag(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("osloregionen.documents.cached_pdf", lambda *_args, **_kept: Pdf(b"%PDF", 1))
    address = "/handlingsprogram/2021/status.pdf?dato=2021-09-30"
    first = client.get(address)

    again = client.get(address, headers={"if-none-match": first["ETag"]})

    assert first["Content-Disposition"] == 'inline; filename="handlingsprogram-2021-status-2021-09-30.pdf"'
    assert (first.status_code, again.status_code) == (200, 304)
