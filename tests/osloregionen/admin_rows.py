"""Makes many rows of each model in the admin, each with related rows of its own, without history."""

import itertools
from collections.abc import Callable
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import models

from actionplan.models import (
    ActionPlan,
    Activity,
    ActivityGoal,
    ActivityWording,
    FocusArea,
    Output,
    PeriodGoal,
    PlanVersion,
    Priority,
    StrategicPeriod,
    SubPoint,
    Treatment,
    Update,
)
from declaration.models import (
    Commitment,
    Declaration,
    MainPoint,
    Milestone,
    PublishedCount,
    Signature,
    Theme,
)
from emissions.models import (
    ClimateReport,
    Edition,
    ImportJob,
    PublishedClimateReport,
    PublishedComment,
    PublishedRow,
    PublishedShare,
    PublishedTable,
    Sector,
    Source,
    SourceGas,
    Target,
)
from members.models import (
    Body,
    County,
    Document,
    Meeting,
    Membership,
    Municipality,
    MunicipalityNumber,
    Page,
    Population,
    PublishedFigure,
)
from tests.osloregionen.admin_rows_emissions import (
    climate_reports,
    editions,
    imports,
    published_reports,
    sectors,
    sources,
    tables,
    targets,
)
from tests.osloregionen.rows_of_many import (
    FROZEN,
    bodies,
    bulk,
    counties,
    documents,
    municipalities,
    parts,
    users,
)


def declarations(count: int) -> list[Declaration]:
    """Make declarations."""
    return bulk(Declaration, count, lambda n: {"title": f"Erklæring {n}", "slug": f"erkl-{n}", "year": 2030})


def periods(count: int) -> list[StrategicPeriod]:
    """Make strategic periods, each adopted by a body of its own."""
    adopters = iter(bodies(count))
    return bulk(
        StrategicPeriod,
        count,
        lambda n: {
            "title": f"Periode {n}",
            "slug": f"periode-{n}",
            "starts": 2030,
            "ends": 2033,
            "adopted_by": next(adopters),
        },
    )


def focus_areas(count: int) -> list[FocusArea]:
    """Make focus areas, each of a period of its own."""
    of = iter(periods(count))
    return bulk(FocusArea, count, lambda n: {"order": 1, "title": f"Område {n}", "period": next(of)})


def plans(count: int) -> list[ActionPlan]:
    """Make plans for the years that are free; there are fewer than a hundred years."""
    taken = set(ActionPlan.objects.values_list("year", flat=True))
    years = [year for year in range(2005, 2101) if year not in taken][:count]
    of, adopters, free = iter(periods(len(years))), iter(bodies(len(years))), iter(years)
    return bulk(
        ActionPlan,
        len(years),
        lambda n: {
            "year": next(free),
            "title": f"Program {n}",
            "period": next(of),
            "status": "vedtatt",
            "adopted_by": next(adopters),
        },
    )


def activities(count: int) -> list[Activity]:
    """Make activities, each with focus area and responsible of its own, over as many plans as may be."""
    areas, responsible = iter(focus_areas(count)), iter(bodies(count))
    plans(min(count, 30))
    of = itertools.cycle(ActionPlan.objects.all())
    return bulk(
        Activity,
        count,
        lambda n: {
            "plan": next(of),
            "number": f"{n // 900 + 1}.{n % 900 + 1}",
            # One count for all that a process makes; a place has room for 32 767.
            "order": n % 30_000,
            "title": f"Aktivitet {n}",
            "focus_area": next(areas),
            "responsible": next(responsible),
        },
    )


def treatments(count: int) -> list[Treatment]:
    """Make treatments of one plan, each in a body of its own."""
    plan, of = ActionPlan.objects.first() or plans(1)[0], iter(bodies(count))
    return bulk(Treatment, count, lambda n: {"plan": plan, "body": next(of), "on": "2030-01-01"})


def versions(count: int) -> list[PlanVersion]:
    """Make adopted versions of one plan."""
    plan = ActionPlan.objects.first() or plans(1)[0]
    first = plan.versions.count() + 1
    numbers = itertools.count(first)
    whole: dict[str, Any] = {
        "adopted_by": "Organ",
        "case_reference": "30/1",
        "adopted_on": "2030-01-01",
        **FROZEN,
    }
    return bulk(
        PlanVersion, count, lambda n: {"plan": plan, "number": next(numbers), "title": f"V {n}", **whole}
    )


def log_entries(count: int) -> list[LogEntry]:
    """Make entries in the log, each by a user of its own."""
    kind, by = ContentType.objects.get_for_model(Municipality), iter(users(count))
    return bulk(
        LogEntry,
        count,
        lambda n: {
            "user": next(by),
            "content_type": kind,
            "object_id": str(n),
            "object_repr": f"Rad {n}",
            "action_flag": CHANGE,
            "change_message": "[]",
        },
    )


ROWS: dict[type[models.Model], Callable[[int], list[Any]]] = {
    Municipality: municipalities,
    County: counties,
    Body: bodies,
    Document: documents,
    Meeting: parts(Meeting, title="Møte {n}", kind="mote", on="2030-01-01", body=bodies),
    Page: parts(Page, place="side-{n}", title="Side {n}", body="Tekst"),
    PublishedFigure: parts(
        PublishedFigure, what="members", value=1, wording="{n}", as_of_note="2030", source="Prøve"
    ),
    MunicipalityNumber: parts(
        MunicipalityNumber, municipality=municipalities, county=counties, number="9999", valid_to="2019-12-31"
    ),
    Membership: parts(Membership, municipality=municipalities),
    Population: parts(Population, municipality=municipalities, on="2030-01-01", count=1),
    Declaration: declarations,
    Signature: parts(Signature, declaration=declarations, municipality=municipalities, status="invitert"),
    MainPoint: parts(MainPoint, declaration=declarations, order=1, text="Punkt {n}"),
    Theme: parts(Theme, declaration=declarations, order=1, title="Tema {n}"),
    Commitment: parts(
        Commitment,
        declaration=declarations,
        theme=parts(Theme, declaration=declarations, order=1, title="Tema {n}"),
        text="Forpliktelse {n}",
    ),
    Milestone: parts(Milestone, declaration=declarations, order=1, title="Milepæl {n}", body=bodies),
    PublishedCount: parts(PublishedCount, declaration=declarations, wording="{n}", source="Prøve"),
    StrategicPeriod: periods,
    PeriodGoal: parts(PeriodGoal, period=periods, goal=13),
    FocusArea: focus_areas,
    Priority: parts(
        Priority,
        focus_area=focus_areas,
        parent=parts(Priority, focus_area=focus_areas, order=1, text="Over {n}"),
        order=1,
        text="Under {n}",
    ),
    ActionPlan: plans,
    Activity: activities,
    SubPoint: parts(SubPoint, activity=activities, order=1, text="Underpunkt {n}"),
    ActivityGoal: parts(ActivityGoal, activity=activities, goal=13),
    ActivityWording: parts(ActivityWording, activity=activities, document=documents, text="Ordlyd {n}"),
    Treatment: treatments,
    PlanVersion: versions,
    Update: parts(Update, activity=activities, on="2030-01-01", text="Møte {n}"),
    Output: parts(
        Output,
        kind="annet",
        title="Leveranse {n}",
        year=2030,
        on="2030-01-01",
        activity=activities,
        municipality=municipalities,
        document=documents,
    ),
    Edition: editions,
    ImportJob: imports,
    ClimateReport: climate_reports,
    PublishedClimateReport: published_reports,
    Target: targets,
    Sector: sectors,
    Source: sources,
    SourceGas: parts(SourceGas, emission_source=sources, gas="CO2"),
    PublishedTable: tables,
    PublishedRow: parts(PublishedRow, table=tables, sector=sectors, order=1, label="Linje {n}"),
    PublishedComment: parts(PublishedComment, table=tables, order=1, text="Kommentar {n}"),
    PublishedShare: parts(PublishedShare, text="Andel {n}", percent=10, year=2030, source="Prøve"),
    User: users,
    Group: parts(Group, name="Gruppe {n}"),
    LogEntry: log_entries,
}
