"""Puts an edition into use, and takes it out again: a stack of publications, of which the newest counts.

Figures are read from the edition in use; which that is changes in a moment, for all pages at once.
"""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from emissions.current import publication_in_use
from emissions.models import Edition, Publication
from osloregionen.changes import who
from osloregionen.writing import refuse_second

_LONGEST_NAME = 150
#: Why an edition is not put into use: in English for the command, in Norwegian for the admin.
REFUSALS = {
    "undated": (
        "the edition has no date of publication: give it with --published-on DATE, or in the admin",
        gettext_noop("Utgaven mangler publiseringsdato. Fyll den ut først."),
    ),
    "in-use": ("the edition is in use already", gettext_noop("Utgaven er allerede i bruk.")),
}


def refusal_to_publish(edition: Edition) -> str:
    """Return the code of `REFUSALS` for which an edition can't be put into use, or nothing. One query."""
    if edition.published_on is None:
        return "undated"
    standing = publication_in_use(edition.kind, edition.municipality_id)
    return "in-use" if standing is not None and standing.edition_id == edition.pk else ""


def publish_edition(*, edition: Edition, by: AbstractBaseUser | None = None) -> Publication:
    """Put an edition into use, and return its publication. Four queries.

    Raises `ValidationError`, its code one of `REFUSALS`, where the edition has no date of publication or is
    in use already; then nothing is written. The one that was in use is kept below it.
    """
    with transaction.atomic():
        stored = _held(edition)
        if code := refusal_to_publish(stored):
            raise ValidationError(_(REFUSALS[code][1]), code=code)
        return Publication.objects.create(edition=stored, at=timezone.now(), by=named(by))


def return_to_former(*, publication: Publication, by: AbstractBaseUser | None = None) -> Publication | None:
    """End a publication, and return the one that counts now; None where there was none below. Five queries.

    `publication` is what the person saw in use. Raises `Conflict` where it is no longer that.
    """
    with transaction.atomic():
        edition = _held(publication.edition)
        standing = publication_in_use(edition.kind, edition.municipality_id)
        if standing is None or standing.pk != publication.pk:
            refuse_second(_("En annen utgave er tatt i bruk, eller denne er tatt ut, mens du holdt på."))
        standing.ended_at, standing.ended_by = timezone.now(), named(by)
        standing.save(update_fields=["ended_at", "ended_by"])
        return publication_in_use(edition.kind, edition.municipality_id)


def _held(edition: Edition) -> Edition:
    """Return an edition as it is stored, and hold all of its scope till the end. One query."""
    same = Edition.objects.select_for_update().filter(kind=edition.kind, municipality=edition.municipality_id)
    return next(one for one in same.order_by("pk") if one.pk == edition.pk)


def named(by: AbstractBaseUser | None) -> str:
    """Return how whoever did it is told of later; without a user it was a command. No queries."""
    return (who(by) if by is not None else _("Kommandolinjen"))[:_LONGEST_NAME]
