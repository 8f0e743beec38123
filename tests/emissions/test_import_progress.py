"""How far an import is, and who may see it: what pages tell while the work goes on, and what goes."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from emissions.jobs import states
from emissions.jobs.folders import Folder, Progress, all_folders, folder_of
from emissions.models import Edition, ImportJob
from tests.emissions.conftest import Members
from tests.emissions.importing import (
    UPLOAD,
    ImportPages,
    at_once,
    left_to_itself,
    own_folder,
    page_of,
    working,
)

__all__ = ["at_once", "left_to_itself", "own_folder"]

pytestmark = pytest.mark.django_db

Workbook = Callable[..., Path]
DAY = {"published_on": "1.11.2025"}


@pytest.fixture
def pages(admin_pages: Client, three_members: Members) -> ImportPages:
    """The browser of somebody who may do everything."""
    del three_members
    return ImportPages(admin_pages)


def _job(**fields: Any) -> ImportJob:
    return ImportJob.objects.create(
        **{"key": "a" * 32, "file_name": "alle.xlsx", "size": 1, "sha256": "", **fields}
    )


def test_the_page_and_its_script_are_told_how_far_the_work_is(pages: ImportPages) -> None:
    job = _job()

    with working(job, Progress("rows", 0.5)) as folder:
        pages.open(page_of(job))
        told = pages.client.get(f"/admin/emissions/importjob/{job.pk}/framdrift/").json()
        folder.tell(Progress("comparing", 1))
        later = pages.client.get(f"/admin/emissions/importjob/{job.pk}/framdrift/").json()
        folder.remove()

    assert pages.page.xpath("//progress/@value") == ["75"]
    assert "Leser og kontrollerer radene" in pages.text
    # Without a script the page is loaded anew by itself.
    assert pages.page.xpath("//noscript/meta[@http-equiv='refresh']")
    assert told == {"done": False, "percent": 75, "said": "Leser og kontrollerer radene"}
    assert later == {"done": False, "percent": 100, "said": "Sammenligner med utgaven som er i bruk"}
    assert pages.client.get(f"/admin/emissions/importjob/{job.pk}/framdrift/").json() == {"done": True}


@pytest.mark.usefixtures("at_once")
def test_what_is_told_follows_the_work_and_never_falls(
    pages: ImportPages, workbook: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, int]] = []

    def tell(folder: Folder, progress: Progress) -> None:
        told_before(folder, progress)
        # As the page would see it now: the status is that of the row.
        job = ImportJob.objects.get(key=folder.path.name)
        seen.append((progress.phase, states.shown_progress(job).percent))

    told_before = Folder.tell
    monkeypatch.setattr(Folder, "tell", tell)

    pages.upload(workbook())
    reading, seen[:] = list(seen), []
    pages.press("Lagre utgaven")

    for told, phases in (
        (reading, ["waiting", "unpacking", "rows", "comparing"]),
        (seen, ["waiting", "comparing", "storing", "stored"]),
    ):
        assert list(dict.fromkeys(phase for phase, _percent in told)) == phases
        percents = [percent for _phase, percent in told]
        assert percents == sorted(percents)
        assert (percents[0], percents[-1]) == (0, 100)
        assert len(set(percents)) > 3


@pytest.mark.usefixtures("at_once")
def test_storing_does_not_begin_where_the_reading_ended(
    pages: ImportPages, workbook: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.upload(workbook())
    begun: list[states.Shown] = []

    def launch(folder: Folder, _step: str, _lock: int) -> None:
        begun.append(states.shown_progress(ImportJob.objects.get(key=folder.path.name)))

    monkeypatch.setattr("emissions.jobs.starting.launch", launch)
    pages.press("Lagre utgaven")

    assert begun == [states.Shown(0, "Begynner …")]


@pytest.mark.usefixtures("left_to_itself")
def test_an_import_whose_process_is_gone_is_shown_as_broken_off_and_leaves_nothing(
    pages: ImportPages, workbook: Workbook
) -> None:
    pages.upload(workbook())

    assert "Importen ble avbrutt" in pages.text
    assert "Ingenting er lagret." in pages.text
    assert all_folders() == []
    listed = pages.client.get("/admin/emissions/importjob/").content.decode()
    assert '<td class="field-standing">avbrutt</td>' in listed


def test_old_folders_go_with_the_next_upload(
    pages: ImportPages, workbook: Workbook, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    del at_once
    pages.upload(workbook())
    waiting = pages.job
    day_before = folder_of(waiting.key).path
    gone = _job(status=ImportJob.Status.FAILED)
    folder_of(gone.key).make()
    other_portals = folder_of("b" * 32)
    other_portals.make()

    pages.upload(workbook("annen.xlsx"))
    assert {folder.path.name for folder in all_folders()} == {waiting.key, "b" * 32, pages.job.key}

    long_ago = day_before.stat().st_mtime - states.KEPT_SECONDS - 60
    for folder in (day_before, other_portals.path):
        os.utime(folder, (long_ago, long_ago))
    pages.upload(workbook("tredje.xlsx"))
    assert waiting.key not in {folder.path.name for folder in all_folders()}
    assert "Ingen bekreftet importen i tide" in pages.open(page_of(waiting)).text


def test_the_folder_is_for_the_portal_alone_and_not_among_what_is_handed_out(settings: Any) -> None:
    folder = folder_of("c" * 32)
    folder.make()
    try:
        assert folder.path.stat().st_mode & 0o777 == 0o700
        assert settings.MEDIA_ROOT not in folder.path.parents
    finally:
        folder.remove()


# --- Who ----------------------------------------------------------------------------------------------


def _colleague(*, group: str = "") -> ImportPages:
    user = get_user_model().objects.create_user("kari", is_staff=True)
    if group:
        user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return ImportPages(client)


@pytest.mark.usefixtures("at_once", "three_members")
def test_an_editor_may_do_all_of_it(workbook: Workbook) -> None:
    editor = _colleague(group="Redaksjon")

    editor.upload(workbook(), **DAY).press("Lagre utgaven")
    edition = Edition.objects.get()
    editor.open(f"/admin/emissions/edition/{edition.pk}/ta-i-bruk/").press("Ta utgaven i bruk")

    assert "Nettsidene viser den nå." in editor.text


def test_a_colleague_without_the_permission_may_do_none(pages: ImportPages, workbook: Workbook) -> None:
    job, colleague = _job(), _colleague().client
    file = workbook().open("rb")

    with file:
        assert colleague.post(UPLOAD, {"file": file}).status_code == 403
    for address in (UPLOAD, page_of(job), f"/admin/emissions/importjob/{job.pk}/framdrift/"):
        assert colleague.get(address).status_code == 403
    assert colleague.post(page_of(job), {"bekreft": "1"}).status_code == 403
    assert ImportJob.objects.count() == 1
    assert "importjob" not in colleague.get("/admin/").content.decode()
    assert pages.client.get(page_of(job)).status_code == 200


def test_a_form_from_elsewhere_is_refused(staff: Any, workbook: Workbook) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    with workbook().open("rb") as file:
        assert client.post(UPLOAD, {"file": file}).status_code == 403
    assert not ImportJob.objects.exists()
