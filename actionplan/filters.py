"""Filters of the lists of activities and outputs, and the choice of a day."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actionplan.models import ActionPlan, Activity, FocusArea, Output
from actionplan.standing import earliest_day
from osloregionen.filters import NOT_REGISTERED, FilterSet
from osloregionen.formatting import MISSING, date_nb
from osloregionen.sdg import goal_choices
from osloregionen.text import search_key


class _StatusFilterSet(FilterSet):
    """What lists of activities share: the status, where "ikke registrert" is a choice too."""

    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[*Activity.Status.choices, (NOT_REGISTERED, MISSING)],
        method="filter_status",
    )

    class Meta:
        model = Activity
        fields: list[str] = []

    def filter_status(self, queryset: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        """Keep the activities with the status, or without any."""
        return queryset.filter(status="" if value == NOT_REGISTERED else value)


class ActivityFilterSet(_StatusFilterSet):
    """Focus area, goal and status of the activities of one plan."""

    innsatsomrade = django_filters.ModelChoiceFilter(
        label=_("Innsatsområde"), field_name="focus_area", queryset=FocusArea.objects.none()
    )
    mal = django_filters.ChoiceFilter(label=_("Bærekraftsmål"), choices=goal_choices, method="filter_goal")

    class Meta(_StatusFilterSet.Meta):
        pass

    def __init__(self, *args: Any, plan: ActionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["innsatsomrade"].queryset = plan.period.focus_areas.all()
        self.form.order_fields(["innsatsomrade", "mal", "status"])

    def filter_goal(self, queryset: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        """Keep the activities that carry the goal."""
        return queryset.filter(pk__in=Activity.objects.filter(goals__goal=value).values("pk"))


class GoalActivityFilterSet(_StatusFilterSet):
    """Year and status of the activities that contribute to a goal."""

    ar = django_filters.ModelChoiceFilter(
        label=_("Handlingsprogram"),
        field_name="plan",
        queryset=ActionPlan.objects.all(),
        to_field_name="year",
    )

    class Meta(_StatusFilterSet.Meta):
        pass


class _AreaField(django_filters.fields.ModelChoiceField):
    """Chooses a focus area, with the years of its period where another in the list has its title."""

    def label_from_instance(self, obj: Any) -> str:
        """Return "2. Klima og miljø", or "2. Klima og miljø (2021–2024)"."""
        return f"{obj} ({obj.period.starts}–{obj.period.ends})" if obj.has_namesake else str(obj)


class _AreaFilter(django_filters.ModelChoiceFilter):
    field_class = _AreaField


#: The focus areas that outputs belong to.
_AREAS = FocusArea.objects.filter(Exists(Output.objects.filter(focus_area=OuterRef("pk"))))


class OutputFilterSet(FilterSet):
    """Year, kind, status and focus area of the outputs, and a search in their words."""

    sok = django_filters.CharFilter(label=_("Søk"), max_length=100, method="filter_words")
    ar = django_filters.ChoiceFilter(label=_("År"), field_name="year", choices=())
    type = django_filters.ChoiceFilter(label=_("Type"), field_name="kind", choices=Output.Kind.choices)
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[*Output.Status.choices, (NOT_REGISTERED, MISSING)],
        method="filter_status",
    )
    innsatsomrade = _AreaFilter(
        label=_("Innsatsområde"),
        field_name="focus_area",
        queryset=_AREAS.select_related("period").annotate(
            has_namesake=Exists(_AREAS.filter(title=OuterRef("title")).exclude(pk=OuterRef("pk")))
        ),
    )

    class Meta:
        model = Output
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = Output.objects.order_by("-year").values_list("year", flat=True).distinct()
        self.form.fields["ar"].choices = [(year, str(year)) for year in years]

    def filter_status(self, queryset: QuerySet[Output], name: str, value: str) -> QuerySet[Output]:
        """Keep the outputs with the status, or without any."""
        return queryset.filter(status="" if value == NOT_REGISTERED else value)

    def filter_words(self, queryset: QuerySet[Output], name: str, value: str) -> QuerySet[Output]:
        """Keep the outputs whose title or description holds every word, however it is spelled. One query."""
        words = search_key(value).split()
        texts = queryset.order_by().values_list("pk", "title", "description")
        found = [
            pk for pk, *text in texts if words and all(word in search_key(" ".join(text)) for word in words)
        ]
        return queryset.filter(pk__in=found)


class DaysForm(forms.Form):
    """The day that a status is for, and by when it was to be known. `plan` says which days there are."""

    plan: ActionPlan

    def clean_dato(self) -> dt.date:
        """Refuse a day that has not come, and one long before the plan; no day is today."""
        today = timezone.localdate()
        day: dt.date = self.cleaned_data.get("dato") or today
        if day > today:
            raise ValidationError(_("Datoen ligger i framtiden. Status finnes bare til og med i dag."))
        first = earliest_day(self.plan)
        if day < first:
            text = _("Handlingsprogrammet for %(year)s har ingen status før %(first)s.")
            raise ValidationError(text % {"year": self.plan.year, "first": date_nb(first)})
        return day

    def clean_registrert(self) -> dt.date | None:
        """Refuse a day that has not come, and one before the day that the status is for."""
        known: dt.date | None = self.cleaned_data.get("registrert")
        if known is None:
            return None
        if known > timezone.localdate():
            raise ValidationError(_("Datoen ligger i framtiden."))
        day = self.cleaned_data.get("dato")
        if day is not None and known < day:
            raise ValidationError(_("Velg datoen for status eller en senere dag."))
        return known


class _DayInput(forms.DateInput):
    """A browser's own field for a day, which has no room for what is none."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """Return the day as the browser wants it, or nothing."""
        if isinstance(value, str):
            value = next(filter(None, (_read(value, how) for how in _DAYS)), None)
        return value.isoformat() if value else None


def _read(text: str, how: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text.strip(), how).date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None


#: How an address may write a day.
_DAYS = ("%Y-%m-%d", "%d.%m.%Y")


def _day(label: Any) -> Any:
    return django_filters.DateFilter(label=label, method="keep", input_formats=list(_DAYS), widget=_DayInput)


class StatusDays(FilterSet):
    """Which day's status a page or a PDF is to show: `dato`, and `registrert` for what was told later."""

    dato = _day(_("Status for dagen"))
    registrert = _day(_("Ta med det som er meldt senere, til og med"))

    class Meta:
        model = Activity
        fields: list[str] = []
        form = DaysForm

    def __init__(self, *args: Any, plan: ActionPlan, **kwargs: Any) -> None:
        super().__init__(*args, queryset=Activity.objects.none(), **kwargs)
        self.form.plan = plan

    def keep(self, queryset: QuerySet[Activity], name: str, value: Any) -> QuerySet[Activity]:
        """Filter nothing: the days are read by the view."""
        return queryset

    @property
    def chosen(self) -> tuple[dt.date, dt.date | None] | None:
        """The days; None where the address names others than there are. Today where it names none."""
        if not self.is_bound:
            return timezone.localdate(), None
        if self.unknown or not self.form.is_valid():
            return None
        on, known = self.form.cleaned_data["dato"], self.form.cleaned_data["registrert"]
        # Nothing is later than the day itself: one report has one address.
        return on, known if known != on else None

    @property
    def with_later(self) -> str:
        """The days as an address has them, with what was told later; empty where nothing can have been."""
        today = timezone.localdate()
        if self.chosen is None or self.chosen[1] == today or self.chosen[0] == today:
            return ""
        return urlencode({"dato": self.chosen[0], "registrert": today})

    @property
    def without_later(self) -> str:
        """The days as an address has them, without what was told later; empty where that is shown."""
        return urlencode({"dato": self.chosen[0]}) if self.chosen is not None and self.chosen[1] else ""

    @property
    def why_not(self) -> str:
        """What is wrong with the days in the address."""
        told = [str(message) for errors in self.form.errors.values() for message in errors]
        unknown = (
            [_("Siden har ingen valg som heter %(names)s.") % {"names": self.unknown}] if self.unknown else []
        )
        return " ".join([*told, *unknown])
