"""The admin of the targets for cuts in emissions."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from emissions.models import Target
from osloregionen.admin import RecordAdmin, column


@admin.register(Target)
class TargetAdmin(RecordAdmin):
    """A target of a municipality, the region or the country; pages show the path to it."""

    menu_order = 8
    list_display = [
        "area",
        column("municipality", _("kommune"), "–"),
        "reduction",
        "base_year",
        "target_year",
        "sectors",
        "decided_on",
        "verified_on",
    ]
    autocomplete_fields = ["municipality"]
    list_filter = ["area", "sectors", "target_year"]
    list_select_related = ["municipality"]
    search_fields = ["municipality__name", "wording", "target_year"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("area", "municipality"),
                    ("reduction", "base_year", "target_year"),
                    "sectors",
                    "wording",
                    "decided_on",
                ],
                "description": _(
                    "Bare mål som står i et vedtak eller en plan. Sidene viser veien dit som en rett linje "
                    "fra basisåret, og hvor langt statistikken sier at utslippene er kommet."
                ),
            },
        ),
    ]
