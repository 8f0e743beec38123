"""The PDFs that live beside pages: how one is answered, kept, and told of on a button.

    document = Document(name="handlingsprogram-2021", url=url, page=plan, make=make)  # make(address)
    document.response(request)     # the answer of the view: the file, 304, or 503 with a page
    document.link(request)         # for _pdf_button.html, with "9 sider, 160 kB" once somebody has opened it
    document.pdf(address)          # the file itself

An app's `reports.py` says what its documents are; what a document says is prepared in a module of its own.
`fresh_response` is for what is made for one reader, and kept nowhere.
"""

import datetime as dt
import hashlib
import logging
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache, caches
from django.core.cache.backends.base import BaseCache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _

from osloregionen import content_version
from osloregionen.formatting import NBSP, counted_nb, date_nb, number_nb
from osloregionen.frozen import Frozen
from osloregionen.kept import provisional, unchanged
from osloregionen.middleware import afterwards
from osloregionen.models import Record
from osloregionen.parts import PdfLink
from osloregionen.pdf import (
    Pdf,
    PdfError,
    PdfFacts,
    cached_facts,
    cached_pdf,
    content_key,
    kept_pdf,
    render_pdf,
)
from osloregionen.portal_list import PRACTICE
from osloregionen.release import release
from osloregionen.turns import turn

logger = logging.getLogger(__name__)

#: A document as HTML, and the pictures that it shows by `asset:<name>`.
Content = tuple[str, Mapping[str, bytes]]

#: What the address of a PDF ends with where the former one is asked for: the last that could be made.
_FORMER = {"utgave": "forrige"}
_AGAIN_SECONDS = 60
#: How long a page is kept that has its PDF made: about as long as that takes, so that the next one is told.
_AHEAD_SECONDS = 5
#: How long no page waits for a first PDF that could not be made.
_FAILED_SECONDS = 24 * 60 * 60

#: Titles longer than this, and the class of their type.
_LONG_TITLES = ((110, "longest"), (55, "long"))


class Page(Protocol):
    """What has a page of its own, and is called something."""

    def get_absolute_url(self) -> str:
        """Return the page's address."""


@dataclass(frozen=True)
class Document:
    """A PDF beside the page of a record. `name` is the file's without ".pdf", and is no other document's.

    `url` is the PDF's own address. `make` takes the absolute address of the page ("" for none) and asks the
    database what it needs. Where that takes long (`is_large`), no page waits for it to know the size: it is
    told once somebody has opened the PDF since any content changed. The page of a document that is
    `one_of_many`, and seldom opened, is kept as it is: with the size where that was known when it was made.
    One that is `made_ahead` is made when its page has been read, so that the button tells its size a few
    seconds later. Until it is known the button tells that of the former PDF, but for `one_of_many`; where
    there never was one, its own page has it made first.
    """

    name: str
    url: str
    page: Page
    make: Callable[[str], Content]
    is_large: bool = False
    one_of_many: bool = False
    made_ahead: bool = False

    def response(self, request: HttpRequest) -> HttpResponse:
        """Answer with the PDF: 304 where the reader has it, 503 with a page where it cannot be made.

        That page leads to the former PDF, where there is one: `utgave=forrige` beside what the address asks
        for otherwise. One query where the PDF has been made since any content changed; else two, and those
        of `make`.
        """
        former = self._former() if asks_former(request) else None
        if former is not None:
            return pdf_response(former.body, f"{self.name}-forrige", {"Cache-Control": "no-store"})
        address = self._address(request)
        try:
            key = self._key(address)
            facts = cached_facts(key) if "If-Modified-Since" in request.headers else None
            known = unchanged(request, etag=quote_etag(key), last_modified=_date(facts) if facts else "")
            if known is not None:
                return known
            pdf = kept_pdf(key)
            if pdf is None:
                pdf, key = self._made(address)
        except PdfError as error:
            return _unavailable(request, self, error, self._former())
        headers = {"ETag": quote_etag(key), "Last-Modified": _date(pdf), "Cache-Control": "no-cache"}
        return pdf_response(pdf.body, self.name, headers)

    def _made(self, address: str) -> tuple[Pdf, str]:
        """Return the PDF and its `content_key`, and remember it as the last that could be made."""
        html, assets = self.make(address)
        pdf, key = cached_pdf(html, assets=assets), content_key(html, assets)
        # For good, as far as it goes: the PDF itself is kept for a month.
        cache.set(self._former_name, key, None)
        return pdf, key

    def _first_facts(self, address: str) -> PdfFacts | None:
        """Make the PDF that never was, and return its pages and bytes; None where it cannot be made.

        After that no page waits for it again for a day: running into the limits takes most of a minute.
        """
        failed = f"pdf-failed:{self.name}"
        if failed in cache:
            return None
        try:
            return cached_facts(self._made(address)[1])
        except PdfError as error:
            logger.warning("%s.pdf was not made for its page: %s", self.name, error)
            cache.set(failed, True, _FAILED_SECONDS)
            return None

    def _make_ahead(self, address: str) -> None:
        """Make the PDF that nobody has opened, unless another worker is at it: one is enough to be busy."""
        try:
            with turn(f"ahead-{self.name}", seconds=0):
                self._made(address)
        except TimeoutError:
            # Another is: while it prints, every reader's page tries.
            return
        except PdfError as error:
            logger.warning("%s.pdf was not made ahead: %s", self.name, error)

    def pdf(self, address: str = "") -> Pdf:
        """Return the PDF, printed with the absolute `address` of its page where one is given.

        Raises `PdfError`. The queries of `make`. A second or more the first time, then from the cache.
        """
        html, assets = self.make(address)
        return cached_pdf(html, assets=assets)

    def facts(self, address: str = "") -> PdfFacts | None:
        """Return pages and bytes of the PDF, or None where nobody has opened it since it changed.

        `address` as in `pdf`. Never renders a PDF. One query; two and those of `make` the first time in a
        process after any content has changed.
        """
        try:
            waits = self.is_large or self.one_of_many
            key = self._known_key(address)[1] if waits else self._key(address)
            return cached_facts(key) if key else None
        except PdfError:
            # The page is whole without them; whoever asks for the PDF is told.
            return None

    def size(self, request: HttpRequest, *, own_page: bool = False) -> str:
        """Return "9 sider, 160 kB", or of the former PDF where `facts` knows nothing. Its queries.

        Where there is no former one either, `own_page` waits for a PDF that is `made_ahead`: some seconds,
        once for each document, unless it cannot be made.
        """
        address = self._address(request)
        former = cached_facts(cache.get(self._former_name, ""))
        ahead = self.made_ahead and settings.PDFS_AHEAD
        facts = self.facts(address)
        if facts is None and former is None and ahead and own_page:
            facts = self._first_facts(address)
        if facts is not None:
            return pdf_size(facts.pages, facts.size)
        if self.one_of_many:
            return ""
        # The page will say more as soon as the PDF has been made.
        if ahead:
            afterwards(request, partial(self._make_ahead, address))
            provisional(request, seconds=_AHEAD_SECONDS)
        else:
            provisional(request)
        if former is None:
            return ""
        return _("%(size)s i forrige utgave") % {"size": pdf_size(former.pages, former.size)}

    def link(
        self, request: HttpRequest, *, label: str = "", quiet: bool = False, own_page: bool = False
    ) -> PdfLink:
        """Return what the page's button says, with the size where it is known. The queries of `size`."""
        size = self.size(request, own_page=own_page)
        return PdfLink(self.url, str(self.page), size, label=label, quiet=quiet)

    def _former(self) -> Pdf | None:
        """Return the last PDF of this name that could be made, as long as it is kept."""
        key = cache.get(self._former_name)
        return kept_pdf(key) if key else None

    @property
    def _former_name(self) -> str:
        return f"pdf-former:{self.name}"

    def _address(self, request: HttpRequest) -> str:
        return request.build_absolute_uri(self.page.get_absolute_url())

    def _key(self, address: str) -> str:
        """Return the `content_key` of the PDF, remembered until any content or the day changes."""
        name, known = self._known_key(address)
        if known is None:
            known = content_key(*self.make(address))
            # A write while it was made: it may be half of each.
            if name and name == self._known_key(address)[0]:
                self._memory.set(name, known, None)
        return known

    def _known_key(self, address: str) -> tuple[str, str | None]:
        """Return the name under which the key is remembered ("" where nothing is), and the key. One query."""
        version = content_version.current()
        if not version:
            return "", None
        name = f"{release()}:{version}:{timezone.localdate()}:{self.name}:{address}"
        # As long as an address may be; a file's cache wants no spaces in it.
        name = f"pdf-key:{hashlib.sha256(name.encode()).hexdigest()}"
        return name, self._memory.get(name)

    @property
    def _memory(self) -> BaseCache:
        """What no page finds out by itself is told to the other workers; the rest each keeps to itself."""
        return caches["default" if self.is_large or self.one_of_many else "pages"]


def asks_former(request: HttpRequest) -> bool:
    """Say whether an address asks for the former PDF."""
    return all(request.GET.get(name) == value for name, value in _FORMER.items())


def own_query(request: HttpRequest) -> QueryDict:
    """Return what an address asks for besides the former PDF: what the view itself reads."""
    query = request.GET.copy()
    for name in _FORMER if asks_former(request) else ():
        del query[name]
    return query


def pdf_size(pages: int, size: int) -> str:
    """Return "9 sider, 160 kB" of a PDF of so many bytes."""
    return f"{counted_nb(pages, _('side'), _('sider'))}, {number_nb(math.ceil(size / 1000))}{NBSP}kB"


def fresh_response(request: HttpRequest, document: Document) -> HttpResponse:
    """Answer with a PDF that is made anew for each who asks, and that nobody keeps; 503 as `response`.

    The queries of `make`.
    """
    try:
        html, assets = document.make("")
        body = render_pdf(html, assets=assets)
    except PdfError as error:
        return _unavailable(request, document, error, None)
    return pdf_response(body, document.name, {"Cache-Control": "private, no-store"})


@dataclass
class Sources:
    """The sources of a document in the order in which it names them, each with its number."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, text: str | None) -> int | None:
        """Return the number under which the list of sources has the text; None where there is no text."""
        text = (text or "").strip()
        return self.numbers.setdefault(text, len(self.numbers) + 1) if text else None


def printed_title(title: str, *, practice: bool = False) -> str:
    """Return a document's title, which says of an exercise that it is one."""
    return f"{PRACTICE}: {title}" if practice and not title.startswith(PRACTICE) else title


def title_size(title: str) -> str:
    """Return the class in static/pdf/document.css that gives a long title room on a cover; "" for a short."""
    return next((name for length, name in _LONG_TITLES if len(title) > length), "")


def latest_change(*groups: Iterable[Record]) -> dt.datetime:
    """Return when any of the records that a document shows was last saved. No queries."""
    return max(record.updated_at for group in groups for record in group)


def pdf_response(body: bytes, name: str, headers: Mapping[str, str]) -> HttpResponse:
    """Answer with the bytes of a PDF, shown by the browser and saved as `name`.pdf."""
    return HttpResponse(
        body,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}.pdf"',
            "Content-Security-Policy": settings.PDF_CONTENT_SECURITY_POLICY,
            **headers,
        },
    )


def frozen_response(request: HttpRequest, row: Frozen, name: str) -> HttpResponse:
    """Answer with the stored bytes of what is frozen, or 304 to who has them. One query for the bytes."""
    etag, made = quote_etag(row.pdf_sha256), http_date(row.made_at.timestamp())
    known = unchanged(request, etag=etag, last_modified=made)
    if known is not None:
        return known
    headers = {"ETag": etag, "Last-Modified": made, "Cache-Control": "no-cache"}
    return pdf_response(bytes(row.pdf), name, headers)


def _date(made: Pdf | PdfFacts) -> str:
    return http_date(made.made.timestamp())


def _unavailable(
    request: HttpRequest, document: Document, error: PdfError, former: Pdf | None
) -> HttpResponse:
    logger.error("%s.pdf could not be made: %s", document.name, error)
    context: dict[str, object] = {"page": document.page}
    if former is not None:
        joined = "&" if "?" in document.url else "?"
        url = f"{document.url}{joined}{urlencode(_FORMER)}"
        size = pdf_size(former.pages, len(former.body))
        context["former"] = PdfLink(url, str(document.page), size, label=_("Last ned forrige utgave"))
        context["former_made"] = date_nb(timezone.localdate(former.made))
    response = render(request, "pdf/unavailable.html", context, status=503)
    response["Retry-After"] = str(_AGAIN_SECONDS)
    return response
