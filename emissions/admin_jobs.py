"""Pages of the admin on which a file of statistics is uploaded, followed, looked over, and confirmed.

The work goes on in a process of its own (`emissions.jobs`): these pages begin it and look at it. They work
without a script, by being loaded anew.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.widgets import AdminDateWidget, AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from emissions.current import publications_in_use
from emissions.jobs.starting import LateError, begin, confirm, drop
from emissions.jobs.states import Standing, clear_old, shown_progress, state_of
from emissions.jobs.uploads import MOST_BYTES, LimitedUpload
from emissions.models import Edition, ImportJob
from emissions.report_page import report_page
from osloregionen.admin import column
from osloregionen.changes import who
from osloregionen.formatting import number_nb

if TYPE_CHECKING:
    JobAdmin = admin.ModelAdmin[ImportJob]
else:
    JobAdmin = admin.ModelAdmin

#: Who may store an edition may import one.
PERMISSION = "emissions.add_edition"
_MEGABYTE = 1024 * 1024


class UploadForm(forms.Form):
    """The file, and what it does not always say itself."""

    file = forms.FileField(
        label=gettext_lazy("Fil"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": gettext_lazy("Velg en fil."), "empty": gettext_lazy("Filen er tom.")},
    )
    published_on = forms.DateField(
        label=gettext_lazy("Publisert"),
        widget=AdminDateWidget,
        required=False,
        help_text=gettext_lazy(
            "Dagen Miljødirektoratet publiserte tallene. Den kan fylles ut senere, men må være der før "
            "utgaven tas i bruk."
        ),
    )
    number = forms.RegexField(
        r"^[0-9]{4}$",
        label=gettext_lazy("Kommunenummer"),
        widget=AdminTextInputWidget(attrs={"inputmode": "numeric", "maxlength": 4}),
        required=False,
        help_text=gettext_lazy(
            "For en CSV-fil med én kommune. For et Excel-ark med én kommune bare når flere kommuner har "
            "navnet, som Nes og Våler. Ellers skal feltet stå tomt."
        ),
        error_messages={"invalid": gettext_lazy("Et kommunenummer har fire sifre.")},
    )

    def clean_published_on(self) -> Any:
        """Refuse a day that has not come."""
        on = self.cleaned_data["published_on"]
        if on is not None and on > timezone.localdate():
            raise ValidationError(_("Datoen kan ikke ligge fram i tid."))
        return on


@admin.register(ImportJob)
class ImportJobAdmin(JobAdmin):
    """The imports: a list, a page to begin one, and a page for each."""

    menu_order = 5
    list_display = [
        "file_name",
        "standing",
        "began_by",
        "began_at",
        column("edition", gettext_lazy("utgave"), "–"),
    ]
    list_select_related = ["began_by", "edition"]
    search_fields = ["file_name"]
    ordering = ["-pk"]
    list_per_page = 50

    def get_urls(self) -> list[Any]:
        """Add where the page asks how far the work is."""
        view = self.admin_site.admin_view(self.progress_view)
        return [
            path("<int:object_id>/framdrift/", view, name="emissions_importjob_progress"),
            *super().get_urls(),
        ]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may import."""
        return cast(Any, request.user).has_perm(PERMISSION)  # type: ignore[no-any-return]

    has_add_permission = has_view_permission
    has_module_permission = has_view_permission

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: an import is answered on its page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: what was imported stays to be seen."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportJob]:
        """Leave out the reports, which no list shows, but for whether the file was stored before."""
        rows: QuerySet[ImportJob] = super().get_queryset(request)
        return rows.defer("report", "message").annotate(stored_before=KeyTransform("already", "report"))

    @admin.display(description=gettext_lazy("status"))
    def standing(self, job: ImportJob) -> str:
        """Return how the import stands. A query where it has just ended."""
        state = state_of(job)
        is_stored = state.standing == Standing.READ and getattr(job, "stored_before", None)
        return _stored_before() if is_stored else state.said

    # --- Upload ---------------------------------------------------------------------------------------

    # The file is taken in by our own handler, which must be in place before anybody asks for the form.
    @method_decorator(csrf_exempt)
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Show the form; on POST begin to read the file."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        upload = LimitedUpload(request)
        if request.method == "POST":
            request.upload_handlers = [upload]
        return self._upload(request, upload)

    @method_decorator(csrf_protect)
    def _upload(self, request: HttpRequest, upload: LimitedUpload) -> HttpResponse:
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST":
            form = UploadForm(request.POST, request.FILES)
            job = self._begun(request, form, upload)
            if job is not None:
                self.log_addition(request, job, _("Lastet opp «%(file)s».") % {"file": job.file_name})
                return redirect("admin:emissions_importjob_change", job.pk)
        names = ["file", "published_on", "number"]
        context = {
            **self._context(request),
            "title": _("Importer en utgave av statistikken"),
            "form": form,
            "media": self.media + form.media,
            # The helper draws forms without a model as well.
            "fieldsets": AdminForm(form, [(None, {"fields": names})], {}, model_admin=self),  # type: ignore[arg-type]
            "most": number_nb(MOST_BYTES // _MEGABYTE),
            # No browser keeps the file for a form that comes back.
            "file_again": bool(form.errors and request.FILES),
        }
        return TemplateResponse(request, "admin/emissions/import_upload.html", context)

    def _begun(self, request: HttpRequest, form: UploadForm, upload: LimitedUpload) -> ImportJob | None:
        """Return the import that a form began; None where it was refused, with why in the form."""
        if upload.is_too_large:
            form.errors.pop("file", None)
            most = number_nb(MOST_BYTES // _MEGABYTE)
            form.add_error("file", _("Filen er for stor. Den kan være høyst %(most)s MB.") % {"most": most})
        if not form.is_valid():
            return None
        file = form.cleaned_data["file"]
        clear_old()
        try:
            return begin(
                file_name=file.name,
                chunks=file.chunks(),
                published_on=form.cleaned_data["published_on"],
                number=form.cleaned_data["number"],
                by=cast(Any, request.user),
            )
        except OSError:
            form.add_error("file", _("Serveren har ikke plass til filen. Si fra til den som driver den."))
            return None

    # --- One import -----------------------------------------------------------------------------------

    @method_decorator(never_cache)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show an import: how far it is, its report, or what became of it; on POST answer the report."""
        job = self._job(request, object_id)
        if request.method == "POST":
            self._answer(request, job)
            return redirect("admin:emissions_importjob_change", job.pk)
        state = state_of(job)
        context = {
            **self._context(request),
            "title": _("Import: %(file)s") % {"file": job.file_name},
            "job": job,
            "state": state,
            "began_by": who(job.began_by) if job.began_by else None,
            "standing": state.standing.value,
            "messages_of_job": job.message.splitlines(),
        }
        if state.standing == Standing.STORED:
            context["is_in_use"] = any(
                one.edition_id == job.edition_id for one in publications_in_use().values()
            )
        elif state.standing == Standing.WORKING:
            context["progress"] = shown_progress(job)
            context["progress_url"] = reverse("admin:emissions_importjob_progress", args=[job.pk])
        elif state.standing == Standing.READ:
            context["report"] = report = report_page(job.report or {})
            already = Edition.objects.filter(pk=report.already).first() if report.already else None
            if already is not None:
                context["state"] = replace(state, said=_stored_before())
                # It would be new to the edition; whoever typed it may think that it is kept.
                context["date_not_kept"] = job.published_on not in (None, already.published_on)
            context["already"] = already
        return TemplateResponse(request, "admin/emissions/import_job.html", context)

    @method_decorator(never_cache)
    def progress_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Answer how far an import is, for the page's script. Two queries at most."""
        job = self._job(request, str(object_id))
        if state_of(job).standing != Standing.WORKING:
            return JsonResponse({"done": True})
        progress = shown_progress(job)
        return JsonResponse({"done": False, "percent": progress.percent, "said": progress.said})

    def _answer(self, request: HttpRequest, job: ImportJob) -> None:
        """Confirm or drop an import, and say so on the next page."""
        try:
            if "bekreft" in request.POST:
                confirm(job, by=cast(Any, request.user))
                self.log_change(request, job, _("Bekreftet."))
            elif "forkast" in request.POST:
                drop(job)
                self.log_change(request, job, _("Forkastet."))
                messages.success(request, _("Importen er forkastet. Ingenting er lagret."))
        except LateError as error:
            messages.warning(request, str(error))

    def _job(self, request: HttpRequest, object_id: str) -> ImportJob:
        if not self.has_view_permission(request):
            raise PermissionDenied
        jobs = ImportJob.objects.select_related("edition", "began_by", "confirmed_by")
        job = jobs.filter(pk=object_id).first() if object_id.isdecimal() and len(object_id) < 19 else None
        if job is None:
            raise Http404(object_id)
        return job

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}


def _stored_before() -> str:
    """Return how an import stands of which the file was stored before: nobody has anything to confirm."""
    return _("lagret fra før")
