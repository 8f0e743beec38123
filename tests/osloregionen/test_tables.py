"""Tables and list pages."""

import re
from typing import Any

import django_tables2
import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from osloregionen.models import LoadedRow
from osloregionen.tables import NameColumn, NumberColumn, Table
from osloregionen.text import sort_key

pytestmark = pytest.mark.urls("tests.osloregionen.shared_urls")


class Places(Table):
    """Names and numbers."""

    caption = "Kommuner"
    name = NameColumn(
        verbose_name="Kommune", sort="sort_name", linkify=lambda record: f"/m/{record['name']}/"
    )
    people = NumberColumn(verbose_name="Innbyggere")


def places(*names: str, people: tuple[int | None, ...] = ()) -> list[dict[str, Any]]:
    """Return rows of names."""
    numbers = [*people, *[None] * len(names)]
    return [{"name": n, "sort_name": sort_key(n), "people": p} for n, p in zip(names, numbers, strict=False)]


def html_of(table: Table) -> str:
    """Return a table as it is drawn."""
    return render_to_string("_table.html", {"table": table})


def names_in(html: str) -> list[str]:
    """Return the row headers' texts."""
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', html)


def at(address: str, *rows: dict[str, Any]) -> Table:
    """Return the table as the address sorts it."""
    return Places(list(rows)).configure(RequestFactory().get(address))


def test_the_first_cell_names_its_row_and_links() -> None:
    assert '<th scope="row"><a href="/m/Gran/">Gran</a></th>' in html_of(Places(places("Gran")))


def test_numbers_are_written_in_norwegian_and_aligned() -> None:
    assert '<td class="num" data-label="Innbyggere">1\u00a0315</td>' in html_of(
        Places(places("Aremark", people=(1315,)))
    )


class Notes(Table):
    """A name and a note of it."""

    caption = "Notater"
    stack_from = 2
    name = django_tables2.Column(verbose_name="Navn")
    note = django_tables2.Column(verbose_name="Notat", empty_values=())

    def render_note(self, value: str) -> str:
        """Return the note, or nothing."""
        return value


@pytest.mark.parametrize("note", ["", "–"])
def test_a_cell_brings_its_heading_to_a_phone_where_it_says_something(note: str) -> None:
    assert 'data-label="Notat"' in html_of(Notes([{"name": "Gran", "note": "ny"}]))
    assert "data-label" not in html_of(Notes([{"name": "Gran", "note": note}]))


def test_a_phone_shows_rows_as_blocks_from_a_number_of_columns() -> None:
    assert "table-wide" in html_of(Notes([]))
    assert "table-wide" not in html_of(Places(places("Gran")))


def test_an_unknown_value_says_so() -> None:
    assert "ikke registrert" in html_of(Places(places("Gran")))


def test_a_table_scrolls_in_a_region_that_the_keyboard_reaches() -> None:
    html = html_of(Places(places("Gran")))
    region = re.search(
        r'<div class="table-region" role="region" tabindex="0" aria-labelledby="([^"]+)"', html
    )

    assert region is not None
    assert f'<caption id="{region.group(1)}"' in html


def test_an_empty_table_says_so_in_norwegian() -> None:
    assert "Ingen rader å vise." in html_of(Places([]))


def test_names_sort_in_norwegian_order() -> None:
    rows = places("Ås", "Øvre Eiker", "Asker", "Våler")

    assert names_in(html_of(at("/?sort=name", *rows))) == ["Asker", "Våler", "Øvre Eiker", "Ås"]
    assert names_in(html_of(at("/?sort=-name", *rows))) == ["Ås", "Øvre Eiker", "Våler", "Asker"]


@pytest.mark.parametrize(
    ("sort", "order"), [("people", ["Gran", "Ås", "Tinn"]), ("-people", ["Ås", "Gran", "Tinn"])]
)
def test_unknown_values_come_last_either_way(sort: str, order: list[str]) -> None:
    rows = places("Tinn", "Gran", "Ås", people=(None, 5, 9))

    assert names_in(html_of(at(f"/?sort={sort}", *rows))) == order


def test_a_heading_says_how_the_table_is_sorted_and_turns_it() -> None:
    html = html_of(at("/?sort=name&fylke=3", *places("Gran")))

    assert re.search(r'aria-sort="ascending"><a href="\?sort=-name&amp;fylke=3"', html)


def test_an_unknown_sorting_is_ignored() -> None:
    html = html_of(at("/?sort=passord__x", *places("Ås", "Gran")))

    assert names_in(html) == ["Ås", "Gran"]
    assert "aria-sort" not in html


def test_the_callers_list_keeps_its_order() -> None:
    rows = places("Ås", "Gran")
    at("/?sort=name", *rows)

    assert [row["name"] for row in rows] == ["Ås", "Gran"]


def test_text_in_a_cell_is_escaped() -> None:
    class Plain(Table):
        name = django_tables2.Column()

    assert "&lt;script&gt;" in html_of(Plain([{"name": "<script>"}]))


def test_a_long_table_is_paged_with_links_that_keep_the_filters(client: Any) -> None:
    table = Places(places("Ås", "Gran", "Tinn")).configure(
        RequestFactory().get("/?page=2&fylke=3"), per_page=1
    )
    html = render_to_string("_table.html", {"table": table}, request=table.request)

    assert names_in(html) == ["Gran"]
    assert "Side 2 av 3" in html
    assert 'href="?page=3&amp;fylke=3"' in html


@pytest.mark.parametrize("page", ["0", "-1", "99", "abc", ""])
def test_a_page_that_does_not_exist_shows_one_that_does(page: str) -> None:
    table = Places(places("Ås", "Gran")).configure(
        RequestFactory().get(f"/?page={page}&per_page=0"), per_page=1
    )

    assert len(list(table.body)) == 1


@pytest.fixture
def rows(db: None) -> None:
    """Put three book-keeping rows into the database."""
    for number, key in enumerate(["baerum", "gran", "tinn"], start=1):
        LoadedRow.objects.create(kind="prøve", key=key, object_id=number)


@pytest.mark.usefixtures("rows")
class TestListPage:
    """The list page that TableListView makes."""

    def test_it_says_how_many_there_are(self, client: Any) -> None:
        assert "3\u00a0rader." in client.get("/prove/rader/").content.decode()

    def test_it_says_how_many_match(self, client: Any) -> None:
        assert "1 av 3\u00a0rader." in client.get("/prove/rader/?navn=BÆRUM").content.decode()

    def test_it_says_when_none_match(self, client: Any) -> None:
        assert (
            "Ingen av 3\u00a0rader passer til valgene."
            in client.get("/prove/rader/?navn=xyz").content.decode()
        )

    def test_a_search_for_signs_only_finds_nothing(self, client: Any) -> None:
        assert "Ingen av 3\u00a0rader" in client.get("/prove/rader/?navn=–").content.decode()

    def test_the_choices_can_be_reset(self, client: Any) -> None:
        assert "Nullstill valgene" in client.get("/prove/rader/?navn=gran").content.decode()
        assert "Nullstill valgene" not in client.get("/prove/rader/").content.decode()

    def test_a_wrong_filter_value_gives_a_norwegian_message(self, client: Any) -> None:
        answer = client.get("/prove/rader/?object_id=abc")

        assert answer.status_code == 200
        assert "Oppgi et tall." in answer.content.decode()

    def test_the_source_stands_below_the_table(self, client: Any) -> None:
        assert "Kilde: Prøvene" in client.get("/prove/rader/").content.decode()

    def test_files_keep_the_filters(self, client: Any) -> None:
        page = client.get("/prove/rader/?navn=gran&page=1").content.decode()

        assert 'href="?navn=gran&amp;format=csv"' in page
        assert client.get("/prove/rader/?navn=gran&format=csv").content.decode().count("\r\n") == 2

    def test_an_unknown_format_names_the_known_ones(self, client: Any) -> None:
        answer = client.get("/prove/rader/?format=pdf")

        assert answer.status_code == 400
        assert (
            "Formatet «pdf» finnes ikke. Lister kan lastes ned som csv, xlsx, json."
            in answer.content.decode()
        )

    def test_a_file_with_a_wrong_filter_value_is_refused(self, client: Any) -> None:
        answer = client.get("/prove/rader/?format=csv&object_id=abc")

        assert answer.status_code == 400
        assert "Oppgi et tall." in answer.content.decode()

    def test_a_list_cannot_be_changed(self, client: Any) -> None:
        assert client.post("/prove/rader/").status_code == 405

    def test_more_rows_take_no_more_queries(self, client: Any, count_queries: Any) -> None:
        few = count_queries("/prove/rader/?navn=a")
        for number in range(640):
            LoadedRow.objects.create(kind="prøve", key=f"a{number}", object_id=100 + number)

        assert count_queries("/prove/rader/?navn=a") == few


def test_a_page_with_several_tables_gives_the_one_that_is_asked_for(client: Any, db: None) -> None:
    assert "22" in client.get("/prove/del/?format=csv").content.decode()
    assert "50" in client.get("/prove/del/?format=csv&tabell=flere").content.decode()
    assert client.get("/prove/del/").content == b"siden"


def test_an_unknown_table_of_a_page_is_refused(client: Any, db: None) -> None:
    answer = client.get("/prove/del/?format=csv&tabell=x")

    assert answer.status_code == 400
    assert "Siden har ikke tabellen «x»." in answer.content.decode()
