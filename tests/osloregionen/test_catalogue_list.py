"""The page catalogue lists every address there is, once, and docs/pages.md says the same."""

from io import StringIO

import pytest
from django.contrib.admin import site
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

import osloregionen.urls
from osloregionen.catalogue import CATALOGUE, UNNAMED
from osloregionen.management.commands.list_pages import FILE, page
from osloregionen.pages import routes


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


def test_the_command_prints_what_it_would_write() -> None:
    printed = StringIO()
    call_command("list_pages", stdout=printed)
    assert printed.getvalue() == page()
    assert "| `/medlemmer/<slug>/` | One municipality:" in page()
    assert "`/medlemmer/lillestrom/`" in page()
