"""Reads a file of statistics in a child process with limits, and tells how far that has come.

The child (`worker`) answers through a pipe: nothing is left behind on disk, whoever is killed. Where it died
of its limits, a second child (`inspection`) finds out why, so that the message can name the cell.
docs/decisions/reading-statistics.md says what was tried and what it costs.
"""

import json
import logging
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emissions.statistics.answer import ROWS, UNPACKING
from emissions.statistics.file import Known, Progress, StatisticsFile, restored
from emissions.statistics.problems import Problem, StatisticsError

logger = logging.getLogger(__name__)

_ROOT = Path(__file__).parents[2]
#: -I keeps the environment and the folder one stands in out of what is imported; ours comes after all else.
_START = (
    "import sys; sys.path.append(sys.argv[1]); "
    "from emissions.statistics.{module} import main; main(*sys.argv[2:])"
)
_POLL_SECONDS = 0.1
_CHUNK = 64 * 1024
_LARGEST_ANSWER = 64 * 1024 * 1024
_INSPECTION_SECONDS = 10
_MOST_LOGGED = 400
_ENDED_BY_MEMORY = (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV)


@dataclass(frozen=True)
class ReadLimits:
    """What a file may be, and what reading it may use beside the processor's time, which follows its size.

    A workbook of all municipalities is 20 MB, as CSV 50 MB.
    """

    file_bytes: int = 150 * 1024 * 1024
    data_bytes: int = 480 * 1024 * 1024
    wall_seconds: int = 180


LIMITS = ReadLimits()


def read_statistics(
    path: Path, *, known: Known, on_progress: Progress | None = None, limits: ReadLimits = LIMITS
) -> StatisticsFile:
    """Return what stands in a file of statistics, Excel or CSV, of all municipalities or of one.

    Raises `StatisticsError` for what is no such file, or has a fault in any row: its problems name sheet and
    row. No queries; costs a child process, and about what calamine needs to read the workbook.
    """
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except OSError as error:
        raise StatisticsError([Problem("no_file")]) from error
    if size > limits.file_bytes:
        raise StatisticsError([Problem("too_large", values={"most": limits.file_bytes // (1024 * 1024)})])
    request = {
        "known": {
            "members": sorted(known.members),
            "sectors": dict(known.sectors),
            "years": [known.years.start, known.years.stop],
        },
        "data_bytes": limits.data_bytes,
    }
    tell = on_progress or _nobody
    with _child("worker", json.dumps(request), path) as child:
        answer = child.answer(tell, limits.wall_seconds)
    if answer is None or child.code != 0:
        raise StatisticsError(_why(child, path))
    if problems := answer.about.get("problems"):
        raise StatisticsError([Problem(*problem) for problem in problems], more=answer.about["more"])
    tell(ROWS, 1)
    return restored(answer.about, answer.sizes, answer.columns)


def _nobody(_phase: str, _share: float) -> None:
    """Be told of the progress, and do nothing."""


@dataclass
class _Answer:
    about: dict[str, Any]
    sizes: list[int]
    columns: bytes


@dataclass
class _Reading:
    """The part of a file that the child goes through, so many times."""

    file: str
    begin: int
    length: int
    rounds: int
    done: int = 0
    last: int = 0

    def share(self, position: int) -> float:
        """Return how much of it is done; a position before the last one is the next round's."""
        if position < self.last:
            self.done += 1
        self.last = position
        within = min(max((position - self.begin) / max(self.length, 1), 0), 1)
        return min((self.done + within) / self.rounds, 1)


class _Child:
    """A child process, and how far it has come with the file that it reads."""

    def __init__(self, process: "subprocess.Popen[bytes]", pipe: int) -> None:
        self.process = process
        self.pipe = pipe
        self.code: int | None = None
        self.is_late = False
        #: What it wrote to its standard error, for the log; known when it has ended.
        self.last_words = ""
        self._reads: _Reading | None = None

    def answer(self, on_progress: Progress, seconds: float) -> _Answer | None:
        """Wait for the answer, and tell how far it is; None where there is none."""
        until = time.monotonic() + seconds
        waiting, end, body = bytearray(), None, bytearray()
        while time.monotonic() < until and len(body) + len(waiting) < _LARGEST_ANSWER:
            if not select.select([self.pipe], [], [], _POLL_SECONDS)[0]:
                self._tell_position(on_progress)
                continue
            chunk = os.read(self.pipe, _CHUNK)
            if not chunk:
                self.code = self.process.wait()
                return _Answer(end["end"], end["sizes"], bytes(body)) if end else None
            if end:
                body += chunk
                continue
            waiting += chunk
            while not end and b"\n" in waiting:
                line, _newline, waiting = waiting.partition(b"\n")
                said = json.loads(line)
                if "end" in said:
                    end, body = said, waiting
                elif "share" in said:
                    self._reads = None
                    on_progress(said["phase"], said["share"])
                else:
                    self._reads = _Reading(said["file"], said["begin"], said["length"], said["rounds"])
                    on_progress(UNPACKING, 0)
        self.is_late = True
        return None

    def _tell_position(self, on_progress: Progress) -> None:
        """Tell how much of the part has been read, where the system shows other processes' open files."""
        position = self._position(self._reads.file) if self._reads else None
        if self._reads and position is not None:
            on_progress(UNPACKING, self._reads.share(position))

    def _position(self, file: str) -> int | None:
        """Return where the child stands in one of its open files."""
        with suppress(OSError, ValueError, IndexError):
            for link in Path(f"/proc/{self.process.pid}/fd").iterdir():
                if str(link.readlink()) == file:
                    about = Path(f"/proc/{self.process.pid}/fdinfo/{link.name}").read_text(encoding="ascii")
                    return int(about.split("pos:")[1].split()[0])
        return None


@contextmanager
def _child(module: str, *arguments: str | Path) -> Iterator[_Child]:
    """Start `main` of one of the modules here, on a file as its last argument; it ends with the block."""
    start = _START.format(module=module)
    command = [sys.executable, "-I", "-c", start, str(_ROOT), *map(str, arguments)]
    reader, writer = os.pipe()
    with tempfile.TemporaryFile(prefix="portal-utslipp-") as log, os.fdopen(reader, "rb"):
        try:
            # Our own interpreter and our own modules; what was uploaded is only ever a file that they open.
            process = subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.DEVNULL,
                stdout=writer,
                stderr=log,
                # Where calamine gives up, a list of its functions takes seconds and helps nobody.
                env={**os.environ, "RUST_BACKTRACE": "0"},
            )
        finally:
            # Else the pipe would not end when the child does.
            os.close(writer)
        child = _Child(process, reader)
        try:
            yield child
        finally:
            process.kill()
            process.wait()
            log.seek(0)
            child.last_words = log.read().decode(errors="replace")


def _why(child: _Child, path: Path) -> list[Problem]:
    """Return why the child left no answer: what a second one finds, else what ended the first."""
    words = child.last_words
    logger.warning(
        "Reading statistics ended with %s: %s … %s", child.code, words[:_MOST_LOGGED], words[-_MOST_LOGGED:]
    )
    if found := _inspected(path):
        return found
    if child.is_late or child.code == -signal.SIGXCPU:
        return [Problem("time")]
    if child.code in _ENDED_BY_MEMORY or "MemoryError" in child.last_words:
        return [Problem("memory")]
    return [Problem("damaged")]


def _inspected(path: Path) -> list[Problem]:
    with _child("inspection", path) as child:
        answer = child.answer(_nobody, _INSPECTION_SECONDS)
    return [Problem(*problem) for problem in answer.about["problems"]] if answer else []
