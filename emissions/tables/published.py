"""The figures that the council published itself, alone and beside an edition of the statistics."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from emissions.figures import PublishedBeside
from emissions.selectors import Line
from emissions.tables import numbers
from emissions.tables.columns import NONE, FigureColumn, PercentFigure
from osloregionen.formatting import percent_nb
from osloregionen.tables import NumberColumn, PercentColumn, Table, YearColumn


class ChangeTable(Table):
    """A table as it was published; what can't be right says so in words beside the figure."""

    label = tables.Column(verbose_name=_("Sektor"), orderable=False)
    percent = PercentColumn(verbose_name=_("Endring i prosent"), orderable=False)
    tonnes = NumberColumn(verbose_name=_("Endring"), unit=_("tonn CO₂-ekvivalenter"), orderable=False)
    flag = tables.Column(verbose_name=_("Kontroll"), visible=False)
    remark = tables.Column(verbose_name=_("Merknad"), visible=False)

    def render_percent(self, value: Decimal, record: Line) -> str | SafeString:
        """Return the percentage, with its flag."""
        text = percent_nb(value.normalize())
        return format_html('{} <span class="flag">({})</span>', text, record.flag) if record.flag else text

    def value_percent(self, value: Decimal) -> Decimal | int:
        """Return the percentage itself, for files; a whole one without decimals, as it was published."""
        return int(value) if value == int(value) else value

    def render_label(self, value: str, record: Line) -> str | SafeString:
        """Return the sector; the total stands out."""
        return format_html("<strong>{}</strong>", value) if record.is_total else value

    def value_label(self, value: str) -> str:
        """Return the sector, for files."""
        return value


class BarTable(Table):
    """The figures behind the chart, in its order."""

    caption = _("Endring etter sektor")
    label = tables.Column(verbose_name=_("Sektor"), orderable=False)
    tonnes = NumberColumn(verbose_name=_("Endring"), unit=_("tonn CO₂-ekvivalenter"), orderable=False)


class ShareTable(Table):
    """The published shares, for files; the page shows them as sentences."""

    caption = _("Andeler av de nasjonale utslippene")
    percent = PercentColumn(verbose_name=_("Andel i prosent"))
    text = tables.Column(verbose_name=_("Andelen gjelder"))
    year = YearColumn(verbose_name=_("År"))
    source = tables.Column(verbose_name=_("Kilde"))


@dataclass(frozen=True)
class BesideRow:
    """A line of a published table beside what an edition says of the same years."""

    label: str
    percent: Decimal | None
    tonnes: int | None
    edition_percent: Decimal | None
    edition_tonnes: int | None
    of_later: Decimal | None
    explanation: str
    is_total: bool = False
    why: Mapping[str, str] = field(default_factory=dict)


class BesideTable(Table):
    """A published table beside an edition: both changes, and what may explain that they differ."""

    label = tables.Column(verbose_name=_("Sektor"), orderable=False)
    tonnes = FigureColumn(verbose_name=_("Publisert"), unit=_("tonn"), signed=True, orderable=False)
    edition_tonnes = FigureColumn(verbose_name=_("I utgaven"), unit=_("tonn"), signed=True, orderable=False)
    percent = PercentFigure(
        verbose_name=_("Publisert i prosent"), signed=True, decimals=None, orderable=False
    )
    edition_percent = PercentFigure(verbose_name=_("I utgaven i prosent"), signed=True, orderable=False)
    of_later = PercentFigure(
        verbose_name=_("I utgaven, i prosent av det siste året"),
        signed=True,
        orderable=False,
        visible=False,
    )
    explanation = tables.Column(verbose_name=_("Forklaring"), orderable=False, default="–")

    def render_label(self, value: str, record: BesideRow) -> str | SafeString:
        """Return the sector; the total stands out."""
        return format_html("<strong>{}</strong>", value) if record.is_total else value

    def value_label(self, value: str) -> str:
        """Return the sector, for files."""
        return value


def beside_rows(lines: Iterable[PublishedBeside]) -> list[BesideRow]:
    """Return the lines as rows of a table. No queries."""
    rows = []
    for line in lines:
        is_of_nought = line.edition_change.grams is not None and line.edition_change.percent is None
        rows.append(
            BesideRow(
                label=line.row.label,
                percent=None if line.row.percent is None else _plain(line.row.percent),
                tonnes=line.row.tonnes,
                edition_percent=numbers.percent(line.edition_change.percent),
                edition_tonnes=numbers.tonnes(line.edition_change.grams),
                of_later=numbers.percent(line.of_later),
                explanation=line.explanation,
                is_total=line.row.sector_id is None,
                why={"edition_percent": NONE} if is_of_nought else {},
            )
        )
    return rows


def _plain(value: Decimal) -> Decimal:
    """Return a percentage as it was published: a whole one without decimals."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


@dataclass(frozen=True)
class EditionShareRow:
    """The region's share of the sum of the country's municipalities in a year, of a sector or of all."""

    label: str
    year: int
    region: int | None
    country: int | None
    percent: Decimal | None
    is_total: bool = False
    why: Mapping[str, str] = field(default_factory=dict)


class EditionShareTable(Table):
    """What an edition says of the region's shares, beside those that the council published."""

    label = tables.Column(verbose_name=_("Sektor"), orderable=False)
    year = YearColumn(verbose_name=_("År"), orderable=False, visible=False)
    region = FigureColumn(verbose_name=_("Osloregionen"), unit=_("tonn"), orderable=False)
    country = FigureColumn(verbose_name=_("Summen av kommunene i landet"), unit=_("tonn"), orderable=False)
    percent = PercentFigure(verbose_name=_("Andel"), orderable=False)

    def render_label(self, value: str, record: EditionShareRow) -> str | SafeString:
        """Return the sector; the total stands out."""
        return format_html("<strong>{}</strong>", value) if record.is_total else value

    def value_label(self, value: str) -> str:
        """Return the sector, for files."""
        return value
