"""Filters of the lists of activities."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from actionplan.models import ActionPlan, Activity, FocusArea
from osloregionen.filters import NOT_REGISTERED, FilterSet
from osloregionen.formatting import MISSING
from osloregionen.sdg import goal_choices


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
