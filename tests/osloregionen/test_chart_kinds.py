"""What each kind of chart says: names beside lines, what is not known, shares, targets, small multiples."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from osloregionen.charts import (
    Chart,
    Line,
    Panel,
    Part,
    YearMark,
    area_chart,
    line_chart,
    path_chart,
    share_chart,
    small_multiples,
)
from osloregionen.component_charts import CHARTS
from osloregionen.component_samples import ROWS, NarrowTable
from osloregionen.drawing.look import AREAS, COLOURS, Stroke, strokes
from tests.osloregionen.drawings import drawings, shapes, texts, words

TOLD: dict[str, Any] = {
    "name": "prove",
    "title": "Prøve",
    "alt": "Det man ser",
    "source": "prøvekilde",
    "table": NarrowTable(ROWS),
}
LONG = "Annen mobil forbrenning"


def lines(*made: Line, **told: Any) -> Chart:
    return line_chart(**TOLD, lines=made, **told)


def sloping(label: str, *values: float | None, style: str = "") -> Line:
    return Line(label, tuple((2015 + year, value) for year, value in enumerate(values)), style)


def paths(drawing: str) -> list[dict[str, str]]:
    """Return the lines of a drawing, but for its grid and other help."""
    return [shape for shape in shapes(drawing) if shape.get("stroke-width") == "2.5"]


# --- Lines ----------------------------------------------------------------------------------------


def test_lines_that_end_together_keep_their_names_apart_and_in_order() -> None:
    drawn = texts(lines(sloping("Nederst", 5, 1), sloping("Øverst", 5, 3), sloping("Midt", 5, 2, 2)).svg)
    places = {text.words: text.bottom for text in drawn}
    assert places["Nederst"] - places["Midt"] >= 17
    assert places["Midt"] - places["Øverst"] >= 17


def test_where_names_have_no_room_the_ends_have_numbers_and_a_list_explains_them() -> None:
    chart = lines(sloping(LONG, 3, 1), sloping("Jordbruk", 3, 2))
    assert words(chart.svg)[-2:] == [LONG, "Jordbruk"]
    # From the top down, as the lines end.
    assert words(chart.narrow)[-4:] == ["1", "Jordbruk", "2", LONG]


def test_a_year_that_is_not_known_breaks_its_line_and_one_without_a_row_does_not() -> None:
    broken = lines(sloping("A", 3, 4, None, 5, 6), sloping("B", 1, 1, 1, 1, 1))
    assert len(paths(broken.svg)) == 3
    skipped = lines(Line("A", ((2009, 3), (2011, 4))), Line("B", ((2009, 1), (2011, 2))))
    assert len(paths(skipped.svg)) == 2


def test_a_year_between_two_unknown_ones_is_a_point() -> None:
    many = [sloping(f"Linje {number}", number, number, number) for number in range(1, 5)]
    assert not points(lines(*many))
    assert len(points(lines(*many, sloping("Alene", None, 7, None)))) == 1


def points(chart: Chart) -> list[dict[str, str]]:
    """Return the points of a chart."""
    return [shape for shape in shapes(str(chart.svg)) if shape["tag"] == "circle"]


def test_a_single_line_has_its_first_and_its_last_value() -> None:
    chart = lines(sloping("Samlet", Fraction(12345675, 10), 1_100_000, None), unit="tonn")
    for drawing in drawings(chart):
        # Half a tonne is rounded away from zero.
        assert {"1\u00a0234\u00a0568", "1\u00a0100\u00a0000"} <= set(words(drawing))
        assert "Samlet" not in words(drawing)


def test_an_axis_that_reaches_a_million_counts_in_millions_and_says_so() -> None:
    millions = words(lines(sloping("A", 2_500_000, 900_000), sloping("B", 3, 4), unit="tonn").svg)
    assert "millioner tonn" in millions
    assert {"0,0", "0,5", "2,5"} <= set(millions)
    thousands = words(lines(sloping("A", 900_000, 4), sloping("B", 3, 4), unit="tonn").svg)
    assert "tonn" in thousands
    assert "800\u00a0000" in thousands


def test_years_are_written_without_a_space_and_the_first_and_last_are_there() -> None:
    for drawing in drawings(lines(sloping("A", *range(10)), sloping("B", *range(10)))):
        assert {"2015", "2024"} <= set(words(drawing))


def test_a_marked_year_stands_in_the_drawing_and_one_outside_is_left_out() -> None:
    marks = [YearMark(2016, "Erklæringen"), YearMark(1990, "Lenge siden")]
    said = words(lines(sloping("A", 3, 4, 5), sloping("B", 1, 1, 1), marks=marks).svg)
    assert "Erklæringen" in said
    assert "Lenge siden" not in said


def test_no_two_of_twelve_lines_look_alike_without_their_names() -> None:
    looks = strokes(tuple(sloping(str(number), 1) for number in range(12)))
    assert len({(look.colour, look.dash) for look in looks}) == 12


def test_a_line_said_to_stand_out_is_the_only_one_of_its_colour() -> None:
    first, *others = strokes((sloping("A", 1, style="strong"), sloping("B", 1), sloping("C", 1)))
    assert first == Stroke(COLOURS["strong"], width=3)
    assert first.colour not in {look.colour for look in others}


@pytest.mark.parametrize("made", [[], [sloping("A", None)], [sloping(str(n), 1) for n in range(13)]])
def test_nothing_known_or_too_many_lines_are_refused(made: list[Line]) -> None:
    with pytest.raises(ValueError, match="12 lines"):
        lines(*made)


# --- Areas ----------------------------------------------------------------------------------------


def lightness(colour: str) -> float:
    """Return how light a colour is on grey paper, from 0 to 1."""
    red, green, blue = (int(COLOURS[colour][place : place + 2], 16) / 255 for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_areas_on_each_other_differ_in_lightness() -> None:
    differences = [abs(lightness(one) - lightness(two)) for one, two in pairwise(AREAS)]
    assert min(differences) > 0.25


def test_a_year_that_one_area_lacks_is_left_out_of_all() -> None:
    chart = area_chart(**TOLD, lines=[sloping("A", 3, 3, 3, 3, 3), sloping("B", 2, 2, None, 2, 2)])
    # Two areas, each in two pieces.
    assert len([one for one in shapes(chart.svg) if one["d"].endswith("Z")]) == 4


def test_areas_are_stacked_to_the_height_of_their_sum() -> None:
    chart = area_chart(**TOLD, lines=[sloping("A", 30, 30), sloping("B", 20, 50)])
    assert {"0", "20", "80"} <= set(words(chart.svg))
    assert "100" not in words(chart.svg)


def test_what_cannot_be_stacked_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        area_chart(**TOLD, lines=[sloping("A", 3, -1)])
    with pytest.raises(ValueError, match="all of them"):
        area_chart(**TOLD, lines=[sloping("A", 3, None), sloping("B", None, 3)])


# --- Shares ---------------------------------------------------------------------------------------


def test_shares_are_of_the_sum_and_the_largest_comes_first() -> None:
    chart = share_chart(
        **TOLD, parts=[Part("Sjøfart", 1), Part("Veitrafikk", Fraction(5, 2)), Part("Annet", 0)]
    )
    for drawing in drawings(chart):
        names = [word for word in words(drawing) if "%" not in word]
        assert names == ["Veitrafikk", "Sjøfart", "Annet"]
        assert [word for word in words(drawing) if "%" in word] == [
            "71,4\u00a0%",
            "28,6\u00a0%",
            "0,0\u00a0%",
        ]


@pytest.mark.parametrize("parts", [[], [Part("A", 0)], [Part("A", 3), Part("B", -1)]])
def test_parts_without_shares_are_refused(parts: list[Part]) -> None:
    with pytest.raises(ValueError, match="shares"):
        share_chart(**TOLD, parts=parts)


# --- Paths ----------------------------------------------------------------------------------------


def test_a_path_names_what_is_drawn_and_says_the_target_and_the_last_value() -> None:
    chart = path_chart(
        **TOLD,
        actual=sloping("Utslipp", 100, 90, 85, None),
        path=Line("Jevn vei", ((2015, 100), (2030, 45))),
        target=(2030, Fraction(451, 10), "Mål for 2030"),
    )
    for drawing in drawings(chart):
        assert {"Utslipp", "Jevn vei", "Mål for 2030", "45", "85", "2030"} <= set(words(drawing))
        # The path is dashed, and so is its piece in the key.
        assert [one.get("stroke-dasharray") for one in shapes(drawing)].count("6,4") == 2


def test_the_value_of_a_target_is_clear_of_a_path_that_goes_on_after_it() -> None:
    def top(*after: tuple[int, int]) -> float:
        chart = path_chart(
            **TOLD,
            actual=sloping("Utslipp", 100, 90, 85, 80, 75),
            path=Line("Jevn vei", ((2015, 100), (2018, 45), *after)),
            target=(2018, 45, "Mål for 2018"),
        )
        return next(text.top for text in texts(str(chart.svg)) if text.words == "45")

    # Beside its mark, else below the line, which has the same height in both.
    assert top((2019, 45)) - top() >= 10


# --- Small multiples ------------------------------------------------------------------------------


def test_each_of_sixty_four_panels_has_its_name_and_the_one_without_figures_says_so() -> None:
    chart = CHARTS["prove-sma-64"]()
    for drawing in drawings(chart):
        said = words(drawing)
        assert [f"Prøvedalen {n}" for n in range(1, 65)] == [one for one in said if one.startswith("Prøve")]
        assert said.count("ikke registrert") == 1
        assert "870\u00a0tonn" in said


@pytest.mark.parametrize(
    ("common", "said"), [(True, "Alle rutene har samme"), (False, "Hver rute har sin egen")]
)
def test_panels_have_one_scale_or_each_its_own_and_the_note_says_which(*, common: bool, said: str) -> None:
    panels = [Panel("Stor", ((2009, 1000), (2011, 1000))), Panel("Liten", ((2009, 10), (2011, 10)))]
    chart = small_multiples(**TOLD, panels=panels, common=common, note="Egen merknad.")
    assert chart.note == f"{said} skala, fra null. Årene går fra 2009 til 2011. Egen merknad."
    lines = [
        shape["d"] for shape in shapes(chart.svg) if shape.get("stroke") == COLOURS["strong"] and shape["d"]
    ]
    big, small = (float(line.split(",")[-1]) for line in lines)
    assert (small - big > 40) is common


@pytest.mark.parametrize("count", [0, 81])
def test_no_panels_or_more_than_anyone_looks_through_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="80 panels"):
        small_multiples(**TOLD, panels=[Panel(str(n), ((2009, 1),)) for n in range(count)])
