"""The declarations' PDFs of the council's own content, read back as a reader and a screen reader would."""

from typing import Any

import pytest
from django.test import override_settings

from declaration.models import Signature
from declaration.reports import declaration_document
from declaration.story import declaration_with_content
from members.models import Municipality
from tests.printed import (
    heading_levels,
    leaves_a_level_out,
    letters_of,
    pages_of,
    table_heads,
    text_of,
    ua_failures,
)

# Most read documents made once for the module; each alone must still have its test database.
pytestmark = pytest.mark.django_db

ADDRESS = "https://portal.example.org/erklaringer/"
EDITIONS = ("ordforererklaeringen-2019", "ordforererklaeringen-2022")


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> dict[str, bytes]:
    """Both editions, made once for the module."""
    uncached = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    with django_db_blocker.unblock(), override_settings(CACHES=uncached):
        return {
            slug: declaration_document(declaration_with_content(slug)).pdf(f"{ADDRESS}{slug}/").body
            for slug in EDITIONS
        }


@pytest.fixture(params=EDITIONS)
def edition(request: Any) -> str:
    """Each edition in turn."""
    slug: str = request.param
    return slug


@pytest.fixture
def text_2019(made: dict[str, bytes]) -> str:
    """The text of 2019."""
    return text_of(made["ordforererklaeringen-2019"])


@pytest.fixture
def text_2022(made: dict[str, bytes]) -> str:
    """The text of 2022."""
    return text_of(made["ordforererklaeringen-2022"])


def test_it_is_valid_pdf_ua(made: dict[str, bytes], edition: str) -> None:
    assert ua_failures(made[edition]) == []


def test_its_headings_leave_no_level_out(made: dict[str, bytes], edition: str) -> None:
    levels = heading_levels(made[edition])

    assert levels.count(1) == 1
    assert not leaves_a_level_out(levels)


def test_its_tables_have_headers_for_columns_and_rows(made: dict[str, bytes], edition: str) -> None:
    heads = table_heads(made[edition])

    assert len(heads) >= 3
    assert all(columns >= 2 and rows >= 1 for columns, rows in heads), heads


def test_it_names_everyone_who_signed_with_title_date_and_county(
    made: dict[str, bytes], edition: str
) -> None:
    text = letters_of(text_of(made[edition]))

    signatures = list(
        Signature.objects.filter(declaration__slug=edition).select_related("municipality", "county")
    )
    assert len(signatures) == {"ordforererklaeringen-2019": 2, "ordforererklaeringen-2022": 4}[edition]
    date = {"ordforererklaeringen-2019": "7. februar 2019", "ordforererklaeringen-2022": "2. juni 2022"}
    for one in signatures:
        line = f"{one.party_name}{one.signatory_name}{one.signatory_title}{date[edition]}"
        assert letters_of(line) in text, line


def test_the_counties_are_those_of_the_declarations_own_date(text_2019: str, text_2022: str) -> None:
    assert "Buskerud Part Signert av Dato Kilde Lier Gunn Cecilie Ringdal" in text_2019
    assert "Fylkeskommuner Part Signert av Dato Kilde Hedmark fylkeskommune" in text_2019
    assert "Viken Part Signert av Dato Kilde Lillestrøm Jørgen Vik" in text_2022


def test_2019_knows_the_municipalities_of_2019(text_2019: str) -> None:
    unanswered = text_2019.split("Kommuner uten registrert svar")[1].split("Andre opplysninger")[0]

    for name in ("Skedsmo", "Fet", "Sørum", "Røyken", "Oppegård"):
        assert name in unanswered, name
    for name in ("Lillestrøm", "Nordre Follo", "Indre Østfold", "Viken"):
        assert name not in unanswered, name


def test_2022_names_every_member_without_an_answer(text_2022: str) -> None:
    unanswered = letters_of(text_2022.split("Kommuner uten registrert svar")[1].split("Andre opplysn")[0])

    answered = set(
        Signature.objects.filter(declaration__slug=EDITIONS[1]).values_list("municipality__name", flat=True)
    )
    members = set(Municipality.objects.members_now().values_list("name", flat=True))
    assert "60 kommuner har ikke noe registrert svar." in text_2022
    for name in members - answered:
        assert letters_of(name) in unanswered, name
    assert not [name for name in answered if letters_of(name) in unanswered]


def test_members_are_counted_only_where_they_are_known(text_2019: str, text_2022: str) -> None:
    assert "4 av 64 medlemskommuner er registrert med signatur." in text_2022
    assert "Medlemstall per 7. februar 2019 er ikke registrert." in text_2019
    assert "Publisert medlemstall er «65 kommuner»" in text_2019
    assert "medlemskommuner er registrert" not in text_2019


@pytest.mark.parametrize(
    ("slug", "counts"),
    [
        (
            EDITIONS[0],
            ("50 ordførere og fylkesordførere", "totalt 54 ordførere", "https://www.osloregionen.no/om/"),
        ),
        (EDITIONS[1], ("54 ordførere sluttet seg til", "Osloregionens årsrapport for 2022", "juni 2022")),
    ],
)
def test_published_counts_stand_beside_the_registered_with_source_and_date(
    made: dict[str, bytes], slug: str, counts: tuple[str, ...]
) -> None:
    text = letters_of(text_of(made[slug]))

    for words in ("Registrert i portalen", "Publiserte antall", *counts):
        assert letters_of(words) in text, words


def test_it_says_what_the_declaration_says_and_how_far_its_wording_is_known(text_2019: str) -> None:
    letters = letters_of(text_2019)

    for words in (
        "Anerkjenner at kommuner og fylkeskommuner har en viktig rolle for å håndtere klimautfordringene",
        "Sirkulær økonomi",
        "Punkt 10 Et regionalt klimabarometer. (gjengitt etter omtale, ikke ordrett)",
        "4 punkter er registrert. Erklæringen har et punkt 10, så minst 6 punkter er ikke registrert.",
    ):
        assert letters_of(words) in letters, words


def test_it_says_plainly_what_is_not_registered(text_2019: str, text_2022: str) -> None:
    missing = text_2022.split("Andre opplysninger som mangler")[1].split("Kilder Om")[0]
    for words in (
        "Kildene oppgir 50–54 tilslutninger, 4 er registrert med navn.",
        "Erklæringens tekst er ikke registrert.",
        "Formålet er ikke registrert.",
        "Ingen forpliktelser er registrert.",
    ):
        assert words in missing, words
    assert "4 av minst 10 forpliktelser er registrert." in text_2019
    assert "Milepælene er ikke registrert." in text_2019
    assert "ikke at kommunen har sagt nei" in text_2019


def test_the_sources_of_the_answers_are_numbered(text_2022: str) -> None:
    letters = letters_of(text_2022)

    assert letters_of("Rælingen kommunes nettsted: https://ralingen.custompublish.com/") in letters
    assert letters_of("Nittedal Inge Solli ordfører 2. juni 2022 2") in letters


def test_the_cover_says_what_it_is_and_the_contents_lead_on(made: dict[str, bytes], edition: str) -> None:
    pages = pages_of(made[edition])
    cover = pages[0]

    assert f"{ADDRESS}{edition}/" in cover
    for heading in ("Om erklæringen", "Hva erklæringen sier", "Hvem har sluttet seg til", "Kilder"):
        found = cover.rsplit(f"{heading} ", 1)[1].split()[0]
        assert heading in pages[int(found) - 1]
    for number, text in enumerate(pages[1:], start=2):
        assert f"{number} av {len(pages)}" in text
        assert "Osloregionen interkommunalt politisk råd · Signeringsrunden er avsluttet" in text


def test_no_page_inside_is_nearly_empty(made: dict[str, bytes], edition: str) -> None:
    _cover, *inside, _last = pages_of(made[edition])
    assert all(len(letters_of(page)) > 500 for page in inside)


def test_the_few_who_signed_in_a_county_stand_on_one_page(made: dict[str, bytes]) -> None:
    pages = [letters_of(page) for page in pages_of(made["ordforererklaeringen-2022"])]
    names = [letters_of(name) for name in ("Jørgen Vik", "Ragnhild Bergheim", "Inge Solli", "Ståle Grøtte")]
    assert sum(any(name in page for name in names) for page in pages) == 1


def test_the_councils_own_are_no_exercise(made: dict[str, bytes], edition: str) -> None:
    assert "ØVELSE" not in text_of(made[edition])
