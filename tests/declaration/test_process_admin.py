"""The steps of the signing process as staff take them: for many, for one, and for those without a row."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from lxml import html

from declaration import admin_steps
from declaration.admin import SignatureForm
from declaration.models import Declaration, Signature
from declaration.services import STEPS, Step, correct
from members.models import County
from tests.factories import make_county, make_declaration, make_municipality, make_signature
from tests.osloregionen.adminform import AdminForm, change

LIST = "/admin/declaration/signature/"
STEP = "/admin/declaration/signature/steg/{}/"


class StepPage:
    """The page of a step, as it was answered with. `confirm` presses its button."""

    def __init__(self, client: Client, answer: Any) -> None:
        self.client = client
        assert answer.status_code == 200, answer.status_code
        self.page = html.fromstring(answer.content.decode())
        self.form = next(form for form in self.page.forms if form.get("id") == "step_form")
        self.text = " ".join(self.page.get_element_by_id("content").text_content().split())

    @property
    def button(self) -> str:
        buttons = self.page.xpath("//form[@id='step_form']//input[@type='submit']/@value")
        return " ".join(" ".join(buttons).split())

    @property
    def changed(self) -> list[str]:
        """What the table says of each party."""
        rows = self.page.xpath("//table[@class='step-parties']/tbody/tr")
        return [" ".join(row.text_content().split()) for row in rows]

    @property
    def left_out(self) -> list[str]:
        items = self.page.xpath("//section[@class='step-unable']//li")
        return [" ".join(item.text_content().split()) for item in items]

    def errors(self) -> list[str]:
        return [
            item.text_content().strip() for item in self.page.xpath("//ul[contains(@class,'errorlist')]/li")
        ]

    def confirm(self, **fields: str) -> Any:
        """Fill in and press; return the answer."""
        data: dict[str, list[str]] = {}
        for name, value in self.form.form_values():
            data.setdefault(name, []).append(value)
        data |= {name: [value] for name, value in fields.items()}
        return self.client.post(self.form.get("action"), data | {"bekreft": [self.button]})

    def refused(self, **fields: str) -> "StepPage":
        """Fill in and press where it will not be saved; return the page that says why."""
        return StepPage(self.client, self.confirm(**fields))


def choose(client: Client, step: str, *signatures: Signature) -> StepPage:
    """Tick rows in the list and choose the step."""
    data = {"action": f"step_{step}", "_selected_action": [one.pk for one in signatures], "index": "0"}
    return StepPage(client, client.post(LIST, data))


def statuses() -> dict[int, str]:
    return dict(Signature.objects.values_list("pk", "status"))


@pytest.fixture
def open_declaration(db: None) -> Declaration:
    return make_declaration(title="Prøveerklæringen", opened_on=dt.date(2026, 1, 1))


@pytest.fixture
def three(open_declaration: Declaration) -> list[Signature]:
    """Three invited municipalities, in Norwegian order."""
    names = ("Askeladdby", "Ørby", "Åby")
    towns = [make_municipality(name=name) for name in names]
    return [make_signature(declaration=open_declaration, municipality=town) for town in towns]


@pytest.fixture
def editors(db: None) -> Client:
    """The browser of somebody in the group «Redaksjon», no superuser."""
    user = get_user_model().objects.create_user("ola", is_staff=True, first_name="Ola")
    user.groups.add(Group.objects.get(name="Redaksjon"))
    client = Client()
    client.force_login(user)
    return client


# --- Many ------------------------------------------------------------------------------------------


def test_a_step_for_many_names_each_and_from_to_and_changes_nothing_yet(
    admin_pages: Client, three: list[Signature]
) -> None:
    before = statuses()
    page = choose(admin_pages, "tilslutt", *three)
    assert page.changed == [f"{name} invitert → tilsluttet" for name in ("Askeladdby", "Ørby", "Åby")]
    assert page.button == "Registrer tilslutning for 3 parter"
    assert statuses() == before


def test_what_is_confirmed_is_written_for_all_with_who_and_why(
    editors: Client, three: list[Signature]
) -> None:
    answer = choose(editors, "tilslutt", *three).confirm(
        basis="politisk_vedtak", decided_on="3.2.2026", reason="Vedtak mottatt", source="Brev 5. februar"
    )
    assert answer.status_code == 302
    assert answer["Location"] == f"{LIST}?declaration__id__exact={three[0].declaration_id}"
    for signature in three:
        row = signature.history.first()
        assert (row.status, row.basis, row.decided_on) == (
            "tilsluttet",
            "politisk_vedtak",
            dt.date(2026, 2, 3),
        )
        assert (row.history_user.username, row.history_change_reason) == ("ola", "Vedtak mottatt")
        assert row.source == "Brev 5. februar"
    said = editors.get(answer["Location"]).content.decode()
    assert "Registrert som «tilsluttet»: Askeladdby, Ørby og Åby." in said


def test_a_step_stands_among_the_latest_changes(admin_pages: Client, three: list[Signature]) -> None:
    choose(admin_pages, "ta_opp", three[0]).confirm()
    log = admin_pages.get("/admin/admin/logentry/").content.decode()
    assert "Ta opp til behandling: invitert → til behandling" in log


def test_those_that_can_t_stand_apart_with_the_reason_and_are_left_out(
    admin_pages: Client, three: list[Signature]
) -> None:
    signed = make_signature(
        declaration=three[0].declaration,
        municipality=make_municipality(name="Signertby"),
        status="signert",
        basis="politisk_vedtak",
        decided_on=dt.date(2026, 2, 1),
        signed_on=dt.date(2026, 2, 1),
    )
    page = choose(admin_pages, "avsla", three[0], signed)
    assert page.changed == ["Askeladdby invitert → avslått"]
    [left_out] = page.left_out
    assert left_out.startswith("Signertby: Status er «signert». «Registrer avslag» kan bare gjøres når")
    assert page.button == "Registrer avslag for 1 part"
    assert page.confirm().status_code == 302
    assert (statuses()[three[0].pk], statuses()[signed.pk]) == ("avslatt", "signert")


def test_where_none_can_there_is_nothing_to_press(admin_pages: Client, three: list[Signature]) -> None:
    page = choose(admin_pages, "signer", *three)
    assert (page.changed, page.button) == ([], "")
    assert len(page.left_out) == 1
    assert page.left_out[0].startswith("Askeladdby, Ørby og Åby: Status er «invitert».")
    assert page.confirm(signed_on="1.3.2026").status_code == 200
    assert {statuses()[one.pk] for one in three} == {"invitert"}


def test_where_one_is_refused_none_is_written_and_the_person_is_told_what_the_colleague_did(
    admin_pages: Client, editors: Client, three: list[Signature]
) -> None:
    mine = choose(admin_pages, "tilslutt", *three)
    choose(editors, "ta_opp", three[1]).confirm(case_reference="26/7", reason="Sak i mai")
    filled = {"basis": "politisk_vedtak", "decided_on": "3.2.2026", "reason": "Vedtak"}

    page = mine.refused(**filled)

    [error] = page.errors()
    assert error.startswith("Ørby: Ola endret dette")
    assert "Status: «invitert» → «til behandling»" in error
    assert "Begrunnelse: «Sak i mai»." in error
    assert [statuses()[one.pk] for one in three] == ["invitert", "til_behandling", "invitert"]
    assert [one.history.count() for one in three] == [1, 2, 1]
    # The page now shows what the colleague did, and holds what was typed: pressing again is a decision.
    assert "Ørby til behandling → tilsluttet Står nå: Saksnummer «26/7»." in page.changed
    assert page.confirm().status_code == 302
    assert {statuses()[one.pk] for one in three} == {"tilsluttet"}
    assert Signature.objects.get(pk=three[1].pk).case_reference == "26/7"


def test_a_party_that_a_colleague_moved_out_of_reach_is_left_out_the_next_time(
    admin_pages: Client, editors: Client, three: list[Signature]
) -> None:
    mine = choose(admin_pages, "avsla", *three)
    choose(editors, "tilslutt", three[0]).confirm(basis="ordforers_bekreftelse", decided_on="3.2.2026")
    page = mine.refused()
    assert "Askeladdby: Ola endret dette" in page.errors()[0]
    assert page.left_out[0].startswith("Askeladdby: Status er «tilsluttet».")
    assert page.confirm().status_code == 302
    assert [statuses()[one.pk] for one in three] == ["tilsluttet", "avslatt", "avslatt"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"decided_on": "3.2.2026"}, "Feltet er påkrevet."),
        ({"basis": "politisk_vedtak"}, "Feltet er påkrevet."),
        ({"basis": "politisk_vedtak", "decided_on": "tirsdag"}, "Oppgi en gyldig dato."),
        ({"basis": "politisk_vedtak", "decided_on": "31.12.2025"}, "før erklæringen ble åpnet for svar"),
        ({"basis": "politisk_vedtak", "decided_on": "1.1.2999"}, "Datoen kan ikke ligge fram i tid."),
        ({"basis": "terningkast", "decided_on": "3.2.2026"}, "Velg et gyldig valg."),
    ],
)
def test_what_contradicts_is_said_once_at_its_field_and_nothing_is_written(
    admin_pages: Client, three: list[Signature], fields: dict[str, str], message: str
) -> None:
    page = choose(admin_pages, "tilslutt", *three).refused(**fields)
    [error] = page.errors()
    assert message in error
    assert "Ikke lagret. Ingenting er endret for noen av partene." in page.text
    assert {statuses()[one.pk] for one in three} == {"invitert"}
    assert len(page.changed) == 3


def test_what_is_wrong_for_one_only_names_it(admin_pages: Client, open_declaration: Declaration) -> None:
    rows = [
        make_signature(
            declaration=open_declaration,
            municipality=make_municipality(name=name),
            status="tilsluttet",
            basis="politisk_vedtak",
            decided_on=day,
        )
        for name, day in (("Tidligby", dt.date(2026, 2, 1)), ("Sentby", dt.date(2026, 5, 1)))
    ]
    page = choose(admin_pages, "signer", *rows).refused(signed_on="1.3.2026")
    assert [error.replace("\xa0", " ") for error in page.errors()] == [
        "Sentby: Datoen kan ikke være før vedtaksdatoen, 1. mai 2026."
    ]


def test_each_party_that_signs_has_its_own_signatory_and_they_share_day_and_place(
    admin_pages: Client,
) -> None:
    declaration = make_declaration(signing_on=dt.date(2026, 6, 2), signing_place="Prøve rådhus")
    decided = {"status": "tilsluttet", "basis": "politisk_vedtak", "decided_on": dt.date(2026, 2, 1)}
    one, two = (
        make_signature(declaration=declaration, municipality=make_municipality(name=name), **decided)
        for name in ("Ærby", "Øby")
    )
    page = choose(admin_pages, "signer", one, two)
    names = {
        field.get("aria-label"): field.get("name") for field in page.page.xpath("//td/input[@type='text']")
    }
    assert page.confirm(**{names["Signert av, Ærby"]: "Kari Prøve", names["Signert av, Øby"]: "Ola Prøve"})
    rows = Signature.objects.filter(declaration=declaration).order_by("municipality__sort_name")
    assert list(rows.values_list("signatory_name", "signed_on", "signed_at")) == [
        ("Kari Prøve", dt.date(2026, 6, 2), "Prøve rådhus"),
        ("Ola Prøve", dt.date(2026, 6, 2), "Prøve rådhus"),
    ]


def test_answers_to_several_declarations_are_told_apart(admin_pages: Client) -> None:
    rows = [make_signature(declaration=make_declaration(title=f"Erklæring {name}")) for name in "AB"]
    page = choose(admin_pages, "ta_opp", *rows)
    assert "Erklæring A" in page.changed[0] + page.changed[1]
    answer = page.confirm()
    assert answer["Location"] == LIST
    assert {statuses()[one.pk] for one in rows} == {"til_behandling"}


@pytest.mark.parametrize("step", [step for step in STEPS if step != Step.INVITE])
def test_every_field_has_a_name_and_the_page_neither_script_nor_style_of_its_own(
    admin_pages: Client, step: Step
) -> None:
    declaration = make_declaration()
    dates = {"signert": {"signed_on": "2026-01-01"}, "trukket": {"withdrawn_on": "2026-01-01"}}
    rows = [
        make_signature(declaration=declaration, status=status, **dates.get(status, {}))
        for status in Signature.Status.values
    ]
    page = choose(admin_pages, step, *rows)
    assert page.changed
    assert page.left_out
    labelled = set(page.page.xpath("//label/@for"))
    fields = page.page.xpath("//form[@id='step_form']//*[self::input or self::select or self::textarea]")
    shown = [field for field in fields if field.get("type") not in {"hidden", "submit"}]
    assert len(shown) > 1
    nameless = [field for field in shown if field.get("id") not in labelled and not field.get("aria-label")]
    assert [field.get("name") for field in nameless] == []
    assert not page.page.xpath(
        "//*[@style] | //style | //script[not(@src) and not(@type='application/json')]"
    )


def test_more_parties_than_a_form_can_hold_are_refused_in_words(
    admin_pages: Client, three: list[Signature], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin_steps, "MOST_AT_ONCE", 2)
    data = {"action": "step_avsla", "_selected_action": [one.pk for one in three]}
    said = admin_pages.post(LIST, data, follow=True).content.decode()
    assert "Velg høyst 2 parter om gangen. Ingenting er endret." in said


def test_more_rows_take_no_more_queries(admin_pages: Client, django_assert_max_num_queries: Any) -> None:
    declaration = make_declaration()
    counts = []
    for more in (8, 40):
        rows = [make_signature(declaration=declaration) for _n in range(more)]
        tokens = [f"{declaration.pk}-k{one.municipality_id}" for one in rows]
        with django_assert_max_num_queries(100) as captured:
            page = StepPage(admin_pages, admin_pages.post(STEP.format("avsla"), {"part": tokens}))
        assert len(page.changed) == more
        counts.append(len(captured))
    assert counts[0] == counts[1]


# --- One -------------------------------------------------------------------------------------------


def next_steps(client: Client, signature: Signature) -> dict[str, str]:
    page = html.fromstring(client.get(change("signature", signature)).content.decode())
    links = page.xpath("//nav[@class='steps']//a")
    return {link.text_content(): link.get("href") for link in links}


@pytest.mark.parametrize(
    ("status", "steps"),
    [
        ("invitert", ["Ta opp til behandling", "Registrer tilslutning", "Registrer avslag"]),
        ("til_behandling", ["Registrer tilslutning", "Registrer avslag"]),
        ("tilsluttet", ["Registrer signering", "Registrer at tilslutningen trekkes"]),
        ("avslatt", ["Ta opp til behandling", "Registrer tilslutning"]),
    ],
)
def test_a_signature_s_form_offers_the_steps_that_can_be_taken(
    admin_pages: Client, status: str, steps: list[str]
) -> None:
    signature = make_signature(status=status)
    assert list(next_steps(admin_pages, signature)) == steps


def test_a_draft_offers_none(admin_pages: Client) -> None:
    assert next_steps(admin_pages, make_signature(declaration=make_declaration(status="utkast"))) == {}


def test_a_step_for_one_leads_back_to_its_form(admin_pages: Client, three: list[Signature]) -> None:
    address = next_steps(admin_pages, three[0])["Registrer tilslutning"]
    page = StepPage(admin_pages, admin_pages.get(address))
    assert page.button == "Registrer tilslutning for 1 part"
    assert statuses()[three[0].pk] == "invitert"
    answer = page.confirm(basis="ordforers_bekreftelse", decided_on="1.2.2026", case_reference="26/3")
    assert answer["Location"] == change("signature", three[0])
    stored = Signature.objects.get(pk=three[0].pk)
    assert (stored.status, stored.case_reference) == ("tilsluttet", "26/3")


def test_the_form_itself_passes_the_version_on_to_the_service(
    admin_pages: Client, staff: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    signature = make_signature()
    mine = AdminForm(admin_pages, change("signature", signature))
    correct(signature=signature, seen=1, by=staff, reason="Brev", case_reference="26/1")
    # As where the colleague saves right after the form has been checked.
    monkeypatch.setattr(SignatureForm, "check_version", lambda form: None)
    refused = mine.set(status="avslatt", reason="Nei i møtet").save()
    assert "redaktor endret dette" in refused
    assert "Saksnummer: «ikke registrert» → «26/1»" in refused
    assert Signature.objects.get(pk=signature.pk).status == "invitert"


# --- Those without a row ---------------------------------------------------------------------------


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
        ("avsluttet", "Erklæringen er avsluttet.", ["Registrer tilslutning", "Registrer avslag"]),
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


# --- Who may, and how ------------------------------------------------------------------------------


def pages_of(signature: Signature) -> list[str]:
    return [
        STEP.format("tilslutt"),
        f"{LIST}{signature.pk}/steg/tilslutt/",
        f"/admin/declaration/declaration/{signature.declaration_id}/inviter/",
    ]


def test_who_may_only_look_gets_no_steps(client: Client, three: list[Signature]) -> None:
    user = get_user_model().objects.create_user("leser", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_signature", "view_declaration"]))
    client.force_login(user)
    assert next_steps(client, three[0]) == {}
    assert "step_tilslutt" not in client.get(LIST).content.decode()
    assert "Inviter parter" not in client.get(change("declaration", three[0].declaration)).content.decode()
    assert [client.get(page).status_code for page in pages_of(three[0])] == [403, 403, 403]
    sent = {"part": f"{three[0].declaration_id}-k{three[0].municipality_id}-v1", "bekreft": "1"}
    assert client.post(STEP.format("avsla"), sent).status_code == 403
    assert {statuses()[one.pk] for one in three} == {"invitert"}


def test_who_may_change_but_not_add_invites_nobody(client: Client, open_declaration: Declaration) -> None:
    user = get_user_model().objects.create_user("retter", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename="change_signature"))
    client.force_login(user)
    sent = {"part": f"{open_declaration.pk}-k{make_municipality().pk}-v", "bekreft": "1"}
    assert client.post(STEP.format("inviter"), sent).status_code == 403
    assert not open_declaration.signatures.exists()


def test_a_visitor_is_sent_to_the_login(client: Client, three: list[Signature]) -> None:
    for page in pages_of(three[0]):
        assert client.get(page)["Location"].startswith("/admin/login/")


def test_a_get_changes_nothing_whatever_it_asks_for(admin_pages: Client, three: list[Signature]) -> None:
    sent = {"part": f"{three[0].declaration_id}-k{three[0].municipality_id}-v1", "bekreft": "1"}
    for page in (STEP.format("avsla"), f"{LIST}{three[0].pk}/steg/avsla/"):
        assert admin_pages.get(page, sent).status_code == 200
    assert statuses()[three[0].pk] == "invitert"


def test_a_confirmation_without_its_token_is_refused(staff: Any, three: list[Signature]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    sent = {"part": f"{three[0].declaration_id}-k{three[0].municipality_id}-v1", "bekreft": "1"}
    assert client.post(STEP.format("avsla"), sent).status_code == 403
    assert statuses()[three[0].pk] == "invitert"


@pytest.mark.parametrize(
    "sent",
    [
        {"part": "tull"},
        {"part": "1-k999999999"},
        {"part": "999999999-k1"},
        {"part": "1-k1-v-1"},
        {"alle": "tull"},
        {"alle": "k-999999999"},
        {"part": "1-k\x00"},
    ],
)
@pytest.mark.parametrize("confirmed", [{}, {"bekreft": "1"}])
def test_what_names_no_party_leads_nowhere(
    admin_pages: Client, sent: dict[str, str], confirmed: dict[str, str]
) -> None:
    assert admin_pages.post(STEP.format("avsla"), sent | confirmed).status_code == 404


def test_a_step_that_there_is_none_of_leads_nowhere(admin_pages: Client, three: list[Signature]) -> None:
    for page in (STEP.format("tull"), f"{LIST}{three[0].pk}/steg/tull/", f"{LIST}999999/steg/avsla/"):
        assert admin_pages.get(page).status_code == 404


def test_with_nobody_chosen_the_page_says_how_to_choose(admin_pages: Client) -> None:
    page = StepPage(admin_pages, admin_pages.get(STEP.format("avsla")))
    assert "Ingen parter er valgt." in page.text
    assert page.button == ""
    assert "Ingen parter er valgt." in StepPage(admin_pages, page.confirm()).text
