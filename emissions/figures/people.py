"""How many lived in a place on 1 January of a year: what figures per inhabitant are divided by."""

import datetime as dt

from django.db.models import Count, QuerySet, Sum

from emissions.figures.series import members_of
from emissions.models import Edition
from members.models import Municipality, Population


def people_of(municipality: Municipality | None, *, edition: Edition | None = None) -> dict[int, int]:
    """Return the inhabitants on 1 January by year. Of the region (None) only years that every member has.

    The region is today's members, or those of an edition. Only what is registered for the very day counts:
    a count of another day is another count. One query for a municipality, two for the region.
    """
    counts = Population.objects.filter(on__month=1, on__day=1)
    if municipality is not None:
        return {
            on.year: count
            for on, count in counts.filter(municipality=municipality).values_list("on", "count")
        }
    members = members_of(edition) if edition is not None else Municipality.objects.members_now()
    whole = members.count()
    found = counts.filter(municipality__in=members.order_by().values("pk")).values("on")
    summed = found.annotate(having=Count("pk"), people=Sum("count")).order_by()
    return {row["on"].year: row["people"] for row in summed if whole and row["having"] == whole}


def people_by_member(members: QuerySet[Municipality], year: int) -> dict[int, int]:
    """Return the inhabitants on 1 January of a year by municipality's key. One query.

    Who has no count of that very day is absent.
    """
    counts = Population.objects.filter(
        municipality__in=members.order_by().values("pk"), on=dt.date(year, 1, 1)
    )
    return dict(counts.values_list("municipality", "count"))
