"""Two people confirm at the same moment, each at a server of their own: one is stored, the other is told."""

import re
import threading
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from lxml import html

from tests.osloregionen.listfiles import csv_file
from tests.servers import PASSWORD, SETTINGS, Portal, new_database

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ROUNDS = 25
MEETINGS = "/admin/members/meeting/liste/"
#: An app that takes away what makes the second one wait.
WITHOUT_WAITING = """
from django.apps import AppConfig
class Config(AppConfig):
    name = "without_waiting"
    def ready(self):
        from osloregionen import importing
        importing._let_others_wait = lambda portal_list: None
"""


class Colleague:
    """Somebody who is logged in at one of the servers."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = self._page(f"{self.address}/admin/login/")
        self.send(
            "/admin/login/",
            csrfmiddlewaretoken=_hidden(page, "csrfmiddlewaretoken"),
            username="redaktor",
            password=PASSWORD,
            next=MEETINGS,
        )

    def _page(self, request: Any) -> str:
        with self.browser.open(request) as answer:
            return str(answer.read().decode())

    def send(self, address: str, **fields: str) -> str:
        """Send a form; return the page that follows."""
        body = urllib.parse.urlencode(fields).encode()
        headers = {"Referer": self.address + address}
        return self._page(urllib.request.Request(self.address + address, body, headers))  # noqa: S310

    def upload(self, content: bytes) -> dict[str, str]:
        """Upload a list of meetings; return what the confirmation sends."""
        page = self._page(self.address + MEETINGS)
        boundary, token = uuid.uuid4().hex, _hidden(page, "csrfmiddlewaretoken")
        head = 'Content-Disposition: form-data; name="{}"'
        body = (
            f"--{boundary}\r\n{head.format('csrfmiddlewaretoken')}\r\n\r\n{token}\r\n"
            f'--{boundary}\r\n{head.format("file")}; filename="m.csv"\r\n\r\n'
        ).encode() + content
        headers = {
            "Referer": self.address + MEETINGS,
            "Content-Type": f"multipart/form-data; boundary={boundary}",
        }
        request = urllib.request.Request(  # noqa: S310 - our own server
            self.address + MEETINGS, body + f"\r\n--{boundary}--\r\n".encode(), headers
        )
        answer = self._page(request)
        return {name: _hidden(answer, name) for name in ("csrfmiddlewaretoken", "rows")}


def _hidden(page: str, name: str) -> str:
    return str(html.fromstring(page).xpath(f"//input[@name='{name}']/@value")[0])


@contextmanager
def servers(folder: Path, *, waiting: bool) -> Iterator[Portal]:
    """Two servers on an empty portal with one user."""
    with new_database(folder) as url:
        portal = Portal(folder, url)
        if not waiting:
            (folder / "without_waiting.py").write_text(WITHOUT_WAITING)
            (folder / "own_settings.py").write_text(
                f'{SETTINGS}\nINSTALLED_APPS += ["without_waiting.Config"]\n'
            )
        portal.manage("migrate", "--verbosity", "0")
        portal.manage("createsuperuser", "--no-input", "--username", "redaktor", "--email", "r@example.org")
        portal.start()
        try:
            yield portal
        finally:
            portal.stop()


def confirmed_in_pairs(portal: Portal) -> list[list[str]]:
    """Have both confirm the same new meetings at the same moment, round by round; return the answers."""
    people = [Colleague(port) for port in portal.ports]
    rounds = []
    for number in range(ROUNDS):
        rows = [["Tittel", "Type", "Dato"], *([f"Møte {number}-{n}", "møte", "12.5.2022"] for n in range(5))]
        forms = [person.upload(csv_file(rows)) for person in people]
        start = threading.Barrier(2)

        def confirm(pair: tuple[Colleague, dict[str, str]], start: threading.Barrier = start) -> str:
            start.wait()
            return pair[0].send(MEETINGS, **pair[1])

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(confirm, zip(people, forms, strict=True)))
        rounds.append(["stored" if "Innlest fra" in answer else _told(answer) for answer in answers])
    return rounds


def _told(answer: str) -> str:
    return "told" if "Noen andre lagret noe" in answer else re.sub(r"\s+", " ", answer)[:2000]


def test_one_of_two_is_stored_and_the_other_is_told(tmp_path: Path) -> None:
    with servers(tmp_path, waiting=True) as portal:
        assert [sorted(pair) for pair in confirmed_in_pairs(portal)] == [["stored", "told"]] * ROUNDS
        titles = portal.manage("shell", "-v", "0", "-c", COUNT)
    assert titles.split() == [str(ROUNDS * 5)] * 2


def test_without_waiting_some_would_be_stored_twice(tmp_path: Path) -> None:
    """The control. SQLite has only one that writes in any case."""
    with servers(tmp_path, waiting=False) as portal:
        twice = [pair for pair in confirmed_in_pairs(portal) if pair == ["stored", "stored"]]
    assert bool(twice) == (connection.vendor == "postgresql")


COUNT = (
    "from members.models import Meeting;"
    "print(Meeting.objects.count(), Meeting.objects.values('title').distinct().count())"
)
