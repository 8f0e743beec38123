"""Tables of how a plan comes along: its activities on a day, and the outputs."""

from typing import Any

import django_tables2
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from actionplan.models import Output
from actionplan.standing import is_overdue
from osloregionen.formatting import date_or_note_nb
from osloregionen.parts import Status
from osloregionen.rendered import missing_html, status_html
from osloregionen.tables import LinkColumn, StatusColumn, Table, YearColumn

_OUTPUT_MARKS = {
    Output.Status.DONE: ("✓", "solid"),
    Output.Status.PLANNED: ("○", "striped"),
    Output.Status.CANCELLED: ("✕", "crossed"),
}


def output_status(output: Output) -> Status | None:
    """Return an output's status as word, sign and tone; None where it is not registered."""
    if not output.status:
        return None
    status = Output.Status(output.status)
    return Status(str(status.label), *_OUTPUT_MARKS[status])


class StatusTable(Table):
    """Activities as they stood on a day: rows are lines of a status report."""

    row_header = "title"

    number = YearColumn(verbose_name=_("Nr."), orderable=False)
    title = django_tables2.Column(verbose_name=_("Aktivitet"), orderable=False)
    area = django_tables2.Column(verbose_name=_("Innsatsområde"), visible=False)
    mark = StatusColumn(verbose_name=_("Hvordan det går"), orderable=False, empty_values=())
    standing = django_tables2.Column(verbose_name=_("Status og framdrift"), visible=False)
    deadline = django_tables2.Column(verbose_name=_("Frist"), orderable=False)
    responsible = django_tables2.Column(verbose_name=_("Ansvarlig"), visible=False)
    why = django_tables2.Column(verbose_name=_("Hva som er meldt"), orderable=False, empty_values=())

    def render_title(self, record: Any) -> str | SafeString:
        """Return the title, leading to the activity's page where there is one."""
        return format_html('<a href="{}">{}</a>', record.url, record.title) if record.url else record.title

    def value_title(self, record: Any) -> str:
        """Return the title, for files."""
        return str(record.title)

    def render_mark(self, record: Any) -> SafeString:
        """Return under which heading it is told of, with status and progress where these say more."""
        badge = status_html(record.mark)
        if record.mark is None or record.standing in ("", record.mark.word):
            return badge
        return format_html('{}<br><span class="muted">{}</span>', badge, record.standing)

    def value_mark(self, record: Any) -> str:
        """Return the word, for files; empty where nothing is registered."""
        return record.mark.word if record.mark else ""

    def render_why(self, record: Any) -> SafeString:
        """Return what was told, a paragraph each."""
        if not record.why:
            return missing_html()
        return format_html_join("", "<p>{}</p>", ((text,) for text in record.why))

    def value_why(self, record: Any) -> str:
        """Return what was told, a line each, for files."""
        return "\n".join(record.why)


class OutputTable(Table):
    """What has come out of the work, or is meant to. Files also hold what the page has no room for."""

    caption = _("Leveranser")
    row_header = "title"

    when = django_tables2.Column(
        verbose_name=_("Når"), accessor="date_note", order_by=("year", "on", "date_note"), empty_values=()
    )
    year = YearColumn(verbose_name=_("År"), visible=False)
    title = django_tables2.Column(verbose_name=_("Leveranse"))
    kind = django_tables2.Column(verbose_name=_("Type"))
    status = StatusColumn(verbose_name=_("Status"), empty_values=())
    focus_area = django_tables2.Column(
        verbose_name=_("Innsatsområde"), accessor="focus_area__title", order_by=("focus_area__order",)
    )
    activity = django_tables2.Column(
        verbose_name=_("Aktivitet"),
        order_by=("activity__plan__year", "activity__order"),
        empty_values=(),
    )
    description = django_tables2.Column(verbose_name=_("Beskrivelse"), visible=False)
    municipality = django_tables2.Column(
        verbose_name=_("Kommune"), accessor="municipality__name", visible=False
    )
    url = LinkColumn(verbose_name=_("Lenke"), visible=False)
    document = django_tables2.Column(verbose_name=_("Dokument"), accessor="document__title", visible=False)
    source = django_tables2.Column(verbose_name=_("Kilde"), visible=False)

    def render_when(self, record: Output) -> str:
        """Return the day, or what is known of it."""
        return date_or_note_nb(record.on, record.date_note)

    def value_when(self, record: Output) -> Any:
        """Return the day as a date, or what is known of it, for files."""
        return record.on or record.date_note

    def render_title(self, record: Output) -> SafeString:
        """Return the title, with its link, the document, the municipality and what it is about."""
        title = format_html('<a href="{}">{}</a>', record.url, record.title) if record.url else record.title
        below = []
        if record.description:
            below.append(format_html("{}", record.description))
        if record.municipality is not None:
            place = record.municipality
            below.append(format_html('<a href="{}">{}</a>', place.get_absolute_url(), place.name))
        if record.document is not None:
            address = record.document.get_absolute_url()
            below.append(format_html('<a href="{}">{}</a>', address, _("Dokumentet")))
        return format_html(
            "{}{}",
            title,
            format_html_join("", '<br><span class="muted">{}</span>', ((one,) for one in below)),
        )

    def value_title(self, record: Output) -> str:
        """Return the title alone, for files."""
        return record.title

    def render_status(self, record: Output) -> SafeString:
        """Return the badge, or "ikke registrert"; of what is over and still planned, that nobody knows."""
        badge = status_html(output_status(record))
        if not is_overdue(record, timezone.localdate()):
            return badge
        return format_html('{}<br><span class="muted">{}</span>', badge, _("utfallet er ikke registrert"))

    def value_status(self, record: Output) -> str:
        """Return the word; empty where it is not registered."""
        return str(record.get_status_display()) if record.status else ""

    def render_activity(self, record: Output) -> str | SafeString:
        """Return the activity's year and number as a link; a dash where the output belongs to none."""
        activity = record.activity
        if activity is None:
            return "–"
        address = reverse(
            "actionplan:activity_detail", kwargs={"year": activity.plan.year, "number": activity.number}
        )
        words = f"{activity.number} ({activity.plan.year})"
        return format_html('<a href="{}" title="{}">{}</a>', address, activity.title, words)

    def value_activity(self, record: Output) -> str:
        """Return the activity, for files; empty where the output belongs to none."""
        activity = record.activity
        return "" if activity is None else f"{activity.plan.year}: {activity}"
