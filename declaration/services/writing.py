"""What all services of signatures share: the row as it is stored, and the registration of a new one."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from declaration.models import Declaration, Signature
from declaration.selectors import reference_date
from members.models import County, Municipality
from osloregionen.formatting import date_nb
from osloregionen.writing import check_seen, save


def not_open_yet(declaration: Declaration) -> str:
    """Say in Norwegian why nobody can be invited or answer yet; empty where they can. No queries."""
    if declaration.status == Declaration.Status.DRAFT:
        return _("Erklæringen er et utkast og er ikke åpnet for svar.")
    opened = declaration.opened_on
    if opened is not None and opened > timezone.localdate():
        return _("Erklæringen åpnes for svar %(date)s. Ingen kan inviteres eller svare før den dagen.") % {
            "date": date_nb(opened)
        }
    return ""


def refuse_gone(declaration: Declaration, municipality: Municipality | None, county: County | None) -> None:
    """Refuse a party that was not there on the declaration's date, as a list does. A query at most."""
    on = reference_date(declaration)
    if municipality is not None:
        numbers = list(municipality.numbers.all())
        gone = municipality.dissolved_on is not None and municipality.dissolved_on <= on
        gone = gone or (bool(numbers) and not any(number.holds_on(on) for number in numbers))
    else:
        gone = county is not None and not (county.valid_from or on) <= on <= (county.valid_to or on)
    if gone:
        party = Signature(declaration=declaration, municipality=municipality, county=county)
        raise ValidationError(
            _("%(party)s fantes ikke %(date)s, som er datoen erklæringen regnes etter.")
            % {"party": party.party_name, "date": date_nb(on)}
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
