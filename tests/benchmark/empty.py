"""An address with an empty view, and the application that gunicorn serves it by."""

import os

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def empty(request: HttpRequest) -> HttpResponse:
    """Answer with nothing."""
    return HttpResponse()


urlpatterns = [path("", empty)]


def application() -> object:
    """Return the WSGI application, with settings of its own."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmark.empty_settings"
    return get_wsgi_application()
