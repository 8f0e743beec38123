"""How exact figures are shown: grams as whole tonnes, per cent with one decimal, tonnes per head with two.

Rounding happens here, and nowhere before: figures come as whole grams and fractions (emissions/figures).
"""

from collections.abc import Iterable, Sequence
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


def as_shown(since: figures.Change, after: int | None) -> figures.Change:
    """Return a change without its percentage where the earlier figure is shown as 0 tonnes. No queries.

    «0 tonn, −100,0 %» of a few kilos reads as nonsense. `after` is the later figure, in grams.
    """
    if since.grams is None or after is None or tonnes(after - since.grams) != 0:
        return since
    return figures.Change(since.grams, None)


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


def shown_note(sums: Iterable[tuple[Sequence[int | Decimal | None], int | Decimal | None]]) -> str:
    """Return what to say where rounded parts don't add up to their rounded sum, in any of the sums.

    Nothing is said of a sum that lacks a part, or is not known itself. No queries.
    """
    for parts, whole in sums:
        known = [part for part in parts if part is not None]
        if parts and whole is not None and len(known) == len(parts) and sum(known) != whole:
            return _("Tallene er avrundet, så summen kan avvike.")
    return ""


def difference_note(shown: Iterable[tuple[int | None, int | None, int | None]]) -> str:
    """Return what to say where a change is not the difference of two figures as they are shown.

    Each is the earlier figure, the later one and the change; who lacks one is passed over. No queries.
    """
    for before, after, change in shown:
        if before is not None and after is not None and change is not None and after - before != change:
            return _("Tallene er avrundet, så en endring kan avvike med 1 fra forskjellen mellom to av dem.")
    return ""


def _signed(value: int | Decimal, decimals: int | None = None, *, signed: bool) -> str:
    text = number_nb(value, decimals)
    return f"+{text}" if signed and value > 0 else text
