"""A plan's way to adoption: which steps may be taken, what adoption demands, and what it keeps for good."""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from actionplan.models import ActionPlan, Activity, PlanVersion, Treatment
from actionplan.services import STEPS, Step, adopt, reopen, send_back, submit, treat
from actionplan.snapshot import PlanContent, content_of
from osloregionen.pdf import Pdf, PdfError
from osloregionen.writing import Conflict
from tests.actionplan.adopting import DECIDED, adopted, adoption, pdf_of, seen, whole_plan
from tests.factories import make_activity, make_body, make_plan

pytestmark = pytest.mark.django_db

Take = Callable[[ActionPlan], Any]


def _version(plan: ActionPlan) -> int:
    return ActionPlan.objects.get(pk=plan.pk).version


TAKEN: dict[Step, Take] = {
    Step.SUBMIT: lambda plan: submit(plan=plan, seen=_version(plan), by=None),
    Step.TREAT: lambda plan: treat(plan=plan, body=make_body(), on=dt.date(2025, 11, 3), by=None),
    Step.SEND_BACK: lambda plan: send_back(plan=plan, seen=_version(plan), by=None, reason="Mangler mål"),
    Step.ADOPT: adopted,
    Step.REOPEN: lambda plan: reopen(plan=plan, seen=_version(plan), by=None, reason="Ny sak i styret"),
}
#: What the council's year allows, written out once more: from, step, to.
ALLOWED = {
    ("", Step.SUBMIT): "til_behandling",
    ("forslag", Step.SUBMIT): "til_behandling",
    ("utkast", Step.SUBMIT): "til_behandling",
    ("til_behandling", Step.TREAT): "til_behandling",
    ("til_behandling", Step.SEND_BACK): "utkast",
    ("til_behandling", Step.ADOPT): "vedtatt",
    ("vedtatt", Step.REOPEN): "utkast",
}
STATUSES = ["", *ActionPlan.Status.values]


def _all_there_is() -> list[Any]:
    return [
        sorted(ActionPlan.objects.values_list()),
        sorted(Activity.objects.values_list("pk", "version")),
        ActionPlan.history.count(),
        Treatment.objects.count(),
        list(PlanVersion.objects.values_list("pk", "content_sha256", "pdf_sha256")),
    ]


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("status", STATUSES)
def test_a_step_leads_where_it_should_or_is_refused_with_the_reason_and_nothing_changed(
    status: str, step: Step
) -> None:
    plan = whole_plan(status)
    make_body(name="Representantskapet for prøver")
    before = _all_there_is()
    ends = ALLOWED.get((status, step))
    if ends is None:
        with pytest.raises(ValidationError) as refused:
            TAKEN[step](plan)
        [text] = refused.value.messages
        word = ActionPlan.Status(status).label if status else "ikke registrert"
        assert text.startswith(f"Status er «{word}». «{step.label}» kan bare gjøres når status er «")
        assert _all_there_is() == before
    else:
        TAKEN[step](plan)
        assert ActionPlan.objects.get(pk=plan.pk).status == ends


def test_the_table_of_steps_allows_no_more_than_that() -> None:
    assert {(start, step): rule.ends for step, rule in STEPS.items() for start in rule.starts} == ALLOWED


def test_each_step_says_who_and_why_in_the_history(staff: Any) -> None:
    plan = whole_plan("utkast")
    submit(plan=plan, seen=_version(plan), by=staff)
    treat(plan=plan, body=make_body(), on=dt.date(2025, 11, 3), by=staff)
    send_back(plan=plan, seen=_version(plan), by=staff, reason="Mangler mål")
    submit(plan=plan, seen=_version(plan), by=staff, reason="Målene er på plass")
    adopted(plan, by=staff)
    reopen(plan=plan, seen=_version(plan), by=staff, reason="Ny sak i styret")

    told = [
        (row.status, row.history_user, row.history_change_reason)
        for row in ActionPlan.history.filter(id=plan.pk).order_by("history_id")
    ]
    assert told[1:] == [
        ("til_behandling", staff, "Legg fram til behandling"),
        ("utkast", staff, "Mangler mål"),
        ("til_behandling", staff, "Målene er på plass"),
        ("vedtatt", staff, "Registrer vedtak: versjon 1"),
        ("utkast", staff, "Ny sak i styret"),
    ]
    [treatment] = plan.treatments.all()
    assert treatment.history.get().history_user == staff


@pytest.mark.parametrize("step", [Step.SUBMIT, Step.SEND_BACK, Step.REOPEN])
def test_who_comes_second_is_told_who_did_what_and_nothing_is_written(step: Step, staff: Any) -> None:
    [status] = [start for start in STEPS[step].starts if start in {"utkast", "til_behandling", "vedtatt"}]
    plan = whole_plan(status)
    stale = _version(plan)
    plan.title = "Endret av en kollega"
    plan._history_user = staff
    plan.save()
    before = _all_there_is()
    services = {Step.SUBMIT: submit, Step.SEND_BACK: send_back, Step.REOPEN: reopen}

    with pytest.raises(Conflict) as refused:
        services[step](plan=plan, seen=stale, by=None, reason="Derfor")

    assert "redaktor endret dette" in refused.value.messages[0]
    assert "Endret av en kollega" in refused.value.messages[0]
    assert _all_there_is() == before


@pytest.mark.parametrize("step", [send_back, reopen])
def test_going_back_demands_a_reason(step: Callable[..., Any]) -> None:
    plan = whole_plan("til_behandling" if step is send_back else "vedtatt")
    with pytest.raises(ValidationError) as refused:
        step(plan=plan, seen=_version(plan), by=None, reason="  ")
    assert refused.value.message_dict == {"reason": ["Skriv hvorfor."]}


# --- What adoption demands -------------------------------------------------------------------------


def _refused(plan: ActionPlan, **values: Any) -> ValidationError:
    """Try to adopt; return why it was refused, and see that nothing was written or rendered."""

    def not_now(content: PlanContent) -> Pdf:
        raise AssertionError("rendered all the same")

    given = adoption(plan, render=not_now, **values)
    before = _all_there_is()
    with pytest.raises(ValidationError) as refused:
        adopt(**given)
    assert _all_there_is() == before
    return refused.value


@pytest.mark.parametrize(
    ("missing", "field", "message"),
    [
        ({"body": None}, "body", "Velg organet."),
        ({"on": None}, "on", "Skriv datoen."),
        ({"case_reference": " "}, "case_reference", "Skriv saksnummeret."),
        ({"case_reference": "\u200b"}, "case_reference", "Skriv saksnummeret."),
        ({"case_reference": "TODO"}, "case_reference", "«TODO» er ikke ferdig skrevet."),
        ({"case_reference": "-"}, "case_reference", "«-» er ikke ferdig skrevet."),
        (
            {"on": dt.date(1900, 1, 1)},
            "on",
            "Handlingsprogrammet for 2026 kan ikke være behandlet før 1.\xa0januar 2025.",
        ),
    ],
)
def test_a_decision_without_body_date_or_case_is_refused(
    missing: dict[str, Any], field: str, message: str
) -> None:
    assert _refused(whole_plan(), **missing).message_dict == {field: [message]}


def test_a_decision_lies_not_ahead_and_not_before_what_led_to_it() -> None:
    plan = whole_plan()
    styret = make_body(name="Styret for prøver")
    assert "fram i tid" in str(_refused(plan, on=dt.date(2999, 1, 1)))
    treat(plan=plan, body=styret, on=dt.date(2025, 12, 4), by=None)
    assert "Styret for prøver" in str(_refused(plan, on=DECIDED))
    adopted(plan, on=dt.date(2025, 12, 5))
    reopen(plan=plan, seen=_version(plan), by=None, reason="Ny sak")
    submit(plan=plan, seen=_version(plan), by=None)
    assert "eldre enn versjon 1" in str(_refused(plan, on=dt.date(2025, 12, 4), case_reference="26/1"))
    # The same case is the same decision, of which the date was wrong.
    assert adopted(plan, on=dt.date(2025, 12, 4)).number == 2


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({"valid_to": dt.date(2025, 12, 2)}, "fantes ikke lenger 3.\xa0desember 2025"),
        ({"valid_from": dt.date(2025, 12, 4)}, "fantes ikke 3.\xa0desember 2025"),
    ],
)
def test_a_body_that_was_not_there_on_the_day_neither_treats_nor_adopts(
    dates: dict[str, Any], words: str
) -> None:
    plan = whole_plan()
    body = make_body(name="Det gamle organet", **dates)
    [text] = _refused(plan, body=body).message_dict["body"]
    assert words in text
    with pytest.raises(ValidationError, match="Det gamle organet"):
        treat(plan=plan, body=body, on=DECIDED, by=None)


def test_an_unready_plan_is_refused_with_everything_that_is_in_the_way() -> None:
    plan = whole_plan(introduction="Innledning: TODO")
    make_activity(plan=plan, title="xxx")
    texts = _refused(plan).messages
    assert texts == [
        "Handlingsprogrammet, innledning: «TODO» er ikke ferdig skrevet.",
        "Aktivitet 1.2, tittel: «xxx» er ikke ferdig skrevet.",
    ]


def test_warnings_are_accepted_each_and_with_a_reason() -> None:
    plan = whole_plan()
    make_activity(plan=plan, goals=(11,))
    codes = adoption(plan)["accept"]
    assert len(codes) > 2
    for code in codes:
        [text] = _refused(plan, accept=codes - {code}).messages
        assert text.startswith("Ikke godtatt: ")
    assert _refused(plan, accepted_because=" ").message_dict == {
        "accepted_because": ["Skriv hvorfor programmet vedtas med disse manglene."]
    }
    assert "accepted_because" in _refused(plan, accepted_because="TODO").message_dict
    version = adopted(plan)
    assert version.accepted_because == "Fylles ut i løpet av våren"
    assert any("mangler ansvarlig: 1.2." in text for text in version.warnings)


def test_a_warning_that_has_grown_since_it_was_accepted_is_not_accepted() -> None:
    plan = whole_plan()
    make_activity(plan=plan, goals=(11,))
    accepted = adoption(plan)["accept"]
    make_activity(plan=plan, goals=(11,))
    assert "1.2 og 1.3" in str(_refused(plan, accept=accepted))


@pytest.mark.usefixtures("empty_portal")
def test_a_plan_that_lacks_nothing_needs_no_reason() -> None:
    version = adopted(whole_plan(), accept=(), accepted_because="Unødvendig")
    assert (version.warnings, version.accepted_because) == ([], "")


def test_what_changed_after_the_person_looked_is_not_adopted() -> None:
    plan = whole_plan()
    looked_at = seen(plan)
    activity = plan.activities.get()
    activity.title = "En annen tittel"
    activity.save()
    refused = _refused(plan, **looked_at)
    assert isinstance(refused, Conflict)
    assert "endret innholdet i handlingsprogrammet" in str(refused)


def test_what_changes_while_the_pdf_is_made_is_not_adopted() -> None:
    plan = whole_plan()

    def meanwhile(content: PlanContent) -> Pdf:
        Activity.objects.filter(plan=plan).update(title="Endret mens PDF-en ble laget")
        return pdf_of(content)

    with pytest.raises(Conflict):
        adopted(plan, render=meanwhile)
    assert not PlanVersion.objects.filter(plan=plan).exists()
    assert ActionPlan.objects.get(pk=plan.pk).status == "til_behandling"


def test_a_pdf_that_cannot_be_made_leaves_the_plan_as_it_was() -> None:
    plan = whole_plan()

    def fail(content: PlanContent) -> Pdf:
        raise PdfError("past its limits")

    given = adoption(plan, render=fail)
    before = _all_there_is()
    with pytest.raises(PdfError):
        adopt(**given)
    assert _all_there_is() == before


# --- What adoption keeps ---------------------------------------------------------------------------


def test_adoption_freezes_content_and_pdf_with_their_checksums(staff: Any) -> None:
    plan = whole_plan(title="Programmet")
    treat(
        plan=plan, body=make_body(name="Styret for prøver"), on=dt.date(2025, 11, 3), outcome="Ja", by=staff
    )
    version = adopted(plan, by=staff)

    assert (version.number, version.title, version.adopted_on) == (1, "Programmet", DECIDED)
    assert (version.adopted_by, version.case_reference) == ("Representantskapet for prøver", "25/12")
    assert version.made_by == "redaktor"
    assert hashlib.sha256(version.content.encode()).hexdigest() == version.content_sha256
    assert hashlib.sha256(version.pdf).hexdigest() == version.pdf_sha256
    assert (version.pdf_pages, version.pdf_bytes) == (7, len(version.pdf))
    content = PlanContent.from_json(version.content)
    assert (content.status, content.version, content.adopted_on) == ("vedtatt", 1, DECIDED)
    assert [(row.body, row.outcome) for row in content.treatments] == [("Styret for prøver", "Ja")]
    assert content.sha256() == version.content_sha256
    # Its date is that of the freezing, not one that looks like a change after the decision.
    assert content.changed == version.made_at
    plan.refresh_from_db()
    assert (plan.status, plan.adopted_on, plan.case_reference) == ("vedtatt", DECIDED, "25/12")
    assert plan.adopted_by is not None
    assert plan.adopted_by.name == "Representantskapet for prøver"


def _frozen(version: PlanVersion) -> tuple[Any, ...]:
    row = PlanVersion.objects.get(pk=version.pk)
    return (*(getattr(row, name) for name in ("content", "title", "adopted_by")), bytes(row.pdf))


def test_a_version_survives_edits_a_renamed_body_and_a_second_adoption() -> None:
    plan, board = whole_plan(), make_body(name="Styret for prøver")
    treat(plan=plan, body=board, on=dt.date(2025, 11, 3), by=None)
    first = adopted(plan)
    before = _frozen(first)

    for body in (plan.activities.get().responsible, ActionPlan.objects.get(pk=plan.pk).adopted_by):
        assert body is not None
        body.name = f"{body.name}, med nytt navn"
        body.save()
    plan.activities.get().delete()
    make_activity(plan=plan, title="En ny aktivitet", goals=(11,))
    fresh = ActionPlan.objects.get(pk=plan.pk)
    fresh.title, fresh.introduction = "En ny tittel", "En ny innledning"
    fresh.save()
    assert _frozen(first) == before

    reopen(plan=plan, seen=_version(plan), by=None, reason="Ny sak i styret")
    reopened = ActionPlan.objects.get(pk=plan.pk)
    assert (reopened.adopted_on, reopened.adopted_by, reopened.case_reference) == (None, None, "")
    submit(plan=plan, seen=_version(plan), by=None)
    treat(plan=plan, body=board, on=dt.date(2025, 12, 2), by=None)
    second = adopted(plan, case_reference="26/1")

    assert (second.number, second.title, second.case_reference) == (2, "En ny tittel", "26/1")
    assert second.content_sha256 != first.content_sha256
    assert _frozen(first) == before
    # The treatments of an earlier round say so; each version's own don't.
    now = content_of(ActionPlan.objects.get(pk=plan.pk))
    rounds = [
        [row.before for row in content.treatments]
        for content in (PlanContent.from_json(first.content), PlanContent.from_json(second.content), now)
    ]
    assert rounds == [[None], [1, None], [1, None]]
    assert '"before"' not in first.content


def test_a_plan_that_has_a_version_cannot_be_deleted() -> None:
    plan = whole_plan()
    adopted(plan)
    with pytest.raises(Exception, match="protected"):
        plan.delete()


def test_treatments_are_dated_told_once_and_not_ahead() -> None:
    plan = whole_plan()
    body = make_body()
    first: dict[str, Any] = {"plan": plan, "body": body, "on": dt.date(2025, 11, 3), "by": None}
    treat(**first, case_reference="25/9")
    for values, message in [
        ({}, "Organets behandling den dagen er allerede registrert."),
        ({"on": dt.date(2999, 1, 1)}, "Datoen kan ikke ligge fram i tid."),
        ({"body": None}, "Velg organet."),
    ]:
        with pytest.raises(ValidationError, match=message):
            treat(**{**first, **values})
    assert plan.treatments.count() == 1


def test_a_plan_without_activities_is_nothing_to_adopt() -> None:
    assert _refused(make_plan(year=2026, status="til_behandling")).messages == [
        "Handlingsprogrammet har ingen aktiviteter."
    ]
