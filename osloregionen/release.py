"""Which code and settings this process runs: part of the name of whatever outlives the process."""

import functools
import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

#: Whatever lies there, of any kind: pages are made of guides and CSV files, too.
_FOLDERS = (
    "osloregionen",
    "members",
    "declaration",
    "actionplan",
    "emissions",
    "templates",
    "static",
    "docs",
)
#: They name the packages, by checksums of what was installed, and the static files by their content.
_LISTS = ("requirements.txt", "package-lock.json")


def files() -> Iterator[Path]:
    """Yield the files that pages are made of; some may be missing. What Python compiled is left out."""
    yield from (settings.BASE_DIR / name for name in _LISTS)
    yield Path(settings.STATIC_ROOT) / "staticfiles.json"
    for folder in _FOLDERS:
        for file in sorted((settings.BASE_DIR / folder).rglob("*")):
            if "__pycache__" not in file.parts:
                yield file


@functools.cache
def release() -> str:
    """Return a short checksum of code, guides, templates, packages and settings; the same in all workers.

    Reads some 600 files, once per process. No queries.
    """
    digest = hashlib.sha256()
    for file in files():
        if file.is_file():
            digest.update(f"{file}\0".encode() + file.read_bytes())
    for name in sorted(dir(settings)):
        # Django's own defaults come with its version.
        if settings.is_overridden(name) and name != "SECRET_KEY":  # type: ignore[misc]
            digest.update(f"{name}={getattr(settings, name)!r}\0".encode())
    return digest.hexdigest()[:20]
