"""One at a time, across threads and processes of this machine: who comes second waits, and finds it done.

    with turn("pdf-4f2a", seconds=50):
        …

A lock on a file of its own in `settings.DATA_DIR`, which the system lets go when a process dies. It is for
work that is only wasted when it is done twice, such as making the same PDF: no promise to the database.
"""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

_PAUSE = 0.05


@contextlib.contextmanager
def turn(name: str, *, seconds: float) -> Iterator[None]:
    """Wait until nobody else here has the turn of that name, and have it.

    Raises TimeoutError after `seconds`. `name` is a file name's worth of letters and digits. No queries.
    """
    folder = settings.DATA_DIR / "turns"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    file = _locked(path, time.monotonic() + seconds)
    try:
        yield
    finally:
        # Before the lock goes: who waited for a file that is gone tries again with another.
        path.unlink(missing_ok=True)
        os.close(file)


def _locked(path: Path, until: float) -> int:
    while True:
        file = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_at(file, path):
                return file
        except BlockingIOError:
            pass
        except BaseException:
            os.close(file)
            raise
        os.close(file)
        if time.monotonic() > until:
            raise TimeoutError(f"somebody else has had the turn «{path.name}» all the time")
        time.sleep(_PAUSE)


def _is_at(file: int, path: Path) -> bool:
    """Say whether the open file is the one that others find under its name."""
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False
