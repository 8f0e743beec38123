"""What a dataset of the portal says of itself, and how it, or a part of it, becomes a file. Imports no app.

Each app lists its own in `<app>/datasets.py`; `osloregionen.data_views` joins them, and shows them on /data/
and in the catalogue for machines (`osloregionen.dcat`).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from osloregionen.large_files import LargeExport
from osloregionen.tables import Table
from osloregionen.views import NotFoundError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise


class Theme(StrEnum):
    """What a dataset is about, by its code in the EU's list of data themes, which DCAT-AP-NO demands."""

    GOVERNMENT = "GOVE"
    ENVIRONMENT = "ENVI"
    POPULATION = "SOCI"
    REGIONS = "REGI"


@dataclass(frozen=True)
class Licence:
    """On what terms others may use the data, as far as anybody knows.

    `page` is where a reader finds the terms; `uri` names the licence in the EU's list, and is empty where
    none is known to hold for all of the data.
    """

    words: "Words"
    page: str = ""
    uri: str = ""


UNKNOWN_LICENCE = Licence(_("Ikke registrert. Oppgi alltid kilden."))
NLOD_2 = Licence(
    _("Norsk lisens for offentlige data (NLOD) 2.0"),
    page="https://data.norge.no/nlod/no/2.0",
    uri="http://publications.europa.eu/resource/authority/licence/NLOD_2_0",
)


@dataclass(frozen=True)
class Choice:
    """The part of a dataset that somebody asks for; empty is all of it, in the edition in use.

    `municipality` is the end of its address ("asker"), `edition` an edition's key.
    """

    municipality: str = ""
    edition: str = ""

    @property
    def query(self) -> dict[str, str]:
        """The choice as an address has it."""
        asked = {"kommune": self.municipality, "utgave": self.edition}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True)
class EditionChoice:
    """An edition that a dataset can be had in: its key in addresses, its name, and when it was published.

    `first` and `last` are the days that its data are about. `municipality` is the address of the only one
    that it is of; empty where it is of all.
    """

    key: str
    title: str
    source: str
    published_on: dt.date | None
    first: dt.date | None = None
    last: dt.date | None = None
    municipality: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known of a dataset, or of a part of it, as it is now; empty or None is not registered.

    `concerns` says what time the data are about, `first` and `last` the same as days, where these are known.
    `missing` says why there is no file, where there is none. `editions` are all that it can be had in.
    """

    source: str
    concerns: str
    changed: dt.datetime | None
    licence: Licence = UNKNOWN_LICENCE
    first: dt.date | None = None
    last: dt.date | None = None
    missing: str = ""
    editions: tuple[EditionChoice, ...] = ()


@dataclass(frozen=True)
class Dataset:
    """A dataset that the portal gives away.

    `name` is its name in addresses and of its files. `page` names the address of the page that shows it.
    `facts` costs a few queries, `file` those of its rows; `file` raises `NotFoundError` in words for readers
    where the choice names what is not there. What has no parts is not asked for one. A table that a page
    offers too is that page's own.
    """

    name: str
    title: "Words"
    description: "Words"
    page: str
    facts: Callable[[Choice], Facts]
    file: Callable[[Choice], Table | LargeExport]
    themes: tuple[Theme, ...] = (Theme.GOVERNMENT,)
    keywords: tuple["Words", ...] = ()
    by_municipality: bool = False
    by_edition: bool = False


@dataclass(frozen=True)
class Group:
    """The datasets of one subject, under one heading of the page."""

    title: "Words"
    datasets: tuple[Dataset, ...] = field(default=())


def address(dataset: Dataset, file_format: str, choice: Choice) -> str:
    """Return the path of a dataset's file, with the choice. No queries."""
    path = reverse("data_file", kwargs={"name": dataset.name, "file_format": file_format})
    return f"{path}?{urlencode(choice.query)}" if choice.query else path


def last_change(rows: "QuerySet[Any]", gone: Q | None = None) -> dt.datetime | None:
    """Return when one of the rows was last saved or removed; None where neither has been. Two queries.

    `rows` are of a `Record`. `gone` is a condition on the history of its model: which of the removed rows
    were such rows.
    """
    saved = rows.order_by().aggregate(at=Max("updated_at"))["at"]
    # Every Record has one.
    history: Any = rows.model.history
    removed = history.filter(gone or Q(), history_type="-").order_by().aggregate(at=Max("history_date"))["at"]
    return latest(saved, removed)


def latest(*moments: dt.datetime | None) -> dt.datetime | None:
    """Return the latest of moments, some of which may not be known."""
    return max((moment for moment in moments if moment is not None), default=None)


def not_there(message: "Words", **values: str) -> NotFoundError:
    """Return the error that says what is not there. What readers wrote is shortened."""
    return NotFoundError(str(message) % {name: value[:40] for name, value in values.items()})
