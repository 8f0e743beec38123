"""The report of an import as the admin shows it: an `EditionReport` in bokmål, every value finished text."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from emissions.edition_report import JUMP_TONNES, EditionReport, Jump, YearTotal
from emissions.models import Gas
from emissions.statistics.file import ALL
from osloregionen.formatting import NBSP, counted_nb, date_nb, list_nb, number_nb
from osloregionen.parts import Fact

_GRAMS = 1_000_000
#: Sectors and years that are told of one by one.
_MOST_CELLS = 20


@dataclass(frozen=True)
class ReportTable:
    """A table of the report. The first cell of a row names it; the first `texts` columns hold no numbers."""

    heading: str
    lead: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    texts: int = 1

    @property
    def classes(self) -> list[str]:
        """The class of each column: numbers stand to the right."""
        return ["" if place < self.texts else "num" for place in range(len(self.columns))]

    @property
    def head(self) -> list[tuple[str, str]]:
        """The headings, each with its class."""
        return list(zip(self.columns, self.classes, strict=True))

    @property
    def lines(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The rows: the name of each, and its other cells with their classes."""
        return [(row[0], list(zip(row[1:], self.classes[1:], strict=True))) for row in self.rows]


@dataclass(frozen=True)
class ReportPage:
    """What the page says: facts, members that are missing, warnings, what differs, and tables."""

    facts: list[Fact]
    missing: str
    warnings: list[str]
    differs: str
    tables: list[ReportTable]
    #: The edition that holds the same file, by its number; there is nothing to store then.
    already: int | None


def report_page(values: dict[str, Any]) -> ReportPage:
    """Return what a page says of a report that a job has kept. No queries."""
    report = EditionReport.from_json(values)
    tables = [_totals(report)]
    if report.changed or report.added or report.gone:
        tables += [_cells(report), *([_largest(report)] if report.largest else [])]
    if report.jumps:
        tables.append(_jumps(report))
    return ReportPage(
        facts=list(_facts(report)),
        missing=list_nb(report.missing),
        warnings=[warning.norwegian() for warning in report.warnings],
        differs=_differs(report),
        tables=tables,
        already=report.already,
    )


def tonnes_of(grams: int) -> str:
    """Return grams as "1 388 245,6 tonn"."""
    return f"{_tonnes(grams)}{NBSP}tonn"


def _tonnes(grams: int | None) -> str:
    return "–" if grams is None else number_nb(grams / _GRAMS, 1)


def _facts(report: EditionReport) -> Sequence[Fact]:
    is_all = report.kind == ALL
    sectors = _("ti sektorer") if report.is_ten else _("ni sektorer, sammenlignbart med eldre utgaver")
    met = counted_nb(report.municipalities_met, _("kommune"), _("kommuner"))
    whom = _("alle kommuner (%(met)s i filen)") % {"met": met}
    members = _("%(found)s av %(members)s") % {
        "found": number_nb(report.members - len(report.missing)),
        "members": number_nb(report.members),
    }
    published = dt.date.fromisoformat(report.published_on) if report.published_on else None
    rows = counted_nb(report.row_count, _("rad"), _("rader"))
    if report.sheet:
        rows = _("%(rows)s i arket «%(sheet)s»") % {"rows": rows, "sheet": report.sheet}
    return [
        Fact(_("Gjelder"), whom if is_all else report.municipality),
        Fact(_("Publisert"), date_nb(published) if published else None),
        Fact(_("Rader"), rows),
        Fact(_("Tall som lagres"), number_nb(report.figure_count)),
        Fact(_("År"), list_nb([str(year) for year in report.years])),
        Fact(_("Sektorer"), f"{sectors}: {list_nb(report.sectors)}"),
        *([Fact(_("Medlemmer funnet"), members)] if is_all else []),
        Fact(_("Kommunenumre lest slik de gjaldt"), date_nb(dt.date.fromisoformat(report.numbers_on))),
    ]


def _differs(report: EditionReport) -> str:
    """Return how the file differs from the edition in use, in a sentence."""
    if report.current is None:
        whom = _("alle kommuner") if report.kind == ALL else report.municipality
        said = _("Ingen utgave for %(whom)s er i bruk, så det er ingenting å sammenligne med.")
        return said % {"whom": whom}
    values = {"edition": report.current_title}
    if not (report.changed or report.added or report.gone):
        if report.kind != ALL:
            return _("Alle tallene er de samme som i utgaven som er i bruk, «%(edition)s».") % values
        return _("Alle medlemmenes tall er de samme som i utgaven som er i bruk, «%(edition)s».") % values
    kinds = [
        (report.changed, _("er endret"), _("er endret")),
        (report.added, _("er nytt"), _("er nye")),
        (report.gone, _("er borte"), _("er borte")),
        (report.same, _("er likt"), _("er like")),
    ]
    first, *more = [kind for kind in kinds if kind[0]]
    counts = [counted_nb(count, one, many) for count, one, many in more]
    figures = f"{number_nb(first[0])}{NBSP}{_('tall')} {first[1 if first[0] == 1 else 2]}"
    values["counts"] = list_nb([figures, *counts])
    return _("Mot utgaven som er i bruk, «%(edition)s»: %(counts)s.") % values


def _totals(report: EditionReport) -> ReportTable:
    is_all = report.kind == ALL
    lead = _("Tonn CO₂-ekvivalenter for %(name)s.") % {"name": report.municipality}
    if is_all:
        lead = _("Tonn CO₂-ekvivalenter for alle medlemmene, for år der alle har tall i alle sektorene.")
    return ReportTable(
        heading=_("Summer i filen"),
        lead=lead,
        columns=[
            _("År"),
            *([_("Medlemmer med tall i alle ni")] if is_all else []),
            _("Ni sektorer"),
            _("Ti sektorer"),
        ],
        rows=[
            [
                str(total.year),
                *([number_nb(total.members)] if is_all else []),
                _tonnes(total.nine) if total.nine is not None else _uncounted(total, report),
                _tonnes(total.ten),
            ]
            for total in report.totals
        ],
    )


def _uncounted(total: YearTotal, report: EditionReport) -> str:
    """Say why a year has no sum."""
    if report.kind != ALL or total.members == report.members:
        return "–"
    values = {"counted": number_nb(total.members), "members": number_nb(report.members)}
    return _("tall for %(counted)s av %(members)s") % values


def _cells(report: EditionReport) -> ReportTable:
    shown = report.cells[:_MOST_CELLS]
    lead = _("Sektorer og år der summen endrer seg mest.")
    if len(report.cells) > len(shown):
        values = {"shown": number_nb(len(shown)), "all": number_nb(len(report.cells))}
        lead = _("De %(shown)s største av %(all)s sektorer og år der noe er endret.") % values
    return ReportTable(
        heading=_("Hva som er endret"),
        lead=lead,
        texts=2,
        # What matters most stands where a phone shows it.
        columns=[_("Sektor"), _("År"), _("Summen endres, tonn"), _("Endret"), _("Nye"), _("Borte")],
        rows=[
            [
                cell.sector,
                str(cell.year),
                _signed(cell.grams),
                number_nb(cell.changed),
                number_nb(cell.added),
                number_nb(cell.gone),
            ]
            for cell in shown
        ],
    )


def _largest(report: EditionReport) -> ReportTable:
    gases = dict(Gas.choices)
    lead = _("Enkelttall som er annerledes enn i utgaven som er i bruk.")
    if report.changed > len(report.largest):
        values = {"shown": number_nb(len(report.largest)), "all": number_nb(report.changed)}
        lead = (
            _("De %(shown)s største av %(all)s enkelttall som er annerledes enn i utgaven som er i bruk.")
            % values
        )
    return ReportTable(
        heading=_("De største endringene"),
        texts=3,
        lead=lead,
        columns=[_("Kommune"), _("År"), _("Sektor og kilde"), _("I bruk, tonn"), _("I filen, tonn")],
        rows=[
            [
                one.member,
                str(one.year),
                f"{one.sector}, {one.source} ({gases.get(one.gas, one.gas)})",
                _tonnes(one.before),
                _tonnes(one.after),
            ]
            for one in report.largest
        ],
    )


def _jumps(report: EditionReport) -> ReportTable:
    lead = _(
        "Tall for en sektor som minst dobles eller halveres fra ett år i filen til det neste, og som endrer "
        "seg med minst %(tonnes)s tonn. Det kan være riktig, men se etter."
    ) % {"tonnes": number_nb(JUMP_TONNES)}
    if report.jump_count > len(report.jumps):
        values = {"shown": number_nb(len(report.jumps)), "all": number_nb(report.jump_count)}
        lead += " " + _("De %(shown)s største av %(all)s er vist.") % values
    return ReportTable(
        heading=_("Store hopp"),
        lead=lead,
        texts=3,
        columns=[_("Kommune"), _("Sektor"), _("År"), _("Fra, tonn"), _("Til, tonn")],
        rows=[_jump(jump) for jump in report.jumps],
    )


def _jump(jump: Jump) -> list[str]:
    years = f"{jump.from_year}–{jump.to_year}"
    return [jump.member, jump.sector, years, _tonnes(jump.before), _tonnes(jump.after)]


def _signed(grams: int) -> str:
    return f"+{_tonnes(grams)}" if grams > 0 else _tonnes(grams)
