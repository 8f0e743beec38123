"""The database refuses rows that contradict themselves, whoever writes them."""

from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import F, Model

from actionplan.models import ActionPlan, Activity, Priority
from declaration.models import Declaration, Signature
from members.models import Body, Meeting

# What only a signed one may have: left in place, it would break a rule of its own.
UNSIGNED = {"signed_on": None, "signed_at": "", "signatory_name": "", "signatory_title": ""}


@pytest.mark.parametrize(
    ("model", "values", "rule"),
    [
        (Body, {"elected_by": F("pk")}, "members_body_not_itself"),
        (Body, {"established_by": F("pk")}, "members_body_not_itself"),
        (Meeting, {"ends_on": None, "starts_at": "12:00", "ends_at": "11:00"}, "members_meeting_times_order"),
        (Activity, {"continues": F("pk")}, "actionplan_activity_not_itself"),
        (Priority, {"parent": F("pk")}, "actionplan_priority_not_itself"),
        (Signature, {**UNSIGNED, "status": "kanskje"}, "declaration_signature_status"),
        (Declaration, {"status": "kanskje"}, "declaration_declaration_status"),
        (ActionPlan, {"status": "kanskje"}, "actionplan_plan_status"),
        (Activity, {"status": "kanskje"}, "actionplan_activity_status"),
    ],
)
def test_a_row_cannot_contradict_itself(
    db: None, model: type[Model], values: dict[str, Any], rule: str
) -> None:
    with pytest.raises(IntegrityError, match=rule):
        model._default_manager.update(**values)


def test_a_meeting_over_several_days_may_end_earlier_in_the_day_than_it_began(db: None) -> None:
    gathering = Meeting.objects.filter(ends_on__isnull=False)

    assert gathering.update(starts_at="12:00", ends_at="11:00")


@pytest.mark.parametrize("model", [Activity, ActionPlan, Declaration, Signature])
def test_the_database_takes_just_the_statuses_that_staff_can_choose(model: type[Model]) -> None:
    rule = next(rule for rule in model._meta.constraints if rule.name.endswith("_status"))
    field = model._meta.get_field("status")
    chosen = [value for value, _label in field.choices] + ([""] if field.blank else [])
    assert sorted(dict(rule.condition.children)["status__in"]) == sorted(chosen)
