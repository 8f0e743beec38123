"""The tables of members, of one municipality's story, of meetings and documents."""

import datetime
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from members.models import Meeting, Municipality, MunicipalityNumber
from members.selectors import Standing
from osloregionen.formatting import date_nb, list_nb, number_nb, percent_nb, period_nb
from osloregionen.parts import Status
from osloregionen.rendered import missing_html, status_html
from osloregionen.tables import (
    DateColumn,
    DetailColumn,
    LinkColumn,
    NameColumn,
    NumberColumn,
    PercentColumn,
    Table,
)


class StandingColumn(tables.Column):
    """How a member stands to one declaration; no status reads "ikke registrert"."""

    def __init__(self, standing: Standing, *, css: str = "", **kwargs: Any) -> None:
        self.css = css
        self.statuses = standing.statuses
        super().__init__(
            verbose_name=standing.short or standing.label, accessor="pk", orderable=False, **kwargs
        )

    def render(self, value: int) -> SafeString:
        """Return the badge."""
        return status_html(self.statuses.get(value))

    def value(self, value: int) -> str | None:
        """Return the word; nothing where nothing is registered."""
        status: Status | None = self.statuses.get(value)
        return status.word if status else None


class MunicipalityTable(Table):
    """Today's members. Columns of declarations are added by the view; some columns are only in files."""

    caption = _("Medlemskommunene")
    name = NameColumn(verbose_name=_("Kommune"), sort="sort_name")
    number = DetailColumn(verbose_name=_("Nummer"), accessor="number_now")
    county = DetailColumn(verbose_name=_("Fylke"), accessor="county_now")
    population = NumberColumn(verbose_name=_("Innbyggere"))
    predecessors = DetailColumn(
        verbose_name=_("Slått sammen av"), accessor="pk", orderable=False, empty_values=()
    )
    population_on = tables.Column(
        verbose_name=_("Innbyggere, dato"), accessor="pk", visible=False, empty_values=()
    )
    language_form = tables.Column(verbose_name=_("Målform"), visible=False)
    org_number = tables.Column(verbose_name=_("Organisasjonsnummer"), visible=False)
    website = tables.Column(verbose_name=_("Nettsted"), visible=False)

    class Meta:
        sequence = ("name", "number", "county", "population", "predecessors", "...")

    def __init__(self, *args: Any, population_on: datetime.date | None = None, **kwargs: Any) -> None:
        self.counted_on = population_on
        super().__init__(*args, **kwargs)
        if population_on is not None:
            self.columns["population"].column.verbose_name = _("Innbyggere %(date)s") % {
                "date": date_nb(population_on)
            }

    def render_predecessors(self, record: Municipality) -> str | SafeString:
        """Return the absorbed municipalities, with the member itself where its name went on."""
        return list_nb([predecessor.name for predecessor in record.predecessors.all()]) or "–"

    def value_predecessors(self, record: Municipality) -> str:
        """Return the absorbed municipalities for files."""
        return list_nb([predecessor.name for predecessor in record.predecessors.all()])

    def value_population_on(self, record: Any) -> datetime.date | None:
        """Return the date of the population, where there is one."""
        return self.counted_on if record.population is not None else None


class NumberTable(Table):
    """The numbers and counties a municipality has had."""

    caption = _("Kommunenummer og fylke over tid")
    number = tables.Column(verbose_name=_("Nummer"), orderable=False)
    county = tables.Column(verbose_name=_("Fylke"), accessor="county__name", orderable=False)
    valid_from = DateColumn(verbose_name=_("Fra og med"), orderable=False, empty_values=())
    valid_to = DateColumn(verbose_name=_("Til og med"), orderable=False, empty_values=())

    def render_valid_from(self, record: MunicipalityNumber) -> str | SafeString:
        """Return the first day; before the portal's records it is not known."""
        return date_nb(record.valid_from) if record.valid_from else missing_html()

    def render_valid_to(self, record: MunicipalityNumber) -> str:
        """Return the last day; none means that the number still holds."""
        return date_nb(record.valid_to) if record.valid_to else str(_("gjelder i dag"))


class PopulationTable(Table):
    """A municipality's inhabitants by date."""

    caption = _("Innbyggere over tid")
    on = DateColumn(verbose_name=_("Dato"), orderable=False)
    count = NumberColumn(verbose_name=_("Innbyggere"), orderable=False)
    change = NumberColumn(verbose_name=_("Endring siden forrige"), orderable=False, default="–")
    change_percent = PercentColumn(
        verbose_name=_("Endring i prosent"), decimals=1, orderable=False, default="–"
    )

    def render_change(self, value: int) -> str:
        """Return the change with its sign."""
        return f"+{number_nb(value)}" if value > 0 else number_nb(value)

    def render_change_percent(self, value: Decimal) -> str:
        """Return the change with its sign, as beside it."""
        return f"+{percent_nb(value, 1)}" if value > 0 else percent_nb(value, 1)


class PredecessorTable(Table):
    """The municipalities that went into one."""

    caption = _("Kommuner som ble slått sammen")
    name = NameColumn(verbose_name=_("Kommune"), orderable=False)
    number = tables.Column(verbose_name=_("Siste nummer"), accessor="pk", orderable=False)
    county = tables.Column(verbose_name=_("Siste fylke"), accessor="pk", orderable=False)
    dissolved_on = DateColumn(verbose_name=_("Slått sammen"), orderable=False)

    def render_number(self, record: Municipality) -> str | SafeString:
        """Return the last number it had."""
        last = _last_number(record)
        return last.number if last else missing_html()

    def render_county(self, record: Municipality) -> str | SafeString:
        """Return the last county it lay in."""
        last = _last_number(record)
        return last.county.name if last else missing_html()


class MeetingTable(Table):
    """Meetings, dated only as precisely as their source."""

    caption = _("Møter og arrangementer")
    row_header = "title"
    on = DateColumn(verbose_name=_("Dato"), empty_values=())
    title = tables.Column(verbose_name=_("Møte"))
    time = tables.Column(
        verbose_name=_("Klokkeslett"), accessor="starts_at", orderable=False, empty_values=()
    )
    kind = tables.Column(verbose_name=_("Type"))
    body = tables.Column(verbose_name=_("Organ"), accessor="body__name", order_by=("body__order",))
    place = tables.Column(verbose_name=_("Sted"), orderable=False)
    agenda_url = LinkColumn(verbose_name=_("Program"), visible=False)
    ends_on = DateColumn(verbose_name=_("Siste dag"), visible=False)
    date_note = tables.Column(verbose_name=_("Merknad til datoen"), visible=False)
    organiser = tables.Column(verbose_name=_("Arrangør"), visible=False)
    public_note = tables.Column(verbose_name=_("Omtale"), visible=False)
    source = tables.Column(verbose_name=_("Kilde"), visible=False)

    def render_on(self, record: Meeting) -> str | SafeString:
        """Return the day or days; without them what the source says about the date."""
        if record.on is None:
            return format_html('<span class="muted wrapped">{}</span>', record.date_note)
        return period_nb(record.on, record.ends_on)

    def value_on(self, record: Meeting) -> datetime.date | None:
        """Return the first day for files."""
        return record.on

    def render_title(self, record: Meeting) -> str | SafeString:
        """Return the title, linked to the programme; below it what is uncertain about the date."""
        title = record.title
        if record.agenda_url:
            title = format_html('<a href="{}">{}</a>', record.agenda_url, record.title)
        notes = [record.date_note if record.on else "", record.public_note]
        told = " ".join(note for note in notes if note)
        return format_html('{}<span class="cell-note">{}</span>', title, told) if told else title

    def value_title(self, record: Meeting) -> str:
        """Return the title alone, for files."""
        return record.title

    def render_time(self, record: Meeting) -> str | SafeString:
        """Return the time of day as "09.00–12.00"."""
        return meeting_time(record) or missing_html()

    def value_time(self, record: Meeting) -> str:
        """Return the time of day for files."""
        return meeting_time(record)

    def render_body(self, record: Meeting) -> str | SafeString:
        """Return the body; for other meetings who arranged them."""
        return (record.body.name if record.body else record.organiser) or missing_html()

    def value_body(self, record: Meeting) -> str:
        """Return the body's name for files; who else arranged it has a column of its own."""
        return record.body.name if record.body else ""


class DocumentTable(Table):
    """The register of documents. The page draws it as a list; files have it as rows."""

    caption = _("Dokumenter")
    title = tables.Column(verbose_name=_("Tittel"))
    kind = tables.Column(verbose_name=_("Type"))
    publisher = tables.Column(verbose_name=_("Utgiver"))
    date = DateColumn(verbose_name=_("Dato"))
    date_note = tables.Column(verbose_name=_("Merknad til datoen"))
    url = LinkColumn(verbose_name=_("Nettadresse"))
    points = tables.Column(verbose_name=_("Hovedpunkter"))
    source = tables.Column(verbose_name=_("Kilde"))


class NumberHistoryTable(Table):
    """The numbers that municipalities have had, for files."""

    caption = _("Kommunenummer over tid")
    municipality = tables.Column(verbose_name=_("Kommune"), accessor="municipality__name")
    number = tables.Column(verbose_name=_("Kommunenummer"))
    county_number = tables.Column(verbose_name=_("Fylkesnummer"), accessor="county__number")
    county = tables.Column(verbose_name=_("Fylke"), accessor="county__name")
    valid_from = DateColumn(verbose_name=_("Fra og med"))
    valid_to = DateColumn(verbose_name=_("Til og med"))
    source = tables.Column(verbose_name=_("Kilde"))


class MergerTable(Table):
    """The municipalities that were taken up by another, for files."""

    caption = _("Kommunesammenslåinger")
    name = tables.Column(verbose_name=_("Kommune"))
    merged_into = tables.Column(verbose_name=_("Slått sammen til"), accessor="merged_into__name")
    dissolved_on = DateColumn(verbose_name=_("Opphørt"))
    source = tables.Column(verbose_name=_("Kilde"))


class MembershipTable(Table):
    """Who is and was a member, and since when, for files."""

    caption = _("Medlemskap over tid")
    municipality = tables.Column(verbose_name=_("Kommune"), accessor="municipality__name")
    number = tables.Column(verbose_name=_("Kommunenummer i dag"), accessor="number_now")
    joined_on = DateColumn(verbose_name=_("Medlem fra"))
    known_from = DateColumn(verbose_name=_("Vist som medlem fra"))
    left_on = DateColumn(verbose_name=_("Utmeldt"))
    source = tables.Column(verbose_name=_("Kilde"))


class PopulationFileTable(Table):
    """The inhabitants of all municipalities by date, for files."""

    caption = _("Folketall")
    municipality = tables.Column(verbose_name=_("Kommune"), accessor="municipality__name")
    number = tables.Column(verbose_name=_("Kommunenummer i dag"), accessor="number_now")
    on = DateColumn(verbose_name=_("Dato"))
    count = NumberColumn(verbose_name=_("Innbyggere"))
    source = tables.Column(verbose_name=_("Kilde"))


class PublishedFigureTable(Table):
    """What has been published of the council's size, for files."""

    caption = _("Publiserte tall om rådet")
    what = tables.Column(verbose_name=_("Hva tallet gjelder"))
    value = NumberColumn(verbose_name=_("Tall"))
    wording = tables.Column(verbose_name=_("Slik det står i kilden"))
    as_of = DateColumn(verbose_name=_("Dato tallet gjelder"))
    as_of_note = tables.Column(verbose_name=_("Tidspunkt tallet gjelder"))
    source = tables.Column(verbose_name=_("Kilde"))


class BodyTable(Table):
    """The council's bodies, for files."""

    caption = _("Organer")
    name = tables.Column(verbose_name=_("Organ"))
    kind = tables.Column(verbose_name=_("Type"))
    mandate = tables.Column(verbose_name=_("Mandat"))
    elected_by = tables.Column(verbose_name=_("Velges av"), accessor="elected_by__name")
    established_by = tables.Column(verbose_name=_("Opprettet av"), accessor="established_by__name")
    valid_from = DateColumn(verbose_name=_("Virker fra og med"))
    valid_to = DateColumn(verbose_name=_("Virker til og med"))
    source = tables.Column(verbose_name=_("Kilde"))


def meeting_time(meeting: Meeting) -> str:
    """Return when a meeting begins and ends, "09.00–12.00", as far as it is known."""
    if meeting.starts_at is None:
        return ""
    if meeting.ends_at is None:
        return f"{meeting.starts_at:%H.%M}"
    return f"{meeting.starts_at:%H.%M}–{meeting.ends_at:%H.%M}"


def _last_number(municipality: Municipality) -> MunicipalityNumber | None:
    numbers = list(municipality.numbers.all())
    return numbers[-1] if numbers else None
