"""What the tests of a plan's list of activities share."""

from typing import Any

from django.test import Client

from actionplan.models import ActionPlan
from declaration.models import Commitment
from tests.factories import make_declaration, make_focus_area, make_plan
from tests.osloregionen.listfiles import ListPage

HEAD = ["Nummer", "Tittel"]


def address(plan: ActionPlan) -> str:
    """Return the list's page in the admin."""
    return f"/admin/actionplan/actionplan/{plan.pk}/liste/"


def page_of(client: Client, plan: ActionPlan) -> ListPage:
    """Return the list's page, opened."""
    return ListPage(client, address(plan))


def plan_with_area(**fields: Any) -> ActionPlan:
    """Return a plan whose period has two focus areas."""
    plan = make_plan(**fields)
    make_focus_area(period=plan.period, title="Klima og miljø")
    make_focus_area(period=plan.period, title="Fellesskap")
    return plan


def commitment(text: str, title: str = "Prøveerklæringen") -> Commitment:
    """Return a commitment of a declaration of its own."""
    return Commitment.objects.create(declaration=make_declaration(title=title), text=text)
