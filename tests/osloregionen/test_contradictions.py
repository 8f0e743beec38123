"""The database refuses rows that contradict themselves, whoever writes them."""

from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import F, Model

from actionplan.models import Activity, Priority
from members.models import Body, Meeting


@pytest.mark.parametrize(
    ("model", "values", "rule"),
    [
        (Body, {"elected_by": F("pk")}, "members_body_not_itself"),
        (Body, {"established_by": F("pk")}, "members_body_not_itself"),
        (Meeting, {"ends_on": None, "starts_at": "12:00", "ends_at": "11:00"}, "members_meeting_times_order"),
        (Activity, {"continues": F("pk")}, "actionplan_activity_not_itself"),
        (Priority, {"parent": F("pk")}, "actionplan_priority_not_itself"),
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
