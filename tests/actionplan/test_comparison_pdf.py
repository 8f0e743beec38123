"""The comparison of two plans in print: what it says, to eyes, to screen readers and in black and white."""

import io
import re
from dataclasses import replace

import pypdf
import pytest
from django.template.loader import render_to_string

from actionplan.comparison import compare
from actionplan.comparison_report import ComparisonReport, report_of
from actionplan.snapshot import PlanContent
from osloregionen.pdf import render_pdf
from tests.actionplan.comparing import NEXT, PLAN, SCHOOL, WORK
from tests.printed import (
    heading_levels,
    leaves_a_level_out,
    pages_of,
    table_heads,
    text_of,
    ua_failures,
)

pytestmark = pytest.mark.once
ADDRESS = "https://portal.example.org/handlingsprogram/sammenligning/?fra=2021-1&til=2022"

ADOPTED = replace(
    PLAN,
    status="vedtatt",
    adopted_on=PLAN.changed.date(),
    adopted_by="Representantskapet",
    case_reference="20/42",
    version=1,
    activities=(WORK, SCHOOL, replace(SCHOOL, key=12, number="2.3", title="Skrive en rapport")),
)
DRAFT = replace(
    NEXT,
    introduction="Programmet sier hva vi skal gjøre sammen.",
    activities=(
        replace(
            WORK,
            key=20,
            continues=10,
            title="Holde tre webinarer om klimabudsjett",
            sub_points=("Invitere", "Lage program for alle", "Evaluere"),
            goals=(13, 14),
        ),
        replace(SCHOOL, key=21, continues=11),
        replace(SCHOOL, key=22, number="1.1", area=1, title="Lage en veileder", description="<b>&</b> ₂"),
    ),
)


def report(before: PlanContent = ADOPTED, after: PlanContent = DRAFT) -> ComparisonReport:
    """Return what the comparison of two contents says."""
    return report_of(compare(before, after), ("2021-1", "2022"), ADDRESS)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """The comparison, rendered once for the module."""
    return render_pdf(render_to_string("actionplan/comparison_pdf.html", {"report": report()}))


def test_it_is_valid_pdf_ua(pdf: bytes) -> None:
    assert ua_failures(pdf) == []
    assert not leaves_a_level_out(heading_levels(pdf))


def test_every_table_has_heads_for_columns_and_rows(pdf: bytes) -> None:
    assert all(columns == 4 and rows >= 1 for columns, rows in table_heads(pdf))
    assert sum(rows for _columns, rows in table_heads(pdf)) == 4


def test_the_cover_says_what_is_compared_and_how_far_each_has_come(pdf: bytes) -> None:
    cover = pages_of(pdf)[0]
    assert "Endringer i handlingsprogrammet fra 2021 (versjon 1) til 2022 (utkast)" in cover
    assert "Vedtak ikke registrert: 2022 (utkast)" in cover
    assert "Vedtatt 1. januar 2021 av representantskapet" in cover
    assert "Utkast – vedtak ikke registrert" in cover
    assert ADDRESS in cover


def test_the_status_is_on_every_page(pdf: bytes) -> None:
    assert all("Vedtak ikke registrert: 2022 (utkast)" in text for text in pages_of(pdf))


def test_which_two_are_compared_is_on_every_page(pdf: bytes) -> None:
    assert all("Endringer fra 2021 (versjon 1) til 2022 (utkast)" in text for text in pages_of(pdf)[1:])


def test_two_adopted_ones_say_so() -> None:
    later = replace(ADOPTED, year=2022, title="Handlingsprogram 2022")
    assert (report(ADOPTED, later).status, report(ADOPTED, later).final) == ("Begge er vedtatt", True)
    assert not report().final


def test_what_was_adopted_without_a_version_may_have_been_changed_since() -> None:
    unkept = replace(ADOPTED, year=2022, version=None)
    told = report(ADOPTED, unkept)
    assert told.status.replace("\u00a0", " ") == (
        "Begge er vedtatt. Ikke lagret ved vedtaket: 2022 (slik det er nå)"
    )
    assert not told.final
    # It says so of itself, in sentences.
    assert told.after.status.endswith("ikke en versjon som ble lagret ved vedtaket.")


def test_what_an_adopted_plan_says_now_is_not_what_was_adopted() -> None:
    now = replace(ADOPTED, version=None)
    told = report_of(compare(ADOPTED, now), ("2021-1", "2021"), adopted=(1, 1))
    assert told.status.replace("\u00a0", " ") == "Ikke en vedtatt versjon: 2021 (slik det er nå)"
    assert not told.final
    assert told.after.status == "Slik det er nå. Vedtaket gjelder versjon 1."


def test_a_draft_beside_an_adopted_version_is_told_as_the_next_one() -> None:
    draft = replace(PLAN, introduction="Noe nytt.")
    told = report_of(compare(ADOPTED, draft), ("2021-1", "2021"), adopted=(1, 1))
    assert told.after.status.startswith("Utkast til versjon 2 – ikke vedtatt. Sist vedtatt er versjon 1.")
    assert told.status.replace("\u00a0", " ") == "Vedtak ikke registrert: 2021 (utkast)"


def test_a_plan_of_which_nothing_is_known_says_so_once() -> None:
    told = report(ADOPTED, replace(PLAN, year=2022, status=""))
    assert told.status == "Vedtak ikke registrert: 2022"


def test_numbers_that_both_plans_use_say_which_one(pdf: bytes) -> None:
    again = replace(SCHOOL, key=30, number="2.3", title="Lage et kart")
    numbers = [
        entry.number
        for section in report(ADOPTED, replace(DRAFT, activities=(again,))).sections
        for entry in section.entries
    ]
    assert numbers == ["2.3", "2.1 (2021)", "2.2 (2021)", "2.3 (2021)"]
    assert "2.3 (2021) Skrive en rapport" in text_of(pdf)
    [section] = [one for one in report(PLAN, replace(PLAN, activities=(WORK,))).sections if one.entries]
    assert section.entries[0].number == "2.2 (utkast)"


def test_the_figures_agree_with_their_words() -> None:
    told = [(figure.value, figure.label) for figure in report().figures]
    assert told == [
        ("1", "ny"),
        ("1", "tatt ut"),
        ("1", "videreført med endringer"),
        ("1", "videreført uendret"),
    ]
    other = [figure.label for figure in report(replace(PLAN, activities=()), PLAN).figures]
    assert other == ["nye", "tatt ut", "endret", "uendret"]


def test_a_new_number_and_progress_are_told_beside_what_changed() -> None:
    renumbered = replace(SCHOOL, number="2.9", status="pagar", progress=40)
    told = report(ADOPTED, replace(ADOPTED, version=2, activities=(WORK, renumbered, ADOPTED.activities[2])))
    assert told.headline == (
        "Innholdet er det samme. 1 aktivitet har nytt nummer. 1 aktivitet har ny status eller framdrift."
    )
    [_work, entry, _report] = told.sections[1].unchanged
    assert [sentence.replace("\u00a0", " ") for sentence in entry.alongside] == [
        "Ny nummerering: 2.2 → 2.9",
        "Status: ikke registrert → pågår",
        "Framdrift: ikke registrert → 40 %",
    ]


def test_words_are_marked_in_brackets_that_need_no_colour(pdf: bytes) -> None:
    text = text_of(pdf)
    for told in (
        "Holde [− to] [+ tre] webinarer om klimabudsjett",
        "[− 11 Bærekraftige byer og lokalsamfunn]",
        "[+ 14 Livet i havet]",
        "Lage program [+ for alle]",
        "[+ Evaluere]",
        "[+ sammen]",
    ):
        assert told in text
    assert "Ord som er tatt ut, er overstrøket og står i [− …]." in text


def test_every_kind_of_change_has_its_sign_and_word(pdf: bytes) -> None:
    text = text_of(pdf)
    for told in ("+ Ny", "− Tatt ut", "≠ Videreført med endringer", "→ Videreført uendret"):
        assert told in text


def test_a_new_activity_is_told_in_full(pdf: bytes) -> None:
    text = text_of(pdf)
    assert "1.1 Lage en veileder" in text
    assert "<b>&</b> ₂" in text


def test_bookmarks_and_contents_lead_to_each_part(pdf: bytes) -> None:
    outline = pypdf.PdfReader(io.BytesIO(pdf)).outline
    titles = [item.title for item in outline if not isinstance(item, list)]
    for title in ("Kort fortalt", "1 Areal og transport", "2 Klima og miljø"):
        assert title in titles
        assert title in pages_of(pdf)[1]


def test_it_says_by_its_checksum_which_content_it_compared(pdf: bytes) -> None:
    cover = pages_of(pdf)[0].replace(" ", "")
    assert ADOPTED.sha256() in cover
    assert DRAFT.sha256() in cover


def test_activities_that_are_told_in_full_share_the_pages() -> None:
    points = tuple(f"Punkt {n} sier sitt om alt som skal gjøres i året som kommer." for n in range(30))
    new = [replace(WORK, key=n, number=f"2.{n}", sub_points=points, description="") for n in range(30, 38)]
    told = report(after=replace(NEXT, activities=tuple(new)))

    pages = pages_of(render_pdf(render_to_string("actionplan/comparison_pdf.html", {"report": told})))

    # Each takes more than half of a page.
    assert sum(page.count("Punkt 29 sier sitt") for page in pages) == len(new)
    assert sum("sier sitt" in page for page in pages) < len(new)
    # What goes on over the page has its number on top.
    begun, goes_on = "", 0
    for page in pages:
        if begun and "kommer." in page.partition(" Holde")[0]:
            assert f" · {begun} " in page
            goes_on += 1
        begun = next(reversed(re.findall(r"(2\.3\d) Holde", page)), begun)
    assert goes_on


def test_a_long_text_of_which_little_changed_is_shortened() -> None:
    words = [f"Setning nummer {n} er som før." for n in range(200)]
    before = replace(PLAN, introduction=" ".join(words))
    after = replace(PLAN, introduction=" ".join([*words[:100], "Denne er ny.", *words[100:]]))
    [change] = report(before, after).plan
    assert change.text is not None
    text = "".join(piece.text for piece in change.text.pieces)
    assert text.startswith("[…]")
    assert text.endswith("[…]")
    assert "Denne er ny." in text
    assert len(text.split()) < 60


def test_lines_of_a_list_that_stay_are_not_told_one_by_one() -> None:
    points = tuple(f"Punkt {n} sier sitt." for n in range(9))
    before, after = (
        replace(PLAN, activities=(replace(WORK, sub_points=own),))
        for own in (points, (*points[:8], "Noe annet."))
    )
    [change] = report(before, after).sections[1].entries[0].changes
    assert ["".join(piece.text for piece in line.pieces) for line in change.lines] == [
        "[…]",
        points[8],
        "Noe annet.",
    ]


def test_no_difference_is_said() -> None:
    assert report(PLAN, PLAN).headline == "Det er ingen forskjeller. Innholdet er det samme."
    assert report(PLAN, NEXT).headline.startswith("Det er ingen forskjeller. Alle aktivitetene er videreført")
