"""Whatever text, date or number is stored, a list's file brings it back: many were tried."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models
from hypothesis import given, settings
from hypothesis import strategies as st

from members.models import Meeting
from osloregionen.portal_list import Column, Line, PortalList, RowChange, Target
from osloregionen.sheet_cells import Clock, Code, Day, Numbers, Text, Texts, Whole
from osloregionen.sheet_writer import as_csv, as_xlsx
from osloregionen.sheets import read_sheet

NOW = dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
#: All that a database takes: no null, no half of a character.
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
LIKELY = st.sampled_from(["=", "+", "-", "@", "'", '"', ";", ",", "\n", "\r", "\t", "_x000D_", "0", " ", "å"])
AWKWARD = st.lists(LIKELY, max_size=6).map("".join)
LINES = st.lists(
    st.fixed_dictionaries(
        {
            "code": st.integers(0, 9999).map(lambda number: f"{number:04}"),
            "text": TEXTS | AWKWARD,
            "more": TEXTS | AWKWARD,
            "day": st.none() | st.dates(dt.date(1900, 3, 1), dt.date(2199, 12, 31)),
            "clock": st.none() | st.times().map(lambda time: time.replace(microsecond=0)),
            "count": st.none() | st.integers(0, 2_147_483_647),
            "texts": st.lists(TEXTS | AWKWARD, max_size=4).map(tuple),
            "numbers": st.sets(st.integers(1, 17), max_size=4).map(tuple),
        }
    ),
    min_size=1,
    max_size=5,
)


class AnyList(PortalList):
    """A list of a column of each kind."""

    identity, name, title = "prove", "prove", "Prøve"
    columns = (
        Column("code", "Nummer", Code(width=4)),
        Column("text", "Tekst", Text()),
        Column("more", "Mer", Text()),
        Column("day", "Dato", Day()),
        Column("clock", "Klokken", Clock()),
        Column("count", "Antall", Whole()),
        Column("texts", "Tekster", Texts()),
        Column("numbers", "Tall", Numbers(1, 17)),
    )

    def __init__(self, stored: list[dict[str, Any]]) -> None:
        self.stored = stored

    def lines(self) -> Iterator[dict[str, Any]]:
        """Give what was invented."""
        return iter(self.stored)

    def load(self) -> None:
        """Nothing to read."""

    def target(self, line: Line) -> Target:
        """Not asked here."""
        raise NotImplementedError

    def stored_rows(self) -> models.QuerySet[Any, Any]:
        """Not asked here."""
        return Meeting.objects.none()

    def write(self, change: RowChange, *, by: Any, reason: str) -> None:
        """Not asked here."""
        raise NotImplementedError


def read_back(portal_list: AnyList, content: bytes) -> list[dict[str, Any]]:
    """Return what a file's rows hold, by the columns' keys."""
    head, *rows = read_sheet("fil", content, headings=portal_list.headings()).rows
    assert head.cells[: len(portal_list.columns)] == portal_list.headings()
    found = []
    for row in rows:
        cells = [*row.cells, *[""] * len(portal_list.columns)]
        found.append(
            {
                column.key: column.kind.empty
                if isinstance(cell, str) and not cell.strip()
                else column.kind.parse(cell)
                for column, cell in zip(portal_list.columns, cells, strict=False)
            }
        )
    return found


def stored(line: dict[str, Any]) -> dict[str, Any]:
    """Return a line as lists compare it: space around a text and the kind of its line ends do not count."""
    kinds = {column.key: column.kind for column in AnyList.columns}
    return {key: kinds[key].comparable(value) for key, value in line.items()}


@settings(deadline=None, max_examples=300)
@given(lines=LINES)
def test_a_csv_file_brings_back_what_was_stored(lines: list[dict[str, Any]]) -> None:
    portal_list = AnyList(lines)

    content = as_csv(portal_list, NOW)

    found = read_back(portal_list, content)
    assert found == [stored(line) for line in lines]
    assert as_csv(AnyList(found), NOW) == content


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(lines=LINES)
def test_an_excel_file_brings_back_what_was_stored(lines: list[dict[str, Any]]) -> None:
    portal_list = AnyList(lines)

    content = as_xlsx(portal_list, NOW)

    found = read_back(portal_list, content)
    assert found == [stored(line) for line in lines]
    assert as_xlsx(AnyList(found), NOW) == content


def test_an_excel_file_is_the_same_bytes_of_the_same_content() -> None:
    line = {"code": "0301", "text": "=1", "day": dt.date(2022, 5, 12), "clock": dt.time(9), "count": 3}

    assert as_xlsx(AnyList([line]), NOW) == as_xlsx(AnyList([line]), NOW)
