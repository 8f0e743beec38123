"""What someone writes to harm the plan's PDF or whoever reads it: it is printed as text, or not at all."""

import io
import logging

import pikepdf
import pytest
from django.test import Client

from actionplan.models import ActionPlan, Activity
from osloregionen.pdf_job import Limits
from tests.factories import make_activity, make_plan
from tests.printed import letters_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HOSTILE = (
    '<link rel="attachment" href="file:///etc/passwd"><a rel="attachment" href="file:///etc/passwd">v</a>'
    '<img src="http://127.0.0.1:9/x.png"><iframe src="file:///etc/passwd"></iframe><style>@import "x"</style>'
)
MARKDOWN = "[her](file:///etc/passwd) ![x](file:///etc/passwd) [s](javascript:alert(1))"
#: As much as a description holds, and more than any stack.
NESTED = "<div>" * 50_000


def _plan(**words: str) -> ActionPlan:
    plan = make_plan(introduction=words.pop("introduction", ""))
    make_activity(plan=plan, **words)
    return plan


def _address(plan: ActionPlan) -> str:
    return f"/handlingsprogram/{plan.year}.pdf"


def test_markup_and_addresses_are_text_and_nothing_is_fetched_or_attached(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    plan = _plan(
        title=HOSTILE, description=HOSTILE, partners=HOSTILE, introduction=f"{HOSTILE}\n\n{MARKDOWN}"
    )

    with caplog.at_level(logging.WARNING, "osloregionen.pdf"):
        body = client.get(_address(plan)).content

    assert letters_of(text_of(body)).count(letters_of(HOSTILE)) >= 4
    assert "root:x:0" not in text_of(body)
    # Nothing was even asked for.
    assert caplog.text == ""
    with pikepdf.open(io.BytesIO(body)) as opened:
        assert not opened.attachments
        links = [
            o.A.URI
            for o in opened.objects
            if isinstance(o, pikepdf.Dictionary) and "/A" in o and "/URI" in o.A
        ]
    assert {str(link) for link in links} == {f"http://testserver{plan.get_absolute_url()}"}


def test_elements_in_a_title_become_neither_bookmarks_nor_structure(client: Client) -> None:
    plan = _plan(title="<h1>Vedtatt</h1><script>x</script>")

    body = io.BytesIO(client.get(_address(plan)).content)
    with pikepdf.open(body) as opened, opened.open_outline() as outline:
        titles = [kid.title for item in outline.root for kid in (item, *item.children)]

    assert any(title.endswith("<h1>Vedtatt</h1><script>x</script>") for title in titles)
    assert "Vedtatt" not in titles


@pytest.mark.parametrize("prefix", ["> ", "- ", "[", "*a **b "])
def test_deeply_nested_markdown_is_as_deep_as_it_may_be(client: Client, prefix: str) -> None:
    plan = make_plan(introduction=prefix * 2_000 + "innledningens slutt")

    answer = client.get(_address(plan))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"


@pytest.mark.slow
@pytest.mark.parametrize("field", ["description", "role_and_form"])
def test_fifty_thousand_nested_elements_end_at_the_limit_and_the_worker_and_the_former_pdf_live_on(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, field: str
) -> None:
    plan = _plan(title="Rolig")
    former = client.get(_address(plan))
    monkeypatch.setattr("osloregionen.pdf.LIMITS", Limits(cpu_seconds=3, wall_seconds=20))
    activity = Activity.objects.get(plan=plan)
    setattr(activity, field, NESTED)
    activity.save()

    answer = client.get(_address(plan))
    assert answer.status_code == 503
    assert "PDF-en kan ikke lages akkurat nå" in answer.content.decode()
    assert "could not be made" in caplog.text
    assert client.get(f"{_address(plan)}?utgave=forrige").content == former.content

    # The same worker makes the next one.
    monkeypatch.undo()
    setattr(activity, field, "Rolig igjen.")
    activity.save()
    assert "Rolig igjen." in text_of(client.get(_address(plan)).content)
