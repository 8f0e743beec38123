"""Imports as staff make them in the admin: the pages, and the work without a process of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from emissions.jobs import starting, work
from emissions.jobs.folders import Folder, Progress, folder_of
from emissions.models import ImportJob

UPLOAD = "/admin/emissions/importjob/add/"


def page_of(job: ImportJob) -> str:
    """Return the address of an import's page."""
    return f"/admin/emissions/importjob/{job.pk}/change/"


class ImportPages:
    """The pages of imports in one browser; `text` is what the last one said."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def upload(self, file: Path | bytes, name: str = "", **fields: str) -> "ImportPages":
        """Choose a file and press «Last opp og les»."""
        content = file if isinstance(file, bytes) else file.read_bytes()
        name = name or ("alle.xlsx" if isinstance(file, bytes) else file.name)
        return self._read(self.client.post(UPLOAD, {"file": SimpleUploadedFile(name, content), **fields}))

    def open(self, address: str) -> "ImportPages":
        """Open a page."""
        return self._read(self.client.get(address))

    def press(self, button: str, **fields: str) -> "ImportPages":
        """Press the button of the page that is shown, by its name or by what stands on it."""
        form = next(form for form in self.page.forms if form.xpath(".//input[@type='submit']"))
        pressed = form.xpath(f".//input[@type='submit'][@name='{button}' or @value='{button}']")
        assert pressed, f"no button «{button}»: {self.text}"
        data = {**dict(form.form_values()), pressed[0].get("name") or "_": pressed[0].get("value"), **fields}
        return self._read(self.client.post(self.address, data))

    @property
    def buttons(self) -> list[str]:
        """What stands on the buttons of the page."""
        content = self.page.xpath("//div[@id='content-main']")
        return [button.get("value") for button in content[0].xpath(".//input[@type='submit']")]

    @property
    def job(self) -> ImportJob:
        """The latest import."""
        job = ImportJob.objects.order_by("pk").last()
        assert job is not None
        return job

    def _read(self, response: Any) -> "ImportPages":
        self.status = response.status_code
        self.address = response["Location"] if self.status == 302 else response.request["PATH_INFO"]
        if self.status == 302:
            response = self.client.get(self.address)
        self.page = html.fromstring(response.content.decode())
        content = self.page.xpath("//ul[@class='messagelist'] | //div[@id='content-main']")
        self.text = " ".join(" ".join(part.text_content() for part in content).replace("\xa0", " ").split())
        return self


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    """Keep the imports of a test in a folder of its own."""
    settings.DATA_DIR = tmp_path / "var"
    settings.DATA_DIR.mkdir()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do the work of an import where it is begun, instead of in a process of its own."""

    def run(folder: Folder, step: str, lock: int) -> None:
        del lock
        work.run(folder.path.name, step)

    monkeypatch.setattr(starting, "launch", run)


@pytest.fixture
def left_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin imports whose process ends before it has done anything: it is killed."""
    monkeypatch.setattr(starting, "launch", lambda *_step: None)


@contextmanager
def working(job: ImportJob, progress: Progress | None = None) -> Iterator[Folder]:
    """Hold the lock of an import, as its process does, and tell how far it is."""
    folder = folder_of(job.key)
    if not folder.path.exists():
        folder.make()
    lock = folder.hold()
    assert lock is not None
    try:
        if progress is not None:
            folder.tell(progress)
        yield folder
    finally:
        os.close(lock)
