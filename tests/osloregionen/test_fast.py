"""script/check runs the fast tests; which those are is found out, not written down."""

from types import ModuleType
from typing import Any

import pytest

from tests import fast
from tests.osloregionen import test_pdf_engine, test_programs


def is_fast(request: Any) -> bool:
    """Say whether the test that asks was found to be fast."""
    return request.node.get_closest_marker("fast") is not None


def test_a_test_that_needs_nothing_is_fast(request: Any) -> None:
    assert is_fast(request)


def test_a_test_with_the_database_is_not(request: Any, db: None) -> None:
    assert not is_fast(request)


def test_a_test_with_the_database_behind_a_fixture_is_not(request: Any, admin_pages: Any) -> None:
    assert not is_fast(request)


@pytest.mark.django_db
def test_a_test_that_is_marked_for_the_database_is_not(request: Any) -> None:
    assert not is_fast(request)


@pytest.mark.parametrize("module", [test_programs, test_pdf_engine])
def test_a_file_that_starts_programs_or_makes_pdfs_is_not(module: ModuleType) -> None:
    assert fast._is_slow(module)
