"""The practice round: all there is to try, marked everywhere, counted nowhere, and gone without a trace."""

import csv
import io
import json
import re
from collections.abc import Callable
from itertools import islice
from typing import Any

import pikepdf
import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from declaration.models import Declaration, Signature
from declaration.services.practice import SLUG
from members.models import Municipality
from osloregionen.catalogue import PUBLIC
from osloregionen.pages import Kind
from tests.factories import make_declaration, make_municipality, make_signature
from tests.osloregionen.adminform import AdminForm, change

pytestmark = pytest.mark.django_db

DETAIL, STATUS = f"/erklaringer/{SLUG}/", f"/erklaringer/{SLUG}/status/"
MARK = "ØVELSE"

#: What changes with each write or each visit, and says nothing of the content.
PASSING = {"osloregionen_contentversion", "django_session", "sqlite_sequence", "auth_user"}


def run(*arguments: str) -> str:
    """Run the command and return what it says."""
    said = io.StringIO()
    call_command("load_practice_round", *arguments, stdout=said)
    return said.getvalue()


def practice_round() -> Declaration:
    return Declaration.objects.get(is_practice=True)


def tables() -> dict[str, list[Any]]:
    """Return every row of every table."""
    content = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in PASSING:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - its own
                content[table] = sorted(cursor.fetchall(), key=repr)
    return content


def edit(staff: Client, answer: Signature, **fields: Any) -> None:
    """Change an answer in the admin as staff do."""
    assert AdminForm(staff, change("signature", answer)).set(**fields).save() == ""


@pytest.fixture
def small(world: Callable[..., None]) -> None:
    """A small portal: eight members, two real declarations."""
    world("small")


@pytest.fixture
def loaded(small: None) -> Declaration:
    """The practice round in the small portal."""
    run()
    return practice_round()


# --- What is in it


def test_it_has_every_status_and_is_open_for_answers(loaded: Declaration) -> None:
    assert set(loaded.signatures.values_list("status", flat=True)) == set(Signature.Status.values)
    assert loaded.status == Declaration.Status.OPEN
    asked = Municipality.objects.members_now()
    assert asked.exclude(signatures__declaration=loaded).exists()


def test_each_answer_has_a_history_of_steps_on_different_days(loaded: Declaration) -> None:
    withdrawn = loaded.signatures.get(status=Signature.Status.WITHDRAWN)
    told = list(Signature.history.filter(id=withdrawn.pk).order_by("history_date"))
    assert [row.status for row in told] == ["invitert", "til_behandling", "tilsluttet", "signert", "trukket"]
    days = [row.history_date.date() for row in told]
    assert days == sorted(set(days))
    assert all(row.history_change_reason.startswith("Øvelse: ") for row in told)


def test_no_person_is_invented(loaded: Declaration) -> None:
    names = set(loaded.signatures.signed().values_list("signatory_name", flat=True))
    assert names == {"Ordfører (øvelse)"}


def test_a_second_run_changes_nothing_and_says_so(loaded: Declaration) -> None:
    before = tables()
    assert "There is a practice round already" in run()
    assert tables() == before


@pytest.mark.usefixtures("empty_portal")
def test_without_members_there_is_nobody_to_ask() -> None:
    with pytest.raises(CommandError, match="load the content first"):
        run()
    assert not Declaration.objects.exists()


def test_a_real_declaration_keeps_its_address(small: None) -> None:
    make_declaration(slug=SLUG)
    with pytest.raises(CommandError, match="rename it first"):
        run()


# --- It is marked


@pytest.mark.parametrize("address", [DETAIL, STATUS, f"{STATUS}?status=signert", f"{STATUS}?navn=tull"])
def test_every_page_says_so_and_is_kept_from_search_engines(
    loaded: Declaration, client: Client, address: str
) -> None:
    page = client.get(address).content.decode()
    assert re.search(rf"<title>\s*{MARK}", page)
    assert 'class="practice"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert re.search(rf"<h1>{MARK}", page)


@pytest.mark.slow
def test_its_pdf_says_so_and_is_kept_from_search_engines(loaded: Declaration, client: Client) -> None:
    answer = client.get(f"/erklaringer/{SLUG}.pdf")
    assert answer["X-Robots-Tag"] == "noindex"
    assert "ovelse" in answer["Content-Disposition"]
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    with pikepdf.open(io.BytesIO(body)) as pdf:
        assert str(pdf.docinfo["/Title"]).startswith(MARK)


def test_pages_of_what_is_real_do_not_say_so(loaded: Declaration, client: Client) -> None:
    real = Declaration.objects.published()[0]
    for address in (real.get_absolute_url(), f"{real.get_absolute_url()}status/", "/erklaringer/", "/"):
        page = client.get(address).content.decode()
        assert MARK not in page
        assert "noindex" not in page


FILES = [
    (DETAIL, "signaturer"),
    (STATUS, ""),
    (STATUS, "antall"),
    (STATUS, "utvikling"),
    (STATUS, "fylkeskommuner"),
]


@pytest.mark.parametrize(("address", "table"), FILES)
def test_every_row_of_every_file_says_so(
    loaded: Declaration, client: Client, address: str, table: str
) -> None:
    asked = f"{address}?{f'tabell={table}&' if table else ''}format="
    answers = {kind: client.get(f"{asked}{kind}") for kind in ("csv", "xlsx", "json")}
    for answer in answers.values():
        assert 'filename="ovelse-' in answer["Content-Disposition"]

    lines = list(csv.reader(io.StringIO(answers["csv"].content.decode("utf-8-sig")), delimiter=";"))
    assert [line[0] for line in lines] == [MARK, *["oppdiktet"] * (len(lines) - 1)]
    assert len(lines) > 1

    book = CalamineWorkbook.from_filelike(io.BytesIO(answers["xlsx"].content))
    sheet = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in sheet] == [line[0] for line in lines]

    content = json.loads(answers["json"].content)
    assert MARK in content["title"]
    assert {row["mark"] for row in content["rows"]} == {"oppdiktet"}


def test_files_of_what_is_real_have_no_such_column(loaded: Declaration, client: Client) -> None:
    real = Declaration.objects.published()[0]
    answer = client.get(f"{real.get_absolute_url()}status/?format=csv")
    assert answer.content.decode("utf-8-sig").startswith("Kommune;")
    assert "ovelse" not in answer["Content-Disposition"]


def test_its_title_says_so_whatever_staff_call_it(loaded: Declaration, admin_pages: Client) -> None:
    form = AdminForm(admin_pages, f"/admin/declaration/declaration/{loaded.pk}/change/")
    form.set(title="Erklæringen").save()
    loaded.refresh_from_db()
    assert loaded.title == f"{MARK}: Erklæringen"


def test_the_admin_leads_to_it_and_marks_its_pages(loaded: Declaration, admin_pages: Client) -> None:
    answer = loaded.signatures.first()
    real = Declaration.objects.published()[0].signatures.first()
    assert answer is not None
    assert real is not None
    form = reverse("admin:declaration_declaration_change", args=[loaded.pk])
    assert form in admin_pages.get("/admin/").content.decode()
    pages = [
        f"{form}",
        f"{form}../history/",
        f"/admin/declaration/signature/{answer.pk}/change/",
        f"/admin/declaration/signature/{answer.pk}/delete/",
    ]
    for page in pages:
        address = page.replace("change/../", "")
        assert 'class="practice-mark"' in admin_pages.get(address).content.decode(), address
    other = admin_pages.get(f"/admin/declaration/signature/{real.pk}/change/").content.decode()
    assert 'class="practice-mark"' not in other


def test_the_admin_s_front_page_says_nothing_where_there_is_none(small: None, admin_pages: Client) -> None:
    assert "Øv her" not in admin_pages.get("/admin/").content.decode()


def test_the_log_of_changes_says_so(loaded: Declaration, admin_pages: Client) -> None:
    answer = loaded.signatures.filter(status=Signature.Status.INVITED)[0]
    edit(admin_pages, answer, case_reference="22/4", reason="prøver")
    assert f"{MARK}: {answer.party_name}" in admin_pages.get("/admin/").content.decode()


# --- It counts nowhere


def _seen(client: Client) -> dict[str, bytes]:
    """Return what the portal's pages and files answer, but for the moment they were made.

    Of each kind the first few, in one world: a page for each sector of each municipality comes of one view.
    """
    seen = {}
    for entry in PUBLIC:
        if entry.kind is Kind.PDF or entry.name.startswith("components"):
            continue
        everywhere = (
            [entry.address()] if entry.every is None else map(entry.address, islice(entry.every(), 8))
        )
        for address in everywhere:
            for query in ("", *(f"?tabell={table}&format=json" for table in entry.tables if table)):
                if address.endswith(".xlsx"):
                    # Says inside when it was made; the same tables are compared as CSV and JSON.
                    continue
                answer = client.get(f"{address}{query}")
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                seen[f"{address}{query}"] = re.sub(rb'"retrieved": "[^"]*"', b"", body)
    return seen


@pytest.mark.once
def test_nothing_real_is_touched_or_counts_it(small: None, client: Client) -> None:
    said = io.StringIO()
    call_command("check_content", stdout=said)
    before = _seen(client)
    run()
    after = _seen(client)
    assert before.keys() == after.keys()
    assert [address for address in before if before[address] != after[address]] == []
    said_then = io.StringIO()
    call_command("check_content", stdout=said_then)
    assert said.getvalue() == said_then.getvalue()
    assert client.get(STATUS).status_code == 200


# --- It goes without a trace


def test_removing_it_leaves_every_table_as_it_was(small: None) -> None:
    before = tables()
    run()
    assert tables() != before
    assert "Removed the practice round" in run("--remove")
    assert tables() == before
    assert "There is no practice round" in run("--remove")


def test_what_staff_did_in_it_goes_too(small: None, admin_pages: Client) -> None:
    before = tables()
    run()
    declaration = practice_round()
    edit(admin_pages, declaration.signatures.filter(status="invitert")[0], case_reference="1", reason="x")
    gone = declaration.signatures.filter(status="avslatt")[0]
    admin_pages.post(f"/admin/declaration/signature/{gone.pk}/delete/", {"post": "yes"})
    assert not Signature.objects.filter(pk=gone.pk).exists()
    assert tables()["django_admin_log"] != before["django_admin_log"]
    run("--remove")
    assert tables() == before


def test_a_new_one_can_be_made_afterwards(loaded: Declaration, client: Client) -> None:
    run("--remove")
    assert client.get(STATUS).status_code == 404
    run()
    assert client.get(STATUS).status_code == 200


@pytest.mark.parametrize("into_practice", [True, False])
def test_what_was_moved_between_it_and_a_real_one_stops_the_removal(
    loaded: Declaration, admin_pages: Client, into_practice: bool
) -> None:
    real = make_declaration(title="Den ekte")
    target = real
    answer = loaded.signatures.filter(status="invitert")[0]
    if into_practice:
        target, answer = (
            loaded,
            make_signature(declaration=real, municipality=make_municipality(member=False), status="invitert"),
        )
    edit(admin_pages, answer, declaration=target.pk, reason="flyttet ved en feil")
    before = tables()
    with pytest.raises(CommandError, match=rf"Signature {answer.pk} has been moved"):
        run("--remove")
    assert tables() == before


def test_a_real_declaration_can_t_be_said_to_renew_it(loaded: Declaration, admin_pages: Client) -> None:
    real = make_declaration(title="Den ekte")
    form = AdminForm(admin_pages, change("declaration", real))
    assert form.page.xpath("//select[@name='renews']/option")
    assert not form.page.xpath(f"//select[@name='renews']/option[@value='{loaded.pk}']")
    with pytest.raises(ValidationError, match="En øvelse kan ikke fornyes"):
        Declaration(title="Enda en", slug="enda-en", year=2031, renews=loaded).full_clean()


def test_one_that_renews_it_all_the_same_stops_the_removal_in_words(loaded: Declaration) -> None:
    Declaration.objects.filter(pk=make_declaration(title="Den ekte").pk).update(renews=loaded)
    with pytest.raises(CommandError, match="«Den ekte» is said to renew the exercise"):
        run("--remove")
    assert Declaration.objects.filter(pk=loaded.pk).exists()


def test_its_pdf_is_kept_no_longer_than_itself(loaded: Declaration) -> None:
    cache.set("pdf-former:erklaering-ovelse", "kept")
    run("--remove")
    assert cache.get("pdf-former:erklaering-ovelse") is None


@pytest.mark.slow
def test_with_the_council_s_members_it_is_as_large_as_a_real_one(client: Client) -> None:
    before = tables()
    run()
    page = client.get(STATUS).content.decode()
    assert "av 64" in page.replace("\u00a0", " ")
    assert 'class="chart"' in page
    run("--remove")
    assert tables() == before
