"""Which code and settings this process runs: part of the name of whatever outlives the process."""

import functools
import hashlib

from django.conf import settings

_FOLDERS = ("osloregionen", "members", "declaration", "actionplan", "emissions", "templates", "static")
_KINDS = {".py", ".html", ".txt", ".xml", ".toml", ".css", ".svg", ".mo"}


@functools.cache
def release() -> str:
    """Return a short checksum of code, templates, styles, packages and settings; the same in all workers.

    Reads some 300 files, once per process (about 10 ms). No queries.
    """
    digest = hashlib.sha256()
    files = [settings.BASE_DIR / "requirements.txt", settings.STATIC_ROOT / "staticfiles.json"]
    for folder in _FOLDERS:
        files += sorted(file for file in (settings.BASE_DIR / folder).rglob("*") if file.suffix in _KINDS)
    for file in files:
        if file.is_file():
            digest.update(f"{file}\0".encode() + file.read_bytes())
    for name in sorted(dir(settings)):
        # Django's own defaults come with its version.
        if settings.is_overridden(name) and name != "SECRET_KEY":  # type: ignore[misc]
            digest.update(f"{name}={getattr(settings, name)!r}\0".encode())
    return digest.hexdigest()[:20]
