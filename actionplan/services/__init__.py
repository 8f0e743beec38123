"""Writes what must say who changed it and why: a plan's way to adoption, and how its activities get on.

Each service locks what it changes, refuses in Norwegian with nothing written, and leaves who and why in the
history (osloregionen/writing.py).
"""

from actionplan.services.adoption import (
    STEPS,
    Step,
    StepRule,
    adopt,
    refusal_of,
    reopen,
    send_back,
    submit,
    treat,
)
from actionplan.services.plans import STANDING, hold_to_steps, is_history
from actionplan.services.progress import (
    carry_progress,
    correct_update,
    remove_update,
    report_progress,
    restore_update,
)
from actionplan.services.rollover import RolloverResult, next_year_of, roll_over

__all__ = [
    "STANDING",
    "STEPS",
    "RolloverResult",
    "Step",
    "StepRule",
    "adopt",
    "carry_progress",
    "correct_update",
    "hold_to_steps",
    "is_history",
    "next_year_of",
    "refusal_of",
    "remove_update",
    "reopen",
    "report_progress",
    "restore_update",
    "roll_over",
    "send_back",
    "submit",
    "treat",
]
