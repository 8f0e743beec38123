"""The portal on a PostgreSQL of this test's own, also where everything else is tested on SQLite.

CI runs the whole suite on PostgreSQL too; this tells whoever runs the slow tests at home that it works there,
and says so where no server is installed.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests import programs

pytestmark = [pytest.mark.slow, pytest.mark.once]

ROOT = Path(__file__).parents[2]
#: Asks the portal that the environment names for its pages, and which database they are from.
ASK = """
from django.db import connection
from django.test import Client
print(connection.vendor)
for address in ("/", "/medlemmer/?navn=baerum", "/erklaringer/ordforererklaeringen-2022/status/"):
    print(address, Client(headers={"host": "127.0.0.1"}).get(address).status_code)
"""


@pytest.fixture
def postgresql() -> Iterator[str]:
    """Start a server that is gone afterwards, and return the address of its empty database."""
    binaries = programs.postgresql()
    folder = Path(tempfile.mkdtemp(prefix="portal-postgresql-"))
    # PostgreSQL refuses to run as root.
    owner = "postgres" if os.getuid() == 0 else None
    if owner:
        shutil.chown(folder, owner)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(program: str, *arguments: str) -> None:
        command = [str(binaries / program), "--pgdata", str(folder / "data"), *arguments]
        # Not captured by a pipe: the server would keep it open.
        with (folder.parent / f"{folder.name}.log").open("w", encoding="utf-8") as log:
            subprocess.run(command, cwd="/", user=owner, stdout=log, stderr=log, check=True, timeout=60)

    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
    try:
        run("initdb", "--username", "portal", "--auth", "trust", "--encoding", "UTF8", "--no-sync")
        run("pg_ctl", "--wait", "--options", options, "start")
        try:
            yield f"postgres://portal@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        (folder.parent / f"{folder.name}.log").unlink(missing_ok=True)


def manage(address: str, folder: Path, *arguments: str) -> str:
    """Run a command of the portal on a database, with a folder for what it keeps; return what it said."""
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "tests.benchmark.portal_settings",
        "BENCHMARK_FOLDER": str(folder),
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "127.0.0.1",
        "DEBUG": "false",
        "HTTPS": "false",
    }
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_an_empty_postgresql_gets_the_councils_content_and_its_pages_answer(
    postgresql: str, tmp_path: Path
) -> None:
    portal = partial(manage, postgresql, tmp_path)
    portal("migrate", "-v0")
    portal("collectstatic", "--noinput", "-v0")
    first, second = (portal("load_content").splitlines()[-1] for _time in range(2))
    made = re.fullmatch(r"(\d+) rows made, 0 already there\.", first)
    assert made is not None, first
    assert second == f"0 rows made, {made[1]} already there."
    assert portal("shell", "-v0", "-c", ASK).splitlines() == [
        "postgresql",
        "/ 200",
        "/medlemmer/?navn=baerum 200",
        "/erklaringer/ordforererklaeringen-2022/status/ 200",
    ]
