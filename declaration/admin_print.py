"""The declaration's papers, from its form in the admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from declaration.models import Declaration
from declaration.reports import signing_document
from osloregionen.admin import RecordAdmin
from osloregionen.documents import fresh_response


class SigningSheetAdmin(RecordAdmin):
    """Adds «Signeringsark (PDF)» to the admin of declarations."""

    def get_urls(self) -> list[Any]:
        """Add the sheet."""
        view = self.admin_site.admin_view(require_safe(self.signing_sheet_view))
        name = "declaration_declaration_signing_sheet"
        return [path("<int:object_id>/signeringsark.pdf", view, name=name), *super().get_urls()]

    def object_links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """Lead from the declaration's form to the sheet."""
        url = reverse("admin:declaration_declaration_signing_sheet", args=[obj.pk])
        return [*super().object_links(request, obj), (_("Signeringsark (PDF)"), url)]

    def signing_sheet_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Answer with the sheet as it is now; nobody keeps it. Four queries of its own."""
        declaration = get_object_or_404(Declaration, pk=object_id)
        if not self.has_view_permission(request, declaration):
            raise PermissionDenied
        return fresh_response(request, signing_document(declaration))
