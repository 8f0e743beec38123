"""The tables of a Klimastatus that no other page has: the largest changes, and what was revised since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy

from emissions.tables import numbers
from emissions.tables.columns import FigureColumn, PercentFigure, difference
from osloregionen.tables import Table, YearColumn

_TONNES = gettext_lazy("tonn")


@dataclass(frozen=True)
class ShiftRow:
    """How much something changed in a year. `sector` is empty where it is a municipality's total."""

    name: str
    sector: str
    change: int
    change_percent: Decimal | None
    why: Mapping[str, str] = field(default_factory=dict)


class ShiftTable(Table):
    """The largest changes since the year before, a municipality's total or one of its sectors to a row."""

    name = tables.Column(verbose_name=gettext_lazy("Kommune"), orderable=False)
    sector = tables.Column(verbose_name=gettext_lazy("Sektor"), orderable=False)
    change = FigureColumn(verbose_name=gettext_lazy("Endring"), unit=_TONNES, signed=True, orderable=False)
    change_percent = PercentFigure(
        verbose_name=gettext_lazy("Endring i prosent"), signed=True, orderable=False
    )


@dataclass(frozen=True)
class RevisionRow:
    """A figure of the report, and what another edition says instead. `what` says whose, in words."""

    what: str
    year: int
    before: int | None
    after: int | None
    change: int | None
    change_percent: Decimal | None
    why: Mapping[str, str] = field(default_factory=dict)


class RevisionTable(Table):
    """What an edition has otherwise than a report; `before` and `after` are headings for the two."""

    stack_from = 5
    what = tables.Column(verbose_name=gettext_lazy("Hva tallet gjelder"), orderable=False)
    year = YearColumn(verbose_name=gettext_lazy("År"), orderable=False)
    before = FigureColumn(unit=_TONNES, orderable=False)
    after = FigureColumn(unit=_TONNES, orderable=False)
    change, change_percent = difference()

    def __init__(self, rows: Iterable[RevisionRow], *, before: str, after: str, **kwargs: Any) -> None:
        rows = list(rows)
        super().__init__(rows, **kwargs)
        self.note = numbers.difference_note((row.before, row.after, row.change) for row in rows)
        self.columns["before"].column.verbose_name = before
        self.columns["after"].column.verbose_name = after
