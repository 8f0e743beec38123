"""Kept pages, compressed for browsers that take it; nothing that is somebody's own."""

import gzip
from typing import Any

import pytest
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import path

import osloregionen.urls
from members.models import Municipality

pytestmark = pytest.mark.django_db

ADDRESS = "/medlemmer/lillestrom/"
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


def form(request: HttpRequest) -> HttpResponse:
    """Answer with a form that only this reader can send."""
    return HttpResponse("<p>skjema</p>" * 100 + get_token(request))


def document(request: HttpRequest) -> HttpResponse:
    """Answer with a PDF that has an ETag of its own."""
    return HttpResponse(b"%PDF-1.7 " * 1000, content_type="application/pdf", headers={"ETag": '"prove"'})


urlpatterns = [
    path("prove/skjema/", form),
    path("prove/fil/", document),
    *osloregionen.urls.urlpatterns,
]
handler404 = osloregionen.urls.handler404


def test_a_browser_gets_the_same_page_in_fewer_bytes(client: Client) -> None:
    plain, first, second = (client.get(ADDRESS, headers=headers) for headers in ({}, BROWSER, BROWSER))
    assert "Content-Encoding" not in plain
    assert dict(first.items()) == dict(second.items())
    assert first.content == second.content
    assert first["Content-Encoding"] == "gzip"
    assert gzip.decompress(first.content) == plain.content
    assert int(first["Content-Length"]) == len(first.content) < len(plain.content) / 2


def test_proxies_are_told_that_the_answer_depends_on_what_the_browser_takes(client: Client) -> None:
    for headers in ({}, BROWSER):
        assert {"Accept-Encoding", "Cookie"} <= set(client.get(ADDRESS, headers=headers)["Vary"].split(", "))


@pytest.mark.parametrize("asked", ["", "identity", "br", "gzip;q=0", "gzip; q=0.0, br", "br, gzip;q=0.000"])
def test_whoever_does_not_take_it_gets_the_plain_page(client: Client, asked: str) -> None:
    client.get(ADDRESS, headers=BROWSER)
    answer = client.get(ADDRESS, headers={"Accept-Encoding": asked})
    assert "Content-Encoding" not in answer
    assert "Lillestrøm" in answer.content.decode()


@pytest.mark.parametrize("asked", ["gzip", "br;q=1.0, gzip;q=0.8", "gzip;q=0.01", "deflate,gzip"])
def test_whoever_takes_it_in_other_words_gets_it(client: Client, asked: str) -> None:
    answer = client.get(ADDRESS, headers={"Accept-Encoding": asked})
    assert "Lillestrøm" in gzip.decompress(answer.content).decode()


def test_the_second_browser_costs_one_query_and_no_compressing(
    client: Client, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(ADDRESS, headers=BROWSER)
    monkeypatch.setattr("osloregionen.kept._zip", None)
    with django_assert_num_queries(1):
        assert client.get(ADDRESS, headers=BROWSER)["Content-Encoding"] == "gzip"


def test_a_browser_that_has_the_page_is_told_so_by_the_same_weak_tag(client: Client) -> None:
    etag = client.get(ADDRESS, headers=BROWSER)["ETag"]
    assert etag.startswith('W/"')
    answer = client.get(ADDRESS, headers={**BROWSER, "If-None-Match": etag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
    assert "Content-Encoding" not in answer


def test_a_saved_change_is_seen_at_once_by_either(client: Client) -> None:
    for headers in ({}, BROWSER):
        client.get(ADDRESS, headers=headers)
    Municipality.objects.filter(slug="lillestrom").update(name="Nylillestrøm")
    assert "Nylillestrøm" in client.get(ADDRESS).content.decode()
    zipped = client.get(ADDRESS, headers=BROWSER)
    assert "Nylillestrøm" in gzip.decompress(zipped.content).decode()


def test_the_head_tells_of_the_same_bytes(client: Client) -> None:
    head = client.head(ADDRESS, headers=BROWSER)
    assert not caches["pages"]._cache  # type: ignore[attr-defined]
    page = client.get(ADDRESS, headers=BROWSER)
    assert (head["Content-Encoding"], head["ETag"], head.content) == ("gzip", page["ETag"], b"")


def test_what_staff_see_is_not_compressed(admin_pages: Any) -> None:
    """The length of a compressed page tells of the secrets in it."""
    assert "Content-Encoding" not in admin_pages.get(ADDRESS, headers=BROWSER)


@pytest.mark.urls(__name__)
def test_a_form_is_not_compressed(client: Client) -> None:
    for _time in range(2):
        assert "Content-Encoding" not in client.get("/prove/skjema/", headers=BROWSER)


@pytest.mark.urls(__name__)
def test_a_pdf_is_sent_as_it_is(client: Client) -> None:
    for _time in range(2):
        answer = client.get("/prove/fil/", headers=BROWSER)
        assert (answer["ETag"], "Content-Encoding" in answer) == ('"prove"', False)
