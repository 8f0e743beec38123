"""How many times what is told of a record has changed: by its own saves, and by those of the rows it names.

    revisions(activities, named=("plan", "focus_area", "responsible"))   # {pk: Revision(number=3, changed=…)}

A calendar's event needs a number that rises with every change and never falls (RFC 5545, 3.8.7.4). A record's
own `version` knows nothing of a body that it names and that is renamed. And the versions of the rows that it
names today fall together when it is moved to one with fewer saves. So all that it has ever named count, by
their history, which outlives them.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max

from osloregionen.models import Record


@dataclass(frozen=True)
class Revision:
    """`number` is 0 for what is as it was entered, with all that it names; `changed` is the latest save."""

    number: int
    changed: dt.datetime


def revisions(records: Sequence[Record], named: Iterable[str] = ()) -> dict[int, Revision]:
    """Return how often each record has changed, with the rows that its foreign keys in `named` lead to.

    The records are of one model, and those rows fetched with them. One query, and one more for each of
    `named`; none without records. Not counted is what no history tells of: `update()` and `bulk_create()`.
    """
    fields = list(named)
    if not records:
        return {}
    links = {record.pk: [{getattr(record, f"{field}_id")} for field in fields] for record in records}
    past = type(records[0]).history.filter(id__in=list(links)).order_by()
    for pk, *keys in past.values_list("id", *(f"{field}_id" for field in fields)).distinct():
        for known, key in zip(links[pk], keys, strict=True):
            known.add(key)
    saves = [
        _saves(records[0], field, {key for known in links.values() for key in known[place]})
        for place, field in enumerate(fields)
    ]
    return {
        record.pk: Revision(
            number=record.version
            - 1
            + sum(
                count.get(key, 0) for count, keys in zip(saves, links[record.pk], strict=True) for key in keys
            ),
            changed=max(
                row.updated_at for row in (record, *(getattr(record, field) for field in fields)) if row
            ),
        )
        for record in records
    }


def _saves(record: Record, field: str, keys: set[int | None]) -> dict[int, int]:
    """Return how often the rows with these keys were saved after they were made, also deleted ones."""
    model = record._meta.get_field(field).related_model
    rows = model.history.filter(id__in=keys - {None}).order_by()  # type: ignore[union-attr]
    return {key: version - 1 for key, version in rows.values_list("id").annotate(Max("version"))}
