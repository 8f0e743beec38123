"""Rows that the database itself refuses to change or remove, whoever asks: adopted versions, editions.

A model says `frozen_rows = True`. Triggers then refuse UPDATE and DELETE of its rows, and what comes to the
same: on SQLite INSERT OR REPLACE, on PostgreSQL TRUNCATE of a table that has rows. Django reports them as
`IntegrityError`. Like the triggers of the content's version they follow the models: `migrate` takes them
off, does its work and puts them on again.

`frozen_except = ("published_on", …)` leaves these fields free. `sealed_by = ("emissions.EditionFile",
"edition")` is for the many rows of a whole: as soon as there is a row of that model with the same edition,
none is added to it, so the rows come with the whole or never.
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
    for event, of in (("update", _frozen_columns(model)), ("delete", "")):
        yield f'CREATE TRIGGER "{PREFIX}{table}_{event}" BEFORE {event.upper()}{of} ON "{table}" {refuse}'
    if (seal := _seal(model)) is not None:
        whole, column = seal
        there = f'EXISTS (SELECT 1 FROM "{whole}" WHERE "{column}" = NEW."{column}")'  # noqa: S608 - as below
    else:
        # INSERT OR REPLACE removes what stands in its way without asking the trigger for removals.
        taken = " OR ".join(f"({_same(columns)})" for columns in _unique(model))
        there = f'EXISTS (SELECT 1 FROM "{table}" WHERE {taken})'  # noqa: S608 - names of the models
    yield f'CREATE TRIGGER "{PREFIX}{table}_insert" BEFORE INSERT ON "{table}" WHEN {there} {refuse}'


def _frozen_columns(model: type[models.Model]) -> str:
    """Return the columns whose update is refused as SQL has it; nothing where it is every one."""
    free = set(getattr(model, "frozen_except", ()))
    if not free:
        return ""
    columns = [f'"{field.column}"' for field in model._meta.concrete_fields if field.name not in free]
    return f" OF {', '.join(columns)}"


def _seal(model: type[models.Model]) -> tuple[str, str] | None:
    """Return the table whose row seals the whole, and the column that both have; None where nothing does."""
    if not hasattr(model, "sealed_by"):
        return None
    label, name = model.sealed_by
    whole = apps.get_model(label)
    return whole._meta.db_table, str(whole._meta.get_field(name).column)


def _unique(model: type[models.Model]) -> Iterator[list[str]]:
    """Give the columns by which a new row can collide with one that is there."""
    constraints = [one for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    singles = [[field.name] for field in model._meta.concrete_fields if field.unique]
    for names in (*singles, *(one.fields for one in constraints)):
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
    each = [
        ("rows", f"BEFORE DELETE OR UPDATE{_frozen_columns(model)}", "ROW", f"{function}()"),
        ("all", "BEFORE TRUNCATE", "STATEMENT", f"{function}()"),
    ]
    if (seal := _seal(model)) is not None:
        yield _sealing_function(raising)
        # Once for all rows of a statement: a hundred thousand come by one COPY.
        asked = f"{PREFIX}sealed('{seal[0]}', '{seal[1]}')"
        each.append(("more", "AFTER INSERT", "STATEMENT", asked))
    for name, when, level, called in each:
        trigger = f'"{PREFIX}{table}_{name}"'
        added = " REFERENCING NEW TABLE AS added" if name == "more" else ""
        call = f"FOR EACH {level} EXECUTE FUNCTION {called}"
        yield f'CREATE TRIGGER {trigger} {when} ON "{table}"{added} {call}'
        # A session that replays another's writes asks only those triggers that are always on.
        yield f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {trigger}'


def _sealing_function(raising: str) -> str:
    """Return the function that refuses rows of what is sealed. Its arguments: a table, a column."""
    named = "SELECT EXISTS (SELECT 1 FROM %I.%I WHERE %I IN (SELECT %I FROM added))"
    found = f"EXECUTE format('{named}', TG_TABLE_SCHEMA, TG_ARGV[0], TG_ARGV[1], TG_ARGV[1]) INTO is_sealed"
    refuse = f"{raising} USING ERRCODE = 'integrity_constraint_violation'"
    body = f"DECLARE is_sealed boolean; BEGIN {found}; IF is_sealed THEN {refuse}; END IF; RETURN NULL; END"
    return f"CREATE OR REPLACE FUNCTION {PREFIX}sealed() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
