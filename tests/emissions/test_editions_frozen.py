"""The database itself refuses to change an edition, to add to it and to remove it, whoever asks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from emissions.models import Edition, EditionFile, Emission, Publication, SectorTotal, Source, SourceInEdition
from emissions.services import publish_edition
from members.models import Municipality
from osloregionen import content_version, frozen_rows

pytestmark = pytest.mark.django_db

Make = Callable[..., Edition]
WHOLE = (Emission, SectorTotal, SourceInEdition)
FROZEN = (Edition, EditionFile, Publication, *WHOLE)


@pytest.fixture
def edition(make_edition: Make) -> Edition:
    made = make_edition(published_on="2025-11-01")
    publish_edition(edition=made)
    # As after the commit.
    connection.check_constraints()
    return made


def _refused(statement: str, *values: Any) -> None:
    with (
        pytest.raises(IntegrityError, match="frozen: rows of emissions_"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)


def _frozen_columns() -> list[tuple[str, str]]:
    return [
        (model._meta.db_table, field.column)
        for model in FROZEN
        for field in model._meta.concrete_fields
        if field.name not in getattr(model, "frozen_except", ())
    ]


@pytest.mark.parametrize(("table", "column"), _frozen_columns())
def test_no_frozen_column_can_be_written_over(edition: Edition, table: str, column: str) -> None:
    _refused(f"UPDATE {table} SET {column} = {column}")  # noqa: S608 - names of the models


@pytest.mark.parametrize("model", FROZEN, ids=lambda model: model.__name__)
def test_no_row_can_be_removed(edition: Edition, model: Any) -> None:
    _refused(f"DELETE FROM {model._meta.db_table}")  # noqa: S608


@pytest.mark.parametrize("model", WHOLE, ids=lambda model: model.__name__)
def test_nothing_can_be_added_to_an_edition_that_is_stored(edition: Edition, model: Any) -> None:
    table, columns = model._meta.db_table, [field.column for field in model._meta.concrete_fields[1:]]
    new = ["year + 10" if name == "year" else "'SF6'" if name == "gas" else name for name in columns]
    _refused(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(new)} FROM {table} LIMIT 1")  # noqa: S608


if connection.vendor == "sqlite":

    @pytest.mark.parametrize("model", [Edition, EditionFile, *WHOLE], ids=lambda model: model.__name__)
    def test_no_row_can_be_put_in_anothers_place(edition: Edition, model: Any) -> None:
        columns = ", ".join(field.column for field in model._meta.concrete_fields)
        table = model._meta.db_table
        _refused(f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}")  # noqa: S608

else:

    @pytest.mark.parametrize("model", FROZEN, ids=lambda model: model.__name__)
    def test_no_table_can_be_emptied_at_once(edition: Edition, model: Any) -> None:
        _refused(f"TRUNCATE {model._meta.db_table} CASCADE")


def test_when_it_was_published_can_be_mended_and_leaves_history(edition: Edition) -> None:
    edition.title, edition.published_on = "En bedre tittel", "2025-11-02"
    edition.sha256 = "0" * 64
    edition.save()
    stored = Edition.objects.get()
    assert (stored.title, f"{stored.published_on}", stored.version) == ("En bedre tittel", "2025-11-02", 2)
    assert stored.sha256 != "0" * 64
    assert Edition.history.count() == 2


def test_a_source_and_a_municipality_with_figures_cannot_be_removed(edition: Edition) -> None:
    source = Source.objects.get(name="Personbiler")
    with pytest.raises(IntegrityError), transaction.atomic():
        source.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Municipality.objects.get(name="Prøvekommune 1").delete()


def test_neither_can_be_removed_past_django(edition: Edition) -> None:
    for table, where in (("emissions_source", "name = 'Personbiler'"), ("members_municipality", "id > 0")):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE {where}")  # noqa: S608
            with pytest.raises(IntegrityError):
                connection.check_constraints()
            transaction.set_rollback(True)


def test_migrating_puts_the_triggers_back(edition: Edition) -> None:
    frozen_rows.remove_triggers(plan=["a migration"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE emissions_emission SET grams = grams")
    connection.check_constraints()
    call_command("migrate", verbosity=0)
    _refused("UPDATE emissions_emission SET grams = grams")


def test_figures_have_no_trigger_for_the_contents_version_but_their_edition_has() -> None:
    tables = set(content_version.content_tables())
    assert not {model._meta.db_table for model in WHOLE} & tables
    assert {"emissions_edition", "emissions_editionfile", "emissions_publication"} <= tables


def test_storing_changes_the_contents_version(make_edition: Make) -> None:
    before = content_version.current()
    make_edition()
    assert content_version.current() not in (before, None)
