"""The declaration app: the mayors' declarations, their content, and who signed."""

from django.apps import AppConfig


class DeclarationConfig(AppConfig):
    """Declarations and signatures."""

    name = "declaration"
    verbose_name = "Erklæringer"
