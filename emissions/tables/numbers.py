"""How exact figures are shown: grams as whole tonnes, per cent with one decimal, tonnes per head with two.

Rounding happens here, and nowhere before: figures come as whole grams and fractions (emissions/figures).
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from emissions.figures import arithmetic as figures
from osloregionen.formatting import NBSP, number_nb, percent_nb

PERCENT_DECIMALS, PER_HEAD_DECIMALS = 1, 2


def tonnes(grams: int | Fraction | None) -> int | None:
    """Return grams as whole tonnes, half a tonne away from zero; None stays None. No queries."""
    return None if grams is None else figures.tonnes(grams)


def percent(value: Fraction | None) -> Decimal | None:
    """Return a percentage as it is shown, with one decimal; None stays None. No queries."""
    return None if value is None else figures.rounded(value, PERCENT_DECIMALS)


def per_head(value: Fraction | None) -> Decimal | None:
    """Return tonnes per inhabitant as they are shown, with two decimals; None stays None. No queries."""
    return None if value is None else figures.rounded(value, PER_HEAD_DECIMALS)


def tonnes_nb(grams: int | Fraction, *, signed: bool = False) -> str:
    """Return grams as «562 289 tonn»; `signed` puts a plus before a rise. No queries."""
    return f"{_signed(tonnes(grams) or 0, signed=signed)}{NBSP}{_('tonn')}"


def share_nb(value: Fraction) -> str:
    """Return a percentage as «21,4 %». No queries."""
    return percent_nb(figures.rounded(value, PERCENT_DECIMALS), PERCENT_DECIMALS)


def change_nb(value: Fraction) -> str:
    """Return a change in per cent as «−3,2 %» or «+3,2 %». No queries."""
    shown = figures.rounded(value, PERCENT_DECIMALS)
    return f"{_signed(shown, PERCENT_DECIMALS, signed=True)}{NBSP}%"


def per_head_nb(value: Fraction) -> str:
    """Return tonnes per inhabitant as «2,91». No queries."""
    return number_nb(figures.rounded(value, PER_HEAD_DECIMALS), PER_HEAD_DECIMALS)


def signed_nb(value: int | Decimal, decimals: int | None = None) -> str:
    """Return a number with its sign, a plus too; nought has none. No queries."""
    return _signed(value, decimals, signed=True)


def rounding_note(parts: Iterable[int | None], whole: int | None) -> str:
    """Return what to say where whole tonnes don't add up to their sum, in grams; empty where they do.

    Nothing is said either where a part or the sum is not known: then nobody adds them up. No queries.
    """
    known = list(parts)
    if whole is None or any(part is None for part in known):
        return ""
    if sum(tonnes(part) or 0 for part in known) == tonnes(whole):
        return ""
    return _("Tallene er avrundet, så summen kan avvike.")


def _signed(value: int | Decimal, decimals: int | None = None, *, signed: bool) -> str:
    text = number_nb(value, decimals)
    return f"+{text}" if signed and value > 0 else text
