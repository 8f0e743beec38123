"""The page of what a plan's activities hang together with."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.connection_tables import FollowUpTable, matrix_table
from actionplan.connections import (
    Connections,
    Group,
    commitment_sentence,
    connections_of,
    goal_sentences,
    priority_sentence,
)
from actionplan.models import ActionPlan
from osloregionen.exports import Export
from osloregionen.formatting import MISSING
from osloregionen.parts import Crumb, Figure
from osloregionen.views import export_response, found_or_said


@require_safe
def connections(request: HttpRequest, year: int) -> HttpResponse:
    """Show a plan's goals by focus area, and what follows up commitments and priorities. At most 19 queries.

    Three tables as files: `?format=csv`, with `tabell` "mal", "forpliktelser" or "prioriteringer".
    """
    plan = plan_of(year)
    found = connections_of(plan)
    file = export_response(request, **_exports(request, plan, found))
    if file is not None:
        return file
    return render(
        request,
        "actionplan/connections.html",
        {
            "plan": plan,
            "crumbs": [
                Crumb(_("Handlingsprogram"), reverse("actionplan:plan_list")),
                Crumb(plan.title, plan.get_absolute_url()),
            ],
            "figures": _figures(found),
            "matrix": matrix_table(found.matrix, plan.year) if found.matrix.rows else None,
            "goal_sentences": goal_sentences(found.matrix),
            "commitments": [
                (group, commitment_sentence(group), _table(group, _("Forpliktelse"), plan))
                for group in found.commitments
            ],
            "priorities": [
                (group, priority_sentence(group), _table(group, _("Prioritering"), plan))
                for group in found.priorities
            ],
        },
    )


def plan_of(year: int) -> ActionPlan:
    """Return the plan of the year with period and bodies. Raises `NotFoundError` that says so. One query."""
    return found_or_said(
        ActionPlan.objects.select_related("period__adopted_by", "adopted_by").filter(year=year).first(),
        _("Handlingsprogrammet for %(year)s finnes ikke i portalen.") % {"year": str(year)[:10]},
    )


def _table(group: Group, heading: str, plan: ActionPlan) -> FollowUpTable | None:
    if not group.lines:
        return None
    return FollowUpTable(group.lines, plan.year, heading=heading, caption=group.title, prefix=f"{group.key}-")


def _figures(found: Connections) -> list[Figure]:
    matrix = found.matrix
    areas, goals = len(matrix.areas), matrix.chosen
    return [
        Figure(
            _of(goals - len(matrix.gaps), goals) if matrix.known and goals is not None else MISSING,
            _("mål valgt for perioden har aktiviteter"),
        ),
        Figure(_of(areas - len(matrix.empty_areas), areas), _("innsatsområder har aktiviteter")),
        Figure(
            _total(found.commitments) if found.commitments_known else MISSING,
            _("forpliktelser i erklæringen følges opp"),
        ),
        Figure(
            _total(found.priorities) if found.priorities_known else MISSING,
            _("prioriteringer i føringene følges opp"),
        ),
    ]


def _total(groups: tuple[Group, ...]) -> str:
    return _of(sum(group.followed for group in groups), sum(len(group.counted) for group in groups))


def _of(some: int, every: int) -> str:
    return _("%(some)s av %(every)s") % {"some": some, "every": every}


def _exports(request: HttpRequest, plan: ActionPlan, found: Connections) -> dict[str, Export]:
    """Return the page's tables as files, by their names in the address."""

    def export(table: Any, part: str, title: str) -> Export:
        return Export(
            table=table,
            name=f"handlingsprogram-{plan.year}-{part}",
            title=f"{plan.title}: {title}",
            source=plan.source,
            url=request.build_absolute_uri(request.path),
        )

    commitments = [line for group in found.commitments for line in group.lines]
    priorities = [line for group in found.priorities for line in group.lines]
    return {
        "mal": export(matrix_table(found.matrix, plan.year), "mal", _("mål og innsatsområder")),
        "forpliktelser": export(
            FollowUpTable(commitments, plan.year, heading=_("Forpliktelse")),
            "forpliktelser",
            _("oppfølging av forpliktelser"),
        ),
        "prioriteringer": export(
            FollowUpTable(priorities, plan.year, heading=_("Prioritering")),
            "prioriteringer",
            _("oppfølging av prioriteringer"),
        ),
    }
