"""Every page of the catalogue is looked at in a browser, in the council's content or in the filled world."""

import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from lxml import html

from actionplan.models import ActionPlan
from actionplan.services import STEPS as PLAN_STEPS
from declaration.services import STEPS, Step
from osloregionen.catalogue import CATALOGUE
from osloregionen.pages import Audience, Entry, Kind
from tests.browser.build import editor
from tests.conftest import _build_world as put_in_place
from tests.osloregionen.test_catalogue import REFUSED
from tests.scenarios import SMALL
from tests.seen import Seen
from tests.to_see import SEARCHED, STAFF_REFUSED, WITH_ROWS, WITHOUT_ROWS, is_of_a_kind, pages

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


#: Comes by POST alone, with the parties that were chosen: its bare address says that none is.
#: tests/osloregionen/test_html_of_forms.py has it as it is with some.
CHOSEN_ELSEWHERE = "admin:declaration_signature_step"


def steps_shown(client: Client, looks: Iterable[Seen]) -> dict[str, bool]:
    """Return the addresses of steps that are looked at in every way, and whether each can be taken there.

    The page of a step is one of our own with a form of its own, and the button that sends it stands out.
    """
    shown = {}
    for seen in looks:
        if seen.staff and not seen.briefly and not is_of_a_kind(_ENTRIES[seen.name]):
            page = html.fromstring(client.get(seen.address).content)
            for form in page.xpath("//div[@id='content']//form[contains(@id, '_form')]"):
                shown[seen.address] = bool(form.xpath(".//*[@type='submit' and contains(@class, 'default')]"))
    return shown


_ENTRIES = {entry.name: entry for entry in CATALOGUE}


def test_each_step_is_looked_at_where_it_can_be_taken(
    admin_pages: Client, world: Callable[..., None]
) -> None:
    # With one plan that is being treated.
    world("filled", **SMALL | {"plans": 3})
    shown = steps_shown(admin_pages, pages("filled"))
    steps = [address.split("/")[-2] for address in shown if "/steg/" in address]

    refused = [address for address, taken in shown.items() if not taken]
    assert refused == [_ENTRIES[CHOSEN_ELSEWHERE].address()]
    assert sorted(steps) == sorted([*PLAN_STEPS, *STEPS.keys() - {Step.INVITE}, Step.ACCEDE])
    others = ("inviter", "publiser", "ta-i-bruk", "ta-ut-av-bruk", "neste-ar", "framdrift")
    assert all(any(f"/{step}/" in address for address in shown) for step in others)


def test_a_step_that_is_looked_at_where_it_is_refused_would_be_noticed(admin_pages: Client) -> None:
    plan = ActionPlan.objects.get(year=2021)
    refused, taken = (
        f"/admin/actionplan/actionplan/{plan.pk}/steg/{step}/" for step in ("vedta", "legg_fram")
    )
    looks = [Seen("admin:actionplan_actionplan_step", address, staff=True) for address in (refused, taken)]

    assert steps_shown(admin_pages, looks) == {refused: False, taken: True}


def test_a_list_is_looked_at_as_searched_with_rows_left_and_with_none(
    admin_pages: Client, looks: Looks
) -> None:
    for query, briefly, rows in ((WITH_ROWS, False, "[1-9][0-9]*"), (WITHOUT_ROWS, True, "0")):
        [seen] = [one for one in looks if one.address.endswith(f"?{query}")]
        said = " ".join(admin_pages.get(seen.address).content.decode().split())

        assert (seen.name, seen.staff, seen.briefly) == (SEARCHED, True, briefly)
        assert re.search(rf'quiet">{rows} resultat(er)? \(<a href="\?">\d+ totalt</a>\)', said), said[:300]
