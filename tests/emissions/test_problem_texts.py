"""What is wrong with a file is said in plain bokmål: numbers, names of sheets, what to do."""

import pytest

from emissions.statistics.member_problems import MEMBER_TEXTS
from emissions.statistics.problems import TEXTS, Problem

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "told"),
    [("-0.1", "−0,1 tonn er"), ("1234567.5", "1 234 567,5 tonn er"), ("1e9", "1e9 tonn er")],
)
def test_a_number_of_the_file_is_written_as_bokmal_has_it(text: str, told: str) -> None:
    code = "value_negative" if text.startswith("-") else "value_large"
    assert told in Problem(code, values={"text": text}).norwegian().replace("\xa0", " ")


def test_a_sum_that_differs_is_looked_for_where_it_stands() -> None:
    values = {"sector": "Veitrafikk", "year": "2024", "summed": 1, "said": 2}
    problem = Problem("overview", sheet="Oversikt - detaljert", values=values)
    assert problem.norwegian().startswith("Arket «Oversikt»: ")
    assert problem.english().startswith("Sheet “Oversikt”: ")


def test_a_missing_sheet_asks_whether_it_is_the_right_file() -> None:
    values = {"wanted": "Oversikt - detaljert", "found": "Ark1"}
    assert "Er det riktig fil?" in Problem("no_sheet", values=values).norwegian()


def test_no_text_uses_words_that_the_guide_does_not() -> None:
    texts = " ".join(norwegian.lower() for _english, norwegian in (TEXTS | MEMBER_TEXTS).values())
    # What Excel itself calls its format.
    texts = texts.replace("«excel-arbeidsbok (.xlsx)»", "")
    assert "arbeidsbok" not in texts
    assert "innlesing" not in texts
