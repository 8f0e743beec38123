"""Two people confirm at the same moment, each at a server of their own: one is stored, the other is told."""

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from tests.colleagues import Colleague
from tests.databases import new_database
from tests.osloregionen.listfiles import csv_file
from tests.servers import SETTINGS, Portal

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
        portal.manage("createsuperuser", "--no-input", "--username", "redaktor", "--email", "r@example.org")
        portal.start()
        try:
            yield portal
        finally:
            portal.stop()


def confirmed_in_pairs(portal: Portal) -> Iterator[list[str]]:
    """Have both confirm the same new meetings at the same moment, round by round; give both answers."""
    people = [Colleague(port) for port in portal.ports]
    for number in range(ROUNDS):
        rows = [["Tittel", "Type", "Dato"], *([f"Møte {number}-{n}", "møte", "12.5.2022"] for n in range(5))]
        forms = [person.upload(MEETINGS, csv_file(rows)) for person in people]
        start = threading.Barrier(2)

        def confirm(pair: tuple[Colleague, dict[str, str]], start: threading.Barrier = start) -> str:
            start.wait()
            return pair[0].send(MEETINGS, **pair[1])

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(confirm, zip(people, forms, strict=True)))
        yield ["stored" if "Innlest fra" in answer else _told(answer) for answer in answers]


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
        # The first time is enough.
        twice = any(pair == ["stored", "stored"] for pair in confirmed_in_pairs(portal))
    assert twice == (connection.vendor == "postgresql")


COUNT = (
    "from members.models import Meeting;"
    "print(Meeting.objects.count(), Meeting.objects.values('title').distinct().count())"
)
