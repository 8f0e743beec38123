"""Writes signatures. Nothing else changes one: each change must say who made it and why."""

import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from declaration.models import Declaration, Signature
from members.models import County, Municipality

# What the history has room for.
REASON_LENGTH = 100

_CHANGEABLE = {
    "declaration",
    "municipality",
    "county",
    "status",
    "basis",
    "decided_on",
    "case_reference",
    "evidence",
    "signed_on",
    "signed_at",
    "signatory_name",
    "signatory_title",
    "withdrawn_on",
    "signing_order",
    "source",
    "verified_on",
}


def register_signature(
    *,
    declaration: Declaration,
    municipality: Municipality | None = None,
    county: County | None = None,
    status: str,
    basis: str = "",
    decided_on: datetime.date | None = None,
    case_reference: str = "",
    evidence: str = "",
    signed_on: datetime.date | None = None,
    signed_at: str = "",
    signatory_name: str = "",
    signatory_title: str = "",
    withdrawn_on: datetime.date | None = None,
    signing_order: int | None = None,
    source: str = "",
    verified_on: datetime.date | None = None,
    by: AbstractBaseUser | None = None,
    reason: str = "",
) -> Signature:
    """Register one party's answer to a declaration and return it. About ten queries, most of them checks.

    Name a municipality or a county, never both. `by` is who registers it; without one, the history takes
    whoever is logged in. Raises `ValidationError` with messages in Norwegian for an answer that
    contradicts itself or is registered already; then nothing is written.
    """
    signature = Signature(
        declaration=declaration,
        municipality=municipality,
        county=county,
        status=status,
        basis=basis,
        decided_on=decided_on,
        case_reference=case_reference,
        evidence=evidence,
        signed_on=signed_on,
        signed_at=signed_at,
        signatory_name=signatory_name,
        signatory_title=signatory_title,
        withdrawn_on=withdrawn_on,
        signing_order=signing_order,
        source=source,
        verified_on=verified_on,
    )
    _refuse_long(reason)
    with transaction.atomic():
        signature.full_clean()
        _save(signature, by=by, reason=reason)
    return signature


def change_signature(
    *, signature: Signature, by: AbstractBaseUser | None, reason: str, **changes: Any
) -> Signature:
    """Change what is registered about an answer and return it as it is now stored.

    The stored row is the truth, not what `signature` carries: a form may have filled it already. Values
    that are stored already are no change; without any, nothing is written and no reason is needed.
    Raises `ValidationError` with messages in Norwegian where the reason is missing or the answer would
    contradict itself, `TypeError` for a name that is not a field. Then nothing is written.
    One query without changes, about ten with.
    """
    unknown = sorted(changes.keys() - _CHANGEABLE)
    if unknown:
        raise TypeError(f"not fields of a signature that can be changed: {', '.join(unknown)}")
    with transaction.atomic():
        stored = Signature.objects.select_for_update().get(pk=signature.pk)
        changed = False
        for name, value in changes.items():
            field = Signature._meta.get_field(name)
            if field.is_relation:
                new = value.pk if value is not None else None
                changed = changed or getattr(stored, f"{name}_id") != new
            else:
                value = field.to_python(value)  # type: ignore[union-attr]
                changed = changed or getattr(stored, name) != value
            setattr(stored, name, value)
        if not changed:
            return stored
        if not reason.strip():
            raise ValidationError(_("Skriv hvorfor opplysningene endres."), code="reason")
        _refuse_long(reason)
        stored.full_clean()
        _save(stored, by=by, reason=reason)
    return stored


def restore_signature(*, signature: Signature, by: AbstractBaseUser | None, reason: str) -> Signature:
    """Put a deleted answer back under its own number, which a registration would not give it; return it.

    `signature` comes from the history. Raises `ValidationError` with messages in Norwegian where the
    answer contradicts itself or the party has answered anew, `ValueError` where the row is not gone.
    Then nothing is written. About ten queries.
    """
    _refuse_long(reason)
    with transaction.atomic():
        if Signature.objects.filter(pk=signature.pk).exists():
            raise ValueError("the answer is not deleted; change it instead")
        signature.full_clean()
        _save(signature, by=by, reason=reason)
    return signature


def _refuse_long(reason: str) -> None:
    if len(reason) > REASON_LENGTH:
        raise ValidationError(
            _("Begrunnelsen kan ha høyst %(limit)s tegn.") % {"limit": REASON_LENGTH}, code="reason"
        )


def _save(signature: Signature, *, by: AbstractBaseUser | None, reason: str) -> None:
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
