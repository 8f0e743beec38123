"""Takes a JSON-stat2 file apart: its dimensions, and one value for each combination of their categories.

The format: json-stat.org. What comes in is anybody's file: everything is checked before it is used.
"""

import datetime as dt
import itertools
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from members.population_parts import Dimension

#: What the roles of JSON-stat mean here.
_ROLES = {"geo": "region", "time": "year", "metric": "contents"}
#: SSB's signs for a figure that does not exist, is not known, or is not told; a value may stand beside one.
_NO_FIGURE = {".", "..", "...", ":"}


class JsonStatError(Exception):
    """The file is no JSON-stat2; the argument says why, in plain English."""


@dataclass(frozen=True)
class Data:
    """A file's label, table number and date where it has them, and its values.

    `values` holds those that are there, by their place; the last dimension runs fastest.
    """

    label: str
    table: str
    updated: dt.date | None
    dimensions: list[Dimension]
    #: What a dimension is (`_ROLES`), by its name.
    roles: dict[str, str]
    values: dict[int, Any]

    def cells(self) -> Iterator[tuple[tuple[str, ...], Any]]:
        """Give each combination of codes, in the order of the dimensions, with its value or None."""
        combinations = itertools.product(*(dimension.labels for dimension in self.dimensions))
        for place, codes in enumerate(combinations):
            yield codes, self.values.get(place)


def read(text: str, *, most_cells: int) -> Data:
    """Return what a file holds. Raises `JsonStatError`."""
    try:
        root = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise JsonStatError(f"line {error.lineno}, column {error.colno}: not JSON: {error.msg}") from error
    except (RecursionError, ValueError) as error:
        raise JsonStatError("holds numbers or nesting that no statistics have") from error
    if "dataset" in root and "id" not in root:
        raise JsonStatError("JSON-stat of the first version: choose JSON-stat2 in Statistikkbanken")
    if root.get("class", "dataset") != "dataset" or "id" not in root:
        raise JsonStatError("JSON, but no data in JSON-stat2")
    dimensions = _dimensions(root)
    sizes = [len(dimension.labels) for dimension in dimensions]
    if root.get("size") != sizes:
        raise JsonStatError(f"'size' says {_short(root.get('size'))}, but the dimensions have {sizes}")
    if math.prod(sizes) > most_cells:
        raise JsonStatError(f"more than {most_cells:,} figures")
    extension = root.get("extension")
    px = extension.get("px") if isinstance(extension, dict) else None
    return Data(
        label=_text(root.get("label", ""), "label"),
        table=str(px.get("tableid", ""))[:20] if isinstance(px, dict) else "",
        updated=_day(root.get("updated")),
        dimensions=dimensions,
        roles=_roles(root.get("role")),
        values=_values(root, math.prod(sizes)),
    )


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _dimensions(root: dict[str, Any]) -> list[Dimension]:
    names, described = root["id"], root.get("dimension")
    if not isinstance(names, list) or not isinstance(described, dict):
        raise JsonStatError("has no dimensions")
    found = []
    for name in names:
        name = _text(name, "id")
        about = described.get(name)
        category = about.get("category") if isinstance(about, dict) else None
        if not isinstance(category, dict):
            raise JsonStatError(f"the dimension {_short(name)} is not described")
        codes = _codes(name, category)
        labels = category.get("label")
        labels = labels if isinstance(labels, dict) else {}
        found.append(Dimension(name, {code: _text(labels.get(code, code), name) for code in codes}))
    if len({dimension.name for dimension in found}) != len(found):
        raise JsonStatError("has a dimension twice")
    return found


def _codes(name: str, category: dict[str, Any]) -> list[str]:
    """Return a dimension's codes in order: `index` is a list, an object of places, or not there for one."""
    index = category.get("index")
    if index is None and isinstance(category.get("label"), dict) and len(category["label"]) == 1:
        index = list(category["label"])
    if isinstance(index, dict):
        places = list(index.values())
        if any(type(place) is not int for place in places) or sorted(places) != list(range(len(places))):
            raise JsonStatError(f"the places of the dimension {_short(name)} don't run from 0 up")
        index = sorted(index, key=index.__getitem__)
    if not isinstance(index, list) or not index:
        raise JsonStatError(f"the dimension {_short(name)} has no categories")
    codes = [_text(code, name) for code in index]
    if len(set(codes)) != len(codes):
        raise JsonStatError(f"the dimension {_short(name)} has a category twice")
    return codes


def _values(root: dict[str, Any], count: int) -> dict[int, Any]:
    """Return the values that are there, by place; those that a status calls no figure are left out."""
    values = _by_place(root.get("value"), count, "value")
    if isinstance(root.get("value"), list) and len(root["value"]) != count:
        raise JsonStatError(f"has {len(root['value'])} values, but the dimensions make {count}")
    status = root.get("status")
    if isinstance(status, str):
        status = [status] * count
    signs = _by_place(status, count, "status") if status is not None else {}
    return {place: value for place, value in values.items() if signs.get(place) not in _NO_FIGURE}


def _by_place(found: Any, count: int, name: str) -> dict[int, Any]:
    """Return a list, or an object that leaves places out, by place."""
    if isinstance(found, list):
        return dict(enumerate(found[:count]))
    if not isinstance(found, dict):
        raise JsonStatError(f"has no '{name}'")
    if any(not (key.isascii() and key.isdigit() and len(key) < 10 and int(key) < count) for key in found):
        raise JsonStatError(f"'{name}' names a place outside the dimensions")
    return {int(key): value for key, value in found.items()}


def _roles(found: Any) -> dict[str, str]:
    roles: dict[str, str] = {}
    for role, meaning in _ROLES.items():
        names = found.get(role) if isinstance(found, dict) else None
        for name in names if isinstance(names, list) else []:
            roles[str(name)] = meaning
    return roles


def _day(found: Any) -> dt.date | None:
    """Return the day of "2026-02-25T07:00:00Z", in Norway; None for what is no date."""
    try:
        moment = dt.datetime.fromisoformat(str(found))
    except ValueError:
        return None
    return (moment.astimezone(ZoneInfo("Europe/Oslo")) if moment.tzinfo else moment).date()


def _text(found: Any, where: str) -> str:
    if not isinstance(found, str):
        raise JsonStatError(f"{_short(where)}: {_short(found)} is not text")
    return found


def _short(found: Any) -> str:
    return repr(found)[:80]
