"""Charts of the declarations."""

import datetime as dt

from django.utils.translation import gettext as _

from declaration.models import Declaration
from declaration.progress import Day, Progress, alt_text
from declaration.tables import ProgressTable
from osloregionen.charts import Chart
from osloregionen.formatting import date_nb
from osloregionen.step_charts import Mark, StepLine, step_chart


def progress_chart(declaration: Declaration, progress: Progress) -> Chart | None:
    """Return how many had joined and signed from day to day; None where there is no line to draw."""
    if not progress.can_be_drawn or progress.starts is None or progress.ends is None:
        return None
    lines = [
        StepLine(_("Tilsluttet"), _points(progress.days, "joined"), dashed=True),
        StepLine(_("Signert"), _points(progress.days, "signed")),
    ]
    deadline = declaration.response_deadline
    # A deadline far ahead would press all that has happened into a corner.
    room = dt.timedelta(days=(progress.ends - progress.starts).days // 2)
    near = deadline is not None and deadline <= progress.ends + room
    marks = [Mark(deadline, _("Svarfrist %(date)s") % {"date": date_nb(deadline)})] if deadline else []
    return step_chart(
        title=_("Tilsluttet og signert over tid"),
        alt=alt_text(progress),
        source=_("svarene i tabellen nedenfor, hvert med sin kilde"),
        table=ProgressTable(progress.periods, prefix="utvikling-"),
        lines=[line for line in lines if line.points],
        starts=progress.starts,
        until=progress.ends,
        ends=deadline if deadline is not None and near else progress.ends,
        marks=marks,
    )


def _points(days: list[Day], name: str) -> tuple[tuple[dt.date, int], ...]:
    """Return when the count changed; nothing where it never did."""
    return tuple((day.on, getattr(day, name)) for day in days if getattr(day, f"{name}_new"))
