"""How numbers, dates and lists are written in bokmål, for pages, tables, charts and PDFs.

Django's own localisation is not used: it follows the active locale, and it writes years as "2 021".
"""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from django.utils import timezone

NBSP = "\u00a0"
MINUS = "\u2212"
MISSING = "ikke registrert"
MONTHS = (
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
)

Number = int | float | Decimal

_RANGE = re.compile(r"(?<![\w.,/–-])(\d{1,4})[ \u00a0]?[-–][ \u00a0]?(\d{1,4})(?!\w|[/–-]|[.,]\d)")


def number_nb(value: Number, decimals: int | None = None) -> str:
    """Return `value` with non-breaking spaces between thousands, a decimal comma and a true minus.

    `decimals` None keeps the decimals the value has. Never for years, which are written as they are.

    >>> number_nb(562289)
    '562\\xa0289'
    """
    exact = Decimal(str(value))
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
    whole, _point, fraction = f"{abs(exact):,f}".partition(".")
    sign = MINUS if exact < 0 else ""
    text = sign + whole.replace(",", NBSP)
    return f"{text},{fraction}" if fraction else text


def percent_nb(value: Number, decimals: int | None = None) -> str:
    """Return `value` (7 means seven per cent) as "7 %", with a non-breaking space."""
    return f"{number_nb(value, decimals)}{NBSP}%"


def date_nb(value: dt.date) -> str:
    """Return a date as "7. februar 2019"; day and month never part. A moment is shown in Norwegian time.

    >>> date_nb(dt.date(2019, 2, 7))
    '7.\\xa0februar 2019'
    """
    day = _day(value)
    return f"{day.day}.{NBSP}{MONTHS[day.month - 1]} {day.year}"


def moment_nb(value: dt.datetime) -> str:
    """Return a moment as "7. februar 2019 kl. 09.00", in Norwegian time."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{date_nb(local)} kl.{NBSP}{local:%H.%M}"


def period_nb(first: dt.date, last: dt.date | None) -> str:
    """Return a period as short as it can be said: "6.–7. februar 2019", "30. mai–2. juni 2022"."""
    start, end = _day(first), _day(last) if last is not None else None
    if end is None or end == start:
        return date_nb(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}.–{date_nb(end)}"
    if start.year == end.year:
        return f"{start.day}.{NBSP}{MONTHS[start.month - 1]}–{date_nb(end)}"
    return f"{date_nb(start)}–{date_nb(end)}"


def date_or_note_nb(on: dt.date | None, note: str) -> str:
    """Return a date, or else what its source says about it ("juni 2020"); empty where nobody knows."""
    return date_nb(on) if on is not None else note


def counted_nb(count: int, singular: str, plural: str) -> str:
    """Return "1 kommune", "64 kommuner", "ingen kommuner"."""
    if count == 0:
        return f"ingen {plural}"
    return f"{number_nb(count)}{NBSP}{singular if count == 1 else plural}"


def list_nb(words: Sequence[str], conjunction: str = "og") -> str:
    """Return "Skedsmo, Fet og Sørum"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def ranges_nb(text: str) -> str:
    """Return `text` with its ranges as bokmål writes them, whoever typed them; what doesn't rise is none.

    >>> ranges_nb("4-5 møter, 4 – 6 samlinger, sak 45-20")
    '4–5 møter, 4–6 samlinger, sak 45-20'
    """
    return _RANGE.sub(
        lambda found: f"{found[1]}–{found[2]}" if int(found[1]) < int(found[2]) else found[0], text
    )


def _day(value: dt.date) -> dt.date:
    """Return the day of a date or of a moment, the latter as seen in Norway."""
    if isinstance(value, dt.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value
