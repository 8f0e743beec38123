"""What search engines are told: every public page of the catalogue, in every record's name."""

from collections.abc import Iterator

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from osloregionen.catalogue import PUBLIC


class PagesSitemap(Sitemap):  # type: ignore[type-arg] # not at run time
    """The public pages and PDFs. One query per kind of page; no dates, for a page is made of many records."""

    def items(self) -> list[str]:
        """Return every address."""
        return list(_addresses())

    def location(self, item: str) -> str:
        """Return the address as it is."""
        return item


def _addresses() -> Iterator[str]:
    for entry in PUBLIC:
        if entry.in_sitemap:
            yield from entry.every_address()


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines where the list of pages is, and to leave the admin and lists' choices alone."""
    text = render_to_string("robots.txt", request=request)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
