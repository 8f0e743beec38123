"""What the tests of the statistics share: a few members with numbers of two periods."""

import datetime as dt
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command

from emissions.models import Edition
from members.models import County, MunicipalityNumber
from tests.emissions.workbooks import Figure, figures, series, write_all
from tests.factories import make_municipality
from tests.worlds.statistics import edition_of, statistics_of

#: A series of each of two sectors of the nine, and one of the tenth.
OF = (
    ("Veitrafikk", "Personbiler", "CO2"),
    ("Oppvarming", "Vedfyring", "CH4"),
    ("Bruk av produkter med fluorgasser", "Bruk av HFK", "HFK"),
)
NINE, TEN = OF[:2], OF
#: A series of every one of the ten sectors, and of the nine.
EVERY_TEN = tuple({one[0]: one for one in reversed(series())}.values())[::-1]
EVERY_NINE = EVERY_TEN[:9]
#: Who is no member.
OTHER = {1103: "Stavanger"}
#: What a hostile file may cost of the processor, reading and finding out why together.
MOST_SECONDS = 5


class Members(NamedTuple):
    """Three members, by the numbers that they have from 2024; until then they had others."""

    numbers: tuple[int, ...] = (9101, 9102, 9103)
    former: tuple[int, ...] = (8101, 8102, 8103)

    @property
    def names(self) -> dict[int, str]:
        """Their names by number."""
        return {number: f"Prøvekommune {place}" for place, number in enumerate(self.numbers)}


@pytest.fixture
def three_members(db: None) -> Members:
    """Leave the council with three made-up members: sectors and sources are the statistics' own."""
    from members.models import Membership

    Membership.objects.all()._raw_delete("default")
    county = County.objects.order_by("pk").first()
    assert county is not None
    members = Members()
    for place, (number, former) in enumerate(zip(members.numbers, members.former, strict=True)):
        one = make_municipality(name=f"Prøvekommune {place}")
        turn = dt.date(2024, 1, 1)
        MunicipalityNumber.objects.create(
            municipality=one, number=f"{former}", county=county, valid_to=turn - dt.timedelta(days=1)
        )
        MunicipalityNumber.objects.create(
            municipality=one, number=f"{number}", county=county, valid_from=turn
        )
    return members


def rows_of(
    members: Members,
    *,
    years: Sequence[int] = (2023, 2024),
    of: Sequence[tuple[str, str, str]] = NINE,
    more: float = 0,
    numbers: Sequence[int] = (),
) -> list[tuple[object, ...]]:
    """Return rows of the members for `statistics_of`: 100 tonnes, and so many `more` for each."""
    return [
        (number, year, *series, 100 + more)
        for number in numbers or members.numbers
        for year in years
        for series in of
    ]


@pytest.fixture
def make_edition(three_members: Members) -> Callable[..., Edition]:
    """Return a function that stores an edition of the members, or of `one` of them by its name."""

    def make(*, published_on: str = "", one: str = "", **rows: Any) -> Edition:
        statistics = statistics_of(rows_of(three_members, **rows), names=three_members.names | OTHER, one=one)
        return edition_of(
            statistics, published_on=dt.date.fromisoformat(published_on) if published_on else None
        )

    return make


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Return a function that runs a command and returns what it says."""

    def run(*arguments: object, **options: Any) -> str:
        capsys.readouterr()
        call_command(*map(str, arguments), **options)
        return capsys.readouterr().out

    return run


@pytest.fixture
def workbook(tmp_path: Path, three_members: Members) -> Callable[..., Path]:
    """Return a function that writes a workbook of all members, and of a municipality that is none."""

    def write(name: str = "alle.xlsx", *, changed: Any = None, **given: Any) -> Path:
        named = {**three_members.names, 1103: "Stavanger"}
        rows: list[Figure] = list(figures(named, **{"years": (2023, 2024), "of": NINE, **given}))
        if changed is not None:
            rows = [changed(row) for row in rows]
        return write_all(tmp_path / name, rows)

    return write


@pytest.fixture
def in_time() -> Iterator[None]:
    """Hold a test to the time that a file may cost; of the processor, as this machine may be busy."""

    def spent() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + children.ru_utime + children.ru_stime

    before = spent()
    yield
    assert spent() - before < MOST_SECONDS
