"""Plain values as text and back: what is frozen when something is adopted or published.

    text = content.to_json()                     # the same text for the same content, always
    content = PlanContent.from_json(text)

Frozen dataclasses of texts, numbers, dates, tuples and other such dataclasses; the one that is a whole is a
`Snapshot`. A field that a text lacks has its default, so that what was frozen before there was such a field
reads on.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, ClassVar, Self, get_args, get_type_hints


@dataclass(frozen=True)
class Snapshot:
    """Base of a whole that is frozen; a subclass gives `schema` its default, that of what is frozen now.

    `earlier` are the schemas that it still reads, with the names of the fields that each lacks: what was
    frozen then is written as it was, to the same SHA-256.
    """

    earlier: ClassVar[Mapping[int, frozenset[str]]] = {}

    schema: int = field(default=0, kw_only=True)

    def plain(self) -> dict[str, Any]:
        """Return the values that `to_json` writes."""
        lacking = self.earlier.get(self.schema, frozenset())
        return {name: value for name, value in asdict(self).items() if name not in lacking}

    def to_json(self) -> str:
        """Return the content as text: keys in order, nothing that depends on the day or the machine."""
        return written(self.plain())

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return what `to_json` wrote. Raises ValueError for a schema that this code does not know."""
        values = json.loads(text)
        if values.get("schema") not in (cls.schema, *cls.earlier):
            raise ValueError(f"Unknown schema of {cls.__name__}: {values.get('schema')}")
        content: Self = read(cls, values)
        return content

    def sha256(self) -> str:
        """Return the SHA-256 of `to_json` in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def written(values: Mapping[str, Any]) -> str:
    """Return values as JSON: keys in order, nothing that depends on the day or the machine."""
    return json.dumps(values, default=_said, ensure_ascii=False, sort_keys=True, indent=1)


def read(kind: Any, value: Any) -> Any:
    """Return a value of JSON as the type that is declared. Raises TypeError where a field lacks."""
    if value is None:
        return None
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        told = (one.name for one in fields(kind) if one.name in value or one.default is MISSING)
        return kind(**{name: read(hints[name], value[name]) for name in told})
    inner = [one for one in get_args(kind) if one not in (type(None), ...)]
    if isinstance(value, list):
        return tuple(read(inner[0], one) for one in value)
    plain = inner[0] if inner else kind
    if is_dataclass(plain) and isinstance(plain, type):
        return read(plain, value)
    if plain in (dt.date, dt.datetime):
        return plain.fromisoformat(value)
    return value


def _said(value: Any) -> str:
    """Return a date or a moment as JSON holds it."""
    return value.isoformat()  # type: ignore[no-any-return]


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """Return the types of a dataclass's fields; asking for them anew was half of the reading."""
    return get_type_hints(kind)
