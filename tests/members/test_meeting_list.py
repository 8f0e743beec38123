"""Meetings, out as a file and in again through the admin."""

import datetime as dt

import pytest
from django.test import Client

from members.models import Body, Meeting
from tests.factories import make_body, make_meeting
from tests.osloregionen.listfiles import ListPage, csv_file, downloaded

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/members/meeting/liste/"
DAY = dt.date(2022, 5, 12)


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_what_is_taken_out_comes_in_again_without_a_difference(admin_pages: Client, file_format: str) -> None:
    make_meeting(
        title="=Møte",
        body=Body.objects.first(),
        on=DAY,
        ends_on=dt.date(2022, 5, 13),
        starts_at=dt.time(9, 30),
        ends_at=dt.time(15, 0, 30),
        place="Oslo rådhus;\r\nsalen",
        public_note=" - punkt\n- punkt",
    )
    make_meeting(title="Uten dato", on=None, date_note="våren 2023")
    for _twin in range(2):
        make_meeting(title="Tvilling", on=DAY)
    first = downloaded(admin_pages, ADDRESS, file_format)

    page = ListPage(admin_pages, ADDRESS).upload(first)

    assert (page.problems, page.changes) == ([], {})


def test_a_new_meeting_gets_all_that_the_row_says(admin_pages: Client) -> None:
    body = make_body(name="Prøveutvalget")
    page = ListPage(admin_pages, ADDRESS).upload_rows(
        [
            "Tittel",
            "Type",
            "Organ",
            "Dato",
            "Fra klokken",
            "Til klokken",
            "Sted",
            "Sakliste",
            "Omtale",
            "Kilde",
        ],
        [
            "Prøvemøtet",
            "Klimaskole",
            "prøveutvalget",
            DAY,
            dt.time(9, 0),
            "15.30",
            "Asker",
            "https://eksempel.no/sak",
            "To saker",
            "Innkalling",
        ],
    )
    page.confirm()

    meeting = Meeting.objects.get(title="Prøvemøtet")
    assert (meeting.kind, meeting.body, meeting.on, meeting.place) == ("klimaskole", body, DAY, "Asker")
    assert (meeting.starts_at, meeting.ends_at) == (dt.time(9), dt.time(15, 30))
    assert (meeting.agenda_url, meeting.public_note, meeting.source) == (
        "https://eksempel.no/sak",
        "To saker",
        "Innkalling",
    )


def test_the_number_lets_a_title_and_a_date_be_corrected(admin_pages: Client) -> None:
    meeting = make_meeting(title="Styremøtet", on=DAY)
    page = ListPage(admin_pages, ADDRESS).upload_rows(
        ["Nr i portalen", "Tittel", "Dato"], [meeting.pk, "Styremøte 3", dt.date(2022, 5, 13)]
    )

    assert page.changes == {
        "Styremøtet": ["Tittel: «Styremøtet» → «Styremøte 3»", "Dato: «12. mai 2022» → «13. mai 2022»"]
    }
    page.confirm()
    meeting.refresh_from_db()
    assert meeting.title == "Styremøte 3"


def test_a_file_made_by_hand_and_read_twice_makes_no_meeting_twice(admin_pages: Client) -> None:
    rows = csv_file([["Tittel", "Type", "Dato"], ["Prøvemøtet", "møte", "12.5.2022"]])
    ListPage(admin_pages, ADDRESS).upload(rows).confirm()

    page = ListPage(admin_pages, ADDRESS).upload(rows)

    assert "Det er ingenting å lagre" in page.text
    assert Meeting.objects.filter(title="Prøvemøtet").count() == 1


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"Type": "møte"}, "Rad 2, Tittel: mangler."),
        ({"Tittel": "Møte"}, "Rad 2, Type: mangler."),
        ({"Tittel": "Møte", "Type": "fest"}, "Rad 2, Type: «fest» er ikke blant valgene: "),
        (
            {"Tittel": "M", "Type": "møte", "Organ": "Rådet"},
            "Rad 2, Organ: «Rådet» er ikke et organ i portalen.",
        ),
        (
            {"Nr i portalen": "99999999", "Tittel": "M"},
            "Rad 2, Nr i portalen: det er ikke noe møte med nummer ",
        ),
        (
            {"Tittel": "M", "Type": "møte"},
            "Rad 2: Skriv en merknad om datoen når selve datoen ikke er kjent.",
        ),
        (
            {"Tittel": "M", "Type": "møte", "Dato": "12.5.2022", "Siste dag": "11.5.2022"},
            "Rad 2: Siste dag kan ikke være før første dag",
        ),
        (
            {"Tittel": "M", "Type": "møte", "Dato": "12.5.2022", "Sakliste": "ikke en lenke"},
            "Rad 2, Lenke til program eller sakliste: Oppgi en gyldig nettadresse.",
        ),
        ({"Tittel": "M" * 201, "Type": "møte", "Dato": "12.5.2022"}, "Rad 2, Tittel: "),
        (
            {"Tittel": "M", "Type": "møte", "Dato": "12.5.2022", "Fra klokken": "25:00"},
            "Rad 2, Fra klokken: «25:00» er",
        ),
    ],
)
def test_a_row_that_can_t_be_a_meeting_is_refused(
    admin_pages: Client, row: dict[str, str], told: str
) -> None:
    page = ListPage(admin_pages, ADDRESS).upload(
        csv_file([list({"Tittel": "", **row}), list({"Tittel": "", **row}.values())])
    )

    assert len(page.problems) == 1
    assert page.problems[0].startswith(told)


def test_meetings_of_one_name_and_date_must_be_told_by_number(admin_pages: Client) -> None:
    twins = [make_meeting(title="Tvilling", on=DAY).pk for _twin in range(2)]

    page = ListPage(admin_pages, ADDRESS).upload(
        csv_file([["Tittel", "Dato", "Sted"], ["tvilling", "12.5.2022", "Asker"]])
    )

    (problem,) = page.problems
    assert problem.endswith(f"har samme dato: {twins[0]} og {twins[1]}. Skriv nummeret i portalen.")


def test_a_new_meeting_twice_in_the_file_is_refused_with_both_rows(admin_pages: Client) -> None:
    row = ["Prøvemøtet", "møte", "12.5.2022"]

    page = ListPage(admin_pages, ADDRESS).upload(csv_file([["Tittel", "Type", "Dato"], row, row]))

    assert page.problems == ["Rad 3: Prøvemøtet står også i rad 2."]
