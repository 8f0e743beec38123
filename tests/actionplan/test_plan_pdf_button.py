"""The button of the plan's PDF tells pages and size; its page waits only where there never was a PDF."""

import io
import re
from typing import Any

import pypdf
import pytest
from django.core.cache import caches
from django.test import Client, RequestFactory

from actionplan import version_files
from actionplan.models import ActionPlan
from actionplan.reports import plan_document
from osloregionen import kept
from osloregionen import pdf as engine
from osloregionen.pdf import Pdf
from tests.factories import make_activity

pytestmark = pytest.mark.django_db

ADDRESS = "/handlingsprogram/2021.pdf"


def test_the_button_knows_pages_and_size_once_the_pdf_has_been_made() -> None:
    plan = ActionPlan.objects.get(year=2021)
    assert plan_document(plan).facts() is None

    made = plan_document(plan).pdf()

    facts = plan_document(plan).facts()
    assert facts is not None
    assert (facts.pages, facts.size) == (made.pages, len(made.body))


def test_the_first_reader_of_the_plan_is_told_the_size_though_nobody_has_opened_the_pdf(
    client: Any, settings: Any
) -> None:
    settings.PDFS_AHEAD = True
    page = "/handlingsprogram/2021/"

    told = re.search(r"PDF, (\d+)\xa0sider, (\d+)\xa0kB", client.get(page).content.decode())

    assert told is not None
    made = client.get("/handlingsprogram/2021.pdf").content
    assert (int(told[1]), int(told[2])) == (
        len(pypdf.PdfReader(io.BytesIO(made)).pages),
        -(-len(made) // 1000),
    )


def test_until_the_changed_plan_has_been_printed_the_button_tells_of_the_former_edition(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "/handlingsprogram/2021/"
    assert 'class="muted">PDF' not in client.get(page).content.decode()
    monkeypatch.setattr(engine, "_render", lambda *_document: Pdf(b"%PDF" * 300, 3))
    client.get(ADDRESS)
    make_activity(plan=ActionPlan.objects.get(year=2021))

    assert "PDF, 3\xa0sider, 2\xa0kB i forrige utgave<" in client.get(page).content.decode()
    client.get(ADDRESS)
    caches["pages"].clear()
    assert "PDF, 3\xa0sider, 2\xa0kB<" in client.get(page).content.decode()


@pytest.mark.parametrize(("ahead", "seconds"), [(True, 5), (False, 60)])
def test_a_page_without_the_size_is_kept_no_longer_than_it_may_take_to_know_it(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, ahead: bool, seconds: int
) -> None:
    settings.PDFS_AHEAD = ahead
    monkeypatch.setattr(engine, "_render", lambda *_document: Pdf(b"%PDF", 3))
    client.get(ADDRESS)
    make_activity(plan=ActionPlan.objects.get(year=2021))
    lifetimes: list[Any] = []
    monkeypatch.setattr(
        type(caches["pages"]),
        "set",
        lambda self, key, value, timeout=None, **_: lifetimes.append((type(value), timeout)),
    )
    client.get("/handlingsprogram/2021/")

    assert (kept.Kept, seconds) in lifetimes


def test_a_pdf_that_cannot_be_made_ahead_keeps_nobody_from_the_page_and_is_waited_for_once(
    client: Any, settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_document: Any) -> Any:
        raise engine.PdfError("made up")

    settings.PDFS_AHEAD = True
    monkeypatch.setattr(engine, "_render", fail)
    with caplog.at_level("WARNING"):
        assert client.get("/handlingsprogram/2021/").status_code == 200
    assert "handlingsprogram-2021.pdf was not made for its page: made up" in caplog.text
    caplog.clear()
    caches["pages"].clear()
    client.get("/handlingsprogram/2021/")
    assert "for its page" not in caplog.text
    assert "handlingsprogram-2021.pdf was not made ahead" in caplog.text


def test_the_front_page_waits_for_no_pdf(client: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    settings.PDFS_AHEAD = True
    monkeypatch.setattr(engine, "_render", lambda *_document: made.append("a PDF") or Pdf(b"%PDF", 3))
    request = RequestFactory().get("/")

    assert not version_files.front_button(request, ActionPlan.objects.get(year=2021)).size

    assert not made
