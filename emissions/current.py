"""Which editions of the statistics count: for the country, and for one municipality."""

from collections.abc import Iterable

from emissions.models import Edition, Publication
from members.models import Municipality

#: An edition's scope: its kind, and its municipality where it is of one.
Scope = tuple[str, int | None]


def scope_of(edition: Edition) -> Scope:
    """Return what an edition is about. No queries."""
    return edition.kind, edition.municipality_id


def publications_in_use() -> dict[Scope, Publication]:
    """Return the newest publication that has not ended of each scope, with its edition. One query."""
    standing = Publication.objects.filter(ended_at=None).select_related("edition__municipality")
    found: dict[Scope, Publication] = {}
    for publication in standing.order_by("-pk"):
        found.setdefault(scope_of(publication.edition), publication)
    return found


def publication_in_use(kind: str, municipality: int | None = None) -> Publication | None:
    """Return the publication that counts in one scope, with its edition. One query."""
    standing = Publication.objects.filter(
        ended_at=None, edition__kind=kind, edition__municipality=municipality
    ).select_related("edition__municipality")
    return standing.order_by("-pk").first()


def current_edition_for(municipality: Municipality | int | None) -> Edition | None:
    """Return the edition whose figures count for a municipality, or for the region; None where none does.

    For the region (None) the current edition of all municipalities; for a municipality that or its own
    current one, whichever has the newer date of publication; of the same day, that of all: its figures can
    be compared with the others'. One query for the region, two for a municipality.
    """
    publication = publication_in_use(Edition.Kind.ALL)
    if municipality is not None:
        key = municipality if isinstance(municipality, int) else municipality.pk
        publication = newer(publication, publication_in_use(Edition.Kind.ONE, key))
    return publication.edition if publication is not None else None


def newer(of_all: Publication | None, of_one: Publication | None) -> Publication | None:
    """Return the publication of which the edition is newer, see `current_edition_for`. No queries."""
    if of_all is None or of_one is None:
        return of_all or of_one
    # What is published has a date.
    dates = of_all.edition.published_on, of_one.edition.published_on
    return of_one if dates[1] and dates[0] and dates[1] > dates[0] else of_all


def counting(in_use: dict[Scope, Publication]) -> set[int]:
    """Return the keys of the editions that the pages show: that of all, and those newer of one. No queries.

    `in_use` is what `publications_in_use` gives.
    """
    of_all = in_use.get((Edition.Kind.ALL, None))
    shown = {edition.pk for edition in newer_than_all(in_use)}
    return shown | ({of_all.edition_id} if of_all is not None else set())


def newer_than_all(in_use: dict[Scope, Publication]) -> list[Edition]:
    """Return the editions of one municipality that count for it, in the order of names. No queries.

    `in_use` is what `publications_in_use` gives.
    """
    of_all = in_use.get((Edition.Kind.ALL, None))
    ones: Iterable[Publication] = (one for scope, one in in_use.items() if scope[0] == Edition.Kind.ONE)
    counting = [one.edition for one in ones if newer(of_all, one) is one]
    return sorted(
        counting, key=lambda edition: edition.municipality.sort_name if edition.municipality else ""
    )
