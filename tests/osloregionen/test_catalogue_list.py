"""The page catalogue lists every address there is, once, and docs/pages.md says the same."""

import re
from dataclasses import replace
from io import StringIO

import pytest
from django.contrib.admin import site
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

import osloregionen.urls
from osloregionen.catalogue import CATALOGUE, UNNAMED
from osloregionen.management.commands.list_pages import FILE, page
from osloregionen.pages import Entry, routes


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


#: The portal's addresses and one more, which nobody has listed; also below another, and without a name.
urlpatterns = [
    path("glemt/", _nothing, name="glemt"),
    path("dypt/", include(([path("nede/", _nothing, name="nede")], "under"))),
    path("navnlos/", _nothing),
    path("bakdor/", _nothing, name="home"),
    *osloregionen.urls.urlpatterns,
]


def all_are_listed(urlconf: str | None = None) -> None:
    """Fail with the addresses that nobody has listed, and say where they belong."""
    named = {entry.name for entry in CATALOGUE}
    models = [f"{model._meta.app_label}/{model._meta.model_name}" for model in site._registry]
    unnamed = {route.replace("<app>/<model>", model) for route in UNNAMED for model in models}
    missing, seen = [], set()
    for name, route in routes(urlconf):
        if name in seen:
            missing.append(f"{name}, a second address by that name: /{route}")
        elif name not in named if name else route not in unnamed:
            missing.append(f"{name or 'without a name'}: /{route}")
        seen |= {name} if name else set()
    if missing:
        where = "add an Entry to the app's pages.py (or to osloregionen/catalogue.py)"
        pytest.fail(f"Not in the page catalogue: {', '.join(missing)}; {where}")


def test_every_address_is_in_the_catalogue() -> None:
    all_are_listed()


def test_an_address_that_nobody_listed_would_be_noticed() -> None:
    with pytest.raises(pytest.fail.Exception) as told:
        all_are_listed(__name__)
    assert str(told.value) == (
        "Not in the page catalogue: glemt: /glemt/, under:nede: /dypt/nede/, without a name: /navnlos/, "
        "home, a second address by that name: /; "
        "add an Entry to the app's pages.py (or to osloregionen/catalogue.py)"
    )


def test_everything_in_the_catalogue_has_an_address_and_is_there_once() -> None:
    names = [entry.name for entry in CATALOGUE]
    assert len(names) == len(set(names))
    assert set(names) == {name for name, _ in routes() if name}


def test_the_list_in_the_docs_is_the_catalogue() -> None:
    assert FILE.read_text(encoding="utf-8") == page(), "run script/manage list_pages --write"


def readable(route: str) -> str:
    """Return how the list writes an address: "/handlingsprogram/<year>/", "/admin/<app>/<…>/history/"."""
    named = re.sub(r"\(\?P(<\w+>).*?\)(?=/|\$)", r"\1", route).replace("([^/]+)", "<…>")
    return "/" + re.sub(r"<\w+:", "<", named).translate(str.maketrans("", "", "^$\\"))


def not_told(text: str, entries: tuple[Entry, ...] = CATALOGUE) -> list[str]:
    """Return the entries of which the list does not tell: their address, or that they give tables."""
    lines = [line for line in text.splitlines() if line.startswith(("| `/", "- `/"))]
    told = {line.split("`")[1]: line for line in lines}
    # One line tells of a page of every kind of row that the text names, but for those named in the line.
    for model in site._registry:
        place = model._meta.label_lower.replace(".", "/")
        for address, line in list(told.items()) if f"(`{place}`)" in text else ():
            if not re.search(rf"\(not of .*\b{model._meta.object_name}\b", line):
                told.setdefault(address.replace("<app>/<model>", place), line)
    route_of = dict(routes())
    lines_of = {entry.name: told.get(readable(route_of[entry.name]), "") for entry in entries}
    tables = {entry.name for entry in entries if entry.tables or entry.named_tables}
    return [name for name, line in lines_of.items() if not line or (name in tables) > ("with tables" in line)]


def test_the_list_tells_of_every_address_and_which_give_tables() -> None:
    assert not_told(FILE.read_text(encoding="utf-8")) == []


MODELS_PAGES = ("changelist", "add", "change", "delete", "history", "simple_history")


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [
        ("| `/admin/members/meeting/liste/`", ["admin:members_meeting_list"]),
        ("| `/utslipp/` |", ["emissions:overview"]),
        ("Body (`members/body`), ", [f"admin:members_body_{page}" for page in MODELS_PAGES]),
        ("- `/admin/<app>/<model>/add/`", [e.name for e in CATALOGUE if e.title.endswith(": new")]),
    ],
)
def test_an_address_that_the_list_does_not_tell_of_would_be_noticed(
    left_out: str, missing: list[str]
) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert left_out in text
    assert not_told(text.replace(left_out, "")) == missing


def test_tables_that_the_list_does_not_tell_of_would_be_noticed() -> None:
    [about] = [entry for entry in CATALOGUE if entry.name == "members:page_about"]
    with_tables = (replace(about, named_tables=lambda: ["alder"]),)
    assert not_told(FILE.read_text(encoding="utf-8"), with_tables) == [about.name]


def test_the_command_prints_what_it_would_write() -> None:
    printed = StringIO()
    call_command("list_pages", stdout=printed)
    assert printed.getvalue() == page()
    assert "| `/medlemmer/<slug>/` | One municipality:" in page()
    assert "`/medlemmer/lillestrom/`" in page()
