"""`manage.py publish_edition`: put an edition of the statistics into use, or bring the former one back."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from emissions.current import current_edition_for, publication_in_use
from emissions.management.days import day
from emissions.models import Edition, Publication
from emissions.services import REFUSALS, publish_edition, return_to_former
from osloregionen.management.database import needed_database
from osloregionen.writing import save

_NOTHING = "Nothing was changed."


class Command(BaseCommand):
    """Parses the arguments and tells; `emissions.services` does it."""

    help = (
        "Put an edition of the emission statistics into use by its number, or with --back take it out again, "
        "so that the former one is in use. Ends with 1 where that can't be done."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the number and --back."""
        parser.add_argument("edition", type=int, help="the edition's number, as import_emissions told it")
        parser.add_argument(
            "--published-on",
            type=day,
            metavar="DATE",
            help="the day Miljødirektoratet published it, like 2026-11-21, where the edition lacks it",
        )
        parser.add_argument(
            "--back", action="store_true", help="take the edition out of use, and bring the former back"
        )

    def handle(
        self, *args: Any, edition: int, back: bool, published_on: dt.date | None = None, **options: Any
    ) -> None:
        """Publish or bring back; in one transaction, told in a line."""
        if back and published_on:
            raise CommandError(
                f"--published-on is for putting an edition into use, not for --back. {_NOTHING}"
            )
        # Called from other code, the option may be text.
        published_on = day(published_on) if isinstance(published_on, str) else published_on
        with needed_database(_NOTHING):
            found = Edition.objects.select_related("municipality").filter(pk=edition).first()
            if found is None:
                numbers = ", ".join(map(str, Edition.objects.order_by("pk").values_list("pk", flat=True)))
                raise CommandError(
                    f"There is no edition {edition}. There are: {numbers or 'none'}. {_NOTHING}"
                )
            self.stdout.write(self._bring_back(found) if back else self._publish(found, published_on))

    def _publish(self, edition: Edition, published_on: dt.date | None) -> str:
        former = publication_in_use(edition.kind, edition.municipality_id)
        try:
            with transaction.atomic():
                _date(edition, published_on)
                publish_edition(edition=edition)
        except ValidationError as error:
            raise CommandError(f"Edition {edition.pk}: {REFUSALS[error.code or ''][0]}. {_NOTHING}") from None
        before = f", in place of edition {former.edition_id}" if former else ""
        said = f"Edition {edition.pk} ({edition.title}) is in use{before}."
        counting = current_edition_for(edition.municipality_id) if edition.municipality_id else edition
        if counting is not None and counting.pk != edition.pk:
            said += (
                f" Edition {counting.pk} ({counting.title}) is as new or newer, and counts: "
                "the pages don't show this one."
            )
        return said

    def _bring_back(self, edition: Edition) -> str:
        standing = publication_in_use(edition.kind, edition.municipality_id)
        if standing is None or standing.edition_id != edition.pk:
            raise CommandError(f"Edition {edition.pk} is not in use. {_in_use(standing)} {_NOTHING}")
        try:
            former = return_to_former(publication=standing)
        except ValidationError:
            raise CommandError(f"Somebody else changed which edition is in use. {_NOTHING}") from None
        return f"Edition {edition.pk} is out of use. {_in_use(former)}"


def _date(edition: Edition, published_on: dt.date | None) -> None:
    """Fill in the day an edition was published. Raises `CommandError` where it has another."""
    if published_on is None or edition.published_on == published_on:
        return
    if edition.published_on is not None:
        raise CommandError(
            f"Edition {edition.pk} is published on {edition.published_on}, not on {published_on}: "
            f"leave out --published-on, or mend the date in the admin. {_NOTHING}"
        )
    edition.published_on = published_on
    save(edition, by=None, reason=_("Publiseringsdato fylt ut"))


def _in_use(publication: Publication | None) -> str:
    if publication is None:
        return "No edition of its kind is in use."
    return f"Edition {publication.edition_id} ({publication.edition.title}) is in use."
