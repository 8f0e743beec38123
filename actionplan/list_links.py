"""What the cells of the activities' list may name: focus areas, commitments, priorities, activities.

Each row that may be named has a label, "[12] Ordførererklæringen 2022: Redusere …", by which a file names it.
The number alone finds it, and so does a text that is one's alone; both must agree where both are there.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from actionplan.models import ActionPlan, Activity, FocusArea, Priority
from declaration.models import Commitment
from osloregionen.portal_list import RowError
from osloregionen.sheet_cells import CellError, Text, quoted
from osloregionen.sheets import Cell
from osloregionen.text import search_key

_NUMBER = re.compile(r"[1-9][0-9]{0,2}\.[1-9][0-9]{0,2}")
_BRACKET = re.compile(r"\[([0-9]{1,18})\]\s*(.*)", re.DOTALL)
_EARLIER = re.compile(r"([0-9]{4})\s*[:,–-]?\s*([1-9][0-9]{0,2}\.[1-9][0-9]{0,2})(?![0-9])\s*(.*)", re.DOTALL)


def one_line(text: str) -> str:
    """Return a text without breaks and doubled spaces."""
    return " ".join(text.split())


@dataclass(frozen=True)
class ActivityNumber(Text):
    """An activity's number, "2.10", as text: as a number it would be the same as 2.1."""

    def parse(self, cell: Cell) -> str:
        """Return the number as it is written in plans."""
        if isinstance(cell, int | float):
            raise CellError(
                _("%(cell)s er et tall, og da er 2.1 og 2.10 det samme. Gjør kolonnen om til tekst")
                % {"cell": quoted(cell)}
            )
        text = super().parse(cell)
        if _NUMBER.fullmatch(text) is None:
            raise CellError(_("%(cell)s er ikke et nummer. Det skrives som «2.1»") % {"cell": quoted(cell)})
        return text


@dataclass(frozen=True)
class Named:
    """A row that a cell may name. `names` find it too, where they are one's alone; `code` always does.

    Only what is `offered` is found by a name: the rest is there because something stored may name it.
    """

    pk: int
    label: str
    names: tuple[str, ...]
    code: str = ""
    offered: bool = True


class NamedRows:
    """The rows that one column may name. No queries."""

    def __init__(self, rows: Iterable[Named]) -> None:
        self._rows = {row.pk: row for row in rows}
        self._by_code = {row.code: row for row in self._rows.values() if row.code}
        self._by_name: dict[str, list[Named]] = defaultdict(list)
        self._keys: dict[str, int] = {}
        for row in sorted(self._rows.values(), key=lambda row: not row.offered):
            self._keys.setdefault(row.label, row.pk)
            if row.offered:
                for name in {search_key(name) for name in (row.label, *row.names)}:
                    self._by_name[name].append(row)

    def label(self, pk: int) -> str:
        """Return what a file calls the row."""
        return self._rows[pk].label

    def key_of(self, label: str) -> int:
        """Return the row of a label that `find` led to."""
        return self._keys[label]

    def offered(self) -> list[str]:
        """Return the labels to choose among, in order."""
        return [row.label for row in self._rows.values() if row.offered]

    def find(self, text: str, column: str) -> int:
        """Return the one row that a text means. Raises `RowError` for the column."""
        code, rest = _divided(text)
        if code:
            row = self._by_code.get(code)
            if row is None:
                raise RowError(_("«%(text)s» finnes ikke") % {"text": _short(text)}, column)
            known = {search_key(name) for name in (*row.names, "")}
            if search_key(rest) not in known:
                words = {"text": _short(text), "label": _short(row.label)}
                raise RowError(_("«%(text)s» stemmer ikke med «%(label)s» i portalen") % words, column)
            return row.pk
        fitting = self._by_name.get(search_key(text), [])
        if len(fitting) == 1:
            return fitting[0].pk
        told = _("«%(text)s» kan være flere. Skriv nummeret også, slik det står i arket «Oppslag»")
        if not fitting:
            told = _("«%(text)s» finnes ikke")
        raise RowError(told % {"text": _short(text)}, column)


def _divided(text: str) -> tuple[str, str]:
    """Return the code that a text begins with and what follows; no code where there is none."""
    if found := _BRACKET.fullmatch(text):
        return str(int(found[1])), found[2]
    if found := _EARLIER.fullmatch(text):
        return f"{found[1]}: {found[2]}", found[3]
    return "", text


def _short(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= 80 else f"{text[:79]}…"


class Links:
    """All that the list of a plan's activities may name, read once. Four queries."""

    def __init__(self, plan: ActionPlan) -> None:
        self.areas = NamedRows(
            Named(
                area.pk,
                one_line(str(area)),
                (area.title, str(area.order)),
                offered=area.period_id == plan.period_id,
            )
            for area in FocusArea.objects.order_by("period", "order", "pk")
        )
        self.commitments = NamedRows(
            _linked(row.pk, row.declaration.title, row.text, offered=not row.declaration.is_practice)
            for row in Commitment.objects.select_related("declaration")
        )
        self.priorities = NamedRows(
            _linked(
                row.pk,
                row.focus_area.title,
                row.text,
                offered=row.focus_area.period_id == plan.period_id,
            )
            for row in Priority.objects.select_related("focus_area")
        )
        others = Activity.objects.exclude(plan=plan).order_by(
            "-plan__year", "focus_area__order", "order", "pk"
        )
        self.activities = NamedRows(
            Named(
                pk,
                one_line(f"{year}: {number} {title}"),
                (title,),
                code=f"{year}: {number}",
                offered=year < plan.year,
            )
            for pk, year, number, title in others.values_list("pk", "plan__year", "number", "title")
        )

    def of(self, column: str) -> NamedRows:
        """Return the rows that a column may name."""
        return {
            "focus_area": self.areas,
            "commitments": self.commitments,
            "priorities": self.priorities,
            "continues": self.activities,
        }[column]


def _linked(pk: int, group: str, text: str, *, offered: bool) -> Named:
    words = one_line(f"{group}: {text}")
    return Named(pk, f"[{pk}] {words}", (words, text), code=str(pk), offered=offered)
