"""Writes what is known of the members in bulk: their inhabitants, from SSB's table.

found = population_changes(file)           # what the file would change; writes nothing
found = import_populations(file)           # all of it, or nothing
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from members.mergers import Mergers
from members.models import Membership, Municipality, MunicipalityNumber, Population
from members.population_figures import TABLE, Figure, PopulationFile, PopulationFileError
from osloregionen.formatting import date_nb
from osloregionen.models import ContentVersion
from osloregionen.writing import save


@dataclass(frozen=True)
class PopulationChange:
    """A figure that is not stored as the file has it: `row` as it would be, `before` what is stored."""

    name: str
    row: Population
    before: int | None


@dataclass
class PopulationChanges:
    """What a file of inhabitants changes. `left_out` and `missing` say, in English, which figures lack."""

    changes: list[PopulationChange] = field(default_factory=list)
    unchanged: int = 0
    left_out: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    others: int = 0

    @property
    def new(self) -> list[PopulationChange]:
        """The figures of dates that have none."""
        return [change for change in self.changes if change.before is None]

    @property
    def changed(self) -> list[PopulationChange]:
        """The figures that differ from the stored ones of the same date."""
        return [change for change in self.changes if change.before is not None]


def population_source(file: PopulationFile) -> str:
    """Return the source that figures of a file get, as pages show it."""
    if file.updated is None:
        return _("Statistisk sentralbyrå, tabell %(table)s") % {"table": TABLE}
    values = {"table": TABLE, "date": date_nb(file.updated)}
    return _("Statistisk sentralbyrå, tabell %(table)s, oppdatert %(date)s") % values


def population_changes(file: PopulationFile) -> PopulationChanges:
    """Return what a file would change. Raises `PopulationFileError`. Five queries, however many figures."""
    return _Comparison(file).done()


def import_populations(file: PopulationFile) -> PopulationChanges:
    """Write what a file changes, in one transaction. Raises `PopulationFileError`, having written nothing.

    A figure that is stored as the file has it stays as it is, with the source it has. Ten queries, two for
    each 500 new figures, three for each that differs.
    """
    reason = _("Lest inn fra SSBs tabell %(table)s") % {"table": TABLE}
    with transaction.atomic():
        # Who else writes waits: rows first, then the version that every write touches (importing.py).
        list(Population.objects.select_for_update().order_by("pk").values_list("pk"))
        list(ContentVersion.objects.select_for_update().values_list("pk"))
        found = population_changes(file)
        new = [change.row for change in found.new]
        for row in new:
            row.clean_fields(exclude=["municipality"])
        bulk_create_with_history(new, Population, batch_size=500, default_change_reason=reason)
        for change in found.changed:
            change.row.clean_fields(exclude=["municipality"])
            save(change.row, by=None, reason=reason)
    return found


class _Comparison:
    """Holds the figures of a file against what is stored. Five queries when it is made, then none."""

    def __init__(self, file: PopulationFile) -> None:
        self.file = file
        self.source = population_source(file)
        members = set(Membership.objects.values_list("municipality_id", flat=True))
        self.members = Municipality.objects.in_bulk(members)
        self.mergers = Mergers()
        self.by_number: dict[str, list[MunicipalityNumber]] = defaultdict(list)
        self.numbers: dict[int, list[MunicipalityNumber]] = defaultdict(list)
        for number in MunicipalityNumber.objects.filter(municipality__in=members):
            self.by_number[number.number].append(number)
            self.numbers[number.municipality_id].append(number)
        self.stored = {(row.municipality_id, row.on): row for row in Population.objects.all()}
        self.found = PopulationChanges()
        self.problems: list[str] = []
        self.left_out: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.taken: dict[tuple[int, dt.date], Figure] = {}

    def done(self) -> PopulationChanges:
        """Return the differences. Raises `PopulationFileError`."""
        others = set(self.file.other_regions)
        for figure in self.file.figures:
            if figure.number not in self.by_number:
                others.add(figure.number)
            else:
                self._take(figure)
        self.found.others = len(others)
        for (who, why), years in sorted(self.left_out.items()):
            self.found.left_out.append(f"{who}, {_years(years)}: {why}")
        self._tell_missing()
        if self.problems:
            raise PopulationFileError(self.problems)
        return self.found

    def _take(self, figure: Figure) -> None:
        """Compare one figure of a member with what is stored, or note why it is left out."""
        on = dt.date(figure.year, 1, 1)
        code = f"{'K-' if figure.is_restated else ''}{figure.number}"
        pk = next((one.municipality_id for one in self.by_number[figure.number] if one.holds_on(on)), None)
        if pk is None and figure.is_restated:
            pk, why = self._restated(figure.number, on)
        else:
            why = "the number was not in use on 1 January"
        if pk is None:
            # SSB writes nought for a number that was not there.
            if figure.count:
                self.left_out[f"{code} {self._name(figure.number)}", why].append(figure.year)
            return
        name = f"{self.members[pk].name} ({code})"
        if figure.count is None:
            self.left_out[name, "SSB has no figure"].append(figure.year)
            return
        before = self.taken.setdefault((pk, on), figure)
        where = f"{self.file.name}, {figure.where}"
        if figure.count == 0:
            self.problems.append(f"{where}: {name} has no inhabitants in {figure.year}, though it was there")
        elif before.count != figure.count:
            there = f"{before.count} at {before.where}"
            self.problems.append(f"{where}: {name} has {figure.count} in {figure.year}, but {there}")
        elif before is figure:
            self._compare(pk, on, name, figure.count)

    def _restated(self, number: str, on: dt.date) -> tuple[int | None, str]:
        """Return the municipality that a figure in today's borders is also right for, or why there is none.

        It had another number then, and nothing has been merged into it since.
        """
        latest = max(self.by_number[number], key=lambda one: one.valid_to or dt.date.max)
        pk = latest.municipality_id
        merged = self.mergers.all_made_of(self.members[pk])
        if any(old.dissolved_on is None or old.dissolved_on > on for old in merged):
            return None, "in the borders of after a merger"
        if not any(one.holds_on(on) for one in self.numbers[pk]):
            return None, "the municipality had no number on 1 January"
        return pk, ""

    def _compare(self, pk: int, on: dt.date, name: str, count: int) -> None:
        row = self.stored.get((pk, on))
        if row is not None and row.count == count:
            self.found.unchanged += 1
            return
        before = row.count if row is not None else None
        row = row or Population(municipality_id=pk, on=on)
        row.count, row.source = count, self.source
        self.found.changes.append(PopulationChange(name, row, before))

    def _name(self, number: str) -> str:
        return self.members[self.by_number[number][-1].municipality_id].name

    def _tell_missing(self) -> None:
        """Note the members that the file has no figure for, by year."""
        for year in sorted({figure.year for figure in self.file.figures}):
            on = dt.date(year, 1, 1)
            names = sorted(
                member.name
                for pk, member in self.members.items()
                if (pk, on) not in self.taken and any(one.holds_on(on) for one in self.numbers[pk])
            )
            if names:
                self.found.missing.append(f"{year}: {len(names)} of {self._there(on)}: {', '.join(names)}")

    def _there(self, on: dt.date) -> int:
        return sum(any(one.holds_on(on) for one in numbers) for numbers in self.numbers.values())


def _years(years: list[int]) -> str:
    """Return "2009-2011, 2013"."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
