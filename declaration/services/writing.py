"""What all services of signatures share: the row as it is stored, who comes second, and the saving itself."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from declaration.models import Declaration, Signature
from members.models import County, Municipality
from osloregionen.changes import told_since

# What the history has room for.
REASON_LENGTH = 100


class Conflict(ValidationError):  # noqa: N818 – what happened, not a mistake
    """Somebody else changed the answer after it was looked at. The message says who, what, when and why."""


def refuse_long(reason: str) -> None:
    """Refuse a reason that the history has no room for."""
    if len(reason) > REASON_LENGTH:
        raise ValidationError(
            _("Begrunnelsen kan ha høyst %(limit)s tegn.") % {"limit": REASON_LENGTH}, code="reason"
        )


def locked(
    declaration: Declaration, municipality: Municipality | None, county: County | None
) -> Signature | None:
    """Return a party's answer as it is stored, nobody else's to change until the transaction ends. One query.

    None where there is no row, which nothing can lock: see `insert`.
    """
    rows = Signature.objects.select_for_update().filter(
        declaration=declaration, municipality=municipality, county=county
    )
    # The usual order joins tables that PostgreSQL can't lock.
    return rows.order_by("pk").first()


def check_seen(stored: Signature | None, seen: int | None, history: Any) -> None:
    """Raise `Conflict` where the stored row is not the one that was seen (None: there was no row).

    `history` holds the rows of history that tell what happened. No queries where nothing did.
    """
    if (stored.version if stored is not None else None) == seen:
        return
    told = told_since(history, seen) or _("Noen andre har endret dette mens du holdt på.")
    raise Conflict(
        f"{told} {_('Ingenting er lagret. Se over, og gjør det på nytt hvis det skal gjelde.')}",
        code="conflict",
    )


def insert(signature: Signature, *, by: AbstractBaseUser | None, reason: str) -> None:
    """Save a new answer that has been checked. Raises `Conflict` where the party got one at the same moment.

    Its version counts on from an answer of the party that was deleted: a version that somebody has seen
    never comes to mean another row.
    """
    party = (signature.declaration, signature.municipality, signature.county)
    known = history_of(*party).order_by("-version").values_list("version", flat=True).first()
    signature.version = (known or 0) + 1
    try:
        with transaction.atomic():
            save(signature, by=by, reason=reason)
    except IntegrityError:
        # No check before this sees the other's row: it was not committed yet.
        check_seen(locked(*party), None, history_of(*party))
        raise


def history_of(declaration: Declaration, municipality: Municipality | None, county: County | None) -> Any:
    """Return the history of all answers that a party has had to a declaration, deleted ones too."""
    history: Any = Signature.history
    return history.filter(declaration=declaration, municipality=municipality, county=county)


def save(signature: Signature, *, by: AbstractBaseUser | None, reason: str) -> None:
    """Save with who and why in the history, and leave neither on the object for a later save."""
    given = {"_history_user": by, "_change_reason": reason.strip()}
    for name, value in given.items():
        if value:
            setattr(signature, name, value)
    try:
        signature.save()
    finally:
        for name in given:
            signature.__dict__.pop(name, None)
