"""Addresses, Norwegian order and forgiving search."""

import pytest

from osloregionen.text import each_once, norwegian_slug, search_key, sort_key


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Øvre Eiker", "ovre-eiker"),
        ("Ås", "as"),
        ("Bærum", "baerum"),
        ("Aurskog-Høland", "aurskog-holand"),
        ("Åsnes", "asnes"),
    ],
)
def test_an_address_has_no_norwegian_letters(name: str, slug: str) -> None:
    assert norwegian_slug(name) == slug


def test_names_come_in_norwegian_order() -> None:
    names = ["Ås", "Østre Toten", "Ærfugl", "Asker", "Zapffe", "Våler", "Åsnes", "Aurskog-Høland"]

    assert sorted(names, key=sort_key) == [
        "Asker",
        "Aurskog-Høland",
        "Våler",
        "Zapffe",
        "Ærfugl",
        "Østre Toten",
        "Ås",
        "Åsnes",
    ]


def test_spaces_and_hyphens_do_not_change_the_order() -> None:
    assert sort_key("Nord-Odal") == sort_key("Nord Odal") == sort_key("nordodal")


@pytest.mark.parametrize("asked", ["baerum", "BÆRUM", "Bærum", "  bærum "])
def test_search_finds_a_name_however_it_is_written(asked: str) -> None:
    assert search_key(asked) == search_key("Bærum")


@pytest.mark.parametrize(
    ("asked", "name"), [("aas", "Ås"), ("oestre toten", "Østre Toten"), ("nord odal", "Nord-Odal")]
)
def test_search_knows_the_usual_replacements(asked: str, name: str) -> None:
    assert search_key(asked) == search_key(name)


def test_sources_of_several_rows_are_told_once_in_their_order() -> None:
    assert each_once(["Slutt", "", "Begynnelse ", "Slutt", " "]) == ["Slutt", "Begynnelse"]
