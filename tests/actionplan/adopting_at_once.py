"""One of two people who adopt the same plan at the same moment: a process of its own.

Run as `python -m tests.actionplan.adopting_at_once <name> <plan>` on the database of DATABASE_URL. Says
"ready", reads the moment, and prints "stored", or what one is told. As `… <name> build <number>` it makes so
many plans and prints their keys.
"""

import sys
import time

import django


def main(name: str, plan: str, number: str = "0") -> None:
    """Look at the plan, wait for the moment, adopt."""
    django.setup()
    from django.contrib.auth import get_user_model

    from actionplan.models import ActionPlan
    from actionplan.services import adopt
    from actionplan.snapshot import PlanContent
    from osloregionen.pdf import Pdf
    from osloregionen.writing import Conflict
    from tests.actionplan.adopting import adoption, pdf_of, whole_plan

    if plan == "build":
        # The factories count from one in every process: one makes everything.
        plans = [whole_plan() for _n in range(int(number))]
        adoption(plans[0])
        sys.stdout.write(" ".join(str(one.pk) for one in plans))
        return

    def slowly(content: PlanContent) -> Pdf:
        # Both have begun before either is done.
        time.sleep(0.3)
        return pdf_of(content)

    me = get_user_model().objects.create_user(name)
    given = adoption(ActionPlan.objects.get(pk=plan), by=me, render=slowly, case_reference=name)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    time.sleep(max(0.0, float(sys.stdin.readline()) - time.time()))
    try:
        adopt(**given)
    except Conflict as conflict:
        sys.stdout.write(" ".join(conflict.messages))
    else:
        sys.stdout.write("stored")


if __name__ == "__main__":
    main(*sys.argv[1:])
