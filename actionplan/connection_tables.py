"""The tables of the page of connections, and of a goal through the years."""

from collections.abc import Iterable
from typing import Any

import django_tables2
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from actionplan.connections import Cell, Following, GoalMatrix, GoalRow, Line
from actionplan.snapshot import ActivityContent, AreaContent
from osloregionen.rendered import goal_html, missing_html
from osloregionen.tables import NameColumn, NumberColumn, Table, YearColumn


def _links(activities: Iterable[ActivityContent], year: int, *, short: bool) -> SafeString:
    """Return links to activities; `short` leaves their titles to screen readers."""
    items = [
        (
            reverse("actionplan:activity_detail", kwargs={"year": year, "number": activity.number}),
            activity.title,
            activity.number,
            format_html('<span class="{}"> {}</span>', "ds-sr-only" if short else "", activity.title),
        )
        for activity in activities
    ]
    css = "activity-numbers" if short else "activity-names"
    links = format_html_join("", '<li><a href="{}" title="{}">{}{}</a></li>', items)
    return format_html('<ul class="{}">{}</ul>', css, links)


def _gap(text: str) -> SafeString:
    """Return a gap: a word, and a pattern that shows without colour."""
    return format_html('<span class="gap">{}</span>', text)


def _numbers(activities: Iterable[ActivityContent]) -> str:
    return ", ".join(activity.number for activity in activities)


class AreaColumn(django_tables2.Column):
    """A focus area's activities for the goal of the row: their numbers, a gap, or that nobody has said."""

    css = "matrix-cell"

    def __init__(self, area: AreaContent, year: int) -> None:
        self.area, self.year = area, year
        super().__init__(verbose_name=area.title, accessor="goal__number", orderable=False, empty_values=())

    def render(self, record: GoalRow) -> SafeString:
        """Return the activities as links."""
        cell = record.cells[self.area.key]
        if cell.activities:
            return _links(cell.activities, self.year, short=True)
        return _gap(_now("ingen")) if cell.known else missing_html()

    def value(self, record: GoalRow) -> str | None:
        """Return the activities' numbers, for files; nothing where it is not registered."""
        cell: Cell = record.cells[self.area.key]
        return _numbers(cell.activities) or (str(_("ingen")) if cell.known else None)


class MatrixTable(Table):
    """Goals down, focus areas across; the view gives the areas' columns (`matrix_table`)."""

    caption = _("Aktivitetene etter bærekraftsmål og innsatsområde")
    stack_from = 3

    goal = django_tables2.Column(verbose_name=_("Bærekraftsmål"), orderable=False)
    chosen = django_tables2.Column(verbose_name=_("Valgt for perioden"), orderable=False)
    total = NumberColumn(verbose_name=_("Aktiviteter"), accessor="goal__number", orderable=False)

    class Meta(Table.Meta):
        sequence = ("goal", "chosen", "...", "total")

    def render_goal(self, record: GoalRow) -> SafeString:
        """Return the goal's badge and name."""
        return goal_html(record.goal.number, short=False)

    def value_goal(self, record: GoalRow) -> str:
        """Return number and name, for files."""
        return f"{record.goal.number} {record.goal.name}"

    def render_chosen(self, value: bool) -> str:
        """Return whether the period builds on the goal; where that is not known, the table says so."""
        return _now("ja") if value else _now("nei")

    def value_chosen(self, value: bool | None) -> str | None:
        """Return whether the period builds on the goal, for files; nothing where it is not registered."""
        return None if value is None else self.render_chosen(value)

    def __init__(self, *args: Any, known: bool = True, **kwargs: Any) -> None:
        self.known = known
        super().__init__(*args, **kwargs)

    def render_total(self, record: GoalRow) -> Any:
        """Return how many activities contribute; none is a gap where the period builds on the goal."""
        count = self.value_total(record)
        if count is None:
            return missing_html()
        return count if count or not record.chosen else _gap("0")

    def value_total(self, record: GoalRow) -> int | None:
        """Return how many activities contribute, for files; nothing where no activity has goals."""
        return len(record.activities) if self.known else None


def matrix_table(matrix: GoalMatrix, year: int) -> MatrixTable:
    """Return the matrix as a table with a column for each focus area. No queries."""
    columns = [(f"area_{area.order}", AreaColumn(area, year)) for area in matrix.areas]
    return MatrixTable(matrix.rows, extra_columns=columns, known=matrix.known)


class FollowUpTable(Table):
    """Commitments or priorities, each with the activities that follow it up."""

    row_header = "text"
    stack_from = 2

    group = django_tables2.Column(verbose_name=_("Hører til"), visible=False)
    theme = django_tables2.Column(verbose_name=_("Tema"), visible=False)
    number = YearColumn(verbose_name=_("Nummer"), visible=False)
    parent = django_tables2.Column(verbose_name=_("Underpunkt av"), visible=False)
    text = django_tables2.Column(verbose_name=_("Tekst"), orderable=False)
    activities = django_tables2.Column(verbose_name=_("Fulgt opp av"), orderable=False, empty_values=())

    def __init__(self, lines: Iterable[Line], year: int, *, heading: str, **kwargs: Any) -> None:
        self.year = year
        super().__init__(list(lines), **kwargs)
        self.columns["text"].column.verbose_name = heading

    def render_text(self, record: Line) -> Any:
        """Return the text with its number; a point stands in from what it belongs to."""
        text = record.text if record.number is None else f"{record.number}. {record.text}"
        if record.parent:
            return format_html('<span class="sub-point">{}</span>', text)
        if record.theme:
            return format_html('{}<span class="cell-note">{}</span>', text, record.theme)
        return text

    def value_text(self, record: Line) -> str:
        """Return the text alone, for files."""
        return record.text

    def render_activities(self, record: Line) -> SafeString | str:
        """Return the activities, or that there are none."""
        if record.activities:
            return _links(record.activities, self.year, short=False)
        if record.following == Following.NOT_KNOWN:
            return missing_html()
        if record.following == Following.NOTHING:
            return _gap(_now("ingen aktivitet"))
        return format_html('<span class="muted">{}</span>', _without_own(record))

    def value_activities(self, record: Line) -> str | None:
        """Return the activities' numbers, for files; nothing where it is not registered."""
        if record.following == Following.NOT_KNOWN:
            return None
        if record.following == Following.NOTHING:
            return str(_("ingen aktivitet"))
        return _numbers(record.activities) or _without_own(record)


def _without_own(line: Line) -> str:
    if line.following == Following.THROUGH_POINTS:
        return _now("gjennom underpunktene")
    return _now("ingen egen aktivitet")


class GoalYearTable(Table):
    """What each plan does for a goal."""

    caption = _("Målet i hvert handlingsprogram")

    year = NameColumn(verbose_name=_("År"), accessor="plan__year", orderable=False)
    activities = NumberColumn(verbose_name=_("Aktiviteter som bidrar"), orderable=False)
    of_all = NumberColumn(verbose_name=_("Av alle"), orderable=False)
    continued = NumberColumn(verbose_name=_("Videreført"), orderable=False)
    areas = django_tables2.Column(verbose_name=_("Innsatsområder"), orderable=False, default="–")
    chosen = django_tables2.Column(verbose_name=_("Valgt for perioden"), orderable=False)

    def render_chosen(self, value: bool) -> str:
        """Return whether the plan's period builds on the goal; where not known, the table says so."""
        return _now("ja") if value else _now("nei")
