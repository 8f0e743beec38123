"""The PDFs of a plan: the one to read, the draft beside an adopted version, and each version."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from actionplan import version_files
from actionplan.connection_views import plan_of
from actionplan.models import PlanVersion
from actionplan.reports import draft_document


@require_safe
def plan_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """Answer with the newest adopted version, else with the plan as it is now, or 404."""
    return version_files.plan_response(request, plan_of(year))


@require_safe
def plan_draft_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """Answer with the plan as it is now while it is drafted beside an adopted version, else 404."""
    plan = plan_of(year)
    versions = version_files.versions_of(plan)
    if not version_files.is_redrafted(plan, versions):
        raise Http404
    return draft_document(plan, after=versions[0].number).response(request)


@require_safe
def version_pdf(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Answer with a version's bytes as they were adopted, or 404. One query for who has them, else two."""
    versions = PlanVersion.objects.light().select_related("plan")
    version = get_object_or_404(versions, plan__year=year, number=number)
    return version_files.version_response(request, version)
