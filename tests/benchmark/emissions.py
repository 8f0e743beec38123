"""The import of the national statistics beside calamine alone, on a workbook as large as the country.

    python -m tests.benchmark.side import-emissions FOLDER     the command, in a database of its own
    python -m tests.benchmark.side calamine FOLDER             calamine: load, and all rows as Python has them

The workbook and an edition in use are made once. Each go is another file to the portal: the same rows, with
another comment in the package, since the same file is not stored twice.
"""

import contextlib
import io
import os
import resource
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tests.benchmark import serving
from tests.benchmark.measuring import in_turn
from tests.benchmark.report import Goal, Result

#: So many times what calamine alone needs; and so many megabytes, parent and child together.
IMPORT_GOAL = Goal(1.5)
WORKBOOK = "statistics.xlsx"
#: Names an empty PostgreSQL database for the row that measures there.
Go = Callable[[], tuple[float, int]]


def import_emissions(bench: Any, database: str) -> Result:
    """Measure `import_emissions FILE --commit`, preview and all, beside calamine alone."""
    address = f"sqlite:///{bench.folder}/emissions.sqlite3"
    if database == "postgresql":
        address = os.environ.get("BENCHMARK_POSTGRESQL", "")
        if not address:
            return Result("", "", missing="BENCHMARK_POSTGRESQL names no empty database.")
    folder = bench.folder / "document"
    # PostgreSQL's address names no folder.
    environment = {**os.environ, "DATABASE_URL": address, "BENCHMARK_FOLDER": str(bench.folder)}
    _prepare(folder, environment)
    peaks = {"import-emissions": 0, "calamine": 0}
    with (
        bench.side("import-emissions", environment) as ours,
        bench.side("calamine", environment) as theirs,
    ):

        def sample(name: str, go: Callable[[], dict[str, float]]) -> float:
            answer = go()
            peaks[name] = max(peaks[name], int(answer["kilobytes"]))
            return answer["seconds"]

        # The first is the edition in use, which the others are compared with.
        ours(), theirs()
        pairs = in_turn(
            partial(sample, "import-emissions", ours), partial(sample, "calamine", theirs), bench.rounds
        )
    size = (folder / WORKBOOK).stat().st_size / 1_000_000
    return Result(
        "",
        "",
        pairs=pairs,
        memory=(peaks["import-emissions"], peaks["calamine"]),
        note=f"{size:.0f} MB, 482,664 rows.",
    )


def _prepare(folder: Path, environment: dict[str, str]) -> None:
    """Make a database with the council's members and the statistics' sectors, and write the workbook once."""
    from tests.emissions.workbooks import write_national

    for command in (["migrate", "--verbosity", "0"], ["load_content", "--verbosity", "0"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=serving.ROOT,
            env=environment,
            stdout=sys.stderr,
            check=True,
        )
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / WORKBOOK).exists():
        write_national(folder / WORKBOOK)


@contextlib.contextmanager
def importing(folder: Path) -> Iterator[Go]:
    """Import and store as the command does; the first edition of all is put into use."""
    import django

    django.setup()
    from django.core.management import call_command

    from emissions.models import Edition, Publication

    def go() -> tuple[float, int]:
        file = folder / "another.xlsx"
        shutil.copyfile(folder / WORKBOOK, file)
        with zipfile.ZipFile(file, "a") as package:
            package.comment = f"{time.time()}".encode()
        started = time.perf_counter()
        call_command("import_emissions", file, published_on="2025-11-01", commit=True, stdout=io.StringIO())
        passed = time.perf_counter() - started
        if not Publication.objects.exists():
            call_command("publish_edition", Edition.objects.get().pk, stdout=io.StringIO())
        return passed, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss

    yield go


@contextlib.contextmanager
def calamine_alone(folder: Path) -> Iterator[Go]:
    """Read the sheet of details with calamine, whole, as Python's own values."""
    from python_calamine import CalamineWorkbook

    def go() -> tuple[float, int]:
        started = time.perf_counter()
        with CalamineWorkbook.from_path(str(folder / WORKBOOK)) as workbook:
            rows = workbook.get_sheet_by_name("Oversikt - detaljert").to_python()
        passed = time.perf_counter() - started
        if len(rows) < 480_000:
            raise ValueError(f"only {len(rows)} rows")
        return passed, 0

    yield go
