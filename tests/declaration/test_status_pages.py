"""The status list of all parties: who they are, what is derived, filters, files, the sentences above."""

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from declaration.models import Declaration, Signature
from declaration.selectors import member_standings, signatures_of
from members.models import Membership, Municipality, MunicipalityNumber
from tests import reading
from tests.factories import (
    make_county,
    make_declaration,
    make_municipalities,
    make_municipality,
    make_signature,
)
from tests.reading import page_of

pytestmark = pytest.mark.django_db

STATUS_2019 = "/erklaringer/ordforererklaeringen-2019/status/"
STATUS_2022 = "/erklaringer/ordforererklaeringen-2022/status/"


def rows_of(client: Any, address: str, query: str = "") -> dict[str, dict[str, Any]]:
    """Return the list's rows by name; `query` narrows them down."""
    return {row["name"]: row for row in reading.rows_of(client, f"{address}?{query}")}


def status_of(declaration: Declaration) -> str:
    return f"{declaration.get_absolute_url()}status/"


# --- Who the parties are


def test_the_list_of_2019_is_in_the_borders_of_2019(client: Any) -> None:
    rows = rows_of(client, STATUS_2019)
    assert {"Skedsmo", "Fet", "Sørum", "Røyken", "Rygge", "Asker"} <= set(rows)
    assert not {"Lillestrøm", "Indre Østfold", "Nordre Follo"} & set(rows)


def test_the_list_of_2022_is_the_64_members(client: Any) -> None:
    rows = rows_of(client, STATUS_2022)
    assert len(rows) == 64
    assert "Lillestrøm" in rows
    assert "Skedsmo" not in rows


def test_a_party_has_the_number_and_county_of_the_date(client: Any) -> None:
    then, later = rows_of(client, STATUS_2019)["Lier"], rows_of(client, STATUS_2022)["Lier"]
    assert (then["number"], then["county"]) == ("0626", "Buskerud")
    assert (later["number"], later["county"]) == ("3049", "Viken")


def test_a_party_that_was_merged_later_says_into_what(client: Any) -> None:
    assert rows_of(client, STATUS_2019)["Skedsmo"]["merged_into"] == "Lillestrøm"
    assert "Skedsmo (nå i Lillestrøm)" in page_of(client, STATUS_2019)


def test_the_list_is_in_norwegian_order(client: Any) -> None:
    names = list(rows_of(client, STATUS_2022))
    assert names.index("Vestre Toten") < names.index("Østre Toten") < names.index("Øvre Eiker")
    assert names[-2:] == ["Ås", "Åsnes"]


def test_a_municipality_that_was_no_member_but_signed_is_listed(client: Any) -> None:
    declaration = make_declaration(signing_on=dt.date(2022, 6, 2))
    stranger = make_municipality(member=False, name="Prøvebygd")
    assert "Prøvebygd" not in rows_of(client, status_of(declaration))
    make_signature(declaration=declaration, municipality=stranger)
    assert "Prøvebygd" in rows_of(client, status_of(declaration))


def test_a_municipality_that_joined_later_is_not_a_party(client: Any) -> None:
    declaration = make_declaration(signing_on=dt.date(2022, 6, 2))
    newcomer = make_municipality(member=False, name="Nykommer")
    Membership.objects.create(municipality=newcomer, joined_on=dt.date(2024, 1, 1))
    assert "Nykommer" not in rows_of(client, status_of(declaration))


def test_a_predecessor_of_one_that_joined_after_the_merger_is_not_a_party(client: Any) -> None:
    newcomer = make_municipality(member=False, name="Nykommer")
    Membership.objects.create(municipality=newcomer, joined_on=dt.date(2024, 1, 1))
    make_municipality(member=False, name="Gammelbygd", merged_into=newcomer, dissolved_on=dt.date(2020, 1, 1))
    assert "Gammelbygd" not in rows_of(client, STATUS_2019)


def test_before_a_signing_date_is_set_the_deadline_decides_the_borders(client: Any) -> None:
    declaration = make_declaration(response_deadline=dt.date(2019, 3, 1))
    assert "Skedsmo" in rows_of(client, status_of(declaration))
    assert "Lillestrøm" in rows_of(client, status_of(make_declaration()))


# --- What is derived


def test_a_party_without_a_row_is_not_registered_and_no_row_is_made(client: Any) -> None:
    before = Signature.objects.count()
    row = rows_of(client, STATUS_2022)["Asker"]
    assert row["status"] == "ikke registrert"
    assert [row[key] for key in ("basis", "decided_on", "signed_on", "signatory", "source")] == [None] * 5
    assert Signature.objects.count() == before


def test_a_party_with_a_row_shows_its_status_date_signatory_and_source(client: Any) -> None:
    row = rows_of(client, STATUS_2022)["Lillestrøm"]
    assert row["status"] == "Signert"
    assert row["signed_on"] == "2022-06-02"
    assert row["signatory"] == "Jørgen Vik, ordfører"
    assert row["source"]


def test_the_basis_is_not_shown_for_a_party_without_an_answer(client: Any) -> None:
    page = client.get(f"{STATUS_2022}?navn=asker").content.decode()
    assert page.count('<td class="date detail"></td>') == 2
    assert '<td class="detail"></td>' in page


def test_an_answer_that_lacks_its_basis_says_so(client: Any) -> None:
    page = page_of(client, f"{STATUS_2022}?navn=lillestrøm")
    assert "Lillestrøm Viken ✓ Signert ikke registrert ikke registrert 2. juni 2022" in page


def test_the_page_says_that_no_answer_is_not_a_no(client: Any) -> None:
    page = page_of(client, STATUS_2022)
    assert "At et svar ikke er registrert, betyr ikke at kommunen har sagt nei." in page


# --- The sentences and figures above the list


def test_the_headline_counts_answers_of_members_on_the_date(client: Any) -> None:
    assert "4 av 64 medlemskommuner er registrert med signatur." in page_of(client, STATUS_2022)


def test_where_membership_is_not_known_the_published_count_stands_instead(client: Any) -> None:
    page = page_of(client, STATUS_2019)
    assert "1 kommune er registrert med signatur." in page
    assert "Medlemstall per 7. februar 2019 er ikke registrert." in page
    assert "65 kommuner" in page
    assert "13. januar 2021" in page
    assert "av 64 medlemskommuner" not in page


def test_those_that_joined_without_signing_are_told_apart(client: Any) -> None:
    declaration = make_declaration(status="avsluttet", signing_on=dt.date(2022, 6, 2))
    for name, answer in (("Asker", "tilsluttet"), ("Bærum", "tilsluttet"), ("Moss", "avslatt")):
        make_signature(
            declaration=declaration, municipality=Municipality.objects.get(name=name), status=answer
        )
    page = page_of(client, status_of(declaration))
    assert "2 av 64 medlemskommuner er registrert som tilsluttet. 0 av dem har signert." in page
    assert "1 kommune har avslått." in page


def test_there_are_five_figures_at_most(client: Any) -> None:
    declaration = make_declaration(status="avsluttet", signing_on=dt.date(2022, 6, 2))
    for name, status in zip(
        ("Asker", "Bærum", "Moss", "Lier", "Oslo"),
        ("invitert", "til_behandling", "tilsluttet", "signert", "avslatt"),
        strict=True,
    ):
        signed = dt.date(2022, 6, 2) if status == "signert" else None
        party = Municipality.objects.get(name=name)
        make_signature(declaration=declaration, municipality=party, status=status, signed_on=signed)
    page = client.get(status_of(declaration)).content.decode()
    figures = page.split('<dl class="figures">')[1].split("</dl>")[0]
    assert figures.count("<dt>") == 5
    assert "<dd>59</dd>" in figures


def test_a_deadline_to_come_says_how_many_days_are_left(client: Any) -> None:
    today = timezone.localdate()
    declaration = make_declaration(response_deadline=today + dt.timedelta(days=9))
    assert ", om 9 dager." in page_of(client, status_of(declaration))


def test_a_deadline_that_has_passed_is_told_as_past(client: Any) -> None:
    assert "Svarfristen var 12. mai 2022." in page_of(client, STATUS_2022)


def test_published_counts_stand_beside_the_registered_ones(client: Any) -> None:
    page = page_of(client, STATUS_2022)
    assert "54 ordførere sluttet seg til" in page
    assert "Oversikten her teller svarene som er registrert i portalen." in page


# --- The map


def test_a_tile_says_its_status_in_words(client: Any) -> None:
    page = client.get(STATUS_2022).content.decode()
    assert 'title="Lillestrøm: Signert"' in page
    assert 'title="Asker: ikke registrert"' in page


def test_a_tile_cannot_claim_what_its_predecessors_signed(client: Any) -> None:
    declaration = Declaration.objects.get(slug="ordforererklaeringen-2019")
    page = client.get(STATUS_2019).content.decode()
    assert 'title="Lillestrøm: fantes ikke 7.\u00a0februar 2019"' in page
    assert "Kommunene de ble dannet av, står i tabellen" in page
    make_signature(
        declaration=declaration,
        municipality=Municipality.objects.get(name="Skedsmo"),
        status="signert",
        signed_on=dt.date(2019, 2, 7),
    )
    assert 'title="Lillestrøm: Skedsmo: signert"' in client.get(STATUS_2019).content.decode()


# --- Counties


def test_counties_with_a_row_stand_in_a_table_of_their_own(client: Any) -> None:
    assert "Hedmark fylkeskommune ✓ Signert" in page_of(client, STATUS_2019)
    assert "Hedmark fylkeskommune" not in rows_of(client, STATUS_2019)
    assert "Ingen svar fra fylkeskommuner er registrert." in page_of(client, STATUS_2022)


def test_the_counties_can_be_taken_as_a_file(client: Any) -> None:
    response = client.get(f"{STATUS_2019}?tabell=fylkeskommuner&format=csv")
    assert "Hedmark fylkeskommune;Signert" in response.content.decode("utf-8-sig")


# --- Filters and files


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("navn=skedsmo", {"Skedsmo"}),
        ("navn=RAELINGEN", {"Rælingen"}),
        ("status=signert", {"Lier"}),
        ("fylke=03", {"Oslo"}),
        ("fylke=06&status=signert", {"Lier"}),
        ("fylke=03&status=signert", set()),
        ("navn=–", set()),
    ],
)
def test_filters_narrow_the_list_down(client: Any, query: str, found: set[str]) -> None:
    assert set(rows_of(client, STATUS_2019, f"&{query}")) == found


def test_the_list_can_be_filtered_on_not_registered(client: Any) -> None:
    rows = rows_of(client, STATUS_2022, "&status=ikke-registrert")
    assert len(rows) == 60
    assert {row["status"] for row in rows.values()} == {"ikke registrert"}


def test_downloads_honour_the_filters(client: Any) -> None:
    text = client.get(f"{STATUS_2022}?status=signert&format=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["Kommune"] for row in rows] == ["Lillestrøm", "Lørenskog", "Nittedal", "Rælingen"]
    page = client.get(f"{STATUS_2022}?status=signert").content.decode()
    assert "?status=signert&amp;format=xlsx" in page


@pytest.mark.parametrize("query", ["status=vet-ikke", "fylke=99", "fylke=x&status=y", "navn=" + "a" * 200])
def test_unknown_filter_values_get_a_norwegian_message(client: Any, query: str) -> None:
    page = page_of(client, f"{STATUS_2022}?{query}")
    assert "Ingen av 64 kommuner passer til valgene." in page
    assert "gyldig" in page or "Sørg for" in page
    assert client.get(f"{STATUS_2022}?{query}&format=csv").status_code == 400


def test_the_list_can_be_sorted_by_status(client: Any) -> None:
    rows = list(rows_of(client, STATUS_2022, "&sort=status").values())
    assert [row["status"] for row in rows[:5]] == ["Signert"] * 4 + ["ikke registrert"]


@pytest.mark.usefixtures("empty_portal")
def test_the_status_page_works_without_any_municipality(client: Any) -> None:
    page = page_of(client, status_of(make_declaration()))
    assert "Ingen rader å vise." in page
    assert "er ikke registrert." in page


@pytest.mark.usefixtures("empty_portal")
def test_the_status_list_makes_no_more_queries_with_640_parties_than_with_64(
    client: Any, count_queries: Callable[[str], int]
) -> None:
    declaration = make_declaration(status="avsluttet", signing_on=dt.date(2022, 6, 2))
    make_signature(declaration=declaration, county=make_county())
    queries = ("", "?format=csv", "?status=ikke-registrert", "?navn=prøve&sort=-status")

    def add(count: int) -> list[int]:
        for party in make_municipalities(count, population=None)[::4]:
            make_signature(
                declaration=declaration, municipality=party, status="signert", signed_on=dt.date(2022, 6, 2)
            )
        return [count_queries(f"{status_of(declaration)}{query}") for query in queries]

    assert add(64) == add(576)


# --- What other pages read


def test_a_member_knows_its_own_and_its_predecessors_answers() -> None:
    latest, first = signatures_of(Municipality.objects.get(name="Lillestrøm"))
    assert latest.own is not None
    assert latest.own.status.word == "Signert"
    assert latest.predecessors == []
    assert first.own is None
    assert {answer.municipality.name for answer in first.predecessors} == {"Skedsmo", "Fet", "Sørum"}
    assert {answer.status.word for answer in first.predecessors} == {"ikke registrert"}


def test_a_member_whose_name_went_on_has_an_answer_of_its_own_for_2019() -> None:
    first = signatures_of(Municipality.objects.get(name="Asker"))[1]
    assert first.own is not None
    assert {answer.municipality.name for answer in first.predecessors} == {"Røyken", "Hurum"}


def test_answers_to_drafts_are_not_told() -> None:
    draft = make_declaration(status="utkast")
    asker = Municipality.objects.get(name="Asker")
    make_signature(declaration=draft, municipality=asker)
    assert draft not in [answers.declaration for answers in signatures_of(asker)]
    assert draft.slug not in [standing.key for standing in member_standings()]


def test_a_number_of_its_own_time_makes_a_municipality_a_party_then(client: Any) -> None:
    declaration = make_declaration(signing_on=dt.date(2019, 2, 7))
    founded = make_municipality(name="Nybygd")
    county = make_county()
    MunicipalityNumber.objects.create(
        municipality=founded, number="9999", county=county, valid_from=dt.date(2021, 1, 1)
    )
    assert "Nybygd" not in rows_of(client, status_of(declaration))
    MunicipalityNumber.objects.filter(municipality=founded).update(valid_from=dt.date(2018, 1, 1))
    assert "Nybygd" in rows_of(client, status_of(declaration))
