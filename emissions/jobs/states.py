"""What has become of an import, for the pages that show it; and the clearing away of old ones."""

import os
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emissions.jobs.folders import COMPARING, WAITING, Folder, all_folders, folder_of
from emissions.models import ImportJob
from emissions.services import STORED, STORING
from emissions.statistics.file import ROWS, UNPACKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

#: Who has not answered by then uploads once more.
KEPT_SECONDS = 7 * 24 * 60 * 60


class Standing(StrEnum):
    """How an import stands, as a page shows it."""

    WORKING = "working"
    READ = "read"
    STORED = "stored"
    FAILED = "failed"
    #: Its process ended before it was done: killed, or the machine went down.
    BROKEN_OFF = "broken_off"
    #: Nobody answered, and its file is gone.
    EXPIRED = "expired"
    DROPPED = "dropped"


@dataclass(frozen=True)
class State:
    """How an import stands, and in words."""

    standing: Standing
    said: str


@dataclass(frozen=True)
class _Part:
    """A part of the work, and which part of the bar it gets."""

    said: "StrPromise"
    first: int
    last: int


#: How long the parts take, for a file of all municipalities.
_PARTS = {
    ImportJob.Status.READING: {
        WAITING: _Part(gettext_lazy("Venter på at en annen import blir ferdig"), 0, 0),
        UNPACKING: _Part(gettext_lazy("Pakker ut filen"), 0, 60),
        ROWS: _Part(gettext_lazy("Leser og kontrollerer radene"), 60, 90),
        COMPARING: _Part(gettext_lazy("Sammenligner med utgaven som er i bruk"), 90, 100),
    },
    ImportJob.Status.STORING: {
        WAITING: _Part(gettext_lazy("Venter på at en annen import blir ferdig"), 0, 0),
        COMPARING: _Part(gettext_lazy("Ser etter om noe er endret siden rapporten"), 0, 30),
        STORING: _Part(gettext_lazy("Lagrer tallene"), 30, 95),
        STORED: _Part(gettext_lazy("Fullfører"), 95, 100),
    },
}

_AS_THEY_ARE = {
    ImportJob.Status.STORED: Standing.STORED,
    ImportJob.Status.FAILED: Standing.FAILED,
    ImportJob.Status.DROPPED: Standing.DROPPED,
}


def state_of(job: ImportJob) -> State:
    """Return how an import stands. `job` is read anew where its process has ended since. A query then.

    What a process that broke off has left is removed here: the file is of no use to anybody.
    """
    folder = folder_of(job.key)
    if job.status in ImportJob.AT_WORK and not folder.is_held():
        # It may have ended since the row was read.
        job.refresh_from_db()
        if job.status in ImportJob.AT_WORK:
            _remove_unless_held(folder)
            return State(Standing.BROKEN_OFF, _("avbrutt"))
    status = ImportJob.Status(job.status)
    if status in ImportJob.AT_WORK:
        return State(Standing.WORKING, str(status.label))
    if status == ImportJob.Status.READ:
        if folder.has_been_read():
            return State(Standing.READ, str(status.label))
        return State(Standing.EXPIRED, _("ikke bekreftet i tide"))
    return State(_AS_THEY_ARE[status], str(status.label))


def clear_old() -> None:
    """Remove the folders of imports that are done or broken off, or that nobody answered in a week. A query.

    What another database's imports have here is known by its age alone.
    """
    folders = {folder.path.name: folder for folder in all_folders()}
    waiting = ImportJob.objects.filter(key__in=folders).exclude(status=ImportJob.Status.READ)
    over = set(waiting.values_list("key", flat=True))
    for key, folder in folders.items():
        if key in over or folder.age() > KEPT_SECONDS:
            _remove_unless_held(folder)


def _remove_unless_held(folder: Folder) -> None:
    try:
        lock = folder.hold()
    except FileNotFoundError:
        return
    if lock is not None:
        folder.remove()
        os.close(lock)


@dataclass(frozen=True)
class Shown:
    """How far the work is, as a page shows it: `percent` of the whole step."""

    percent: int
    said: str


def shown_progress(job: ImportJob) -> Shown:
    """Return how far an import at work is. No queries."""
    parts = _PARTS[ImportJob.Status(job.status)]
    progress = folder_of(job.key).progress()
    if progress is None or progress.phase not in parts:
        return Shown(0, _("Begynner …"))
    part = parts[progress.phase]
    return Shown(round(part.first + (part.last - part.first) * progress.share), str(part.said))
