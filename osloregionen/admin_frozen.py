"""Admins of rows that are seen and never changed: the log, and what is frozen as adopted or published."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from osloregionen.frozen import Frozen

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


class SeenAdmin(ModelAdmin):
    """Rows that the portal makes itself, to be seen and never changed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: the portal makes them."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


class FrozenAdmin(SeenAdmin):
    """What is frozen (osloregionen/frozen.py), with a link to its stored PDF among the `fields`."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave out the content and the PDF, which no column shows."""
        rows: Any = super().get_queryset(request)
        return rows.light()  # type: ignore[no-any-return]

    def pdf_url(self, row: Any) -> str:
        """Return the address of the stored file."""
        return row.get_absolute_url()  # type: ignore[no-any-return]

    @admin.display(description=gettext_lazy("PDF"))
    def pdf_link(self, row: Frozen) -> str:
        """Return the way to the stored file."""
        return format_html('<a href="{}">{}</a>', self.pdf_url(row), _("Åpne PDF-en som er lagret"))
