"""What bounds the signing process: the opening, the parties that there were, and no way back to a draft."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from declaration.models import Commitment, Signature, Theme
from declaration.services import STEPS, Step, invite, register_signature, step_service
from tests.factories import make_activity, make_county, make_declaration, make_municipality, make_signature
from tests.osloregionen.adminform import AdminForm, change

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 3, 1)
GIVEN: dict[Step, dict[str, Any]] = {
    Step.ACCEDE: {"basis": "politisk_vedtak", "decided_on": DAY},
    Step.SIGN: {"signed_on": DAY},
    Step.WITHDRAW: {"withdrawn_on": DAY},
}


@pytest.mark.parametrize("step", list(Step))
def test_no_step_is_taken_before_the_opening(step: Step) -> None:
    opens = timezone.localdate() + dt.timedelta(days=5)
    party = {"declaration": make_declaration(opened_on=opens), "municipality": make_municipality()}

    with pytest.raises(ValidationError, match="Erklæringen åpnes for svar"):
        step_service(step)(**party, seen=None, by=None, **GIVEN.get(step, {}))

    assert not Signature.objects.filter(**party).exists()


def test_steps_are_taken_from_the_opening_day_on() -> None:
    declaration = make_declaration(opened_on=timezone.localdate())

    assert invite(declaration=declaration, municipality=make_municipality(), seen=None, by=None).pk


@pytest.mark.parametrize("step", [step for step, rule in STEPS.items() if None in rule.starts])
def test_who_was_not_there_on_the_declaration_s_date_takes_no_step(step: Step) -> None:
    declaration = make_declaration(signing_on=DAY, opened_on=dt.date(2024, 1, 1))
    gone = [
        {"municipality": make_municipality(name="Gammelby", dissolved_on=dt.date(2020, 1, 1))},
        {"county": make_county(name="Gammelfylket", valid_to=dt.date(2019, 12, 31))},
    ]
    for party in gone:
        with pytest.raises(ValidationError, match="fantes ikke"):
            step_service(step)(declaration=declaration, **party, seen=None, by=None, **GIVEN.get(step, {}))
        with pytest.raises(ValidationError, match="fantes ikke"):
            register_signature(declaration=declaration, **party, status="invitert")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"status": "utkast"}, "er et utkast"),
        ({"opened_on": dt.date(2999, 1, 1)}, "åpnes for svar"),
    ],
)
def test_nothing_is_registered_where_it_is_not_open_yet(
    fields: dict[str, Any], why: str, admin_pages: Client
) -> None:
    form = AdminForm(admin_pages, "/admin/declaration/signature/add/")
    party = {"declaration": make_declaration(**fields).pk, "municipality": make_municipality().pk}

    assert why in form.set(**party, status="invitert").save()
    assert not Signature.objects.filter(**party).exists()


def test_what_has_answers_becomes_no_draft_again(admin_pages: Client) -> None:
    answered, asked = make_signature().declaration, make_declaration()

    refused = AdminForm(admin_pages, change("declaration", answered)).set(status="utkast").save()
    assert "har 1 registrert svar, og kan ikke bli et utkast igjen" in refused
    assert AdminForm(admin_pages, change("declaration", asked)).set(status="utkast").save() == ""


def test_the_field_of_the_status_points_to_the_steps(admin_pages: Client) -> None:
    address = change("signature", make_signature())

    assert "velger du et steg under «Neste steg»" in admin_pages.get(address).content.decode()


def test_a_commitment_takes_no_theme_of_another_declaration(admin_pages: Client) -> None:
    real, exercise = make_declaration(), make_declaration(is_practice=True)
    themes = [Theme.objects.create(declaration=one, order=1, title="T") for one in (real, exercise)]
    commitment = Commitment.objects.create(declaration=real, text="Ekte")

    commitment.theme = themes[1]
    with pytest.raises(ValidationError, match="hører til en annen erklæring"):
        commitment.full_clean()
    form = AdminForm(admin_pages, change("commitment", commitment))
    assert form.page.xpath("//select[@name='theme']/option/@value") == ["", str(themes[0].pk)]
    assert form.set(theme=themes[1].pk).save()
    assert form.set(theme=themes[0].pk).save() == ""


def test_an_activity_is_offered_no_commitment_of_an_exercise(admin_pages: Client) -> None:
    made = [
        Commitment.objects.create(
            declaration=make_declaration(is_practice=practice), text=f"Prøvesak {practice}"
        )
        for practice in (False, True)
    ]
    activity = make_activity()
    field = {"app_label": "actionplan", "model_name": "activity", "field_name": "commitments"}
    found = admin_pages.get("/admin/autocomplete/", {**field, "term": "prøvesak"}).json()["results"]

    assert [one["id"] for one in found] == [str(made[0].pk)]
    assert AdminForm(admin_pages, change("activity", activity)).set(commitments=[made[1].pk]).save()
    assert not activity.commitments.exists()
