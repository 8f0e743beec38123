"""`load_content` makes what is missing and changes nothing that is there."""

from collections import Counter
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import OperationalError

from members.models import Body, Document, Meeting, Membership, Municipality, MunicipalityNumber, Population
from osloregionen.management.commands import load_content
from osloregionen.models import LoadedRow
from tests.osloregionen.content_files import ContentCopy, content_copy

__all__ = ["content_copy"]
pytestmark = pytest.mark.django_db

NEW_MUNICIPALITY = "provekommune;Prøvekommune;;;;;;;;Prøve"


def load(**options: Any) -> str:
    """Run the command and return what it says."""
    out = StringIO()
    call_command("load_content", stdout=out, **options)
    return out.getvalue()


def rows_in_the_database() -> Counter[str]:
    """Return the number of rows of each model, history and the ledger of loaded rows with them."""
    ours = ("members", "declaration", "actionplan", "emissions", "osloregionen")
    return Counter(
        {
            model._meta.label: model._base_manager.count()
            for app in ours
            for model in apps.get_app_config(app).get_models()
        }
    )


@pytest.mark.usefixtures("empty_portal")
def test_an_empty_portal_gets_all_content() -> None:
    said = load()
    assert "members.Municipality: 81 made" in said
    assert Municipality.objects.members_now().count() == 64
    assert LoadedRow.objects.filter(kind="members.Municipality").count() == 81


def test_loading_a_second_time_changes_nothing() -> None:
    before = rows_in_the_database()
    versions = list(Municipality.objects.values_list("pk", "version", "updated_at"))
    said = load()
    assert "0 rows made" in said
    assert rows_in_the_database() == before
    assert list(Municipality.objects.values_list("pk", "version", "updated_at")) == versions


def test_a_second_time_asks_the_database_a_fixed_number_of_questions(
    django_assert_max_num_queries: Any,
) -> None:
    # The ledger, one per model, one per many-to-many field, and the savepoint: never one per row.
    with django_assert_max_num_queries(50):
        load()


def test_a_staff_edit_is_kept_and_listed_as_a_difference() -> None:
    asker = Municipality.objects.get(slug="asker")
    asker.website = "https://www.asker.kommune.no"
    asker.save()
    said = load()
    asker.refresh_from_db()
    assert asker.website == "https://www.asker.kommune.no"
    assert (
        "members.Municipality asker: website is 'https://www.asker.kommune.no' in the database, "
        "'https://asker.kommune.no' in municipalities.csv" in said
    )


def test_a_reference_that_staff_changed_is_kept_and_listed() -> None:
    styret = Body.objects.get(slug="styret")
    styret.elected_by = None
    styret.save()
    said = load()
    styret.refresh_from_db()
    assert styret.elected_by is None
    assert (
        "members.Body styret: elected_by is empty in the database, 'Representantskapet' in bodies.toml"
        in said
    )


def test_what_staff_deleted_is_not_made_again() -> None:
    Document.objects.get(slug="klimakur-2030").delete()
    said = load()
    assert not Document.objects.filter(slug="klimakur-2030").exists()
    assert "members.Document klimakur-2030: deleted by staff" in said


def test_new_rows_below_something_staff_deleted_are_not_made_and_said_so(content_copy: ContentCopy) -> None:
    MunicipalityNumber.objects.filter(municipality__slug="rygge").delete()
    Municipality.objects.get(slug="rygge").delete()
    content_copy.add("populations.csv", "rygge;2019-01-01;16000;Prøve")
    said = load()
    assert not Municipality.objects.filter(slug="rygge").exists()
    assert not Population.objects.filter(count=16000).exists()
    assert "members.Population rygge-2019-01-01: members.Municipality 'rygge' is deleted by staff" in said


def test_a_row_that_staff_deleted_and_made_again_is_taken_for_the_same() -> None:
    Document.objects.get(slug="klimakur-2030").delete()
    Document.objects.create(slug="klimakur-2030", title="Klimakur 2030", kind="rapport")
    said = load()
    assert Document.objects.filter(slug="klimakur-2030").count() == 1
    assert (
        "members.Document klimakur-2030: kind is 'rapport' in the database, 'annet' in documents.toml" in said
    )
    assert "now known as content rows" not in load()


def test_a_new_row_in_a_file_is_made(content_copy: ContentCopy) -> None:
    content_copy.add("municipalities.csv", NEW_MUNICIPALITY)
    content_copy.add("memberships.csv", "provekommune;2026-01-01;;;Prøve")
    said = load()
    assert "members.Municipality: 1 made" in said
    assert Membership.objects.get(municipality__slug="provekommune").joined_on.isoformat() == "2026-01-01"


def test_a_row_that_staff_made_first_is_left_alone(content_copy: ContentCopy) -> None:
    staff_made = Municipality.objects.create(slug="provekommune", name="Navnet fra sekretariatet")
    content_copy.add("municipalities.csv", NEW_MUNICIPALITY)
    said = load()
    staff_made.refresh_from_db()
    assert staff_made.name == "Navnet fra sekretariatet"
    assert staff_made.version == 1
    assert "Already there, now known as content rows:\n  members.Municipality provekommune" in said


def test_the_order_of_rows_in_a_file_does_not_matter(content_copy: ContentCopy) -> None:
    content_copy.add("municipalities.csv", "gamlevik;Gamlevik;;;;;;nyvik;2026-01-01;Prøve")
    content_copy.add("municipalities.csv", "nyvik;Nyvik;;;;;;;;Prøve")
    load()
    assert Municipality.objects.get(slug="nyvik").predecessors.get().slug == "gamlevik"


def test_a_dry_run_says_what_would_be_made_and_writes_nothing(content_copy: ContentCopy) -> None:
    before = rows_in_the_database()
    content_copy.add("municipalities.csv", NEW_MUNICIPALITY)
    said = load(dry_run=True)
    assert "members.Municipality: 1 would be made" in said
    assert rows_in_the_database() == before


def test_history_says_that_a_row_came_from_a_content_file() -> None:
    first = Municipality.objects.get(slug="asker").history.earliest()
    assert first.history_change_reason == "Lastet fra innholdsfil"
    assert first.history_type == "+"


@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_a_file_may_begin_with_a_byte_order_mark_or_not(content_copy: ContentCopy, mark: str) -> None:
    content_copy.write("counties.csv", mark + content_copy.read("counties.csv").lstrip("\ufeff"))
    assert "0 rows made" in load()


def test_a_file_with_commas_is_read_too(content_copy: ContentCopy) -> None:
    assert "," not in content_copy.read("published_figures.csv").replace(", ", "").replace("2,", "")
    text = content_copy.read("counties.csv").replace(",", "").replace(";", ",")
    content_copy.write("counties.csv", text)
    said = load()
    assert "0 rows made" in said


def test_what_excel_does_to_numbers_and_dates_is_understood(content_copy: ContentCopy) -> None:
    content_copy.replace("municipality_numbers.csv", "aremark;0118;;2019-12-31", "aremark;118;;31.12.2019")
    content_copy.replace("populations.csv", "aremark;2022-01-01", "aremark;01.01.2022")
    said = load()
    assert "0 rows made" in said
    assert "aremark" not in said


def test_a_database_that_cannot_be_used_gives_a_message(monkeypatch: Any) -> None:
    def unreachable() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(load_content, "read_all", unreachable)
    with pytest.raises(CommandError, match="The database can't be used: connection refused"):
        load()


def test_meetings_with_the_same_title_on_other_days_are_different_rows() -> None:
    assert Meeting.objects.filter(title="Styremøte").count() > 1
