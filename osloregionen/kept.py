"""Rendered pages, kept in each worker's memory until their content changes; large PDFs as files.

A kept page is named by the content's version (osloregionen/content_version.py), so that a page from before
a write is not deleted but never asked for again, in whichever process it lies. The same name is its ETag:
a reader who has the page is told so before anything is rendered. docs/decisions/kept-pages.md.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeGuard

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import MiddlewareNotUsed
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from osloregionen import content_version, kept_files
from osloregionen.release import release

#: Whoever sends one of these is somebody: staff who logged in, or a reader in the middle of a form.
_PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages")
_CACHE_CONTROL = "no-cache"
#: What is larger is kept as a file, where it is one: where it has an ETag of its own.
_LARGEST = 512 * 1024
_LARGEST_FILE = 64 * 1024 * 1024
#: How long a page is kept that tells of something besides the content.
_PROVISIONAL_SECONDS = 60
_ETAG = re.compile(r'"([^"]*)"')
#: Whoever names it takes it, but for one who says that it is the last thing they want.
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
#: Compresses what it is handed; it never stands in the chain, where it would compress each answer anew.
_zip = GZipMiddleware(lambda _request: HttpResponse())


@dataclass(frozen=True)
class Kept:
    """An answer as it was given: its headers and its body, or the file that holds it."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    file: kept_files.KeptFile | None = None


def provisional(request: HttpRequest, *, seconds: int = _PROVISIONAL_SECONDS) -> None:
    """Say that this page tells of something that may change without a write to the database.

    It is then kept for so many seconds at most (a minute), the fewest where it is said twice, and no browser
    is told that its copy still holds.
    """
    said = getattr(request, "provisional_seconds", seconds)
    request.provisional_seconds = min(said, seconds)  # type: ignore[attr-defined]


def unchanged(request: HttpRequest, *, etag: str, last_modified: str) -> HttpResponse | None:
    """Return 304 to a reader who has the file by its tag or, where no tag is named, by its very date.

    The very date, not a later one: what is undone may bring an older file back. Or 412, where that is asked.
    """
    response: HttpResponse | None = get_conditional_response(request, etag=etag)
    if response is None and "If-None-Match" not in request.headers:
        asked = request.headers.get("If-Modified-Since")
        response = HttpResponseNotModified() if asked and asked == last_modified else None
    if response is not None and etag:
        response.headers.setdefault("ETag", etag)
    return response


class KeptPagesMiddleware:
    """Answers a reader who is nobody in particular from memory, where the content has not changed.

    A hit costs one query (the version). What has a session, a form's cookie, a method besides GET and
    HEAD, a `Set-Cookie` or a `Cache-Control` of its own that forbids it, or streams, goes past.

    Kept compressed for whoever takes that. What goes past is not: beside words that somebody else chose,
    the length of a compressed secret tells what it is. A page for nobody in particular has no secret.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if settings.DEBUG:
            # Templates change under a developer's hands.
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from memory, or pass on and keep the answer."""
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        if any(name in request.COOKIES for name in _PERSONAL_COOKIES):
            return _not_for_keeping(self.get_response(request))
        version = content_version.current()
        if version is None:
            return self.get_response(request)
        zipped = _takes_gzip(request)
        name = _name(request, version, zipped=zipped)
        etag = _etag(name, zipped=zipped)
        if name in _ETAG.findall(request.headers.get("If-None-Match", "")):
            return _described(HttpResponseNotModified(), etag)
        kept: Kept | None = caches["pages"].get(name)
        answer = _answer(request, kept) if kept is not None else None
        if answer is not None:
            return answer
        response = self.get_response(request)
        # A write while the page was made: it may be half of each, and is nobody's to keep.
        if _may_keep(response) and content_version.current() == version:
            _keep(request, response, name, etag, zipped=zipped)
        return response


def _takes_gzip(request: HttpRequest) -> bool:
    return _GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")) is not None


def _etag(name: str, *, zipped: bool) -> str:
    # A compressed page is the same page in other bytes: that is what a weak tag is for.
    return f'W/"{name}"' if zipped else f'"{name}"'


def _name(request: HttpRequest, version: str, *, zipped: bool) -> str:
    """Return what tells this page from all others: code, content, day, address, and how it is sent."""
    # The address in its parts: putting them together costs as much as asking for the version.
    address = (request.scheme or "", request.get_host(), request.get_full_path())
    parts = (release(), version, timezone.localdate().isoformat(), "gzip" if zipped else "", *address)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]


def _may_keep(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    return (
        response.status_code == 200
        and isinstance(response, HttpResponse)
        and not response.cookies
        and response.get("Cache-Control", _CACHE_CONTROL) == _CACHE_CONTROL
        and (len(response.content) <= _LARGEST or _is_large_file(response))
    )


def _is_large_file(response: HttpResponse) -> bool:
    return "ETag" in response and _LARGEST < len(response.content) <= _LARGEST_FILE


def _keep(request: HttpRequest, response: HttpResponse, name: str, etag: str, *, zipped: bool) -> None:
    fleeting: int | None = getattr(request, "provisional_seconds", None)
    large = _is_large_file(response)
    # A file with an ETag of its own is a PDF or the like, which is as small as it gets.
    is_page = "ETag" not in response
    _described(response, "" if fleeting else etag)
    if zipped and is_page:
        _zip.process_response(request, response)
    if request.method == "HEAD":
        return
    file = kept_files.keep(response.content) if large else None
    if large and file is None:
        return
    kept = Kept(tuple(response.items()), b"" if large else response.content, file)
    caches["pages"].set(name, kept, fleeting)


def _answer(request: HttpRequest, kept: Kept) -> HttpResponseBase | None:
    """Return the answer as it was given, 304 to who has it, or None where its file has gone."""
    headers = dict(kept.headers)
    # A file may have an ETag of its own, which holds longer than the page's.
    etag = headers.get("ETag")
    if etag and any(name in request.headers for name in ("If-None-Match", "If-Modified-Since")):
        known = unchanged(request, etag=etag, last_modified=headers.get("Last-Modified", ""))
        if known is not None:
            return known
    if kept.file is None:
        return HttpResponse(kept.body, headers=headers)
    file = kept_files.opened(kept.file)
    if file is None:
        return None
    # Handed to the server as a file, which the system sends without the worker reading it.
    response = FileResponse(file)
    for name, value in kept.headers:
        response.headers[name] = value
    return response


def _described(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    """Tell browsers and proxies to ask each time, and by which tag."""
    response.headers.setdefault("Cache-Control", _CACHE_CONTROL)
    if etag:
        response.headers.setdefault("ETag", etag)
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    return response


def _not_for_keeping(response: HttpResponseBase) -> HttpResponseBase:
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response
