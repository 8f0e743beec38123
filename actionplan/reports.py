"""The action plan as PDF.

plan_pdf_response(request, plan)     the answer of the view
plan_pdf_size(request, plan)         "9 sider, 160 kB" for a button, once the PDF has been made
plan_pdf(plan, address)              the file itself
"""

import logging
import math
from collections.abc import Mapping

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from actionplan.models import ActionPlan
from actionplan.plan_report import report_of
from osloregionen import content_version
from osloregionen.formatting import NBSP, counted_nb, number_nb
from osloregionen.kept import provisional
from osloregionen.pdf import Pdf, PdfError, PdfFacts, cached_facts, cached_pdf, content_key, kept_pdf
from osloregionen.release import release
from osloregionen.sdg import GOALS

logger = logging.getLogger(__name__)

_BADGE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">\
<rect width="32" height="32" rx="5" fill="{goal.colour}"/>\
<text x="16" y="22.2" font-family="Inter" font-weight="700" font-size="17" text-anchor="middle"\
 fill="{goal.ink}">{goal.number}</text></svg>"""


def plan_pdf_response(request: HttpRequest, plan: ActionPlan) -> HttpResponse:
    """Answer with the plan's PDF: 304 where the reader has it, 503 with a page where it cannot be made.

    Takes a plan with `period` and `adopted_by`. One query where it has been made since any content changed,
    nine otherwise, whatever the number of activities.
    """
    address = request.build_absolute_uri(plan.get_absolute_url())
    try:
        key = _key(plan, address)
        unchanged = get_conditional_response(request, etag=quote_etag(key))
        if unchanged is not None:
            unchanged["ETag"] = quote_etag(key)
            return unchanged
        pdf = kept_pdf(key)
        if pdf is None:
            html, assets = _document(plan, address)
            pdf, key = cached_pdf(html, assets=assets), content_key(html, assets)
    except PdfError as error:
        logger.error("The PDF of the action plan for %d could not be made: %s", plan.year, error)
        return render(request, "pdf/unavailable.html", {"page": plan}, status=503)
    return HttpResponse(
        pdf.body,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="handlingsprogram-{plan.year}.pdf"',
            "ETag": quote_etag(key),
            "Cache-Control": "no-cache",
            "Content-Security-Policy": settings.PDF_CONTENT_SECURITY_POLICY,
        },
    )


def plan_pdf(plan: ActionPlan, address: str = "") -> Pdf:
    """Return the plan as PDF, printed with the absolute `address` of its page where one is given.

    Raises `PdfError`. Eight queries. A second the first time, then from the cache.
    """
    html, assets = _document(plan, address)
    return cached_pdf(html, assets=assets)


def plan_pdf_facts(plan: ActionPlan, address: str = "") -> PdfFacts | None:
    """Return pages and bytes of the plan's PDF, or None where nobody has opened it since it changed.

    `address` as in `plan_pdf`: the page's own. Never renders a PDF. One query; ten the first time in a
    process after any content has changed.
    """
    try:
        return cached_facts(_key(plan, address))
    except PdfError:
        # The page is whole without them; whoever asks for the PDF is told.
        return None


def plan_pdf_size(request: HttpRequest, plan: ActionPlan) -> str:
    """Return "9 sider, 160 kB", or nothing where `plan_pdf_facts` knows nothing. Its queries."""
    facts = plan_pdf_facts(plan, request.build_absolute_uri(plan.get_absolute_url()))
    if facts is None:
        # The page will say more as soon as somebody has opened the PDF.
        provisional(request)
        return ""
    pages = counted_nb(facts.pages, _("side"), _("sider"))
    return f"{pages}, {number_nb(math.ceil(facts.size / 1000))}{NBSP}kB"


def _key(plan: ActionPlan, address: str) -> str:
    """Return the `content_key` of the plan's PDF, remembered until any content changes."""
    version = content_version.current()
    name = f"plan-pdf:{release()}:{version}:{timezone.localdate()}:{plan.pk}:{address}"
    known: str | None = caches["pages"].get(name) if version else None
    if known is None:
        known = content_key(*_document(plan, address))
        if version and content_version.current() == version:
            caches["pages"].set(name, known, None)
    return known


def _document(plan: ActionPlan, address: str) -> tuple[str, Mapping[str, bytes]]:
    """Return the plan as HTML, and the pictures of the goals it shows."""
    report = report_of(plan, address)
    badges = {row.mark.image: _BADGE.format(goal=GOALS[row.mark.number]).encode() for row in report.goals}
    return render_to_string("actionplan/plan_pdf.html", {"report": report}), badges
