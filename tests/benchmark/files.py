"""The application that serves a folder of files by WhiteNoise, for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application


def application() -> object:
    """Return the WSGI application, with settings of its own. `BENCHMARK_FILES` names the folder."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmark.files_settings"
    return get_wsgi_application()
