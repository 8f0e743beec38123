"""An import that is killed leaves nothing, wherever it was; the next one finds the database as it was."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.databases import new_database
from tests.emissions.import_to_kill import POINTS, READ
from tests.emissions.workbooks import figures, write_all
from tests.servers import Portal

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

_LEFT = """
from emissions.models import *
kinds = (Edition, Edition.history, EditionFile, Emission, SectorTotal, SourceInEdition, Publication)
new = Source.objects.filter(name="Helt ny kilde")
print(*(getattr(kind, "objects", kind).count() for kind in kinds), new.count())
"""


def test_an_import_that_is_killed_leaves_nothing_and_the_next_one_works(
    tmp_path: Path, django_db_setup: None, django_db_blocker: Any
) -> None:
    of = (("Veitrafikk", "Personbiler", "CO2"), ("Veitrafikk", "Helt ny kilde", "CO2"))
    file = write_all(tmp_path / "alle.xlsx", figures({301: "Oslo", 3201: "Bærum"}, of=of))
    with new_database(tmp_path, "council") as url:
        portal = Portal(tmp_path, url)

        def imported(point: str) -> "subprocess.CompletedProcess[str]":
            command = [sys.executable, "-m", "tests.emissions.import_to_kill", point, str(file)]
            return subprocess.run(
                command,
                cwd=settings.BASE_DIR,
                env={**portal.environment, "DJANGO_SETTINGS_MODULE": "osloregionen.settings"},
                capture_output=True,
                text=True,
                check=False,
            )

        def left() -> str:
            return portal.manage("shell", "--verbosity", "0", "--command", _LEFT).strip()

        for point in POINTS:
            killed = imported(point)
            assert killed.returncode == -signal.SIGKILL, killed.stderr[-2000:]
            assert ("written: 8" in killed.stdout) == (point != READ)
        assert left() == "0 0 0 0 0 0 0 0"
        # The control: what is not killed stores all of it.
        whole = imported("never")
        assert whole.returncode == 0, whole.stderr[-2000:]
        assert left() == "1 1 1 8 6 2 0 1"
