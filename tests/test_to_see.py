"""Every page of the catalogue is looked at in a browser, in the council's content or in the filled world."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import transaction

from osloregionen.catalogue import CATALOGUE
from osloregionen.pages import Audience, Entry, Kind
from tests.browser.build import editor
from tests.conftest import _build_world as put_in_place
from tests.osloregionen.test_catalogue import REFUSED
from tests.scenarios import SMALL
from tests.seen import Seen
from tests.to_see import STAFF_REFUSED, pages

# What is looked at does not depend on what keeps it.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

Looks = list[Seen]


@pytest.fixture(scope="module")
def looks(django_db_setup: None, django_db_blocker: Any) -> Looks:
    """All that is looked at in the two worlds, built once."""
    with django_db_blocker.unblock(), transaction.atomic():
        editor()
        council = pages("council")
        put_in_place("filled", **SMALL)
        filled = pages("filled")
        transaction.set_rollback(True)
    return council + filled


def unseen(looks: Looks, entries: Iterable[Entry] = CATALOGUE) -> list[str]:
    """Return the pages that are looked at nowhere, or not in every way."""
    fully = {seen.name for seen in looks if not seen.briefly}
    wanted = (entry for entry in entries if entry.kind == Kind.PAGE and entry.name not in STAFF_REFUSED)
    return [entry.name for entry in wanted if entry.name not in fully]


def test_every_page_of_the_catalogue_is_looked_at_in_every_way(looks: Looks) -> None:
    assert unseen(looks) == []


def test_a_page_that_nobody_looks_at_would_be_noticed(looks: Looks) -> None:
    fewer = [seen for seen in looks if seen.name != "emissions:climate_report"]
    brief = [
        seen._replace(briefly=True) if seen.name == "members:municipality_list" else seen for seen in fewer
    ]
    made_up = (*CATALOGUE, Entry("admin:members_glemt_delete", "Glemt", audience=Audience.STAFF))
    assert unseen(brief, made_up) == [
        "members:municipality_list",
        "emissions:climate_report",
        "admin:members_glemt_delete",
    ]


def test_what_is_not_looked_at_is_refused() -> None:
    # There is no line in the log where that is tested.
    assert {*STAFF_REFUSED} == REFUSED | {"admin:admin_logentry_delete"}
