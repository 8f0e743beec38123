"""What a file of activities is refused for, with row and column, and that nothing is changed then."""

from typing import Any

import pytest
from django.test import Client

from actionplan.models import ActionPlan, Activity
from tests.actionplan.activity_lists import HEAD, address, commitment, page_of, plan_with_area
from tests.factories import (
    make_activity,
)
from tests.osloregionen.listfiles import csv_file, downloaded

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        (
            "Nummer",
            2.1,
            "Nummer: «2,1» er et tall, og da er 2.1 og 2.10 det samme. Gjør kolonnen om til tekst.",
        ),
        ("Nummer", "2,x", "Nummer: «2,x» er ikke et nummer. Det skrives som «2.1»."),
        ("Nummer", "7.1", "Innsatsområde: «7» finnes ikke."),
        ("Innsatsområde", "Romfart", "Innsatsområde: «Romfart» finnes ikke."),
        ("Bærekraftsmål", "18", "Bærekraftsmål: «18» er ikke tall fra 1 til 17 med semikolon mellom."),
        ("Ansvarlig", "Ingen", "Ansvarlig: «Ingen» er ikke et organ i portalen."),
        ("Starter", "31.02.2029", "Starter: «31.02.2029» er ikke en dato."),
        ("Slutter", "1.1.2028", "Slutter: aktiviteten kan ikke slutte før den starter."),
        ("Starter", "1.1.2034", "Starter: aktiviteten starter etter programmets år, 2029."),
        ("Fortsetter fra", "1999: 1.1", "Fortsetter fra: «1999: 1.1» finnes ikke."),
        ("Følger opp forpliktelser", "[999999]", "Følger opp forpliktelser: «[999999]» finnes ikke."),
        ("Tittel", "", "Tittel: mangler."),
        ("Framdrift i prosent", 120, "Framdrift i prosent: «120» leses ikke inn. Status og framdrift (0–100"),
        ("Fremdrift (%)", 40, "Framdrift i prosent: «40» leses ikke inn. Status og framdrift (0–100"),
        ("Status", "pågår", "Status: «pågår» leses ikke inn. Status og framdrift (0–100 prosent) meldes på"),
        ("Status", "kanskje", "Status: «kanskje» leses ikke inn."),
        ("Tittel", "x" * 501, "Tittel: Sørg for at denne verdien har 500 eller færre tegn (den har nå 501)."),
        ("Nr i portalen", "999999", "Nr i portalen: programmet har ingen aktivitet med nummer 999999"),
    ],
)
def test_a_file_with_a_bad_row_changes_nothing_and_names_row_and_column(
    admin_pages: Client, column: str, cell: Any, message: str
) -> None:
    plan = plan_with_area()
    activity = make_activity(plan=plan)
    good = {"Nummer": activity.number, "Tittel": "Endret", "Innsatsområde": "Klima og miljø"}
    bad = {
        "Nummer": "1.2",
        "Tittel": "Ny",
        "Innsatsområde": "1",
        "Starter": "2.1.2029",
        "Slutter": "3.1.2029",
        column: cell,
    }
    if column == "Nummer":
        bad["Innsatsområde"] = ""
    if column == "Starter":
        bad["Slutter"] = ""
    head = list(dict.fromkeys([*good, *bad]))
    page = page_of(admin_pages, plan).upload_rows(
        head, [good.get(name) for name in head], [bad.get(name) for name in head]
    )

    assert len(page.problems) == 1
    assert page.problems[0].startswith("Rad 3")
    assert message in page.problems[0]
    assert page.carried == ""
    assert [row.title for row in plan.activities.all()] == [activity.title]


def test_a_commitment_that_is_not_what_its_number_says_is_refused(admin_pages: Client) -> None:
    plan, wish = plan_with_area(), commitment("Redusere utslippene")
    page = page_of(admin_pages, plan).upload_rows(
        [*HEAD, "Forpliktelser"], ["1.1", "Ny", f"[{wish.pk}] Øke utslippene"]
    )

    assert page.problems == [
        (
            f"Rad 2, Følger opp forpliktelser: «[{wish.pk}] Øke utslippene» stemmer ikke med "
            f"«[{wish.pk}] Prøveerklæringen: Redusere utslippene» i portalen."
        )
    ]


def test_a_text_that_two_commitments_have_is_not_guessed_at(admin_pages: Client) -> None:
    plan = plan_with_area()
    for _twin in range(2):
        commitment("Redusere utslippene")
    page = page_of(admin_pages, plan).upload_rows(
        [*HEAD, "Forpliktelser"], ["1.1", "Ny", "Redusere utslippene"]
    )

    assert page.problems == [
        (
            "Rad 2, Følger opp forpliktelser: «Redusere utslippene» kan være flere. "
            "Skriv nummeret også, slik det står i arket «Oppslag»."
        )
    ]


def test_a_number_that_another_activity_has_or_that_stands_twice_is_refused(admin_pages: Client) -> None:
    plan = plan_with_area()
    one, two = make_activity(plan=plan), make_activity(plan=plan)
    page = page_of(admin_pages, plan).upload_rows(
        ["Nr i portalen", *HEAD], [one.pk, two.number, "Flyttet"], ["", "2.1", "Ny"], ["", "2.1", "Nyere"]
    )

    assert page.problems == [
        f"Rad 2, Nummer: «{two}» har nummeret fra før.",
        "Rad 4, Nummer: 2.1 står også i rad 3.",
    ]


def test_an_adopted_plan_takes_no_file_in(admin_pages: Client) -> None:
    plan = plan_with_area(status="vedtatt")
    told = f"{plan.title} er vedtatt. Velg «Begynn på en ny versjon» i skjemaet først."

    shown = admin_pages.get(address(plan)).content.decode()
    page = page_of(admin_pages, plan).upload(csv_file([HEAD, ["1.1", "Ny"]]))

    assert told in shown
    assert 'type="file"' not in shown
    assert page.problems == [told]
    assert not plan.activities.exists()
    assert downloaded(admin_pages, address(plan), "csv")


def test_a_plan_adopted_between_preview_and_confirmation_is_left_alone(admin_pages: Client) -> None:
    plan = plan_with_area()
    page = page_of(admin_pages, plan).upload_rows(HEAD, ["1.1", "Ny"])
    ActionPlan.objects.filter(pk=plan.pk).update(status="vedtatt")

    page.confirm()

    assert not page.written
    assert not plan.activities.exists()


@pytest.mark.parametrize("told", [("pågår", 40), ("PÅGÅR", "40 %"), ("", "")])
def test_status_and_progress_that_stand_as_they_did_or_are_empty_change_nothing(
    admin_pages: Client, told: tuple[Any, Any]
) -> None:
    plan = plan_with_area()
    activity = make_activity(plan=plan, status="pagar", progress=40)
    page = page_of(admin_pages, plan).upload_rows(
        ["Nummer", "Tittel", "Status", "Framdrift i prosent"], [activity.number, "Endret", *told]
    )
    page.confirm()

    activity = Activity.objects.get(pk=activity.pk)
    assert (activity.title, activity.status, activity.progress) == ("Endret", "pagar", 40)


def test_a_row_that_differs_in_status_alone_is_refused(admin_pages: Client) -> None:
    plan = plan_with_area()
    activity = make_activity(plan=plan, status="pagar", progress=40)
    page = page_of(admin_pages, plan).upload_rows(
        ["Nummer", "Tittel", "Status"], [activity.number, activity.title, "fullført"]
    )

    [problem] = page.problems
    assert problem.startswith("Rad 2, Status: «fullført» leses ikke inn.")
    assert problem.endswith("Tøm cellen; i portalen står «pågår».")
