"""Answers that are too large for memory, kept as files: the server sends them without reading them.

    kept = keep(body)              # KeptFile, or None where the disk would not have it
    file = opened(kept)            # a file to send, or None where it is gone
    file = made(key, write)        # a file to send that is written to disk, where it is not there yet

A file is named by the SHA-256 of what it holds: the same bytes are kept once, however many addresses and
versions of the content lead to them; one that is never in memory, by a digest of what it is made of. The
files used least lately go when there are more than fifty.
"""

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings

from osloregionen.turns import turn

logger = logging.getLogger(__name__)

_MOST_FILES = 50
#: So long somebody waits for a file that another one is writing, before writing it too.
_WAIT_SECONDS = 30


@dataclass(frozen=True)
class KeptFile:
    """A file that is kept: its name, and how many bytes it must have."""

    name: str
    size: int


def keep(body: bytes) -> KeptFile | None:
    """Keep the bytes, whole or not at all; None, and a line in the log, where that cannot be. No queries."""
    kept = KeptFile(hashlib.sha256(body).hexdigest(), len(body))
    folder = _folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not _is_whole(folder / kept.name, kept.size):
            _write(folder / kept.name, body)
        # The day it was last asked for anew counts, not that on which it was made.
        os.utime(folder / kept.name)
        _make_room(folder)
    except OSError as error:
        logger.warning("An answer of %d bytes is not kept: %s", len(body), error)
        return None
    return kept


def opened(kept: KeptFile) -> BinaryIO | None:
    """Return the file, open; None where it has gone or is not whole. Who asks closes it. No queries."""
    try:
        file = (_folder() / kept.name).open("rb")
    except OSError:
        return None
    if os.fstat(file.fileno()).st_size == kept.size:
        return file
    file.close()
    return None


def made(key: str, write: Callable[[BinaryIO], None]) -> BinaryIO:
    """Return the file of this key, open; `write` makes it where it is not kept. Who asks closes it.

    `key` is a digest of all that the file is made of. Two who ask at once make it once. Where the disk would
    not have it, or the other one takes too long, the file is written beside, and kept by nobody. Queries:
    those of `write`.
    """
    path = _folder() / f"made-{key}"
    with suppress(OSError):
        file = path.open("rb")
        with suppress(OSError):
            os.utime(path)
        return file
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with turn(path.name, seconds=_WAIT_SECONDS):
            if not path.exists():
                _write_whole(path, write)
            file = path.open("rb")
        _make_room(path.parent)
    except OSError as error:
        logger.warning("A large file is not kept: %s", error)
        return unnamed(write)
    return file


def unnamed(write: Callable[[BinaryIO], None]) -> BinaryIO:
    """Return what `write` writes as a file that goes when it is closed. Queries: those of `write`."""
    # Whoever asked closes it.
    file = cast(BinaryIO, tempfile.TemporaryFile(prefix="portal-"))  # noqa: SIM115
    try:
        write(file)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _folder() -> Path:
    folder: Path = settings.DATA_DIR / "kept"
    return folder


def _is_whole(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except FileNotFoundError:
        return False


def _write(path: Path, body: bytes) -> None:
    _write_whole(path, lambda file: file.write(body))


def _write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    # Under another name first: nobody may meet half a file.
    number, name = tempfile.mkstemp(dir=path.parent, prefix="new-")
    try:
        with os.fdopen(number, "wb") as file:
            write(file)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _make_room(folder: Path) -> None:
    dated = []
    for path in folder.iterdir():
        # Another worker may be clearing up too.
        try:
            dated.append((path.stat().st_mtime, path))
        except FileNotFoundError:
            continue
    for _moment, path in sorted(dated, reverse=True)[_MOST_FILES:]:
        path.unlink(missing_ok=True)
