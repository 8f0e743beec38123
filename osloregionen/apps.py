"""The project package as an app: what the others share."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_migrate

from osloregionen import content_version, frozen_rows
from osloregionen.admin_roles import grant_editing


class OsloregionenConfig(AppConfig):
    """Shared templates, tags, commands and book-keeping; no domain models."""

    name = "osloregionen"
    verbose_name = "Portalen"

    def ready(self) -> None:
        """Let the group of staff and the database's triggers follow the models."""
        # The permissions of an app exist once auth has been told of it; auth comes after our own apps.
        post_migrate.connect(grant_editing, sender=apps.get_app_config("auth"))
        # Both are sent for every app, before and after all of the work: once is enough.
        for triggers in (content_version, frozen_rows):
            pre_migrate.connect(triggers.remove_triggers, sender=self)
            post_migrate.connect(triggers.install_triggers, sender=self)
