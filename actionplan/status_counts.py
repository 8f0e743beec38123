"""How many of a plan's activities stand how: the groups that a status is told in, in words and numbers."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actionplan.models import Activity
from actionplan.selectors import status_mark
from actionplan.status import ActivityStatus, PlanStatus
from osloregionen.formatting import counted_nb, list_nb, number_nb
from osloregionen.parts import Figure, Status

LATE = "forsinket"
#: In which order they are told of. An open one past its deadline is late, whatever else it is.
ORDER = (
    Activity.Status.DONE,
    Activity.Status.UNDER_WAY,
    LATE,
    Activity.Status.POSTPONED,
    Activity.Status.PLANNED,
    Activity.Status.CANCELLED,
    "",
)


@dataclass(frozen=True)
class CountRow:
    """A line of the counts: how activities stand, and how many do so under each heading."""

    label: str
    counts: list[str]


def group_of(activity: ActivityStatus) -> str:
    """Return under which heading an activity is told of: its status, or that it is late."""
    return LATE if activity.late else activity.now.status


def group_words(group: str) -> str:
    """Return what a group is called: "fullført", "forsinket", "status ikke registrert"."""
    if group == LATE:
        return _("forsinket")
    return str(Activity.Status(group).label) if group else _("status ikke registrert")


def group_mark(group: str) -> Status | None:
    """Return word, sign and tone of a group; None where no status is registered."""
    return Status(group_words(LATE), "!", "framed") if group == LATE else status_mark(group)


def sentence(activities: list[ActivityStatus]) -> str:
    """Return "14 aktiviteter: 2 fullført, 3 forsinket og 9 uten registrert status. 5 er uten frist."."""
    if not activities:
        return _("Ingen aktiviteter er registrert.")
    counted = counted_nb(len(activities), _("aktivitet"), _("aktiviteter"))
    parts = []
    for group in ORDER:
        count = sum(group_of(one) == group for one in activities)
        if count and group:
            parts.append(f"{count} {group_words(group)}")
        elif count:
            parts.append(_("%(count)s uten registrert status") % {"count": count})
    without = sum(one.without_deadline for one in activities)
    told = f"{counted}: {list_nb(parts)}."
    if not without:
        return told
    all_of_them = without == len(activities) and without > 1
    return f"{told} " + _("%(count)s\u00a0er uten frist.") % {"count": _("Alle") if all_of_them else without}


def counts(status: PlanStatus) -> tuple[list[str], list[CountRow]]:
    """Return the headings of the counts, the focus areas and the whole plan, and a line for each standing."""
    heads = [f"{area.order} {area.title}" for area in status.areas]
    counted = [_counted(area.activities) for area in status.areas]
    if len(heads) > 1:
        heads.append(_("I alt"))
        counted.append(_counted(status.activities))
    labels = [
        _("Aktiviteter"),
        *(str(capfirst(group_words(group))) for group in ORDER),
        _("Uten frist"),
    ]
    labels[1 + ORDER.index(LATE)] = _("Forsinket, av dem med frist")
    return heads, [CountRow(label, list(row)) for label, *row in zip(labels, *counted, strict=True)]


def figures(activities: list[ActivityStatus]) -> list[Figure]:
    """Return the numbers that one looks for first. None late is good news only of those that can be late."""
    total, done, under_way, _late, *_others, unknown, without = _counted(activities)
    late, can_be = sum(one.late for one in activities), sum(one.with_deadline for one in activities)
    late_words = _("forsinket, av %(count)s med frist") % {"count": can_be} if can_be else ""
    return [
        Figure(count, label)
        for count, label in (
            (total, _("aktiviteter")),
            (done, _("fullført")),
            (under_way, _("pågår")),
            (number_nb(late) if can_be else "–", late_words or _("forsinket: ingen har frist")),
            (without, _("uten frist")),
            (unknown, _("status ikke registrert")),
        )
    ]


def _counted(activities: list[ActivityStatus]) -> list[str]:
    """Return how many there are, how many of each group, and how many without a deadline."""
    groups = [group_of(one) for one in activities]
    counts = {group: number_nb(groups.count(group)) for group in ORDER}
    can_be = sum(one.with_deadline for one in activities)
    counts[LATE] = _("%(late)s av %(all)s") % {"late": counts[LATE], "all": can_be} if can_be else "–"
    without = sum(one.without_deadline for one in activities)
    return [number_nb(len(groups)), *counts.values(), number_nb(without)]
