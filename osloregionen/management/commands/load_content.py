"""`manage.py load_content`: put the content files into the database."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from osloregionen.content import ContentError
from osloregionen.loading import apply_rows, read_all
from osloregionen.management.database import needed_database


class Command(BaseCommand):
    """Reports what `osloregionen.loading` does; decides nothing itself."""

    help = (
        "Make the rows that the content files have and the database lacks. Rows that exist are left alone, "
        "and rows that staff deleted are not made again. Safe to run at any time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the one option."""
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, and write nothing"
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Load all content; fail with one line per problem, having written nothing."""
        try:
            with needed_database("Nothing was loaded."):
                report = apply_rows(read_all(), write=not dry_run)
        except ContentError as error:
            count = len(error.problems)
            raise CommandError(
                "\n".join([*error.problems, f"Nothing was loaded: {count} problem{'s'[: count != 1]}."])
            ) from None
        made = "would be made" if dry_run else "made"
        for label, count in sorted(report.created.items()):
            self.stdout.write(f"{label}: {count} {made}")
        for title, lines in (
            ("Already there, now known as content rows", report.adopted),
            ("Left alone, though the content files say something else", report.differences),
            ("Not made", report.skipped),
        ):
            if lines:
                self.stdout.write(f"{title}:")
                self.stdout.write("\n".join(f"  {line}" for line in lines))
        total = sum(report.created.values())
        self.stdout.write(f"{total} rows {made}, {report.unchanged} already there.")
