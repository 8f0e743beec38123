"""Charts of the emissions page."""

from typing import Any

from django.utils.translation import gettext as _

from emissions.selectors import Line, Published
from emissions.tables import BarTable
from osloregionen.charts import COLOURS, NARROW, WIDE, Chart, draw
from osloregionen.formatting import list_nb, number_nb

# Room for a number as long as "−171 962" beyond a bar's end, in pixels.
_LABEL = 84
_LETTER = 7.6


def change_chart(published: Published) -> Chart | None:
    """Return the change in tonnes by sector, largest fall first; None where no tonnes are known."""
    lines = sorted(
        (line for line in published.lines if not line.is_total and line.tonnes is not None),
        key=lambda line: line.tonnes or 0,
    )
    if not lines:
        return None
    table = published.table
    return draw(
        title=_("Endring i tonn CO₂-ekvivalenter fra %(from)s til %(to)s, etter sektor")
        % {"from": table.from_year, "to": table.to_year},
        alt=_alt(lines),
        source=table.source,
        table=BarTable(lines),
        wide=_bars(lines, WIDE),
        narrow=_bars(lines, NARROW),
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


def _bars(lines: list[Line], width: int) -> Any:
    """Return horizontal bars from zero, falls to the left, each with its number beyond its end."""
    # Altair takes most of a second to import: only a process that draws pays for it.
    import altair as alt

    data = [
        {"sector": line.label, "tonnes": line.tonnes, "label": number_nb(line.tonnes or 0)} for line in lines
    ]
    names = [line.label for line in lines]
    values = [line.tonnes or 0 for line in lines]
    plot = width - int(max(len(name) for name in names) * _LETTER) - 16
    low, high = min(0, *values), max(0, *values)
    # As much of the axis as the numbers need on either side, in tonnes.
    room = (high - low or 1) * _LABEL / max(plot - 2 * _LABEL, 1)
    scale = alt.Scale(domain=[low - room, high + room], nice=False)
    base = alt.Chart(alt.InlineData(values=data)).encode(
        y=alt.Y(
            "sector:N",
            sort=names,
            title=None,
            axis=alt.Axis(ticks=False, domain=False, labelPadding=8),
        ),
        x=alt.X("tonnes:Q", title=None, axis=None, scale=scale),
    )
    bars = base.mark_bar(color=COLOURS["strong"])
    falls = base.transform_filter("datum.tonnes < 0").mark_text(align="right", baseline="middle", dx=-5)
    rises = base.transform_filter("datum.tonnes >= 0").mark_text(align="left", baseline="middle", dx=5)
    return alt.layer(bars, falls.encode(text="label:N"), rises.encode(text="label:N")).properties(
        width=plot, height=alt.Step(30)
    )
