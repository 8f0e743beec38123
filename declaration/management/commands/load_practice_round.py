"""Makes the practice round on which staff try the signing process, or takes it away again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from declaration.services.practice import PracticeError, load_practice_round, remove_practice_round


class Command(BaseCommand):
    """See docs/redaktor.md, «Øve». What is real is neither changed nor counted."""

    help = (
        "Make a declaration marked «ØVELSE» with made-up answers of every status, open for more; "
        "--remove takes all of it away. A second run changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --remove."""
        parser.add_argument("--remove", action="store_true", help="remove the practice round and its history")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make or remove, and say what was done."""
        try:
            text = self._remove() if options["remove"] else self._load()
        except PracticeError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(text)

    def _load(self) -> str:
        found = load_practice_round()
        address = found.declaration.get_absolute_url()
        if found.made:
            return f"Made a practice round with {found.answers} answers: {address}status/"
        return (
            f"There is a practice round already, with {found.answers} answers: {address}status/\n"
            "Nothing was changed. --remove takes it away; then this makes a new one."
        )

    def _remove(self) -> str:
        count = remove_practice_round()
        return f"Removed the practice round: {count} rows." if count else "There is no practice round."
