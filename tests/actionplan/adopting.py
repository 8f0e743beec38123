"""A plan on its way to adoption, for tests: brought to a status, adopted, and a PDF that takes no time."""

import datetime as dt
from typing import Any

from actionplan.models import ActionPlan, PlanVersion
from actionplan.readiness import ready
from actionplan.services import adopt
from actionplan.snapshot import PlanContent, content_of
from members.models import Body
from osloregionen.pdf import Pdf
from tests.factories import make_activity, make_body, make_plan

DECIDED = dt.date(2025, 12, 3)


def pdf_of(content: PlanContent) -> Pdf:
    """Stand in for the rendering: bytes that follow from the content, as they do."""
    return Pdf(b"%PDF-1.7 " + content.sha256().encode(), 7)


def whole_plan(status: str = "til_behandling", **fields: Any) -> ActionPlan:
    """Make a plan with an activity that lacks nothing, though it follows up no declaration.

    For the year that `DECIDED` is in time for, or an earlier one.
    """
    if "year" not in fields:
        taken = set(ActionPlan.objects.values_list("year", flat=True))
        fields["year"] = next(year for year in range(DECIDED.year + 1, 2000, -1) if year not in taken)
    plan = make_plan(status=status, **fields)
    body = make_body(name="Faggruppe for prøver")
    make_activity(plan=plan, goals=(13,), responsible=body, role_and_form="Pådriver", date_note="hele året")
    return plan


def seen(plan: ActionPlan) -> dict[str, Any]:
    """Return what somebody who looks at the plan now has seen of it."""
    plan = ActionPlan.objects.select_related("period", "adopted_by").get(pk=plan.pk)
    return {"seen": plan.version, "seen_content": content_of(plan).sha256()}


def adoption(plan: ActionPlan, **values: Any) -> dict[str, Any]:
    """Return what `adopt` takes to adopt the plan as it is now, its warnings accepted."""
    body = Body.objects.filter(name="Representantskapet for prøver").first() or make_body(
        name="Representantskapet for prøver"
    )
    fresh = ActionPlan.objects.get(pk=plan.pk)
    accepted = {
        "accept": frozenset(warning.code for warning in ready(fresh).warnings),
        "accepted_because": "Fylles ut i løpet av våren",
    }
    decision = {"body": body, "on": DECIDED, "case_reference": "25/12", "by": None, "render": pdf_of}
    return {"plan": fresh, **seen(plan), **decision, **accepted, **values}


def adopted(plan: ActionPlan, **values: Any) -> PlanVersion:
    """Adopt the plan as it is now."""
    return adopt(**adoption(plan, **values))
