"""The content's version: every committed write changes it, by whichever way it comes."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from actionplan.models import Activity
from members.models import Municipality, Population
from osloregionen import content_version
from osloregionen.models import ContentVersion, LoadedRow
from osloregionen.triggers import removals
from tests.factories import make_municipality

pytestmark = pytest.mark.django_db


def _save() -> None:
    Municipality.objects.get(slug="oslo").save()


def _update() -> None:
    Municipality.objects.filter(slug="oslo").update(website="https://oslo.example.org/")


def _bulk_create() -> None:
    Municipality.objects.bulk_create([Municipality(name="Prøvekommune", slug="prove")])


def _bulk_create_beside_what_is_there() -> None:
    oslo = Municipality.objects.get(slug="oslo")
    rows = [Municipality(name="Prøvekommune", slug="prove"), Municipality(pk=oslo.pk, name="O", slug="oslo")]
    Municipality.objects.bulk_create(rows, ignore_conflicts=True)


def _bulk_update() -> None:
    oslo = Municipality.objects.get(slug="oslo")
    oslo.website = "https://oslo.example.org/"
    Municipality.objects.bulk_update([oslo], ["website"])


def _delete() -> None:
    Activity.objects.filter(number="2.10").delete()


def _raw_delete() -> None:
    Activity.goals.rel.related_model._base_manager.all()._raw_delete("default")


def _link() -> None:
    activity = Activity.objects.get(number="2.10")
    activity.commitments.clear()
    commitment = activity.commitments.model.objects.first()
    assert commitment is not None
    activity.commitments.add(commitment)


def _sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE members_municipality SET website = '' WHERE slug = 'oslo'")


WRITES = [
    _save,
    _update,
    _bulk_create,
    _bulk_create_beside_what_is_there,
    _bulk_update,
    _delete,
    _raw_delete,
    _link,
    _sql,
]


@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.__name__.strip("_"))
def test_every_kind_of_write_changes_the_version(write: Any) -> None:
    before = content_version.current()
    assert before
    write()
    assert content_version.current() not in (before, None)


def test_a_command_changes_the_version() -> None:
    # Rows that the command makes anew. That it once made them is book-keeping, no content.
    Population.objects.all()._raw_delete("default")
    LoadedRow.objects.filter(kind="members.Population").delete()
    before = content_version.current()
    call_command("load_content", verbosity=0)
    assert content_version.current() != before


def test_a_command_that_finds_nothing_to_do_leaves_the_version_as_it_is() -> None:
    before = content_version.current()
    call_command("load_content", verbosity=0)
    assert content_version.current() == before


def test_the_admin_changes_the_version(admin_pages: Any) -> None:
    oslo = Municipality.objects.get(slug="oslo")
    before = content_version.current()
    admin_pages.post(f"/admin/members/municipality/{oslo.pk}/delete/", {"post": "yes"})
    vaaler = make_municipality(name="Prøvekommune")
    between = content_version.current()
    admin_pages.post(f"/admin/members/municipality/{vaaler.pk}/delete/", {"post": "yes"})
    assert len({before, between, content_version.current()}) == 3


def test_a_write_that_is_taken_back_leaves_the_version_as_it_was() -> None:
    before = content_version.current()
    with transaction.atomic():
        _update()
        assert content_version.current() != before
        transaction.set_rollback(True)
    assert content_version.current() == before


def test_reading_and_logging_in_leave_the_version_as_it_is(client: Any) -> None:
    before = content_version.current()
    list(Municipality.objects.all())
    client.get("/medlemmer/")
    client.force_login(
        get_user_model().objects.create_superuser("prove", "p@example.org", "hemmelig-passord")
    )
    client.get("/admin/")
    assert content_version.current() == before


def test_every_content_table_has_its_triggers() -> None:
    """A model that is added is covered by the next `migrate`; nobody has to remember."""
    tables = content_version.content_tables()
    assert {"members_municipality", "declaration_historicalsignature", "actionplan_activity_commitments"} <= {
        *tables
    }
    assert not [table for table in tables if table.startswith(("auth_", "django_", "osloregionen_"))]
    assert _tables_with_triggers() == set(tables)


def test_a_table_without_its_trigger_would_be_noticed() -> None:
    with connection.cursor() as cursor:
        removal = next(
            statement
            for statement in removals(connection, content_version.PREFIX)
            if _belongs_to(statement, "members_municipality")
        )
        cursor.execute(removal)
    assert "members_municipality" not in _tables_with_triggers()


def test_migrating_puts_back_what_is_missing_and_counts_as_a_change() -> None:
    before = content_version.current()
    content_version.remove_triggers(plan=["a migration"])
    assert _tables_with_triggers() == set()
    # Nobody would notice a write: until migrate ends, and after one that failed, nothing may be kept.
    assert content_version.current() is None
    content_version.install_triggers()
    assert _tables_with_triggers() == set(content_version.content_tables())
    assert content_version.current() != before


if connection.vendor == "postgresql":
    # SQLite has neither setting, and a test that is skipped is an error in CI.

    @pytest.mark.parametrize("setting", ["search_path = ''", "session_replication_role = 'replica'"])
    def test_restoring_and_replicating_change_the_version_too(setting: str) -> None:
        before = content_version.current()
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            schema = cursor.fetchone()[0]
            cursor.execute(f"SET LOCAL {setting}")
            cursor.execute(f"UPDATE {schema}.members_municipality SET website = '' WHERE slug = 'oslo'")  # noqa: S608
            cursor.execute("SET LOCAL search_path TO DEFAULT")
        assert content_version.current() not in (before, None)


def test_there_is_only_ever_one_version() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        ContentVersion.objects.create(pk=2, value="x")


def test_without_a_row_nothing_is_known_and_writing_goes_on() -> None:
    ContentVersion.objects.all().delete()
    _save()
    assert content_version.current() is None


def _belongs_to(statement: str, table: str) -> bool:
    if connection.vendor == "sqlite":
        return statement.startswith(f'DROP TRIGGER "{content_version.PREFIX}{table}_update"')
    return statement.endswith(f'ON "{table}"')


def _tables_with_triggers() -> set[str]:
    """Return the tables that have a trigger for each kind of write."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'content_version_%'"
                " GROUP BY tbl_name HAVING count(*) = 3"
            )
        else:
            cursor.execute(
                "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
                " WHERE tgname LIKE 'content_version_%'"
            )
        return {table for (table,) in cursor.fetchall()}
