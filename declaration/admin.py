"""The admin of declarations, what they say, and who has answered them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from declaration.admin_invite import InviteAdmin
from declaration.admin_print import SigningSheetAdmin
from declaration.admin_steps import StepsAdmin
from declaration.lists import PartyList
from declaration.models import (
    Commitment,
    Declaration,
    MainPoint,
    Milestone,
    PublishedCount,
    Signature,
    Theme,
)
from declaration.services import REASON_LENGTH, correct, register_signature, restore_signature
from osloregionen.admin import ChoicesOrMissingFilter, PartAdmin, RecordInline, when_column
from osloregionen.admin_forms import RecordForm
from osloregionen.admin_history import restore_reason
from osloregionen.admin_import import ListOfPartsMixin
from osloregionen.portal_list import PRACTICE


class MainPointInline(RecordInline):
    """The declaration's main points."""

    model = MainPoint
    fields = ["order", "text", "source"]


class ThemeInline(RecordInline):
    """The themes that the declaration is divided into."""

    model = Theme
    fields = ["order", "title", "text", "source"]


class CommitmentInline(RecordInline):
    """What the signatories commit themselves to."""

    model = Commitment
    fields = ["number", "order", "theme", "text", "is_verbatim", "source"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the themes of this declaration only."""
        if db_field.name == "theme" and request.resolver_match is not None:
            declaration = request.resolver_match.kwargs.get("object_id", "")
            kwargs["queryset"] = Theme.objects.filter(
                declaration_id=int(declaration) if declaration.isdigit() else 0
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class MilestoneInline(RecordInline):
    """The steps of the process."""

    model = Milestone
    fields = ["order", "title", "body", "on", "ends_on", "date_note", "done_on", "source"]


class PublishedCountInline(RecordInline):
    """How many others have said that signed."""

    model = PublishedCount
    fields = ["count", "wording", "as_of", "as_of_note", "source"]


@admin.register(Declaration)
class DeclarationAdmin(ListOfPartsMixin, InviteAdmin, SigningSheetAdmin):
    """A declaration and what it says; who answered stands in a list of its own."""

    list_class = PartyList
    menu_order = 20
    list_display = ["title", "year", "status", "signing_on", "signature_count", "verified_on"]
    list_filter = ["status"]
    search_fields = ["title", "year", "signing_place"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [MainPointInline, ThemeInline, CommitmentInline, MilestoneInline, PublishedCountInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "year", "status", "renews"]}),
        (_("Innhold"), {"fields": ["purpose", "introduction", "reasons", "full_text"]}),
        (
            _("Svar og signering"),
            {
                "fields": [
                    ("opened_on", "response_deadline"),
                    ("signing_on", "signing_place"),
                    ("contact", "contact_email"),
                ]
            },
        ),
    ]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer no exercise to be renewed: it is to go without a trace."""
        if db_field.name == "renews":
            kwargs["queryset"] = Declaration.objects.filter(is_practice=False)
            kwargs["error_messages"] = {"unique": _("En annen erklæring fornyer allerede denne.")}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Declaration]:
        """Add the number of answers, without a query for each row."""
        rows: QuerySet[Declaration] = super().get_queryset(request)
        return rows.annotate(answers=Count("signatures"))

    @admin.display(description=_("registrerte svar"), ordering="answers")
    def signature_count(self, declaration: Any) -> str:
        """Return how many answers are registered, leading to their list."""
        url = reverse("admin:declaration_signature_changelist")
        return format_html(
            '<a href="{}?declaration__id__exact={}">{}</a>', url, declaration.pk, declaration.answers
        )


class SignatureForm(RecordForm):
    """A signature, and why it is changed: history keeps the reason."""

    reason = forms.CharField(
        label=_("Hvorfor"),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_(
            "Hvorfor du endrer eller registrerer dette, for eksempel «Vedtak mottatt 3. mai». "
            "Må fylles ut ved endring, og står i historikken."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        status = self.fields.get("status")
        if status is not None and not self.instance._state.adding:
            status.help_text = _(
                "Har parten gjort noe nytt, velger du et steg under «Neste steg» øverst. Her retter du bare "
                "en status som er registrert feil, og skriver grunnen i «Hvorfor»."
            )

    def clean(self) -> dict[str, Any] | None:
        """Demand a reason when something is changed. Putting an earlier version back is its own reason."""
        cleaned = super().clean()
        changed = set(self.changed_data) - {"reason", "row_version"}
        given = self.cleaned_data.get("reason", "").strip()
        if not self.instance._state.adding and not self.restoring and changed and not given:
            self.add_error("reason", ValidationError(_("Skriv hvorfor opplysningene endres.")))
        return cleaned


class PartyFilter(admin.SimpleListFilter):
    """Municipalities and counties."""

    title = _("part")
    parameter_name = "part"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the choices."""
        return [("kommune", _("Kommuner")), ("fylke", _("Fylkeskommuner"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        if self.value() == "kommune":
            return queryset.filter(county=None)
        return queryset.filter(municipality=None) if self.value() == "fylke" else queryset


@admin.register(Signature)
class SignatureAdmin(StepsAdmin):
    """One party's answer to a declaration, written by the services only."""

    form = SignatureForm
    menu_order = 10
    # No more than has room beside menu and filter on a laptop.
    list_display = ["party", "edition", "status", "decided_on", "signed_on"]
    list_filter = ["declaration", "status", ("basis", ChoicesOrMissingFilter), PartyFilter]
    list_select_related = ["declaration", "municipality", "county"]
    date_hierarchy = "signed_on"
    search_fields = ["municipality__search_name", "county__name", "signatory_name", "case_reference"]
    search_help_text = _("Søk på kommune, fylke, navnet på den som signerte, eller saksnummer.")
    autocomplete_fields = ["declaration", "municipality", "county"]
    fieldsets = [
        (
            None,
            {
                "fields": ["declaration", "municipality", "county", "status"],
                "description": _(
                    "Velg enten en kommune eller en fylkeskommune. Den som ikke står i listen, har «ikke "
                    "registrert» på nettsidene; det betyr ikke nei."
                ),
            },
        ),
        (_("Svaret"), {"fields": ["basis", "decided_on", "case_reference", "evidence"]}),
        (
            _("Signeringen"),
            {
                "fields": ["signed_on", "signed_at", "signatory_name", "signatory_title", "signing_order"],
                "description": _("Dato, sted og navn fylles bare ut for dem som har signert."),
            },
        ),
        (_("Trukket tilslutning"), {"fields": ["withdrawn_on"]}),
        (_("Begrunnelse"), {"fields": ["reason"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Signature]:
        """Fetch what names an answer, also where it is deleted: one of an exercise says so."""
        rows: QuerySet[Signature] = super().get_queryset(request)
        return rows.select_related("declaration", "municipality", "county")

    @admin.display(description=_("part"), ordering="municipality__sort_name")
    def party(self, signature: Any) -> str:
        """Return who answered."""
        return str(signature.party_name)

    @admin.display(description=_("erklæring"), ordering="declaration")
    def edition(self, signature: Any) -> str:
        """Return the declaration's year; the filter has the titles. An exercise says so."""
        declaration = signature.declaration
        return f"{PRACTICE} {declaration.year}" if declaration.is_practice else str(declaration.year)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Register, correct or put back through the services, which write who and why.

        The service compares the version that the form was opened with itself, under its own lock.
        """
        values = {
            name: value for name, value in form.cleaned_data.items() if name not in {"reason", "row_version"}
        }
        row = self.restored_row(request)
        by: Any = request.user
        reason = form.cleaned_data.get("reason", "") or (restore_reason(row) if row is not None else "")
        if not change:
            saved = register_signature(**values, by=by, reason=reason)
        elif Signature.objects.filter(pk=obj.pk).exists():
            seen = form.cleaned_data["row_version"]
            saved = correct(signature=obj, seen=seen, by=by, reason=reason, **values)
        else:
            saved = restore_signature(signature=obj, by=by, reason=reason)
        obj.pk, obj.version, obj._state.adding = saved.pk, saved.version, False


@admin.register(MainPoint)
class MainPointAdmin(PartAdmin):
    """A main point of a declaration."""

    list_display = ["text", "declaration", "order"]
    list_select_related = ["declaration"]
    search_fields = ["text"]
    fieldsets = [(None, {"fields": ["declaration", "order", "text"]})]


@admin.register(Theme)
class ThemeAdmin(PartAdmin):
    """A theme of a declaration."""

    list_display = ["title", "declaration", "order"]
    list_select_related = ["declaration"]
    search_fields = ["title"]
    fieldsets = [(None, {"fields": ["declaration", "order", "title", "text"]})]


@admin.register(Commitment)
class CommitmentAdmin(PartAdmin):
    """A commitment of a declaration."""

    list_display = ["text", "number", "declaration", "theme"]
    list_select_related = ["declaration", "theme"]
    search_fields = ["text", "number", "declaration__title"]
    fieldsets = [
        (None, {"fields": ["declaration", "theme", "number", "order", "text", "is_verbatim"]}),
    ]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the themes of the commitment's own declaration."""
        if db_field.name == "theme" and request.resolver_match is not None:
            pk = request.resolver_match.kwargs.get("object_id", "")
            declarations = Commitment.objects.filter(pk=int(pk) if pk.isdigit() else 0).values("declaration")
            kwargs["queryset"] = Theme.objects.filter(declaration__in=declarations)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Offer no exercise's commitments to what is real, such as an activity."""
        if request.GET.get("field_name"):
            queryset = queryset.exclude(declaration__is_practice=True)
        return super().get_search_results(request, queryset, search_term)


@admin.register(Milestone)
class MilestoneAdmin(PartAdmin):
    """A step of a declaration's process."""

    list_display = ["title", "declaration", when_column("on", "date_note"), "done_on"]
    list_select_related = ["declaration"]
    search_fields = ["title"]
    fieldsets = [
        (
            None,
            {"fields": ["declaration", "order", "title", "body", ("on", "ends_on"), "date_note", "done_on"]},
        ),
    ]


@admin.register(PublishedCount)
class PublishedCountAdmin(PartAdmin):
    """A published count of signatories."""

    list_display = ["wording", "declaration", "count", when_column("as_of", "as_of_note")]
    list_select_related = ["declaration"]
    search_fields = ["wording"]
    fieldsets = [(None, {"fields": ["declaration", "count", "wording", ("as_of", "as_of_note")]})]
