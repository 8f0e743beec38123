"""The named worlds hold what they promise: counts, every state, made-up names, no contradictions."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from actionplan.models import ActionPlan
from declaration.models import Declaration, Signature
from declaration.status import parties
from members.models import Body, Municipality
from osloregionen.models import Record
from tests.scenarios import SMALL

World = Callable[..., None]
APPS = ("members", "declaration", "actionplan", "emissions")
#: What differs from row to row without meaning anything.
BOOKKEEPING = {"id", "created_at", "updated_at"}


def content_models() -> list[Any]:
    """Return the models that hold content, without their history."""
    found = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return [model for model in found if issubclass(model, Record)]


def states() -> Iterator[tuple[str, str]]:
    """Yield what the rows of the database show of each field: known or not, and each choice in use."""
    for model in content_models():
        for field in model._meta.concrete_fields:
            if field.name in {*BOOKKEEPING, "version", "slug", "sort_name", "search_name"}:
                continue
            name = f"{model.__name__}.{field.name}"
            values = set(model._base_manager.order_by().values_list(field.attname, flat=True).distinct())
            yield from ((name, "known" if value not in (None, "") else "not known") for value in values)
            if isinstance(field, models.CharField) and field.choices:
                yield from ((name, f"is {value!r}") for value in values)


def content() -> list[tuple[Any, ...]]:
    """Return all that the database says, without keys and times."""
    rows = []
    for model in content_models():
        names = [
            field.name
            for field in model._meta.concrete_fields
            if field.name not in BOOKKEEPING and not field.is_relation
        ]
        rows += [(model.__name__, *row) for row in model._base_manager.order_by("pk").values_list(*names)]
    return rows


def test_the_filled_world_has_64_members_three_declarations_and_five_plans_of_150_activities(
    world: World,
) -> None:
    world("filled")
    assert Municipality.objects.members_now().count() == 64
    assert Declaration.objects.published().count() == 3
    assert [plan.activities.count() for plan in ActionPlan.objects.all()] == [150] * 5


@pytest.mark.parametrize("name", ["filled", "small"])
def test_each_declaration_has_answers_of_every_status_and_parties_without_one(
    world: World, name: str
) -> None:
    world(name)
    for declaration in Declaration.objects.published():
        answers = declaration.signatures.filter(municipality__isnull=False)
        assert set(answers.values_list("status", flat=True)) == set(Signature.Status.values)
        asked = parties(declaration).values_list("pk", flat=True)
        assert set(asked) - set(answers.values_list("municipality_id", flat=True))
        assert declaration.signatures.filter(county__isnull=False).exists()


# What a world holds is written in tests/worlds, whatever keeps it.
@pytest.mark.once
def test_what_occurs_in_the_filled_world_occurs_in_the_small_one_too(world: World) -> None:
    world("filled")
    filled = set(states())
    world("small")
    # Two plans cannot have five statuses.
    more = {state for state in filled if state[0] == "ActionPlan.status"}
    assert set(states()) | more == filled


def test_the_small_world_has_fewer_rows_of_everything_a_page_lists(world: World) -> None:
    world("filled")
    filled = {model: model._base_manager.count() for model in content_models()}
    world("small")
    same = {model.__name__ for model, count in filled.items() if model._base_manager.count() >= count}
    # These are as many in every portal: a page of each kind, four focus areas to a period, …
    assert same <= {
        "Page",
        "County",
        "PublishedFigure",
        "StrategicPeriod",
        "PeriodGoal",
        "FocusArea",
        "PublishedShare",
    }


def test_a_world_is_the_same_every_time(world: World) -> None:
    world("small")
    first = content()
    world("small")
    assert content() == first


def test_a_world_takes_other_sizes(world: World) -> None:
    world("filled", **{**SMALL, "members": 11, "activities": 7})
    assert Municipality.objects.members_now().count() == 11
    assert [plan.activities.count() for plan in ActionPlan.objects.all()] == [7, 7]


def test_every_row_of_the_small_world_could_have_been_entered_by_hand(world: World) -> None:
    world("small")
    for model in content_models():
        for row in model._base_manager.all():
            row.full_clean()
    connection.check_constraints()


def test_a_row_that_contradicts_itself_would_be_found(world: World) -> None:
    world("small")
    Declaration.objects.update(opened_on="2199-01-01", response_deadline=None)
    Declaration.objects.filter(year=2025).update(slug="ikke en adresse")
    with pytest.raises(Exception, match="slug"):
        Declaration.objects.get(year=2025).full_clean()


def test_every_row_of_a_filled_world_has_its_history(world: World) -> None:
    world("small")
    for model in content_models():
        assert model.history.count() == model._base_manager.count(), model


# What a world holds is written in tests/worlds, whatever keeps it.
@pytest.mark.once
def test_names_of_municipalities_bodies_and_people_say_that_they_are_made_up(world: World) -> None:
    world("filled")
    names = [
        *Municipality.objects.values_list("name", flat=True),
        *Body.objects.values_list("name", flat=True),
        *Signature.objects.exclude(signatory_name="").values_list("signatory_name", flat=True),
        *Declaration.objects.values_list("title", flat=True),
        *ActionPlan.objects.values_list("title", flat=True),
    ]
    assert [name for name in names if "prøve" not in name.lower()] == []


def test_the_empty_world_has_nothing(world: World) -> None:
    world("empty")
    assert [model for model in content_models() if model._base_manager.exists()] == []


def test_the_council_s_world_is_what_the_content_files_say(world: World) -> None:
    before = len(content())
    world("council")
    assert len(content()) == before


def test_the_large_world_has_a_thousand_parties(world: World) -> None:
    world("large")
    declaration = Declaration.objects.get()
    assert parties(declaration).count() == 1000
    assert {status for (status,) in declaration.signatures.values_list("status").distinct()} == set(
        Signature.Status.values
    )


@pytest.mark.slow
def test_eleven_thousand_parties_are_made_in_well_under_a_minute(world: World) -> None:
    # The processor's time: a machine that is busy otherwise is not the world's fault.
    started = time.process_time()
    world("huge")
    assert time.process_time() - started < 30
    assert parties(Declaration.objects.get()).count() == 11_000
    connection.check_constraints()
