#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys


def main() -> None:
    """Run a management command; settings come from `osloregionen.settings`.

    A wrong setting or a database that cannot be used ends in one line and exit code 1; with
    `--traceback` one sees where it came from.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "osloregionen.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from django.db import DatabaseError, OperationalError
    except ImportError:
        sys.exit(
            "Django is not installed for this Python. Use script/manage, after script/server has set up."
        )

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"Wrong setting: {in_one_line(error)}")
    except DatabaseError as error:
        message = in_one_line(error)
        unmigrated = "no such table" in message or "does not exist" in message
        if "--traceback" in sys.argv or not (unmigrated or isinstance(error, OperationalError)):
            raise
        hint = ". Has `script/manage migrate` been run?" if unmigrated else ""
        sys.exit(f"The database cannot be used: {message}{hint}")


def in_one_line(error: Exception) -> str:
    """Return the error's message without line breaks."""
    return " ".join(str(error).split())


if __name__ == "__main__":
    main()
