"""Whatever a public address is asked, it answers: never a 5xx, never the portal's insides, nothing unescaped.

`FUZZ_REQUESTS` says how many requests (300 where it is not set; CI makes 10,000, half of them
on each database). The seeds are fixed: the same code is asked the same.
"""

import logging
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from osloregionen.catalogue import CATALOGUE
from tests.fuzz.asking import ask_all
from tests.fuzz.surface import Surface, surfaces
from tests.scenarios import SMALL

REQUESTS = int(os.environ.get("FUZZ_REQUESTS") or 300)
#: Half of the requests are made of the council's content, half of what has all that it lacks, few of each.
SEEDS = {1: "council", 2: "council", 3: "filled", 4: "filled"}

_found: dict[str, list[Surface]] = {}


@pytest.fixture
def public(client: Client, world: Callable[..., None]) -> Callable[[str], list[Surface]]:
    """Return a function that puts a world in place and gives all that can be asked of the portal in it."""

    def found(name: str) -> list[Surface]:
        if name != "council":
            world(name, **SMALL)
        if name not in _found:
            _found[name] = surfaces(CATALOGUE, client)
        return _found[name]

    return found


@pytest.fixture(autouse=True)
def _quick_and_quiet(settings: Any) -> Iterator[None]:
    """Let thousands of refused requests write no log.

    The page of the components takes no parameters and draws them all: it is asked as visitors find it, off.
    """
    settings.COMPONENTS = False
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("chosen_seed", SEEDS)
def test_no_request_breaks_the_portal(public: Callable[[str], list[Surface]], chosen_seed: int) -> None:
    times = -(-REQUESTS // len(SEEDS))
    asked = public(SEEDS[chosen_seed])
    # Each database is asked something else.
    chosen_seed += 100 if connection.vendor == "postgresql" else 0

    assert ask_all(asked, times=times, chosen_seed=chosen_seed) >= times


@pytest.mark.parametrize("world_asked", ["council", "filled"])
def test_the_lists_offer_their_filters_to_be_asked(
    public: Callable[[str], list[Surface]], world_asked: str
) -> None:
    asked = {surface.name: set(surface.parameters) for surface in public(world_asked)}

    assert {"navn", "fylke", "sort", "format"} <= asked["members:municipality_list"]
    assert {"innsatsomrade", "mal", "status"} <= asked["actionplan:plan_detail"]
    assert "next" in asked["admin:login"]
