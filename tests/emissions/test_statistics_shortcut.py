"""The copy of a workbook that calamine goes through once: the same cells, the same faults found."""

import io
import os
import random
import zipfile
import zlib
from pathlib import Path

import pytest
from python_calamine import CalamineError, CalamineWorkbook

from emissions.statistics import shortcut as module
from emissions.statistics import workbook as reader
from emissions.statistics.package import SheetPart, read_package
from emissions.statistics.shortcut import Shortcut, joined_checksum, shortcut
from tests.emissions.workbooks import DETAILS, figures, write_all, write_national

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the shortcut for small files too, and leave this process's own limits alone."""
    monkeypatch.setattr(module, "_WORTH_IT", 0)
    monkeypatch.setattr(module, "may_write", lambda size: None)


def details_of(path: Path) -> SheetPart:
    """Return the sheet of figures of a workbook."""
    sheet = read_package(str(path)).sheet(DETAILS)
    assert sheet
    return sheet


def copied(path: Path) -> bytes:
    """Return the copy of a workbook."""
    copy = shortcut(path, details_of(path))
    assert copy
    with os.fdopen(copy.file, "rb") as file:
        file.seek(0)
        return file.read()


def rows(content: bytes) -> list[list[object]]:
    """Return the cells that calamine reads."""
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        return book.get_sheet_by_name(DETAILS).to_python()


@pytest.mark.parametrize("write", ["by_library", "as_downloaded"])
def test_the_copy_has_the_same_cells(tmp_path: Path, write: str) -> None:
    path = tmp_path / "a.xlsx"
    if write == "by_library":
        write_all(path, figures({301: "Oslo"}))
    else:
        write_national(path, {301: "Oslo"})

    content = copied(path)

    assert rows(content) == rows(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as copy, zipfile.ZipFile(path) as original:
        assert copy.testzip() is None
        assert copy.namelist() == original.namelist()
        part = details_of(path).part
        assert copy.read(part).endswith(original.read(part))
        others = set(copy.namelist()) - {part}
        assert all(copy.read(name) == original.read(name) for name in others)


def test_a_part_that_is_not_packed_is_copied_too(tmp_path: Path) -> None:
    packed = write_all(tmp_path / "a.xlsx", figures({301: "Oslo"}))
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))

    assert rows(copied(tmp_path / "b.xlsx")) == rows(packed.read_bytes())


def test_what_was_changed_on_the_way_is_noticed_in_the_copy(tmp_path: Path) -> None:
    path = write_all(tmp_path / "a.xlsx", figures({301: "Oslo"}))
    content = bytearray(path.read_bytes())
    sheet = details_of(path)
    content[sheet.begin + sheet.length // 2] ^= 0xFF
    path.write_bytes(content)

    with pytest.raises(CalamineError):
        rows(copied(path))


def test_a_copy_that_calamine_refuses_is_left_for_the_file_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = write_all(tmp_path / "a.xlsx", figures({301: "Oslo"}))
    monkeypatch.setattr(
        reader, "shortcut", lambda source, sheet: Shortcut(os.memfd_create("nothing"), 0, sheet.length)
    )

    assert reader._unpacked(path, details_of(path)) is None
    assert capsysbinary.readouterr().out.splitlines()[-1].endswith(b'"rounds": 2}')


def test_the_checksum_of_two_pieces_follows_from_both() -> None:
    chance = random.Random(7)
    for _time in range(50):
        first, second = (chance.randbytes(chance.randrange(300)) for _piece in range(2))

        joined = joined_checksum(zlib.crc32(first), zlib.crc32(second), len(second))

        assert joined == zlib.crc32(first + second)
