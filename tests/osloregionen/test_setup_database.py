"""`manage.py set_up`: what `script/server` does to the database at each start."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.loader import MigrationLoader

from osloregionen.management.commands import set_up


class Commands:
    """Stands in for the commands that `set_up` calls, and notes which."""

    def __init__(self) -> None:
        self.called: list[str] = []
        self.content_is_broken = False

    def __call__(self, name: str, **options: Any) -> None:
        """Note the call."""
        self.called.append(name)
        if name == "load_content" and self.content_is_broken:
            raise CommandError("members.csv, row 7: no number")


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Commands:
    """The commands that `set_up` calls, replaced; its notes go to a folder of their own."""
    stand_in = Commands()
    monkeypatch.setattr(set_up, "call_command", stand_in)
    settings.DATA_DIR = tmp_path / "var"
    return stand_in


def pretend_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the test database look as if no migration had been applied."""
    build = MigrationLoader.build_graph

    def build_without_applied(self: MigrationLoader) -> None:
        build(self)
        self.applied_migrations = {}

    monkeypatch.setattr(MigrationLoader, "build_graph", build_without_applied)


def run() -> str:
    """Run the command and return what it printed."""
    out = io.StringIO()
    call_command("set_up", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_database_that_is_current_is_left_alone(commands: Commands) -> None:
    assert run() == ""
    assert commands.called == []


@pytest.mark.django_db
def test_a_new_database_is_migrated_and_then_filled(
    commands: Commands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pretend_new(monkeypatch)
    printed = run()
    assert commands.called == ["migrate", "load_content"]
    assert "Loading the content into the new database" in printed
    assert list((tmp_path / "var").iterdir()) == []


@pytest.mark.django_db
def test_content_that_could_not_be_loaded_is_loaded_by_the_next_start(commands: Commands) -> None:
    commands.content_is_broken = True
    with pytest.MonkeyPatch.context() as first_start:
        pretend_new(first_start)
        with pytest.raises(CommandError, match="row 7"):
            run()
    commands.content_is_broken = False
    commands.called.clear()
    run()
    assert commands.called == ["load_content"]
    commands.called.clear()
    run()
    assert commands.called == []


@pytest.mark.django_db
def test_content_meant_for_another_database_is_not_loaded_into_this_one(
    commands: Commands, tmp_path: Path
) -> None:
    pending = tmp_path / "var/content_pending"
    pending.parent.mkdir()
    pending.write_text("another database", encoding="utf-8")
    run()
    assert commands.called == []
