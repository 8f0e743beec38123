"""script/check and the hook before a commit: each fault is found, all are told, and a commit is stopped."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import programs

ROOT = Path(__file__).parents[2]
# Compiled modules and mypy's own notes come along where there are any: all is read anew without.
NOT_COPIED = (
    ".git",
    ".venv",
    "node_modules",
    "var",
    "staticfiles",
    ".pytest_cache",
    ".ruff_cache",
)

CHECKS = {"pages", "tests", "types", "migrations", "imports", "lint", "format"}
#: What script/check says of each check.
TOLD = re.compile(r"^(\w+) +(passed|FAILED) +\d+\.\d s$", re.MULTILINE)

pytestmark = [pytest.mark.slow, pytest.mark.once]


class Copy:
    """A copy of the project that shares what is installed with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NOT_COPIED))
        for name in (".venv", "node_modules"):
            (folder / name).symlink_to(ROOT / name)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the copy, as from a shell that knows nothing of this one."""
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTEST_"))
        }
        environment |= {
            "PRE_COMMIT_HOME": str(self.folder.parent / "pre-commit"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Prøve"),
            **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "prove@example.org"),
        }
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )

    def write(self, file: str, text: str) -> None:
        """Add a line or more to the end of a file."""
        with (self.folder / file).open("a", encoding="utf-8") as opened:
            opened.write(text)

    def replace(self, file: str, old: str, new: str) -> None:
        """Change a text that stands in a file."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "portal")


def test_a_commit_with_faults_is_stopped_and_told_of_every_kind_and_one_without_is_not(copy: Copy) -> None:
    """One test: script/check takes its time, and is run once with all the faults and once with none."""
    programs.git()
    copy.run("git", "init", "--quiet")
    copy.run("git", "add", "--all")
    first = copy.run("git", "commit", "--quiet", "--message", "Everything")
    assert first.returncode == 0, first.stderr
    assert copy.run(".venv/bin/pre-commit", "install").returncode == 0
    before = copy.run("git", "rev-parse", "HEAD").stdout

    copy.write("osloregionen/sdg.py", "\n\nimport os\n")
    copy.write("osloregionen/text.py", "\n\nUNTIDY = [ 1,2 ]\n")
    copy.write("osloregionen/gaps.py", '\n\nWRONG: int = "a text"\n')
    copy.write("emissions/checks.py", "\n\nfrom actionplan.models import ActionPlan  # noqa\n")
    # Another name is a change of the model, but no page breaks from it.
    copy.replace("emissions/models/statistics.py", 'verbose_name = _("', 'verbose_name = _("ny ')
    copy.write("tests/osloregionen/test_text.py", "\n\ndef test_wrong() -> None:\n    assert 1 == 2\n")
    copy.replace("templates/home.html", "{% block content %}", "{% block content %}{% no_such_tag %}")
    stopped = copy.run("git", "commit", "--all", "--message", "With faults")

    assert stopped.returncode == 1
    assert copy.run("git", "rev-parse", "HEAD").stdout == before
    # What script/check says and ends with, as pre-commit passes it on.
    assert dict(TOLD.findall(stopped.stderr)) == dict.fromkeys(CHECKS, "FAILED"), stopped.stderr
    for told in (
        "- exit code: 1",
        "osloregionen/sdg.py",
        "UNTIDY",
        "osloregionen/gaps.py",
        "emissions.checks -> actionplan.models",
        "Change Meta options on sector",
        "test_wrong",
        "no_such_tag",
        "script/check: 7 failed",
    ):
        assert told in stopped.stderr, told

    copy.run("git", "checkout", "--quiet", ".")
    copy.write("README.md", "\nWithout a fault.\n")
    passed = copy.run("git", "commit", "--all", "--message", "Without one")

    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert copy.run("git", "rev-parse", "HEAD").stdout != before
