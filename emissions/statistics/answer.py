"""What the child process answers: the figures of a sheet, or why there are none. No Django here."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from emissions.statistics.columns import FIRST_ROWS, ColumnsError, Finding, find_columns
from emissions.statistics.figures import Figures, TooManyProblemsError

#: The parts of the work, as the parent tells of them: a workbook is unpacked, then its rows are read.
UNPACKING, ROWS = "unpacking", "rows"


class RefusedError(Exception):
    """The file is not read; `findings` say why, and `more` that there is more to say."""

    def __init__(self, *findings: Finding, sheet: str = "", more: bool = False) -> None:
        self.findings = findings
        self.sheet = sheet
        self.more = more
        super().__init__(findings)


def tell(**what: Any) -> None:
    """Write a line for the parent; where that is gone, this process ends."""
    sys.stdout.buffer.write(json.dumps(what).encode() + b"\n")
    sys.stdout.buffer.flush()


def read_figures(
    rows: Iterable[Sequence[Any]],
    known: Mapping[str, Any],
    *,
    sheet: str = "",
    is_text: bool = False,
    share: Callable[[int], float],
) -> Figures:
    """Return what the rows of a sheet come to, telling how far it is. Raises `RefusedError`.

    `share` says how much of the work is done when so many rows are read.
    """
    rows = iter(rows)
    first = list(islice(rows, FIRST_ROWS))
    more = False
    try:
        layout = find_columns(first)
        figures = Figures(known, layout, is_text=is_text)
        figures.take(
            chain(first[layout.row :], rows),
            lambda row: tell(phase=ROWS, share=round(share(row), 3)),
        )
    except ColumnsError as error:
        raise RefusedError(*error.findings, sheet=sheet) from error
    except TooManyProblemsError:
        more = True
    if figures.problems:
        raise RefusedError(*figures.problems, sheet=sheet, more=more)
    if not figures.row_count:
        raise RefusedError(("no_rows", None, "", {}), sheet=sheet)
    return figures


def placed(findings: Iterable[Finding], sheet: str) -> list[list[Any]]:
    """Return findings as the parent's `Problem` takes them."""
    return [[code, sheet, row, column, values] for code, row, column, values in findings]


def answer_of(figures: Figures, *, sheet: str = "", dataset_name: str = "") -> dict[str, Any]:
    """Return what JSON can hold of the figures; `columns_of` is the rest."""
    return {
        "kind": "all" if figures.layout.is_of_all else "one",
        "dataset_name": dataset_name,
        "sheet": sheet,
        "row_count": figures.row_count,
        "years": sorted(figures.sums),
        "sectors": sorted({sector for sector, _source, _gas in figures.series}),
        "numbers_met": sorted(figures.numbers_met.items()),
        "series": figures.series,
        "country": [
            [year, sector, grams]
            for year, sums in sorted(figures.sums.items())
            for sector, grams in sorted(sums.items())
        ],
        "warnings": placed(figures.warnings, sheet),
    }
