"""What all services of signatures share: the row as it is stored, and the registration of a new one."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction

from declaration.models import Declaration, Signature
from members.models import County, Municipality
from osloregionen.writing import check_seen, save


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
