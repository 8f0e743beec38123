"""The emissions app: sectors, sources, and what the council published about emissions."""

from django.apps import AppConfig


class EmissionsConfig(AppConfig):
    """Emissions by sector."""

    name = "emissions"
    verbose_name = "Utslipp"
