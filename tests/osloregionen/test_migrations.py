"""Migrations can be taken back, and forth again."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

OUR_APPS = ("actionplan", "declaration", "emissions", "members", "osloregionen")


@pytest.mark.slow
def test_every_migration_can_be_taken_back_with_the_content_in_place(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}",
        "SECRET_KEY": "only-for-this-test",
    }

    def manage(*arguments: str) -> str:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    manage("migrate", "--verbosity", "0")
    manage("load_content", "--verbosity", "0")
    for app in OUR_APPS:
        manage("migrate", app, "zero", "--verbosity", "0")
    assert "[X]" not in manage("showmigrations", *OUR_APPS)
    manage("migrate", "--verbosity", "0")
    manage("load_content", "--verbosity", "0")
    assert "ordforererklaeringen-2022" in manage("dumpdata", "declaration.Declaration")
