"""The status of a plan on a day as PDF: what osloregionen.documents answers with."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.models import ActionPlan
from actionplan.status import status_at
from actionplan.status_report import report_of
from osloregionen.documents import Content, Document
from osloregionen.formatting import date_nb


@dataclass(frozen=True)
class StatusPage:
    """The page of a plan's status on a day, with what was told later to the end of `known` (None: without).

    `title` is what the plan was called on the day; its title of today where it is left out.
    """

    plan: ActionPlan
    on: dt.date
    known: dt.date | None = None
    title: str = ""

    def __str__(self) -> str:
        title = self.title or self.plan.title
        return _("Status for %(plan)s, %(day)s") % {"plan": title, "day": date_nb(self.on)}

    @property
    def name(self) -> str:
        """What a file of it is called, without its ending."""
        known = f"-registrert-{self.known}" if self.known is not None else ""
        return f"handlingsprogram-{self.plan.year}-status-{self.on}{known}"

    @property
    def query(self) -> str:
        """The days as an address has them."""
        days = {"dato": self.on} | ({"registrert": self.known} if self.known is not None else {})
        return urlencode(days)

    def get_absolute_url(self) -> str:
        """Return the address of the page."""
        return f"{reverse('actionplan:plan_status', kwargs={'year': self.plan.year})}?{self.query}"


def status_document(
    plan: ActionPlan, on: dt.date, known: dt.date | None = None, *, title: str = ""
) -> Document:
    """Return a plan's status as a document; making it is what `status_at` asks for.

    `title` as in `StatusPage`. One of many, a day each: no page waits to know its size.
    """
    page = StatusPage(plan, on, known, title)

    def make(address: str) -> Content:
        report = report_of(status_at(plan, on, known), address)
        return render_to_string("actionplan/plan_status_pdf.html", {"report": report}), {}

    url = f"{reverse('actionplan:plan_status_pdf', kwargs={'year': plan.year})}?{page.query}"
    return Document(name=page.name, url=url, page=page, make=make, one_of_many=True)
