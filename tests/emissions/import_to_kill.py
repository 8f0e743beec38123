"""An import that is killed at a point of its work: a process of its own.

Run as `python -m tests.emissions.import_to_kill <point> <file>` on the database of DATABASE_URL; the point is
one of POINTS, or nothing that it ever comes to.
"""

import os
import signal
import sys
from typing import Any

import django

READ, LOADING, UNCOMMITTED = "read", "loading", "uncommitted"
POINTS = (READ, LOADING, UNCOMMITTED)


def main(point: str, file: str) -> None:
    """Import and store, until the point is reached."""
    django.setup()
    from django.core.management import call_command

    from emissions.management.commands.import_emissions import Command
    from emissions.models import Emission
    from emissions.services import STORED, STORING

    def die() -> None:
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)

    class Killed(Command):
        def _store(self, *args: Any) -> None:
            if point == READ:
                die()
            super()._store(*args)

        def progress(self, phase: str, share: float) -> None:
            if (point, phase) in ((LOADING, STORING), (UNCOMMITTED, STORED)):
                # So that the test knows there was something to leave behind.
                sys.stdout.write(f"written: {Emission.objects.count()}\n")
                die()

    call_command(Killed(), file, published_on="2025-11-01", commit=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
