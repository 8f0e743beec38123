"""The members' emissions beside each other."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emissions.figures import MemberLine, Rank
from emissions.tables import numbers
from emissions.tables.columns import FigureColumn, PercentFigure, PerHeadFigure
from emissions.tables.years import TONNES, name_base_columns, why_no_change
from osloregionen.tables import DetailColumn, Table

_WHOLE = Decimal(100)


@dataclass(frozen=True)
class MemberRow:
    """A member as it is shown. `is_here`: the one whose page it is."""

    name: str
    sort_name: str
    url: str
    county: str
    people: int | None
    tonnes: int | None
    change_percent: Decimal | None
    base_percent: Decimal | None
    per_head: Decimal | None
    of_region: Decimal | None
    rank: int | None
    rank_per_head: int | None
    is_here: bool = False
    why: Mapping[str, str] = field(default_factory=dict)


class MemberTable(Table):
    """All members in a year."""

    name = tables.Column(verbose_name=gettext_lazy("Kommune"), order_by=("sort_name",))
    county = DetailColumn(verbose_name=gettext_lazy("Fylke"))
    people = FigureColumn(verbose_name=gettext_lazy("Innbyggere"), detail=True)
    tonnes = FigureColumn(verbose_name=gettext_lazy("Utslipp"), unit=TONNES)
    of_region = PercentFigure(verbose_name=gettext_lazy("Andel av Osloregionen"), detail=True)
    change_percent = PercentFigure(
        verbose_name=gettext_lazy("Siden forrige år i prosent"), signed=True, detail=True
    )
    base_percent = PercentFigure(signed=True)
    per_head = PerHeadFigure(verbose_name=gettext_lazy("Tonn per innbygger"))
    rank = FigureColumn(verbose_name=gettext_lazy("Plass etter utslipp"), detail=True)
    rank_per_head = FigureColumn(verbose_name=gettext_lazy("Plass etter tonn per innbygger"), visible=False)

    #: All of the region's members, so that the shares are of a whole.
    ALL = True

    def __init__(self, rows: Iterable[MemberRow], *, base_year: int | None, **kwargs: Any) -> None:
        rows = list(rows)
        super().__init__(rows, **kwargs)
        name_base_columns(self, base_year)
        if self.ALL and numbers.shown_note([([row.of_region for row in rows], _WHOLE)]):
            self.note = _("Andelene er avrundet, så summen av dem kan avvike fra 100\u00a0%.")

    def render_name(self, value: str, record: MemberRow) -> SafeString:
        """Return the name as a link to its page; the page's own stands out."""
        if record.is_here:
            return format_html("<strong>{}</strong>", value)
        return format_html('<a href="{}">{}</a>', record.url, value)

    def value_name(self, value: str) -> str:
        """Return the name, for files."""
        return value


class SimilarTable(MemberTable):
    """A few members beside one of them."""

    #: What those who are not beside all the others have no use for.
    LEFT_OUT = ("of_region", "rank", "rank_per_head")
    ALL = False


def member_rows(
    lines: Iterable[MemberLine],
    *,
    url_of: Callable[[str], str],
    has_former: bool,
    is_base: bool,
    here: int | None = None,
) -> list[MemberRow]:
    """Return members as rows of a table, in their order; `url_of` gives a slug's page. No queries."""
    return [
        _row(line, url_of, has_former=has_former, is_base=is_base, is_here=line.municipality.pk == here)
        for line in lines
    ]


def _row(
    line: MemberLine, url_of: Callable[[str], str], *, has_former: bool, is_base: bool, is_here: bool
) -> MemberRow:
    why = why_no_change(line.since_before, "change", has_former=has_former)
    why |= why_no_change(line.since_base, "base", has_former=not is_base)
    return MemberRow(
        name=line.municipality.name,
        sort_name=line.municipality.sort_name,
        url=url_of(line.municipality.slug),
        county=line.county,
        people=line.people,
        tonnes=numbers.tonnes(line.grams),
        change_percent=numbers.percent(line.since_before.percent),
        base_percent=None if is_base else numbers.percent(line.since_base.percent),
        per_head=numbers.per_head(line.per_head),
        of_region=numbers.percent(line.of_region),
        rank=_place(line.rank),
        rank_per_head=_place(line.rank_per_head),
        is_here=is_here,
        why=why,
    )


def _place(rank: Rank | None) -> int | None:
    return None if rank is None else rank.place
