"""Two worker processes of a real server on one database: neither shows a page from before a save."""

import re
import threading
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from typing import Any

import pytest
from lxml import html

from tests.databases import new_database
from tests.servers import PASSWORD, Portal

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ADDRESS = "/medlemmer/lillestrom/"
#: Who takes a page compressed has it under another name than who does not.
READERS: tuple[dict[str, str], ...] = ({}, {"Accept-Encoding": "gzip"})
CHANGE = "UPDATE members_municipality SET name = '%s' WHERE slug = 'lillestrom'"


@pytest.fixture(scope="module")
def portal(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Portal]:
    """Two servers on the council's content, with one user."""
    folder = tmp_path_factory.mktemp("portal")
    with new_database(folder, "council") as url:
        portal = Portal(folder, url)
        portal.manage("createsuperuser", "--no-input", "--username", "redaktor", "--email", "r@example.org")
        portal.start()
        try:
            yield portal
        finally:
            portal.stop()


def _by_sql(portal: Portal, name: str) -> None:
    portal.sql(CHANGE % name)


def _by_bulk_update(portal: Portal, name: str) -> None:
    update = f"Municipality.objects.filter(slug='lillestrom').update(name={name!r})"
    portal.manage("shell", "-v", "0", "-c", f"from members.models import Municipality; {update}")


def _in_the_admin(portal: Portal, name: str) -> None:
    """Log in at the first server, and save the municipality's form with another name."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    admin = f"http://127.0.0.1:{portal.ports[0]}/admin/"

    def send(address: str, form_id: str, **fields: str) -> str:
        """Open a page, fill in its form and press its button; return the page that follows."""
        with browser.open(address) as page:
            form = html.fromstring(page.read().decode()).get_element_by_id(form_id)
        values = {**dict(form.form_values()), **fields}
        request = urllib.request.Request(  # noqa: S310 - our own server
            address, urllib.parse.urlencode(values).encode(), {"Referer": address}
        )
        with browser.open(request) as page:
            return str(page.read().decode())

    send(f"{admin}login/", "login-form", username="redaktor", password=PASSWORD)
    with browser.open(f"{admin}members/municipality/?q=Lillestr") as page:
        found = re.search(r"/members/municipality/(\d+)/change/", page.read().decode())
    assert found
    saved = send(f"{admin}members/municipality/{found[1]}/change/", "municipality_form", name=name)
    assert "ble endret" in saved


@pytest.mark.parametrize(
    "write", [_in_the_admin, _by_bulk_update, _by_sql], ids=lambda f: f.__name__.strip("_")
)
def test_a_change_is_seen_by_both_processes_at_once(
    portal: Portal, write: Callable[[Portal, str], None]
) -> None:
    before = portal.headings(ADDRESS)
    known = [(port, how, portal.get(port, ADDRESS, **how)[2]) for port in portal.ports for how in READERS]
    name = f"Prøve{write.__name__}"

    write(portal, name)

    assert before[0] == before[1] != name
    assert [portal.headings(ADDRESS, **how) for how in READERS] == [[name, name]] * 2
    statuses = [portal.get(port, ADDRESS, **how, **{"If-None-Match": etag})[0] for port, how, etag in known]
    assert statuses == [200] * 4


def test_fifty_saves_in_a_row_are_each_seen_by_both(portal: Portal) -> None:
    """The servers are asked all the while, so that a page is being made as the next save comes."""
    stop = threading.Event()
    readers = [
        threading.Thread(target=_read_until, args=(portal, port, how, stop))
        for port in portal.ports
        for how in READERS
    ]
    for reader in readers:
        reader.start()
    try:
        with portal.connected() as database:
            for number in range(50):
                name = f"Prøve {number}"
                database(CHANGE % name)
                assert [portal.headings(ADDRESS, **how) for how in READERS] == [[name, name]] * 2
    finally:
        stop.set()
        for reader in readers:
            reader.join()


def _read_until(portal: Portal, port: int, how: dict[str, str], stop: threading.Event) -> None:
    while not stop.is_set():
        portal.get(port, ADDRESS, **how)


def test_both_processes_call_a_page_by_the_same_name(portal: Portal) -> None:
    for how in READERS:
        one, other = (portal.get(port, ADDRESS, **how)[2] for port in portal.ports)
        assert one == other != ""
        has = {**how, "If-None-Match": one}
        assert [portal.get(port, ADDRESS, **has)[0] for port in portal.ports] == [304, 304]


def test_without_the_triggers_both_processes_would_be_stale(portal: Portal) -> None:
    """The control: the same readers do notice a page from before a save. Last, for it breaks the portal."""
    before = [portal.headings(ADDRESS, **how) for how in READERS]
    # Not as a migration takes them off, which leaves no version by which to keep anything.
    remove = (
        "from django.db import connection; from osloregionen.content_version import PREFIX; "
        "from osloregionen.triggers import removals; "
        "[connection.cursor().execute(statement) for statement in removals(connection, PREFIX)]"
    )
    portal.manage("shell", "-v", "0", "-c", remove)
    portal.sql(CHANGE % "Prøve uten utløser")
    assert [portal.headings(ADDRESS, **how) for how in READERS] == before
    portal.manage("migrate", "--verbosity", "0")
    assert [portal.headings(ADDRESS, **how) for how in READERS] == [["Prøve uten utløser"] * 2] * 2
