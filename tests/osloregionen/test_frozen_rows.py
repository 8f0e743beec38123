"""The database itself refuses to change or remove what was adopted, whoever asks and however."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from actionplan.models import PlanVersion
from osloregionen import frozen_rows
from osloregionen.frozen import FrozenError
from tests.factories import make_plan, make_version

pytestmark = pytest.mark.django_db

TABLE = "actionplan_planversion"


@pytest.fixture
def version() -> PlanVersion:
    made = make_version()
    # As after the commit: PostgreSQL alters no table while the check of a foreign key is still to come.
    connection.check_constraints()
    return made


def _stored(version: PlanVersion) -> tuple[Any, ...]:
    [row] = PlanVersion.objects.filter(pk=version.pk).values_list()
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


def _refused(statement: str, *values: Any) -> None:
    with (
        pytest.raises(IntegrityError, match="frozen: rows of actionplan_planversion"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)


@pytest.mark.parametrize("column", [field.column for field in PlanVersion._meta.concrete_fields])
def test_no_column_of_a_version_can_be_written_over(version: PlanVersion, column: str) -> None:
    before = _stored(version)
    _refused(f"UPDATE {TABLE} SET {column} = {column} WHERE id = %s", version.pk)  # noqa: S608
    assert _stored(version) == before


def test_no_version_can_be_removed(version: PlanVersion) -> None:
    _refused(f"DELETE FROM {TABLE}")  # noqa: S608
    _refused(f"DELETE FROM {TABLE} WHERE id = %s", version.pk)  # noqa: S608
    assert PlanVersion.objects.filter(pk=version.pk).exists()


def test_a_plan_with_a_version_cannot_be_removed_from_under_it(version: PlanVersion) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM actionplan_actionplan WHERE id = %s", [version.plan_id])
        with pytest.raises(IntegrityError):
            connection.check_constraints()
        transaction.set_rollback(True)


@pytest.mark.parametrize("method", ["update", "delete"])
def test_what_goes_past_the_models_own_refusal_meets_the_database(version: PlanVersion, method: str) -> None:
    rows: QuerySet[Any] = QuerySet(PlanVersion).filter(pk=version.pk)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        rows.update(title="Et annet") if method == "update" else rows.delete()


def test_the_model_refuses_first_with_an_error_of_its_own(version: PlanVersion) -> None:
    version.title = "Et annet"
    rows = PlanVersion.objects.filter(pk=version.pk)
    for change in (version.save, version.delete, rows.delete, lambda: rows.update(title="Et annet")):
        with pytest.raises(FrozenError):
            change()


if connection.vendor == "sqlite":

    @pytest.mark.parametrize("other", ["id = id", "id = id + 1"])
    def test_a_row_cannot_be_put_in_a_versions_place(version: PlanVersion, other: str) -> None:
        # By its own key, or by plan and number.
        columns = [field.column for field in PlanVersion._meta.concrete_fields]
        values = [
            other.partition("= ")[2] if name == "id" else "'Et annet'" if name == "title" else name
            for name in columns
        ]
        _refused(
            f"INSERT OR REPLACE INTO {TABLE} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {TABLE}"  # noqa: S608
        )
        assert PlanVersion.objects.get().title == version.title

else:

    def test_the_table_cannot_be_emptied_at_once(version: PlanVersion) -> None:
        _refused(f"TRUNCATE {TABLE}")
        assert PlanVersion.objects.filter(pk=version.pk).exists()

    def test_a_session_that_replays_anothers_writes_is_refused_too(version: PlanVersion) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = 'replica'")
        _refused(f"UPDATE {TABLE} SET title = 'Et annet'")  # noqa: S608


def test_a_new_version_beside_it_is_no_change(version: PlanVersion) -> None:
    before = _stored(version)
    make_version(version.plan)
    make_version(make_plan())
    assert _stored(version) == before
    assert PlanVersion.objects.count() == 3


def test_migrating_puts_the_triggers_back(version: PlanVersion) -> None:
    frozen_rows.remove_triggers(plan=["a migration"])
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET title = title")  # noqa: S608 - the control: nothing refuses now
    connection.check_constraints()
    call_command("migrate", verbosity=0)
    _refused(f"UPDATE {TABLE} SET title = title")  # noqa: S608


def test_tests_may_clear_what_they_made_and_no_more(version: PlanVersion) -> None:
    with frozen_rows.thawed():
        QuerySet(PlanVersion).filter(pk=version.pk).delete()
    second = make_version()
    _refused(f"DELETE FROM {TABLE} WHERE id = %s", second.pk)  # noqa: S608


def test_staff_may_see_versions_and_nothing_more() -> None:
    granted = Group.objects.get(name="Redaksjon").permissions.filter(content_type__model="planversion")
    assert list(granted.values_list("codename", flat=True)) == ["view_planversion"]
