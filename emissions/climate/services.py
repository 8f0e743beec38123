"""Publishes a Klimastatus: what blocks it, what to look at first, and the publishing itself.

What is published is what the person saw, to the letter; then nothing of it changes any more.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emissions.climate.content import ClimateContent
from emissions.climate.targets import targets_told
from emissions.climate.telling import without_sum
from emissions.current import publication_in_use
from emissions.models import ClimateReport, Edition, PublishedClimateReport
from emissions.services.publishing import named
from osloregionen.formatting import list_nb, number_nb
from osloregionen.frozen import frozen_values
from osloregionen.pdf import Pdf
from osloregionen.placeholders import placeholder_in, visible
from osloregionen.writing import check_seen, refuse_second


@dataclass(frozen=True)
class Readiness:
    """What keeps a report from being published, and what to look at before: sentences for staff."""

    blocking: tuple[str, ...]
    warnings: tuple[str, ...]


def readiness_of(report: ClimateReport, content: ClimateContent) -> Readiness:
    """Return what stands in the way of publishing a report with this content. Three queries.

    Takes one with `edition`.
    """
    return Readiness(tuple(_blocking(report, content)), tuple(_warnings(report, content)))


def _blocking(report: ClimateReport, content: ClimateContent) -> Iterator[str]:
    if PublishedClimateReport.objects.filter(year=report.year).exists():
        yield _("Rapporten er allerede publisert.")
    if not visible(report.summary):
        yield _("Sammendraget er ikke skrevet.")
    elif found := placeholder_in(report.summary):
        yield _("«%(found)s» i sammendraget er ikke ferdig skrevet.") % {"found": found}
    if not report.edition.publications.exists():
        yield _("Utgaven har aldri vært i bruk. Ta den i bruk først, eller velg en annen.")
    if content.of_year(content.year) is None:
        yield _("Utgaven har ikke tall for %(year)s.") % {"year": content.year}
    elif all(one.grams is None for one in content.municipalities):
        yield _("Ingen av medlemmene har tall i alle sektorene for %(year)s.") % {"year": content.year}


def _warnings(report: ClimateReport, content: ClimateContent) -> Iterator[str]:
    standing = publication_in_use(Edition.Kind.ALL)
    if standing is not None and standing.edition_id != report.edition_id:
        yield _(
            "Rapporten bygger ikke på utgaven som er i bruk nå, «%(edition)s». Nettsiden kommer til å vise "
            "hvilke tall som er annerledes."
        ) % {"edition": standing.edition}
    year = content.of_year(content.year)
    if year is not None and year.grams is None:
        said = _(
            "Regionen har ingen sum: bare %(counted)s av %(members)s medlemmer har tall i alle sektorene."
        )
        said %= {"counted": number_nb(year.counted), "members": number_nb(content.members)}
        if lacking := without_sum(content):
            said += " " + _("Tall mangler for %(names)s.") % {"names": list_nb(lacking)}
        yield said
    if year is not None and year.people is None:
        yield _(
            "Ikke alle medlemmene har innbyggere registrert 1. januar %(year)s, så regionen får ikke tall "
            "per innbygger."
        ) % {"year": content.year}
    yield from _target_warnings(content)
    if content.work.plan is None:
        yield _("Et handlingsprogram for %(year)s er ikke registrert.") % {"year": content.year}
    elif not content.work.plan.activities:
        yield _("Ingen av aktivitetene i handlingsprogrammet er registrert med klimamålet eller erklæringen.")
    if content.work.declarations:
        yield _(
            "Rapporten teller bare signaturene og tilslutningene som er registrert i portalen med dato. "
            "Mangler noen av dem, registrer dem før du publiserer: tallene kan ikke rettes etterpå."
        )
    if not content.work.examples:
        yield _("Ingen eksempler fra kommuner er registrert for %(year)s.") % {"year": content.year}


def _target_warnings(content: ClimateContent) -> Iterator[str]:
    told = targets_told(content)
    if not told:
        yield _("Ingen utslippsmål er registrert for Osloregionen. Det kommer rapporten til å si.")
    for target in told or ():
        if target.note:
            yield f"{target.sentences[0]} {target.note}"


def publish_report(
    *,
    report: ClimateReport,
    seen: int,
    seen_content: str,
    compose: Callable[[ClimateReport], ClimateContent],
    render: Callable[[ClimateContent], Pdf],
    by: AbstractBaseUser | None,
) -> PublishedClimateReport:
    """Freeze a report's content and its PDF for good, and return that.

    `seen` (the report's version) and `seen_content` (the SHA-256 of what `compose` gave) are what the person
    looked at: nothing else is published. `compose` puts the content together, with what the other apps tell.
    `render` makes the PDF, before the transaction, so that others can write meanwhile; `PdfError` goes
    through. Raises `Conflict` where anything was changed by others, `ValidationError` in Norwegian where
    something blocks; then nothing is written. The queries of `compose` twice, and some ten.
    """
    stored = ClimateReport.objects.select_related("edition").get(pk=report.pk)
    check_seen(stored, seen, ClimateReport.history.filter(id=report.pk))
    content = compose(stored)
    _refuse_other(content, seen_content)
    blocking = readiness_of(stored, content).blocking
    if blocking:
        raise ValidationError(list(blocking), code="blocking")
    made_at = timezone.now()
    published_on = timezone.localdate(made_at)
    published = replace(content, published_on=published_on)
    pdf = render(published)
    with transaction.atomic():
        stored = (
            ClimateReport.objects.select_for_update(of=("self",)).select_related("edition").get(pk=report.pk)
        )
        check_seen(stored, seen, ClimateReport.history.filter(id=report.pk))
        if PublishedClimateReport.objects.filter(report=stored).exists():
            refuse_second(_("Noen andre har publisert rapporten mens du holdt på."))
        _refuse_other(compose(stored), seen_content)
        row = PublishedClimateReport(
            report=stored,
            year=stored.year,
            edition=stored.edition,
            published_on=published_on,
            **frozen_values(published, pdf, made_at=made_at, made_by=named(by)),
        )
        row.full_clean(exclude=["report", "edition"])
        row.save()
    return row


def _refuse_other(content: ClimateContent, seen_content: str) -> None:
    if content.sha256() != seen_content:
        refuse_second(_("Noe av det rapporten viser, er endret mens du holdt på."))
