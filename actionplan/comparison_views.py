"""The page that compares two editions of the action plan, and its PDF."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.comparison_reports import comparison_document, comparison_report
from actionplan.editions import Choice, choose
from osloregionen.parts import Crumb


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Show what changed from one edition (`?fra=2021-1`) to another (`&til=2022`), and let one choose two.

    At most 30 queries, whatever the number of activities; two where there is nothing to compare. 404 for an
    edition that does not exist, with what does.
    """
    choice = _choice(request)
    context = {
        "choice": choice,
        "crumbs": [Crumb(_("Handlingsprogram"), reverse("actionplan:plan_list"))],
    }
    if choice.editions is not None:
        try:
            report = comparison_report(*choice.editions)
        except ValueError:
            return render(request, "actionplan/comparison.html", context | {"is_newer": True}, status=503)
        context |= {"report": report, "pdf": comparison_document(*choice.editions).link(request)}
    return render(request, "actionplan/comparison.html", context, status=200 if choice.exists else 404)


@require_safe
def comparison_pdf(request: HttpRequest) -> HttpResponse:
    """Answer with the comparison as PDF; lead to the page, which tells why, where there is none."""
    choice = _choice(request)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    to_page = HttpResponseRedirect(f"{reverse('actionplan:comparison')}{query}")
    if choice.editions is None:
        return to_page
    try:
        return comparison_document(*choice.editions).response(request)
    except ValueError:
        return to_page


def _choice(request: HttpRequest) -> Choice:
    return choose(request.GET.get("fra", ""), request.GET.get("til", ""))
