"""What the apps' services share: who comes second, the reason that the history keeps, and the saving itself.

A service locks the row that it is about to change, and says here which version of it the person looked at.
"""

from typing import Any, NoReturn

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from osloregionen.changes import told_since
from osloregionen.models import Record

# What the history has room for.
REASON_LENGTH = 100


class Conflict(ValidationError):  # noqa: N818 – what happened, not a mistake
    """Somebody else changed the record after it was looked at. The message says who, what, when and why."""


def refuse_long(reason: str) -> None:
    """Refuse a reason that the history has no room for."""
    if len(reason) > REASON_LENGTH:
        raise ValidationError(
            _("Begrunnelsen kan ha høyst %(limit)s tegn.") % {"limit": REASON_LENGTH}, code="reason"
        )


def check_seen(stored: Record | None, seen: int | None, history: Any, *, refused: str = "") -> None:
    """Raise `Conflict` where the stored row is not the one that was seen (None: there was no row).

    `history` holds the rows of history that tell what happened. `refused` says why it can't be done any more
    as things stand, in Norwegian; empty where it can. No queries where nothing happened.
    """
    if (stored.version if stored is not None else None) == seen:
        return
    refuse_second(told_since(history, seen), refused=refused)


def refuse_second(told: str = "", *, refused: str = "") -> NoReturn:
    """Raise `Conflict` with what is `told` of the colleague who came first. `refused` as in `check_seen`."""
    told = told or _("Noen andre har endret dette mens du holdt på.")
    after = refused or _("Se over, og gjør det på nytt hvis det skal gjelde.")
    raise Conflict(f"{told} {_('Ingenting er lagret.')} {after}", code="conflict")


def save(record: Record, *, by: AbstractBaseUser | None, reason: str) -> None:
    """Save with who and why in the history, and leave neither on the object for a later save."""
    given = {"_history_user": by, "_change_reason": reason.strip()}
    for name, value in given.items():
        if value:
            setattr(record, name, value)
    try:
        record.save()
    finally:
        for name in given:
            record.__dict__.pop(name, None)
