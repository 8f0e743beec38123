"""Writes what must say who changed it and why: a plan's way to adoption, and how its activities get on.

Each service locks what it changes, refuses in Norwegian with nothing written, and leaves who and why in the
history (osloregionen/writing.py).
"""

from actionplan.services.progress import (
    carry_progress,
    correct_update,
    remove_update,
    report_progress,
    restore_update,
)

__all__ = [
    "carry_progress",
    "correct_update",
    "remove_update",
    "report_progress",
    "restore_update",
]
