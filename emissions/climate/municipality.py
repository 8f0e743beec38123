"""What a municipality's own page and sheet say of its emissions; the page of its emissions says more."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from emissions.current import newer, publications_in_use
from emissions.figures import (
    REGION,
    Change,
    Series,
    YearLine,
    basis_of,
    people_of,
    place_of,
    sector_lines,
    series_of,
    year_lines,
)
from emissions.models import Edition
from emissions.story import edition_sentence
from emissions.tables import numbers
from members.models import Municipality
from osloregionen.parts import Fact


@dataclass(frozen=True)
class MunicipalityEmissions:
    """A municipality's emissions in the newest year of the edition that counts for it.

    `facts` are empty where no edition is in use, and `note` says so; a fact without a value is not known.
    `edition` names the edition's date and the sectors, `url` leads to the page with the rest,
    and is empty where there is none.
    """

    title: str
    facts: list[Fact]
    edition: str
    note: str
    source: str
    url: str


def emissions_of(municipality: Municipality) -> MunicipalityEmissions:
    """Return what is said of a municipality's emissions. Nine queries at most, one without an edition in use.

    Takes one with `memberships`.
    """
    in_use = publications_in_use()
    own = in_use.get((Edition.Kind.ONE, municipality.pk))
    publication = newer(in_use.get((Edition.Kind.ALL, None)), own)
    url, title = _url(municipality), _("Klimagassutslipp")
    if publication is None:
        return MunicipalityEmissions(title, [], "", _("Utslippene er ikke registrert i portalen."), "", url)
    edition = publication.edition
    basis = basis_of(edition)
    series = series_of(place_of(municipality), edition, basis)
    told = edition_sentence(edition, basis, is_current=True)
    if not series.years or all(grams is None for grams in series.totals.values()):
        note = _("Utslippene er ikke registrert: Utgaven har ikke tall for kommunen i alle sektorene.")
        if municipality.merged_into_id is not None:
            note = _("Utslippene er ikke registrert: Statistikken er regnet om til dagens kommuner.")
        return MunicipalityEmissions(title, [], told, note, edition.source, url)
    region = series_of(REGION, edition, basis) if edition.kind == Edition.Kind.ALL else None
    line = year_lines(series, region=region, people=people_of(municipality))[0]
    return MunicipalityEmissions(
        title=_("Klimagassutslipp i %(year)s") % {"year": line.year},
        facts=list(_facts(series, line, with_region=region is not None)),
        edition=told,
        note="",
        source=edition.source,
        url=url,
    )


def _url(municipality: Municipality) -> str:
    """Return where there is more; empty of those who are no members, and have no such page."""
    today = timezone.localdate()
    if not any(membership.covers(today) for membership in municipality.memberships.all()):
        return ""
    return reverse("emissions:municipality", kwargs={"slug": municipality.slug})


def _facts(series: Series, line: YearLine, *, with_region: bool) -> Iterator[Fact]:
    grams = line.grams
    told = f"{numbers.tonnes_nb(grams)} {_('CO₂-ekvivalenter')}" if grams is not None else None
    yield Fact(_("Utslipp"), told)
    if line.before_year is not None:
        yield Fact(_("Siden %(year)s") % {"year": line.before_year}, _changed(line.since_before))
    if line.base_year is not None and line.base_year not in (line.year, line.before_year):
        yield Fact(_("Siden %(year)s") % {"year": line.base_year}, _changed(line.since_base))
    per_head = None
    if line.per_head is not None:
        per_head = _("%(tonnes)s tonn") % {"tonnes": numbers.per_head_nb(line.per_head)}
    yield Fact(_("Per innbygger"), per_head)
    if with_region:
        yield Fact(_("Andel av Osloregionen"), _share(line.of_region))
    sectors = [one for one in sector_lines(series, line.year) if one.grams is not None]
    if sectors:
        largest = max(sectors, key=lambda one: one.grams or 0)
        share = _share(largest.share)
        yield Fact(_("Størst sektor"), f"{largest.sector.name} ({share})" if share else largest.sector.name)


def _changed(since: Change) -> str | None:
    if since.grams is None:
        return None
    told = numbers.tonnes_nb(since.grams, signed=True)
    return f"{told} ({numbers.change_nb(since.percent)})" if since.percent is not None else told


def _share(value: Fraction | None) -> str | None:
    return numbers.share_nb(value) if value is not None else None
