"""What an entry of the page catalogue says. Each app lists its own in `<app>/pages.py`, beside its
addresses; `osloregionen.catalogue` joins them. Imports no app.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.urls import URLResolver, get_resolver, reverse

#: The arguments of an address, as `reverse` takes them: by name, or by place where the address has no names.
Arguments = Mapping[str, Any] | tuple[Any, ...]


class Audience(StrEnum):
    """Who an address is for."""

    PUBLIC = "public"
    STAFF = "staff"


class Kind(StrEnum):
    """What an address answers with."""

    PAGE = "page"
    PDF = "PDF"
    #: A file or a machine's format: an uploaded document, the sitemap.
    FILE = "file"
    #: Nothing of its own: it sends the reader on.
    REDIRECT = "redirect"


@dataclass(frozen=True)
class Entry:
    """One address of the portal and what is worth knowing about it.

    `example` is an address that exists in the council's content; `also` are more of them, worth a look of
    their own; `states` are queries that show the page otherwise ("navn=nes"), `own_states` gives those that
    name what is in the present database. `asked` and `own_asked` are more that an address
    can be asked, which no page offers: not to look at, but for the fuzzer to send. `query` is what an address
    must be asked that has nothing of its own without, in the example, and `every_query` gives all such of the
    present database. `tables` are the names of
    the tables that the page gives as CSV, Excel and JSON ("" for a list, which has one), `named_tables` gives
    those that are named after records.
    `every` gives the arguments of all addresses of this kind in the database, for the sitemap and for tests
    in other worlds than the council's; None where there is only one address. `needs` says in words what must
    be there.
    """

    name: str
    title: str
    example: Arguments = field(default_factory=dict)
    audience: Audience = Audience.PUBLIC
    kind: Kind = Kind.PAGE
    needs: str = ""
    also: tuple[Arguments, ...] = ()
    states: tuple[str, ...] = ()
    own_states: Callable[[], Iterable[str]] | None = None
    asked: tuple[str, ...] = ()
    own_asked: Callable[[], Iterable[str]] | None = None
    query: str = ""
    every_query: Callable[[], Iterable[str]] | None = None
    tables: tuple[str, ...] = ()
    named_tables: Callable[[], Iterable[str]] | None = None
    every: Callable[[], Iterable[Arguments]] | None = None
    #: Search engines are told of it.
    in_sitemap: bool = True

    def address(self, arguments: Arguments | None = None) -> str:
        """Return the address of the example, with its `query`, or the one of other arguments. No queries."""
        if arguments is None:
            return _asked(self.address(self.example), self.query)
        if isinstance(arguments, tuple):
            return reverse(self.name, args=arguments)
        return reverse(self.name, kwargs=dict(arguments))

    def tables_here(self) -> tuple[str, ...]:
        """Return the names of all tables of the page in the present database. One query at most."""
        return (*self.tables, *(self.named_tables() if self.named_tables else ()))

    def states_here(self) -> tuple[str, ...]:
        """Return the queries that show the page otherwise in the present database. Those of `own_states`."""
        return (*self.states, *(self.own_states() if self.own_states else ()))

    def asked_here(self) -> tuple[str, ...]:
        """Return the queries that no page of the present database offers. The queries of `own_asked`."""
        return (*self.asked, *(self.own_asked() if self.own_asked else ()))

    def addresses_to_see(self) -> list[str]:
        """Return the addresses in the council's content that show all there is to see. As `states_here`."""
        first = self.address()
        queries = (_asked(first, query) for query in self.states_here())
        return [first, *(self.address(more) for more in self.also), *queries]

    def every_address(self) -> Iterator[str]:
        """Give all addresses of this kind in the present database; queries as `every` or `every_query`."""
        if self.every_query is not None:
            bare = self.address(self.example)
            yield from (_asked(bare, query) for query in self.every_query())
        elif self.every is not None:
            yield from map(self.address, self.every())
        else:
            yield self.address()

    def address_here(self) -> str | None:
        """Return the first address of this kind in the present database, or None. As `every_address`."""
        return next(self.every_address(), None)


def _asked(address: str, query: str) -> str:
    """Return an address with one more query, if any."""
    return f"{address}{'&' if '?' in address else '?'}{query}" if query else address


@dataclass(frozen=True)
class ErrorPage:
    """A page that tells what went wrong: it has no address of its own, but one that leads to it."""

    title: str
    address: str
    status: int


def routes(urlconf: str | None = None) -> Iterator[tuple[str | None, str]]:
    """Give name and route of every address of the portal, or of another `urlconf`. No queries."""
    yield from _routes(get_resolver(urlconf).url_patterns, "", "")


def _routes(patterns: list[Any], namespace: str, above: str) -> Iterator[tuple[str | None, str]]:
    for pattern in patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _routes(pattern.url_patterns, inner, route)
        else:
            yield (f"{namespace}{pattern.name}" if pattern.name else None), route
