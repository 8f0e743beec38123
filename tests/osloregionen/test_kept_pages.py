"""Pages kept in memory: for readers who are nobody in particular, until the content changes."""

import datetime as dt
from itertools import chain, repeat
from typing import Any

import pytest
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.urls import path
from django.views.decorators.cache import never_cache

import osloregionen.urls
from members.models import Municipality
from osloregionen import content_version, kept

pytestmark = pytest.mark.django_db

ADDRESS = "/medlemmer/lillestrom/"


def form(request: HttpRequest) -> HttpResponse:
    """Answer with a form that only this reader can send."""
    return HttpResponse(get_token(request))


@never_cache
def personal(request: HttpRequest) -> HttpResponse:
    """Answer as a page behind a personal link does."""
    return HttpResponse("hemmelig")


def fleeting(request: HttpRequest) -> HttpResponse:
    """Answer with something that no table knows of."""
    kept.provisional(request)
    return HttpResponse("kanskje")


def greedy(request: HttpRequest) -> HttpResponse:
    """Answer with more than is kept."""
    return HttpResponse("x" * 600_000)


urlpatterns = [
    path("prove/skjema/", form),
    path("prove/personlig/", personal),
    path("prove/flyktig/", fleeting),
    path("prove/stor/", greedy),
    *osloregionen.urls.urlpatterns,
]
handler404 = osloregionen.urls.handler404


@pytest.fixture
def queries(client: Client, django_assert_max_num_queries: Any) -> Any:
    """Return a function that fetches an address and says how many queries it took."""

    def count(address: str, **headers: str) -> int:
        with django_assert_max_num_queries(1000) as captured:
            client.get(address, headers=headers)
        return len(captured)

    return count


def test_a_second_reader_costs_one_query(queries: Any) -> None:
    assert queries(ADDRESS) > 5
    assert queries(ADDRESS) == 1


def test_the_kept_page_is_the_page(client: Client) -> None:
    first, second = client.get(ADDRESS), client.get(ADDRESS)
    assert first.content == second.content
    assert dict(first.items()) == dict(second.items())


def test_a_saved_change_is_seen_at_once(client: Client) -> None:
    assert "Nylillestrøm" not in client.get(ADDRESS).content.decode()
    Municipality.objects.filter(slug="lillestrom").update(name="Nylillestrøm")
    assert "Nylillestrøm" in client.get(ADDRESS).content.decode()


def test_without_the_version_in_its_name_a_page_would_go_stale(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what the test above would see if the version did not follow the writes."""
    monkeypatch.setattr(content_version, "current", lambda: "always the same")
    client.get(ADDRESS)
    Municipality.objects.filter(slug="lillestrom").update(name="Nylillestrøm")
    assert "Nylillestrøm" not in client.get(ADDRESS).content.decode()


def test_a_reader_who_has_the_page_is_told_before_anything_is_rendered(client: Client, queries: Any) -> None:
    etag = client.get(ADDRESS)["ETag"]
    caches["pages"].clear()

    answer = client.get(ADDRESS, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
    assert queries(ADDRESS, **{"If-None-Match": f'"other", W/{etag}'}) == 1
    assert not caches["pages"]._cache  # type: ignore[attr-defined]


def test_a_reader_who_has_an_older_page_gets_the_new_one(client: Client) -> None:
    etag = client.get(ADDRESS)["ETag"]
    Municipality.objects.filter(slug="lillestrom").update(name="Nylillestrøm")

    answer = client.get(ADDRESS, headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert answer["ETag"] != etag


@pytest.mark.parametrize("value", ["*", '"feil"', "tull", '"', ""])
def test_nobody_is_told_that_a_page_holds_which_does_not_exist(client: Client, value: str) -> None:
    assert client.get("/medlemmer/finnes-ikke/", headers={"If-None-Match": value}).status_code == 404


def test_asking_for_the_head_gives_the_same_name_and_keeps_nothing(client: Client) -> None:
    head = client.head(ADDRESS)
    assert not caches["pages"]._cache  # type: ignore[attr-defined]
    assert head["ETag"] == client.get(ADDRESS)["ETag"]
    assert client.head(ADDRESS).content == b""


def test_addresses_hosts_schemes_and_days_are_kept_apart(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = dt.date.today() + dt.timedelta(days=1)  # noqa: DTZ011 - any other day will do
    names = {
        client.get(address)["ETag"] for address in ("/moter/", "/moter/?page=1", "/moter/?sort=on", "/om/")
    }
    names.add(client.get("/moter/", headers={"Host": "localhost"})["ETag"])
    names.add(client.get("/moter/", secure=True)["ETag"])
    monkeypatch.setattr("osloregionen.kept.timezone.localdate", lambda: tomorrow)
    names.add(client.get("/moter/")["ETag"])
    assert len(names) == 7


def test_other_code_or_settings_give_other_names(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get("/om/")["ETag"]
    monkeypatch.setattr("osloregionen.kept.release", lambda: "another release")
    assert client.get("/om/")["ETag"] != first


def test_what_staff_see_is_never_kept(admin_pages: Any, client: Client) -> None:
    answer = admin_pages.get(ADDRESS)
    assert "no-store" in answer["Cache-Control"]
    assert "ETag" not in answer
    assert not caches["pages"]._cache  # type: ignore[attr-defined]


def test_staff_are_not_given_what_was_kept_for_others(client: Client, staff: Any, queries: Any) -> None:
    etag = client.get(ADDRESS)["ETag"]
    client.force_login(staff)
    assert client.get(ADDRESS, headers={"If-None-Match": etag}).status_code == 200
    assert queries(ADDRESS) > 5


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages"])
def test_whoever_is_somebody_goes_past_what_is_kept(client: Client, cookie: str) -> None:
    client.get(ADDRESS)
    client.cookies[cookie] = "noe"
    answer = client.get(ADDRESS)
    assert (answer["Cache-Control"], "ETag" in answer) == ("private, no-store", False)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", ["/prove/skjema/", "/prove/personlig/", "/prove/stor/", "/admin/login/"])
def test_forms_personal_pages_and_large_answers_are_not_kept(client: Client, address: str) -> None:
    for reader in (client, Client()):
        answer = reader.get(address)
        assert answer.status_code == 200
        assert "ETag" not in answer
    assert not caches["pages"]._cache  # type: ignore[attr-defined]


@pytest.mark.urls(__name__)
def test_a_reader_in_the_middle_of_a_form_gets_a_form_of_his_own(client: Client) -> None:
    first = client.get("/prove/skjema/").content
    second = client.get("/prove/skjema/").content
    assert len({first, second, Client().get("/prove/skjema/").content}) == 3


@pytest.mark.parametrize("address", ["/medlemmer/finnes-ikke/", "/medlemmer/?format=tull", "/admin/"])
def test_errors_and_redirects_are_not_kept(client: Client, address: str) -> None:
    assert client.get(address).status_code in (302, 400, 404)
    assert not caches["pages"]._cache  # type: ignore[attr-defined]


def test_sending_something_is_never_answered_from_memory(client: Client) -> None:
    client.get(ADDRESS)
    assert client.post(ADDRESS).status_code == 405


@pytest.mark.urls(__name__)
def test_a_page_that_waits_for_something_is_kept_for_a_minute_and_not_named(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    lifetimes: list[Any] = []
    monkeypatch.setattr(
        type(caches["pages"]), "set", lambda self, key, value, timeout=None, **_: lifetimes.append(timeout)
    )
    assert "ETag" not in client.get("/prove/flyktig/")
    assert lifetimes == [60]


def test_a_page_made_during_a_write_is_not_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    # The page itself may ask, too.
    versions = chain(["before"], repeat("after"))
    monkeypatch.setattr(content_version, "current", lambda: next(versions))
    assert "ETag" not in client.get(ADDRESS)
    assert not caches["pages"]._cache  # type: ignore[attr-defined]


def test_an_unknown_version_keeps_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_version, "current", lambda: None)
    assert "ETag" not in client.get(ADDRESS)
    assert not caches["pages"]._cache  # type: ignore[attr-defined]


def test_a_developers_portal_keeps_nothing(client: Client, settings: Any) -> None:
    settings.DEBUG = True
    assert "ETag" not in client.get(ADDRESS)


def test_a_pdf_keeps_the_name_of_its_own_content(client: Client) -> None:
    """What changes elsewhere does not send twelve pages anew."""
    first = client.get("/handlingsprogram/2021.pdf")
    again = client.get("/handlingsprogram/2021.pdf", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    Municipality.objects.filter(slug="lillestrom").update(website="https://lillestrom.example.org/")
    after = client.get("/handlingsprogram/2021.pdf", headers={"If-None-Match": first["ETag"]})
    assert (after.status_code, after["ETag"]) == (304, first["ETag"])


@pytest.mark.parametrize(
    "address", [ADDRESS, "/medlemmer/finnes-ikke/", "/handlingsprogram/2021.pdf", "/admin/"]
)
def test_asking_for_the_head_makes_no_body_for_the_server_to_drop(address: str, settings: Any) -> None:
    """Past the test client, which would itself drop the body."""
    settings.ALLOWED_HOSTS = ["testserver"]
    environ = RequestFactory().head(address).environ
    started: list[Any] = []
    answer = WSGIHandler()(environ, lambda *arguments: started.append(arguments))
    assert b"".join(answer) == b""
    full = Client().get(address)
    assert started[0][0].startswith(str(full.status_code))
    assert dict(started[0][1])["Content-Length"] == str(len(full.content))
