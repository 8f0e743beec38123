"""Keeps hypothesis's own notes out of the project's folder."""

import os
import tempfile
from pathlib import Path

from hypothesis.configuration import set_hypothesis_home_dir

# What it keeps there (tables of Unicode) is the same for everyone; what it found is not kept at all.
set_hypothesis_home_dir(Path(tempfile.gettempdir()) / f"osloregionen-hypothesis-{os.getuid()}")
