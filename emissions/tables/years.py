"""A place's emissions year by year."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emissions.figures import Change, YearLine
from emissions.tables import numbers
from emissions.tables.columns import (
    NONE,
    FigureColumn,
    PercentFigure,
    PerHeadFigure,
    since_base,
    since_former,
)
from osloregionen.tables import Table, YearColumn

TONNES = gettext_lazy("tonn CO₂-ekvivalenter")


@dataclass(frozen=True)
class YearRow:
    """A year as it is shown: whole tonnes, rounded shares. `why` says in words what is missing, by column."""

    year: int
    tonnes: int | None
    change: int | None
    change_percent: Decimal | None
    base_change: int | None
    base_percent: Decimal | None
    per_head: Decimal | None
    of_region: Decimal | None
    of_country: Decimal | None
    people: int | None
    counted: int
    members: int
    why: Mapping[str, str] = field(default_factory=dict)


class YearTable(Table):
    """The years, newest first. What a place does not have is left out by `exclude`."""

    year = YearColumn(verbose_name=gettext_lazy("År"), orderable=False)
    tonnes = FigureColumn(verbose_name=gettext_lazy("Utslipp"), unit=TONNES, orderable=False)
    change, change_percent = since_former(detail=True)
    base_change, base_percent = since_base()
    per_head = PerHeadFigure(verbose_name=gettext_lazy("Tonn per innbygger"), orderable=False)
    of_region = PercentFigure(
        verbose_name=gettext_lazy("Andel av Osloregionen"), detail=True, orderable=False
    )
    of_country = PercentFigure(
        verbose_name=gettext_lazy("Andel av summen av kommunene i landet"), detail=True, orderable=False
    )
    people = FigureColumn(verbose_name=gettext_lazy("Innbyggere"), visible=False, orderable=False)
    counted = FigureColumn(
        verbose_name=gettext_lazy("Kommuner med tall i alle sektorene"), visible=False, orderable=False
    )
    members = FigureColumn(verbose_name=gettext_lazy("Kommuner"), visible=False, orderable=False)

    def __init__(self, rows: Iterable[YearRow], *, base_year: int | None, **kwargs: Any) -> None:
        rows = list(rows)
        super().__init__(rows, **kwargs)
        name_base_columns(self, base_year)
        self.note = numbers.difference_note(_differences(rows, base_year))


def _differences(
    rows: Sequence[YearRow], base_year: int | None
) -> Iterator[tuple[int | None, int | None, int | None]]:
    """Give each year's changes with the figures they are between, as shown."""
    ordered = sorted(rows, key=lambda row: row.year)
    base = next((row.tonnes for row in ordered if row.year == base_year), None)
    for before, row in pairwise(ordered):
        yield before.tonnes, row.tonnes, row.change
        yield base, row.tonnes, row.base_change


def name_base_columns(table: Table, base_year: int | None) -> None:
    """Give the columns of the change since the base year their headings. No queries."""
    for name, words in (
        ("base_change", _("Siden %(year)s")),
        ("base_percent", _("Siden %(year)s i prosent")),
    ):
        if name in table.columns:
            table.columns[name].column.verbose_name = words % {"year": base_year or _("første år")}


def year_rows(lines: Iterable[YearLine]) -> list[YearRow]:
    """Return the years as rows of a table, in their order. No queries."""
    return [_row(line) for line in lines]


def _row(line: YearLine) -> YearRow:
    why = {}
    if line.grams is None and line.members > 1:
        why["tonnes"] = counted_nb(line.counted, line.members)
    why |= why_no_change(line.since_before, "change", has_former=line.before_year is not None)
    why |= why_no_change(line.since_base, "base", has_former=line.year != line.base_year)
    return YearRow(
        year=line.year,
        tonnes=numbers.tonnes(line.grams),
        change=numbers.tonnes(line.since_before.grams),
        change_percent=numbers.percent(line.since_before.percent),
        base_change=None if line.year == line.base_year else numbers.tonnes(line.since_base.grams),
        base_percent=None if line.year == line.base_year else numbers.percent(line.since_base.percent),
        per_head=numbers.per_head(line.per_head),
        of_region=numbers.percent(line.of_region),
        of_country=numbers.percent(line.of_country),
        people=line.people,
        counted=line.counted,
        members=line.members,
        why=why,
    )


def why_no_change(change: Change, name: str, *, has_former: bool) -> dict[str, str]:
    """Return the dashes of a change, by column: none is expected of the first year, or in per cent of nought.

    `name` is "change" or "base". No queries.
    """
    tonnes, percent = ("change", "change_percent") if name == "change" else ("base_change", "base_percent")
    if not has_former:
        return {tonnes: NONE, percent: NONE}
    return {percent: NONE} if change.grams is not None and change.percent is None else {}


def counted_nb(counted: int, members: int) -> str:
    """Say of how many members there are figures: «tall for 63 av 64». No queries."""
    return _("tall for %(counted)s av %(members)s") % {"counted": counted, "members": members}


def gap_note(lines: Iterable[YearLine]) -> str:
    """Say of which years the former year is not the year before; empty where there is none. No queries."""
    said = [
        _("%(year)s er sammenlignet med %(former)s") % {"year": line.year, "former": line.before_year}
        for line in sorted(lines, key=lambda line: line.year)
        if line.before_year is not None and line.before_year != line.year - 1
    ]
    if not said:
        return ""
    return _("Utgaven har ikke tall for alle år: %(years)s.") % {"years": ", ".join(said)}


def without_country() -> str:
    """Say why shares of the country are left out: the file that was read had the members alone."""
    return _("Utgaven har ingen sum for landets kommuner, så andelen av landet er ikke regnet ut.")
