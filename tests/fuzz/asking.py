"""Asks the portal what hypothesis thinks of, and says what no answer may be."""

import functools
import traceback
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

from django.core.cache import caches
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.strategies import MARKS, Request, each_parameter, requests
from tests.fuzz.surface import Surface

#: What a page says that shows how the portal is made.
LEAKS = ("Traceback (most recent call last)", "DoesNotExist", "OperationalError", "/site-packages/")
#: Shorter values are percent-encoded as fast as they are looked up.
WORTH_KEEPING = 100


def ask_all(surfaces: list[Surface], *, times: int, chosen_seed: int, smallest: bool = True) -> int:
    """Make so many requests and return how many were made. The same seed makes the same ones.

    Up to half of them see to it that each parameter is asked for; hypothesis thinks of the others.

    Raises AssertionError with the smallest request that hypothesis finds to be answered wrongly: it asks
    hundreds more for that. Without `smallest`, with the first one.
    """
    clients = {
        token: Client(raise_request_exception=False, enforce_csrf_checks=not token) for token in (True, False)
    }
    asked = 0
    by_turns = each_parameter(surfaces, chosen_seed)[: times // 2]

    @seed(chosen_seed)
    @settings(
        max_examples=times - len(by_turns),
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink] if smallest else [Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(requests(surfaces))
    def ask(request: Request) -> None:
        check(request)

    def check(request: Request) -> None:
        nonlocal asked
        asked += 1
        found = faults(request, answer(request, clients[request.has_token]))
        assert not found, f"{request}\n" + "\n".join(found)

    with encoding_each_value_once():
        for request in by_turns:
            check(request)
        ask()
    return asked


@contextmanager
def encoding_each_value_once() -> Iterator[None]:
    """Keep what long values are percent-encoded to and decoded from.

    A page says what it was asked in each of its links, and hypothesis repeats itself: half of the processor's
    time went into doing the same sums on the same hundred thousand characters. The answers are the same.
    """
    with (
        mock.patch.object(urllib.parse, "quote_from_bytes", _kept(urllib.parse.quote_from_bytes)),
        mock.patch.object(urllib.parse, "unquote", _kept(urllib.parse.unquote)),
    ):
        yield


def _kept(function: Callable[..., Any]) -> Callable[..., Any]:
    kept = functools.lru_cache(maxsize=32)(function)

    @functools.wraps(function)
    def look_up(text: Any, *others: Any, **options: Any) -> Any:
        # A bytearray has no place in a table of what is known.
        known = isinstance(text, (str, bytes)) and len(text) >= WORTH_KEEPING
        return (kept if known else function)(text, *others, **options)

    return look_up


def answer(request: Request, client: Client) -> Any:
    """Return the portal's response. Nothing that a request writes stays, and none knows of another."""
    client.cookies.clear()
    # What is kept would answer for the page, and not the same way the second time.
    caches["pages"].clear()
    # A savepoint: PostgreSQL takes no more queries in a transaction in which one has failed.
    with transaction.atomic():
        response: Any = client.request(**request.environ())
        if response.streaming:
            response.read_content = b"".join(response.streaming_content)
        else:
            response.read_content = response.content
        transaction.set_rollback(True)
    return response


def faults(request: Request, response: Any) -> list[str]:
    """Return what is wrong with a response, in words."""
    text = response.read_content.decode("utf-8", "replace")
    found = []
    if response.status_code >= 500:
        found.append(f"status {response.status_code}")
        if getattr(response, "exc_info", None):
            found += traceback.format_exception(*response.exc_info)[-8:]
    is_page = response.get("Content-Type", "").startswith("text/html")
    if is_page:
        found += [f"the page shows how the portal is made: {leak}" for leak in LEAKS if leak in text]
        found += [f"the page holds {mark} as it was sent" for mark in MARKS if mark in text]
    host = urlsplit(response.get("Location", "")).netloc
    if host not in {"", "testserver"}:
        found.append(f"it sends the reader to {host}")
    # Who sends a broken cookie gets it replaced; who sends none gets none.
    if not request.path.startswith("/admin") and "HTTP_COOKIE" not in request.headers and response.cookies:
        found.append(f"it sets cookies: {', '.join(response.cookies)}")
    return found
