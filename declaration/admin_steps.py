"""The steps of the signing process in the admin, for one party and for many: a page that names each party and
what will change, asks for what the step needs, and carries the version of each row that it showed.

Who confirms has seen every party by name. Those that can't take the step stand apart with the reason and are
left out, so that one of sixty does not stop the others; the button says how many it concerns. What is
confirmed is written for all of them or, where a single one is refused, for none.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.widgets import AdminDateWidget, AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from declaration.admin_chosen import Chosen, all_unanswered, chosen_of, chosen_parties
from declaration.models import Signature
from declaration.services import REASON_LENGTH, STEPS, Step, step_service
from osloregionen.admin import RecordAdmin
from osloregionen.admin_forms import PlainTextarea
from osloregionen.formatting import counted_nb, list_nb

#: Fields of a step that differ from party to party.
OF_EACH = ("signatory_name", "signatory_title")
#: Parties that one page takes: Django reads a thousand fields of a form, and a signing has three for each.
MOST_AT_ONCE = 300
#: Names that a message holds; more are counted.
MOST_NAMED = 8


class StepForm(forms.Form):
    """What a step asks for: once for all parties, and beside each party what is its own."""

    def __init__(self, *args: Any, step: Step, parties: list[Chosen], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = STEPS[step]
        self.common = [name for name in rule.asks if name not in OF_EACH]
        for name in self.common:
            self.fields[name] = _field(name, required=name in rule.demands)
        self.of_each = [name for name in rule.asks if name in OF_EACH]
        for party in parties:
            for name in self.of_each:
                field = _field(name, required=False)
                field.widget.attrs["aria-label"] = f"{field.label}, {party.name}"
                self.fields[f"{name}-{party.key}"] = field
        self.fields["source"] = _field("source", required=False)
        self.fields["reason"] = forms.CharField(
            label=_("Hvorfor"),
            max_length=REASON_LENGTH,
            required=False,
            widget=AdminTextInputWidget,
            help_text=_("Står i historikken, for eksempel «Vedtak mottatt 3. mai». Kan stå tomt."),
        )

    def values_of(self, party: Chosen) -> dict[str, Any]:
        """Return what the step's service takes, as the form has it for one party."""
        names = [*self.common, "source", "reason"]
        values = {name: self.cleaned_data[name] for name in names}
        return values | {name: self.cleaned_data[f"{name}-{party.key}"] for name in self.of_each}

    def fieldset(self, several: bool) -> tuple[Any, dict[str, Any]]:
        """Return heading, fields and description of what all parties share, as the admin's forms say it."""
        what = _("Det du lar stå tomt, endres ikke, bortsett fra det tabellen sier at tømmes.")
        if several:
            what = _("Det du skriver her, gjelder alle partene i tabellen.") + " " + what
        return _("Opplysninger"), {"fields": [*self.common, "source", "reason"], "description": what}


def _field(name: str, *, required: bool) -> Any:
    """Return a form's field for a field of the signature, with the admin's own widgets."""
    model_field: Any = Signature._meta.get_field(name)
    own: dict[str, Any] = {"required": required}
    if isinstance(model_field, models.DateField):
        own["widget"] = AdminDateWidget
    elif isinstance(model_field, models.TextField):
        own["widget"] = PlainTextarea(attrs={"rows": 2})
    elif not model_field.choices:
        own["widget"] = AdminTextInputWidget
    if name == "basis":
        # The model's own says when it may stay empty; here it may not, or nobody minds.
        own["help_text"] = ""
    field: Any = model_field.formfield(**own)
    field.label = capfirst(field.label)
    return field


def step_action(step: Step) -> Callable[..., Any]:
    """Return the action of the signatures' list that leads to a step's page."""

    @admin.action(description=str(step.label), permissions=["change"])
    def act(model_admin: "StepsAdmin", request: HttpRequest, rows: QuerySet[Signature]) -> HttpResponse:
        return model_admin.show_step(request, step, chosen_of(rows))

    act.__name__ = f"step_{step.value}"
    return act


class StepsAdmin(RecordAdmin):
    """Adds the steps to the admin of signatures: actions of the list, and links on one signature's form."""

    change_form_template = "admin/steps_form.html"
    # Nobody is invited who has a row already.
    actions = [step_action(step) for step, rule in STEPS.items() if rule.starts != {None}]

    def get_urls(self) -> list[Any]:
        """Add the pages of the steps."""
        view = self.admin_site.admin_view
        return [
            path("steg/<slug:step>/", view(self.step_view), name="declaration_signature_step"),
            path(
                "<int:object_id>/steg/<slug:step>/",
                view(self.one_step_view),
                name="declaration_signature_one_step",
            ),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Add the steps that can be taken from here."""
        signature = kwargs["obj"] = self.as_stored(request, context, kwargs.get("obj"))
        if signature is not None and self.has_change_permission(request, signature):
            [party] = chosen_of([signature])
            context["steps"] = [
                (step.label, reverse("admin:declaration_signature_one_step", args=[signature.pk, step.value]))
                for step in STEPS
                if not party.refusal(step)
            ]
            context["steps_lead"] = _(
                "Velg det som har skjedd. Neste side viser hva som endres, før noe lagres. I skjemaet under "
                "retter du det som er registrert feil."
            )
        return super().render_change_form(request, context, *args, **kwargs)

    def one_step_view(self, request: HttpRequest, object_id: int, step: str) -> HttpResponse:
        """Show the page of a step for one signature. Changes nothing."""
        rows = Signature.objects.select_related("declaration", "municipality", "county")
        signature = get_object_or_404(rows, pk=object_id)
        return self.show_step(request, _step(step), chosen_of([signature]))

    def step_view(self, request: HttpRequest, step: str) -> HttpResponse:
        """Show the page of a step for the parties that were chosen, or take the step once it is confirmed."""
        every = [party.key for value in request.POST.getlist("alle") for party in all_unanswered(value)]
        parties = chosen_parties([*every, *request.POST.getlist("part")])
        if request.method == "POST" and "bekreft" in request.POST:
            return self.take_step(request, _step(step), parties)
        return self.show_step(request, _step(step), parties)

    def show_step(
        self, request: HttpRequest, step: Step, parties: list[Chosen], form: StepForm | None = None
    ) -> HttpResponse:
        """Return the page that names each party and what will change. No queries for each of them."""
        self._check_permissions(request, parties)
        if len(parties) > MOST_AT_ONCE:
            text = _("Velg høyst %(most)s parter om gangen. Ingenting er endret.") % {"most": MOST_AT_ONCE}
            self.message_user(request, text, messages.ERROR)
            return redirect(_address_after(parties))
        if len({party.declaration.is_practice for party in parties}) > 1:
            text = _("Velg enten ekte svar eller svar fra øvelsen, ikke begge. Ingenting er endret.")
            self.message_user(request, text, messages.ERROR)
            return redirect(_address_after(parties))
        parties = sorted(parties, key=lambda party: party.order)
        unable: dict[str, list[Chosen]] = {}
        for party in parties:
            unable.setdefault(party.refusal(step), []).append(party)
        able = unable.pop("", [])
        form = form or StepForm(step=step, parties=parties, initial=_suggested(step, able))
        counted = counted_nb(len(able), _("part"), _("parter"))
        # The helper draws forms without a model as well.
        fieldsets = AdminForm(form, [form.fieldset(several=len(able) > 1)], {}, model_admin=self)  # type: ignore[arg-type]
        context = {
            **self.admin_site.each_context(request),
            "title": step.label,
            "subtitle": list_nb(sorted({str(party.declaration) for party in parties})),
            "opts": self.opts,
            # They are all of an exercise, or none is.
            "declaration": parties[0].declaration if parties else None,
            "media": self.media + form.media,
            "form": form,
            "fieldsets": fieldsets,
            "headings": [form[f"{name}-{party.key}"].label for party in able[:1] for name in form.of_each],
            "rows": [
                (party, party.told(step), [form[f"{name}-{party.key}"] for name in form.of_each])
                for party in able
            ],
            "some_told": any(party.told(step) for party in able),
            "several_declarations": len({party.declaration.pk for party in parties}) > 1,
            "ends": Signature.Status(STEPS[step].ends).label,
            "unable": [(why, list_nb([one.name for one in those]), those) for why, those in unable.items()],
            "unable_heading": _("Blir ikke med: %(parties)s")
            % {"parties": counted_nb(len(parties) - len(able), _("part"), _("parter"))},
            "heading": _("Dette endres: %(parties)s") % {"parties": counted},
            "can_confirm": bool(able),
            "button": (_("Inviter %(parties)s") if step is Step.INVITE else _("%(step)s for %(parties)s"))
            % {"step": step.label, "parties": counted},
            "action": reverse("admin:declaration_signature_step", args=[step.value]),
            "back": _address_after(parties),
        }
        return TemplateResponse(request, "admin/declaration/step.html", context)

    def take_step(self, request: HttpRequest, step: Step, parties: list[Chosen]) -> HttpResponse:
        """Take a confirmed step for all parties that the person saw, or for none where one is refused."""
        self._check_permissions(request, parties)
        confirmed = [party for party in parties if party.confirmed]
        if len({party.declaration.is_practice for party in confirmed}) > 1:
            return self.show_step(request, step, parties)
        form = StepForm(request.POST, step=step, parties=parties)
        if not confirmed or not form.is_valid():
            return self.show_step(request, step, parties, form)
        refused: dict[tuple[str, str], list[str]] = {}
        with transaction.atomic():
            for party in confirmed:
                try:
                    self._take(request, step, party, form)
                except ValidationError as error:
                    for field, text in _told(error):
                        refused.setdefault((field, text), []).append(party.name)
            if refused:
                transaction.set_rollback(True)
        if refused:
            for (field, text), names in refused.items():
                # What is wrong for all of them is wrong with the field; else it must say for whom.
                known = field in form.common
                shared = known and len(names) == len(confirmed)
                form.add_error(field if known else None, text if shared else f"{_named(names)}: {text}")
            return self.show_step(request, step, chosen_parties(party.key for party in parties), form)
        text = _("Registrert som «%(status)s»: %(parties)s.") % {
            "status": Signature.Status(STEPS[step].ends).label,
            "parties": _named([party.name for party in sorted(confirmed, key=lambda party: party.order)]),
        }
        self.message_user(request, text, messages.SUCCESS)
        return redirect(_address_after(chosen_parties(party.key for party in parties)))

    def _take(self, request: HttpRequest, step: Step, party: Chosen, form: StepForm) -> None:
        """Take the step for one party through its service, and note it among the latest changes."""
        by: Any = request.user
        values = party.named() | form.values_of(party)
        signature = step_service(step)(seen=party.seen, by=by, **values)
        text = f"{step.label}: {party.status} → {signature.get_status_display()}"
        log = self.log_addition if party.signature is None else self.log_change
        log(request, signature, text)

    def _check_permissions(self, request: HttpRequest, parties: list[Chosen]) -> None:
        """Refuse who may not change signatures, or not add one where a party has none."""
        new = any(party.signature is None for party in parties)
        if not self.has_change_permission(request) or (new and not self.has_add_permission(request)):
            raise PermissionDenied


def _step(value: str) -> Step:
    if value not in Step.values:
        raise Http404(value)
    return Step(value)


def _suggested(step: Step, parties: list[Chosen]) -> dict[str, Any]:
    """Return what a form begins with: of a signing, the declaration's own day and place, once it has come."""
    declarations = {party.declaration.pk: party.declaration for party in parties}
    if step is not Step.SIGN or len(declarations) != 1:
        return {}
    [declaration] = declarations.values()
    if declaration.signing_on is None or declaration.signing_on > timezone.localdate():
        return {}
    return {"signed_on": declaration.signing_on, "signed_at": declaration.signing_place}


def _told(error: ValidationError) -> list[tuple[str, str]]:
    """Return an error's messages, each with its field ("" where there is none)."""
    if not hasattr(error, "error_dict"):
        return [("", text) for text in error.messages]
    return [(field, text) for field, texts in error.message_dict.items() for text in texts]


def _named(names: list[str]) -> str:
    """Return the parties' names; beyond a handful it counts them."""
    more = len(names) - MOST_NAMED
    if more < 2:
        return list_nb(names)
    return list_nb([*names[:MOST_NAMED], counted_nb(more, _("part til"), _("parter til"))])


def _address_after(parties: list[Chosen]) -> str:
    """Return where a step leads back to: the one signature's form, or the list, of the one declaration."""
    if len(parties) == 1 and parties[0].signature is not None:
        return reverse("admin:declaration_signature_change", args=[parties[0].signature.pk])
    address = reverse("admin:declaration_signature_changelist")
    declarations = {party.declaration.pk for party in parties}
    return f"{address}?declaration__id__exact={declarations.pop()}" if len(declarations) == 1 else address
