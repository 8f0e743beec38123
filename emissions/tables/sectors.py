"""Sectors, and the sources and gases in them: what the statistics hold, and the figures of a place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emissions.figures import SectorLine, SourceLine, change, share
from emissions.models import Gas
from emissions.tables import numbers
from emissions.tables.columns import NONE, FigureColumn, PercentFigure, since_base, since_former
from emissions.tables.years import TONNES, counted_nb, name_base_columns, why_no_change
from osloregionen.tables import Table, YearColumn


class SourceTable(Table):
    """Sectors, sources and gases of the national statistics."""

    caption = gettext_lazy("Sektorer, utslippskilder og klimagasser")
    sector = tables.Column(verbose_name=gettext_lazy("Sektor"))
    name = tables.Column(verbose_name=gettext_lazy("Utslippskilde"))
    gases = tables.Column(verbose_name=gettext_lazy("Klimagasser"))
    first_year = YearColumn(verbose_name=gettext_lazy("Første år"))
    last_year = YearColumn(verbose_name=gettext_lazy("Siste år"))
    source = tables.Column(verbose_name=gettext_lazy("Kilde"))


@dataclass(frozen=True)
class SectorRow:
    """A sector, or the total, as it is shown. `url` leads to its sources, empty where there is none."""

    name: str
    url: str
    tonnes: int | None
    of_total: Decimal | None
    change: int | None
    change_percent: Decimal | None
    base_change: int | None
    base_percent: Decimal | None
    of_country: Decimal | None = None
    is_total: bool = False
    why: Mapping[str, str] = field(default_factory=dict)


class SectorTable(Table):
    """The sectors of a year with the total below."""

    name = tables.Column(verbose_name=gettext_lazy("Sektor"), orderable=False)
    tonnes = FigureColumn(verbose_name=gettext_lazy("Utslipp"), unit=TONNES, orderable=False)
    of_total = PercentFigure(verbose_name=gettext_lazy("Andel av totalen"), detail=True, orderable=False)
    change, change_percent = since_former(detail=True)
    base_change, base_percent = since_base()
    of_country = PercentFigure(
        verbose_name=gettext_lazy("Andel av sektoren i landets kommuner"), detail=True, orderable=False
    )

    def __init__(self, rows: Iterable[SectorRow], *, base_year: int | None, **kwargs: Any) -> None:
        rows = list(rows)
        super().__init__(rows, **kwargs)
        name_base_columns(self, base_year)
        self.note = _rounding_note(rows)

    def render_name(self, value: str, record: SectorRow) -> SafeString | str:
        """Return the sector as a link to its sources; the total stands out."""
        if record.is_total:
            return format_html("<strong>{}</strong>", value)
        return format_html('<a href="{}">{}</a>', record.url, value) if record.url else value

    def value_name(self, value: str) -> str:
        """Return the sector, for files."""
        return value


def _rounding_note(rows: Sequence[SectorRow]) -> str:
    """Return what to say where a column as it is shown does not add up to the sum below it."""
    total = next((row for row in rows if row.is_total), None)
    parts = [row for row in rows if not row.is_total]
    return numbers.shown_note(
        ([getattr(row, name) for row in parts], getattr(total, name, None))
        for name in ("tonnes", "of_total", "change", "base_change")
    )


@dataclass(frozen=True)
class Total:
    """The sum below the sectors: grams of a year, of the year before and of the base year."""

    grams: int | None
    before: int | None
    base: int | None
    of_country: int | None = None


def sector_rows(
    lines: Sequence[SectorLine],
    total: Total,
    *,
    urls: Mapping[int, str],
    country: Mapping[int, int],
    has_former: bool,
    is_base: bool,
    missing: Mapping[int | None, str],
) -> list[SectorRow]:
    """Return the sectors and the total as rows of a table. No queries.

    `urls` and `country` (grams) are by sector; `missing` says why a sector, or the total (None), has no sum.
    """
    rows = [
        _row(
            line,
            urls.get(line.sector.pk, ""),
            country.get(line.sector.pk),
            has_former,
            is_base,
            missing,
            is_nought=total.grams == 0,
        )
        for line in lines
    ]
    since, since_base = change(total.before, total.grams), change(total.base, total.grams)
    why = why_no_change(since, "change", has_former=has_former)
    why |= why_no_change(since_base, "base", has_former=not is_base)
    if total.grams == 0:
        # Nought has no shares: they are not missing.
        why["of_total"] = NONE
    if total.grams is None and missing.get(None):
        why["tonnes"] = missing[None]
    return [
        *rows,
        SectorRow(
            name=_("Sum"),
            url="",
            tonnes=numbers.tonnes(total.grams),
            of_total=numbers.percent(share(total.grams, total.grams)),
            change=numbers.tonnes(since.grams) if has_former else None,
            change_percent=numbers.percent(since.percent) if has_former else None,
            base_change=None if is_base else numbers.tonnes(since_base.grams),
            base_percent=None if is_base else numbers.percent(since_base.percent),
            of_country=numbers.percent(share(total.grams, total.of_country)),
            is_total=True,
            why=why,
        ),
    ]


def _row(
    line: SectorLine,
    url: str,
    country: int | None,
    has_former: bool,
    is_base: bool,
    missing: Mapping[int | None, str],
    *,
    is_nought: bool,
) -> SectorRow:
    since = numbers.as_shown(line.since_before, line.grams)
    since_base = numbers.as_shown(line.since_base, line.grams)
    why = why_no_change(since, "change", has_former=has_former)
    why |= why_no_change(since_base, "base", has_former=not is_base)
    if is_nought:
        why["of_total"] = NONE
    if line.grams is None and missing.get(line.sector.pk):
        why["tonnes"] = missing[line.sector.pk]
    return SectorRow(
        name=line.sector.name,
        url=url,
        tonnes=numbers.tonnes(line.grams),
        of_total=numbers.percent(line.share),
        change=numbers.tonnes(since.grams),
        change_percent=numbers.percent(since.percent),
        base_change=None if is_base else numbers.tonnes(since_base.grams),
        base_percent=None if is_base else numbers.percent(since_base.percent),
        of_country=numbers.percent(share(line.grams, country)),
        why=why,
    )


@dataclass(frozen=True)
class SourceRow:
    """A source of a sector as it is shown, its gases in whole tonnes."""

    name: str
    tonnes: int | None
    change: int | None
    change_percent: Decimal | None
    gases: Mapping[str, int | None]
    counted: int
    members: int
    why: Mapping[str, str] = field(default_factory=dict)


class SourceFigureTable(Table):
    """The sources of a sector in a year, with a column for each gas that they have; `total` is the sector's
    figure, in whole tonnes."""

    name = tables.Column(verbose_name=gettext_lazy("Utslippskilde"), orderable=False)
    tonnes = FigureColumn(verbose_name=gettext_lazy("Utslipp"), unit=TONNES, orderable=False)
    change, change_percent = since_former()
    counted = FigureColumn(verbose_name=gettext_lazy("Kommuner med tall"), visible=False, orderable=False)
    members = FigureColumn(verbose_name=gettext_lazy("Kommuner"), visible=False, orderable=False)

    def __init__(self, rows: Sequence[SourceRow], *, total: int | None = None, **kwargs: Any) -> None:
        gases = list(dict.fromkeys(gas for row in rows for gas in row.gases))
        known = [gas for gas in Gas.values if gas in gases] + [gas for gas in gases if gas not in Gas.values]
        columns = [
            (
                f"gas_{gas.lower()}",
                FigureColumn(
                    accessor=f"gases__{gas}", verbose_name=_label(gas), unit=_("tonn"), orderable=False
                ),
            )
            for gas in known
        ]
        super().__init__(list(rows), extra_columns=columns, **kwargs)
        # The sources are the sector's figure together, and the gases of each are its own.
        down = ([row.tonnes for row in rows], total)
        across = ((list(row.gases.values()), row.tonnes) for row in rows)
        self.note = numbers.shown_note([down, *across])


def source_rows(lines: Iterable[SourceLine], *, has_former: bool) -> list[SourceRow]:
    """Return the sources as rows of a table. No queries."""
    rows = []
    for line in lines:
        since = numbers.as_shown(line.since_before, line.grams)
        having = line.counted_by_gas
        why = {f"gas_{gas.lower()}": NONE for gas in Gas.values if gas not in having}
        why |= {
            f"gas_{gas.lower()}": counted_nb(count, line.members)
            for gas, count in having.items()
            if gas not in line.by_gas
        }
        why |= why_no_change(since, "change", has_former=has_former)
        if line.grams is None and line.members > 1:
            why["tonnes"] = counted_nb(line.counted, line.members)
        rows.append(
            SourceRow(
                name=line.source.name,
                tonnes=numbers.tonnes(line.grams),
                change=numbers.tonnes(since.grams),
                change_percent=numbers.percent(since.percent),
                gases={gas: numbers.tonnes(line.by_gas.get(gas)) for gas in having},
                counted=line.counted,
                members=line.members,
                why=why,
            )
        )
    return rows


def _label(gas: str) -> str:
    return str(Gas(gas).label) if gas in Gas.values else gas
