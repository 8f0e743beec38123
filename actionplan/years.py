"""An activity through the years: those that it continues, and those that continue it."""

from collections import defaultdict

from actionplan.models import Activity


def through_the_years(activity: Activity) -> list[Activity]:
    """Return the activity with all before and after it in its chain, the oldest first; it alone without one.

    Backwards the chain is one, forwards it may divide: one activity can become two. Two queries, however
    long the chain is; the rows have their plan.
    """
    continues = dict(Activity.objects.exclude(continues=None).order_by().values_list("pk", "continues_id"))
    followers: dict[int, list[int]] = defaultdict(list)
    for later, its_own in continues.items():
        if its_own is not None:
            followers[its_own].append(later)
    found = {activity.pk}
    # A circle is nothing that the forms let in; it must end all the same.
    earlier = continues.get(activity.pk)
    while earlier is not None and earlier not in found:
        found.add(earlier)
        earlier = continues.get(earlier)
    waiting = [activity.pk]
    while waiting:
        new = [pk for pk in followers[waiting.pop()] if pk not in found]
        found.update(new)
        waiting += new
    if len(found) == 1:
        return [activity]
    rows = Activity.objects.filter(pk__in=found).select_related("plan")
    return list(rows.order_by("plan__year", "focus_area__order", "order", "pk"))
