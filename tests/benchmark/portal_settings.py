"""The portal's own settings, but that nothing is kept outside the benchmark's folder."""

import os
from pathlib import Path

from osloregionen.settings import *  # noqa: F403
from osloregionen.settings import CACHES, DATABASES

_folder = Path(os.environ.get("BENCHMARK_FOLDER") or Path(DATABASES["default"]["NAME"]).parent)
DATA_DIR = _folder
CACHES = {**CACHES, "default": {**CACHES["default"], "LOCATION": _folder / "cache"}}
MEDIA_ROOT = _folder / "media"
STATIC_ROOT = _folder / "static"
