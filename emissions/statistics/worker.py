"""What runs inside the limited child process that reads a file of statistics. No Django here.

The parent (`reading`) starts it on a file that anybody may have made. It limits itself before it reads a
byte, looks at what the file says of itself, and lets calamine read the sheet, where a bad file ends in the
limits: one cell in the last corner of a sheet is a file of 4 kB that wants 3 GB. Looking through every cell
first, as lists are read, would double the time for a national file; here it is done afterwards, and only
for a file that ended so (`inspection`).

Standard output gets lines of JSON: how far it has come, and last the answer, followed by its columns as
plain numbers.
"""

import gc
import json
import sys
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from emissions.statistics.answer import RefusedError, answer_of, placed, read_figures, tell
from emissions.statistics.figures import Figures
from emissions.statistics.limiting import allow, limit
from emissions.statistics.package import PackageError, read_package
from emissions.statistics.textfile import TextError, TextFile, is_package
from emissions.statistics.workbook import read_workbook

#: For starting and looking at the package; what reading may take besides follows from the size.
_START_SECONDS = 2
#: A slow machine unpacks and reads so much XML in a second, and so much text.
_XML_A_SECOND, _TEXT_A_SECOND = 6 * 1024 * 1024, 2 * 1024 * 1024


def main(request: str, source: str) -> None:
    """Read `source` and write the answer to standard output; see the module's head."""
    asked = json.loads(request)
    limit(_START_SECONDS, asked["data_bytes"])
    # Half a million lists are made and given up, none of them in a circle.
    gc.disable()
    columns: list[array[int]] = []
    try:
        answer, figures = _read(Path(source), asked["known"])
        columns = [figures.numbers, figures.years_of, figures.series_of, figures.grams]
    except RefusedError as refusal:
        answer = {"problems": placed(refusal.findings, refusal.sheet), "more": refusal.more}
    tell(end=answer, sizes=[len(column) * column.itemsize for column in columns])
    for column in columns:
        sys.stdout.buffer.write(column)
    sys.stdout.buffer.flush()


def _read(source: Path, known: Mapping[str, Any]) -> tuple[dict[str, Any], Figures]:
    try:
        if is_package(source):
            package = read_package(str(source))
            allow(_START_SECONDS + package.unpacked // _XML_A_SECOND)
            return read_workbook(source, package, known)
        text, size = TextFile(source), source.stat().st_size
        allow(_START_SECONDS + size // _TEXT_A_SECOND)
        figures = read_figures(text.rows(), known, is_text=True, share=lambda _row: text.position / size)
        return answer_of(figures), figures
    except PackageError as error:
        raise RefusedError((error.code, None, "", error.values)) from error
    except TextError as error:
        raise RefusedError((error.code, error.row, "", {})) from error
