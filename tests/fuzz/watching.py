"""Sees which parameters views read: as they read them, and as their source says."""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any
from unittest import mock

from django.core.cache import caches
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.test import Client
from django.utils.functional import cached_property

#: What reads a parameter; `self["x"]` and `get("x")` come to the first.
_READERS = {"get", "getlist"}


class Watched(QueryDict):
    """The parameters of a request, which remember the names that they were asked for. So do their copies."""

    def __init__(self, *args: Any, asked: set[str] | None = None, **options: Any) -> None:
        # To be filled is not to be read.
        self.asked: set[str] = set()
        super().__init__(*args, **options)
        self.asked = set() if asked is None else asked

    def __deepcopy__(self, memo: dict[int, Any]) -> "Watched":
        result = Watched("", mutable=True, encoding=self.encoding, asked=self.asked)
        memo[id(self)] = result
        for name, values in self.lists():
            result.setlist(deepcopy(name, memo), deepcopy(values, memo))
        return result

    def __contains__(self, name: object) -> bool:
        self.asked.add(str(name))
        return super().__contains__(name)

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return super().__getitem__(name)

    def getlist(self, name: str, default: Any = None) -> Any:
        """Return all values of a name, as QueryDict does, and remember it."""
        self.asked.add(name)
        return super().getlist(name, default)


@contextmanager
def watching() -> Iterator[set[str]]:
    """Give the set of the names that any request is asked for meanwhile."""
    asked: set[str] = set()

    def read(request: WSGIRequest) -> Watched:
        raw = request.environ.get("QUERY_STRING", "").encode("latin-1")
        return Watched(raw, encoding=request._encoding, asked=asked)

    watched: cached_property[Watched] = cached_property(read)
    watched.__set_name__(WSGIRequest, "GET")
    with mock.patch.object(WSGIRequest, "GET", watched):
        yield asked


def names_read(client: Client, address: str) -> set[str]:
    """Return the names of the parameters that the portal reads when it is asked an address."""
    # What is kept answers for the page, and reads nothing.
    caches["pages"].clear()
    with watching() as asked:
        response: Any = client.get(address)
        b"".join(response.streaming_content) if response.streaming else response.content
    return asked


def names_in_source(source: str) -> set[str]:
    """Return the names that Python source reads from `….GET`, as far as it says them outright."""
    return {name for node in ast.walk(ast.parse(source)) for name in _names_at(node)}


def _names_at(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Attribute(attr="GET"), attr=reader),
            args=[ast.Constant(value=str(name)), *_],
        ) if reader in _READERS:
            yield name
        case ast.Subscript(value=ast.Attribute(attr="GET"), slice=ast.Constant(value=str(name))):
            yield name
        case ast.Compare(left=ast.Constant(value=str(name)), comparators=[ast.Attribute(attr="GET")]):
            yield name


def public_source(root: Path, apps: tuple[str, ...]) -> Iterator[Path]:
    """Give the modules of the apps that a visitor's request may run: all but the admin's and migrations."""
    for app in apps:
        for file in sorted((root / app).rglob("*.py")):
            if not file.name.startswith("admin") and "migrations" not in file.parts:
                yield file
