"""What an address can be asked: the values in its path, and the parameters that the portal's pages offer it.

Read from all pages (fields of forms, links to the page itself, to another, to a file or a PDF), so that a new
filter or table is tried without anyone listing it. What no page offers stands in the catalogue, as `asked` or
`own_asked`; test_parameters.py holds what is known here against what the views read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html

from osloregionen.pages import Arguments, Audience, Entry, Kind

#: Addresses that no entry of the catalogue stands for, but anyone can ask.
OTHERS = ("/admin/", "/admin/members/county/?q=x&o=1", "/static/css/portal.css", "/finnes-ikke/")
#: Known values of one argument or parameter; more of the same say nothing new.
KNOWN = 40


@dataclass
class Surface:
    """One address in parts: fixed text and the names of its arguments, and known values of all it takes."""

    name: str
    parts: list[str]
    arguments: list[str]
    known: dict[str, list[str]] = field(default_factory=dict)
    parameters: dict[str, list[str]] = field(default_factory=dict)

    def path(self, values: Iterable[str]) -> str:
        """Return the path with these values (percent-encoded already) in the places of its arguments."""
        first, *rest = self.parts
        return first + "".join(value + part for value, part in zip(values, rest, strict=True))


def surfaces(entries: Iterable[Entry], client: Client) -> list[Surface]:
    """Return the surface of each public entry, and of the addresses beside them. Each page is fetched."""
    public = [entry for entry in entries if entry.audience is Audience.PUBLIC]
    found = {entry.name: _of_entry(entry) for entry in public}
    for entry in public:
        for address in _addresses(entry):
            _note(found[entry.name], parse_qsl(urlsplit(address).query))
            # A file or a PDF offers nothing, and may take long to make.
            if entry.kind in {Kind.PAGE, Kind.REDIRECT}:
                _read_offers(found, address, client)
        for query in (entry.query, *(entry.every_query() if entry.every_query else ()), *entry.asked_here()):
            _note(found[entry.name], parse_qsl(query))
        _note(found[entry.name], (("tabell", name) for name in entry.tables_here()))
    others = [Surface(name=address, parts=[urlsplit(address).path], arguments=[]) for address in OTHERS]
    for other in others:
        _note(other, parse_qsl(urlsplit(other.name).query))
    return [*found.values(), *others]


def _of_entry(entry: Entry) -> Surface:
    address = entry.address(entry.example)
    surface = Surface(name=entry.name, parts=[address], arguments=[])
    for name, value in entry.example.items():
        before, found, after = surface.parts[-1].partition(str(value))
        # The values of a path stand in the order of its arguments.
        assert found, f"{entry.name}: {value} does not stand in {address}"
        surface.parts[-1:] = [before, after]
        surface.arguments.append(name)
        surface.known[name] = [str(value)]
    for arguments in (*entry.also, *_existing(entry, KNOWN)):
        for name, value in arguments.items():
            surface.known[name].append(str(value))
    return surface


def _existing(entry: Entry, count: int) -> list[Arguments]:
    return list(islice(entry.every() if entry.every else [], count))


def _addresses(entry: Entry) -> list[str]:
    """Return the addresses to read of an entry.

    What one record's page offers another's may not: the counties that answered in 2019. The examples are of
    the council's content; another world has others.
    """
    bases = [entry.address(entry.example), *map(entry.address, _existing(entry, 1))]
    others = map(entry.address, (*entry.also, *_existing(entry, 2)))
    queries = [f"{base}?{query}" for query in entry.states_here() for base in bases]
    return list(dict.fromkeys([*bases, *others, *queries]))


def _read_offers(found: dict[str, Surface], address: str, client: Client) -> None:
    """Note all that the page at an address offers to be asked, of itself and of others."""
    response = client.get(address)
    if response.status_code != 200 or not response.get("Content-Type", "").startswith("text/html"):
        return
    for target, pairs in _offers(address, response.content.decode()):
        if surface := found.get(_name_of(target)):
            _note(surface, pairs)


def _offers(address: str, text: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Give each path that a page leads to, with parameters and values that it offers."""
    page = html.fromstring(text)
    for link in page.xpath("//@href"):
        parts = urlsplit(urljoin(address, link))
        if parts.query:
            yield parts.path, parse_qsl(parts.query, keep_blank_values=True)
    for form in page.forms:
        target = urlsplit(urljoin(address, form.action or "")).path
        for control in form.inputs:
            if control.name:
                offered = getattr(control, "value_options", None) or [control.get("value") or ""]
                yield target, [(control.name, value) for value in offered]


def _name_of(path: str) -> str:
    """Return the name of the address at a path; nothing where there is none."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def _note(surface: Surface, pairs: Iterable[tuple[str, str]]) -> None:
    for name, value in pairs:
        known = surface.parameters.setdefault(name, [])
        if value not in known and len(known) < KNOWN:
            known.append(value)
        # What can be sorted can be paged; none of the lists is so long that it offers that.
        if name == "sort" or name.endswith("-sort"):
            surface.parameters.setdefault(f"{name.removesuffix('sort')}page", ["1", "2"])
