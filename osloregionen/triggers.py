"""What the portal's database triggers have in common, whichever rule they hold."""

from django.db.backends.base.base import BaseDatabaseWrapper


def removals(database: BaseDatabaseWrapper, prefix: str) -> list[str]:
    """Return the statements that take off the triggers with that prefix, whichever models they are on."""
    with database.cursor() as cursor:
        if database.vendor == "sqlite":
            cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
                " WHERE NOT tgisinternal AND pg_table_is_visible(pg_class.oid)"
            )
        ours = [(name, table) for name, table in cursor.fetchall() if name.startswith(prefix)]
    on = "" if database.vendor == "sqlite" else ' ON "{table}"'
    return [f'DROP TRIGGER "{name}"{on.format(table=table)}' for name, table in ours]
