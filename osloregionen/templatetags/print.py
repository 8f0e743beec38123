"""Template filters of printed documents. `{% load print %}`"""

import re
from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape, urlize
from django.utils.safestring import SafeString, mark_safe

from osloregionen.formatting import MONTHS, NBSP
from osloregionen.rendered import changes_html, missing_html, render_printed_markdown
from osloregionen.word_changes import Piece

register = template.Library()

_DAY = re.compile(rf"(\d\.) (?=(?:{'|'.join(MONTHS)})\b)")
_FIGURE = re.compile(r"(\d) (?=%|\d{3}(?!\d))")
_RANGE = re.compile(r"\d+(?:[.,]\d+)?–\d+(?:[.,]\d+)?")
#: The number that a line of changes begins with ("11 Bærekraftige byer"), whatever the line is marked as.
_NUMBERED = re.compile(rf"^((?:<\w+>|\[[−+]{NBSP})*\d+) ")


@register.filter(is_safe=True)
def kept(text: str) -> SafeString:
    """`{{ title|kept }}`: escaped, with "4–5", "2. september" and "7 %" on one line. Not inside links.

    A link with elements in it becomes several links in the PDF.
    """
    return mark_safe(_kept(conditional_escape(text)))  # noqa: S308 - escaped here


@register.filter(is_safe=True)
def printed_markdown(text: str, above: int) -> SafeString:
    """`{{ plan.introduction|printed_markdown:2 }}`: a staff text as HTML, below a heading of that level."""
    return render_printed_markdown(text, above=above)


@register.filter(is_safe=True)
def printed_links(text: str) -> SafeString:
    """`{{ row.source|printed_links }}`: escaped, its addresses as links and whole, for paper has no links.

    Empty reads "ikke registrert".
    """
    if not text:
        return missing_html()
    return mark_safe(urlize(text, autoescape=True))  # noqa: S308 - urlize escapes


@register.filter(is_safe=True)
def printed_changes(pieces: Iterable[Piece]) -> SafeString:
    """`{{ line.pieces|printed_changes }}`: words with what is removed and added in brackets with a sign.

    Days, figures and a line's own number are kept on one line: comparing makes all spaces plain ones.
    """
    numbered = _NUMBERED.sub(rf"\g<1>{NBSP}", changes_html(pieces, spoken=False))
    return mark_safe(_kept(numbered))  # noqa: S308 - changes_html escapes


def _kept(html: str) -> str:
    for parted in (_DAY, _FIGURE):
        html = parted.sub(rf"\g<1>{NBSP}", html)
    return _RANGE.sub(r'<span class="kept">\g<0></span>', html)
