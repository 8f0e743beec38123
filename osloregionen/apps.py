"""The project package as an app: what the others share."""

from django.apps import AppConfig


class OsloregionenConfig(AppConfig):
    """Shared templates, tags, commands and book-keeping; no domain models."""

    name = "osloregionen"
    verbose_name = "Portalen"
