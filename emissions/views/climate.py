"""The Klimastatus: the reports, each as a page and as PDF. The one place that composes the apps for it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.selectors import climate_work
from declaration.years import declarations_in
from emissions import story
from emissions.climate.composing import composed
from emissions.climate.content import (
    ActivityContent,
    ClimateContent,
    DeclarationContent,
    ExampleContent,
    OutputContent,
    PlanContent,
    Work,
)
from emissions.climate.page import charts_of, exports_of, file_name_of, page_of
from emissions.climate.report import draft_document, has_addition, pdf_url, revised_document
from emissions.climate.revisions import Since, revised_since
from emissions.models import ClimateReport, PublishedClimateReport
from osloregionen.chart_files import chart_response
from osloregionen.documents import fresh_response, frozen_response, pdf_size
from osloregionen.formatting import date_nb, date_or_note_nb, list_nb
from osloregionen.parts import Crumb, PdfLink
from osloregionen.views import export_response, found_or_said

#: Who may prepare a report may see it before it is published.
_PERMISSION = "emissions.view_climatereport"


@require_safe
def climate_list(request: HttpRequest) -> HttpResponse:
    """List the published reports, the newest first; staff see what is being prepared too. Two queries."""
    published = list(PublishedClimateReport.objects.light().select_related("edition").order_by("-year"))
    drafts: list[ClimateReport] = []
    if request.user.has_perm(_PERMISSION):
        drafts = list(ClimateReport.objects.filter(published=None).order_by("-year"))
    context = {
        "reports": [(one, _edition_told(one), PdfLink(pdf_url(one.year), str(one))) for one in published],
        "drafts": drafts,
        "crumbs": [_emissions_crumb()],
        "crumb_here": _("Klimastatus"),
    }
    return render(request, "emissions/climate_list.html", context)


@require_safe
def climate_report(request: HttpRequest, year: int) -> HttpResponse:
    """Show a report as it was published, and what has become of its figures; 404 where there is none.

    Eleven queries. Staff see one that is being prepared, put together anew each time: that takes forty.
    """
    row = _published(year)
    if row is not None:
        content = ClimateContent.from_json(row.content)
        since, remark = revised_since(content), row.report.remark
    else:
        content, since, remark = _draft_content(request, year), None, ""
    page = page_of(content, since, _municipality_url)
    if file := chart_response(request, charts_of(content), of=file_name_of(content)):
        return file
    address = request.build_absolute_uri(reverse("emissions:climate_report", kwargs={"year": year}))
    if file := export_response(request, **exports_of(content, page, address)):
        return file
    page.members.configure(request)
    context: dict[str, Any] = {
        "page": page,
        "charts": {name: draw() for name, draw in charts_of(content).items()},
        "targets": [(told, None) for told in page.targets or ()],
        "methods": {"target": story.method_url("target")},
        "remark": remark,
        "crumbs": [_emissions_crumb(), Crumb(_("Klimastatus"), reverse("emissions:climate_list"))],
        "crumb_here": f"{year}",
        **_buttons(row, content, since),
    }
    answer = render(request, "emissions/climate_report.html", context)
    if row is None:
        answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def climate_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """Answer with a report as PDF, or 404: the stored bytes, as long as nothing has come since.

    Where the edition in use has figures otherwise, or staff have written a remark, it begins with that; the
    rest is the same. Staff get one that is being prepared.
    """
    row = _published(year)
    if row is None:
        report = _draft(request, year)
        return fresh_response(request, draft_document(report, composed_now(report)))
    content = ClimateContent.from_json(row.content)
    since = revised_since(content)
    if has_addition(row, since):
        return revised_document(row, content, since).response(request)
    return frozen_response(request, row, file_name_of(content))


@require_safe
def climate_published_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """Answer with the bytes of a report as they were when it was published, or 404. Two queries."""
    row = get_object_or_404(PublishedClimateReport.objects.defer("pdf"), year=year)
    return frozen_response(request, row, file_name_of(ClimateContent.from_json(row.content)))


def work_of(year: int) -> Work:
    """Return what the action plan and the declarations did in a year, as plain values. Nine queries."""
    work = climate_work(year)
    return Work(
        plan=_plan_content(work.plan, work.activity_count, work.activities) if work.plan else None,
        outputs=tuple(
            OutputContent(
                when=date_or_note_nb(one.on, one.date_note),
                title=one.title,
                kind=str(one.get_kind_display()),
                status=_outcome(str(one.get_status_display()), overdue=one.pk in work.overdue),
                url=one.url or (one.document.url if one.document else ""),
            )
            for one in work.outputs
        ),
        declarations=tuple(
            DeclarationContent(
                one.declaration.title, one.declaration.get_absolute_url(), tuple(one.sentences)
            )
            for one in declarations_in(year)
        ),
        examples=tuple(
            ExampleContent(
                title=one.title,
                municipality=one.municipality.name if one.municipality else "",
                text=one.description,
                when=date_or_note_nb(one.on, one.date_note),
                url=one.url or (one.document.url if one.document else ""),
                source=one.source,
            )
            for one in work.examples
        ),
    )


def _outcome(status: str, *, overdue: bool) -> str:
    return _("%(status)s, utfallet er ikke registrert") % {"status": status} if overdue else status


def _plan_content(plan: Any, count: int, activities: Any) -> PlanContent:
    adoption = ""
    if plan.adopted_on is not None:
        adoption = _("«%(title)s» ble vedtatt %(date)s.") % {
            "title": plan.title,
            "date": date_nb(plan.adopted_on),
        }
        if plan.adopted_by is not None:
            name = plan.adopted_by.name
            adoption = _("«%(title)s» ble vedtatt %(date)s av %(body)s.") % {
                "title": plan.title,
                "date": date_nb(plan.adopted_on),
                "body": name[:1].lower() + name[1:],
            }
    return PlanContent(
        title=plan.title,
        url=plan.get_absolute_url(),
        adoption=adoption,
        activity_count=count,
        activities=tuple(
            ActivityContent(
                number=one.number,
                title=one.title,
                status=str(one.get_status_display()) if one.status else "",
                responsible=one.responsible.name if one.responsible else "",
            )
            for one in activities
        ),
    )


def _published(year: int) -> PublishedClimateReport | None:
    rows = PublishedClimateReport.objects.defer("pdf").select_related("report")
    return rows.filter(year=year).first()


def _draft(request: HttpRequest, year: int) -> ClimateReport:
    """Return a report that staff prepare; raises `NotFoundError` that says which there are for all others."""
    found = None
    if request.user.has_perm(_PERMISSION):
        found = ClimateReport.objects.select_related("edition").filter(year=year).first()
    return found_or_said(found, _which_there_are(year) if found is None else "")


def _which_there_are(year: int) -> str:
    years = PublishedClimateReport.objects.order_by("year").values_list("year", flat=True)
    values = {"year": year, "years": list_nb([f"{one}" for one in years])}
    if not values["years"]:
        return _("Klimastatus for %(year)s er ikke publisert. Ingen er publisert ennå.") % values
    return _("Klimastatus for %(year)s er ikke publisert. Det er den for %(years)s.") % values


def _draft_content(request: HttpRequest, year: int) -> ClimateContent:
    return composed_now(_draft(request, year))


def composed_now(report: ClimateReport) -> ClimateContent:
    """Return what a report holds as things stand now. Takes one with `edition`. Some forty queries."""
    return composed(report, work_of(report.year), as_of=timezone.localdate())


def _buttons(
    row: PublishedClimateReport | None, content: ClimateContent, since: Since | None
) -> Mapping[str, PdfLink | None]:
    """Return the report's button, and the quiet one of what was published where that is another file."""
    if row is None:
        title = _("Klimastatus %(year)s") % {"year": content.year}
        return {"pdf": PdfLink(pdf_url(content.year), title, label=_("Last ned utkastet (PDF)"))}
    if not has_addition(row, since):
        return {"pdf": _kept_button(row)}
    label = _("Last ned slik den ble publisert (PDF)")
    url = reverse("emissions:climate_published_pdf", kwargs={"year": row.year})
    return {
        "pdf": PdfLink(pdf_url(row.year), str(row), label=_addition_label(row, since)),
        "pdf_published": PdfLink(
            url, str(row), pdf_size(row.pdf_pages, row.pdf_bytes), label=label, quiet=True
        ),
    }


def _addition_label(row: PublishedClimateReport, since: Since | None) -> str:
    if since is None or not since.rows:
        return _("Last ned med merknaden (PDF)")
    if row.report.remark:
        return _("Last ned med merknaden og tallene som er annerledes nå (PDF)")
    return _("Last ned med tallene som er annerledes nå (PDF)")


def _kept_button(row: PublishedClimateReport) -> PdfLink:
    return PdfLink(pdf_url(row.year), str(row), pdf_size(row.pdf_pages, row.pdf_bytes))


def _edition_told(row: PublishedClimateReport) -> str:
    return _("Publisert %(date)s. Bygger på utgaven «%(edition)s».") % {
        "date": date_nb(row.published_on),
        "edition": row.edition,
    }


def _municipality_url(slug: str) -> str:
    return reverse("emissions:municipality", kwargs={"slug": slug})


def _emissions_crumb() -> Crumb:
    return Crumb(_("Utslipp"), reverse("emissions:overview"))
