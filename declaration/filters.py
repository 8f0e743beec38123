"""Filters of the declarations' lists."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from declaration.models import Declaration, Signature
from declaration.status import counties_of, with_status
from members.models import Municipality
from members.models.municipality import MunicipalityQuerySet
from osloregionen.filters import NOT_REGISTERED, FilterSet, FoldedSearchFilter
from osloregionen.formatting import MISSING


class PartyFilter(FilterSet):
    """Filters of a declaration's status list; `parties` are all its rows, for the counties to choose from."""

    navn = FoldedSearchFilter(label=_("Kommunens navn"))
    fylke = django_filters.ChoiceFilter(field_name="county_number_on", label=_("Fylke"))
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        method="filter_status",
        choices=[
            *((value, capfirst(label)) for value, label in Signature.Status.choices),
            (NOT_REGISTERED, capfirst(MISSING)),
        ],
    )

    def __init__(
        self, *args: Any, declaration: Declaration, parties: Iterable[Municipality], **kwargs: Any
    ) -> None:
        self.declaration = declaration
        self.parties = parties
        super().__init__(*args, **kwargs)

    def get_form_class(self) -> Any:
        """Return the form class, with the counties of the declaration's date as choices."""
        self.filters["fylke"].extra["choices"] = counties_of(self.parties)
        return super().get_form_class()

    def filter_status(self, parties: MunicipalityQuerySet, _name: str, value: str) -> MunicipalityQuerySet:
        """Keep those with the status asked for."""
        return with_status(parties, self.declaration, "" if value == NOT_REGISTERED else value)
