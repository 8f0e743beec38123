"""What rows of the benchmark share: the folder, the servers, the sides that are started; and a row itself."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.benchmark import serving
from tests.benchmark.measuring import ROUNDS
from tests.benchmark.report import Goal, Result
from tests.benchmark.serving import BenchmarkError, Server


@dataclass
class Bench:
    """What rows share: the folder with the database, rounds, seconds of a load, and the running servers."""

    folder: Path
    rounds: int = ROUNDS
    seconds: float = serving.SECONDS
    closing: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    servers: dict[tuple[str, bool], Server] = field(default_factory=dict)

    def server(self, application: str, *, behind_proxy: bool) -> Server:
        """Return the running server of an application, started with the first row that asks."""
        key = (application, behind_proxy)
        if key not in self.servers:
            self.servers[key] = Server.start(application, behind_proxy=behind_proxy)
            self.closing.callback(self.servers[key].stop)
        return self.servers[key]

    @contextlib.contextmanager
    def side(
        self, name: str, environment: Mapping[str, str] | None = None
    ) -> Iterator[Callable[[], dict[str, float]]]:
        """Start one side of a comparison; what it yields does one go and returns seconds and kilobytes."""
        command = [sys.executable, "-m", "tests.benchmark.side", name, str(self.folder / "document")]
        process = subprocess.Popen(
            command,
            cwd=serving.ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin and process.stdout  # noqa: PT018 - for the types

        def go() -> dict[str, float]:
            print(file=process.stdin, flush=True)
            answer = process.stdout.readline()
            if not answer:
                raise BenchmarkError(f"the side «{name}» ended; what it said stands above")
            return json.loads(answer)

        try:
            yield go
        except BaseException:
            # Whoever stops the benchmark need not wait for the go that is under way.
            process.terminate()
            raise
        finally:
            process.stdin.close()
            process.wait()
            process.stdout.close()


@dataclass(frozen=True)
class Row:
    """A row of the benchmark. `measure` gives the result, which gets the row's own name, title and goal."""

    name: str
    title: str
    measure: Callable[[Bench], Result]
    goal: Goal | None = None

    def run(self, bench: Bench) -> Result:
        """Measure, and say what was measured."""
        return replace(self.measure(bench), name=self.name, title=self.title, goal=self.goal)


def result(**fields: Any) -> Result:
    """Return what was measured; the row itself has its name and title."""
    return Result(name="", title="", **fields)
