"""The tile map: one equal square per municipality, so that every member counts the same, on a phone too.

Geometry and words here, markup in templates/_tilemap.html, drawing in static/css/tilemap.css.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from osloregionen.formatting import counted_nb, list_nb
from osloregionen.parts import Status
from osloregionen.rendered import tile_html, tile_line_html
from osloregionen.text import sort_key

SOFT_HYPHEN = "\u00ad"

#: tilemap.css has a class for each row (r1 …) and column (c1 …) up to this.
LARGEST_POSITION = 20

# A name at least this long may not fit on one line of a tile, and gets a place to break.
_FITS = 8
# Where a Norwegian place name may break: before its last element.
_LAST_ELEMENT = re.compile(
    r"(?<=\w{3})(strand|vinger|stad|herad|borg|berg|saker|odden|strøm|fjord|sund|voll|land|heim|skog|dal|lingen|set)$"
)


_NOWHERE = (0, 0)
#: Of more than this without a place, the note says how many.
_MOST_NAMED = 5
#: More than this are no list to read below a map; their page has a table.
_MOST_LISTED = 100


def square(row: int | None, col: int | None) -> tuple[int, int]:
    """Return a row and column as a `Tile` takes them: (0, 0) for what has no place on the map."""
    if not (row and col and 1 <= row <= LARGEST_POSITION and 1 <= col <= LARGEST_POSITION):
        return _NOWHERE
    return row, col


@dataclass(frozen=True)
class Tile:
    """A municipality on the map. `row` and `col` count from 1 in the north-west; `status` may be None.

    Both are 0 for one that has no place on it (see `square`): the list below the map has it all the same.
    `short`, the name on a phone, is filled by `TileMap.of`, since it depends on the other names.
    """

    name: str
    url: str
    row: int
    col: int
    status: Status | None = None
    short: str = ""

    def __post_init__(self) -> None:
        if self.is_placed and square(self.row, self.col) == _NOWHERE:
            raise ValueError(f"{self.name} lies outside the map: row {self.row}, column {self.col}")

    @property
    def is_placed(self) -> bool:
        """Whether it has a square on the map."""
        return (self.row, self.col) != _NOWHERE

    @property
    def hyphenated(self) -> str:
        """The name with soft hyphens, so that it can break and is never cut."""
        return " ".join(_hyphenated(word) for word in self.name.split(" "))


@dataclass(frozen=True)
class LegendEntry:
    """A status of the map and how many municipalities have it, with a square or without."""

    status: Status
    count: int


@dataclass(frozen=True)
class TileMap:
    """What `_tilemap.html` draws. Made by `TileMap.of`. `unplaced` stand in the list alone."""

    label: str
    tiles: tuple[Tile, ...]
    unplaced: tuple[Tile, ...]
    legend: tuple[LegendEntry, ...]
    here: str = ""

    @classmethod
    def of(
        cls, tiles: Iterable[Tile], *, label: str, statuses: Iterable[Status] = (), here: str = ""
    ) -> "TileMap":
        """Return the map of `tiles` in reading order (north to south, west to east); `unplaced` as they came.

        `label` says what the map shows. `statuses` orders the legend and lets it hold those that no
        tile has; without it the legend has the tiles' own. `here` is the name of a tile to mark.
        Raises ValueError where two tiles share a square.
        """
        everyone = tuple(tiles)
        placed = tuple(
            sorted((tile for tile in everyone if tile.is_placed), key=lambda tile: (tile.row, tile.col))
        )
        for position, count in Counter((tile.row, tile.col) for tile in placed).items():
            if count > 1:
                raise ValueError(f"{count} tiles share row {position[0]}, column {position[1]}")
        short = short_names([tile.name for tile in placed])
        placed = tuple(replace(tile, short=short[tile.name]) for tile in placed)
        counts = Counter(tile.status.in_legend for tile in everyone if tile.status is not None)
        order = list(dict.fromkeys([*(status.in_legend for status in statuses), *counts]))
        legend = tuple(LegendEntry(status, counts[status]) for status in order)
        unplaced = tuple(tile for tile in everyone if not tile.is_placed)
        return cls(label, placed, unplaced, legend, here)

    @property
    def squares(self) -> list[SafeString]:
        """The tiles as finished markup, in reading order."""
        return [tile_html(tile, here=bool(self.here) and tile.name == self.here) for tile in self.tiles]

    @property
    def lines(self) -> list[SafeString]:
        """The list below the map as finished markup, in Norwegian order."""
        listed = (*self.tiles, *(self.unplaced if self._are_listed else ()))
        return [tile_line_html(tile) for tile in sorted(listed, key=lambda tile: sort_key(tile.name))]

    @property
    def _are_listed(self) -> bool:
        return len(self.unplaced) <= _MOST_LISTED

    @property
    def note(self) -> str:
        """What to say of those without a square; empty where all have one."""
        if not self.unplaced:
            return ""
        names = list_nb(sorted((tile.name for tile in self.unplaced), key=sort_key))
        if len(self.unplaced) > _MOST_NAMED:
            names = counted_nb(len(self.unplaced), _("kommune"), _("kommuner"))
        if not self._are_listed:
            return _("%(names)s har ikke fått plass i kartet.") % {"names": names}
        return _("%(names)s har ikke fått plass i kartet, men står i listen.") % {"names": names}


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Return each name as a phone's tile has room for it, no two alike where the names differ.

    "Asker" → "Aske", "Nordre Follo" → "N.Fo"; Kongsberg and Kongsvinger → "Ko.b" and "Ko.v".
    """
    short = {name: _short(name) for name in names}
    for clash, count in Counter(short.values()).items():
        alike = [name for name, brief in short.items() if brief == clash]
        if count > 1:
            letters = enumerate(zip(*alike, strict=False))
            shared = next((n for n, some in letters if len(set(some)) > 1), min(map(len, alike)))
            short |= {name: f"{name[:2]}.{name[shared : shared + 1]}".rstrip(".") for name in alike}
    return short


def _short(name: str) -> str:
    words = re.split(r"[ -]", name)
    return name[:4] if len(words) == 1 else f"{words[0][0]}.{words[-1][:2]}"


def _hyphenated(word: str) -> str:
    return _LAST_ELEMENT.sub(SOFT_HYPHEN + r"\1", word) if len(word) >= _FITS and "-" not in word else word
