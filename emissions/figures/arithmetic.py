"""The arithmetic of all figures, exact: whole grams in, whole numbers and fractions out. No queries.

What is missing stays missing: a figure that a computation lacks makes its result None, never a zero.
Rounding is for whoever shows a figure, by `rounded` and `tonnes`, and happens once.
"""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

GRAMS_IN_A_TONNE = 1_000_000


@dataclass(frozen=True)
class Change:
    """The change from an earlier figure to a later one: in grams, and in per cent of the EARLIER figure.

    Both None where one of the two is missing. `percent` is None also where the earlier one is zero: there is
    nothing to take per cent of.
    """

    grams: int | None
    percent: Fraction | None


#: Nothing to compare with.
NO_CHANGE_KNOWN = Change(None, None)


@dataclass(frozen=True)
class Rank:
    """A place among `of`, the largest first. `shared`: others have the same figure ("1, 2, 2, 4")."""

    place: int
    of: int
    shared: bool


def change(before: int | None, after: int | None) -> Change:
    """Return the change between two figures in grams, see `Change`."""
    if before is None or after is None:
        return NO_CHANGE_KNOWN
    grams = after - before
    return Change(grams, Fraction(100 * grams, before) if before else None)


def share(part: int | None, whole: int | None) -> Fraction | None:
    """Return how many per cent of the whole a part is; None where either is missing or the whole is zero."""
    if part is None or not whole:
        return None
    return Fraction(100 * part, whole)


def per_head(grams: int | None, people: int | None) -> Fraction | None:
    """Return tonnes per inhabitant; None where either is missing or nobody lives there."""
    if grams is None or not people:
        return None
    return Fraction(grams, GRAMS_IN_A_TONNE * people)


def ranks(values: Mapping[Key, Fraction | int | None]) -> dict[Key, Rank]:
    """Return the rank of each that has a value, the largest 1. Equals share a place; the next are skipped."""
    known = {key: value for key, value in values.items() if value is not None}
    having = Counter(known.values())
    places: dict[Fraction | int, int] = {}
    place = 1
    for value in sorted(having, reverse=True):
        places[value] = place
        place += having[value]
    return {key: Rank(places[value], len(known), having[value] > 1) for key, value in known.items()}


def rounded(value: Fraction | int, decimals: int = 0) -> Decimal:
    """Return a figure with so many decimals, a half away from zero: 0,25 is 0,3 and −0,25 is −0,3.

    What rounds to nothing is 0, without a minus.
    """
    scaled = abs(Fraction(value)) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    exact = Decimal(whole).scaleb(-decimals)
    return -exact if value < 0 and whole else exact


def tonnes(grams: Fraction | int) -> int:
    """Return whole tonnes, half a tonne away from zero."""
    # By whole numbers alone: pages have thousands of these, and fractions take ten times as long.
    size = -grams if grams < 0 else grams
    whole = (2 * size + GRAMS_IN_A_TONNE) // (2 * GRAMS_IN_A_TONNE)
    return -whole if grams < 0 else whole
