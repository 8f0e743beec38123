"""The admin of strategic periods, action plans and their activities."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from actionplan import admin_versions  # noqa: F401 - it registers itself
from actionplan.admin_adoption import AdoptionAdmin
from actionplan.admin_progress import ProgressAdmin
from actionplan.admin_rollover import RolloverAdmin
from actionplan.lists import ActivityList
from actionplan.models import (
    ActionPlan,
    Activity,
    ActivityGoal,
    ActivityWording,
    FocusArea,
    PeriodGoal,
    Priority,
    StrategicPeriod,
    SubPoint,
)
from actionplan.services import STANDING
from declaration.models import Commitment
from osloregionen.admin import ChoicesOrMissingFilter, PartAdmin, RecordAdmin, RecordInline, column
from osloregionen.admin_import import ListOfPartsMixin


class SubPointInline(RecordInline):
    """The ordered points under an activity."""

    model = SubPoint
    fields = ["order", "text", "source"]


class ActivityGoalInline(RecordInline):
    """The goals that an activity contributes to."""

    model = ActivityGoal
    fields = ["goal", "source"]


class ActivityWordingInline(RecordInline):
    """How each source words the activity."""

    model = ActivityWording
    fields = ["order", "document", "text", "source"]


class PeriodGoalInline(RecordInline):
    """The goals that a period builds on."""

    model = PeriodGoal
    fields = ["goal", "source"]


class FocusAreaInline(RecordInline):
    """The focus areas of a period; their priorities stand on each one's own page."""

    model = FocusArea
    fields = ["order", "title", "source"]


class PriorityInline(RecordInline):
    """The priorities of a focus area."""

    model = Priority
    fields = ["order", "parent", "text", "source"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the priorities of this focus area only, and of those only such that stand at the top."""
        if db_field.name == "parent" and request.resolver_match is not None:
            area = request.resolver_match.kwargs.get("object_id", "")
            kwargs["queryset"] = Priority.objects.filter(
                focus_area_id=int(area) if area.isdigit() else 0, parent=None
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(ActionPlan)
class ActionPlanAdmin(ListOfPartsMixin, RolloverAdmin, AdoptionAdmin):
    """A yearly plan; its activities stand in a list of their own, which goes out as a file and in again."""

    list_class = ActivityList
    has_list_column = False
    menu_order = 10
    list_display = ["title", "year", "status", "adopted_on", "adopted_by", "activity_count", "verified_on"]
    list_filter = [("status", ChoicesOrMissingFilter), "period"]
    list_select_related = ["adopted_by"]
    search_fields = ["title", "year"]
    autocomplete_fields = ["period"]
    fieldsets = [
        (None, {"fields": ["year", "title", "period", "introduction"]}),
        (
            _("Vedtak"),
            {
                "fields": [*STANDING, "treated", "adopted_versions"],
                "description": _(
                    "Status og vedtak endres med stegene øverst. Et program fra før portalen (et tidligere "
                    "år som aldri er lagt fram til behandling her) får dem fylt ut i skjemaet. Det som ikke "
                    "er kjent, skal stå tomt."
                ),
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ActionPlan]:
        """Add the number of activities, without a query for each row."""
        rows: QuerySet[ActionPlan] = super().get_queryset(request)
        return rows.annotate(activities_planned=Count("activities"))

    @admin.display(description=_("aktiviteter"), ordering="activities_planned")
    def activity_count(self, plan: Any) -> str:
        """Return how many activities the plan has, leading to their list."""
        url = reverse("admin:actionplan_activity_changelist")
        return format_html('<a href="{}?plan__id__exact={}">{}</a>', url, plan.pk, plan.activities_planned)


@admin.register(Activity)
class ActivityAdmin(ProgressAdmin):
    """An activity with its sub-points, goals and wordings. How it comes along has a page of its own."""

    menu_order = 20
    list_display = [
        "number",
        "title",
        "report_link",
        "status",
        column("progress", _("framdrift, %"), _("ikke registrert")),
        "year",
        "responsible",
    ]
    list_display_links = ["number", "title"]
    list_filter = ["plan", "focus_area", ("status", ChoicesOrMissingFilter), "responsible", "goals__goal"]
    list_select_related = ["plan", "responsible"]
    search_fields = ["number", "title", "heading", "description", "plan__year"]
    search_help_text = _("Søk på nummer, tittel, overskrift, beskrivelse eller år.")
    autocomplete_fields = ["responsible", "continues", "commitments", "priorities", "focus_area"]
    inlines = [SubPointInline, ActivityGoalInline, ActivityWordingInline]
    readonly_fields = ["status", "status_reason", "progress"]
    fieldsets = [
        (None, {"fields": ["plan", "focus_area", ("number", "order"), "heading", "title"]}),
        (_("Innhold"), {"fields": ["description", "role_and_form"]}),
        (
            _("Ansvar og tid"),
            {
                "fields": ["responsible", "partners", ("starts_on", "ends_on"), "date_note"],
                "description": _(
                    "Det som ikke er kjent, skal stå tomt; nettsidene viser da «ikke registrert»."
                ),
            },
        ),
        (
            _("Framdrift"),
            {
                "fields": [("status", "progress"), "status_reason"],
                "description": _("Meldes med «Meld framdrift», for den dagen det gjelder."),
            },
        ),
        (_("Sammenheng"), {"fields": ["continues", "commitments", "priorities"]}),
        (_("Bare for sekretariatet"), {"fields": ["internal_note"]}),
    ]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Take no commitments of an exercise: it is to go without a trace."""
        if db_field.name == "commitments":
            kwargs["queryset"] = Commitment.objects.filter(declaration__is_practice=False)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("år"), ordering="plan__year")
    def year(self, activity: Activity) -> int:
        """Return the plan's year; its title says no more."""
        return activity.plan.year


@admin.register(StrategicPeriod)
class StrategicPeriodAdmin(RecordAdmin):
    """The strategic guidelines of a period."""

    menu_order = 30
    list_display = ["title", "starts", "ends", "adopted_on", "adopted_by", "verified_on"]
    list_select_related = ["adopted_by"]
    search_fields = ["title", "starts"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [PeriodGoalInline, FocusAreaInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", ("starts", "ends")]}),
        (_("Innhold"), {"fields": ["vision", "vision_note", "roles"]}),
        (_("Vedtak"), {"fields": ["adopted_on", "adopted_by"]}),
    ]


@admin.register(FocusArea)
class FocusAreaAdmin(RecordAdmin):
    """A focus area with its priorities."""

    menu_order = 40
    list_display = ["title", "order", "period", "priority_count", "verified_on"]
    list_filter = ["period"]
    list_select_related = ["period"]
    search_fields = ["title", "period__title"]
    autocomplete_fields = ["period"]
    inlines = [PriorityInline]
    fieldsets = [(None, {"fields": ["period", "order", "title"]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[FocusArea]:
        """Add the number of priorities, without a query for each row."""
        rows: QuerySet[FocusArea] = super().get_queryset(request)
        return rows.annotate(priorities_set=Count("priorities"))

    @admin.display(description=_("prioriteringer"), ordering="priorities_set")
    def priority_count(self, area: Any) -> int:
        """Return how many priorities the focus area has, sub-points counted."""
        return area.priorities_set  # type: ignore[no-any-return]


@admin.register(Priority)
class PriorityAdmin(PartAdmin):
    """A priority of a focus area."""

    list_display = ["text", "focus_area", column("parent", _("hører under"), "–"), "order"]
    list_select_related = ["focus_area", "parent"]
    search_fields = ["text", "focus_area__title"]
    autocomplete_fields = ["focus_area", "parent"]
    fieldsets = [(None, {"fields": ["focus_area", "parent", "order", "text"]})]


@admin.register(PeriodGoal)
class PeriodGoalAdmin(PartAdmin):
    """A goal of a period."""

    list_display = ["goal", "period"]
    list_select_related = ["period"]
    fieldsets = [(None, {"fields": ["period", "goal"]})]


@admin.register(SubPoint)
class SubPointAdmin(PartAdmin):
    """A point under an activity."""

    list_display = ["text", "activity", "order"]
    list_select_related = ["activity"]
    search_fields = ["text"]
    autocomplete_fields = ["activity"]
    fieldsets = [(None, {"fields": ["activity", "order", "text"]})]


@admin.register(ActivityGoal)
class ActivityGoalAdmin(PartAdmin):
    """A goal of an activity."""

    list_display = ["goal", "activity"]
    list_select_related = ["activity"]
    autocomplete_fields = ["activity"]
    fieldsets = [(None, {"fields": ["activity", "goal"]})]


@admin.register(ActivityWording)
class ActivityWordingAdmin(PartAdmin):
    """How a source words an activity."""

    list_display = ["text", "activity", "document"]
    list_select_related = ["activity", "document"]
    search_fields = ["text"]
    autocomplete_fields = ["activity", "document"]
    fieldsets = [(None, {"fields": ["activity", "order", "document", "text"]})]
