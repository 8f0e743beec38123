"""An import in the admin: uploaded, followed, looked over, confirmed, put into use; what comes between."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from emissions.jobs import starting, uploads, work
from emissions.jobs.folders import all_folders
from emissions.models import Edition, ImportJob
from emissions.services import publish_edition
from members.models import Municipality
from tests.emissions.conftest import TEN, Members
from tests.emissions.importing import (
    UPLOAD,
    ImportPages,
    at_once,
    left_to_itself,
    own_folder,
    page_of,
    working,
)
from tests.emissions.workbooks import figures, write_one

__all__ = ["at_once", "left_to_itself", "own_folder"]

pytestmark = pytest.mark.django_db

Workbook = Callable[..., Path]
Make = Callable[..., Edition]
DAY = {"published_on": "1.11.2025"}


def named(edition: Edition) -> str:
    """Return an edition as the text of a page has it."""
    return str(edition).replace("\xa0", " ")


@pytest.fixture
def pages(admin_pages: Client, three_members: Members) -> ImportPages:
    """The browser of somebody who may do everything."""
    del three_members
    return ImportPages(admin_pages)


# --- The whole way ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("at_once")
def test_a_file_goes_from_upload_to_use(pages: ImportPages, workbook: Workbook, staff: Any) -> None:
    pages.upload(workbook(of=TEN), **DAY)

    assert "Status: venter på bekreftelse" in pages.text
    for words in (
        "alle kommuner (4 kommuner i filen)",
        "1. november 2025",
        "24 rader",
        "2023 og 2024",
        "3 av 3",
    ):
        assert words in pages.text, words
    assert "Ingen utgave for alle kommuner er i bruk" in pages.text
    assert not Edition.objects.exists()

    pages.press("Lagre utgaven")
    edition = Edition.objects.get()
    assert "Nettsidene viser den ikke før den tas i bruk. Ta utgaven i bruk Se utgaven" in pages.text
    assert (pages.job.edition, pages.job.confirmed_by) == (edition, staff)
    assert (edition.figure_count, edition.published_on) == (18, dt.date(2025, 11, 1))
    assert all_folders() == []

    pages.open(f"/admin/emissions/edition/{edition.pk}/ta-i-bruk/")
    assert "Ingen utgave for alle kommuner er i bruk nå." in pages.text
    pages.press("Ta utgaven i bruk")
    assert "Nettsidene viser den nå." in pages.text
    assert edition.publications.get().by == "redaktor"
    assert edition.title in pages.client.get("/utslipp/").content.decode()
    assert "Den er i bruk. Se utgaven" in pages.open(page_of(pages.job)).text


@pytest.mark.usefixtures("at_once")
def test_the_report_tells_what_differs_from_the_edition_in_use(
    pages: ImportPages, workbook: Workbook, make_edition: Make
) -> None:
    before = make_edition(published_on="2024-11-01")
    publish_edition(edition=before)

    pages.upload(workbook(), **DAY)

    assert f"Mot utgaven som er i bruk, «{named(before)}»: 12 tall er endret." in pages.text
    headings = [heading.text_content() for heading in pages.page.xpath("//section/h2")]
    assert {"Summer i filen", "Hva som er endret", "De største endringene"} <= set(headings)


@pytest.mark.usefixtures("at_once")
def test_a_file_of_one_municipality_whose_name_is_not_its_alone_needs_the_number(
    pages: ImportPages, tmp_path: Path
) -> None:
    Municipality.objects.filter(name="Prøvekommune 1").update(name="Nes")
    file = write_one(tmp_path / "nes.xlsx", "Nes", figures({9102: "Nes"}, years=[2024]))

    pages.upload(file)
    assert "Ikke lest inn" in pages.text
    assert "flere kommuner i Norge heter eller har hett «Nes»" in pages.text.replace("Flere", "flere")

    pages.upload(file, number="9102")
    assert "Status: venter på bekreftelse" in pages.text
    assert "Tonn CO₂-ekvivalenter for Nes." in pages.text


# --- Refusals -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"<!doctype html><p>Feil", "alle.xlsx", "nettside"),
        (b"PK\x03\x04 og resten mangler", "alle.xlsx", "skadet"),
        (b"\xc3\x85r;Sektor\n2024;Veitrafikk\n", "alle.csv", "Utslippskilde"),
    ],
)
def test_a_file_that_is_no_statistics_is_refused_in_norwegian_and_leaves_nothing(
    pages: ImportPages, content: bytes, name: str, told: str
) -> None:
    pages.upload(content, name)

    assert "Status: ikke lest inn" in pages.text
    assert "Ingenting er lagret." in pages.text
    assert told in pages.text
    assert (pages.job.report, pages.job.edition) == (None, None)
    assert all_folders() == []


def test_a_file_that_is_too_large_is_refused_in_words(
    pages: ImportPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 3 * 1024 * 1024)

    pages.upload(b"x" * (4 * 1024 * 1024))

    assert "Filen er for stor. Den kan være høyst 64 MB." in pages.text
    assert "Velg en fil." not in pages.text
    assert not ImportJob.objects.exists()
    assert all_folders() == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"published_on": "1.1.2999"}, "Datoen kan ikke ligge fram i tid."),
        ({"number": "301"}, "Et kommunenummer har fire sifre."),
        ({"published_on": "i fjor"}, "Oppgi en gyldig dato."),
    ],
)
def test_a_form_that_is_filled_in_wrongly_says_so(
    pages: ImportPages, workbook: Workbook, fields: dict[str, str], told: str
) -> None:
    assert told in pages.upload(workbook(), **fields).text
    assert "Du må også velge filen på nytt." in pages.text
    assert not ImportJob.objects.exists()


def test_no_file_is_said_to_be_none(pages: ImportPages) -> None:
    pages.open(UPLOAD).press("Last opp og les")
    assert "Velg en fil." in pages.text
    assert "på nytt" not in pages.text


@pytest.mark.usefixtures("at_once")
def test_the_same_file_again_leads_to_the_edition_that_holds_it(
    pages: ImportPages, workbook: Workbook
) -> None:
    file = workbook()
    pages.upload(file, **DAY).press("Lagre utgaven")

    pages.upload(file, **DAY)

    assert "Denne filen er allerede lagret" in pages.text
    assert pages.text.index("allerede lagret") < pages.text.index("Dette er i filen")
    for untrue in ("Ingenting er lagret ennå", "venter på bekreftelse", "Publiseringsdatoen du skrev"):
        assert untrue not in pages.text, untrue
    assert pages.buttons == ["Forkast"]
    listed = pages.open("/admin/emissions/importjob/").text
    assert (listed.count("lagret fra før"), listed.count("venter på bekreftelse")) == (1, 0)


@pytest.mark.usefixtures("at_once")
def test_another_date_with_a_file_that_is_stored_is_said_not_to_be_kept(
    pages: ImportPages, workbook: Workbook
) -> None:
    file = workbook()
    pages.upload(file).press("Lagre utgaven")

    pages.upload(file, **DAY)

    assert "Publiseringsdatoen du skrev, er ikke lagret." in pages.text
    assert Edition.objects.get().published_on is None


def test_what_nobody_foresaw_is_said_to_be_in_the_log(
    pages: ImportPages,
    workbook: Workbook,
    at_once: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_file: Any, **_known: Any) -> None:
        raise RuntimeError("a strange thing")

    monkeypatch.setattr(work, "read_statistics", fail)

    pages.upload(workbook())

    assert "finner grunnen i serverens logg" in pages.text
    assert "a strange thing" in caplog.text
    assert all_folders() == []


# --- Meanwhile ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("at_once")
def test_who_confirms_after_another_edition_came_into_use_sees_the_report_anew(
    pages: ImportPages, workbook: Workbook, make_edition: Make
) -> None:
    pages.upload(workbook(), **DAY)
    edition = make_edition(published_on="2024-11-01")
    publish_edition(edition=edition)

    pages.press("Lagre utgaven")

    assert "Her er rapporten slik den er nå." in pages.text
    assert f"Mot utgaven som er i bruk, «{named(edition)}»" in pages.text
    assert list(Edition.objects.all()) == [edition]
    pages.press("Lagre utgaven")
    assert "Utgaven er lagret" in pages.text


@pytest.mark.usefixtures("at_once")
def test_who_confirms_what_a_colleague_has_stored_meanwhile_stores_nothing(
    pages: ImportPages, workbook: Workbook
) -> None:
    file = workbook()
    mine, theirs = ImportPages(pages.client), ImportPages(pages.client)
    mine.upload(file, **DAY)
    theirs.upload(file, **DAY).press("Lagre utgaven")

    mine.press("Lagre utgaven")

    assert "Denne filen er allerede lagret" in mine.text
    assert Edition.objects.count() == 1


@pytest.mark.usefixtures("at_once")
def test_a_second_confirmation_is_told_that_the_first_was_enough(
    pages: ImportPages, workbook: Workbook
) -> None:
    pages.upload(workbook(), **DAY)
    again = ImportPages(pages.client).open(page_of(pages.job))
    pages.press("Lagre utgaven")

    again.press("Lagre utgaven")

    assert "Utgaven er lagret" in again.text
    assert Edition.objects.count() == 1


@pytest.mark.usefixtures("at_once")
def test_a_confirmation_while_the_work_is_going_on_is_told_so(
    pages: ImportPages, workbook: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.upload(workbook(), **DAY)
    monkeypatch.setattr(starting, "PATIENCE_SECONDS", 0.1)

    with working(pages.job):
        pages.press("Lagre utgaven")

    assert "Importen er allerede i gang." in pages.text
    assert not Edition.objects.exists()


@pytest.mark.usefixtures("at_once")
def test_what_is_dropped_leaves_nothing_and_is_not_confirmed(pages: ImportPages, workbook: Workbook) -> None:
    pages.upload(workbook())
    again = ImportPages(pages.client).open(page_of(pages.job))

    pages.press("Forkast")

    assert "Importen ble forkastet. Ingenting er lagret." in pages.text
    assert all_folders() == []
    assert "Last den opp på nytt" in again.press("Lagre utgaven").text
