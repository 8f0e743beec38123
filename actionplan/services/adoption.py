"""A plan's way to adoption: one service for each step, and the table that says when each may be taken.

Every step locks the plan, refuses where somebody else has changed it since it was looked at or where its
status doesn't allow the step; then nothing is written. The history keeps who, when, from, to and why.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.models import ActionPlan, PlanVersion, Treatment
from actionplan.readiness import Finding, ready
from actionplan.services.decisions import refuse_impossible
from actionplan.snapshot import PlanContent, content_of
from members.models import Body
from osloregionen.changes import who
from osloregionen.formatting import MISSING, date_nb, list_nb
from osloregionen.frozen import frozen_values
from osloregionen.pdf import Pdf
from osloregionen.placeholders import placeholder_in, visible
from osloregionen.writing import check_seen, refuse_long, refuse_second, save

_STATUS = ActionPlan.Status


class Step(models.TextChoices):
    """What can be done with a plan on its way to adoption, and after it."""

    SUBMIT = "legg_fram", gettext_lazy("Legg fram til behandling")
    TREAT = "behandling", gettext_lazy("Registrer behandling")
    SEND_BACK = "send_tilbake", gettext_lazy("Send tilbake til utkast")
    ADOPT = "vedta", gettext_lazy("Registrer vedtak")
    REOPEN = "gjenapne", gettext_lazy("Begynn på en ny versjon")


@dataclass(frozen=True)
class StepRule:
    """The statuses that a step may begin in ("" is "ikke registrert"), and the one that it leads to."""

    starts: frozenset[str]
    ends: str


STEPS: dict[Step, StepRule] = {
    Step.SUBMIT: StepRule(frozenset({"", _STATUS.PROPOSAL, _STATUS.DRAFT}), _STATUS.IN_TREATMENT),
    Step.TREAT: StepRule(frozenset({_STATUS.IN_TREATMENT}), _STATUS.IN_TREATMENT),
    Step.SEND_BACK: StepRule(frozenset({_STATUS.IN_TREATMENT}), _STATUS.DRAFT),
    Step.ADOPT: StepRule(frozenset({_STATUS.IN_TREATMENT}), _STATUS.ADOPTED),
    Step.REOPEN: StepRule(frozenset({_STATUS.ADOPTED}), _STATUS.DRAFT),
}


def refusal_of(step: Step, status: str) -> str:
    """Say in Norwegian why a step can't be taken from a status, or nothing. No queries."""
    rule = STEPS[step]
    if status in rule.starts:
        return ""
    starts = [_word(start) for start in ("", *_STATUS.values) if start in rule.starts]
    return _("Status er %(status)s. «%(step)s» kan bare gjøres når status er %(starts)s.") % {
        "step": step.label,
        "status": _word(status),
        "starts": list_nb(starts, _("eller")),
    }


def _word(status: str) -> str:
    return f"«{_STATUS(status).label if status else MISSING}»"


def submit(*, plan: ActionPlan, seen: int, by: AbstractBaseUser | None, reason: str = "") -> ActionPlan:
    """Lay a draft before the bodies that treat it. See `_move`."""
    return _move(Step.SUBMIT, plan, seen, by, reason)


def send_back(*, plan: ActionPlan, seen: int, by: AbstractBaseUser | None, reason: str) -> ActionPlan:
    """Make a plan in treatment a draft again; the treatments stay. Demands a reason. See `_move`."""
    _demand({"reason": reason})
    return _move(Step.SEND_BACK, plan, seen, by, reason)


def reopen(*, plan: ActionPlan, seen: int, by: AbstractBaseUser | None, reason: str) -> ActionPlan:
    """Make an adopted plan a draft again, for a new version; those that were adopted stay as they are.

    Demands a reason. See `_move`.
    """
    _demand({"reason": reason})
    cleared = {"adopted_on": None, "adopted_by": None, "case_reference": ""}
    return _move(Step.REOPEN, plan, seen, by, reason, cleared)


def treat(
    *,
    plan: ActionPlan,
    body: Body,
    on: dt.date,
    case_reference: str = "",
    outcome: str = "",
    by: AbstractBaseUser | None,
) -> Treatment:
    """Register that a body has treated the plan, and return that. Some ten queries.

    Raises `ValidationError` where the plan is not in treatment, the body could not treat it on that date, or
    its treatment of that day is registered already.
    """
    _demand({"body": body, "on": on})
    with transaction.atomic():
        stored = _locked(plan)
        _refuse_step(Step.TREAT, stored)
        refuse_impossible(stored, body, on)
        treatment = Treatment(
            plan=stored, body=body, on=on, case_reference=case_reference.strip(), outcome=outcome.strip()
        )
        treatment.full_clean()
        save(treatment, by=by, reason=str(Step.TREAT.label))
        return treatment


def adopt(
    *,
    plan: ActionPlan,
    seen: int,
    seen_content: str,
    body: Body,
    on: dt.date,
    case_reference: str,
    accept: Collection[str] = (),
    accepted_because: str = "",
    by: AbstractBaseUser | None,
    render: Callable[[PlanContent], Pdf],
) -> PlanVersion:
    """Adopt a plan in treatment: freeze its content and its PDF as its next version, and return that.

    `seen` and `seen_content` (the SHA-256 of `content_of`) are what the person looked at: nothing else is
    adopted, and the version says that its content is of the moment it was taken. `accept` holds the codes of
    the warnings that are accepted, `accepted_because` why. `render` makes the PDF, before the transaction,
    so that others can write meanwhile; `PdfError` goes through.
    Raises `Conflict` where anything was changed by others, `ValidationError` with messages in Norwegian, by
    field where one is to blame; then nothing is written. The queries of `content_of` three times, and some.
    """
    plan, content = _looked_at(plan, seen, seen_content)
    _refuse_step(Step.ADOPT, plan)
    _refuse_decision(plan, body, on, case_reference)
    warnings = _accepted(plan, content, accept, accepted_because)
    decision: dict[str, Any] = {"adopted_on": on, "case_reference": case_reference.strip()}
    because = accepted_because.strip() if warnings else ""
    number = _next_number(plan)
    made_at = timezone.now()
    adopted = content.adopted(
        **decision,
        changed=made_at,
        status=_STATUS.ADOPTED.value,
        adopted_by=body.name,
        version=number,
        warnings=tuple(warning.text for warning in warnings),
        accepted_because=because,
    )
    pdf = render(adopted)
    with transaction.atomic():
        stored = _locked(plan)
        check_seen(stored, seen, ActionPlan.history.filter(id=plan.pk))
        named = Body.objects.filter(pk=body.pk, name=body.name).exists()
        if not named or _next_number(stored) != number or content_of(stored).sha256() != seen_content:
            refuse_second()
        version = _freeze(adopted, pdf, plan=stored, number=number, on=on, by=by)
        stored.status = _STATUS.ADOPTED
        stored.adopted_by = body
        _set(stored, decision)
        reason = _("%(step)s: versjon %(number)d") % {"step": Step.ADOPT.label, "number": number}
        _checked_save(stored, by, reason)
    return version


def _freeze(
    adopted: PlanContent,
    pdf: Pdf,
    *,
    plan: ActionPlan,
    number: int,
    on: dt.date,
    by: AbstractBaseUser | None,
) -> PlanVersion:
    """Write adopted content and its PDF as a version that never changes."""
    version = PlanVersion(
        plan=plan,
        number=number,
        title=adopted.title,
        adopted_on=on,
        adopted_by=adopted.adopted_by,
        case_reference=adopted.case_reference,
        warnings=list(adopted.warnings),
        accepted_because=adopted.accepted_because,
        **frozen_values(adopted, pdf, made_at=adopted.changed, made_by=who(by)),
    )
    version.full_clean(exclude=["plan"])
    version.save()
    return version


def _looked_at(plan: ActionPlan, seen: int, seen_content: str) -> tuple[ActionPlan, PlanContent]:
    """Return plan and content as they are now; raise `Conflict` where they are not what the person saw."""
    stored = ActionPlan.objects.select_related("period__adopted_by", "adopted_by").get(pk=plan.pk)
    check_seen(stored, seen, ActionPlan.history.filter(id=plan.pk))
    content = content_of(stored)
    if content.sha256() != seen_content:
        refuse_second(_("Noen andre har endret innholdet i handlingsprogrammet mens du holdt på."))
    return stored, content


def _refuse_decision(plan: ActionPlan, body: Body, on: dt.date, case_reference: str) -> None:
    """Refuse a decision that is not whole, cannot be, or is older than what led to it. Two queries."""
    _demand({"body": body, "on": on, "case_reference": case_reference})
    _refuse_unwritten({"body": body.name, "case_reference": case_reference})
    refuse_impossible(plan, body, on)
    before = plan.treatments.select_related("body").filter(on__gt=on).last()
    if before is not None:
        text = _("Vedtaket kan ikke være eldre enn behandlingen i organet «%(body)s», %(date)s.")
        raise ValidationError({"on": text % {"body": before.body.name, "date": date_nb(before.on)}})
    # The same case is the same decision: its date was wrong, and is mended by a version of its own.
    others = plan.versions.light().exclude(case_reference=case_reference.strip())
    latest = others.filter(adopted_on__gt=on).last()
    if latest is not None:
        text = _(
            "Vedtaket kan ikke være eldre enn versjon %(number)d, vedtatt %(date)s. Er det datoen i den "
            "versjonen som er feil, bruker du det samme saksnummeret."
        )
        values = {"number": latest.number, "date": date_nb(latest.adopted_on)}
        raise ValidationError({"on": text % values})


def _accepted(
    plan: ActionPlan, content: PlanContent, accept: Collection[str], because: str
) -> tuple[Finding, ...]:
    """Return the plan's warnings, all of them accepted; refuse what blocks, and what is not accepted."""
    readiness = ready(plan, content)
    if readiness.blocking:
        raise ValidationError([finding.text for finding in readiness.blocking], code="blocking")
    missed = [finding.text for finding in readiness.warnings if finding.code not in accept]
    if missed:
        texts = [_("Ikke godtatt: %(warning)s") % {"warning": text} for text in missed]
        raise ValidationError({"accept": texts}, code="warnings")
    if readiness.warnings:
        _demand({"accepted_because": because})
        _refuse_unwritten({"accepted_because": because}, may_promise=True)
    return readiness.warnings


def _move(
    step: Step,
    plan: ActionPlan,
    seen: int,
    by: AbstractBaseUser | None,
    reason: str,
    values: dict[str, Any] | None = None,
) -> ActionPlan:
    """Take a step that changes the plan's status, and return the plan as it is now stored. Four queries.

    `seen` is the version of the plan that the person looked at. Without a reason the history gets the step's
    name. Raises `Conflict` where somebody else came first, `ValidationError` where the status doesn't allow
    the step; then nothing is written.
    """
    refuse_long(reason)
    with transaction.atomic():
        stored = _locked(plan)
        check_seen(stored, seen, ActionPlan.history.filter(id=plan.pk))
        _refuse_step(step, stored)
        stored.status = STEPS[step].ends
        _set(stored, values or {})
        _checked_save(stored, by, reason.strip() or str(step.label))
        return stored


def _locked(plan: ActionPlan) -> ActionPlan:
    """Return the plan as it is stored, nobody else's to change until the transaction ends. One query."""
    return ActionPlan.objects.select_for_update().get(pk=plan.pk)


def _refuse_step(step: Step, plan: ActionPlan) -> None:
    refused = refusal_of(step, plan.status)
    if refused:
        raise ValidationError(refused, code="step")


def _next_number(plan: ActionPlan) -> int:
    numbers: Iterable[int] = plan.versions.values_list("number", flat=True)
    return max(numbers, default=0) + 1


def _demand(values: dict[str, Any]) -> None:
    """Refuse what is empty, each at its field."""
    messages = {
        "reason": _("Skriv hvorfor."),
        "body": _("Velg organet."),
        "on": _("Skriv datoen."),
        "case_reference": _("Skriv saksnummeret."),
        "accepted_because": _("Skriv hvorfor programmet vedtas med disse manglene."),
    }
    empty = {
        name for name, value in values.items() if not (visible(value) if isinstance(value, str) else value)
    }
    if empty:
        raise ValidationError({name: messages[name] for name in values if name in empty})


def _refuse_unwritten(values: dict[str, str], *, may_promise: bool = False) -> None:
    """Refuse what stands there until somebody writes it, each at its field."""
    found = {name: placeholder_in(value, may_promise=may_promise) for name, value in values.items()}
    refused = {name: text for name, text in found.items() if text}
    if refused:
        said = _("«%(found)s» er ikke ferdig skrevet.")
        raise ValidationError({name: said % {"found": text} for name, text in refused.items()})


def _set(plan: ActionPlan, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(plan, name, value)


def _checked_save(plan: ActionPlan, by: AbstractBaseUser | None, reason: str) -> None:
    # The year, and whether it lies in the period, are not this step's business.
    plan.full_clean(exclude=["year", "period", "title", "adopted_by"], validate_unique=False)
    save(plan, by=by, reason=reason)
