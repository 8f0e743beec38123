"""Brings the database up to date; a database that it has just made also gets the content."""

import hashlib
import io
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    """What `script/server` runs at each start. Where nothing is to be done: one query, nothing written."""

    help = "Migrate the database; load the content files into a database that this has just made."
    # Checks import every page; the server that is started next does that anyway.
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate if needed, then load content if this database was made here and has none yet."""
        executor = MigrationExecutor(connection)
        # Kept until the content is in: a start that was broken off or met a broken file is made good
        # by the next one. It names the database, so that another one is never filled by mistake.
        pending = settings.DATA_DIR / "content_pending"
        identity = database_identity()
        if not executor.loader.applied_migrations:
            pending.parent.mkdir(exist_ok=True)
            pending.write_text(identity, encoding="utf-8")
        if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write(f"Migrating the database ({len(plan)} steps) …")
            call_command("migrate", interactive=False, verbosity=0)
        if pending.exists() and pending.read_text(encoding="utf-8") == identity:
            self.stdout.write("Loading the content into the new database …")
            # What was made is everything; `load_content` lists it when one runs it.
            call_command("load_content", stdout=io.StringIO(), stderr=self.stderr)
            pending.unlink()


def database_identity() -> str:
    """Return a checksum that tells this database from others."""
    names = (str(connection.settings_dict[key]) for key in ("ENGINE", "HOST", "PORT", "NAME"))
    return hashlib.sha256("\n".join(names).encode()).hexdigest()
