"""The steps for those without a row: inviting them, and answers that nobody was asked for."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from lxml import html

from declaration.models import Declaration, Signature
from members.models import County
from tests.declaration.steppage import STEP, StepPage, statuses
from tests.factories import make_county, make_declaration, make_municipality, make_signature
from tests.osloregionen.adminform import change


def invite_page(client: Client, declaration: Declaration) -> Any:
    form = html.fromstring(client.get(change("declaration", declaration)).content.decode())
    [address] = [link.get("href") for link in form.xpath("//a") if link.text_content() == "Inviter parter"]
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def labels(page: Any) -> dict[str, str]:
    found = page.xpath("//ul[@class='party-choices']//label")
    return {" ".join(one.text_content().split()): one.find("input").get("value") for one in found}


def test_members_and_counties_without_an_answer_can_be_ticked(
    admin_pages: Client, empty_portal: None, open_declaration: Declaration
) -> None:
    member, other = make_municipality(name="Medlemby"), make_municipality(name="Annenby")
    make_municipality(name="Utenforby", member=False)
    county = make_county(name="Prøvefylket")
    make_county(name="Gammelfylket", valid_to=dt.date(2019, 12, 31))
    make_signature(declaration=open_declaration, municipality=other)
    assert labels(invite_page(admin_pages, open_declaration)) == {
        "Medlemby": f"{open_declaration.pk}-k{member.pk}",
        "Prøvefylket fylkeskommune": f"{open_declaration.pk}-f{county.pk}",
    }


def test_who_is_ticked_is_invited_once_it_is_confirmed(
    editors: Client, empty_portal: None, open_declaration: Declaration
) -> None:
    towns = [make_municipality(name=name) for name in ("Aby", "Bby", "Cby")]
    county = make_county(name="Prøvefylket")
    ticked = labels(invite_page(editors, open_declaration))
    chosen = [ticked["Aby"], ticked["Cby"], ticked["Prøvefylket fylkeskommune"]]

    page = StepPage(editors, editors.post(STEP.format("inviter"), {"part": chosen}))

    assert page.changed == [
        "Aby ikke registrert → invitert",
        "Cby ikke registrert → invitert",
        "Prøvefylket fylkeskommune ikke registrert → invitert",
    ]
    assert statuses() == {}
    assert page.confirm(reason="Brev sendt 10. januar").status_code == 302
    answered = Signature.objects.values_list("municipality_id", "county_id", "status")
    assert set(answered) == {
        (towns[0].pk, None, "invitert"),
        (towns[2].pk, None, "invitert"),
        (None, county.pk, "invitert"),
    }


def test_all_of_a_list_can_be_ticked_at_once(admin_pages: Client, open_declaration: Declaration) -> None:
    page = invite_page(admin_pages, open_declaration)
    every, _counties = [box.get("value") for box in page.xpath("//input[@name='alle']")]
    page = StepPage(admin_pages, admin_pages.post(STEP.format("inviter"), {"alle": every}))
    assert (len(page.changed), page.button) == (64, "Inviter 64 parter")
    assert page.confirm().status_code == 302
    assert open_declaration.signatures.filter(status="invitert").count() == 64


def test_a_party_can_answer_without_having_been_invited(
    admin_pages: Client, open_declaration: Declaration
) -> None:
    page = invite_page(admin_pages, open_declaration)
    buttons = {one.text_content(): one.get("formaction") for one in page.xpath("//button[@formaction]")}
    assert list(buttons) == [
        "Inviter",
        "Ta opp til behandling",
        "Registrer tilslutning",
        "Registrer avslag",
    ]
    county = County.objects.filter(valid_to=None).earliest("pk")
    page = StepPage(
        admin_pages,
        admin_pages.post(buttons["Registrer avslag"], {"part": f"{open_declaration.pk}-f{county.pk}"}),
    )
    assert page.confirm().status_code == 302
    assert open_declaration.signatures.get().status == "avslatt"


def test_two_who_invite_the_same_party_are_told_of_each_other(
    admin_pages: Client, editors: Client, open_declaration: Declaration
) -> None:
    town = make_municipality(name="Fellesby")
    sent = {"part": f"{open_declaration.pk}-k{town.pk}"}
    mine = StepPage(admin_pages, admin_pages.post(STEP.format("inviter"), sent))
    StepPage(editors, editors.post(STEP.format("inviter"), sent)).confirm()
    assert mine.refused().errors()[0].startswith("Fellesby: Ola registrerte dette")
    assert open_declaration.signatures.get().history.count() == 1


@pytest.mark.parametrize(
    ("status", "said", "buttons"),
    [
        ("utkast", "Erklæringen er et utkast og er ikke åpnet for svar.", []),
        ("avsluttet", "Signeringsrunden er avsluttet.", ["Registrer tilslutning", "Registrer avslag"]),
    ],
)
def test_who_can_t_be_invited_is_said_on_the_page(
    admin_pages: Client, status: str, said: str, buttons: list[str]
) -> None:
    page = invite_page(admin_pages, make_declaration(status=status))
    assert said in page.text_content()
    assert [one.text_content() for one in page.xpath("//button[@formaction]")] == buttons


def test_more_members_take_no_more_queries(admin_pages: Client, count_queries: Any) -> None:
    declaration = make_declaration()
    address = f"/admin/declaration/declaration/{declaration.pk}/inviter/"
    before = count_queries(address)
    for _n in range(20):
        make_municipality()
    assert count_queries(address) == before
