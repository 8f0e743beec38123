"""What the admin answers to a form is valid HTML: a page that asks once more, one that refuses, a preview.

No address leads there, so that tests/to_see.py has none of them. With them the pages of steps and of lists
that were searched, each in the state that is looked at in a browser, and an import that waits for an answer,
which no world has: its file lies beside the database. One start of Java.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from actionplan.models import ActionPlan, Activity
from declaration.models import Declaration, Signature
from emissions.edition_report import edition_report
from emissions.jobs.folders import folder_of
from emissions.matching import match
from emissions.models import ClimateReport, Edition, ImportJob, Sector
from members.models import Meeting, Municipality, MunicipalityNumber
from osloregionen.catalogue import STAFF
from osloregionen.pages import Audience, Kind
from tests.osloregionen.listfiles import csv_file
from tests.osloregionen.test_html_validity import NOT_FAULTS, NOT_OURS, Collection, check
from tests.scenarios import SMALL
from tests.to_see import is_of_a_kind, own_pages, searched_lists
from tests.worlds.statistics import statistics_of

# What the HTML is does not depend on the database it came from.
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]

MEETINGS = "/admin/members/meeting/"
SIGNATURES = "/admin/declaration/signature/"
HEADINGS = ["Tittel", "Type", "Dato"]
#: Our own templates that only a form leads to, or that look otherwise once one was refused.
TEMPLATES = {
    "admin/records_delete.html",
    "admin/list_upload.html",
    "admin/record_form.html",
    "admin/actionplan/step.html",
    "admin/actionplan/progress.html",
    "admin/actionplan/rollover.html",
    "admin/declaration/step.html",
    "admin/emissions/climate_publish.html",
    "admin/emissions/edition_step.html",
    "admin/emissions/import_upload.html",
}


def _ticked(action: str, rows: Any) -> dict[str, Any]:
    return {"action": action, "_selected_action": [row.pk for row in rows], "index": "0"}


def _file(*row: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("liste.csv", csv_file([HEADINGS, row]))}


def sent() -> Iterator[tuple[str, dict[str, Any]]]:
    """Give what is sent where, in the filled world: nothing of it is stored."""
    [treated] = ActionPlan.objects.filter(status="til_behandling")
    newest = ActionPlan.objects.order_by("-year")[0]
    declaration = Declaration.objects.get(status="apen", is_practice=False)
    free = Municipality.objects.exclude(signatures__declaration=declaration).order_by("pk")[0]
    answers = Signature.objects.filter(declaration=declaration)
    undated = Edition.objects.filter(published_on=None)[0]
    report = ClimateReport.objects.filter(published=None)[0]
    plans = "/admin/actionplan/actionplan/"

    yield MEETINGS, _ticked("delete_selected", Meeting.objects.order_by("pk")[:3])
    # Others refer to them.
    yield "/admin/members/municipality/", _ticked("delete_selected", Municipality.objects.order_by("pk")[:2])
    yield f"{MEETINGS}add/", {"title": ""}
    yield f"{MEETINGS}liste/", _file("Prøvemøtet", "møte", "12.5.2022")
    yield f"{MEETINGS}liste/", _file("Prøvemøtet", "fest", "31.02.2022")
    yield f"{plans}{treated.pk}/steg/vedta/", {"bekreft": "x"}
    yield f"{plans}{treated.pk}/steg/send_tilbake/", {"bekreft": "x"}
    yield f"{plans}{newest.pk}/neste-ar/", {}
    yield (
        f"/admin/actionplan/activity/{Activity.objects.order_by('pk')[0].pk}/framdrift/",
        {"progress": "999"},
    )
    # Some can take the step, and some can't.
    yield SIGNATURES, _ticked("step_tilslutt", answers)
    yield SIGNATURES, _ticked("step_signer", answers)
    yield f"{SIGNATURES}steg/inviter/", {"part": [f"{declaration.pk}-k{free.pk}"]}
    joined = answers.get(status="tilsluttet", municipality__isnull=False)
    token = f"{declaration.pk}-k{joined.municipality_id}-v{joined.version}"
    yield f"{SIGNATURES}steg/signer/", {"part": [token], "bekreft": "x"}
    yield f"/admin/emissions/edition/{undated.pk}/ta-i-bruk/", {"bekreft": "x"}
    yield f"/admin/emissions/climatereport/{report.pk}/publiser/", {"seen": "0", "seen_content": "x"}
    yield "/admin/emissions/importjob/add/", {}


def _step_pages() -> Iterator[str]:
    for entry in STAFF:
        if entry.kind == Kind.PAGE and entry.audience == Audience.STAFF and not is_of_a_kind(entry):
            yield from (seen.address for seen in own_pages(entry))


def _waiting_import() -> str:
    """Return the address of an import whose file has been read, and brings a member's figures of one year."""
    number, name = (
        MunicipalityNumber.objects.filter(valid_to=None)
        .order_by("number")
        .values_list("number", "municipality__name")[0]
    )
    rows = [
        (int(number), 2024, sector, "Prøvekilde 0", "CO2", 10)
        for sector in Sector.objects.values_list("name", flat=True)
    ]
    matched = match(statistics_of(rows, names={int(number): name}), published_on=None, number="")
    told: dict[str, Any] = {"file_name": "prove.xlsx", "sha256": "e" * 64}
    report = edition_report(matched, **told).to_json()
    job = ImportJob.objects.create(key="e" * 32, status=ImportJob.Status.READ, size=1, report=report, **told)
    folder = folder_of(job.key)
    folder.make()
    folder.new_source(job.file_name).write_bytes(b"x")
    folder.read.mkdir()
    return f"/admin/emissions/importjob/{job.pk}/change/"


def test_what_is_answered_to_a_form_is_valid_and_a_fault_in_it_would_be_found(
    admin_pages: Client, world: Callable[..., None], tmp_path: Path, settings: Any
) -> None:
    settings.DATA_DIR = tmp_path / "var"
    # With one plan that is being treated.
    world("filled", **SMALL | {"plans": 3})
    collection = Collection(tmp_path / "pages")
    collection.folder.mkdir()
    drawn: dict[str | None, str] = {}
    for number, (address, data) in enumerate(sent()):
        answer: Any = admin_pages.post(address, data)
        assert answer.status_code == 200, (address, data)
        html = answer.content.decode()
        drawn |= {template.name: html for template in answer.templates}
        collection.add(f"{number} {address}", html)
    waiting = _waiting_import()
    assert 'name="bekreft"' in admin_pages.get(waiting).content.decode()
    for address in (waiting, *_step_pages(), *(seen.address for seen in searched_lists())):
        collection.fetch(admin_pages, "filled", address, 200)
    assert drawn.keys() >= TEMPLATES
    for name in TEMPLATES:
        collection.add(f"faulty {name}", drawn[name].replace("</form>", '<img src="/x.png"></form>'))

    found = check(collection.folder, NOT_FAULTS + NOT_OURS)

    faulty = {name: faults for name, faults in found.items() if name.startswith("faulty")}
    assert found == faulty
    assert len(faulty) == len(TEMPLATES)
    assert all("must have an “alt” attribute" in str(faults) for faults in faulty.values())
