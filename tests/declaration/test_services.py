"""Registering and changing signatures through the services: checks, and a history of who and why."""

import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from declaration.models import Signature
from declaration.services import Conflict, correct, register_signature
from tests.factories import make_county, make_declaration, make_municipality

pytestmark = pytest.mark.django_db

SIGNED = {
    "status": "signert",
    "signed_on": datetime.date(2022, 6, 2),
    "signatory_name": "Kari Prøve",
    "signatory_title": "ordfører",
}


@pytest.fixture
def editor() -> Any:
    return get_user_model().objects.create_user("kari")


@pytest.fixture
def other_editor() -> Any:
    return get_user_model().objects.create_user("ola")


@pytest.fixture
def signature(editor: Any) -> Signature:
    return register_signature(
        declaration=make_declaration(status="avsluttet"),
        municipality=make_municipality(),
        status="tilsluttet",
        by=editor,
        reason="Brev fra kommunen",
    )


def _messages(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(error.value.messages)


def test_a_registration_keeps_who_and_why(signature: Signature, editor: Any) -> None:
    row = signature.history.get()
    assert (row.history_type, row.history_user, row.history_change_reason) == (
        "+",
        editor,
        "Brev fra kommunen",
    )


def test_a_registration_without_user_or_reason_invents_neither() -> None:
    row = register_signature(
        declaration=make_declaration(), county=make_county(), status="invitert"
    ).history.get()
    assert (row.history_user, row.history_change_reason) == (None, None)


def test_a_county_can_sign() -> None:
    county = make_county(name="Prøvefylket")
    made = register_signature(declaration=make_declaration(status="avsluttet"), county=county, **SIGNED)
    assert Signature.objects.get(pk=made.pk).party_name == "Prøvefylket fylkeskommune"


def test_a_change_keeps_who_why_and_what_stood_before(signature: Signature, other_editor: Any) -> None:
    correct(signature=signature, seen=1, by=other_editor, reason="Signerte på møtet", **SIGNED)
    newest, oldest = signature.history.all()
    assert (newest.history_user, newest.history_change_reason) == (other_editor, "Signerte på møtet")
    assert (oldest.status, newest.status) == ("tilsluttet", "signert")


def test_a_change_that_changes_nothing_writes_nothing(signature: Signature, editor: Any) -> None:
    version = Signature.objects.get(pk=signature.pk).version
    correct(signature=signature, seen=1, by=editor, reason="", status="tilsluttet", signed_on=None)
    assert signature.history.count() == 1
    assert Signature.objects.get(pk=signature.pk).version == version


def test_a_change_is_told_from_what_is_stored_not_from_what_a_form_has_filled(
    signature: Signature, editor: Any
) -> None:
    signature.status = "avslatt"
    correct(signature=signature, seen=1, by=editor, reason="Vedtak i kommunestyret", status="avslatt")
    assert Signature.objects.get(pk=signature.pk).status == "avslatt"


def test_a_change_must_say_why(signature: Signature, editor: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        correct(signature=signature, seen=1, by=editor, reason="  ", status="avslatt")
    assert _messages(refused) == "Skriv hvorfor opplysningene endres."
    assert Signature.objects.get(pk=signature.pk).status == "tilsluttet"


def test_a_reason_longer_than_the_history_holds_is_refused(signature: Signature, editor: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        correct(signature=signature, seen=1, by=editor, reason="x" * 101, status="avslatt")
    assert _messages(refused) == "Begrunnelsen kan ha høyst 100 tegn."


def test_the_reason_of_one_change_does_not_stick_to_the_next_save(signature: Signature, editor: Any) -> None:
    changed = correct(
        signature=signature, seen=1, by=editor, reason="Nei fra formannskapet", status="avslatt"
    )
    changed.save()
    assert changed.history.first().history_change_reason is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"status": "signert"}, "Den som har signert, skal ha signeringsdato; ingen andre kan ha det."),
        (
            {"status": "avslatt", "signed_on": datetime.date(2022, 6, 2)},
            "Den som har signert, skal ha signeringsdato; ingen andre kan ha det.",
        ),
        (
            {"signatory_name": "Kari Prøve"},
            "Bare den som har signert, kan ha navn, tittel og sted for signeringen.",
        ),
        (
            {"status": "invitert", "basis": "politisk_vedtak"},
            "Den som ikke har svart, kan ikke ha grunnlag eller vedtaksdato.",
        ),
        (
            {"status": "signert", "signed_on": datetime.date(2999, 1, 1)},
            "Signeringsdatoen kan ikke ligge fram i tid.",
        ),
        ({"municipality": None}, "Velg enten en kommune eller en fylkeskommune."),
    ],
)
def test_a_contradiction_is_refused_in_norwegian_and_changes_nothing(
    signature: Signature, editor: Any, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        correct(signature=signature, seen=1, by=editor, reason="Prøve", **changes)
    assert message in _messages(refused)
    assert signature.history.count() == 1
    stored = Signature.objects.get(pk=signature.pk)
    assert (stored.status, stored.signed_on, stored.signatory_name) == ("tilsluttet", None, "")


def test_a_party_answers_a_declaration_once(signature: Signature) -> None:
    with pytest.raises(ValidationError) as refused:
        register_signature(
            declaration=signature.declaration, municipality=signature.municipality, status="invitert"
        )
    assert "Kommunen er allerede registrert for denne erklæringen." in _messages(refused)


def test_a_municipality_and_a_county_at_once_are_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        register_signature(
            declaration=make_declaration(),
            municipality=make_municipality(),
            county=make_county(),
            status="invitert",
        )
    assert "Velg enten en kommune eller en fylkeskommune." in _messages(refused)


def test_a_new_accession_to_an_open_declaration_needs_basis_and_date() -> None:
    with pytest.raises(ValidationError) as refused:
        register_signature(
            declaration=make_declaration(status="apen"), municipality=make_municipality(), status="tilsluttet"
        )
    assert set(refused.value.message_dict) == {"basis", "decided_on"}


def test_a_field_that_does_not_exist_is_a_mistake_in_the_code(signature: Signature, editor: Any) -> None:
    with pytest.raises(TypeError, match="mayor"):
        correct(signature=signature, seen=1, by=editor, reason="Prøve", mayor="Kari")


def test_a_correction_of_what_a_colleague_has_changed_is_told_what_and_changes_nothing(
    signature: Signature, editor: Any, other_editor: Any
) -> None:
    correct(signature=signature, seen=1, by=other_editor, reason="Nytt brev", case_reference="26/12")
    with pytest.raises(Conflict) as refused:
        correct(signature=signature, seen=1, by=editor, reason="Nei i møtet", status="avslatt")
    assert "ola endret dette" in _messages(refused)
    assert "Saksnummer: «ikke registrert» → «26/12»" in _messages(refused)
    assert "Begrunnelse: «Nytt brev»" in _messages(refused)
    assert Signature.objects.get(pk=signature.pk).status == "tilsluttet"


def test_a_correction_of_what_a_colleague_has_deleted_is_told_so(
    signature: Signature, editor: Any, other_editor: Any
) -> None:
    gone = Signature.objects.get(pk=signature.pk)
    gone._history_user = other_editor
    gone.delete()
    with pytest.raises(Conflict) as refused:
        correct(signature=signature, seen=1, by=editor, reason="Nei", status="avslatt")
    assert "ola slettet dette" in _messages(refused)


def test_an_answer_registered_anew_is_not_taken_for_the_one_that_was_deleted(
    signature: Signature, editor: Any
) -> None:
    party = {"declaration": signature.declaration, "municipality": signature.municipality}
    Signature.objects.get(pk=signature.pk).delete()
    assert register_signature(**party, status="invitert").version == 2
