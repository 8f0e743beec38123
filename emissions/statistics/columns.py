"""Finds the columns of the statistics by their headings. Runs in the child process: no Django here.

Two downloads exist: of all municipalities, with their numbers and names, and of one, without. Editions
write CO2 and CO₂ in the heading of the figures.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

#: The headings, by what they stand for; the problems name them so.
HEADINGS = {
    "number": "Kommunenummer",
    "name": "Kommune",
    "year": "År",
    "sector": "Sektor",
    "source": "Utslippskilde",
    "gas": "Klimagass",
    "value": "Utslipp (tonn CO₂-ekvivalenter)",
}
#: What only a file of all municipalities has.
_OF_ALL = ("number", "name")
#: Headings stand in one of the first rows: a file may begin with a word about itself.
FIRST_ROWS = 10
_PLAIN = str.maketrans("₀₁₂₃₄₅₆₇₈₉\u2010\u2011\u2013", "0123456789---")
_MOST_SHOWN = 12

#: A problem on its way to the parent: code, row (None: the whole sheet), column, values.
Finding = tuple[str, int | None, str, Mapping[str, str | int]]


class Layout(NamedTuple):
    """Where things stand: `row` is the row of the headings (1 is the first), `places` count from 0."""

    row: int
    places: dict[str, int]
    width: int

    @property
    def is_of_all(self) -> bool:
        """Say whether the file is of all municipalities."""
        return "number" in self.places


class ColumnsError(Exception):
    """The columns are not those of the statistics; `findings` says which are missing or twice there."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__(findings)


def plain(text: str) -> str:
    """Return a name without line breaks, and with single blanks only between words."""
    return " ".join(text.split())


def compared(text: str) -> str:
    """Return a heading or the name of a sheet as they are compared: CO₂ is CO2, and case is nothing."""
    return plain(text).translate(_PLAIN).casefold()


_KNOWN = {compared(heading): key for key, heading in HEADINGS.items()}


def met(cells: Sequence[Any]) -> int:
    """Return how many of the headings a row has."""
    return len({compared(cell) for cell in cells if isinstance(cell, str)} & _KNOWN.keys())


def find_columns(first: Sequence[Sequence[Any]], wanted: Sequence[str] = tuple(HEADINGS)) -> Layout:
    """Return where the columns stand, from the first rows of a sheet. Raises `ColumnsError`.

    `wanted` are keys of `HEADINGS`; number and name may both be missing.
    """
    best = max(range(len(first)), key=lambda place: met(first[place]), default=None)
    if best is None or not met(first[best]):
        raise ColumnsError([("no_headings", None, "", {"most": FIRST_ROWS})])
    cells = [compared(cell) if isinstance(cell, str) else "" for cell in first[best]]
    row = best + 1
    found = _shown(first[best])
    places = {_KNOWN[cell]: place for place, cell in enumerate(cells) if cell in _KNOWN}
    needed = [key for key in wanted if key not in _OF_ALL or any(other in places for other in _OF_ALL)]
    findings: list[Finding] = [
        ("no_column", row, HEADINGS[key], {"found": found}) for key in needed if key not in places
    ]
    findings += [
        ("column_twice", row, HEADINGS[key], {})
        for key in needed
        if sum(_KNOWN.get(cell) == key for cell in cells) > 1
    ]
    if findings:
        raise ColumnsError(findings)
    return Layout(row, {key: places[key] for key in needed}, len(cells))


def _shown(cells: Sequence[Any]) -> str:
    """Return a row's headings as a sentence can name them, and not all of a hundred."""
    names = [plain(cell)[:40] for cell in cells if isinstance(cell, str) and cell.strip()]
    return ", ".join(names[:_MOST_SHOWN]) + (" …" if len(names) > _MOST_SHOWN else "")
