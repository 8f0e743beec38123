"""The fields of a list's filters are those that Django would have drawn, in less time."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from lxml import html

from osloregionen.form_rendering import QuickFields

CHOICES = [
    ("", "Alle"),
    ("a&b", "«Ås» & <Ål>"),
    ("Fylker", [(1, "Akershus"), (2, "Østfold")]),
    (True, "Ja"),
]


def drawn(renderer: Any, widget: forms.Widget, value: Any) -> Any:
    """Return a form's one field as a tree of elements, blanks between them left out."""

    class Form(forms.Form):
        chosen = forms.ChoiceField(choices=CHOICES, required=False, widget=widget, help_text="Hjelp")

    form = Form({"chosen": value}, renderer=renderer)
    tree = html.fromstring(str(form["chosen"]))
    return [(one.tag, dict(one.attrib), (one.text or "").strip()) for one in tree.iter()]


@pytest.mark.parametrize("value", ["", "a&b", "2", "True", "finnes ikke", '"><script>'])
@pytest.mark.parametrize(
    "widget",
    [
        forms.Select(attrs={"class": "ds-input", "required": True, "hidden": False, "data-x": '"<&'}),
        forms.SelectMultiple(),
        forms.TextInput(attrs={"class": "ds-input", "maxlength": 100, "required": True, "hidden": False}),
        forms.NumberInput(attrs={"min": 0}),
        forms.EmailInput(),
    ],
    ids=lambda widget: type(widget).__name__,
)
def test_a_field_is_the_one_that_django_draws(widget: forms.Widget, value: str) -> None:
    assert drawn(QuickFields(), widget, value) == drawn(DjangoTemplates(), widget, value)


def test_what_is_compared_holds_the_choices() -> None:
    """The control of the test above."""
    found = drawn(QuickFields(), forms.Select(), "2")
    assert ("option", {"value": "a&b"}, "«Ås» & <Ål>") in found
    assert ("option", {"value": "2", "selected": "selected"}, "Østfold") in found
    assert ("optgroup", {"label": "Fylker"}, "") in found
