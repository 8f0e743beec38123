"""The admin of municipalities and of the council's own bodies, meetings, documents and pages."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from members.lists import MeetingList, PopulationList
from members.models import (
    Body,
    County,
    Document,
    Meeting,
    Membership,
    Municipality,
    MunicipalityNumber,
    Page,
    Population,
    PublishedFigure,
)
from osloregionen.admin import (
    ChoicesOrMissingFilter,
    PartAdmin,
    RecordAdmin,
    RecordInline,
    ValuesOrMissingFilter,
    column,
    text_widget,
    when_column,
)
from osloregionen.admin_forms import RecordInlineFormSet
from osloregionen.admin_import import ListOfRowsMixin


class NumberFormSet(RecordInlineFormSet):
    """Numbers of one municipality: the same number may not overlap itself."""

    def clean(self) -> None:
        """Refuse the same number twice on a date; the model itself only knows saved rows."""
        super().clean()
        rows = [
            form
            for form in self.forms
            if form not in self.deleted_forms and form.is_valid() and form.instance.number
        ]
        for place, form in enumerate(rows):
            if any(_overlap(form.instance, earlier.instance) for earlier in rows[:place]):
                form.add_error("number", ValidationError(_("Nummeret står to ganger i samme periode.")))


def _overlap(first: MunicipalityNumber, second: MunicipalityNumber) -> bool:
    """Tell whether two rows give the same number on some date."""
    return (
        first.number == second.number
        and (first.valid_to is None or second.valid_from is None or second.valid_from <= first.valid_to)
        and (second.valid_to is None or first.valid_from is None or first.valid_from <= second.valid_to)
    )


class NumberInline(RecordInline):
    """Numbers that a municipality has and has had."""

    model = MunicipalityNumber
    formset = NumberFormSet
    fields = ["number", "county", "valid_from", "valid_to", "source"]


class MembershipInline(RecordInline):
    """When the municipality was a member."""

    model = Membership
    fields = ["joined_on", "known_from", "left_on", "source"]


class PopulationInline(RecordInline):
    """Inhabitants by date."""

    model = Population
    fields = ["on", "count", "source"]


class MembershipFilter(admin.SimpleListFilter):
    """Members, former members and others."""

    title = _("medlemskap")
    parameter_name = "medlem"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the choices."""
        return [("ja", _("Medlem nå")), ("nei", _("Ikke medlem nå"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        current = Membership.objects.filter(left_on=None).values("municipality_id")
        if self.value() == "ja":
            return queryset.filter(pk__in=current)
        if self.value() == "nei":
            return queryset.exclude(pk__in=current)
        return queryset


@admin.register(Municipality)
class MunicipalityAdmin(RecordAdmin):
    """A municipality with its numbers, membership and population."""

    change_list_template = "admin/list_change_list.html"
    menu_order = 10
    list_display = [
        "name",
        "number_now",
        "county_now",
        "org_number",
        column("merged_into", _("slått sammen til"), "–"),
        "verified_on",
    ]
    list_filter = [
        MembershipFilter,
        ("language_form", ChoicesOrMissingFilter),
        ("subregion", ValuesOrMissingFilter),
    ]
    list_select_related = ["merged_into"]
    search_fields = ["search_name", "numbers__number", "org_number"]
    search_help_text = _("Søk på navn, kommunenummer eller organisasjonsnummer. «baerum» finner Bærum.")
    autocomplete_fields = ["merged_into"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [NumberInline, MembershipInline, PopulationInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "org_number", "website", "language_form", "subregion"]}),
        (_("Plass i rutekartet"), {"fields": [("tile_row", "tile_col")]}),
        (
            _("Sammenslåing"),
            {
                "fields": ["merged_into", "dissolved_on"],
                "description": _("Bare for kommuner som ikke finnes lenger."),
            },
        ),
    ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Show the municipalities, and the buttons of their populations' list."""
        populations: Any = self.admin_site.get_model_admin(Population)
        links = populations.list_links(request, of=_("folketall"))
        return super().changelist_view(request, {"list_links": links, **(extra_context or {})})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Municipality]:
        """Add today's number and county, without a query for each row."""
        current = MunicipalityNumber.objects.filter(municipality=OuterRef("pk"), valid_to=None)
        rows: QuerySet[Municipality] = super().get_queryset(request)
        return rows.annotate(
            number_today=Subquery(current.values("number")[:1]),
            county_today=Subquery(current.values("county__name")[:1]),
        )

    @admin.display(description=_("nummer i dag"), ordering="number_today")
    def number_now(self, municipality: Any) -> str | None:
        """Return the number without an end; one that exists no longer has none."""
        return str(_("opphørt")) if municipality.dissolved_on else municipality.number_today

    @admin.display(description=_("fylke i dag"), ordering="county_today")
    def county_now(self, municipality: Any) -> str | None:
        """Return the county of today's number; one that exists no longer is in none."""
        return "–" if municipality.dissolved_on else municipality.county_today


@admin.register(County)
class CountyAdmin(RecordAdmin):
    """A county in a period."""

    menu_order = 60
    list_display = [
        "name",
        "number",
        "valid_from",
        column("valid_to", _("gyldig til og med"), _("gjelder fortsatt")),
        "verified_on",
    ]
    list_filter = [("valid_to", admin.EmptyFieldListFilter)]
    search_fields = ["name", "number"]
    fieldsets = [(None, {"fields": ["number", "name", ("valid_from", "valid_to")]})]


@admin.register(Body)
class BodyAdmin(RecordAdmin):
    """A political body or an administrative group."""

    menu_order = 40
    list_display = ["name", "kind", "meeting_count", "verified_on"]
    list_filter = ["kind"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "order", "mandate"]}),
        (_("Valg og virketid"), {"fields": ["elected_by", "established_by", ("valid_from", "valid_to")]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Body]:
        """Add the number of meetings, without a query for each row."""
        rows: QuerySet[Body] = super().get_queryset(request)
        return rows.annotate(meetings_held=Count("meetings"))

    @admin.display(description=_("møter"), ordering="meetings_held")
    def meeting_count(self, body: Any) -> int:
        """Return how many meetings are registered."""
        return body.meetings_held  # type: ignore[no-any-return]


@admin.register(Meeting)
class MeetingAdmin(ListOfRowsMixin, RecordAdmin):
    """A meeting or an arrangement."""

    list_class = MeetingList
    menu_order = 20
    list_display = ["title", when_column("on", "date_note"), "kind", "body", "place", "verified_on"]
    list_filter = ["kind", "body", ("on", admin.EmptyFieldListFilter)]
    list_select_related = ["body"]
    date_hierarchy = "on"
    search_fields = ["title", "organiser", "place", "body__name"]
    search_help_text = _("Søk på tittel, arrangør, sted eller organ.")
    autocomplete_fields = ["body"]
    fieldsets = [
        (None, {"fields": ["title", "kind", "body", "organiser"]}),
        (
            _("Tid og sted"),
            {"fields": [("on", "ends_on"), ("starts_at", "ends_at"), "date_note", "place"]},
        ),
        (_("Innhold"), {"fields": ["agenda_url", "public_note"]}),
    ]


@admin.register(Document)
class DocumentAdmin(RecordAdmin):
    """A document in the register."""

    formfield_overrides = text_widget(12)
    menu_order = 30
    list_display = ["title", "kind", "publisher", when_column("date", "date_note"), "verified_on"]
    list_filter = ["kind", ("date", admin.EmptyFieldListFilter), ("url", admin.EmptyFieldListFilter)]
    date_hierarchy = "date"
    search_fields = ["title", "publisher", "points"]
    search_help_text = _("Søk på tittel, utgiver eller hovedpunkter.")
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind", "publisher", ("date", "date_note")]}),
        (_("Innhold"), {"fields": ["url", "file", "points"]}),
    ]


@admin.register(Page)
class PageAdmin(RecordAdmin):
    """A fixed page. Three exist and the menu leads to them, so nobody deletes one."""

    formfield_overrides = text_widget(20)
    menu_order = 50
    list_display = ["title", "place", "updated_at", "verified_on"]
    search_fields = ["title", "lead", "body"]
    fieldsets = [(None, {"fields": ["place", "title", "lead", "body"]})]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: the menu leads here."""
        return False


@admin.register(PublishedFigure)
class PublishedFigureAdmin(RecordAdmin):
    """A figure about the council as somebody published it."""

    menu_order = 70
    list_display = ["wording", "what", "value", when_column("as_of", "as_of_note"), "source"]
    list_filter = ["what"]
    search_fields = ["wording", "source"]
    fieldsets = [(None, {"fields": ["what", "wording", "value", ("as_of", "as_of_note")]})]


@admin.register(MunicipalityNumber)
class MunicipalityNumberAdmin(PartAdmin):
    """A number of a municipality."""

    list_display = [
        "number",
        "municipality",
        "county",
        "valid_from",
        column("valid_to", _("gyldig til og med"), _("gjelder fortsatt")),
    ]
    list_select_related = ["municipality", "county"]
    search_fields = ["number", "municipality__search_name"]
    autocomplete_fields = ["municipality", "county"]
    fieldsets = [(None, {"fields": ["municipality", "number", "county", ("valid_from", "valid_to")]})]


@admin.register(Membership)
class MembershipAdmin(PartAdmin):
    """A membership of a municipality."""

    list_display = ["municipality", "joined_on", "known_from", column("left_on", _("utmeldt"), "–")]
    list_select_related = ["municipality"]
    search_fields = ["municipality__search_name"]
    autocomplete_fields = ["municipality"]
    fieldsets = [(None, {"fields": ["municipality", "joined_on", "known_from", "left_on"]})]


@admin.register(Population)
class PopulationAdmin(ListOfRowsMixin, PartAdmin):
    """A population of a municipality on a date; its list is reached from the municipalities'."""

    list_class = PopulationList
    list_display = ["municipality", "on", "count", "source"]
    list_select_related = ["municipality"]
    search_fields = ["municipality__search_name"]
    autocomplete_fields = ["municipality"]
    fieldsets = [(None, {"fields": ["municipality", "on", "count"]})]
