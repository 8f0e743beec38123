"""The admin of the Klimastatus: preparing a year's report, publishing it by a step, and what was published.

Who prepares one chooses year and edition and writes the summary; the figures come by themselves. The step
shows what would be published; once it is, only the remark that stands above the report can be written.
"""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emissions.climate.content import ClimateContent
from emissions.climate.page import page_of
from emissions.climate.report import pdf_url, published_pdf
from emissions.climate.services import publish_report, readiness_of
from emissions.current import publication_in_use
from emissions.models import ClimateReport, Edition, PublishedClimateReport
from emissions.views.climate import composed_now
from osloregionen.admin import RecordAdmin, text_widget
from osloregionen.admin_frozen import FrozenAdmin
from osloregionen.formatting import date_nb
from osloregionen.pdf import Pdf, PdfError
from osloregionen.writing import Conflict

#: What the form says of a field beyond what the model does: how it is shown belongs to neither.
_ALSO = {
    "summary": gettext_lazy(
        "**To stjerner** rundt et ord gjør det fett, en linje som begynner med ## blir en overskrift, og "
        "en som begynner med en bindestrek, et punkt i en liste."
    ),
    "remark": gettext_lazy("Den kommer også først i PDF-en."),
}

#: What a published report keeps as it was.
_KEPT = ("year", "edition", "sectors", "summary")


class PublishForm(forms.Form):
    """What the person saw of the report that is published."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    seen_content = forms.CharField(widget=forms.HiddenInput)


@admin.register(ClimateReport)
class ClimateReportAdmin(RecordAdmin):
    """A year's report as it is prepared, and the step that publishes it."""

    menu_order = 1
    # Its own links say whether it is a draft that they lead to.
    view_on_site = False
    list_display = ["year", "edition", "sectors", "published_on"]
    list_select_related = ["edition", "published"]
    search_fields = ["year", "summary"]
    formfield_overrides = text_widget(12)
    fieldsets = [
        (None, {"fields": ["year", "edition", "sectors", "summary", "published_on"]}),
        (gettext_lazy("Etter publisering"), {"fields": ["remark"]}),
    ]

    def get_urls(self) -> list[Any]:
        """Add the page of the step."""
        view = self.admin_site.admin_view(self.publish_view)
        return [
            path("<int:object_id>/publiser/", view, name="emissions_climatereport_publish"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ClimateReport]:
        """Leave out the content and the PDF of what was published, which no column shows."""
        rows: QuerySet[ClimateReport] = super().get_queryset(request)
        return rows.select_related("edition", "published").defer("published__content", "published__pdf")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with the edition in use and its last year. One query."""
        standing = publication_in_use(Edition.Kind.ALL)
        found: dict[str, Any] = super().get_changeform_initial_data(request)
        if standing is None:
            return found
        edition = standing.edition
        return {"edition": edition.pk, "sectors": edition.sectors, "year": edition.last_year, **found}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Say how a text is written and where it is shown."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in _ALSO:
            field.help_text = f"{field.help_text} {_ALSO[db_field.name]}"
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Say what is missing, and how to get it, where there is no edition to choose. A query more."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        none = db_field.name == "edition" and not Edition.objects.filter(kind=Edition.Kind.ALL).exists()
        if field is not None and none:
            text = _(
                "Ingen utgave med alle kommuner er lest inn, og en Klimastatus bygger på en slik. Last opp "
                "filen for alle kommuner under «Statistikkimporter», og ta utgaven i bruk først."
            )
            field.help_text, field.error_messages["required"] = text, text
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Show what was published, and change none of it."""
        fields = [*super().get_readonly_fields(request, obj), "published_on"]
        return [*fields, *_KEPT] if _published_of(obj) is not None else fields

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer no deletion of several: what is published stays. A draft is deleted from its own form."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Say that what is published stays, to who comes here all the same. A query more."""
        report = self.get_object(request, object_id)
        if _published_of(report) is None or not self.has_view_permission(request, report):
            return super().delete_view(request, object_id, extra_context)
        text = _("%(report)s er publisert, og kan ikke slettes.") % {"report": report}
        self.message_user(request, text, messages.ERROR)
        return redirect("admin:emissions_climatereport_change", object_id)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is published stays."""
        return _published_of(obj) is None and bool(super().has_delete_permission(request, obj))

    @admin.display(description=gettext_lazy("publisert"))
    def published_on(self, report: ClimateReport) -> str:
        """Return when the report was published."""
        row = _published_of(report)
        return date_nb(row.published_on) if row is not None else _("ikke publisert")

    def object_links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """Add the report's page, and the step that publishes it."""
        links = super().object_links(request, obj)
        if _published_of(obj) is not None:
            return [*links, (_("Se rapporten"), obj.get_absolute_url()), (_("Se PDF-en"), pdf_url(obj.year))]
        links += [
            (_("Se utkastet"), obj.get_absolute_url()),
            (_("Se utkastet som PDF"), pdf_url(obj.year)),
        ]
        if self.has_change_permission(request, obj):
            links.append((_("Publiser"), reverse("admin:emissions_climatereport_publish", args=[obj.pk])))
        return links

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save; of what is published nothing but the remark, also where an earlier state is put back."""
        stored = ClimateReport.objects.filter(pk=obj.pk, published__isnull=False).first()
        if stored is not None and any(
            getattr(stored, self.model._meta.get_field(name).attname)
            != getattr(obj, self.model._meta.get_field(name).attname)
            for name in _KEPT
        ):
            raise ValidationError(
                _("Rapporten er publisert, og kan ikke endres. Bare merknaden kan skrives.")
            )
        super().save_model(request, obj, form, change)

    def publish_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show what publishing does and what would be published; on POST publish it. Some fifty queries."""
        reports = ClimateReport.objects.select_related("edition")
        report = get_object_or_404(reports, pk=object_id)
        if not self.has_change_permission(request, report):
            raise PermissionDenied
        content = composed_now(report)
        form = PublishForm(request.POST or None, initial=_seen(report, content))
        if request.method == "POST" and form.is_valid():
            try:
                row = _publish(request, report, form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
                if isinstance(error, Conflict):
                    # Who has been told sees the report as it is now, and decides once more.
                    form.data = cast(Any, form.data).dict() | _seen(report, content)
            except PdfError:
                text = _("PDF-en kunne ikke lages, og ingenting er lagret. Prøv igjen, eller si fra.")
                form.add_error(None, text)
            else:
                text = _("%(report)s er publisert, og kan ikke endres.") % {"report": row}
                self.log_change(request, report, text)
                self.message_user(request, text, messages.SUCCESS)
                return redirect("admin:emissions_climatereport_change", report.pk)
        return self._step_page(request, report, content, form)

    def _step_page(
        self, request: HttpRequest, report: ClimateReport, content: ClimateContent, form: PublishForm
    ) -> HttpResponse:
        readiness = readiness_of(report, content)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Publiser"),
            "subtitle": str(report),
            "opts": self.opts,
            "media": self.media + form.media,
            "report": report,
            "page": page_of(content, None, lambda _slug: ""),
            "form": form,
            "fieldsets": AdminForm(form, [], {}, model_admin=self),  # type: ignore[arg-type]
            "blocking": readiness.blocking,
            "warnings": readiness.warnings,
            "can_confirm": not readiness.blocking,
            "back": reverse("admin:emissions_climatereport_change", args=[report.pk]),
            "draft": report.get_absolute_url(),
            "pdf": pdf_url(report.year),
        }
        return TemplateResponse(request, "admin/emissions/climate_publish.html", context)


def _published_of(report: Any) -> PublishedClimateReport | None:
    """Return what was published of a report; a query where it is not fetched."""
    return getattr(report, "published", None) if report is not None and report.pk else None


def _seen(report: ClimateReport, content: ClimateContent) -> dict[str, str]:
    return {"seen": f"{report.version}", "seen_content": content.sha256()}


def _publish(request: HttpRequest, report: ClimateReport, seen: dict[str, Any]) -> PublishedClimateReport:
    address = request.build_absolute_uri(report.get_absolute_url())

    def render(content: ClimateContent) -> Pdf:
        return published_pdf(content, address)

    return publish_report(
        report=report,
        seen=seen["seen"],
        seen_content=seen["seen_content"],
        compose=composed_now,
        render=render,
        by=cast(Any, request.user),
    )


@admin.register(PublishedClimateReport)
class PublishedClimateReportAdmin(FrozenAdmin):
    """A report as it was published, to be seen and never changed."""

    menu_order = 2
    list_display = ["year", "published_on", "edition", "made_by"]
    list_select_related = ["edition"]
    search_fields = ["year"]
    fields = [
        "report",
        "edition",
        "published_on",
        "pdf_link",
        "pdf_sha256",
        "content_sha256",
        "made_at",
        "made_by",
    ]

    def pdf_url(self, row: PublishedClimateReport) -> str:
        """Return the address of the stored file; the report's own is that of its page."""
        return reverse("emissions:climate_published_pdf", kwargs={"year": row.year})
