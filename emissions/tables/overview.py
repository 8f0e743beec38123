"""Tables of the emissions page."""

from dataclasses import replace
from decimal import Decimal

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from emissions.editions import OwnStatistics, RegionYear, counted
from emissions.models import Edition
from emissions.selectors import Line
from osloregionen.formatting import number_nb, percent_nb
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


class RegionTable(Table):
    """The region's emissions by year, as the edition in use has them; without a sum it says why."""

    caption = _("Utslipp i Osloregionen etter år")
    year = YearColumn(verbose_name=_("År"), orderable=False)
    nine = NumberColumn(
        verbose_name=_("Ni sektorer"), unit=_("tonn CO₂-ekvivalenter"), orderable=False, empty_values=()
    )
    ten = NumberColumn(
        verbose_name=_("Ti sektorer"), unit=_("tonn CO₂-ekvivalenter"), orderable=False, empty_values=()
    )
    counted = NumberColumn(
        verbose_name=_("Medlemmer med tall i alle ni sektorer"), orderable=False, visible=False
    )
    members = NumberColumn(verbose_name=_("Medlemmer"), orderable=False, visible=False)

    def render_nine(self, value: int | None, record: RegionYear) -> str:
        """Return the sum, or how many members have figures."""
        return number_nb(value) if value is not None else counted(record)

    def render_ten(self, value: int | None, record: RegionYear) -> str:
        """Return the sum, how many members have figures, or a dash: the edition has nine sectors."""
        if value is not None:
            return number_nb(value)
        if record.counted_ten is None:
            return "–"
        return counted(replace(record, counted=record.counted_ten))

    def value_nine(self, value: int | None) -> int | None:
        """Return the sum itself, for files."""
        return value

    def value_ten(self, value: int | None) -> int | None:
        """Return the sum itself, for files."""
        return value


class OwnTable(Table):
    """The emissions by year of municipalities whose own edition counts. A page leaves out the name."""

    caption = _("Utslipp i kommuner med en egen utgave, etter år")
    name = tables.Column(verbose_name=_("Kommune"), orderable=False)
    year = YearColumn(verbose_name=_("År"), orderable=False)
    nine = NumberColumn(verbose_name=_("Ni sektorer"), unit=_("tonn CO₂-ekvivalenter"), orderable=False)
    ten = NumberColumn(verbose_name=_("Ti sektorer"), unit=_("tonn CO₂-ekvivalenter"), orderable=False)


def own_table(own: OwnStatistics) -> OwnTable:
    """Return a municipality's table for a page: without its name, and the sum of ten where it has nine."""
    has_ten = own.edition.sectors == Edition.Sectors.TEN
    return OwnTable(
        own.years,
        caption=_("Utslipp i %(name)s etter år") % {"name": own.name},
        prefix=f"e{own.edition.pk}-",
        exclude=("name",) if has_ten else ("name", "ten"),
    )


class ShareTable(Table):
    """The published shares, for files; the page shows them as sentences."""

    caption = _("Andeler av de nasjonale utslippene")
    percent = PercentColumn(verbose_name=_("Andel i prosent"))
    text = tables.Column(verbose_name=_("Andelen gjelder"))
    year = YearColumn(verbose_name=_("År"))
    source = tables.Column(verbose_name=_("Kilde"))


class SourceTable(Table):
    """Sectors, sources and gases of the national statistics."""

    caption = _("Sektorer, utslippskilder og klimagasser")
    sector = tables.Column(verbose_name=_("Sektor"))
    name = tables.Column(verbose_name=_("Utslippskilde"))
    gases = tables.Column(verbose_name=_("Klimagasser"))
    first_year = YearColumn(verbose_name=_("Første år"))
    last_year = YearColumn(verbose_name=_("Siste år"))
    source = tables.Column(verbose_name=_("Kilde"))
