"""The page that compares two plans: any two years and versions, in marked words; and what it refuses."""

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from actionplan.models import ActionPlan, Activity, PlanVersion, SubPoint
from actionplan.pages import PAGES
from actionplan.snapshot import PlanContent, content_of
from tests.actionplan.adopting import adopted, whole_plan
from tests.factories import (
    make_activities,
    make_activity,
    make_body,
    make_focus_area,
    make_period,
    make_plan,
)
from tests.reading import page_of

pytestmark = pytest.mark.django_db
ADDRESS = "/handlingsprogram/sammenligning/"


def between(before: str, after: str) -> str:
    """Return the address that compares two editions."""
    return f"{ADDRESS}?fra={before}&til={after}"


def freeze(plan: ActionPlan, number: int = 1, **values: Any) -> PlanVersion:
    """Keep the plan as it is now as a version, as an adoption does; `values` are others of its content."""
    plan = ActionPlan.objects.select_related("period", "adopted_by").get(pk=plan.pk)
    on = dt.date(plan.year - 1, 12, number)
    content = content_of(plan).adopted(
        status="vedtatt", adopted_on=on, adopted_by="Styret", case_reference="30/1", version=number, **values
    )
    return PlanVersion.objects.create(
        plan=plan,
        number=number,
        title=plan.title,
        adopted_on=on,
        adopted_by="Styret",
        case_reference="30/1",
        content=content.to_json(),
        content_sha256=content.sha256(),
        pdf=b"%PDF-1.7",
        pdf_sha256="0" * 64,
        pdf_pages=1,
        pdf_bytes=8,
        made_at=dt.datetime(plan.year - 1, 12, number, tzinfo=dt.UTC),
        made_by="redaktor",
    )


@pytest.fixture
def plans(empty_portal: None) -> tuple[ActionPlan, ActionPlan]:
    """2030, adopted in a version, and a draft for 2031 that goes on with two of its three activities."""
    period = make_period(starts=2029, ends=2032)
    area = make_focus_area(period=period, title="Klima og miljø")
    make_focus_area(period=period, title="Fellesskap")
    first = make_plan(year=2030, period=period, title="Handlingsprogram 2030", status="utkast")
    kept = make_activity(plan=first, focus_area=area, title="Holde to webinarer", goals=(13,))
    same = make_activity(plan=first, focus_area=area, title="Drive klimaskolen", sub_points=("Plan",))
    make_activity(plan=first, focus_area=area, title="Skrive en rapport")
    freeze(first)
    second = make_plan(year=2031, period=period, title="Handlingsprogram 2031", status="utkast")
    make_activity(
        plan=second,
        focus_area=area,
        title="Holde tre webinarer",
        goals=(13, 14),
        continues=kept,
        number="2.9",
    )
    make_activity(
        plan=second,
        focus_area=area,
        title="Drive klimaskolen",
        sub_points=("Plan",),
        continues=same,
        number=same.number,
    )
    make_activity(
        plan=second, focus_area=area, title="Lage en veileder", responsible=make_body(name="Styret")
    )
    return first, second


def changes_in(client: Client, address: str) -> list[str]:
    """Return the words that a page marks, in order, each with its element."""
    text = client.get(address).content.decode()
    hidden = re.compile(r'<span aria-hidden="true">.*?</span>|<span class="ds-sr-only">.*?</span>')
    return [
        f"{tag}: {unescape(hidden.sub('', words))}"
        for tag, words in re.findall(r"<(ins|del)>(.*?)</\1>", text, re.DOTALL)
    ]


def test_it_tells_what_became_of_every_activity(client: Client, plans: Any) -> None:
    text = page_of(client, between("2030-1", "2031"))
    assert "1 ny aktivitet, 1 tatt ut, 1 videreført med endringer og 1 videreført uendret." in text
    assert "Lage en veileder + Ny" in text
    assert "Skrive en rapport − Tatt ut" in text
    assert "Holde tre webinarer ≠ Videreført med endringer" in text
    assert re.search(r"Videreført uendret 1\.2 Drive klimaskolen", text)


def test_words_are_marked_for_eyes_and_ears(client: Client, plans: Any) -> None:
    marked = changes_in(client, between("2030-1", "2031"))
    assert marked == ["del: to", "ins: tre", "ins: 14 Livet i havet"]
    text = page_of(client, between("2030-1", "2031"))
    assert "Holde [− (tatt ut: to ) ] [+ (kommet til: tre ) ] webinarer" in text


def test_it_says_what_is_compared_and_how_far_each_has_come(client: Client, plans: Any) -> None:
    text = page_of(client, between("2030-1", "2031"))
    assert "Endringer i handlingsprogrammet fra 2030 (versjon 1) til 2031 (utkast)" in text
    assert "Handlingsprogram 2030, versjon 1 Vedtatt 1. desember 2029 av styret" in text
    assert "Handlingsprogram 2031, utkast Utkast – vedtak ikke registrert" in text


def test_a_version_is_compared_as_it_was_adopted(client: Client, plans: Any) -> None:
    assert "Det er ingen forskjeller. Innholdet er det samme." in page_of(client, between("2030-1", "2030"))
    activity = Activity.objects.get(title="Skrive en rapport")
    activity.title = "Skrive to rapporter"
    activity.save()
    SubPoint.objects.filter(text="Plan").delete()
    text = page_of(client, between("2030-1", "2030"))
    assert "Ingen nye aktiviteter, 2 endret og 1 uendret." in text
    assert changes_in(client, between("2030-1", "2030"))[0] == "del: Plan"


def test_two_versions_of_a_year_are_compared(client: Client, plans: Any) -> None:
    first, _second = plans
    Activity.objects.get(title="Skrive en rapport").delete()
    freeze(first, 2)
    text = page_of(client, between("2030-1", "2030-2"))
    assert "Ingen nye aktiviteter, 1 tatt ut og 2 uendret." in text
    assert "1 ny aktivitet og 2 uendret." in page_of(client, between("2030-2", "2030-1"))


def test_what_adoption_froze_can_be_compared(client: Client, empty_portal: None) -> None:
    plan = whole_plan()
    adopted(plan)
    assert "Det er ingen forskjeller" in page_of(client, between(f"{plan.year}-1", str(plan.year)))


def test_two_years_with_another_between_are_compared(client: Client, plans: Any) -> None:
    _first, second = plans
    third = make_plan(year=2032, period=second.period)
    school = second.activities.get(title="Drive klimaskolen")
    make_activity(plan=third, title="Drive klimaskolen", continues=school)
    told = "Ingen nye aktiviteter, 2 tatt ut og 1 videreført med endringer"
    assert told in page_of(client, between("2030-1", "2032"))
    # What is frozen says itself which activity goes on: that nobody says so any more changes nothing.
    freeze(third)
    school.continues = None
    school.save()
    assert told in page_of(client, between("2030-1", "2032-1"))
    assert told not in page_of(client, between("2030-1", "2032"))


def test_a_version_from_before_the_years_between_were_kept_reads_as_it_was(plans: Any) -> None:
    _first, second = plans
    version = freeze(second)
    assert '"earlier"' not in version.content
    assert PlanContent.from_json(version.content).sha256() == version.content_sha256


def test_backwards_says_that_it_is(client: Client, plans: Any) -> None:
    text = page_of(client, between("2031", "2030-1"))
    assert "Sammenligningen går fra et nyere til et eldre program." in text


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("", 200, "Se hva som er nytt, tatt ut, endret og videreført"),
        ("?fra=2030", 200, "Velg to utgaver"),
        ("?til=2030", 200, "Velg to utgaver"),
        ("?fra=2030&til=", 200, "Velg to utgaver"),
        ("?fra=2030&til=2030", 200, "Du har valgt den samme utgaven to ganger"),
        ("?fra=2030-1&til=2030-1", 200, "Du har valgt den samme utgaven to ganger"),
        ("?fra=1999&til=2030", 404, "Det er ikke registrert noe handlingsprogram for 1999."),
        ("?fra=2030-7&til=2030", 404, "Handlingsprogrammet for 2030 har ingen versjon 7."),
        ("?fra=1999-1&til=2030", 404, "Det er ikke registrert noe handlingsprogram for 1999."),
        ("?fra=tull&til=2030", 404, "«tull» er ikke et valg."),
        ("?fra=2030-0&til=2030", 404, "«2030-0» er ikke et valg."),
        ("?fra=%00&til=%EF%BC%92030", 404, "er ikke et valg."),
        ("?fra=2030-99999999999&til=2030", 404, "er ikke et valg."),
    ],
)
def test_what_cannot_be_compared_is_said(
    client: Client, plans: Any, query: str, status: int, told: str
) -> None:
    answer = client.get(ADDRESS + query)
    assert answer.status_code == status
    text = unescape(answer.content.decode())
    assert told in text
    # One can choose right away.
    assert '<option value="2030-1"' in text


def test_with_one_plan_only_there_is_nothing_to_compare(client: Client, empty_portal: None) -> None:
    assert "Ingen handlingsprogrammer er registrert." in page_of(client, ADDRESS)
    make_plan(year=2030)
    text = page_of(client, between("2030", "2030"))
    assert "Det er bare én utgave av handlingsprogrammene i portalen" in text
    assert "<select" not in client.get(ADDRESS).content.decode()


def test_a_version_of_a_newer_portal_is_no_error_of_the_readers(client: Client, plans: Any) -> None:
    first, _second = plans
    freeze(first, 2, schema=99)
    answer = client.get(between("2030-2", "2031"))
    assert answer.status_code == 503
    assert "nyere utgave av portalen" in answer.content.decode()
    pdf = client.get("/handlingsprogram/sammenligning.pdf?fra=2030-2&til=2031")
    assert (pdf.status_code, pdf["Location"]) == (302, between("2030-2", "2031"))


def test_the_catalogue_has_the_comparisons_of_what_is_here_looked_at(plans: Any) -> None:
    [entry] = [entry for entry in PAGES if entry.name == "actionplan:comparison"]
    queries = ("?fra=2030-1&til=2031", "?fra=2031&til=2031")
    assert entry.addresses_to_see() == [ADDRESS, *(ADDRESS + query for query in queries)]


def test_the_form_suggests_the_latest_change(client: Client, plans: Any) -> None:
    chosen = re.findall(r'<option value="([^"]*)" selected>', client.get(ADDRESS).content.decode())
    assert chosen == ["2030-1", "2031"]


def test_html_in_a_plan_is_shown_as_text(client: Client, plans: Any) -> None:
    activity = Activity.objects.get(title="Holde tre webinarer")
    activity.title = "Holde <script>tre</script> webinarer"
    activity.description = '<img src="file:///etc/passwd">'
    activity.save()
    text = client.get(between("2030-1", "2031")).content.decode()
    assert "<script>" not in text
    assert "<img" not in text
    assert "&lt;img" in text


def test_a_plan_leads_to_its_comparisons(client: Client, plans: Any) -> None:
    def leads(address: str) -> list[str]:
        return [
            unescape(link)
            for link in re.findall(r'href="([^"]*sammenligning/[^"]*)"', client.get(address).content.decode())
        ]

    assert leads("/handlingsprogram/2031/") == [between("2030-1", "2031")]
    assert leads("/handlingsprogram/2030/") == [between("2030-1", "2030")]
    assert leads("/handlingsprogram/") == [ADDRESS]


def test_a_plan_with_nothing_to_compare_with_leads_nowhere(client: Client, empty_portal: None) -> None:
    make_plan(year=2030)
    assert "sammenligning" not in client.get("/handlingsprogram/2030/").content.decode()
    assert "sammenligning" not in client.get("/handlingsprogram/").content.decode()


def test_the_number_of_queries_does_not_grow(empty_portal: None, count_queries: Callable[[str], int]) -> None:
    def compared(first_year: int, count: int) -> tuple[int, int]:
        period = make_period(starts=first_year, ends=first_year + 3)
        years = [make_plan(year=year, period=period) for year in (first_year, first_year + 1)]
        for plan in years:
            make_activities(count, plan=plan, goal=13)
        freeze(years[0])
        codes = [str(year.year) for year in years]
        return count_queries(between(*codes)), count_queries(between(f"{codes[0]}-1", codes[1]))

    small = compared(2040, 2)
    assert small[0] < 30
    assert compared(2050, 90) == small


PDF = "/handlingsprogram/sammenligning.pdf"


def test_the_pdf_lies_beside_the_page(client: Client, plans: Any) -> None:
    page = unescape(client.get(between("2030-1", "2031")).content.decode())
    assert f'href="{PDF}?fra=2030-1&til=2031"' in page
    answer = client.get(f"{PDF}?fra=2030-1&til=2031")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert 'filename="handlingsprogram-sammenligning-2030-1-2031.pdf"' in answer["Content-Disposition"]
    again = client.get(f"{PDF}?fra=2030-1&til=2031", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("query", ["", "?fra=2030", "?fra=2030&til=2030", "?fra=1999&til=tull"])
def test_a_pdf_of_nothing_leads_to_the_page_that_says_why(client: Client, plans: Any, query: str) -> None:
    answer = client.get(PDF + query)
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS + query)
