"""The action plan as PDF: `plan_document(plan)` gives what osloregionen.documents answers with."""

from django.template.loader import render_to_string
from django.urls import reverse

from actionplan.models import ActionPlan
from actionplan.plan_report import report_of
from osloregionen.documents import Content, Document
from osloregionen.sdg import GOALS

_BADGE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">\
<rect width="32" height="32" rx="5" fill="{goal.colour}"/>\
<text x="16" y="22.2" font-family="Inter" font-weight="700" font-size="17" text-anchor="middle"\
 fill="{goal.ink}">{goal.number}</text></svg>"""


def plan_document(plan: ActionPlan) -> Document:
    """Return the plan as a document. Takes a plan with `period` and `adopted_by`; making it is eight queries.

    Queries don't grow with the number of activities.
    """

    def make(address: str) -> Content:
        report = report_of(plan, address)
        badges = {row.mark.image: _BADGE.format(goal=GOALS[row.mark.number]).encode() for row in report.goals}
        return render_to_string("actionplan/plan_pdf.html", {"report": report}), badges

    url = reverse("actionplan:plan_pdf", kwargs={"year": plan.year})
    return Document(name=f"handlingsprogram-{plan.year}", url=url, page=plan, make=make)
