"""Plain values as text and back: what is frozen when something is adopted or published.

    text = written(asdict(content))              # the same text for the same values, always
    content = read(PlanContent, json.loads(text))

Frozen dataclasses of texts, numbers, dates, tuples and other such dataclasses. A field that a text lacks has
its default, so that what was frozen before there was such a field reads on.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints


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
