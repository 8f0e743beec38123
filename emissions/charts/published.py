"""Charts of what the council has published itself."""

from dataclasses import replace

from django.utils.translation import gettext as _

from emissions.charts.place import years_of_file
from emissions.models import PublishedTable
from emissions.selectors import Line, Published
from emissions.tables.published import BarTable
from osloregionen.charts import Bar, Chart, bar_chart
from osloregionen.formatting import MISSING, list_nb, number_nb


def change_chart(published: Published) -> Chart | None:
    """Return the change in tonnes by sector, largest fall first; None where no tonnes are known."""
    lines = sorted(
        (line for line in published.lines if not line.is_total and line.tonnes is not None),
        key=lambda line: line.tonnes or 0,
    )
    if not lines:
        return None
    table = published.table
    chart = bar_chart(
        name=table.slug,
        title=_("Endring i tonn CO₂-ekvivalenter fra %(from)s til %(to)s, etter sektor")
        % {"from": table.from_year, "to": table.to_year},
        alt=_alt(lines),
        source=table.source,
        # A page may have several charts, and each table's caption has an id.
        table=BarTable(lines, prefix=f"{table.slug}-diagram"),
        bars=[Bar(line.label, line.tonnes) for line in lines if line.tonnes is not None],
    )
    subtitle = _("Slik rådet har publisert tallene. Publisert: %(when)s.") % {
        "when": published.when or MISSING
    }
    return replace(chart, subtitle=subtitle, years=years_of_table(table))


def years_of_table(table: PublishedTable) -> str:
    """Return a table's years as its files' names have them, nothing where its own name has them already."""
    years = years_of_file(table.from_year, table.to_year)
    return "" if years in table.slug else years


def _alt(lines: list[Line]) -> str:
    """Say what one sees: the largest falls, and what rose."""
    falls = [
        _("%(label)s (%(tonnes)s tonn)") % {"label": line.label, "tonnes": number_nb(line.tonnes or 0)}
        for line in lines
        if (line.tonnes or 0) < 0
    ][:3]
    rises = [line.label for line in lines if (line.tonnes or 0) > 0]
    said = [_("Liggende søyler, én per sektor.")]
    if falls:
        said.append(_("Størst nedgang: %(sectors)s.") % {"sectors": list_nb(falls)})
    if rises:
        said.append(_("Oppgang: %(sectors)s.") % {"sectors": list_nb(rises)})
    if not falls and not rises:
        said.append(_("Ingen av sektorene er endret."))
    return " ".join(said)
