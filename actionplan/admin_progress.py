"""The admin of what is told of activities, and of what came out of the work."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from actionplan.models import Output, Update
from osloregionen.admin import ChoicesOrMissingFilter, PartAdmin, RecordAdmin, column


@admin.register(Update)
class UpdateAdmin(PartAdmin):
    """How an activity stood on a day."""

    list_display = ["on", "activity", "status", column("progress", _("framdrift, %"), _("som før")), "text"]
    list_select_related = ["activity"]
    search_fields = ["text", "activity__title"]
    autocomplete_fields = ["activity"]
    fieldsets = [(None, {"fields": ["activity", "on", "status", "status_reason", "progress", "text"]})]


@admin.register(Output)
class OutputAdmin(RecordAdmin):
    """What came out of the work, or is meant to."""

    menu_order = 25
    list_display = ["title", "kind", "status", "year", "on", "date_note"]
    list_filter = ["kind", ("status", ChoicesOrMissingFilter), "year", "focus_area"]
    search_fields = ["title", "description"]
    autocomplete_fields = ["activity", "focus_area", "municipality", "document"]
    fieldsets = [
        (None, {"fields": ["kind", "title", "description", "status", "year", "on", "date_note"]}),
        (_("Sammenheng"), {"fields": ["activity", "focus_area", "municipality", "url", "document"]}),
    ]
