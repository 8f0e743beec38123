"""What is locked, why it is there, and that the real static files can be collected."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from osloregionen import settings as real_settings

ROOT = Path(__file__).parents[2]


def direct_python_packages() -> set[str]:
    """Return the packages that pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    return {re.split(r"[\[<>=~! ]", line)[0] for line in lines}


def direct_front_end_packages() -> set[str]:
    """Return the packages that package.json names."""
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    return {*package["dependencies"], *package["devDependencies"]}


def test_every_direct_dependency_is_defended_in_the_docs_and_no_other() -> None:
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    defended = set(re.findall(r"^\| `([^`]+)` \| \S.*\| \S.* \|$", page, re.MULTILINE))
    assert defended == direct_python_packages() | direct_front_end_packages()


def test_every_direct_dependency_is_locked() -> None:
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE))
    assert direct_python_packages() <= locked
    front_end = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert {f"node_modules/{name}" for name in direct_front_end_packages()} <= set(front_end)


def test_every_locked_package_has_a_checksum() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for requirement in re.split(r"\n(?=\S)", text):
        assert "--hash=sha256:" in requirement, requirement[:60]
    front_end = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, package in front_end.items():
        assert name == "" or package["integrity"].startswith("sha512-"), name


def test_the_lock_files_hold_no_addresses() -> None:
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert "://" not in requirements
    assert not re.search(r"^\s*-(-index|-extra|-find|i|f)", requirements, re.MULTILINE)
    assert "://" not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_static_files_can_be_collected_under_lasting_names(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = real_settings.STORAGES
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((tmp_path / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    style = names["vendor/designsystemet/src/index.css"]
    assert re.fullmatch(r"vendor/designsystemet/src/index\.[0-9a-f]{12}\.css", style)
    assert (tmp_path / f"{style}.gz").exists()
