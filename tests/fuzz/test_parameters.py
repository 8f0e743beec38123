"""Every parameter that a public view reads is sent to it: what is new and noted nowhere fails here."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from osloregionen import pdf
from osloregionen import urls as portal
from osloregionen.catalogue import PUBLIC
from osloregionen.pages import Entry, Kind
from tests.conftest import OUR_APPS
from tests.fuzz import asking
from tests.fuzz.surface import Surface, surfaces
from tests.fuzz.watching import names_in_source, names_read, public_source
from tests.scenarios import SMALL

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Leave the printing of PDFs out, before which an address is read, and the page of all components."""
    settings.COMPONENTS = False
    monkeypatch.setattr(pdf, "_render", lambda html, *_rest: pdf.Pdf(html.encode()[:9], pages=1))


def read_by(entry: Entry, surface: Surface, client: Client) -> set[str]:
    """Return the names that an address reads: asked nothing, each state, each parameter alone, and all."""
    arguments = next(iter(entry.every()), None) if entry.every else entry.example
    address = entry.address(arguments)
    known = {name: values[0] for name, values in surface.parameters.items()}
    alone = (urlencode({name: value}) for name, value in known.items())
    queries = ["", *entry.states_here(), *entry.asked_here(), *alone, urlencode(known)]
    return set().union(*(names_read(client, f"{address}?{query}") for query in dict.fromkeys(queries)))


def unsent(entries: Iterable[Entry], client: Client) -> tuple[dict[str, set[str]], set[str]]:
    """Return, by address, what it reads and the fuzzer does not send it; and all that was read."""
    found = {surface.name: surface for surface in surfaces(entries, client)}
    missing, everything = {}, set()
    for entry in entries:
        read = read_by(entry, found[entry.name], client)
        everything |= read
        if not_sent := read - set(found[entry.name].parameters):
            missing[entry.name] = not_sent
    return missing, everything


def test_every_parameter_that_a_view_reads_is_sent_to_it(client: Client, world: Callable[..., None]) -> None:
    world("filled", **SMALL)

    missing, read = unsent(PUBLIC, client)

    assert missing == {}, "let a page offer it, or name it in the entry of the catalogue, as `asked`"
    files = public_source(Path(settings.BASE_DIR), OUR_APPS)
    named = {name for file in files for name in names_in_source(file.read_text(encoding="utf-8"))}
    assert len(named) > 10
    assert named <= read, "it is read where no address of the catalogue leads: add a state, or `asked`"


# --- The rail itself


def silent(request: HttpRequest) -> HttpResponse:
    """Read nothing of what it is asked."""
    return HttpResponse("<p>side</p>")


def offering(request: HttpRequest) -> HttpResponse:
    """Read what its form offers."""
    return HttpResponse(f'<form><input name="navn"></form><p>{len(request.GET.get("navn", ""))}</p>')


def secretive(request: HttpRequest) -> HttpResponse:
    """Read what it tells nobody of."""
    return HttpResponse("<p>side</p>" if "skjult" in request.GET else '<form><input name="navn"></form>')


def by_a_form(request: HttpRequest) -> HttpResponse:
    """Read through a form, of a copy."""

    class Days(forms.Form):
        dag = forms.CharField(required=False)

    return HttpResponse(f"<p>{Days(request.GET.copy()).is_valid()}</p>")


def one_after_the_other(request: HttpRequest) -> HttpResponse:
    """Read one thing only where two others are given."""
    text = request.GET.get("til", "") if request.GET.get("fra") else ""
    return HttpResponse(f"<p>{len(text and request.GET.getlist('mer'))}</p>")


def linking(request: HttpRequest) -> HttpResponse:
    """Lead to another address, and to one that is none."""
    return HttpResponse('<a href="../by_a_form/?dag=2026-01-02">PDF</a><a href="/finnes-ikke/?x=1">?</a>')


VIEWS = [silent, offering, linking, secretive, by_a_form, one_after_the_other]
urlpatterns = [
    *(path(f"prove/{view.__name__}/", view, name=view.__name__) for view in VIEWS),
    *portal.urlpatterns,
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("entry", "missing"),
    [
        (Entry("silent", ""), set()),
        (Entry("offering", ""), set()),
        (Entry("secretive", ""), {"skjult"}),
        (Entry("secretive", "", asked=("skjult=1",)), set()),
        (Entry("by_a_form", ""), {"dag"}),
        (Entry("by_a_form", "", kind=Kind.PDF), {"dag"}),
        (Entry("by_a_form", "", kind=Kind.PDF, own_asked=lambda: ["dag=1"]), set()),
        (Entry("one_after_the_other", "", kind=Kind.FILE, asked=("fra=1&til=2",)), {"mer"}),
    ],
    ids=lambda value: f"{value.name}-{value.kind}" if isinstance(value, Entry) else ", ".join(value),
)
def test_a_parameter_that_is_read_and_noted_nowhere_is_reported(
    client: Client, entry: Entry, missing: set[str]
) -> None:
    found, _everything = unsent([entry], client)

    assert found == ({entry.name: missing} if missing else {})


@pytest.mark.urls(__name__)
def test_what_is_sent_is_not_taken_for_read(client: Client) -> None:
    assert names_read(client, "/prove/silent/?skjult=1") == set()


@pytest.mark.urls(__name__)
def test_a_link_on_another_page_tells_what_a_file_can_be_asked(client: Client) -> None:
    entries = [Entry("linking", ""), Entry("by_a_form", "", kind=Kind.PDF)]

    known = {surface.name: surface.parameters for surface in surfaces(entries, client)}

    assert (known["by_a_form"], known["linking"]) == ({"dag": ["2026-01-02"]}, {})


@pytest.mark.parametrize(
    "source",
    [
        "request.GET.get('skjult', '')",
        "self.request.GET.getlist('skjult')",
        "if 'skjult' in request.GET: pass",
        "if 'skjult' not in request.GET: pass",
        "x = request.GET['skjult']",
    ],
)
def test_a_parameter_that_the_source_names_is_seen(source: str) -> None:
    assert names_in_source(f"{source}\nrequest.POST.get('annet')") == {"skjult"}


def test_each_parameter_is_asked_for_with_few_requests_too(monkeypatch: pytest.MonkeyPatch) -> None:
    many = {f"felt{number}": ["1"] for number in range(30)}
    surface = Surface("", ["/finnes-ikke/", "/"], ["slug"], {"slug": ["ett", "to"]}, many)
    sent: set[str] = set()
    monkeypatch.setattr(asking, "answer", lambda request, _client: sent.add(request.query.split("=")[0]))
    monkeypatch.setattr(asking, "faults", lambda *_answered: [])

    assert asking.ask_all([surface], times=120, chosen_seed=1) >= 120
    assert set(many) <= sent
