"""Tables that are only files: the editions, the targets, and the published rows of all years together."""

from dataclasses import dataclass

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from emissions.models import Edition, PublishedTable
from emissions.selectors import Line, Published
from emissions.tables.published import ChangeTable
from osloregionen.tables import DateColumn, NumberColumn, PercentColumn, Table, YearColumn


class EditionFileTable(Table):
    """Every edition that has been in use, with what tells its file from all others."""

    caption = _("Utgaver av statistikken")
    number = YearColumn(verbose_name=_("Utgave"), accessor="pk")
    title = tables.Column(verbose_name=_("Tittel"))
    kind = tables.Column(verbose_name=_("Type"))
    municipality = tables.Column(verbose_name=_("Kommune"), accessor="municipality__name")
    publisher = tables.Column(verbose_name=_("Utgiver"))
    published_on = DateColumn(verbose_name=_("Publisert"))
    downloaded_on = DateColumn(verbose_name=_("Lastet ned"))
    first_year = YearColumn(verbose_name=_("Første år"))
    last_year = YearColumn(verbose_name=_("Siste år"))
    sectors = tables.Column(verbose_name=_("Sektorer"))
    figure_count = NumberColumn(verbose_name=_("Tall som er lagret"))
    in_use = tables.Column(verbose_name=_("I bruk"), empty_values=())
    file_name = tables.Column(verbose_name=_("Filnavn"))
    sha256 = tables.Column(verbose_name=_("Filens SHA-256"))
    source = tables.Column(verbose_name=_("Kilde"))

    def __init__(self, editions: list[Edition], *, in_use: set[int]) -> None:
        self.editions_in_use = in_use
        super().__init__(editions)

    def value_in_use(self, record: Edition) -> str:
        """Return whether the edition is in use now."""
        return str(_("ja") if record.pk in self.editions_in_use else _("nei"))


class TargetTable(Table):
    """The targets that are registered."""

    caption = _("Utslippsmål")
    area = tables.Column(verbose_name=_("Område"))
    municipality = tables.Column(verbose_name=_("Kommune"), accessor="municipality__name")
    base_year = YearColumn(verbose_name=_("Basisår"))
    target_year = YearColumn(verbose_name=_("Målår"))
    reduction = PercentColumn(verbose_name=_("Reduksjon i prosent"))
    sectors = tables.Column(verbose_name=_("Sektorer"))
    wording = tables.Column(verbose_name=_("Ordlyd"))
    decided_on = DateColumn(verbose_name=_("Vedtatt"))
    source = tables.Column(verbose_name=_("Kilde"))


@dataclass(frozen=True)
class PublishedLine:
    """A line of a published table, with the table that it stands in."""

    table: PublishedTable
    line: Line


class PublishedLineTable(ChangeTable):
    """The lines of all published tables."""

    table_title = tables.Column(verbose_name=_("Tabell"), accessor="table__title")
    from_year = YearColumn(verbose_name=_("Fra år"), accessor="table__from_year")
    to_year = YearColumn(verbose_name=_("Til år"), accessor="table__to_year")
    label = tables.Column(verbose_name=_("Sektor"), accessor="line__label")
    percent = PercentColumn(verbose_name=_("Endring i prosent"), accessor="line__percent")
    tonnes = NumberColumn(verbose_name=_("Endring"), unit=_("tonn CO₂-ekvivalenter"), accessor="line__tonnes")
    flag = tables.Column(verbose_name=_("Kontroll"), accessor="line__flag")
    remark = tables.Column(verbose_name=_("Merknad"), accessor="line__remark")
    source = tables.Column(verbose_name=_("Kilde"), accessor="table__source")

    class Meta(Table.Meta):
        sequence = ("table_title", "from_year", "to_year", "...")

    @classmethod
    def of(cls, published: list[Published]) -> "PublishedLineTable":
        """Return the table of all lines, the newest table first. No queries."""
        return cls([PublishedLine(one.table, line) for one in published for line in one.lines])
