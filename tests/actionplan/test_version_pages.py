"""What the public gets of adopted versions: the stored bytes, the one obvious button, the draft beside it."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from lxml import html

from actionplan.models import ActionPlan, Activity, PlanVersion, Treatment
from actionplan.plan_report import report_of
from actionplan.services import reopen
from actionplan.snapshot import content_of
from osloregionen import frozen_rows
from osloregionen.pdf import Pdf
from tests.actionplan.adopting import adopted, whole_plan
from tests.factories import make_activity, make_body, make_plan, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def _no_rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> Pdf:
        raise AssertionError("rendered")

    monkeypatch.setattr("osloregionen.pdf._render", refuse)


def _reopened(plan: ActionPlan) -> ActionPlan:
    stored = ActionPlan.objects.get(pk=plan.pk)
    return reopen(plan=stored, seen=stored.version, by=None, reason="Ny sak")


def _buttons(client: Client, plan: ActionPlan) -> list[tuple[str, str]]:
    """Return what the page's PDF buttons say, with what stands beside them, and where they lead."""
    page = html.fromstring(client.get(plan.get_absolute_url()).content.decode())
    found = []
    for row in page.xpath("//p[@class='pdf-link']"):
        [link] = row.xpath("a")
        words = re.sub(r"\s+", " ", row.text_content()).strip()
        quiet = link.get("data-variant") == "secondary"
        found.append((f"{'(' if quiet else ''}{words}{')' if quiet else ''}", link.get("href")))
    return found


def _words(client: Client, plan: ActionPlan) -> str:
    page = html.fromstring(client.get(plan.get_absolute_url()).content.decode())
    return re.sub(r"\s+", " ", page.text_content())


# --- The bytes -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_no_rendering")
def test_a_version_is_answered_with_the_bytes_that_were_adopted_whatever_has_changed(client: Client) -> None:
    plan = whole_plan()
    version = adopted(plan)
    stored = bytes(version.pdf)
    Activity.objects.filter(plan=plan).update(title="Endret etterpå")
    body = plan.activities.get().responsible
    assert body is not None
    body.name = "Organet med nytt navn"
    body.save()

    for address in (f"/handlingsprogram/{plan.year}/versjoner/1.pdf", f"/handlingsprogram/{plan.year}.pdf"):
        response = client.get(address)
        assert response.content == stored
        assert hashlib.sha256(response.content).hexdigest() == version.pdf_sha256
        assert response["ETag"] == f'"{version.pdf_sha256}"'
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Security-Policy"] == "frame-ancestors 'none'"


@pytest.mark.usefixtures("_no_rendering")
def test_the_plans_address_gives_the_newest_version_and_each_version_has_its_own(client: Client) -> None:
    plan = make_plan(status="vedtatt")
    first, second = (make_version(plan, pdf=body) for body in (b"%PDF-1.7 en", b"%PDF-1.7 to"))
    base = f"/handlingsprogram/{plan.year}"
    answers = [client.get(f"{base}{end}") for end in (".pdf", "/versjoner/1.pdf", "/versjoner/2.pdf")]
    assert [answer.content for answer in answers] == [second.pdf, first.pdf, second.pdf]
    names = [re.sub('.*filename="(.*)"', r"\1", answer["Content-Disposition"]) for answer in answers]
    name = f"handlingsprogram-{plan.year}"
    assert names == [f"{name}.pdf", f"{name}-versjon-1.pdf", f"{name}-versjon-2.pdf"]


def test_a_reader_who_has_it_is_told_so_by_tag_and_by_date(
    client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    version = make_version(made_at=dt.datetime(2025, 12, 4, 9, tzinfo=dt.UTC))
    address = version.get_absolute_url()
    first = client.get(address)
    assert first["Last-Modified"] == "Thu, 04 Dec 2025 09:00:00 GMT"
    for asked in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        again = client.get(address, headers=asked)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


@pytest.mark.parametrize(
    "end", ["/versjoner/2.pdf", "/versjoner/0.pdf", "/versjoner/99999999999999999999.pdf"]
)
def test_a_version_that_is_not_there_is_not_found(client: Client, end: str) -> None:
    plan = make_version().plan
    assert client.get(f"/handlingsprogram/{plan.year}{end}").status_code == 404


def test_a_plan_without_versions_has_none_to_give(client: Client) -> None:
    assert client.get("/handlingsprogram/2021/versjoner/1.pdf").status_code == 404
    assert client.get("/handlingsprogram/2021/utkast.pdf").status_code == 404


# --- The one obvious button ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("", "Last ned PDF – vedtak ikke registrert"),
        ("forslag", "Last ned forslag, vedtak ikke registrert (PDF)"),
        ("utkast", "Last ned utkast (PDF)"),
        ("til_behandling", "Last ned utkast til behandling (PDF)"),
        ("vedtatt", "Last ned PDF – vedtak ikke registrert"),
    ],
)
def test_a_plan_without_a_version_has_one_button_that_says_what_the_pdf_is(
    client: Client, status: str, words: str
) -> None:
    plan = make_plan(status=status, title="Programmet")
    assert _buttons(client, plan) == [(f"{words}: Programmet", f"/handlingsprogram/{plan.year}.pdf")]


@pytest.mark.usefixtures("empty_portal")
def test_what_was_adopted_without_a_version_is_labelled_wherever_its_pdf_is_offered(client: Client) -> None:
    plan = make_plan(year=2019, status="vedtatt", adopted_on="2018-12-02", title="Programmet")
    for address in ("/", "/handlingsprogram/", plan.get_absolute_url()):
        page = html.fromstring(client.get(address).content.decode())
        [link] = page.xpath(f"//a[@href='/handlingsprogram/{plan.year}.pdf']")
        label = link.text_content().replace("\xa0", " ")
        assert label.startswith("Last ned PDF – vedtatt 2. desember 2018, ikke lagret ved vedtaket"), address
    words = _words(client, plan)
    assert (
        "Vedtatt 2. desember 2018, ikke lagret ved vedtaket: siden viser innholdet slik det står nå." in words
    )
    report = report_of(content_of(ActionPlan.objects.get(pk=plan.pk)))
    assert not report.final
    assert report.status == "Vedtatt 2.\xa0desember 2018, ikke lagret ved vedtaket"
    assert report.state == "Vedtatt, ikke lagret ved vedtaket"


@pytest.mark.usefixtures("_no_rendering")
def test_an_adopted_plan_has_one_obvious_button_with_pages_and_size_that_nobody_rendered(
    client: Client,
) -> None:
    plan = make_plan(status="vedtatt", title="Programmet")
    make_version(plan, pdf=b"x" * 160_400)
    obvious = [row for row in _buttons(client, plan) if not row[0].startswith("(")]
    assert obvious == [
        ("Last ned PDF: Programmet PDF, 9 sider, 161 kB", f"/handlingsprogram/{plan.year}.pdf"),
    ]


def test_while_a_new_version_is_drafted_the_adopted_one_comes_first_and_the_draft_is_named(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = whole_plan(title="Programmet")
    adopted(plan, on=dt.date(2025, 12, 3))
    assert client.get(f"/handlingsprogram/{plan.year}/utkast.pdf").status_code == 404
    _reopened(plan)

    [main, draft, *_versions] = _buttons(client, plan)
    assert main[0].startswith("Last ned vedtatt versjon (PDF): Programmet PDF, 7 sider")
    assert draft[0].startswith("(Last ned utkast til versjon 2 (PDF): Programmet")
    assert draft[1] == f"/handlingsprogram/{plan.year}/utkast.pdf"
    assert (
        "Versjon 1, vedtatt 3. desember 2025, gjelder. En ny versjon er under arbeid, og siden viser den: "
        "utkast, ikke vedtatt."
    ) in _words(client, plan)

    monkeypatch.setattr("osloregionen.pdf._render", lambda *_args: Pdf(b"%PDF-1.7 utkast", 3))
    answer = client.get(draft[1])
    assert answer.content == b"%PDF-1.7 utkast"
    assert f"handlingsprogram-{plan.year}-utkast.pdf" in answer["Content-Disposition"]
    assert client.get(main[1]).content == bytes(PlanVersion.objects.get(plan=plan).pdf)


@pytest.mark.usefixtures("empty_portal", "_no_rendering")
def test_the_list_of_plans_says_of_each_what_its_pdf_is(client: Client) -> None:
    make_plan(status="utkast", title="Det nye")
    make_version(make_plan(status="vedtatt", title="Det gamle"))
    make_version(make_plan(status="til_behandling", title="Det gjenåpnede"))
    page = html.fromstring(client.get("/handlingsprogram/").content.decode())
    words = [re.sub(r"\s+", " ", row.text_content()).strip() for row in page.xpath("//p[@class='pdf-link']")]
    assert words == [
        "Last ned vedtatt versjon (PDF): Det gjenåpnede PDF, 9 sider, 1 kB",
        "Last ned PDF: Det gamle PDF, 9 sider, 1 kB",
        "Last ned utkast (PDF): Det nye",
    ]


def test_the_page_lists_every_version_with_decision_checksums_and_what_was_accepted(client: Client) -> None:
    plan = whole_plan()
    type(plan.activities.get()).objects.filter(plan=plan).update(role_and_form="")
    first = adopted(plan)
    second = make_version(plan)
    words = _words(client, plan)
    for version in (first, second):
        assert f"Versjon {version.number}" in words
        assert version.content_sha256 in words
        assert version.pdf_sha256 in words
    assert "3. desember 2025 av representantskapet for prøver" in words
    assert "1 av 1 aktivitet mangler rolle og arbeidsform: 1.1." in words
    assert "Fylles ut i løpet av våren" in words
    assert words.index("Versjon 2") < words.index("Versjon 1")


NOTE = "Innholdet er endret etter vedtaket 3. desember 2025 (versjon 1)."


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        ({"title": "En annen tittel"}, True),
        ({"ends_on": dt.date(2026, 12, 1)}, True),
        ({"title": "Holde  4–5 møter\n"}, False),
        ({"internal_note": "Ring dem"}, False),
        ({"status": "utsatt", "status_reason": "Venter på svar", "progress": 40}, False),
    ],
)
def test_a_plan_that_was_changed_after_its_adoption_says_so_and_leads_to_what(
    client: Client, change: dict[str, Any], is_told: bool
) -> None:
    plan = whole_plan()
    Activity.objects.filter(plan=plan).update(title="Holde 4-5 møter ")
    adopted(plan)
    assert NOTE not in _words(client, plan)
    # As a save does: the page that is kept is an old one.
    activity = plan.activities.get()
    for name, value in change.items():
        setattr(activity, name, value)
    activity.save()
    assert (NOTE in _words(client, plan)) is is_told
    page = html.fromstring(client.get(plan.get_absolute_url()).content.decode())
    links = page.xpath("//p[@class='note']/a/@href")
    way = f"/handlingsprogram/sammenligning/?fra={plan.year}-1&til={plan.year}"
    assert links == ([way] if is_told else [])
    if is_told:
        assert client.get(way).status_code == 200


def test_how_it_was_treated_and_adopted_and_a_renamed_source_note_are_no_change(client: Client) -> None:
    plan = whole_plan()
    adopted(plan)
    fresh = ActionPlan.objects.get(pk=plan.pk)
    fresh.source = "Fra protokollen"
    fresh.save()
    Treatment.objects.create(plan=plan, body=make_body(), on="2025-11-03")
    assert "endret etter vedtaket" not in _words(client, plan)


def test_what_last_years_plan_is_called_is_no_change_of_this_years(client: Client) -> None:
    before = make_activity(plan=make_plan(title="Fjorårets", year=2020))
    plan = whole_plan()
    Activity.objects.filter(plan=plan).update(continues=before)
    adopted(plan)
    before.title = "Et annet navn"
    before.save()
    assert "endret etter vedtaket" not in _words(client, plan)


def test_a_version_of_a_newer_portal_than_this_one_leaves_the_page_whole(client: Client) -> None:
    plan = make_plan(status="vedtatt")
    version = make_version(plan)
    with frozen_rows.thawed():
        PlanVersion._base_manager.filter(pk=version.pk)._raw_delete("default")
    newer = version.content.replace('"schema": 1', '"schema": 99')
    version.pk, version._state.adding, version.content = None, True, newer
    version.save()
    assert "endret etter vedtaket" not in _words(client, plan)


def test_the_page_costs_no_more_queries_with_many_versions(count_queries: Callable[[str], int]) -> None:
    plan = make_plan(status="vedtatt")
    make_version(plan)
    once = count_queries(plan.get_absolute_url())
    for _n in range(8):
        make_version(plan)
    assert count_queries(plan.get_absolute_url()) == once


def test_a_version_is_in_the_catalogue_once_there_is_one(client: Client) -> None:
    assert "versjoner" not in client.get("/sitemap.xml").content.decode()
    version = make_version()
    assert version.get_absolute_url() in client.get("/sitemap.xml").content.decode()
