"""Answers to declarations, and what a municipality's page tells of them."""

import datetime as dt
from typing import Any

from declaration.models import Declaration
from members.models import Municipality
from osloregionen.formatting import date_nb
from tests.factories import make_signature
from tests.reading import page_of

#: What each status demands of its row.
ROWS: dict[str | None, dict[str, Any]] = {
    None: {},
    "invitert": {},
    "til_behandling": {},
    "tilsluttet": {"decided_on": dt.date(2022, 5, 3), "basis": "politisk_vedtak", "case_reference": "22/45"},
    "signert": {
        "decided_on": dt.date(2022, 5, 3),
        "basis": "ordforers_bekreftelse",
        "signed_on": dt.date(2022, 6, 2),
        "signatory_name": "Kari Prøvesen",
        "signatory_title": "ordfører",
        "signed_at": "Prøverådhuset",
    },
    "avslatt": {"decided_on": dt.date(2022, 5, 3), "basis": "politisk_vedtak"},
    "trukket": {
        "decided_on": dt.date(2022, 5, 3),
        "signed_on": dt.date(2022, 6, 2),
        "withdrawn_on": dt.date(2022, 9, 1),
    },
}

#: What has to be registered besides for nothing of it to be missing.
WHOLE: dict[str, dict[str, Any]] = {
    "tilsluttet": {"source": "Prøvekilden"},
    "signert": {"source": "Prøvekilden"},
    "avslatt": {"evidence": "Prøvevedtaket"},
    "trukket": {
        "source": "Prøvekilden",
        "basis": "politisk_vedtak",
        "signatory_name": "Kari Prøvesen",
        "signatory_title": "ordfører",
        "signed_at": "Prøverådhuset",
    },
}


def day(on: dt.date) -> str:
    """Return a date as `page_of` reads it."""
    return date_nb(on).replace("\u00a0", " ")


def answer(declaration: Declaration, municipality: Municipality, status: str | None, **fields: Any) -> None:
    """Register what the municipality answered; None is no row."""
    if status is not None:
        values = {**ROWS[status], **fields}
        make_signature(declaration=declaration, municipality=municipality, status=status, **values)


def told(client: Any, municipality: Municipality) -> str:
    """Return what the page says of the declarations."""
    page = page_of(client, municipality.get_absolute_url())
    return page[page.index("Status nå") : page.index("Klimagassutslipp")]
