"""`manage.py import_population`: the members' inhabitants, from SSB's table 07459."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from members.population_figures import PopulationFileError
from members.population_file import read_population_file
from members.services import PopulationChanges, import_populations, population_changes, population_source
from osloregionen.management.database import needed_database

_NOTHING = "Nothing was written."

#: Changed figures that are told of one by one.
_MOST_TOLD = 100


class Command(BaseCommand):
    """Reports what `members.services` finds and does; decides nothing itself. docs/content.md."""

    help = (
        "Say what a file of SSB's table 07459 (inhabitants on 1 January, JSON-stat2 or CSV) would change for "
        "the members, and write it with --commit. Safe to run again: a second run changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and --commit."""
        parser.add_argument("file", type=Path, help="as Statistikkbanken writes it: JSON-stat2 or CSV")
        parser.add_argument(
            "--commit", action="store_true", help="write; without it only the report is given"
        )

    def handle(self, *args: Any, file: Path, commit: bool, **options: Any) -> None:
        """Report, and write with `commit`; fail with one line per problem, having written nothing."""
        try:
            read = read_population_file(file)
            with needed_database(_NOTHING):
                found = import_populations(read) if commit else population_changes(read)
        except PopulationFileError as error:
            raise CommandError("\n".join([*error.problems, _NOTHING])) from None
        years = sorted({figure.year for figure in read.figures})
        self.stdout.write(f"{read.name}: {len(read.figures)} figures, {years[0]}-{years[-1]}")
        self.stdout.write(f"Source of what is new: {population_source(read)}")
        self._tell(found)
        done = "Written" if commit else "Nothing is written yet; with --commit"
        counts = f"{len(found.new)} new, {len(found.changed)} changed. {found.unchanged} as they are stored."
        self.stdout.write(f"{done}: {counts}")

    def _tell(self, found: PopulationChanges) -> None:
        """Say what is not taken in, and each stored figure that the file has otherwise."""
        if found.others:
            self.stdout.write(f"Regions that are no members: {found.others}, passed over")
        for title, lines in (("Left out", found.left_out), ("Members without a figure", found.missing)):
            if lines:
                self.stdout.write(f"{title}:")
                self.stdout.write("\n".join(f"  {line}" for line in lines))
        if found.changed:
            self.stdout.write("Stored otherwise:")
        for change in found.changed[:_MOST_TOLD]:
            self.stdout.write(f"  {change.name}, {change.row.on}: {change.before} -> {change.row.count}")
        if len(found.changed) > _MOST_TOLD:
            self.stdout.write(f"  and {len(found.changed) - _MOST_TOLD} more")
