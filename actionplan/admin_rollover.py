"""The page of a plan in the admin on which staff choose what continues in next year's plan."""

import re
from itertools import groupby
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.models import ActionPlan, Activity
from actionplan.services.rollover import Candidate, NextYear, RolloverResult, next_year_of, roll_over
from osloregionen.admin import RecordAdmin
from osloregionen.formatting import counted_nb, list_nb

_NAME = gettext_lazy("Lag neste års handlingsprogram")
#: What is over is not ticked beforehand; whoever wants it anyway ticks it.
_OVER = (Activity.Status.DONE, Activity.Status.CANCELLED)


class RolloverAdmin(RecordAdmin):
    """Adds «Lag neste års handlingsprogram» to the admin of plans: on a plan's form, and to the list."""

    actions = ["roll_over_action"]

    def get_urls(self) -> list[Any]:
        """Add the page."""
        view = self.admin_site.admin_view(self.rollover_view)
        name = "actionplan_actionplan_rollover"
        return [path("<int:object_id>/neste-ar/", view, name=name), *super().get_urls()]

    def object_links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """Lead from the plan's form to the page."""
        link = (str(_NAME), _address(obj))
        return [
            *super().object_links(request, obj),
            *([link] if self.has_roll_over_permission(request) else []),
        ]

    def has_roll_over_permission(self, request: HttpRequest) -> bool:
        """Say whether the person may make plans and activities."""
        activities = admin.site._registry[Activity]
        return (
            self.has_view_permission(request)
            and self.has_add_permission(request)
            and activities.has_add_permission(request)
        )

    @admin.action(description=_NAME, permissions=["roll_over"])
    def roll_over_action(self, request: HttpRequest, rows: QuerySet[ActionPlan]) -> HttpResponse | None:
        """Lead from the list to the page of the one plan that was ticked."""
        if len(plans := list(rows[:2])) == 1:
            return redirect(_address(plans[0]))
        self.message_user(request, _("Velg ett handlingsprogram om gangen."), messages.ERROR)
        return None

    def rollover_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show what may continue, to be ticked; on POST make it. Fifteen queries to show it."""
        if not self.has_roll_over_permission(request):
            raise PermissionDenied
        plan = get_object_or_404(ActionPlan.objects.select_related("period"), pk=object_id)
        if request.method == "POST":
            chosen = [int(value) for value in request.POST.getlist("aktivitet") if value.isdecimal()]
            places = _places(request)
            try:
                by: Any = request.user
                result = roll_over(plan=plan, activities=chosen, by=by, areas=places)
            except ValidationError as error:
                return self._show_rollover(request, plan, next_year_of(plan, places), chosen, error.messages)
            self._tell_rollover(request, plan, result)
            return redirect("admin:actionplan_actionplan_change", result.plan.pk)
        coming = next_year_of(plan)
        # What was left out of the draft the first time was left out on purpose.
        ticked = [
            one.activity.pk
            for one in coming.candidates
            if coming.plan is None and one.activity.status not in _OVER
        ]
        return self._show_rollover(request, plan, coming, ticked, [])

    def _show_rollover(
        self, request: HttpRequest, plan: ActionPlan, coming: NextYear, ticked: list[int], problems: list[str]
    ) -> HttpResponse:
        """Return the page, with what was ticked."""
        open_ones = [one for one in coming.candidates if one.successor is None]
        context = {
            **self.admin_site.each_context(request),
            "title": _NAME,
            "subtitle": str(plan),
            "opts": self.opts,
            "plan": plan,
            "coming": coming,
            "problems": problems,
            "groups": _groups(open_ones, set(ticked)),
            "already": [one for one in coming.candidates if one.successor is not None],
            "places": [
                (area, f"omrade-{area.pk}", _chosen_area(request, area.pk)) for area in coming.unplaced
            ],
            "heading": _("Fra %(plan)s til %(year)s") % {"plan": plan, "year": coming.year},
            "button": _button(coming),
            "back": reverse("admin:actionplan_actionplan_change", args=[plan.pk]),
        }
        return TemplateResponse(request, "admin/actionplan/rollover.html", context)

    def _tell_rollover(self, request: HttpRequest, plan: ActionPlan, result: RolloverResult) -> None:
        """Say on the next page and in the log what was made. Two queries."""
        counted = counted_nb(len(result.made), _("aktivitet"), _("aktiviteter"))
        told = _("Videreført fra %(plan)s: %(counted)s.") % {"plan": plan, "counted": counted}
        if result.is_new:
            self.log_addition(request, result.plan, told)
            told = _("%(plan)s er opprettet som utkast.") % {"plan": result.plan} + " " + told
        elif result.made:
            self.log_change(request, result.plan, told)
        self.message_user(request, told, messages.SUCCESS if result.made else messages.WARNING)
        for text in _notes(result):
            self.message_user(request, text, messages.WARNING)


def _address(plan: ActionPlan) -> str:
    return reverse("admin:actionplan_actionplan_rollover", args=[plan.pk])


def _places(request: HttpRequest) -> dict[int, int]:
    """Return which new area was chosen for each old one that has no namesake."""
    found = ((re.fullmatch(r"omrade-([0-9]{1,9})", name), value) for name, value in request.POST.items())
    return {
        int(match[1]): int(str(value))
        for match, value in found
        if match is not None and re.fullmatch(r"[0-9]{1,9}", str(value))
    }


def _chosen_area(request: HttpRequest, area: int) -> int | None:
    return _places(request).get(area)


def _groups(candidates: list[Candidate], ticked: set[int]) -> list[tuple[str, list[tuple[Activity, bool]]]]:
    """Return the activities by focus area, each with whether it is ticked."""
    return [
        (title, [(one.activity, one.activity.pk in ticked) for one in ones])
        for title, ones in groupby(candidates, key=lambda one: str(one.activity.focus_area))
    ]


def _button(coming: NextYear) -> str:
    if coming.plan is not None:
        return _("Legg de valgte til i %(plan)s") % {"plan": coming.plan}
    return _("Lag handlingsprogram for %(year)s") % {"year": coming.year}


def _notes(result: RolloverResult) -> list[str]:
    """Return what did not come along and why, and what should be read again."""
    told = [
        (_("Sto der fra før, og er ikke endret: %(numbers)s."), result.already),
        (
            _("Uten ansvarlig, fordi organet er nedlagt før året begynner: %(numbers)s."),
            result.without_responsible,
        ),
        (
            _("Nevner %(year)s i teksten. Se over: %(numbers)s."),
            result.naming_year,
        ),
    ]
    values = {"year": result.plan.year - 1}
    notes = [
        text % {**values, "numbers": list_nb([row.number for row in rows])} for text, rows in told if rows
    ]
    if result.priorities_left:
        text = _("Koblinger til prioriteringer som den nye strategiske perioden ikke har: %(count)s.")
        notes.append(text % {"count": result.priorities_left})
    return notes
