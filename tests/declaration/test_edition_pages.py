"""The list of editions and the page of one edition."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from declaration.models import Commitment, Declaration, MainPoint, Milestone, PublishedCount, Theme
from osloregionen.formatting import date_nb
from tests.factories import make_declaration, make_municipalities, make_signature
from tests.reading import page_of, rows_of

pytestmark = pytest.mark.django_db

LIST = "/erklaringer/"
EDITION_2019 = "/erklaringer/ordforererklaeringen-2019/"
EDITION_2022 = "/erklaringer/ordforererklaeringen-2022/"


def test_the_editions_stand_newest_first(client: Any) -> None:
    page = page_of(client, LIST)
    assert page.index("Ordførererklæringen om klima og miljø 2022") < page.index("miljø og klima 2019")


def test_each_edition_says_when_and_where_it_was_signed_and_what_is_registered(client: Any) -> None:
    page = page_of(client, LIST)
    assert "Signert 7. februar 2019 (Oslo rådhus). 2 signaturer er registrert." in page
    assert "Signert 2. juni 2022 (Oslo rådhus). 4 signaturer er registrert." in page


def test_each_edition_shows_the_published_counts_with_their_source(client: Any) -> None:
    page = page_of(client, LIST)
    assert "54 ordførere sluttet seg til" in page
    assert "årsrapport for 2022" in page


def test_each_edition_links_to_its_content_and_its_status(client: Any) -> None:
    page = client.get(LIST).content.decode()
    for address in (EDITION_2019, EDITION_2022):
        assert f'href="{address}"' in page
        assert f'href="{address}status/"' in page


def test_an_edition_that_is_still_to_be_signed_says_so(client: Any) -> None:
    make_declaration(signing_on=dt.date(2090, 6, 2), signing_place="Prøvehuset")
    assert "Skal signeres 2. juni 2090 (Prøvehuset). Ingen signaturer er registrert" in page_of(client, LIST)


@pytest.mark.parametrize(
    ("days", "status", "told"),
    [
        (0, "apen", "Signeres i dag, %s."),
        (0, "avsluttet", "Signeres i dag, %s."),
        (-1, "apen", "Signeringsdatoen var %s."),
        (-1, "avsluttet", "Signert %s."),
    ],
)
def test_a_day_of_signing_alone_does_not_say_that_it_was_signed(
    client: Any, days: int, status: str, told: str
) -> None:
    day = timezone.localdate() + dt.timedelta(days)
    make_declaration(signing_on=day, status=status)
    said = told % date_nb(day).replace("\xa0", " ")
    assert f"{said} Ingen signaturer er registrert" in page_of(client, LIST)


def test_an_edition_without_a_date_does_not_guess_one(client: Any) -> None:
    make_declaration()
    assert "Signeringsdatoen er ikke registrert." in page_of(client, LIST)


def test_drafts_are_hidden_everywhere(client: Any) -> None:
    edition = Declaration.objects.get(slug="ordforererklaeringen-2022")
    draft = make_declaration(title="Hemmelig utkast", status="utkast", renews=edition)
    for address in (draft.get_absolute_url(), f"{draft.get_absolute_url()}status/"):
        assert client.get(address).status_code == 404
    for address in (LIST, EDITION_2022, f"{LIST}?format=csv"):
        assert "Hemmelig utkast" not in client.get(address).content.decode()


def test_unknown_editions_are_not_found(client: Any) -> None:
    assert client.get("/erklaringer/finnes-ikke/").status_code == 404
    assert client.get("/erklaringer/finnes-ikke/status/?format=csv").status_code == 404


def test_the_editions_can_be_taken_as_csv(client: Any) -> None:
    text = client.get(f"{LIST}?format=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["År"] for row in rows] == ["2022", "2019"]
    assert rows[0]["Svarfrist"] == "2022-05-12"
    assert "Over 50" in rows[0]["Publiserte antall"]


def test_a_format_that_is_not_known_is_refused_in_norwegian(client: Any) -> None:
    for address in (LIST, EDITION_2019, f"{EDITION_2019}status/"):
        response = client.get(f"{address}?format=pdf")
        assert response.status_code == 400
        assert "Formatet «pdf» finnes ikke" in response.content.decode()


def test_the_page_of_2019_tells_its_purpose_and_six_main_points(client: Any) -> None:
    page = page_of(client, EDITION_2019)
    assert "Vise fram en samlet region" in page
    assert MainPoint.objects.filter(declaration__slug="ordforererklaeringen-2019").count() == 6
    assert "En 10-punktliste med tiltak" in page


def test_a_commitment_is_numbered_only_where_the_number_is_known(client: Any) -> None:
    page = page_of(client, EDITION_2019)
    assert re.findall(r"Punkt (\d+)", page) == ["10"]
    assert "Punkt 10: Et regionalt klimabarometer" in page


def test_a_paraphrase_is_marked_as_such(client: Any) -> None:
    page = page_of(client, EDITION_2019)
    assert page.count("gjengitt etter omtale, ikke ordrett") == 4


def test_the_page_says_how_many_points_are_not_registered_where_that_follows(client: Any) -> None:
    page = page_of(client, EDITION_2019)
    assert (
        "4 punkter er registrert. Erklæringen har et punkt 10, så minst 6 punkter er ikke registrert." in page
    )


def test_the_page_does_not_count_missing_points_where_nothing_follows(client: Any) -> None:
    declaration = make_declaration()
    Commitment.objects.create(declaration=declaration, text="Sykle mer.", is_verbatim=True)
    page = page_of(client, declaration.get_absolute_url())
    assert "1 punkt er registrert. Om dette er alle, er ikke registrert." in page
    assert "ikke ordrett" not in page


def test_commitments_stand_under_their_theme(client: Any) -> None:
    declaration = make_declaration()
    first = Theme.objects.create(declaration=declaration, order=1, title="Transport")
    Theme.objects.create(declaration=declaration, order=2, title="Natur", text="Ta vare på den.")
    Commitment.objects.create(declaration=declaration, theme=first, number=1, text="Sykle mer.")
    page = page_of(client, declaration.get_absolute_url())
    assert page.index("Transport") < page.index("Sykle mer.") < page.index("Natur")
    assert "Hvilket tema disse punktene hører til" not in page


def test_the_full_text_is_missing_in_words(client: Any) -> None:
    assert "Hele teksten er ikke registrert." in page_of(client, EDITION_2022)


def test_the_full_text_is_shown_where_it_is_registered(client: Any) -> None:
    declaration = make_declaration(full_text="Vi erklærer herved.")
    assert "Vi erklærer herved." in page_of(client, declaration.get_absolute_url())


def test_the_page_of_2022_tells_reasons_themes_deadline_and_the_two_bases(client: Any) -> None:
    page = page_of(client, EDITION_2022)
    assert "Nye klimapolitiske rammebetingelser i Klimakur 2030" in page
    assert "Grønn næringsutvikling inkludert anskaffelser og sirkulærøkonomi" in page
    assert "Svarfrist 12. mai 2022" in page
    assert "Grunnlag for svar Politisk vedtak eller ordførers bekreftelse" in page


def test_milestones_are_dated_only_as_precisely_as_their_source(client: Any) -> None:
    page = page_of(client, EDITION_2022)
    assert "11. februar 2022 Behandling i styremøtet (Styret) Gjennomført 11. februar 2022" in page
    assert "Februar–mai 2022 Mobilisering av kommunene Gjennomføring ikke registrert" in page


def test_a_milestone_without_any_date_says_so(client: Any) -> None:
    declaration = make_declaration()
    Milestone.objects.create(declaration=declaration, order=1, title="Høring")
    assert "Dato ikke registrert Høring" in page_of(client, declaration.get_absolute_url())


def test_named_signatories_stand_with_date_and_source(client: Any) -> None:
    page = page_of(client, EDITION_2019)
    assert "Lier Gunn Cecilie Ringdal ordfører 7. februar 2019" in page
    assert "Hedmark fylkeskommune Gunn Randi Fjæstad" in page


def test_named_signatories_can_be_taken_as_json(client: Any) -> None:
    rows = rows_of(client, EDITION_2022)
    assert [row["party"] for row in rows] == ["Lillestrøm", "Lørenskog", "Nittedal", "Rælingen"]
    assert rows[0]["signed_on"] == "2022-06-02"


def test_the_editions_link_to_each_other(client: Any) -> None:
    assert f'href="{EDITION_2019}"' in client.get(EDITION_2022).content.decode()
    assert f'href="{EDITION_2022}"' in client.get(EDITION_2019).content.decode()


def test_staff_text_cannot_bring_markup_into_the_page(client: Any) -> None:
    declaration = make_declaration(purpose="<script>alert(1)</script>", title="<b>Fet</b>")
    page = client.get(declaration.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<b>Fet" not in page


@pytest.mark.usefixtures("empty_portal")
def test_page_and_file_say_that_the_round_of_signing_ended_not_the_declaration(client: Any) -> None:
    make_declaration(year=2031)
    make_declaration(year=2030, status="avsluttet")
    closed = Declaration.objects.get(year=2030)
    assert "Status Signeringsrunden er avsluttet" in page_of(client, closed.get_absolute_url())
    said = [row["status"] for row in rows_of(client, LIST)]
    assert said == ["Åpen for svar", "Signeringsrunden er avsluttet"]


@pytest.mark.usefixtures("empty_portal")
def test_the_pages_work_in_an_empty_portal(client: Any) -> None:
    assert "Ingen erklæringer er registrert." in page_of(client, LIST)
    assert client.get(f"{LIST}?format=csv").status_code == 200
    bare = make_declaration()
    page = page_of(client, bare.get_absolute_url())
    assert "Formålet er ikke registrert." in page
    assert "Forpliktelsene i erklæringen er ikke registrert." in page
    assert "Milepælene er ikke registrert." in page


def _fill(declaration: Declaration, count: int) -> None:
    for number in range(count):
        Commitment.objects.create(declaration=declaration, text=f"Punkt {number}", order=number)
        Milestone.objects.create(declaration=declaration, title=f"Steg {number}", order=number)
        PublishedCount.objects.create(declaration=declaration, wording=f"Tall {number}", source="Prøve")


def test_the_page_of_an_edition_makes_no_more_queries_for_more_content(
    client: Any, count_queries: Callable[[str], int]
) -> None:
    def cost(count: int) -> list[int]:
        declaration = make_declaration()
        _fill(declaration, count)
        for party in make_municipalities(count, population=None):
            make_signature(
                declaration=declaration,
                municipality=party,
                status="signert",
                signed_on=dt.date(2024, 1, 1),
                signatory_name="Prøve Person",
            )
        return [count_queries(f"{declaration.get_absolute_url()}{query}") for query in ("", "?format=csv")]

    assert cost(4) == cost(40)


def test_the_list_of_editions_makes_no_more_queries_with_more_editions(
    client: Any, count_queries: Callable[[str], int]
) -> None:
    def cost_with(more: int) -> list[int]:
        for declaration in [make_declaration() for _ in range(more)]:
            PublishedCount.objects.create(declaration=declaration, wording="Mange", source="Prøve")
        return [count_queries(f"{LIST}{query}") for query in ("", "?format=csv")]

    assert cost_with(6) == cost_with(58)
