"""What every admin of the portal shares: source and control, history, safe saving, forgiving search."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.forms.models import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from osloregionen.admin_deleting import DeletingAdmin
from osloregionen.admin_forms import (
    PlainTextarea,
    RecordForm,
    RecordInlineForm,
    RecordInlineFormSet,
    refusal,
)
from osloregionen.admin_frozen import SeenAdmin
from osloregionen.admin_history import part_changes, restore_parts, restore_reason, told_deleted
from osloregionen.admin_site import log_entry_url
from osloregionen.admin_users import PortalUserAdmin
from osloregionen.changes import describe, who
from osloregionen.text import search_key

if TYPE_CHECKING:
    TabularInline = admin.TabularInline[Any, Any]
else:
    TabularInline = admin.TabularInline

__all__ = [
    "ChoicesOrMissingFilter",
    "PartAdmin",
    "PortalUserAdmin",
    "RecordAdmin",
    "RecordInline",
    "ValuesOrMissingFilter",
    "column",
    "text_widget",
    "when_column",
]

#: Attributes that one request carries from a view to its form.
REFUSED, RESTORING = "portal_refused", "portal_restoring"


def text_widget(rows: int) -> dict[Any, Any]:
    """Return overrides that give running text a box of so many lines."""
    return {models.TextField: {"widget": PlainTextarea(attrs={"rows": rows, "cols": 40})}}


def without_links(field: Any, names: tuple[str, ...]) -> Any:
    """Take links beside a list of choices away; they lead out of the form that one is filling in."""
    for name in names:
        if field is not None and hasattr(field.widget, name):
            setattr(field.widget, name, False)
    return field


class ChoicesOrMissingFilter(admin.ChoicesFieldListFilter):
    """Filters by a choice, or by its absence: what is not registered is what staff look for."""

    def choices(self, changelist: Any) -> Any:
        """Return Django's choices, and "ikke registrert" for the empty text."""
        chosen: Any = self.lookup_val
        yield from super().choices(changelist)
        yield {
            "selected": chosen == [""],
            "query_string": changelist.get_query_string({self.lookup_kwarg: ""}, [self.lookup_kwarg_isnull]),
            "display": _("ikke registrert"),
        }


class ValuesOrMissingFilter(admin.AllValuesFieldListFilter):
    """Filters by the values that occur in a text field; the empty one is "ikke registrert"."""

    def choices(self, changelist: Any) -> Any:
        """Return Django's choices, none of them without words."""
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or _("ikke registrert")}


def column(field: str, description: Any, empty: Any) -> Callable[[Any], Any]:
    """Return a list's column for a field whose emptiness means something else than "ikke registrert"."""

    @admin.display(description=description, ordering=field, empty_value=empty)
    def show(row: Any) -> Any:
        value = getattr(row, field)
        return None if value == "" else value

    show.__name__ = f"{field}_or_not"
    return show


def when_column(field: str, note: str, description: Any = None) -> Callable[[Any], Any]:
    """Return a list's column with a date, or what is written about it where it is known only roughly."""

    @admin.display(description=description or _("tidspunkt"), ordering=field)
    def show(row: Any) -> Any:
        return getattr(row, field) or getattr(row, note) or None

    show.__name__ = f"{field}_or_note"
    return show


class RecordAdmin(DeletingAdmin):
    """Base of the admin of every record.

    A subclass says `fieldsets` without source and control (they are added here), and `menu_order`, its
    place in the list of its app. `search_fields` are plain paths: the search folds case, hyphens and
    æ, ø, å on both sides.
    """

    form = RecordForm
    change_form_template = "admin/record_form.html"
    formfield_overrides = text_widget(4)
    empty_value_display = _("ikke registrert")
    list_per_page = 100
    menu_order = 100

    def get_ordering(self, request: HttpRequest) -> Any:
        """Ask for the model's own order in so many words: a query that counts a row's parts has none else."""
        return super().get_ordering(request) or self.model._meta.ordering

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Add source and control to what the subclass shows."""
        fields: list[Any] = ["source", "verified_on"]
        if obj is not None:
            fields += [("created_at", "updated_at")]
            if self.has_change_permission(request, obj):
                fields += ["row_version"]
        return [*(self.fieldsets or ()), (_("Kilde og kontroll"), {"fields": fields})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Nobody sets when a record was made or changed."""
        return [*super().get_readonly_fields(request, obj), "created_at", "updated_at"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Hand the form what this request has found out."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refused = getattr(request, REFUSED, "")
        form.restoring = self.restored_row(request) is not None
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Show or save the form. What only the database or a service refuses comes back in the form."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (IntegrityError, ValidationError) as error:
            setattr(request, REFUSED, refusal(error))
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        """Say who deleted the record and when, and give back what somebody had typed meanwhile.

        Leads to its history, from which it can be restored. Three queries.
        """
        history: Any = self.model.history
        rows = history.filter(id=object_id if object_id.isdigit() else None, history_type="-")
        row = rows.select_related("history_user").order_by("history_date", "history_id").last()
        if row is None or not self.has_view_or_change_permission(request):
            missing: Callable[..., HttpResponse] = super()._get_obj_does_not_exist_redirect  # type: ignore[misc]
            return missing(request, opts, object_id)
        form: Any = self.get_form(request, change=True)
        for text in told_deleted(row, form, request.POST):
            self.message_user(request, text, messages.WARNING)
        return redirect(f"admin:{opts.app_label}_{opts.model_name}_history", object_id)

    def object_links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """Return text and address of what else can be done with a record, shown on top of its form."""
        return []

    def as_stored(self, request: HttpRequest, context: dict[str, Any], obj: Any) -> Any:
        """Return a form's record as it is stored: a form that is refused has filled it. One query then."""
        if obj is None or not context.get("errors") or self.restored_row(request) is not None:
            return obj
        return self.get_object(request, str(obj.pk)) or obj

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Add the links on top of the form, which is named after what is stored."""
        obj = kwargs["obj"] = self.as_stored(request, context, kwargs.get("obj"))
        if obj is not None and context.get("errors"):
            context |= {"original": obj, "subtitle": str(obj)}
        context["object_links"] = self.object_links(request, obj) if obj is not None else []
        return super().render_change_form(request, context, *args, **kwargs)

    def restored_row(self, request: HttpRequest) -> Any:
        """Return the row of history that this request puts back; None for an ordinary save."""
        return getattr(request, RESTORING, None)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save what changed. A form saved unchanged leaves no trace in the history."""
        restoring = self.restored_row(request)
        if restoring is None:
            if form.changed_data or not change:
                super().save_model(request, obj, form, change)
            return
        obj._change_reason = restore_reason(restoring)
        gone = not type(obj)._base_manager.filter(pk=obj.pk).exists()
        super().save_model(request, obj, form, change)
        if gone:
            restore_parts(obj, reason=obj._change_reason)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Find rows whose searched fields hold every word, however it is spelled. One query more.

        The tables hold some thousand rows at most; SQLite's own search misses "østre" in "Østre".
        """
        words = search_key(search_term).split()
        fields = self.get_search_fields(request)
        if not words or not fields:
            return queryset, False
        found = set()
        for pk, *values in queryset.order_by().values_list("pk", *fields):
            text = search_key(" ".join(str(value) for value in values if value is not None))
            if all(word in text for word in words):
                found.add(pk)
        return queryset.filter(pk__in=found), False

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the changes of the record, and those of its parts."""
        parent = self.model(pk=self.model._meta.pk.to_python(object_id) if object_id.isdigit() else None)
        inlines = self.get_inline_instances(request)
        context = {"part_changes": part_changes(inlines, parent) if parent.pk else []}
        response: HttpResponse = super().history_view(request, object_id, context | (extra_context or {}))
        return response

    def set_history_delta_changes(
        self, request: HttpRequest, historical_records: Any, foreign_keys_are_objs: bool = True
    ) -> None:
        """Put on each row of history what it changed, in words, and who did it."""
        newer = None
        for row in historical_records:
            row.changed_by = who(row.history_user)
            if newer is not None:
                newer.history_delta_changes = describe(newer, row)
            newer = row

    def history_form_view_title(self, request: HttpRequest, obj: Any) -> str:
        """Name the page after what it shows."""
        return str(_("Tidligere versjon: %s") % obj)

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show an earlier version, and put it back when the person says so."""
        history: Any = self.model.history
        row = history.filter(history_id=version_id if version_id.isdigit() else None).first()
        setattr(request, RESTORING, row)
        context = {"version_row": row, "version_who": who(row.history_user) if row else ""}
        context |= extra_context or {}
        show: Callable[..., HttpResponse] = super().history_form_view  # type: ignore[misc]
        try:
            with transaction.atomic():
                return show(request, object_id, version_id, context)
        except (IntegrityError, ValidationError) as error:
            setattr(request, REFUSED, refusal(error))
            with transaction.atomic():
                return show(request, object_id, version_id, context)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer to add what a list of choices lacks, but not to change or delete it from here."""
        if isinstance(db_field, models.URLField):
            kwargs.setdefault("assume_scheme", "https")
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return without_links(field, ("can_change_related", "can_delete_related", "can_view_related"))


class PartAdmin(RecordAdmin):
    """A part of a record, with its own history and form; not in the menu, nobody looks for it there."""

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Leave the parts out of the list of what one can edit."""
        return {}


class RecordInline(TabularInline):
    """Base of the rows that are parts of a record. `fields` without the version, which is added here."""

    form = RecordInlineForm
    formset = RecordInlineFormSet
    formfield_overrides = text_widget(2)
    extra = 0
    show_change_link = True

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Add the version of each row."""
        return [*super().get_fields(request, obj), "row_version"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Show lists of choices bare: a row has no room for links."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        every = ("can_add_related", "can_change_related", "can_delete_related", "can_view_related")
        return without_links(field, every)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Read the choices once for all rows, not once a row."""
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if isinstance(field, ModelChoiceField) and db_field.name not in self.get_autocomplete_fields(request):
            choices: Any = field.choices
            field.choices = list(choices)
        return field


@admin.register(LogEntry)
class ChangeLogAdmin(SeenAdmin):
    """Who did what in the admin, and when; the way back to what was deleted. Nobody edits it."""

    list_display = ["action_time", "who", "action", "kind", "message"]
    list_display_links = None
    list_filter = [
        "action_flag",
        ("user", admin.RelatedOnlyFieldListFilter),
        ("content_type", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["user", "content_type"]
    date_hierarchy = "action_time"
    search_fields = ["object_repr"]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Name the page as the front page does."""
        return super().changelist_view(request, {"title": _("Alle endringer"), **(extra_context or {})})

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Leave the log out of the menu; the front page leads here."""
        return {}

    @admin.display(description=_("hvem"))
    def who(self, entry: LogEntry) -> str:
        """Return the colleague's name."""
        return who(entry.user)

    @admin.display(description=_("hva skjedde"))
    def action(self, entry: LogEntry) -> str:
        """Return what was done, in a word."""
        names = {ADDITION: _("lagt til"), CHANGE: _("endret"), DELETION: _("slettet")}
        return str(names.get(entry.action_flag, ""))

    @admin.display(description=_("type"))
    def kind(self, entry: LogEntry) -> str:
        """Return what kind of thing it was."""
        return str(entry.content_type.name) if entry.content_type else ""

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Add the thing, leading to its form, or to its history where deleted, for those who may look."""

        @admin.display(description=_("hva"))
        def thing(entry: LogEntry) -> str:
            url = log_entry_url(entry, request.user)
            return format_html('<a href="{}">{}</a>', url, entry.object_repr) if url else entry.object_repr

        *before, message = super().get_list_display(request)
        return [*before, thing, message]

    @admin.display(description=_("endring"))
    def message(self, entry: LogEntry) -> str:
        """Return the change as Django words it."""
        return entry.get_change_message()
