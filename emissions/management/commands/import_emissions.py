"""`manage.py import_emissions`: read a file of the national statistics, say what it would bring, store it."""

import datetime as dt
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from emissions.differences import current_of_all
from emissions.edition_report import edition_report
from emissions.edition_text import edition_text
from emissions.management.days import day
from emissions.matching import Matched, known, match
from emissions.models import Edition
from emissions.services import AlreadyStored, sha256_of, store_edition
from emissions.services.storing import plain_name
from emissions.statistics.problems import StatisticsError
from emissions.statistics.reading import read_statistics
from osloregionen.management.database import needed_database

_NOTHING = "Nothing was stored."


class Command(BaseCommand):
    """Parses the arguments and tells; `emissions.statistics` reads, `emissions.services` stores."""

    help = (
        "Read a file of Miljødirektoratet's emission statistics (Excel or CSV; all municipalities, or one) "
        "and say what it would bring. Writes nothing without --commit. An edition that is stored is put into "
        "use by publish_edition. Ends with 0 when the file is in order (also when it was stored before), "
        "with 1 when it is refused, with 2 when the arguments are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file and the options."""
        parser.add_argument("file", type=Path, help="the workbook or CSV file, as it was downloaded")
        parser.add_argument(
            "--published-on",
            type=day,
            metavar="DATE",
            help="the day Miljødirektoratet published it, like 2026-11-21; needed before it is used",
        )
        parser.add_argument(
            "--municipality",
            default="",
            metavar="NUMBER",
            help="the municipality's number, for a file of one municipality whose name does not say it",
        )
        parser.add_argument("--commit", action="store_true", help="store the edition")

    def handle(
        self, *args: Any, file: Path, published_on: dt.date | None, municipality: str, **options: Any
    ) -> None:
        """Read, report, and store where that is asked for; where anything is wrong, write nothing."""
        # Called from other code, the option may be text.
        published_on = day(published_on) if isinstance(published_on, str) else published_on
        try:
            with needed_database(_NOTHING):
                self._import(file, published_on, municipality, commit=options["commit"])
        except StatisticsError as error:
            lines = [problem.english() for problem in error.problems]
            more = ["… and more like these."] if error.more else []
            raise CommandError(
                "\n".join([f"{plain_name(file.name)} is refused:", *lines, *more, _NOTHING])
            ) from None
        except OSError as error:
            why = error.strerror or plain_name(str(error))
            raise CommandError(f"{plain_name(str(file))} can't be read: {why}. {_NOTHING}") from None
        except ValidationError as error:
            raise CommandError(f"The edition is refused: {' '.join(error.messages)} {_NOTHING}") from None

    def _import(self, file: Path, published_on: dt.date | None, number: str, *, commit: bool) -> None:
        here = known()
        with ThreadPoolExecutor(1) as beside:
            # The child reads for seconds: meanwhile the figures in use are fetched, to be compared with.
            reading = beside.submit(read_statistics, file, known=here, on_progress=self.progress)
            sha256, of_all = sha256_of(file), current_of_all()
            matched = match(reading.result(), published_on=published_on, number=number)
        report = edition_report(
            matched,
            file_name=plain_name(file.name),
            sha256=sha256,
            published_on=f"{published_on or ''}",
            of_all=of_all,
        )
        self.stdout.write(edition_text(report))
        self.stdout.write("")
        if report.already is not None:
            self._tell_already(Edition.objects.get(pk=report.already), published_on)
        elif not commit:
            self.stdout.write(f"{_NOTHING} Run it again with --commit to store it.")
        else:
            self._store(matched, file, published_on)

    def _store(self, matched: Matched, file: Path, published_on: dt.date | None) -> None:
        try:
            edition = store_edition(
                matched,
                original=file,
                file_name=file.name,
                published_on=published_on,
                on_progress=self.progress,
            )
        except AlreadyStored as same:
            self._tell_already(same.edition, published_on)
            return
        dated = "" if edition.published_on else " --published-on DATE"
        self.stdout.write(
            f"Stored as edition {edition.pk}: {edition.figure_count:,} figures, and the file itself.\n"
            f"It is not in use yet: manage.py publish_edition {edition.pk}{dated} does that."
        )

    def _tell_already(self, edition: Edition, published_on: dt.date | None) -> None:
        """Say where the file is, and what became of a date that was given with it."""
        number = edition.pk
        self.stdout.write(f"The same file is stored already, as edition {number}. {_NOTHING}")
        if edition.published_on is None:
            day = published_on or "DATE"
            self.stdout.write(
                f"Edition {number} has no date of publication{', and got none now' if published_on else ''}: "
                f"manage.py publish_edition {number} --published-on {day} fills it in and puts it into use."
            )
        elif published_on not in (None, edition.published_on):
            self.stdout.write(
                f"Edition {number} is published on {edition.published_on}; that is still so, and "
                f"{published_on} was not written. If it is the right day, mend it in the admin."
            )

    def progress(self, phase: str, share: float) -> None:
        """Hear how far the work has come; whoever wants to show it makes a subclass."""
