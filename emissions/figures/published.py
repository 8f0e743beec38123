"""What the council published of two years beside what an edition says of them, and why they differ."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from emissions.checks import is_impossible_fall
from emissions.figures.arithmetic import GRAMS_IN_A_TONNE, Change, change, rounded, share, tonnes
from emissions.figures.basis import Basis
from emissions.figures.series import REGION, Series, series_of
from emissions.models import Edition, PublishedRow, PublishedTable
from osloregionen.formatting import list_nb, number_nb, percent_nb


@dataclass(frozen=True)
class PublishedBeside:
    """A published line beside the edition's change between the same two years, over nine sectors.

    `of_later` is the edition's change in per cent of the LATER year: what some published per cent are.
    `explanation` says in Norwegian how the two fit together.
    """

    row: PublishedRow
    edition_change: Change
    of_later: Fraction | None
    explanation: str


def published_beside(
    table: PublishedTable, edition: Edition, *, series: Series | None = None
) -> list[PublishedBeside]:
    """Return every line of a published table beside the region's figures in an edition.

    Four queries; none where the table's rows are fetched and `series`, the region's over nine sectors in this
    edition, is handed over. Raises `ValueError` for any other series.
    """
    found = series if series is not None else series_of(REGION, edition, Basis.NINE)
    if (found.place, found.edition.pk, found.basis) != (REGION, edition.pk, Basis.NINE):
        raise ValueError(f"{found.place} over {found.basis} in edition {found.edition.pk}")
    return [_beside(table, row, found) for row in table.rows.all()]


def _beside(table: PublishedTable, row: PublishedRow, series: Series) -> PublishedBeside:
    before, after = (_figure(series, row, year) for year in (table.from_year, table.to_year))
    found = change(before, after)
    of_later = share(found.grams, after)
    missing = _missing(table, row, series)
    if missing or before is None or after is None:
        return PublishedBeside(row, found, of_later, missing)
    said = [*_of_percent(table, row, before, after), *_of_tonnes(row, after - before)]
    return PublishedBeside(row, found, of_later, " ".join(said))


def _figure(series: Series, row: PublishedRow, year: int) -> int | None:
    return series.totals.get(year) if row.sector_id is None else series.of_sector.get((year, row.sector_id))


def _missing(table: PublishedTable, row: PublishedRow, series: Series) -> str:
    """Say what the edition lacks to be held against the line; empty where it lacks nothing."""
    if row.sector_id is not None and row.sector_id not in {sector.pk for sector in series.sectors}:
        return _("Sektoren er ikke blant de ni som er med her.")
    years = [year for year in (table.from_year, table.to_year) if _figure(series, row, year) is None]
    if not years:
        return ""
    absent = [str(year) for year in years if year not in series.years]
    if absent:
        return _("Utgaven har ikke tall for %(years)s.") % {"years": list_nb(absent)}
    said = _("Utgaven har ikke tall for alle medlemmene i %(years)s.")
    return said % {"years": list_nb([str(year) for year in years])}


def _of_percent(table: PublishedTable, row: PublishedRow, before: int, after: int) -> list[str]:
    """Say of which year's emissions the published per cent are right: by the tonnes published with them.

    By the edition's own change where none were. How they were worked out once, nobody knows.
    """
    if row.percent is None:
        return [_("Prosenten er ikke registrert.")]
    years = {"from": table.from_year, "to": table.to_year}
    said = []
    if is_impossible_fall(row.percent):
        said.append(
            _("Den publiserte prosenten kan ikke stemme: Et utslipp kan ikke gå ned med mer enn 100 %.")
        )
    grams = row.tonnes * GRAMS_IN_A_TONNE if row.tonnes is not None else after - before
    of_earlier, of_later = share(grams, before), share(grams, after)
    if _fits(row.percent, of_earlier):
        text = _("Prosenten stemmer med de publiserte tonnene, av utgavens utslipp i %(from)s.")
        if row.tonnes is None:
            text = _("Prosenten stemmer med endringen i utgaven, av utslippet i %(from)s.")
        return [*said, text % years]
    if _fits(row.percent, of_later):
        text = _(
            "Prosenten stemmer ikke med de publiserte tonnene av utgavens utslipp i %(from)s, men av det i "
            "%(to)s."
        )
        if row.tonnes is None:
            text = _(
                "Prosenten stemmer ikke med endringen i utgaven av utslippet i %(from)s, men av det i %(to)s."
            )
        return [*said, text % years]
    return [*said, *_of_neither(row, of_earlier, of_later, years)]


def _of_neither(
    row: PublishedRow, of_earlier: Fraction | None, of_later: Fraction | None, years: dict[str, int]
) -> list[str]:
    """Say what the per cent would have been of either year, and hint at no cause."""
    if of_earlier is None:
        return [_("Prosenten kan ikke regnes ut: Utslippet i %(from)s er null i utgaven.") % years]
    values = {"earlier": percent_nb(rounded(of_earlier, 1)), **years}
    if of_later is None:
        text = _("De publiserte tonnene er %(earlier)s av utgavens utslipp i %(from)s.")
        if row.tonnes is None:
            text = _("I utgaven er endringen %(earlier)s av utslippet i %(from)s.")
        return [text % values, _("Den publiserte prosenten stemmer ikke med det.")]
    text = _(
        "De publiserte tonnene er %(earlier)s av utgavens utslipp i %(from)s, og %(later)s av det i %(to)s."
    )
    if row.tonnes is None:
        text = _("I utgaven er endringen %(earlier)s av utslippet i %(from)s, og %(later)s av det i %(to)s.")
    said = _("Den publiserte prosenten stemmer ikke med noen av dem.")
    return [text % {**values, "later": percent_nb(rounded(of_later, 1))}, said]


def _of_tonnes(row: PublishedRow, grams: int) -> list[str]:
    """Say how far the published tonnes are from the edition's."""
    if row.tonnes is None:
        return [_("Tonnene er ikke registrert.")]
    apart = abs(tonnes(grams) - row.tonnes)
    if apart == 0:
        return [_("Tonnene er de samme i utgaven.")]
    text = _("I utgaven er endringen %(tonnes)s tonn, %(apart)s tonn fra det som ble publisert.")
    return [text % {"tonnes": number_nb(tonnes(grams)), "apart": number_nb(apart)}]


def _like(published: Decimal, value: Fraction) -> Decimal:
    """Return a figure rounded as the published one is: with as many decimals as that has."""
    exponent = published.normalize().as_tuple().exponent
    return rounded(value, max(0, -exponent) if isinstance(exponent, int) else 0)


def _fits(published: Decimal, value: Fraction | None) -> bool:
    """Whether a figure reads as the published one does when it is rounded as that is."""
    return value is not None and _like(published, value) == published
