"""The PDF of an adopted plan: made to be kept, and saying what was adopted, by whom, and how to check it."""

import dataclasses
import datetime as dt
import io
import re
from typing import Any

import pikepdf
import pypdf
import pytest

from actionplan.models import ActionPlan
from actionplan.plan_report import report_of
from actionplan.reports import adopted_pdf
from actionplan.snapshot import PlanContent, TreatmentContent, content_of
from osloregionen.formatting import ranges_nb
from osloregionen.pdf import Pdf
from tests.printed import (
    archival_failures,
    elements_of,
    heading_levels,
    leaves_a_level_out,
    letters_of,
    pages_of,
    table_heads,
    text_of,
    ua_failures,
)

# Most read a document made once for the module; each alone must still have its test database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

ADDRESS = "https://portal.example.org/handlingsprogram/2021/"


@pytest.fixture(scope="module")
def content(django_db_setup: None, django_db_blocker: Any) -> PlanContent:
    """The plan of 2021 as if adopted in the portal, with two treatments and something missing."""
    with django_db_blocker.unblock():
        now = content_of(ActionPlan.objects.get(year=2021))
    # So long that some would go on to the next page.
    activities = tuple(
        dataclasses.replace(one, description=f"{'Kommunene deler erfaringer. ' * 24}Slutt {one.number}.")
        for one in now.activities
    )
    group = TreatmentContent("Administrativ koordineringsgruppe", dt.date(2020, 9, 17), "20/0031", "", 1)
    board = TreatmentContent("Styret", dt.date(2020, 10, 1), "", "Styret anbefaler programmet.")
    return dataclasses.replace(now, activities=activities, treatments=(group, board)).adopted(
        status="vedtatt",
        adopted_on=dt.date(2020, 10, 28),
        adopted_by="Representantskapet",
        case_reference="20/0042",
        version=2,
        warnings=("Aktivitet 1.1 har ikke ansvarlig.",),
        accepted_because="Ansvar fordeles i januar.",
    )


@pytest.fixture(scope="module")
def pdf(content: PlanContent) -> Pdf:
    """Its PDF."""
    return adopted_pdf(content, ADDRESS)


def test_it_is_valid_pdf_a_2a_and_pdf_ua_in_one(pdf: Pdf) -> None:
    assert archival_failures(pdf.body) == []
    assert ua_failures(pdf.body) == []


def test_no_stream_s_last_byte_can_be_taken_for_the_end_of_its_line(pdf: Pdf) -> None:
    assert pdf.body.count(b"\r\nendstream") == pdf.body.count(b"endstream") > 13


def test_its_metadata_name_both_standards_in_plain_text(pdf: Pdf) -> None:
    assert b'pdfaid:part="2" pdfaid:conformance="A"' in pdf.body
    assert b'pdfuaid:part="1"' in pdf.body


def test_the_cover_says_when_by_whom_in_which_case_and_which_version(pdf: Pdf) -> None:
    cover = pages_of(pdf.body)[0]

    assert "Vedtatt Vedtatt 28. oktober 2020 av representantskapet. Saksnummer 20/0042. Versjon 2" in cover
    assert ADDRESS in cover
    assert "Lagret i portalen" in cover
    assert "sist endret" not in cover


def test_each_page_after_the_cover_says_which_version_and_of_when(pdf: Pdf) -> None:
    _cover, *pages = pages_of(pdf.body)
    told = "Osloregionen interkommunalt politisk råd · Versjon 2, vedtatt 28. oktober 2020"
    assert all(told in page for page in pages)


def test_the_adoption_tells_of_treatments_and_of_what_was_accepted(pdf: Pdf) -> None:
    about = pages_of(pdf.body)[2]

    assert "Vedtatt av Representantskapet Vedtaksdato 28. oktober 2020 Saksnummer 20/0042 Versjon 2" in about
    treated = "Administrativ koordineringsgruppe (før versjon 1) 17. september 2020 20/0031 ikke registrert"
    assert letters_of(treated) in letters_of(about)
    treated = "Styret 1. oktober 2020 ikke registrert Styret anbefaler programmet."
    assert letters_of(treated) in letters_of(about)
    accepted = "selv om ikke alt var på plass: Aktivitet 1.1 har ikke ansvarlig."
    accepted = f"{accepted} Begrunnelse: Ansvar fordeles i januar."
    assert letters_of(accepted) in letters_of(about)


def test_the_colophon_has_the_checksum_of_what_is_frozen_and_leads_to_the_page(
    pdf: Pdf, content: PlanContent
) -> None:
    last = pages_of(pdf.body)[-1]
    after = last[last.index("Om dette dokumentet") :]

    assert "Dokument Handlingsprogram 2021, versjon 2 Status Vedtatt" in after
    # As one word: whoever compares it searches for it.
    assert content.sha256() in after
    notes = pypdf.PdfReader(io.BytesIO(pdf.body)).pages[-1].annotations or []
    assert ADDRESS in [note.get_object().get("/A", {}).get("/URI") for note in notes]


def test_the_same_frozen_content_gives_the_same_bytes(pdf: Pdf, content: PlanContent) -> None:
    again = PlanContent.from_json(content.to_json())

    assert adopted_pdf(again, ADDRESS).body == pdf.body


def test_each_activity_stands_whole_on_one_page(pdf: Pdf, content: PlanContent) -> None:
    texts = [letters_of(page) for page in pages_of(pdf.body)]
    for one in content.activities:
        said = [
            letters_of(words) for words in (f"{one.number} {ranges_nb(one.title)}", f"Slutt {one.number}.")
        ]
        assert sum(all(words in text for words in said) for text in texts) == 1, one.number


def test_activities_longer_than_half_a_page_share_the_pages(content: PlanContent) -> None:
    points = tuple(f"Punkt {n} sier sitt om alt som skal gjøres i året som kommer." for n in range(20))
    long = [dataclasses.replace(one, description="", sub_points=points) for one in content.activities[-8:]]

    pages = pages_of(adopted_pdf(dataclasses.replace(content, activities=tuple(long)), ADDRESS).body)

    told = [page for page in pages if "sier sitt" in page]
    assert sum(page.count("Punkt 19 sier sitt") for page in told) == len(long)
    assert len(told) < len(long)
    # What goes on over the page has its number on top.
    goes_on = [page for page in told if page.startswith("Punkt")]
    assert goes_on
    assert all(re.search(r"2 Klima og miljø · 2\.\d+ ", page) for page in goes_on)


def test_its_structure_is_whole(pdf: Pdf) -> None:
    elements = elements_of(pdf.body)

    levels = heading_levels(pdf.body)
    assert levels.count(1) == 1
    assert not leaves_a_level_out(levels)
    figures = [alt for tag, alt, _above in elements if tag == "/Figure"]
    assert figures
    assert all(re.fullmatch(r"(Mål|Bærekraftsmål) \d+(: .+)?", alt) for alt in figures)
    # Treatments: four columns, two rows; the matrix: goals, choice and four areas; then the wordings. On each
    # page that a table goes on to it has its columns' heads again.
    treatments, *others = table_heads(pdf.body)
    matrix = [rows for columns, rows in others if columns == 6]
    wordings = [rows for columns, rows in others if columns == 3]
    assert treatments == (4, 2)
    assert sum(matrix) == 8
    assert all(rows >= 4 for rows in matrix)
    assert all(wordings)
    assert len(matrix) + len(wordings) == len(others)


def test_its_fonts_are_embedded_and_it_has_nothing_attached(pdf: Pdf) -> None:
    with pikepdf.open(io.BytesIO(pdf.body)) as opened:
        fonts = [o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o]
        assert len(fonts) >= 3
        assert all("/FontFile2" in font and "Inter" in str(font.FontName) for font in fonts)
        assert not opened.attachments
        assert opened.Root.Lang == "nb"
        # A viewer lists the chapters.
        assert int(opened.Root.Outlines.Count) > 0


def test_a_draft_has_no_checksum_and_says_that_it_may_change() -> None:
    report = report_of(content_of(ActionPlan.objects.get(year=2021)))

    assert report.colophon.sha256 == ""
    assert "kan bli endret" in report.colophon.note


def test_a_draft_beside_an_adopted_version_says_which_one_holds(content: PlanContent) -> None:
    draft = dataclasses.replace(
        content, status="utkast", adopted_on=None, adopted_by="", case_reference="", version=None
    )
    report = report_of(draft, after=2)

    assert not report.final
    assert report.status == "Utkast til versjon 3 – ikke vedtatt"
    assert "Sist vedtatt er versjon 2." in report.status_details


def test_hostile_names_and_reasons_print_as_text(content: PlanContent) -> None:
    hostile = '<link rel="attachment" href="file:///etc/passwd"><b>x</b>'
    spoilt = dataclasses.replace(
        content,
        activities=(),
        treatments=(TreatmentContent(hostile, dt.date(2020, 9, 17), hostile, hostile),),
        adopted_by=hostile,
        warnings=(hostile,),
        accepted_because=hostile,
    )
    made = adopted_pdf(spoilt).body

    assert letters_of(text_of(made)).count(letters_of(hostile)) >= 6
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert not opened.attachments
