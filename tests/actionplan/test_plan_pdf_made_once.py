"""Many readers ask for the same new PDF at the same moment, from two worker processes of a real server."""

import hashlib
import threading
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from tests.databases import new_database
from tests.servers import Portal

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db]

READERS = 20
ADDRESS = "/handlingsprogram/2021.pdf"


@pytest.fixture(scope="module")
def portal(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Portal]:
    """Two servers of ten threads on the council's content."""
    folder = tmp_path_factory.mktemp("portal")
    with new_database(folder, "council") as url:
        portal = Portal(folder, url)
        portal.start(threads=READERS // 2)
        try:
            yield portal
        finally:
            portal.stop()


def test_twenty_readers_at_once_get_the_one_pdf_that_is_made(portal: Portal) -> None:
    answers: list[str] = []
    together = threading.Barrier(READERS)

    def read(port: int) -> None:
        together.wait()
        # The same host for both: the address of the page stands in the document.
        request = urllib.request.Request(f"http://127.0.0.1:{port}{ADDRESS}", headers={"Host": "localhost"})
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - our own server
            answers.append(hashlib.sha256(answer.read()).hexdigest())

    readers = [threading.Thread(target=read, args=(portal.ports[n % 2],)) for n in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()

    assert len(answers) == READERS
    assert len(set(answers)) == 1
    made = [line for line in portal.logged().splitlines() if "osloregionen.pdf: " in line]
    assert len(made) == 1, made
    assert not list((portal.folder / "var" / "turns").iterdir())
