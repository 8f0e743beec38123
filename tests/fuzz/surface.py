"""What an address can be asked: the values in its path, and the parameters that its own page offers.

Read from the pages (fields of forms, links that lead back to the page), so that a new filter or table is
tried without anyone listing it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

from django.test import Client
from lxml import html

from osloregionen.pages import Audience, Entry, Kind

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
    found = [_of_entry(entry, client) for entry in entries if entry.audience is Audience.PUBLIC]
    for address in OTHERS:
        other = Surface(name=address, parts=[urlsplit(address).path], arguments=[])
        _read_parameters(other, address, client)
        found.append(other)
    return found


def _of_entry(entry: Entry, client: Client) -> Surface:
    address = entry.address()
    surface = Surface(name=entry.name, parts=[address], arguments=[])
    for name, value in entry.example.items():
        before, found, after = surface.parts[-1].partition(str(value))
        # The values of a path stand in the order of its arguments.
        assert found, f"{entry.name}: {value} does not stand in {address}"
        surface.parts[-1:] = [before, after]
        surface.arguments.append(name)
        surface.known[name] = [str(value)]
    existing = list(islice(entry.every() if entry.every else [], KNOWN))
    for arguments in (*entry.also, *existing):
        for name, value in arguments.items():
            surface.known[name].append(str(value))
    if entry.kind in {Kind.PAGE, Kind.REDIRECT}:
        # What one record's page offers another's may not: the counties that answered in 2019. The examples
        # are of the council's content; another world has others.
        for other in map(entry.address, (*entry.also, *existing[:2])):
            _read_parameters(surface, other, client)
        for query in ("", *entry.states_here()):
            _read_parameters(surface, f"{address}?{query}", client)
    for name in entry.tables_here():
        surface.parameters.setdefault("tabell", []).append(name)
    return surface


def _read_parameters(surface: Surface, address: str, client: Client) -> None:
    """Add what the page at an address offers to be asked, with the values that it offers."""
    _note(surface, parse_qsl(urlsplit(address).query))
    response = client.get(address)
    if response.status_code != 200 or not response.get("Content-Type", "").startswith("text/html"):
        return
    path = urlsplit(address).path
    page = html.fromstring(response.content.decode())
    for link in page.xpath("//@href"):
        parts = urlsplit(link)
        if parts.query and parts.path in {"", path}:
            _note(surface, parse_qsl(parts.query, keep_blank_values=True))
    for form in page.forms:
        for control in form.inputs:
            if control.name:
                offered = getattr(control, "value_options", None) or [control.get("value") or ""]
                _note(surface, [(control.name, value) for value in offered])


def _note(surface: Surface, pairs: Iterable[tuple[str, str]]) -> None:
    for name, value in pairs:
        known = surface.parameters.setdefault(name, [])
        if value not in known and len(known) < KNOWN:
            known.append(value)
