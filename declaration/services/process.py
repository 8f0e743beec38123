"""The steps of the signing process: one service each, and the table that says when each may be taken.

Every step locks the party's row, refuses where somebody else has changed it since it was looked at, where
the declaration or the party's status doesn't allow the step, and where dates contradict each other; then
nothing is written. The history keeps who, when, from, to and why.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from declaration.models import Declaration, Signature
from declaration.services.writing import history_of, insert, locked, not_open_yet, refuse_gone
from members.models import County, Municipality
from osloregionen.formatting import MISSING, date_nb, list_nb
from osloregionen.writing import check_seen, refuse_long, save

_STATUS = Signature.Status

#: What a new decision replaces, where an earlier answer is taken up again; the history keeps it.
_ANSWER: dict[str, Any] = {
    "basis": "",
    "decided_on": None,
    "case_reference": "",
    "evidence": "",
    "signed_on": None,
    "signed_at": "",
    "signatory_name": "",
    "signatory_title": "",
    "withdrawn_on": None,
}
_BEGINS_ANEW = {_STATUS.DECLINED, _STATUS.WITHDRAWN}


class Step(models.TextChoices):
    """What can be done with one party's answer; `correct` mends what was registered wrongly."""

    INVITE = "inviter", gettext_lazy("Inviter")
    TAKE_UP = "ta_opp", gettext_lazy("Ta opp til behandling")
    ACCEDE = "tilslutt", gettext_lazy("Registrer tilslutning")
    SIGN = "signer", gettext_lazy("Registrer signering")
    DECLINE = "avsla", gettext_lazy("Registrer avslag")
    WITHDRAW = "trekk", gettext_lazy("Registrer at tilslutningen trekkes")


@dataclass(frozen=True)
class StepRule:
    """When a step may be taken and where it leads.

    `starts`: statuses that it may begin in, None for a party without a row. `open_only`: refused once the
    declaration is closed; the others take late answers. `asks`: the fields that it fills in, in the order of
    a form, and `demands` those that may not be empty.
    """

    starts: frozenset[str | None]
    ends: str
    asks: tuple[str, ...] = ()
    demands: frozenset[str] = frozenset()
    open_only: bool = False


STEPS: dict[Step, StepRule] = {
    Step.INVITE: StepRule(starts=frozenset({None}), ends=_STATUS.INVITED, open_only=True),
    Step.TAKE_UP: StepRule(
        starts=frozenset({None, _STATUS.INVITED, _STATUS.DECLINED, _STATUS.WITHDRAWN}),
        ends=_STATUS.IN_TREATMENT,
        asks=("case_reference",),
        open_only=True,
    ),
    Step.ACCEDE: StepRule(
        starts=frozenset({None, _STATUS.INVITED, _STATUS.IN_TREATMENT, _STATUS.DECLINED, _STATUS.WITHDRAWN}),
        ends=_STATUS.JOINED,
        asks=("basis", "decided_on", "case_reference", "evidence"),
        demands=frozenset({"basis", "decided_on"}),
    ),
    Step.SIGN: StepRule(
        starts=frozenset({_STATUS.JOINED}),
        ends=_STATUS.SIGNED,
        asks=("signed_on", "signed_at", "signatory_name", "signatory_title"),
        demands=frozenset({"signed_on"}),
    ),
    Step.DECLINE: StepRule(
        starts=frozenset({None, _STATUS.INVITED, _STATUS.IN_TREATMENT}),
        ends=_STATUS.DECLINED,
        asks=("basis", "decided_on", "case_reference", "evidence"),
    ),
    Step.WITHDRAW: StepRule(
        starts=frozenset({_STATUS.JOINED, _STATUS.SIGNED}),
        ends=_STATUS.WITHDRAWN,
        asks=("withdrawn_on", "case_reference", "evidence"),
        demands=frozenset({"withdrawn_on"}),
    ),
}


def invite(
    *,
    declaration: Declaration,
    municipality: Municipality | None = None,
    county: County | None = None,
    seen: int | None,
    by: AbstractBaseUser | None,
    reason: str = "",
    source: str = "",
) -> Signature:
    """Register that a party without a row is asked to join, and return its answer. See `_take`."""
    return _take(Step.INVITE, declaration, municipality, county, seen, by, reason, source, {})


def take_up(
    *,
    declaration: Declaration,
    municipality: Municipality | None = None,
    county: County | None = None,
    seen: int | None,
    by: AbstractBaseUser | None,
    reason: str = "",
    case_reference: str = "",
    source: str = "",
) -> Signature:
    """Register that a party treats the matter, once more where it declined or withdrew. See `_take`."""
    values = {"case_reference": case_reference}
    return _take(Step.TAKE_UP, declaration, municipality, county, seen, by, reason, source, values)


def accede(
    *,
    declaration: Declaration,
    municipality: Municipality | None = None,
    county: County | None = None,
    seen: int | None,
    by: AbstractBaseUser | None,
    basis: str,
    decided_on: datetime.date,
    reason: str = "",
    case_reference: str = "",
    evidence: str = "",
    source: str = "",
) -> Signature:
    """Register that a party joins, on a political decision or the mayor's confirmation. See `_take`."""
    values = {
        "basis": basis,
        "decided_on": decided_on,
        "case_reference": case_reference,
        "evidence": evidence,
    }
    return _take(Step.ACCEDE, declaration, municipality, county, seen, by, reason, source, values)


def sign(
    *,
    declaration: Declaration,
    municipality: Municipality | None = None,
    county: County | None = None,
    seen: int | None,
    by: AbstractBaseUser | None,
    signed_on: datetime.date,
    signed_at: str = "",
    signatory_name: str = "",
    signatory_title: str = "",
    reason: str = "",
    source: str = "",
) -> Signature:
    """Register that a party that joined has signed, and who signed for it. See `_take`."""
    values = {
        "signed_on": signed_on,
        "signed_at": signed_at,
        "signatory_name": signatory_name,
        "signatory_title": signatory_title,
    }
    return _take(Step.SIGN, declaration, municipality, county, seen, by, reason, source, values)


def decline(
    *,
    declaration: Declaration,
    municipality: Municipality | None = None,
    county: County | None = None,
    seen: int | None,
    by: AbstractBaseUser | None,
    basis: str = "",
    decided_on: datetime.date | None = None,
    reason: str = "",
    case_reference: str = "",
    evidence: str = "",
    source: str = "",
) -> Signature:
    """Register that a party says no. See `_take`."""
    values = {
        "basis": basis,
        "decided_on": decided_on,
        "case_reference": case_reference,
        "evidence": evidence,
    }
    return _take(Step.DECLINE, declaration, municipality, county, seen, by, reason, source, values)


def withdraw(
    *,
    declaration: Declaration,
    municipality: Municipality | None = None,
    county: County | None = None,
    seen: int | None,
    by: AbstractBaseUser | None,
    withdrawn_on: datetime.date,
    reason: str = "",
    case_reference: str = "",
    evidence: str = "",
    source: str = "",
) -> Signature:
    """Register that a party that joined or signed is no longer part of it; what it signed stays."""
    values = {"withdrawn_on": withdrawn_on, "case_reference": case_reference, "evidence": evidence}
    return _take(Step.WITHDRAW, declaration, municipality, county, seen, by, reason, source, values)


_SERVICES: dict[Step, Callable[..., Signature]] = {
    Step.INVITE: invite,
    Step.TAKE_UP: take_up,
    Step.ACCEDE: accede,
    Step.SIGN: sign,
    Step.DECLINE: decline,
    Step.WITHDRAW: withdraw,
}


def step_service(step: Step) -> Callable[..., Signature]:
    """Return the service that takes a step, for callers that take any (the admin's actions, imports)."""
    return _SERVICES[step]


def refusal_of(step: Step, declaration: Declaration, status: str | None) -> str:
    """Say in Norwegian why a step can't be taken from a status (None: no row), or nothing. No queries.

    What depends on the values that a step is given (dates, basis) is not asked here.
    """
    rule = STEPS[step]
    if why := not_open_yet(declaration):
        return why
    if rule.open_only and declaration.status == Declaration.Status.CLOSED:
        return _("Signeringsrunden er avsluttet. «%(step)s» kan bare gjøres mens den er åpen.") % {
            "step": step.label
        }
    if status in rule.starts:
        return ""
    starts = [_word(start) for start in (None, *_STATUS.values) if start in rule.starts]
    return _("Status er %(status)s. «%(step)s» kan bare gjøres når status er %(starts)s.") % {
        "step": step.label,
        "status": _word(status),
        "starts": list_nb(starts, _("eller")),
    }


def emptied(signature: Signature | None) -> list[str]:
    """Return the fields with a value that the next step empties, where it isn't given one. No queries."""
    if signature is None or signature.status not in _BEGINS_ANEW:
        return []
    return [name for name in _ANSWER if getattr(signature, name)]


def _word(status: str | None) -> str:
    return f"«{_STATUS(status).label if status is not None else MISSING}»"


def _take(
    step: Step,
    declaration: Declaration,
    municipality: Municipality | None,
    county: County | None,
    seen: int | None,
    by: AbstractBaseUser | None,
    reason: str,
    source: str,
    values: dict[str, Any],
) -> Signature:
    """Take a step for one party and return its answer as it is now stored. Four queries to seven.

    Name a municipality or a county. `seen` is the version of its row that the person looked at, None where
    there was no row. What is given empty stays as it was, but an answer that is taken up again begins anew.
    Without a reason the history gets the step's name. Raises `Conflict` where somebody else came first,
    `ValidationError` with messages in Norwegian, by field where one is to blame; then nothing is written.
    """
    rule = STEPS[step]
    party = (declaration, municipality, county)
    if (municipality is None) == (county is None):
        raise ValidationError(_("Velg enten en kommune eller en fylkeskommune."))
    refuse_long(reason)
    with transaction.atomic():
        stored = locked(*party)
        # As it is now: somebody may have closed the declaration since it was read.
        declaration = Declaration.objects.get(pk=declaration.pk)
        refused = refusal_of(step, declaration, stored.status if stored is not None else None)
        check_seen(stored, seen, history_of(*party), refused=refused)
        if refused:
            raise ValidationError(refused, code="step")
        if stored is None:
            refuse_gone(declaration, municipality, county)
        _demand(rule, values)
        if stored is not None and values.get("decided_on"):
            _refuse_older(stored, values["decided_on"])
        signature = stored or Signature(declaration=declaration, municipality=municipality, county=county)
        if signature.status in _BEGINS_ANEW:
            _set(signature, _ANSWER)
        signature.declaration = declaration
        signature.status = rule.ends
        _set(signature, {name: value for name, value in {**values, "source": source}.items() if value})
        # The table leads to no row that a constraint refuses, and the database holds to them all the same: to
        # ask it about each of them first made a step for sixty parties ten times slower.
        signature.full_clean(exclude=["declaration", "municipality", "county"], validate_constraints=False)
        write = insert if stored is None else save
        write(signature, by=by, reason=reason.strip() or str(step.label))
        return signature


def _demand(rule: StepRule, values: dict[str, Any]) -> None:
    """Refuse empty values that the step can't do without, each at its field."""
    messages = {
        "basis": _("Nye tilslutninger må ha et grunnlag."),
        "decided_on": _("Nye tilslutninger må ha dato for vedtaket eller bekreftelsen."),
        "signed_on": _("Den som har signert, skal ha signeringsdato."),
        "withdrawn_on": _("Den som har trukket seg, skal ha datoen for det."),
    }
    missing = {name: messages[name] for name in sorted(rule.demands) if not values[name]}
    if missing:
        raise ValidationError(dict(missing))


def _refuse_older(stored: Signature, decided_on: datetime.date) -> None:
    """Refuse a decision from before the no or the withdrawal that it follows upon. One query at most.

    Where the party treats the matter once more, the row has forgotten its former answer; the history has not.
    """
    before: Any = stored
    if stored.status == _STATUS.IN_TREATMENT:
        history: Any = Signature.history
        rows = history.filter(id=stored.pk).exclude(status=_STATUS.IN_TREATMENT)
        before = rows.order_by("-history_date", "-history_id").first()
    if before is None or before.status not in _BEGINS_ANEW:
        return
    ended_on = before.withdrawn_on or before.decided_on
    if ended_on is not None and decided_on < ended_on:
        text = _("Datoen kan ikke være før %(date)s, da kommunen eller fylkeskommunen %(what)s.")
        what = _("trakk seg") if before.status == _STATUS.WITHDRAWN else _("avslo")
        raise ValidationError({"decided_on": text % {"date": date_nb(ended_on), "what": what}})


def _set(signature: Signature, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(signature, name, value)
