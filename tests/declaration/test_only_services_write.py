"""Only the services change what a party has answered: in the source, and in the admin.

`Signature.status` must say who changed it and why; so must the statuses of plans and activities, progress and
adoption, which the services of their app write. A declaration's own is a fact that staff fill in on a form.
An import of statistics has a status too, which `emissions/jobs` writes; it can't reach the others' rows.
"""

import ast
import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.test import Client

from declaration import admin as declaration_admin
from declaration.models import Signature
from declaration.services import STEPS, Step, process
from tests.factories import make_declaration, make_municipality, make_signature
from tests.osloregionen.adminform import AdminForm, change

ROOT = Path(__file__).parents[2]
SERVICES = ROOT / "declaration" / "services"
ALL_SERVICES = (SERVICES, ROOT / "actionplan" / "services", ROOT / "emissions" / "jobs")
PACKAGES = ("osloregionen", "members", "declaration", "actionplan", "emissions")

WRITING = {"create", "get_or_create", "update_or_create", "update", "bulk_create", "bulk_update"}
ROWS = re.compile(r"\b((Signature|PlanVersion)\.\w+|signatures|\w+\.versions)\b")
#: What is written of a party's answer, of a plan and of an activity by services alone.
FIELDS = {"status", "progress", "adopted_on", "adopted_by"}
TABLES = "declaration_signature|actionplan_(actionplan|activity|update|planversion)"
SQL = re.compile(rf"\b(update|insert\s+into|delete\s+from)\s+\W?({TABLES})\b", re.IGNORECASE)


def writes_in(source: str) -> list[int]:
    """Return the lines that write a status, progress or adoption, or a signature or a version at all."""
    return sorted({node.lineno for node in ast.walk(ast.parse(source)) if _writes(node)})


def _writes(node: Any) -> bool:
    match node:
        case ast.Attribute(attr=field, ctx=ast.Store()) if field in FIELDS:
            return True
        case ast.Constant(value=str(text)):
            return SQL.search(text) is not None
        case ast.Call(func=ast.Name(id="Signature" | "PlanVersion")):
            return True
        case ast.Call(func=ast.Name(id="ActionPlan" | "Activity" | "Update")):
            return _names_status(node)
        case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value=field), *_]):
            return field in FIELDS
        case ast.Call(func=ast.Attribute(attr=method, value=of)) if method.removeprefix("a") in WRITING:
            return ROWS.search(ast.unparse(of)) is not None or _names_status(node)
    return False


def _names_status(call: ast.Call) -> bool:
    """Say whether a call that writes rows writes their status: as a keyword, a default or a field's name."""
    named = any(keyword.arg in FIELDS for keyword in call.keywords)
    words = {
        part.value
        for argument in (*call.args, *(keyword.value for keyword in call.keywords))
        if isinstance(argument, ast.List | ast.Tuple | ast.Set | ast.Dict)
        for part in ast.walk(argument)
        if isinstance(part, ast.Constant)
    }
    return named or not FIELDS.isdisjoint(words)


def test_no_module_but_the_services_writes_a_status() -> None:
    found = [
        f"{path.relative_to(ROOT)}, line {line}"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if path.parent not in ALL_SERVICES and "migrations" not in path.parts
        for line in writes_in(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_the_search_finds_what_the_services_write() -> None:
    assert writes_in((SERVICES / "process.py").read_text(encoding="utf-8"))
    assert writes_in((SERVICES / "signatures.py").read_text(encoding="utf-8"))
    assert writes_in((ALL_SERVICES[1] / "progress.py").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "line",
    [
        "signature.status = 'signert'",
        "plan.status, plan.title = 'vedtatt', ''",
        "activity.status += ''",
        "setattr(signature, 'status', 'signert')",
        "plan.adopted_on = None",
        "setattr(plan, 'adopted_on', None)",
        "rows.update(adopted_by='')",
        "Activity.objects.filter(plan=plan).update(progress=3)",
        "rows.bulk_update(found, ['progress'])",
        "ActionPlan(year=2030, status='vedtatt')",
        'cursor.execute("UPDATE actionplan_activity SET progress = 3")',
        "activity.progress = 100",
        "PlanVersion(plan=plan)",
        "plan.versions.create(number=2)",
        "Signature(declaration=one, municipality=two)",
        "Signature.objects.create(declaration=one)",
        "Signature.objects.filter(pk=1).update(signed_on=None)",
        "declaration.signatures.update(status='avslatt')",
        "municipality.signatures.bulk_create(rows)",
        "Activity.objects.filter(plan=plan).update(status='')",
        "await rows.aupdate(status='')",
        "rows.bulk_update(found, ['status'])",
        "rows.bulk_update(found, fields=('signed_on', 'status'))",
        "rows.update_or_create(year=2021, defaults={'status': 'vedtatt'})",
        'cursor.execute("UPDATE declaration_signature SET status = %s", [1])',
    ],
)
def test_a_module_that_writes_a_status_is_reported(line: str) -> None:
    source = f"async def view(request):\n    first = 1\n    {line}\n"

    assert writes_in(source) == [3]


@pytest.mark.parametrize(
    "line",
    [
        "Signature.objects.filter(status='signert').exists()",
        "found = [row for row in rows if row.status == 'signert']",
        "context.update(signature=signature)",
        "render(request, 'page.html', status=404)",
        "declaration.signatures.count()",
    ],
)
def test_a_module_that_only_reads_is_not_reported(line: str) -> None:
    assert writes_in(line) == []


def test_nothing_else_in_the_admin_edits_a_signature() -> None:
    editing = [one for one in admin.site._registry.values() if one.model is Signature]
    inlines = [inline for one in admin.site._registry.values() for inline in one.inlines]

    assert [type(one) for one in editing] == [declaration_admin.SignatureAdmin]
    assert Signature not in [inline.model for inline in inlines]
    # Columns of a list that can be edited would go past the form; the actions lead to the steps' page.
    assert list(editing[0].list_editable) == []
    assert [one.__name__ for one in editing[0].actions] == [
        f"step_{step}" for step in STEPS if step != "inviter"
    ]


def _add(client: Client) -> AdminForm:
    form = AdminForm(client, "/admin/declaration/signature/add/")
    return form.set(declaration=make_declaration().pk, municipality=make_municipality().pk, status="invitert")


def _change(client: Client) -> AdminForm:
    form = AdminForm(client, change("signature", make_signature()))
    return form.set(status="til_behandling", reason="Prøve")


def _restore(client: Client) -> AdminForm:
    signature = make_signature()
    pk = signature.pk
    signature.delete()
    row = Signature.history.filter(id=pk).latest("history_date", "history_id")
    return AdminForm(client, f"/admin/declaration/signature/{pk}/history/{row.history_id}/")


@pytest.mark.parametrize(
    ("service", "fill_in"),
    [("register_signature", _add), ("correct", _change), ("restore_signature", _restore)],
)
def test_without_its_service_the_admin_writes_nothing(
    admin_pages: Client, monkeypatch: pytest.MonkeyPatch, service: str, fill_in: Callable[[Client], AdminForm]
) -> None:
    def refuse(**values: Any) -> Signature:
        raise ValidationError("Tjenesten sa nei.")

    monkeypatch.setattr(declaration_admin, service, refuse)
    form = fill_in(admin_pages)
    before = sorted(Signature.objects.values_list("pk", "status", "version"))
    written = Signature.history.count()

    assert "Tjenesten sa nei." in form.save()
    assert sorted(Signature.objects.values_list("pk", "status", "version")) == before
    assert Signature.history.count() == written


@pytest.mark.parametrize("step", STEPS)
def test_without_its_service_no_step_is_taken_in_the_admin(
    admin_pages: Client, monkeypatch: pytest.MonkeyPatch, step: Step
) -> None:
    def refuse(**values: Any) -> Signature:
        raise ValidationError("Tjenesten sa nei.")

    monkeypatch.setitem(process._SERVICES, step, refuse)
    declaration, town = make_declaration(), make_municipality()
    [start, *_others] = sorted(STEPS[step].starts, key=str)
    version, dates = "", {}
    if start is not None:
        dates |= {"signed_on": "2026-01-01"} if start == "signert" else {}
        dates |= {"withdrawn_on": "2026-01-01"} if start == "trukket" else {}
        make_signature(declaration=declaration, municipality=town, status=start, **dates)
        version = "1"
    before = list(Signature.objects.values_list("pk", "status", "version"))
    written = Signature.history.count()
    asked = {"basis": "politisk_vedtak", "decided_on": "1.2.2026", "signed_on": "1.2.2026"}

    answer = admin_pages.post(
        f"/admin/declaration/signature/steg/{step}/",
        {"part": f"{declaration.pk}-k{town.pk}-v{version}", "bekreft": "1", "withdrawn_on": "1.2.2026"}
        | asked,
    )

    assert "Tjenesten sa nei." in answer.content.decode()
    assert list(Signature.objects.values_list("pk", "status", "version")) == before
    assert Signature.history.count() == written


@pytest.mark.parametrize("status", [value for value in Signature.Status.values if value != "invitert"])
def test_whatever_the_admin_changes_a_status_to_says_who_and_why(
    admin_pages: Client, staff: Any, status: str
) -> None:
    signature = make_signature(declaration=make_declaration(status="avsluttet"))
    form = AdminForm(admin_pages, change("signature", signature))
    day = datetime.date(2022, 6, 2).strftime("%d.%m.%Y")
    dated = {"signert": {"signed_on": day}, "trukket": {"withdrawn_on": day}}.get(status, {})

    assert form.set(status=status, reason="Brev fra kommunen", **dated).save() == ""

    row = signature.history.first()
    assert (row.status, row.history_user, row.history_change_reason) == (status, staff, "Brev fra kommunen")
