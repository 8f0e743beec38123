"""Databases for processes of our own: copies of the tests' database, which was migrated and filled once.

To migrate takes ten seconds and to load the content four, and a dozen tests start servers or commands.
"""

import os
import sqlite3
import urllib.parse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Literal

import psycopg2
from django.db import connection

#: Migrated and no more, or with the council's own content.
State = Literal["migrated", "council"]

#: What is kept of each state: an SQLite file, or the name of a PostgreSQL database.
_kept: dict[State, str] = {}


def keep(state: State, folder: Path) -> None:
    """Keep a copy of the tests' database as it is now. No transaction may be open.

    PostgreSQL copies only what nobody is connected to: the connection is closed.
    """
    if connection.vendor == "sqlite":
        _kept[state] = str(folder / f"{state}.sqlite3")
        connection.ensure_connection()
        with closing(sqlite3.connect(_kept[state])) as copy:
            connection.connection.backup(copy)
        return
    name = connection.settings_dict["NAME"]
    _kept[state] = f"{name}_{state}"
    connection.close()
    with _administrator() as execute:
        execute(f'DROP DATABASE IF EXISTS "{_kept[state]}"')
        execute(f'CREATE DATABASE "{_kept[state]}" TEMPLATE "{name}"')


def forget() -> None:
    """Remove what was kept; on SQLite the folder goes with the other folders of the tests."""
    if connection.vendor == "postgresql":
        with _administrator() as execute:
            for name in _kept.values():
                execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _kept.clear()


@contextmanager
def new_database(folder: Path, state: State = "migrated") -> Iterator[str]:
    """A new database beside the tests' own, of the same kind and in that state; gives its address.

    The test must have asked for `django_db_setup`, by a mark or as a fixture: that makes what is copied.
    """
    if connection.vendor == "sqlite":
        file = folder / "portal.sqlite3"
        with closing(sqlite3.connect(_kept[state])) as source, closing(sqlite3.connect(file)) as copy:
            source.backup(copy)
        yield f"sqlite:///{file}"
        return
    name = f"of_our_own_{os.getpid()}"
    with _administrator() as execute:
        execute(f'CREATE DATABASE "{name}" TEMPLATE "{_kept[state]}"')
        try:
            access = {key: urllib.parse.quote(str(value), safe="") for key, value in _access().items()}
            yield "postgres://{user}:{password}@{host}:{port}/{name}".format(**access, name=name)
        finally:
            execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _access() -> dict[str, Any]:
    return {key: connection.settings_dict[key.upper()] for key in ("user", "password", "host", "port")}


@contextmanager
def _administrator() -> Iterator[Any]:
    administrator = psycopg2.connect(dbname="postgres", **_access())
    # A database is made and dropped outside transactions.
    administrator.autocommit = True
    try:
        yield administrator.cursor().execute
    finally:
        administrator.close()
