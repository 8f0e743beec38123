"""A municipality's page: numbers over time, mergers, inhabitants, membership, signatures."""

import html
import re
from typing import Any

import pytest

from members.models import Municipality
from tests.factories import make_declaration, make_municipality, make_signature

pytestmark = pytest.mark.django_db


def text_of(client: Any, slug: str) -> str:
    """Return the words of a municipality's page, one space between them."""
    response = client.get(f"/medlemmer/{slug}/")
    assert response.status_code == 200
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    words = html.unescape(re.sub(r"<[^>]+>", " ", main)).replace("\u00a0", " ")
    return re.sub(r" ([.,)])", r"\1", re.sub(r"\s+", " ", words))


def test_ovre_eiker_has_an_address_in_plain_letters(client: Any) -> None:
    assert Municipality.objects.get(name="Øvre Eiker").get_absolute_url() == "/medlemmer/ovre-eiker/"
    assert "Øvre Eiker" in text_of(client, "ovre-eiker")


def test_vaaler_is_the_one_in_ostfold_whatever_the_date(client: Any) -> None:
    text = text_of(client, "valer")
    assert "har kommunenummer 3114 og ligger i Østfold fylke" in text
    assert "0137 Østfold ikke registrert 31. desember 2019" in text
    assert "3018 Viken 1. januar 2020 31. desember 2023" in text
    assert "3114 Østfold 1. januar 2024 gjelder i dag" in text


def test_nes_is_the_one_in_akershus_whatever_the_date(client: Any) -> None:
    text = text_of(client, "nes")
    assert "0236 Akershus ikke registrert 31. desember 2019" in text
    assert "3034 Viken 1. januar 2020 31. desember 2023" in text
    assert "3228 Akershus 1. januar 2024 gjelder i dag" in text


def test_lillestrom_shows_what_it_was_made_of(client: Any) -> None:
    text = text_of(client, "lillestrom")
    assert "Kommunen ble dannet 1. januar 2020 av Fet, Skedsmo og Sørum." in text
    page = client.get("/medlemmer/lillestrom/").content.decode()
    for slug in ("fet", "skedsmo", "sorum"):
        assert f'href="/medlemmer/{slug}/"' in page
    assert "Skedsmo 0231 Akershus" in text


def test_a_name_that_went_on_is_told_otherwise(client: Any) -> None:
    assert "Hurum og Røyken ble slått sammen med Asker 1. januar 2020." in text_of(client, "asker")


def test_an_absorbed_municipality_points_to_the_one_it_is_part_of(client: Any) -> None:
    text = text_of(client, "skedsmo")
    assert "Skedsmo er ikke lenger egen kommune. Den ble slått sammen til Lillestrøm 1. januar 2020." in text
    assert 'href="/medlemmer/lillestrom/"' in client.get("/medlemmer/skedsmo/").content.decode()


def test_inhabitants_have_dates_and_the_change_between_them(client: Any) -> None:
    text = text_of(client, "asker")
    assert "1. januar 2022 96 088 – –" in text
    assert "1. januar 2024 98 815 +2 727 +2,8 %" in text
    assert "Kilde: Statistisk sentralbyrå, folkemengde 1. januar 2022; Statistisk sentralbyrå" in text


def test_a_joining_date_that_nobody_knows_is_not_invented(client: Any) -> None:
    text = text_of(client, "asker")
    assert "Medlem fra: ikke registrert" in text
    assert "kjent som medlem fra 1. januar 2022" in text


def test_an_organisation_number_that_is_missing_reads_so(client: Any) -> None:
    assert "Organisasjonsnummer ikke registrert" in text_of(client, "oslo")
    assert "Organisasjonsnummer 920 125 298" in text_of(client, "asker")


def test_a_signature_stands_with_date_signatory_and_source(client: Any) -> None:
    text = text_of(client, "lillestrom")
    assert "Signert 2. juni 2022 av Jørgen Vik, ordfører" in text
    assert "ralingen.custompublish.com" in text


def test_what_predecessors_signed_stands_under_their_own_names(client: Any) -> None:
    text = text_of(client, "lillestrom")
    assert "Lillestrøm fantes ikke 7. februar 2019." in text
    assert "Fet ikke registrert Skedsmo ikke registrert Sørum ikke registrert" in text


def test_a_predecessors_signature_is_shown_on_both_pages(client: Any) -> None:
    declaration = make_declaration(year=2018, status="avsluttet", signing_on="2018-05-01")
    skedsmo = Municipality.objects.get(slug="skedsmo")
    make_signature(declaration=declaration, municipality=skedsmo, status="signert", signed_on="2018-05-01")
    assert "Skedsmo ✓ Signert 1. mai 2018" in text_of(client, "skedsmo")
    assert "Skedsmo ✓ Signert 1. mai 2018" in text_of(client, "lillestrom")


def test_not_registered_is_said_not_to_mean_no(client: Any) -> None:
    assert (
        "«Ikke registrert» betyr at portalen mangler opplysningen, ikke at kommunen har sagt nei."
        in text_of(client, "asker")
    )


def test_an_absorbed_municipality_is_not_asked_about_later_declarations(client: Any) -> None:
    text = text_of(client, "skedsmo")
    assert "Skedsmo ble en del av Lillestrøm 1. januar 2020." in text
    assert "Det er Lillestrøm som svarer på erklæringen. Lillestrøm ✓ Signert 2. juni 2022" in text


def test_a_municipality_of_which_nothing_is_known_has_a_page_that_says_so(client: Any) -> None:
    make_municipality(name="Tomland", member=False)
    text = text_of(client, "tomland")
    assert "ikke registrert at kommunen er medlem" in text
    assert "Kommunenummer er ikke registrert." in text
    assert "Folketall er ikke registrert." in text


@pytest.mark.parametrize("slug", ["finnes-ikke", "Asker", "øvre-eiker", "..", "1"])
def test_an_unknown_address_is_a_page_not_found_in_norwegian(client: Any, slug: str) -> None:
    response = client.get(f"/medlemmer/{slug}/")
    assert response.status_code == 404
    assert "Siden finnes ikke" in response.content.decode()


def test_a_municipality_has_a_page_with_few_queries(client: Any, count_queries: Any) -> None:
    # One of them asks which edition of the emissions counts: the council's content has none.
    assert count_queries("/medlemmer/lillestrom/") <= 14
    # Nothing to ask of any merger.
    assert count_queries("/medlemmer/oslo/") <= 11
