"""The admin as a site: its names, the order of its lists, and the front page with what is missing."""

from itertools import groupby
from typing import Any, cast

from django.apps import apps
from django.contrib.admin import AdminSite
from django.contrib.admin.models import DELETION, LogEntry
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

#: Changes on the front page; the whole log has a page of its own.
LATEST_CHANGES = 10


class PortalAdminSite(AdminSite):
    """The four staff members' way in.

    Apps stand in the order of INSTALLED_APPS, an app's models in that of `menu_order` on their admin
    classes (the alphabet knows nothing of what is used daily).
    """

    site_header = _("Osloregionen – redaksjon")
    site_title = _("Osloregionen")
    index_title = _("Redaksjon")
    # A name of its own: an app's page extends Django's "admin/index.html".
    index_template = "admin/front.html"
    empty_value_display = _("ikke registrert")  # type: ignore[assignment]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return apps and their models in the order that staff use them."""
        app_dict = self._build_app_dict(request, app_label)
        order = {
            model._meta.label: getattr(admin, "menu_order", 100) for model, admin in self._registry.items()
        }
        for app in app_dict.values():
            app["models"].sort(key=lambda entry: order[entry["model"]._meta.label])
        return [app_dict[config.label] for config in apps.get_app_configs() if config.label in app_dict]

    def i18n_javascript(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Give the admin's scripts Django's words, and ours where Django has none."""
        view = JavaScriptCatalog.as_view(packages=["django.contrib.admin", "osloregionen"])
        return cast(HttpResponse, view(request))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show the lists, what is missing or doubtful, and the latest changes.

        Costs what the apps' `content_gaps()` cost, and two queries.
        """
        from osloregionen.gaps import all_gaps  # reads models, which aren't there when the site is made

        gaps = all_gaps()
        changes = LogEntry.objects.select_related("user", "content_type")[:LATEST_CHANGES]
        context = {
            "gap_count": len(gaps),
            "gap_groups": [(area, list(group)) for area, group in groupby(gaps, key=lambda gap: gap.area)],
            "changes": [(entry, log_entry_url(entry, request.user)) for entry in changes],
        }
        return super().index(request, context | (extra_context or {}))


def log_entry_url(entry: LogEntry, user: Any) -> str:
    """Return where a log entry leads: the row's form, or for a deleted row its history, to restore it from.

    Empty for what has no page in the admin, or none that `user` may see. Needs `content_type` fetched.
    """
    if entry.content_type is None or entry.object_id is None:
        return ""
    app, model = entry.content_type.app_label, entry.content_type.model
    if not any(user.has_perm(f"{app}.{may}_{model}") for may in ("view", "change")):
        return ""
    kind = f"{app}_{model}"
    view = "history" if entry.action_flag == DELETION else "change"
    try:
        return reverse(f"admin:{kind}_{view}", args=[entry.object_id])
    except NoReverseMatch:
        return ""
