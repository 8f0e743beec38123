"""The portal's addresses, and some that fail: for the pages that tell of it."""

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

import osloregionen.urls
from osloregionen.urls import handler400, handler403, handler404, handler500
from osloregionen.views import csrf_failure

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def refuse(request: HttpRequest) -> HttpResponse:
    """Refuse the reader (403)."""
    raise PermissionDenied


def fail(request: HttpRequest) -> HttpResponse:
    """Fail (500)."""
    raise RuntimeError("made up, to see the page that tells of it")


def lose_database(request: HttpRequest) -> HttpResponse:
    """Fail as when the database is gone (503)."""
    raise OperationalError("made up, to see the page that tells of it")


urlpatterns = [
    path("prove/403/", refuse),
    path("prove/403-skjema/", csrf_failure),
    path("prove/500/", fail),
    path("prove/503/", lose_database),
    *osloregionen.urls.urlpatterns,
]
