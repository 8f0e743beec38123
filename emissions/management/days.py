"""Dates as the commands take them."""

import datetime as dt
from argparse import ArgumentTypeError

from django.utils import timezone


def day(text: str) -> dt.date:
    """Return a date from the command line: 2026-11-21, not one to come. Raises `ArgumentTypeError`."""
    try:
        given = dt.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is no date: write it like 2026-11-21") from None
    if given > timezone.localdate():
        raise ArgumentTypeError(f"{given} is still to come")
    return given
