"""Every list of the admin: in Norwegian, searchable, and no slower for being long."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client

from actionplan.models import Treatment, Update
from emissions.models import Edition
from osloregionen.models import LoadedRow, Record
from tests.osloregionen.admin_rows import ROWS

REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
RECORDS = [model for model in REGISTERED if issubclass(model, Record)]
#: An update is told on the page of its activity, a treatment by a step of its plan, an edition is imported.
ADDED = [model for model in RECORDS if model not in (Edition, Treatment, Update)]
#: The fixed pages stay, and so does what was imported.
KEPT = ("Page", "Edition")
SEARCHED = [model for model in REGISTERED if admin.site._registry[model].search_fields]
names = pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)


def address(model: type[models.Model], end: str = "") -> str:
    """Return the address of a model's list."""
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/{end}"


def test_every_record_is_in_the_admin() -> None:
    from django.apps import apps

    missing = {model for model in apps.get_models() if issubclass(model, Record)} - set(REGISTERED)
    assert not missing


def test_the_book_keeping_of_loaded_rows_is_not() -> None:
    assert LoadedRow not in admin.site._registry


@names
def test_a_list_makes_no_more_queries_with_640_rows_than_with_64(
    model: type[models.Model], empty_portal: None, admin_pages: Client, count_queries: Callable[[str], int]
) -> None:
    make = ROWS[model]
    make(64)
    count_queries(address(model))
    with_few = count_queries(address(model))
    make(576)
    assert count_queries(address(model)) <= with_few
    assert with_few < 25


@pytest.mark.parametrize("model", SEARCHED, ids=lambda model: model._meta.label)
def test_a_list_can_be_searched(model: type[models.Model], admin_pages: Client) -> None:
    response = admin_pages.get(address(model, "?q=ostre%20%25%27"))
    assert response.status_code == 200


@pytest.mark.parametrize("model", ADDED, ids=lambda model: model._meta.label)
def test_a_form_to_add_opens_and_asks_for_source_and_control(
    model: type[models.Model], admin_pages: Client
) -> None:
    page = admin_pages.get(address(model, "add/")).content.decode()
    assert "Kilde og kontroll" in page
    assert "sist kontrollert" in page.lower()


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label)
def test_the_form_and_the_history_of_loaded_content_open(
    model: type[models.Model], admin_pages: Client
) -> None:
    row: Any = model._base_manager.first()
    if row is None:
        row = ROWS[model](1)[0]
    for end in ("change/", "history/", "delete/"):
        response = admin_pages.get(address(model, f"{row.pk}/{end}"))
        allowed = 403 if model.__name__ in KEPT and end == "delete/" else 200
        assert response.status_code == allowed, end


def test_what_is_empty_reads_ikke_registrert(admin_pages: Client) -> None:
    page = admin_pages.get("/admin/actionplan/activity/").content.decode()
    assert "ikke registrert" in page


def test_a_municipality_that_is_no_more_is_not_said_to_lack_a_number(admin_pages: Client) -> None:
    page = admin_pages.get("/admin/members/municipality/?q=skedsmo").content.decode()
    assert "opphørt" in page
