"""Two people change the same signature at the same moment: one is stored, the other is told, nothing is lost.

Two real processes, each with a connection of its own, on a database like the tests' own.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.databases import new_database
from tests.servers import Portal

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

PAIRS = 50
#: What the two do at once, in turn.
EDITS = [("corrects", "corrects"), ("accedes", "declines"), ("declines", "corrects"), ("accedes", "accedes")]


class Person:
    """One of the two: a process that does as it is told (tests/declaration/racing.py)."""

    def __init__(self, portal: Portal, name: str, *, unchecked: bool) -> None:
        self.name = name
        self.errors = portal.folder / f"{name}.log"
        with self.errors.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.declaration.racing", name, *(["unchecked"] * unchecked)],
                cwd=settings.BASE_DIR,
                env={**portal.environment, "DJANGO_SETTINGS_MODULE": "osloregionen.settings"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.answer() == "ready"

    def order(self, order: str, **values: Any) -> None:
        """Say what to do, and don't wait."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([order, values]) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        """Wait for the answer."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.errors.read_text()[-2000:]
        return json.loads(line)

    def ask(self, order: str, **values: Any) -> Any:
        """Say what to do and wait for the answer."""
        self.order(order, **values)
        return self.answer()

    def leave(self) -> None:
        """End the process."""
        self.process.communicate(timeout=30)


@pytest.fixture(scope="module")
def portal(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Portal]:
    """A migrated database of its own."""
    folder: Path = tmp_path_factory.mktemp("race")
    with new_database(folder) as url:
        portal = Portal(folder, url)
        yield portal


@pytest.fixture
def two(portal: Portal, request: pytest.FixtureRequest) -> Iterator[tuple[Person, Person]]:
    """Two people at work; with the parameter "unchecked" the versions are not compared."""
    unchecked = getattr(request, "param", "") == "unchecked"
    people = [Person(portal, name, unchecked=unchecked) for name in ("kari", "ola")]
    yield people[0], people[1]
    for one in people:
        one.leave()


def at_once(two: tuple[Person, Person], party: dict[str, int], hows: tuple[str, str]) -> dict[str, str]:
    """Let both look at a party's answer, and then both change it; return what each is told."""
    seen = [one.ask("read", **party) for one in two]
    assert seen[0] == seen[1]
    moment = time.time() + 0.05
    for one, version, how in zip(two, seen, hows, strict=True):
        one.order("edit", **party, seen=version, how=how, at=moment)
    return {one.name: one.answer() for one in two}


def parties(two: tuple[Person, Person]) -> list[dict[str, int]]:
    built = two[0].ask("build", pairs=PAIRS)
    return [{"declaration": declaration, "town": town} for declaration, town in built]


def test_of_fifty_pairs_at_once_one_of_each_is_stored_and_the_other_is_told(
    two: tuple[Person, Person],
) -> None:
    winners = []
    for number, party in enumerate(parties(two)):
        answers = at_once(two, party, EDITS[number % len(EDITS)])
        [winner] = [name for name, said in answers.items() if said == "stored"]
        [(loser, told)] = [(name, said) for name, said in answers.items() if said != "stored"]
        assert loser != winner
        assert told.startswith(f"{winner} endret dette"), told
        assert f"Saksnummer: «ikke registrert» → «{winner}»" in told
        assert f"Begrunnelse: «{winner} " in told
        # The invitation, and one change: nothing has been written over it.
        assert [(who, case) for who, case, _source in two[0].ask("tell", **party)] == [
            ("kari", ""),
            (winner, winner),
        ]
        winners.append(winner)
    assert len(winners) == PAIRS


def test_of_fifty_pairs_that_register_the_same_party_one_of_each_is_stored(
    two: tuple[Person, Person],
) -> None:
    towns = parties(two)
    [other] = {party["declaration"] for party in parties(two)}
    for party in towns:
        # Nobody has answered the second declaration yet.
        answers = at_once(two, {**party, "declaration": other}, ("invites", "invites"))
        [winner] = [name for name, said in answers.items() if said == "stored"]
        [told] = [said for said in answers.values() if said != "stored"]
        assert told.startswith(f"{winner} registrerte dette"), told
        history = two[0].ask("tell", **{**party, "declaration": other})
        assert [(who, source) for who, _case, source in history] == [(winner, winner)]


@pytest.mark.parametrize("two", ["unchecked"], indirect=True)
def test_without_the_comparison_of_versions_changes_are_lost(two: tuple[Person, Person]) -> None:
    lost = 0
    for party in parties(two):
        answers = at_once(two, party, ("corrects", "corrects"))
        history = two[0].ask("tell", **party)
        both = set(answers.values()) == {"stored"}
        # Both believe that theirs is what stands; only the last one does.
        lost += both and len(history) == 3
    assert lost == PAIRS
