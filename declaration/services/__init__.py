"""Writes signatures. Nothing else changes one: each change must say who made it and why.

`process` has the steps of the signing process, `signatures` what registers, corrects and restores.
"""

from declaration.services.process import (
    STEPS,
    Step,
    StepRule,
    accede,
    decline,
    emptied,
    invite,
    refusal_of,
    sign,
    step_service,
    take_up,
    withdraw,
)
from declaration.services.signatures import (
    correct,
    register_signature,
    restore_signature,
)
from osloregionen.writing import REASON_LENGTH, Conflict

__all__ = [
    "REASON_LENGTH",
    "STEPS",
    "Conflict",
    "Step",
    "StepRule",
    "accede",
    "correct",
    "decline",
    "emptied",
    "invite",
    "refusal_of",
    "register_signature",
    "restore_signature",
    "sign",
    "step_service",
    "take_up",
    "withdraw",
]
