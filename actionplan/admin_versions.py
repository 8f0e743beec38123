"""What adoption wrote, in the admin: treatments, which can be mended, and versions, which never change."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.models import PlanVersion, Treatment
from actionplan.services.decisions import refuse_impossible
from osloregionen.admin import PartAdmin
from osloregionen.admin_forms import RecordForm
from osloregionen.admin_frozen import FrozenAdmin

_LINE = mark_safe("<br>")


class TreatmentForm(RecordForm):
    """A treatment as it is mended: held to what the step holds it to."""

    def clean(self) -> dict[str, Any] | None:
        """Refuse a day on which nobody, or not this body, can have treated the plan. No more queries."""
        cleaned = super().clean()
        body, on = self.cleaned_data.get("body"), self.cleaned_data.get("on")
        try:
            refuse_impossible(self.instance.plan, body, on)
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned


@admin.register(Treatment)
class TreatmentAdmin(PartAdmin):
    """A body's treatment of a plan: registered by a step, mended here."""

    form = TreatmentForm
    list_display = ["on", "plan", "body", "case_reference"]
    list_select_related = ["plan", "body"]
    autocomplete_fields = ["body"]
    fieldsets = [(None, {"fields": ["plan", "body", "on", "case_reference", "outcome"]})]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: the step says when a plan may be treated."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """A treatment stays with its plan."""
        return [*super().get_readonly_fields(request, obj), "plan"]


@admin.register(PlanVersion)
class PlanVersionAdmin(FrozenAdmin):
    """An adopted version, to be seen and never changed."""

    menu_order = 15
    list_display = ["title", "number", "adopted_on", "adopted_by", "case_reference", "made_by"]
    list_select_related = ["plan"]
    search_fields = ["title", "plan__year", "case_reference"]
    fields = [
        "plan",
        "number",
        "title",
        "adopted_on",
        "adopted_by",
        "case_reference",
        "accepted_warnings",
        "accepted_because",
        "pdf_link",
        "pdf_sha256",
        "content_sha256",
        "made_at",
        "made_by",
    ]

    @admin.display(description=gettext_lazy("mangler ved vedtaket"))
    def accepted_warnings(self, version: PlanVersion) -> str:
        """Return the warnings that were accepted, one a line."""
        if not version.warnings:
            return _("ingen")
        return format_html_join(_LINE, "{}", ((text,) for text in version.warnings))
