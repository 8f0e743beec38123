"""The editions that a page may show: those that were put into use, whether or not they still are."""

from django.db.models import Exists, Max, OuterRef, QuerySet

from emissions.models import Edition, Publication


def editions_ever_published() -> list[Edition]:
    """Return every edition that was ever in use, the one put into use last first. One query."""
    return list(_published().annotate(last_use=Max("publications")).order_by("-last_use"))


def published_edition(pk: int) -> Edition:
    """Return an edition that was ever in use. One query. Raises `Edition.DoesNotExist` for any other."""
    return _published().get(pk=pk)


def _published() -> QuerySet[Edition]:
    used = Publication.objects.filter(edition=OuterRef("pk"))
    return Edition.objects.filter(Exists(used)).select_related("municipality")
