"""Migrations can be taken back, and forth again."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.databases import new_database

OUR_APPS = ("actionplan", "declaration", "emissions", "members", "osloregionen")


@pytest.mark.slow
@pytest.mark.django_db
def test_every_migration_can_be_taken_back_with_the_content_in_place(
    tmp_path: Path, django_db_setup: None, django_db_blocker: Any
) -> None:
    def manage(*arguments: str) -> str:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    with new_database(tmp_path, "council") as url:
        environment = {**os.environ, "DATABASE_URL": url, "SECRET_KEY": "only-for-this-test"}
        assert "[ ]" not in manage("showmigrations", *OUR_APPS)
        # The others rest on the members', whose migrations are taken back after theirs.
        for app in ("members", "emissions", "osloregionen"):
            manage("migrate", app, "zero", "--verbosity", "0")
        assert "[X]" not in manage("showmigrations", *OUR_APPS)
        manage("migrate", "--verbosity", "0")
        manage("load_content", "--verbosity", "0")
        assert "ordforererklaeringen-2022" in manage("dumpdata", "declaration.Declaration")
