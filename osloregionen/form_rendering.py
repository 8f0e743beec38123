"""Draws the fields of forms on pages that are asked for often."""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SELECT = "django/forms/widgets/select.html"
INPUTS = {f"django/forms/widgets/{kind}.html" for kind in ("text", "number")}


class QuickFields(DjangoTemplates):
    """Django's own renderer of fields, but lists of choices and lines of text are written in one go.

    Django's template fetches two more for each choice: the lists of filters took a fifth of a page's time.
    """

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Return a field as HTML. No queries but those that its choices make."""
        if template_name == SELECT:
            return _select(context["widget"])
        if template_name in INPUTS:
            return _input(context["widget"])
        return str(super().render(template_name, context, request))


def _input(widget: dict[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
    return format_html(
        '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, _attributes(widget)
    )


def _select(widget: dict[str, Any]) -> SafeString:
    groups = format_html_join("", "{}", ((_group(name, rows),) for name, rows, _place in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], _attributes(widget), groups)


def _group(name: str | None, choices: list[dict[str, Any]]) -> SafeString:
    rows = ((choice["value"], _attributes(choice), choice["label"]) for choice in choices)
    options = format_html_join("\n", '<option value="{}"{}>{}</option>', rows)
    return format_html('<optgroup label="{}">{}</optgroup>', name, options) if name else options


def _attributes(widget: dict[str, Any]) -> str:
    attributes = {name: value for name, value in widget["attrs"].items() if value is not False}
    # Most choices have none.
    return flatatt(attributes) if attributes else ""
