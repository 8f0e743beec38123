"""What is missing or doubtful about the emissions. Staff read it, in the admin and from `check_content`."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emissions.checks import table_findings
from emissions.current import publications_in_use, scope_of
from emissions.models import Edition, PublishedTable, SectorTotal
from members.models import Municipality
from osloregionen.formatting import number_nb
from osloregionen.gaps import Gap, naming


def content_gaps() -> list[Gap]:
    """Return the gaps of the published tables and the editions, with where each is mended. Five queries."""
    tables = PublishedTable.objects.prefetch_related("rows")
    gaps = [
        Gap(
            _("Utslipp"),
            f"{table.title}: {text}",
            reverse("admin:emissions_publishedtable_change", args=[table.pk]),
        )
        for table in tables
        for text in _table_gaps(table)
    ]
    if not tables:
        text = _("Ingen publisert tabell er registrert.")
        gaps.append(Gap(_("Utslipp"), text, reverse("admin:emissions_publishedtable_add")))
    return [*gaps, *_edition_gaps()]


def _edition_gaps() -> Iterator[Gap]:
    """Give what the editions lack: one in use, a date of publication, figures of a member. Three queries.

    An edition that was stored before the one in use was passed over on purpose.
    """
    in_use = publications_in_use()
    of_all = in_use.get((Edition.Kind.ALL, None))
    if of_all is None:
        text = _("Ingen utgave av den nasjonale statistikken, med alle kommuner, er i bruk.")
        yield Gap(_("Utslipp"), text, reverse("admin:emissions_edition_changelist"))
    for edition in Edition.objects.filter(publications=None).order_by("pk"):
        standing = in_use.get(scope_of(edition))
        if standing is not None and standing.edition_id > edition.pk:
            continue
        text = _("Utgave %(number)d (%(edition)s) er lest inn, men aldri tatt i bruk.")
        if edition.published_on is None:
            text = _("Utgave %(number)d (%(edition)s) mangler publiseringsdato, og kan ikke tas i bruk.")
        address = reverse("admin:emissions_edition_change", args=[edition.pk])
        yield Gap(_("Utslipp"), text % {"number": edition.pk, "edition": edition.title}, address)
    if of_all is not None:
        with_figures = SectorTotal.objects.filter(edition=of_all.edition, municipality__isnull=False)
        without = Municipality.objects.members_now().exclude(pk__in=with_figures.values("municipality"))
        text = _("Utgaven i bruk har ingen tall for {rows}.")
        yield from naming(_("Utslipp"), text, list(without), singular=_("medlem"), plural=_("medlemmer"))


def _table_gaps(table: PublishedTable) -> Iterator[str]:
    for finding in table_findings(table):
        yield finding.text
    incomplete = sum(1 for row in table.rows.all() if row.percent is None or row.tonnes is None)
    if incomplete:
        yield ngettext(
            "%(count)s linje mangler prosent eller tonn.",
            "%(count)s linjer mangler prosent eller tonn.",
            incomplete,
        ) % {"count": number_nb(incomplete)}
    if table.published_on is None:
        yield _("publiseringsdatoen er ikke registrert.")
