"""The component page: every partial template and every mark in its states, on made-up content.

For those who change templates or styles, and for the tests that look at all of it at once. There only where
the setting COMPONENTS says so. What it shows stands in `osloregionen/component_examples.py`. The admin's
parts have a page beside it and those of printed documents a PDF, in their own styles, with modules of
examples of their own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from osloregionen.documents import Content, Document, fresh_response
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


def drawn(components: Iterable[Component], request: HttpRequest) -> list[Drawn]:
    """Return all of these components as a page shows them. No queries."""
    return [draw(component, request) for component in components]


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


View = Callable[[HttpRequest], HttpResponse]


def _where_allowed(view: View) -> View:
    """Let there be no such page but where the setting COMPONENTS says so."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.COMPONENTS:
            raise Http404
        return view(request)

    return guarded


# The examples are read where they are shown: charts need a second to draw, and nothing else needs them.


@require_safe
@_where_allowed
def components(request: HttpRequest) -> HttpResponse:
    """Show the parts of the portal's pages, or the file of a chart among them. No queries."""
    from osloregionen.chart_files import chart_response
    from osloregionen.component_charts import CHARTS
    from osloregionen.component_examples import COMPONENTS

    if file := chart_response(request, CHARTS):
        return file
    return render(request, "components.html", {"components": drawn(COMPONENTS, request)})


@require_safe
@_where_allowed
def components_admin(request: HttpRequest) -> HttpResponse:
    """Show the parts of the admin's pages, in its styles. No queries for a visitor."""
    from osloregionen.component_admin_examples import ADMIN_COMPONENTS

    context = {
        **admin.site.each_context(request),
        # As on the page for logging in: who reads this may be nobody the admin knows.
        "is_nav_sidebar_enabled": False,
        "title": _("Komponenter i administrasjonen"),
        "components": drawn(ADMIN_COMPONENTS, request),
    }
    return render(request, "admin/components.html", context)


@dataclass(frozen=True)
class _Printed:
    """What the document of the components stands beside."""

    def get_absolute_url(self) -> str:
        return reverse("components")

    def __str__(self) -> str:
        return str(_("Komponenter i trykk"))


@require_safe
@_where_allowed
def components_pdf(request: HttpRequest) -> HttpResponse:
    """Answer with the parts of printed documents as a PDF. No queries; some seconds."""
    from osloregionen.component_print_examples import PRINT_COMPONENTS, assets

    here = _Printed()

    def make(address: str) -> Content:
        report = {
            "title": str(here),
            "kind": _("Komponenter"),
            "practice": True,
            "as_of": _("Alt innhold her er oppdiktet."),
        }
        context = {"report": report, "components": drawn(PRINT_COMPONENTS, request)}
        return render_to_string("pdf/components.html", context), assets()

    document = Document(name="komponenter", url=reverse("components_pdf"), page=here, make=make)
    return fresh_response(request, document)
