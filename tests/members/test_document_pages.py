"""The register of documents."""

from typing import Any

import pytest

from members.models import Document
from tests.factories import make_document
from tests.reading import rows_of

pytestmark = pytest.mark.django_db

LIST = "/dokumenter/"


def titles_of(client: Any, query: str = "") -> list[str]:
    """Return the titles of the list's file."""
    return [row["title"] for row in rows_of(client, f"{LIST}?{query}")]


def test_each_document_has_an_address_of_its_own_in_the_register(client: Any) -> None:
    page = client.get(LIST).content.decode()
    for document in Document.objects.all():
        assert f'id="{document.slug}"' in page
        assert document.get_absolute_url() == f"/dokumenter/#{document.slug}"


def test_the_seed_presentations_are_in_the_register(client: Any) -> None:
    page = client.get(LIST).content.decode()
    for slug in (
        "mote-faggruppe-klima-og-miljo-2021-01-13",
        "presentasjon-osloregionen-2022",
        "forslag-til-aktiviteter-2021",
        "faggruppesamling-2021-09-02",
        "strategiske-foringer-2021-2024",
    ):
        assert f'id="{slug}"' in page


def test_points_are_shown_as_a_list_and_never_as_markup(client: Any) -> None:
    make_document(points="- Første punkt\n- <b>Andre</b> punkt")
    page = client.get(LIST).content.decode()
    assert "<li>Første punkt</li>" in page
    assert "&lt;b&gt;Andre&lt;/b&gt; punkt" in page


def test_a_date_that_is_not_known_reads_so(client: Any) -> None:
    make_document()
    assert "dato ikke registrert" in client.get(LIST).content.decode()


def test_documents_can_be_found_by_kind_and_words(client: Any) -> None:
    make_document(title="Ærlig svar", kind="horingssvar", points="- Om Øyeren")
    assert "Ærlig svar" in titles_of(client, "&type=horingssvar")
    assert titles_of(client, "&sok=oyeren svar") == ["Ærlig svar"]
    assert titles_of(client, "&sok=finnesikkeher") == []


def test_an_unknown_kind_is_explained_in_norwegian(client: Any) -> None:
    response = client.get(f"{LIST}?type=roman")
    assert response.status_code == 200
    assert "Velg et gyldig valg" in response.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["", "?format=csv"])
def test_the_register_makes_no_more_queries_with_640_documents_than_with_64(
    client: Any, count_queries: Any, suffix: str
) -> None:
    for _ in range(64):
        make_document()
    before = count_queries(LIST + suffix)
    for _ in range(576):
        make_document()
    assert count_queries(LIST + suffix) <= before


def test_the_register_works_in_an_empty_portal(client: Any, empty_portal: None) -> None:
    assert "Ingen dokumenter" in client.get(LIST).content.decode()
    assert titles_of(client) == []
