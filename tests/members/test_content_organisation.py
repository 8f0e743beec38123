"""Bodies, meetings, documents and pages as the content files give them."""

import datetime

import pytest

from members.models import Body, Document, Meeting, Page

pytestmark = pytest.mark.django_db


def test_the_representantskap_elects_the_board_and_the_board_established_the_groups() -> None:
    highest = Body.objects.get(slug="representantskapet")
    assert {body.slug for body in highest.elects.all()} == {"styret", "interessepolitisk-utvalg"}
    assert {body.slug for body in Body.objects.get(slug="styret").establishes.all()} == {
        "administrativ-koordineringsgruppe",
        "faggruppe-areal-transport",
        "faggruppe-naringssamarbeid",
        "faggruppe-klima-miljo",
    }


def test_who_elects_the_valgkomite_is_not_invented() -> None:
    valgkomite = Body.objects.get(slug="valgkomite")
    assert valgkomite.elected_by is None
    assert valgkomite.mandate == ""


def test_every_meeting_has_a_source_and_a_date_or_a_word_about_it() -> None:
    for meeting in Meeting.objects.all():
        assert meeting.source
        assert meeting.on is not None or meeting.date_note


def test_the_climate_school_of_an_unknown_year_has_no_date() -> None:
    meeting = Meeting.objects.get(title="Klimaskole: klimavennlig skogbruk")
    assert meeting.on is None
    assert meeting.date_note == "27. oktober. Året står ikke i kilden (2021 eller 2022)."


def test_a_year_that_was_inferred_is_said_so() -> None:
    meeting = Meeting.objects.get(on=datetime.date(2019, 5, 14))
    assert meeting.date_note.startswith("Året er utledet")


def test_the_board_meeting_of_8_december_mentions_the_other_date() -> None:
    meeting = Meeting.objects.get(on=datetime.date(2025, 12, 8))
    assert "11. desember" in meeting.date_note


def test_the_meeting_with_the_minister_is_there() -> None:
    meeting = Meeting.objects.get(on=datetime.date(2020, 12, 15))
    assert meeting.title == "Møte med klima- og miljøministeren"
    assert "13. januar 2021" in meeting.source


def test_a_gathering_of_two_days_has_both() -> None:
    meeting = Meeting.objects.get(on=datetime.date(2022, 8, 24))
    assert (meeting.ends_on, meeting.place) == (datetime.date(2022, 8, 25), "Kongsvinger")


def test_a_meeting_of_a_body_that_is_not_registered_names_it_in_words() -> None:
    meeting = Meeting.objects.get(on=datetime.date(2019, 4, 11))
    assert (meeting.body, meeting.organiser) == (None, "Samarbeidsrådet")


@pytest.mark.parametrize(
    ("slug", "date_note"),
    [
        ("internasjonal-profileringsstrategi-2015", "2015"),
        ("klimastatus-2020", "juni 2020"),
        ("presentasjon-osloregionen-2022", "udatert; innholdet viser at den er fra 2022"),
        ("samarbeidsavtale", ""),
        ("areal-og-transportstrategi", ""),
        ("nibr-rapport", "under arbeid i september 2021"),
    ],
)
def test_a_document_whose_date_is_not_known_has_none(slug: str, date_note: str) -> None:
    document = Document.objects.get(slug=slug)
    assert (document.date, document.date_note) == (None, date_note)


def test_the_eight_ambitions_stand_with_the_note_that_the_source_does_not_say_whose() -> None:
    points = Document.objects.get(slug="presentasjon-osloregionen-2022").points
    heading, ambitions = points.split("Åtte ambisjoner", 1)[1].split("\n", 1)
    assert "Kilden sier ikke hvem som står bak dem." in heading
    assert len([line for line in ambitions.splitlines() if line.startswith("- ")]) == 8


def test_the_presentation_of_2022_keeps_its_priorities_topics_and_process() -> None:
    points = Document.objects.get(slug="presentasjon-osloregionen-2022").points
    for words in ("flerkjernet region", "Hovedprioriteringer", "prosessen så langt", "følge med på i 2022"):
        assert words in points


@pytest.mark.parametrize("place", ["om", "personvern", "tilgjengelighet"])
def test_a_fixed_page_says_plainly_what_is_not_registered(place: str) -> None:
    assert "ikke registrert" in Page.objects.get(place=place).body or place == "om"


def test_the_secretariat_stands_with_first_names_and_its_year() -> None:
    body = Page.objects.get(place="om").body
    assert "## Sekretariatet i 2022" in body
    for name in ("Øyvind", "Eva", "Mari", "Merete"):
        assert f"- {name}: " in body
