"""Tables of activities."""

from collections.abc import Iterable
from typing import Any

import django_tables2
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity
from actionplan.selectors import activity_status
from osloregionen.formatting import percent_nb
from osloregionen.parts import Status
from osloregionen.tables import GoalsColumn, NameColumn, StatusColumn, Table, YearColumn


class ActivityTable(Table):
    """The activities of one plan. Files also hold what the page has no room for."""

    caption = _("Aktiviteter i handlingsprogrammet")
    row_header = "title"

    number = YearColumn(verbose_name=_("Nr."), order_by=("focus_area__order", "order"))
    title = NameColumn(verbose_name=_("Aktivitet"))
    focus_area = django_tables2.Column(
        verbose_name=_("Innsatsområde"), accessor="focus_area__title", order_by=("focus_area__order", "order")
    )
    heading = django_tables2.Column(verbose_name=_("Overskrift"), visible=False)
    goals = GoalsColumn(verbose_name=_("Bærekraftsmål"), empty_values=())
    role_and_form = django_tables2.Column(verbose_name=_("Rolle og arbeidsform"), orderable=False)
    sub_points = django_tables2.Column(verbose_name=_("Underpunkter"), visible=False)
    responsible = django_tables2.Column(
        verbose_name=_("Ansvarlig"), accessor="responsible__name", visible=False, orderable=False
    )
    status = StatusColumn(verbose_name=_("Status"), empty_values=(), order_by=("status",))

    def render_goals(self, record: Activity, column: Any) -> Any:
        """Return the badges of the activity's goals."""
        return column.render(_goal_numbers(record))

    def value_goals(self, record: Activity) -> str:
        """Return the goals as "11, 13", for files."""
        return ", ".join(str(goal) for goal in _goal_numbers(record))

    def render_status(self, record: Activity, column: Any) -> Any:
        """Return the badge, or "ikke registrert"."""
        status: Status | None = activity_status(record)
        return column.render(status)

    def value_status(self, record: Activity) -> str:
        """Return the word; empty where it is not registered."""
        return str(record.get_status_display()) if record.status else ""

    def value_sub_points(self, record: Activity) -> str:
        """Return the sub-points, one a line, for files."""
        return "\n".join(point.text for point in record.sub_points.all())


class ActivityYearTable(Table):
    """An activity through the years, with its status in each."""

    caption = _("Aktiviteten gjennom årene")
    hide_caption = True
    row_header = "title"
    stack_from = 3

    year = YearColumn(verbose_name=_("År"), accessor="plan__year", orderable=False)
    title = django_tables2.Column(verbose_name=_("Aktivitet"), orderable=False)
    status = StatusColumn(verbose_name=_("Status"), empty_values=())
    progress = django_tables2.Column(verbose_name=_("Framdrift"), orderable=False)

    def __init__(self, rows: Iterable[Activity], *, here: Activity) -> None:
        self.here = here
        super().__init__(rows)

    def render_title(self, record: Activity) -> SafeString:
        """Return number and title, with a link where it is another one than the page's own."""
        if record.pk == self.here.pk:
            return format_html('<strong aria-current="page">{}</strong>', str(record))
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), str(record))

    def render_status(self, record: Activity, column: Any) -> Any:
        """Return the badge, or "ikke registrert"."""
        return column.render(activity_status(record))

    def render_progress(self, value: int) -> str:
        """Return "60 %"."""
        return percent_nb(value)


class GoalActivityTable(ActivityTable):
    """Activities that contribute to one goal, across plans."""

    caption = _("Aktiviteter som bidrar til målet")

    year = YearColumn(verbose_name=_("År"), accessor="plan__year", order_by=("plan__year",))

    class Meta(Table.Meta):
        sequence = ("year", "number", "title", "...")
        exclude = ("role_and_form",)


def _goal_numbers(activity: Activity) -> list[int]:
    """Return the goals' numbers. No query where goals are prefetched."""
    return [row.goal for row in activity.goals.all()]
