"""Migrations can be taken back, and forth again."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.databases import new_database

OUR_APPS = ("actionplan", "declaration", "emissions", "members", "osloregionen")


#: Runs commands one after the other, each a list in what it reads, and writes what each of them said.
IN_TURN = """
import io, json, os, sys
import django
from django.core.management import call_command

os.environ["DJANGO_SETTINGS_MODULE"] = "osloregionen.settings"
django.setup()
said = []
for command in json.load(sys.stdin):
    said.append(io.StringIO())
    call_command(*command, stdout=said[-1])
json.dump([output.getvalue() for output in said], sys.stdout)
"""


@pytest.mark.slow
@pytest.mark.django_db
def test_every_migration_can_be_taken_back_with_the_content_in_place(
    tmp_path: Path, django_db_setup: None, django_db_blocker: Any
) -> None:
    commands = [
        ("showmigrations", *OUR_APPS),
        # The others rest on the members', whose migrations are taken back after theirs.
        *(("migrate", app, "zero", "--verbosity", "0") for app in ("members", "emissions", "osloregionen")),
        ("showmigrations", *OUR_APPS),
        ("migrate", "--verbosity", "0"),
        ("load_content", "--verbosity", "0"),
        ("dumpdata", "declaration.Declaration"),
    ]
    with new_database(tmp_path, "council") as url:
        done = subprocess.run(
            [sys.executable, "-c", IN_TURN],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": url, "SECRET_KEY": "only-for-this-test"},
            input=json.dumps(commands),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    before, *_, taken_back, _, _, loaded = json.loads(done.stdout)
    assert "[X]" in before
    assert "[ ]" not in before
    assert "[ ]" in taken_back
    assert "[X]" not in taken_back
    assert "ordforererklaeringen-2022" in loaded
