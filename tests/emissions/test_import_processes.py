"""Imports in processes of their own, begun at real servers: they outlive requests; killed, leave nothing."""

import fcntl
import os
import re
import signal
import sqlite3
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import psycopg2
import pytest
from django.db import connection

from tests.colleagues import Colleague, hidden
from tests.databases import new_database
from tests.emissions.importing import UPLOAD
from tests.emissions.workbooks import figures, write_all
from tests.servers import SETTINGS, Portal

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

Found = TypeVar("Found")

OF = (("Veitrafikk", "Personbiler", "CO2"), ("Oppvarming", "Vedfyring", "CH4"))
_SECONDS = 60
_LIST = "/admin/emissions/importjob/"
_COUNTS = "SELECT (SELECT count(*) FROM emissions_edition), (SELECT count(*) FROM emissions_emission)"
_LATEST = "SELECT status, id FROM emissions_importjob ORDER BY id DESC LIMIT 1"
#: An app that keeps an import from committing as long as a file is there.
_HOLDING = """
import time
from pathlib import Path
from django.apps import AppConfig

class Config(AppConfig):
    name = "holding"

    def ready(self):
        from emissions.jobs import work
        store = work.store_edition

        def held(*args, on_progress, **kwargs):
            def tell(phase, share):
                on_progress(phase, share)
                while phase == "stored" and Path(__file__).with_name("hold").exists():
                    time.sleep(0.02)
            return store(*args, on_progress=tell, **kwargs)

        work.store_edition = held
"""


class Imports:
    """Two servers, somebody at each, and the imports that they begin."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.people = [Colleague(port) for port in portal.ports]

    def folders(self) -> list[Path]:
        """Return the folders of imports."""
        return list((self.portal.folder / "var" / "imports").iterdir())

    def upload(self, file: Path) -> str:
        """Upload a file and return the address of its import's page."""
        person, boundary = self.people[0], uuid.uuid4().hex
        token = hidden(person.open(person.address + UPLOAD), "csrfmiddlewaretoken")
        head = f"--{boundary}\r\nContent-Disposition: form-data; name="
        body = f'{head}"csrfmiddlewaretoken"\r\n\r\n{token}\r\n{head}"published_on"\r\n\r\n1.11.2025\r\n'
        body += f'{head}"file"; filename="{file.name}"\r\n\r\n'
        headers = {
            "Referer": person.address + UPLOAD,
            "Content-Type": f"multipart/form-data; boundary={boundary}",
        }
        content = body.encode() + file.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
        person.open(urllib.request.Request(person.address + UPLOAD, content, headers))  # noqa: S310
        numbers = re.findall(rf'href="{_LIST}(\d+)/change/"', self.page(_LIST))
        return f"{_LIST}{max(map(int, numbers))}/change/"

    def page(self, address: str, person: int = 0) -> str:
        """Return a page as one of the two sees it."""
        return self.people[person].open(self.people[person].address + address)

    def press(self, address: str, button: str) -> str:
        """Press a button of an import's page; return the page that follows."""
        token = hidden(self.page(address), "csrfmiddlewaretoken")
        return self.people[0].send(address, csrfmiddlewaretoken=token, **{button: "1"})

    def ask(self, statement: str) -> tuple[Any, Any]:
        """Return the two columns of a row of the database, asked past the servers."""
        url = self.portal.database_url
        file = url.removeprefix("sqlite:///")
        with closing(psycopg2.connect(url) if file == url else sqlite3.connect(file)) as database:
            cursor = database.cursor()
            cursor.execute(statement)
            first, second = cursor.fetchone() or (None, None)
            return first, second

    def until(self, found: Callable[[], Found]) -> Found:
        """Return what is found, as soon as it is."""
        ends = time.monotonic() + _SECONDS
        while not (value := found()):
            assert time.monotonic() < ends, self.portal.logged()[-2000:]
            time.sleep(0.05)
        return value

    def says(self, address: str, words: str) -> None:
        """Wait until a page says something."""
        self.until(lambda: words in self.page(address))

    def kill(self) -> None:
        """Kill the process that is at work, and see it gone."""
        os.kill(self.until(self._processes)[0], signal.SIGKILL)
        self.until(lambda: not self._processes())

    def _processes(self) -> list[int]:
        """Return the processes that work on imports of this portal."""
        keys = {folder.name.encode() for folder in self.folders()}
        found = []
        for entry in Path("/proc").iterdir():
            try:
                words = set((entry / "cmdline").read_bytes().split(b"\0")) if entry.name.isdigit() else set()
            except OSError:
                continue
            if b"run_import_job" in words and words & keys:
                found.append(int(entry.name))
        return found


@contextmanager
def imports(folder: Path) -> Iterator[Imports]:
    """Two servers on a portal with the council's content."""
    with new_database(folder, "council") as url:
        portal = Portal(folder, url)
        (folder / "holding.py").write_text(_HOLDING)
        (folder / "own_settings.py").write_text(f'{SETTINGS}\nINSTALLED_APPS += ["holding.Config"]\n')
        portal.manage("createsuperuser", "--no-input", "--username", "redaktor", "--email", "r@example.org")
        portal.start()
        try:
            yield Imports(portal)
        finally:
            portal.stop()


@contextmanager
def turn_taken(portal: Portal) -> Iterator[None]:
    """Have the turn of imports, so that one that is begun waits."""
    turns = portal.folder / "var" / "turns"
    turns.mkdir(parents=True, exist_ok=True)
    with (turns / "emissions-import").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def commit_held(portal: Portal) -> Iterator[None]:
    """Keep imports from committing what they have stored."""
    file = portal.folder / "hold"
    file.touch()
    yield
    file.unlink()


def test_imports_outlive_requests_and_leave_nothing_when_killed(tmp_path: Path) -> None:
    file = write_all(tmp_path / "alle.xlsx", figures({301: "Oslo", 3201: "Bærum"}, of=OF))
    with imports(tmp_path) as all_imports:
        _killed_before_it_has_read(all_imports, file)
        address = _left_alone(all_imports, file)
        _killed_before_it_commits(all_imports, address)
        _confirmed_twice_at_once(all_imports, all_imports.upload(file))
        assert "Traceback" not in all_imports.portal.logged()


def _killed_before_it_has_read(all_imports: Imports, file: Path) -> None:
    with turn_taken(all_imports.portal):
        address = all_imports.upload(file)
        all_imports.says(address, "Venter på at en annen import blir ferdig")
        all_imports.kill()
    # The lock goes a moment after the rest of the process.
    all_imports.says(address, "Importen ble avbrutt")
    assert all_imports.folders() == []


def _left_alone(all_imports: Imports, file: Path) -> str:
    """Begin an import and look at nothing: its status is asked past the servers."""
    address = all_imports.upload(file)
    all_imports.until(lambda: all_imports.ask(_LATEST)[0] == "read")
    return address


def _killed_before_it_commits(all_imports: Imports, address: str) -> None:
    with commit_held(all_imports.portal):
        all_imports.press(address, "bekreft")
        # All is stored but the commit, and the page goes on telling.
        all_imports.says(address, "Fullfører")
        if connection.vendor == "sqlite":
            _another_writer_is_told(all_imports)
        all_imports.kill()
    all_imports.says(address, "Importen ble avbrutt")
    assert all_imports.ask(_COUNTS) == (0, 0)
    assert all_imports.folders() == []


def _another_writer_is_told(all_imports: Imports) -> None:
    """Save a meeting while nobody else can write: after five seconds there is a page, and no traceback."""
    add, person = "/admin/members/meeting/add/", all_imports.people[1]
    token = hidden(person.open(person.address + add), "csrfmiddlewaretoken")
    with pytest.raises(urllib.error.HTTPError) as refused:
        person.send(add, csrfmiddlewaretoken=token, title="Et møte", kind="mote", on="12.5.2022")
    assert refused.value.code == 503
    assert "prøv igjen" in refused.value.read().decode().lower()


def _confirmed_twice_at_once(all_imports: Imports, address: str) -> None:
    all_imports.says(address, "Lagre utgaven")
    tokens = [hidden(all_imports.page(address, person), "csrfmiddlewaretoken") for person in (0, 1)]
    start = threading.Barrier(2)

    def confirm(person: int) -> str:
        start.wait()
        return all_imports.people[person].send(address, csrfmiddlewaretoken=tokens[person], bekreft="1")

    with ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(confirm, (0, 1)))
    assert sum(bool(re.search("allerede (i gang|svart)", page)) for page in pages) == 1
    all_imports.says(address, "Utgaven er lagret")
    assert all_imports.ask(_COUNTS) == (1, 8)
