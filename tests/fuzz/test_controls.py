"""The fuzzer finds what it looks for: each fault in a page of our own is found by the same requests."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client
from django.urls import path
from django.utils.html import escape

from osloregionen import urls as portal
from osloregionen.pages import Entry
from tests.fuzz.asking import ask_all
from tests.fuzz.surface import surfaces

FORM = '<form><input name="navn" value="{}"><select name="ar"><option value="2021"></select></form>'


def page(request: HttpRequest, text: str = "") -> HttpResponse:
    """Show a page with a form, as it should be."""
    return HttpResponse(FORM.format(escape(request.GET.get("navn", ""))) + escape(text))


def number(request: HttpRequest) -> HttpResponse:
    """Take a parameter for a number."""
    return page(request, str(int(request.GET.get("ar") or 0)))


def nul(request: HttpRequest) -> HttpResponse:
    """Fail on one character only, as PostgreSQL does."""
    if "\x00" in request.GET.get("navn", ""):
        raise ValueError("A string literal cannot contain NUL (0x00) characters.")
    return page(request)


def year(request: HttpRequest, year: int) -> HttpResponse:
    """Take any whole number in the path for one that the database can hold."""
    if year > 2**31:
        raise OverflowError("integer out of range")
    raise Http404


def unescaped(request: HttpRequest) -> HttpResponse:
    """Show what was sent as it was sent."""
    return HttpResponse(FORM.format(request.GET.get("navn", "")))


def telling(request: HttpRequest) -> HttpResponse:
    """Show the reader what went wrong inside."""
    if request.GET.get("ar", "2021").isdecimal():
        return page(request)
    return HttpResponse("Traceback (most recent call last): …", status=400)


def away(request: HttpRequest) -> HttpResponse:
    """Send the reader wherever the address says."""
    # Without a form: what it takes stands in the entry's states.
    return HttpResponseRedirect(request.GET.get("next") or "/")


def header(request: HttpRequest) -> HttpResponse:
    """Take what a header says for a language that it knows."""
    words = {"": "", "nb": "bokmål", "en": "English"}
    return page(request, words[request.headers.get("Accept-Language", "")])


VIEWS = [number, nul, unescaped, telling, header, page]
urlpatterns = [
    *(path(f"{view.__name__}/", view, name=view.__name__) for view in VIEWS),
    path("away/", away, name="away"),
    path("<int:year>/", year, name="year"),
    # The pages for errors lead to the portal's own pages.
    *portal.urlpatterns,
]

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Let no fault write its traceback to the log."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def ask(client: Client, entry: Entry, times: int = 1000, *, smallest: bool = False) -> int:
    """Ask one address of ours what every public address is asked."""
    own = [surface for surface in surfaces([entry], client) if surface.name == entry.name]
    return ask_all(own, times=times, chosen_seed=1, smallest=smallest)


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        (Entry("number", ""), "status 500"),
        (Entry("nul", ""), "cannot contain NUL"),
        (Entry("year", "", example={"year": 2021}), "integer out of range"),
        (Entry("unescaped", ""), "as it was sent"),
        (Entry("telling", ""), "the page shows how the portal is made: Traceback"),
        (Entry("away", "", states=("next=/",)), "it sends the reader to"),
        (Entry("header", ""), "KeyError"),
    ],
    ids=lambda value: value.name if isinstance(value, Entry) else "",
)
def test_a_fault_is_found(client: Client, entry: Entry, found: str) -> None:
    with pytest.raises(AssertionError, match=found):
        ask(client, entry)


def test_the_smallest_request_that_shows_a_fault_is_told(client: Client) -> None:
    with pytest.raises(AssertionError) as told:
        ask(client, Entry("year", "", example={"year": 2021}), smallest=True)

    # The first one that shows it is of two thousand characters and more.
    request, _, _ = str(told.value).partition("\n")
    assert len(request) < 300, request


def test_a_page_without_faults_is_left_in_peace(client: Client) -> None:
    assert ask(client, Entry("page", ""), times=200) >= 200


def test_the_same_seed_asks_the_same(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def addresses() -> list[str]:
        asked: list[str] = []

        def note(self: Client, **sent: Any) -> Any:
            asked.append(f"{sent['PATH_INFO']}?{sent['QUERY_STRING']}")
            return real(self, **sent)

        real = Client.request
        with monkeypatch.context() as patch:
            patch.setattr(Client, "request", note)
            ask(client, Entry("page", ""), times=50)
        return asked

    assert addresses() == addresses()
