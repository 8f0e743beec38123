"""The sums of an edition by year, as the admin shows them."""

from dataclasses import replace

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from emissions.editions import RegionYear, counted
from osloregionen.formatting import number_nb
from osloregionen.tables import NumberColumn, Table, YearColumn


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
