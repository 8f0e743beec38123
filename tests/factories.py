"""Makes rows for tests with as little said as possible; each function takes any field by keyword.

Names and numbers are made up and marked as such; nothing here is the council's content.
"""

import datetime as dt
import hashlib
import itertools
from typing import Any

from django.utils import timezone

from actionplan.models import (
    ActionPlan,
    Activity,
    ActivityGoal,
    FocusArea,
    PlanVersion,
    Priority,
    StrategicPeriod,
    SubPoint,
)
from actionplan.snapshot import content_of
from declaration.models import Declaration, Signature
from emissions.models import PublishedRow, PublishedTable, Sector
from members.models import (
    Body,
    County,
    Document,
    Meeting,
    Membership,
    Municipality,
    MunicipalityNumber,
    Population,
)
from tests.worlds.store import store, with_keys

_serial = itertools.count(1)


def make_county(**fields: Any) -> County:
    """Make a county with a number of its own (from 99 downwards)."""
    taken = set(County.objects.values_list("number", flat=True))
    number = next(f"{n:02}" for n in range(99, 0, -1) if f"{n:02}" not in taken)
    return County.objects.create(**{"number": number, "name": f"Prøvefylke {number}", **fields})


def make_municipality(
    *, member: bool = True, number: str = "", county: County | None = None, **fields: Any
) -> Municipality:
    """Make a municipality; a member unless told otherwise, with a number when `number` is given."""
    municipality = Municipality.objects.create(**{"name": f"Prøvekommune {next(_serial)}", **fields})
    if member:
        Membership.objects.create(municipality=municipality)
    if number:
        MunicipalityNumber.objects.create(
            municipality=municipality, number=number, county=county or County.objects.first() or make_county()
        )
    return municipality


def make_municipalities(count: int, *, population: int | None = 1000) -> list[Municipality]:
    """Make `count` members with a number in a county of their own, and a population unless None.

    In bulk, so without history.
    """
    county = make_county()
    taken = set(MunicipalityNumber.objects.values_list("number", flat=True))
    numbers = (f"{n:04}" for n in range(9999, 0, -1) if f"{n:04}" not in taken)
    made = store(
        [with_keys(Municipality(name=f"Prøvekommune {next(_serial)}")) for _n in range(count)], history=False
    )
    store([Membership(municipality=one) for one in made], history=False)
    store(
        [MunicipalityNumber(municipality=one, number=next(numbers), county=county) for one in made],
        history=False,
    )
    if population is not None:
        figures = [Population(municipality=one, on="2024-01-01", count=population) for one in made]
        store(figures, history=False)
    return made


def make_body(**fields: Any) -> Body:
    """Make a political body."""
    n = next(_serial)
    return Body.objects.create(
        **{"name": f"Prøveorgan {n}", "slug": f"proveorgan-{n}", "kind": "political", **fields}
    )


def make_meeting(**fields: Any) -> Meeting:
    """Make a dated meeting."""
    return Meeting.objects.create(
        **{"title": f"Prøvemøte {next(_serial)}", "kind": "mote", "on": "2022-03-01", **fields}
    )


def make_document(**fields: Any) -> Document:
    """Make a document without date, link or file."""
    n = next(_serial)
    return Document.objects.create(
        **{"title": f"Prøvedokument {n}", "slug": f"prove-{n}", "kind": "rapport", **fields}
    )


def make_declaration(**fields: Any) -> Declaration:
    """Make a declaration that is open for answers."""
    n = next(_serial)
    return Declaration.objects.create(
        **{
            "title": f"Prøveerklæring {n}",
            "slug": f"proveerklaering-{n}",
            "year": 2030,
            "status": "apen",
            **fields,
        }
    )


def make_signature(**fields: Any) -> Signature:
    """Make a signature, "invitert" unless told otherwise, of a new municipality unless a party is given."""
    if "municipality" not in fields and "county" not in fields:
        fields["municipality"] = make_municipality()
    if "declaration" not in fields:
        fields["declaration"] = make_declaration()
    return Signature.objects.create(**{"status": "invitert", **fields})


def make_period(**fields: Any) -> StrategicPeriod:
    """Make a strategic period 2029–2032."""
    n = next(_serial)
    return StrategicPeriod.objects.create(
        **{"title": f"Prøveperiode {n}", "slug": f"proveperiode-{n}", "starts": 2029, "ends": 2032, **fields}
    )


def make_focus_area(**fields: Any) -> FocusArea:
    """Make a focus area in a new period unless one is given."""
    if "period" not in fields:
        fields["period"] = make_period()
    order = fields["period"].focus_areas.count() + 1
    return FocusArea.objects.create(**{"order": order, "title": f"Prøveområde {order}", **fields})


def make_plan(**fields: Any) -> ActionPlan:
    """Make a plan for the first free year from 2029, in a new period unless one is given."""
    year = next(y for y in range(2029, 2100) if not ActionPlan.objects.filter(year=y).exists())
    year = fields.setdefault("year", year)
    if "period" not in fields:
        fields["period"] = make_period(starts=year, ends=year + 3)
    return ActionPlan.objects.create(**{"title": f"Prøveprogram {year}", **fields})


def make_activity(
    *, goals: tuple[int, ...] = (), sub_points: tuple[str, ...] = (), **fields: Any
) -> Activity:
    """Make an activity in a new plan unless one is given, with goals and sub-points."""
    if "plan" not in fields:
        fields["plan"] = make_plan()
    if "focus_area" not in fields:
        period = fields["plan"].period
        fields["focus_area"] = period.focus_areas.first() or make_focus_area(period=period)
    area = fields["focus_area"]
    order = Activity.objects.filter(plan=fields["plan"], focus_area=area).count() + 1
    activity = Activity.objects.create(
        **{
            "number": f"{area.order}.{order}",
            "order": order,
            "title": f"Prøveaktivitet {next(_serial)}",
            **fields,
        }
    )
    for goal in goals:
        ActivityGoal.objects.create(activity=activity, goal=goal)
    for place, text in enumerate(sub_points, start=1):
        SubPoint.objects.create(activity=activity, order=place, text=text)
    return activity


def make_version(
    plan: ActionPlan | None = None, *, pdf: bytes = b"%PDF-1.7 prove", **fields: Any
) -> PlanVersion:
    """Make an adopted version of a plan (a new one unless given) as it is now, with the bytes as its PDF."""
    plan = plan or make_plan(status="vedtatt")
    number = fields.pop("number", plan.versions.count() + 1)
    made_at = fields.pop("made_at", timezone.now())
    adoption = {
        "adopted_on": dt.date(2028, 12, 1),
        "adopted_by": "Prøveorganet",
        "case_reference": "28/12",
        "accepted_because": "",
        **fields,
    }
    fresh = ActionPlan.objects.select_related("period", "adopted_by").get(pk=plan.pk)
    content = content_of(fresh).adopted(status="vedtatt", version=number, **adoption)
    return PlanVersion.objects.create(
        plan=plan,
        number=number,
        title=content.title,
        content=content.to_json(),
        content_sha256=content.sha256(),
        pdf=pdf,
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        pdf_pages=9,
        pdf_bytes=len(pdf),
        made_at=made_at,
        made_by="Prøve",
        **adoption,
    )


def make_activities(count: int, *, plan: ActionPlan, goal: int) -> None:
    """Add `count` activities with one goal and one sub-point each; in bulk, so without history."""
    area = plan.period.focus_areas.first() or make_focus_area(period=plan.period)
    first = Activity.objects.filter(plan=plan).count() + 1
    made = Activity.objects.bulk_create(
        Activity(
            plan=plan,
            focus_area=area,
            number=f"{1 + n // 100}.{1 + n % 100}",
            order=n,
            title=f"Prøveaktivitet {n}",
        )
        for n in range(first, first + count)
    )
    ActivityGoal.objects.bulk_create(ActivityGoal(activity=activity, goal=goal) for activity in made)
    SubPoint.objects.bulk_create(SubPoint(activity=activity, order=1, text="Et punkt") for activity in made)


def make_priority(**fields: Any) -> Priority:
    """Make a priority in a new focus area unless one is given."""
    if "focus_area" not in fields:
        fields["focus_area"] = make_focus_area()
    return Priority.objects.create(**{"order": 1, "text": f"Prøveprioritering {next(_serial)}", **fields})


def make_published_table(**fields: Any) -> PublishedTable:
    """Make a published table with one sector row and a total."""
    n = next(_serial)
    table = PublishedTable.objects.create(
        **{
            "title": f"Prøvetabell {n}",
            "slug": f"provetabell-{n}",
            "from_year": 2030,
            "to_year": 2031,
            "source": "Prøve",
            **fields,
        }
    )
    sector = Sector.objects.create(name=f"Prøvesektor {n}", slug=f"provesektor-{n}", order=100 + n)
    PublishedRow.objects.create(
        table=table, order=1, sector=sector, label=sector.name, percent=-5, tonnes=-100
    )
    PublishedRow.objects.create(table=table, order=2, label="Totalt", percent=-5, tonnes=-100)
    return table
