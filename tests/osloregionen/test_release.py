"""What kept pages are named by covers every file that pages are made of."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal_settings

from osloregionen import release
from tests.databases import new_database

ROOT = Path(portal_settings.BASE_DIR)
#: Shows each kind of page, each kind of file but PDFs, and says which files the process had opened by then.
#: From before the first of our modules is imported: a file may be read then.
SHOW_ALL = """
import json, sys
opened = set()
sys.addaudithook(lambda event, found: event == "open" and opened.add(str(found[0])))

# The checksum opens all that it covers.
import osloregionen.release
osloregionen.release.release = lambda: "not made"

import django
django.setup()
from django.conf import settings
settings.PDFS_AHEAD = False
from django.test.utils import setup_test_environment
setup_test_environment()
from django.test import Client
from osloregionen.catalogue import PUBLIC
from osloregionen.pages import Kind

reader = Client()
shown = [e.name for e in PUBLIC if e.kind != Kind.PDF and reader.get(e.address()).status_code == 200]
print(json.dumps({"shown": shown, "opened": sorted(opened)}))
"""
SETTINGS = """
from pathlib import Path

from osloregionen.settings import *

DATA_DIR = Path(__file__).parent / "var"
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT = Path(__file__).parent
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[dict[str, list[str]]]:
    """What a process of its own says, that has shown each kind of page of the council's content."""
    folder = tmp_path_factory.mktemp("release")
    (folder / "own_settings.py").write_text(SETTINGS)
    with new_database(folder, "council") as url:
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "SECRET_KEY": "only-for-these-tests",
            "DJANGO_SETTINGS_MODULE": "own_settings",
            "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}",
        }
        done = subprocess.run(
            [sys.executable, "-c", SHOW_ALL],
            cwd=ROOT,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        yield json.loads(done.stdout)


def made_of(told: dict[str, list[str]]) -> set[Path]:
    """Return the portal's own files among those that were opened; packages are named by their lists."""
    found = {(ROOT / name).resolve() for name in told["opened"]}
    return {
        file
        for file in found
        if file.is_file()
        and file.is_relative_to(ROOT)
        # Compiled code stands beside its source, which was opened too or is the same as last time.
        and not {"__pycache__", "node_modules", ".venv", "var"} & set(file.relative_to(ROOT).parts)
    }


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.django_db
def test_every_file_that_a_page_is_made_of_is_covered(told: dict[str, list[str]]) -> None:
    assert len(told["shown"]) > 25
    assert made_of(told) - set(release.files()) == set()
    assert {ROOT / "requirements.txt", ROOT / "package-lock.json"} <= set(release.files())


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.django_db
def test_a_file_that_is_not_covered_would_have_been_noticed(
    told: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release, "_FOLDERS", tuple(name for name in release._FOLDERS if name != "docs"))
    assert made_of(told) - set(release.files()) == {ROOT / "docs/utslippstall.md"}


@pytest.mark.parametrize(
    "name",
    ["docs/utslippstall.md", "members/content/counties.csv", "templates/new.kind", "package-lock.json"],
)
def test_another_text_in_a_file_is_another_release(settings: Any, tmp_path: Path, name: str) -> None:
    settings.BASE_DIR = tmp_path
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)

    file.write_text("before")
    before = [release.release.__wrapped__(), release.release.__wrapped__()]
    file.write_text("after")
    after = release.release.__wrapped__()

    assert before[0] == before[1] != after


def test_what_python_compiles_meanwhile_is_no_other_release(settings: Any, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path
    before = release.release.__wrapped__()
    (tmp_path / "members/__pycache__").mkdir(parents=True)
    (tmp_path / "members/__pycache__/views.cpython-311.pyc.12345").write_bytes(b"x")
    assert release.release.__wrapped__() == before
