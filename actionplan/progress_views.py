"""Pages of how plans come along: the status of one on a day, and the outputs of all."""

import datetime as dt

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from actionplan.filters import OutputFilterSet, StatusDays
from actionplan.models import ActionPlan, Output
from actionplan.progress_reports import StatusPage, status_document
from actionplan.progress_tables import OutputTable, StatusTable
from actionplan.status import status_at
from actionplan.status_report import AreaReport, StatusReport, report_of
from osloregionen.documents import own_query
from osloregionen.exports import Export
from osloregionen.parts import Crumb
from osloregionen.views import TableListView, export_response


@require_safe
def plan_status(request: HttpRequest, year: int) -> HttpResponse:
    """Show how a plan stood on a day (`?dato=`, today), by what was registered then.

    `?registrert=` adds what was told later, to the end of another day. The queries of `status_at` and two;
    one where the address names no such day.
    """
    plan = get_object_or_404(ActionPlan.objects.all(), year=year)
    days = StatusDays(request.GET or None, plan=plan)
    context = {
        "plan": plan,
        "filter": days,
        "crumbs": [
            Crumb(_("Handlingsprogram"), reverse("actionplan:plan_list")),
            Crumb(plan.title, plan.get_absolute_url()),
        ],
    }
    if days.chosen is not None:
        report = report_of(status_at(plan, *days.chosen))
        if file := export_response(request, status=_export(report, plan, days.chosen, request)):
            return file
        context |= {
            "report": report,
            "areas": [(area, _table(area)) for area in report.areas],
            "pdf": status_document(plan, *days.chosen, title=report.plan).link(request),
            "with_later": days.with_later,
            "without_later": days.without_later,
        }
    elif "format" in request.GET:
        raise BadRequest(days.why_not)
    return render(request, "actionplan/plan_status.html", context)


@require_safe
def plan_status_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """Answer with the status report of a day, as `plan_status` takes it, as PDF; 400 for no such day."""
    plan = get_object_or_404(ActionPlan.objects.all(), year=year)
    days = StatusDays(own_query(request) or None, plan=plan)
    if days.chosen is None:
        raise BadRequest(days.why_not)
    return status_document(plan, *days.chosen).response(request)


def _table(area: AreaReport) -> StatusTable | None:
    """Return a focus area's activities as a table, None where it has none."""
    if not area.lines:
        return None
    prefix = f"omrade-{area.number}-"
    return StatusTable(area.lines, caption=area.title, prefix=prefix, exclude=area.silent)


def _export(
    report: StatusReport, plan: ActionPlan, days: tuple[dt.date, dt.date | None], request: HttpRequest
) -> Export:
    page = StatusPage(plan, *days, title=report.plan)
    lines = [line for area in report.areas for line in area.lines]
    return Export(
        table=StatusTable(lines, caption=report.title),
        name=page.name,
        title=f"{report.title}, {report.day}",
        source=" ".join([report.adoption, report.basis, *report.notes]),
        url=request.build_absolute_uri(page.get_absolute_url()),
    )


class OutputListView(TableListView):
    """What has come out of the work, and is meant to, in all years. Eight queries."""

    table_class = OutputTable
    filterset_class = OutputFilterSet
    template_name = "actionplan/output_list.html"
    title = gettext_lazy("Leveranser")
    noun = (gettext_lazy("leveranse"), gettext_lazy("leveranser"))
    description = gettext_lazy(
        "Webinarer, høringssvar, rapporter, møter og annet som er kommet ut av Osloregionens arbeid."
    )
    export_name = "leveranser"
    source = gettext_lazy("oppgitt for hver leveranse i filene (CSV, Excel og JSON).")

    def get_queryset(self) -> QuerySet[Output]:
        """Return all outputs, the newest year first."""
        return Output.objects.select_related("activity__plan", "focus_area", "municipality", "document")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add the pages above."""
        context = super().get_context_data(**kwargs)
        context["crumbs"] = [Crumb(_("Handlingsprogram"), reverse("actionplan:plan_list"))]
        return context
