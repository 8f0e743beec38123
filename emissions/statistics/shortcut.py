"""Spares calamine a second way through a large sheet. Runs in the child process: no Django here.

Python's calamine reads a sheet's XML for the cells, and then again from the start for the list of merged
cells, which nobody here asks for and a sheet of figures doesn't have: a quarter of its time. The second
search ends where the list is found. So calamine is given a copy of the package, in memory, in which an empty
list stands before everything else in the sheet's part. No cell is touched: deflated data can be put behind
other deflated data as it is, and the checksum of both follows from the checksum of each.

That the list may stand there is no promise of calamine's: where it refuses the copy, the file is read as it
is (`workbook`).
"""

import os
import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO, NamedTuple

from emissions.statistics.limiting import may_write
from emissions.statistics.package import SheetPart

#: Below this a second way costs less than the copy.
_WORTH_IT = 4 * 1024 * 1024
_NO_MERGED_CELLS = b"<mergeCells></mergeCells>"
_LOCAL_LENGTH = 30
_UTF8_NAME = 0x800
_CHUNK = 1024 * 1024
#: What CRC-32 divides by, as a checksum has it: the lowest power first.
_POLYNOMIAL = 0xEDB88320


class Shortcut(NamedTuple):
    """A copy in memory: its open file, and where the sheet's part lies in it."""

    file: int
    begin: int
    length: int

    @property
    def path(self) -> str:
        """The name by which this process can open the copy."""
        return f"/proc/self/fd/{self.file}"


def shortcut(source: Path, sheet: SheetPart) -> Shortcut | None:
    """Return a copy of the package that calamine goes through once; None where that is not worth it."""
    if sheet.unpacked < _WORTH_IT or not hasattr(os, "memfd_create"):
        return None
    may_write(2 * source.stat().st_size)
    file, begin, directory = os.memfd_create("sheet"), 0, []
    with (
        zipfile.ZipFile(source) as package,
        source.open("rb") as old,
        os.fdopen(file, "wb", closefd=False) as new,
    ):
        for entry in package.infolist():
            if is_sheet := entry.filename == sheet.part:
                begin = new.tell()
            directory.append(_copy(entry, old, new, _NO_MERGED_CELLS if is_sheet else b""))
        place, lines = new.tell(), b"".join(directory)
        count = len(directory)
        new.write(lines + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(lines), place, 0))
    return Shortcut(file, begin, sheet.length)


def _copy(entry: zipfile.ZipInfo, old: BinaryIO, new: BinaryIO, before: bytes) -> bytes:
    """Copy an entry as it is packed, with something before it; return its line in the directory."""
    deflated, checksum = before, entry.CRC
    if before:
        checksum = joined_checksum(zlib.crc32(before), entry.CRC, entry.file_size)
        deflated = _deflated(before) if entry.compress_type == zipfile.ZIP_DEFLATED else before
    name = entry.filename.encode()
    about = struct.pack(
        "<HHHHHIIIHH",
        *(20, _UTF8_NAME, entry.compress_type, 0, 0, checksum),
        *(len(deflated) + entry.compress_size, len(before) + entry.file_size, len(name), 0),
    )
    place = new.tell()
    new.write(b"PK\x03\x04" + about + name + deflated)
    old.seek(entry.header_offset + _LOCAL_LENGTH - 4)
    old.seek(sum(struct.unpack("<HH", old.read(4))), os.SEEK_CUR)
    left = entry.compress_size
    while left and (chunk := old.read(min(_CHUNK, left))):
        new.write(chunk)
        left -= len(chunk)
    return b"PK\x01\x02\x14\0" + about + struct.pack("<HHHII", 0, 0, 0, 0, place) + name


def _deflated(content: bytes) -> bytes:
    """Return bytes deflated so that other deflated ones can follow."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)


def joined_checksum(first: int, second: int, length: int) -> int:
    """Return the CRC-32 of two pieces from that of each; `length` is the second's.

    A checksum is the remainder of a division of polynomials: what stands before `length` bytes counts as
    often as x to the power of their bits says.
    """
    power, factor = 1 << 31, 1 << 23
    while length:
        if length & 1:
            power = _product(power, factor)
        factor = _product(factor, factor)
        length >>= 1
    return _product(power, first) ^ second


def _product(one: int, other: int) -> int:
    """Return the product of two remainders."""
    product = 0
    for place in range(31, -1, -1):
        if one >> place & 1:
            product ^= other
        other = (other >> 1) ^ (_POLYNOMIAL if other & 1 else 0)
    return product
