"""Who takes the steps of the signing process in the admin, and with what."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from declaration.models import Declaration, Signature
from tests.factories import make_declaration, make_municipality, make_signature


@pytest.fixture
def open_declaration(db: None) -> Declaration:
    return make_declaration(title="Prøveerklæringen", opened_on=dt.date(2026, 1, 1))


@pytest.fixture
def three(open_declaration: Declaration) -> list[Signature]:
    """Three invited municipalities, in Norwegian order."""
    names = ("Askeladdby", "Ørby", "Åby")
    towns = [make_municipality(name=name) for name in names]
    return [make_signature(declaration=open_declaration, municipality=town) for town in towns]


@pytest.fixture
def editors(db: None) -> Client:
    """The browser of somebody in the group «Redaksjon», no superuser."""
    user = get_user_model().objects.create_user("ola", is_staff=True, first_name="Ola")
    user.groups.add(Group.objects.get(name="Redaksjon"))
    client = Client()
    client.force_login(user)
    return client
