"""Over which sectors a total is: the nine that all editions have, or all ten. They are never compared."""

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emissions.models import Edition, Sector, SectorTotal, Target


class Basis(models.TextChoices):
    """What a total is over; the values stand in addresses."""

    NINE = "ni", gettext_lazy("ni sektorer, sammenlignbart")
    TEN = "ti", gettext_lazy("ti sektorer")


class UnknownBasis(ValueError):  # noqa: N818 - what was asked for, not a fault of ours
    """Asked for sectors that the edition or the portal does not have. Its text is for the reader."""


def basis_of(edition: Edition, asked: str = "") -> Basis:
    """Return what totals are over: what was asked for, else all sectors of the edition. No queries.

    Raises `UnknownBasis` for a word that is no basis, and for ten sectors of an edition with nine.
    """
    return _basis([edition], asked)


def common_basis(one: Edition, other: Edition, asked: str = "") -> Basis:
    """Return what totals of two editions are compared over: ten sectors only where both have them.

    Raises `UnknownBasis` as `basis_of` does. No queries.
    """
    return _basis([one, other], asked)


def _basis(editions: list[Edition], asked: str) -> Basis:
    have_ten = all(edition.sectors == Edition.Sectors.TEN for edition in editions)
    if not asked:
        return Basis.TEN if have_ten else Basis.NINE
    if asked not in Basis.values:
        raise UnknownBasis(
            _("«%(asked)s» er ikke et valg for sektorer. Velg «ni» eller «ti».") % {"asked": asked[:40]}
        )
    if asked == Basis.TEN and not have_ten:
        text = _("Utgaven har ni sektorer, så den har ingen sum av ti. Velg «ni».")
        if len(editions) > 1:
            text = _("Ikke begge utgavene har ti sektorer, så summer av ti kan ikke sammenlignes. Velg «ni».")
        raise UnknownBasis(text)
    return Basis(asked)


def basis_of_target(target: Target) -> Basis:
    """Return what a target's figures are over. No queries."""
    return Basis.TEN if target.sectors == Edition.Sectors.TEN else Basis.NINE


def sectors_of(edition: Edition, basis: Basis) -> tuple[Sector, ...]:
    """Return a basis's sectors in their order: the nine, and the later ones the edition has. One query."""
    counting = Q(since_edition=None)
    if basis == Basis.TEN:
        counting |= Q(pk__in=whole_of(edition).values("sector"))
    return tuple(Sector.objects.filter(counting))


def whole_of(edition: Edition) -> QuerySet[SectorTotal]:
    """Return the fewest sums that have every year and sector of an edition: the country's, or its one's.

    With whose they are said, the database finds them by an index instead of looking through all editions.
    """
    is_one = edition.kind == Edition.Kind.ONE
    return SectorTotal.objects.filter(edition=edition, municipality__isnull=not is_one)
