"""Editions in the admin: what may be mended, and the steps that put one into use and take it out."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from lxml import html

from emissions.current import publication_in_use
from emissions.models import Edition, Publication
from emissions.services import publish_edition, return_to_former
from tests.emissions.conftest import EVERY_NINE
from tests.emissions.importing import ImportPages
from tests.osloregionen.adminform import AdminForm, change

pytestmark = pytest.mark.django_db

Make = Callable[..., Edition]
#: When the edition of all municipalities is published, and what makes one of a municipality.
ALL: str = "2025-11-01"
ONE: dict[str, Any] = {"one": "Prøvekommune 1", "numbers": [0]}


def step(edition: Edition, name: str) -> str:
    """Return the address of a step's page."""
    return f"/admin/emissions/edition/{edition.pk}/{name}/"


@pytest.fixture
def pages(admin_pages: Client) -> ImportPages:
    """The browser of somebody who may do everything."""
    return ImportPages(admin_pages)


def named(edition: Edition) -> str:
    """Return an edition as the text of a page has it."""
    return str(edition).replace("\xa0", " ")


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

    assert f"I bruk nå: «{named(first)}»." in pages.text
    assert f"Blir tatt i bruk med en gang du bekrefter: «{named(second)}»." in pages.text
    assert f"Etterpå viser nettsidene tallene for regionen fra «{named(second)}»." in pages.text
    assert in_use() == first


def test_one_step_brings_the_former_back(pages: ImportPages, make_edition: Make) -> None:
    first, second = make_edition(published_on="2024-11-01"), make_edition(published_on="2025-11-01", more=1)
    for edition in (first, second):
        publish_edition(edition=edition)

    pages.open(step(second, "ta-ut-av-bruk"))
    assert f"Etterpå er «{named(first)}» i bruk igjen." in pages.text
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
    assert f"I bruk nå: «{named(first)}»" in pages.text
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

    assert f"For Prøvekommune 1 gjelder likevel «{named(of_all)}», som er like ny eller nyere." in told
    assert f"viser ikke nettsidene tallene fra «{named(older)}»" in told
    pages.press("Ta utgaven i bruk")
    assert f"«{named(older)}» er tatt i bruk, men nettsidene viser den ikke" in pages.text
    assert "Nettsidene viser den nå." not in pages.text


def test_without_the_edition_of_all_those_of_municipalities_are_said_to_be_shown(
    pages: ImportPages, make_edition: Make
) -> None:
    of_all, own = make_edition(published_on=ALL), make_edition(published_on="2025-11-05", **ONE)
    for edition in (of_all, own):
        publish_edition(edition=edition)

    pages.open(step(of_all, "ta-ut-av-bruk"))

    assert "nettsidene viser ingen tall for regionen fra statistikken." in pages.text
    assert f"For Prøvekommune 1 viser nettsidene fortsatt tallene fra «{named(own)}»." in pages.text
    pages.press("Ta ut av bruk")
    assert "Ingen utgave for alle kommuner er i bruk nå." in pages.text


@pytest.mark.parametrize("is_older", [True, False], ids=["older than that of all", "newer than that of all"])
def test_a_former_edition_of_a_municipality_counts_only_where_it_is_newer(
    pages: ImportPages, make_edition: Make, is_older: bool
) -> None:
    of_all = make_edition(published_on=ALL)
    former = make_edition(published_on="2025-10-01" if is_older else "2025-11-02", more=1, **ONE)
    latest = make_edition(published_on="2025-11-05", **ONE)
    for edition in (of_all, former, latest):
        publish_edition(edition=edition)

    pages.open(step(latest, "ta-ut-av-bruk"))

    assert f"Etterpå er «{named(former)}» i bruk igjen." in pages.text
    shown = f"Etterpå viser nettsidene tallene for Prøvekommune 1 fra «{named(former)}»."
    not_shown = f"For Prøvekommune 1 gjelder likevel «{named(of_all)}», som er like ny eller nyere."
    assert (shown in pages.text, not_shown in pages.text) == (not is_older, is_older)
    pages.press("Ta ut av bruk")
    assert f"«{named(former)}» er i bruk igjen." in pages.text
    of_all_counts = f"For Prøvekommune 1 gjelder «{named(of_all)}», som er like ny eller nyere."
    assert (of_all_counts in pages.text) == is_older


@pytest.mark.parametrize("is_all_in_use", [True, False])
def test_without_its_own_edition_a_municipality_has_that_of_all_or_none(
    pages: ImportPages, make_edition: Make, is_all_in_use: bool
) -> None:
    of_all, own = make_edition(published_on=ALL), make_edition(published_on="2025-11-05", **ONE)
    for edition in (of_all, own) if is_all_in_use else (own,):
        publish_edition(edition=edition)

    pages.open(step(own, "ta-ut-av-bruk"))

    for_all = f"Etterpå gjelder utgaven for alle kommuner, «{named(of_all)}», også for Prøvekommune 1."
    none = "Etterpå er ingen utgave i bruk for Prøvekommune 1, og nettsidene viser ingen tall for kommunen"
    assert (for_all in pages.text, none in pages.text) == (is_all_in_use, not is_all_in_use)


def test_a_new_edition_of_all_names_the_municipalities_whose_own_is_newer_and_older(
    pages: ImportPages, make_edition: Make
) -> None:
    ones = [
        make_edition(published_on=on, one=f"Prøvekommune {place}", numbers=[0])
        for place, on in enumerate(("2025-11-05", "2025-10-01"))
    ]
    for edition in ones:
        publish_edition(edition=edition)
    of_all = make_edition(published_on=ALL)

    pages.open(step(of_all, "ta-i-bruk"))

    assert f"For Prøvekommune 0 viser nettsidene tallene fra «{named(ones[0])}», som er nyere." in pages.text
    assert f"For Prøvekommune 1 er også «{named(ones[1])}» i bruk, men den er ikke nyere" in pages.text
    pages.press("Ta utgaven i bruk")
    assert f"For Prøvekommune 0 gjelder «{named(ones[0])}», som er nyere." in pages.text
    assert "For Prøvekommune 1" not in pages.text


def test_an_undated_edition_of_a_municipality_says_what_its_date_decides(
    pages: ImportPages, make_edition: Make
) -> None:
    of_all = make_edition(published_on=ALL)
    publish_edition(edition=of_all)

    told = pages.open(step(make_edition(**ONE), "ta-i-bruk")).text

    assert f"hvis den er publisert senere enn «{named(of_all)}». Ellers er det den som gjelder." in told


def test_an_edition_that_is_older_than_the_one_in_use_warns(pages: ImportPages, make_edition: Make) -> None:
    publish_edition(edition=make_edition(published_on="2025-12-20"))
    older = make_edition(published_on="2025-12-01", more=1)

    told = pages.open(step(older, "ta-i-bruk")).text

    assert "Utgaven er publisert 1. desember 2025, før den som er i bruk nå (20. desember 2025)." in told


def test_an_edition_that_lacks_members_warns_before_it_is_put_into_use(
    pages: ImportPages, make_edition: Make
) -> None:
    whole = make_edition(published_on=ALL, of=EVERY_NINE, numbers=[9101, 9102, 9103, 1103])
    assert "Se etter" not in pages.open(step(whole, "ta-i-bruk")).text
    part = make_edition(published_on=ALL, of=EVERY_NINE, numbers=[9101])

    told = pages.open(step(part, "ta-i-bruk")).text

    assert "Utgaven har bare tall for 1 av de 3 medlemmene." in told
    assert "Nettsidene får ingen sum for regionen" in told


def test_an_edition_of_the_members_alone_warns(pages: ImportPages, make_edition: Make) -> None:
    told = pages.open(step(make_edition(published_on=ALL, of=EVERY_NINE), "ta-i-bruk")).text

    assert "Filen har bare medlemmenes kommuner; summen for landet blir da medlemmenes." in told


def test_an_edition_that_lacks_years_of_the_one_in_use_warns(pages: ImportPages, make_edition: Make) -> None:
    whole = make_edition(published_on=ALL, years=(2009, 2011, 2024))
    publish_edition(edition=whole)
    part = make_edition(published_on=ALL, years=(2024,), more=1)

    told = pages.open(step(part, "ta-i-bruk")).text

    assert f"Utgaven har ingen tall for 2009 og 2011, som «{named(whole)}» har." in told


def test_the_page_of_an_edition_tells_its_number_and_sums_and_gives_its_file(
    admin_pages: Client, make_edition: Make
) -> None:
    edition = make_edition(published_on=ALL, of=EVERY_NINE)
    page = html.fromstring(admin_pages.get(change("edition", edition)).content.decode())

    assert page.xpath(f"//div[contains(@class, 'field-number')]//div[.='{edition.pk}']")
    rows = [
        [cell.text_content().replace("\xa0", " ") for cell in row]
        for row in page.xpath("//div[@class='edition-sums']//tbody/tr")
    ]
    assert rows == [["2024", "2 700", "–"], ["2023", "2 700", "–"]]
    [link] = page.xpath("//a[contains(., 'Last ned')]/@href")
    answer = admin_pages.get(link)
    assert b"".join(answer.streaming_content) == bytes(edition.file.content)  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="prove.xlsx"'


def test_an_edition_of_a_municipality_does_not_say_how_many_members_there_were(
    pages: ImportPages, make_edition: Make
) -> None:
    words = "Medlemmer da den ble lest"
    assert words in pages.open(change("edition", make_edition())).text
    told = pages.open(change("edition", make_edition(**ONE))).text
    assert words not in told
    assert "Kommune: Prøvekommune" in told


def test_the_file_of_an_edition_is_for_those_who_may_see_it(client: Client, make_edition: Make) -> None:
    user = get_user_model().objects.create_user("annen", password="x", is_staff=True)
    client.force_login(user)
    assert client.get(step(make_edition(), "fil")).status_code == 403


def test_the_history_tells_when_an_edition_was_in_use(pages: ImportPages, make_edition: Make) -> None:
    edition = make_edition(published_on=ALL)
    return_to_former(publication=publish_edition(edition=edition))

    told = pages.open(f"/admin/emissions/edition/{edition.pk}/history/").text

    assert told.index("Tatt ut av bruk") < told.index("Tatt i bruk")


def test_two_editions_of_the_same_years_are_told_apart(make_edition: Make) -> None:
    first, second = make_edition(published_on=ALL), make_edition(published_on=ALL, more=1)
    assert first.title == second.title
    assert named(first) == f"{first.title} (utgave {first.pk}, publisert 1. november 2025)"
    assert named(first) != named(second)
    assert named(make_edition(more=2)).endswith(", uten publiseringsdato)")


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


def test_the_list_says_which_is_in_use(pages: ImportPages, make_edition: Make) -> None:
    first, second = make_edition(published_on="2024-11-01"), make_edition(published_on="2025-11-01", more=1)
    overruled = make_edition(**ONE, published_on="2025-10-01")
    for edition in (first, second, overruled):
        publish_edition(edition=edition)

    pages.open("/admin/emissions/edition/")

    said = {
        row.xpath("string(.//*[contains(@class, 'field-number')])").strip(): row.xpath(
            "string(.//*[contains(@class, 'field-used')])"
        ).strip()
        for row in pages.page.xpath("//table[@id='result_list']/tbody/tr")
    }
    assert said == {
        f"{first.pk}": "nei",
        f"{second.pk}": "ja, gjelder nå",
        f"{overruled.pk}": "ja, men utgaven for alle gjelder",
    }


def test_who_changes_the_date_of_an_edition_in_use_is_told_which_counts(
    admin_pages: Client, make_edition: Make
) -> None:
    of_all, own = make_edition(published_on=ALL), make_edition(**ONE, published_on="2025-12-01")
    for edition in (of_all, own):
        publish_edition(edition=edition)

    def told() -> str:
        return admin_pages.get("/admin/").content.decode().replace("\xa0", " ")

    AdminForm(admin_pages, change("edition", own)).set(published_on="1.10.2025").save()
    of_all.refresh_from_db()
    assert f"For Prøvekommune 1 gjelder nå «{named(of_all)}»." in html.fromstring(told()).text_content()
    AdminForm(admin_pages, change("edition", own)).set(title="Et annet navn").save()
    assert "avgjør hvilken utgave" not in told()
    AdminForm(admin_pages, change("edition", of_all)).set(published_on="1.9.2025").save()
    own.refresh_from_db()
    assert f"For Prøvekommune 1 gjelder nå «{named(own)}»." in html.fromstring(told()).text_content()
