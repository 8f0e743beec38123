"""Registers answers, mends what is registered, and puts back what was deleted."""

import datetime
from typing import Any, cast

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from declaration.models import Declaration, Signature
from declaration.services.writing import insert, not_open_yet, refuse_gone
from members.models import County, Municipality
from osloregionen.writing import check_seen, refuse_long, save

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
    contradicts itself, is registered already, comes before the declaration is opened, or is from a party
    that was not there on its date; then nothing is written.
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
    refuse_long(reason)
    if why := not_open_yet(declaration):
        raise ValidationError(why, code="step")
    with transaction.atomic():
        signature.full_clean()
        refuse_gone(declaration, municipality, county)
        insert(signature, by=by, reason=reason)
    return signature


def correct(
    *, signature: Signature, seen: int, by: AbstractBaseUser | None, reason: str, **changes: Any
) -> Signature:
    """Mend what is registered about an answer, status included, and return it as it is now stored.

    `seen` is the version that the person looked at. The stored row is the truth, not what `signature`
    carries: a form may have filled it already. Values that are stored already are no change; without any,
    nothing is written and no reason is needed. Raises `Conflict` where somebody else has changed the row
    since, `ValidationError` with messages in Norwegian where the reason is missing or the answer would
    contradict itself, `TypeError` for a name that is not a field. Then nothing is written.
    One query without changes, about ten with.
    """
    unknown = sorted(changes.keys() - _CHANGEABLE)
    if unknown:
        raise TypeError(f"not fields of a signature that can be changed: {', '.join(unknown)}")
    with transaction.atomic():
        stored = Signature.objects.select_for_update().filter(pk=signature.pk).order_by("pk").first()
        check_seen(stored, seen, Signature.history.filter(id=signature.pk))
        stored = cast(Signature, stored)  # else there would have been a conflict
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
        refuse_long(reason)
        stored.full_clean()
        save(stored, by=by, reason=reason)
    return stored


def restore_signature(*, signature: Signature, by: AbstractBaseUser | None, reason: str) -> Signature:
    """Put a deleted answer back under its own number, which a registration would not give it; return it.

    `signature` comes from the history. Raises `ValidationError` with messages in Norwegian where the
    answer contradicts itself or the party has answered anew, `ValueError` where the row is not gone.
    Then nothing is written. About ten queries.
    """
    refuse_long(reason)
    with transaction.atomic():
        if Signature.objects.filter(pk=signature.pk).exists():
            raise ValueError("the answer is not deleted; change it instead")
        signature.full_clean()
        save(signature, by=by, reason=reason)
    return signature
