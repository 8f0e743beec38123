"""The history of a record in the admin: what changed, in words, and putting an earlier version back."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from osloregionen.changes import BOOKKEEPING, describe, in_words, short, who
from osloregionen.models import Record

if TYPE_CHECKING:
    from django.contrib.admin.options import InlineModelAdmin

#: Rows of parts on a history page; older ones stand in each part's own history.
PART_ROWS = 200
#: What was deleted together carries nearly the same time.
TOGETHER = datetime.timedelta(seconds=30)


@dataclass(frozen=True)
class PartChange:
    """One change of a part of a record (a sub-point, a number …), as the history page lists it."""

    when: datetime.datetime
    who: str
    what: str
    kind: str
    text: str
    reason: str
    changes: list[dict[str, str]]
    url: str


def part_changes(inlines: "list[InlineModelAdmin[Any, Any]]", parent: Any) -> list[PartChange]:
    """Return the latest changes of a record's parts, newest first. A query or two for each kind of part."""
    found: list[PartChange] = []
    for inline in inlines:
        model: Any = inline.model
        link = _link(model, type(parent), inline.fk_name)
        rows = model.history.filter(**{link.attname: parent.pk}).select_related("history_user")
        rows = rows._select_related_history_tracked_objs().order_by("id", "history_date", "history_id")
        previous: Any = None
        for row in rows:
            if previous is not None and previous.id != row.id:
                previous = None
            found.append(_part_change(row, previous, link))
            previous = row
    return sorted(found, key=lambda change: change.when, reverse=True)[:PART_ROWS]


def _part_change(row: Any, previous: Any, link: Any) -> PartChange:
    """Return one row of history in words."""
    meta = row.instance_type._meta
    skip = {*BOOKKEEPING, "id", "source", "verified_on", link.name}
    values = (
        in_words(field, getattr(row, field.name if field.is_relation else field.attname, None))
        for field in meta.concrete_fields
        if field.name not in skip
    )
    text = ", ".join(short(value) for value in values if value is not None)
    return PartChange(
        when=row.history_date,
        who=who(row.history_user),
        what=row.get_history_type_display(),
        kind=capfirst(str(meta.verbose_name)),
        text=short(text),
        reason=row.history_change_reason or "",
        changes=describe(row, previous),
        url=reverse(
            f"admin:{meta.app_label}_{meta.model_name}_simple_history", args=[row.id, row.history_id]
        ),
    )


def _link(part: Any, parent: type[models.Model], fk_name: str | None) -> Any:
    """Return the foreign key by which a part belongs to its parent."""
    if fk_name:
        return part._meta.get_field(fk_name)
    return next(
        field for field in part._meta.concrete_fields if field.is_relation and field.related_model is parent
    )


def restore_parts(record: Any, *, reason: str) -> int:
    """Bring back what was deleted together with a record that has just been brought back; return how many.

    Follows the foreign keys that delete along, all the way down. Links of many to many have no history
    and do not come back.
    """
    deleted = record.history.filter(history_type="-").order_by("history_date", "history_id").last()
    if deleted is None:
        return 0
    restored = 0
    for relation in record._meta.related_objects:
        part: Any = relation.related_model
        if relation.on_delete is not models.CASCADE or not issubclass(part, Record):
            continue
        gone = part.history.filter(
            history_type="-",
            history_date__range=(deleted.history_date - TOGETHER, deleted.history_date + TOGETHER),
            **{relation.field.attname: record.pk},
        )
        for row in gone.order_by("history_date", "history_id"):
            instance = row.instance
            if part._base_manager.filter(pk=instance.pk).exists():
                continue
            instance._change_reason = reason
            instance.save()
            restored += 1 + restore_parts(instance, reason=reason)
    return restored


def told_deleted(row: Any, form_class: Any, typed: Any) -> list[str]:
    """Return who deleted a record and when, and what a form that was sent for it had changed, as typed.

    `row` is the deletion in the history, `typed` what was posted (empty for nothing).
    """
    when = date_format(timezone.localtime(row.history_date), "j. F Y H:i")
    try:
        thing = str(row.instance)
    except ObjectDoesNotExist:
        # What it was named after is gone too.
        thing = str(row.instance_type._meta.verbose_name)
    words = {"who": who(row.history_user), "thing": thing, "when": when}
    told = [_("%(who)s slettet «%(thing)s» %(when)s. Det kan hentes tilbake her.") % words]
    if typed:
        form = form_class(typed, instance=row.instance)
        fields = [form[name] for name in form.changed_data if not form[name].is_hidden]
        texts = [f"{field.label}: «{field.data}»" for field in fields if field.data]
        if texts:
            told.append(
                _("Ingenting er lagret. Dette hadde du skrevet: %(texts)s.") % {"texts": ", ".join(texts)}
            )
    return told


def restore_reason(row: Any) -> str:
    """Return the reason that history gives for a version that was put back."""
    when = date_format(timezone.localtime(row.history_date), "j. F Y H:i")
    return _("Gjenopprettet slik det var %(when)s") % {"when": when}
