"""Charts of the emissions page."""

from django.utils.translation import gettext as _

from emissions.selectors import Line, Published
from emissions.tables.published import BarTable
from osloregionen.charts import Bar, Chart, bar_chart
from osloregionen.formatting import list_nb, number_nb


def change_chart(published: Published) -> Chart | None:
    """Return the change in tonnes by sector, largest fall first; None where no tonnes are known."""
    lines = sorted(
        (line for line in published.lines if not line.is_total and line.tonnes is not None),
        key=lambda line: line.tonnes or 0,
    )
    if not lines:
        return None
    table = published.table
    return bar_chart(
        name=table.slug,
        title=_("Endring i tonn CO₂-ekvivalenter fra %(from)s til %(to)s, etter sektor")
        % {"from": table.from_year, "to": table.to_year},
        alt=_alt(lines),
        source=table.source,
        # A page may have several charts, and each table's caption has an id.
        table=BarTable(lines, prefix=f"{table.slug}-diagram"),
        bars=[Bar(line.label, line.tonnes) for line in lines if line.tonnes is not None],
    )


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
    return " ".join(said)
