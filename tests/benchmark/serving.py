"""Servers to measure, and the load they are measured with."""

import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.benchmark.measuring import Sample, peak_of_tree

ROOT = Path(__file__).parents[2]
PORTAL = "osloregionen.wsgi"
EMPTY = "tests.benchmark.empty:application()"
FILES = "tests.benchmark.files:application()"
#: As nginx would say of a reader who came by HTTPS.
_FROM_PROXY = {"X-Forwarded-Proto": "https"}
SECONDS = 1.0
_CONNECTIONS = 8
_PATIENCE = 30


class BenchmarkError(Exception):
    """A measurement went wrong; the message says what."""


@dataclass
class Server:
    """A running gunicorn with the portal's own configuration."""

    process: subprocess.Popen[bytes]
    port: int
    log: IO[bytes]
    headers: Mapping[str, str]

    @classmethod
    def start(cls, application: str, *, behind_proxy: bool) -> "Server":
        """Start gunicorn on a free port as osloregionen/gunicorn.py says, and wait until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        log = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the server
        command = [sys.executable, "-m", "gunicorn", "--config", "osloregionen/gunicorn.py"]
        process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}", application],
            cwd=ROOT,
            env={**os.environ, "HTTPS": "true" if behind_proxy else "false"},
            stdout=log,
            stderr=log,
        )
        server = cls(process, port, log, _FROM_PROXY if behind_proxy else {})
        try:
            server._wait()
        except BaseException:
            server.stop()
            raise
        return server

    def _wait(self) -> None:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        self.log.seek(0)
        raise BenchmarkError(f"gunicorn did not start: {self.log.read()[-2000:].decode(errors='replace')}")

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> tuple[int, Mapping[str, str]]:
        """Return the status and the headers of an answer."""
        status, found, _body = self.fetch(address, headers)
        return status, found

    def fetch(
        self, address: str, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Return the status, the headers and the body of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            connection.request("GET", address, headers={**self.headers, **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def url(self, address: str) -> str:
        """Return the whole address."""
        return f"http://127.0.0.1:{self.port}{address}"

    @property
    def memory(self) -> int:
        """Peak memory of gunicorn and its workers, in kilobytes."""
        return peak_of_tree(self.process.pid)

    def stop(self) -> None:
        """End the server and wait for it."""
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


def generator() -> str:
    """Return what makes the load: wrk where there is one."""
    return "wrk" if shutil.which("wrk") else "Python's http.client"


def load(
    server: Server, address: str, headers: Mapping[str, str] | None = None, *, seconds: float = SECONDS
) -> Sample:
    """Return a sample that asks for an address as fast as it is answered, and gives requests per second.

    Raises `BenchmarkError` where any answer is an error: a fast error page is no result.
    """
    sent = {**server.headers, **(headers or {})}
    url = server.url(address)

    def sample() -> float:
        return _by_wrk(url, sent, seconds) if shutil.which("wrk") else _by_python(url, sent, seconds)

    return sample


def _by_wrk(url: str, headers: Mapping[str, str], seconds: float) -> float:
    lines = [f'wrk.headers["{name}"] = "{_in_lua(value)}"' for name, value in headers.items()]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write("\n".join([*lines, _REPORT]))
        script.flush()
        # wrk takes whole seconds only; the script stops it by the clock of its own figures.
        command = [
            "wrk",
            "-t1",
            f"-c{_CONNECTIONS}",
            f"-d{max(round(seconds), 1)}s",
            "--timeout",
            "60s",
            "-s",
            script.name,
            url,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"benchmark (\d+) (\d+) (\d+)", done.stdout)
    if found is None:
        raise BenchmarkError(f"wrk failed: {(done.stderr or done.stdout)[-500:]}")
    requests, microseconds, errors = map(int, found.groups())
    return _rate(requests, microseconds / 1e6, errors, url)


def _in_lua(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


_REPORT = """
done = function(summary, latency, requests)
  local e = summary.errors
  print(string.format("benchmark %d %d %d", summary.requests, summary.duration,
    e.status + e.connect + e.read + e.write + e.timeout))
end
"""


def _by_python(url: str, headers: Mapping[str, str], seconds: float) -> float:
    """Ask from two processes. Costs as much as the empty view itself, so ratios come out kinder."""
    arguments = [url, str(seconds), *(f"{name}: {value}" for name, value in headers.items())]
    clients = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.benchmark.client", *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _client in range(2)
    ]
    counts = [client.communicate()[0].split() for client in clients]
    if any(client.returncode for client in clients):
        raise BenchmarkError("the load's own client failed")
    return sum(_rate(int(count), float(took), int(errors), url) for count, took, errors in counts)


def _rate(requests: int, seconds: float, errors: int, url: str) -> float:
    if errors or not requests:
        raise BenchmarkError(f"{errors} of {requests} requests for {url.partition('//')[2]} failed")
    return requests / seconds
