"""The tile map."""

from typing import Any

import pytest
from django.template.loader import render_to_string

from members.models import Municipality
from osloregionen.parts import Status
from osloregionen.tilemap import SOFT_HYPHEN, Tile, TileMap, short_names

SIGNED = Status("signert", "✓", "solid")
UNKNOWN = Status("ikke registrert")


def tile(name: str, row: int = 1, col: int = 1, **more: Any) -> Tile:
    """Return a tile; its place rarely matters."""
    return Tile(name, f"/medlemmer/{name.lower()}/", row, col, **more)


def drawn(tilemap: TileMap) -> str:
    """Return the map's HTML."""
    return render_to_string("_tilemap.html", {"tilemap": tilemap})


def test_tiles_come_in_reading_order() -> None:
    tilemap = TileMap.of([tile("Moss", 9, 4), tile("Gran", 3, 4), tile("Tinn", 3, 1)], label="Kart")

    assert [placed.name for placed in tilemap.tiles] == ["Tinn", "Gran", "Moss"]


def test_two_municipalities_cannot_share_a_square() -> None:
    with pytest.raises(ValueError, match="2 tiles share row 1, column 1"):
        TileMap.of([tile("Moss"), tile("Gran")], label="Kart")


def test_a_tile_outside_the_map_is_refused() -> None:
    with pytest.raises(ValueError, match="Tinn lies outside the map"):
        tile("Tinn", row=0)


def test_who_has_no_square_stands_in_the_list_and_is_named_beside_the_map() -> None:
    tiles = [tile("Tinn", 1, 1, status=SIGNED), *(tile(name, 0, 0, status=SIGNED) for name in ("Ås", "Gran"))]
    tilemap = TileMap.of(tiles, label="Kart", statuses=[SIGNED])
    html = drawn(tilemap)

    assert html.count('class="tile tone-solid"') == 1
    assert "Gran og Ås har ikke fått plass i kartet, men står i listen." in html
    assert html.count("/medlemmer/ås/") == 1
    # The legend counts everybody: its numbers are those of the page's sentences.
    assert [entry.count for entry in tilemap.legend] == [3]


def test_many_without_a_square_are_counted_instead_of_named() -> None:
    tiles = [tile("Tinn"), *(tile(f"Prøvekommune {number}", 0, 0) for number in range(6))]

    assert (
        TileMap.of(tiles, label="Kart").note
        == "6\u00a0kommuner har ikke fått plass i kartet, men står i listen."
    )


def test_hundreds_without_a_square_are_no_list_to_read_below_a_map() -> None:
    tiles = [tile("Tinn"), *(tile(f"Prøvekommune {number}", 0, 0) for number in range(101))]
    tilemap = TileMap.of(tiles, label="Kart")

    assert tilemap.note.replace("\u00a0", " ") == "101 kommuner har ikke fått plass i kartet."
    assert len(tilemap.lines) == 1


def test_a_map_of_all_has_nothing_to_say_of_the_others() -> None:
    assert TileMap.of([tile("Tinn")], label="Kart").note == ""
    assert "har ikke fått plass" not in drawn(TileMap.of([tile("Tinn")], label="Kart"))


def test_a_tile_is_placed_by_classes_and_links_to_its_municipality() -> None:
    html = drawn(TileMap.of([tile("Tinn", 6, 1)], label="Kart"))

    assert '<li class="r6 c1">' in html
    assert 'href="/medlemmer/tinn/"' in html
    assert "style=" not in html


def test_a_status_is_given_as_word_sign_and_pattern() -> None:
    html = drawn(TileMap.of([tile("Tinn", status=SIGNED)], label="Kart"))

    assert "tone-solid" in html
    assert ">✓</span>" in html
    assert '<span class="ds-sr-only">: signert</span>' in html


def test_the_legend_counts_the_tiles_and_keeps_the_given_order() -> None:
    tiles = [
        tile("Tinn", 1, 1, status=UNKNOWN),
        tile("Gran", 1, 2, status=SIGNED),
        tile("Moss", 1, 3, status=UNKNOWN),
    ]
    tilemap = TileMap.of(tiles, label="Kart", statuses=[SIGNED, Status("avslått", "×", "crossed"), UNKNOWN])

    assert [(entry.status.word, entry.count) for entry in tilemap.legend] == [
        ("signert", 1),
        ("avslått", 0),
        ("ikke registrert", 2),
    ]


def test_a_map_without_statuses_has_no_legend() -> None:
    assert "legend" not in drawn(TileMap.of([tile("Tinn")], label="Kart"))


@pytest.mark.parametrize("name", ["Holmestrand", "Kongsvinger", "Fredrikstad", "Krødsherad", "Nesodden"])
def test_a_long_name_has_a_place_to_break(name: str) -> None:
    assert SOFT_HYPHEN in tile(name).hyphenated
    assert tile(name).hyphenated.replace(SOFT_HYPHEN, "") == name


@pytest.mark.parametrize(
    ("name", "short"), [("Asker", "Aske"), ("Ås", "Ås"), ("Nordre Follo", "N.Fo"), ("Aurskog-Høland", "A.Hø")]
)
def test_a_phone_shows_a_short_name(name: str, short: str) -> None:
    assert short_names([name]) == {name: short}


def test_no_two_municipalities_share_a_short_name() -> None:
    names = ["Kongsberg", "Kongsvinger", "Ringerike", "Ringsaker", "Eidskog", "Eidsvoll", "Ås", "Åsnes"]
    short = short_names(names)
    assert [short[name] for name in names] == ["Ko.b", "Ko.v", "Ri.e", "Ri.s", "Ei.k", "Ei.v", "Ås", "Åsne"]


def test_the_council_s_members_all_have_a_short_name_of_their_own(db: None) -> None:
    names = list(Municipality.objects.members_now().values_list("name", flat=True))
    assert len(set(short_names(names).values())) == len(names) == 64


def test_the_list_below_the_map_is_in_norwegian_order_with_whole_names() -> None:
    html = drawn(
        TileMap.of([tile("Ås", 1, 1), tile("Øvre Eiker", 1, 2), tile("Holmestrand", 1, 3)], label="Kart")
    )
    below = html.split("<details", 1)[1]

    assert below.index("Holmestrand") < below.index("Øvre Eiker") < below.index(">Ås<")


def test_the_readers_own_municipality_is_marked() -> None:
    html = drawn(TileMap.of([tile("Tinn", 1, 1), tile("Gran", 1, 2)], label="Kart", here="Gran"))

    assert html.count('aria-current="true"') == 1


def test_the_legend_says_once_what_several_tiles_say_each_in_their_own_words() -> None:
    words = ("Røyken: signert", "Skedsmo: signert; Fet: avslått")
    merged = [Status(word, "◐", "striped", group="slått sammen") for word in words]
    tiles = [Tile(f"Kommune {n}", "/", 1, n + 1, status) for n, status in enumerate(merged)]
    legend = TileMap.of(tiles, label="Kart", statuses=merged).legend
    assert [(entry.status.word, entry.status.sign, entry.count) for entry in legend] == [
        ("slått sammen", "◐", 2)
    ]
