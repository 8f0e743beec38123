"""The steps of the map: two changes that read the same are in the same step."""

from fractions import Fraction

import pytest

from emissions.charts.members import change_status
from emissions.figures import Change


@pytest.mark.parametrize(
    ("exact", "step"),
    [
        ("-30.04", "ned 30 % eller mer"),
        ("-29.96", "ned 30 % eller mer"),
        ("-29.94", "ned mellom 15 og 30 %"),
        ("14.96", "opp 15 % eller mer"),
        ("-0.04", "uendret, eller opp mindre enn 15 %"),
        ("-0.06", "ned mindre enn 15 %"),
    ],
)
def test_a_change_is_in_the_step_of_the_figure_that_is_shown(exact: str, step: str) -> None:
    assert change_status(Change(grams=-1, percent=Fraction(exact))).group == step


def test_a_rise_from_nothing_is_not_what_nobody_registered() -> None:
    assert change_status(Change(grams=5, percent=None)).word == "fra 0, uten prosent"
    assert change_status(Change(grams=None, percent=None)).word == "ikke registrert"
