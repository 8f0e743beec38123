"""An edition's report in plain English, for the command line. Names stay as they are: Norwegian."""

from collections import defaultdict
from collections.abc import Iterator

from emissions.edition_report import JUMP_FACTOR, JUMP_TONNES, ChangedCell, EditionReport, YearTotal

#: As many lines as one reads.
_MOST_LINES = 10


def edition_text(report: EditionReport) -> str:
    """Return the report, some sixty lines. No queries."""
    parts = [
        _about(report),
        _totals(report),
        _listed("Members missing in the file", report.missing),
        _listed("Worth a look", [problem.english() for problem in report.warnings]),
        _compared(report),
        _jumps(report),
    ]
    return "\n\n".join("\n".join(lines) for lines in map(list, parts) if lines)


def tonnes(grams: int | None) -> str:
    """Return an amount in tonnes with one decimal, as the statistics have it; "-" where there is none."""
    return "-" if grams is None else f"{grams / 1_000_000:,.1f}"


def _about(report: EditionReport) -> Iterator[str]:
    whole = "all municipalities" if report.kind == "all" else report.municipality
    sectors = "ten" if report.is_ten else "nine"
    yield (
        f"{report.file_name}: {whole}, sheet “{report.sheet}”"
        if report.sheet
        else (f"{report.file_name}: {whole}")
    )
    yield f"  SHA-256       {report.sha256}"
    yield f"  published     {report.published_on or 'not given: needed before the edition is published'}"
    yield f"  rows          {report.row_count:,}, of which {report.figure_count:,} are members'"
    yield f"  years         {', '.join(map(str, report.years))}"
    yield f"  sectors       {len(report.sectors)} ({sectors}-sector edition): {', '.join(report.sectors)}"
    if report.kind == "all":
        found = report.members - len(report.missing)
        yield f"  municipalities {report.municipalities_met}"
        yield f"  members       {found} of {report.members}, by the numbers in force on {report.numbers_on}"


def _totals(report: EditionReport) -> Iterator[str]:
    whose = "the region" if report.kind == "all" else report.municipality
    yield f"Tonnes CO2 equivalents of {whose}, by year (nine sectors | all ten):"
    for total in report.totals:
        if total.nine is None:
            yield f"  {total.year}  {_whose_figures(report, total)}: no sum"
        else:
            yield f"  {total.year}  {tonnes(total.nine):>16} | {tonnes(total.ten):>16}"


def _whose_figures(report: EditionReport, total: YearTotal) -> str:
    if report.kind == "all":
        return f"all nine sectors for {total.members} of {report.members} members"
    return "not all nine sectors"


def _listed(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"{title}:"
        yield from _first(lines)


def _first(lines: list[str], most: int = 4 * _MOST_LINES) -> Iterator[str]:
    yield from (f"  {line}" for line in lines[:most])
    if len(lines) > most:
        yield f"  … and {len(lines) - most} more"


def _compared(report: EditionReport) -> Iterator[str]:
    if report.current_edition is None:
        yield "No edition is in use to compare with."
        return
    whose = "members' figures" if report.kind == "all" else "figures"
    yield (
        f"Compared with edition {report.current_edition}, in use ({report.current_title}): "
        f"{whose} that differ: {report.changed:,}, new: {report.added:,}, gone: {report.gone:,}, "
        f"the same: {report.same:,}."
    )
    if report.cells:
        yield from _summed(report.cells)
        yield "  Largest by sector and year:"
        for cell in report.cells[:_MOST_LINES]:
            counts = f"{cell.changed} changed, {cell.added} new, {cell.gone} gone"
            yield f"    {cell.sector} {cell.year}: {_signed(cell.grams)} ({counts})"
    if report.largest:
        yield "  Largest single figures:"
        for one in report.largest[:_MOST_LINES]:
            what = f"{one.member} {one.year}, {one.sector}, {one.source}, {one.gas}"
            yield f"    {what}: {tonnes(one.before)} -> {tonnes(one.after)}"


def _summed(cells: list[ChangedCell]) -> Iterator[str]:
    """Give the differences by sector, and by year: of the nine alone where the tenth is among them."""
    by_sector: dict[str, int] = defaultdict(int)
    nine: dict[int, int] = defaultdict(int)
    every: dict[int, int] = defaultdict(int)
    for cell in cells:
        by_sector[cell.sector] += cell.grams
        nine[cell.year] += 0 if cell.is_tenth else cell.grams
        every[cell.year] += cell.grams
    yield "  Difference in tonnes by sector:"
    largest = sorted(by_sector.items(), key=lambda pair: -abs(pair[1]))
    yield from (f"    {name}: {_signed(grams)}" for name, grams in largest)
    has_tenth = any(cell.is_tenth for cell in cells)
    yield f"  Difference in tonnes by year{' (nine sectors | all ten)' if has_tenth else ''}:"
    for year, grams in sorted(every.items()):
        yield f"    {year}: {_signed(nine[year])}{f' | {_signed(grams)}' if has_tenth else ''}"


def _signed(grams: int) -> str:
    return f"{'+' if grams > 0 else ''}{tonnes(grams)}"


def _jumps(report: EditionReport) -> Iterator[str]:
    rule = f"at least {JUMP_TONNES:,} tonnes and {JUMP_FACTOR} times as much or as little as the year before"
    if not report.jump_count:
        yield f"No jumps ({rule})."
        return
    jumps = "1 jump" if report.jump_count == 1 else f"{report.jump_count:,} jumps"
    yield f"{jumps} ({rule}), the largest first:"
    for jump in report.jumps[:_MOST_LINES]:
        amounts = f"{tonnes(jump.before)} -> {tonnes(jump.after)}"
        yield f"  {jump.member}, {jump.sector}, {jump.from_year} to {jump.to_year}: {amounts}"
