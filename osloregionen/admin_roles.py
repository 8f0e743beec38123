"""The group of staff that may edit the portal's content."""

from typing import Any

from django.apps import apps
from django.apps.config import AppConfig

#: Put a user in it and tick "staff": no more is needed. Users and groups stay with a superuser.
GROUP = "Redaksjon"


def grant_editing(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """Give the group "Redaksjon" the right to edit every record, and to see what is frozen; after migrations.

    Adds only: what an administrator has given besides stays. Three queries.
    """
    from django.contrib.auth.models import Group, Permission
    from django.db import connections

    from osloregionen.frozen_rows import frozen_models
    from osloregionen.models import Record

    if Group._meta.db_table not in connections[using].introspection.table_names():
        return
    records = [model for model in apps.get_models() if issubclass(model, Record)]
    group, _created = Group.objects.using(using).get_or_create(name=GROUP)
    frozen = {(model._meta.app_label, model._meta.model_name) for model in frozen_models()}
    labels = {(model._meta.app_label, model._meta.model_name) for model in records}
    permissions = Permission.objects.using(using).select_related("content_type")
    group.permissions.add(
        *(
            permission
            for permission in permissions
            if (permission.content_type.app_label, permission.content_type.model) in labels
            or permission.codename == "view_logentry"
            or (
                (permission.content_type.app_label, permission.content_type.model) in frozen
                and permission.codename.startswith("view_")
            )
        )
    )
