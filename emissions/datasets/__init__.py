"""What the app gives away as data: the figures of editions, what the council published, sectors, targets."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from emissions import selectors
from emissions.current import publications_in_use
from emissions.datasets.figures import STATISTICS_LICENCE, emissions_file, scope_of, totals_file
from emissions.figures import editions_ever_published
from emissions.models import (
    Edition,
    PublishedRow,
    PublishedShare,
    PublishedTable,
    Sector,
    Source,
    SourceGas,
    Target,
)
from emissions.tables.files import EditionFileTable, PublishedLineTable, TargetTable
from emissions.tables.published import ShareTable
from emissions.tables.sectors import SourceTable
from members.datasets import parts_of
from osloregionen.datasets import Choice, Dataset, EditionChoice, Facts, Theme, last_change, latest
from osloregionen.formatting import MISSING, date_nb
from osloregionen.tables import Table
from osloregionen.views import NotFoundError

_WORDS = (_("klimagassutslipp"), _("klima"), _("kommuner"), "Osloregionen")
_ON_EACH_LINE = _("Kilden står på hver linje.")


def _edition_facts(choice: Choice) -> Facts:
    """Return what is known of the figures that are chosen. Six queries at most."""
    editions = tuple(
        EditionChoice(
            f"{edition.pk}",
            str(edition),
            edition.source,
            edition.published_on,
            *_days(edition),
            edition.municipality.slug if edition.municipality is not None else "",
        )
        for edition in editions_ever_published()
    )
    try:
        edition = scope_of(choice).edition
    except NotFoundError as error:
        return Facts("", "", None, STATISTICS_LICENCE, missing=str(error), editions=editions)
    first, last = _days(edition)
    return Facts(
        source=edition.source,
        concerns=_concerns(edition),
        changed=latest(_put_into_use(edition), edition.updated_at),
        licence=STATISTICS_LICENCE,
        first=first,
        last=last,
        editions=editions,
    )


def _concerns(edition: Edition) -> str:
    # What has been in use has a date.
    values = {
        "first": edition.first_year,
        "last": edition.last_year,
        "number": edition.pk,
        "date": date_nb(edition.published_on) if edition.published_on else MISSING,
    }
    return _now("%(first)s–%(last)s, utgave %(number)s, publisert %(date)s.") % values


def _days(edition: Edition) -> tuple[dt.date, dt.date]:
    return dt.date(edition.first_year, 1, 1), dt.date(edition.last_year, 12, 31)


def _put_into_use(edition: Edition) -> dt.datetime | None:
    return max(edition.publications.values_list("at", flat=True), default=None)


def _editions(_choice: Choice) -> Table:
    used = {publication.edition_id for publication in publications_in_use().values()}
    return EditionFileTable(editions_ever_published(), in_use=used)


def _editions_facts(_choice: Choice) -> Facts:
    editions = editions_ever_published()
    newest = max((edition.updated_at for edition in editions), default=None)
    put = max((publication.at for publication in publications_in_use().values()), default=None)
    days = [edition.published_on for edition in editions if edition.published_on]
    concerns = ""
    if len(set(days)) == 1:
        concerns = _now("Publisert %(day)s.") % {"day": date_nb(days[0])}
    elif days:
        concerns = _now("Utgaver publisert fra %(first)s til %(last)s.") % {
            "first": date_nb(min(days)),
            "last": date_nb(max(days)),
        }
    return Facts(str(_ON_EACH_LINE), concerns, latest(newest, put))


def _published_facts(_choice: Choice) -> Facts:
    years = sorted(PublishedTable.objects.order_by().values_list("to_year", flat=True))
    concerns = _now("Tabeller for årene til og med %(year)s.") % {"year": years[-1]} if years else ""
    changed = latest(last_change(PublishedTable.objects.all()), last_change(PublishedRow.objects.all()))
    return Facts(str(_ON_EACH_LINE), concerns, changed)


def _share_facts(_choice: Choice) -> Facts:
    return Facts(
        str(_ON_EACH_LINE), _now("Året står på hver linje."), last_change(PublishedShare.objects.all())
    )


def _sources(_choice: Choice) -> Table:
    return SourceTable([line for sector in selectors.sectors() for line in sector.sources])


def _source_facts(_choice: Choice) -> Facts:
    changes: list[Any] = [last_change(model.objects.all()) for model in (Sector, Source, SourceGas)]
    return Facts(str(_ON_EACH_LINE), _now("Årene står på hver linje."), latest(*changes), STATISTICS_LICENCE)


def _targets(choice: Choice) -> Table:
    parts = parts_of(choice)
    rows = Target.objects.select_related("municipality")
    return TargetTable(rows if parts is None else rows.filter(municipality__in=parts))


EMISSIONS = (
    Dataset(
        name="utslipp",
        title=_("Klimagassutslipp etter utslippskilde og gass"),
        description=_(
            "Medlemmenes utslipp etter år, sektor, utslippskilde og klimagass, i tonn CO₂-ekvivalenter med "
            "seks desimaler, som er hele gram. Tallene er de som står i utgaven av Miljødirektoratets "
            "statistikk, og en linje som mangler, er ikke null. Etter kommune: utgaven som gjelder for den."
        ),
        page="emissions:overview",
        facts=_edition_facts,
        file=emissions_file,
        themes=(Theme.ENVIRONMENT,),
        keywords=_WORDS,
        by_municipality=True,
        by_edition=True,
    ),
    Dataset(
        name="utslipp-sektorsummer",
        title=_("Klimagassutslipp etter sektor"),
        description=_(
            "Summen av hver sektor for hver kommune, for Osloregionen der alle medlemmene har tall, og for "
            "landet, som er summen av kommunene i statistikken."
        ),
        page="emissions:members",
        facts=_edition_facts,
        file=totals_file,
        themes=(Theme.ENVIRONMENT,),
        keywords=_WORDS,
        by_municipality=True,
        by_edition=True,
    ),
    Dataset(
        name="utslippsutgaver",
        title=_("Utgaver av utslippsstatistikken"),
        description=_(
            "Utgavene som er eller har vært i bruk, med publiseringsdato, antall tall og filens SHA-256. "
            "Hver utgave regner om hele tallserien."
        ),
        page="emissions:editions",
        facts=_editions_facts,
        file=_editions,
        themes=(Theme.ENVIRONMENT,),
        keywords=_WORDS,
    ),
    Dataset(
        name="utslippsmal",
        title=_("Utslippsmål"),
        description=_("Mål for kutt i utslippene som er registrert for kommuner, regionen og landet."),
        page="emissions:overview",
        facts=lambda _choice: Facts(
            str(_ON_EACH_LINE), _now("Årene står på hver linje."), last_change(Target.objects.all())
        ),
        file=_targets,
        themes=(Theme.ENVIRONMENT, Theme.GOVERNMENT),
        keywords=_WORDS,
        by_municipality=True,
    ),
    Dataset(
        name="publiserte-utslippstall",
        title=_("Utslippstall rådet har publisert"),
        description=_(
            "Endringer etter sektor slik rådet publiserte dem, med merknad der et tall ikke kan stemme."
        ),
        page="emissions:published",
        facts=_published_facts,
        file=lambda _choice: PublishedLineTable.of(selectors.published_tables()),
        themes=(Theme.ENVIRONMENT,),
        keywords=_WORDS,
    ),
    Dataset(
        name="publiserte-utslippsandeler",
        title=_("Osloregionens andel av de nasjonale utslippene, slik den er publisert"),
        description=_("Andelene rådet har oppgitt, med år og kilde."),
        page="emissions:published",
        facts=_share_facts,
        file=lambda _choice: ShareTable(selectors.published_shares()),
        themes=(Theme.ENVIRONMENT,),
        keywords=_WORDS,
    ),
    Dataset(
        name="utslippskilder",
        title=_("Sektorer, utslippskilder og klimagasser"),
        description=_("Hvordan den nasjonale statistikken er delt inn: sektorer, utslippskilder og gasser."),
        page="emissions:sectors",
        facts=_source_facts,
        file=_sources,
        themes=(Theme.ENVIRONMENT,),
        keywords=_WORDS,
    ),
)
