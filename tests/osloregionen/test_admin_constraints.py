"""Every rule of the database has words of its own."""

import pytest
from django.apps import apps
from django.db import IntegrityError, models

from osloregionen.admin_forms import refusal
from osloregionen.models import Record

RULES = [
    pytest.param(model, rule, id=rule.name)
    for model in apps.get_models()
    if issubclass(model, Record)
    for rule in model._meta.constraints
]


@pytest.mark.parametrize(("model", "rule"), RULES)
def test_a_broken_rule_is_told_in_its_own_words(
    model: type[models.Model], rule: models.BaseConstraint
) -> None:
    """As SQLite reports it: a check by its name, a unique rule by its columns."""
    assert rule.violation_error_message != rule.default_violation_error_message
    if isinstance(rule, models.UniqueConstraint):
        table = model._meta.db_table
        columns = ", ".join(f"{table}.{model._meta.get_field(f).column}" for f in rule.fields)
        assert refusal(IntegrityError(f"UNIQUE constraint failed: {columns}")) == rule.violation_error_message
    else:
        error = IntegrityError(f"CHECK constraint failed: {rule.name}")
        assert refusal(error) == rule.violation_error_message


def test_what_nobody_foresaw_is_told_in_general_words() -> None:
    assert "strider mot noe som er registrert" in refusal(IntegrityError("FOREIGN KEY constraint failed"))
