"""script/check runs the fast tests; which those are is found out, not written down."""

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests import fast
from tests.osloregionen import test_pdf_engine, test_programs, test_sheets, test_word_changes


def is_fast(request: Any) -> bool:
    """Say whether the test that asks was found to be fast."""
    return request.node.get_closest_marker("fast") is not None


def test_a_test_that_needs_nothing_is_fast(request: Any) -> None:
    assert is_fast(request)


def test_what_asks_for_no_database_is_not_repeated_on_postgresql(request: Any) -> None:
    assert request.node.get_closest_marker("once") is not None


def test_what_asks_for_the_database_is_repeated(request: Any, db: None) -> None:
    assert request.node.get_closest_marker("once") is None


def test_a_test_with_the_database_is_not(request: Any, db: None) -> None:
    assert not is_fast(request)


def test_a_test_with_the_database_behind_a_fixture_is_not(request: Any, admin_pages: Any) -> None:
    assert not is_fast(request)


@pytest.mark.django_db
def test_a_test_that_is_marked_for_the_database_is_not(request: Any) -> None:
    assert not is_fast(request)


@pytest.mark.parametrize("module", [test_programs, test_pdf_engine, test_sheets, test_word_changes])
def test_a_file_that_starts_programs_makes_pdfs_or_tries_many_examples_is_not(module: ModuleType) -> None:
    assert fast._is_slow(module)


@pytest.mark.once
def test_no_file_with_a_fast_test_is_passed_over(request: Any, db: None) -> None:
    # With the database, so that it runs where all files are read: script/check has passed some over.
    files = request.config.stash[fast.FAST_FILES]
    assert request.node.path in files
    assert [file for file in files if fast.nothing_is_fast_in(file)] == []


@pytest.mark.parametrize("marks", ["pytest.mark.django_db", "[pytest.mark.browser, pytest.mark.slow]"])
def test_a_file_that_asks_for_the_database_as_a_whole_is_passed_over(tmp_path: Path, marks: str) -> None:
    file = tmp_path / "test_something.py"
    file.write_text(f"import pytest\n\npytestmark = {marks}\n")
    assert fast.nothing_is_fast_in(file)
