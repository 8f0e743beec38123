"""The admin of the emission sectors, their sources, and the figures that the council published."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from emissions import (  # they register themselves
    admin_climate,  # noqa: F401
    admin_editions,  # noqa: F401
    admin_jobs,  # noqa: F401
    admin_targets,  # noqa: F401
)
from emissions.models import (
    Gas,
    PublishedComment,
    PublishedRow,
    PublishedShare,
    PublishedTable,
    Sector,
    Source,
    SourceGas,
)
from osloregionen.admin import PartAdmin, RecordAdmin, RecordInline, column, when_column
from osloregionen.admin_forms import RecordForm, RecordInlineForm


class PublishedRowInline(RecordInline):
    """The lines of a published table."""

    model = PublishedRow
    fields = ["order", "sector", "label", "percent", "tonnes", "remark"]


class PublishedCommentInline(RecordInline):
    """The comments that were published with a table."""

    model = PublishedComment
    fields = ["order", "text", "source"]


def _offer_own_gas(form: Any) -> None:
    """Offer a row's gas among the known ones, also where a file brought one that was not known."""
    gas, field = form.instance.gas, form.fields.get("gas")
    if field is not None and gas and gas not in Gas.values:
        field.choices = [*field.choices, (gas, gas)]


class SourceGasInlineForm(RecordInlineForm):
    """A gas, in a row of its source."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_own_gas(self)


class SourceGasForm(RecordForm):
    """A gas, on a page of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_own_gas(self)


class SourceGasInline(RecordInline):
    """The gases that occur for a source."""

    model = SourceGas
    form = SourceGasInlineForm
    fields = ["gas", "source"]


@admin.register(PublishedTable)
class PublishedTableAdmin(RecordAdmin):
    """A published table with its lines and comments."""

    menu_order = 10
    list_display = [
        "title",
        "from_year",
        "to_year",
        when_column("published_on", "published_note", _("publisert")),
        "verified_on",
    ]
    search_fields = ["title", "from_year", "to_year"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [PublishedRowInline, PublishedCommentInline]
    fieldsets = [
        (
            None,
            {
                "fields": ["title", "slug", ("from_year", "to_year"), ("published_on", "published_note")],
                "description": _(
                    "Tallene skal stå slik de er publisert, også når de ikke kan stemme. "
                    "Skriv merknaden ved linjen."
                ),
            },
        ),
    ]


@admin.register(PublishedShare)
class PublishedShareAdmin(RecordAdmin):
    """A published share of the national emissions."""

    menu_order = 20
    list_display = ["text", "percent", "year", "source", "verified_on"]
    list_filter = ["year"]
    search_fields = ["text", "year"]
    fieldsets = [(None, {"fields": ["text", "percent", "year", "order"]})]


@admin.register(Sector)
class SectorAdmin(RecordAdmin):
    """A sector of the national statistics."""

    menu_order = 30
    list_display = [
        "name",
        "order",
        column("other_name", _("annet navn"), "–"),
        column("since_edition", _("med fra utgaven for"), "–"),
        "source_count",
    ]
    search_fields = ["name", "other_name"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [(None, {"fields": ["name", "other_name", "slug", "order", "since_edition"]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sector]:
        """Add the number of sources, without a query for each row."""
        rows: QuerySet[Sector] = super().get_queryset(request)
        return rows.annotate(sources_known=Count("sources"))

    @admin.display(description=_("utslippskilder"), ordering="sources_known")
    def source_count(self, sector: Sector) -> int:
        """Return how many sources the sector has."""
        return sector.sources_known  # type: ignore[attr-defined, no-any-return]


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    """An emission source with its gases."""

    menu_order = 40
    list_display = ["name", "sector", "first_year", "last_year"]
    list_filter = ["sector"]
    list_select_related = ["sector"]
    search_fields = ["name", "sector__name"]
    inlines = [SourceGasInline]
    fieldsets = [(None, {"fields": ["sector", "name", ("first_year", "last_year")]})]


@admin.register(PublishedRow)
class PublishedRowAdmin(PartAdmin):
    """A line of a published table."""

    list_display = ["label", "table", column("sector", _("sektor"), "–"), "percent", "tonnes"]
    list_select_related = ["table", "sector"]
    search_fields = ["label"]
    fieldsets = [(None, {"fields": ["table", "order", "sector", "label", ("percent", "tonnes"), "remark"]})]


@admin.register(PublishedComment)
class PublishedCommentAdmin(PartAdmin):
    """A comment to a published table."""

    list_display = ["text", "table", "order"]
    list_select_related = ["table"]
    search_fields = ["text"]
    fieldsets = [(None, {"fields": ["table", "order", "text"]})]


@admin.register(SourceGas)
class SourceGasAdmin(PartAdmin):
    """A gas of a source."""

    form = SourceGasForm
    list_display = ["gas", "emission_source"]
    list_select_related = ["emission_source"]
    fieldsets = [(None, {"fields": ["emission_source", "gas"]})]
