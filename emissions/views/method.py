"""The page that tells how every figure is calculated: docs/utslippstall.md, as it is."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from osloregionen.parts import Crumb
from osloregionen.rendered import Guide, render_guide


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """Show the method of every figure. No queries."""
    context = {
        "guide": _guide(),
        "crumbs": [Crumb(_("Utslipp"), reverse("emissions:overview"))],
        "crumb_here": _("Metode"),
    }
    return render(request, "emissions/method.html", context)


@lru_cache(maxsize=1)
def _guide() -> Guide:
    text = (settings.BASE_DIR / "docs" / "utslippstall.md").read_text(encoding="utf-8")
    return render_guide(text)
