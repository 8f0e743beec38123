"""The members as a tile map."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from members.models import Municipality
from members.selectors import Standing
from osloregionen.formatting import MISSING
from osloregionen.parts import Status
from osloregionen.tilemap import LARGEST_POSITION, Tile, TileMap

_NOT_REGISTERED = Status(MISSING)


def member_map(
    municipalities: Iterable[Municipality], *, standing: Standing | None = None, here: str = ""
) -> TileMap | None:
    """Return the map of the municipalities that have a place on it; None where none has.

    With a `standing` each tile says how its municipality stands to that declaration. No queries beyond the
    municipalities' own.
    """
    tiles: dict[tuple[int, int], Tile] = {}
    for municipality in municipalities:
        row, col = municipality.tile_row or 0, municipality.tile_col or 0
        if not (1 <= row <= LARGEST_POSITION and 1 <= col <= LARGEST_POSITION):
            continue
        status = standing.statuses.get(municipality.pk, _NOT_REGISTERED) if standing else None
        url = municipality.get_absolute_url()
        tiles[row, col] = Tile(name=municipality.name, url=url, row=row, col=col, status=status)
    if not tiles:
        return None
    label = _("Medlemskommunene i et rutekart")
    if standing is not None:
        label = _("Medlemskommunene i et rutekart: %(declaration)s") % {"declaration": standing.label}
    # The standing's order, from most to least; without those that only absorbed municipalities have.
    shown = {tile.status for tile in tiles.values()}
    order = [*standing.statuses.values(), _NOT_REGISTERED] if standing else []
    statuses = [status for status in order if status in shown]
    return TileMap.of(tiles.values(), label=label, statuses=statuses, here=here)
