"""The action plan as PDF.

plan_document(plan)             # as it is now: what osloregionen.documents answers with
draft_document(plan, after=1)   # as it is now, beside version 1, which is adopted
adopted_pdf(content, address)   # as it was adopted: made once, by the adoption, and kept with it
"""

from django.template.loader import render_to_string
from django.urls import reverse

from actionplan.models import ActionPlan
from actionplan.plan_report import report_of
from actionplan.snapshot import PlanContent, content_of
from osloregionen.documents import Content, Document
from osloregionen.pdf import Pdf, archival_pdf
from osloregionen.sdg import GOALS

_BADGE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">\
<rect width="32" height="32" rx="5" fill="{goal.colour}"/>\
<text x="16" y="22.2" font-family="Inter" font-weight="700" font-size="17" text-anchor="middle"\
 fill="{goal.ink}">{goal.number}</text></svg>"""


def plan_document(plan: ActionPlan) -> Document:
    """Return the plan as it is now. Takes one with `period` and `adopted_by`; making it is twelve queries."""

    def make(address: str) -> Content:
        return _printed(content_of(plan), address)

    url = reverse("actionplan:plan_pdf", kwargs={"year": plan.year})
    return Document(name=f"handlingsprogram-{plan.year}", url=url, page=plan, make=make, made_ahead=True)


def draft_document(plan: ActionPlan, *, after: int) -> Document:
    """Return the plan as it is now, on its way to replace the adopted version `after`. As `plan_document`."""

    def make(address: str) -> Content:
        return _printed(content_of(plan), address, after)

    url = reverse("actionplan:plan_draft_pdf", kwargs={"year": plan.year})
    return Document(
        name=f"handlingsprogram-{plan.year}-utkast", url=url, page=plan, make=make, made_ahead=True
    )


def adopted_pdf(content: PlanContent, address: str = "") -> Pdf:
    """Return adopted content as a PDF to keep: PDF/A-2a and PDF/UA-1, the same bytes for the same content.

    Takes the absolute `address` of the plan's page. Raises `PdfError`. A second or more; no queries, nothing
    is cached.
    """
    html, assets = _printed(content, address)
    return archival_pdf(html, assets=assets)


def _printed(content: PlanContent, address: str, after: int | None = None) -> Content:
    report = report_of(content, address, after=after)
    marks = (row.mark for row in report.matrix.rows)
    badges = {mark.image: _BADGE.format(goal=GOALS[mark.number]).encode() for mark in marks}
    return render_to_string("actionplan/plan_pdf.html", {"report": report}), badges
