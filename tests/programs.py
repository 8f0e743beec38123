"""Programs that some tests need and that Python packages do not bring: Chromium, Java, PostgreSQL, git.

Missing: the test is skipped with a word why. In CI (`CI=true`) nothing may be skipped: the two hooks below
make an error of every skip there, for whatever reason it was, so that CI never passes with less than the
whole. tests/conftest.py takes them in.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = "there is no Chromium: install Debian's package chromium, or name a program in CHROMIUM"
JAVA = "there is no Java: install Debian's package default-jre-headless"
GIT = "there is no git: install Debian's package git"
POSTGRESQL = "there is no PostgreSQL server: install Debian's package postgresql"


def in_ci() -> bool:
    """Say whether this is CI, where nothing may be missing."""
    return os.environ.get("CI") == "true"


def chromium() -> str:
    """Return the browser's program: `CHROMIUM`, or what the PATH has. Skips the test where there is none."""
    return _program(os.environ.get("CHROMIUM") or "chromium", CHROMIUM)


def java() -> str:
    """Return the Java program. Skips the test where there is none."""
    return _program("java", JAVA)


def git() -> str:
    """Return git. Skips the test where there is none."""
    return _program("git", GIT)


def postgresql() -> Path:
    """Return the folder of the newest PostgreSQL server's programs. Skips the test where there is none.

    Debian keeps them off the PATH.
    """
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: int(path.parts[-3]), default=None)
    return (newest or Path(_program("initdb", POSTGRESQL))).resolve().parent


def _program(name: str, missing: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(missing)
    return found


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """Make an error of a test that was skipped in CI."""
    report = yield
    return _refuse_skip(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    """Make an error of a file that was skipped as a whole in CI."""
    report = yield
    return _refuse_skip(report)


def _refuse_skip(report: Any) -> Any:
    # A test that is expected to fail (xfail) is no less run for it.
    if in_ci() and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Skipped, which is an error under CI=true. {reason}"
    return report
