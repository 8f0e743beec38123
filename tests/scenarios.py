"""The named worlds that tests, screenshots and the benchmark look at the portal in.

Each builds into the current database, which must be migrated and empty of content, and is the same every
time. But for `council`, all names are made up and say so ("Prøvekommune 12").

    empty()                  nothing
    council()                the council's own content, as `load_content` loads it
    filled()                 64 members, three declarations, five plans of 150 activities, and all the rest
    filled(**SMALL)          the same kinds of rows on every page, few of each
    large(parties=1000)      one declaration with so many parties
    large(parties=11_000)    more municipalities than there ever were

Query-count tests compare `filled(**SMALL)` with `filled()`: a page that asks once per row shows it there.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial

from django.core.management import call_command
from django.db import connection, transaction

from tests.worlds.declarations import build_declarations, build_huge_declaration
from tests.worlds.emissions import build_emissions
from tests.worlds.members import build_council, build_parties
from tests.worlds.plans import build_plans


@dataclass(frozen=True)
class Sizes:
    """How much a filled world holds of each thing; what `filled` takes by keyword.

    `merged` is how many municipalities a new one came out of, `years` how many years of inhabitants a
    member has, `points` how much there is below a declaration, a focus area and an activity.
    """

    members: int = 64
    merged: int = 3
    years: int = 8
    bodies: int = 8
    meetings: int = 40
    documents: int = 30
    declarations: int = 3
    points: int = 12
    plans: int = 5
    activities: int = 150
    sectors: int = 10
    tables: int = 3


#: A world in which every kind of row still occurs, in every state, but few of each.
SMALL = asdict(
    Sizes(
        members=8,
        merged=2,
        years=3,
        bodies=4,
        meetings=6,
        documents=8,
        declarations=2,
        points=6,
        plans=2,
        activities=18,
        sectors=5,
        tables=2,
    )
)


def empty() -> None:
    """Build the portal as it is before anything is loaded. No queries."""


def council() -> None:
    """Load the council's content. One and a half seconds."""
    call_command("load_content", verbosity=0)


@transaction.atomic
def filled(**sizes: int) -> None:
    """Build a portal in full use, every status and every gap in it, with history; `sizes` as in `Sizes`.

    Beside the members: those that merged into them, one that left, one that never joined. Beside the
    published declarations a draft that nobody may see. One and a half seconds.
    """
    size = Sizes(**sizes)
    parties = build_parties(size.members, merged=size.merged, years=size.years)
    organisation = build_council(bodies=size.bodies, meetings=size.meetings, documents=size.documents)
    build_declarations(parties, organisation.bodies, declarations=size.declarations, points=size.points)
    build_plans(organisation, plans=size.plans, activities=size.activities, points=size.points)
    build_emissions(sectors=size.sectors, tables=size.tables)
    _tell_planner()


@transaction.atomic
def large(*, parties: int = 1000) -> None:
    """Build one declaration with so many parties, all members, six of seven with an answer. No history.

    Beyond the first nine thousand they have no number: four digits are not enough. 11,000 take six seconds.
    """
    build_huge_declaration(build_parties(parties, merged=0, history=False))
    _tell_planner()


def _tell_planner() -> None:
    """Let PostgreSQL count what was built: it would go on planning for the tables as they were, empty.

    A server does so by itself, after a while and of what is committed. SQLite's plans need no counts here.
    """
    if connection.vendor == "postgresql":
        tables = connection.introspection.django_table_names(only_existing=True)
        with connection.cursor() as cursor:
            # Not all there is: the server's own tables are one for all databases, and would be locked until
            # the test ends, on the other core too.
            cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")


WORLDS: dict[str, Callable[..., None]] = {
    "council": council,
    "empty": empty,
    "small": partial(filled, **SMALL),
    "filled": filled,
    "large": large,
    "huge": partial(large, parties=11_000),
}
