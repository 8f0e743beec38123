"""Files of very many rows: written to disk row by row, once, and sent from there."""

import csv
import io
import json
import random
import threading
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory
from python_calamine import CalamineWorkbook

from emissions.statistics.figures import exact_grams
from osloregionen import kept_files, large_files
from osloregionen.exports import Cell, UnknownFormat
from osloregionen.large_files import LargeExport

ROWS: list[list[Cell]] = [["=1+1", 1, Decimal("1.500000")], ["Å", None, Decimal("0.000001")]]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Keep files in a folder of the test's own."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "kept"


class Rows:
    """Rows that count how often they were asked for."""

    def __init__(self, rows: list[list[Cell]]) -> None:
        self.rows = rows
        self.asked = 0

    def __call__(self) -> Iterator[list[Cell]]:
        self.asked += 1
        yield from self.rows


def export(rows: Any = None, **fields: Any) -> LargeExport:
    return LargeExport(
        **{
            "name": "prove",
            "title": "Prøve",
            "source": "Kilden",
            "headings": {"name": "Navn", "count": "Antall", "tonnes": "Tonn"},
            "rows": rows or Rows(ROWS),
            "made_of": (1,),
            **fields,
        }
    )


def body(given: LargeExport, file_format: str, **headers: str) -> bytes:
    answer: Any = large_files.response(RequestFactory().get("/", headers=headers), given, file_format)
    with answer.file_to_stream:
        return b"".join(answer.streaming_content)


def test_csv_is_as_other_files_have_it() -> None:
    text = body(export(), "csv").decode("utf-8-sig")
    assert text == "Navn;Antall;Tonn\r\n'=1+1;1;1,500000\r\nÅ;;0,000001\r\n"


def test_json_is_as_other_files_have_it() -> None:
    assert json.loads(body(export(), "json")) == {
        "title": "Prøve",
        "source": "Kilden",
        "url": None,
        "columns": {"name": "Navn", "count": "Antall", "tonnes": "Tonn"},
        "rows": [
            {"name": "=1+1", "count": 1, "tonnes": 1.5},
            {"name": "Å", "count": None, "tonnes": 0.000001},
        ],
    }


@pytest.mark.parametrize("count", [0, 1, 999, 1000, 1001, 2000])
def test_json_is_whole_however_many_rows_there_are(count: int) -> None:
    rows: list[list[Cell]] = [[f"{n}", n, None] for n in range(count)]
    assert [row["count"] for row in json.loads(body(export(Rows(rows)), "json"))["rows"]] == list(
        range(count)
    )


def test_excel_has_text_as_text_and_a_sheet_about_the_data() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(body(export(about=(("Kilde", "Kilden"),)), "xlsx")))
    assert book.sheet_names == ["Data", "Om dataene"]
    assert book.get_sheet_by_name("Data").to_python() == [
        ["Navn", "Antall", "Tonn"],
        ["=1+1", 1.0, 1.5],
        ["Å", "", 0.000001],
    ]
    assert book.get_sheet_by_name("Om dataene").to_python() == [["Kilde", "Kilden"]]


def test_tonnes_of_any_size_come_back_as_the_same_grams() -> None:
    drawn = random.Random(11)
    grams = [drawn.randrange(10 ** drawn.randrange(1, 16)) for _ in range(2000)]
    given = export(Rows([["", None, Decimal(one).scaleb(-6)] for one in grams]))
    text = csv.reader(io.StringIO(body(given, "csv").decode("utf-8-sig")), delimiter=";")
    assert [exact_grams(row[2]) for row in list(text)[1:]] == grams
    book = CalamineWorkbook.from_filelike(io.BytesIO(body(given, "xlsx")))
    assert [exact_grams(row[2]) for row in book.get_sheet_by_index(0).to_python()[1:]] == grams


def test_a_file_is_made_once_and_again_where_what_it_is_made_of_is_another(folder: Path) -> None:
    rows = Rows(ROWS)
    first = body(export(rows), "csv")
    assert body(export(rows), "csv") == first
    assert rows.asked == 1
    body(export(rows, made_of=(2,)), "csv")
    body(export(rows, title="Prøve med nytt navn"), "csv")
    assert rows.asked == 3
    assert len(list(folder.iterdir())) == 3


def test_a_part_of_the_whole_leaves_nothing_on_disk(folder: Path) -> None:
    assert body(export(is_kept=False), "csv").startswith(b"\xef\xbb\xbfNavn")
    assert not folder.exists()


def test_who_has_the_file_is_told_so_and_nothing_is_made() -> None:
    rows = Rows(ROWS)
    request = RequestFactory().get("/")
    answer: Any = large_files.response(request, export(rows), "csv")
    answer.file_to_stream.close()
    known = RequestFactory().get("/", headers={"If-None-Match": answer["ETag"]})
    assert large_files.response(known, export(rows), "csv").status_code == 304
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Content-Disposition"].startswith('attachment; filename="prove-')
    assert rows.asked == 1


def test_two_who_ask_at_once_make_it_once() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slowly() -> Iterator[list[Cell]]:
        begun.set()
        assert go_on.wait(10)
        yield from ROWS

    rows = Rows(ROWS)
    bodies: list[bytes] = []
    first = threading.Thread(target=lambda: bodies.append(body(export(slowly), "csv")))
    second = threading.Thread(target=lambda: bodies.append(body(export(rows), "csv")))
    first.start()
    assert begun.wait(10)
    second.start()
    go_on.set()
    for one in (first, second):
        one.join(20)
    assert bodies[0] == bodies[1]
    assert rows.asked == 0


def test_a_file_that_fails_half_way_is_kept_by_nobody(folder: Path) -> None:
    def broken() -> Iterator[list[Cell]]:
        yield ROWS[0]
        raise ValueError("prove")

    with pytest.raises(ValueError, match="prove"):
        body(export(broken), "csv")
    assert list(folder.iterdir()) == []
    assert b"1,500000" in body(export(), "csv")


def test_a_disk_that_takes_no_file_does_not_keep_the_reader_from_it(
    settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    occupied = tmp_path / "fil"
    occupied.write_text("ikke en mappe")
    settings.DATA_DIR = occupied
    assert b"1,500000" in body(export(), "csv")
    assert "A large file is not kept" in caplog.text


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UnknownFormat):
        large_files.response(RequestFactory().get("/"), export(), "pdf")


def test_the_files_used_least_lately_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "_MOST_FILES", 2)
    rows = Rows(ROWS)
    for number in range(4):
        body(export(rows, made_of=(number,)), "csv")
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("file_format", ["csv", "json", "xlsx"])
def test_rows_are_written_as_they_come_and_never_all_in_memory(file_format: str) -> None:
    def many() -> Iterator[list[Cell]]:
        return (["En nokså lang tekst i hver rad", n, Decimal(n).scaleb(-6)] for n in range(20_000))

    # What a first file of the kind loads is no row.
    body(export(), file_format)
    tracemalloc.start()
    try:
        body(export(many, made_of=(9,)), file_format)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # The rows together are some eight megabytes; half of one is the file as it is read here.
    assert peak < 4 * 1024 * 1024
