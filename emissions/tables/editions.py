"""The editions of the statistics, and how two of them differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emissions.figures import Difference
from emissions.models import Edition, Publication
from emissions.tables import numbers
from emissions.tables.columns import NONE, FigureColumn, difference
from emissions.tables.years import counted_nb
from osloregionen.formatting import date_nb, period_nb
from osloregionen.tables import DateColumn, Table, YearColumn


@dataclass(frozen=True)
class EditionRow:
    """An edition that has been in use. `in_use` says when, in words; `url` shows its figures."""

    number: int
    title: str
    url: str
    published_on: date | None
    scope: str
    years: str
    sectors: str
    in_use: str
    source: str
    sha256: str


class EditionTable(Table):
    """The editions that have been in use, the newest first."""

    caption = gettext_lazy("Utgaver som er eller har vært i bruk")
    row_header = "title"
    number = YearColumn(verbose_name=gettext_lazy("Nummer"), orderable=False)
    title = tables.Column(verbose_name=gettext_lazy("Utgave"), orderable=False)
    published_on = DateColumn(verbose_name=gettext_lazy("Publisert"), orderable=False)
    scope = tables.Column(verbose_name=gettext_lazy("Gjelder"), orderable=False)
    years = tables.Column(verbose_name=gettext_lazy("År"), orderable=False)
    sectors = tables.Column(verbose_name=gettext_lazy("Sektorer"), orderable=False)
    in_use = tables.Column(verbose_name=gettext_lazy("I bruk"), orderable=False)
    source = tables.Column(verbose_name=gettext_lazy("Kilde"), visible=False)
    sha256 = tables.Column(verbose_name=gettext_lazy("Filens SHA-256"), visible=False)

    def render_title(self, value: str, record: EditionRow) -> SafeString:
        """Return the title as a link to the figures."""
        return format_html('<a href="{}">{}</a>', record.url, value)

    def value_title(self, value: str) -> str:
        """Return the title, for files."""
        return value


def edition_row(
    edition: Edition, used: Sequence[Publication], *, is_in_use: bool, counts: bool
) -> EditionRow:
    """Return an edition as a row of the table. No queries.

    `used` are its publications, the first one first; `is_in_use` says whether the last of them is in use,
    `counts` whether the pages show it: an edition of one municipality gives way to one of all that is as new.
    """
    shown = "overview" if edition.municipality is None else "municipality"
    arguments = [edition.municipality.slug] if edition.municipality is not None else []
    return EditionRow(
        number=edition.pk,
        title=edition.title,
        url=f"{reverse(f'emissions:{shown}', args=arguments)}?utgave={edition.pk}",
        published_on=edition.published_on,
        scope=edition.municipality.name if edition.municipality else edition.get_kind_display(),
        years=f"{edition.first_year}–{edition.last_year}",
        sectors=edition.get_sectors_display(),
        in_use="; ".join(_used(one, is_in_use=is_in_use, counts=counts) for one in used),
        source=edition.source,
        sha256=edition.sha256,
    )


def _used(publication: Publication, *, is_in_use: bool, counts: bool) -> str:
    if publication.ended_at is not None:
        return period_nb(publication.at, publication.ended_at)
    said = _("fra %(date)s, avløst av en senere")
    if counts:
        said = _("fra %(date)s, gjelder nå")
    elif is_in_use:
        said = _("fra %(date)s, i bruk, men utgaven for alle kommuner gjelder")
    return said % {"date": date_nb(publication.at)}


@dataclass(frozen=True)
class DifferenceRow:
    """A year, and a sector or the total, in two editions."""

    year: int
    sector: str
    before: int | None
    after: int | None
    change: int | None
    change_percent: Decimal | None
    why: Mapping[str, str] = field(default_factory=dict)


class DifferenceTable(Table):
    """The same years in two editions; `first` and `second` name them in the headings."""

    year = YearColumn(verbose_name=gettext_lazy("År"), orderable=False)
    sector = tables.Column(verbose_name=gettext_lazy("Sektor"), orderable=False)
    before = FigureColumn(unit=gettext_lazy("tonn"), orderable=False)
    after = FigureColumn(unit=gettext_lazy("tonn"), orderable=False)
    change, change_percent = difference()

    def __init__(self, rows: Iterable[DifferenceRow], *, first: str, second: str, **kwargs: Any) -> None:
        rows = list(rows)
        super().__init__(rows, **kwargs)
        self.note = numbers.difference_note((row.before, row.after, row.change) for row in rows)
        for name, words in (("before", first), ("after", second)):
            self.columns[name].column.verbose_name = words


def difference_rows(differences: Iterable[Difference]) -> list[DifferenceRow]:
    """Return differences as rows of a table, in their order. No queries."""
    return [
        DifferenceRow(
            year=one.year,
            sector=one.sector.name if one.sector else _("Sum"),
            before=numbers.tonnes(one.before),
            after=numbers.tonnes(one.after),
            change=numbers.tonnes(one.change.grams),
            change_percent=numbers.percent(one.change.percent),
            why=_why(one),
        )
        for one in differences
    ]


def _why(one: Difference) -> dict[str, str]:
    """Return what stands in place of what has no figure, by column."""
    if one.change.grams is not None and one.change.percent is None:
        return {"change_percent": NONE}
    return {
        name: counted_nb(*counted) if one.sector is None else _("ingen sum")
        for name, counted in zip(("before", "after"), one.counted, strict=True)
        if counted is not None
    }
