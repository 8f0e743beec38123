"""Two people make next year's plan at the same moment, each at a server of their own: it is made once."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.colleagues import Colleague, hidden
from tests.databases import new_database
from tests.servers import Portal

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ROUNDS = 10
#: A plan for every other year, with five activities each.
BUILD = f"""
import json
from tests.factories import make_activity, make_focus_area, make_period, make_plan
period = make_period(starts=2030, ends=2030 + 2 * {ROUNDS})
area = make_focus_area(period=period)
made = []
for number in range({ROUNDS}):
    plan = make_plan(year=2030 + 2 * number, period=period)
    parts = {{"goals": (13,), "sub_points": ("Et punkt",)}}
    rows = [make_activity(plan=plan, focus_area=area, **parts) for _n in range(5)]
    made.append([plan.pk, [row.pk for row in rows]])
print(json.dumps(made))
"""
COUNT = """
import json
from actionplan.models import ActionPlan
found = []
for plan in ActionPlan.objects.order_by("year"):
    if plan.year % 2:
        rows = plan.activities.all()
        found.append([(row.number, row.goals.count(), row.sub_points.count()) for row in rows])
print(json.dumps(found))
"""


def test_what_two_make_at_once_is_made_once(tmp_path: Path) -> None:
    with new_database(tmp_path) as url:
        portal = Portal(tmp_path, url)
        portal.manage("createsuperuser", "--no-input", "--username", "redaktor", "--email", "r@example.org")
        made = json.loads(portal.manage("shell", "-v", "0", "-c", BUILD))
        portal.start()
        try:
            people = [Colleague(port) for port in portal.ports]
            answers = [pressed_at_once(people, plan, rows) for plan, rows in made]
        finally:
            portal.stop()
        stored = json.loads(portal.manage("shell", "-v", "0", "-c", COUNT))

    assert [sorted(pair) for pair in answers] == [["already there", "made"]] * ROUNDS
    assert stored == [[[f"1.{n}", 1, 1] for n in range(1, 6)]] * ROUNDS


def pressed_at_once(people: list[Colleague], plan: int, rows: list[int]) -> list[str]:
    """Have both press the button at the same moment; return what each is told."""
    address = f"/admin/actionplan/actionplan/{plan}/neste-ar/"
    tokens = [hidden(person.open(person.address + address), "csrfmiddlewaretoken") for person in people]
    start = threading.Barrier(len(people))

    def press(person: Colleague, token: str) -> str:
        start.wait()
        page = person.send(address, csrfmiddlewaretoken=token, aktivitet=rows)
        if "er opprettet som utkast" in page:
            return "made"
        return "already there" if "Sto der fra før" in page else page

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(press, people, tokens))
