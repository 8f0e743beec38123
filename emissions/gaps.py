"""What is missing or doubtful about the emissions. Staff read it, in the admin and from `check_content`."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emissions.checks import table_findings
from emissions.models import PublishedTable
from osloregionen.formatting import number_nb
from osloregionen.gaps import Gap


def content_gaps() -> list[Gap]:
    """Return the gaps of every published table, with a link to where each is mended. Two queries."""
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
    return gaps


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
