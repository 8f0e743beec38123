"""A Klimastatus is prepared by staff, seen by nobody else, and never changes once it is published."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test import Client
from lxml import html

from actionplan.models import Output
from emissions.models import ClimateReport, Edition, PublishedClimateReport
from osloregionen.frozen import FrozenError
from osloregionen.pdf import PdfError
from tests.emissions.climate.steps import Report, page_of, words
from tests.emissions.conftest import EVERY_NINE, Members
from tests.osloregionen.adminform import AdminForm, change
from tests.worlds.statistics import edition_of, statistics_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unprinted")]

Make, Prepare = Callable[..., Edition], Callable[..., Report]
ON = dt.date(2024, 11, 1)
#: What the names of its files begin with.
NAMED = "klimastatus-2023-osloregionen-utgave-2024-11-01-ni-sektorer"


@pytest.fixture
def prepared(edition: Make, report: Prepare) -> Report:
    """A report that can be published."""
    return report(edition(ON))


def test_a_visitor_is_told_that_it_is_not_published_and_staff_see_the_draft(prepared: Report) -> None:
    visitor = Client()
    for address in (prepared.url, "/utslipp/klimastatus/2023.pdf", "/utslipp/klimastatus/2023/publisert.pdf"):
        assert visitor.get(address).status_code == 404
    said = visitor.get(prepared.url).content.decode()
    assert "Klimastatus for 2023 er ikke publisert. Ingen er publisert ennå." in said
    assert "Klimastatus 2023" not in words(page_of(visitor, "/utslipp/klimastatus/"))

    draft = prepared.client.get(prepared.url)
    assert "Rapporten er ikke publisert. Bare de som er logget inn, ser siden." in draft.content.decode()
    assert draft["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex">' in draft.content.decode()
    assert prepared.client.get("/utslipp/klimastatus/2023.pdf")["Cache-Control"] == "private, no-store"
    assert "Utkast: Klimastatus 2023" in words(page_of(prepared.client, "/utslipp/klimastatus/"))


def test_somebody_without_the_permission_sees_no_draft_and_publishes_nothing(prepared: Report) -> None:
    colleague = Client()
    colleague.force_login(get_user_model().objects.create_user("kari", is_staff=True))
    assert colleague.get(prepared.url).status_code == 404
    assert colleague.get(prepared.step).status_code == 403
    assert colleague.post(prepared.step, prepared.look()).status_code == 403
    assert not PublishedClimateReport.objects.exists()


def test_looking_publishes_nothing_and_confirming_does(prepared: Report) -> None:
    seen = prepared.look()
    assert "Det kan ikke endres eller trekkes tilbake." in prepared.text
    assert not PublishedClimateReport.objects.exists()

    assert prepared.confirm(seen) == ""

    assert PublishedClimateReport.objects.get().made_by == "redaktor"
    page = page_of(Client(), prepared.url)
    assert "Publisert" in words(page)
    assert "Det går nedover." in words(page)
    # A second time there is nothing to confirm.
    assert prepared.look() == {}
    assert "Rapporten er allerede publisert." in prepared.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"summary": ""}, "Sammendraget er ikke skrevet."),
        ({"summary": "XXX skrives av Kari"}, "«XXX» i sammendraget er ikke ferdig skrevet."),
        ({"year": 2010}, "Utgaven har ikke tall for 2010."),
    ],
)
def test_what_is_not_finished_is_not_published(
    edition: Make, report: Prepare, fields: dict[str, Any], said: str
) -> None:
    prepared = report(edition(ON), **fields)
    assert prepared.look() == {}
    assert said in prepared.text
    seen = {"seen": "1", "seen_content": "0" * 64}
    assert "Ikke publisert." in prepared.confirm(seen)
    assert not PublishedClimateReport.objects.exists()


def test_an_edition_that_was_never_in_use_carries_no_report(edition: Make, report: Prepare) -> None:
    prepared = report(edition(ON, in_use=False))
    assert prepared.look() == {}
    assert "Utgaven har aldri vært i bruk." in prepared.text


def test_what_lacks_is_named_before_it_is_published(edition: Make, report: Prepare) -> None:
    prepared = report(edition(ON, without={(1, 2023)}))
    edition(dt.date(2025, 11, 1))
    prepared.look()
    assert "bare 2 av 3 medlemmer har tall i alle sektorene. Tall mangler for Prøvekommune 1" in prepared.text
    assert "Rapporten bygger ikke på utgaven som er i bruk nå" in prepared.text
    assert "Et handlingsprogram for 2023 er ikke registrert." in prepared.text
    assert "Ingen eksempler fra kommuner er registrert for 2023." in prepared.text
    assert "Rapporten teller bare signaturene og tilslutningene som er registrert" in prepared.text


def test_who_confirms_after_a_colleague_changed_the_summary_is_told(prepared: Report) -> None:
    seen = prepared.look()
    form = AdminForm(prepared.client, change("climatereport", prepared.row))
    assert form.set(summary="Det går nedover, sier en kollega.").save() == ""

    assert "Sammendrag" in prepared.confirm(seen)
    assert not PublishedClimateReport.objects.exists()
    assert prepared.confirm(prepared.look()) == ""


def test_who_confirms_after_something_it_shows_has_changed_is_told(prepared: Report) -> None:
    seen = prepared.look()
    Output.objects.create(kind="eksempel", title="Sol på taket", year=2023, date_note="høsten 2023")

    assert "Noe av det rapporten viser, er endret mens du holdt på." in prepared.confirm(seen)
    assert not PublishedClimateReport.objects.exists()


def test_a_pdf_that_cannot_be_made_leaves_nothing(prepared: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise PdfError("no room")

    monkeypatch.setattr("osloregionen.pdf._render", fail)
    assert "PDF-en kunne ikke lages, og ingenting er lagret." in prepared.confirm(prepared.look())
    assert not PublishedClimateReport.objects.exists()


def test_only_the_remark_can_be_written_afterwards(prepared: Report) -> None:
    kept = prepared.publish()
    form = AdminForm(prepared.client, change("climatereport", prepared.row))
    assert "summary" not in form.data
    assert form.set(remark="Figuren på side 3 mangler enhet.", summary="Noe annet", year="2021").save() == ""

    prepared.row.refresh_from_db()
    assert (prepared.row.year, prepared.row.summary) == (2023, "Det går nedover.")
    page = words(page_of(Client(), prepared.url))
    assert "Merknad etter publisering: Figuren på side 3 mangler enhet." in page
    assert PublishedClimateReport.objects.get().content_sha256 == kept.content_sha256


def test_a_remark_reaches_who_reads_the_pdf(prepared: Report, unprinted: list[str]) -> None:
    kept = prepared.publish()
    visitor = Client()
    pdf = "/utslipp/klimastatus/2023.pdf"
    assert visitor.get(pdf).content == bytes(kept.pdf)
    prepared.row.refresh_from_db()
    prepared.row.remark = "Figuren på side 3 mangler enhet."
    prepared.row.save()

    answer = visitor.get(pdf)
    assert f"{NAMED}-med-tillegg.pdf" in answer["Content-Disposition"]
    assert '<p class="lead">Figuren på side 3 mangler enhet.</p>' in unprinted[-1]
    assert unprinted[-1].count("Rapporten har en merknad, skrevet etter at den ble publisert.") == 2
    assert visitor.get("/utslipp/klimastatus/2023/publisert.pdf").content == bytes(kept.pdf)
    page = words(page_of(visitor, prepared.url))
    assert "Last ned med merknaden (PDF)" in page
    assert "Last ned slik den ble publisert (PDF)" in page


def test_an_earlier_state_is_not_put_back_over_what_was_published(prepared: Report) -> None:
    form = AdminForm(prepared.client, change("climatereport", prepared.row))
    assert form.set(summary="Det går nedover, og raskt.").save() == ""
    first = ClimateReport.history.filter(id=prepared.row.pk).order_by("history_id").first()
    prepared.publish()

    address = f"/admin/emissions/climatereport/{prepared.row.pk}/history/{first.history_id}/"
    told = AdminForm(prepared.client, address).save()

    assert told == "Rapporten er publisert, og kan ikke endres. Bare merknaden kan skrives."
    prepared.row.refresh_from_db()
    assert prepared.row.summary == "Det går nedover, og raskt."


def test_it_cannot_be_deleted(prepared: Report) -> None:
    prepared.publish()
    address = f"/admin/emissions/climatereport/{prepared.row.pk}/delete/"
    for answer in (
        prepared.client.get(address, follow=True),
        prepared.client.post(address, {"post": "yes"}, follow=True),
    ):
        assert "Klimastatus 2023 er publisert, og kan ikke slettes." in words(
            html.fromstring(answer.content.decode())
        )
        assert address not in answer.content.decode()
    assert PublishedClimateReport.objects.get().report == prepared.row
    assert prepared.client.get(prepared.url).status_code == 200


def test_several_are_not_deleted_from_the_list(prepared: Report) -> None:
    listed = "/admin/emissions/climatereport/"
    assert "delete_selected" not in prepared.client.get(listed).content.decode()
    chosen = {"action": "delete_selected", "_selected_action": [f"{prepared.row.pk}"], "post": "yes"}
    prepared.client.post(listed, chosen)
    assert ClimateReport.objects.filter(pk=prepared.row.pk).exists()


def test_a_draft_can_be_deleted(prepared: Report) -> None:
    address = f"/admin/emissions/climatereport/{prepared.row.pk}/delete/"
    assert prepared.client.post(address, {"post": "yes"}).status_code == 302
    assert not ClimateReport.objects.exists()


def test_neither_model_nor_database_changes_what_was_published(prepared: Report) -> None:
    row = prepared.publish()
    rows = PublishedClimateReport.objects.filter(pk=row.pk)
    for attempt in (row.save, row.delete, rows.delete, lambda: rows.update(content="Et annet")):
        with pytest.raises(FrozenError):
            attempt()
    connection.check_constraints()
    bare: QuerySet[Any] = QuerySet(PublishedClimateReport).filter(pk=row.pk)
    for forced in (lambda: bare.update(content="Et annet"), bare.delete):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            forced()
    assert rows.get().content == row.content


def test_a_new_one_begins_with_the_edition_in_use_and_its_last_year(
    edition: Make, admin_pages: Client
) -> None:
    made = edition(ON)
    form = AdminForm(admin_pages, "/admin/emissions/climatereport/add/")
    assert (form.data["year"], form.data["edition"], form.data["sectors"]) == (
        ["2023"],
        [f"{made.pk}"],
        ["nine"],
    )

    assert form.set(year="2031").save() == "Utgaven har tall for 2009–2023, ikke for dette året."
    assert (
        form.set(year="2023", sectors="ten").save()
        == "Utgaven har ni sektorer. Velg ni, eller en annen utgave."
    )
    assert form.set(sectors="nine").save() == ""
    again = AdminForm(admin_pages, "/admin/emissions/climatereport/add/")
    assert again.save() == "Det finnes allerede en Klimastatus for dette året."


def test_who_has_only_one_municipalitys_edition_is_told_what_is_missing(
    three_members: Members, admin_pages: Client
) -> None:
    number, name = three_members.numbers[0], three_members.names[three_members.numbers[0]]
    figures = [(0, 2023, *series, 100) for series in EVERY_NINE]
    edition_of(statistics_of(figures, one=name), published_on=ON, number=f"{number}")

    form = AdminForm(admin_pages, "/admin/emissions/climatereport/add/")
    text = "Ingen utgave med alle kommuner er lest inn, og en Klimastatus bygger på en slik."
    assert text in form.set(year="2023", sectors="nine", summary="Ned.").save()


def test_the_form_says_how_the_summary_is_written(edition: Make, admin_pages: Client) -> None:
    edition(ON)
    page = words(page_of(admin_pages, "/admin/emissions/climatereport/add/"))
    assert "**To stjerner** rundt et ord gjør det fett" in page
    assert "Ingen utgave med alle kommuner er lest inn" not in page


def test_the_list_asks_no_more_of_more_reports(
    edition: Make, report: Prepare, count_queries: Callable[[str], int]
) -> None:
    made = edition(ON, years=(2009, 2019, 2020, 2021, 2022, 2023))
    report(made, year=2019).publish()
    few = count_queries("/utslipp/klimastatus/")
    for year in (2020, 2021, 2022):
        report(made, year=year).publish()
    assert count_queries("/utslipp/klimastatus/") == few


@pytest.mark.usefixtures("unprinted")
def test_names_of_files_say_which_report_of_whom_and_of_which_edition(prepared: Report) -> None:
    for asked, name in (("diagram=utvikling", "utvikling-2009-2023"), ("tabell=kommuner", "kommuner")):
        answer = prepared.client.get(f"{prepared.url}?{asked}&format=csv")
        assert f'filename="{NAMED}-{name}-20' in answer["Content-Disposition"]
    draft = prepared.client.get("/utslipp/klimastatus/2023.pdf")
    assert f'filename="{NAMED}-utkast.pdf"' in draft["Content-Disposition"]
    prepared.publish()
    for address in ("/utslipp/klimastatus/2023.pdf", "/utslipp/klimastatus/2023/publisert.pdf"):
        assert f'filename="{NAMED}.pdf"' in prepared.client.get(address)["Content-Disposition"]
