"""Which parts of a population make all of it: both sexes, all ages, or a total that stands among them.

SSB has no total in table 07459: who asks for sex or age gets the parts, by single years or by groups.
"""

import re
from dataclasses import dataclass

from osloregionen.text import search_key

_TOTALS = {"begge kjonn", "both sexes", "alle aldre", "all ages", "i alt", "total"}
_MEN, _WOMEN = {"1", "menn", "males"}, {"2", "kvinner", "females"}
SEX, AGE = {"kjonn", "sex"}, {"alder", "age"}
#: "0-4 år", "105 år eller eldre", and as codes "000", "105+", "F00-04".
_SPAN = re.compile(
    r"F?(?P<first>\d{1,3})(?:-(?P<last>\d{1,3}))?(?: (?:år|years?))?(?P<open>\+| eller eldre| or older)?"
)
#: Nobody gets so old: where an open group ends.
_OLDEST = 999


class PartsError(Exception):
    """The parts are not everybody; the argument says what is wrong, in plain English."""


@dataclass(frozen=True)
class Dimension:
    """A dimension of a table: its name, and the labels of its categories by code, in order."""

    name: str
    labels: dict[str, str]


def accepted(dimension: Dimension) -> list[str]:
    """Return the codes to add up: a total alone, or all parts. Raises `PartsError`."""
    for code, label in dimension.labels.items():
        if any(search_key(name) in _TOTALS for name in names_of(label)):
            return [code]
    folded = search_key(dimension.name)
    if folded in SEX:
        return _both_sexes(dimension)
    if folded in AGE:
        return _all_ages(dimension)
    raise PartsError(f"has a dimension {dimension.name!r}, which table 07459 has not")


def names_of(label: str) -> list[str]:
    """Return what a label may be called: as it stands, and without the code that may stand before it."""
    code, _blank, text = label.partition(" ")
    return [label, text] if any(letter.isdigit() for letter in code) else [label]


def _both_sexes(dimension: Dimension) -> list[str]:
    kinds = []
    for code, label in dimension.labels.items():
        names = {search_key(name) for name in (code, *names_of(label))}
        kinds.append("men" if names & _MEN else "women" if names & _WOMEN else "")
    if sorted(kinds) != ["men", "women"]:
        told = ", ".join(dimension.labels.values())[:100] or "nothing"
        raise PartsError(f"has {told} as sexes; wanted are men and women, or no division by sex")
    return list(dimension.labels)


def _all_ages(dimension: Dimension) -> list[str]:
    """Return all codes where their spans reach from nought to the oldest, without gap or overlap."""
    spans = sorted(_span(code, label) for code, label in dimension.labels.items())
    reached = 0
    for first, last, label in spans:
        if first > reached:
            until = f"to {first - 1}" if first - 1 > reached else "only"
            raise PartsError(f"lacks the ages from {reached} {until}; wanted are all, or no division by age")
        if first < reached:
            raise PartsError(f"has the age {first} twice, once in {label[:40]!r}")
        reached = last + 1
    if reached <= _OLDEST:
        raise PartsError(f"lacks the ages from {reached} on; wanted are all, or no division by age")
    return list(dimension.labels)


def _span(code: str, label: str) -> tuple[int, int, str]:
    """Return first and last age of a group, and its name. Raises `PartsError`."""
    for text in (*names_of(label), code):
        if match := _SPAN.fullmatch(" ".join(text.split())):
            first = int(match["first"])
            last = _OLDEST if match["open"] else int(match["last"] or first)
            return first, last, label
    raise PartsError(f"has an age that cannot be read: {label[:40]!r}")
