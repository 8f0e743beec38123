"""What the status page says above its table: counts, progress, map, when it was checked; and its queries."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from lxml import html

from declaration.models import Declaration, PublishedCount, Signature
from declaration.selectors import status_named, statuses_in_order
from members.models import Municipality
from tests import reading
from tests.factories import make_county, make_declaration, make_municipality, make_signature
from tests.reading import page_of

pytestmark = pytest.mark.django_db

STATUS_2019 = "/erklaringer/ordforererklaeringen-2019/status/"
STATUS_2022 = "/erklaringer/ordforererklaeringen-2022/status/"
SIGNED_ON = dt.date(2022, 6, 2)


def board_of(declaration: Declaration) -> str:
    return f"{declaration.get_absolute_url()}status/"


def closed(**fields: Any) -> Declaration:
    return make_declaration(**{"status": "avsluttet", "signing_on": SIGNED_ON, **fields})


def answer(declaration: Declaration, name: str, status: str, **fields: Any) -> Signature:
    """Register what a member of the council answered."""
    if status == "signert":
        fields.setdefault("signed_on", SIGNED_ON)
    party = Municipality.objects.get(name=name)
    return make_signature(declaration=declaration, municipality=party, status=status, **fields)


def one_of_each(declaration: Declaration) -> None:
    names = ("Asker", "Bærum", "Moss", "Lier", "Oslo", "Nes")
    for name, status in zip(names, Signature.Status.values, strict=True):
        withdrawn = {"withdrawn_on": dt.date(2022, 8, 1)} if status == "trukket" else {}
        answer(declaration, name, status, **withdrawn)


def counts(client: Any, address: str) -> dict[str, dict[str, Any]]:
    """Return the counts' rows by status, as the file has them."""
    return {row["status"]: row for row in reading.rows_of(client, f"{address}?tabell=antall")}


def progress(client: Any, declaration: Declaration) -> list[tuple[str, int, int]]:
    """Return day, joined and signed at its end, as the file has them."""
    rows = reading.rows_of(client, f"{board_of(declaration)}?tabell=utvikling")
    return [(row["when"].replace("\u00a0", " "), row["joined"], row["signed"]) for row in rows]


# --- Counts


def test_every_status_is_counted_and_those_without_an_answer(client: Any) -> None:
    declaration = closed()
    one_of_each(declaration)
    rows = counts(client, board_of(declaration))
    words = ["Signert", "Tilsluttet", "Til behandling", "Invitert", "Avslått", "Trukket", "ikke registrert"]
    assert list(rows) == words
    assert [rows[word]["members"] for word in words] == [1, 1, 1, 1, 1, 1, 58]


def test_the_counts_are_of_the_members_on_the_date_and_others_stand_apart(client: Any) -> None:
    declaration = closed()
    make_signature(
        declaration=declaration,
        municipality=make_municipality(member=False),
        status="signert",
        signed_on=SIGNED_ON,
    )
    answer(declaration, "Asker", "signert")
    row = counts(client, board_of(declaration))["Signert"]
    assert (row["members"], row["others"]) == (1, 1)
    assert "Medlemmer (64)" in page_of(client, board_of(declaration))


def test_where_membership_is_not_known_the_counts_claim_none(client: Any) -> None:
    page = page_of(client, STATUS_2019)
    assert "Medlemstall per 7. februar 2019 er ikke registrert." in page
    assert "Publisert medlemstall er «65 kommuner»" in page
    assert "Medlemmer (" not in page
    assert counts(client, STATUS_2019)["Signert"]["members"] == 1


def test_counties_are_counted_apart_and_none_of_them_is_not_registered(client: Any) -> None:
    declaration = closed()
    make_signature(declaration=declaration, county=make_county(), status="signert", signed_on=SIGNED_ON)
    rows = counts(client, board_of(declaration))
    assert (rows["Signert"]["members"], rows["Signert"]["counties"]) == (0, 1)
    assert rows["ikke registrert"]["counties"] is None
    assert "counties" not in counts(client, STATUS_2022)["Signert"]


def test_a_count_leads_to_those_that_it_counts(client: Any) -> None:
    page = html.fromstring(client.get(STATUS_2022).content.decode())
    links = page.xpath("//a[@class='status-link']/@href")
    assert len(links) == 7
    for link, row in zip(links, counts(client, STATUS_2022).values(), strict=True):
        found = reading.rows_of(client, f"{STATUS_2022}{link.removesuffix('#liste')}")
        assert len(found) == row["members"], link


def test_those_that_withdrew_are_told_and_keep_their_date(client: Any) -> None:
    declaration = closed()
    one_of_each(declaration)
    page = page_of(client, board_of(declaration))
    assert "1 kommune har trukket tilslutningen." in page
    assert "Trukket 1. august 2022" in page
    rows = {row["name"]: row for row in reading.rows_of(client, board_of(declaration))}
    assert rows["Nes"]["withdrawn_on"] == "2022-08-01"
    assert rows["Nes"]["status"] == "Trukket"


def test_what_an_answer_cannot_have_is_not_called_missing(client: Any) -> None:
    declaration = closed()
    one_of_each(declaration)
    cells = {}
    page = html.fromstring(client.get(board_of(declaration)).content.decode())
    for row in page.xpath("//h2[@id='liste']/following::table[1]/tbody/tr"):
        cells[row[0].text_content()] = [cell.text_content() for cell in row[3:7]]
    missing = "ikke registrert"
    assert cells["Asker"] == ["", "", "", ""]  # invited
    assert cells["Moss"] == [missing, missing, "", ""]  # joined
    assert cells["Lier"][:2] == [missing, missing]  # signed
    assert cells["Lier"][3] == missing


def test_the_large_figures_add_up_to_all_municipalities(client: Any) -> None:
    declaration = closed()
    one_of_each(declaration)
    page = html.fromstring(client.get(board_of(declaration)).content.decode())
    [figures] = page.xpath("//*[contains(concat(' ', @class, ' '), ' figures ')]")
    values = [int(number) for number in re.findall(r"\d+", figures.text_content())]
    assert sum(values) == 64
    assert "avslått eller trukket" in figures.text_content()


def test_an_answer_without_a_source_is_not_said_to_have_one(client: Any) -> None:
    declaration = closed()
    answer(declaration, "Asker", "signert", signatory_name="Kari Prøve", source="")
    for address in (board_of(declaration), declaration.get_absolute_url(), "/erklaringer/"):
        page = page_of(client, address)
        for claim in ("med kilde talt", "signatur og kilde", "den har kilde for", "registrert med kilde"):
            assert claim not in page, address


def test_a_county_that_has_not_answered_is_not_said_to_have(client: Any) -> None:
    declaration = make_declaration()
    make_signature(declaration=declaration, county=make_county(), status="til_behandling")
    page = page_of(client, board_of(declaration))
    assert "I tillegg er 1 fylkeskommune registrert: 1 til behandling." in page
    assert "registrert svar fra" not in page


def test_a_count_that_is_not_exact_is_told_in_the_words_of_the_source(client: Any) -> None:
    declaration = closed()
    PublishedCount.objects.create(declaration=declaration, wording="over 30 kommuner", source="Et brev")
    assert "Publiserte kilder oppgir «over 30 kommuner»." in page_of(client, board_of(declaration))


# --- The deadline


def test_a_closed_declaration_counts_down_to_nothing(client: Any) -> None:
    deadline = timezone.localdate() + dt.timedelta(days=21)
    declaration = make_declaration(status="avsluttet", response_deadline=deadline)
    page = page_of(client, board_of(declaration))
    assert "om 21 dager" not in page
    assert "Svarfristen var satt til" in page


def test_an_open_declaration_says_for_how_long_the_deadline_has_passed(client: Any) -> None:
    passed = timezone.localdate() - dt.timedelta(days=3)
    declaration = make_declaration(status="apen", response_deadline=passed)
    assert "for 3 dager siden" in page_of(client, board_of(declaration))


# --- Told apart without colour


def test_each_status_has_a_sign_and_a_pattern_of_its_own() -> None:
    statuses = [status_named(value) for value in statuses_in_order()]
    assert len(statuses) == len(Signature.Status)
    assert len({status.sign for status in statuses}) == len(statuses)
    assert len({status.tone for status in statuses}) == len(statuses)


def test_the_map_has_each_status_in_words_and_as_a_pattern(client: Any) -> None:
    declaration = closed()
    one_of_each(declaration)
    page = client.get(board_of(declaration)).content.decode()
    for name, word in (("Asker", "Invitert"), ("Nes", "Trukket"), ("Oslo", "Avslått")):
        assert f'title="{name}: {word}"' in page
    tones = re.findall(r'class="tile tone-(\w+)', page)
    assert len(set(tones)) == 7


def test_a_member_without_a_square_is_in_the_maps_list_with_its_status(client: Any) -> None:
    declaration = closed()
    one_of_each(declaration)
    Municipality.objects.filter(name="Nes").update(tile_row=None, tile_col=None)
    page = page_of(client, board_of(declaration))
    assert "Nes har ikke fått plass i kartet, men står i listen." in page
    listed = page[page.index("Kommunene i kartet som liste") :]
    assert "Nes, trukket" in listed.replace("Trukket", "trukket")


# --- How the answers came in


def test_joined_counts_by_the_decision_and_signed_by_the_signing(client: Any) -> None:
    declaration = closed()
    answer(declaration, "Asker", "tilsluttet", decided_on=dt.date(2022, 3, 1), basis="politisk_vedtak")
    answer(declaration, "Bærum", "signert", decided_on=dt.date(2022, 4, 1), basis="politisk_vedtak")
    assert progress(client, declaration) == [
        ("1. mars 2022", 1, 0),
        ("1. april 2022", 2, 0),
        ("2. juni 2022", 2, 1),
    ]


def test_who_withdrew_counts_until_then(client: Any) -> None:
    declaration = closed()
    answer(
        declaration,
        "Asker",
        "trukket",
        decided_on=dt.date(2022, 3, 1),
        basis="politisk_vedtak",
        signed_on=SIGNED_ON,
        withdrawn_on=dt.date(2022, 8, 1),
    )
    assert progress(client, declaration)[-2:] == [("2. juni 2022", 1, 1), ("1. august 2022", 0, 0)]


def test_a_no_with_a_date_is_no_accession(client: Any) -> None:
    declaration = closed()
    answer(declaration, "Asker", "avslatt", decided_on=dt.date(2022, 3, 1), basis="politisk_vedtak")
    assert progress(client, declaration) == []


def test_the_chart_stands_with_its_table_and_says_in_words_what_it_shows(client: Any) -> None:
    declaration = closed()
    answer(declaration, "Asker", "tilsluttet", decided_on=dt.date(2022, 3, 1), basis="politisk_vedtak")
    answer(declaration, "Bærum", "signert", decided_on=dt.date(2022, 4, 1), basis="politisk_vedtak")
    page = html.fromstring(client.get(board_of(declaration)).content.decode())
    chart = page.xpath("//figure[@class='chart']")[0]
    said = chart.xpath(".//svg/@aria-label")[0].replace("\u00a0", " ")
    assert "Trappelinjer fra 1. mars 2022 til 2. juni 2022." in said
    assert "2 tilslutninger med vedtaksdato og 1 med signeringsdato" in said
    assert len(chart.xpath(".//table/tbody/tr")) == 3
    words = " ".join(chart.xpath(".//svg//text()"))
    assert "Tilsluttet: 2" in words
    assert "Signert: 1" in words


def test_the_chart_s_axis_is_in_norwegian(client: Any) -> None:
    declaration = closed()
    answer(declaration, "Asker", "tilsluttet", decided_on=dt.date(2022, 4, 1), basis="politisk_vedtak")
    answer(declaration, "Bærum", "signert")
    words = " ".join(
        html.fromstring(client.get(board_of(declaration)).content.decode()).xpath("//figure//svg//text()")
    )
    assert "mai 2022" in words
    assert "May" not in words


def test_with_one_day_only_there_is_a_sentence_and_no_chart(client: Any) -> None:
    page = page_of(client, STATUS_2022)
    assert "4 signaturer er datert 2. juni 2022. Andre datoer er ikke registrert." in page
    assert 'class="chart"' not in client.get(STATUS_2022).content.decode()


def test_those_without_a_date_are_named(client: Any) -> None:
    sentence = "4 tilslutninger er uten registrert vedtaksdato, og kan ikke plasseres i tid: "
    assert f"{sentence}Lillestrøm, Lørenskog, Nittedal og Rælingen." in page_of(client, STATUS_2022)


def test_without_any_answer_there_is_nothing_to_draw(client: Any) -> None:
    assert "Ingen tilslutning eller signering er registrert." in page_of(client, board_of(closed()))


def test_a_table_of_many_days_is_one_of_months(client: Any) -> None:
    declaration = closed()
    for n, party in enumerate(Municipality.objects.members_now()[:40]):
        make_signature(
            declaration=declaration,
            municipality=party,
            status="tilsluttet",
            basis="politisk_vedtak",
            decided_on=dt.date(2022, 1, 1) + dt.timedelta(days=2 * n),
        )
    page = html.fromstring(client.get(board_of(declaration)).content.decode())
    months = [row[0].text_content() for row in page.xpath("//figure//table/tbody/tr")]
    assert months == ["januar 2022", "februar 2022", "mars 2022"]
    assert len(progress(client, declaration)) == 40


# --- When it was checked


def test_what_nobody_has_checked_says_so(client: Any) -> None:
    page = page_of(client, STATUS_2022)
    assert "Svarene sist kontrollert ikke kontrollert" in page
    assert "Erklæringen sist kontrollert ikke kontrollert" in page


def test_the_last_check_says_when_and_of_how_many(client: Any) -> None:
    declaration = closed(verified_on=dt.date(2023, 1, 5))
    answer(declaration, "Asker", "signert", verified_on=dt.date(2023, 1, 3))
    answer(declaration, "Moss", "signert", verified_on=dt.date(2023, 1, 4))
    answer(declaration, "Lier", "signert")
    page = page_of(client, board_of(declaration))
    assert "Svarene sist kontrollert 4. januar 2023 (2 av 3 kontrollert)" in page
    assert "Erklæringen sist kontrollert 5. januar 2023" in page


# --- Addresses that ask for what is not there


@pytest.mark.parametrize(
    "query",
    ["page=tull", "page=999999", "page=-1", "sort=tull", "sort=-", "status=%00", "tabell=antall", "navn=%F0"],
)
def test_a_page_that_cannot_be_is_the_page(client: Any, query: str) -> None:
    assert client.get(f"{STATUS_2022}?{query}").status_code == 200


@pytest.mark.parametrize("query", ["format=tull", "tabell=tull&format=csv", "tabell=antall&format=exe"])
def test_a_file_that_cannot_be_is_refused_with_the_reason(client: Any, query: str) -> None:
    assert client.get(f"{STATUS_2022}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["", "?format=csv", "?tabell=antall&format=json"])
def test_a_draft_has_no_board(client: Any, query: str) -> None:
    draft = make_declaration(status="utkast")
    assert client.get(f"{board_of(draft)}{query}").status_code == 404


# --- Queries


@pytest.fixture
def queries(client: Any, count_queries: Callable[[str], int]) -> Callable[[], list[int]]:
    """Return a function that counts what the newest board asks the database, filtered and as a file too."""
    # Somebody's page is never kept: whether an answer is small enough to be kept would cost a query more.
    client.cookies["csrftoken"] = "b" * 32

    def count() -> list[int]:
        address = board_of(Declaration.objects.published()[0])
        asked = ("", "?status=signert", "?format=csv", "?sort=status")
        return [count_queries(f"{address}{query}") for query in asked]

    return count


def test_the_board_makes_as_many_queries_for_1000_parties_as_for_64(
    world: Callable[..., None], queries: Callable[[], list[int]]
) -> None:
    world("filled")
    for_64 = queries()
    world("large")
    assert queries() == for_64
    assert max(for_64) <= 12


# On SQLite, which takes long lists in parts and so asks the more of the two.
@pytest.mark.once
@pytest.mark.slow
def test_the_board_makes_as_many_queries_for_11000_parties_as_for_1000(
    world: Callable[..., None], queries: Callable[[], list[int]]
) -> None:
    world("large")
    for_1000 = queries()
    world("huge")
    assert queries() == for_1000
