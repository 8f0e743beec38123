"""The component page: every partial template and every mark in its states, on made-up content.

For those who change templates or styles, and for the tests that look at all of it at once. There only where
the setting COMPONENTS says so. What it shows stands in `osloregionen/component_examples.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.template.loader import get_template
from django.views.decorators.http import require_safe

from osloregionen.text import norwegian_slug


@dataclass(frozen=True)
class Example:
    """A component in one state: what to call the state, and what the template is given."""

    state: Any
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Component:
    """A partial template ("_facts.html"), a tag or a filter, and its examples.

    `source` is the template to draw where the partial's own will not do. `examples` is given the request,
    which tables, filters and lists of pages take their links from.
    """

    name: str
    title: Any
    examples: Callable[[HttpRequest], Iterable[Example]]
    source: str = ""


@dataclass(frozen=True)
class Drawn:
    """A component as the page shows it: each example's state and markup."""

    component: Component
    anchor: str
    examples: list[tuple[Any, str]]


def draw(component: Component, request: HttpRequest) -> Drawn:
    """Return the component with all its examples drawn. No queries."""
    if component.source:
        template = engines["django"].from_string(component.source)
    else:
        template = get_template(component.name)
    examples = [
        (example.state, template.render(dict(example.context), request))
        for example in component.examples(request)
    ]
    return Drawn(component, norwegian_slug(str(component.title)), examples)


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show the component page, or the file of a chart on it, or that there is none. No queries."""
    if not settings.COMPONENTS:
        raise Http404
    # Its charts need a second to draw, and only this page needs them.
    from osloregionen.chart_files import chart_response
    from osloregionen.component_charts import CHARTS
    from osloregionen.component_examples import COMPONENTS

    if file := chart_response(request, CHARTS):
        return file
    drawn = [draw(component, request) for component in COMPONENTS]
    return render(request, "components.html", {"components": drawn})
