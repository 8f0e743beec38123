"""Template tags and filters that every page shares. `{% load portal %}`; see docs/architecture.md."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.http import QueryDict
from django.template.context import RequestContext
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe

from osloregionen import chart_files, exports, navigation
from osloregionen.formatting import NBSP, date_nb, moment_nb, number_nb, percent_nb, period_nb
from osloregionen.parts import Status
from osloregionen.rendered import (
    changes_html,
    goal_html,
    goals_html,
    missing_html,
    render_markdown,
    status_html,
)
from osloregionen.word_changes import Piece

register = template.Library()


def _unknown(value: object) -> bool:
    return value is None or value == ""


@register.filter
def or_missing(value: Any) -> Any:
    """Return `value`, or "ikke registrert" in the one way it is marked up. 0 and False are known."""
    return missing_html() if _unknown(value) else value


@register.filter
def number(value: Any, decimals: int | None = None) -> Any:
    """`{{ 562289|number }}`, `{{ 7.5|number:1 }}`. Unknown reads "ikke registrert"; text is left alone."""
    if _unknown(value):
        return missing_html()
    if not isinstance(value, (int, float, Decimal)):
        return value
    return number_nb(value, decimals)


@register.filter
def tonnes(value: Any, decimals: int | None = None) -> Any:
    """`{{ 562289|tonnes }}` gives "562 289 tonn"."""
    return missing_html() if _unknown(value) else f"{number(value, decimals)}{NBSP}tonn"


@register.filter
def percent(value: Any, decimals: int | None = None) -> Any:
    """`{{ row.change|percent }}` gives "−7 %" for -7."""
    if _unknown(value):
        return missing_html()
    return percent_nb(value, decimals)


@register.filter(name="date_nb")
def date_filter(value: Any) -> Any:
    """`{{ meeting.on|date_nb }}` gives "7. februar 2019"."""
    return missing_html() if not isinstance(value, dt.date) else date_nb(value)


@register.filter(name="moment_nb")
def moment_filter(value: Any) -> Any:
    """`{{ row.updated_at|moment_nb }}` gives "7. februar 2019 kl. 09.00"."""
    return missing_html() if not isinstance(value, dt.datetime) else moment_nb(value)


@register.filter(name="period_nb")
def period_filter(first: Any, last: Any = None) -> Any:
    """`{{ meeting.on|period_nb:meeting.ends_on }}` gives "6.–7. februar 2019"."""
    return missing_html() if not isinstance(first, dt.date) else period_nb(first, last)


@register.filter(is_safe=True)
def source_links(text: Any) -> SafeString:
    """Return a source as staff wrote it, escaped, addresses as links. Empty reads "ikke registrert".

    A long address is cut, so that it does not hide the words; the link and the print have it whole.
    """
    if _unknown(text):
        return missing_html()
    return mark_safe(urlize(str(text), trim_url_limit=40, autoescape=True))  # noqa: S308 - urlize escapes


@register.filter(is_safe=True)
def markdown(text: Any) -> SafeString:
    """Return a staff text as HTML: its HTML is shown as text, headings start at h2, no pictures."""
    return render_markdown(str(text or ""))


@register.filter(is_safe=True)
def marked_changes(pieces: Iterable[Piece]) -> SafeString:
    """`{{ line.pieces|marked_changes }}`: words with what is removed and added marked, for eyes and ears."""
    return changes_html(pieces)


@register.simple_tag
def goal_badge(goal: int, form: str = "") -> SafeString:
    """`{% goal_badge 13 %}`: badge with name. `{% goal_badge 13 "short" %}`: name for screen readers only.

    Both link to the goal's page.
    """
    return goal_html(goal, short=form == "short")


@register.simple_tag
def goal_badges(goals: Iterable[int], form: str = "short") -> SafeString:
    """Return the badges of several goals as a list; no goals read "ikke registrert"."""
    return goals_html(goals, short=form == "short")


@register.simple_tag
def status_badge(status: Status | None) -> SafeString:
    """`{% status_badge row.status %}`: sign and word of a `parts.Status`; None reads "ikke registrert"."""
    return status_html(status)


@register.inclusion_tag("_navigation.html", takes_context=True)
def main_navigation(context: RequestContext) -> dict[str, Any]:
    """Draw the header's list of sections from osloregionen/navigation.py."""
    request = context.get("request")
    return {"entries": navigation.entries(request.path if request else "")}


@register.inclusion_tag("_downloads.html", takes_context=True)
def download_links(context: RequestContext, part: str = "") -> dict[str, Any]:
    """Links to the page's table as files, with the filters now in use.

    `part` names one of several tables of a page (`{% download_links "andeler" %}`).
    """
    request = context.get("request")
    query = request.GET.copy() if request else None
    links = []
    for file_format in exports.FORMATS.values():
        address = query.copy() if query is not None else None
        if address is not None:
            for name in ("page", "format", "tabell"):
                address.pop(name, None)
            if part:
                address["tabell"] = part
            address["format"] = file_format.name
            links.append((file_format, f"?{address.urlencode()}"))
    return {"links": links}


@register.simple_tag(takes_context=True)
def with_query(context: RequestContext, **changes: Any) -> str:
    """Return this page's query string with some values changed; None removes one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def portal_sections(context: RequestContext) -> list[navigation.Entry]:
    """`{% portal_sections as sections %}`: the sections of the header, for other lists of them."""
    request = context.get("request")
    return navigation.entries(request.path if request else "")


@register.simple_tag
def footer_links() -> list[navigation.Entry]:
    """`{% footer_links as links %}`: what the footer links to."""
    return navigation.entries("", navigation.FOOTER)


@register.inclusion_tag("_downloads.html", takes_context=True)
def chart_links(context: RequestContext, name: str) -> dict[str, Any]:
    """Links to a chart of the page as files, with the choices now in use: `{% chart_links chart.name %}`."""
    request = context.get("request")
    links = []
    for file_format in chart_files.FORMATS:
        address = request.GET.copy() if request else QueryDict(mutable=True)
        for other in ("page", "format", "tabell"):
            address.pop(other, None)
        address["diagram"], address["format"] = name, file_format.name
        links.append((file_format, f"?{address.urlencode()}"))
    return {"links": links}
