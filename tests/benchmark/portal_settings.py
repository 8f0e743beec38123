"""The portal's own settings, but that nothing is kept outside the benchmark's folder."""

import os
from pathlib import Path

from osloregionen.settings import *  # noqa: F403
from osloregionen.settings import CACHES, DATABASES, STORAGES

_folder = Path(os.environ.get("BENCHMARK_FOLDER") or Path(DATABASES["default"]["NAME"]).parent)
# A page made anew each time would have its PDF made each time, too.
PDFS_AHEAD = False
DATA_DIR = _folder
CACHES = {**CACHES, "default": {**CACHES["default"], "LOCATION": _folder / "cache"}}
MEDIA_ROOT = _folder / "media"
STATIC_ROOT = _folder / "static"
# Names as the portal's own; compressing the files took six seconds, and nobody asks for one.
_hashed = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
STORAGES = {**STORAGES, "staticfiles": _hashed}
