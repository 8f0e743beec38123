"""Two people adopt the same plan at the same moment, in two processes: one version comes of it."""

import contextlib
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.databases import new_database
from tests.servers import Portal

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ROUNDS = 2


def _person(portal: Portal, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.actionplan.adopting_at_once", *arguments],
        cwd=settings.BASE_DIR,
        env={**portal.environment, "DJANGO_SETTINGS_MODULE": "osloregionen.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _is_ready(person: "subprocess.Popen[str]") -> bool:
    assert person.stdout is not None
    return person.stdout.readline() == "ready\n"


def _tell(person: "subprocess.Popen[str]", moment: str) -> None:
    assert person.stdin is not None
    # One that has ended listens to nobody.
    with contextlib.suppress(BrokenPipeError):
        person.stdin.write(f"{moment}\n")
        person.stdin.flush()


def _said(person: "subprocess.Popen[str]") -> str:
    said, errors = person.communicate(timeout=120)
    assert person.returncode == 0, errors[-2000:]
    return said


def test_of_two_who_adopt_at_once_one_makes_the_version_and_the_other_is_told(
    tmp_path: Path, django_db_setup: None, django_db_blocker: Any
) -> None:
    with new_database(tmp_path) as url:
        portal = Portal(tmp_path, url)
        plans = _said(_person(portal, "kari", "build", str(ROUNDS))).split()
        assert len(plans) == ROUNDS
        for place, plan in enumerate(plans):
            people = {name: _person(portal, name, plan) for name in (f"kari{place}", f"ola{place}")}
            # Who could not begin says why below.
            ready = [_is_ready(person) for person in people.values()]
            moment = str(time.time() + 0.5)
            for person in people.values():
                _tell(person, moment)
            said = {name: _said(person) for name, person in people.items()}
            assert ready == [True, True]
            [winner] = [name for name, words in said.items() if words == "stored"]
            [told] = [words for words in said.values() if words != "stored"]
            assert told.startswith(f"{winner} endret dette"), told
        versions = portal.manage(
            "shell",
            "--verbosity",
            "0",
            "--command",
            "from actionplan.models import PlanVersion\n"
            "print(*PlanVersion.objects.order_by('pk').values_list('plan', 'number', 'case_reference'))",
        )
    assert versions.count(", 1, ") == ROUNDS
    assert ", 2, " not in versions
