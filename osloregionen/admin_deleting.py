"""Deleting in the admin: the page that asks carries what it showed; nobody deletes other work unseen."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.utils import NestedObjects
from django.db import models, router, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from osloregionen.changes import MOST_TOLD, told_since
from osloregionen.models import Record

if TYPE_CHECKING:
    HistoryAdmin = admin.ModelAdmin[Any]
else:
    from simple_history.admin import SimpleHistoryAdmin as HistoryAdmin

#: The field of the page that carries rows and versions, one value for each row: "members.meeting-12-v3".
SEEN = "seen_version"


class DeletingAdmin(HistoryAdmin):
    """Deletes rows only as they were shown, with all that goes with them; else it tells what happened."""

    delete_confirmation_template = "admin/record_delete.html"
    delete_selected_confirmation_template = "admin/records_delete.html"

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        """Let the page carry what it shows."""
        context["seen"] = _tokens(_versions([context["object"]]))
        return super().render_delete_form(request, context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Ask, or delete. Where a colleague came first the page asks anew, and says what has happened.

        A query or two more for each kind of row that goes.
        """
        with transaction.atomic():
            row = self.get_object(request, object_id)
            told = (
                _told(request, [row]) if row is not None and self.has_delete_permission(request, row) else []
            )
            if not told:
                return super().delete_view(request, object_id, extra_context)
        _tell(request, told)
        return HttpResponseRedirect(request.get_full_path())

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Replace Django's action, which deletes whatever there is by then."""
        actions: dict[str, Any] = super().get_actions(request)
        if "delete_selected" in actions:
            actions["delete_selected"] = (_delete_selected, *actions["delete_selected"][1:])
        return actions


def _tell(request: HttpRequest, told: list[str]) -> None:
    for text in [*told, _("Ingenting er slettet. Se over, og bekreft på nytt hvis det skal slettes.")]:
        messages.error(request, text)


def _delete_selected(model_admin: Any, request: HttpRequest, queryset: models.QuerySet[Any]) -> Any:
    """Ask, or delete, for several; as `DeletingAdmin.delete_view`."""
    with transaction.atomic():
        told = _told(request, queryset)
        response: Any = delete_selected(model_admin, request, queryset) if not told else None
    if told:
        _tell(request, told)
        asked = request.POST.copy()
        asked.pop("post", None)
        request.POST = asked  # type: ignore[assignment]
        response = delete_selected(model_admin, request, queryset)
    if response is not None:
        response.context_data["seen"] = _tokens(_versions(queryset))
    return response


def _versions(rows: Iterable[Any], *, lock: bool = False) -> dict[tuple[type[Record], int], int]:
    """Return the version of each row that goes with these, by model and number; `lock`: and hold them."""
    collector = NestedObjects(using=router.db_for_write(Record), origin=None)
    collector.collect(list(rows))
    versions: dict[tuple[type[Record], int], int] = {}
    for model, found in sorted(collector.data.items(), key=lambda item: item[0]._meta.label):
        if not issubclass(model, Record):
            continue
        stored: Any = model._base_manager.filter(pk__in=[row.pk for row in found]).order_by("pk")
        stored = stored.select_for_update() if lock else stored
        versions |= {(model, pk): version for pk, version in stored.values_list("pk", "version")}
    return versions


def _tokens(versions: dict[tuple[type[Record], int], int]) -> list[str]:
    return [f"{model._meta.label_lower}-{pk}-v{version}" for (model, pk), version in versions.items()]


def _told(request: HttpRequest, rows: Iterable[Any]) -> list[str]:
    """Return what colleagues did with the rows since the page that is confirmed showed them. Locks them.

    Nothing where the page doesn't say what it showed: it came from no page of ours.
    """
    shown = dict(token.rsplit("-v", 1) for token in request.POST.getlist(SEEN) if "-v" in token)
    if not shown:
        return []
    now = {
        token.rpartition("-v")[0]: token.rpartition("-v")[2] for token in _tokens(_versions(rows, lock=True))
    }
    told = []
    for key in sorted({*shown, *now}):
        if shown.get(key) == now.get(key):
            continue
        label, _dash, pk = key.rpartition("-")
        model: Any = apps.get_model(label)
        seen = int(shown[key]) if key in shown else None
        what = told_since(model.history.filter(id=pk), seen) or _(
            "Noen andre har endret dette mens du holdt på."
        )
        told.append(f"{capfirst(model._meta.verbose_name)}: {what}")
    return told[:MOST_TOLD]
