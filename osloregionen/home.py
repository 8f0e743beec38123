"""The front page: the one view of the project package that composes the apps, through their selectors."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.models import ActionPlan
from actionplan.selectors import activity_counts, latest_plan
from actionplan.version_files import front_button
from declaration.selectors import member_standings
from emissions.selectors import published_tables
from emissions.story import region_headline
from members import selectors as members
from members.charts import member_map
from members.selectors import MemberTotals, Standing
from osloregionen.formatting import counted_nb, date_nb, number_nb
from osloregionen.parts import PdfLink

MEETINGS_SHOWN = 4


@dataclass(frozen=True)
class PlanDoor:
    """What the front page says about the newest action plan."""

    plan: ActionPlan
    activities: str
    pdf: PdfLink
    strategy: str


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the front page. About 35 queries, however many members, meetings and activities."""
    totals = members.member_totals()
    standings = member_standings()
    latest = standings[0] if standings else None
    plan = latest_plan()
    statistics = region_headline()
    upcoming = members.upcoming_meetings(limit=MEETINGS_SHOWN)
    context = {
        "totals": totals,
        "headline": _headline(totals),
        "about": _about(totals),
        "find_names": members.member_names(),
        "standings": standings,
        "latest": latest,
        "signed": _signed(latest, totals) if latest else "",
        "tilemap": member_map(members.members(), standing=latest),
        "plan": _plan_door(request, plan) if plan else None,
        "statistics": statistics,
        # What the council has published itself, until there is an edition of the statistics to show.
        "published": None if statistics else next((one for one in published_tables() if one.headline), None),
        "upcoming": upcoming,
        "past": [] if upcoming else members.latest_meetings(limit=MEETINGS_SHOWN),
    }
    return render(request, "home.html", context)


def _headline(totals: MemberTotals) -> str:
    if not totals.members:
        return _("Osloregionen")
    return _("%(count)s samarbeider i Osloregionen") % {
        "count": counted_nb(totals.members, _("kommune"), _("kommuner"))
    }


def _about(totals: MemberTotals) -> str:
    """Say in one sentence what the council is, with the inhabitants where they are known of all."""
    if totals.population is None or totals.on is None:
        return _("Osloregionen interkommunalt politisk råd er et samarbeid mellom kommuner på Østlandet.")
    words = {"count": number_nb(totals.population), "date": date_nb(totals.on)}
    if totals.counted < totals.members:
        words["counted"] = number_nb(totals.counted)
        return (
            _(
                "Osloregionen interkommunalt politisk råd er et samarbeid mellom kommuner på Østlandet. "
                "De %(counted)s med registrert folketall hadde %(count)s innbyggere %(date)s."
            )
            % words
        )
    return (
        _(
            "Osloregionen interkommunalt politisk råd er et samarbeid mellom kommuner på Østlandet, "
            "med til sammen %(count)s innbyggere %(date)s."
        )
        % words
    )


def _signed(standing: Standing, totals: MemberTotals) -> str:
    """Say how many members have a registered signature; nothing is said of the others."""
    return _("%(signed)s av %(all)s har en registrert signatur.") % {
        "signed": number_nb(standing.signed),
        "all": counted_nb(totals.members, _("medlem"), _("medlemmer")),
    }


def _plan_door(request: HttpRequest, plan: ActionPlan) -> PlanDoor:
    count, with_goals = activity_counts(plan)
    activities = f"{counted_nb(count, _('aktivitet'), _('aktiviteter')).capitalize()}."
    if with_goals:
        goals = _("%(count)s av dem er knyttet til FNs bærekraftsmål.")
        activities = f"{activities} {goals % {'count': number_nb(with_goals)}}"
    return PlanDoor(
        plan=plan,
        activities=activities,
        pdf=front_button(request, plan),
        strategy=f"{reverse('actionplan:plan_list')}#{plan.period.slug}",
    )
