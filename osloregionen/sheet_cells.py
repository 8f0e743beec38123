"""What a cell of a list may hold: how it is read from a file, written to one, and said to people.

Forgiving of how spreadsheets store things (a number as text, "3001.0", a date with a time of 00:00), never
guessing: what can be read in two ways is refused.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from osloregionen.exports import guarded, unguarded
from osloregionen.formatting import MONTHS, date_nb, number_nb
from osloregionen.sheets import Cell, CellFault
from osloregionen.text import search_key

#: A year outside these is a slip of the fingers.
FIRST_YEAR, LAST_YEAR = 1900, 2200
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_NORWEGIAN = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?: 00:00(?::00)?)?", re.ASCII)
_SPELLED = re.compile(rf"(\d{{1,2}})\.?\s({'|'.join(MONTHS)})\s(\d{{4}})", re.IGNORECASE | re.ASCII)
_CLOCK = re.compile(r"(?:kl\.?\s?)?(\d{1,2})(?:[:.](\d{2})(?::(\d{2}))?)?", re.ASCII)
# Thousands stand apart by a space here; "1.234" may be either and is refused, "3001.0" is a spreadsheet's.
_WHOLE = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]+(?:[.,]0)?")

#: Before each further line of a text that has several.
_GOES_ON = "  "


class CellError(Exception):
    """The cell can't be read; the argument says why, in Norwegian."""


def quoted(cell: Cell) -> str:
    """Return a cell as it stands in a message, long ones cut."""
    text = cell.text if isinstance(cell, CellFault) else _number_text(cell)
    return f"«{text if len(text) <= 60 else text[:59] + '…'}»"


def _fault(cell: CellFault) -> str:
    if not cell.text:
        return _("cellen har en formel som ikke er regnet ut. Åpne filen i et regneark, og lagre den der")
    return _("%(cell)s er en feil i regnearket") % {"cell": quoted(cell)}


def as_text(cell: Cell) -> str:
    """Return a cell as text without space around it, its lines divided as everywhere here.

    Raises `CellError` for an error, a date, or a character that can't be stored.
    """
    if isinstance(cell, CellFault):
        raise CellError(_fault(cell))
    if isinstance(cell, dt.date | dt.time):
        raise CellError(
            _("%(cell)s er en dato eller et klokkeslett, ikke tekst. Gjør cellen om til tekst i regnearket")
            % {"cell": quoted(cell)}
        )
    text = tidy(unguarded(_number_text(cell).strip()))
    if "\0" in text:
        raise CellError(_("cellen har et tegn som ikke kan lagres"))
    return text


def tidy(text: str) -> str:
    """Return text as lists compare it: lines end alike, no space around."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _number_text(cell: Any) -> str:
    """Return a cell as a person would write it: 3001 for 3001.0."""
    if isinstance(cell, bool):
        return _("ja") if cell else _("nei")
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}".replace(".", ",")
    return str(cell)


@dataclass(frozen=True)
class Kind:
    """A kind of cell. `empty` is the value of an empty one."""

    @property
    def empty(self) -> Any:
        """What is stored where nothing is known."""
        return None

    def parse(self, cell: Cell) -> Any:
        """Return the value of a cell that is not empty. Raises `CellError`."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """Return a value as people read it."""
        return str(value)

    def write(self, value: Any) -> Any:
        """Return a value as a file gets it: text, a number or a date; None leaves the cell empty."""
        return value

    def comparable(self, value: Any) -> Any:
        """Return a stored value as `parse` would give it: what differs only in form is no difference."""
        return self.empty if value in (None, "") else value

    @property
    def choices(self) -> tuple[str, ...]:
        """Words that the cell may hold, where they are few; spreadsheets offer them."""
        return ()

    @property
    def holds_one(self) -> bool:
        """Whether a cell holds one thing, so that a spreadsheet can offer what it may be."""
        return True


@dataclass(frozen=True)
class Text(Kind):
    """Any text."""

    @property
    def empty(self) -> str:
        """Texts are never null."""
        return ""

    def parse(self, cell: Cell) -> str:
        """Return the text."""
        return as_text(cell)

    def write(self, value: str | None) -> str | None:
        """Return the text so that no spreadsheet runs it as a formula."""
        return guarded(tidy(value or "")) or None

    def comparable(self, value: str | None) -> str:
        """Return the text as it would be read."""
        return tidy(value or "")


@dataclass(frozen=True)
class Code(Text):
    """Digits that name something, with leading zeros that spreadsheets lose: "0301", 301, 301.0."""

    width: int = 0

    def parse(self, cell: Cell) -> str:
        """Return the digits, filled up to the width."""
        # An apostrophe in front is how people keep a spreadsheet from making it a number.
        text = as_text(cell).removeprefix("'")
        found = re.fullmatch(r"([0-9]+)(?:[.,]0)?", text)
        if found is None:
            raise CellError(_("%(cell)s er ikke et nummer") % {"cell": quoted(cell)})
        return found[1].zfill(self.width)


@dataclass(frozen=True)
class Day(Kind):
    """A date."""

    def parse(self, cell: Cell) -> dt.date:
        """Return the date: of a date cell, or of "12.5.2022", "2022-05-12", "12. mai 2022"."""
        day = self._day(cell)
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise CellError(_("%(cell)s er ikke en dato") % {"cell": quoted(cell)})
        return day

    def _day(self, cell: Cell) -> dt.date | None:
        if isinstance(cell, dt.datetime):
            return cell.date() if cell.time() == dt.time() else None
        if isinstance(cell, dt.date):
            return cell
        if not isinstance(cell, str):
            return None
        text = cell.strip()
        try:
            if found := _ISO.fullmatch(text):
                return dt.date(int(found[1]), int(found[2]), int(found[3]))
            if found := _NORWEGIAN.fullmatch(text):
                return dt.date(int(found[3]), int(found[2]), int(found[1]))
            if found := _SPELLED.fullmatch(text.replace("\u00a0", " ")):
                return dt.date(int(found[3]), MONTHS.index(found[2].lower()) + 1, int(found[1]))
        except ValueError:
            pass
        return None

    def show(self, value: dt.date) -> str:
        """Return the date in words."""
        return date_nb(value)


@dataclass(frozen=True)
class Clock(Kind):
    """A time of day."""

    def parse(self, cell: Cell) -> dt.time:
        """Return the time: of a time cell, or of "13:00", "13.00", "kl. 13"."""
        if isinstance(cell, dt.time):
            return cell
        found = _CLOCK.fullmatch(cell.strip().lower()) if isinstance(cell, str) else None
        try:
            if found is not None:
                return dt.time(int(found[1]), int(found[2] or 0), int(found[3] or 0))
        except ValueError:
            pass
        raise CellError(_("%(cell)s er ikke et klokkeslett") % {"cell": quoted(cell)})

    def show(self, value: dt.time) -> str:
        """Return the time as people write it."""
        return f"{value:%H.%M}"

    def write(self, value: dt.time | None) -> str | None:
        """Return the time as text: files have no cell of its own for it that all spreadsheets share."""
        if value is None:
            return None
        return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number, not below zero."""

    most: int = 2_147_483_647

    def parse(self, cell: Cell) -> int:
        """Return the number: of a number cell, or of "1234", "1 234", "1234.0"."""
        number = self._number(cell)
        if number is None:
            raise CellError(_("%(cell)s er ikke et helt tall") % {"cell": quoted(cell)})
        if number > self.most:
            raise CellError(_("%(cell)s er for stort") % {"cell": quoted(cell)})
        return number

    def _number(self, cell: Cell) -> int | None:
        if isinstance(cell, bool):
            return None
        if isinstance(cell, int | float):
            return int(cell) if cell >= 0 and float(cell).is_integer() else None
        if isinstance(cell, str) and (found := _WHOLE.fullmatch(cell.strip())):
            digits = re.sub(r"[.,]0$|[ \u00a0\u202f]", "", found[0])
            return int(digits) if len(digits) < 20 else self.most + 1
        return None

    def show(self, value: int) -> str:
        """Return the number with its thousands apart."""
        return number_nb(value)


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few: `options` are stored values with the words that people see (`TextChoices.choices`)."""

    options: Sequence[tuple[Any, Any]]

    @property
    def empty(self) -> str:
        """Nothing chosen."""
        return ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The words."""
        return tuple(str(word) for _value, word in self.options)

    def parse(self, cell: Cell) -> Any:
        """Return the value of a word, however it is written."""
        asked = search_key(as_text(cell))
        for value, word in self.options:
            if search_key(str(word)) == asked:
                return value
        raise CellError(
            _("%(cell)s er ikke blant valgene: %(choices)s")
            % {"cell": quoted(cell), "choices": ", ".join(self.choices)}
        )

    def show(self, value: Any) -> str:
        """Return the word."""
        return next((str(word) for known, word in self.options if known == value), str(value))

    def write(self, value: Any) -> str | None:
        """Return the word."""
        return self.show(value) if value not in (None, "") else None


@dataclass(frozen=True)
class Several(Kind):
    """Several things in one cell, in a tuple."""

    @property
    def empty(self) -> tuple[Any, ...]:
        """None of them."""
        return ()

    @property
    def holds_one(self) -> bool:
        """No spreadsheet can offer several for one cell."""
        return False


@dataclass(frozen=True)
class Texts(Several):
    """Texts, one on each line; a line that begins with a space goes on with the text above it."""

    def parse(self, cell: Cell) -> tuple[str, ...]:
        """Return the texts in their order, without empty lines between them."""
        found: list[str] = []
        for line in as_text(cell).split("\n"):
            if found and line[:1].isspace():
                found[-1] += "\n" + (line[len(_GOES_ON) :] if line.startswith(_GOES_ON) else line.lstrip())
            elif line.strip():
                found.append(line)
        return self.comparable(found)

    def show(self, value: tuple[str, ...]) -> str:
        """Return the texts after one another."""
        return " | ".join(value)

    def write(self, value: Sequence[str] | None) -> str | None:
        """Return the texts so that `parse` divides them again."""
        texts = (text.replace("\n", f"\n{_GOES_ON}") for text in self.comparable(value))
        return guarded("\n".join(texts)) or None

    def comparable(self, value: Sequence[str] | None) -> tuple[str, ...]:
        """Return the texts as they would be read."""
        return tuple(text for text in map(tidy, value or ()) if text)


@dataclass(frozen=True)
class Numbers(Several):
    """Whole numbers from `first` to `last`, each once and in order: "9; 11; 13"."""

    first: int
    last: int

    def parse(self, cell: Cell) -> tuple[int, ...]:
        """Return the numbers. What may be one with decimals is refused: spreadsheets make 9.1 of "9,10"."""
        if isinstance(cell, bool) or re.fullmatch(r"[0-9]+[.,][0-9]+", quoted(cell)[1:-1].strip()):
            raise CellError(
                _("%(cell)s kan leses på flere måter. Skriv tallene med semikolon mellom, som «9; 11»")
                % {"cell": quoted(cell)}
            )
        words = [word for word in re.split(r"[\s;,]+|\bog\b", as_text(cell)) if word]
        if not all(re.fullmatch(r"[0-9]{1,4}", word) and self._has(int(word)) for word in words):
            raise CellError(
                _("%(cell)s er ikke tall fra %(first)s til %(last)s med semikolon mellom")
                % {"cell": quoted(cell), "first": self.first, "last": self.last}
            )
        return self.comparable([int(word) for word in words])

    def _has(self, number: int) -> bool:
        return self.first <= number <= self.last

    def show(self, value: tuple[int, ...]) -> str:
        """Return "9, 11, 13"."""
        return ", ".join(str(number) for number in value)

    def write(self, value: Sequence[int] | None) -> str | None:
        """Return the numbers with what no spreadsheet takes for a decimal point between them."""
        return "; ".join(str(number) for number in self.comparable(value)) or None

    def comparable(self, value: Sequence[int] | None) -> tuple[int, ...]:
        """Return the numbers in order, each once."""
        return tuple(sorted(set(value or ())))
