"""A plan's way to adoption as staff walk it in the admin: the steps, the «klar?» list, what is not edited."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from lxml import html

from actionplan import admin_adoption
from actionplan.models import ActionPlan, PlanVersion, Treatment
from actionplan.services import Step, hold_to_steps, send_back, submit
from actionplan.snapshot import PlanContent
from osloregionen.pdf import Pdf, PdfError
from tests.actionplan.adopting import adopted, pdf_of, whole_plan
from tests.factories import make_activity, make_body, make_period, make_plan, make_version
from tests.osloregionen.adminform import AdminForm, change

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admin_adoption, "adopted_pdf", lambda content, _address: pdf_of(content))


@pytest.fixture
def editors() -> Client:
    """The browser of somebody in the group «Redaksjon», no superuser."""
    user = get_user_model().objects.create_user("ola", is_staff=True, first_name="Ola")
    user.groups.add(Group.objects.get(name="Redaksjon"))
    client = Client()
    client.force_login(user)
    return client


def _step(plan: ActionPlan, step: str) -> str:
    return f"/admin/actionplan/actionplan/{plan.pk}/steg/{step}/"


def _page(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return html.fromstring(answer.content.decode()).get_element_by_id("content")


def _text(client: Client, address: str) -> str:
    return " ".join(_page(client, address).text_content().split())


def _steps_offered(client: Client, plan: ActionPlan) -> list[str]:
    page = _page(client, change("actionplan", plan))
    return [link.text_content() for link in page.xpath("//nav[@class='steps']//a")]


def _status(plan: ActionPlan) -> str:
    return ActionPlan.objects.values_list("status", flat=True).get(pk=plan.pk)


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        ("", ["Legg fram til behandling"]),
        ("utkast", ["Legg fram til behandling"]),
        ("til_behandling", ["Registrer behandling", "Send tilbake til utkast", "Registrer vedtak"]),
        ("vedtatt", ["Begynn på en ny versjon"]),
    ],
)
def test_the_form_leads_to_the_steps_that_can_be_taken_now(
    admin_pages: Client, status: str, offered: list[str]
) -> None:
    assert _steps_offered(admin_pages, make_plan(status=status)) == offered


def test_a_plan_is_walked_from_draft_to_adopted_and_on_to_a_new_version(editors: Client) -> None:
    plan = whole_plan("utkast", title="Programmet")
    submit = AdminForm(editors, _step(plan, "legg_fram"))
    assert "Status endres fra «utkast» til «til behandling»." in _text(editors, _step(plan, "legg_fram"))
    assert submit.save() == ""
    body = _body()
    treat = AdminForm(editors, _step(plan, "behandling")).set(body=body.pk, on="3.11.2025", outcome="Ja")
    assert treat.save() == ""
    page = AdminForm(editors, _step(plan, "vedta"))
    tick = [box.get("value") for box in page.page.xpath("//input[@name='accept']")]
    page.set(body=body.pk, on="3.12.2025", case_reference="25/12", accept=tick)
    assert page.set(accepted_because="Følges opp i januar").save() == ""
    assert _status(plan) == "vedtatt"
    version = PlanVersion.objects.get(plan=plan)
    assert (version.number, version.made_by, version.case_reference) == (1, "Ola", "25/12")
    form = editors.get(change("actionplan", plan)).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "Vedtatt: versjon 1 er lagret og kan ikke endres." in form
    assert "Versjon 1, vedtatt 3. desember 2025" in form
    assert "3. november 2025" in form
    again = AdminForm(editors, _step(plan, "gjenapne")).set(reason="Ny sak i styret")
    assert again.save() == ""
    assert _status(plan) == "utkast"
    history = _text(editors, change("actionplan", plan).replace("change", "history"))
    for words in ("Ny sak i styret", "Registrer vedtak: versjon 1", "Ola"):
        assert words in history


def _body() -> Any:
    return make_body(name="Organet for prøver")


def test_the_steps_stand_among_the_latest_changes(admin_pages: Client) -> None:
    AdminForm(admin_pages, _step(whole_plan("utkast"), "legg_fram")).save()
    log = admin_pages.get("/admin/admin/logentry/").content.decode()
    assert "Legg fram til behandling: Status er nå «til behandling»." in log


@pytest.mark.parametrize("step", list(Step))
def test_looking_at_a_step_changes_nothing_and_a_step_out_of_turn_says_why(
    admin_pages: Client, step: Step
) -> None:
    plan = whole_plan("utkast" if step != Step.SUBMIT else "vedtatt")
    before = (_status(plan), ActionPlan.history.count())
    text = _text(admin_pages, _step(plan, step))
    assert f"«{step.label}» kan bare gjøres når status er" in text
    assert not _page(admin_pages, _step(plan, step)).xpath("//input[@type='submit']")
    admin_pages.post(_step(plan, step), {"seen": plan.version, "reason": "x", "on": "1.1.2025"})
    assert (_status(plan), ActionPlan.history.count()) == before


def test_what_blocks_is_listed_with_the_way_to_mend_it_and_there_is_nothing_to_press(
    admin_pages: Client,
) -> None:
    plan = whole_plan(introduction="TODO")
    activity = make_activity(plan=plan, title="xxx")
    page = _page(admin_pages, _step(plan, "vedta"))
    items = page.xpath("//ul[@class='step-blocking']/li")
    assert [item.text.strip() for item in items] == [
        "Handlingsprogrammet, innledning: «TODO» er ikke ferdig skrevet.",
        "Aktivitet 1.2, tittel: «xxx» er ikke ferdig skrevet.",
    ]
    links = [item.xpath("a/@href")[0] for item in items]
    assert links == [change("actionplan", plan), change("activity", activity)]
    assert not page.xpath("//input[@name='bekreft']")
    # It asks for nothing that there is no field for.
    assert "nederst" not in _text(admin_pages, _step(plan, "vedta"))
    assert not page.xpath("//input[@name='accept']")
    assert page.xpath("//h3[.='Mangler som kan godtas med en begrunnelse']")


def _adoption(client: Client, plan: ActionPlan, **fields: Any) -> AdminForm:
    page = AdminForm(client, _step(plan, "vedta"))
    tick = [box.get("value") for box in page.page.xpath("//input[@name='accept']")]
    filled = {"body": _body().pk, "on": "3.12.2025", "case_reference": "25/12", "accept": tick}
    return page.set(**{**filled, "accepted_because": "Følges opp", **fields})


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"body": ""}, "Feltet er påkrevet."),
        ({"on": ""}, "Feltet er påkrevet."),
        ({"on": "31.2.2025"}, "Oppgi en gyldig dato."),
        ({"on": "1.1.2999"}, "Datoen kan ikke ligge fram i tid."),
        ({"case_reference": " "}, "Feltet er påkrevet."),
        ({"accepted_because": ""}, "Skriv hvorfor programmet vedtas med disse manglene."),
        ({"accept": []}, "Kryss av for hver mangel som godtas, eller rett den først."),
    ],
)
def test_an_adoption_that_is_not_whole_is_refused_at_its_field_and_nothing_is_saved(
    admin_pages: Client, fields: dict[str, Any], message: str
) -> None:
    plan = whole_plan()
    make_activity(plan=plan)
    form = _adoption(admin_pages, plan, **fields)
    assert message in form.save()
    assert "Ikke lagret. Ingenting er endret." in form.page.text_content()
    # What was ticked is still ticked.
    assert bool(form.data.get("accept")) is (fields.get("accept") != [])
    assert (_status(plan), PlanVersion.objects.count()) == ("til_behandling", 0)


def test_who_comes_second_is_told_and_decides_once_more(admin_pages: Client, editors: Client) -> None:
    plan = whole_plan()
    mine = _adoption(admin_pages, plan)
    activity = AdminForm(editors, change("activity", plan.activities.get())).set(title="Ny tittel")
    assert activity.save() == ""
    told = mine.save()
    assert "Noen andre har endret innholdet i handlingsprogrammet mens du holdt på." in told
    assert not PlanVersion.objects.exists()
    assert mine.save() == ""
    content = PlanContent.from_json(PlanVersion.objects.get().content)
    assert [one.title for one in content.activities] == ["Ny tittel"]


def test_a_mistake_in_the_form_hides_no_colleagues_change(admin_pages: Client) -> None:
    plan = whole_plan()
    mine = _adoption(admin_pages, plan, on="")
    activity = plan.activities.get()
    activity.title = "Endret imens"
    activity.save()
    mine.save()
    assert "Noen andre har endret innholdet" in mine.set(on="3.12.2025").save()


def test_of_two_who_adopt_the_second_is_told_of_the_first(admin_pages: Client, editors: Client) -> None:
    plan = whole_plan()
    mine, theirs = _adoption(admin_pages, plan), _adoption(editors, plan)
    assert theirs.save() == ""
    assert "Ola endret dette" in mine.save()
    assert PlanVersion.objects.filter(plan=plan).count() == 1


def test_a_pdf_that_cannot_be_made_is_said_and_nothing_is_saved(
    admin_pages: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_content: PlanContent, _address: str) -> Pdf:
        raise PdfError("past its limits")

    monkeypatch.setattr(admin_adoption, "adopted_pdf", fail)
    plan = whole_plan()
    assert "PDF-en kunne ikke lages, og ingenting er lagret." in _adoption(admin_pages, plan).save()
    assert (_status(plan), PlanVersion.objects.count()) == ("til_behandling", 0)


def test_who_may_only_look_takes_no_step() -> None:
    user = get_user_model().objects.create_user("lesar", is_staff=True)
    client = Client()
    client.force_login(user)
    plan = whole_plan("utkast")
    assert client.get(_step(plan, "legg_fram")).status_code == 403
    assert client.post(_step(plan, "legg_fram"), {"seen": plan.version}).status_code == 403
    assert _status(plan) == "utkast"


@pytest.mark.parametrize("address", ["steg/tull/", "steg/vedta/"])
def test_an_unknown_step_or_plan_is_not_found(admin_pages: Client, address: str) -> None:
    key = 999999 if "vedta" in address else make_plan().pk
    assert admin_pages.get(f"/admin/actionplan/actionplan/{key}/{address}").status_code == 404


# --- What the form does not change -----------------------------------------------------------------


def test_a_new_plan_is_a_draft_and_one_of_a_past_year_claims_nothing(admin_pages: Client) -> None:
    year = timezone.localdate().year
    period = make_period(starts=year - 1, ends=year + 3)
    for value, status in ((year + 2, "utkast"), (year - 1, "")):
        form = AdminForm(admin_pages, "/admin/actionplan/actionplan/add/")
        assert "status" not in form.data
        ActionPlan.objects.filter(year=value).delete()
        assert form.set(year=value, title="Nytt", period=period.pk).save() == ""
        assert ActionPlan.objects.get(year=value).status == status


def test_status_and_decision_are_shown_and_not_edited(admin_pages: Client) -> None:
    plan = whole_plan("utkast", year=timezone.localdate().year)
    form = AdminForm(admin_pages, change("actionplan", plan))
    assert not {"status", "adopted_on", "adopted_by", "case_reference"} & set(form.data)
    smuggled = {"status": "vedtatt", "adopted_on": "3.12.2025", "case_reference": "25/12"}
    assert form.set(title="Ny tittel", **smuggled).save() == ""
    stored = ActionPlan.objects.get(pk=plan.pk)
    assert (stored.title, stored.status, stored.case_reference) == ("Ny tittel", "utkast", "")


def test_a_plan_from_before_the_portal_has_its_decision_registered_on_the_form(admin_pages: Client) -> None:
    plan = make_plan(year=2015, period=make_period(starts=2013, ends=2016))
    form = AdminForm(admin_pages, change("actionplan", plan))
    form.set(status="vedtatt", adopted_on="3.12.2014", adopted_by=_body().pk, case_reference="14/12")
    assert form.save() == ""
    stored = ActionPlan.objects.get(pk=plan.pk)
    assert (stored.status, stored.adopted_on) == ("vedtatt", dt.date(2014, 12, 3))


@pytest.mark.parametrize(
    ("decided", "message"),
    [
        ({"adopted_on": "1.1.1900"}, "kan ikke være behandlet før 1. januar 2014."),
        ({"adopted_on": "1.1.2999"}, "Datoen kan ikke ligge fram i tid."),
        ({"adopted_on": "3.12.2015"}, "fantes ikke lenger 3. desember 2015"),
    ],
)
def test_a_decision_from_before_the_portal_that_cannot_have_been_is_refused(
    admin_pages: Client, decided: dict[str, str], message: str
) -> None:
    plan = make_plan(year=2015, period=make_period(starts=2013, ends=2016))
    body = make_body(name="Det gamle organet", valid_to=dt.date(2015, 6, 30))
    form = AdminForm(admin_pages, change("actionplan", plan))
    told = form.set(status="vedtatt", adopted_by=body.pk, **decided).save()
    assert message in told.replace("\xa0", " ")
    assert _status(plan) == ""


@pytest.mark.parametrize("way", ["to_behandling", "sent_back", "treated"])
def test_a_past_plan_that_went_through_steps_here_is_adopted_by_the_step_alone(
    admin_pages: Client, way: str
) -> None:
    plan = whole_plan("utkast", year=2015, period=make_period(starts=2013, ends=2016))
    seen = AdminForm(admin_pages, change("actionplan", plan))
    assert "til_behandling" not in seen.page.xpath("//select[@name='status']/option/@value")
    if way == "treated":
        Treatment.objects.create(plan=plan, body=_body(), on="2014-11-03")
    else:
        submit(plan=plan, seen=plan.version, by=None)
    if way == "sent_back":
        stored = ActionPlan.objects.get(pk=plan.pk)
        send_back(plan=stored, seen=stored.version, by=None, reason="Mangler mål")
    form = AdminForm(admin_pages, change("actionplan", plan))
    assert not {"status", "adopted_on", "adopted_by", "case_reference"} & set(form.data)
    stored = ActionPlan.objects.get(pk=plan.pk)
    stored.status = ActionPlan.Status.ADOPTED
    with pytest.raises(ValidationError, match="endres med stegene"):
        hold_to_steps(stored)


def test_beginning_anew_on_what_has_no_version_says_what_is_lost_from_sight(admin_pages: Client) -> None:
    plan = make_plan(year=2015, period=make_period(starts=2013, ends=2016), status="vedtatt")
    assert "Portalen har ingen versjon fra vedtaket." in _text(admin_pages, _step(plan, "gjenapne"))


def test_once_it_has_a_version_its_decision_and_year_are_fixed(admin_pages: Client) -> None:
    plan = make_plan(year=2015, period=make_period(starts=2013, ends=2016), status="vedtatt")
    make_version(plan)
    form = AdminForm(admin_pages, change("actionplan", plan))
    assert not {"year", "status", "case_reference"} & set(form.data)


def test_the_service_behind_the_form_refuses_what_a_form_would_smuggle() -> None:
    plan = whole_plan("utkast", year=timezone.localdate().year)
    plan.status = ActionPlan.Status.ADOPTED
    with pytest.raises(Exception, match="endres med stegene"):
        hold_to_steps(plan)


def test_putting_an_earlier_state_back_leaves_status_and_decision_as_they_are(admin_pages: Client) -> None:
    plan = whole_plan("til_behandling", title="Den første tittelen")
    row = ActionPlan.history.filter(id=plan.pk).latest("history_id")
    adopted(plan)
    stored = ActionPlan.objects.get(pk=plan.pk)
    stored.title = "Den andre tittelen"
    stored.save()
    restore = AdminForm(admin_pages, f"/admin/actionplan/actionplan/{plan.pk}/history/{row.history_id}/")
    assert restore.save() == ""
    stored.refresh_from_db()
    assert (stored.title, stored.status) == ("Den første tittelen", "vedtatt")
    assert stored.case_reference == "25/12"


# --- What the steps wrote --------------------------------------------------------------------------


def test_a_version_is_seen_and_can_be_neither_added_changed_nor_deleted(admin_pages: Client) -> None:
    version = make_version()
    address = change("planversion", version)
    text = _text(admin_pages, address)
    assert version.pdf_sha256 in text
    assert version.content_sha256 in text
    assert not _page(admin_pages, address).xpath("//input[@type='submit' or @type='text']")
    assert admin_pages.post(address, {"title": "Et annet"}).status_code == 403
    assert admin_pages.get("/admin/actionplan/planversion/add/").status_code == 403
    assert admin_pages.post(address.replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert PlanVersion.objects.get().title == version.title


def test_a_plan_with_a_version_is_not_deleted_and_the_page_says_why(admin_pages: Client) -> None:
    plan = make_version().plan
    address = change("actionplan", plan).replace("change", "delete")
    text = _text(admin_pages, address)
    assert text.startswith("Kan ikke slette handlingsprogram")
    assert "vedtatt versjon" in text
    admin_pages.post(address, {"post": "yes"})
    assert ActionPlan.objects.filter(pk=plan.pk).exists()


def test_a_treatment_is_mended_on_its_form_and_registered_by_the_step_only(admin_pages: Client) -> None:
    treatment = Treatment.objects.create(plan=whole_plan(), body=_body(), on="2025-11-03")
    assert AdminForm(admin_pages, change("treatment", treatment)).set(on="4.11.2025").save() == ""
    treatment.refresh_from_db()
    assert treatment.on == dt.date(2025, 11, 4)
    refused = AdminForm(admin_pages, change("treatment", treatment)).set(on="4.11.2999").save()
    assert refused == "Datoen kan ikke ligge fram i tid."
    assert admin_pages.get("/admin/actionplan/treatment/add/").status_code == 403
