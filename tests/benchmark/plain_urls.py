"""The portal's addresses, and beside them each list's rows in a plain loop: `/plain/<list>/`.

A plain page has the list's rows with the same facts in each cell, read by the same selectors, in the same
frame (base.html). It has none of what makes the list a page: no filters, sorting, map, summary, downloads.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from actionplan import selectors as plans
from actionplan.models import ActionPlan, Output
from actionplan.progress_tables import output_status
from actionplan.standing import is_overdue
from actionplan.status import status_at
from actionplan.status_report import report_of
from declaration import status
from declaration.models import Declaration
from declaration.selectors import member_standings, statuses_of
from declaration.tables import short_source
from emissions.current import publication_in_use
from emissions.figures import MemberLine, basis_of, member_lines
from emissions.models import Edition
from emissions.tables.numbers import change_nb, per_head_nb, share_nb, tonnes
from members import selectors as members
from members.models import Document, Meeting

GOAL = 13


def _member_rows() -> list[Any]:
    standings = member_standings()
    found = members.members(population_on=members.population_date())
    return [(member, [one.statuses.get(member.pk) for one in standings]) for member in found]


def _status_rows() -> list[Any]:
    declaration = Declaration.objects.published()[0]
    rows = status.party_rows(status.parties(declaration), statuses_of(declaration))
    names = ("basis", "decided_on", "signed_on", "signatory")
    return [
        (row, {name: row.may_have(name) for name in names}, short_source(row.source or "")) for row in rows
    ]


def _activity_rows(activities: Any) -> list[Any]:
    return [(activity, plans.activity_status(activity)) for activity in activities]


def _output_rows() -> list[Any]:
    found = Output.objects.select_related("activity__plan", "focus_area", "municipality", "document")
    today = timezone.localdate()
    return [(output, output_status(output), is_overdue(output, today)) for output in found]


def _standing_rows() -> list[Any]:
    areas = report_of(status_at(ActionPlan.objects.all()[0], timezone.localdate())).areas
    return [(area.lines, area.silent) for area in areas if area.lines]


def _emission_rows() -> list[Any]:
    publication = publication_in_use(Edition.Kind.ALL)
    if publication is None:
        return []
    edition = publication.edition
    return [
        (line, _emission_cells(line)) for line in member_lines(edition, basis_of(edition), edition.last_year)
    ]


def _emission_cells(line: MemberLine) -> list[Any]:
    written = (
        (line.of_region, share_nb),
        (line.since_before.percent, change_nb),
        (line.since_base.percent, change_nb),
        (line.per_head, per_head_nb),
    )
    return [
        line.people,
        tonnes(line.grams),
        *(None if value is None else write(value) for value, write in written),
        line.rank and line.rank.place,
    ]


ROWS: dict[str, Callable[[], Any]] = {
    "members": _member_rows,
    "meetings": lambda: list(Meeting.objects.select_related("body")),
    "documents": lambda: list(Document.objects.all()),
    "status": _status_rows,
    "plan": lambda: _activity_rows(ActionPlan.objects.all()[0].activities.with_parts()),
    "plan-status": _standing_rows,
    "goal": lambda: _activity_rows(plans.with_goal(GOAL)),
    "outputs": _output_rows,
    "emissions-members": _emission_rows,
}


def plain(request: HttpRequest, name: str) -> HttpResponse:
    """Answer with a list's rows in a plain loop."""
    if name not in ROWS:
        raise Http404
    return HttpResponse(_template(name).render({"rows": ROWS[name]()}, request))


@cache
def _template(name: str) -> Any:
    # Compiled once, as the portal's own are.
    source = (Path(__file__).parent / "plain" / f"{name}.html").read_text(encoding="utf-8")
    return engines["django"].from_string(source)


urlpatterns = [path("plain/<str:name>/", plain), path("", include("osloregionen.urls"))]
