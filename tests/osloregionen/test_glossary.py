"""The glossary of docs/data-model.md holds every model's English and Norwegian name."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from members.models import Municipality
from osloregionen.models import Record

MODELS = [model for model in apps.get_models() if issubclass(model, Record)]


PAGE = (Path(settings.BASE_DIR) / "docs/data-model.md").read_text(encoding="utf-8")


def glossary(page: str) -> dict[str, str]:
    """Return what is on screen, by the name in code."""
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", page.partition("## Glossary")[2], re.MULTILINE)
    return {name: shown for names, shown in rows for name in re.sub(r" \(.*?\)", "", names).split(", ")}


def is_named(model: type[Record], page: str) -> bool:
    """Say whether the glossary gives the model the name that it has on screen."""
    in_code = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()
    return glossary(page).get(in_code, "missing").split(", ")[0] == str(model._meta.verbose_name)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_stands_in_the_glossary_with_its_name_on_screen(model: type[Record]) -> None:
    assert is_named(model, PAGE)


def test_a_name_that_was_changed_on_screen_only_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Municipality._meta, "verbose_name", "bydel")

    assert not is_named(Municipality, PAGE)


def test_a_model_that_the_glossary_lacks_is_reported() -> None:
    without = re.sub(r"(?m)^\| municipality .*\n", "", PAGE)

    assert without != PAGE
    assert not is_named(Municipality, without)
