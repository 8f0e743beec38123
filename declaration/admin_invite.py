"""The page of a declaration in the admin from which parties without an answer (and a row) are reached."""

import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from declaration.admin_chosen import COUNTY, TOWN, unanswered
from declaration.models import Declaration, Signature
from declaration.selectors import reference_date
from declaration.services import STEPS, Step, refusal_of
from osloregionen.admin import RecordAdmin
from osloregionen.formatting import date_nb

#: What can be registered of a party that has no row.
FIRST_STEPS = [step for step, rule in STEPS.items() if None in rule.starts]


class InviteAdmin(RecordAdmin):
    """Adds «Inviter parter» to the admin of declarations."""

    def get_urls(self) -> list[Any]:
        """Add the page."""
        view = self.admin_site.admin_view(self.invite_view)
        name = "declaration_declaration_invite"
        return [path("<int:object_id>/inviter/", view, name=name), *super().get_urls()]

    def object_links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """Lead from the declaration's form to the page."""
        link = (_("Inviter parter"), reverse("admin:declaration_declaration_invite", args=[obj.pk]))
        return [*super().object_links(request, obj), *([link] if _may(request) else [])]

    def invite_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """List members and counties without an answer, to be ticked. Changes nothing. Six queries."""
        if not _may(request):
            raise PermissionDenied
        declaration = get_object_or_404(Declaration, pk=object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Inviter parter"),
            "subtitle": str(declaration),
            "opts": self.opts,
            "declaration": declaration,
            "when": _when(reference_date(declaration)),
            "groups": [
                (title, f"{kind}-{declaration.pk}", unanswered(declaration, kind))
                for title, kind in ((_("Kommuner"), TOWN), (_("Fylkeskommuner"), COUNTY))
            ],
            "refusal": refusal_of(Step.INVITE, declaration, None),
            "steps": [
                (step.label, reverse("admin:declaration_signature_step", args=[step.value]))
                for step in FIRST_STEPS
                if not refusal_of(step, declaration, None)
            ],
        }
        return TemplateResponse(request, "admin/declaration/invite.html", context)


def _when(on: datetime.date) -> str:
    """Say of which day the members are; nobody knows those of a day to come."""
    if on >= timezone.localdate():
        return _("slik de er i dag")
    return _("slik de var %(date)s") % {"date": date_nb(on)}


def _may(request: HttpRequest) -> bool:
    """Say whether the person may register answers, by the admin of signatures itself."""
    signatures = admin.site._registry[Signature]
    return signatures.has_add_permission(request) and signatures.has_change_permission(request)
