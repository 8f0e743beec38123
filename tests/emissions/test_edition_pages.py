"""Editions in the admin: what may be mended, and the steps that put one into use and take it out."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from emissions.current import publication_in_use
from emissions.models import Edition, Publication
from emissions.services import publish_edition
from tests.emissions.importing import ImportPages
from tests.osloregionen.adminform import AdminForm, change

pytestmark = pytest.mark.django_db

Make = Callable[..., Edition]


def step(edition: Edition, name: str) -> str:
    """Return the address of a step's page."""
    return f"/admin/emissions/edition/{edition.pk}/{name}/"


@pytest.fixture
def pages(admin_pages: Client) -> ImportPages:
    """The browser of somebody who may do everything."""
    return ImportPages(admin_pages)


def in_use() -> Edition | None:
    """Return the edition of all municipalities that is in use."""
    standing = publication_in_use("all")
    return standing.edition if standing else None


def test_an_edition_without_a_date_asks_for_it_before_it_is_put_into_use(
    pages: ImportPages, make_edition: Make
) -> None:
    edition = make_edition()
    pages.open(step(edition, "ta-i-bruk"))

    pages.press("Ta utgaven i bruk")
    assert "Feltet er påkrevet." in pages.text
    pages.press("Ta utgaven i bruk", published_on="1.1.2999")
    assert "Datoen kan ikke ligge fram i tid." in pages.text
    assert in_use() is None
    pages.press("Ta utgaven i bruk", published_on="1.11.2025")

    edition.refresh_from_db()
    assert (in_use(), edition.published_on) == (edition, dt.date(2025, 11, 1))
    assert edition.history.first().history_change_reason == "Publiseringsdato fylt ut"


def test_the_page_names_what_is_in_use_and_what_comes_instead(pages: ImportPages, make_edition: Make) -> None:
    first, second = make_edition(published_on="2024-11-01"), make_edition(published_on="2025-11-01", more=1)
    publish_edition(edition=first)

    pages.open(step(second, "ta-i-bruk"))

    assert f"I bruk nå: «{first}» (publisert: 1. november 2024)." in pages.text
    assert f"Blir tatt i bruk: «{second}» (publisert: 1. november 2025)." in pages.text
    assert in_use() == first


def test_one_step_brings_the_former_back(pages: ImportPages, make_edition: Make) -> None:
    first, second = make_edition(published_on="2024-11-01"), make_edition(published_on="2025-11-01", more=1)
    for edition in (first, second):
        publish_edition(edition=edition)

    pages.open(step(second, "ta-ut-av-bruk"))
    assert f"Etterpå er «{first}» (publisert: 1. november 2024) i bruk igjen." in pages.text
    pages.press("Ta ut av bruk")

    assert in_use() == first
    assert "er i bruk igjen." in pages.text
    assert pages.open(step(second, "ta-ut-av-bruk")).buttons == []
    assert "Fra " in pages.open(change("edition", second)).text


def test_who_confirms_after_another_edition_came_into_use_is_told(
    pages: ImportPages, make_edition: Make
) -> None:
    first, second = make_edition(published_on="2024-11-01"), make_edition(published_on="2025-11-01", more=1)
    pages.open(step(second, "ta-i-bruk"))
    publish_edition(edition=first)

    pages.press("Ta utgaven i bruk")

    assert "mens du så på siden" in pages.text
    assert f"I bruk nå: «{first}»" in pages.text
    assert in_use() == first
    pages.press("Ta utgaven i bruk")
    assert in_use() == second


def test_who_takes_out_what_a_colleague_replaced_is_told(pages: ImportPages, make_edition: Make) -> None:
    first, second = make_edition(published_on="2024-11-01"), make_edition(published_on="2025-11-01", more=1)
    publish_edition(edition=first)
    pages.open(step(first, "ta-ut-av-bruk"))
    publish_edition(edition=second)

    pages.press("Ta ut av bruk")

    assert "mens du holdt på" in pages.text
    assert in_use() == second


def test_a_colleague_without_the_permission_takes_neither_step(make_edition: Make) -> None:
    first, second = make_edition(published_on="2024-11-01"), make_edition(published_on="2025-11-01", more=1)
    publish_edition(edition=first)
    colleague = get_user_model().objects.create_user("kari", is_staff=True)
    client = Client()
    client.force_login(colleague)
    seen = {"seen": f"{publication_in_use('all').pk}"}  # type: ignore[union-attr]
    for address in (step(second, "ta-i-bruk"), step(first, "ta-ut-av-bruk")):
        assert client.get(address).status_code == 403
        assert client.post(address, seen).status_code == 403
    assert in_use() == first


def test_looking_changes_nothing(pages: ImportPages, make_edition: Make) -> None:
    edition = make_edition(published_on="2025-11-01")
    for name in ("ta-i-bruk", "ta-ut-av-bruk"):
        pages.open(step(edition, name))
    assert not Publication.objects.exists()


def test_an_older_edition_of_all_tells_that_one_of_a_municipality_does_not_count(
    pages: ImportPages, make_edition: Make
) -> None:
    of_all = make_edition(published_on="2025-11-01")
    publish_edition(edition=of_all)
    older = make_edition(published_on="2025-10-01", one="Prøvekommune 1", numbers=[0])

    told = pages.open(step(older, "ta-i-bruk")).text

    assert "Mens den er i bruk, hentes tallene for Prøvekommune 1 derfra." in told


def test_what_an_edition_says_of_itself_may_be_mended_and_no_more(
    admin_pages: Client, make_edition: Make
) -> None:
    edition = make_edition()
    form = AdminForm(admin_pages, change("edition", edition))

    fields = set(form.page.xpath("//form[@id='edition_form']//@name"))
    assert {"title", "publisher", "published_on", "downloaded_on", "source", "verified_on"} <= fields
    assert not {"sha256", "row_count", "kind", "municipality"} & fields
    assert form.set(published_on="1.11.2025", verified_on="2.11.2025").save() == ""

    edition.refresh_from_db()
    assert edition.published_on == dt.date(2025, 11, 1)
    assert edition.history.count() == 2


@pytest.mark.parametrize(
    ("on", "told"),
    [("", "En utgave som er tatt i bruk, må ha publiseringsdato."), ("1.1.2999", "ikke ligge fram i tid")],
)
def test_an_edition_in_use_keeps_a_date_of_publication(
    admin_pages: Client, make_edition: Make, on: str, told: str
) -> None:
    edition = make_edition(published_on="2025-11-01")
    publish_edition(edition=edition)

    assert told in AdminForm(admin_pages, change("edition", edition)).set(published_on=on).save()

    edition.refresh_from_db()
    assert edition.published_on == dt.date(2025, 11, 1)


def test_the_list_says_which_is_in_use(admin_pages: Client, make_edition: Make, count_queries: Any) -> None:
    first, second = make_edition(published_on="2024-11-01"), make_edition(published_on="2025-11-01", more=1)
    for edition in (first, second):
        publish_edition(edition=edition)

    page = admin_pages.get("/admin/emissions/edition/").content.decode()

    assert page.count("icon-yes") == 1
    assert page.count("icon-no") == 1
