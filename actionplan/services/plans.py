"""Holds a plan that a form is about to save to the way of adoption: its status moves by the steps alone.

A plan of a past year that never went through any step here was adopted before, or beside, the portal: of
such a plan status, date, body and case are facts that are registered like any other. It has no version, and
whoever reads it is told so.
"""

from django.core.exceptions import ValidationError
from django.db.models import Exists, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from actionplan.models import ActionPlan
from actionplan.services.decisions import refuse_impossible

#: What the steps alone write, unless the plan is history.
STANDING = ("status", "adopted_on", "adopted_by", "case_reference")


def is_history(plan: ActionPlan) -> bool:
    """Say whether how the plan was adopted is history to be registered. One query at most.

    What has been laid before a body here, or adopted here, is not, also when it was sent back since.
    """
    if plan.year is None or plan.year >= timezone.localdate().year:
        return False
    return plan.pk is None or not _went_through_steps(plan)


def _went_through_steps(plan: ActionPlan) -> bool:
    laid_before = ActionPlan.Status.IN_TREATMENT
    once = Exists(ActionPlan.history.filter(id=plan.pk, status=laid_before))
    left = Q(versions__isnull=False) | Q(treatments__isnull=False) | Q(once)
    return plan.status == laid_before or ActionPlan.objects.filter(left, pk=plan.pk).exists()


def hold_to_steps(plan: ActionPlan, *, restoring: bool = False) -> None:
    """Set the status of a new plan, and hold that of one that is there. Four queries at most.

    A new plan is a draft, one of a past year has what is registered of it. Of a plan that is there the form
    may not change what the steps write, nor the year of its versions; an earlier state of the plan that is
    put back (`restoring`) leaves both as they are. A decision that cannot have been is refused.
    Raises `ValidationError`.
    """
    stored = ActionPlan.objects.filter(pk=plan.pk).first() if plan.pk is not None else None
    if stored is None:
        if not restoring and not is_history(plan):
            _refuse_standing(plan, ActionPlan())
            plan.status = ActionPlan.Status.DRAFT
        return
    if restoring:
        held = STANDING if not is_history(stored) else ()
        for name in (*held, *(["year"] if stored.versions.exists() else [])):
            setattr(plan, name, getattr(stored, name))
        return
    if plan.year != stored.year and stored.versions.exists():
        raise ValidationError(
            {"year": _("Året kan ikke endres når handlingsprogrammet er vedtatt i portalen.")}
        )
    if not _differs(plan, stored):
        return
    if not (is_history(stored) and is_history(plan)):
        _refuse_standing(plan, stored)
    refuse_impossible(plan, plan.adopted_by, plan.adopted_on, names=("adopted_by", "adopted_on"))


def _differs(plan: ActionPlan, stored: ActionPlan) -> bool:
    return any(getattr(plan, name) != getattr(stored, name) for name in STANDING)


def _refuse_standing(plan: ActionPlan, stored: ActionPlan) -> None:
    if _differs(plan, stored):
        raise ValidationError(
            _("Status og vedtak endres med stegene, ikke i skjemaet. Ingenting er lagret."), code="standing"
        )
