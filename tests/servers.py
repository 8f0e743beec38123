"""A portal of real servers for tests: gunicorn's worker processes on a database of their own."""

import gzip
import http.client
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings

PASSWORD = "hemmelig-passord-1"
# As deployed, but for the static files, whose lasting names need a collectstatic, the place of what is kept
# in files, which would be the portal's here, and passwords, which would cost half a second at each log-in.
SETTINGS = """
from pathlib import Path

from osloregionen.settings import *

DATA_DIR = Path(__file__).parent / "var"
CACHES["default"]["LOCATION"] = DATA_DIR / "cache"
PDFS_AHEAD = False
LOGGING["loggers"]["osloregionen.pdf"] = {"level": "INFO"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(exist_ok=True)
"""


class Portal:
    """A database of our own and two servers on it, each one worker process."""

    def __init__(self, folder: Path, database_url: str) -> None:
        (folder / "own_settings.py").write_text(SETTINGS)
        self.folder = folder
        self.database_url = database_url
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "SECRET_KEY": "only-for-these-tests",
            "DJANGO_SETTINGS_MODULE": "own_settings",
            "PYTHONPATH": f"{folder}{os.pathsep}{settings.BASE_DIR}",
            "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
        }
        self.ports: list[int] = []
        self.servers: list[subprocess.Popen[bytes]] = []

    def manage(self, *arguments: str) -> str:
        """Run a command in a process of its own."""
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
        done = subprocess.run(
            command,
            env=self.environment,
            check=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def sql(self, statement: str) -> None:
        """Run one statement past Django, and commit it."""
        with self.connected() as execute:
            execute(statement)

    @contextmanager
    def connected(self) -> Iterator[Callable[[str], None]]:
        """Give a function that runs and commits a statement in the portal's database, past Django."""
        if self.database_url.startswith("sqlite:"):
            file = self.database_url.removeprefix("sqlite:///")
            # No isolation level: each statement is its own transaction.
            database: Any = sqlite3.connect(file, timeout=30, isolation_level=None)
        else:
            database = psycopg2.connect(self.database_url)
            database.autocommit = True
        try:
            yield lambda statement: database.cursor().execute(statement)
        finally:
            database.close()

    def start(self, threads: int = 1) -> None:
        """Start both servers, each of so many threads, and wait until they answer."""
        for _ in range(2):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
            command += ["--threads", str(threads)]
            with (self.folder / f"{port}.log").open("wb") as log:
                self.servers.append(
                    subprocess.Popen(
                        [*command, "--no-control-socket", "osloregionen.wsgi"],
                        cwd=settings.BASE_DIR,
                        env=self.environment,
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=log,
                    )
                )
            self.ports.append(port)
        for port in self.ports:
            ends = time.monotonic() + 60
            while True:
                try:
                    assert self.get(port, "/om/")[0] == 200
                    break
                except OSError:
                    assert time.monotonic() < ends, (self.folder / f"{port}.log").read_text()[-2000:]
                    time.sleep(0.1)

    def stop(self) -> None:
        """End both servers."""
        for server in self.servers:
            server.terminate()
        for server in self.servers:
            server.wait(timeout=30)

    def logged(self) -> str:
        """Return what both servers have logged."""
        return "".join((self.folder / f"{port}.log").read_text() for port in self.ports)

    def get(self, port: int, address: str, **headers: str) -> tuple[int, str, str]:
        """Return status, body and ETag of an address as one server answers; both are the same host.

        The body is unpacked where it was asked for compressed.
        """
        reader = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            reader.request("GET", address, headers={"Host": "localhost", **headers})
            answer = reader.getresponse()
            body = answer.read()
            if answer.getheader("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            return answer.status, body.decode(), answer.getheader("ETag", "")
        finally:
            reader.close()

    def headings(self, address: str, **headers: str) -> list[str]:
        """Return the page's heading as each of the two servers shows it."""
        bodies = [self.get(port, address, **headers)[1] for port in self.ports]
        return [re.sub(r"(?s).*<h1[^>]*>([^<]*)</h1>.*", r"\1", body).strip() for body in bodies]
