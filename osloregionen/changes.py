"""What others did to a record, in words: for the history, and for whoever comes second."""

import datetime
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from simple_history.models import DeletedObject

#: Change with every save, so they say nothing about what somebody changed.
BOOKKEEPING = ("version", "created_at", "updated_at")
#: Changes that one message tells of, the newest ones; the history holds all.
MOST_TOLD = 5


def who(user: Any) -> str:
    """Return how a user is named to colleagues; without a user it was the loading of content."""
    return (user.get_full_name() or user.get_username()) if user else _("Portalen (innlasting)")


def short(value: Any) -> str:
    """Return a value as it stands in a message: empty ones by name, long ones cut."""
    text = "" if value is None else str(value)
    if not text:
        return _("ikke registrert")
    return text if len(text) <= 60 else f"{text[:59]}…"


def in_words(field: Any, value: Any) -> Any:
    """Return a field's value as staff know it: the label of a choice, a date in Norwegian, ja or nei."""
    if isinstance(value, DeletedObject):
        # What stands for any related row that isn't there: an empty field has none to begin with.
        value = None if value.pk is None else _("slettet siden")
    if value is None or value == "":
        return None
    if getattr(field, "choices", None):
        return dict(field.flatchoices).get(value, value)
    if isinstance(value, bool):
        return _("ja") if value else _("nei")
    return localize(value) if isinstance(value, datetime.date) else value


def plain_lines(value: Any) -> Any:
    """Return a text with lines that end as the portal's do: browsers send another kind. Else the value."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def describe(row: Any, previous: Any) -> list[dict[str, str]]:
    """Return what `row` of history changed since `previous`, as field, old and new in words.

    Fetch related rows with the history, else each changed foreign key costs two queries.
    """
    if previous is None:
        return []
    model = row.instance_type
    delta = row.diff_against(previous, excluded_fields=BOOKKEEPING, foreign_keys_are_objs=True)
    described = []
    for change in delta.changes:
        if plain_lines(change.old) == plain_lines(change.new):
            continue
        field = model._meta.get_field(change.field)
        described.append(
            {
                "field": capfirst(field.verbose_name),
                "old": short(in_words(field, change.old)),
                "new": short(in_words(field, change.new)),
            }
        )
    return described


def told_since(history: Any, seen: int | None) -> str:
    """Return who did what after version `seen`, when and why, a sentence or two for each change. One query.

    `history` holds one record's rows of history, whatever their order. `seen` None: there was no record, so
    that its registration is told of too. Empty where the history knows of nothing newer.
    """
    rows = history.select_related("history_user")._select_related_history_tracked_objs()
    told = list(_newer(list(rows.order_by("history_date", "history_id")), seen))
    return " ".join(told[-MOST_TOLD:])


def changed_since(history: Any, seen: int) -> tuple[Any, dict[str, str]]:
    """Return the row of history that version `seen` was, and who last changed each field since, by its name.

    `history` holds one record's rows. The row is None where the history doesn't know it. One query.
    """
    rows = history.filter(version__gte=seen).exclude(history_type="-").select_related("history_user")
    found = list(rows.order_by("history_date", "history_id"))
    if not found or found[0].version != seen:
        return None, {}
    fields = [
        field for field in found[0].instance_type._meta.concrete_fields if field.name not in BOOKKEEPING
    ]
    changed_by = {
        field.name: who(row.history_user)
        for previous, row in pairwise(found)
        for field in fields
        if plain_lines(getattr(row, field.attname)) != plain_lines(getattr(previous, field.attname))
    }
    return found[0], changed_by


def _newer(rows: list[Any], seen: int | None) -> Iterator[str]:
    """Give a text for each change that the person has not seen, the oldest first."""
    if seen is None:
        gone = [place for place, row in enumerate(rows) if row.history_type == "-"]
        rows = rows[gone[-1] + 1 :] if gone else rows
        seen = 0
    previous: Any = None
    for row in rows:
        deleted = row.history_type == "-"
        if row.version > seen or (deleted and row.version == seen):
            yield _told(row, previous)
        previous = None if deleted else row


def _told(row: Any, previous: Any) -> str:
    """Return one change as text: who, when, from, to, why."""
    if row.history_type == "-":
        what, changes = _("%(who)s slettet dette %(when)s, mens du holdt på"), ""
    elif previous is None:
        what, changes = _("%(who)s registrerte dette %(when)s, mens du holdt på"), _values(row)
    else:
        described = describe(row, previous)
        changes = ", ".join("{field}: «{old}» → «{new}»".format(**change) for change in described)
        what = _("%(who)s lagret dette %(when)s, mens du holdt på")
        if changes:
            what = _("%(who)s endret dette %(when)s, mens du holdt på")
    when = date_format(timezone.localtime(row.history_date), "j. F Y H:i")
    told = what % {"who": who(row.history_user), "when": when}
    told += f" ({changes})." if changes else "."
    if row.history_change_reason:
        told += " " + _("Begrunnelse: «%(why)s».") % {"why": row.history_change_reason}
    return told


def _values(row: Any) -> str:
    """Return what was registered, as far as it is more than a reference to another record."""
    model = row.instance_type
    skip = {*BOOKKEEPING, "id", "source", "verified_on"}
    fields = [field for field in model._meta.concrete_fields if field.name not in skip]
    values = ((field, in_words(field, getattr(row, field.name))) for field in fields if not field.is_relation)
    return ", ".join(
        f"{capfirst(field.verbose_name)}: «{short(value)}»" for field, value in values if value is not None
    )
