"""Stores an edition of the statistics: its figures, their sums and the file, all in one transaction.

Eighty-six thousand rows go in past the models (osloregionen/bulk.py).
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emissions.matching import Matched
from emissions.models import Edition, EditionFile, Emission, Sector, SectorTotal, SourceInEdition
from emissions.sources import make_new
from emissions.statistics.file import Progress
from osloregionen.bulk import write_file, write_rows
from osloregionen.formatting import date_nb
from osloregionen.writing import save

#: What `on_progress` is told: figures are going in (0 to 1); all is in but the commit.
STORING, STORED = "storing", "stored"
PUBLISHER = "Miljødirektoratet"
_LONGEST_FILE_NAME = 255


class AlreadyStored(Exception):  # noqa: N818 - what is the case, not a mistake
    """The same file is stored already, as `edition`, with the figures of the same members."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        super().__init__(f"stored already as edition {edition.pk}")


def sha256_of(file: Path) -> str:
    """Return a file's SHA-256. Raises `OSError`."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def members_sha256(matched: Matched) -> str:
    """Return what tells for which members a file is read: of a new member, the same file has more to say."""
    found = set(matched.municipalities.values())
    slugs = sorted(member.slug for member in matched.members if member.pk in found)
    return hashlib.sha256(" ".join(slugs).encode()).hexdigest()


def stored_already(sha256: str, members: str) -> Edition | None:
    """Return the edition that holds a file's figures for these members (`members_sha256`). One query."""
    return Edition.objects.filter(sha256=sha256, members_sha256=members).first()


def stored_for_another(sha256: str, municipality: int) -> Edition | None:
    """Return an edition that holds a file of one municipality as another's. One query.

    A file that does not say whose it is, is whose the number says: one of the two is a mistake.
    """
    same = Edition.objects.filter(sha256=sha256, municipality__isnull=False)
    return same.exclude(municipality=municipality).select_related("municipality").first()


def plain_name(file_name: str) -> str:
    """Return a file's name as a database and a page can have it: names on a disk may be any bytes."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in file_name)


def store_edition(
    matched: Matched,
    *,
    original: Path,
    file_name: str,
    published_on: dt.date | None = None,
    by: AbstractBaseUser | None = None,
    on_progress: Progress | None = None,
) -> Edition:
    """Store an edition with its figures, sums and file, and return it. It counts when it is published.

    Raises `AlreadyStored`, and `ValidationError` (in Norwegian) for a date of publication that is to come;
    then nothing is written. All of it is one transaction: on SQLite nobody else writes meanwhile, a second or
    so. Some fifteen statements, and two for each source or gas that is new.
    """
    if published_on is not None and published_on > timezone.localdate():
        raise ValidationError({"published_on": _("Publiseringsdatoen kan ikke ligge fram i tid.")})
    told = on_progress or _nobody
    sha256 = sha256_of(original)
    try:
        with transaction.atomic():
            _refuse_same(sha256, matched)
            edition = _edition(matched, sha256, file_name, published_on)
            edition.full_clean(exclude=["municipality"], validate_constraints=False)
            save(edition, by=by, reason=_("Lest inn"))
            keys = make_new(matched.statistics, source=edition.source, by=by)
            _write_figures(matched, edition.pk, keys, told)
            _write_totals(matched, edition.pk)
            # Last: from here on the database takes no more figures for the edition.
            write_file(EditionFile, "edition content size", edition.pk, original.read_bytes())
            told(STORED, 1.0)
    except IntegrityError:
        # Somebody else stored it in the same second.
        _refuse_same(sha256, matched)
        raise
    return edition


def _nobody(_phase: str, _share: float) -> None:
    """Hear of the progress, and do nothing."""


def _refuse_same(sha256: str, matched: Matched) -> None:
    edition = stored_already(sha256, members_sha256(matched))
    if edition is not None:
        raise AlreadyStored(edition)


def _edition(matched: Matched, sha256: str, file_name: str, published_on: dt.date | None) -> Edition:
    statistics, only = matched.statistics, matched.only
    first, last = min(statistics.years), max(statistics.years)
    file_name = plain_name(file_name)
    about = only.name if only else _("alle kommuner")
    title = _("Klimagassutslipp i kommuner, %(about)s, %(first)d–%(last)d")
    source = _("%(publisher)s, utslippsstatistikk for kommuner. Filen «%(file)s», lest inn %(date)s.")
    values = {"publisher": PUBLISHER, "file": file_name, "date": date_nb(timezone.localdate())}
    tenth = Sector.objects.filter(pk__in=statistics.sectors, since_edition__isnull=False).exists()
    return Edition(
        title=title % {"about": about, "first": first, "last": last},
        publisher=PUBLISHER,
        published_on=published_on,
        kind=Edition.Kind.ONE if only else Edition.Kind.ALL,
        municipality_id=only.pk if only else None,
        file_name=file_name[:_LONGEST_FILE_NAME],
        sha256=sha256,
        members_sha256=members_sha256(matched),
        numbers_on=matched.numbers_on,
        row_count=statistics.row_count,
        figure_count=matched.figure_count,
        member_count=len(matched.members),
        first_year=first,
        last_year=last,
        sectors=Edition.Sectors.TEN if tenth else Edition.Sectors.NINE,
        source=source % values,
    )


def _write_figures(matched: Matched, edition: int, keys: Sequence[int], told: Progress) -> None:
    statistics, whose = matched.statistics, matched.municipalities
    gases = [series.gas for series in statistics.series]
    columns = zip(
        statistics.numbers, statistics.years_of, statistics.series_of, statistics.grams, strict=True
    )
    rows = (
        (edition, whose[number], year, keys[series], gases[series], grams)
        for number, year, series, grams in columns
        if number in whose
    )
    names, whole = "edition municipality year source gas grams", matched.figure_count
    write_rows(Emission, names, rows, told=lambda done: told(STORING, done / whole))
    met = sorted({(keys[n], statistics.series[n].sector, gases[n]) for n in set(statistics.series_of)})
    write_rows(SourceInEdition, "edition emission_source sector gas", ((edition, *one) for one in met))


def _write_totals(matched: Matched, edition: int) -> None:
    area, totals = SectorTotal.Area, matched.totals
    rows: list[tuple[Any, ...]] = [
        (edition, area.MUNICIPALITY.value, municipality, year, sector, grams)
        for (municipality, year, sector), grams in sorted(totals.members.items())
    ]
    for whole, sums in ((area.REGION, totals.region), (area.COUNTRY, totals.country)):
        rows += [
            (edition, whole.value, None, year, sector, grams)
            for (year, sector), grams in sorted(sums.items())
        ]
    write_rows(SectorTotal, "edition area municipality year sector grams", rows)
