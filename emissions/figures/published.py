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
from osloregionen.formatting import number_nb, percent_nb

#: How many percentage points a published per cent may be from one that it is said to be near.
_NEAR = 5


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
    absent = [year for year in years if year not in series.years]
    if absent:
        return _("Utgaven har ikke tall for %(year)s.") % {"year": absent[0]}
    return _("Utgaven har ikke tall for alle medlemmene i %(year)s.") % {"year": years[0]}


def _of_percent(table: PublishedTable, row: PublishedRow, before: int, after: int) -> list[str]:
    """Say what the published per cent are of: the tonnes that were published with them tell, if any were.

    Else the edition's own change does.
    """
    if row.percent is None:
        return [_("Prosenten er ikke registrert.")]
    years = {"from": table.from_year, "to": table.to_year}
    said = []
    if is_impossible_fall(row.percent):
        said.append(_("Den publiserte prosenten kan ikke stemme: ingenting kan gå ned med mer enn 100 %."))
    grams = row.tonnes * GRAMS_IN_A_TONNE if row.tonnes is not None else after - before
    of_earlier, of_later = share(grams, before), share(grams, after)
    if _fits(row.percent, of_earlier):
        return [*said, _("Prosenten stemmer, regnet av %(from)s.") % years]
    if _fits(row.percent, of_later):
        return [*said, _("Prosenten er regnet av %(to)s, ikke av %(from)s.") % years]
    if of_earlier is None:
        return [*said, _("Prosenten kan ikke regnes ut: utslippet i %(from)s var null.") % years]
    text = _("De publiserte tonnene er %(percent)s av utgavens utslipp i %(from)s.")
    if row.tonnes is None:
        text = _("I utgaven er endringen %(percent)s av utslippet i %(from)s.")
    said.append(text % {"percent": percent_nb(rounded(of_earlier, 1)), **years})
    said += _of_neither(Fraction(row.percent), of_earlier, of_later, years)
    return said


def _of_neither(
    published: Fraction, of_earlier: Fraction, of_later: Fraction | None, years: dict[str, int]
) -> list[str]:
    """Say which year's a per cent that fits neither is nearest, if it is near; else hint at no cause."""
    if abs(of_earlier - published) <= _NEAR and (
        of_later is None or abs(of_earlier - published) <= abs(of_later - published)
    ):
        return []
    if of_later is None:
        return [_("Den publiserte prosenten passer ikke med det.")]
    text = _("Den publiserte prosenten passer ikke med noen av årene: regnet av %(to)s er det %(later)s.")
    if abs(of_later - published) <= _NEAR:
        text = _("Den publiserte prosenten ligger nærmere det en får av %(to)s (%(later)s).")
    return [text % {"later": percent_nb(rounded(of_later, 1)), **years}]


def _of_tonnes(row: PublishedRow, grams: int) -> list[str]:
    """Say how far the published tonnes are from the edition's."""
    if row.tonnes is None:
        return [_("Tonnene er ikke registrert.")]
    apart = abs(tonnes(grams) - row.tonnes)
    if apart == 0:
        return [_("Tonnene er de samme i utgaven.")]
    return [
        _(
            "I utgaven er endringen %(tonnes)s tonn, %(apart)s tonn fra det som ble publisert. Alle år "
            "regnes på nytt i hver utgave."
        )
        % {"tonnes": number_nb(tonnes(grams)), "apart": number_nb(apart)}
    ]


def _like(published: Decimal, value: Fraction) -> Decimal:
    """Return a figure rounded as the published one is: with as many decimals as that has."""
    exponent = published.normalize().as_tuple().exponent
    return rounded(value, max(0, -exponent) if isinstance(exponent, int) else 0)


def _fits(published: Decimal, value: Fraction | None) -> bool:
    """Whether a figure reads as the published one does when it is rounded as that is."""
    return value is not None and _like(published, value) == published
