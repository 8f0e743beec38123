"""How the worlds put rows into the database, and the texts that they are filled with."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from osloregionen.models import Record
from osloregionen.text import search_key, sort_key

Row = TypeVar("Row", bound=Record)

#: Few enough for SQLite's limit on variables, whatever the model; many enough to be fast.
BATCH = 1000

SOURCE = "Prøvedata, laget for tester"
SOURCE_WITH_ADDRESS = (
    "Prøvedata: https://example.org/kilder/et-langt-navn-paa-en-side?utgave=2 (lest 1.2.2026)"
)
SOURCES = (SOURCE, SOURCE_WITH_ADDRESS, "")

_SENTENCES = (
    "Prøvetekst om klima og miljø i «Prøveregionen» – med sitat, tankestrek og tegnet CO₂.",
    "Kommunene deler erfaringer om arealbruksendringer, kollektivknutepunkter og mobilitetshus.",
    "Ærlige tall, øvde fagfolk og åpne møter gir bedre vedtak.",
    "Fylkeskommunale samferdselsinvesteringsprioriteringer er et ord som ikke får plass på en linje.",
    "Se A/B-testen: 1 < 2 & 3 > 2, skrevet slik den står i kilden.",
    "Tiltaket er prøvd i 2 024 husstander, og 7 % svarte «vet ikke».",
    "Ålesund-modellen, som ingen kommune her har, er bare et navn i en prøvetekst.",
)


def store(rows: Sequence[Row], *, history: bool = True) -> list[Row]:
    """Save new rows of one model in bulk and return them; with a row of history each unless told otherwise.

    What the models' own `save()` fills in must be there already (see `with_keys`).
    """
    if not rows:
        return []
    model: Any = type(rows[0])
    made: list[Row] = model.objects.bulk_create(rows, batch_size=BATCH)
    if history:
        model.history.bulk_history_create(made, batch_size=BATCH, default_change_reason="Prøvedata")
    return made


def link(model: Any, first: str, second: str, pairs: Iterable[tuple[int, int]]) -> None:
    """Save the rows of a many-to-many table: pairs of primary keys of its columns `first` and `second`."""
    model.objects.bulk_create(
        [model(**{f"{first}_id": one, f"{second}_id": other}) for one, other in pairs], batch_size=BATCH
    )


def with_keys(municipality: Any) -> Any:
    """Fill what a municipality's `save()` fills: address, order, search."""
    municipality.slug = municipality.slug or municipality.address()
    municipality.sort_name = sort_key(municipality.name)
    municipality.search_name = search_key(municipality.name)
    return municipality


def prose(number: int, sentences: int = 3) -> str:
    """Return a text of so many sentences; each number has its own, the same every time."""
    return " ".join(_SENTENCES[(number + place) % len(_SENTENCES)] for place in range(sentences))


def day(year: int, number: int) -> dt.date:
    """Return a day of the year, spread over its months."""
    return dt.date(year, number % 12 + 1, number * 7 % 28 + 1)
