"""Which tests are fast, so that `script/check` can run them before every commit without anyone marking them.

Fast is what asks for no database, starts no other program, makes or reads no PDF, draws no chart, writes no
large file and tries no hundreds of examples: what a test asks for is seen from its fixtures, what it starts
from what its file imports.
tests/conftest.py takes the hooks in.

What asks for no database, fast or not, is marked `once`: CI's second run is about the database.
"""

import re
from collections.abc import Generator
from pathlib import Path
from types import ModuleType

import pytest

#: The files in which a fast test was found, whether or not it was picked.
FAST_FILES = pytest.StashKey[set[Path]]()

DATABASE = {"db", "transactional_db", "django_db_setup"}
#: A file that imports one of these starts programs, waits for WeasyPrint or Vega, or tries many examples.
SLOW_IMPORTS = {
    "subprocess",
    "playwright",
    "hypothesis",
    "pypdf",
    "pikepdf",
    "page",
    "osloregionen.charts",
    "osloregionen.drawing",
    "osloregionen.large_files",
    "osloregionen.pdf",
    "osloregionen.sheets",
    "osloregionen.step_charts",
    "emissions.statistics.reading",
    "tests.emissions.readings",
    "tests.servers",
}

#: A line by which a whole file asks for the database, or is slow: nothing in it can be fast.
_WHOLE_FILE = re.compile(r"^pytestmark = .*mark\.(django_db|slow)\b", re.MULTILINE)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Pass over what cannot be fast where only that is asked for: most of the time went into importing it."""
    if config.getoption("markexpr") != "fast" or collection_path.suffix != ".py":
        return None
    return nothing_is_fast_in(collection_path) or None


def nothing_is_fast_in(file: Path) -> bool:
    """Say whether a file tells at its head that none of its tests is fast."""
    return _WHOLE_FILE.search(file.read_text(encoding="utf-8")) is not None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Generator[None]:
    """Mark what is fast, and what no database has a say in, before pytest chooses by marks.

    Then put the browser's files first, which take minutes, and next those with a slow test: one core would
    still be at them when the other is done.
    """
    slow_files: dict[ModuleType, bool] = {}
    for item in items:
        module = getattr(item, "module", None)
        if module is None:
            continue
        if module not in slow_files:
            slow_files[module] = _is_slow(module)
        if _asks_for_database(item):
            continue
        item.add_marker("once")
        if not slow_files[module] and not item.get_closest_marker("slow"):
            item.add_marker("fast")
    config.stash[FAST_FILES] = {item.path for item in items if item.get_closest_marker("fast")}
    yield
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item.get_closest_marker("browser") is None, item.path not in long))


def _asks_for_database(item: pytest.Item) -> bool:
    fixtures: list[str] = getattr(item, "fixturenames", [])
    return not DATABASE.isdisjoint(fixtures) or item.get_closest_marker("django_db") is not None


def _is_slow(module: ModuleType) -> bool:
    imported = {
        getattr(value, "__name__" if isinstance(value, ModuleType) else "__module__", None) or ""
        for value in vars(module).values()
    }
    return any(name == slow or name.startswith(f"{slow}.") for name in imported for slow in SLOW_IMPORTS)
