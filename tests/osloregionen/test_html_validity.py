"""Every page is valid HTML, as the Nu HTML checker sees it. One start of Java for all pages of all worlds."""

import json
import re
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

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


class Passed(NamedTuple):
    """What the checker says and we pass over: its message, in what the page has said so far, at its end."""

    message: str
    markup: str = ""


#: What the checker says of our own pages and is not so. Each pattern fits one message only.
NOT_FAULTS = (
    # Safari takes a list without bullets for no list at all, unless it is told.
    Passed(r"The “list” role is unnecessary for element “ul”\."),
)
#: A row of the menu beside each page.
_MENU_ROW = r'<tr class="model-\w+[^>]*>(?:(?!<tr\b|</tr>).)*</tr>'
#: A field with search: the server sends the chosen row alone, the admin's script fetches the others.
_SEARCHED = r'<select [^>]*\bclass="admin-autocomplete"[^>]*>(?:(?!</?select\b).)*(?:</select>)?'
#: What it says of the markup of Django's own templates of the admin, which we extend and do not copy.
NOT_OURS = (
    # Kinds of rows that cannot be added have a cell less.
    Passed(r"A table row was 2 columns wide, which is less than the column count .*", _MENU_ROW),
    Passed(
        r"The first “option” element in a “select” element with a “required” attribute, .* must have .*",
        _SEARCHED,
    ),
    Passed(
        r"A “select” element with a “required” attribute, .* must have a descendant “option” .*", _SEARCHED
    ),
    Passed(r"Element “option” without attribute “label” must not be empty\.", _SEARCHED),
    # A user's password: a list in a paragraph, and a field that is no field.
    Passed(
        r"No “p” element in scope but a “p” end tag seen\.",
        r'<p>[^<]*<ul id="id_unusable_warning"(?:(?!</ul>).)*</ul></p>',
    ),
    Passed(
        r"Attribute “disabled” not allowed on element “div” at this point\.",
        r'<div disabled [^>]*id="id_password">',
    ),
)
#: So many lines hold the whole of what a fault is in: Django's templates leave many empty.
_LINES_BEFORE = 60

Faults = dict[str, list[str]]


def _said(folder: Path, message: dict[str, Any], pages: dict[str, list[str]]) -> str:
    """Return what a page says up to the end of the fault that is told of. `pages` keeps their lines."""
    name = unquote(Path(message["url"]).name)
    if name not in pages:
        pages[name] = (folder / name).read_text(encoding="utf-8").split("\n")
    last: int = message.get("lastLine", len(pages[name]))
    before = pages[name][max(0, last - _LINES_BEFORE) : last - 1]
    return "\n".join([*before, pages[name][last - 1][: message.get("lastColumn")]])


def check(folder: Path, ignored: tuple[Passed, ...] = NOT_FAULTS) -> Faults:
    """Return the faults and warnings of every HTML file in the folder, by the file's name."""
    done = subprocess.run(
        [programs.java(), "-jar", CHECKER, "--format", "json", "--exit-zero-always", "--stdout", folder],
        check=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    faults: Faults = defaultdict(list)
    pages: dict[str, list[str]] = {}
    for message in json.loads(done.stdout)["messages"]:
        # A notice without this says where something else was.
        told = message["type"] != "info" or message.get("subType") == "warning"
        fitting = [one.markup for one in ignored if re.fullmatch(one.message, message["message"])]
        said = _said(folder, message, pages) if any(fitting) else ""
        if told and not any(re.search(rf"(?:{markup})\Z", said, re.DOTALL) for markup in fitting):
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


#: The same for pages of staff: what Django's own markup is forgiven, in a template of ours.
FAULTY_OF_STAFF = {
    "row": (
        "<table><tr><th>a<th>b<th>c</tr><tr><td>1<td>2</tr></table>",
        "A table row was 2 columns wide",
    ),
    "first-option": (
        '<select name="a" aria-label="a" required><option value="1">x</option></select>',
        "The first “option” element in a “select” element",
    ),
    "no-option": (
        '<select name="a" aria-label="a" required></select>',
        "must have a descendant “option” element",
    ),
    "empty-option": (
        '<select name="a" aria-label="a"><option></option></select>',
        "Element “option” without attribute “label” must not be empty",
    ),
    "list-in-paragraph": ("<p>x<ul><li>y</li></ul></p>", "No “p” element in scope"),
    "disabled": ("<div disabled>x</div>", "Attribute “disabled” not allowed on element “div”"),
}


def test_each_fault_in_a_page_would_be_found(admin_pages: Client, tmp_path: Path) -> None:
    collection = Collection(tmp_path)
    # On the second there is all that Django is forgiven in forms: a menu, and fields with search.
    for address, faults in (("/om/", FAULTY), ("/admin/members/membership/add/", FAULTY_OF_STAFF)):
        sound = admin_pages.get(address).content.decode()
        collection.add(f"sound {address}", sound)
        for name, (fault, _) in faults.items():
            assert sound.count("</main>") == 1
            collection.add(name, sound.replace("</main>", f"{fault}</main>"))

    found = check(tmp_path, NOT_FAULTS + NOT_OURS)

    every = FAULTY | FAULTY_OF_STAFF
    assert found.keys() == every.keys()
    for name, (_, told) in every.items():
        assert any(told in message for message in found[name]), found[name]


def test_without_java_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pytest.skip.Exception, match="no Java"):
        check(tmp_path)
