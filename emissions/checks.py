"""What can't be right in a published table. Pages and `check_content` flag the same things.

The figures themselves are never touched: the table is shown as it was published.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from emissions.models import PublishedRow, PublishedTable
from osloregionen.formatting import number_nb, percent_nb

# Rounding of each line may move the sum this far from the published total.
ROUNDING = 1


@dataclass(frozen=True)
class Finding:
    """Something doubtful. `row` is None where it is about the table as a whole."""

    text: str
    row: PublishedRow | None = None


def is_impossible_fall(percent: Decimal | int | None) -> bool:
    """Whether a change in per cent is a fall of more than everything. No queries."""
    return percent is not None and percent < -100


def signs_disagree(percent: Decimal | int | None, tonnes: int | None) -> bool:
    """Whether per cent says up and tonnes say down, or the other way. Zero agrees with both. No queries."""
    return percent is not None and tonnes is not None and percent * tonnes < 0


def sum_difference(rows: Iterable[PublishedRow]) -> int | None:
    """Return the sum of the sectors' tonnes minus the published total.

    None where it can't be told: no total, or tonnes missing for one of the lines. No queries.
    """
    lines = list(rows)
    totals = [row.tonnes for row in lines if row.sector_id is None]
    parts = [row.tonnes for row in lines if row.sector_id is not None]
    known = [tonnes for tonnes in parts if tonnes is not None]
    if len(totals) != 1 or totals[0] is None or not known or len(known) != len(parts):
        return None
    return sum(known) - totals[0]


def row_findings(row: PublishedRow) -> list[Finding]:
    """Return what can't be right in one line. No queries."""
    findings = []
    if row.percent is not None and is_impossible_fall(row.percent):
        findings.append(
            Finding(
                _("%(label)s: %(percent)s kan ikke stemme. Et utslipp kan ikke gå ned med mer enn 100 %%.")
                % {"label": row.label, "percent": percent_nb(row.percent.normalize())},
                row,
            )
        )
    if row.percent is not None and row.tonnes is not None and signs_disagree(row.percent, row.tonnes):
        findings.append(
            Finding(
                _("%(label)s: prosenten (%(percent)s) og tonnene (%(tonnes)s) går hver sin vei.")
                % {
                    "label": row.label,
                    "percent": percent_nb(row.percent.normalize()),
                    "tonnes": number_nb(row.tonnes),
                },
                row,
            )
        )
    return findings


def table_findings(table: PublishedTable) -> list[Finding]:
    """Return what can't be right in a table: line by line, then the sum. One query at most."""
    rows = list(table.rows.all())
    findings = [finding for row in rows for finding in row_findings(row)]
    difference = sum_difference(rows)
    if difference is not None and abs(difference) > ROUNDING:
        findings.append(
            Finding(
                _("Sektorene summerer seg ikke til totalen: forskjellen er %(tonnes)s tonn.")
                % {"tonnes": number_nb(abs(difference))}
            )
        )
    return findings
