"""A plan's way to adoption in the admin: a page for each step, which says what will change before it does.

The plan's form shows how far the plan has come and leads to the steps that can be taken from there; it
changes none of it. What the steps wrote is seen in the lists of treatments and of adopted versions.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.widgets import AdminDateWidget, AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.models import ActionPlan
from actionplan.readiness import Finding, Readiness, ready
from actionplan.reports import adopted_pdf
from actionplan.services import (
    STANDING,
    STEPS,
    Step,
    adopt,
    hold_to_steps,
    is_history,
    refusal_of,
    reopen,
    send_back,
    submit,
    treat,
)
from actionplan.snapshot import PlanContent, content_of
from members.models import Body
from osloregionen.admin import RecordAdmin
from osloregionen.formatting import MISSING, date_nb
from osloregionen.pdf import Pdf, PdfError
from osloregionen.writing import REASON_LENGTH, Conflict

#: What each step asks for, in the order of its form; `demanded` below may not be empty.
_ASKS = {
    Step.SUBMIT: ("reason",),
    Step.TREAT: ("body", "on", "case_reference", "outcome"),
    Step.SEND_BACK: ("reason",),
    Step.ADOPT: ("body", "on", "case_reference"),
    Step.REOPEN: ("reason",),
}
_DEMANDED = {
    Step.TREAT: {"body", "on"},
    Step.SEND_BACK: {"reason"},
    Step.ADOPT: {"body", "on", "case_reference"},
    Step.REOPEN: {"reason"},
}
#: Between two lines of one field.
_LINE = mark_safe("<br>")
#: Who adopts, unless somebody chooses another.
_ADOPTING_BODY = "representantskapet"


class _Accepted(forms.MultipleChoiceField):
    """What is ticked among the warnings. Those that are gone since are the service's business."""

    def valid_value(self, value: Any) -> bool:
        """Take any."""
        return True


class StepForm(forms.Form):
    """What a step asks for, with what the person saw of the plan."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    seen_content = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, step: Step, warnings: tuple[Finding, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _ASKS[step]:
            self.fields[name] = _field(name, required=name in _DEMANDED.get(step, set()))
        self.shown = list(_ASKS[step])
        if warnings:
            # Ticked in the list of what is missing, above the other fields.
            self.fields["accept"] = _Accepted(required=False)
            self.fields["accepted_because"] = forms.CharField(
                label=_("Hvorfor programmet vedtas med disse manglene"),
                widget=AdminTextareaWidget(attrs={"rows": 3}),
                required=False,
                help_text=_("Står i den vedtatte versjonen og på nettsiden."),
            )
            self.shown.append("accepted_because")

    def values(self) -> dict[str, Any]:
        """Return what the person filled in, as the step's service takes it."""
        names = [name for name in (*self.shown, "accept") if name in self.fields]
        return {name: self.cleaned_data[name] for name in names}

    def ticked(self) -> set[str]:
        """Return the codes of the warnings that are ticked."""
        return set(self["accept"].value() or ()) if "accept" in self.fields else set()


def _field(name: str, *, required: bool) -> forms.Field:
    if name == "body":
        return forms.ModelChoiceField(label=_("Organ"), queryset=Body.objects.all(), required=required)
    if name == "on":
        return forms.DateField(label=_("Dato"), widget=AdminDateWidget, required=required)
    if name == "case_reference":
        return forms.CharField(
            label=_("Saksnummer"), max_length=100, widget=AdminTextInputWidget, required=required
        )
    if name == "outcome":
        return forms.CharField(
            label=_("Utfall"),
            widget=AdminTextareaWidget(attrs={"rows": 3}),
            required=required,
            help_text=_("Hva organet vedtok eller rådet til, slik det står i protokollen."),
        )
    return forms.CharField(
        label=_("Hvorfor"),
        max_length=REASON_LENGTH,
        widget=AdminTextInputWidget,
        required=required,
        help_text=_("Står i historikken.") if required else _("Står i historikken. Kan stå tomt."),
    )


class AdoptionAdmin(RecordAdmin):
    """Adds the steps to the admin of plans: links on the form, and a page for each."""

    change_form_template = "admin/steps_form.html"

    def get_urls(self) -> list[Any]:
        """Add the pages of the steps."""
        view = self.admin_site.admin_view(self.step_view)
        return [
            path("<int:object_id>/steg/<slug:step>/", view, name="actionplan_actionplan_step"),
            *super().get_urls(),
        ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out how far the plan has come while there is no plan yet."""
        fieldsets = super().get_fieldsets(request, obj)
        return [row for row in fieldsets if obj is not None or "status" not in row[1]["fields"]]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Show what the steps write; only of a plan from before the portal it is filled in here."""
        fields = [*super().get_readonly_fields(request, obj), "treated", "adopted_versions"]
        if obj is None:
            return fields
        if not is_history(obj):
            fields += STANDING
        return [*fields, "year"] if obj.versions.exists() else fields

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer no status that only a step leads to."""
        if db_field.name == "status":
            every = db_field.get_choices()
            kwargs["choices"] = [one for one in every if one[0] != ActionPlan.Status.IN_TREATMENT]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("behandlet i"))
    def treated(self, plan: ActionPlan) -> str:
        """Return the treatments that are registered, each leading to its form. One query."""
        return _links(
            (
                reverse("admin:actionplan_treatment_change", args=[row.pk]),
                f"{row.body.name}, {date_nb(row.on)}",
            )
            for row in plan.treatments.select_related("body")
        )

    @admin.display(description=gettext_lazy("vedtatte versjoner"))
    def adopted_versions(self, plan: ActionPlan) -> str:
        """Return the adopted versions, each leading to its page here. One query."""
        said = _("Versjon %(number)d, vedtatt %(date)s")
        return _links(
            (
                reverse("admin:actionplan_planversion_change", args=[row.pk]),
                said % {"number": row.number, "date": date_nb(row.adopted_on)},
            )
            for row in plan.versions.light().order_by("-number")
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Add the steps that can be taken from here."""
        plan = kwargs.get("obj")
        if plan is not None and self.has_change_permission(request, plan):
            # As it is stored: a form that was refused holds what was typed.
            status = ActionPlan.objects.values_list("status", flat=True).get(pk=plan.pk)
            context["steps"] = [
                (step.label, _step_url(plan, step)) for step in STEPS if not refusal_of(step, status)
            ]
            context["steps_lead"] = _(
                "Velg det som har skjedd. Neste side viser hva som endres, før noe lagres. Status og vedtak "
                "endres bare med stegene."
            )
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save what the form may change; how far the plan has come is not among that."""
        hold_to_steps(obj, restoring=self.restored_row(request) is not None)
        super().save_model(request, obj, form, change)

    def step_view(self, request: HttpRequest, object_id: int, step: str) -> HttpResponse:
        """Show the page of a step, or take it once it is confirmed."""
        plans = ActionPlan.objects.select_related("period__adopted_by", "adopted_by")
        plan = get_object_or_404(plans, pk=object_id)
        if not self.has_change_permission(request, plan):
            raise PermissionDenied
        if step not in Step.values:
            raise Http404(step)
        content = content_of(plan)
        readiness = ready(plan, content) if Step(step) in (Step.SUBMIT, Step.ADOPT) else Readiness((), ())
        warnings = readiness.warnings if step == Step.ADOPT else ()
        if request.method != "POST":
            form = StepForm(step=Step(step), warnings=warnings, initial=_suggested(Step(step), plan, content))
            return self._step_page(request, Step(step), plan, readiness, form)
        form = StepForm(request.POST, step=Step(step), warnings=warnings)
        if form.is_valid():
            try:
                text = _take(request, Step(step), plan, form)
            except ValidationError as error:
                _tell(form, error)
                if isinstance(error, Conflict):
                    # Who has been told sees the plan as it is now, and decides once more.
                    now = {"seen": str(plan.version), "seen_content": content.sha256()}
                    form.data = QueryDict(mutable=True)
                    form.data.update({**request.POST.dict(), **now})
                    form.data.setlist("accept", request.POST.getlist("accept"))
            except PdfError:
                form.add_error(
                    None, _("PDF-en kunne ikke lages, og ingenting er lagret. Prøv igjen, eller si fra.")
                )
            else:
                self.log_change(request, plan, f"{Step(step).label}: {text}")
                self.message_user(request, text, messages.SUCCESS)
                return redirect("admin:actionplan_actionplan_change", object_id)
        return self._step_page(request, Step(step), plan, readiness, form)

    def _step_page(
        self, request: HttpRequest, step: Step, plan: ActionPlan, readiness: Readiness, form: StepForm
    ) -> HttpResponse:
        refusal = refusal_of(step, plan.status)
        fieldset: tuple[Any, dict[str, Any]] = (_("Opplysninger"), {"fields": form.shown})
        context = {
            **self.admin_site.each_context(request),
            "title": step.label,
            "subtitle": str(plan),
            "opts": self.opts,
            "media": self.media + form.media,
            "plan": plan,
            "form": form,
            # The helper draws forms without a model as well.
            "fieldsets": AdminForm(form, [fieldset], {}, model_admin=self),  # type: ignore[arg-type]
            "refusal": refusal,
            "now": _word(plan.status),
            "ends": _word(STEPS[step].ends),
            "moves": STEPS[step].ends != plan.status,
            "consequence": _consequence(step, plan),
            "checked": step in (Step.SUBMIT, Step.ADOPT) and not refusal,
            "decides": step == Step.ADOPT,
            "blocking": [(finding.text, _mended_at(plan, finding)) for finding in readiness.blocking],
            "warnings": [
                (finding, finding.code in form.ticked(), *_seen_at(plan, finding))
                for finding in readiness.warnings
            ],
            "can_confirm": not refusal and not (step == Step.ADOPT and readiness.blocking),
            "back": reverse("admin:actionplan_actionplan_change", args=[plan.pk]),
            "pdf": _draft_url(plan),
        }
        return TemplateResponse(request, "admin/actionplan/step.html", context)


def _links(links: Iterable[tuple[str, str]]) -> str:
    """Return links, one a line; "ingen" where there are none."""
    return format_html_join(_LINE, '<a href="{}">{}</a>', links) or _("ingen")


def _step_url(plan: ActionPlan, step: Step) -> str:
    return reverse("admin:actionplan_actionplan_step", args=[plan.pk, step.value])


def _draft_url(plan: ActionPlan) -> str:
    """Return the address of the PDF of the plan as it is now. One query."""
    name = "plan_draft_pdf" if plan.versions.exists() else "plan_pdf"
    return reverse(f"actionplan:{name}", kwargs={"year": plan.year})


def _word(status: str) -> str:
    return str(ActionPlan.Status(status).label) if status else str(MISSING)


def _activities_url(plan: ActionPlan) -> str:
    return f"{reverse('admin:actionplan_activity_changelist')}?plan__id__exact={plan.pk}"


def _mended_at(plan: ActionPlan, finding: Finding) -> str:
    """Return where what blocks is mended: what it names, the one activity, else the plan or all of those."""
    if finding.place is not None:
        model, key = finding.place
        return reverse(f"admin:actionplan_{model}_change", args=[key])
    if len(finding.activities) == 1:
        return reverse("admin:actionplan_activity_change", args=finding.activities)
    if finding.activities or not plan.activities.exists():
        return _activities_url(plan)
    return reverse("admin:actionplan_actionplan_change", args=[plan.pk])


def _seen_at(plan: ActionPlan, finding: Finding) -> tuple[str, str]:
    """Return where a warning is seen to, and what the link says."""
    if len(finding.activities) == 1:
        return reverse("admin:actionplan_activity_change", args=finding.activities), _("Se aktiviteten")
    if finding.activities:
        return _activities_url(plan), _("Se aktivitetene")
    url = reverse("actionplan:connections", kwargs={"year": plan.year})
    return url, _("Se sammenhengene")


def _suggested(step: Step, plan: ActionPlan, content: PlanContent) -> dict[str, Any]:
    """Return what a form begins with: what the person sees, and who usually adopts. One query at most."""
    seen: dict[str, Any] = {"seen": plan.version, "seen_content": content.sha256()}
    if step == Step.ADOPT:
        seen["body"] = Body.objects.filter(slug=_ADOPTING_BODY).values_list("pk", flat=True).first()
    return seen


def _consequence(step: Step, plan: ActionPlan) -> str:
    """Say what a step does besides the status."""
    if step == Step.ADOPT:
        return _(
            "Innholdet slik det er nå, og PDF-en av det, blir lagret som en egen versjon som aldri endres. "
            "Det tar noen sekunder."
        )
    if step == Step.REOPEN and not plan.versions.exists():
        return _(
            "Portalen har ingen versjon fra vedtaket. Dato, organ og saksnummer tømmes i skjemaet, og står "
            "bare i historikken til programmet er vedtatt på nytt."
        )
    if step == Step.REOPEN:
        return _(
            "Versjonene som er vedtatt, blir stående som de er, og gjelder til en ny er vedtatt. Dato, organ "
            "og saksnummer tømmes i skjemaet og står fortsatt i versjonen."
        )
    if step == Step.TREAT:
        return _("Behandlingen blir med i den vedtatte versjonen. Status endres ikke.")
    if step == Step.SEND_BACK:
        return _("Behandlingene som er registrert, blir stående.")
    return _("Programmet kan fortsatt rettes mens det er til behandling.")


def _take(request: HttpRequest, step: Step, plan: ActionPlan, form: StepForm) -> str:
    """Take a step through its service, and return what happened in words."""
    by: Any = request.user
    values, seen = form.values(), form.cleaned_data["seen"]
    if step == Step.TREAT:
        treatment = treat(plan=plan, by=by, **values)
        return _("Registrert: behandlet i organet «%(body)s» %(date)s.") % {
            "body": treatment.body.name,
            "date": date_nb(treatment.on),
        }
    if step == Step.ADOPT:
        address = request.build_absolute_uri(plan.get_absolute_url())

        def render(content: PlanContent) -> Pdf:
            return adopted_pdf(content, address)

        shown = form.cleaned_data["seen_content"]
        version = adopt(plan=plan, seen=seen, seen_content=shown, by=by, render=render, **values)
        return _("Vedtatt: versjon %(number)d er lagret og kan ikke endres.") % {"number": version.number}
    service = {Step.SUBMIT: submit, Step.SEND_BACK: send_back, Step.REOPEN: reopen}[step]
    moved = service(plan=plan, seen=seen, by=by, **values)
    return _("Status er nå «%(status)s».") % {"status": _word(moved.status)}


def _tell(form: StepForm, error: ValidationError) -> None:
    """Put what a service refused at its field, or on top where the form has no such field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, texts in error.message_dict.items():
        if field == "accept":
            # Each of them stands in the list, not ticked.
            texts = [_("Kryss av for hver mangel som godtas, eller rett den først.")]
        for text in texts:
            form.add_error(field if field in form.shown else None, text)
