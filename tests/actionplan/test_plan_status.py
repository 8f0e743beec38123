"""How a plan stood on a day: the same after all that happens later, and what came in afterwards is marked."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from actionplan.models import ActionPlan, Activity, Output, Update
from actionplan.services import correct_update, remove_update, reopen, submit
from osloregionen.past import end_of
from tests.actionplan.adopting import adopted, seen, whole_plan
from tests.actionplan.stood import DAY, YEAR, activity_of, entered, lines, lively_plan, on, report, tell
from tests.factories import make_body, make_focus_area, make_plan

pytestmark = pytest.mark.django_db
#: A day to whose end what was told later is wanted too.
LATER = timezone.localdate()


@pytest.fixture
def plan() -> ActionPlan:
    return make_plan(year=YEAR)


@pytest.fixture
def lively() -> ActionPlan:
    return lively_plan()


def test_each_activity_is_told_of_as_it_stands(lively: ActionPlan) -> None:
    found = lines(report(lively))

    assert {title: (line.group, line.standing, line.deadline) for title, line in found.items()} == {
        "Ferdig": ("fullført", "fullført", "–"),
        "I gang": ("pågår", "pågår, 40\u00a0%", "31.\u00a0desember 2025"),
        "Forsinket": ("forsinket", "utsatt, 20\u00a0%", "31.\u00a0mai 2025"),
        "Avlyst": ("avlyst", "avlyst", "31.\u00a0mai 2025"),
        "Ingen vet": ("status ikke registrert", "", "uten frist"),
    }
    assert found["Forsinket"].why == ["2.\u00a0juni 2025: Staten svarer ikke."]
    assert found["Ferdig"].why == ["1.\u00a0mars 2025: Rapporten er levert."]


def test_ranges_read_as_they_do_in_the_plan(lively: ActionPlan) -> None:
    activity_of(lively, title="Holde 4-5 møter")

    assert "Holde 4–5 møter" in lines(report(lively))


def test_what_is_told_without_words_is_told_with_its_day(lively: ActionPlan) -> None:
    tell(lively.activities.get(title="Ferdig"), on(5), progress=100)
    tell(lively.activities.get(title="Ingen vet"), on(5), progress=10)

    found = lines(report(lively))

    assert found["I gang"].why == ["1.\u00a0april 2025: pågår, 40\u00a0%."]
    assert found["Ingen vet"].why == ["1.\u00a0mai 2025: framdrift 10\u00a0%."]
    assert found["Ingen vet"].standing == "framdrift 10\u00a0%"
    assert found["Ferdig"].why == [
        "1.\u00a0mars 2025: Rapporten er levert.",
        "1.\u00a0mai 2025: framdrift 100\u00a0%.",
    ]


def test_the_headline_counts_them(lively: ActionPlan) -> None:
    assert report(lively).headline == (
        "5\u00a0aktiviteter: 1 fullført, 1 pågår, 1 forsinket, 1 avlyst og 1 uten registrert status. "
        "1\u00a0er uten frist."
    )


def test_on_its_last_day_nothing_is_late(lively: ActionPlan) -> None:
    assert lines(report(lively, on(5, 31)))["Forsinket"].group == "pågår"
    assert lines(report(lively, on(6, 1)))["Forsinket"].group == "forsinket"


def test_a_late_activity_nobody_explained_says_so(plan: ActionPlan) -> None:
    activity_of(plan, title="Glemt", ends_on=on(5, 31))

    assert lines(report(plan))["Glemt"].why == ["Begrunnelse: ikke registrert."]


def test_a_deleted_activity_keeps_what_was_told_of_it_but_leads_nowhere(lively: ActionPlan) -> None:
    lively.activities.get(title="Forsinket").delete()

    line = lines(report(lively))["Forsinket"]

    assert (line.standing, line.why, line.url) == (
        "utsatt, 20\u00a0%",
        ["2.\u00a0juni 2025: Staten svarer ikke."],
        "",
    )


def test_an_activity_leads_to_where_it_is_today(client: Client, lively: ActionPlan) -> None:
    moved, next_plan = lively.activities.get(title="Forsinket"), make_plan(year=YEAR + 1)
    moved.plan, moved.number, moved.order = next_plan, "7.7", 7
    moved.save()
    page = client.get(f"/handlingsprogram/{YEAR}/status/?dato={DAY}").content.decode()

    address = f"/handlingsprogram/{YEAR + 1}/aktiviteter/7.7/"
    assert f'<a href="{address}">Forsinket</a>' in page
    assert client.get(address).status_code == 200


def test_the_page_has_the_title_of_the_day(client: Client, lively: ActionPlan) -> None:
    lively.title = "Et helt annet navn"
    lively.save()
    page = client.get(f"/handlingsprogram/{YEAR}/status/?dato={DAY}")

    shown = html.fromstring(page.content.decode())
    assert shown.findtext(".//h1") == f"Status for Prøveprogram {YEAR}"
    assert (shown.findtext(".//title") or "").strip().startswith(f"Status for Prøveprogram {YEAR}")
    assert page.context["pdf"].title == f"Status for Prøveprogram {YEAR}, 30.\u00a0juni {YEAR}"


def test_an_update_entered_later_counts_and_is_marked_where_one_asks_for_it(lively: ActionPlan) -> None:
    tell(
        lively.activities.get(title="I gang"), on(6, 20), written=on(7, 15), progress=70, text="Mer er gjort."
    )

    line = lines(report(lively, known=LATER))["I gang"]

    assert line.standing == "pågår, 70\u00a0%"
    assert line.why == [
        "20.\u00a0juni 2025: Mer er gjort.",
        "Meldt i ettertid. Det som var meldt 30.\u00a0juni 2025: pågår, 40\u00a0%.",
    ]


def test_more_words_that_came_later_are_marked_without_repeating_how_it_stands(lively: ActionPlan) -> None:
    tell(lively.activities.get(title="I gang"), on(6, 20), written=on(7, 15), text="Mer er gjort.")

    line = lines(report(lively, known=LATER))["I gang"]

    assert line.why == ["20.\u00a0juni 2025: Mer er gjort.", "Meldt i ettertid."]


def test_what_was_known_by_a_day_is_shown_to_the_digit(lively: ActionPlan) -> None:
    first = report(lively, known=on(7, 1))
    tell(
        lively.activities.get(title="I gang"), on(6, 20), written=on(7, 15), progress=70, text="Mer er gjort."
    )
    activity_of(lively, title="Ny siden")
    entered(lively.activities.get(title="Ny siden"), on(7, 20))

    assert report(lively, known=on(7, 1)) == first
    assert lines(report(lively, known=on(7, 14)))["I gang"].standing == "pågår, 40\u00a0%"
    assert lines(report(lively, known=on(7, 15)))["I gang"].standing == "pågår, 70\u00a0%"
    assert "Ny siden" not in lines(report(lively, known=on(7, 19)))
    assert report(lively, known=on(7, 1)).basis == (
        "Slik det var registrert i portalen 30.\u00a0juni 2025. Det som er meldt senere, til og med "
        "1.\u00a0juli 2025, er tatt med og merket «i ettertid»."
    )


def test_a_correction_afterwards_counts_and_is_marked(lively: ActionPlan) -> None:
    update = Update.objects.get(progress=40)
    correct_update(update=update, seen=1, by=None, reason="Feil tall", progress=30)

    line = lines(report(lively, known=LATER))["I gang"]

    assert line.standing == "pågår, 30\u00a0%"
    assert line.why[1:] == ["Rettet i ettertid. Det som var meldt 30.\u00a0juni 2025: pågår, 40\u00a0%."]


def test_what_is_taken_back_afterwards_counts_no_more_and_is_marked(lively: ActionPlan) -> None:
    remove_update(update=Update.objects.get(progress=40), seen=1, by=None, reason="Gjaldt en annen")

    line = lines(report(lively, known=LATER))["I gang"]

    assert line.standing == ""
    assert line.why == ["Rettet i ettertid. Det som var meldt 30.\u00a0juni 2025: pågår, 40\u00a0%."]


def test_an_activity_entered_later_counts_and_the_report_says_so(lively: ActionPlan) -> None:
    activity_of(lively, title="Ny siden")
    entered(lively.activities.get(title="Ny siden"), on(7, 20))

    told = report(lively, known=LATER)

    assert lines(told)["Ny siden"].why == ["Aktiviteten ble lagt inn i ettertid."]
    assert lines(told)["Ingen vet"].why == []


def test_what_was_deleted_before_the_day_is_gone(lively: ActionPlan) -> None:
    activity = lively.activities.get(title="Ingen vet")
    key = activity.pk
    activity.delete()
    Activity.history.filter(id=key, history_type="-").update(history_date=end_of(on(5)))

    assert "Ingen vet" not in lines(report(lively))
    assert "Ingen vet" in lines(report(lively, on(4)))


def test_an_output_done_by_then_is_done_though_it_was_written_later(lively: ActionPlan) -> None:
    row = Output.objects.get(title="Prøvewebinar")
    row.status = "gjennomfort"
    row.save()

    [output] = report(lively, known=LATER).outputs
    [before] = report(lively, on(5, 4), known=LATER).outputs
    [known] = report(lively).outputs

    assert (output.status, output.remark) == ("gjennomført", "Lagt inn i ettertid.")
    assert (before.status, known.status) == ("planlagt", "planlagt, utfallet er ikke registrert")


def test_outputs_of_the_year_without_activity_are_told_of(plan: ActionPlan) -> None:
    Output.objects.create(
        kind="rapport", title="I år", year=YEAR, date_note="våren 2025", status="gjennomfort"
    )
    Output.objects.create(kind="rapport", title="I fjor", year=YEAR - 1, date_note="2024")

    assert [(one.title, one.when) for one in report(plan, LATER).outputs] == [("I år", "våren 2025")]


def test_a_version_holds_from_its_day_though_the_plan_was_adopted_again_or_is_drafted_anew() -> None:
    plan, first, second = whole_plan(), dt.date(2025, 12, 3), dt.date(2025, 12, 8)
    for row in (plan, plan.activities.get()):
        entered(row, first)
    version, day = adopted(plan, on=first), timezone.localdate()
    body = "av representantskapet for prøver, sak"
    reopen(plan=plan, seen=seen(plan)["seen"], by=None, reason="Ny sak")

    def told(on: dt.date, known: dt.date | None = None) -> str:
        return report(plan, on, known).adoption.replace("\u00a0", " ")

    held = f"Handlingsprogrammet er vedtatt 3. desember 2025 {body} 25/12."
    assert told(day) == f"{held} En ny versjon er under arbeid. Status for den: utkast."
    # By what was registered that day, nobody had adopted it; who asks for what came later is told.
    assert told(first) == "Handlingsprogrammet er ikke registrert vedtatt. Status: til behandling."
    assert told(first, day) == f"{held} Vedtaket ble registrert i ettertid."
    assert report(plan, first, day).changed == version.made_at
    submit(plan=plan, seen=seen(plan)["seen"], by=None)
    adopted(plan, on=second, case_reference="25/15")
    assert told(day) == f"Handlingsprogrammet er vedtatt 8. desember 2025 {body} 25/15."

    # All of it entered after the days that are asked about.
    for row in (plan, plan.activities.get()):
        row.history.update(history_date=timezone.now())
    assert told(first) == f"{held} Det ble vedtatt på nytt 8. desember 2025 {body} 25/15."
    assert told(second) == f"Handlingsprogrammet er vedtatt 8. desember 2025 {body} 25/15."
    before = told(dt.date(2025, 12, 2))
    assert before.startswith("Handlingsprogrammet var ikke vedtatt ennå.")


# --- The page and the file ---------------------------------------------------------------------------


def test_the_page_shows_the_day_that_is_asked_for(client: Client, lively: ActionPlan) -> None:
    page = client.get(f"/handlingsprogram/{YEAR}/status/?dato={DAY}").content.decode()

    assert "30.\u00a0juni 2025" in page
    assert "Staten svarer ikke." in page
    assert f'href="/handlingsprogram/{YEAR}/status.pdf?dato={DAY}"' in page
    assert f'<a href="?dato={DAY}&amp;registrert={LATER}">Ta med det som er meldt senere</a>' in page
    later = client.get(f"/handlingsprogram/{YEAR}/status/?dato={DAY}&registrert={LATER}").content.decode()
    assert f'<a href="?dato={DAY}">Vis bare det som var meldt da</a>' in later


def test_what_all_lack_is_said_once(client: Client) -> None:
    page = html.fromstring(client.get("/handlingsprogram/2021/status/?dato=2021-09-30").content.decode())

    said = "10\u00a0aktiviteter: 10 uten registrert status. Alle\u00a0er uten frist. "
    assert said + "Ingenting er meldt." in page.xpath("//main")[0].text_content()
    assert {head.text_content().strip() for head in page.xpath("//main//thead//th")} == {"Nr.", "Aktivitet"}


def test_without_a_day_it_is_today(client: Client, lively: ActionPlan) -> None:
    answer = client.get(f"/handlingsprogram/{YEAR}/status/")

    assert answer.context["report"] == report(lively, timezone.localdate())


@pytest.mark.parametrize(
    ("written", "shown"), [("30.06.2025", "2025-06-30"), ("2025-06-30", "2025-06-30"), ("tull", None)]
)
def test_the_field_holds_a_day_as_browsers_write_it_or_nothing(
    client: Client, plan: ActionPlan, written: str, shown: str | None
) -> None:
    page = html.fromstring(client.get(f"/handlingsprogram/{YEAR}/status/?dato={written}").content.decode())

    assert page.xpath("//input[@name='dato']")[0].get("value") == shown


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("dato=2100-01-01", "Datoen ligger i framtiden."),
        ("dato=tull", "Oppgi en gyldig dato."),
        ("dato=2025-02-30", "Oppgi en gyldig dato."),
        ("dato=2023-12-31", "Handlingsprogrammet for 2025 har ingen status før 1.\u00a0januar 2024."),
        ("dato=2025-06-30&registrert=2100-01-01", "Datoen ligger i framtiden."),
        ("dato=2025-06-30&registrert=2025-06-29", "Velg datoen for status eller en senere dag."),
        ("dag=2025-06-30", "«dag»"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_the_reason(
    client: Client, plan: ActionPlan, query: str, message: str
) -> None:
    page = client.get(f"/handlingsprogram/{YEAR}/status/?{query}")
    pdf = client.get(f"/handlingsprogram/{YEAR}/status.pdf?{query}")
    file = client.get(f"/handlingsprogram/{YEAR}/status/?{query}&format=csv")

    assert message in page.content.decode()
    assert "report" not in page.context
    for answer in (pdf, file):
        assert answer.status_code == 400
        assert message in answer.content.decode()


def test_a_year_without_a_plan_has_no_status(client: Client) -> None:
    assert client.get("/handlingsprogram/2077/status/").status_code == 404
    assert client.get("/handlingsprogram/2077/status.pdf").status_code == 404


def test_the_file_has_an_activity_a_row(client: Client, lively: ActionPlan) -> None:
    rows = client.get(f"/handlingsprogram/{YEAR}/status/?dato={DAY}&format=json").json()["rows"]

    assert len(rows) == 5
    assert {row["title"]: row["mark"] for row in rows}["Forsinket"] == "forsinket"


def test_the_number_of_queries_is_the_same_for_any_number_of_activities(
    plan: ActionPlan, count_queries: Callable[[str], int]
) -> None:
    def more(count: int) -> None:
        for number in range(count):
            area = make_focus_area(period=plan.period)
            activity = activity_of(plan, title=f"A{number}", focus_area=area, responsible=make_body())
            tell(activity, on(4), status="pagar")
            Output.objects.create(kind="annet", title="O", year=YEAR, on=on(5), activity=activity)

    more(2)
    address = f"/handlingsprogram/{YEAR}/status/?dato={DAY}"
    few = count_queries(address)
    more(5)

    assert count_queries(address) == few <= 21
    assert count_queries("/handlingsprogram/2021/status/?dato=2021-09-30") <= 25
