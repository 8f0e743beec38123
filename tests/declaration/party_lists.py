"""What tests of a declaration's list of parties share."""

import datetime as dt
from typing import Any

from declaration.lists import PartyList
from declaration.models import Declaration, Signature
from osloregionen.sheets import read_sheet
from tests.factories import make_declaration

SIGNING = dt.date(2022, 6, 2)
DECISION = dt.date(2022, 5, 10)
HEADINGS = [
    "Nummer",
    "Part",
    "Type",
    "Status",
    "Grunnlag",
    "Vedtaksdato",
    "Signeringsdato",
    "Signert av",
    "Kilde",
]


def open_declaration(**fields: Any) -> Declaration:
    """Return a declaration that is open, in the borders of 2022."""
    dates = {"year": 2022, "opened_on": dt.date(2022, 2, 11), "signing_on": SIGNING}
    return make_declaration(**{**dates, **fields})


def address(declaration: Declaration) -> str:
    """Return the list's page in the admin."""
    return f"/admin/declaration/declaration/{declaration.pk}/liste/"


def answer_of(declaration: Declaration, name: str) -> Signature:
    """Return what a municipality is registered with."""
    return Signature.objects.get(declaration=declaration, municipality__name=name)


def rows_of(content: bytes) -> list[dict[str, Any]]:
    """Return a downloaded list's lines by their headings."""
    headings = [str(column.heading) for column in PartyList.columns]
    head, *lines = read_sheet("liste", content, headings=headings).rows
    assert head.cells == headings
    return [dict(zip(headings, line.cells, strict=False)) for line in lines]
