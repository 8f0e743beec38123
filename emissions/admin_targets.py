"""The admin of the targets for cuts in emissions."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from emissions.current import current_edition_for
from emissions.models import SectorTotal, Target
from emissions.target_story import year_missing
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
                    "Bare mål som står i et vedtak eller en plan. Sidene viser jevn bane til målet, en rett "
                    "linje fra basisåret til målåret, og hvor langt statistikken sier at utslippene er "
                    "kommet. Det krever tall for basisåret: Statistikken har 2009, 2011, 2013, 2015 og hvert "
                    "år etter det. Et mål for landet står bare i datafilen med utslippsmål."
                ),
            },
        ),
    ]

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say, once it is saved, what the pages can't show of it. Four queries at most."""
        self._warn(request, obj)
        answer: HttpResponse = super().response_add(request, obj, *args, **kwargs)
        return answer

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Say, once it is saved, what the pages can't show of it. Four queries at most."""
        self._warn(request, obj)
        answer: HttpResponse = super().response_change(request, obj)
        return answer

    def _warn(self, request: HttpRequest, target: Target) -> None:
        """Warn of a base year without figures, which a council may have adopted all the same."""
        if target.area == SectorTotal.Area.COUNTRY:
            # No page shows these.
            return
        if text := year_missing(target, current_edition_for(target.municipality_id)):
            self.message_user(request, text, messages.WARNING)
