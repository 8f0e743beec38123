"""The steps of the signing process as staff take them for many at once, from the list of signatures."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from declaration import admin_steps
from declaration.models import Declaration, Signature
from declaration.services import STEPS, Step
from tests.declaration.steppage import LIST, STEP, StepPage, choose, statuses
from tests.factories import make_declaration, make_municipality, make_signature


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
