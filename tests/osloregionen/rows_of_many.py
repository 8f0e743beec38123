"""Makes many rows of a model at once, and of those that others belong to, without history."""

import itertools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.db import models

from members.models import Body, County, Document, Municipality

_serial = itertools.count(1)
Fields = Callable[[int], dict[str, Any]]
#: What every frozen row holds (osloregionen/frozen.py).
FROZEN = {
    "content": "{}",
    "content_sha256": "a" * 64,
    "pdf": b"%PDF",
    "pdf_sha256": "b" * 64,
    "pdf_pages": 1,
    "pdf_bytes": 4,
    "made_at": "2030-01-01T12:00:00Z",
    "made_by": "Prøve",
}


def bulk(model: type[models.Model], count: int, fields: Fields) -> list[Any]:
    """Make `count` rows; `fields` gets a number that no other row has."""
    manager: Any = model._base_manager
    return manager.bulk_create(model(**fields(next(_serial))) for _place in range(count))


def parts(model: type[models.Model], **makers: Any) -> Callable[[int], list[Any]]:
    """Return a maker of rows that each point to rows of their own; what is not callable is a value."""

    def make(count: int) -> list[Any]:
        related = {name: iter(maker(count)) for name, maker in makers.items() if callable(maker)}
        values = {name: value for name, value in makers.items() if not callable(value)}

        def fields(n: int) -> dict[str, Any]:
            made = {name: next(rows) for name, rows in related.items()}
            return {
                **made,
                **{k: v.format(n=n) if isinstance(v, str) else v for k, v in values.items()},
            }

        return bulk(model, count, fields)

    return make


def municipalities(count: int) -> list[Municipality]:
    """Make municipalities, each taken up by another one, with keys for order and search."""
    targets = bulk(
        Municipality, count, lambda n: {"name": f"Ny {n}", "slug": f"ny-{n}", "sort_name": f"zz{n:05}"}
    )
    rest = iter(targets)
    return bulk(
        Municipality,
        count,
        lambda n: {
            "name": f"Gammel {n}",
            "slug": f"gammel-{n}",
            "sort_name": f"aa{n:05}",
            "merged_into": next(rest),
            "dissolved_on": "2020-01-01",
        },
    )


def counties(count: int) -> list[County]:
    """Make counties that are no longer."""
    return bulk(County, count, lambda n: {"number": "99", "name": f"Fylke {n}", "valid_to": "2019-12-31"})


def bodies(count: int) -> list[Body]:
    """Make bodies."""
    return bulk(Body, count, lambda n: {"name": f"Organ {n}", "slug": f"organ-{n}", "kind": "political"})


def documents(count: int) -> list[Document]:
    """Make documents."""
    return bulk(Document, count, lambda n: {"title": f"Dokument {n}", "slug": f"dok-{n}", "kind": "rapport"})


def users(count: int) -> list[User]:
    """Make users without a password."""
    return bulk(User, count, lambda n: {"username": f"bruker{n}"})
