"""What the app gives away as data: plans, activities and their goals, and what came out of the work."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from actionplan import selectors
from actionplan.models import ActionPlan, Activity, ActivityGoal, Output, Priority, SubPoint, Update
from actionplan.progress_tables import OutputTable
from actionplan.tables import ActivityTable
from members.datasets import parts_of
from osloregionen.datasets import Choice, Dataset, Facts, Theme, last_change, latest
from osloregionen.formatting import list_nb
from osloregionen.sdg import GOALS
from osloregionen.tables import DateColumn, NumberColumn, Table, YearColumn

_WORDS = (_("handlingsprogram"), "Osloregionen")
_ON_EACH_LINE = _("Kilden står på hver linje.")


class PlanTable(Table):
    """The plans of all years, for files."""

    caption = _("Handlingsprogrammer")
    year = YearColumn(verbose_name=_("År"))
    title = tables.Column(verbose_name=_("Tittel"))
    status = tables.Column(verbose_name=_("Status"))
    adopted_on = DateColumn(verbose_name=_("Vedtatt"))
    adopted_by = tables.Column(verbose_name=_("Vedtatt av"), accessor="adopted_by__name")
    case_reference = tables.Column(verbose_name=_("Saksnummer"))
    period = tables.Column(verbose_name=_("Bygger på"), accessor="period__title")
    activity_count = NumberColumn(verbose_name=_("Aktiviteter"))
    source = tables.Column(verbose_name=_("Kilde"))


class ActivityFileTable(ActivityTable):
    """The activities of all plans with all that their pages tell, for files."""

    year = YearColumn(verbose_name=_("År"), accessor="plan__year")
    plan_status = tables.Column(verbose_name=_("Handlingsprogrammets status"), accessor="plan__status")
    description = tables.Column(verbose_name=_("Beskrivelse"))
    partners = tables.Column(verbose_name=_("Samarbeidspartnere"))
    starts_on = DateColumn(verbose_name=_("Starter"))
    ends_on = DateColumn(verbose_name=_("Slutter"))
    date_note = tables.Column(verbose_name=_("Merknad til tidspunktet"))
    status_reason = tables.Column(verbose_name=_("Begrunnelse for status"))
    progress = NumberColumn(verbose_name=_("Framdrift"), unit=_("prosent"))
    continues = tables.Column(verbose_name=_("Fortsetter fra"))
    source = tables.Column(verbose_name=_("Kilde"))

    class Meta(Table.Meta):
        sequence = ("year", "plan_status", "number", "title", "...")

    def value_continues(self, value: Activity) -> str:
        """Return the year and the number of last year's activity."""
        return f"{value.plan.year}: {value.number}"


@dataclass(frozen=True)
class _Contribution:
    """That an activity contributes to a goal."""

    activity: Activity
    goal: int
    goal_name: str
    source: str


class ContributionTable(Table):
    """A line for each goal of each activity, for files."""

    caption = _("Aktiviteter og bærekraftsmål")
    year = YearColumn(verbose_name=_("År"), accessor="activity__plan__year")
    number = YearColumn(verbose_name=_("Nr."), accessor="activity__number")
    title = tables.Column(verbose_name=_("Aktivitet"), accessor="activity__title")
    goal = YearColumn(verbose_name=_("Bærekraftsmål"))
    goal_name = tables.Column(verbose_name=_("Målets navn"))
    source = tables.Column(verbose_name=_("Kilde"))


def _activities(_choice: Choice) -> Table:
    return ActivityFileTable(Activity.objects.with_parts().select_related("continues__plan"))


def _contributions(_choice: Choice) -> Table:
    return ContributionTable(list(_goals()))


def _goals() -> Iterator[_Contribution]:
    rows = ActivityGoal.objects.select_related("activity__plan").order_by(
        "-activity__plan__year", "activity__focus_area__order", "activity__order", "goal", "pk"
    )
    for row in rows:
        yield _Contribution(row.activity, row.goal, str(GOALS[row.goal].name), row.source)


def _outputs(choice: Choice) -> Table:
    parts = parts_of(choice)
    rows = Output.objects.select_related("activity__plan", "focus_area", "municipality", "document")
    return OutputTable(rows if parts is None else rows.filter(municipality__in=parts))


class UpdateTable(Table):
    """What was told of activities, for files."""

    caption = _("Hva som er meldt om aktivitetene")
    year = YearColumn(verbose_name=_("År"), accessor="activity__plan__year")
    number = YearColumn(verbose_name=_("Nr."), accessor="activity__number")
    title = tables.Column(verbose_name=_("Aktivitet"), accessor="activity__title")
    on = DateColumn(verbose_name=_("Dato"))
    status = tables.Column(verbose_name=_("Status"))
    status_reason = tables.Column(verbose_name=_("Begrunnelse for status"))
    progress = NumberColumn(verbose_name=_("Framdrift"), unit=_("prosent"))
    text = tables.Column(verbose_name=_("Hva som har skjedd"))
    source = tables.Column(verbose_name=_("Kilde"))


class PriorityTable(Table):
    """The priorities of the strategic guidelines, for files."""

    caption = _("Strategiske prioriteringer")
    period = tables.Column(verbose_name=_("Periode"), accessor="focus_area__period__title")
    focus_area = tables.Column(verbose_name=_("Innsatsområde"), accessor="focus_area__title")
    text = tables.Column(verbose_name=_("Prioritering"))
    parent = tables.Column(verbose_name=_("Hører under"), accessor="parent__text")
    source = tables.Column(verbose_name=_("Kilde"))


def _updates(_choice: Choice) -> Table:
    rows = Update.objects.select_related("activity__plan")
    return UpdateTable(rows.order_by("-activity__plan__year", "activity__number", "-on", "-pk"))


def _priorities(_choice: Choice) -> Table:
    rows = Priority.objects.select_related("focus_area__period", "parent")
    return PriorityTable(rows.order_by("-focus_area__period__starts", "focus_area__order", "order", "pk"))


def _facts(*rows: QuerySet[Any]) -> Facts:
    years = sorted(ActionPlan.objects.order_by().values_list("year", flat=True))
    concerns = ""
    if years:
        concerns = _now("Handlingsprogrammene for %(years)s.") % {
            "years": list_nb([f"{year}" for year in years])
        }
    return Facts(
        source=str(_ON_EACH_LINE), concerns=concerns, changed=latest(*(last_change(one) for one in rows))
    )


PLANS = (
    Dataset(
        name="handlingsprogrammer",
        title=_("Handlingsprogrammene"),
        description=_(
            "Hvert års handlingsprogram: status, vedtak og de strategiske føringene det bygger på."
        ),
        page="actionplan:plan_list",
        facts=lambda _choice: _facts(ActionPlan.objects.all(), Activity.objects.all()),
        file=lambda _choice: PlanTable(selectors.plans()),
        keywords=_WORDS,
    ),
    Dataset(
        name="aktiviteter",
        title=_("Aktivitetene i handlingsprogrammene"),
        description=_(
            "Hver aktivitet med innsatsområde, arbeidsform, ansvarlig, tidsrom, status og framdrift, "
            "slik den er registrert nå. Kolonnen for handlingsprogrammets status sier om det er vedtatt."
        ),
        page="actionplan:plan_list",
        facts=lambda _choice: _facts(
            Activity.objects.all(), SubPoint.objects.all(), ActivityGoal.objects.all()
        ),
        file=_activities,
        themes=(Theme.GOVERNMENT, Theme.ENVIRONMENT),
        keywords=_WORDS,
    ),
    Dataset(
        name="aktiviteter-barekraftsmal",
        title=_("Aktivitetene og FNs bærekraftsmål"),
        description=_("En linje for hvert bærekraftsmål en aktivitet bidrar til."),
        page="actionplan:goal_list",
        facts=lambda _choice: _facts(ActivityGoal.objects.all(), Activity.objects.all()),
        file=_contributions,
        themes=(Theme.GOVERNMENT, Theme.ENVIRONMENT),
        keywords=(*_WORDS, _("FNs bærekraftsmål")),
    ),
    Dataset(
        name="oppdateringer",
        title=_("Hva som er meldt om aktivitetene"),
        description=_("Hver melding om en aktivitet: datoen den gjelder, status, framdrift og tekst."),
        page="actionplan:plan_list",
        facts=lambda _choice: _facts(Update.objects.all()),
        file=_updates,
        keywords=_WORDS,
    ),
    Dataset(
        name="strategiske-prioriteringer",
        title=_("Strategiske prioriteringer"),
        description=_("Prioriteringene i de strategiske føringene, etter periode og innsatsområde."),
        page="actionplan:plan_list",
        facts=lambda _choice: Facts(
            str(_ON_EACH_LINE), _now("Perioden står på hver linje."), last_change(Priority.objects.all())
        ),
        file=_priorities,
        keywords=(*_WORDS, _("strategi")),
    ),
    Dataset(
        name="leveranser",
        title=_("Leveranser"),
        description=_(
            "Webinarer, høringssvar, rapporter, møter, eksempler fra kommuner og annet som er kommet ut av "
            "arbeidet. Etter kommune: eksemplene fra den."
        ),
        page="actionplan:output_list",
        facts=lambda _choice: _facts(Output.objects.all()),
        file=_outputs,
        themes=(Theme.GOVERNMENT, Theme.ENVIRONMENT),
        keywords=_WORDS,
        by_municipality=True,
    ),
)
