"""Begins, confirms and drops imports. All of it is quick: the work itself is done by a process of its own.

Whoever starts a process takes the folder's lock first and hands it over, so that there is no moment at which
the import says it is at work and nobody holds the lock.
"""

import hashlib
import logging
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PurePath
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from emissions.jobs.folders import Folder, folder_of
from emissions.models import ImportJob

logger = logging.getLogger(__name__)

_LAUNCH = Path(__file__).with_name("launch.py")
_FILE_NAME_LENGTH = 200
READ, STORE = "read", "store"
#: How long a confirmation waits for a process that has nothing left to do.
PATIENCE_SECONDS = 5.0


class LateError(Exception):
    """What was asked for can't be done any more; the argument says why, in Norwegian."""


def begin(
    *,
    file_name: str,
    chunks: Iterable[bytes],
    published_on: date | None,
    number: str,
    by: AbstractBaseUser,
) -> ImportJob:
    """Keep a file and begin to read it. Raises `OSError` where the disk will not have it. A query."""
    folder = folder_of(uuid.uuid4().hex)
    folder.make()
    with _lock_of(folder) as lock:
        try:
            size, sha256 = _kept(folder.new_source(file_name), chunks)
            job = ImportJob.objects.create(
                key=folder.path.name,
                file_name=_plain(file_name),
                size=size,
                sha256=sha256,
                published_on=published_on,
                number=number,
                began_by=cast(Any, by),
            )
        except BaseException:
            folder.remove()
            raise
        _start(job, folder, READ, lock)
    return job


def confirm(job: ImportJob, *, by: AbstractBaseUser) -> None:
    """Begin to store what was read, once however often it is asked for. Raises `LateError`. Two queries."""
    folder = folder_of(job.key)
    with _lock_of(folder) as lock:
        # Else the page would tell, till the new process has begun, how far the reading came.
        folder.forget_progress()
        _move(job, ImportJob.Status.STORING, confirmed_by=by, is_renewed=False)
        _start(job, folder, STORE, lock)


def drop(job: ImportJob) -> None:
    """Give up an import that was read, and remove its file. Raises `LateError`. Two queries."""
    _move(job, ImportJob.Status.DROPPED, report=None)
    folder_of(job.key).remove()


@contextmanager
def _lock_of(folder: Folder) -> Iterator[int]:
    """Hold the lock while a process is started, which takes it over. Raises `LateError`."""
    ends = time.monotonic() + PATIENCE_SECONDS
    try:
        # The process that has just reported is still on its way out.
        while (lock := folder.hold()) is None:
            if time.monotonic() > ends or not _waits(folder):
                raise LateError(_("Importen er allerede i gang."))
            time.sleep(0.05)
    except FileNotFoundError as error:
        raise LateError(_("Filen er ryddet bort. Last den opp på nytt.")) from error
    try:
        yield lock
    finally:
        # The process that was started has it open too, and so holds it on.
        os.close(lock)


def _waits(folder: Folder) -> bool:
    return ImportJob.objects.filter(key=folder.path.name, status=ImportJob.Status.READ).exists()


def _move(job: ImportJob, status: ImportJob.Status, **fields: Any) -> None:
    """Change the status of an import that waits for an answer. Raises `LateError` where it does not."""
    with transaction.atomic():
        stored = ImportJob.objects.select_for_update().get(pk=job.pk)
        if stored.status != ImportJob.Status.READ:
            raise LateError(_("Noen har allerede svart på denne rapporten. Her står hva som skjedde."))
        for name, value in (fields | {"status": status}).items():
            setattr(job, name, value)
        job.save(update_fields=[*fields, "status"])


def _start(job: ImportJob, folder: Folder, step: str, lock: int) -> None:
    """Start the process of a step."""
    try:
        launch(folder, step, lock)
    except (OSError, subprocess.CalledProcessError):
        logger.exception("The process of an import could not be started")
        job.status, job.message = ImportJob.Status.FAILED, _("Importen lot seg ikke starte. Prøv igjen.")
        job.save(update_fields=["status", "message"])
        folder.remove()


def launch(folder: Folder, step: str, lock: int) -> None:
    """Run `manage.py run_import_job` in a process that goes on by itself.

    Raises `OSError`, or `CalledProcessError` where not even another process can be had.
    """
    work = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_import_job", folder.path.name, step]
    # Our own interpreter and our own files; the name of the folder is ours too.
    subprocess.run(  # noqa: S603
        [sys.executable, "-I", str(_LAUNCH), *work],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        # What it writes for a while goes with the folder. Errors go where the server's go.
        env={**os.environ, "TMPDIR": str(folder.path)},
        cwd=settings.BASE_DIR,
        pass_fds=[lock],
    )


def _kept(source: Path, chunks: Iterable[bytes]) -> tuple[int, str]:
    """Write the file; return its size and SHA-256."""
    digest, size = hashlib.sha256(), 0
    with source.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def _plain(file_name: str) -> str:
    name = "".join(letter for letter in PurePath(file_name).name if letter.isprintable())
    return name[-_FILE_NAME_LENGTH:]
