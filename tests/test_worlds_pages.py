"""Every public page answers in every world, and none grows without end with what the portal holds."""

import gzip
import random
import re
from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

import osloregionen.urls
from declaration.models import Declaration
from members.models import Municipality
from osloregionen.catalogue import PUBLIC
from osloregionen.pages import Kind

#: A phone on a bad line waits half a minute for a page of this size.
LARGEST_PAGE = 1_000_000
#: Of all members, with their figures and plans of 150 activities: before it is compressed, and as it is sent.
LARGEST_OF_MEMBERS, LARGEST_SENT = 300_000, 30_000
BROWSER = {"Accept-Encoding": "gzip, deflate, br"}


def addresses(*kinds: Kind, tables: bool = False) -> list[str]:
    """Return the addresses that this world has, at most three of a kind; `tables`: its files too."""
    found = []
    for entry in PUBLIC:
        if entry.kind not in kinds or entry.name.startswith("components"):
            continue
        some = [entry.address()] if entry.every is None else map(entry.address, islice(entry.every(), 3))
        for address in some:
            found.append(address)
            if tables and entry.tables:
                found.append(f"{address}?format=csv")
    return found


def fetched(client: Any, address: str) -> bytes:
    """Return what an address answers; it must be a 200."""
    answer = client.get(address)
    body: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200, (address, answer.status_code)
    return body


@pytest.mark.parametrize(
    "name",
    ["empty", "council", "small", pytest.param("filled", marks=pytest.mark.slow), "large"],
)
def test_every_public_page_answers(name: str, world: Callable[..., None], client: Any) -> None:
    world(name)
    found = addresses(Kind.PAGE, Kind.FILE, tables=True)
    assert len(found) > 10
    for address in found:
        fetched(client, address)


@pytest.mark.slow
@pytest.mark.once
def test_the_largest_plan_s_pdf_can_be_made(world: Callable[..., None], client: Any) -> None:
    world("filled")
    plan = next(address for address in addresses(Kind.PDF) if address.startswith("/handlingsprogram/"))
    assert fetched(client, plan).startswith(b"%PDF")


@pytest.mark.slow
@pytest.mark.once
def test_with_eleven_thousand_parties_no_page_is_larger_than_a_phone_can_take(
    world: Callable[..., None], client: Any
) -> None:
    world("huge")
    sizes = {address: len(fetched(client, address)) for address in addresses(Kind.PAGE)}
    assert {address: size for address, size in sizes.items() if size > LARGEST_PAGE} == {}


def weights(client: Any, wanted: list[str]) -> dict[str, tuple[int, int]]:
    """Return how many bytes each page has, and how many are sent to a browser."""
    found = {}
    for address in wanted:
        sent = client.get(address, headers=BROWSER)
        zipped = sent.headers.get("Content-Encoding") == "gzip"
        found[address] = (
            len(gzip.decompress(sent.content) if zipped else sent.content),
            len(sent.content),
        )
    return found


def too_heavy(found: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Return the pages that weigh more than they may."""
    return {
        address: weight
        for address, weight in found.items()
        if weight[0] > LARGEST_OF_MEMBERS or weight[1] > LARGEST_SENT
    }


@pytest.mark.slow
@pytest.mark.once
def test_with_all_members_and_their_figures_every_page_is_light(
    world: Callable[..., None], client: Any
) -> None:
    world("filled")
    assert too_heavy(weights(client, addresses(Kind.PAGE))) == {}


def heavy(_request: HttpRequest) -> HttpResponse:
    """Answer with a page of which hardly anything repeats itself."""
    return HttpResponse("".join(f"<p>{random.Random(n).getrandbits(128):x}</p>" for n in range(1500)))


urlpatterns = [path("prove/tung/", heavy), *osloregionen.urls.urlpatterns]
handler404 = osloregionen.urls.handler404


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_heavy_page_is_seen(client: Any) -> None:
    """The control of the test above."""
    assert list(too_heavy(weights(client, ["/prove/tung/", "/om/"]))) == ["/prove/tung/"]


def test_names_are_suggested_only_where_they_are_few(world: Callable[..., None], client: Any) -> None:
    world("small")
    assert b"<datalist" in fetched(client, "/medlemmer/")
    world("large")
    page = fetched(client, "/medlemmer/")
    assert b"<datalist" not in page
    assert b'name="navn"' in page


def test_a_search_with_many_hits_lists_some_and_counts_the_others(
    world: Callable[..., None], client: Any
) -> None:
    world("large")
    page = fetched(client, "/medlemmer/finn/?navn=prove").decode()
    assert "Flere kommuner passer til «prove»" in page
    assert "kommuner til passer. Skriv mer av navnet." in page
    assert page.count("/medlemmer/") < 80
    world("small")
    assert "til passer" not in fetched(client, "/medlemmer/finn/?navn=prove").decode()


def test_named_signatures_can_be_sorted_and_come_in_pages(world: Callable[..., None], client: Any) -> None:
    world("small")
    address = Declaration.objects.published()[0].get_absolute_url()
    pages = [fetched(client, f"{address}?sort={order}signatory_name").decode() for order in ("", "-")]
    upwards, downwards = ([*dict.fromkeys(re.findall(r"Prøveperson \d+", page))] for page in pages)
    assert len(upwards) > 1
    assert upwards == downwards[::-1]


def test_a_file_holds_all_rows_of_a_large_list(world: Callable[..., None], client: Any) -> None:
    world("large")
    lines = fetched(client, "/medlemmer/?format=csv").decode().splitlines()
    assert len(lines) == 1 + Municipality.objects.members_now().count() == 1001
