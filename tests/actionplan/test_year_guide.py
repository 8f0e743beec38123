"""The guide to the action plan's year names things as the admin and the pages do."""

import re

import pytest
from django.test import Client

from actionplan.models import ActionPlan, Treatment
from actionplan.services import STEPS
from tests.actionplan.adopting import whole_plan
from tests.factories import make_activity, make_body, make_version
from tests.osloregionen.adminform import change
from tests.osloregionen.guides import guide, names_in, shown

pytestmark = pytest.mark.django_db

GUIDE = "handlingsprogrammets-aar.md"


def test_every_name_in_it_stands_on_the_pages(admin_pages: Client) -> None:
    adopted = whole_plan("vedtatt")
    make_version(adopted)
    treated = whole_plan(introduction="TODO")
    make_activity(plan=treated)
    Treatment.objects.create(plan=treated, body=make_body(), on="2025-11-03")
    drafted, past = whole_plan("utkast"), ActionPlan.objects.get(year=2021)
    row = drafted.history.first()
    steps = [
        f"/admin/actionplan/actionplan/{plan.pk}/steg/{step}/"
        for plan, step in [(drafted, "legg_fram"), (treated, "behandling"), (treated, "vedta")]
    ]
    addresses = [
        "/admin/",
        *(change("actionplan", plan) for plan in (adopted, treated, drafted, past)),
        change("actionplan", drafted).replace("change", "history"),
        f"/admin/actionplan/actionplan/{drafted.pk}/history/{row.history_id}/",
        change("activity", treated.activities.earliest("pk")),
        *steps,
        adopted.get_absolute_url(),
    ]
    seen = " ".join(shown(admin_pages, address) for address in addresses)
    names = names_in(GUIDE)
    assert len(names) > 40
    assert sorted({name for name in names if name.lower() not in seen}) == []


def test_every_status_in_it_is_one_and_all_are_told() -> None:
    named = set(re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", guide(GUIDE)))
    assert named == {str(label) for label in ActionPlan.Status.labels}


def test_every_step_stands_beside_the_statuses_that_it_begins_in() -> None:
    for line in guide(GUIDE).splitlines():
        statuses = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", line)
        if not line.startswith("| *"):
            continue
        told = set(re.findall(r"\*\*([^*]+)\*\*", line))
        for label in statuses:
            [value] = [value for value, word in ActionPlan.Status.choices if word == label]
            assert told == {str(step.label) for step, rule in STEPS.items() if value in rule.starts}
    assert sum(line.startswith("| *") for line in guide(GUIDE).splitlines()) == 3
