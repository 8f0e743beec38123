"""Reads the statistics from a workbook, with calamine. Runs in the child process: no Django here."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from emissions.statistics.answer import UNPACKING, RefusedError, answer_of, read_figures, tell
from emissions.statistics.columns import FIRST_ROWS, HEADINGS, ColumnsError, compared, find_columns, plain
from emissions.statistics.faults import with_faults
from emissions.statistics.figures import MOST_PROBLEMS, MOST_ROWS, Figures, exact_grams, shown, whole
from emissions.statistics.package import Package, SheetPart
from emissions.statistics.shortcut import shortcut

DETAILS, OVERVIEW, INFO = "Oversikt - detaljert", "Oversikt", "Info"
#: A sheet about the file is a page at most; what is larger is something else, and left alone.
_SMALL = 4 * 1024 * 1024
#: What the figures of a sector may differ by from the file's own sum: each is rounded to a tenth of a tonne.
_ROUNDING_GRAMS = 5_000_000
_MOST_NAMED = 20
#: So often calamine goes through a sheet (see `shortcut`).
_ROUNDS = 2
_LONGEST_DATASET = 100
#: A sum of tonnes that is one is less: see `figures`.
_MOST_TONNES = 1e9


def read_workbook(source: Path, package: Package, known: Mapping[str, Any]) -> tuple[dict[str, Any], Figures]:
    """Return the answer for a workbook, and its figures. Raises `RefusedError`."""
    details = _details(package)
    # Known to be native code that aborts where memory ends; the parent takes that for a refusal.
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(source) as workbook:
            dataset_name = _dataset_name(_small(workbook, package, INFO))
            sheet = _unpacked(source, details) or workbook.get_sheet_by_name(details.name)
            height = max(sheet.height, 1)
            if height > MOST_ROWS:
                raise RefusedError(("many_rows", height, "", {"most": MOST_ROWS}), sheet=details.name)
            try:
                figures = read_figures(
                    sheet.iter_rows(), known, sheet=details.name, share=lambda row: row / height
                )
            except RefusedError as refusal:
                raise with_faults(refusal, str(source), details.part) from refusal
            if not figures.layout.is_of_all:
                _compare(figures, _small(workbook, package, OVERVIEW))
    except CalamineError as error:
        raise RefusedError(("damaged", None, "", {})) from error
    return answer_of(figures, sheet=details.name, dataset_name=dataset_name), figures


def _details(package: Package) -> SheetPart:
    details = package.sheet(DETAILS)
    if details is None:
        names = [shown(sheet.name) for sheet in package.sheets]
        found = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
        raise RefusedError(("no_sheet", None, "", {"wanted": DETAILS, "found": found}))
    if not details.is_visible:
        raise RefusedError(("hidden_sheet", None, "", {}), sheet=details.name)
    return details


def _unpacked(source: Path, details: SheetPart) -> Any:
    """Return the sheet by the shortcut, where there is one and it can be taken; tell which file is read."""
    from python_calamine import CalamineError, CalamineWorkbook

    with suppress(CalamineError, OSError):
        if copy := shortcut(source, details):
            # An open file is known by its name, so the parent can see how far this one has been read.
            file = os.readlink(copy.path)
            tell(phase=UNPACKING, file=file, begin=copy.begin, length=copy.length, rounds=1)
            with os.fdopen(copy.file) as ours, CalamineWorkbook.from_path(copy.path) as workbook:
                ours.close()
                return workbook.get_sheet_by_name(details.name)
    file = str(source.resolve())
    tell(phase=UNPACKING, file=file, begin=details.begin, length=details.length, rounds=_ROUNDS)
    return None


def _small(workbook: Any, package: Package, name: str) -> list[list[Any]]:
    """Return the rows of one of the sheets about the file; none where it is missing, hidden or too large."""
    sheet = package.sheet(name)
    if sheet is None or not sheet.is_visible or sheet.unpacked > _SMALL:
        return []
    return list(workbook.get_sheet_by_name(sheet.name).iter_rows())


def _dataset_name(rows: Sequence[Sequence[Any]]) -> str:
    """Return what stands beside "Datasett:", the name of the municipality."""
    for row in rows[:FIRST_ROWS]:
        if len(row) > 1 and isinstance(row[0], str) and compared(row[0]).rstrip(" :") == "datasett":
            return plain(shown(row[1], _LONGEST_DATASET))
    return ""


def _compare(figures: Figures, rows: Sequence[Sequence[Any]]) -> None:
    """Warn where a sector's figures don't come to what the file itself says in its sheet `Oversikt`.

    What stands there and is no number is told too: else one would think that it was compared.
    """
    for row, year, sector, name, cell in _overview(figures, rows):
        if len(figures.warnings) >= MOST_PROBLEMS:
            return
        values: dict[str, str | int] = {"year": str(year), "sector": name, "text": shown(cell)}
        if not isinstance(cell, float) or not 0 <= cell < _MOST_TONNES:
            figures.warnings.append(("overview_unread", row, HEADINGS["value"], values))
        else:
            grams, summed = exact_grams(cell), figures.sums.get(year, {}).get(sector, 0)
            if abs(summed - grams) > _ROUNDING_GRAMS:
                values |= {"summed": _tonnes(summed), "said": _tonnes(grams)}
                figures.warnings.append(("overview", None, "", values))


def _tonnes(grams: int) -> int:
    return (grams + 500_000) // 1_000_000


def _overview(figures: Figures, rows: Sequence[Sequence[Any]]) -> Iterator[tuple[int, int, int, str, Any]]:
    """Give row, year, sector, its name and the cell of each sum that the file has of itself."""
    try:
        layout = find_columns(rows[:FIRST_ROWS], ("year", "sector", "value"))
    except ColumnsError:
        return
    places = [layout.places[key] for key in ("year", "sector", "value")]
    for number, row in enumerate(rows[layout.row :], start=layout.row + 1):
        year, name, cell = (row[place] for place in places)
        sector = figures.known_sectors.get(compared(str(name)))
        if (known_year := whole(year)) and sector:
            yield number, known_year, sector, plain(name), cell
