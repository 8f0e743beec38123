"""What a report says of the region's sum where one of the two editions has none."""

from types import SimpleNamespace
from typing import Any

import pytest

from emissions.climate.content import RevisionContent
from emissions.climate.revisions import TOTAL, Since
from emissions.climate.telling import since_told
from emissions.models import Edition


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            1_234_000_000,
            None,
            (
                "Summen for Osloregionen i 2023 var 1 234 tonn i rapporten. Utgaven som gjelder nå, har "
                "ingen sum for det året."
            ),
        ),
        (
            None,
            1_234_000_000,
            "Rapporten har ingen sum for Osloregionen i 2023. Nå er den 1 234 tonn.",
        ),
    ],
)
def test_a_sum_that_only_one_of_them_has_is_told(before: int | None, after: int | None, said: str) -> None:
    content: Any = SimpleNamespace(year=2023)
    since = Since(Edition(title="Prøve"), (RevisionContent(TOTAL, 2023, "", before, after),))
    assert said in [sentence.replace("\u00a0", " ") for sentence in since_told(content, since)]
