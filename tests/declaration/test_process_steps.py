"""The steps of the signing process: each that is allowed, and every one that is not, from the table."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from declaration.models import Declaration, Signature
from declaration.services import STEPS, Conflict, Step, correct, register_signature, step_service
from tests.factories import make_county, make_declaration, make_municipality, make_signature

pytestmark = pytest.mark.django_db

OPENED, DECIDED, SIGNED, WITHDRAWN, ANEW = (dt.date(2026, month, 1) for month in (1, 2, 3, 4, 5))
TOMORROW_AND_LATER = dt.date(2999, 1, 1)
STARTS = [None, *Signature.Status.values]

#: What each step may begin in, said once more, so that the table can't change unseen.
ALLOWED: dict[Step, set[str | None]] = {
    Step.INVITE: {None},
    Step.TAKE_UP: {None, "invitert", "avslatt", "trukket"},
    Step.ACCEDE: {None, "invitert", "til_behandling", "avslatt", "trukket"},
    Step.SIGN: {"tilsluttet"},
    Step.DECLINE: {None, "invitert", "til_behandling"},
    Step.WITHDRAW: {"tilsluttet", "signert"},
}
#: What each step must be told, or may be, in full.
GIVEN: dict[Step, dict[str, Any]] = {
    Step.INVITE: {},
    Step.TAKE_UP: {"case_reference": "26/1"},
    Step.ACCEDE: {"basis": "politisk_vedtak", "decided_on": ANEW, "case_reference": "26/1"},
    Step.SIGN: {"signed_on": ANEW, "signatory_name": "Kari Prøve", "signatory_title": "ordfører"},
    Step.DECLINE: {"decided_on": DECIDED},
    Step.WITHDRAW: {"withdrawn_on": WITHDRAWN},
}
ANSWERED = {"basis": "ordforers_bekreftelse", "decided_on": DECIDED, "case_reference": "25/9"}
#: What a row in each status holds.
HOLDS: dict[str, dict[str, Any]] = {
    "invitert": {},
    "til_behandling": {"case_reference": "25/9"},
    "tilsluttet": ANSWERED,
    "signert": ANSWERED | {"signed_on": SIGNED, "signatory_name": "Ola Prøve", "signed_at": "Hamar"},
    "avslatt": ANSWERED,
    "trukket": ANSWERED | {"signed_on": SIGNED, "signatory_name": "Ola Prøve", "withdrawn_on": WITHDRAWN},
}


@pytest.fixture
def editor() -> Any:
    return get_user_model().objects.create_user("kari", first_name="Kari")


def party_in(status: str | None, declaration: Declaration) -> tuple[dict[str, Any], Signature | None]:
    """Return a party as the services take it, and its answer."""
    party = {"declaration": declaration, "municipality": make_municipality()}
    return party, make_signature(status=status, **party, **HOLDS[status]) if status is not None else None


def take(step: Step, party: dict[str, Any], seen: int | None, **values: Any) -> Signature:
    return step_service(step)(**party, seen=seen, **{"by": None, **GIVEN[step], **values})


def stored(signature: Signature) -> dict[str, Any]:
    return Signature.objects.filter(pk=signature.pk).values().get()


def told(refused: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(refused.value.messages)


def test_the_table_of_steps_is_the_one_that_was_decided() -> None:
    assert {step: set(rule.starts) for step, rule in STEPS.items()} == ALLOWED
    assert {step for step, rule in STEPS.items() if rule.open_only} == {Step.INVITE, Step.TAKE_UP}
    assert {step: rule.ends for step, rule in STEPS.items()} == {
        Step.INVITE: "invitert",
        Step.TAKE_UP: "til_behandling",
        Step.ACCEDE: "tilsluttet",
        Step.SIGN: "signert",
        Step.DECLINE: "avslatt",
        Step.WITHDRAW: "trukket",
    }


CASES = [(step, start, status) for step in STEPS for start in STARTS for status in Declaration.Status.values]
OPEN_TO = {step: {"apen"} if step in {Step.INVITE, Step.TAKE_UP} else {"apen", "avsluttet"} for step in STEPS}
MAY = [case for case in CASES if case[1] in ALLOWED[case[0]] and case[2] in OPEN_TO[case[0]]]
MAY_NOT = [case for case in CASES if case not in MAY]


def test_every_combination_is_either_allowed_or_refused() -> None:
    assert (len(CASES), len(MAY), len(MAY_NOT)) == (126, 27, 99)


@pytest.mark.parametrize(("step", "start", "declared"), MAY)
def test_a_step_that_is_allowed_is_kept_with_who_when_from_to_and_why(
    editor: Any, step: Step, start: str | None, declared: str
) -> None:
    party, before = party_in(start, make_declaration(status=declared, opened_on=OPENED))

    after = take(step, party, before and before.version, by=editor, reason="Brev", source="Post 5. mai")

    now = stored(after)
    assert now["status"] == STEPS[step].ends
    assert {name: now[name] for name in GIVEN[step]} == GIVEN[step]
    assert (now["source"], now["version"]) == ("Post 5. mai", 2 if before else 1)
    newest, *earlier = after.history.all()
    assert (newest.status, newest.history_user, newest.history_change_reason) == (
        STEPS[step].ends,
        editor,
        "Brev",
    )
    assert [row.status for row in earlier] == ([start] if before else [])


@pytest.mark.parametrize(("step", "start", "declared"), MAY_NOT)
def test_a_step_that_is_not_allowed_is_refused_in_norwegian_and_changes_nothing(
    editor: Any, step: Step, start: str | None, declared: str
) -> None:
    party, before = party_in(start, make_declaration(status=declared, opened_on=OPENED))
    held = stored(before) if before else None

    with pytest.raises(ValidationError) as refused:
        take(step, party, before and before.version, by=editor)

    if declared == "utkast":
        assert told(refused) == "Erklæringen er et utkast og er ikke åpnet for svar."
    elif declared not in OPEN_TO[step]:
        assert "Signeringsrunden er avsluttet." in told(refused)
    else:
        word = Signature.Status(start).label if start else "ikke registrert"
        assert f"Status er «{word}»." in told(refused)
        assert f"«{step.label}» kan bare gjøres når status er «" in told(refused)
    if before is None:
        assert not Signature.objects.filter(**party).exists()
    else:
        assert stored(before) == held
        assert before.history.count() == 1


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("start", STARTS)
def test_a_county_takes_the_same_steps(step: Step, start: str | None) -> None:
    declaration = make_declaration(opened_on=OPENED)
    party = {"declaration": declaration, "county": make_county()}
    row = make_signature(status=start, **party, **HOLDS[start]) if start else None
    if start in ALLOWED[step]:
        assert take(step, party, row and row.version).status == STEPS[step].ends
    else:
        with pytest.raises(ValidationError):
            take(step, party, row and row.version)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("both", [True, False])
def test_a_step_is_for_one_party(step: Step, both: bool) -> None:
    parties = {"municipality": make_municipality(), "county": make_county()} if both else {}
    with pytest.raises(ValidationError) as refused:
        take(step, {"declaration": make_declaration(), **parties}, None)
    assert told(refused) == "Velg enten en kommune eller en fylkeskommune."


# --- What a step leaves as it was, and what it replaces -------------------------------------------


def test_without_a_reason_the_history_has_the_name_of_the_step() -> None:
    party, _row = party_in(None, make_declaration())
    assert take(Step.INVITE, party, None).history.get().history_change_reason == "Inviter"


def test_an_empty_source_and_case_number_leave_the_old_ones() -> None:
    declaration = make_declaration(opened_on=OPENED)
    party = {"declaration": declaration, "municipality": make_municipality()}
    row = make_signature(status="til_behandling", case_reference="25/9", source="Brev", **party)
    take(Step.ACCEDE, party, row.version, case_reference="")
    assert (stored(row)["case_reference"], stored(row)["source"]) == ("25/9", "Brev")


@pytest.mark.parametrize("start", ["avslatt", "trukket"])
@pytest.mark.parametrize("step", [Step.TAKE_UP, Step.ACCEDE])
def test_an_answer_taken_up_again_begins_anew_and_the_old_one_stays_in_the_history(
    step: Step, start: str
) -> None:
    party, row = party_in(start, make_declaration(opened_on=OPENED))
    assert row is not None
    take(step, party, row.version, case_reference="")
    now = stored(row)
    assert (now["case_reference"], now["signed_on"], now["signatory_name"]) == ("", None, "")
    assert now["withdrawn_on"] is None
    assert row.history.earliest().case_reference == "25/9"


@pytest.mark.parametrize("treated", [False, True])
@pytest.mark.parametrize(
    ("start", "until", "why"),
    [
        ("trukket", WITHDRAWN, "før 1. april 2026, da kommunen"),
        ("avslatt", DECIDED, "før 1. februar 2026, da"),
    ],
)
def test_a_decision_from_before_the_no_or_the_withdrawal_it_follows_is_refused(
    start: str, until: dt.date, why: str, treated: bool
) -> None:
    party, row = party_in(start, make_declaration(opened_on=OPENED))
    assert row is not None
    if treated:
        row = take(Step.TAKE_UP, party, row.version)
    held = stored(row)

    with pytest.raises(ValidationError) as refused:
        take(Step.ACCEDE, party, row.version, decided_on=until - dt.timedelta(days=1))

    assert list(refused.value.message_dict) == ["decided_on"]
    assert why in told(refused).replace("\xa0", " ")
    assert stored(row) == held
    take(Step.ACCEDE, party, row.version, decided_on=until)


def test_who_signed_and_withdrew_keeps_what_was_signed() -> None:
    party, row = party_in("signert", make_declaration(opened_on=OPENED))
    assert row is not None
    take(Step.WITHDRAW, party, row.version)
    now = stored(row)
    assert (now["signed_on"], now["signatory_name"], now["basis"]) == (
        SIGNED,
        "Ola Prøve",
        "ordforers_bekreftelse",
    )


# --- Values and dates -----------------------------------------------------------------------------

NEXT = {Step.ACCEDE: "invitert", Step.SIGN: "tilsluttet", Step.DECLINE: "invitert", Step.WITHDRAW: "signert"}
DATE = {
    Step.ACCEDE: "decided_on",
    Step.SIGN: "signed_on",
    Step.DECLINE: "decided_on",
    Step.WITHDRAW: "withdrawn_on",
}


@pytest.mark.parametrize(
    ("step", "values", "field", "message"),
    [
        (Step.ACCEDE, {"basis": ""}, "basis", "Nye tilslutninger må ha et grunnlag."),
        (Step.ACCEDE, {"decided_on": None}, "decided_on", "dato for vedtaket eller bekreftelsen"),
        (Step.ACCEDE, {"basis": "terningkast"}, "basis", "terningkast"),
        (Step.SIGN, {"signed_on": None}, "signed_on", "skal ha signeringsdato"),
        (Step.SIGN, {"signed_on": dt.date(2026, 1, 31)}, "signed_on", "før vedtaksdatoen, 1. februar 2026"),
        (Step.SIGN, {"signatory_name": "x" * 201}, "signatory_name", "200"),
        (Step.WITHDRAW, {"withdrawn_on": None}, "withdrawn_on", "skal ha datoen for det"),
        (
            Step.WITHDRAW,
            {"withdrawn_on": dt.date(2026, 2, 15)},
            "withdrawn_on",
            "før signeringsdatoen, 1. mars 2026",
        ),
        *((step, {name: TOMORROW_AND_LATER}, name, "ligge fram i tid") for step, name in DATE.items()),
        *(
            (step, {name: dt.date(2025, 12, 31)}, name, "før erklæringen ble åpnet for svar, 1. januar 2026")
            for step, name in DATE.items()
        ),
    ],
)
@pytest.mark.parametrize("declared", ["apen", "avsluttet"])
def test_values_that_contradict_are_refused_at_their_field(
    step: Step, values: dict[str, Any], field: str, message: str, declared: str
) -> None:
    party, row = party_in(NEXT[step], make_declaration(status=declared, opened_on=OPENED))
    assert row is not None
    held = stored(row)
    with pytest.raises(ValidationError) as refused:
        take(step, party, row.version, **values)
    assert message in " ".join(refused.value.message_dict[field]).replace("\xa0", " ")
    assert stored(row) == held
    assert row.history.count() == 1


@pytest.mark.parametrize("step", DATE)
def test_a_step_on_the_day_of_the_one_before_is_allowed(step: Step) -> None:
    day = dt.date(2026, 2, 1)
    declaration = make_declaration(opened_on=day)
    held = {name: day for name in ("decided_on", "signed_on") if name in HOLDS[NEXT[step]]}
    row = make_signature(declaration=declaration, status=NEXT[step], **(HOLDS[NEXT[step]] | held))
    party = {"declaration": declaration, "municipality": row.municipality}
    assert take(step, party, row.version, **{DATE[step]: day}).status == STEPS[step].ends


def test_where_the_opening_is_not_known_no_date_is_too_early() -> None:
    party, row = party_in("invitert", make_declaration(opened_on=None))
    assert row is not None
    assert take(Step.ACCEDE, party, row.version, decided_on=dt.date(2001, 1, 1)).status == "tilsluttet"


def test_a_correction_can_t_sign_before_the_opening_either() -> None:
    _party, row = party_in("signert", make_declaration(opened_on=OPENED))
    assert row is not None
    with pytest.raises(ValidationError) as refused:
        correct(signature=row, seen=1, by=None, reason="Feil dato", signed_on=dt.date(2025, 1, 1))
    assert "signed_on" in refused.value.message_dict


def test_a_reason_longer_than_the_history_holds_is_refused() -> None:
    party, _row = party_in(None, make_declaration())
    with pytest.raises(ValidationError) as refused:
        take(Step.INVITE, party, None, reason="x" * 101)
    assert told(refused) == "Begrunnelsen kan ha høyst 100 tegn."


# --- Two at once ----------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [step for step in STEPS if step != Step.INVITE])
def test_who_comes_second_is_told_who_did_what_when_from_to_and_why(step: Step, editor: Any) -> None:
    start = next(status for status in HOLDS if status in ALLOWED[step])
    party, row = party_in(start, make_declaration(opened_on=OPENED))
    assert row is not None
    other = {"signatory_title": "varaordfører"} if start == "signert" else {"evidence": "Protokoll"}
    correct(signature=row, seen=1, by=editor, reason="Nytt brev", **other)
    held = stored(row)

    with pytest.raises(Conflict) as refused:
        take(step, party, 1)

    assert "Kari endret dette" in told(refused)
    assert "«ikke registrert» → «" in told(refused)
    assert "Begrunnelse: «Nytt brev»." in told(refused)
    assert "Ingenting er lagret." in told(refused)
    assert stored(row) == held


def test_every_change_since_is_told_of(editor: Any) -> None:
    party, row = party_in("invitert", make_declaration(opened_on=OPENED))
    assert row is not None
    take(Step.TAKE_UP, party, 1, by=editor)
    take(Step.DECLINE, party, 2, by=editor, reason="Nei i formannskapet")
    with pytest.raises(Conflict) as refused:
        take(Step.ACCEDE, party, 1)
    assert "Status: «invitert» → «til behandling»" in told(refused)
    assert "Status: «til behandling» → «avslått»" in told(refused)
    assert "Begrunnelse: «Nei i formannskapet»." in told(refused)


def test_who_registers_a_party_that_a_colleague_has_registered_is_told_what_is_registered(
    editor: Any,
) -> None:
    party, _row = party_in(None, make_declaration(opened_on=OPENED))
    take(Step.ACCEDE, party, None, by=editor, reason="Brev")
    with pytest.raises(Conflict) as refused:
        take(Step.INVITE, party, None)
    assert "Kari registrerte dette" in told(refused)
    assert "Status: «tilsluttet», Grunnlag: «politisk vedtak», Vedtaksdato: «1. mai 2026»" in told(refused)


def test_who_takes_a_step_for_an_answer_that_is_deleted_is_told_who_deleted_it(editor: Any) -> None:
    party, row = party_in("invitert", make_declaration(opened_on=OPENED))
    assert row is not None
    row._history_user = editor
    row.delete()
    with pytest.raises(Conflict) as refused:
        take(Step.ACCEDE, party, 1)
    assert "Kari slettet dette" in told(refused)


def test_an_answer_registered_anew_is_not_taken_for_the_deleted_one() -> None:
    party, row = party_in("invitert", make_declaration(opened_on=OPENED))
    assert row is not None
    row.delete()
    take(Step.INVITE, party, None)
    with pytest.raises(Conflict):
        take(Step.ACCEDE, party, 1)


def test_a_declaration_closed_since_it_was_read_takes_no_invitation() -> None:
    party, _row = party_in(None, make_declaration(opened_on=OPENED))
    Declaration.objects.filter(pk=party["declaration"].pk).update(status="avsluttet")
    with pytest.raises(ValidationError) as refused:
        take(Step.INVITE, party, None)
    assert "Signeringsrunden er avsluttet." in told(refused)


def test_a_registration_of_a_party_that_has_answered_is_refused_as_before() -> None:
    party, _row = party_in("invitert", make_declaration())
    with pytest.raises(ValidationError) as refused:
        register_signature(**party, status="invitert")
    assert "Kommunen er allerede registrert for denne erklæringen." in told(refused)
