"""What commands say where the database can't be used."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import OperationalError, ProgrammingError


@contextmanager
def needed_database(nothing: str = "") -> Iterator[None]:
    """Tell in place of a traceback that the database can't be used, and with `nothing` what became of it.

    Raises `CommandError` for what whoever runs the portal can mend: it is down, or not migrated.
    """
    try:
        yield
    except (OperationalError, ProgrammingError) as error:
        raise CommandError(
            f"The database can't be used: {str(error).strip()}\n"
            f"Is it running, and has manage.py migrate been run? {nothing}".rstrip()
        ) from None
