"""Columns of figures that may be missing, and then say why."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy

from emissions.tables.numbers import PER_HEAD_DECIMALS, PERCENT_DECIMALS, signed_nb
from osloregionen.formatting import NBSP, number_nb
from osloregionen.rendered import missing_html
from osloregionen.tables import DETAIL, NumberColumn

#: What a cell says that no figure belongs in: the first year's change, a percentage of nought.
NONE = "–"


class FigureColumn(NumberColumn):
    """A figure. One that is missing says what its row has in `why`, else "ikke registrert"; files lack it.

    A row's `why` holds words by the name of the column. `signed` puts a plus before a rise; a `detail` is
    shown on a phone when the box above the table is ticked.
    """

    suffix = ""

    def __init__(self, *args: Any, signed: bool = False, detail: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("empty_values", ())
        super().__init__(*args, **kwargs)
        self.signed = signed
        if detail:
            self.css = f"{self.css} {DETAIL}"

    def render(self, value: int | Decimal | None, record: Any = None, bound_column: Any = None) -> str:
        """Return the figure as it is read, or why there is none."""
        if value is None:
            why = record.get("why") if isinstance(record, dict) else getattr(record, "why", None)
            return (why or {}).get(bound_column.name) or missing_html()
        text = signed_nb(value, self.decimals) if self.signed else number_nb(value, self.decimals)
        return f"{text}{self.suffix}"


class PercentFigure(FigureColumn):
    """A percentage with one decimal."""

    suffix = f"{NBSP}%"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("decimals", PERCENT_DECIMALS)
        super().__init__(*args, **kwargs)


class PerHeadFigure(FigureColumn):
    """Tonnes per inhabitant, with two decimals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("decimals", PER_HEAD_DECIMALS)
        super().__init__(*args, **kwargs)


def since_former(*, detail: bool = False) -> tuple[FigureColumn, PercentFigure]:
    """Return the columns `change` and `change_percent`: since the edition's year before."""
    return (
        FigureColumn(
            verbose_name=gettext_lazy("Siden forrige år"),
            unit=gettext_lazy("tonn"),
            signed=True,
            detail=detail,
            orderable=False,
        ),
        PercentFigure(verbose_name=gettext_lazy("Siden forrige år i prosent"), signed=True, orderable=False),
    )


def since_base() -> tuple[FigureColumn, PercentFigure]:
    """Return the columns `base_change` and `base_percent`; `name_base_columns` gives them their headings."""
    return (
        FigureColumn(unit=gettext_lazy("tonn"), signed=True, detail=True, orderable=False),
        PercentFigure(signed=True, orderable=False),
    )


def difference() -> tuple[FigureColumn, PercentFigure]:
    """Return the columns `change` and `change_percent`: what another edition says beside the first."""
    return (
        FigureColumn(
            verbose_name=gettext_lazy("Forskjell"), unit=gettext_lazy("tonn"), signed=True, orderable=False
        ),
        PercentFigure(verbose_name=gettext_lazy("Forskjell i prosent"), signed=True, orderable=False),
    )
