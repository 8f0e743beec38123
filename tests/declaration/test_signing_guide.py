"""The guide to a signing round names things as the pages do, and quotes what a municipality reads."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from declaration.models import Declaration, Signature
from declaration.services import STEPS
from tests.declaration.telling import ROWS, WHOLE, answer, told
from tests.factories import make_declaration, make_municipality
from tests.osloregionen.adminform import change
from tests.osloregionen.guides import guide, names_in, shown, words_of

pytestmark = pytest.mark.django_db

GUIDE = "signeringsrunde.md"


@pytest.fixture
def round_to_walk() -> Declaration:
    """A declaration to practise on, with an answer of each kind."""
    declaration = make_declaration(is_practice=True, opened_on=dt.date(2022, 1, 1), title="Runden")
    for status in ROWS:
        answer(declaration, make_municipality(), status)
    return declaration


def test_every_name_in_it_stands_on_the_pages(admin_pages: Client, round_to_walk: Declaration) -> None:
    form = change("declaration", round_to_walk)
    joined, invited = (round_to_walk.signatures.get(status=status) for status in ("tilsluttet", "invitert"))
    addresses = [
        "/admin/",
        form,
        form.replace("change", "inviter"),
        form.replace("change", "liste"),
        "/admin/declaration/signature/",
        change("signature", joined),
        change("signature", joined).replace("change", "history"),
        f"/admin/declaration/signature/{joined.pk}/history/{earlier_version(joined)}/",
        change("signature", invited),
        f"/admin/declaration/signature/{joined.pk}/steg/signer/",
        round_to_walk.get_absolute_url(),
        f"{round_to_walk.get_absolute_url()}status/",
        "/medlemmer/lillestrom/",
    ]
    seen = " ".join(shown(admin_pages, address) for address in addresses)
    listed = SimpleUploadedFile("liste.csv", f"Part;Saksnummer\n{joined.party_name};22/99\n".encode())
    preview = admin_pages.post(form.replace("change", "liste"), {"file": listed})
    seen += words_of(preview.content.decode())
    names = names_in(GUIDE)
    assert len(names) > 40
    assert [name for name in names if name.lower() not in seen] == []


def earlier_version(signature: Signature) -> int:
    """Return the number of a version in the history."""
    number: int = signature.history.first().history_id
    return number


def test_every_status_in_it_is_one() -> None:
    labels = {str(label) for label in [*Signature.Status.labels, *Declaration.Status.labels]}
    named = set(re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", guide(GUIDE)))
    assert named
    assert named <= labels
    assert set(map(str, Signature.Status.labels)) <= named


def test_every_step_is_told_with_the_status_that_it_leads_to() -> None:
    text = guide(GUIDE)
    for step, rule in STEPS.items():
        assert f"**{step.label}**" in text
        if rule.starts != {None}:
            assert f"| **{step.label}** | *{Signature.Status(rule.ends).label}* |" in text


@pytest.mark.usefixtures("empty_portal")
def test_what_a_municipality_reads_is_quoted_as_it_stands(client: Client) -> None:
    declaration = make_declaration(response_deadline=dt.date(2099, 5, 12))
    table = guide(GUIDE).split("## Hva kommunen ser")[1]
    rows = re.findall(r"^\| (.+?) \| «(.+?)»", table, re.MULTILINE)
    said = {
        name: quote for names, quote in rows for name in re.findall(r"ingenting|(?<=\*)[^*,]+(?=\*)", names)
    }
    labels = {"ingenting": None} | {str(label): value for value, label in Signature.Status.choices}
    assert {label for label in labels if label in said} == set(labels)
    for label, status in labels.items():
        municipality = make_municipality()
        answer(declaration, municipality, status, **WHOLE.get(status or "", {}))
        assert f"Dette mangler {said[label]}" in told(client, municipality), label
