"""How a table's cells are drawn cheaply: what does not change from row to row is found out once per column.

django-tables2 looks up signatures, attributes and choices for every cell, which is most of its cost. This
gives the same cells: accessors, `render_<column>`, choices' labels, `linkify`, empty values.
"""

import inspect
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe


def cell_maker(table: Any, bound: Any) -> Callable[[Any], Any]:
    """Return the function that makes a column's cell of a bound row: escaped text or safe HTML."""
    column = bound.column
    read = _reader(str(bound.accessor))
    render = _caller(bound.render)
    link = _linker(bound)
    empty = column.empty_values
    default = conditional_escape(bound.default)

    def cell(row: Any) -> Any:
        record = row.record
        value = read(record)
        if value in empty:
            return default
        content = render(value, record, bound, row, table)
        return (
            conditional_escape(content) if link is None else link(content, value, record, bound, row, table)
        )

    return cell


def value_maker(table: Any, bound: Any) -> Callable[[Any], Any]:
    """Return the function that makes a column's value of a bound row, for files; None where not known."""
    read = _reader(str(bound.accessor))
    value_of = _caller(bound.value)
    empty = bound.column.empty_values

    def value(row: Any) -> Any:
        known = read(row.record)
        return None if known in empty else value_of(known, row.record, bound, row, table)

    return value


def _reader(accessor: str) -> Callable[[Any], Any]:
    """Return the function that reads a record's value; what a record does not have is None."""
    steps = accessor.replace("__", ".").split(".")

    def read(record: Any) -> Any:
        value = record
        for number, step in enumerate(steps):
            holder = value
            try:
                value = holder[step] if isinstance(holder, dict) else getattr(holder, step)
            except (AttributeError, KeyError, ObjectDoesNotExist):
                return None
            if callable(value) and not isinstance(value, models.Manager):
                value = value()
            if value is None:
                return None
            if number == len(steps) - 1 and isinstance(holder, models.Model):
                words = labels(holder, step)
                return words.get(value, value) if words else value
        return value

    # Found out once for each table: a model's own get_…_display() reads all labels anew for each record.
    known: dict[type[models.Model], dict[Any, str]] = {}

    def labels(holder: models.Model, name: str) -> dict[Any, str]:
        if type(holder) not in known:
            known[type(holder)] = _labels(type(holder), name)
        return known[type(holder)]

    return read


def _labels(model: type[models.Model], name: str) -> dict[Any, str]:
    """Return the words for a field's choices; nothing for what has none."""
    try:
        choices = getattr(model._meta.get_field(name), "flatchoices", None)
    except FieldDoesNotExist:
        return {}
    return {value: str(label) for value, label in choices or []}


def _caller(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return `function` as one of (value, record, bound column, row, table); it takes those it names."""
    if inspect.ismethod(function):
        # A method is bound anew for each table; what it takes besides the table or column is the same.
        names, everything = _takes(function.__func__)
        names = names[1:]
    else:
        names, everything = _takes(function)
    if names == ("value",):
        return lambda value, record, bound, row, table: function(value=value)
    if names == ("record",):
        return lambda value, record, bound, row, table: function(record=record)

    def call(value: Any, record: Any, bound: Any, row: Any, table: Any) -> Any:
        arguments = {
            "value": value,
            "record": record,
            "column": bound.column,
            "bound_column": bound,
            "bound_row": row,
            "table": table,
        }
        return function(**(arguments if everything else {name: arguments[name] for name in names}))

    return call


@lru_cache(maxsize=512)
def _takes(function: Callable[..., Any]) -> tuple[tuple[str, ...], bool]:
    """Return the names of what a function takes, and whether it takes everything."""
    parameters = inspect.signature(function).parameters
    return tuple(parameters), any(one.kind is one.VAR_KEYWORD for one in parameters.values())


def _linker(bound: Any) -> Callable[..., Any] | None:
    """Return how a cell becomes a link, or None for a column without links."""
    link = bound.link
    if not link:
        return None
    if not (callable(link.url) and not link.attrs):
        return lambda content, value, record, bound, row, table: link(
            content,
            value=value,
            record=record,
            column=bound.column,
            bound_column=bound,
            bound_row=row,
            table=table,
        )
    address = _caller(link.url)

    def linked(content: Any, value: Any, record: Any, bound: Any, row: Any, table: Any) -> Any:
        url = address(value, record, bound, row, table)
        text = conditional_escape(content)
        if not url:
            return text
        return mark_safe(f'<a href="{conditional_escape(url)}">{text}</a>')  # noqa: S308 - both are escaped

    return linked
