"""The command line of `script/benchmark`."""

import argparse
import contextlib
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmark import serving
from tests.benchmark.bench import Bench, Row
from tests.benchmark.measuring import ROUNDS
from tests.benchmark.report import Result, as_json, as_markdown, as_text
from tests.benchmark.rows import ROWS
from tests.benchmark.serving import BenchmarkError

PAGE = Path(__file__).parents[2] / "docs/benchmarks.md"
_BEGINS, _ENDS = "<!-- table: script/benchmark --write -->", "<!-- end of table -->"


def chosen(names: Sequence[str], rows: Sequence[Row] = ROWS) -> list[Row]:
    """Return the rows of these names; "serve" names all that begin with "serve-". Raises ValueError."""
    found = []
    for name in names:
        exact = [row for row in rows if row.name == name]
        some = exact or [row for row in rows if row.name.startswith(f"{name}-")]
        if not some:
            known = ", ".join(row.name for row in rows)
            raise ValueError(
                f"There is no row «{name}». There are: {known}. The first part of a name will do."
            )
        found += some
    return list(dict.fromkeys(found)) if names else list(rows)


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """Return what was asked for; ends with 2 and a sentence where that cannot be."""
    parser = argparse.ArgumentParser(
        prog="script/benchmark",
        description="Measures the portal in a filled database of its own, each time beside what it could be "
        "compared with. What the rows are is in docs/benchmarks.md.",
        epilog="Rows: " + ", ".join(row.name for row in ROWS),
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="NAME",
        help="only this row, or all of «list», «serve» …",
    )
    parser.add_argument("--rounds", type=int, help=f"rounds of each row ({ROUNDS})")
    parser.add_argument(
        "--try",
        action="store_true",
        dest="tried",
        help="see that rows run: the small world, one round, loads of a tenth of a second; the figures mean "
        "nothing",
    )
    parser.add_argument(
        "--migrated",
        type=Path,
        metavar="FILE",
        help="begin with a copy of this SQLite file, migrated and empty, rather than migrate a new one",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print every sample as JSON")
    form.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    form.add_argument(
        "--write", action="store_true", help="put the table into docs/benchmarks.md, with all rows only"
    )
    asked = parser.parse_args(argv)
    if asked.rounds is None:
        asked.rounds = 1 if asked.tried else ROUNDS
    if asked.rounds < 1:
        parser.error("--rounds must be at least 1")
    if asked.write and asked.only:
        parser.error("--write is for all rows: leave out --only")
    if asked.tried and (asked.write or asked.markdown):
        parser.error("--try gives no figures to publish: leave out --write and --markdown")
    if asked.migrated and not asked.migrated.is_file():
        parser.error("there is no file as --migrated names")
    try:
        asked.rows = chosen(asked.only)
    except ValueError as error:
        parser.error(str(error))
    return asked


def run(rows: Sequence[Row], bench: Bench) -> tuple[list[Result], int]:
    """Measure the rows one after the other, telling of each; return the results and how many failed."""
    results, failed = [], 0
    with bench.closing:
        for row in rows:
            _say(f"{row.name} …")
            try:
                results.append(row.run(bench))
            except BenchmarkError as error:
                failed += 1
                _say(f"{row.name} failed: {error}")
            # One row that cannot be measured shall not cost the others.
            except Exception as error:  # noqa: BLE001
                failed += 1
                _say(f"{row.name} failed: {type(error).__name__}: {error}")
    return results, failed


def build(folder: Path, world: str, migrated: Path | None = None) -> None:
    """Make the database and fill it, and gather the static files; `migrated` is copied to begin with."""
    from django.core.management import call_command
    from django.db import connection

    from tests import scenarios

    _say("Filling a database …")
    if migrated is not None:
        shutil.copyfile(migrated, connection.settings_dict["NAME"])
    with contextlib.redirect_stdout(sys.stderr):
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("migrate", verbosity=0, skip_checks=True)
        scenarios.WORLDS[world]()
        with connection.cursor() as cursor:
            # As the tables of a portal in use are.
            cursor.execute("ANALYZE")
    (folder / "media").mkdir(exist_ok=True)


def main(argv: Sequence[str] | None, folder: Path) -> int:
    """Measure what was asked for and print it. Returns 1 where a row failed; a missed goal is no failure."""
    asked = arguments(argv)
    build(folder, "small" if asked.tried else "filled", asked.migrated)
    seconds = serving.SECONDS / 10 if asked.tried else serving.SECONDS
    results, failed = run(asked.rows, Bench(folder, asked.rounds, seconds))
    if asked.json:
        about = as_json(results, asked.rounds) | {"tried": asked.tried}
        text = json.dumps(about, indent=1, ensure_ascii=False)
    else:
        text = as_markdown(results, asked.rounds) if asked.markdown else as_text(results)
    if asked.tried:
        _say("Only tried, in the small world: the figures mean nothing.")
    if asked.write and not failed:
        put_into(PAGE, as_markdown(results, asked.rounds))
    sys.stdout.write(f"{text}\n")
    return 1 if failed else 0


def put_into(page: Path, table: str) -> None:
    """Put the table between the page's two marks, in place of what stood there."""
    before, first, rest = page.read_text(encoding="utf-8").partition(_BEGINS)
    _old, last, after = rest.partition(_ENDS)
    if not (first and last):
        raise ValueError(f"{page.name} lacks the marks around its table")
    page.write_text(f"{before}{first}\n\n{table}\n\n{last}{after}", encoding="utf-8")


def _say(text: str) -> None:
    # Beside the result, which may be on its way to a file.
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
