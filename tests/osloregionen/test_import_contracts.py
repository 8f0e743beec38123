"""The import contracts of pyproject.toml: the portal keeps them, and each of them can be broken."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("osloregionen", "members", "declaration", "actionplan", "emissions")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Hold the code in a folder to the contracts."""
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def kept_contracts() -> list[str]:
    """Return the contracts' names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in project["tool"]["importlinter"]["contracts"]]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the code, to put a wrong import into."""
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "content"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_portal_keeps_its_contracts() -> None:
    result = lint(ROOT)

    assert result.returncode == 0, result.stdout + result.stderr


#: Where a wrong import is put, the import, and the contract that it breaks.
WRONG = [
    (
        "members/selectors.py",
        "from declaration.models import Signature",
        "members <- declaration <- actionplan",
    ),
    # A view may read another app through its selectors, not its tables.
    (
        "members/views.py",
        "from declaration.models import Signature",
        "members <- declaration <- actionplan",
    ),
    (
        "declaration/status.py",
        "from actionplan.selectors import latest_plan",
        "members <- declaration <- actionplan",
    ),
    (
        "members/charts.py",
        "from emissions.selectors import published_tables",
        "members <- emissions, which knows nothing of declarations and plans",
    ),
    (
        "emissions/views/overview.py",
        "from actionplan.selectors import latest_plan",
        "Emissions and plans don't know each other",
    ),
    (
        "declaration/views.py",
        "from emissions.selectors import published_tables",
        "Emissions and declarations don't know each other",
    ),
    ("osloregionen/tables.py", "from members.models import Municipality", "What all share imports no app"),
    (
        "declaration/models/signature.py",
        "import declaration.views",
        "In each app: models, selectors and services, tables, views",
    ),
    (
        "actionplan/selectors.py",
        "from actionplan.tables import ActivityTable",
        "In each app: models, selectors and services, tables, views",
    ),
    (
        "declaration/gaps.py",
        "import declaration.views",
        "In each app: models, selectors and services, tables, views",
    ),
    (
        "members/importers.py",
        "import members.admin",
        "In each app: models, selectors and services, tables, views",
    ),
    (
        "emissions/statistics/package.py",
        "from django.conf import settings",
        "The child processes that read files know no Django",
    ),
    ("emissions/gaps.py", "from tests.factories import make_county", "Nothing but tests imports tests"),
]


@pytest.mark.parametrize(
    ("file", "line", "contract"), WRONG, ids=[f"{file}: {line}" for file, line, _ in WRONG]
)
def test_an_import_in_the_wrong_direction_is_refused(copy: Path, file: str, line: str, contract: str) -> None:
    path = copy / file
    # Inside a function too: a late import is as much of a tie as one on top.
    path.write_text(f"{path.read_text(encoding='utf-8')}\n\ndef late():\n    {line}\n", encoding="utf-8")

    result = lint(copy)

    assert result.returncode == 1
    assert f"{contract} BROKEN" in " ".join(result.stdout.split())


def test_every_contract_has_been_seen_to_break() -> None:
    assert {contract for _, _, contract in WRONG} == set(kept_contracts())


def test_a_module_that_no_layer_names_is_refused(copy: Path) -> None:
    (copy / "members" / "nytt.py").write_text("", encoding="utf-8")

    result = lint(copy)

    assert result.returncode == 1
    assert "members.nytt" in result.stdout


def test_an_exception_that_excepts_nothing_is_refused(copy: Path) -> None:
    home = copy / "osloregionen/home.py"
    home.write_text("", encoding="utf-8")

    result = lint(copy)

    assert result.returncode == 1
    assert "No matches for ignored import osloregionen.home ->" in " ".join(result.stdout.split())
