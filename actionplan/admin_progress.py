"""The admin of how activities come along: the page to report it on, what was told, and the outputs."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.widgets import AdminDateWidget, AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.models import Activity, Output, Update
from actionplan.services import carry_progress, correct_update, remove_update, report_progress, restore_update
from actionplan.standing import Standing
from actionplan.story import activity_period, standing_text
from osloregionen.admin import (
    ChoicesOrMissingFilter,
    PartAdmin,
    RecordAdmin,
    column,
    when_column,
)
from osloregionen.admin_forms import ModelForm, RecordForm
from osloregionen.admin_history import restore_reason
from osloregionen.formatting import MISSING
from osloregionen.writing import REASON_LENGTH

_REPORT = gettext_lazy("Meld framdrift")
_TOLD = ["on", "status", "status_reason", "progress", "text"]


class ReportForm(ModelForm):
    """What staff tell of an activity: for which day, how it stands, and what has happened."""

    class Meta:
        model = Update
        fields = [*_TOLD, "source"]
        widgets = {
            "on": AdminDateWidget,
            "status_reason": AdminTextareaWidget(attrs={"rows": 2}),
            "text": AdminTextareaWidget(attrs={"rows": 4}),
            "source": AdminTextInputWidget,
        }
        help_texts = {
            # The choices say it already.
            "status": "",
            "status_reason": gettext_lazy("Må fylles ut når aktiviteten er utsatt eller avlyst."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        activity = self.instance.activity
        before = activity.get_status_display() if activity.status else MISSING
        choices: Any = self.fields["status"]
        choices.choices = [("", _("som før (%(before)s)") % {"before": before}), *Activity.Status.choices]


class ProgressAdmin(RecordAdmin):
    """Adds «Meld framdrift» to the admin of activities: on a form, and on each line of the list."""

    def get_urls(self) -> list[Any]:
        """Add the page."""
        view = self.admin_site.admin_view(self.progress_view)
        name = "actionplan_activity_progress"
        return [path("<int:object_id>/framdrift/", view, name=name), *super().get_urls()]

    def object_links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """Lead from an activity's form to the page, and to the form of a new output."""
        links = super().object_links(request, obj)
        if self.has_change_permission(request, obj):
            output = reverse("admin:actionplan_output_add")
            links = [
                *links,
                (str(_REPORT), _address(obj.pk)),
                (_("Legg til leveranse"), f"{output}?activity={obj.pk}&year={obj.plan.year}"),
            ]
        return links

    @admin.display(description=_REPORT)
    def report_link(self, activity: Activity) -> SafeString:
        """Return the link that leads from a line of the list to the page."""
        return format_html('<a href="{}">{}</a>', _address(activity.pk), _REPORT)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save; an earlier version that is put back stands as its updates say, not as it did then."""
        super().save_model(request, obj, form, change)
        row = self.restored_row(request)
        if row is not None:
            by: Any = request.user
            obj.version = carry_progress(activity=obj, by=by, reason=restore_reason(row)).version

    def progress_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show how an activity stands and what was told, with the form to tell more; on POST register it."""
        activity = get_object_or_404(Activity.objects.select_related("plan", "responsible"), pk=object_id)
        if not self.has_change_permission(request, activity):
            raise PermissionDenied
        update, seen = Update(activity=activity), activity.version
        form = ReportForm(request.POST or None, instance=update, initial={"on": timezone.localdate()})
        if request.method == "POST" and form.is_valid():
            given = request.POST.get("seen", "")
            try:
                by: Any = request.user
                told = form.cleaned_data
                report_progress(activity=activity, by=by, seen=int(given) if given.isdecimal() else 0, **told)
            except ValidationError as error:
                _add_errors(form, error)
            else:
                return self._told(request, activity)
        return self._show_progress(request, activity, form, seen)

    def _told(self, request: HttpRequest, activity: Activity) -> HttpResponse:
        """Say what is registered now, and lead back to the plan's activities: often several are told of."""
        activity.refresh_from_db()
        stands = standing_text(Standing(activity.status, "", activity.progress)) or MISSING
        text = _("Framdriften er meldt. %(activity)s: %(stands)s.") % {"activity": activity, "stands": stands}
        self.log_change(request, activity, _("Meldt framdrift: %(stands)s") % {"stands": stands})
        self.message_user(request, text, messages.SUCCESS)
        return redirect(_list_address(activity))

    def _show_progress(
        self, request: HttpRequest, activity: Activity, form: ReportForm, seen: int
    ) -> HttpResponse:
        what = {"fields": ["on", "status", "status_reason", "progress", "text", "source"]}
        context = {
            **self.admin_site.each_context(request),
            "title": _REPORT,
            "subtitle": str(activity),
            "opts": self.opts,
            "media": self.media + form.media,
            "form": form,
            # The helper draws forms without an admin of their own as well.
            "fieldsets": AdminForm(form, [(_("Ny oppdatering"), what)], {}, model_admin=self),
            "activity": activity,
            "stands": standing_text(Standing(activity.status, "", activity.progress)) or MISSING,
            "period": activity_period(activity) or MISSING,
            "updates": activity.updates.all(),
            "seen": seen,
            "back": _list_address(activity),
            "can_confirm": True,
        }
        return TemplateResponse(request, "admin/actionplan/progress.html", context)


def _address(key: int) -> str:
    return reverse("admin:actionplan_activity_progress", args=[key])


def _list_address(activity: Activity) -> str:
    return f"{reverse('admin:actionplan_activity_changelist')}?plan__id__exact={activity.plan_id}"


def _add_errors(form: Any, error: ValidationError) -> None:
    """Put what a service refused at the fields that it is about."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)


class UpdateForm(RecordForm):
    """What was told, and why it is corrected: history keeps the reason."""

    reason = forms.CharField(
        label=gettext_lazy("Hvorfor"),
        max_length=REASON_LENGTH,
        required=False,
        widget=AdminTextInputWidget,
        help_text=gettext_lazy("Hvorfor du retter dette. Må fylles ut ved endring, og står i historikken."),
    )

    def clean(self) -> dict[str, Any] | None:
        """Demand a reason when something is corrected. Putting an earlier version back is its own reason."""
        cleaned = super().clean()
        changed = set(self.changed_data) - {"reason", "row_version"}
        if changed and not self.restoring and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", ValidationError(_("Skriv hvorfor oppdateringen endres.")))
        return cleaned


@admin.register(Update)
class UpdateAdmin(PartAdmin):
    """What was told of an activity for a day; told on the activity's page, corrected and taken back here."""

    form = UpdateForm
    list_display = ["on", "activity", "status", column("progress", _("framdrift, %"), _("som før")), "text"]
    list_select_related = ["activity"]
    search_fields = ["text", "activity__title"]
    readonly_fields = ["activity"]
    fieldsets = [
        (None, {"fields": ["activity", *_TOLD]}),
        (gettext_lazy("Begrunnelse"), {"fields": ["reason"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds one here: it is told on the page of its activity."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Correct or put back through the services, which carry it to the activity."""
        names = {*_TOLD, "source", "verified_on"}
        values = {name: value for name, value in form.cleaned_data.items() if name in names}
        row, by = self.restored_row(request), request.user
        reason = form.cleaned_data.get("reason", "") or (restore_reason(row) if row is not None else "")
        if Update.objects.filter(pk=obj.pk).exists():
            seen = form.cleaned_data["row_version"]
            saved = correct_update(update=obj, seen=seen, by=by, reason=reason, **values)  # type: ignore[arg-type]
        else:
            saved = restore_update(update=obj, by=by, reason=reason)  # type: ignore[arg-type]
        obj.version, obj._state.adding = saved.version, False

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Take it back through the service."""
        by: Any = request.user
        remove_update(update=obj, seen=obj.version, by=by, reason=_("Slettet i administrasjonen"))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Update]) -> None:
        """Take them back one by one; there are few."""
        for update in queryset:
            self.delete_model(request, update)


@admin.register(Output)
class OutputAdmin(RecordAdmin):
    """What came out of the work, or is meant to."""

    menu_order = 25
    list_display = ["title", "kind", "status", "year", when_column("on", "date_note"), "activity"]
    list_filter = ["kind", ("status", ChoicesOrMissingFilter), "year", "focus_area"]
    list_select_related = ["activity"]
    search_fields = ["title", "description", "year"]
    search_help_text = gettext_lazy("Søk på tittel, beskrivelse eller år.")
    autocomplete_fields = ["activity", "focus_area", "municipality", "document"]
    fieldsets = [
        (
            None,
            {
                "fields": ["kind", "title", "description", "status", ("year", "on"), "date_note"],
                "description": gettext_lazy(
                    "Skriv tidspunktet så nøyaktig som kilden: datoen der dagen er kjent, ellers for "
                    "eksempel «høsten 2020»."
                ),
            },
        ),
        (
            gettext_lazy("Sammenheng"),
            {"fields": ["activity", "focus_area", "municipality", "url", "document"]},
        ),
    ]
