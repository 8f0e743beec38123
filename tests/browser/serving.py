"""A portal of our own for browsers: a new SQLite database with one of the worlds, served as deployed."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.seen import Seen

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
#: Pages that only tests/browser/urls.py leads to.
FAILURES = (
    *(Seen(f"prove/{status}", f"/prove/{status}/", status) for status in (403, 500, 503)),
    Seen("prove/403-skjema", "/prove/403-skjema/", 403),
)


@dataclass(frozen=True)
class Portal:
    """A served portal: where it is, what there is to see, and the session of one who is logged in."""

    address: str
    pages: tuple[Seen, ...]
    session: str


@contextmanager
def portal(world: str, folder: Path, migrated: Path | None = None) -> Iterator[Portal]:
    """Serve a world until the end of the `with`. Ten seconds to start, or three with a file that keeps what
    was migrated (tests/browser/build.py).

    Raises RuntimeError with the last lines of the log where the server does not answer.
    """
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        "SECRET_KEY": "only-for-the-browser-tests",
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "DEBUG": "false",
        "PYTHONWARNINGS": "ignore",
    }
    built = subprocess.run(
        [sys.executable, "-m", "tests.browser.build", world, *([migrated] if migrated else [])],
        cwd=ROOT,
        env=environment,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    # Above it stands what the commands said.
    told = json.loads(built.stdout.splitlines()[-1])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "server.log"
    # Threads: browsers open connections ahead of need.
    command = [sys.executable, "-m", "gunicorn", "--workers", "1", "--threads", "4", "--no-control-socket"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}", "osloregionen.wsgi"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server, log)
        seen = (Seen(*page) for page in told["pages"])
        yield Portal(address, (*seen, *FAILURES), told["session"])
    finally:
        server.terminate()
        server.wait(timeout=10)


def _wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/om/", timeout=5).close()  # noqa: S310 - our own server
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the server did not answer:\n{log.read_text()[-2000:]}")
