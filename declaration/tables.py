"""Tables of the declarations: the editions, the status of all parties, the named signatories."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from declaration.board import CountRow
from declaration.models import PublishedCount
from declaration.selectors import Edition, published_wordings, round_status, when_published
from declaration.status import PartyRow
from osloregionen.formatting import date_nb
from osloregionen.rendered import missing_html, status_html
from osloregionen.tables import (
    DETAIL,
    DateColumn,
    DetailColumn,
    NumberColumn,
    StatusColumn,
    Table,
    YearColumn,
)

_ADDRESS = re.compile(r"(https?://[^\s<>«»\"]*[^\s<>«»\".,;:)])")


def short_source(text: str) -> SafeString:
    """Return a source, escaped, with each address as a link that shows the site's name only.

    For tables and lists, where an address of three lines hides the words; files hold it whole.
    """
    parts: list[tuple[str | SafeString]] = [
        (format_html('<a href="{}">{}</a>', part, urlsplit(part).netloc.removeprefix("www.")),)
        if place % 2
        else (part,)
        for place, part in enumerate(_ADDRESS.split(text))
    ]
    return format_html('<span class="muted">{}</span>', format_html_join("", "{}", parts))


class SourceColumn(tables.Column):
    """Where a fact is known from: addresses as short links on pages, the whole text in files."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"orderable": False, **kwargs})

    def render(self, value: str) -> SafeString:
        """Return the text with its addresses as links."""
        return short_source(value)

    def value(self, value: str) -> str:
        """Return the text as it is."""
        return value


class AnsweredColumn(tables.Column):
    """A fact about an answer. Where there can be none the cell is empty: there is nothing to register."""

    def __init__(self, *args: Any, shown: Any = None, css: str = "", **kwargs: Any) -> None:
        super().__init__(*args, empty_values=(), **kwargs)
        self.shown = shown
        self.css = f"{css} {DETAIL}".strip()

    def render(self, value: Any, record: PartyRow, bound_column: Any) -> str | SafeString:
        """Return the fact, "ikke registrert" where the answer lacks it, nothing where it can have none."""
        if not record.may_have(bound_column.name):
            return ""
        if value in (None, ""):
            return missing_html()
        return str(self.shown(value)) if self.shown else str(value)

    def value(self, value: Any) -> Any:
        """Return the fact itself, for files."""
        return value


class AnsweredSourceColumn(AnsweredColumn):
    """The source of an answer, its addresses as short links."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, orderable=False, **kwargs)

    def render(self, value: Any, record: PartyRow, bound_column: Any) -> str | SafeString:
        """Return the text with its addresses as links."""
        cell = super().render(value, record, bound_column)
        return short_source(value) if value else cell


def dated_status_html(row: PartyRow) -> SafeString:
    """Return a row's status, and since when where it was withdrawn."""
    badge = status_html(row.status)
    if row.withdrawn_on is None:
        return badge
    return format_html('{} <span class="muted">{}</span>', badge, date_nb(row.withdrawn_on))


class PartyTable(Table):
    """The status of the municipalities, in the borders of the declaration's date."""

    caption = _("Kommunenes status")
    name = tables.Column(verbose_name=_("Kommune"), order_by=("sort_name",))
    number = tables.Column(verbose_name=_("Kommunenummer"), visible=False)
    county = DetailColumn(verbose_name=_("Fylke"))
    status = StatusColumn(verbose_name=_("Status"), order_by=("rank", "sort_name"))
    basis = AnsweredColumn(verbose_name=_("Grunnlag"))
    decided_on = AnsweredColumn(verbose_name=_("Vedtak eller bekreftelse"), shown=date_nb, css="date")
    signed_on = AnsweredColumn(verbose_name=_("Signert"), shown=date_nb, css="date")
    signatory = AnsweredColumn(verbose_name=_("Signert av"), orderable=False)
    withdrawn_on = DateColumn(verbose_name=_("Trukket"), visible=False)
    source = AnsweredSourceColumn(verbose_name=_("Kilde"))
    case_reference = tables.Column(verbose_name=_("Saksnummer"), visible=False)
    verified_on = DateColumn(verbose_name=_("Sist kontrollert"), visible=False)
    merged_into = tables.Column(verbose_name=_("Senere del av"), visible=False)

    class Meta(Table.Meta):
        order_by = "name"

    def value_status(self, record: PartyRow) -> str:
        """Return the word alone, for files."""
        return record.status.word

    def render_status(self, record: PartyRow) -> SafeString:
        """Return the status, with the date where the answer was withdrawn: few rows need a column for it."""
        return dated_status_html(record)

    def value_name(self, value: str) -> str:
        """Return the name alone, for files."""
        return value

    def render_name(self, value: str, record: PartyRow) -> SafeString:
        """Return the name as a link, with the municipality that it later became part of."""
        link = format_html('<a href="{}">{}</a>', record.url, value)
        if not record.merged_into:
            return link
        note = _("nå i %(name)s") % {"name": record.merged_into}
        return format_html('{} <span class="muted">({})</span>', link, note)


class CountyTable(Table):
    """The counties that have an answer."""

    caption = _("Fylkeskommuner med registrert svar")
    name = tables.Column(verbose_name=_("Fylkeskommune"), order_by=("sort_name",))
    status = StatusColumn(verbose_name=_("Status"), order_by=("rank", "sort_name"))
    basis = AnsweredColumn(verbose_name=_("Grunnlag"))
    decided_on = AnsweredColumn(verbose_name=_("Vedtak eller bekreftelse"), shown=date_nb, css="date")
    signed_on = AnsweredColumn(verbose_name=_("Signert"), shown=date_nb, css="date")
    signatory = AnsweredColumn(verbose_name=_("Signert av"), orderable=False)
    withdrawn_on = DateColumn(verbose_name=_("Trukket"), visible=False)
    source = AnsweredSourceColumn(verbose_name=_("Kilde"))
    verified_on = DateColumn(verbose_name=_("Sist kontrollert"), visible=False)

    def value_status(self, record: PartyRow) -> str:
        """Return the word alone, for files."""
        return record.status.word

    def render_status(self, record: PartyRow) -> SafeString:
        """Return the status, with the date where the answer was withdrawn."""
        return dated_status_html(record)


class CountTable(Table):
    """How many parties have each status. Columns for parties that there are none of are left out."""

    caption = _("Antall etter status")
    stack_from = 5
    status = StatusColumn(verbose_name=_("Status"))
    members = NumberColumn(verbose_name=_("Kommuner"), orderable=False)
    others = NumberColumn(verbose_name=_("Andre kommuner"), orderable=False, default="–")
    counties = NumberColumn(verbose_name=_("Fylker"), orderable=False, default="–")

    def __init__(self, data: list[CountRow], *args: Any, members_label: str, **kwargs: Any) -> None:
        empty = [name for name in ("others", "counties") if all(getattr(row, name) is None for row in data)]
        super().__init__(data, *args, exclude=empty, **kwargs)
        self.columns["members"].column.verbose_name = members_label

    def value_status(self, record: CountRow) -> str:
        """Return the word alone, for files."""
        return record.status.word

    def render_status(self, record: CountRow) -> SafeString:
        """Return the status, leading to those who have it."""
        # With its square, like the others: the table is the map's key too.
        status = replace(record.status, word=capfirst(record.status.word))
        return format_html('<a class="status-link" href="{}">{}</a>', record.url, status_html(status))


class ProgressTable(Table):
    """How many had joined and signed, by day or month."""

    caption = _("Tilsluttet og signert over tid")
    stack_from = 6
    when = tables.Column(verbose_name=_("Når"), orderable=False)
    joined_new = NumberColumn(verbose_name=_("Nye tilslutninger"), orderable=False)
    joined = NumberColumn(verbose_name=_("Tilsluttet i alt"), orderable=False)
    signed_new = NumberColumn(verbose_name=_("Nye signaturer"), orderable=False)
    signed = NumberColumn(verbose_name=_("Signert i alt"), orderable=False)


class SignatoryTable(Table):
    """Those who are known by name to have signed."""

    caption = _("Navngitte signaturer")
    party = tables.Column(
        verbose_name=_("Kommune eller fylkeskommune"), accessor="name", order_by=("sort_name",)
    )
    signatory_name = tables.Column(verbose_name=_("Navn"), accessor="signature__signatory_name")
    signatory_title = tables.Column(
        verbose_name=_("Tittel"), accessor="signature__signatory_title", orderable=False
    )
    signed_on = DateColumn(verbose_name=_("Signert"))
    signed_at = tables.Column(verbose_name=_("Sted"), accessor="signature__signed_at")
    source = SourceColumn(verbose_name=_("Kilde"))

    def render_party(self, value: str, record: PartyRow) -> str | SafeString:
        """Return the party's name, as a link where it has a page."""
        return format_html('<a href="{}">{}</a>', record.url, value) if record.url else value


class PublishedCountTable(Table):
    """How many joined or signed, as somebody published it."""

    caption = _("Publiserte antall")
    stack_from = 3
    wording = tables.Column(verbose_name=_("Slik det står i kilden"))
    as_of = tables.Column(verbose_name=_("Gjelder"), empty_values=())
    source = SourceColumn(verbose_name=_("Kilde"))

    def render_wording(self, value: str) -> str:
        """Return the wording as a quotation; one that quotes already stands as it is."""
        return value if "«" in value else f"«{value}»"

    def render_as_of(self, record: PublishedCount) -> str | SafeString:
        """Return when it applies, as precisely as the source."""
        return when_published(record) or missing_html()


class EditionTable(Table):
    """The editions, for files; the page tells of them in words."""

    caption = _("Ordførererklæringer")
    title = tables.Column(verbose_name=_("Tittel"), accessor="declaration__title")
    year = YearColumn(verbose_name=_("År"), accessor="declaration__year")
    status = tables.Column(verbose_name=_("Status"), accessor="declaration__status")
    response_deadline = DateColumn(verbose_name=_("Svarfrist"), accessor="declaration__response_deadline")
    signing_on = DateColumn(verbose_name=_("Signeringsdato"), accessor="declaration__signing_on")
    signing_place = tables.Column(verbose_name=_("Signeringssted"), accessor="declaration__signing_place")
    signed = NumberColumn(verbose_name=_("Registrerte signaturer"))
    joined = NumberColumn(verbose_name=_("Registrert tilsluttet, ikke signert"))
    published = tables.Column(verbose_name=_("Publiserte antall"), accessor="published_counts")
    source = tables.Column(verbose_name=_("Kilde"), accessor="declaration__source")
    address = tables.Column(verbose_name=_("Adresse"), accessor="declaration__slug")

    def value_status(self, record: Edition) -> str:
        """Return how far the round of signing has come."""
        return round_status(record.declaration)

    def value_published(self, value: Any) -> str:
        """Return each published count with its date and source."""
        return published_wordings(value)

    def value_address(self, record: Edition) -> str:
        """Return the address of the edition's page."""
        return reverse("declaration:declaration_detail", kwargs={"slug": record.declaration.slug})
