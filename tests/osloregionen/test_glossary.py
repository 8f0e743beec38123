"""The glossary of docs/data-model.md holds every model's English and Norwegian name."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from osloregionen.models import Record

MODELS = [model for model in apps.get_models() if issubclass(model, Record)]


def glossary() -> dict[str, str]:
    """Return what is on screen, by the name in code."""
    text = (Path(settings.BASE_DIR) / "docs/data-model.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", text.partition("## Glossary")[2], re.MULTILINE)
    return {name: shown for names, shown in rows for name in re.sub(r" \(.*?\)", "", names).split(", ")}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_stands_in_the_glossary_with_its_name_on_screen(model: type[Record]) -> None:
    in_code = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()

    assert glossary().get(in_code, "missing").split(", ")[0] == str(model._meta.verbose_name)
