"""The commands of the emissions, where the database is down: told in two lines, without a traceback."""

from typing import Any, NoReturn

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize(
    ("command", "nothing"),
    [
        (("publish_edition", "1"), "Nothing was changed."),
        (("import_emissions", "statistikk.xlsx"), "Nothing was stored."),
    ],
)
def test_a_database_that_is_down_is_told_of(command: tuple[str, str], nothing: str) -> None:
    def down(*_asked: Any) -> NoReturn:
        raise OperationalError("connection refused\n")

    with connection.execute_wrapper(down), pytest.raises(CommandError) as told:
        call_command(*command)

    assert str(told.value) == (
        "The database can't be used: connection refused\n"
        f"Is it running, and has manage.py migrate been run? {nothing}"
    )
