"""The list of meetings."""

from typing import Any

import pytest

from members.models import Body, Meeting
from tests import reading
from tests.factories import make_body, make_meeting

pytestmark = pytest.mark.django_db

LIST = "/moter/"


def rows_of(client: Any, query: str = "") -> list[dict[str, Any]]:
    """Return the list's rows; `query` narrows them down."""
    return reading.rows_of(client, f"{LIST}?{query}")


def test_the_newest_stands_first_and_what_has_no_date_last(client: Any) -> None:
    dates = [row["on"] for row in rows_of(client)]
    known = [date for date in dates if date]
    assert known == sorted(known, reverse=True)
    assert dates[: len(known)] == known
    assert len(known) < len(dates)


def test_an_uncertain_date_says_what_is_uncertain(client: Any) -> None:
    make_meeting(title="Usikkert møte", on=None, date_note="våren 2021, dagen står ikke i kilden")
    page = client.get(LIST).content.decode()
    assert "våren 2021, dagen står ikke i kilden" in page


def test_days_and_times_are_written_in_bokmal(client: Any) -> None:
    make_meeting(on="2022-08-24", ends_on="2022-08-25", starts_at="09:00", ends_at="12:30")
    page = client.get(LIST).content.decode()
    assert "24.–25.\u00a0august 2022" in page
    assert "09.00–12.30" in page


def test_the_ministers_meeting_is_there(client: Any) -> None:
    assert any(row["on"] == "2020-12-15" for row in rows_of(client))


def test_meetings_can_be_found_by_year_body_kind_and_words(client: Any) -> None:
    body = Body.objects.get(slug="styret")
    make_meeting(title="Ørnetrening", kind="verksted", body=body, on="2019-06-01", place="Ås")
    assert {row["on"][:4] for row in rows_of(client, "&ar=2019")} == {"2019"}
    assert {row["body"] for row in rows_of(client, "&organ=styret")} == {"Styret"}
    assert "Ørnetrening" in [row["title"] for row in rows_of(client, "&type=verksted")]
    assert [row["title"] for row in rows_of(client, "&sok=ornetrening aas")] == ["Ørnetrening"]
    assert [row["title"] for row in rows_of(client, "&ar=2019&organ=styret&sok=ørne")] == ["Ørnetrening"]


def test_meetings_without_a_date_are_a_choice_of_their_own(client: Any) -> None:
    assert {row["on"] for row in rows_of(client, "&ar=uten-dato")} == {None}


def test_when_no_meeting_is_to_come_the_page_says_so(client: Any) -> None:
    Meeting.objects.filter(on__gte="2026-01-01").delete()
    assert "Ingen møter fra og med" in client.get(LIST).content.decode()


def test_meetings_to_come_stand_above_the_list(client: Any) -> None:
    make_meeting(title="Framtidsmøte", on="2099-01-02")
    page = client.get(LIST).content.decode()
    assert "Ingen møter fra og med" not in page
    assert page.index("Framtidsmøte") < page.index("<table")


def test_the_title_leads_to_the_programme(client: Any) -> None:
    make_meeting(title="Lenkemøte", agenda_url="https://example.org/sak")
    assert '<a href="https://example.org/sak">Lenkemøte</a>' in client.get(LIST).content.decode()


@pytest.mark.parametrize("query", ["ar=1700", "ar=x", "organ=tull", "type=fest"])
def test_an_unknown_filter_value_is_explained_in_norwegian(client: Any, query: str) -> None:
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    assert "Velg et gyldig valg" in response.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["", "?format=csv", "?sok=møte&type=mote"])
def test_the_list_makes_no_more_queries_with_640_meetings_than_with_64(
    client: Any, count_queries: Any, suffix: str
) -> None:
    for _ in range(64):
        make_meeting(body=make_body())
    before = count_queries(LIST + suffix)
    for _ in range(576):
        make_meeting(body=make_body())
    assert count_queries(LIST + suffix) <= before


def test_the_list_works_in_an_empty_portal(client: Any, empty_portal: None) -> None:
    assert "Ingen møter." in client.get(LIST).content.decode()
    assert rows_of(client) == []


def test_a_file_does_not_say_that_the_sources_are_unknown(client: Any) -> None:
    file = client.get("/moter/?format=json").json()

    assert file["source"] == "Hvert møte har sin egen kilde. Den står i filene som kan lastes ned."
    assert all(row["source"] for row in file["rows"])
