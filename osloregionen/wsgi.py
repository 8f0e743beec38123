"""WSGI entry point of the portal, served by gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "osloregionen.settings")

application = get_wsgi_application()
