"""The folder of an import: the file, what was read of it, how far the work is, and the lock of who does it.

Below `settings.DATA_DIR`, which no server hands out, and readable by the portal's own user alone. A process
that works on an import holds the lock of its folder; the system lets go of it when the process ends, however
it ends. What the database says may be late or wrong for a moment; the lock is not.
"""

import contextlib
import fcntl
import json
import os
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.conf import settings

_LOCK, _PROGRESS, _SOURCE, _READ = "lock", "progress.json", "file", "read"
#: The parts of the work that are neither the reading's nor the storing's.
WAITING, COMPARING = "waiting", "comparing"
#: Progress is written this often at most: pages ask once a second.
_PAUSE = 0.2


@dataclass(frozen=True)
class Progress:
    """What a process is doing: `phase` as the module that works calls it, `share` 0 to 1."""

    phase: str
    share: float


@dataclass(frozen=True)
class Folder:
    """The folder of one import, whether or not it is there."""

    path: Path

    @property
    def source(self) -> Path:
        """The file as it was uploaded; it keeps the end of its name, which says what it is taken for."""
        return next(self.path.glob(f"{_SOURCE}.*"), self.path / f"{_SOURCE}.dat")

    def new_source(self, file_name: str) -> Path:
        """Return where to write a file of that name."""
        end = PurePath(file_name).suffix.lower()
        return self.path / (_SOURCE + (end if re.fullmatch(r"\.[a-z]{1,5}", end) else ".dat"))

    @property
    def read(self) -> Path:
        """The folder of what was read of it."""
        return self.path / _READ

    def make(self) -> None:
        """Make the folder. Raises `OSError`."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.mkdir(mode=0o700)

    def remove(self) -> None:
        """Remove the folder with all that is in it, if it is there."""
        shutil.rmtree(self.path, ignore_errors=True)

    def has_been_read(self) -> bool:
        """Say whether what was read is there, for a second step."""
        return self.source.exists() and self.read.is_dir()

    def age(self) -> float:
        """Return for how many seconds nothing has come into the folder; 0 where it is gone."""
        try:
            return time.time() - self.path.stat().st_mtime
        except FileNotFoundError:
            return 0.0

    def hold(self) -> int | None:
        """Take the lock; return the open file that holds it, or None where somebody else does.

        Raises `FileNotFoundError` where the folder is gone. Whoever closes the file last lets go.
        """
        file = os.open(self.path / _LOCK, os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return None
        return file

    def is_held(self) -> bool:
        """Say whether a process works on the import."""
        try:
            file = self.hold()
        except FileNotFoundError:
            return False
        if file is None:
            return True
        os.close(file)
        return False

    def progress(self) -> Progress | None:
        """Return how far the work is, or None where nothing is written yet."""
        try:
            found = json.loads((self.path / _PROGRESS).read_text(encoding="utf-8"))
            return Progress(str(found["phase"]), float(found["share"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def tell(self, progress: Progress) -> None:
        """Write how far the work is, whole or not at all. A full disk is no reason to stop working."""
        new = self.path / f"{_PROGRESS}.new"
        with contextlib.suppress(OSError):
            new.write_text(json.dumps({"phase": progress.phase, "share": progress.share}), encoding="utf-8")
            new.replace(self.path / _PROGRESS)

    def forget_progress(self) -> None:
        """Remove what a step wrote of its progress, before the next one begins."""
        (self.path / _PROGRESS).unlink(missing_ok=True)


class Teller:
    """Writes progress as a module tells it, not oftener than anybody looks."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self._phase = ""
        self._told = 0.0

    def __call__(self, phase: str, share: float) -> None:
        """Write it if the phase is new, is done, or some time has gone by."""
        now = time.monotonic()
        if phase == self._phase and share < 1 and now - self._told < _PAUSE:
            return
        self._phase, self._told = phase, now
        self.folder.tell(Progress(phase, min(max(share, 0.0), 1.0)))


def all_folders() -> list[Folder]:
    """Return the folders of all imports that are there, of whichever database."""
    root = _root()
    return [Folder(path) for path in root.iterdir()] if root.is_dir() else []


def folder_of(key: str) -> Folder:
    """Return the folder of an import."""
    return Folder(_root() / key)


def _root() -> Path:
    root: Path = settings.DATA_DIR / "imports"
    return root
