"""Rows that the database itself refuses to change or remove, whoever asks: adopted versions of a plan.

A model says `frozen_rows = True`. Triggers then refuse UPDATE and DELETE of its rows, and what comes to the
same: on SQLite INSERT OR REPLACE, on PostgreSQL TRUNCATE of a table that has rows. Django reports them as
`IntegrityError`. Like the triggers of the content's version they follow the models: `migrate` takes them
off, does its work and puts them on again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connections, models, transaction

from osloregionen.triggers import removals

PREFIX = "frozen_rows_"
MESSAGE = "frozen: rows of {table} are never changed or removed"


def frozen_models() -> list[type[models.Model]]:
    """Return the models whose rows never change."""
    return [model for model in apps.get_models() if getattr(model, "frozen_rows", False)]


def remove_triggers(plan: Any = (), using: str = "default", **kwargs: Any) -> None:
    """Take the triggers off where migrations are about to run; `pre_migrate` calls this."""
    if not plan:
        return
    database = connections[using]
    with database.cursor() as cursor:
        for statement in removals(database, PREFIX):
            cursor.execute(statement)


def install_triggers(using: str = "default", **kwargs: Any) -> None:
    """Put the triggers on each frozen table that exists; `post_migrate` calls this."""
    database = connections[using]
    existing = set(database.introspection.table_names())
    frozen = [model for model in frozen_models() if model._meta.db_table in existing]
    create = _on_sqlite if database.vendor == "sqlite" else _on_postgresql
    with database.cursor() as cursor:
        for statement in removals(database, PREFIX):
            cursor.execute(statement)
        for model in frozen:
            for statement in create(model):
                cursor.execute(statement)


@contextmanager
def thawed(using: str = "default") -> Iterator[None]:
    """Let rows be removed inside the block, for tests that clear what they made. The portal never does."""
    database = connections[using]
    with transaction.atomic(using=using):
        # PostgreSQL alters no table while the check of a foreign key is still to come.
        database.check_constraints()
        remove_triggers(plan=["as if"], using=using)
        yield
        database.check_constraints()
        install_triggers(using=using)


def _on_sqlite(model: type[models.Model]) -> Iterator[str]:
    table = model._meta.db_table
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE.format(table=table)}'); END"
    for event in ("update", "delete"):
        yield f'CREATE TRIGGER "{PREFIX}{table}_{event}" BEFORE {event.upper()} ON "{table}" {refuse}'
    # INSERT OR REPLACE removes what stands in its way without asking the trigger for removals.
    taken = " OR ".join(f"({_same(columns)})" for columns in _unique(model))
    there = f'EXISTS (SELECT 1 FROM "{table}" WHERE {taken})'  # noqa: S608 - names of the models
    yield f'CREATE TRIGGER "{PREFIX}{table}_insert" BEFORE INSERT ON "{table}" WHEN {there} {refuse}'


def _unique(model: type[models.Model]) -> Iterator[list[str]]:
    """Give the columns by which a new row can collide with one that is there."""
    constraints = [one for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    for names in ([model._meta.pk.name], *(one.fields for one in constraints)):
        yield [str(model._meta.get_field(name).column) for name in names]  # type: ignore[union-attr]


def _same(columns: list[str]) -> str:
    return " AND ".join(f'"{column}" = NEW."{column}"' for column in columns)


def _on_postgresql(model: type[models.Model]) -> Iterator[str]:
    table = model._meta.db_table
    function = f"{PREFIX}refuse"
    raising = f"RAISE EXCEPTION '{MESSAGE.format(table='%')}', TG_TABLE_NAME"
    refuse = f"{raising} USING ERRCODE = 'integrity_constraint_violation'"
    # Whoever clears all tables at once passes over one that is empty.
    rows = (
        "EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I.%I)', TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO found_any"
    )
    asked = f"IF TG_OP = 'TRUNCATE' THEN {rows}; IF NOT found_any THEN RETURN NULL; END IF; END IF"
    body = f"DECLARE found_any boolean; BEGIN {asked}; {refuse}; END"
    yield f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
    for name, when in (("rows", "UPDATE OR DELETE"), ("all", "TRUNCATE")):
        trigger, each = f'"{PREFIX}{table}_{name}"', "ROW" if name == "rows" else "STATEMENT"
        call = f"FOR EACH {each} EXECUTE FUNCTION {function}()"
        yield f'CREATE TRIGGER {trigger} BEFORE {when} ON "{table}" {call}'
        # A session that replays another's writes asks only those triggers that are always on.
        yield f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {trigger}'
