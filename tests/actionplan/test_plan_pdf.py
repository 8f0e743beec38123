"""The action plan's PDF of the council's own content, read back as a reader and a screen reader would."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdf
import pytest
from django.test import override_settings

from actionplan.models import ActionPlan, Activity, ActivityGoal
from actionplan.reports import plan_document
from osloregionen.formatting import ranges_nb
from osloregionen.sdg import GOALS
from tests.printed import elements_of, folded, heading_levels, leaves_a_level_out, pages_of, ua_failures

# Most read a document made once for the module; each alone must still have its test database.
pytestmark = pytest.mark.django_db

ADDRESS = "https://portal.example.org/handlingsprogram/2021/"


@pytest.fixture(scope="module")
def pdf(django_db_setup: None, django_db_blocker: Any) -> bytes:
    """The PDF of 2021, made once for the module."""
    uncached = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    with django_db_blocker.unblock(), override_settings(CACHES=uncached):
        return plan_document(ActionPlan.objects.get(year=2021)).pdf(ADDRESS).body


@pytest.fixture(scope="module")
def activities(django_db_setup: None, django_db_blocker: Any) -> list[Activity]:
    """The activities of 2021 in the order of the document."""
    with django_db_blocker.unblock():
        rows = Activity.objects.filter(plan__year=2021).with_parts()
        return list(rows.order_by("focus_area__order", "order"))


@pytest.fixture
def pages(pdf: bytes) -> list[str]:
    """The text of each page, folded."""
    return pages_of(pdf)


def test_it_is_valid_pdf_ua(pdf: bytes) -> None:
    assert ua_failures(pdf) == []


def test_it_holds_the_fourteen_activities(pages: list[str], activities: list[Activity]) -> None:
    assert len(activities) == 14
    for activity in activities:
        heading = folded(f"{activity.number} {ranges_nb(activity.title)}")
        # Once in the contents, once as a heading.
        assert sum(text.count(heading) for text in pages) == 2, heading


def test_it_holds_every_sub_point_and_role(pdf: bytes, activities: list[Activity]) -> None:
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    letters = re.sub(r"\W", "", text)

    points = [point.text for activity in activities for point in activity.sub_points.all()]
    roles = [activity.role_and_form for activity in activities if activity.role_and_form]
    assert (len(points), len(roles)) == (9, 10)
    for words in points + roles:
        assert re.sub(r"\W", "", words) in letters, words


def test_each_activity_carries_its_goals_by_number_and_name(
    pdf: bytes, pages: list[str], activities: list[Activity]
) -> None:
    printed: list[list[str]] = []
    for tag, alt, above in elements_of(pdf):
        if tag == "/Art":
            printed.append([])
        if tag == "/Figure" and "/Art" in above:
            printed[-1].append(alt)

    goals = [[goal.goal for goal in activity.goals.all()] for activity in activities]
    assert printed == [[f"Mål {goal}" for goal in some] for some in goals]
    # The picture says the number, the words beside it the name.
    text = " ".join(pages[pages.index(next(p for p in pages if "Fire aktiviteter." in p)) :])
    assert [bool(some) for some in goals] == [False] * 4 + [True] * 10
    for some in goals[4:]:
        names = " ".join(GOALS[goal].name for goal in some)
        assert f"Bærekraftsmål: {names} Rolle og arbeidsform:" in text
    # Of the first area, where no activity has any, it is said once.
    assert text.count("Bærekraftsmål, rolle og arbeidsform, status, ansvarlig og tidsrom er ikke") == 1
    assert "Bærekraftsmål: ikke registrert" not in text


def test_the_matrix_says_which_goals_the_period_chose_and_who_contributes_in_each_area(
    pages: list[str],
) -> None:
    matrix = next(page for page in pages[2:] if "Bærekraftsmål og innsatsområder" in page)

    # No activity of the first area has goals registered: that is not "none". The last two have no activities.
    assert f"{GOALS[9].name} ja ikke registrert ingen ingen ingen" in matrix
    for goal, chosen in ((7, "nei"), (13, "ja"), (14, "nei")):
        rows = ActivityGoal.objects.filter(goal=goal, activity__plan__year=2021).order_by("activity__order")
        numbers = ", ".join(row.activity.number for row in rows)
        assert f"{GOALS[goal].name} {chosen} ikke registrert {numbers} ingen ingen" in matrix
    assert "Ingen aktivitet er registrert for mål 9, som de strategiske føringene bygger på." in matrix
    assert "Bærekraftsmål er ikke registrert for aktivitetene 1.1, 1.2, 1.3 og 1.4." in matrix


def test_the_contents_give_the_page_each_activity_is_on(pages: list[str], activities: list[Activity]) -> None:
    contents, rest = pages[1], dict(enumerate(pages[2:], start=3))
    for activity in activities:
        heading = folded(f"{activity.number} {ranges_nb(activity.title)}")
        found = re.search(re.escape(heading) + r" (\d+)\b", contents)
        assert found is not None, heading
        assert [number for number, text in rest.items() if heading in text] == [int(found[1])]


def test_the_contents_give_the_page_each_chapter_is_on(pages: list[str]) -> None:
    contents, rest = pages[1], dict(enumerate(pages[2:], start=3))
    chapters = [
        ("1 Areal, transport, mobilitet og logistikk", "Fire aktiviteter."),
        ("2 Klima og miljø", "Ti aktiviteter."),
        ("3 Konkurransekraft og attraktivitet", "Ingen aktiviteter er registrert"),
        ("4 Fellesskap og samarbeid", "Ingen aktiviteter er registrert"),
        ("Kilder og ordlyd", "Slik står aktivitetene"),
    ]
    for title, beginning in chapters:
        found = re.search(re.escape(title) + r" (\d+)\b", contents)
        assert found is not None, title
        assert [n for n, text in rest.items() if f"{title} {beginning}" in text] == [int(found[1])]


def test_the_bookmarks_lead_to_chapters_and_activities(pdf: bytes, pages: list[str]) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf))

    def flat(outline: list[Any]) -> Iterator[Any]:
        for item in outline:
            if isinstance(item, list):
                yield from flat(item)
            else:
                yield item

    titles = []
    for bookmark in flat(reader.outline):
        title = folded(bookmark.title)
        number = reader.get_destination_page_number(bookmark)
        assert number is not None
        assert title in pages[number], title
        titles.append(title)
    assert titles[:5] == [
        "Innhold",
        "Om programmet",
        "Vedtak",
        "Visjonen",
        "Bærekraftsmål og innsatsområder",
    ]
    assert titles[-3:] == ["Kilder og ordlyd", "Kilder", "Om dette dokumentet"]
    assert sum(bool(re.match(r"\d+\.\d+ ", title)) for title in titles) == 14
    assert "Kompetanseutvikling og erfaringsdeling" in titles


def test_the_cover_says_what_is_known_of_the_adoption_and_the_scope(pages: list[str]) -> None:
    cover = pages[0]

    assert "Osloregionen Interkommunalt politisk råd Handlingsprogram 2021" in cover
    assert "Vedtak ikke registrert" in cover
    assert "14 aktiviteter i to av fire innsatsområder" in cover
    assert "Bygger på strategiske føringer 2021–2024" in cover
    assert re.search(r"Innholdet sist endret \d+\. \w+ \d{4}", cover)
    assert ADDRESS in cover


def test_each_page_after_the_cover_says_what_it_is(pages: list[str]) -> None:
    assert f"1 av {len(pages)}" not in pages[0]
    for number, text in enumerate(pages[1:], start=2):
        assert "Handlingsprogram 2021" in text
        assert "Osloregionen interkommunalt politisk råd · Vedtak ikke registrert" in text
        assert f"{number} av {len(pages)}" in text


def test_not_registered_stays_on_one_line(pdf: bytes) -> None:
    lines = [
        line.strip()
        for page in pypdf.PdfReader(io.BytesIO(pdf)).pages
        for line in page.extract_text().splitlines()
    ]

    assert sum(line.count("ikke registrert") for line in lines) > 20
    assert not [line for line in lines if line.endswith(" ikke") or line.startswith("registrert")]


def test_the_empty_focus_areas_say_so_and_show_their_priorities(pages: list[str]) -> None:
    text = " ".join(pages)

    empty = "Ingen aktiviteter er registrert for dette innsatsområdet i handlingsprogrammet for 2021."
    assert text.count(empty) == 2
    assert text.count("Prioriteringer i strategiske føringer 2021–2024") == 4


def test_the_appendix_keeps_both_wordings_with_their_documents(pages: list[str]) -> None:
    appendix = " ".join(pages[pages.index(next(p for p in pages if "Slik står" in p)) :])

    assert "Samarbeid med C40-kontoret i Oslo" in appendix
    assert "gjennom bl.a C40-kontoret i Oslo" in appendix
    assert "Faggruppesamling dag 2" in appendix
    assert "Forslag til aktiviteter og arbeidsform i 2021" in appendix


def test_it_says_its_title_language_and_date(pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf))

    assert reader.metadata is not None
    assert reader.metadata.title == "Handlingsprogram 2021 – Osloregionen"
    assert reader.metadata.author == "Osloregionen interkommunalt politisk råd"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date == reader.metadata.modification_date
    assert reader.root_object["/Lang"] == "nb"


def test_its_fonts_are_inter_and_embedded(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts = [
            (str(o.FontName), "/FontFile2" in o)
            for o in opened.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        ]

    assert len(fonts) >= 3
    assert all("Inter" in name and embedded for name, embedded in fonts)


def test_its_headings_leave_no_level_out(pdf: bytes) -> None:
    levels = heading_levels(pdf)

    assert levels.count(1) == 1
    assert not leaves_a_level_out(levels)


def test_its_tables_have_headers_for_columns_and_rows(pdf: bytes) -> None:
    elements = elements_of(pdf)
    tables = sum(tag == "/Table" for tag, _alt, _above in elements)
    in_head = sum(tag == "/TH" and "/THead" in above for tag, _alt, above in elements)
    in_body = sum(tag == "/TH" and "/TBody" in above for tag, _alt, above in elements)

    # Goals on one page, wordings over several with the head repeated on each.
    assert tables >= 2
    assert in_head == 3 * (tables - 1) + 2 + 4
    assert in_body == 8 + 14


def test_a_link_inside_the_document_says_where_it_leads(pdf: bytes) -> None:
    contents = pypdf.PdfReader(io.BytesIO(pdf)).pages[1].annotations or []
    said = {str(note.get_object()["/Contents"]) for note in contents}

    assert "2 Klima og miljø" in said
    assert not [words for words in said if words.startswith(("aktivitet-", "innsatsomrade-"))]
