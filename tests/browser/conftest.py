"""A real browser before real servers, each with one of the worlds; skipped where there is no Chromium."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests import programs
from tests.browser.looking import chromium
from tests.browser.serving import Portal, portal


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, as `CHROMIUM` or the PATH names it.

    For a module only: while Playwright is there Django refuses its database, which later tests may need.
    """
    with chromium(programs.chromium()) as browser:
        yield browser


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Callable[[str], Portal]]:
    """Return a function that serves a world, once a session however many ask."""
    portals: dict[str, Portal] = {}
    # On several cores each has a folder in the one that all share.
    shared = tmp_path_factory.getbasetemp()
    migrated = (shared if worker_id == "master" else shared.parent) / "migrated.sqlite3"
    with ExitStack() as stack:

        def serve(world: str) -> Portal:
            if world not in portals:
                portals[world] = stack.enter_context(portal(world, tmp_path_factory.mktemp(world), migrated))
            return portals[world]

        yield serve
