"""The portal's own settings, but that nothing is kept outside the benchmark's folder."""

import os
from pathlib import Path

from osloregionen.settings import *  # noqa: F403
from osloregionen.settings import CACHES, DATABASES

_folder = Path(os.environ.get("BENCHMARK_FOLDER") or Path(DATABASES["default"]["NAME"]).parent)
# A page made anew each time would have its PDF made each time, too.
PDFS_AHEAD = False
DATA_DIR = _folder
CACHES = {**CACHES, "default": {**CACHES["default"], "LOCATION": _folder / "cache"}}
MEDIA_ROOT = _folder / "media"
STATIC_ROOT = _folder / "static"
