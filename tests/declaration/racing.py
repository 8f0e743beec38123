"""One of two people who edit at the same moment: a process of its own, led line by line by the test.

Run as `python -m tests.declaration.racing <name> [unchecked]` on the database of DATABASE_URL. Each line of
input is an order as JSON, each line of output its answer. `unchecked` takes the comparison of versions out of
the services: the control that shows what it is good for.
"""

import datetime as dt
import json
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import django

DECIDED = dt.date(2026, 2, 1)


def main(name: str, *, unchecked: bool) -> None:
    """Answer orders until the input ends."""
    django.setup()
    from django.contrib.auth import get_user_model

    if unchecked:
        _take_the_check_out()
    me = get_user_model().objects.get_or_create(username=name)[0]
    orders: dict[str, Callable[..., Any]] = {"build": _build, "read": _read, "edit": _edit, "tell": _tell}
    _say("ready")
    for line in sys.stdin:
        order, values = json.loads(line)
        _say(orders[order](me=me, **values))


def _say(answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _take_the_check_out() -> None:
    from declaration.services import process, signatures

    def blind(*_values: Any, **_named: Any) -> None:
        """See no difference."""

    process.check_seen = signatures.check_seen = blind


def _build(me: Any, pairs: int) -> list[tuple[int, int]]:
    """Make a declaration with so many members, all invited; return its key and theirs."""
    from declaration.services import invite
    from tests.factories import make_declaration, make_municipality

    # The factories count from one in every process; this is one of many on the same database.
    mark = uuid.uuid4().hex
    declaration = make_declaration(slug=mark, opened_on=dt.date(2026, 1, 1))
    towns = [
        make_municipality(name=f"Kappby {number}", slug=f"{mark[:20]}-{number}") for number in range(pairs)
    ]
    for town in towns:
        invite(declaration=declaration, municipality=town, seen=None, by=me)
    return [(declaration.pk, town.pk) for town in towns]


def _party(declaration: int, town: int) -> dict[str, Any]:
    from declaration.models import Declaration
    from members.models import Municipality

    return {
        "declaration": Declaration.objects.get(pk=declaration),
        "municipality": Municipality.objects.get(pk=town),
    }


def _read(me: Any, declaration: int, town: int) -> int | None:
    """Return the version of an answer as a page would show it."""
    from declaration.models import Signature

    rows = Signature.objects.filter(declaration=declaration, municipality=town)
    return rows.values_list("version", flat=True).first()


def _edit(me: Any, declaration: int, town: int, seen: int | None, how: str, at: float) -> str:
    """Edit an answer at a moment, as seen in that version; return "stored", or what the person is told."""
    from declaration.models import Signature
    from declaration.services import Conflict, accede, correct, decline, invite

    party = _party(declaration, town)
    change: dict[str, Any] = {"seen": seen, "by": me, "reason": f"{me.username} {how}"}
    edits: dict[str, Callable[[], Any]] = {
        "corrects": lambda: correct(
            signature=Signature.objects.get(declaration=declaration, municipality=town),
            case_reference=me.username,
            **change,
        ),
        "accedes": lambda: accede(
            **party, **change, basis="politisk_vedtak", decided_on=DECIDED, case_reference=me.username
        ),
        "declines": lambda: decline(**party, **change, case_reference=me.username),
        "invites": lambda: invite(**party, **change, source=me.username),
    }
    time.sleep(max(0.0, at - time.time()))
    try:
        edits[how]()
    except Conflict as conflict:
        return " ".join(conflict.messages)
    return "stored"


def _tell(me: Any, declaration: int, town: int) -> list[tuple[str, str, str]]:
    """Return an answer's history, oldest first: who, case number and source."""
    from declaration.models import Signature

    rows = Signature.history.filter(declaration=declaration, municipality=town).order_by("history_id")
    return [(row.history_user.username, row.case_reference, row.source) for row in rows]


if __name__ == "__main__":
    main(sys.argv[1], unchecked="unchecked" in sys.argv[2:])
