"""Sectors, sources and published figures in the admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from emissions.models import Edition, Sector, Source
from tests.factories import make_published_table
from tests.osloregionen.adminform import AdminForm, change


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"percent": 101}, "En andel ligger mellom 0 og 100 prosent."),
        ({"source": ""}, "En publisert andel må ha en kilde."),
    ],
)
def test_a_share_that_cannot_be_is_refused(fields: dict[str, Any], message: str, admin_pages: Client) -> None:
    form = AdminForm(admin_pages, "/admin/emissions/publishedshare/add/")
    form.set(text="av utslippene", percent=22, year=2020, order=1, source="Prøve")
    assert form.set(**fields).save() == message


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"to_year": 2030}, "Til-året må komme etter fra-året."),
        ({"source": ""}, "En publisert tabell må ha en kilde."),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(
    fields: dict[str, Any], message: str, admin_pages: Client
) -> None:
    form = AdminForm(admin_pages, change("publishedtable", make_published_table())).set(**fields)
    assert form.save() == message


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"label": "Totalt", "sector": "first"}, "Tabellen har allerede en linje med dette navnet."),
        ({"label": "Totalt igjen"}, "Tabellen har allerede en linje for totalen."),
    ],
)
def test_a_line_stands_once_in_a_table(row: dict[str, Any], message: str, admin_pages: Client) -> None:
    if "sector" in row:
        row = {**row, "sector": Sector.objects.earliest("pk").pk}
    form = AdminForm(admin_pages, change("publishedtable", make_published_table()))
    assert form.add("rows", order=3, **row).save() == message


def test_an_impossible_percentage_is_kept_as_published(admin_pages: Client) -> None:
    table = make_published_table()
    form = AdminForm(admin_pages, change("publishedtable", table))
    assert form.row("rows", 0, percent=-120, remark="Kan ikke stemme.").save() == ""
    assert table.rows.filter(percent=-120).exists()


def test_a_gas_stands_once_on_a_source_and_a_source_once_in_a_sector(admin_pages: Client) -> None:
    sector = Sector.objects.earliest("pk")
    Source.objects.create(sector=sector, name="Prøvekilde")
    form = AdminForm(admin_pages, "/admin/emissions/source/add/").set(sector=sector.pk, name="Prøvekilde")
    assert form.save() == "Sektoren har allerede en utslippskilde med dette navnet."
    form.set(name="En annen").add("gases", gas="CH4").add("gases", gas="CH4")
    assert form.save() == "Klimagassen står allerede på utslippskilden."


def test_a_source_that_editions_have_figures_of_stays_in_its_sector(
    admin_pages: Client, make_edition: Callable[..., Edition]
) -> None:
    other = Sector.objects.get(name="Luftfart")
    source = Source.objects.get(sector__name="Veitrafikk", name="Personbiler")
    form = AdminForm(admin_pages, change("source", source))
    make_edition()
    assert "så den kan ikke flyttes" in form.set(sector=other.pk).save()
    assert form.set(sector=source.sector_id, last_year=2025).save() == ""
    unused = Source.objects.get(sector__name="Veitrafikk", name="Busser")
    assert AdminForm(admin_pages, change("source", unused)).set(sector=other.pk).save() == ""


def test_a_gas_that_a_file_brought_does_not_stop_what_else_is_changed(admin_pages: Client) -> None:
    source = Source.objects.get(sector__name="Veitrafikk", name="Personbiler")
    gas = source.gases.create(gas="NF3", source="Prøve")
    form = AdminForm(admin_pages, change("source", source)).set(last_year=2025)
    assert form.save() == ""
    form = AdminForm(admin_pages, change("sourcegas", gas)).set(source="En bedre kilde")
    assert form.save() == ""
    gas.refresh_from_db()
    assert (gas.gas, gas.source) == ("NF3", "En bedre kilde")
    # Whoever writes a gas anew chooses among the known.
    form = AdminForm(admin_pages, "/admin/emissions/sourcegas/add/")
    assert "NF3" in form.set(emission_source=source.pk, gas="NF3", source="Prøve").save()


def test_a_source_does_not_end_before_it_begins(admin_pages: Client) -> None:
    form = AdminForm(admin_pages, "/admin/emissions/source/add/")
    form.set(sector=Sector.objects.earliest("pk").pk, name="Prøve", first_year=2020, last_year=2010)
    assert form.save() == "Siste år kan ikke være før første år."
