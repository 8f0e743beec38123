"""Every page is valid HTML, as the Nu HTML checker sees it. One start of Java for all pages of all worlds."""

import json
import re
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from osloregionen.catalogue import STAFF
from osloregionen.pages import Audience, Kind
from tests import programs
from tests.scenarios import SMALL
from tests.to_see import pages, staff_pages

# What the HTML is does not depend on the database it came from.
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]

CHECKER = settings.BASE_DIR / "node_modules/vnu-jar/build/dist/vnu.jar"

#: What the checker says of our own pages and is not so. Each pattern fits one message only.
NOT_FAULTS = (
    # Safari takes a list without bullets for no list at all, unless it is told.
    r"The “list” role is unnecessary for element “ul”\.",
)
#: What it says of Django's own templates of the admin, which we extend and do not copy.
NOT_OURS = (
    # The menu beside each page: kinds of rows that cannot be added have a cell less.
    r"A table row was 2 columns wide, which is less than the column count .*",
    # Fields with search: the server sends the chosen row alone, the admin's script fetches the others.
    r"The first “option” element in a “select” element with a “required” attribute, .* must have .*",
    r"A “select” element with a “required” attribute, .* must have a descendant “option” .*",
    r"Element “option” without attribute “label” must not be empty\.",
    # A user's password: its rules as a list in a paragraph, and a field that is no field.
    r"No “p” element in scope but a “p” end tag seen\.",
    r"Attribute “disabled” not allowed on element “div” at this point\.",
)

Faults = dict[str, list[str]]


def check(folder: Path, ignored: tuple[str, ...] = NOT_FAULTS) -> Faults:
    """Return the faults and warnings of every HTML file in the folder, by the file's name."""
    done = subprocess.run(
        [programs.java(), "-jar", CHECKER, "--format", "json", "--exit-zero-always", "--stdout", folder],
        check=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    faults: Faults = defaultdict(list)
    for message in json.loads(done.stdout)["messages"]:
        # A notice without this says where something else was.
        told = message["type"] != "info" or message.get("subType") == "warning"
        if told and not any(re.fullmatch(pattern, message["message"]) for pattern in ignored):
            extract = " ".join(message.get("extract", "").split())
            faults[Path(message["url"]).stem].append(
                f"line {message.get('lastLine', '?')}: {message['message']} [{extract[:160]}]"
            )
    return dict(faults)


class Collection:
    """A folder of pages for the checker; the files are named after world and address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    def add(self, name: str, html: str) -> None:
        """Take a page in."""
        self.count += 1
        readable = re.sub(r"[^\w.=-]+", "_", name).strip("_")
        (self.folder / f"{readable}.html").write_text(html, encoding="utf-8")

    def fetch(self, client: Client, world: str, address: str, status: int) -> None:
        """Fetch a page and take it in."""
        answer = client.get(address)
        assert answer.status_code == status, (world, address)
        self.add(f"{world} {address}", answer.content.decode())


def _public(collection: Collection, client: Client, world: str) -> None:
    for seen in pages(world):
        if not seen.staff:
            collection.fetch(client, world, seen.address, seen.status)


def test_every_page_for_everyone_is_valid(client: Client, world: Callable[..., None], tmp_path: Path) -> None:
    collection = Collection(tmp_path)
    _public(collection, client, "council")
    world("empty")
    _public(collection, client, "empty")
    world("filled", **SMALL)
    _public(collection, client, "filled")
    for template in ("403.html", "403_csrf.html", "500.html", "503.html"):
        collection.add(template, render_to_string(template))
    assert collection.count > 100
    assert check(tmp_path) == {}


def _admin_pages() -> Iterator[tuple[str, str]]:
    for entry in STAFF:
        if entry.audience == Audience.STAFF and entry.kind == Kind.PAGE:
            yield from ((seen.name, seen.address) for seen in staff_pages(entry))


def test_every_page_of_the_admin_is_valid(
    admin_pages: Client, world: Callable[..., None], tmp_path: Path
) -> None:
    world("filled", **SMALL)
    collection = Collection(tmp_path)
    for name, address in _admin_pages():
        answer = admin_pages.get(address)
        # The log can't be added to, nor can the fixed pages be deleted.
        if answer.status_code != 403:
            collection.add(name, answer.content.decode())
    assert collection.count > 150
    assert check(tmp_path, NOT_FAULTS + NOT_OURS) == {}


#: Faults by the name of the page that holds them, and what the checker says of each.
FAULTY = {
    "twice": ('<p id="innhold">x</p>', "Duplicate ID “innhold”"),
    "unclosed": ("<div><p>x", "Unclosed element “div”"),
    "no-alt": ('<img src="/x.png">', "must have an “alt” attribute"),
    "no-field": ('<label for="finnes-ikke">x</label>', "“for” attribute"),
    "obsolete": (
        '<ul role="list"></ul><p align="left">x</p>',
        "“align” attribute on the “p” element is obsolete",
    ),
}


def test_each_fault_in_a_page_would_be_found(client: Client, tmp_path: Path) -> None:
    sound = client.get("/om/").content.decode()
    collection = Collection(tmp_path)
    collection.add("sound", sound)
    for name, (fault, _) in FAULTY.items():
        faulty = sound.replace("</main>", f"{fault}</main>")
        assert faulty != sound
        collection.add(name, faulty)

    found = check(tmp_path)

    assert found.keys() == FAULTY.keys()
    for name, (_, told) in FAULTY.items():
        assert any(told in message for message in found[name]), found[name]


def test_without_java_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pytest.skip.Exception, match="no Java"):
        check(tmp_path)
