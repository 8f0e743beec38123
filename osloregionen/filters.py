"""The base of every list's filters: folded name search, Norwegian, drawn as Designsystemet's fields."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from osloregionen.form_rendering import QuickFields
from osloregionen.text import search_key

#: What an address says for "ikke registrert".
NOT_REGISTERED = "ikke-registrert"
#: What else an address of a list may name: how it is sorted and paged, and which file is wanted.
NAMES_OF_LISTS = ("sort", "page", "format", "tabell")
#: What other sites hang on to links to us; it means nothing here, and the reader didn't ask for it.
NAMES_OF_TRACKERS = ("utm_", "fbclid", "gclid", "mc_")

RENDERER = QuickFields()


class FilterSet(django_filters.FilterSet):
    """Base of the portal's filter sets, drawn by templates/_filters.html."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.renderer = RENDERER
        for field in self.form.fields.values():
            _dress(field)

    @property
    def unknown(self) -> str:
        """The names in the address that no filter has: nobody shall take the whole list for a part of it."""
        known = {*self.form.fields, *NAMES_OF_LISTS}
        names = [name for name in self.data or {} if name not in known]
        return ", ".join(f"«{name[:40]}»" for name in names if not name.startswith(NAMES_OF_TRACKERS))

    @property
    def active(self) -> bool:
        """Whether the reader has filtered on anything; sorting and format do not count."""
        return any(self.data.get(name) for name in self.form.fields) if self.data else False


class FoldedSearchFilter(django_filters.CharFilter):
    """Search in a field that holds `text.search_key` of a name: "baerum" and "BÆRUM" find Bærum."""

    def __init__(self, field_name: str = "search_name", **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Navn"))
        kwargs.setdefault("lookup_expr", "contains")
        kwargs.setdefault("max_length", 100)
        super().__init__(field_name, **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Fold what was asked for. Letters that fold to nothing ("–") find nothing."""
        if not value:
            return qs
        folded = search_key(value)
        if not folded:
            return qs.none()
        filtered: QuerySet[Any] = super().filter(qs, folded)
        return filtered


def _dress(field: forms.Field) -> None:
    """Give a field's widget Designsystemet's class. The empty choice's word is a setting."""
    widget = field.widget
    widget.attrs["class"] = "ds-input"
    if isinstance(widget, forms.NumberInput):
        # A field for numbers hides what it can't read; here the reader sees it beside the message.
        widget.input_type = "text"
        widget.attrs["inputmode"] = "decimal"
        for rule in ("min", "max", "step"):
            widget.attrs.pop(rule, None)
    if isinstance(widget, forms.TextInput):
        widget.attrs.setdefault("autocomplete", "off")
