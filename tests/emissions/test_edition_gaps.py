"""What staff are told that the editions lack."""

from collections.abc import Callable

import pytest

from emissions.models import Edition
from emissions.services import publish_edition
from osloregionen.gaps import all_gaps
from tests.factories import make_municipality

pytestmark = pytest.mark.django_db


def test_what_the_editions_lack_is_told_to_staff(make_edition: Callable[..., Edition]) -> None:
    def gaps() -> str:
        return " ".join(gap.text for gap in all_gaps() if gap.area == "Utslipp")

    assert "med alle kommuner, er i bruk" in gaps()
    undated, unused = make_edition(), make_edition(published_on="2025-11-01", more=1)
    assert f"Utgave {undated.pk} (" in gaps()
    assert f"Utgave {unused.pk} (" in gaps()
    publish_edition(edition=unused)
    # What was stored before it was passed over on purpose.
    assert "Utgave " not in gaps()
    make_municipality(name="Nykomling")
    assert "Utgaven i bruk har ingen tall for Nykomling." in gaps()
