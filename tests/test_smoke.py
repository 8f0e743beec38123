"""Every public page of the catalogue answers; script/check runs this. What else a page owes its readers is
tested beside the catalogue.
"""

from typing import Any

import pytest

from osloregionen.catalogue import PUBLIC
from osloregionen.pages import Kind

PAGES = [entry for entry in PUBLIC if entry.kind is Kind.PAGE]


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_it_answers(client: Any, db: None, entry: Any) -> None:
    response = client.get(entry.address())

    # The council's content has no published report, and no two editions to compare.
    assert response.status_code == (404 if entry.address_here() is None else 200)
    assert "</html>" in response.content.decode()
