"""The address of the action plan's PDF: what it answers, and what it does when the PDF cannot be made."""

import datetime as dt
import io
import logging
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pypdf
import pytest
from django.core.cache import caches
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from lxml import html

from actionplan.models import ActionPlan, Activity, ActivityWording
from actionplan.plan_report import report_of
from actionplan.reports import plan_document
from actionplan.snapshot import content_of
from osloregionen.pdf import Pdf, PdfTimeoutError
from tests.factories import (
    make_activity,
    make_body,
    make_document,
    make_focus_area,
    make_plan,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/handlingsprogram/2021.pdf"


def _text(body: bytes) -> str:
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    return " ".join(text.split())


def test_the_address_gives_the_pdf_under_its_own_name(client: Client) -> None:
    response = client.get(ADDRESS)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="handlingsprogram-2021.pdf"'
    assert "http://testserver/handlingsprogram/2021/" in _text(response.content)


def test_a_browsers_own_reader_may_show_it(client: Client) -> None:
    assert client.get(ADDRESS)["Content-Security-Policy"] == "frame-ancestors 'none'"


def test_a_reader_who_has_it_is_told_that_it_has_not_changed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get(ADDRESS)

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("rendered again")

    monkeypatch.setattr("osloregionen.documents.cached_pdf", refuse)
    again = client.get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, first["ETag"])


def test_a_changed_activity_gives_another_pdf(client: Client) -> None:
    first = client.get(ADDRESS)
    activity = Activity.objects.get(plan__year=2021, number="2.1")
    activity.status = Activity.Status.UNDER_WAY
    activity.progress = 40
    activity.responsible = make_body(name="Faggruppe for prøver")
    activity.date_note = "hele året"
    activity.save()

    second = client.get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    text = _text(second.content)
    assert "Status: pågår, 40 %" in text
    assert "Ansvarlig: Faggruppe for prøver" in text
    assert "Tidsrom: hele året" in text


@pytest.mark.parametrize("address", ["/handlingsprogram/1999.pdf", "/handlingsprogram/99999999999.pdf"])
def test_an_unknown_year_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_pdf_that_cannot_be_made_is_a_page_in_norwegian(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise PdfTimeoutError("used more than 15 s of the processor")

    monkeypatch.setattr("osloregionen.pdf._render", fail)
    with caplog.at_level(logging.ERROR, "osloregionen.documents"):
        response = client.get(ADDRESS)

    assert response.status_code == 503
    page = response.content.decode()
    assert "PDF-en kan ikke lages akkurat nå" in page
    assert 'href="/handlingsprogram/2021/"' in page
    assert "processor" not in page
    assert "used more than 15 s of the processor" in caplog.text


def test_a_pdf_that_cannot_be_made_leaves_the_former_one(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = client.get(ADDRESS)
    ActionPlan.objects.get(year=2021).save()

    def fail(*_args: object, **_kwargs: object) -> None:
        raise PdfTimeoutError("used more than 15 s of the processor")

    monkeypatch.setattr("osloregionen.pdf._render", fail)
    response = client.get(ADDRESS)
    assert response.status_code == 503
    page = html.fromstring(response.content.decode())
    link = page.xpath("//a[contains(., 'Last ned forrige utgave')]/@href")
    assert link == [f"{ADDRESS}?utgave=forrige"]
    assert re.search(r"PDF, \d+\xa0sider, \d+\xa0kB", page.text_content())

    again = client.get(link[0])
    assert (again.status_code, again["Content-Type"]) == (200, "application/pdf")
    assert again.content == former.content
    assert again["Cache-Control"] == "no-store"
    # What cannot be made is no address of its own for those who write it themselves.
    assert client.get(f"{ADDRESS}?utgave=tull").status_code == 503


@pytest.mark.parametrize("address", ["2021/status.pdf?dato={today}", "sammenligning.pdf?fra=2021&til=2022"])
def test_a_report_that_asks_for_something_leaves_its_former_one_too(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    make_plan(year=2022)
    address = f"/handlingsprogram/{address.format(today=timezone.localdate())}"
    monkeypatch.setattr("osloregionen.pdf._render", lambda *_args: Pdf(b"%PDF-1.7 den forrige", 3))
    former = client.get(address)
    activity = ActionPlan.objects.get(year=2021).activities.all()[0]
    activity.title = "Noe som ikke lar seg skrive ut"
    activity.save()

    def fail(*_args: object, **_kwargs: object) -> None:
        raise PdfTimeoutError("used more than 15 s of the processor")

    monkeypatch.setattr("osloregionen.pdf._render", fail)
    page = html.fromstring(client.get(address).content.decode())
    [link] = page.xpath("//a[contains(., 'Last ned forrige utgave')]/@href")
    again = client.get(link)
    assert (again.status_code, again.content) == (200, former.content)


def test_a_reader_who_only_has_a_date_is_told_that_it_has_not_changed(client: Client) -> None:
    first = client.get(ADDRESS)
    made = first["Last-Modified"]

    for asked in (made, made, "Thu, 01 Jan 2015 00:00:00 GMT", "tull"):
        answer = client.get(ADDRESS, headers={"If-Modified-Since": asked})
        assert answer.status_code == (304 if asked == made else 200)
    # As the first of all: nothing in memory.
    caches["pages"].clear()
    assert client.get(ADDRESS, headers={"If-Modified-Since": made}).status_code == 304


def test_an_adopted_plan_says_when_by_whom_and_in_which_case() -> None:
    body = make_body(name="Representantskap for prøver")
    plan = make_plan(status="vedtatt", adopted_on="2029-10-28", adopted_by=body, case_reference="12/2029")
    plan.refresh_from_db()

    content = content_of(plan)
    decided = "Vedtatt 28.\u00a0oktober 2029 av representantskap for prøver. Saksnummer 12/2029"
    kept = report_of(content.adopted(version=3))
    assert (kept.status, kept.status_details) == ("Vedtatt", f"{decided}. Versjon 3.")
    assert (kept.final, kept.state) == (True, "Versjon 3, vedtatt 28.\u00a0oktober 2029")
    # Without a version nobody knows that this is what was adopted.
    unkept = report_of(content)
    assert unkept.status == "Vedtatt 28.\u00a0oktober 2029, ikke lagret ved vedtaket"
    assert unkept.status_details == (
        f"{decided}. Dette er innholdet slik det står nå, ikke en versjon som ble lagret ved vedtaket."
    )


def test_a_version_says_when_it_was_kept_and_a_draft_when_it_was_changed() -> None:
    content = replace(content_of(make_plan()), changed=dt.datetime(2026, 11, 21, 13, 5, tzinfo=dt.UTC))
    draft, kept = report_of(content), report_of(content.adopted(version=1, adopted_on=dt.date(2026, 11, 20)))
    assert draft.dated == "Innholdet sist endret 21.\u00a0november 2026"
    assert kept.dated == "Lagret i portalen 21.\u00a0november 2026"
    assert "Lagret i portalen" in [fact.label for fact in kept.colophon.facts]
    assert "Innholdet sist endret" not in [fact.label for fact in kept.colophon.facts]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("", "Vedtak ikke registrert"),
        ("utkast", "Utkast – vedtak ikke registrert"),
        ("forslag", "Forslag – vedtak ikke registrert"),
        ("til_behandling", "Utkast til behandling – vedtak ikke registrert"),
        ("vedtatt", "Vedtatt – vedtak ikke registrert"),
    ],
)
def test_a_plan_without_a_registered_adoption_says_so(status: str, words: str) -> None:
    report = report_of(content_of(make_plan(status=status)))
    assert report.status == words
    # In the largest type on the cover, and in the words of a sentence where others have the decision.
    assert (report.status_word, report.final) == (words.partition(" – ")[0], False)
    assert (report.adoption.facts, report.adoption.unknown) == ([], report.status_details)


def test_what_a_focus_area_lacks_throughout_is_said_once_and_the_rest_where_it_is_missing() -> None:
    plan = make_plan()
    make_activity(plan=plan, goals=(13,), title="Arrangere 4-5 møter", sub_points=("Arrangere 4 – 6 møter",))
    make_activity(plan=plan, role_and_form="Pådriver")
    [chapter] = report_of(content_of(plan)).chapters
    assert chapter.lead == "To aktiviteter. Status, ansvarlig og tidsrom er ikke registrert."
    assert [(one.shows_goals, one.shows_role, one.facts) for one in chapter.activities] == [
        (True, True, [])
    ] * 2
    assert (chapter.activities[0].title, chapter.activities[0].sub_points) == (
        "Arrangere 4–5 møter",
        ["Arrangere 4–6 møter"],
    )
    plan.activities.update(role_and_form="")
    [chapter] = report_of(content_of(plan)).chapters
    assert chapter.lead.endswith("Rolle og arbeidsform, status, ansvarlig og tidsrom er ikke registrert.")


def test_every_part_is_named_at_the_head_of_its_pages_and_a_short_matrix_is_not_divided() -> None:
    content = content_of(ActionPlan.objects.get(year=2021))
    pages = []
    for one in (content, replace(content, activities=())):
        printed = render_to_string("actionplan/plan_pdf.html", {"report": report_of(one)})
        pages.append(html.fromstring(printed))
    for page in pages:
        assert all(part.get("data-running") for part in page.xpath("//section")[1:])
    rows = [len(page.xpath("//table[@class='goals']/tbody/tr")) for page in pages]
    whole = [len(page.xpath("//div[contains(@class, 'goals-whole')]")) for page in pages]
    assert (rows, whole) == ([8, 5], [0, 1])


def test_a_long_title_has_room_on_the_cover() -> None:
    content = content_of(ActionPlan.objects.get(year=2021))
    titles = ("Handlingsprogram 2021", "Handlingsprogram 2021 – " + "klima " * 8, "Handlingsprogram " * 8)
    assert [report_of(replace(content, title=one)).title_size for one in titles] == ["", "long", "longest"]


def test_a_cell_is_a_gap_only_where_all_activities_of_the_area_have_goals() -> None:
    plan = make_plan()
    area = make_focus_area(period=plan.period)
    make_activity(plan=plan, focus_area=area, goals=(13,))
    other = make_activity(plan=plan, focus_area=area, goals=(11,))
    assert {cell.known for row in report_of(content_of(plan)).matrix.rows for cell in row.cells} == {True}
    other.goals.all().delete()
    assert {cell.known for row in report_of(content_of(plan)).matrix.rows for cell in row.cells} == {False}


def test_notes_on_the_sources_are_for_the_page_and_not_for_the_board() -> None:
    plan = make_plan(source="Ordet «, og» er strøket her.")
    make_activity(plan=plan)
    assert "strøket" not in render_to_string(
        "actionplan/plan_pdf.html", {"report": report_of(content_of(plan))}
    )


def test_what_staff_write_is_printed_as_text_and_fetches_nothing(caplog: pytest.LogCaptureFixture) -> None:
    hostile = '<img src="file:///etc/passwd"><link rel="attachment" href="file:///etc/passwd"></html>'
    plan = make_plan(introduction=hostile)
    activity = make_activity(
        plan=plan, title=hostile, role_and_form=hostile, heading=hostile, sub_points=(hostile,)
    )
    ActivityWording.objects.create(activity=activity, document=make_document(title=hostile), text=hostile)

    with caplog.at_level(logging.WARNING, "osloregionen.pdf"):
        body = plan_document(plan).pdf().body

    assert re.sub(r"\W", "", hostile) in re.sub(r"\W", "", _text(body))
    assert "root:x:0" not in _text(body)
    assert caplog.text == ""


def test_a_plan_without_activities_says_so() -> None:
    plan = make_plan()
    make_focus_area(period=plan.period)

    text = _text(plan_document(plan).pdf().body)

    assert "Ingen aktiviteter er registrert" in text
    # There is nothing to say of sources; the document says what it is all the same.
    assert "Kilder" not in text
    assert "Om dette dokumentet" in text


@pytest.mark.parametrize(
    ("areas", "active", "words"),
    [
        (4, 1, "1\u00a0aktivitet i ett av fire innsatsområder"),
        (4, 3, "3\u00a0aktiviteter i tre av fire innsatsområder"),
        (4, 4, "4\u00a0aktiviteter i alle fire innsatsområder"),
        (14, 2, "2\u00a0aktiviteter i to av 14 innsatsområder"),
    ],
)
def test_the_cover_counts_activities_and_areas_in_words(areas: int, active: int, words: str) -> None:
    plan = make_plan()
    for area in [make_focus_area(period=plan.period) for _ in range(areas)][:active]:
        make_activity(plan=plan, focus_area=area)

    assert report_of(content_of(plan)).scope == words


def test_the_number_of_queries_does_not_grow_with_the_activities(
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    counts = []
    for activities in (2, 20):
        plan = make_plan()
        for _ in range(activities):
            made = make_activity(plan=plan, goals=(11, 13), sub_points=("a", "b"))
            ActivityWording.objects.create(activity=made, document=make_document(), text="x")
        plan = ActionPlan.objects.select_related("period__adopted_by", "adopted_by").get(pk=plan.pk)
        with django_assert_max_num_queries(100) as captured:
            plan_document(plan).facts()
        counts.append(len(captured))

    # Twelve for the content, two for its version; once it is known, one for the version.
    assert counts[0] == counts[1] == 14
    with django_assert_max_num_queries(1):
        plan_document(plan).facts()
