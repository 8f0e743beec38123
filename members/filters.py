"""What the lists of members, meetings and documents can be narrowed down by."""

from collections.abc import Iterable, Sequence
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from members.models import Body, Document, Meeting, Municipality
from members.selectors import Standing, meeting_years, member_counties
from osloregionen.filters import NOT_REGISTERED, FilterSet
from osloregionen.formatting import MISSING
from osloregionen.text import norwegian_slug, search_key

#: What an address says for a date that is not known.
NO_DATE = "uten-dato"


class TextFilter(django_filters.CharFilter):
    """Search for words in several fields, folded: SQLite's own search misses "østre" in "Østre".

    The texts are compared in Python, which suits lists of hundreds. One query more.
    """

    def __init__(self, *fields: str, **kwargs: Any) -> None:
        self.fields = fields
        kwargs.setdefault("label", _("Søk"))
        kwargs.setdefault("max_length", 100)
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the rows in which every word stands somewhere. Letters that fold to nothing find nothing."""
        if not value:
            return qs
        words = search_key(value).split()
        found = [
            pk
            for pk, *texts in qs.order_by().values_list("pk", *self.fields)
            if words and _holds_all(words, texts)
        ]
        return qs.filter(pk__in=found)


class MunicipalityFilter(FilterSet):
    """Members by name, county, inhabitants, language form, and how they stand to a declaration."""

    base_filters: dict[str, django_filters.Filter]

    navn = django_filters.CharFilter(label=_("Navn eller nummer"), max_length=100, method="by_name")
    fylke = django_filters.ChoiceFilter(field_name="county_number", label=_("Fylke"), choices=member_counties)
    innbyggere_fra = django_filters.NumberFilter(
        field_name="population", lookup_expr="gte", label=_("Innbyggere, minst"), min_value=0
    )
    innbyggere_til = django_filters.NumberFilter(
        field_name="population", lookup_expr="lte", label=_("Innbyggere, høyst"), min_value=0
    )
    malform = django_filters.ChoiceFilter(
        field_name="language_form",
        label=_("Målform"),
        choices=[*Municipality.LanguageForm.choices, (NOT_REGISTERED, capfirst(MISSING))],
        method="by_language_form",
    )

    class Meta:
        model = Municipality
        fields: list[str] = []

    def __init__(self, *args: Any, standings: Sequence[Standing] = (), **kwargs: Any) -> None:
        self.standings = {standing.key: standing for standing in standings}
        choices = list(_standing_choices(standings))
        if choices:
            declared = django_filters.ChoiceFilter(
                label=_("Erklæring"), choices=choices, method="by_standing"
            )
            # Only this set gets the filter: the choices depend on what has been registered.
            self.base_filters = {**self.base_filters, "erklaering": declared}
        super().__init__(*args, **kwargs)

    def by_name(self, queryset: QuerySet[Municipality], name: str, value: str) -> QuerySet[Municipality]:
        """Find by the member's name, a predecessor's ("Skedsmo"), or any number it has had."""
        asked = value.strip()
        if asked.isdecimal() and asked.isascii():
            return queryset.filter(pk__in=_pks(Q(numbers__number=asked.zfill(4))))
        folded = search_key(asked)
        if not folded:
            return queryset.none()
        return queryset.filter(
            pk__in=_pks(Q(search_name__contains=folded) | Q(predecessors__search_name__contains=folded))
        )

    def by_language_form(
        self, queryset: QuerySet[Municipality], name: str, value: str
    ) -> QuerySet[Municipality]:
        """Find by language form; what is not known is a choice of its own."""
        return queryset.filter(language_form="" if value == NOT_REGISTERED else value)

    def by_standing(self, queryset: QuerySet[Municipality], name: str, value: str) -> QuerySet[Municipality]:
        """Find by "<declaration>.<status>", as `_standing_choices` writes it."""
        key, _dot, wanted = value.partition(".")
        statuses = self.standings[key].statuses
        if wanted == NOT_REGISTERED:
            return queryset.exclude(pk__in=statuses)
        return queryset.filter(
            pk__in=[pk for pk, status in statuses.items() if norwegian_slug(status.word) == wanted]
        )


class MeetingFilter(FilterSet):
    """Meetings by year, body, kind and words."""

    ar = django_filters.ChoiceFilter(
        label=_("År"),
        choices=lambda: [*((str(y), str(y)) for y in meeting_years()), (NO_DATE, _("Dato ikke registrert"))],
        method="by_year",
    )
    organ = django_filters.ChoiceFilter(
        field_name="body__slug",
        label=_("Organ"),
        choices=lambda: Body.objects.values_list("slug", "name"),
    )
    type = django_filters.ChoiceFilter(field_name="kind", label=_("Type"), choices=Meeting.Kind.choices)
    sok = TextFilter("title", "place", "organiser", "public_note", "date_note", label=_("Søk i møtene"))

    class Meta:
        model = Meeting
        fields: list[str] = []

    def by_year(self, queryset: QuerySet[Meeting], name: str, value: str) -> QuerySet[Meeting]:
        """Find by year, or those whose date is not known."""
        return queryset.filter(on=None) if value == NO_DATE else queryset.filter(on__year=int(value))


class DocumentFilter(FilterSet):
    """Documents by kind and words."""

    type = django_filters.ChoiceFilter(field_name="kind", label=_("Type"), choices=Document.Kind.choices)
    sok = TextFilter("title", "publisher", "points", "date_note", label=_("Søk i dokumentene"))

    class Meta:
        model = Document
        fields: list[str] = []


def _standing_choices(standings: Iterable[Standing]) -> Iterable[tuple[str, str]]:
    """Yield what can be asked for: the statuses that occur, and those of which nothing is registered."""
    for standing in standings:
        words = {status.word: None for status in standing.statuses.values()}
        for word in (*words, MISSING):
            yield f"{standing.key}.{norwegian_slug(word)}", f"{standing.label}: {word[:1].lower()}{word[1:]}"


def _pks(condition: Q) -> QuerySet[Municipality, int]:
    return Municipality.objects.filter(condition).order_by().values_list("pk", flat=True)


def _holds_all(words: list[str], texts: Iterable[str | None]) -> bool:
    folded = search_key(" ".join(text for text in texts if text))
    return all(word in folded for word in words)
