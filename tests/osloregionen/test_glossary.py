"""The glossary of docs/data-model.md holds every model's English and Norwegian name."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from simple_history.models import HistoricalChanges

from actionplan.models import PlanVersion
from emissions.models import Emission
from members.models import Municipality
from tests.conftest import OUR_APPS

#: All but simple-history's copies, which say of themselves whose they are; Django leaves its own tables out.
MODELS = [
    model
    for app in OUR_APPS
    for model in apps.get_app_config(app).get_models()
    if not issubclass(model, HistoricalChanges)
]


PAGE = (Path(settings.BASE_DIR) / "docs/data-model.md").read_text(encoding="utf-8")


def glossary(page: str) -> dict[str, str]:
    """Return what is on screen, by the name in code."""
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", page.partition("## Glossary")[2], re.MULTILINE)
    return {name: shown for names, shown in rows for name in re.sub(r" \(.*?\)", "", names).split(", ")}


def in_code(model: type[Model]) -> str:
    """Return a model's name in words: "plan version"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()


def is_named(model: type[Model], page: str) -> bool:
    """Say whether the glossary gives the model the name that it has on screen."""
    return glossary(page).get(in_code(model), "missing").split(", ")[0] == str(model._meta.verbose_name)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_stands_in_the_glossary_with_its_name_on_screen(model: type[Model]) -> None:
    assert is_named(model, PAGE)


def test_no_model_is_left_out_that_has_no_history_or_cannot_be_changed() -> None:
    assert {Municipality, PlanVersion, Emission} <= set(MODELS)
    # A history has the name of what it is of, which is enough.
    assert Municipality.history.model not in MODELS


@pytest.mark.parametrize("model", [Municipality, PlanVersion, Emission], ids=lambda model: model.__name__)
def test_a_name_that_was_changed_on_screen_only_is_reported(
    monkeypatch: pytest.MonkeyPatch, model: type[Model]
) -> None:
    monkeypatch.setattr(model._meta, "verbose_name", "bydel")

    assert not is_named(model, PAGE)


@pytest.mark.parametrize("model", [Municipality, PlanVersion, Emission], ids=lambda model: model.__name__)
def test_a_model_that_the_glossary_lacks_is_reported(model: type[Model]) -> None:
    without = re.sub(rf"(?m)^\| {in_code(model)} .*\n", "", PAGE)

    assert without != PAGE
    assert not is_named(model, without)
