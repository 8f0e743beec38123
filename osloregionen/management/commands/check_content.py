"""`manage.py check_content`: say what is missing or doubtful in the content."""

from argparse import ArgumentParser
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from osloregionen.gaps import all_gaps
from osloregionen.management.database import needed_database


class Command(BaseCommand):
    """Prints the list that the admin's front page shows. The list itself is read by staff: Norwegian."""

    help = "List what is missing or doubtful in the content, in Norwegian, grouped by subject."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the one option."""
        parser.add_argument("--fail", action="store_true", help="end with 1 when there is something to list")

    def handle(self, *args: Any, fail: bool, **options: Any) -> None:
        """Print the list; read-only."""
        with needed_database():
            gaps = all_gaps()
        for area, group in groupby(gaps, key=lambda gap: gap.area):
            self.stdout.write(area)
            for gap in group:
                self.stdout.write(f"  – {gap.text}")
        if not gaps:
            self.stdout.write("Ingen mangler funnet.")
        elif fail:
            raise CommandError(f"{len(gaps)} punkter mangler eller er usikre.")
