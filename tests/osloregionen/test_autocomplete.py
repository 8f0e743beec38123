"""Fields of the admin that are searched as one types: all are found, and answer in an order of their own.

Status, visitors and queries of each are tested in test_catalogue.py, among the admin's other addresses.
"""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.core.paginator import UnorderedObjectListWarning
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.test import Client, RequestFactory

from members.admin import BodyAdmin
from members.models import Body, Meeting, Municipality, Population
from osloregionen.admin import RecordAdmin
from tests.osloregionen.autocompletes import searched_fields

pytestmark = pytest.mark.django_db


def choices(client: Client, field: str, term: str = "") -> list[str]:
    """Return what a field offers for some letters."""
    answer = client.get(f"{dict(searched_fields())[field]}&term={term}")
    return [choice["text"] for choice in answer.json()["results"]]


class PopulationRows(admin.TabularInline):  # type: ignore[type-arg]
    """Rows in a form, which have a field with search."""

    model = Population
    fk_name = "municipality"
    autocomplete_fields = ["municipality"]


class SearchedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A form with search in its rows alone."""

    search_fields = ["name"]
    inlines = [PopulationRows]


def test_fields_are_found_in_forms_and_in_the_rows_within_them() -> None:
    found = dict(searched_fields())
    assert len(found) >= 28
    assert found["members.meeting.body"] == (
        "/admin/autocomplete/?app_label=members&model_name=meeting&field_name=body"
    )
    made_up = AdminSite()
    made_up.register(Municipality, SearchedAdmin)
    assert [name for name, _ in searched_fields(made_up)] == ["members.population.municipality"]


def unordered(of: AdminSite, user: Any) -> list[str]:
    """Return the kinds of rows that a list or a field could show in another order each time."""
    request = RequestFactory().get("/")
    request.user = user
    every = of._registry.items()
    return [model.__name__ for model, one in every if not one.get_queryset(request).ordered]


def test_every_kind_of_row_has_an_order_in_the_admin(staff: Any) -> None:
    assert unordered(admin.site, staff) == []


class CountingAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Counts what belongs to a row, which makes Django forget the model's own order."""

    def get_queryset(self, request: HttpRequest) -> Any:
        """Add the number of meetings."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.annotate(meetings_held=Count("meetings"))


class OrderedAdmin(CountingAdmin, RecordAdmin):
    """The same, as the portal's own."""


def test_rows_without_an_order_would_be_noticed(staff: Any) -> None:
    for one, expected in ((CountingAdmin, ["Body"]), (OrderedAdmin, [])):
        made_up = AdminSite()
        made_up.register(Body, one)
        made_up.register(Meeting)
        assert unordered(made_up, staff) == expected


def test_a_field_offers_in_the_order_of_the_list(admin_pages: Client) -> None:
    bodies = [str(body) for body in Body.objects.order_by("order", "name")]
    assert len(bodies) > 5
    assert choices(admin_pages, "members.meeting.body") == bodies


def test_a_field_without_an_order_is_an_error_and_no_chance(
    admin_pages: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BodyAdmin, "get_ordering", lambda *_given: ())
    with pytest.raises(UnorderedObjectListWarning):
        choices(admin_pages, "members.meeting.body")


def test_a_field_finds_by_name_as_the_lists_do(admin_pages: Client) -> None:
    assert choices(admin_pages, "members.membership.municipality", "baerum") == ["Bærum"]
