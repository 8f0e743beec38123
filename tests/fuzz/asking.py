"""Asks the portal what hypothesis thinks of, and says what no answer may be."""

import re
import traceback
from typing import Any
from urllib.parse import urlsplit

from django.core.cache import caches
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.strategies import MARKS, Request, requests
from tests.fuzz.surface import Surface

#: What a page says that shows how the portal is made.
LEAKS = re.compile(r"Traceback \(most recent call last\)|DoesNotExist|OperationalError|/site-packages/")


def ask_all(surfaces: list[Surface], *, times: int, chosen_seed: int) -> int:
    """Make so many requests and return how many were made. The same seed makes the same ones.

    Raises AssertionError with the smallest request that hypothesis finds to be answered wrongly.
    """
    clients = {
        token: Client(raise_request_exception=False, enforce_csrf_checks=not token) for token in (True, False)
    }
    asked = 0

    @seed(chosen_seed)
    @settings(
        max_examples=times,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(requests(surfaces))
    def ask(request: Request) -> None:
        nonlocal asked
        asked += 1
        found = faults(request, answer(request, clients[request.has_token]))
        assert not found, f"{request}\n" + "\n".join(found)

    ask()
    return asked


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
    if is_page and (leak := LEAKS.search(text)):
        found.append(f"the page shows how the portal is made: {leak[0]}")
    if is_page:
        found += [f"the page holds {mark} as it was sent" for mark in MARKS if mark in text]
    host = urlsplit(response.get("Location", "")).netloc
    if host not in {"", "testserver"}:
        found.append(f"it sends the reader to {host}")
    # Who sends a broken cookie gets it replaced; who sends none gets none.
    if not request.path.startswith("/admin") and "HTTP_COOKIE" not in request.headers and response.cookies:
        found.append(f"it sets cookies: {', '.join(response.cookies)}")
    return found
