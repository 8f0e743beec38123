"""The actionplan app: strategic periods, yearly plans, their activities and goals."""

from django.apps import AppConfig


class ActionplanConfig(AppConfig):
    """Strategic guidelines and action plans."""

    name = "actionplan"
    verbose_name = "Handlingsprogram"
