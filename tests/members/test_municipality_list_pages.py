"""The list of members: order, filters, map, files."""

import csv
import io
import re
from typing import Any

import pytest
from django.urls import reverse
from lxml import html

from members.models import Membership, Municipality, Population
from tests import reading
from tests.factories import make_declaration, make_municipalities, make_municipality, make_signature

pytestmark = pytest.mark.django_db

LIST = "/medlemmer/"


def rows_of(client: Any, query: str = "") -> list[dict[str, Any]]:
    """Return the list's rows; `query` narrows them down."""
    return reading.rows_of(client, f"{LIST}?{query}")


def names_of(client: Any, query: str = "") -> list[str]:
    """Return the names the list shows with a query."""
    return [row["name"] for row in rows_of(client, query)]


def test_the_list_has_the_64_members(client: Any) -> None:
    assert len(rows_of(client)) == 64
    assert "64\u00a0kommuner." in client.get(LIST).content.decode()


def test_the_list_is_in_norwegian_order(client: Any) -> None:
    names = names_of(client)
    assert names[0] == "Aremark"
    assert names[-3:] == ["Øvre Eiker", "Ås", "Åsnes"]
    assert names.index("Østre Toten") < names.index("Øvre Eiker") < names.index("Ås")
    assert names.index("Vestre Toten") < names.index("Østre Toten")


def test_sorting_by_name_backwards_turns_the_norwegian_order_round(client: Any) -> None:
    assert names_of(client, "&sort=-name") == names_of(client)[::-1]


def test_each_member_links_to_its_page(client: Any) -> None:
    page = client.get(LIST).content.decode()
    for address in Municipality.objects.members_now().values_list("slug", flat=True):
        assert f'href="/medlemmer/{address}/"' in page


def test_the_two_traps_of_equal_names_are_told_apart_by_number(client: Any) -> None:
    rows = {row["name"]: row for row in rows_of(client)}
    assert (rows["Våler"]["number"], rows["Våler"]["county"]) == ("3114", "Østfold")
    assert (rows["Nes"]["number"], rows["Nes"]["county"]) == ("3228", "Akershus")


def test_the_heading_of_the_inhabitants_says_their_date(client: Any) -> None:
    assert "Innbyggere 1.\u00a0januar 2024" in client.get(LIST).content.decode()


def test_the_lead_says_the_sum_of_inhabitants_with_date_and_source(client: Any) -> None:
    page = client.get(LIST).content.decode()
    assert "2\u00a0307\u00a0478 innbyggere 1.\u00a0januar 2024" in page
    assert "Statistisk sentralbyrå" in page


def test_what_was_published_stands_beside(client: Any) -> None:
    page = client.get(LIST).content.decode()
    assert "65 kommuner" in page
    assert "ca. 2,3 mill. innbyggere" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("baerum", ["Bærum"]),
        ("ØVRE EIKER", ["Øvre Eiker"]),
        ("aurskog", ["Aurskog-Høland"]),
        ("skedsmo", ["Lillestrøm"]),
        ("3205", ["Lillestrøm"]),
        ("301", ["Oslo"]),
        ("toten", ["Vestre Toten", "Østre Toten"]),
    ],
)
def test_the_name_filter_is_forgiving(client: Any, asked: str, found: list[str]) -> None:
    assert names_of(client, f"&navn={asked}") == found


def test_the_county_filter_takes_the_county_of_today(client: Any) -> None:
    assert len(names_of(client, "&fylke=32")) == 21
    assert {row["county"] for row in rows_of(client, "&fylke=31")} == {"Østfold"}


def test_filters_work_together(client: Any) -> None:
    rows = rows_of(client, "&fylke=32&innbyggere_fra=90000")
    assert {row["name"] for row in rows} == {"Asker", "Bærum", "Lillestrøm"}
    assert rows_of(client, "&innbyggere_til=1400")[0]["name"] == "Aremark"


def test_the_language_form_filter_keeps_what_is_not_registered_apart(client: Any) -> None:
    Municipality.objects.filter(name="Asker").update(language_form="")
    assert names_of(client, "&malform=ikke-registrert") == ["Asker"]
    assert "Asker" not in names_of(client, "&malform=noytral")


def test_signatories_can_be_told_from_those_not_registered(client: Any) -> None:
    signed = names_of(client, "&erklaering=ordforererklaeringen-2022.signert")
    missing = names_of(client, "&erklaering=ordforererklaeringen-2022.ikke-registrert")
    assert signed == ["Lillestrøm", "Lørenskog", "Nittedal", "Rælingen"]
    assert len(missing) == 60


def test_a_signature_of_2019_does_not_make_todays_municipality_a_signatory(client: Any) -> None:
    skedsmo = Municipality.objects.get(slug="skedsmo")
    declaration = make_declaration(year=2018, status="avsluttet", signing_on="2018-05-01", slug="prove")
    make_signature(declaration=declaration, municipality=skedsmo, status="signert", signed_on="2018-05-01")
    assert "Lillestrøm" not in names_of(client, "&erklaering=prove.signert")
    row = next(row for row in rows_of(client) if row["name"] == "Lillestrøm")
    assert row["declaration_prove"] == "Skedsmo: signert"


@pytest.mark.parametrize(
    "query",
    [
        "fylke=99",
        "fylke=x",
        "malform=samisk",
        "erklaering=tull.signert",
        "innbyggere_fra=mange",
        "innbyggere_til=NaN",
        "innbyggere_fra=-1",
        "erklaering=x",
    ],
)
def test_an_unknown_filter_value_is_explained_in_norwegian(client: Any, query: str) -> None:
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    page = response.content.decode()
    assert "ds-validation-message" in page
    assert re.search(r"Velg et gyldig valg|Oppgi et tall|Verdien må være", page)
    assert "Ingen av 64\u00a0kommuner passer til valgene." in page


@pytest.mark.parametrize(
    "query",
    ["page=99999", "page=x", "sort=tull", "sort=-", "navn=%00", "navn=%25", "innbyggere_fra=1e40", "tull=1"],
)
def test_nonsense_in_the_address_never_breaks_the_list(client: Any, query: str) -> None:
    assert client.get(f"{LIST}?{query}").status_code == 200


def test_an_unknown_format_says_which_there_are(client: Any) -> None:
    response = client.get(f"{LIST}?format=pdf")
    assert response.status_code == 400
    assert "csv, xlsx, json" in response.content.decode()


def test_the_files_honour_the_filters(client: Any) -> None:
    response = client.get(f"{LIST}?fylke=31&format=csv")
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert len(lines) == 1 + 12
    assert lines[0][:3] == ["Kommune", "Nummer", "Fylke"]
    assert client.get(f"{LIST}?fylke=31&format=xlsx").content[:2] == b"PK"


def test_the_files_hold_what_the_page_has_no_room_for(client: Any) -> None:
    row = next(row for row in rows_of(client) if row["name"] == "Lillestrøm")
    assert row["population_on"] == "2024-01-01"
    assert row["predecessors"] == "Fet, Skedsmo og Sørum"
    assert row["website"] == "https://lillestrom.kommune.no"
    assert row["declaration_ordforererklaeringen_2022"] == "Signert"
    nes = next(row for row in rows_of(client) if row["name"] == "Nes")
    assert nes["org_number"] is None


def test_the_map_shows_who_has_signed_by_word_and_sign(client: Any) -> None:
    page = client.get(LIST).content.decode()
    assert page.count('class="tile ') == 64
    assert "Signert (4)" in page
    assert "Ikke registrert (60)" in page


def test_the_map_shows_only_what_the_filters_leave(client: Any) -> None:
    hits = len(rows_of(client, "&fylke=34"))
    assert 5 < hits < 64
    assert client.get(f"{LIST}?fylke=34").content.decode().count('class="tile ') == hits


def test_a_single_municipality_gets_no_map_of_one_square(client: Any) -> None:
    page = client.get(f"{LIST}?navn=asker").content.decode()
    assert 'href="/medlemmer/asker/"' in page
    assert 'class="tile ' not in page
    assert "Kartet kan ikke vise dette utvalget." in page


def test_a_place_outside_the_map_is_left_out_of_it_and_not_out_of_its_list(client: Any) -> None:
    Municipality.objects.filter(name="Asker").update(tile_row=99)
    page = client.get(LIST).content.decode()
    assert page.count('class="tile ') == 63
    assert "Asker har ikke fått plass i kartet, men står i listen." in page
    below = page[page.index("Kommunene i kartet som liste") :]
    assert 'href="/medlemmer/asker/"' in below[: below.index("</details>")]


def test_a_member_without_figures_reads_not_registered(client: Any) -> None:
    make_municipality(name="Aaberg")
    row = rows_of(client, "&navn=aaberg")[0]
    assert (row["number"], row["population"], row["population_on"]) == (None, None, None)
    assert client.get(f"{LIST}?navn=aaberg").content.decode().count('class="missing"') >= 3


def test_a_newer_figure_for_one_member_does_not_hide_the_others(client: Any) -> None:
    Municipality.objects.get(name="Asker").populations.create(on="2025-01-01", count=99999)
    assert "Innbyggere 1.\u00a0januar 2024" in client.get(LIST).content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["", "?format=csv", "?navn=a&fylke=32", "?sort=-population"])
def test_the_list_makes_no_more_queries_with_640_members_than_with_64(
    client: Any, count_queries: Any, suffix: str
) -> None:
    before = count_queries(LIST + suffix)
    made = make_municipalities(576)
    make_municipality(name="Prøvebygd", merged_into=made[0], member=False, dissolved_on="2025-01-01")
    assert count_queries(LIST + suffix) <= before


def test_the_list_works_in_an_empty_portal(client: Any, empty_portal: None) -> None:
    page = client.get(LIST).content.decode()
    assert "Ingen medlemmer er registrert ennå." in page
    assert rows_of(client) == []
    assert client.get(reverse("members:municipality_list") + "?format=xlsx").status_code == 200


def test_the_lead_says_whose_inhabitants_are_known(client: Any) -> None:
    def lead() -> str:
        page = html.fromstring(client.get("/medlemmer/").content.decode())
        said: str = page.xpath("string(//p[@class='lead'])")
        return " ".join(said.split())

    assert lead().startswith("64 kommuner med til sammen 2 307 478 innbyggere 1. januar 2024.")
    make_municipality(name="Prøvekommune uten folketall")
    known = "I de 64 med registrert folketall bodde det 2 307 478 1. januar 2024."
    assert lead().startswith(f"65 kommuner. {known}")
    Population.objects.all().delete()
    assert lead().startswith("65 kommuner. Folketall er ikke registrert.")
    Membership.objects.all().delete()
    assert lead() == "Ingen medlemmer er registrert ennå."
