"""Marks the admin's pages of an exercise, and leads there from its front page."""

from typing import Any

from django import template

from declaration.models import Declaration

register = template.Library()

#: Where the admin's pages have the record that they are about.
_NAMES = ("original", "object", "declaration")


@register.inclusion_tag("admin/_practice.html", takes_context=True)
def practice_mark(context: dict[str, Any]) -> dict[str, Any]:
    """Draw the mark where the page's record is an exercise or part of one. One query at most."""
    return {"is_practice": any(_is_practice(context.get(name)) for name in _NAMES)}


def _is_practice(record: Any) -> bool:
    declaration = record if isinstance(record, Declaration) else getattr(record, "declaration", None)
    return isinstance(declaration, Declaration) and declaration.is_practice


@register.simple_tag
def practice_rounds() -> list[Declaration]:
    """Return the exercises that there are. One query."""
    return list(Declaration.objects.filter(is_practice=True))
