"""The address of a declaration's PDF: what it answers, and what it says of made-up declarations."""

import io
import re
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from django.test import Client

from declaration.declaration_report import report_of
from declaration.models import Commitment, Declaration, Signature
from declaration.story import declaration_with_content
from osloregionen.pdf import PdfTimeoutError
from tests.factories import make_county, make_declaration, make_municipality, make_signature
from tests.printed import letters_of, pages_of, table_heads, text_of, ua_failures

pytestmark = pytest.mark.django_db

COUNCILS = "/erklaringer/ordforererklaeringen-2022.pdf"
JOINED = {"status": "tilsluttet", "basis": "politisk_vedtak", "decided_on": "2025-02-01"}


def pdf_of(client: Client, declaration: Declaration) -> bytes:
    """Return the declaration's PDF."""
    answer = client.get(f"/erklaringer/{declaration.slug}.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return answer.content


def test_the_address_gives_the_pdf_under_its_own_name(client: Client) -> None:
    answer = client.get(COUNCILS)

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'inline; filename="erklaering-ordforererklaeringen-2022.pdf"'
    assert answer["Content-Security-Policy"] == "frame-ancestors 'none'"
    again = client.get(COUNCILS, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, answer["ETag"])


def test_a_new_answer_gives_another_pdf(client: Client) -> None:
    declaration = make_declaration()
    first = client.get(f"/erklaringer/{declaration.slug}.pdf")
    make_signature(declaration=declaration, municipality=make_municipality(name="Nyprøve"), **JOINED)

    second = client.get(f"/erklaringer/{declaration.slug}.pdf", headers={"If-None-Match": first["ETag"]})

    assert second.status_code == 200
    assert "Nyprøve" in text_of(second.content)


@pytest.mark.parametrize("slug", ["finnes-ikke", "utkast-proven"])
def test_drafts_and_unknown_ones_are_not_found(client: Client, slug: str) -> None:
    make_declaration(slug="utkast-proven", status="utkast")

    assert client.get(f"/erklaringer/{slug}.pdf").status_code == 404


def test_a_pdf_that_cannot_be_made_leads_back_to_the_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise PdfTimeoutError("used more than 15 s of the processor")

    monkeypatch.setattr("osloregionen.pdf._render", fail)
    answer = client.get(COUNCILS)

    assert answer.status_code == 503
    assert 'href="/erklaringer/ordforererklaeringen-2022/"' in answer.content.decode()


@pytest.mark.parametrize(
    "page", ["/erklaringer/ordforererklaeringen-2022/", "/erklaringer/ordforererklaeringen-2022/status/"]
)
def test_the_pages_lead_to_it_with_its_size_once_it_has_been_made(client: Client, page: str) -> None:
    before = client.get(page).content.decode()
    assert f'href="{COUNCILS}"' in before
    assert not re.search(r"PDF, \d+\xa0sider", before)

    client.get(COUNCILS)

    client.cookies["csrftoken"] = "x"  # goes past the kept page of a minute ago
    assert re.search(r"PDF, \d+\xa0sider, \d+\xa0kB", client.get(page).content.decode())


def test_every_kind_of_answer_is_told_with_what_is_registered_of_it(client: Client) -> None:
    declaration = make_declaration(status="avsluttet", signing_on="2025-03-01")

    def answer(name: str, **fields: Any) -> None:
        make_signature(declaration=declaration, municipality=make_municipality(name=name), **fields)

    answer("Tilprøve", **JOINED, case_reference="25/7")
    answer(
        "Trukketprøve",
        **JOINED
        | {"status": "trukket", "signed_on": "2025-03-01", "signatory_name": "Prøve Person"}
        | {"signatory_title": "ordfører", "withdrawn_on": "2025-09-09"},
    )
    answer("Neiprøve", status="avslatt", basis="politisk_vedtak", decided_on="2025-02-02")
    answer("Tenkeprøve", status="til_behandling")
    answer("Bedtprøve", status="invitert")
    answer("Navnløsprøve", **JOINED | {"status": "signert", "signed_on": "2025-03-01"})

    text = text_of(pdf_of(client, declaration))
    who = text.split("Registrert i portalen")[1]

    order = ["Signert Fylke ikke registrert", "Tilsluttet, ikke signert", "Trukket Part", "Avslått Part"]
    order += ["Til behandling Part", "Invitert Part"]
    places = [who.index(heading) for heading in order]
    assert places == sorted(places)
    for words in (
        "Navnløsprøve ikke registrert 1. mars 2025",
        "Tilprøve – Siden 1. februar 2025, etter politisk vedtak (sak 25/7).",
        "Trukketprøve – 9. september 2025.",
        "1. mars 2025 ved Prøve Person, ordfører.",
        "Neiprøve – 2. februar 2025, etter politisk vedtak.",
        "Navnet på den som signerte, mangler for 1 av 1 signatur.",
    ):
        assert letters_of(words) in letters_of(who), words


def test_an_exercise_says_so_on_every_page_and_in_its_title(client: Client) -> None:
    declaration = make_declaration(
        title="Prøveerklæringen", is_practice=True, full_text="\n\n".join(["Prøvetekst. " * 60] * 8)
    )

    body = pdf_of(client, declaration)
    pages = pages_of(body)

    assert len(pages) > 3
    assert all("ØVELSE" in page for page in pages)
    assert "Alt i dette dokumentet er oppdiktet." in pages[0]
    metadata = pypdf.PdfReader(io.BytesIO(body)).metadata
    assert metadata is not None
    assert metadata.title == "ØVELSE: Prøveerklæringen – Osloregionen"
    assert ua_failures(body) == []


def test_an_open_declaration_says_on_which_day_it_was_so(client: Client) -> None:
    cover = pages_of(pdf_of(client, make_declaration(response_deadline="2099-06-01")))[0]

    assert "Åpen for svar" in cover
    assert re.search(r"Slik det var registrert \d+\. \w+ \d{4}:", cover)
    assert "1. juni 2099" in cover


def test_a_declaration_of_which_nothing_is_known_says_so(client: Client, empty_portal: None) -> None:
    body = pdf_of(client, make_declaration())
    text = text_of(body)

    for words in (
        "Formålet er ikke registrert.",
        "Temaene er ikke registrert.",
        "Forpliktelsene i erklæringen er ikke registrert.",
        "Hele teksten er ikke registrert.",
        "Publiserte antall er ikke registrert.",
        "Signeringsdatoen er ikke registrert.",
    ):
        assert words in text, words
    assert ua_failures(body) == []


def test_long_names_and_titles_stay_on_the_page_and_valid(client: Client) -> None:
    long = "Prøvekommunesammenslåingsutredningsnemnda i Søndre Ålesætra-Østlandsskogene og Ytre Ærfuglneset"
    declaration = make_declaration(title=f"{long} {long}"[:200], status="avsluttet")
    make_signature(
        declaration=declaration,
        municipality=make_municipality(name=long),
        status="signert",
        signed_on="2025-03-01",
        signatory_name=long,
        signatory_title=f"{long} ({long})",
        source=f"https://example.org/{'lang-adresse/' * 30}",
    )
    Commitment.objects.create(declaration=declaration, text=long)

    body = pdf_of(client, declaration)

    assert letters_of(text_of(body)).count(letters_of(long)) >= 5
    assert ua_failures(body) == []


def test_what_staff_write_is_printed_as_text_and_fetches_nothing(client: Client) -> None:
    hostile = '<img src="file:///etc/passwd"></html>'
    declaration = make_declaration(title=hostile, purpose=hostile, source=hostile)
    make_signature(declaration=declaration, municipality=make_municipality(name=hostile), **JOINED)

    text = text_of(pdf_of(client, declaration))

    assert letters_of(text).count(letters_of(hostile)) >= 4
    assert "root:x:0" not in text


def test_the_number_of_queries_does_not_grow_with_the_parties(
    client: Client, world: Callable[..., None], django_assert_max_num_queries: Any
) -> None:
    counts = []
    for members in (8, 40):
        world("filled", members=members, plans=1, activities=2, meetings=2, documents=2)
        slug = Declaration.objects.published().order_by("-year").values_list("slug", flat=True)[0]
        with django_assert_max_num_queries(100) as captured:
            report_of(declaration_with_content(slug))
        counts.append(len(captured))

    assert counts[0] == counts[1]


@pytest.mark.slow
@pytest.mark.once
def test_a_thousand_parties_stay_within_the_limits(client: Client, world: Callable[..., None]) -> None:
    world("large")
    declaration = Declaration.objects.get()

    body = pdf_of(client, declaration)

    answered = Signature.objects.filter(declaration=declaration).count()
    rows = sum(rows for _columns, rows in table_heads(body))
    assert rows >= answered
    assert ua_failures(body) == []


def test_a_county_that_answered_is_told_among_the_counties(client: Client) -> None:
    declaration = make_declaration(status="avsluttet")
    make_signature(
        declaration=declaration,
        county=make_county(name="Prøveland"),
        status="signert",
        signed_on="2025-03-01",
    )

    assert "Fylkeskommuner Part Signert av Dato Kilde Prøveland fylkeskommune" in text_of(
        pdf_of(client, declaration)
    )
