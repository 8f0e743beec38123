"""The members as a tile map."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from members.models import Municipality
from members.selectors import Standing
from osloregionen.formatting import MISSING
from osloregionen.parts import Status
from osloregionen.tilemap import Tile, TileMap, square

_NOT_REGISTERED = Status(MISSING)


def member_map(
    municipalities: Iterable[Municipality], *, standing: Standing | None = None, here: str = ""
) -> TileMap | None:
    """Return the map of the municipalities; None where none has a place on it. The list below it has all.

    With a `standing` each tile says how its municipality stands to that declaration. No queries beyond the
    municipalities' own.
    """
    tiles = []
    for municipality in municipalities:
        row, col = square(municipality.tile_row, municipality.tile_col)
        status = standing.statuses.get(municipality.pk, _NOT_REGISTERED) if standing else None
        url = municipality.get_absolute_url()
        tiles.append(Tile(name=municipality.name, url=url, row=row, col=col, status=status))
    if not any(tile.is_placed for tile in tiles):
        return None
    label = _("Medlemskommunene i et rutekart")
    if standing is not None:
        label = _("Medlemskommunene i et rutekart: %(declaration)s") % {"declaration": standing.label}
    # The standing's order, from most to least; without those that only absorbed municipalities have.
    shown = {tile.status for tile in tiles}
    order = [*standing.statuses.values(), _NOT_REGISTERED] if standing else []
    statuses = [status for status in order if status in shown]
    return TileMap.of(tiles, label=label, statuses=statuses, here=here)
