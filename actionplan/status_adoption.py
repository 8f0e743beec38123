"""Whether a plan was adopted on a day, by what was registered: its versions, else its own fields."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from actionplan.models import ActionPlan, PlanVersion


@dataclass(frozen=True)
class Adoption:
    """What was registered of a plan's adoption; empty is what was not.

    Of a version that held on the day: `made_at` is when that was made, `afterwards` that it was after the
    report's time, `drafting` the status of the next one where that had been begun, and `again` a later
    adoption that was registered too.
    """

    status: str
    on: dt.date | None
    by: str
    case: str
    made_at: dt.datetime | None = None
    afterwards: bool = False
    drafting: str = ""
    again: "Adoption | None" = None


def adoption_at(row: Any, by: str, on: dt.date, moment: dt.datetime, knew: dt.datetime) -> Adoption:
    """Return what held on a day, by what was registered until `knew`. One query.

    `row` is the plan as it was at `moment`, and `by` what the body was called that had adopted it. Its own
    adoption is the last one, and emptied while a new version is drafted: the one before goes on holding.
    """
    own = Adoption(row.status, row.adopted_on, by, row.case_reference)
    versions = PlanVersion.objects.light().filter(plan=row.id, adopted_on__lte=on, made_at__lte=knew)
    version = versions.order_by("number").last()
    if version is None:
        return own
    is_adopted = row.status == ActionPlan.Status.ADOPTED
    afterwards = version.made_at > moment
    return replace(
        own,
        status=ActionPlan.Status.ADOPTED.value,
        on=version.adopted_on,
        by=version.adopted_by,
        case=version.case_reference,
        made_at=version.made_at,
        afterwards=afterwards,
        drafting="" if is_adopted or afterwards else row.status,
        again=own if is_adopted and row.adopted_on is not None and row.adopted_on > on else None,
    )
