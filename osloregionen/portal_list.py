"""What a list that goes out as a file and comes in again is: its columns, its lines, and what it can do.

An app describes each of its lists once, in its `lists.py`; `sheet_writer` writes the file, `importing` reads
it back, `admin_import` has the pages.
"""

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext as _

from osloregionen.formatting import number_nb
from osloregionen.sheet_cells import Kind

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise
else:
    _StrOrPromise = str

#: Faults that one page tells of; whoever has more has uploaded the wrong file.
MOST_PROBLEMS = 100
#: Marks whatever belongs to an exercise: on pages, in files, in lists.
PRACTICE = "ØVELSE"


@dataclass(frozen=True)
class Column:
    """A column of a list: `key` in code, `heading` in the file (or one of `also`), and what its cells hold.

    `is_fact`: it is written; the others find the row, or (`is_read` False) are there for the reader alone.
    `needed`: a file without the column is refused. A column that isn't needed and isn't there leaves its
    facts as they are; an empty cell empties the fact. `demanded`: new and changed rows must have it.
    """

    key: str
    heading: _StrOrPromise
    kind: Kind
    help: _StrOrPromise = ""
    also: tuple[str, ...] = ()
    is_fact: bool = True
    is_read: bool = True
    needed: bool = False
    demanded: bool = False
    width: int = 16


@dataclass(frozen=True)
class Line:
    """A row of the file as it was read: values by the columns' keys, for the columns that the file has.

    `unread` are the columns whose cells could not be read; they are told of, and stand here as empty.
    """

    number: int
    values: dict[str, Any]
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Target:
    """What a line means: a stored `row` with its `facts`, or something new (`row` None).

    `key` is the same for two lines that mean the same. `name` is what people call it.
    """

    key: Hashable
    name: str
    row: Any = None
    facts: dict[str, Any] = field(default_factory=dict)
    version: int | None = None
    #: What the list itself wants to find again when it writes.
    party: Any = None


class RowError(Exception):
    """A line can't be taken in; the argument says why, `column` names the cell by its key."""

    def __init__(self, text: str, column: str = "") -> None:
        super().__init__(text)
        self.column = column


@dataclass(frozen=True)
class FieldChange:
    """A fact that differs, in words."""

    key: str
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class RowChange:
    """A line that differs from what is stored. `values` are the new values of the facts that differ."""

    line: Line
    target: Target
    changes: tuple[FieldChange, ...]
    values: dict[str, Any]

    @property
    def is_new(self) -> bool:
        """Whether nothing is stored yet."""
        return self.target.row is None


@dataclass(frozen=True)
class Problem:
    """Why a file, a row or a cell is refused. `row` None: it is about the whole file."""

    text: str
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        """Return "Rad 12, Vedtaksdato: «31.02.2022» er ikke en dato."."""
        where = [_("Rad %(row)s") % {"row": number_nb(self.row)}] if self.row is not None else []
        where += [self.column] if self.column else []
        text = f"{', '.join(where)}: {self.text}" if where else self.text
        return text if text.endswith((".", "?", "!")) else f"{text}."


@dataclass
class Difference:
    """What a file would change. With `problems` nothing may be written."""

    changes: list[RowChange] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    #: Problems beyond those that are told.
    more_problems: int = 0
    #: Headings of the file that are not read.
    left_out: list[str] = field(default_factory=list)

    def refuse(self, *problems: Problem) -> None:
        """Add problems, as many as are told."""
        for problem in problems:
            if len(self.problems) < MOST_PROBLEMS:
                self.problems.append(problem)
            else:
                self.more_problems += 1

    @property
    def new(self) -> list[RowChange]:
        """The rows that are not stored yet."""
        return [change for change in self.changes if change.is_new]

    @property
    def changed(self) -> list[RowChange]:
        """The stored rows that would change."""
        return [change for change in self.changes if not change.is_new]

    def fingerprint(self) -> dict[str, str]:
        """Return what tells this difference from another one: a short name for each row's change."""
        return {str(change.line.number): _digest(change) for change in self.changes}


def _digest(change: RowChange) -> str:
    told = [[change.field, change.old, change.new] for change in change.changes]
    content = json.dumps([repr(change.target.key), change.target.version, told], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


class PortalList(ABC):
    """One list that goes out as a file and comes in again. Its methods may keep what `load` read."""

    #: Tells one list from another (with its declaration, where it belongs to one).
    identity: str
    #: Begins the file's name.
    name: str
    title: str
    columns: ClassVar[tuple[Column, ...]]
    #: The file must have one of these columns.
    either: ClassVar[tuple[str, ...]] = ()
    #: What one must be allowed, to take the list out and to bring it in.
    may_view: ClassVar[tuple[str, ...]]
    may_write: ClassVar[tuple[str, ...]]
    #: Rows that one file may change. On SQLite nobody else saves meanwhile, and gives up after five seconds.
    most_changes: ClassVar[int] = 300
    #: `write_new` writes all rows that are new at once, after those that change.
    writes_new_together: ClassVar[bool] = False
    #: An exercise: its file says so, and may not be read in where it would count.
    is_practice = False

    @abstractmethod
    def lines(self) -> Iterator[dict[str, Any]]:
        """Give what is stored, a line at a time, by the columns' keys. Queries don't grow with rows."""

    @abstractmethod
    def load(self) -> None:
        """Read what `target` needs. Queries don't grow with rows."""

    def closed(self) -> str:
        """Return why nothing may be read in now, in Norwegian; empty where it may. One query at most."""
        return ""

    def foresee(self, lines: list[Line]) -> None:
        """Look at all lines of the file, after `load` and before the first `target`. No queries."""
        del lines

    def offered(self) -> dict[str, list[str]]:
        """Return what may stand in columns with many choices, by key: a sheet of its own in Excel."""
        return {}

    @abstractmethod
    def target(self, line: Line) -> Target:
        """Return what a line means. Raises `RowError` where that is nothing, or not one thing. No queries."""

    def check(self, change: RowChange) -> None:
        """Refuse what no service would notice. Raises `RowError`. No queries."""
        del change

    @abstractmethod
    def stored_rows(self) -> models.QuerySet[Any, Any]:
        """Return the stored rows of the list, to be locked."""

    def lock(self) -> None:
        """Hold what the list writes to until the transaction ends, in the order that services do. A query."""
        list(self.stored_rows().select_for_update().order_by("pk").values_list("pk"))

    @abstractmethod
    def write(self, change: RowChange, *, by: AbstractBaseUser, reason: str) -> None:
        """Write one row's change. Raises `ValidationError` with messages in Norwegian."""

    def write_new(self, changes: Sequence[RowChange], *, by: AbstractBaseUser, reason: str) -> None:
        """Write all new rows at once; where that is refused they are written one by one, to tell which it is.

        Asked for where `writes_new_together`. Raises `ValidationError`.
        """
        for change in changes:
            self.write(change, by=by, reason=reason)

    def heading_of(self, key: str) -> str:
        """Return what a column is called, or nothing for a field that is not in the list."""
        return next((str(column.heading) for column in self.columns if column.key == key), "")

    def headings(self) -> list[str]:
        """Return all headings that are known, the other names too."""
        return [str(name) for column in self.columns for name in (column.heading, *column.also)]


def save_record(record: Any, values: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> None:
    """Set fields and save, with who and why in the history. Raises `ValidationError`. About five queries."""
    for name, value in values.items():
        setattr(record, name, value)
    record.full_clean()
    record._history_user, record._change_reason = by, reason
    record.save()
