"""Pages of the action plan and the UN goals."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from actionplan import calendars, selectors, version_files
from actionplan.connection_tables import GoalYearTable
from actionplan.connection_views import plan_of
from actionplan.connections import goal_years
from actionplan.editions import comparison_links
from actionplan.filters import ActivityFilterSet, GoalActivityFilterSet
from actionplan.models import ActionPlan, Activity
from actionplan.story import activity_period, adoption_text, output_lines, period_sentences, update_lines
from actionplan.tables import ActivityTable, ActivityYearTable, GoalActivityTable
from actionplan.years import through_the_years
from osloregionen.calendars import calendar_link, calendar_response
from osloregionen.formatting import counted_nb, percent_nb
from osloregionen.parts import CalendarLink, Crumb, Fact
from osloregionen.sdg import GOALS
from osloregionen.views import TableListView

_ACTIVITY = (gettext_lazy("aktivitet"), gettext_lazy("aktiviteter"))


def _plans_crumb() -> Crumb:
    return Crumb(_("Handlingsprogram"), reverse("actionplan:plan_list"))


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """Show the plans and the strategic guidelines that they build on. Seven queries."""
    return render(
        request,
        "actionplan/plan_list.html",
        {
            "plans": [
                (plan, adoption_text(plan.adopted_on, plan.adopted_by), pdf)
                for plan, pdf in version_files.list_buttons(selectors.plans())
            ],
            "periods": [_period_context(period) for period in selectors.periods()],
        },
    )


def _period_context(period: Any) -> dict[str, Any]:
    return {
        "period": period,
        "goals": [row.goal for row in period.goals.all()],
        "facts": [
            Fact(_("Vedtatt"), adoption_text(period.adopted_on, period.adopted_by)),
            Fact(_("Gjelder"), f"{period.starts}–{period.ends}"),
        ],
    }


class PlanDetailView(TableListView):
    """One year's plan with its activities, filtered by focus area, goal and status.

    Sixteen queries, and twelve more where the PDF's content must be known anew, or what was adopted may have
    been changed.
    """

    table_class = ActivityTable
    filterset_class = ActivityFilterSet
    template_name = "actionplan/plan_detail.html"
    noun = _ACTIVITY

    plan: ActionPlan

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the plan of the year in the address, or answer 404."""
        super().setup(request, *args, **kwargs)
        self.plan = plan_of(kwargs["year"])
        self.export_name = f"handlingsprogram-{self.plan.year}"
        self.source = self.plan.source

    def get_queryset(self) -> QuerySet[Activity]:
        """Return the plan's activities in its own order; what only files hold is not read for the page."""
        if "format" in self.request.GET:
            return self.plan.activities.with_parts()
        return self.plan.activities.select_related("plan", "focus_area").prefetch_related("goals")

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        """Tell the filters which plan they are for."""
        return {**super().get_filterset_kwargs(filterset_class), "plan": self.plan}

    def get_title(self) -> str:
        """Return the plan's title."""
        return self.plan.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the areas with their number of activities, the goals in use, and the plan's facts."""
        context = super().get_context_data(**kwargs)
        areas = selectors.areas_of(self.plan)
        versions = version_files.versions_of(self.plan)
        context.update(
            plan=self.plan,
            crumbs=[_plans_crumb()],
            areas=areas,
            summary=_summary(areas),
            pdf=version_files.plan_button(self.request, self.plan, versions),
            draft_pdf=version_files.draft_button(self.request, self.plan, versions),
            standing=version_files.standing_of(self.plan, versions),
            changed_since=version_files.changed_since(self.plan, versions),
            versions=version_files.version_entries(self.plan, versions),
            goals=selectors.goals_of(self.plan),
            comparisons=comparison_links(self.plan),
            calendar=_calendar_link(self.request, self.plan),
            facts=[
                *version_files.decision_facts(self.plan, versions),
                Fact(_("Status"), self.plan.get_status_display() if self.plan.status else None),
                Fact(_("Bygger på"), self.plan.period.title),
            ],
        )
        return context


def _calendar_link(request: HttpRequest, plan: ActionPlan) -> CalendarLink | None:
    """Return the plan's calendar, None where nothing of it has a date. Two queries at most."""
    if not calendars.has_dates(plan):
        return None
    url = reverse("actionplan:plan_calendar", kwargs={"year": plan.year})
    return calendar_link(request, url, _("det som har dato i %(title)s") % {"title": plan.title})


def _summary(areas: list[selectors.AreaCount]) -> str:
    """Return "14 aktiviteter i 2 av 4 innsatsområder"."""
    used = [area for area in areas if area.activities]
    count = counted_nb(sum(area.activities for area in used), *(str(word) for word in _ACTIVITY))
    return _("%(count)s i %(used)s av %(all)s innsatsområder") % {
        "count": count,
        "used": len(used),
        "all": len(areas),
    }


@require_safe
def plan_calendar(request: HttpRequest, year: int) -> HttpResponse:
    """Answer with what is dated of the plan as a calendar file, or 404. Eleven queries."""
    plan = plan_of(year)
    body = calendars.plan_calendar(plan, absolute=request.build_absolute_uri)
    return calendar_response(body, f"handlingsprogram-{plan.year}")


@require_safe
def activity_detail(request: HttpRequest, year: int, number: str) -> HttpResponse:
    """Show one activity with its goals, sources and links, what was told of it, and its other years.

    Thirteen queries.
    """
    activity = selectors.activity_in_full(year=year, number=number)
    if activity is None:
        raise Http404
    before, after = selectors.neighbours(activity)
    years = through_the_years(activity)
    period_goals = {row.goal for row in activity.plan.period.goals.all()}
    goals = [row.goal for row in activity.goals.all()]
    return render(
        request,
        "actionplan/activity_detail.html",
        {
            "activity": activity,
            "crumbs": [_plans_crumb(), Crumb(activity.plan.title, activity.plan.get_absolute_url())],
            "goals": goals,
            # Where no goals of the period are registered, nobody knows what lies outside them.
            "goals_outside": [goal for goal in goals if goal not in period_goals] if period_goals else [],
            "facts": _activity_facts(activity),
            "updates": update_lines(activity.updates.all()),
            "outputs": output_lines(activity.outputs.all()),
            "years": ActivityYearTable(years, here=activity) if len(years) > 1 else None,
            "before": before,
            "after": after,
        },
    )


def _activity_facts(activity: Activity) -> list[Fact]:
    return [
        Fact(_("Status"), activity.get_status_display() if activity.status else None),
        Fact(_("Framdrift"), None if activity.progress is None else percent_nb(activity.progress)),
        Fact(_("Ansvarlig"), activity.responsible),
        Fact(_("Tidsrom"), activity_period(activity)),
        Fact(_("Samarbeidspartnere"), activity.partners),
    ]


@require_safe
def goal_list(request: HttpRequest) -> HttpResponse:
    """Show the 17 goals and how many activities contribute to each. Three queries."""
    return render(
        request,
        "actionplan/goal_list.html",
        {"uses": selectors.goal_uses(), "crumbs": [_plans_crumb()]},
    )


class GoalDetailView(TableListView):
    """What contributes to one goal, across years: in each plan, and activity by activity. Nine queries."""

    table_class = GoalActivityTable
    filterset_class = GoalActivityFilterSet
    template_name = "actionplan/goal_detail.html"
    noun = _ACTIVITY

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the goal of the address, or answer 404."""
        super().setup(request, *args, **kwargs)
        if kwargs["number"] not in GOALS:
            raise Http404
        self.goal = GOALS[kwargs["number"]]
        self.export_name = f"barekraftsmal-{self.goal.number}"

    def get_queryset(self) -> QuerySet[Activity]:
        """Return the activities that carry the goal, the newest plan first."""
        return selectors.with_goal(self.goal.number)

    def get_title(self) -> str:
        """Return the goal's number and name."""
        return _("Mål %(number)s: %(name)s") % {"number": self.goal.number, "name": self.goal.name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the goal, and what the strategic periods say of it."""
        context = super().get_context_data(**kwargs)
        context.update(
            goal=self.goal,
            crumbs=[_plans_crumb(), Crumb(_("Bærekraftsmål"), reverse("actionplan:goal_list"))],
            of_periods=period_sentences(selectors.periods_for(self.goal.number)),
            years=GoalYearTable(goal_years(self.goal.number)),
        )
        return context
