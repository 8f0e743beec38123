"""Lists that staff take out as a file, fill in, and bring back: what would change, and then the change.

    difference = preview(some_list, sheet, by=user)      # writes nothing
    apply(some_list, sheet, by=user, seen=difference.fingerprint())

An app describes each of its lists once (`portal_list.PortalList`): the columns, what is stored, which stored
row a line of the file means, and how a row is written. Here the file is held against that: every difference
field by field, every fault with its row and column, all of them at once, and all of it in one transaction or
none.

The preview rehearses: it writes what the file asks for and takes it back, so that whatever a service or the
database would refuse is told beforehand. Between preview and confirmation nobody sneaks in: the difference
is found anew where all writers wait, and another one than was seen is not written but shown.
"""

from collections.abc import Hashable, Iterator
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from osloregionen.admin_forms import refusal
from osloregionen.formatting import MISSING, list_nb, number_nb
from osloregionen.models import ContentVersion
from osloregionen.portal_list import (
    PRACTICE,
    Column,
    Difference,
    FieldChange,
    Line,
    PortalList,
    Problem,
    RowChange,
    RowError,
    Target,
)
from osloregionen.sheet_cells import CellError, Kind
from osloregionen.sheets import FIRST_ROWS, Cell, Sheet, SheetRow
from osloregionen.text import search_key

#: What the history has room for.
_REASON_LENGTH = 100


def preview(portal_list: PortalList, sheet: Sheet, *, by: AbstractBaseUser) -> Difference:
    """Return what a file would change, and all that is wrong with it. Nothing is written.

    Costs what applying costs: every change is tried, and taken back.
    """
    difference = compare(portal_list, sheet)
    with transaction.atomic():
        if difference.changes:
            portal_list.lock()
        _write(portal_list, difference, sheet, by=by)
        transaction.set_rollback(True)
    difference.problems.sort(key=lambda problem: problem.row or 0)
    return difference


def apply(
    portal_list: PortalList, sheet: Sheet, *, by: AbstractBaseUser, seen: dict[str, str]
) -> tuple[Difference, bool]:
    """Write what a file changes if that is what was `seen`; return the difference and whether it is written.

    All of it or nothing. Where it is not written, the difference is the one of now, to be shown. On
    PostgreSQL whoever else saves content waits until this is done, as everybody does on SQLite.
    """
    with transaction.atomic():
        _let_others_wait(portal_list)
        difference = compare(portal_list, sheet)
        if difference.problems or difference.fingerprint() != seen or not seen:
            written = False
        else:
            _write(portal_list, difference, sheet, by=by)
            written = not difference.problems
        if not written:
            transaction.set_rollback(True)
    if not written and not difference.problems:
        difference = preview(portal_list, sheet, by=by)
    return difference, written


def _let_others_wait(portal_list: PortalList) -> None:
    """Hold the list's rows, then the content's version, which every write touches. Two queries or three.

    In that order, which is a save's own (its row, then the version by a trigger): the other way round two
    would wait for each other.
    """
    portal_list.lock()
    list(ContentVersion.objects.select_for_update().values_list("pk"))


def _write(portal_list: PortalList, difference: Difference, sheet: Sheet, *, by: AbstractBaseUser) -> None:
    """Write all changes, adding what is refused to the difference's problems."""
    reason = _reason(sheet.file_name)
    one_by_one, new = difference.changes, []
    if portal_list.writes_new_together:
        # What is there comes first: it may make room for what is new.
        one_by_one, new = difference.changed, difference.new
    _write_each(portal_list, one_by_one, difference, by=by, reason=reason)
    if new and not _written_together(portal_list, new, by=by, reason=reason):
        _write_each(portal_list, new, difference, by=by, reason=reason)


def _written_together(
    portal_list: PortalList, changes: list[RowChange], *, by: AbstractBaseUser, reason: str
) -> bool:
    """Write new rows at once; say whether it went well. Nothing of it is written where it did not."""
    try:
        with transaction.atomic():
            portal_list.write_new(changes, by=by, reason=reason)
    except (ValidationError, IntegrityError):
        return False
    return True


def _write_each(
    portal_list: PortalList,
    changes: list[RowChange],
    difference: Difference,
    *,
    by: AbstractBaseUser,
    reason: str,
) -> None:
    """Write changes row by row, each refusal at its row."""
    for change in changes:
        if difference.more_problems:
            return
        try:
            with transaction.atomic():
                portal_list.write(change, by=by, reason=reason)
        except ValidationError as error:
            difference.refuse(*_refusals(portal_list, change.line, error))
        except IntegrityError as error:
            difference.refuse(Problem(refusal(error), row=change.line.number))


def _reason(file_name: str) -> str:
    """Return what the history says, as long as it has room for."""
    text = _("Innlest fra %(file)s") % {"file": file_name}
    return text if len(text) <= _REASON_LENGTH else f"{text[: _REASON_LENGTH - 1]}…"


def _refusals(portal_list: PortalList, line: Line, error: ValidationError) -> Iterator[Problem]:
    """Give a service's messages, each at its column."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, messages in by_field.items():
        for message in messages:
            yield Problem(str(message), row=line.number, column=portal_list.heading_of(name))


def compare(portal_list: PortalList, sheet: Sheet) -> Difference:
    """Return how a file differs from what is stored; the services are not asked. Queries: those of `load`."""
    difference = Difference()
    if why := portal_list.closed():
        difference.refuse(Problem(why))
        return difference
    header = _header(portal_list, sheet)
    columns = _columns(portal_list, sheet, header, difference)
    if difference.problems:
        return difference
    portal_list.load()
    met: dict[Hashable, int] = {}
    rows = (_line(columns, row, difference) for row in sheet.rows if row.number > header.number)
    lines = [(line, readable) for line, readable in rows if line is not None]
    portal_list.foresee([line for line, _readable in lines])
    for line, readable in lines:
        _compare_line(portal_list, line, readable, met, difference)
    if len(difference.changes) > portal_list.most_changes:
        text = _("Filen endrer %(count)s rader. Høyst %(most)s kan endres på én gang. Del den i flere.")
        values = {"count": number_nb(len(difference.changes)), "most": number_nb(portal_list.most_changes)}
        difference.refuse(Problem(text % values))
        difference.changes.clear()
    if not met and not difference.problems:
        difference.refuse(Problem(_("Filen har ingen rader under overskriftene.")))
    return difference


def _compare_line(
    portal_list: PortalList, line: Line, readable: bool, met: dict[Hashable, int], difference: Difference
) -> None:
    """Put what a line changes, or what is wrong with it, into the difference; `met` says what stood where."""
    try:
        target = portal_list.target(line)
        if target.key in met:
            raise RowError(
                _("%(name)s står også i rad %(row)s")
                % {"name": target.name, "row": number_nb(met[target.key])},
                next((key for key in portal_list.either if line.values.get(key)), ""),
            )
        met[target.key] = line.number
        change = _change(portal_list, line, target) if readable else None
        if change is not None:
            portal_list.check(change)
            difference.changes.append(change)
        elif readable:
            difference.unchanged += 1
    except RowError as error:
        if error.column in line.unread:
            return
        heading = portal_list.heading_of(error.column) if error.column else ""
        difference.refuse(Problem(str(error), row=line.number, column=heading))


def _header(portal_list: PortalList, sheet: Sheet) -> SheetRow:
    """Return the row with the headings: of the first ones that which has most that are known."""
    known = {search_key(heading) for heading in portal_list.headings()}

    def hits(row: SheetRow) -> int:
        return len({search_key(cell) for cell in row.cells if isinstance(cell, str)} & known)

    return max(sheet.rows[:FIRST_ROWS], key=hits)


def _columns(
    portal_list: PortalList, sheet: Sheet, header: SheetRow, difference: Difference
) -> dict[int, Column]:
    """Return the columns by their place in the file; what is wrong with them goes to the difference."""
    by_name = {
        search_key(str(name)): column
        for column in portal_list.columns
        for name in (column.heading, *column.also)
    }
    places: dict[int, Column] = {}
    for place, cell in enumerate(header.cells):
        heading = cell.strip() if isinstance(cell, str) else ""
        column = by_name.get(search_key(heading)) if heading else None
        if column is None or not column.is_read:
            difference.left_out += [heading] if heading and heading != PRACTICE else []
        elif column in places.values():
            difference.refuse(
                Problem(
                    _("kolonnen «%(heading)s» står to ganger") % {"heading": column.heading},
                    row=header.number,
                )
            )
        else:
            places[place] = column
    keys = {column.key for column in places.values()}
    missing = [
        str(column.heading) for column in portal_list.columns if column.needed and column.key not in keys
    ]
    either = [portal_list.heading_of(key) for key in portal_list.either]
    if missing:
        names = list_nb([f"«{name}»" for name in missing])
        difference.refuse(Problem(_("Filen mangler overskriften %(names)s.") % {"names": names}))
    if either and not keys & set(portal_list.either):
        names = list_nb([f"«{name}»" for name in either], _("eller"))
        difference.refuse(Problem(_("Filen mangler overskriften %(names)s.") % {"names": names}))
    above = (cell for row in sheet.rows if row.number <= header.number for cell in row.cells)
    marked = any(isinstance(cell, str) and cell.strip().startswith(PRACTICE) for cell in above)
    if marked and not portal_list.is_practice:
        difference.refuse(
            Problem(_("Filen er fra en øvelse. Det som står i den, er oppdiktet og kan ikke leses inn her."))
        )
    return places


def _line(columns: dict[int, Column], row: SheetRow, difference: Difference) -> tuple[Line | None, bool]:
    """Return a row's values, and whether all of its facts could be read; what could not is told.

    None for a row that is empty, or that nobody can say whose it is.
    """
    values: dict[str, Any] = {}
    unread: set[str] = set()
    filled, found = False, True
    for place, column in columns.items():
        cell: Cell = row.cells[place] if place < len(row.cells) else ""
        values[column.key] = column.kind.empty
        if isinstance(cell, str) and not cell.strip():
            continue
        filled = True
        try:
            values[column.key] = column.kind.parse(cell)
        except CellError as error:
            unread.add(column.key)
            found = found and column.is_fact
            difference.refuse(Problem(str(error), row=row.number, column=str(column.heading)))
    line = Line(row.number, values, frozenset(unread)) if filled and found else None
    return line, not unread


def _change(portal_list: PortalList, line: Line, target: Target) -> RowChange | None:
    """Return what a line would change, or None. Raises `RowError` where it lacks what it must have."""
    changes, values = [], {}
    for column in portal_list.columns:
        if not column.is_fact or column.key not in line.values:
            continue
        kind, new = column.kind, line.values[column.key]
        old = kind.comparable(target.facts.get(column.key))
        if old != new:
            values[column.key] = new
            changes.append(FieldChange(column.key, str(column.heading), _said(kind, old), _said(kind, new)))
    if not changes:
        return None
    for column in portal_list.columns:
        if not column.demanded:
            continue
        stored = column.kind.comparable(target.facts.get(column.key))
        if line.values.get(column.key, stored) == column.kind.empty:
            raise RowError(_("mangler"), column.key)
    return RowChange(line, target, tuple(changes), values)


def _said(kind: Kind, value: Any) -> str:
    return MISSING if value == kind.empty else kind.show(value)
