"""`manage.py publish_edition`: put an edition of the statistics into use, or bring the former one back."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from emissions.current import publication_in_use
from emissions.models import Edition, Publication
from emissions.services import REFUSALS, publish_edition, return_to_former

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
            "--back", action="store_true", help="take the edition out of use, and bring the former back"
        )

    def handle(self, *args: Any, edition: int, back: bool, **options: Any) -> None:
        """Publish or bring back; in one transaction, told in a line."""
        try:
            found = Edition.objects.select_related("municipality").filter(pk=edition).first()
            if found is None:
                numbers = ", ".join(map(str, Edition.objects.order_by("pk").values_list("pk", flat=True)))
                raise CommandError(
                    f"There is no edition {edition}. There are: {numbers or 'none'}. {_NOTHING}"
                )
            self.stdout.write(self._bring_back(found) if back else self._publish(found))
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"The database can't be used: {str(error).strip()}\n"
                f"Is it running, and has manage.py migrate been run? {_NOTHING}"
            ) from None

    def _publish(self, edition: Edition) -> str:
        former = publication_in_use(edition.kind, edition.municipality_id)
        try:
            publish_edition(edition=edition)
        except ValidationError as error:
            raise CommandError(f"Edition {edition.pk}: {REFUSALS[error.code or ''][0]}. {_NOTHING}") from None
        before = f", in place of edition {former.edition_id}" if former else ""
        return f"Edition {edition.pk} ({edition}) is in use{before}."

    def _bring_back(self, edition: Edition) -> str:
        standing = publication_in_use(edition.kind, edition.municipality_id)
        if standing is None or standing.edition_id != edition.pk:
            raise CommandError(f"Edition {edition.pk} is not in use. {_in_use(standing)} {_NOTHING}")
        try:
            former = return_to_former(publication=standing)
        except ValidationError:
            raise CommandError(f"Somebody else changed which edition is in use. {_NOTHING}") from None
        return f"Edition {edition.pk} is out of use. {_in_use(former)}"


def _in_use(publication: Publication | None) -> str:
    if publication is None:
        return "No edition of its kind is in use."
    return f"Edition {publication.edition_id} ({publication.edition}) is in use."
