"""Puts content rows into the database: makes what is missing, and changes nothing that is there.

A row is known again by the ledger (`LoadedRow`), so what staff corrected stays corrected and what
they deleted stays deleted. Everything happens in one transaction, or not at all.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.fields import Field
from django.utils import translation

from osloregionen.content import ContentError, ContentRow, Ref, iso_date
from osloregionen.models import LoadedRow, Record

CHANGE_REASON = "Lastet fra innholdsfil"


@dataclass
class Report:
    """What a load did, or would have done."""

    created: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    adopted: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def read_all() -> list[ContentRow]:
    """Return the content rows of every app that has `importers.read_content`, in the apps' order.

    Raises `ContentError` with the problems of all files of all apps. No query.
    """
    rows: list[ContentRow] = []
    problems: list[str] = []
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.importers") is None:
            continue
        read_content = getattr(import_module(f"{config.name}.importers"), "read_content", None)
        if read_content is None:
            continue
        try:
            rows += read_content()
        except ContentError as error:
            problems += error.problems
            rows += error.rows
    if problems:
        # References into a file that can't be read would be false alarms: only values are checked.
        raise ContentError(problems + _Checked(rows).problems)
    return rows


def apply_rows(rows: Iterable[ContentRow], *, write: bool) -> Report:
    """Make the rows that the database lacks; with `write=False` undo it, but report the same.

    Raises `ContentError` with every problem found; then nothing is written. Where nothing is missing it
    costs one query for the ledger, one per model, and one per many-to-many field.
    """
    rows = list(rows)
    with transaction.atomic(), translation.override("en"):
        report = _Load(rows).run()
        if not write:
            transaction.set_rollback(True)
    return report


def read_value(model_field: "Field[Any, Any]", value: Any) -> Any:
    """Return a value from a file as the field's type; raises `ValidationError`. No query.

    Forgives what Excel in Norwegian does to a CSV file: dates as 31.12.2020, decimal comma.
    """
    if isinstance(value, list | dict):
        raise ValidationError("Write a single value here.")
    if value is None or (value == "" and model_field.null):
        return model_field.clean(None, None)
    if isinstance(value, str):
        if isinstance(model_field, models.DateField):
            value = iso_date(value)
        if isinstance(model_field, models.DecimalField):
            value = value.replace(",", ".")
    elif isinstance(model_field, models.IntegerField) and (isinstance(value, bool) or value != int(value)):
        raise ValidationError("Write a whole number here.")
    return model_field.clean(value, None)


class _Checked:
    """What can be said about rows without the database: keys, fields and values.

    `rows` holds every row once, `values` the values of those with nothing wrong.
    """

    def __init__(self, rows: Sequence[ContentRow]) -> None:
        self.problems: list[str] = []
        self.rows: dict[Ref, ContentRow] = {}
        self.values: dict[Ref, dict[str, Any]] = {}
        with translation.override("en"):
            for row in rows:
                self._check(row)

    def _check(self, row: ContentRow) -> None:
        if not row.key:
            self.problems.append(f"{row.where}: the key is empty")
            return
        first = self.rows.setdefault(row.ref, row)
        if first is not row:
            self.problems.append(f"{row.where}: key '{row.key}' is already used in {first.where}")
            return
        values: dict[str, Any] = {}
        before = len(self.problems)
        for name, value in row.values.items():
            model_field = _field(row.model, name)
            if isinstance(value, Ref) or (row.create is not None and model_field is None):
                values[name] = value
            elif model_field is None:
                self.problems.append(f"{row.where}: {row.model._meta.label} has no field '{name}'")
            else:
                try:
                    values[name] = read_value(model_field, value)
                except (ValidationError, ValueError, OverflowError, TypeError) as error:
                    self.problems += _explained(row, error, name, value)
        if len(self.problems) == before:
            self.values[row.ref] = values


class _Load:
    """One run over the rows; used once, inside a transaction."""

    def __init__(self, rows: Sequence[ContentRow]) -> None:
        checked = _Checked(rows)
        self.rows = checked.rows
        self.values = checked.values
        self.problems = checked.problems
        self.report = Report()
        self.objects: dict[Ref, Record] = {}
        self.gone: set[Ref] = set()
        self.failed: set[Ref] = set()
        self.remembered: list[LoadedRow] = []

    def run(self) -> Report:
        """Go through all rows, parents before children, then write the ledger."""
        ordered = self._in_order()
        self._know_again()
        for row in ordered:
            self._take(row)
        if self.problems:
            raise ContentError(self.problems)
        LoadedRow.objects.bulk_create(
            self.remembered,
            update_conflicts=True,
            unique_fields=["kind", "key"],
            update_fields=["object_id"],
        )
        return self.report

    def _in_order(self) -> list[ContentRow]:
        """Return the rows with every row after those it refers to, else in the files' order."""
        ordered: list[ContentRow] = []
        done: set[Ref] = set()
        for start in self.rows:
            path: list[Ref] = []
            stack = [(start, False)]
            while stack:
                ref, leaving = stack.pop()
                if leaving:
                    path.pop()
                    done.add(ref)
                    ordered.append(self.rows[ref])
                    continue
                if ref in done or ref not in self.rows:
                    continue
                if ref in path:
                    self.problems.append(
                        f"{self.rows[ref].where}: '{ref.key}' refers to itself, directly or through others"
                    )
                    self.failed.add(ref)
                    continue
                path.append(ref)
                stack.append((ref, True))
                stack += [(other, False) for other in reversed(_references(self.rows[ref]))]
        return ordered

    def _know_again(self) -> None:
        """Find what the ledger remembers: objects that are there, and keys whose object staff deleted."""
        wanted = {row.model for row in self.rows.values()}
        wanted |= {ref.model for row in self.rows.values() for ref in _references(row)}
        by_label = {model._meta.label: model for model in wanted}
        ids: dict[type[Record], dict[str, int]] = defaultdict(dict)
        for kind, key, object_id in LoadedRow.objects.filter(kind__in=by_label).values_list(
            "kind", "key", "object_id"
        ):
            ids[by_label[kind]][key] = object_id
        for model, keys in ids.items():
            found = model._default_manager.in_bulk(list(keys.values()))
            for key, object_id in keys.items():
                if object_id in found:
                    self.objects[Ref(model, key)] = found[object_id]
                else:
                    self.gone.add(Ref(model, key))
        self._fetch_many()
        self._index_natural(ids)

    def _fetch_many(self) -> None:
        """Fetch many-to-many values of known objects at once, to compare them."""
        wanted: dict[type[Record], set[str]] = defaultdict(set)
        for row in self.rows.values():
            wanted[row.model] |= set(row.many)
        for model, names in wanted.items():
            known = [obj for ref, obj in self.objects.items() if ref.model is model]
            if names and known:
                models.prefetch_related_objects(known, *names)

    def _index_natural(self, ids: Mapping[type[Record], Mapping[str, int]]) -> None:
        """Index objects that no content row made, where some row could match one of them."""
        self.free: dict[type[Record], list[Record]] = {}
        for row in self.rows.values():
            if row.natural and row.ref not in self.objects and row.model not in self.free:
                made = set(ids[row.model].values()) if row.model in ids else set()
                self.free[row.model] = [obj for obj in row.model._default_manager.all() if obj.pk not in made]

    def _take(self, row: ContentRow) -> None:
        if row.ref in self.failed or row.ref not in self.values:
            return
        values = self._resolved(row)
        if values is None:
            return
        known = self.objects.get(row.ref)
        if known is None:
            known = self._staff_made(row, values)
            if known is not None:
                self.objects[row.ref] = known
                self.gone.discard(row.ref)
                self.report.adopted.append(f"{row.model._meta.label} {row.key}")
                self._remember(row, known)
        if known is not None:
            self.report.unchanged += 1
            self._compare(row, known, values)
        elif row.ref in self.gone:
            self.report.skipped.append(f"{row.model._meta.label} {row.key}: deleted by staff")
        else:
            self._make(row, values)

    def _resolved(self, row: ContentRow) -> dict[str, Any] | None:
        """Return the values with objects for references; None where the row can't or shouldn't be made."""
        values = dict(self.values[row.ref])
        broken = False
        for ref in _references(row):
            if ref not in self.rows and ref not in self.objects and ref not in self.gone:
                self.problems.append(f"{row.where}: refers to {ref}, which is in no content file")
                broken = True
            broken = broken or ref in self.failed or (ref in self.rows and ref not in self.values)
        if broken:
            self.failed.add(row.ref)
            return None
        for name, value in row.values.items():
            if not isinstance(value, Ref):
                continue
            if value in self.objects:
                values[name] = self.objects[value]
            elif row.ref in self.objects:
                # The parent is deleted, the child was moved elsewhere: nothing to compare with.
                del values[name]
            else:
                self.gone.add(row.ref)
                self.report.skipped.append(f"{row.model._meta.label} {row.key}: {value} is deleted by staff")
                return None
        return values

    def _staff_made(self, row: ContentRow, values: Mapping[str, Any]) -> Record | None:
        """Return a row that staff made and that matches the `natural` fields, at most once."""
        free = self.free.get(row.model, [])
        for obj in free if row.natural else []:
            if all(_stored(obj, name) == _comparable(values.get(name)) for name in row.natural):
                free.remove(obj)
                return obj
        return None

    def _compare(self, row: ContentRow, known: Record, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            if _field(row.model, name) is None:
                continue
            if _stored(known, name) != _comparable(value):
                stored = getattr(known, name)
                self.report.differences.append(
                    f"{row.model._meta.label} {row.key}: {name} is {_shown(stored)} in the database, "
                    f"{_shown(value)} in {row.file}"
                )
        for name, refs in row.many.items():
            stored_ids = {other.pk for other in getattr(known, name).all()}
            if stored_ids != {self.objects[ref].pk for ref in refs if ref in self.objects}:
                self.report.differences.append(
                    f"{row.model._meta.label} {row.key}: {name} are others in the database than in {row.file}"
                )

    def _make(self, row: ContentRow, values: Mapping[str, Any]) -> None:
        instance: Record | None = None
        try:
            with transaction.atomic():
                if row.create is not None:
                    made = row.create(**values)
                    made.history.filter(history_change_reason=None).update(
                        history_change_reason=CHANGE_REASON
                    )
                else:
                    made = instance = row.model(**values)
                    # Values are checked field by field already; the database checks the constraints.
                    instance.clean_fields(exclude=set(values))
                    instance.clean()
                    instance._change_reason = CHANGE_REASON  # type: ignore[attr-defined]
                    instance.save()
                for name, refs in row.many.items():
                    getattr(made, name).set([self.objects[ref] for ref in refs if ref in self.objects])
        except ValidationError as error:
            self._fail(row, _explained(row, error))
        except IntegrityError as error:
            self._fail(row, _reason(row, instance, error))
        else:
            self.objects[row.ref] = made
            self.report.created[row.model._meta.label] += 1
            self._remember(row, made)

    def _fail(self, row: ContentRow, problems: list[str]) -> None:
        self.problems += problems
        self.failed.add(row.ref)

    def _remember(self, row: ContentRow, obj: Record) -> None:
        self.remembered.append(LoadedRow(kind=row.model._meta.label, key=row.key, object_id=obj.pk))


def _references(row: ContentRow) -> list[Ref]:
    single = [value for value in row.values.values() if isinstance(value, Ref)]
    return single + [ref for refs in row.many.values() for ref in refs]


def _field(model: type[Record], name: str) -> "Field[Any, Any] | None":
    """Return the model's own column of that name, or None."""
    try:
        found = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, Field) and found.concrete and not found.many_to_many else None


def _stored(obj: Record, name: str) -> Any:
    """Return the object's value for comparison: a foreign key's id, and no query for it."""
    model_field = _field(type(obj), name)
    return getattr(obj, model_field.attname) if model_field is not None else None


def _comparable(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "empty"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    text = " ".join(str(value).split())
    return f"'{text if len(text) <= 80 else text[:79] + '…'}'"


def _reason(row: ContentRow, instance: Record | None, error: IntegrityError) -> list[str]:
    """Ask the model which constraint the database meant; its messages are made for people."""
    if instance is not None:
        instance.pk = None
        instance._state.adding = True
        try:
            instance.full_clean()
        except ValidationError as explanation:
            return _explained(row, explanation)
    return [f"{row.where}: the database refuses it: {error}"]


def _explained(row: ContentRow, error: Exception, name: str = "", value: Any = None) -> list[str]:
    """Return one line per message of a failed check.

    The rules themselves are told as the admin tells them, in Norwegian: they are written once.
    """
    about = f" ({_shown(value)})" if name else ""
    rule = "" if name else "breaks a rule of the portal: "
    if not isinstance(error, ValidationError):
        return [f"{row.where}: {name}: not a value that can be stored{about}"]
    by_field = error.message_dict if hasattr(error, "error_dict") else {name: error.messages}
    lines = []
    for field_name, messages in by_field.items():
        prefix = "" if field_name in {"", "__all__"} else f"{field_name}: "
        lines += [f"{row.where}: {prefix}{rule}{message}{about}" for message in messages]
    return lines
