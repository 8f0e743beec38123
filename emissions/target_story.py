"""What is said of targets: how far emissions have come, and in words why an even path can't be shown."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from emissions.figures import Basis, Series, Standing, basis_of_target, years_of
from emissions.models import Edition, Target
from emissions.tables import numbers
from osloregionen.formatting import list_nb, percent_nb


def target_sentences(target: Target, standing: Standing | None) -> list[str]:
    """Say a target, and how far the emissions have come towards it. No queries."""
    said = _("Målet er %(percent)s lavere utslipp i %(target)s enn i %(base)s (%(sectors)s).")
    values = {
        "percent": percent_nb(target.reduction.normalize()),
        "target": target.target_year,
        "base": target.base_year,
        "sectors": target.get_sectors_display(),
    }
    return [said % values, *(_standing_sentences(target, standing) if standing is not None else ())]


def _standing_sentences(target: Target, standing: Standing) -> Iterator[str]:
    years = {"last": standing.last_year, "base": target.base_year}
    if standing.reached is not None:
        words = _("I %(last)s var utslippene %(percent)s lavere enn i %(base)s.")
        if standing.reached < 0:
            words = _("I %(last)s var utslippene %(percent)s høyere enn i %(base)s.")
        yield words % {**years, "percent": numbers.share_nb(abs(standing.reached))}
    if standing.gap is not None:
        words = _("Det er %(tonnes)s under en jevn bane mot målet.")
        if standing.gap > 0:
            words = _("Det er %(tonnes)s over en jevn bane mot målet.")
        yield words % {"tonnes": numbers.tonnes_nb(abs(standing.gap))}
    if standing.left > 0:
        yield _("Fram til målet gjenstår %(tonnes)s.") % {"tonnes": numbers.tonnes_nb(standing.left)}


def why_no_path(target: Target, series: Series) -> str:
    """Say what is missing where a target has no path (`path_of`); empty where it has one. No queries.

    `series` are the figures of the target's place as a page shows them.
    """
    basis = basis_of_target(target)
    values = {"year": target.base_year, "basis": basis.label, "place": series.place.name}
    if target.base_year not in series.years:
        said = _("Utgaven har ikke tall for %(year)s, som målet er regnet fra.")
    elif sectors_to_choose(target, series):
        said = _(
            "Målet gjelder %(basis)s. Velg disse sektorene øverst på siden for å se jevn bane til målet, og "
            "hvor langt en er kommet."
        )
        return said % values
    elif basis != series.basis:
        said = _("Målet gjelder ti sektorer, og utgaven har ni.")
    elif series.totals.get(target.base_year) is not None:
        return ""
    elif series.members > 1:
        said = _(
            "Osloregionen har ingen sum for %(year)s, som målet er regnet fra: Ikke alle kommunene har tall "
            "i alle sektorene det året."
        )
    else:
        said = _("Utgaven har ikke tall i alle sektorene for %(place)s i %(year)s, som målet er regnet fra.")
    return f"{said % values} {without_path()}"


def sectors_to_choose(target: Target, series: Series) -> Basis | None:
    """Return the sectors under which a page shows a target's path, where it now shows others. No queries.

    None where it shows those, and where they would not help: without the base year, or of an edition of nine.
    """
    basis = basis_of_target(target)
    helps = target.base_year in series.years and _has(series.edition, target)
    return basis if helps and basis != series.basis else None


def without_path() -> str:
    """Say what is not shown of a target whose path can't be drawn."""
    return _("Jevn bane til målet, og hvor langt en er kommet, kan derfor ikke vises.")


def _has(edition: Edition, target: Target) -> bool:
    """Whether an edition has the sectors that a target is over: those of nine, all have. No queries."""
    return edition.sectors == Edition.Sectors.TEN or target.sectors == Edition.Sectors.NINE


def year_missing(target: Target, edition: Edition | None) -> str:
    """Say to who registers a target that its base year has no figures; empty where it has.

    `edition` is the one that counts for the target's place. One query at most.
    """
    values = {"year": target.base_year}
    if edition is None:
        said = _(
            "Ingen utgave av statistikken er i bruk her, så portalen vet ikke om det finnes tall for "
            "basisåret %(year)s. Uten tall for det viser sidene målet, men ikke jevn bane til det."
        )
        return said % values
    years = years_of(edition)
    if target.base_year in years:
        return ""
    said = _(
        "Utgaven av statistikken som er i bruk, har ikke tall for basisåret %(year)s. Derfor viser sidene "
        "målet, men ikke jevn bane til det, og ikke hvor langt en er kommet. Er det %(year)s som er vedtatt, "
        "skal det stå. Årene utgaven har, er %(years)s."
    )
    return said % {**values, "years": list_nb([str(year) for year in years])}
