"""Looks again at cells that were read as empty: calamine gives a formula's error ("#N/A") as an empty cell.

Runs in the child process: no Django here. Only for a file that is refused, and only so far into it as half
a second goes: that the cell has no value is true, whatever stands there.
"""

import time
import zipfile
from xml.parsers import expat

from emissions.statistics.answer import RefusedError
from emissions.statistics.columns import Finding
from osloregionen.sheet_worker import RefusedError as ScanRefusedError
from osloregionen.sheet_worker import Scan

_SECONDS = 0.5
_NO_LIMITS = {"rows": 2**31, "columns": 2**31}


class _EnoughError(Exception):
    """What is asked for has been passed, or the time is over."""


class _ScanTo(Scan):
    """Finds the cells with a formula's error down to a row."""

    def __init__(self, last_row: int) -> None:
        super().__init__(_NO_LIMITS)
        self._last_row = last_row
        self._until = time.process_time() + _SECONDS

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        super()._start(name, attributes)
        if self.row > self._last_row or time.process_time() > self._until:
            raise _EnoughError


def with_faults(refusal: RefusedError, source: str, part: str) -> RefusedError:
    """Return the refusal with what stands in those of its cells that have no value of their own."""
    rows = [row for _code, row, column, _values in refusal.findings if row and column]
    if not rows:
        return refusal
    scan = _ScanTo(max(rows))
    try:
        with zipfile.ZipFile(source) as package, package.open(part) as sheet:
            scan.of(sheet)
    except (_EnoughError, ScanRefusedError, expat.ExpatError, zipfile.BadZipFile, ValueError):
        pass
    findings = [_explained(finding, scan.errors) for finding in refusal.findings]
    return RefusedError(*findings, sheet=refusal.sheet, more=refusal.more)


def _explained(finding: Finding, errors: dict[int, dict[int, str]]) -> Finding:
    _code, row, column, values = finding
    error = errors.get(row or 0, {}).get(int(values.get("place", 0)))
    if error is None:
        return finding
    return ("formula_error" if error else "formula_unreckoned"), row, column, {"text": error}
