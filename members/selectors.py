"""Reads across the members app's models: who the members are, one municipality's story, meetings, pages."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value
from django.utils import timezone

from members.models import (
    Body,
    Document,
    Meeting,
    Membership,
    Municipality,
    MunicipalityNumber,
    Page,
    Population,
    PublishedFigure,
)
from members.models.municipality import MunicipalityQuerySet, in_force
from osloregionen.parts import Status

#: More names than this are not suggested.
MOST_SUGGESTED = 500


@dataclass(frozen=True)
class Standing:
    """How members stand to one declaration. The declaration's own app knows; a view brings it here.

    `key` is the declaration's slug, `label` its title, `statuses` by the municipality's primary key.
    A municipality that is not in `statuses` is "ikke registrert".
    `signed` counts the members with a signature of their own, `published` says what sources say of all;
    `short` is a name for where the title stands already.
    """

    key: str
    label: str
    statuses: dict[int, Status] = field(default_factory=dict)
    signed: int = 0
    published: str = ""
    short: str = ""


@dataclass(frozen=True)
class MemberTotals:
    """How many members there are, and how many live in those `counted` whose figure of `on` is known."""

    members: int
    counted: int
    population: int | None
    on: datetime.date | None
    source: str


@dataclass(frozen=True)
class PopulationRow:
    """A municipality's inhabitants on a date, and the change since the date before it; None for the first."""

    on: datetime.date
    count: int
    change: int | None
    change_percent: float | None
    source: str


@dataclass(frozen=True)
class Merger:
    """Municipalities that became one. `continues`: the name went on (Asker); else it was new."""

    on: datetime.date | None
    names: list[str]
    continues: bool


def population_date() -> datetime.date | None:
    """Return the date that most members have a population for, the latest of several. One query.

    Not simply the latest: one member's newer figure must not make the other 63 unknown.
    """
    counts = (
        Population.objects.filter(municipality__in=Municipality.objects.members_now())
        .values("on")
        .annotate(members=Count("pk"))
        .order_by("-members", "-on")
    )
    first = counts.first()
    return first["on"] if first else None


def members(*, population_on: datetime.date | None = None) -> MunicipalityQuerySet:
    """Return today's members with `number_now`, `county_now`, `county_number` and `population` (on the date).

    One query when it is evaluated, and one for the predecessors.
    """
    today = timezone.localdate()
    number = MunicipalityNumber.objects.filter(in_force(today), municipality=OuterRef("pk")).order_by(
        F("valid_from").desc(nulls_last=True)
    )
    population: Subquery | Value = Value(None, output_field=IntegerField())
    if population_on is not None:
        counted = Population.objects.filter(municipality=OuterRef("pk"), on=population_on)
        population = Subquery(counted.values("count")[:1])
    found: MunicipalityQuerySet = (
        Municipality.objects.members_now()
        .annotate(
            number_now=Subquery(number.values("number")[:1]),
            county_now=Subquery(number.values("county__name")[:1]),
            county_number=Subquery(number.values("county__number")[:1]),
            population=population,
        )
        .prefetch_related("predecessors")
    )
    return found


def member_names() -> list[str]:
    """Return the names of today's members in Norwegian order, to be suggested while one writes. One query.

    Namesakes have their number behind the name. None at all where they are too many: each page with the
    field carries the whole list.
    """
    number = MunicipalityNumber.objects.filter(in_force(timezone.localdate()), municipality=OuterRef("pk"))
    known = Municipality.objects.members_now().annotate(number_now=Subquery(number.values("number")[:1]))
    named = list(known.values_list("name", "number_now")[: MOST_SUGGESTED + 1])
    if len(named) > MOST_SUGGESTED:
        return []
    counts = Counter(name for name, _number in named)
    return [f"{name} ({number})" if counts[name] > 1 and number else name for name, number in named]


def member_counties() -> list[tuple[str, str]]:
    """Return number and name of the counties that today's members lie in, by name. One query."""
    today = timezone.localdate()
    numbers = MunicipalityNumber.objects.filter(
        in_force(today), municipality__in=Municipality.objects.members_now()
    )
    found = numbers.values_list("county__number", "county__name").distinct().order_by("county__name")
    # Bokmål sorts Ø last; the databases do not. Seven names: sorted here.
    return sorted(found, key=lambda county: county[1].replace("Ø", "Å"))


def member_totals() -> MemberTotals:
    """Return the count of today's members and the sum of their inhabitants. Three queries."""
    on = population_date()
    current = Municipality.objects.members_now()
    counts = Population.objects.filter(municipality__in=current, on=on)
    summed = counts.aggregate(total=Sum("count"), counted=Count("pk"))
    sources = sorted(set(counts.exclude(source="").values_list("source", flat=True)))
    return MemberTotals(
        members=current.count(),
        counted=summed["counted"],
        population=summed["total"],
        on=on,
        source="; ".join(sources[:2]),
    )


@dataclass(frozen=True)
class MemberCount:
    """The number of members on a date. `count` is set where `known`; else see `published_count_near`."""

    known: bool
    count: int | None


def member_count_on(on: datetime.date) -> MemberCount:
    """Return how many members there were on a date. One query.

    Without joining dates nobody knows the count before the first date that sources show the members.
    """
    counted = Membership.objects.counted_on(on)
    count = counted["all"]
    known = count > 0 and not counted["uncertain"]
    return MemberCount(known=known, count=count if known else None)


def published_count_near(on: datetime.date) -> PublishedFigure | None:
    """Return the number of members that was published nearest to a date. One query."""
    figures = PublishedFigure.objects.filter(what=PublishedFigure.What.MEMBERS)
    return min(figures, key=lambda figure: _days_from(figure, on), default=None)


def _days_from(figure: PublishedFigure, on: datetime.date) -> int:
    """Return how far a date is from a published figure; one that only names its year covers all of it."""
    if figure.as_of is not None:
        return abs((figure.as_of - on).days)
    year = re.search(r"\d{4}", figure.as_of_note)
    if year is None:
        return datetime.date.max.toordinal()
    first, last = datetime.date(int(year[0]), 1, 1), datetime.date(int(year[0]), 12, 31)
    return max((first - on).days, (on - last).days, 0)


def published_figures() -> list[PublishedFigure]:
    """Return what has been published about the council's size, oldest first. One query."""
    return list(PublishedFigure.objects.order_by("what", "as_of", "pk"))


def municipality_with_story(slug: str) -> Municipality:
    """Return a municipality, member or not, with all that its page tells. Raises DoesNotExist.

    Six queries: numbers with counties, populations, memberships, predecessors and their numbers.
    """
    predecessors = Municipality.objects.prefetch_related(
        Prefetch("numbers", queryset=MunicipalityNumber.objects.select_related("county"))
    )
    found: Municipality = (
        Municipality.objects.select_related("merged_into")
        .prefetch_related(
            Prefetch("numbers", queryset=MunicipalityNumber.objects.select_related("county")),
            Prefetch("populations", queryset=Population.objects.order_by("on")),
            Prefetch("memberships", queryset=Membership.objects.order_by("joined_on", "pk")),
            Prefetch("predecessors", queryset=predecessors),
        )
        .get(slug=slug)
    )
    return found


def population_rows(municipality: Municipality) -> list[PopulationRow]:
    """Return the municipality's known populations with the change from one to the next, oldest first."""
    rows: list[PopulationRow] = []
    for known in sorted(municipality.populations.all(), key=lambda row: row.on):
        change = known.count - rows[-1].count if rows else None
        percent = 100 * change / rows[-1].count if change is not None and rows[-1].count else None
        rows.append(PopulationRow(known.on, known.count, change, percent, known.source))
    return rows


def number_in_force(municipality: Municipality, on: datetime.date) -> MunicipalityNumber | None:
    """Return the number the municipality has on a date, of those already fetched."""
    return next((number for number in municipality.numbers.all() if number.holds_on(on)), None)


def mergers_into(municipality: Municipality) -> list[Merger]:
    """Return the mergers that the municipality came out of, one per date. Needs the rows of a story."""
    merged: dict[datetime.date | None, list[str]] = {}
    for predecessor in municipality.predecessors.all():
        merged.setdefault(predecessor.dissolved_on, []).append(predecessor.name)
    return [
        Merger(on=on, names=names, continues=on is not None and existed_before(municipality, on))
        for on, names in sorted(merged.items(), key=lambda item: item[0] or datetime.date.max)
    ]


def existed_before(municipality: Municipality, on: datetime.date) -> bool:
    """Say whether the municipality had a number of its own before the date. Needs numbers fetched."""
    return any(number.valid_from is None or number.valid_from < on for number in municipality.numbers.all())


def upcoming_meetings(*, limit: int | None = None) -> list[Meeting]:
    """Return meetings from today on, soonest first. One query."""
    today = timezone.localdate()
    coming = Meeting.objects.select_related("body").filter(Q(on__gte=today) | Q(ends_on__gte=today))
    return list(coming.order_by("on", "starts_at", "title")[:limit])


def latest_meetings(*, limit: int) -> list[Meeting]:
    """Return the meetings of the past that have a date, latest first. One query."""
    past = Meeting.objects.select_related("body").filter(on__lt=timezone.localdate())
    return list(past.order_by("-on", "-starts_at", "title")[:limit])


def dated_meetings(body: Body | None = None) -> QuerySet[Meeting]:
    """Return the meetings that have a date, the first one first; of one body where it is given. One query."""
    dated = Meeting.objects.select_related("body").filter(on__isnull=False)
    return (dated.filter(body=body) if body else dated).order_by("on", "starts_at", "pk")


def meeting_bodies() -> list[Body]:
    """Return the bodies that have meetings with a date, in their own order. One query."""
    return list(Body.objects.filter(pk__in=Meeting.objects.filter(on__isnull=False).values("body_id")))


def meeting_years() -> list[int]:
    """Return the years that have dated meetings, latest first. One query."""
    return [date.year for date in Meeting.objects.dates("on", "year", order="DESC")]


def bodies_by_kind() -> list[tuple[str, list[Body]]]:
    """Return the bodies that have not ended, political ones first, with who elects them. One query."""
    current = Body.objects.select_related("elected_by", "established_by").filter(
        Q(valid_to=None) | Q(valid_to__gte=timezone.localdate())
    )
    kinds: dict[str, list[Body]] = {kind: [] for kind in Body.Kind.values}
    for body in current:
        kinds[body.kind].append(body)
    return [(kind, bodies) for kind, bodies in kinds.items() if bodies]


def fixed_page(place: str) -> Page | None:
    """Return the staff's text for a fixed page, None where there is none. One query."""
    return Page.objects.filter(place=place).first()


def municipality_addresses() -> Iterator[dict[str, str]]:
    """Give the address of every municipality's page, members first. One query."""
    slugs = Municipality.objects.order_by(F("dissolved_on").asc(nulls_first=True), "sort_name", "pk")
    return ({"slug": slug} for slug in slugs.values_list("slug", flat=True))


def document_file_addresses() -> Iterator[dict[str, str]]:
    """Give the address of every file that a document names. One query."""
    files = Document.objects.exclude(file="").order_by("pk").values_list("file", flat=True)
    return ({"name": name} for name in files)
