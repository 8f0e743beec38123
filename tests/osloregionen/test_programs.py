"""What cannot be tested here is skipped with a word why, and is an error in CI."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import programs

ROOT = Path(__file__).parents[2]

SUITE = {
    "test_one.py": """
import pytest
from tests import programs
def test_with_chromium():
    programs.chromium()
def test_with_java():
    programs.java()
def test_with_postgresql():
    programs.postgresql()
@pytest.mark.skip(reason="not today")
def test_marked():
    raise AssertionError
@pytest.mark.xfail(strict=True)
def test_known_fault():
    raise AssertionError
def test_plain():
    pass
""",
    "test_whole_file.py": """
import pytest
pytest.skip("nothing here", allow_module_level=True)
""",
}


def run_suite(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a suite of its own, with our rule and nothing else of ours, on a machine without programs."""
    for name, text in SUITE.items():
        (folder / name).write_text(text, encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key not in {"CI", "CHROMIUM"}}
    plugins = ["-p", "no:django", "-p", "no:cacheprovider", "-p", "tests.programs"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", folder, *plugins, "-rA", *arguments],
        env=environment | {"PATH": str(folder), "PYTHONPATH": str(ROOT)} | variables,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def without_postgresql(tmp_path: Path) -> list[str]:
    """What makes a suite of its own blind to the server's programs, wherever Debian keeps them."""
    (tmp_path / "blind.py").write_text(
        "from pathlib import Path\n"
        "from tests import programs\n"
        "programs.Path = lambda name: Path('/nowhere') if name.startswith('/usr') else Path(name)\n",
        encoding="utf-8",
    )
    return ["-p", "blind"]


def test_a_missing_program_skips_its_tests_with_a_word_why(
    tmp_path: Path, without_postgresql: list[str]
) -> None:
    result = run_suite(tmp_path, *without_postgresql, PYTHONPATH=f"{ROOT}:{tmp_path}")

    assert result.returncode == 0, result.stdout
    assert "1 passed, 5 skipped, 1 xfailed" in result.stdout
    for reason in (programs.CHROMIUM, programs.JAVA, programs.POSTGRESQL):
        assert reason in " ".join(result.stdout.split())


def test_what_is_skipped_is_an_error_in_ci(tmp_path: Path, without_postgresql: list[str]) -> None:
    result = run_suite(
        tmp_path,
        *without_postgresql,
        "--continue-on-collection-errors",
        CI="true",
        PYTHONPATH=f"{ROOT}:{tmp_path}",
    )

    assert result.returncode == 1
    assert "3 failed, 1 passed, 1 xfailed, 2 errors" in result.stdout
    said = " ".join(result.stdout.split())
    for reason in (programs.CHROMIUM, programs.JAVA, programs.POSTGRESQL, "not today", "nothing here"):
        assert f"Skipped, which is an error under CI=true. Skipped: {reason}" in said, reason


def test_a_skip_is_an_error_in_ci_on_several_cores_too(tmp_path: Path) -> None:
    result = run_suite(tmp_path, "-n", "2", "test_one.py", CI="true")

    assert result.returncode == 1
    assert "Skipped, which is an error under CI=true." in result.stdout


def test_this_suite_has_the_rule() -> None:
    from tests import conftest

    assert conftest.pytest_runtest_makereport is programs.pytest_runtest_makereport
    assert conftest.pytest_make_collect_report is programs.pytest_make_collect_report
