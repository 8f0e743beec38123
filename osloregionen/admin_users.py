"""Users and groups in the admin: Django's own forms, with the rights named in bokmål."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    OfUsers = UserAdmin[User]
else:
    OfUsers = UserAdmin

_MAY = {
    "add": gettext_lazy("kan legge til"),
    "change": gettext_lazy("kan endre"),
    "delete": gettext_lazy("kan slette"),
    "view": gettext_lazy("kan se"),
}


def right(permission: Permission) -> str:
    """Return a right as the list of them has it. Django keeps its names in English, in the database."""
    action = permission.codename.partition("_")[0]
    values = {"what": permission.content_type, "may": _MAY.get(action, permission.name)}
    return _("%(what)s | %(may)s") % values


def _named(field: Any) -> Any:
    """Return a field of rights with their names, and without those that nothing asks for: of history rows."""
    field.label_from_instance = right
    field.queryset = field.queryset.select_related("content_type").exclude(
        content_type__model__startswith="historical"
    )
    return field


admin.site.unregister([User, Group])


@admin.register(User)
class PortalUserAdmin(OfUsers):
    """Django's, with rights in bokmål."""

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Name the rights."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        return _named(field) if db_field.name == "user_permissions" else field


@admin.register(Group)
class PortalGroupAdmin(GroupAdmin):
    """Django's, with rights in bokmål."""

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any
    ) -> Any:
        """Name the rights."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        return _named(field) if db_field.name == "permissions" else field
