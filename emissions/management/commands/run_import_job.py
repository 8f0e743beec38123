"""The process behind an import of statistics in the admin. Started by `emissions.jobs.starting`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from emissions.jobs.starting import READ, STORE
from emissions.jobs.work import run

#: On SQLite whoever writes holds up all others; staff wait five seconds, this process rather longer.
_PATIENCE_SECONDS = 120


class Command(BaseCommand):
    """Does a step of an import. Holds the lock of the import's folder, which it got with its open files."""

    help = (
        "Do one step of an import that was begun in the admin. Not to be run by hand: use import_emissions."
    )
    # It is started by a portal that passed them.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the import's key and its step."""
        parser.add_argument("key")
        parser.add_argument("step", choices=[READ, STORE])

    def handle(self, *args: Any, key: str, step: str, **options: Any) -> None:
        """Do it."""
        if connection.vendor == "sqlite":
            connection.settings_dict["OPTIONS"]["timeout"] = _PATIENCE_SECONDS
        run(key, step)
