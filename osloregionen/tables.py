"""The base of every table: Norwegian, sortable by Norwegian order, cheap to draw, ready for download.

Stock django-tables2 computes attributes for every cell. Here a column's attributes are computed once
(`Table.body`), and templates/_table.html only writes them out.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.core.paginator import Page, Paginator
from django.db.models import F
from django.db.models.expressions import OrderBy as OrderExpression
from django.http import HttpRequest
from django.utils.encoding import force_str
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django_tables2.data import TableQuerysetData
from django_tables2.utils import Accessor, OrderBy, OrderByTuple

from osloregionen.cells import cell_maker, value_maker
from osloregionen.formatting import date_nb, number_nb, percent_nb
from osloregionen.parts import Status
from osloregionen.rendered import goals_html, link_html, missing_html, status_html

#: Lists are short (64 members), so a page shows all of one; only something unexpectedly long is split.
ROWS_PER_PAGE = 1000

#: The class of cells that a phone shows only when the box above a list (_details_box.html) is ticked.
DETAIL = "detail"

_EMPTY_VALUES = (None, "")


@dataclass(frozen=True)
class Heading:
    """A column's heading as written. `sort`: "ascending", "descending" or "". No `url`: not sortable."""

    text: str
    css: str
    sort: str
    url: str


class Table(tables.Table):
    """Base of the portal's tables.

    A subclass says `caption` (what the table holds, for screen readers), and may say `row_header` (the
    column that names a row, the first by default), `hide_caption` False (where no heading says it),
    `empty_text`, `note` (what stands under it, as that it is rounded), `stack_from` (how many columns it
    takes before a phone shows each row as a block; None where columns are read across, as years are) and
    `Meta.order_by`.
    """

    caption: Any = ""
    hide_caption = True
    row_header: str | None = None
    note = ""
    empty_text = _("Ingen rader å vise.")
    stack_from: int | None = 4

    class Meta:
        order_by_field = "sort"
        page_field = "page"

    def __init__(self, data: Any = None, *args: Any, caption: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("empty_text", self.empty_text)
        kwargs.setdefault("default", missing_html())
        kwargs.setdefault("order_by_field", "sort")
        if caption is not None:
            self.caption = caption
        # A list is sorted in place; the caller's own list must stay as it is.
        super().__init__(list(data) if isinstance(data, list | tuple) else data, *args, **kwargs)

    @property
    def order_by(self) -> Any:
        """The sorting now in use, as django-tables2 names it ("name", "-population")."""
        return self._order_by

    @order_by.setter
    def order_by(self, value: Any) -> None:
        """Sort by the known, sortable ones of the named columns. Unknown values come last, either way."""
        wanted = value.split(",") if isinstance(value, str) else value or ()
        # Once each: named again, a column changes nothing but the database's work.
        chosen: dict[str, str] = {}
        for alias in wanted:
            # Not by OrderBy, which warns of what merely looks like its old spelling.
            name = alias.removeprefix("-")
            if name in self.columns and self.columns[name].orderable:
                chosen.setdefault(name, alias)
        self._order_by = OrderByTuple(chosen.values())
        keys = [key for alias in self._order_by for key in self._sort_keys(alias)]
        if not keys:
            return
        if isinstance(self.data, TableQuerysetData):
            self._sort_queryset(keys)
        else:
            self._sort_list(keys)

    def _sort_keys(self, alias: str) -> Iterator[tuple[str, bool]]:
        """Yield what a column sorts by, and whether backwards."""
        bound = self.columns[OrderBy(alias).bare]
        for key in bound.column.order_by or (bound.accessor,):
            yield OrderBy(key).bare, OrderBy(key).is_descending != OrderBy(alias).is_descending

    def _sort_queryset(self, keys: list[tuple[str, bool]]) -> None:
        # The databases disagree about where nulls belong, and equal rows need one order to be paged by.
        expressions: list[OrderExpression | str] = []
        for key, backwards in keys:
            column = F(key.replace(".", "__"))
            expressions.append(column.desc(nulls_last=True) if backwards else column.asc(nulls_last=True))
        self.data.data = self.data.data.order_by(*expressions, *self.data.data.model._meta.ordering, "pk")

    def _sort_list(self, keys: list[tuple[str, bool]]) -> None:
        for key, backwards in reversed(keys):
            accessor = Accessor(key.replace(".", "__"))
            valued = [(accessor.resolve(record, quiet=True), record) for record in self.data.data]
            known = [pair for pair in valued if pair[0] not in _EMPTY_VALUES]
            known.sort(key=lambda pair: pair[0], reverse=backwards)
            self.data.data = [pair[1] for pair in known] + [
                pair[1] for pair in valued if pair[0] in _EMPTY_VALUES
            ]

    def configure(self, request: HttpRequest, per_page: int = ROWS_PER_PAGE) -> "Table":
        """Sort and page the table as the address says; nonsense in it is ignored. One query for the count."""
        self.request = request
        order = request.GET.getlist(self.prefixed_order_by_field)
        if order:
            self.order_by = order
        self.paginator = Paginator(self.rows, per_page)
        self.page = self.paginator.get_page(request.GET.get(self.prefixed_page_field))
        return self

    @property
    def stacks(self) -> bool:
        """Whether a phone shows each row as a block."""
        return self.stack_from is not None and len(self.columns) >= self.stack_from

    @property
    def headings(self) -> list[Heading]:
        """The headings, with links that keep the address's other values."""
        return [self._heading(column) for column in self.columns]

    def _heading(self, column: Any) -> Heading:
        text, css = str(column.header), _css(column.column)
        request = getattr(self, "request", None)
        if request is None or not column.orderable:
            return Heading(text, css, "", "")
        query = request.GET.copy()
        query.pop(self.prefixed_page_field, None)
        query.pop("format", None)
        sort = ""
        if column.is_ordered:
            sort = "descending" if column.order_by_alias.is_descending else "ascending"
        query[self.prefixed_order_by_field] = f"-{column.name}" if sort == "ascending" else column.name
        return Heading(text, css, sort, f"?{query.urlencode()}")

    @property
    def body(self) -> Iterator[SafeString]:
        """The rows of this page as finished markup. Queries: those of the data.

        Markup in Python, for a template that asks three questions for each of a thousand cells takes longer
        than all that finds out what is in them.
        """
        plan = []
        for position, column in enumerate(self.columns):
            head = column.name == self.row_header if self.row_header else position == 0
            opening, labelled, closing = _tags(column, head=head)
            if self.stack_from is None:
                labelled = opening
            plan.append((cell_maker(self, column), opening, labelled, closing))
        for row in self.paginated_rows:
            cells = []
            for make, opening, labelled, closing in plan:
                content = make(row)
                # A phone shows each cell under its heading; what says nothing needs none.
                cells.append(f"{labelled if content and content != '–' else opening}{content}{closing}")
            # Each content is escaped, and each tag's parts are.
            yield mark_safe("".join(cells))  # noqa: S308

    def as_values(self, exclude_columns: Any = ()) -> Iterator[list[Any]]:
        """Yield headings, then all rows as values, hidden columns too; what django-tables2 gives, sooner."""
        columns = [
            column
            for column in self.columns.iterall()
            if not column.column.exclude_from_export and column.name not in exclude_columns
        ]
        yield [force_str(column.header, strings_only=True) for column in columns]
        makers = [value_maker(self, column) for column in columns]
        for row in self.rows:
            yield [force_str(make(row), strings_only=True) for make in makers]

    @property
    def region_id(self) -> str:
        """An id for the caption, different for each table of a page."""
        return f"{self.prefix or type(self).__name__.lower()}-caption"

    @property
    def pages(self) -> Page[Any] | None:
        """The page of a table that has several; None where all rows are shown."""
        page: Page[Any] | None = getattr(self, "page", None)
        return page if page is not None and page.paginator.num_pages > 1 else None


def _tags(column: Any, *, head: bool) -> tuple[str, str, str]:
    """Return what begins a column's cells, the same with the heading for a phone, and what ends them."""
    css = _css(column.column)
    name = f' class="{conditional_escape(css)}"' if css else ""
    if head:
        return f'<th scope="row"{name}>', f'<th scope="row"{name}>', "</th>"
    return f"<td{name}>", f'<td{name} data-label="{conditional_escape(str(column.header))}">', "</td>"


def _css(column: tables.Column) -> str:
    return getattr(column, "css", "")


class DetailColumn(tables.Column):
    """Words that a phone shows when the box above the table is ticked."""

    css = DETAIL


class NumberColumn(tables.Column):
    """A number, right-aligned: "562 289". `NumberColumn(unit="tonn")` puts the unit in the heading."""

    css = "num"

    def __init__(self, *args: Any, unit: Any = "", decimals: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.decimals = decimals

    @property
    def header(self) -> Any:
        """The heading with its unit: "Utslipp (tonn)"."""
        heading = super().header
        return f"{heading} ({self.unit})" if self.unit and heading else heading

    def render(self, value: Any) -> str:
        """Return the number as it is read."""
        return number_nb(value, self.decimals) if isinstance(value, int | float | Decimal) else str(value)

    def value(self, value: Any) -> Any:
        """Return the number itself, for files."""
        return value


class PercentColumn(NumberColumn):
    """A percentage; 7 means seven per cent, and reads "7 %"."""

    def render(self, value: Any) -> str:
        """Return the number with its sign."""
        return percent_nb(value, self.decimals)


class YearColumn(tables.Column):
    """A year or a code: aligned like a number, but never with a space in it."""

    css = "num"

    def render(self, value: Any) -> str:
        """Return it as it is."""
        return str(value)

    def value(self, value: Any) -> Any:
        """Return it as it is."""
        return value


class DateColumn(tables.Column):
    """A date in bokmål, "7. februar 2019"; a date in files."""

    css = "date"

    def render(self, value: dt.date) -> str:
        """Return the date as it is read."""
        return date_nb(value)

    def value(self, value: dt.date) -> dt.date:
        """Return the date itself, for files."""
        return value


class NameColumn(tables.Column):
    """A name that links to its page and sorts in Norwegian order.

    `NameColumn(sort="sort_name")`; the record has `get_absolute_url`, or `linkify` is
    a function of it. Without `sort`: by the column's own value.
    """

    def __init__(self, *args: Any, sort: str = "", linkify: Any = None, **kwargs: Any) -> None:
        link = linkify if linkify is not None else (lambda record: record.get_absolute_url())
        super().__init__(*args, linkify=link, **({"order_by": (sort,)} if sort else {}), **kwargs)

    def value(self, value: Any) -> str:
        """Return the name, without its link."""
        return str(value)


class StatusColumn(tables.Column):
    """A `parts.Status`, as badge on pages and as word in files. Sortable only with `order_by`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("orderable", "order_by" in kwargs)
        super().__init__(*args, **kwargs)

    def render(self, value: Status) -> SafeString:
        """Return the badge."""
        return status_html(value)

    def value(self, value: Status) -> str:
        """Return the word."""
        return str(value.word)


class GoalsColumn(tables.Column):
    """Goals by number, as badges on pages and as "11, 13" in files. The value is an iterable of numbers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("orderable", False)
        super().__init__(*args, **kwargs)

    def render(self, value: Sequence[int]) -> SafeString:
        """Return the badges."""
        return goals_html(value)

    def value(self, value: Sequence[int]) -> str:
        """Return the numbers."""
        return ", ".join(str(number) for number in value)


class LinkColumn(tables.Column):
    """A web address, shown without its scheme; whole in files."""

    def render(self, value: str) -> SafeString:
        """Return the link."""
        return link_html(value)

    def value(self, value: str) -> str:
        """Return the address."""
        return value
