"""Municipalities, bodies, meetings and documents in the admin."""

from typing import Any

import pytest
from django.test import Client

from members.models import Body, County, Municipality
from tests.factories import make_county, make_meeting, make_municipality
from tests.osloregionen.adminform import AdminForm, change

ADD = "/admin/members/{}/add/"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("baerum", "Bærum"),
        ("ostre", "Østre Toten"),
        ("aurskog hol", "Aurskog-Høland"),
        ("ÅS", "Ås"),
        ("3034", "Nes"),
    ],
)
def test_a_municipality_is_found_however_it_is_spelled(asked: str, found: str, admin_pages: Client) -> None:
    page = admin_pages.get("/admin/members/municipality/", {"q": asked}).content.decode()
    assert f">{found}</a>" in page


def test_the_field_that_suggests_municipalities_is_as_forgiving(admin_pages: Client) -> None:
    response = admin_pages.get(
        "/admin/autocomplete/",
        {
            "app_label": "declaration",
            "model_name": "signature",
            "field_name": "municipality",
            "term": "baerum",
        },
    )
    assert [row["text"] for row in response.json()["results"]] == ["Bærum"]


def test_a_search_without_a_hit_shows_nothing(admin_pages: Client) -> None:
    page = admin_pages.get("/admin/members/municipality/", {"q": "finnes ikke"}).content.decode()
    assert "0 kommuner" in page


def municipality_form(client: Client) -> AdminForm:
    """Open the form of a new municipality with a current number 9876."""
    return AdminForm(client, change("municipality", make_municipality(number="9876")))


def test_a_meeting_is_added_with_what_is_known(admin_pages: Client) -> None:
    form = AdminForm(admin_pages, ADD.format("meeting"))
    assert form.set(title="Nytt møte", kind="mote", on="3.5.2027").save() == ""


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"on": "", "date_note": ""}, "Skriv en merknad om datoen"),
        ({"ends_on": "01.01.2020"}, "Siste dag kan ikke være før første dag"),
        ({"ends_at": "12:00"}, "Et sluttidspunkt trenger et starttidspunkt."),
    ],
)
def test_a_meeting_that_contradicts_itself_is_refused(
    fields: dict[str, str], message: str, admin_pages: Client
) -> None:
    assert message in AdminForm(admin_pages, change("meeting", make_meeting())).set(**fields).save()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"tile_row": 3, "tile_col": ""}, "Rutekartet trenger både rad og kolonne"),
        ({"tile_row": 0, "tile_col": 1}, "Rutekartet trenger både rad og kolonne"),
        ({"org_number": "12"}, "Organisasjonsnummeret har ni sifre."),
    ],
)
def test_a_municipality_that_contradicts_itself_is_refused(
    fields: dict[str, Any], message: str, admin_pages: Client
) -> None:
    assert message in municipality_form(admin_pages).set(**fields).save()


def test_a_taken_tile_is_refused(admin_pages: Client) -> None:
    taken = Municipality.objects.exclude(tile_row=None).first()
    assert taken is not None
    refused = municipality_form(admin_pages).set(tile_row=taken.tile_row, tile_col=taken.tile_col).save()
    assert refused == "En annen kommune har denne plassen i rutekartet."


def test_a_taken_organisation_number_is_refused(admin_pages: Client) -> None:
    taken = Municipality.objects.exclude(org_number="").first()
    assert taken is not None
    refused = municipality_form(admin_pages).set(org_number=taken.org_number).save()
    assert refused == "En annen kommune har dette organisasjonsnummeret."


def test_a_merged_municipality_needs_a_last_day_and_another_municipality(admin_pages: Client) -> None:
    town = make_municipality()
    form = AdminForm(admin_pages, change("municipality", town))
    assert "må ha en opphørsdato" in form.set(merged_into=Municipality.objects.earliest("pk").pk).save()
    assert "til seg selv" in form.set(merged_into=town.pk, dissolved_on="01.01.2020").save()


def test_a_number_that_another_municipality_has_today_is_refused(admin_pages: Client) -> None:
    make_municipality(number="9875")
    refused = municipality_form(admin_pages).row("numbers", 0, number="9875").save()
    assert "har nummer 9875 i deler av perioden" in refused


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"number": "12"}, "Kommunenummeret har fire sifre."),
        ({"valid_from": "01.01.2024", "valid_to": "01.01.2020"}, "kan ikke slutte å gjelde før"),
    ],
)
def test_a_number_that_contradicts_itself_is_refused(
    fields: dict[str, str], message: str, admin_pages: Client
) -> None:
    assert message in municipality_form(admin_pages).row("numbers", 0, **fields).save()


def test_a_municipality_has_one_number_today(admin_pages: Client) -> None:
    county = County.objects.earliest("pk")
    refused = municipality_form(admin_pages).add("numbers", number="9874", county=county.pk).save()
    assert refused == "Kommunen har allerede et nummer som gjelder i dag."


def test_the_same_number_twice_in_one_form_is_refused(admin_pages: Client) -> None:
    county = County.objects.earliest("pk")
    form = municipality_form(admin_pages)
    form.row("numbers", 0, number="9874", valid_to="31.12.2029")
    form.add("numbers", number="9874", county=county.pk, valid_from="01.01.2029", valid_to="31.12.2031")
    assert "to ganger i samme periode" in form.save()


def test_a_municipality_has_one_membership_at_a_time(admin_pages: Client) -> None:
    refused = municipality_form(admin_pages).add("memberships", joined_on="01.01.2024").save()
    assert refused == "Kommunen har allerede et medlemskap som ikke er avsluttet."


def test_nobody_leaves_before_joining(admin_pages: Client) -> None:
    form = municipality_form(admin_pages).row("memberships", 0, joined_on="01.01.2024", left_on="01.01.2020")
    assert form.save() == "Utmeldingen må komme etter innmeldingen."


def test_a_date_has_one_population(admin_pages: Client) -> None:
    form = municipality_form(admin_pages)
    for count in (10, 11):
        form.add("populations", on="01.01.2024", count=count)
    assert form.save() == "Kommunen har allerede et folketall på denne datoen."


def test_a_part_saved_on_its_own_page_keeps_to_the_same_rules(admin_pages: Client) -> None:
    town = make_municipality()
    form = AdminForm(admin_pages, ADD.format("membership")).set(municipality=town.pk)
    assert form.save() == "Kommunen har allerede et medlemskap som ikke er avsluttet."


@pytest.mark.parametrize(
    ("model", "fields", "message"),
    [
        ("county", {"number": "9", "name": "Fylke"}, "Fylkesnummeret har to sifre."),
        (
            "county",
            {"number": "98", "name": "Fylke", "valid_from": "01.01.2024", "valid_to": "01.01.2020"},
            "Fylket kan ikke slutte å gjelde",
        ),
        (
            "body",
            {"name": "Organ", "kind": "political", "valid_from": "01.01.2024", "valid_to": "01.01.2020"},
            "Organet kan ikke slutte før det begynner.",
        ),
        (
            "publishedfigure",
            {"what": "members", "wording": "64", "value": 64, "as_of_note": "2022"},
            "Et publisert tall må ha en kilde.",
        ),
        (
            "publishedfigure",
            {"what": "members", "wording": "64", "value": 64, "source": "Prøve"},
            "Et publisert tall må ha en dato eller et tidspunkt.",
        ),
    ],
)
def test_what_contradicts_itself_is_refused_with_the_reason(
    model: str, fields: dict[str, Any], message: str, admin_pages: Client
) -> None:
    assert message in AdminForm(admin_pages, ADD.format(model)).set(**fields).save()


def test_a_county_number_means_one_county_today(admin_pages: Client) -> None:
    county = make_county()
    form = AdminForm(admin_pages, ADD.format("county")).set(number=county.number, name="Et annet")
    assert form.save() == "Et annet fylke har dette nummeret i dag."


def test_an_address_left_empty_follows_from_the_name(admin_pages: Client) -> None:
    form = AdminForm(admin_pages, ADD.format("body")).set(name="Prøvestyret på Ås", kind="political")
    assert form.save() == ""
    assert Body.objects.filter(slug="provestyret-pa-as").exists()


def test_a_long_name_gives_an_address_that_fits(admin_pages: Client) -> None:
    name = "Prøvegruppe for areal, transport, mobilitet, logistikk og næring"
    form = AdminForm(admin_pages, ADD.format("body")).set(name=name, kind="administrative")
    assert form.save() == ""
    assert Body.objects.get(name=name).slug == "provegruppe-for-areal-transport-mobilitet-logistik"
