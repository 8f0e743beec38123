"""Finds out why reading a workbook ended in the limits, in a child process of its own. No Django here.

A cell far out makes calamine want memory for all the cells between. It is looked for as lists look for it,
cell by cell and without keeping any; within limits as well, for what ended the reading may end this too, and
then the parent says what it can.
"""

import zipfile
from typing import Any
from xml.parsers import expat

from emissions.statistics.answer import tell
from emissions.statistics.figures import MOST_ROWS
from emissions.statistics.limiting import limit
from emissions.statistics.package import PackageError, SheetPart, read_package
from emissions.statistics.workbook import DETAILS, INFO, OVERVIEW
from osloregionen.sheet_worker import RefusedError, Scan

_SECONDS = 2
_DATA_BYTES = 256 * 1024 * 1024
_FARTHEST = {"rows": MOST_ROWS, "columns": 100}


def main(source: str) -> None:
    """Answer {"problems": […]}: the first cell that lies too far out, if there is one."""
    limit(_SECONDS, _DATA_BYTES)
    problems: list[list[Any]] = []
    try:
        package = read_package(source)
        with zipfile.ZipFile(source) as parts:
            for name in (DETAILS, INFO, OVERVIEW):
                sheet = package.sheet(name)
                if sheet and not problems:
                    problems = _far_cells(parts, sheet)
    # Whatever is wrong besides, the parent says so.
    except (PackageError, zipfile.BadZipFile, expat.ExpatError, EOFError, OSError, ValueError):
        problems = []
    tell(end={"problems": problems}, sizes=[])


def _far_cells(parts: zipfile.ZipFile, sheet: SheetPart) -> list[list[Any]]:
    scan = Scan(_FARTHEST)
    try:
        with parts.open(sheet.part) as content:
            scan.of(content)
    except RefusedError:
        return [["far_cell", sheet.name, scan.row, "", {"column": scan.column}]]
    return []
