"""Which content the database holds now: a value that changes with every committed write.

    current()       "5f0c…", or None where it cannot be known

The database itself changes it, by a trigger on each table of the apps: saves in the admin, commands,
`update()`, `bulk_create()`, imports by COPY and a colleague's SQL all count, and a transaction that is
rolled back takes its change along. The triggers follow the models: `migrate` takes them off, does its work
and puts them on (SQLite cannot rename a table that a trigger speaks of). docs/decisions/kept-pages.md.
"""

import uuid
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import Error, connection, connections

from osloregionen.triggers import removals

#: The table and its only row are named by hand: this runs before models are ready, and inside triggers.
TABLE = "osloregionen_contentversion"
PREFIX = "content_version_"
_EVENTS = ("insert", "update", "delete")


def current() -> str | None:
    """Return the content's version, or None where the database does not tell. One query.

    None means: keep nothing. It is the answer before the first migration, and where the database cannot
    be reached; whoever renders the page then meets the same error and tells it.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT value FROM {TABLE} WHERE id = 1")  # noqa: S608 - a constant
            row = cursor.fetchone()
    except Error:
        return None
    return row[0] or None if row else None


def content_tables() -> list[str]:
    """Return the tables whose rows pages are made of: all of the apps', history and links included.

    Not those whose rows only come with a whole that has its trigger itself (`sealed_by`, see frozen_rows.py):
    a trigger for each of a hundred thousand figures would say the same each time.
    """
    return sorted(
        model._meta.db_table
        for config in apps.get_app_configs()
        # The project's own apps; its package keeps the books.
        if Path(config.path).parent == settings.BASE_DIR and config.label != "osloregionen"
        for model in config.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not hasattr(model, "sealed_by")
    )


def remove_triggers(plan: Any = (), using: str = "default", **kwargs: Any) -> None:
    """Take the triggers off where migrations are about to run; `pre_migrate` calls this.

    Until they are on again no write changes the version, so there is none: nothing is kept meanwhile, nor
    after a migration that failed.
    """
    if not plan:
        return
    database = connections[using]
    with database.cursor() as cursor:
        if TABLE in database.introspection.table_names(cursor):
            cursor.execute(f"UPDATE {TABLE} SET value = ''")  # noqa: S608 - a constant
        for statement in removals(database, PREFIX):
            cursor.execute(statement)


def install_triggers(using: str = "default", **kwargs: Any) -> None:
    """Put a trigger on each content table that exists, and change the version; `post_migrate` calls this.

    What the migrations wrote counts as a change. Does nothing before the version's own table is there.
    """
    database = connections[using]
    existing = set(database.introspection.table_names())
    if TABLE not in existing:
        return
    tables = [table for table in content_tables() if table in existing]
    with database.cursor() as cursor:
        for statement in (*removals(database, PREFIX), *_creations(database.vendor, tables)):
            cursor.execute(statement)
    change(using)


def change(using: str = "default") -> None:
    """Give the content a new version, for what no table knows of. Two queries at most."""
    from osloregionen.models import ContentVersion

    versions = ContentVersion.objects.using(using)
    versions.update_or_create(pk=ContentVersion.ONLY, defaults={"value": uuid.uuid4().hex})


def _creations(vendor: str, tables: list[str]) -> list[str]:
    """Return the statements that put a trigger on each table.

    The row is updated and never inserted: a writer's own INSERT OR IGNORE would reach into the trigger.
    """
    if vendor == "sqlite":
        # SQLite has triggers by row only, one per kind of write.
        bump = f"UPDATE {TABLE} SET value = lower(hex(randomblob(16)))"  # noqa: S608 - a constant
        return [
            f'CREATE TRIGGER "{PREFIX}{table}_{event}" AFTER {event.upper()} ON "{table}" BEGIN {bump}; END'
            for table in tables
            for event in _EVENTS
        ]
    function = f"{PREFIX}change"
    bump = f"UPDATE {TABLE} SET value = gen_random_uuid()"  # noqa: S608 - a constant
    # Whoever restores a table or replicates it writes with another search path, or as a replica.
    body = f"LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ BEGIN {bump}; RETURN NULL; END $$"
    writes = "INSERT OR UPDATE OR DELETE OR TRUNCATE"
    once = f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    return [
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger {body}",
        *(f'CREATE TRIGGER "{PREFIX}{n}" AFTER {writes} ON "{name}" {once}' for n, name in enumerate(tables)),
        *(f'ALTER TABLE "{name}" ENABLE ALWAYS TRIGGER "{PREFIX}{n}"' for n, name in enumerate(tables)),
    ]
