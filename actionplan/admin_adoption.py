"""The admin of a plan's way to adoption."""

from django.contrib import admin

from actionplan.models import Treatment
from osloregionen.admin import PartAdmin


@admin.register(Treatment)
class TreatmentAdmin(PartAdmin):
    """A body's treatment of a plan."""

    list_display = ["on", "plan", "body", "case_reference"]
    list_select_related = ["plan", "body"]
    autocomplete_fields = ["plan", "body"]
    fieldsets = [(None, {"fields": ["plan", "body", "on", "case_reference", "outcome"]})]
